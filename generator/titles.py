"""Titles compared: their forms, their likeness, the numbers in them, and marks of a text about another text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from generator import text

# equal; equal but for a note in parentheses; but for spelling; one begins or ends with the other; most words in
# common; hardly any; one is not printed.
Likeness: TypeAlias = Literal["equal", "noted", "close", "part", "similar", "other", "missing"]
_LIKENESSES: tuple[Likeness, ...] = ("equal", "noted", "close", "part", "similar", "other", "missing")
# How a title's agreement is put to a person; the likenesses that agree at all.
SAID: dict[Likeness, str] = {
    "equal": "equal titles",
    "noted": "titles equal but for a note in parentheses",
    "close": "titles equal but for spelling",
    "part": "one title begins or ends with the other",
    "similar": "similar titles",
}
SPELLING = 0.75  # words as alike as this are one word with a slip; real pairs of words rarely are
LENGTH = 1_000  # characters, model.Line: a longer title is a text that lost its breaks
SPECIFIC_WORDS = 3  # a title of fewer words (Editorial, Introduction, Reply) names many papers
SIMILAR = 0.7  # of the longer title's words: a word or two put otherwise

# Marks of a text about a paper, not the paper (English bibliographic terms, the same in all fields).
_MARK = re.compile(
    r"(?:^|\[|\()\W*(?:(?:authors?|in)\W*s?\W*)?(?P<start>errat(?:um|a)|corrigend(?:um|a)|corrections?|addendum|retract(?:ion|ed)|reply|repl(?:y|ies)"
    r"|response|comments?|commentary|re|letter)(?=\W*(?:to|on|of|for|by)\b|\W*[:\])]|\W*$)"
    r"|^(?P<begin>erratum|corrigendum)\b"
    r"|(?P<volume>\(vol\.? \d+)"  # how citation indexes print a correction: "(vol 360, pg 542, 2009)"
    r"|[:.\[(–—-]\s*(?P<end>errat(?:um|a)|corrigend(?:um|a)|correction|addendum|reply|(?:authors?\W+)?(?:reply|response)|comments?|commentary)\W*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"^\[([^\[\]]+)\][\s.:]+(?=\S)|(?<=\S)\s*\[([^\[\]]+)\]$")
_BRACKETED_WORDS = 3  # "[in German]", "[see comments]": notes of a database
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)\W*$")
# What journals call their sections: such a title names no paper (English, the same in all fields).
_SECTION = re.compile(
    r"editor(?:s|ial|ials)?|introduct(?:ion|ory)|prefaces?|forewords?|reviews?|notes?|messages?|reports?|columns?|news"
    r"|comments?|commentary|letters?|contents|index|announcements?|guest|replies|reply|response|discussion|abstracts?"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
# Function words, which databases drop, add or swap.
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """One form of a title, ready for comparison."""

    folded: str  # without blanks
    plain: str  # the same without a note in parentheses at its end
    words: tuple[str, ...]
    numbers: tuple[str, ...]  # Roman ones too, sorted

    @property
    def specific(self) -> bool:
        """Whether the title can name one paper by itself."""
        return len(self.words) >= SPECIFIC_WORDS and not all(map(_SECTION.fullmatch, self.words))

    @property
    def somewhat_specific(self) -> bool:
        """Whether the title can name one paper of two authors: two words, none of them a section's name."""
        return self.specific or (len(self.words) == 2 and not any(map(_SECTION.fullmatch, self.words)))


def forms(title: str) -> tuple[Title, ...]:
    """Return a title without the notes of databases in brackets, and what stood in brackets if it may be a title.

    ``[Review]``, ``[in German]`` and ``[Erratum appears in …]`` go; of a title wholly in brackets, a translation, the
    brackets go; an original title in brackets is a form of its own.
    """
    bare = title[:LENGTH].strip().strip("\"'“”„. ")
    found_forms = [bare]
    while found := _IN_BRACKETS.search(found_forms[0]):
        inside = found[1] or found[2]
        found_forms[0] = found_forms[0].replace(found[0], "").strip(" .\"'")
        if len(inside.split()) > _BRACKETED_WORDS:
            found_forms.append(inside)
    return tuple(_title(form) for form in found_forms if text.fold(form))


def mark(title: str) -> str:
    """Return the mark of a text about another text, "" for a paper itself."""
    found = _MARK.search(title[:LENGTH])
    return (found["start"] or found["end"] or found["begin"] or "correction").lower() if found else ""


def compare(left: Sequence[Title], right: Sequence[Title]) -> tuple[Likeness, str]:
    """Return how alike the most alike forms of two titles are, and which numbers differ in them ("" for none)."""
    best: tuple[Likeness, str] = ("missing", "")
    for one in left:
        for other in right:
            likeness = _likeness(one, other)
            if _LIKENESSES.index(likeness) < _LIKENESSES.index(best[0]):
                differ = one.numbers != other.numbers
                best = likeness, " / ".join(sorted(map(_listed, (one.numbers, other.numbers)))) if differ else ""
    return best


def _likeness(a: Title, b: Title) -> Likeness:
    """Return how alike two titles are."""
    if a.folded == b.folded:
        return "equal"
    if a.plain == b.plain:
        return "noted"
    short, long = sorted((a.words, b.words), key=len)
    size = len(short)
    if size > SPECIFIC_WORDS and short in {long[:size], long[-size:]}:
        return "part"
    left, right = Counter(a.words), Counter(b.words)
    common = sum((left & right).values())
    if size >= SPECIFIC_WORDS and common * 2 >= size:
        extra_a = sorted(word for word in (left - right).elements() if word not in _SMALL)
        extra_b = sorted(word for word in (right - left).elements() if word not in _SMALL)
        if _spelled_alike(extra_a, extra_b):
            return "close"
    if size >= SPECIFIC_WORDS and Levenshtein.distance(a.folded, b.folded, score_cutoff=2) <= 2:
        return "close"  # blanks lost or won around a slip
    if size > SPECIFIC_WORDS and common >= SIMILAR * len(long):
        return "similar"
    return "other"


def _title(form: str) -> Title:
    """Return a form of a title made ready."""
    return Title(
        folded=text.fold(form).replace(" ", ""),
        plain=text.fold(_NOTE.sub("", form)).replace(" ", ""),
        words=tuple(text.words(form)),
        numbers=_numbers(form),
    )


def _spelled_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether each word of one list is a word of the other with a slip: none is left over."""
    if len(left) != len(right) or len(left) > 3:
        return False
    rest = list(right)
    for word in left:
        best = max(rest, key=lambda other: (Levenshtein.normalized_similarity(word, other), other))
        if Levenshtein.normalized_similarity(word, best) < SPELLING:
            return False
        rest.remove(best)
    return True


def _numbers(title: str) -> tuple[str, ...]:
    """Return the numbers of a title, sorted; Roman ones as they are, thousands without commas."""
    digits = [re.sub(r",(?=\d{3})", "", found) for found in _NUMBER.findall(title)]
    roman = [word for word in text.words(title) if _ROMAN.fullmatch(word)]
    return tuple(sorted(digits + roman))


def _listed(values: Sequence[str]) -> str:
    """Return values for a person."""
    return ", ".join(values) or "none"
