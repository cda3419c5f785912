"""Sketches of abstracts compared: which texts may be one, and how many words they share in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from generator.text.folding import unsketch

SAME_SHARE = 0.90  # from this share of the shorter text's words on, two texts are one
ASK_SHARE = 0.40  # from this share on, a person is asked
MATCHED_WORDS = 40  # some 250 characters: below, template sentences agree by chance
LEAD = 0.10  # by which the best must beat the second best paper
RUN = 3  # words in a shingle: 36 bits, so that two texts hardly share one by chance
SAMPLE = 4  # every fourth shingle (by its value) is indexed: a quarter of the memory, and 10 are left of 40 words
COMMON = 50  # a shingle in more texts than this is a phrase of the field and finds nothing
CANDIDATES = 12  # best candidates by shared shingles that are compared in full


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


def compare(a: Sequence[int], b: Sequence[int]) -> Overlap:
    """Return the longest common subsequence of words, over the shorter text's words (a listing may cut a text)."""
    if not a or not b:
        return NOTHING
    words = int(LCSseq.similarity(a, b))
    return Overlap(words=words, share=words / min(len(a), len(b)))


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


def _shingles(text: Sequence[int]) -> set[int]:
    """Return the sampled runs of words of a text, each as one number."""
    runs = zip(*(text[start:] for start in range(RUN)), strict=False)
    return {value for a, b, c in runs if (value := (a << 24 | b << 12 | c) * 0x9E3779B1 >> 7) % SAMPLE == 0}
