"""A replaying server for each test, with the environment that leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.services import Client
from generator.services.network import Network
from generator.services.throttle import Throttle
from tests.services.replaying import Clock, Replay


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
def clock() -> Clock:
    """A clock at zero, which passes only while somebody sleeps."""
    return Clock()


@pytest.fixture
def naps(clock: Clock) -> list[float]:
    """The seconds slept before requests."""
    return clock.slept


@pytest.fixture
def client(replay: Replay, clock: Clock) -> Client:
    """A client that does not really wait; a server that says nothing for a second has timed out."""
    assert replay.port
    return Client(
        throttle=Throttle(clock=clock.now, sleep=clock.sleep), network=Network(connect=1.0, read=1.0, whole=60.0)
    )
