"""Checks of the reading paths: each step names a paper of the shelf, by its present key, and no paper twice."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.inventory import State
from generator.checks.retracted_references import unsound
from generator.problems import Problem


def check(state: State) -> Iterator[Problem]:
    """Yield the steps that lead to no paper, to one that was renamed, retracted or withdrawn, or to one that an earlier step has."""
    for key, path in state.paths.items():
        file = state.root / "paths" / f"{key}.yml"
        seen: dict[str, int] = {}
        for number, step in enumerate(path.steps):
            name, at = step.paper, ("steps", number, "paper")
            if not name:
                continue  # already reported
            paper = state.former.get(name, name)
            if paper not in state.keys:
                yield state.unknown(file, at, "ref.paper", name, allowed=state.keys)
                continue
            if paper in seen:
                message = f"{paper} is step {seen[paper]} already"
                yield state.problem(file, at, "ref.twice", message, "delete one of the two steps", severity="warning")
            elif paper != name:
                message = f"{name} was renamed, and the step shows {paper}"
                yield state.problem(file, at, "ref.renamed", message, f"write {paper}", severity="warning")
            seen.setdefault(paper, number + 1)
            yield from unsound(state, file, at, paper, step.why)
