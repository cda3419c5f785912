"""Checks the rejections in decisions.yml: each names a paper that can be recognised, and that is not on the shelf."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.inventory import State
from generator.problems import Problem
from generator.text import paper_names


def rejections(state: State) -> Iterator[Problem]:
    """Yield references that say nothing of a paper, papers that are rejected twice, and rejected papers that are here."""
    if not state.rejections:
        return
    path = state.root / "decisions.yml"
    here = {name: key for key, paper in state.papers.items() for name in paper_names.of(paper.identifiers)}
    seen: dict[paper_names.Name, int] = {}
    for number, rejection in state.rejections.items():
        for side, reference in enumerate(rejection.reject):
            at = (number, "reject", side) if len(rejection.reject) > 1 else (number, "reject")
            names = paper_names.parse(reference)
            if not names:
                message = f"this names no paper: {reference}"
                hint = "write an identifier, as doi:10.…, arxiv:2107.02137, pmid:12345678 or openalex:W1234567890"
                yield state.problem(path, at, "decision.reference", message, hint)
            if key := next((here[name] for name in names if name in here), None):
                message, hint = f"this paper is rejected, and it is on the shelf as {key}", "delete one of the two"
                yield state.problem(path, at, "decision.rejected-paper", message, hint, severity="warning")
            if any(seen.setdefault(name, number) != number for name in names):
                message, hint = "this paper is rejected twice", "delete one of the two"
                yield state.problem(path, at, "decision.rejected-twice", message, hint, severity="warning")
