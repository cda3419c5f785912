"""The order of discoveries: with what they are cited, and whether their titles have the words of the shelf's titles.

benchmarks/discover.py measures it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable

from generator.text import folding

STEM = 6  # first letters of a word: whatever its ending is, in any language
PRIOR = 20  # titles
WORDING = 0.25  # of a title's words, beside the ties
_FAR = 0.1  # closeness that hardly counts
_RECOMMENDED = 0.75
_SHORT = 4  # words of a title that says little


def ties(closeness: float, *, is_recommended: bool) -> float:
    """Return how strongly a paper is tied to the shelf; only the order counts.

    ``closeness`` is that of its co-citation with the papers here: a work that is always cited with one of them has 1.
    """
    return math.log(closeness + _FAR) + _RECOMMENDED * is_recommended


def wording(here: Iterable[str], there: Iterable[str]) -> Callable[[str], float]:
    """Return a function that says how much a title's words are those of the titles ``here`` rather than ``there``.

    It adds up, for each word, the logarithm of how much more often the titles here have it. Both sides are taken to have
    ``PRIOR`` more titles with words as they are in all: the fewer there are, the less they say.
    """
    ours, theirs = list(map(_stems, here)), list(map(_stems, there))
    mine, other = (Counter(word for title in titles for word in title) for titles in (ours, theirs))
    both = len(ours) + len(theirs)

    def of(title: str) -> float:
        words = _stems(title)
        odds = 0.0
        for word in sorted(words):
            usual = PRIOR * (mine[word] + other[word] + 0.5) / (both + 1)
            odds += math.log((mine[word] + usual) / (other[word] + usual))
        odds += len(words) * math.log((len(theirs) + PRIOR) / (len(ours) + PRIOR))
        return odds / math.sqrt(max(len(words), _SHORT))

    return of


def _stems(title: str) -> set[str]:
    return {word[:STEM] for word in folding.words(title)}
