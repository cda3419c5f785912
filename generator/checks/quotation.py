"""Finds summaries copied from an abstract: compares them with the abstracts in the files, or their fingerprints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.checks.inventory import State
from generator.model import Paper
from generator.text import fingerprints, folding

RUN = 12  # consecutive words: titles and set phrases are shorter
SHARE = 0.75  # of the summary's words found in the abstract in the same order; an original summary has about a third
WORDS = 20  # in a shorter summary, a share means nothing


def copied(state: State, key: str, paper: Paper) -> str:
    """Return the first words of the summary that an abstract of this paper contains; "" if it is original."""
    printed = state.printed.get(key, ())
    return (
        _copied(paper.summary, paper.abstract or "", tuple(printed))
        if paper.summary and (paper.abstract or printed)
        else ""
    )


@lru_cache(maxsize=1 << 17)
def _copied(summary: str, abstract: str, printed: tuple[str, ...]) -> str:
    own = folding.words(summary)
    if len(own) < RUN:
        return ""
    hashes = fingerprints.characters(fingerprints.fingerprint(summary))
    for other in _abstracts(abstract, printed):
        runs = set(_runs(other))
        if (start := next((at for at, run in enumerate(_runs(hashes)) if run in runs), None)) is not None:
            return " ".join(own[start : start + RUN])
        if len(hashes) >= WORDS and fingerprints.compare(hashes, other).words >= SHARE * len(hashes):
            return " ".join(own[:RUN]) + " …"
    return ""


def _abstracts(abstract: str, printed: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of a paper's abstracts, a character each: the one in its file, and those that sources printed."""
    if abstract:
        yield fingerprints.characters(fingerprints.fingerprint(abstract))
    yield from printed


def _runs(words: str) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)
