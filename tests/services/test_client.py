"""Services that misbehave: what is tried again, what is given up, and what is reported."""

from __future__ import annotations

import gzip
import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from generator.problems import ShelfError
from generator.services import Client, gather, parse
from generator.services import client as module
from generator.services.network import Network
from generator.services.queries import Question
from generator.services.registry import SERVICES
from generator.services.throttle import Throttle
from tests.services import answers
from tests.services.answers import LIMPETS
from tests.services.replaying import Clock, Replay, Trick, cuts, drips, hangs, hangs_up, says

QUESTION = Question(service=SERVICES["crossref"], path=f"/works/{LIMPETS.doi}")


@pytest.fixture(autouse=True)
def known(replay: Replay) -> None:
    """The services know one paper."""
    replay.papers.append(LIMPETS)


def fault(client: Client, question: Question = QUESTION) -> str:
    """The code of the problem that a question ends with."""
    with pytest.raises(ShelfError) as caught:
        client.ask(question)
    [problem] = caught.value.problems
    assert problem.hint
    return problem.code


def test_a_polite_request(replay: Replay, client: Client):
    """The User-Agent says who asks; the answer is the text as sent."""
    assert json.loads(client.ask(QUESTION) or "")["status"] == "ok"
    assert all(agent.startswith("reading-shelf/") for agent in replay.agents)


@pytest.mark.parametrize(
    ("trick", "naps_wanted"),
    [
        (says(429, "slow down", Retry_After="7"), [7.0]),
        (says(503, "", Retry_After="0"), []),
        (says(429), [module.BACK_OFF[0]]),
        (says(429, "", Retry_After="soon"), [module.BACK_OFF[0]]),
        (says(429, "", Retry_After="-5"), [module.BACK_OFF[0]]),
        (says(500, "oops"), [module.BACK_OFF[0]]),
        (says(502, "<html>bad gateway</html>", Content_Type="text/html"), [module.BACK_OFF[0]]),
        (says(200, "Rate exceeded.", Content_Type="text/plain"), [module.BACK_OFF[0]]),
        (cuts('{"status": "ok", "message": {}}'), [module.BACK_OFF[0]]),
        (cuts('{"status": "ok", "message": {}}', chunked=True), [module.BACK_OFF[0]]),
        (hangs_up, [module.BACK_OFF[0]]),
        (hangs(2.0), [module.BACK_OFF[0]]),
    ],
)
def test_a_passing_fault_is_tried_again(
    replay: Replay, client: Client, naps: list[float], trick: Trick, naps_wanted: list[float]
):
    """Busy, broken, cut off or silent once: it is asked again after the time that it names, or else after our own."""
    replay.tricks["crossref"] = [trick]
    assert json.loads(client.ask(QUESTION) or "")["message"]["DOI"]
    assert naps == naps_wanted
    assert len(replay.asked) == 2


def test_retry_after_may_be_a_date(replay: Replay, client: Client, naps: list[float]):
    """The client waits until the moment that a service names."""
    moment = datetime.now(UTC) + timedelta(seconds=15)
    replay.tricks["crossref"] = [says(429, "", Retry_After=format_datetime(moment, usegmt=True))]
    client.ask(QUESTION)
    assert 10 < naps[0] <= 15


def test_back_off_grows_and_ends(replay: Replay, client: Client, naps: list[float]):
    """The third fault is the last; then the service gets no further request."""
    replay.always["crossref"] = says(500)
    assert fault(client) == "add.broken"
    assert naps == list(module.BACK_OFF)
    assert fault(client) == "add.broken"
    assert len(replay.asked) == module.ATTEMPTS


def test_a_long_wait_is_not_waited_for(replay: Replay, client: Client, naps: list[float]):
    """A service that asks for an hour is not asked again, then or later, and the message names the time."""
    replay.always["crossref"] = says(429, "", Retry_After="3600")
    with pytest.raises(ShelfError) as caught:
        client.ask(QUESTION)
    assert "3600 seconds" in caught.value.problems[0].message
    assert naps == []
    assert len(replay.asked) == 1


@pytest.mark.parametrize(
    ("trick", "code", "requests"),
    [
        (hangs(2.0), "add.time-out", module.TIMED_OUT_ATTEMPTS),
        (says(429), "add.busy", module.ATTEMPTS),
        (says(400, '{"message": "bad"}'), "add.refused", 1),
        (says(403, "no"), "add.refused", 1),
        (says(200, "<!DOCTYPE html><html><form>Log in</form></html>"), "add.no-answer", 1),
        (says(200, "Welcome!", Content_Type="text/html; charset=utf-8"), "add.no-answer", 1),
        (says(200, b"\xff\xfe\x00 {}"), "add.no-answer", 1),
        (says(200, b"not gzip at all", Content_Encoding="gzip"), "add.no-answer", 1),
        (cuts("{" * 100), "add.broken", module.ATTEMPTS),
        (says(302, "", Location="/crossref/works/elsewhere"), "add.redirect", module.REDIRECTS + 1),
    ],
)
def test_a_lasting_fault_ends_with_a_problem(replay: Replay, client: Client, trick: Trick, code: str, requests: int):
    """Each kind of fault has its code and a hint, and is retried as often as makes sense."""
    replay.always["crossref"] = trick
    assert fault(client) == code
    assert len(replay.asked) == requests


