"""A whole shelf is asked about for facts alone: few requests, small answers, within the services' limits."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.model import Identifiers
from generator.services import Client, Reference, gather_all, of_paper
from generator.services.queries import Question
from generator.services.throttle import Throttle
from tests.services import answers
from tests.services.answers import Paper, shoal
from tests.services.replaying import Clock, Replay, _Handler

SHOAL = shoal(12)


def lean(papers: list[Paper], client: Client) -> list[Any]:
    return gather_all(
        [Reference(typed=one.arxiv, identifiers=Identifiers(arxiv=one.arxiv)) for one in papers], client, lean=True
    )


def test_facts_alone_are_asked_for(replay: Replay, client: Client):
    """Titles, people, dates, venues and identifiers are as with whole answers; no answer has an abstract to read."""
    replay.papers += SHOAL
    whole = gather_all([Reference(typed=one.arxiv, identifiers=Identifiers(arxiv=one.arxiv)) for one in SHOAL], client)
    replay.asked.clear()
    found = lean(SHOAL, client)
    assert "hugging-face" not in replay.services()
    for one, other in zip(found, whole, strict=True):
        kept = {each.service.name: each.record for each in other.found if each.service.name != "hugging-face"}
        for each in one.found:
            full = kept.pop(each.service.name)
            assert (each.record.title, each.record.authors, each.record.date) == (full.title, full.authors, full.date)
            assert (each.record.identifiers, each.record.venue) == (full.identifiers, full.venue)
            assert (each.record.volume, each.record.pages, each.record.type) == (full.volume, full.pages, full.type)
            assert not each.record.abstract or each.service.name == "arxiv"
        assert not kept
    assert not any(one.problems for one in found)


@pytest.mark.parametrize("service", ["crossref", "openalex"])
def test_a_service_that_refuses_to_select_is_asked_for_whole_records(replay: Replay, client: Client, service: str):
    """A field that it does not know costs one request more in all, and no paper."""
    replay.papers += SHOAL

    def refusing(request: _Handler) -> None:
        if "select=" in request.path:
            request.say(400, json.dumps({"status": "failed", "message": "select: no such field"}))
        else:
            request.answered(str)

    replay.always[service] = refusing
    found = lean(SHOAL, client)
    assert all(service in {each.service.name for each in one.found} for one in found[1::2])
    assert not any(one.problems for one in found)
    refused = [path for name, path in replay.asked if name == service and "select=" in path]
    assert len(refused) <= 2  # by DOI, and by the page of those without one


class Played:
    """The services in this process: answers by index, so that thousands of papers take no time."""

    def __init__(self, papers: list[Paper]) -> None:
        self.arxiv = {one.arxiv: one for one in papers}
        self.dois = {one.doi: one for one in papers if one.doi}

    def feed(self, query: dict[str, str]) -> str:
        return answers.atom(*(self.arxiv[one] for one in query["id_list"].split(",")))

    def crossref(self, query: dict[str, str], _: str) -> str:
        dois = [part.removeprefix("doi:") for part in query["filter"].split(",")]
        return answers.crossref_list(*(self.dois[one] for one in dois))

    def openalex(self, query: dict[str, str], _: str) -> str:
        kind, value = query["filter"].split(":", 1)
        wanted = value.split("|")
        if kind == "doi":
            own = [self.dois.get(one) or self.arxiv.get(one.removeprefix("10.48550/arxiv.")) for one in wanted]
            return answers.openalex_list(*(one for one in own if one and (one.doi in wanted or not one.doi)))
        ids = dict.fromkeys(one.rpartition("/abs/")[2] for one in wanted)
        return answers.openalex_list(*(self.arxiv[one] for one in ids))

    def semantic_scholar(self, _: dict[str, str], body: str) -> str:
        names = [one.partition(":")[2] for one in json.loads(body)["ids"]]
        return json.dumps([json.loads(answers.scholar(self.arxiv.get(one) or self.dois[one])) for one in names])


def test_a_shelf_is_asked_about_within_minutes(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    """About one request for 50 papers at each service; at its pauses, a shelf of 2,400 takes far less than 15 minutes."""
    papers = shoal(240)
    played = Played(papers)
    client = Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep))
    assert client.bases["arxiv"] == "https://export.arxiv.org"  # the pauses are the services'

    asked: Counter[str] = Counter()

    def answer(question: Question, *_: object) -> str:
        asked[question.service.name] += 1
        query = {key: values[0] for key, values in parse_qs(urlsplit(question.target).query).items()}
        if question.service.name == "arxiv":
            return played.feed(query)
        name = question.service.name.replace("-", "_")
        text: str = getattr(played, name)(query, question.body)
        return text

    monkeypatch.setattr(client, "_answer", answer)
    found = gather_all(
        [one for paper in papers if (one := of_paper(Identifiers(arxiv=paper.arxiv), None))], client, lean=True
    )
    assert all(len(one.found) >= 3 for one in found)
    assert not any(one.problems for one in found)
    # OpenAlex merges a preprint with its publication: half of them are found by the address of their page alone.
    assert asked == {"arxiv": 3, "crossref": 3, "openalex": 5 + 5, "semantic-scholar": 1}
    assert clock.time * 10 < 3 * 60
