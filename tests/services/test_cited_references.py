"""What the services say that papers cite: in few requests, of every version, whatever fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.model import Identifiers
from generator.services import Client, SavedAnswers
from generator.services.cited_references import Found, find
from generator.services.throttle import Throttle
from tests.services.answers import LIMPETS, WHELKS, Paper, shoal
from tests.services.replaying import Clock, Replay, Trick, _Handler, says

SHOAL = [
    replace(one, works=("W1", f"W{at}0"), cited=({"paperId": "a" * 40, "externalIds": {"DOI": f"10.5555/other.{at}"}},))
    for at, one in enumerate(shoal(120), start=2)
]


@pytest.fixture
def client(replay: Replay, clock: Clock) -> Client:
    assert replay.port
    return Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep))


def by_key(*papers: Paper) -> dict[str, list[Identifiers]]:
    """Return the identifiers of papers, one by one, by their numbers at OpenAlex in place of keys."""
    return {
        one.work: [
            Identifiers(**{kind: getattr(one, kind)})
            for kind in ("arxiv", "doi", "acl", "pmid", "openreview")
            if getattr(one, kind)
        ]
        for one in papers
    }


def references(found: Found, key: str) -> list[set[tuple[str, str]]]:
    return [set(one) for work in found.works[key] for one in work.references]


def trick(change: Callable[[Any], Any]) -> Trick:
    """Answer as the service would, with the value changed."""

    def played(request: _Handler) -> None:
        request.answered(lambda body: json.dumps(change(json.loads(body))))

    return played


def test_many_papers_take_few_requests_and_ask_for_names_alone(replay: Replay, client: Client):
    """120 papers with 180 identifiers take four requests to OpenAlex, and three to Semantic Scholar."""
    replay.papers += SHOAL
    openalex, scholar = find(by_key(*SHOAL), client)
    assert Counter(replay.services()) == {"openalex": 4, "semantic-scholar": 3}
    assert set(openalex.works) == set(scholar.works) == {one.work for one in SHOAL}
    assert references(openalex, SHOAL[3].work) == [{("openalex", "W1")}, {("openalex", "W50")}]
    assert references(scholar, SHOAL[3].work) == [{("semantic-scholar", "a" * 40), ("doi", "10.5555/other.5")}]
    assert not openalex.problems
    assert not scholar.unanswered
    for _, asked in replay.asked:
        assert "abstract" not in asked
        assert "title" not in asked
        assert "select=" in asked or "fields=" in asked


def test_both_works_of_one_paper_count(replay: Replay, client: Client):
    """OpenAlex may have the preprint and the publication apart: the references of both are found."""
    preprint = replace(LIMPETS, doi="", works=("W7", "W8"), work="W4200000009", number="9" * 40)
    replay.papers += [replace(LIMPETS, arxiv="", works=("W8", "W9")), preprint]
    openalex, _ = find({"limpets": by_key(LIMPETS)[LIMPETS.work]}, client)
    assert {one.names for one in openalex.works["limpets"]} >= {
        frozenset({("openalex", "W4200000009"), ("arxiv", "2901.01234")})
    }
    cited = {name for one in references(openalex, "limpets") for name in one}
    assert cited == {("openalex", "W7"), ("openalex", "W8"), ("openalex", "W9")}


def test_the_next_identifier_is_asked_for_only_if_the_first_is_unknown(replay: Replay, client: Client):
    """Semantic Scholar knows Whelks by their Anthology id alone: the DOI that it does not know costs a second request."""
    replay.papers += [replace(WHELKS, doi=""), LIMPETS]
    _, scholar = find(by_key(WHELKS, LIMPETS), client)
    assert set(scholar.works) == {WHELKS.work, LIMPETS.work}
    bodies = [asked for service, asked in replay.asked if service == "semantic-scholar"]
    assert len(bodies) == 2


def test_another_paper_is_not_taken_for_the_one_asked_for(replay: Replay, client: Client):
    """OpenAlex's works count by the identifiers that they bear; Semantic Scholar's by their place, unless they differ."""
    replay.papers += [LIMPETS, WHELKS]
    other = {"doi": "https://doi.org/10.1/other", "ids": {}, "locations": [], "primary_location": None}
    replay.always["openalex"] = trick(lambda value: {"results": [one | other for one in value["results"]]})
    replay.always["semantic-scholar"] = trick(
        lambda value: [one and one | {"externalIds": {"ArXiv": "2901.09999"}} for one in value]
    )
    openalex, scholar = find(by_key(LIMPETS, WHELKS), client)
    assert WHELKS.work not in openalex.works
    assert LIMPETS.work not in scholar.works


def test_a_request_that_is_refused_is_halved(replay: Replay, client: Client):
    """One value that a service chokes on costs no neighbour, and the paper itself counts as unanswered."""
    replay.papers += SHOAL
    wrong = SHOAL[41]

    def picky(request: _Handler) -> None:
        if f"ARXIV:{wrong.arxiv}" in request.body or wrong.arxiv in request.path:
            request.say(400, json.dumps({"error": "Response would exceed maximum size"}))
        else:
            request.answered(str)

    replay.always["semantic-scholar"] = picky
    _, scholar = find(by_key(*SHOAL), client)
    assert len(scholar.works) == len(SHOAL) - (0 if wrong.doi else 1)
    assert scholar.unanswered == {wrong.work}
    assert [one.code for one in scholar.problems] == ["add.refused"]


def test_an_answer_so_full_that_references_may_be_missing_is_halved(replay: Replay, client: Client):
    """Semantic Scholar sends at most 9,999 references in an answer, and empty lists for the others, without a word."""
    long = [{"paperId": f"{at:040x}", "externalIds": {}} for at in range(400)]
    replay.papers += [replace(one, cited=tuple(long)) for one in SHOAL[:40]]

    def cut(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        left = 9_999
        for one in value:
            one["references"] = one["references"][:left]
            left -= len(one["references"])
        return value

    replay.always["semantic-scholar"] = trick(cut)
    _, scholar = find(by_key(*SHOAL[:40]), client)
    assert {len(scholar.works[one.work][0].references) for one in SHOAL[:40]} == {400}
    assert replay.services().count("semantic-scholar") == 3


def test_a_busy_service_is_waited_for(replay: Replay, client: Client, naps: list[float]):
    """429 with Retry-After is obeyed, and nothing is missing."""
    replay.papers += SHOAL[:3]
    replay.tricks["semantic-scholar"] = [says(429, "", Retry_After="7")]
    _, scholar = find(by_key(*SHOAL[:3]), client)
    assert len(scholar.works) == 3
    assert not scholar.problems
    assert any(6 < nap <= 7 for nap in naps)


def test_an_outage_half_way_keeps_what_came_before(replay: Replay, client: Client):
    """OpenAlex dies after two requests: the papers of later ones are unanswered, and Semantic Scholar's are complete."""
    replay.papers += SHOAL
    seen = []

    def dying(request: _Handler) -> None:
        seen.append(1)
        if len(seen) > 2:
            request.say(500, "")
        else:
            request.answered(str)

    replay.always["openalex"] = dying
    openalex, scholar = find(by_key(*SHOAL), client)
    assert 0 < len(openalex.works) < len(SHOAL)
    assert {one.work for one in SHOAL} - openalex.works.keys() <= openalex.unanswered
    assert [one.code for one in openalex.problems] == ["add.broken"]
    assert len(scholar.works) == len(SHOAL)
    assert not scholar.unanswered


