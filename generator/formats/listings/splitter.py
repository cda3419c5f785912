"""Splits a title from the abstract that a listing runs it into, by general features of English.

Each gap between two words of the head is a candidate. A candidate gets the sum of its features' weights: what the
word before it and the words after it look like (function words, capitals, sentence openings, verbs), how long the
title would be, what is said twice, and how well two styles of capitals, one for the title and one for the running
text, explain the whole head. The weights are fitted by ``python -m benchmarks.splitting --fit``. A title that is
known from elsewhere needs no cues.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.formats.listings.cues import Head, folded
from generator.formats.listings.weights import WEIGHTS

HEAD = 64  # words that may be followed by the boundary; the longest titles have about 40
LOOKED_AT = 28  # words after a candidate boundary that are examined
KNOWN_WORDS = 4  # a shorter known title may be a name that begins many titles


def split(text: str, known: Collection[str] = ()) -> tuple[str, str]:
    """Return the title and the abstract of a run; ``known`` holds folded titles (see ``fold_run``).

    A run too short to hold both is a title. Linear in the text.
    """
    tokens = text.split(maxsplit=HEAD + LOOKED_AT + 1)
    if len(tokens) < 2:
        return text.strip(), ""
    end = known_end(tokens, known) if known else 0
    if not end:
        end = best_end(tokens)
    parts = text.split(maxsplit=end)
    return " ".join(parts[:end]), parts[end] if len(parts) > end else ""


def fold_run(text: str) -> str:
    """Return the text folded word by word, as known titles are compared here."""
    return " ".join(word for token in text.split() if (word := folded(token)))


def known_end(tokens: Sequence[str], known: Collection[str]) -> int:
    """Return the length in tokens of the longest known title that a sentence may follow, or 0."""
    found, run = 0, ""
    for place, token in enumerate(tokens[: HEAD + LOOKED_AT]):
        word = folded(token)
        run = f"{run} {word}" if run and word else run or word
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if run in known and run.count(" ") + 1 >= KNOWN_WORDS and word and not following[:1].islower():
            found = place + 1
    return found


def best_end(tokens: Sequence[str]) -> int:
    """Return the length of the title in tokens, by features."""
    scored = [(score(features), -end) for end, features in candidates(tokens)]
    return -max(scored)[1] if scored else len(tokens)


def score(features: dict[str, float]) -> float:
    """Return the sum of the weights; a feature without a weight adds nothing."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())


def candidates(tokens: Sequence[str]) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield each possible boundary (words in the title) with its features."""
    head = Head(tokens[: HEAD + LOOKED_AT])
    for end in range(1, min(HEAD, len(tokens) - 1) + 1):
        if head.possible(end):
            yield end, head.features(end)
