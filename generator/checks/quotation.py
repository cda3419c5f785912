"""Whether a summary is in somebody else's words: it is held against the abstracts that are at hand, or their fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.inventory import State
from generator.model import Paper
from generator.text import fingerprints, folding

RUN = 12  # words in a row: titles and the phrases of a field are shorter
SHARE = 0.75  # of the summary's words that stand in the abstract in the same order; a summary of one's own has a third
WORDS = 20  # below, a share says nothing


def copied(state: State, key: str, paper: Paper) -> str:
    """Return the first words of the summary that stand in an abstract of this paper; "" where it is its author's own."""
    own = folding.words(paper.summary or "")
    if len(own) < RUN:
        return ""
    hashes = fingerprints.word_hashes(fingerprints.fingerprint(paper.summary or ""))
    for other in _abstracts(state, key, paper):
        runs = set(_runs(other))
        if (start := next((at for at, run in enumerate(_runs(hashes)) if run in runs), None)) is not None:
            return " ".join(own[start : start + RUN])
        if len(hashes) >= WORDS and fingerprints.compare(hashes, other).words >= SHARE * len(hashes):
            return " ".join(own[:RUN]) + " …"
    return ""


def _abstracts(state: State, key: str, paper: Paper) -> Iterator[Sequence[int]]:
    """Yield the words of the paper's abstracts as numbers: the file's own, and those that sources printed."""
    if paper.abstract:
        yield fingerprints.word_hashes(fingerprints.fingerprint(paper.abstract))
    yield from state.printed.get(key, ())


def _runs(words: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)
