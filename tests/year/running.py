"""A year: branches from older commits of main are merged one by one with plain git, and checked as merged."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from tests.year.bare import Bare, Checkout, Files
from tests.year.papers import PAPERS

BEHIND = 60  # merges by which a writer's main is out of date, at most

Kind: TypeAlias = Literal[
    "add", "import", "stub", "question", "fill", "edit", "edit together", "edit one line", "rename", "bad", "hostile"
]


@dataclass(frozen=True, kw_only=True)
class Start:
    """The commit of main from which a writer starts."""

    folder: Path  # checked out
    files: Mapping[str, bytes]

    def paper(self, key: str) -> tuple[str, str]:
        """Return the path and text of a paper, under its name at that time."""
        path = f"{PAPERS}/{key}.yml"
        if path not in self.files:
            former = f"former_keys:\n  - {key}\n".encode()
            (path,) = (name for name, content in self.files.items() if former in content)
        return path, self.files[path].decode()


@dataclass(frozen=True, kw_only=True)
class Request:
    """A pull request. If ``change`` returns nothing, everything it wanted is already on main."""

    kind: Kind
    change: Callable[[Start], Files]
    faults: tuple[str, ...] = ()  # ``path:line:column: code`` of each problem that check must report
    writer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Became:
    """The outcome of a pull request. ``again`` says why its writer had to redo it on the current main."""

    verdict: Literal["merged", "stopped", "nothing left"]
    faults: tuple[str, ...] = ()
    again: tuple[Literal["conflict", "check"], ...] = ()


@dataclass(kw_only=True)
class Year:
    """One order of merging the pull requests."""

    bare: Bare
    folder: Path
    draw: random.Random

    def __post_init__(self) -> None:
        """Give the writers and the merger a checkout each."""
        self.desk = Checkout(self.bare, self.folder / "desk" / "clone")
        self.merger = Checkout(self.bare, self.folder / "merger")
        self.mains = [self.bare.main]

    def spend(self, requests: Sequence[Request]) -> list[Became]:
        """Merge in a random order; return the outcome of each request, in the order of ``requests``."""
        order = list(range(len(requests)))
        self.draw.shuffle(order)
        found = {number: self.propose(number, requests[number]) for number in order}
        return [found[number] for number in range(len(requests))]

    def propose(self, number: int, request: Request) -> Became:
        """Let the writer make the change on an older main, and redo it on the current main if that fails."""
        again: list[Literal["conflict", "check"]] = []
        onto = self.draw.choice(self.mains[-BEHIND:])
        while True:
            files = request.change(Start(folder=self.desk.folder, files=self.desk.switch(onto)))
            if not files:
                return Became(verdict="nothing left", again=tuple(again))
            message, branch = f"{request.writer}: {request.kind}", f"refs/heads/{number}"
            commit = self.bare.commit(files, message=message, branch=branch, onto=onto)
            tree = self.bare.merged(self.mains[-1], commit)
            if tree:
                self.merger.switch(tree)
                faults = self.merger.faults()
                if not faults:
                    self.mains.append(self.bare.join(tree, self.mains[-1], commit))
                    return Became(verdict="merged", again=tuple(again))
                if faults == request.faults or again:
                    return Became(verdict="stopped", faults=faults, again=tuple(again))
            again.append("check" if tree else "conflict")
            onto = self.mains[-1]
