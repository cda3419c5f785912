"""Keys and the contact: sent to the right service alone, and shown to nobody."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.problems import ShelfError
from generator.services import Client, gather_all, parse
from generator.services.queries import Question
from generator.services.registry import SERVICES
from tests.services.answers import LIMPETS, WHELKS
from tests.services.replaying import Replay, Trick, cuts, hangs_up, says

KEYS = {"openalex": "open+sesame/42==", "semantic-scholar": "s2-Moonshell.77"}
WORK = Question(service=SERVICES["openalex"], path=f"/works/{LIMPETS.work}", number=LIMPETS.work)


@pytest.fixture(autouse=True)
def known(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    """The services know two papers, and we have keys."""
    replay.papers += [LIMPETS, WHELKS]
    for service, key in KEYS.items():
        monkeypatch.setenv(SERVICES[service].key_variable, key)
    monkeypatch.delenv("SHELF_CONTACT", raising=False)


def queries(replay: Replay, service: str) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(path).query) for name, path in replay.asked if name == service]


def test_each_key_goes_to_its_own_service(replay: Replay, client: Client):
    """OpenAlex's key is a parameter, Semantic Scholar's a header, of requests for one and for many; no other gets one."""
    gather_all([parse(LIMPETS.arxiv), parse(WHELKS.doi)], client)
    gather_all([parse(LIMPETS.title)], client)
    for service in SERVICES:
        heads = [head for name, head in replay.heads if name == service]
        asked = queries(replay, service)
        assert {head.get("x-api-key") for head in heads} == {
            KEYS.get(service) if service == "semantic-scholar" else None
        }
        wanted = [KEYS["openalex"]] if service == "openalex" else None
        assert all(query.get("api_key") == wanted for query in asked), service
        text = json.dumps([heads, asked])
        assert [name for name, key in KEYS.items() if key in text] == ([service] if service in KEYS else [])


def test_without_keys_nothing_is_sent(replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """An empty variable, as a workflow sets it where there is no secret, counts as unset."""
    for service in KEYS:
        monkeypatch.setenv(SERVICES[service].key_variable, "")
    monkeypatch.setenv("SHELF_CONTACT", "")
    gather_all([parse(LIMPETS.arxiv)], Client())
    assert not any("api_key" in query or "mailto" in query for query in queries(replay, "openalex"))
    assert not any("x-api-key" in head for _, head in replay.heads)
    assert not any("mailto" in agent for agent in replay.agents)


def test_the_contact_is_in_the_agent(replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """SHELF_CONTACT is in the User-Agent of all requests, as Crossref asks, and a parameter for OpenAlex."""
    monkeypatch.setenv("SHELF_CONTACT", "ada@shore.example")
    gather_all([parse(LIMPETS.arxiv)], Client())
    assert all("(mailto:ada@shore.example; python-requests/" in agent for agent in replay.agents)
    assert all(query["mailto"] == ["ada@shore.example"] for query in queries(replay, "openalex"))
    assert all("mailto" not in query for query in queries(replay, "crossref"))


@pytest.mark.parametrize(
    "given", ["ada", "ada@", "@x.org", "ada@x", "a b@x.org", "ada@x.org\nHost: evil", "é@x.org", "a@b@c.org"]
)
def test_a_contact_must_be_an_address(monkeypatch: pytest.MonkeyPatch, given: str):
    """What is no e-mail address is a problem that names the variable, before any request."""
    monkeypatch.setenv("SHELF_CONTACT", given)
    with pytest.raises(ShelfError) as caught:
        Client()
    assert [(one.path, one.code) for one in caught.value.problems] == [("SHELF_CONTACT", "add.contact")]


@pytest.mark.parametrize("key", ["secret\n", "sec\r\nret: 1", "sec ret", "secrét", "\u202esecret", "x" * 301])
@pytest.mark.parametrize("service", sorted(KEYS))
def test_a_malformed_key_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, service: str, key: str):
    """A line break, a space or a letter with an accent: the problem names the variable, without its value."""
    variable = SERVICES[service].key_variable
    monkeypatch.setenv(variable, key)
    with pytest.raises(ShelfError) as caught:
        Client()
    [problem] = caught.value.problems
    assert (problem.path, problem.code) == (variable, "add.key")
    text = "".join(traceback.format_exception(caught.value))
    assert key.split(maxsplit=1)[0] not in text.replace("SHELF", "")


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("service", sorted(KEYS))
def test_a_wrong_key_is_named(replay: Replay, client: Client, service: str, status: int):
    """The message names the variable, and the service gets no further request."""
    replay.always[service] = says(status, f'{{"error": "invalid key {KEYS[service]}"}}')
    found = gather_all([parse(LIMPETS.arxiv), parse(WHELKS.doi)], client)
    problems = {problem for one in found for problem in one.problems}
    assert {problem.code for problem in problems} == {"add.key"}
    [problem] = problems
    assert SERVICES[service].key_variable in problem.message
    assert KEYS[service] not in str(problem)
    assert replay.services().count(service) == 1


def test_a_refusal_without_a_key_is_no_matter_of_keys(replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """Where no key is set, 403 is a refusal, and a busy service's hint says that a key helps."""
    monkeypatch.delenv("SHELF_OPENALEX_KEY")
    replay.always["openalex"] = says(403)
    with pytest.raises(ShelfError) as caught:
        Client().ask(WORK)
    assert caught.value.problems[0].code == "add.refused"
    replay.always["openalex"] = says(429, "", Retry_After="3600")
    with pytest.raises(ShelfError) as caught:
        Client().ask(WORK)
    assert "SHELF_OPENALEX_KEY" in caught.value.problems[0].hint


