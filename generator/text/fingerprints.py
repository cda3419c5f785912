"""Fingerprints of abstracts: enough of a text to know it again, too little to read it; and how much two of them share."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from rapidfuzz.distance import LCSseq

from generator.text.folding import words

SAME_SHARE = 0.90  # from this share of the shorter text's words on, two texts are the same (measured, DESIGN.md)
ASK_SHARE = 0.40  # from this share on, a person is asked
MATCHED_WORDS = 40  # some 250 characters: in shorter texts, stock phrases agree by chance
LEAD = 0.10  # by which the best paper must beat the second best
RUN = 3  # words in a phrase: 36 bits, so that two texts hardly ever share one by chance
SAMPLE = 4  # every fourth phrase (by its value) is indexed: a quarter of the memory, and 10 of 40 words are left
COMMON = 50  # a phrase in more texts than this is one of the field and finds nothing
CANDIDATES = 12  # the texts that share most phrases; these are compared in full
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
    """Texts by their phrases: finds the texts that may be the same without comparing all with all.

    Only the phrases of texts that are looked up are indexed, and only texts that may be among the likeliest are read.
    """

    def __init__(
        self,
        phrases: Sequence[Iterable[int]],
        text: Callable[[int], str],
        order: Callable[[int], Any] = lambda one: one,
    ) -> None:
        """Index texts by number: ``phrases`` of each, and its ``text`` (see ``characters``); of equals, the first by ``order``."""
        self._phrases = phrases
        self._text = text
        self._order = order
        self._texts_with: dict[int, list[int]] = {}
        self._near: dict[int, list[tuple[int, Overlap]]] = {}

    def look_up(self, numbers: Iterable[int]) -> None:
        """Index the phrases of some texts, all at once, before asking for each of them."""
        wanted = {phrase for number in numbers for phrase in self._phrases[number]} - self._texts_with.keys()
        self._texts_with |= sharing(self._phrases, wanted)

    def near(self, number: int) -> list[tuple[int, Overlap]]:
        """Return the likeliest few texts that share phrases with text ``number``, in order."""
        if number not in self._near:
            text = self._text(number)
            found = self._likeliest(self._counts(self._phrases[number]), CANDIDATES + 1)
            others = [other for other in sorted(found, key=self._order) if other != number][:CANDIDATES]
            self._near[number] = [(other, compare(text, self._text(other))) for other in others]
        return self._near[number]

    def near_text(self, text: str, limit: int = CANDIDATES) -> list[tuple[int, Overlap]]:
        """Return the likeliest ``limit`` texts that share phrases with any text, in order."""
        found = self._likeliest(self._counts(phrases(text)), limit)
        return [(other, compare(text, self._text(other))) for other in sorted(found, key=self._order)]

    def sharing(self, number: int) -> set[int]:
        """Return the texts that share a phrase with text ``number``, itself included."""
        return set(self._counts(self._phrases[number]))

    def likely(self, number: int) -> list[int]:
        """Return the texts that may be near text ``number``: all that share as many phrases as the last of the likeliest."""
        ranked = self._counts(self._phrases[number]).most_common()
        return [other for other, count in ranked if len(ranked) <= CANDIDATES or count >= ranked[CANDIDATES][1]]

    def _counts(self, phrases: Iterable[int]) -> Counter[int]:
        counts: Counter[int] = Counter()
        wanted = set(phrases)
        if not wanted <= self._texts_with.keys():
            self._texts_with |= sharing(self._phrases, wanted - self._texts_with.keys())
        for phrase in wanted:
            found = self._texts_with[phrase]
            if len(found) <= COMMON:
                counts.update(found)
        return counts

    def _likeliest(self, counts: Counter[int], limit: int) -> list[int]:
        ranked = counts.most_common()
        if len(ranked) <= limit:
            return [other for other, _ in ranked]
        last = ranked[limit - 1][1]
        ahead = [other for other, count in ranked if count > last]
        tied = sorted((other for other, count in ranked if count == last), key=self._order)
        return ahead + tied[: limit - len(ahead)]


def sharing(parts: Sequence[Iterable[int]], wanted: set[int]) -> dict[int, list[int]]:
    """Return the numbers of the parts that contain each value ``wanted``, in order."""
    found: dict[int, list[int]] = {value: [] for value in wanted}
    for number, part in enumerate(parts):
        if not wanted.isdisjoint(part):
            for value in wanted.intersection(part):
                found[value].append(number)
    return found


def phrases(text: str) -> set[int]:
    """Return a sample of the runs of ``RUN`` words of a text, each as one number."""
    codes = list(map(ord, text))
    runs = zip(*(codes[start:] for start in range(RUN)), strict=False)
    return {value for a, b, c in runs if (value := (a << 24 | b << 12 | c) * 0x9E3779B1 >> 7) % SAMPLE == 0}
