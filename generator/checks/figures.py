"""Checks results: repeated ones, scores that look like gains, ratios or counts, leaderboards that do not fit together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.checks.inventory import State, once_a_paper
from generator.model import Paper, Result
from generator.problems import Problem
from generator.text import benchmarks

_COMPARED = r"(?:faster|slower|higher|lower|larger|smaller|bigger|more|less|fewer|better|worse|cheaper|shorter|longer)"
_TIMES = re.compile(rf"-?\s?(?:x|×|times|fold)(?:\s+{_COMPARED})?")
_CHANGE = re.compile(rf"(?:%|percent|points?|pp)\s+(?:{_COMPARED}|gain|improvement|increase|reduction|decrease)")
_THINGS = re.compile(r"(?:.*\s)?(?:tasks?|datasets?|benchmarks?|languages?|param(?:eter)?s|[gt]pus?)")
_SPEEDUP = re.compile(r"\bspeed(?:-|\s)?ups?\b")
_GAIN = re.compile(
    r"\bgains?\s+from\b|\b(?:gain|improvement|increase|boost|reduction)s?\s+(?:over|compared|relative\s+to|against|versus|vs)\b"
    r"|^(?:absolute\s|relative\s|average\s)?(?:gain|improvement|increase|reduction)s?$"
)
_NOTE = re.compile(r"(?:(?:accuracy|absolute|relative)\s+)*gains?(?:\s+over\b|\s*[;,]|$)")
_LOWER = re.compile(
    r"(?:.*\s)?(?:error|loss|perplexity|error\srate)|[wctd]er|eer|ppl|fid|fvd|fad|lpips|nll|[rn]?mse|r?mae|mape|bp[bcd]"
    r"|bits\sper\s(?:byte|character|dim(?:ension)?)"
)
_NAMED = {
    "gain": "a gain over another model",
    "ratio": "a ratio, such as a speedup",
    "count": "a count of things",
}


def of_results(state: State) -> Iterator[Problem]:
    """Yield what is wrong with results, mostly scores: each by itself, then beside those of other papers."""
    boards: dict[benchmarks.Triple, list[tuple[str, int, Result]]] = {}
    for key, paper in state.papers.items():
        if paper.results:
            doubts, scores = _alone(paper)
            for number, field, code, message, hint in doubts:
                yield _warning(state, (key, number, field), code, message, hint)
            for number, board in scores:
                boards.setdefault(board, []).append((key, number, paper.results[number]))
    for figures in boards.values():
        yield from _directions(state, figures)
        yield from _units(state, figures)


@once_a_paper
def _alone(paper: Paper) -> tuple[list[tuple[int, str, str, str, str]], list[tuple[int, benchmarks.Triple]]]:
    """Return what is wrong with each result by itself (number, field, code, message, hint), and the boards of the scores."""
    doubts, scores = [], []
    for number, result in enumerate(paper.results):
        if {"benchmark", "value"} <= result.model_fields_set and result in paper.results[:number]:
            message = f"this result is number {paper.results.index(result) + 1} of the list already"
            hint = "delete one of the two, or say in setting or note how they differ"
            doubts.append((number, "benchmark", "result.twice", message, hint))
            continue
        if result.kind != "score" or not {"benchmark", "value"} <= result.model_fields_set:  # in a faulty file
            continue
        if found := _kind(result):
            field, kind = found
            message = f"“{_short(getattr(result, field))}” looks like {_NAMED[kind]}, but this result is a score"
            hint = f"write kind: {kind}; scores are ranked in leaderboards, gains, ratios and counts never"
            doubts.append((number, field, "result.kind", message, hint))
            continue
        if result.better == "higher" and (field := _lower(result)):
            message = f"of “{_short(getattr(result, field))}”, lower is usually better, but this result says higher"
            hint = "write better: lower; without that line, higher is better"
            doubts.append((number, field, "result.better", message, hint))
        scores.append((number, benchmarks.triple(result)))
    return doubts, scores


def _warning(state: State, at: tuple[str, int, str], code: str, message: str, hint: str) -> Problem:
    """Return a problem with a field of a paper's result."""
    key, number, field = at
    return state.problem(state.file(key), ("results", number, field), code, message, hint, severity="warning")


def _lower(result: Result) -> str:
    """Return the field that names something of which lower is usually better; "" if none does."""
    fields = ("metric", "unit")
    return next((field for field in fields if _LOWER.fullmatch((getattr(result, field) or "").casefold())), "")


def _kind(result: Result) -> tuple[str, str] | None:
    """Return the field that shows that a score is none, and what it is; None where one would have to guess."""
    unit, metric, benchmark = ((text or "").casefold() for text in (result.unit, result.metric, result.benchmark))
    if _TIMES.fullmatch(unit):
        return "unit", "ratio"
    if _CHANGE.fullmatch(unit):
        return "unit", "gain"
    for field, text in (("metric", metric), ("benchmark", benchmark)):
        if _SPEEDUP.search(text):
            return field, "ratio"
        if _GAIN.search(text):
            return field, "gain"
    whole = float(result.value).is_integer()
    if not metric and _THINGS.fullmatch(unit) and (whole or "param" in unit):
        return "unit", "count"
    if _NOTE.match((result.note or "").casefold()):
        return "note", "gain"
    return None


def _directions(state: State, figures: Sequence[tuple[str, int, Result]]) -> Iterator[Problem]:
    """Yield the results of a leaderboard that say the opposite of the most others; of two, the one without the line."""
    said = Counter(result.better for _, _, result in figures)
    if len(said) == 1:
        return
    usual = max(said, key=lambda better: (said[better], better == "lower"))
    other = next(key for key, _, result in figures if result.better == usual)
    for key, number, result in figures:
        if result.better != usual and not (usual == "lower" and _lower(result)):  # or it is already reported
            message = f"for {_named(result)}, this result says that {result.better} is better, but {other} says {usual}"
            hint = f"write better: {usual}, or correct the other; until then this leaderboard is not ranked"
            yield _warning(state, (key, number, "better"), "result.directions", message, hint)


def _units(state: State, figures: Sequence[tuple[str, int, Result]]) -> Iterator[Problem]:
    """Yield the results of a leaderboard that are in another unit than the most others."""
    groups = benchmarks.units([result for _, _, result in figures])
    if len(groups) == 1 or len({key for key, _, _ in figures}) == 1:
        return
    usual = max(groups.values(), key=lambda places: (len(places), -places[0]))
    key, _, first = figures[usual[0]]
    for other, number, result in (
        figures[place] for places in groups.values() if places is not usual for place in places
    ):
        message = f"for {_named(result)}, this score is {_unit(result)}, but that of {key} is {_unit(first)}"
        hint = "write all in one unit, such as 90.6 and '%'; until then they are in tables of their own"
        yield _warning(state, (other, number, "unit" if result.unit else "value"), "result.units", message, hint)


def _named(result: Result) -> str:
    return ", ".join(map(_short, filter(None, (result.benchmark, result.metric, result.setting))))


def _unit(result: Result) -> str:
    return f"in “{_short(result.unit)}”" if result.unit else "without a unit"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
