"""The requests of `shelf discover`: what is asked, in how many requests, and what the answers mean."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from generator.model import Identifiers
from generator.services import SERVICES, Client, Reference, of_paper
from generator.services.neighbours import read
from generator.services.related_works import Candidates
from tests.intake.around import work
from tests.services.answers import LIMPETS, WHELKS
from tests.services.replaying import Replay, says

NOTHING = says(200, '{"meta": {"count": 0}, "results": []}')


def reference(**known: str) -> Reference:
    found = of_paper(Identifiers(**known), None)
    assert found
    return found


def test_works_that_cite_two_are_asked_for_by_halves(client: Client, replay: Replay) -> None:
    """Any two works of a group are in different halves of one request, so that each work that cites both is found."""
    replay.always["openalex"] = NOTHING
    numbers = [f"W{number}" for number in range(1_000, 1_007)]
    Candidates(client).citing(numbers, 40)
    halves = []
    for _, path in replay.asked:
        wanted = unquote(path).split("filter=")[1].split("&")[0].split(",")
        assert len(wanted) == 2
        halves.append([set(one.removeprefix("cites:").split("|")) for one in wanted])
    for one in numbers:
        for other in numbers:
            assert one == other or any((one in a and other in b) or (one in b and other in a) for a, b in halves)


@pytest.mark.parametrize(
    ("numbers", "most", "requests"), [(0, 40, 0), (1, 40, 0), (50, 40, 6), (500, 40, 40), (1_000, 10, 10)]
)
def test_there_are_no_more_requests_than_allowed(
    client: Client, replay: Replay, numbers: int, most: int, requests: int
) -> None:
    """Small groups need fewer, and of too many works only the first are asked for."""
    replay.always["openalex"] = NOTHING
    Candidates(client).citing([f"W{1_000 + number}" for number in range(numbers)], most)
    assert len(replay.asked) == requests


def test_rarely_cited_works_are_asked_for_only_where_that_is_cheap(client: Client, replay: Replay) -> None:
    """Twenty requests for a small shelf, none for one with more groups than that."""
    replay.always["openalex"] = NOTHING
    many = [f"W{number}" for number in range(10_000, 19_000)]
    Candidates(client).linked(many, many[:100], 20)
    assert len(replay.asked) == 20
    replay.asked.clear()
    Candidates(client).linked(many, many[:2_500], 20)
    assert replay.asked == []


def test_own_works_are_told_by_their_identifiers(client: Client, replay: Replay) -> None:
    """A preprint and its publication, many in a request; no title is searched for, no abstract asked for."""
    replay.papers += [LIMPETS, WHELKS]
    papers = {
        "limpets": reference(doi=LIMPETS.doi),
        "whelks": reference(acl=WHELKS.acl),
        "gone": reference(doi="10.5555/gone"),
    }
    found = Candidates(client).own(papers)
    assert {key: [one.number for one in works] for key, works in found.items()} == {
        "limpets": [LIMPETS.work],
        "whelks": [WHELKS.work],
    }
    assert all("select=" in path and "abstract" not in path for _, path in replay.asked)


def test_the_positives_of_recommendations_are_bounded(client: Client, replay: Replay) -> None:
    """At most a hundred, in an order that does not depend on theirs; without any, nobody is asked."""
    bodies: list[Any] = []
    replay.always["semantic-scholar"] = lambda request: (
        bodies.append(json.loads(request.body)),
        says(200, '{"recommendedPapers": []}')(request),
    )
    assert Candidates(client).recommended([]) == []
    assert Candidates(client).recommended([f"{number:040x}" for number in range(300)]) == []
    [body] = bodies
    assert len(body["positivePaperIds"]) == 100
    assert body["positivePaperIds"] == sorted(body["positivePaperIds"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "5",
        '"x"',
        "[5]",
        '{"error": "Invalid query"}',
        "{}",
        '{"results": [{"id": "https://openalex.org/W1"}, 7]}',
    ],
)
def test_an_answer_that_is_none_is_a_fault(text: str) -> None:
    """It is said why; nothing is raised."""
    works, fault = read(SERVICES["openalex"], text)
    assert works == []
    assert fault


def test_works_with_odd_fields_are_read() -> None:
    """What is not of the expected kind counts as absent."""
    odd = work(
        "W1",
        "T",
        authorships=[None, {"author": None}, {"author": {"id": 5}}],
        referenced_works="W2",
        cited_by_count="x",
    )
    nameless = {"id": None, "title": "T"}
    [one, other] = read(SERVICES["openalex"], json.dumps({"results": [odd, nameless]}))[0]
    assert one is not None
    assert (one.number, one.authors, one.references, one.citations) == ("W1", (), frozenset(), None)
    assert other is None
