"""The guard against private addresses, which holds for the services as well as for links."""

from __future__ import annotations

import socket

import pytest

from generator.problems import ShelfError
from generator.services import SERVICES, Client
from generator.services.network import Network, public
from generator.services.registry import Question
from tests.services.answers import LIMPETS
from tests.services.replaying import Replay

QUESTION = Question(service=SERVICES["crossref"], path=f"/works/{LIMPETS.doi}")


@pytest.mark.parametrize(
    ("address", "expected"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("192.168.1.1", False), ("100.64.0.1", False), ("::1", False),
     ("::ffff:8.8.8.8", True), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("fc00::1", False),
     ("64:ff9b::808:808", True), ("64:ff9b::7f00:1", False), ("ff02::1", False), ("fe80::1%eth0", False),
     ("198.18.0.1", False), ("0.0.0.0", False)],  # noqa: S104
)  # fmt: skip
def test_public_addresses(address: str, *, expected: bool) -> None:
    """Only the open internet is public, even if an IPv6 address wraps an IPv4 one."""
    assert public(address) is expected


def test_a_service_at_a_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch):
    """A name service that lies, such as that of a login page, cannot make us connect to this network."""
    for service in SERVICES.values():
        monkeypatch.delenv(service.variable, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    opened: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda address, **_: opened.append(address))
    client = Client(network=Network(resolve=lambda *_: ["10.1.2.3", "127.0.0.1"]))
    with pytest.raises(ShelfError) as caught:
        client.ask(QUESTION)
    [problem] = caught.value.problems
    assert (problem.code, problem.path, opened) == ("add.offline", "api.crossref.org", [])
    assert "private address" in problem.message


def test_a_configured_address_may_be_private(replay: Replay, client: Client):
    """Whoever sets the variable of a service may point it at an inner network."""
    replay.papers.append(LIMPETS)
    assert LIMPETS.title.split(":")[0] in (client.ask(QUESTION) or "")
