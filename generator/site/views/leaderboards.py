"""Groups scores into leaderboards: one benchmark, metric and setting each. Gains, ratios and counts are in none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model import Direction, Paper, Result
from generator.text import benchmarks
from generator.text.benchmarks import Triple
from generator.text.keys import make_key
from generator.text.maths import plain

ONE_PAGE = 200  # results on one page; if there are more, each leaderboard has its own page
PATH = "results"
ALONE = "alone"  # the page of scores that only one paper reports
APART: dict[Literal["gain", "ratio", "count"], str] = {"gain": "gains", "ratio": "ratios", "count": "counts"}
_TAKEN = {"top", ALONE, *APART.values()}  # other pages and anchors
_NO_PATH = ""
_ENDS = re.compile(r"[:：\s]+|[-–—]\s|\s[-–—]")  # a key would end here


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The scores with one benchmark, metric and setting, in the order of the papers; each name as spelled most often.

    ``path`` is empty if only one paper has such scores: then there is no leaderboard. ``better`` is empty if they disagree.
    """

    benchmark: str
    metric: str
    setting: str
    better: Direction | Literal[""]
    key: str
    path: str
    figures: tuple[tuple[str, Result], ...]  # the key of a paper, and its result


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[Triple, Board]:
    """Return the boards, sorted by their folded names. ``keys`` gives the order of the papers."""
    found: dict[Triple, list[tuple[str, Result]]] = {}
    for key in keys:
        for result in papers[key].results:
            if result.kind == "score":
                found.setdefault(benchmarks.triple(result), []).append((key, result))
    mark = "/" if sum(len(papers[key].results) for key in keys) > ONE_PAGE else "#"
    boards, taken = {}, set(_TAKEN)
    for folded in sorted(found):
        figures = found[folded]
        benchmark, metric, setting = (
            _usual(getattr(result, name) for _, result in figures) for name in ("benchmark", "metric", "setting")
        )
        key = _free(f"{benchmark} {metric} {setting}", taken)
        taken.add(key)
        shared = len({paper for paper, _ in figures}) > 1
        boards[folded] = Board(
            benchmark=benchmark,
            metric=metric,
            setting=setting,
            better=benchmarks.direction(result for _, result in figures),
            key=key,
            path=f"{PATH}{mark}{key}" if shared else _NO_PATH,
            figures=tuple(figures),
        )
    return boards


def path_of(boards: Mapping[Triple, Board], result: Result) -> str:
    """Return the site path of the leaderboard that a result is on; "" if it is on none."""
    return boards[benchmarks.triple(result)].path if result.kind == "score" else _NO_PATH


def _usual(names: Iterable[str | None]) -> str:
    """Return the most frequent spelling of a name."""
    spelled = Counter(name or "" for name in names)
    return min(spelled, key=lambda name: (-spelled[name], name))


def _free(name: str, taken: set[str]) -> str:
    """Return a key for an address that no other board has."""
    stem = make_key(_ENDS.sub(" ", plain(name)))
    stem = f"benchmark-{stem}" if stem.isdigit() else stem or "benchmark"  # results/2 is the second page of results
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}-{count}"
    return key
