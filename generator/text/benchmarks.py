"""Results compared: which are on one leaderboard (benchmark, metric and setting), in one unit, and what is better there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from generator.model import Direction, Result
from generator.text import invisible
from generator.text.maths import plain

_ACCENT = re.compile("[\u0300-\u036f]+")
_BLANK = re.compile(r"[\s()\[\]]+")
_HYPHEN = re.compile(r"(?<=\w)[-_\u2010-\u2015]+(?=\w)")  # a minus or a plus sign says something else
_PERCENT = {"%", "percent", "pct"}

Triple = tuple[str, str, str]  # benchmark, metric and setting, as folded


def fold(name: str) -> str:
    """Return a name in the form used for comparison: ``COCO (FID)``, ``coco fid`` and ``Coco-FID`` are equal.

    Other signs count: HumanEval and HumanEval+ are two benchmarks, as are SQuAD 1.1 and SQuAD 11.
    """
    text = unicodedata.normalize("NFKD", plain(invisible.without(name))).casefold()
    text = unicodedata.normalize("NFC", _ACCENT.sub("", text))
    return _HYPHEN.sub("", _BLANK.sub("", _HYPHEN.sub("", text))) or name


def triple(result: Result) -> Triple:
    """Return what decides on which leaderboard a score is."""
    return fold(result.benchmark), fold(result.metric or ""), fold(result.setting or "")


def direction(results: Iterable[Result]) -> Direction | Literal[""]:
    """Return what is better by the results; "" if they disagree."""
    found = {result.better for result in results}
    return found.pop() if len(found) == 1 else ""


def units(results: Sequence[Result]) -> dict[str, list[int]]:
    """Return the positions of the results by folded unit: figures in one unit can be compared.

    A unit that repeats the metric is none. Figures without a unit are percentages beside percentages, unless one of them
    is at most 1, so that it may be a fraction.
    """
    found: dict[str, list[int]] = {}
    for place, result in enumerate(results):
        unit = fold(result.unit or "")
        unit = "%" if unit in _PERCENT else "" if unit == fold(result.metric or "") else unit
        found.setdefault(unit, []).append(place)
    if "%" in found and "" in found and all(abs(results[place].value) > 1 for place in found[""]):
        found["%"] = sorted([*found["%"], *found.pop("")])
    return found