@pytest.mark.parametrize("status", [404, 410])
def test_unknown_is_no_fault(replay: Replay, client: Client, status: int):
    """Not found is an answer, too."""
    replay.always["crossref"] = says(status, "Resource not found.")
    assert client.ask(QUESTION) is None


@pytest.mark.parametrize("zipped", [False, True])
def test_a_huge_answer_is_not_read_to_its_end(replay: Replay, client: Client, *, zipped: bool):
    """Reading 50 MB, compressed or not, stops at the limit."""
    body = b" " * 50_000_000
    trick = (
        says(200, gzip.compress(body, 1), Content_Encoding="gzip")
        if zipped
        else drips(body[:1_000_000], times=50, pause=0)
    )
    replay.always["crossref"] = trick
    assert fault(client) == "add.too-large"


def test_a_dripping_answer_is_given_up(replay: Replay, clock: Clock):
    """A byte now and then does not keep us waiting forever."""
    replay.always["crossref"] = drips(b"x", times=100, pause=0.05)
    throttle = Throttle(clock=clock.now, sleep=clock.sleep)
    assert fault(Client(throttle=throttle, network=Network(whole=0.5))) == "add.time-out"


def test_a_redirect_within_the_host_is_followed(replay: Replay, client: Client):
    """OpenAlex redirects from a merged work to the one that replaced it."""
    replay.tricks["crossref"] = [says(301, "", Location=f"/crossref/works/{LIMPETS.doi}")]
    assert '"status": "ok"' in (client.ask(QUESTION) or "")


def test_nobody_there(monkeypatch: pytest.MonkeyPatch, clock: Clock, naps: list[float]):
    """Offline, there is one clear message at once, with the way to continue by hand; no waiting, no traceback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for service in SERVICES.values():
        monkeypatch.setenv(service.variable, f"http://127.0.0.1:{port}")
    client = Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep), otherwise="`shelf add --offline`")
    result = gather(parse("2901.01234"), client)
    [problem] = result.problems
    assert (problem.code, problem.severity, result.found) == ("add.offline", "error", ())
    assert "no service can be reached" in problem.message
    assert "--offline" in problem.hint
    assert naps == []


def test_no_such_name_is_offline_too(monkeypatch: pytest.MonkeyPatch):
    """A host that cannot be looked up counts as offline."""
    monkeypatch.setenv("SHELF_CROSSREF_URL", "http://crossref.invalid")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(-2, "unknown")))
    assert fault(Client()) == "add.offline"


@pytest.mark.parametrize("base", ["ftp://x", "crossref", "http://", "http://a@b", "http://x?y=1", "http://x:99999"])
def test_a_base_must_be_an_address(monkeypatch: pytest.MonkeyPatch, base: str):
    """A variable without a valid address is reported before any request."""
    monkeypatch.setenv("SHELF_CROSSREF_URL", base)
    with pytest.raises(ShelfError) as caught:
        Client()
    assert (caught.value.problems[0].path, caught.value.problems[0].code) == ("SHELF_CROSSREF_URL", "add.base")


def test_the_pace_of_a_service_is_kept(monkeypatch: pytest.MonkeyPatch, clock: Clock, naps: list[float]):
    """ArXiv is asked every three seconds at most; other services do not wait for it."""
    for service in SERVICES.values():
        monkeypatch.delenv(service.variable, raising=False)
    client = Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep))
    monkeypatch.setattr(client, "_answer", lambda *_: "")
    for service in ("arxiv", "crossref", "arxiv"):
        client.ask(Question(service=SERVICES[service], path="/x"))
    assert len(naps) == 1
    assert 2 < naps[0] <= 3


def test_no_password_is_sent(replay: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """What ~/.netrc holds for a host stays there."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    seen = []

    def trick(request: Any) -> None:
        seen.append(request.headers.get("Authorization"))
        request.say(200, answers.crossref(LIMPETS))

    replay.always["crossref"] = trick
    Client().ask(QUESTION)
    assert seen == [None]


def test_a_service_has_an_hour(replay: Replay, client: Client, monkeypatch: pytest.MonkeyPatch):
    """However many questions there are, the time that one service takes to answer them ends."""
    monkeypatch.setattr(module, "HOUR", 0.0)
    assert client.ask(QUESTION)
    assert fault(client) == "add.time-out"
    assert len(replay.asked) == 1
