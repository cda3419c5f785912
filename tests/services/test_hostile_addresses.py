"""Whatever address is typed, no connection is made but to the configured services."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.services.answers import LIMPETS
from tests.services.replaying import Replay, says

HOSTILE = [
    "http://127.0.0.1/abs/2901.01234",
    "http://127.0.0.1:22/",
    "http://localhost/abs/2901.01234",
    "http://localhost.localdomain:8080/papers/2901.01234",
    "http://10.0.0.1/abs/2901.01234",
    "http://192.168.1.1/doi/10.5555/shore.2029.77",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0/abs/2901.01234",
    "http://0x7f000001/abs/2901.01234",
    "http://2130706433/abs/2901.01234",
    "http://017700000001/abs/2901.01234",
    "http://[::1]/abs/2901.01234",
    "http://[::ffff:127.0.0.1]:80/abs/2901.01234",
    "http://[fe80::1%25eth0]/abs/2901.01234",
    "http://[::1",
    "https://arxiv.org@evil.example/abs/2901.01234",
    "https://user:password@arxiv.org/abs/2901.01234",
    "https://evil.example\\@arxiv.org/abs/2901.01234",
    "https://arxiv.org\\.evil.example/abs/2901.01234",
    "https://arxiv.org.evil.example/abs/2901.01234",
    "https://arxiv.org:8443/abs/2901.01234",
    "https://arxiv.org:80@evil.example/abs/2901.01234",
    "https://arxiv.org%2eevil.example/abs/2901.01234",
    "https://arxiv.org%00.evil.example/abs/2901.01234",
    "https://arxiv.org./abs/2901.01234",
    "https://аrxiv.org/abs/2901.01234",
    "https://arxiv。org/abs/2901.01234",
    "https://ａｒｘｉｖ.org/abs/2901.01234",
    "https://xn--rxiv-43d.org/abs/2901.01234",
    "https://evil.example/?u=https://arxiv.org/abs/2901.01234",
    "https://evil.example/#https://arxiv.org/abs/2901.01234",
    "file:///etc/passwd",
    "file://arxiv.org/abs/2901.01234",
    "ftp://arxiv.org/abs/2901.01234",
    "gopher://127.0.0.1:6379/_SET%20a%20b",
    "javascript://arxiv.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/abs/2901.01234",
    "\\\\evil.example\\share",
    "jar:http://evil.example!/x",
    "http://evil.example/\r\nHost: arxiv.org",
    "https://arxiv.org/abs/2901.01234%0d%0aHost:%20evil.example",
    "https://arxiv.org/abs/../../redirect?to=http://127.0.0.1/",
    "https://doi.org/10.5555/..%2f..%2fmembers",
    "https://doi.org/10.5555/%2e%2e/%2e%2e/members",
    "https://doi.org/10.5555/x%00y",
    "https://doi.org/10.5555/x%0d%0aHost:%20evil.example",
    "https://doi.org/http://evil.example/",
    "https://openreview.net/forum?id=http://evil.example",
    "https://huggingface.co/papers/../api/whoami",
]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every host looked up and every address connected to, and nothing outside this machine can be reached."""
    seen: list[tuple[str, Any]] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        seen.append(("connect", address))
        connect(self, address)

    def looking_up(host: Any, *rest: Any, **more: Any) -> Any:
        seen.append(("look up", host))
        if host != "127.0.0.1":
            raise socket.gaierror(-2, "Name or service not known")
        return look_up(host, *rest, **more)

    def refused(*_: Any) -> None:
        raise AssertionError("another way to connect")

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    monkeypatch.setattr(socket, "gethostbyname", refused)
    return seen


Add = Callable[..., Any]


@pytest.fixture
def add(tmp_path: Path, replay: Replay, connections: list[tuple[str, Any]]) -> Add:
    """Run ``shelf add`` in this process, so that its connections are seen."""
    replay.papers.append(LIMPETS)
    connections.clear()
    return lambda *typed: CliRunner().invoke(
        main, ["add", "--content", str(tmp_path / "content"), "--yes", "--", *typed]
    )


def test_there_are_enough_hostile_addresses():
    """The list has at least 40 addresses, each only once."""
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_address_opens_no_connection(
    add: Add, typed: str, connections: list[tuple[str, Any]], replay: Replay, tmp_path: Path
):
    """It is refused with a hint, nothing is looked up or connected to, no service is asked, nothing is written."""
    done = add(typed)
    assert done.exit_code == 1, done.output
    assert ": add." in done.output
    assert "hint:" in done.output
    assert "Traceback" not in done.output
    assert (connections, replay.asked) == ([], [])
    assert not list(tmp_path.rglob("*.yml"))


def test_a_right_address_connects_to_the_services_alone(add: Add, connections: list[tuple[str, Any]], replay: Replay):
    """The paper's own page is not opened: only the identifier in its address is used."""
    done = add("https://arxiv.org/abs/2901.01234")
    assert done.exit_code == 0, done.output
    assert {address for kind, address in connections if kind == "connect"} == {("127.0.0.1", replay.port)}
    assert {host for kind, host in connections if kind == "look up"} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "typed",
    [
        "https://doi.org.evil.example/10.5555/shore.2029.77",
        "https://evil.example/?next=https://doi.org/10.5555/shore.2029.77",
        "https://xn--doi-43d.example/10.5555/shore.2029.77#https://evil.example/",
        "see https://evil.example/ and 10.5555/shore.2029.77",
    ],
)
def test_an_address_like_another_yields_its_identifier_alone(
    add: Add, typed: str, connections: list[tuple[str, Any]], replay: Replay
):
    """A DOI is a DOI wherever it stands; the host that it stands at is never looked up."""
    done = add(typed)
    assert done.exit_code == 0, done.output
    assert "evil" not in done.output
    assert {address for kind, address in connections if kind == "connect"} == {("127.0.0.1", replay.port)}
    assert {host for kind, host in connections if kind == "look up"} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/",
        "https://127.0.0.1:{port}/arxiv/api/query",
        "http://127.0.0.1:1/",
        "//evil.example/x",
        "http://user@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(
    add: Add, target: str, connections: list[tuple[str, Any]], replay: Replay
):
    """A service that redirects to another host, port or scheme is reported and skipped; the others go on."""
    replay.always["arxiv"] = says(302, b"x" * 100, Location=target.format(port=replay.port))
    done = add("2901.01234")
    assert done.exit_code == 0, done.output
    assert "add.redirect: warning: arXiv redirects to another address" in done.output
    assert {address for kind, address in connections if kind == "connect"} == {("127.0.0.1", replay.port)}
    assert {host for kind, host in connections if kind == "look up"} == {"127.0.0.1"}
    assert replay.services().count("arxiv") == 1
