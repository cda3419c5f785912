"""Work that is shared between processes gives the results of one process, whatever happens to a fork."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.storage import processes


@pytest.mark.parametrize("number", [1, 2, 5])
def test_results_come_in_the_order_of_the_parts(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any number of processes returns what one would."""
    monkeypatch.setattr(processes, "count", lambda: number)
    things = list(range(23))
    parts = processes.shares(things)
    assert [one for part in parts for one in part] == things
    assert processes.shared(sum, parts) == [sum(part) for part in parts]
    assert processes.shared(sum, []) == []
    assert processes.shares([]) == []


def test_a_fork_that_dies_has_its_part_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process loses nothing."""
    monkeypatch.setattr(processes, "count", lambda: 3)
    here = os.getpid()

    def work(part: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return part * 2

    assert processes.shared(work, [1, 2, 3]) == [2, 4, 6]


def test_an_error_in_a_fork_is_raised_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The exception is that of the work, and nothing of the parent runs twice in the fork."""
    monkeypatch.setattr(processes, "count", lambda: 2)

    def work(part: int) -> int:
        with (tmp_path / "ran").open("a") as stream:
            stream.write("x")
        return 1 // part

    with pytest.raises(ZeroDivisionError):
        processes.shared(work, [1, 0])
    assert (tmp_path / "ran").read_text() == "xxx"
