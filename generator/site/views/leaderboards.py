"""Which papers were measured on the same benchmark: results gathered by the benchmark's name, whatever its case and hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Paper, Result
from generator.text import folding
from generator.text.keys import make_key

TOGETHER = 400  # figures on one page; with more, each benchmark has a page
_NO_PATH = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A benchmark with its figures, in the order of the papers. ``path`` is empty where one paper alone was measured on it."""

    name: str  # as spelled most often
    key: str
    path: str
    figures: tuple[tuple[str, Result], ...]  # a paper's key, and what it states


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[str, Board]:
    """Return the board of each benchmark, by the folded name, in the order of names. ``keys`` gives the papers' order."""
    found: dict[str, list[tuple[str, Result]]] = {}
    for key in keys:
        for result in papers[key].results:
            found.setdefault(fold(result.benchmark), []).append((key, result))
    apart = sum(map(len, found.values())) > TOGETHER
    boards, taken = {}, set()
    for folded in sorted(found):
        figures = found[folded]
        spelled = Counter(result.benchmark for _, result in figures)
        name = min(spelled, key=lambda one, spelled=spelled: (-spelled[one], one))  # type: ignore[misc]
        stem = make_key(name) or "benchmark"
        key, count = stem, 1
        while key in taken:
            count += 1
            key = f"{stem}-{count}"
        taken.add(key)
        shared = len({paper for paper, _ in figures}) > 1
        path = (f"results/{key}" if apart else f"results#{key}") if shared else _NO_PATH
        boards[folded] = Board(name=name, key=key, path=path, figures=tuple(figures))
    return boards


def fold(name: str) -> str:
    """Return a benchmark's name for comparison: ``COCO (FID)`` is ``coco fid`` is ``Coco-FID``."""
    return re.sub(r"\s+", "", folding.fold(name)) or name


def apart(boards: Mapping[str, Board]) -> bool:
    """Whether there are so many figures that each benchmark has a page of its own."""
    return any("/" in board.path for board in boards.values())
