"""Checks that no paper builds on a retracted or withdrawn one, and no reading path leads to one, without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.checks.inventory import State
from generator.problems import Problem
from generator.yaml_files import Steps

_SAID = re.compile(r"retract|withdr[ae]w", re.IGNORECASE)


def unsound(state: State, path: Path, at: Steps, key: str, why: str) -> Iterator[Problem]:
    """Yield that the paper named at a place no longer stands, unless ``why`` says so."""
    paper = state.papers.get(key)
    found = next((one for one in paper.status if one.is_off), None) if paper else None
    if found and not _SAID.search(why):
        source = found.notice or f"the status in its file, papers/{key}.yml"
        hint = f"read {source}; delete the line, or say in its why that the paper is {found.kind}"
        yield state.problem(path, at, "ref.retracted", f"{key} is {found.kind}", hint, severity="warning")
