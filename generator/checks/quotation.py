"""Finds summaries copied from an abstract: compares them with the abstracts in the files, or their fingerprints."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.inventory import State
from generator.model import Paper
from generator.text import fingerprints, folding

RUN = 12  # consecutive words: titles and set phrases are shorter
SHARE = 0.75  # of the summary's words found in the abstract in the same order; an original summary has about a third
WORDS = 20  # in a shorter summary, a share means nothing


def copied(state: State, key: str, paper: Paper) -> str:
    """Return the first words of the summary that an abstract of this paper contains; "" if it is original."""
    own = folding.words(paper.summary or "")
    if len(own) < RUN:
        return ""
    hashes = fingerprints.characters(fingerprints.fingerprint(paper.summary or ""))
    for other in _abstracts(state, key, paper):
        runs = set(_runs(other))
        if (start := next((at for at, run in enumerate(_runs(hashes)) if run in runs), None)) is not None:
            return " ".join(own[start : start + RUN])
        if len(hashes) >= WORDS and fingerprints.compare(hashes, other).words >= SHARE * len(hashes):
            return " ".join(own[:RUN]) + " …"
    return ""


def _abstracts(state: State, key: str, paper: Paper) -> Iterator[str]:
    """Yield the words of the paper's abstracts, a character each: the one in its file, and those that sources printed."""
    if paper.abstract:
        yield fingerprints.characters(fingerprints.fingerprint(paper.abstract))
    yield from state.printed.get(key, ())


def _runs(words: str) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)
