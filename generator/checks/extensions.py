"""Checks that other packages add, with the codes that they explain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as once
from functools import partial

from generator.model import Catalogue
from generator.problems import CODES, GROUPS, Code, Problem
from generator.storage import entry_points
from generator.storage.entry_points import Extension, Extensions

_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A check of the whole shelf. ``codes`` explains each code that its problems have; ``title`` is the heading above them."""

    title: str
    codes: Sequence[Code]
    run: Callable[[Catalogue], Iterable[Problem]]


@once
def installed() -> Extensions[Check]:
    """Return the checks of the group ``reading_shelf.checks``."""
    return entry_points.load("check", Check, _refusal)


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what the checks find, and what is wrong with the checks themselves."""
    yield from installed().problems
    for extension in installed().found:
        explained = {one.code for one in extension.thing.codes}
        foreign: dict[str, None] = {}
        for problem in extension.problems(partial(extension.thing.run, catalogue)):
            if problem.code not in explained and not problem.code.startswith("extension."):
                foreign[problem.code] = None
            yield problem
        if foreign:
            yield extension.refused(f"has problems with codes that it does not explain: {', '.join(foreign)}")


def groups() -> dict[str, tuple[Code, ...]]:
    """Return all codes by their headings: ours, then those of the checks."""
    found = dict(GROUPS)
    for extension in installed().found:
        check = extension.thing
        found[check.title] = (*found.get(check.title, ()), *check.codes)
    return found


def _refusal(extension: Extension[Check], accepted: Sequence[Extension[Check]]) -> str:
    """Return why a check cannot be used, or ""."""
    check = extension.thing
    if not check.title.strip():
        return "has no title"
    if not callable(check.run):
        return "has nothing to run"
    known = {one.code: "Reading Shelf" for one in CODES.values()}
    known |= {one.code: str(other) for other in accepted for one in other.thing.codes}
    for one in check.codes:
        if not _CODE.fullmatch(one.code):
            return f"has the code {one.code!r}, which is not of the form group.name"
        if one.code in known:
            return f"has the code {one.code}, which belongs to {known[one.code]}"
        if not (one.meaning.strip() and one.fix.strip()):
            return f"does not explain its code {one.code}"
        known[one.code] = "it already"
    return ""
