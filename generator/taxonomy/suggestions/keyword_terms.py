"""Terms from the keywords of papers, each with its spellings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from generator.model import Rule
from generator.taxonomy.subjects import Subject
from generator.taxonomy.suggestions.letter_case import LetterCase
from generator.taxonomy.suggestions.terms import LONGEST, MOST, Term, is_number, least, shown, singular
from generator.text import headings

_YEAR = re.compile(r"[a-z] ?(?:19|20)?\d\d$")  # of a meeting: nime09
_GENERAL = frozenset(  # what databases and readers add to nearly every record
    {
        *(
            "adult",
            "aged",
            "animal",
            "article",
            "child",
            "female",
            "human",
            "male",
            "middle aged",
            "review",
            "survey",
            "journal",
        ),
        *(
            "research",
            "research article",
            "paper",
            "preprint",
            "unread",
            "read",
            "important",
            "to read",
            "todo",
            "pdf",
            "other",
        ),
        *(
            "adolescent",
            "animal experiment",
            "animal model",
            "animal tissue",
            "clinical article",
            "controlled study",
            "human cell",
            "human experiment",
            "human tissue",
            "infant",
            "major clinical study",
            "nonhuman",
            "normal human",
            "priority journal",
            "procedure",
            "unclassified drug",
            "young adult",
        ),
    }
)


def keyword_terms(subjects: Mapping[str, Sequence[Subject]], total: int, case: LetterCase) -> list[Term]:
    """Return a term for each keyword that enough papers of ``total`` have, but not most of them.

    ``case`` restores the capitals of names in keywords in small letters.
    """
    papers: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for key, found in subjects.items():
        for one in found:
            if one.kind != "keywords" or len(one.text) > LONGEST or not (path := headings.folded(one.text)):
                continue
            term = singular(path[-1])
            papers[term].add(key)
            spelled[term][headings.parts(one.text)[-1].rstrip(".,;:")] += 1
    return [
        Term(
            kind="topics",
            origin="keyword",
            name=shown(case.restored(text.replace("_", " ")) for text in spelled[term].elements()),
            rule=Rule(keywords=_once(spelled[term])),
            papers=frozenset(found),
        )
        for term, found in papers.items()
        if least(total) <= len(found) <= MOST * total
        and term not in _GENERAL
        and not _YEAR.search(term)
        and not is_number(term)
        and len(term) > 1
    ]


def _once(spellings: Counter[str]) -> tuple[str, ...]:
    """Return one of the spellings that are compared alike, the most frequent ones first."""
    first: dict[tuple[str, ...], str] = {}
    for text, _ in spellings.most_common():
        first.setdefault(headings.folded(text), text)
    return tuple(first.values())
