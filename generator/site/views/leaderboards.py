"""Groups results by benchmark. Names that differ only in case, spaces or hyphens are one benchmark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Paper, Result
from generator.text import folding
from generator.text.keys import make_key

ONE_PAGE = 400  # results on one page; if there are more, each benchmark has its own page
_NO_PATH = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """A benchmark with its results, in the order of the papers. ``path`` is empty if only one paper has results on it."""

    name: str  # as spelled most often
    key: str
    path: str
    figures: tuple[tuple[str, Result], ...]  # the key of a paper, and its result


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[str, Board]:
    """Return the board of each benchmark by its folded name, sorted by name. ``keys`` gives the order of the papers."""
    found: dict[str, list[tuple[str, Result]]] = {}
    for key in keys:
        for result in papers[key].results:
            found.setdefault(fold(result.benchmark), []).append((key, result))
    separate = sum(map(len, found.values())) > ONE_PAGE
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
        path = (f"results/{key}" if separate else f"results#{key}") if shared else _NO_PATH
        boards[folded] = Board(name=name, key=key, path=path, figures=tuple(figures))
    return boards


def fold(name: str) -> str:
    """Return a benchmark's name in the form used for comparison: ``COCO (FID)``, ``coco fid`` and ``Coco-FID`` are equal."""
    return re.sub(r"\s+", "", folding.fold(name)) or name


def own_pages(boards: Mapping[str, Board]) -> bool:
    """Return whether there are so many results that each benchmark has its own page."""
    return any("/" in board.path for board in boards.values())
