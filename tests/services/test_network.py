"""The guard against private addresses, which holds for the services as well as for links."""

from __future__ import annotations

import socket

import pytest

from generator.problems import ShelfError
from generator.services import SERVICES, Client
from generator.services.network import Network, PrivateAddressError, any_address, public
from generator.services.queries import Question
from tests.services.answers import LIMPETS
from tests.services.replaying import Replay

QUESTION = Question(service=SERVICES["crossref"], path=f"/works/{LIMPETS.doi}")


@pytest.mark.parametrize(
    ("address", "expected"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("192.168.1.1", False), ("100.64.0.1", False), ("::1", False),
     ("::ffff:8.8.8.8", True), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("fc00::1", False),
     ("64:ff9b::808:808", True), ("64:ff9b::7f00:1", False), ("ff02::1", False), ("fe80::1%eth0", False),
     ("198.18.0.1", False), ("0.0.0.0", False), ("0.1.2.3", False), ("240.0.0.1", False),  # noqa: S104
     ("169.254.169.254", False), ("fd00:ec2::254", False), ("100.100.100.200", False), ("168.63.129.16", False),
     ("::ffff:168.63.129.16", False), ("64:ff9b::a83f:8110", False), ("64:ff9b:1::808:808", False),
     ("::8.8.8.8", False), ("::10.0.0.1", False), ("::ffff:0:808:808", False), ("fec0::1", False), ("3fff::1", False),
     ("4000::1", False), ("2002:a9fe:a9fe::1", False), ("2002:808:808::1", True),
     ("2001:0:a00:1::f7f7:f7f7", False), ("2001:0:808:808::f5ff:fffe", False)],
)  # fmt: skip
def test_public_addresses(address: str, *, expected: bool) -> None:
    """Only the open internet is public, even if an IPv6 address wraps an IPv4 one."""
    assert public(address) is expected


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost.", "LOCALHOST", "a.localhost", "localhost.localdomain", "metadata.google.internal",
     "METADATA.google.INTERNAL.", "printer.local", "router.lan", "nas.home.arpa", "2130706433", "0x7f.1", "0X7F000001",
     "017700000001", "127.1", "127.0.1", "0177.0.0.1", "0", "10.1", "134744072", "0x8.8.8.8", "[::1]", "[fd00:ec2::254]",
     "127.0.0.1.", "\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021", "127%2e0%2e0%2e1", "loc%61lhost"],
)  # fmt: skip
def test_a_host_that_is_inner_by_its_name(host: str) -> None:
    """It is refused before it is looked up, whatever a resolver or a proxy would make of it."""
    looked_up: list[str] = []

    def resolve(name: str, _: int) -> list[str]:
        looked_up.append(name)
        return ["8.8.8.8"]

    with pytest.raises(PrivateAddressError):
        Network(resolve=resolve).addresses(host, 80)
    assert looked_up == []
    assert Network(permitted=any_address, resolve=resolve).addresses(host, 80) == ["8.8.8.8"]


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "arxiv.org", "163.com", "1e100.net", "4chan.org", "local.com", "notlocalhost", "internal.example.org",
     "0x.org", "xn--p1ai", "1.2.3.4.example", "face.b00c"],
)  # fmt: skip
def test_a_name_of_the_open_internet_is_looked_up(host: str) -> None:
    """Digits in a name, and names that only resemble inner ones, are fine."""
    assert Network(resolve=lambda *_: ["8.8.8.8"]).addresses(host, 80) == ["8.8.8.8"]


def test_of_several_addresses_only_the_public_ones_are_used() -> None:
    """An answer that mixes them leads to no inner one."""
    answer = ["10.0.0.1", "8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1", "168.63.129.16"]
    assert Network(resolve=lambda *_: answer).addresses("a.example", 80) == ["8.8.8.8"]


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