def test_a_key_is_not_sent_where_a_redirect_leads(replay: Replay, client: Client):
    """A redirect to another host is not followed, and its address, which may repeat the key, is not shown."""
    other = Replay()
    try:
        target = f"http://127.0.0.1:{other.port}/openalex/works/{LIMPETS.work}?next=api_key%3D{KEYS['openalex']}"
        replay.always["openalex"] = says(302, "", Location=target)
        with pytest.raises(ShelfError) as caught:
            client.ask(WORK)
        assert caught.value.problems[0].code == "add.redirect"
        assert "sesame" not in str(caught.value)
        assert other.asked == []
    finally:
        other.close()


def test_a_key_stays_with_its_host_after_a_redirect_within(replay: Replay, client: Client):
    """OpenAlex redirects from a merged work to the one that replaced it: the key is sent again, once."""
    for tail in ("", f"?api_key={KEYS['openalex']}".replace("+", "%2B")):
        replay.asked.clear()
        replay.tricks["openalex"] = [says(301, "", Location=f"/openalex/works/{LIMPETS.work}{tail}")]
        client.ask(WORK)
        assert [query["api_key"] for query in queries(replay, "openalex")] == [[KEYS["openalex"]]] * 2


@pytest.mark.parametrize(
    "trick",
    [
        says(500, "key?"),
        says(400, "bad key"),
        says(429, "", Retry_After="9999"),
        says(403, "no"),
        says(200, "<html>"),
        says(302, "", Location="http://elsewhere.example/?open%2Bsesame%2F42%3D%3D"),
        says(302, "", Location="//[open+sesame/42=="),
        cuts("{}" * 50),
        hangs_up,
    ],
)
def test_a_key_is_in_no_message(replay: Replay, client: Client, trick: Trick):
    """However a service fails, neither the problem nor the traceback of the exception has the key."""
    replay.always |= dict.fromkeys(KEYS, trick)
    for question in (WORK, Question(service=SERVICES["semantic-scholar"], path="/graph/v1/paper/batch", body="{}")):
        with pytest.raises(ShelfError) as caught:
            client.ask(question)
        text = "".join(traceback.format_exception(caught.value)) + str(caught.value) + repr(caught.value.problems)
        assert "sesame" not in text
        assert "Moonshell" not in text


def test_a_key_is_in_no_output_and_no_file(replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What `shelf add` prints and writes, as text and as JSON, has neither keys nor contact; nor if a service fails."""
    monkeypatch.setenv("SHELF_CONTACT", "ada@shore.example")
    content = str(tmp_path / "content")
    replay.always["crossref"] = says(403)
    texts = [
        CliRunner().invoke(main, ["add", LIMPETS.arxiv, "--content", content, *more]).output
        for more in (["--dry-run"], ["--json", "--yes"])
    ]
    texts += [path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(texts) > 5
    for text in texts:
        assert not any(secret in text for secret in ("sesame", "Moonshell", "ada@shore"))