@pytest.mark.parametrize("text", ["<html>Log in</html>", "{", "[]", "[null]", '{"message": "Internal"}', "[1, 2, 3]"])
def test_nonsense_is_a_problem_or_nothing(replay: Replay, client: Client, text: str):
    """Whatever a service sends, nothing is raised and no paper gets references."""
    replay.always |= {"openalex": says(200, text), "semantic-scholar": says(200, text)}
    for one in find(by_key(LIMPETS, WHELKS), client):
        assert not one.works


def test_a_service_that_knows_nothing_at_all_is_not_believed(client: Client):
    """An index that was lost would take all that the file has: of ten papers, it knows at least one."""
    for one in find(by_key(*SHOAL[:10]), client):
        assert len(one.unanswered) == 10
        assert [problem.code for problem in one.problems] == ["add.no-answer"]
        assert "knows none of 10 papers" in one.problems[0].message
    for one in find(by_key(*SHOAL[:9]), client):
        assert not one.unanswered
        assert not one.problems


def test_a_run_that_stopped_goes_on_and_offline_asks_nobody(replay: Replay, clock: Clock, tmp_path: Path):
    """Kept answers are not asked for again; they hold names alone, and suffice without a network."""
    replay.papers += SHOAL
    replay.always["semantic-scholar"] = says(500, "")

    def run(**how: Any) -> list[Found]:
        client = Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep), saved=SavedAnswers(tmp_path), **how)
        return find(by_key(*SHOAL), client)

    first = run()
    assert first[1].unanswered == {one.work for one in SHOAL}
    replay.always.clear()
    replay.asked.clear()
    second = run()
    assert set(replay.services()) == {"semantic-scholar"}
    replay.asked.clear()
    assert run(offline=True) == second
    assert not replay.asked


def test_offline_without_kept_answers_says_so(tmp_path: Path):
    """Every paper is unanswered, and one problem of each service says why."""
    for one in find(by_key(*SHOAL), Client(saved=SavedAnswers(tmp_path), offline=True)):
        assert len(one.unanswered) == len(SHOAL)
        assert [problem.code for problem in one.problems] == ["add.no-saved-answer"]


def test_after_the_deadline_nothing_is_asked(replay: Replay):
    """A run whose time is over asks nobody and says so."""
    for one in find(by_key(*SHOAL), Client(seconds=-1.0)):
        assert [problem.code for problem in one.problems] == ["add.deadline"]
        assert len(one.unanswered) == len(SHOAL)
    assert not replay.asked


def test_progress_counts_papers(replay: Replay, client: Client):
    """Each service is named, and the numbers never exceed that of the papers."""
    replay.papers += SHOAL
    told: list[tuple[str, int]] = []
    find(by_key(*SHOAL), client, lambda name, done: told.append((name, done)))
    assert {name for name, _ in told} == {"OpenAlex", "Semantic Scholar"}
    for service in ("OpenAlex", "Semantic Scholar"):
        done = [number for name, number in told if name == service]
        assert done == sorted(done)
        assert done[-1] == len(SHOAL)
