"""Fingerprints of abstracts: enough of a text to know it again, too little to read it; and how much two of them share."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import LCSseq

from generator.text.folding import words

SAME_SHARE = 0.90  # from this share of the shorter text's words on, two texts are the same (measured, DESIGN.md)
ASK_SHARE = 0.40  # from this share on, a person is asked
MATCHED_WORDS = 40  # some 250 characters: in shorter texts, stock phrases agree by chance
LEAD = 0.10  # by which the best paper must beat the second best
RUN = 3  # words in a shingle: 36 bits, so that two texts hardly ever share one by chance
SAMPLE = 4  # every fourth shingle (by its value) is indexed: a quarter of the memory, and 10 of 40 words are left
COMMON = 50  # a shingle in more texts than this is a phrase of the field and finds nothing
CANDIDATES = 12  # the texts that share most shingles; these are compared in full
LONGEST = 20_000  # characters of an abstract that count: comparing costs the product of the lengths
_PREFIX = re.compile(r"^\W*abstract\b\W*", re.IGNORECASE)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = {character: value for value, character in enumerate(_ALPHABET)}


def fingerprint(abstract: str) -> str:
    """Return two base64url characters for each word, in order; "" for an empty abstract.

    A word's 12 bits are a hash that is the same on every machine. Some 30 English words share each value, so the text
    cannot be read back. Ledgers keep it in the field ``sketch``. Text beyond ``LONGEST`` characters is left out: no
    abstract is that long.
    """
    return "".join(map(_hash, words(without_prefix(abstract[:LONGEST]))))


def word_hashes(fingerprint: str) -> list[int]:
    """Return a fingerprint's numbers (0–4095), one for each word; ValueError where it is not a fingerprint."""
    try:
        pairs = zip(fingerprint[::2], fingerprint[1::2], strict=True)
        return [_DIGITS[high] << 6 | _DIGITS[low] for high, low in pairs]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} cannot be part of a fingerprint") from error


def without_prefix(abstract: str) -> str:
    """Return the abstract without a leading "Abstract:"."""
    return _PREFIX.sub("", abstract)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> str:
    """Return two base64url characters, 12 bits of the word's hash."""
    return urlsafe_b64encode(blake2b(word.encode(), digest_size=3).digest())[:2].decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """What two texts share: the number of ``words`` in the same order, and their ``share`` (0–1) of the shorter text."""

    words: int
    share: float

    @property
    def same(self) -> bool:
        """Whether the texts are the same, as far as the two alone can show."""
        return self.share >= SAME_SHARE and self.words >= MATCHED_WORDS

    def __str__(self) -> str:
        """Return the evidence as a person reads it."""
        return f"{self.words} words of the abstract in common ({self.share:.0%} of the shorter text)"


def characters(fingerprint: str) -> str:
    """Return one character for each word, by its hash: the form in which texts are compared fastest."""
    return "".join(map(chr, word_hashes(fingerprint)))


def compare(a: str, b: str) -> Overlap:
    """Return the longest common subsequence of two texts (see ``characters``), over the shorter one: a listing may cut one."""
    if not a or not b:
        return Overlap(words=0, share=0.0)
    common = int(LCSseq.similarity(a, b))
    return Overlap(words=common, share=common / min(len(a), len(b)))


class Index:
    """Texts by their shingles: finds the texts that may be the same without comparing all with all."""

    def __init__(self, fingerprints: Iterable[str]) -> None:
        """Index the fingerprints; an empty one keeps its number and is never found."""
        self.texts = list(map(characters, fingerprints))
        self._shingles = list(map(_shingles, self.texts))
        self._texts_with: dict[int, list[int]] = {}
        for number, shingles in enumerate(self._shingles):
            for shingle in shingles:
                self._texts_with.setdefault(shingle, []).append(number)
        self._near: dict[int, list[tuple[int, Overlap]]] = {}

    def near(self, number: int) -> list[tuple[int, Overlap]]:
        """Return the likeliest few texts that share shingles with text ``number``, in order of their numbers."""
        if number not in self._near:
            found = self._likeliest(self.texts[number], self._shingles[number], CANDIDATES + 1)
            self._near[number] = [one for one in found if one[0] != number][:CANDIDATES]
        return self._near[number]

    def near_text(self, text: str, limit: int = CANDIDATES) -> list[tuple[int, Overlap]]:
        """Return the likeliest ``limit`` texts that share shingles with any text (see ``characters``), in order of their numbers."""
        return self._likeliest(text, _shingles(text), limit)

    def _likeliest(self, text: str, shingles: set[int], limit: int) -> list[tuple[int, Overlap]]:
        counts: Counter[int] = Counter()
        for shingle in shingles:
            found = self._texts_with.get(shingle, [])
            if len(found) <= COMMON:
                counts.update(found)
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]  # of equals, the lower number
        return [(other, compare(text, self.texts[other])) for other, _ in sorted(ranked)]


def _shingles(text: str) -> set[int]:
    """Return a sample of the runs of ``RUN`` words of a text, each as one number."""
    codes = list(map(ord, text))
    runs = zip(*(codes[start:] for start in range(RUN)), strict=False)
    return {value for a, b, c in runs if (value := (a << 24 | b << 12 | c) * 0x9E3779B1 >> 7) % SAMPLE == 0}
