"""A replaying server for each test, with the environment that leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.services import Asking
from tests.services.replaying import Replay


@pytest.fixture
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """The five services on this machine, knowing nothing yet."""
    server = Replay()
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield server
    server.close()


@pytest.fixture
def naps() -> list[float]:
    """The seconds that were slept between attempts."""
    return []


@pytest.fixture
def asking(replay: Replay, naps: list[float]) -> Asking:
    """Requests that do not really wait; what says nothing for 0.3 seconds has timed out."""
    assert replay.port
    return Asking(sleep=naps.append, limits=(1.0, 0.3))
