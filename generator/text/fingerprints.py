"""Sketches of abstracts compared: which texts may be one, and how many words they share in order."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import LCSseq

from generator.text.folding import words

SAME_SHARE = 0.90  # from this share of the shorter text's words on, two texts are one
ASK_SHARE = 0.40  # from this share on, a person is asked
MATCHED_WORDS = 40  # some 250 characters: below, template sentences agree by chance
LEAD = 0.10  # by which the best must beat the second best paper
RUN = 3  # words in a shingle: 36 bits, so that two texts hardly share one by chance
SAMPLE = 4  # every fourth shingle (by its value) is indexed: a quarter of the memory, and 10 are left of 40 words
COMMON = 50  # a shingle in more texts than this is a phrase of the field and finds nothing
CANDIDATES = 12  # best candidates by shared shingles that are compared in full
SKETCHED = 20_000  # characters
_ABSTRACT = re.compile(r"^\W*abstract\b\W*", re.IGNORECASE)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = {sign: value for value, sign in enumerate(_ALPHABET)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """What two sketches share: ``words`` in order, and their ``share`` (0–1) of the shorter text."""

    words: int
    share: float

    @property
    def same(self) -> bool:
        """Whether the texts are one, as far as two texts alone can tell."""
        return self.share >= SAME_SHARE and self.words >= MATCHED_WORDS

    def __str__(self) -> str:
        """Return the evidence as a person reads it."""
        return f"{self.words} words of the abstract in common ({self.share:.0%} of the shorter text)"


NOTHING = Overlap(words=0, share=0.0)


class Index:
    """Texts by their shingles: finds which texts may be one, without comparing all with all."""

    def __init__(self, sketches: Iterable[str]) -> None:
        """Index the sketches; "" is kept in its place and never found."""
        self.texts = [unsketch(signs) for signs in sketches]
        self._places: dict[int, list[int]] = {}
        for number, text in enumerate(self.texts):
            for shingle in _shingles(text):
                self._places.setdefault(shingle, []).append(number)

    def near(self, number: int) -> list[tuple[int, Overlap]]:
        """Return the texts that share shingles with text ``number``, the likeliest few, in order of their numbers."""
        return [one for one in self.near_text(self.texts[number], CANDIDATES + 1) if one[0] != number][:CANDIDATES]

    def near_text(self, text: Sequence[int], limit: int = CANDIDATES) -> list[tuple[int, Overlap]]:
        """Return the texts that share shingles with any text, the likeliest ``limit``, in order of their numbers."""
        counts: Counter[int] = Counter()
        for shingle in _shingles(text):
            places = self._places.get(shingle, [])
            if len(places) <= COMMON:
                counts.update(places)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]  # ties go to the lower number
        return [(other, compare(text, self.texts[other])) for other, _ in sorted(ranked)]


def compare(a: Sequence[int], b: Sequence[int]) -> Overlap:
    """Return the longest common subsequence of words, over the shorter text's words (a listing may cut a text)."""
    if not a or not b:
        return NOTHING
    words = int(LCSseq.similarity(a, b))
    return Overlap(words=words, share=words / min(len(a), len(b)))


def _shingles(text: Sequence[int]) -> set[int]:
    """Return the sampled runs of words of a text, each as one number."""
    runs = zip(*(text[start:] for start in range(RUN)), strict=False)
    return {value for a, b, c in runs if (value := (a << 24 | b << 12 | c) * 0x9E3779B1 >> 7) % SAMPLE == 0}


def without_prefix(abstract: str) -> str:
    """Return the abstract without a leading "Abstract:"."""
    return _ABSTRACT.sub("", abstract)


@lru_cache(maxsize=1 << 17)
def _sign(word: str) -> str:
    """Return two base64 characters, 12 bits of a hash that is the same on every machine."""
    return urlsafe_b64encode(blake2b(word.encode(), digest_size=3).digest())[:2].decode()


def sketch(abstract: str) -> str:
    """Return two characters a word, in order: enough to know a text again, too little to read it.

    12 bits a word leave some 30 English words for each value. "" for an empty abstract. What stands beyond
    ``SKETCHED`` characters is left out: no abstract is as long, and comparing costs the product of the lengths.
    """
    return "".join(map(_sign, words(without_prefix(abstract[:SKETCHED]))))


def unsketch(signs: str) -> list[int]:
    """Return a sketch's numbers (0–4095), one a word; ValueError where it is no sketch."""
    try:
        return [_DIGITS[high] << 6 | _DIGITS[low] for high, low in zip(signs[::2], signs[1::2], strict=True)]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} stands in no sketch") from error
