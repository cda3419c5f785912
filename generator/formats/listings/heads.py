"""What a page prints of a paper before its abstract: the arXiv id, the authors' names, the date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.formats.listings.blocks import Footer, Line
from generator.text.folding import clean

_PARTS = re.compile(r"\s*[,;·•]\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*")
_MARKS = re.compile(r"[\d*†‡§¶∗⋆#]+$|\([^()]{0,60}\)$")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ter",
        "ten",
        "zu",
        "y",
        "e",
        "st",
    ]
)
_FIRST = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_NO_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "for",
        "with",
        "from",
        "to",
        "via",
        "using",
        "towards",
        "by",
        "is",
        "are",
        "and",
        "learning",
        "networks",
        "models",
    ]
)
_LONGEST = 5_000  # characters of a list of names


@dataclass(kw_only=True, slots=True)
class Head:
    """What is known of a paper whose abstract is still to come."""

    row: Line | None = None  # with the arXiv id
    authors: tuple[str, ...] = ()
    footer: Footer | None = None
    listing: bool = False  # the lines below "Authors:" are names


def names(text: str, *, announced: bool = False) -> tuple[str, ...]:
    """Return the people in a line of nothing but names, at least two; ``announced``: it is said that they are the authors."""
    if len(text) > _LONGEST:
        return ()
    parts = [clean(_MARKS.sub("", part.strip())) for part in _PARTS.split(text.strip(" ,;·"))]
    found = tuple(part for part in parts if part)
    if not all(_is_name(part, announced=announced) for part in found):
        return ()
    return found if announced or len(found) > 1 else ()


def _is_name(part: str, *, announced: bool) -> bool:
    words = part.split()
    if not (1 if announced else 2) <= len(words) <= 6 or not all(map(_WORD.fullmatch, words)):
        return False
    lower = [word for word in words if word[0].islower()]
    return (
        set(lower) <= _PARTICLES
        and len(lower) < len(words)
        and _NO_NAMES.isdisjoint(map(str.lower, words[:-1] or words))
    )
