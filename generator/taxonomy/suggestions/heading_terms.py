"""Terms from the headings and categories that sources put papers under; a sub-heading keeps those above it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.model import Rule
from generator.taxonomy.subjects import Subject
from generator.taxonomy.suggestions import arxiv_categories
from generator.taxonomy.suggestions.terms import LONGEST, Term, is_number, shown
from generator.text import headings, maths

LEAST = 2  # papers of a heading
_WHOLE = 0.9  # of a source's papers under one heading: it names the list
_REST = frozenset(  # headings of what is left over
    {
        *(
            "misc",
            "miscellaneous",
            "miscellanea",
            "other",
            "others",
            "uncategorized",
            "unsorted",
            "unclassified",
            "general",
        ),
        *(
            "various",
            "rest",
            "todo",
            "to read",
            "reading list",
            "read",
            "unread",
            "inbox",
            "new",
            "more",
            "further reading",
        ),
        *(
            "references",
            "bibliography",
            "unfiled",
            "imported",
            "see also",
            "other papers",
            "other topics",
            "not yet sorted",
        ),
    }
)
_TAIL = re.compile(r"[\s.:;,#*]+$")

Path = tuple[str, ...]  # folded headings from the outermost to the innermost


def heading_terms(subjects: Mapping[str, Sequence[Subject]]) -> list[Term]:
    """Return a term for each heading with at least two papers; the terms of one name below others are several."""
    papers: dict[Path, set[str]] = defaultdict(set)
    names: dict[Path, Counter[str]] = defaultdict(Counter)
    codes: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for key, paths, printed in _paths(subjects):
        if code := arxiv_categories.name(printed[-1]) if len(printed) == 1 else "":
            codes[code].add(key)
            spelled[code][printed[-1]] += 1
            continue
        for end in range(1, len(paths) + 1):
            papers[paths[:end]].add(key)
            names[paths[:end]][_TAIL.sub("", printed[end - 1])] += 1
    chosen = {path: found for path, found in papers.items() if len(found) >= LEAST and not _is_rest(path)}
    count = Counter(path[-1] for path in chosen)
    terms = [
        Term(
            kind="topics",
            origin="heading",
            name=_name(names[path]),
            rule=Rule(headings=(_sought(path, names, alone=count[path[-1]] == 1),)),
            papers=frozenset(found),
            above=tuple(_name(names[path[:end]]) for end in range(1, len(path)) if path[:end] in chosen),
        )
        for path, found in chosen.items()
    ]
    return terms + [
        Term(
            kind="topics",
            origin="category",
            name=name,
            rule=Rule(headings=tuple(sorted(spelled[name]))),
            papers=frozenset(found),
        )
        for name, found in codes.items()
        if len(found) >= LEAST
    ]


def _paths(subjects: Mapping[str, Sequence[Subject]]) -> Iterable[tuple[str, Path, Sequence[str]]]:
    """Yield paper, folded headings and headings as printed, without those that only name the source."""
    stated = [
        (key, one.ledger, headings.folded(one.text), headings.parts(one.text))
        for key, found in subjects.items()
        for one in found
        if one.kind == "headings" and all(len(part) <= LONGEST for part in headings.parts(one.text))
    ]
    under: dict[tuple[str, str], set[str]] = defaultdict(set)
    held: dict[str, set[str]] = defaultdict(set)
    for key, ledger, path, _ in stated:
        if path:
            held[ledger].add(key)
            under[ledger, path[0]].add(key)
    for key, ledger, path, printed in stated:
        if len(path) != len(printed):
            continue
        skipped = 0
        if len(path) > 1 and len(under[ledger, path[0]]) > _WHOLE * len(held[ledger]):
            skipped = 1
        yield key, path[skipped:], printed[skipped:]


def _is_rest(path: Path) -> bool:
    return any(part in _REST or is_number(part) for part in path)


def _name(spellings: Counter[str]) -> str:
    """Return the most frequent spelling, without the markup of formulas."""
    return maths.plain(shown(spellings.elements()))


def _sought(path: Path, names: Mapping[Path, Counter[str]], *, alone: bool) -> str:
    """Return the heading that a rule lists: with the one above it where the name alone says too little."""
    printed = [names[path[:end]].most_common(1)[0][0] for end in range(1, len(path) + 1)]
    return headings.joined(printed[-1:] if alone else printed[-2:])
