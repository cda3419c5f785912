"""A term: what several papers have in common and a family or topic could be made of, before it is chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from generator.model import NodeKind, Rule
from generator.text.folding import fold

Origin = Literal["heading", "category", "keyword", "name", "phrase"]
LEAST = 3  # papers of a term, unless a source made it a heading
LONGEST = 120  # characters of a heading or keyword: a longer one is a sentence
MOST = 0.4  # share of all papers above which a term says nothing

_SINGULAR = re.compile(r"(?<=[a-z]{3})(?:(?<=[sxz])es|(?<=ch)es|(?<=sh)es|(?<![siu])s)$")
_PLURAL_Y = re.compile(r"(?<=[a-z]{3})ies$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """Something that could become a node: its name, the rule that finds its papers, and those papers, by key.

    ``above`` are the names of the terms above it, from the outermost to the innermost, as in a list with sub-headings.
    """

    kind: NodeKind
    origin: Origin
    name: str
    rule: Rule
    papers: frozenset[str]
    above: tuple[str, ...] = ()


def singular(words: str) -> str:
    """Return folded words with each in the singular, as far as endings tell: variants of a term share it."""
    return " ".join(_SINGULAR.sub("", _PLURAL_Y.sub("y", word)) for word in words.split())


def shown(spellings: Iterable[str]) -> str:
    """Return the most frequent spelling, with a capital at its start unless it is a name that begins with a small letter."""
    counted = Counter(spellings)
    best = max(counted, key=lambda one: (counted[one], not one.isupper(), one))
    word = best.split()[0]
    return best if not word.islower() else best[:1].upper() + best[1:]


def least(papers: int) -> int:
    """Return how many of this number of papers a term must have, at least."""
    return max(LEAST, round(papers * 0.0012))


def is_number(text: str) -> bool:
    """Whether a text has no word besides numbers."""
    return not any(map(str.isalpha, fold(text)))


def merged(terms: Iterable[Term]) -> list[Term]:
    """Return the terms, of which those of one name that stand below no other are one, with all that any of them looks for."""
    found: dict[tuple[NodeKind, tuple[str, ...], str], Term] = {}
    for term in terms:
        place = (term.kind, term.above, singular(fold(term.name)))
        first = found.get(place)
        if first is None or "heading" in {first.origin, term.origin}:  # what a source lists is not made wider
            found.setdefault(place, term)
            continue
        rule = first.rule.model_copy(
            update={
                name: (*getattr(first.rule, name), *getattr(term.rule, name))
                for name in ("words", "headings", "keywords")
            }
            | {"within": term.rule.within if term.rule.words else first.rule.within}
        )
        found[place] = replace(first, rule=rule, papers=first.papers | term.papers)
    return list(found.values())
