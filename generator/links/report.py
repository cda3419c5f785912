"""Reports the results of a link check: problems with positions, sections for an issue, and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, get_args

from generator.links.checker import Checked, Report
from generator.links.memory import Answer, Verdict
from generator.problems import Problem
from generator.text.sections import Line, Section, Value, line

_TITLES = {
    "gone": "Gone",
    "moved": "Moved permanently",
    "error": "Temporary errors",
    "slow": "Slow",
    "refused": "Private addresses",
    "blocked": "Blocked to programs",
    "unchecked": "Not checked",
}
_HINTS = {
    "error": "it may come back: check again in a few days",
    "slow": "open it in a browser; if it is too slow to be useful, remove it",
    "refused": "readers outside this network cannot open it: link to a public address",
    "blocked": "not dead: the host refuses programs; open it in a browser if in doubt",
    "unchecked": "run shelf links again: answers so far are kept, and these links come next",
}


def lead(report: Report) -> Line:
    """Return the summary line with all counts."""
    counts = _counts(report)
    remembered = sum(one.remembered for one in report.checked)
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    words = f"{len(report.checked)} link{'' if len(report.checked) == 1 else 's'}" + (f": {said}" if said else "")
    return line(f"{words}; {remembered} answers from an earlier run" if remembered else words)


def problems(report: Report) -> list[Problem]:
    """Return a problem for each position of each bad link, in order; only "gone" is an error."""
    found = list(report.faults)
    for one in report.checked:
        verdict = one.answer.verdict
        for place in one.link.places:
            # The file holds the identifier, not its page's address, so there is nothing to update.
            if verdict == "ok" or (verdict == "moved" and place.kind == "identifier"):
                continue
            found.append(
                Problem(
                    path=place.path,
                    line=place.line,
                    column=place.column,
                    code=f"link.{verdict}",
                    message=f"{one.link.url} {_said(one.answer)}",
                    hint=_hint(one, made=place.kind == "identifier"),
                    severity="error" if verdict == "gone" else "warning",
                )
            )
    return sorted(found)


def sections(report: Report) -> list[Section]:
    """Return the bad links by verdict, the worst first."""
    grouped: dict[str, list[Line]] = {}
    for one in report.checked:
        if one.answer.verdict != "ok" and not (one.answer.verdict == "moved" and one.link.made):
            grouped.setdefault(one.answer.verdict, []).extend(_lines(one))
    made = [("Cannot be read", [line(Value(str(fault))) for fault in report.faults])]
    made += [(title, grouped.get(verdict, [])) for verdict, title in _TITLES.items()]
    return [
        Section(title=f"{title} ({sum(not one.inner for one in lines)})", lines=tuple(lines))
        for title, lines in made
        if lines
    ]


def as_json(report: Report) -> dict[str, Any]:
    """Return the one object that ``--json`` prints."""
    return {
        "counts": {"links": len(report.checked), **_counts(report)},
        "links": [
            {
                "url": one.link.url,
                **asdict(one.answer),
                "asked": one.answer.asked.isoformat(),
                "since": one.answer.since and one.answer.since.isoformat(),
                "remembered": one.remembered,
                "places": [asdict(place) for place in one.link.places],
            }
            for one in report.checked
        ],
        "problems": [one.as_json() for one in problems(report)],
    }


def _counts(report: Report) -> dict[str, int]:
    counts = Counter(one.answer.verdict for one in report.checked)
    return {verdict: counts[verdict] for verdict in get_args(Verdict)}


def _lines(one: Checked) -> Iterator[Line]:
    yield line(Value(one.link.url), " ", Value(_said(one.answer)))
    yield line("hint: ", Value(_hint(one, made=one.link.made)), inner=True)
    for place in one.link.places:
        yield line("at ", Value(f"{place.path}:{place.line}:{place.column}"), inner=True)


def _said(answer: Answer) -> str:
    if answer.verdict == "moved":
        return f"has moved to {answer.to}"
    note = answer.note or {"gone": "is gone", "blocked": "refuses our request", "slow": "is slow"}.get(
        answer.verdict, "fails"
    )
    return f"{note} ({answer.status})" if answer.status else note


def _hint(one: Checked, *, made: bool) -> str:
    if one.answer.verdict == "moved":
        return f"change it to {one.answer.to}"
    if one.answer.verdict == "gone" and made:
        return "look the identifier up again"
    if one.answer.verdict == "gone":
        return f"look for a copy at https://web.archive.org/web/*/{one.link.url}, or remove the link"
    return _HINTS[one.answer.verdict]
