"""Many papers in few requests: each gets the record that it would get alone, and one fault costs no other paper."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from generator.model import Identifiers
from generator.services import Client, Gathering, Reference, gather, gather_all, parse
from generator.services.queries import PAGE, joined, questions, together
from generator.services.throttle import Throttle
from tests.services import answers
from tests.services.answers import LIMPETS, Paper, shoal
from tests.services.replaying import Clock, Replay, Trick, _Handler, says

SHOAL = shoal(120)


@pytest.fixture
def client(replay: Replay, clock: Clock) -> Client:
    """A client that does not really wait, and has patience with long answers."""
    assert replay.port
    return Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep))


def look_up(client: Client, *typed: str) -> list[Gathering]:
    return gather_all([parse(one) for one in typed], client)


def services(found: Gathering) -> list[str]:
    return [one.service.name for one in found.found]


def codes(found: Gathering) -> list[str]:
    return [problem.code for problem in found.problems]


def trick(change: Any) -> Trick:
    """Answer as the service would, with the answer changed."""

    def played(request: _Handler) -> None:
        request.answered(change)

    return played


def test_many_papers_take_few_requests(replay: Replay, client: Client):
    """120 papers are two requests to arXiv and Crossref, six to OpenAlex, one to Semantic Scholar."""
    replay.papers += SHOAL
    found = look_up(client, *(one.arxiv for one in SHOAL))
    asked = Counter(replay.services())
    assert asked.pop("hugging-face") == 120  # it has no request for many
    assert asked == {"arxiv": 2, "crossref": 2, "openalex": 6, "semantic-scholar": 1}
    assert [one.found[0].record.title for one in found] == [one.title for one in SHOAL]
    assert not any(one.problems for one in found)


def test_each_paper_gets_what_it_gets_alone(replay: Replay, client: Client):
    """The records from requests for many are those from requests for one."""
    replay.papers += SHOAL[:12]
    references = [parse(one.arxiv) for one in SHOAL[:12]]

    def facts(found: Gathering) -> list[object]:
        return [(one.service.name, replace(one.record, line=1)) for one in found.found]

    together_, alone = gather_all(references, client), [gather(one, client) for one in references]
    assert [facts(one) for one in together_] == [facts(one) for one in alone]
    assert {len(one.found) for one in alone} == {4, 5}


def test_papers_named_in_all_ways_join_the_same_requests(replay: Replay, client: Client):
    """Papers named by arXiv id, DOI, ACL id, PMID and page are asked for together, and each gets its own record."""
    known = [
        SHOAL[0],
        replace(SHOAL[1], arxiv=""),
        replace(SHOAL[3], arxiv="", doi="10.18653/v1/2029.acl-long.3", acl="2029.acl-long.3"),
        replace(SHOAL[5], arxiv="", doi="", pmid="31234567"),
        replace(SHOAL[7], arxiv="", doi="", openreview="rJ4km2R5t7"),
        replace(SHOAL[9], arxiv="", doi="", openreview="sK5ln3S6u8"),
        replace(SHOAL[11], arxiv="", doi="", pmid="31234568"),
    ]
    replay.papers += known
    typed = ["arXiv:2902.10000v3", SHOAL[1].doi, "2029.acl-long.3"]
    typed += ["https://openreview.net/forum?id=rJ4km2R5t7", "https://openreview.net/forum?id=sK5ln3S6u8"]
    references = [parse(one) for one in typed]
    references += [Reference(typed=one.pmid, identifiers=Identifiers(pmid=one.pmid)) for one in (known[3], known[6])]
    found = gather_all(references, client)
    wanted = [known[0], known[1], known[2], known[4], known[5], known[3], known[6]]
    assert [one.found[0].record.title for one in found] == [one.title for one in wanted]
    asked = Counter(replay.services())
    assert (asked["crossref"], asked["semantic-scholar"]) == (1, 1)
    assert asked["openalex"] == 3  # DOIs, PMIDs, pages


def test_what_a_service_does_not_name_it_does_not_know(replay: Replay, client: Client):
    """Unknown ids cost no further request, and are told by paper; so are those of a service that knows none."""
    replay.papers += SHOAL[:3]
    found = look_up(client, "2902.10000", "2909.00001", "2902.10002", "2909.00002")
    assert [codes(one) for one in found] == [[], ["add.unknown"], [], ["add.unknown"]]
    assert Counter(replay.services())["semantic-scholar"] == 1
    replay.asked.clear()
    assert [codes(one) for one in look_up(client, "2909.00001", "2909.00002")] == [["add.unknown"]] * 2
    assert Counter(replay.services())["semantic-scholar"] == 1  # it refuses a request of which it knows nothing


def test_a_wrong_paper_in_an_answer_is_noticed(replay: Replay, client: Client):
    """Semantic Scholar answers in the order of the request: another paper in a place is ignored, with a warning."""
    replay.papers += SHOAL[:3]

    def swap(body: str) -> str:
        first, _, third = json.loads(body)
        stranger = json.loads(answers.scholar(LIMPETS))
        return json.dumps([first, stranger, third])

    replay.always["semantic-scholar"] = trick(swap)
    found = look_up(client, *(one.arxiv for one in SHOAL[:3]))
    assert [codes(one) for one in found] == [[], ["add.wrong-paper"], []]
    assert LIMPETS.title in found[1].problems[0].message
    assert SHOAL[1].arxiv in found[1].problems[0].hint
    assert ["semantic-scholar" in services(one) for one in found] == [True, False, True]


def test_a_stranger_in_a_feed_is_given_to_nobody(replay: Replay, client: Client):
    """An entry of arXiv that nobody asked for is no paper's record; whom the answer leaves out is asked for alone."""
    replay.papers += SHOAL[:3]
    stranger = answers.atom(LIMPETS).partition("<entry>")[2].partition("</entry>")[0]

    def swap(body: str) -> str:
        before, _, after = body.partition("<entry>")
        return f"{before}<entry>{stranger}</entry>{after.partition('</entry>')[2]}"

    replay.tricks["arxiv"] = [trick(swap)]
    found = look_up(client, *(one.arxiv for one in SHOAL[:3]))
    assert [one.found[0].record.title for one in found] == [one.title for one in SHOAL[:3]]
    assert not any(LIMPETS.title in record.record.title for one in found for record in one.found)
    assert Counter(replay.services())["arxiv"] == 2


def test_answers_in_another_order_reach_their_papers(replay: Replay, client: Client):
    """Should Semantic Scholar mix the order up, each record still goes to the paper whose identifier it has."""
    replay.papers += SHOAL[:4]
    replay.always["semantic-scholar"] = trick(lambda body: json.dumps(json.loads(body)[::-1]))
    found = look_up(client, *(one.arxiv for one in SHOAL[:4]))
    assert not any(one.problems for one in found)
    titles = [[one.record.title for one in each.found if one.service.name == "semantic-scholar"] for each in found]
    assert titles == [[one.title] for one in SHOAL[:4]]


def test_a_busy_service_is_waited_for(replay: Replay, client: Client, naps: list[float]):
    """A 429 with Retry-After between two requests for many costs the time that it names, and no paper."""
    replay.papers += SHOAL
    replay.tricks["arxiv"] = [trick(str), says(429, "slow down", Retry_After="7")]
    found = look_up(client, *(one.arxiv for one in SHOAL))
    assert naps == [7.0]
    assert all("arxiv" in services(one) for one in found)
    assert Counter(replay.services())["arxiv"] == 3


def test_what_was_found_before_an_outage_is_kept(replay: Replay, client: Client):
    """A service that fails half-way keeps what it gave; it is not asked for the rest, which others know."""
    replay.papers += SHOAL
    replay.tricks["arxiv"] = [trick(str)]
    replay.always["arxiv"] = says(500)
    found = look_up(client, *(one.arxiv for one in SHOAL))
    assert sum("arxiv" in services(one) for one in found) == 100
    assert all(one.found for one in found)
    assert {problem.code for one in found for problem in one.problems} == {"add.broken"}
    assert len({problem for one in found for problem in one.problems}) == 1
    assert Counter(replay.services())["arxiv"] == 4  # the second request three times


def test_one_value_that_is_refused_costs_no_neighbour(replay: Replay, client: Client):
    """A request that a service refuses is halved until the value is found that it refuses."""
    replay.papers += SHOAL[:100]
    bad = SHOAL[33].arxiv

    def picky(request: _Handler) -> None:
        if bad in request.path:
            request.say(400, "incorrect id format")
        else:
            request.answered(str)

    replay.always["arxiv"] = picky
    found = look_up(client, *(one.arxiv for one in SHOAL[:100]))
    assert [services(one)[0] for one in found].count("arxiv") == 99
    assert codes(found[33]) == ["add.refused"]
    assert Counter(replay.services())["arxiv"] <= 15


def test_a_service_that_refuses_everything_is_left_alone(replay: Replay, client: Client):
    """Halving ends: 120 papers are not 240 refusals."""
    replay.papers += SHOAL
    replay.always["crossref"] = says(400, "no")
    look_up(client, *(one.doi for one in SHOAL if one.doi), *(one.arxiv for one in SHOAL))
    assert Counter(replay.services())["crossref"] < 30


def test_a_broken_record_costs_no_neighbour(replay: Replay, client: Client):
    """A part of an answer that cannot be read is asked for once more, alone."""
    replay.papers += SHOAL[:3]
    replay.tricks["arxiv"] = [trick(lambda body: body.replace(f"<title>{SHOAL[1].title}</title>", "<title>&</titel>"))]
    found = look_up(client, *(one.arxiv for one in SHOAL[:3]))
    assert all(services(one)[0] == "arxiv" for one in found)
    assert Counter(replay.services())["arxiv"] == 2


def test_two_names_of_one_paper_are_asked_for_once(replay: Replay, client: Client):
    """What one name of a paper made a service say serves the other name, too, whenever it leads there."""
    replay.papers.append(LIMPETS)
    found = look_up(client, LIMPETS.arxiv, LIMPETS.doi)
    assert set(Counter(replay.services()).values()) == {1}
    assert {record.record.title for one in found for record in one.found} == {LIMPETS.title}


def test_progress_names_the_service_and_counts_papers(replay: Replay, client: Client):
    """The number of papers that are done grows to all of them."""
    replay.papers += SHOAL[:5]
    told: list[tuple[str, int]] = []
    gather_all([parse(one.arxiv) for one in SHOAL[:5]], client, lambda name, done: told.append((name, done)))
    assert told[0] == ("arXiv", 0)
    assert told[-1] == ("Hugging Face", 5)
    assert [done for _, done in told] == sorted(done for _, done in told)


@pytest.mark.parametrize(
    "doi", ["10.5555/a,doi:10.5555/b", "10.5555/a|b", "10.5555/a+b", "10.5555/!a", "10.1/é", "10.1/a:b"]
)
def test_a_doi_that_means_something_in_a_filter_is_asked_for_alone(doi: str):
    """Commas, bars and other signs of a filter never reach one: such a DOI could ask for other papers."""
    reference = replace(
        parse("10.5555/plain"), identifiers=parse("10.5555/plain").identifiers.model_copy(update={"doi": doi})
    )
    asked = [one for group in questions(reference) for one in group]
    assert [one.service.name for one in asked if one.by in {"doi", "pmid"}] == []
    assert {one.service.name for one in asked} == {"crossref", "openalex", "semantic-scholar"}


def test_requests_stay_within_the_limits_of_the_services():
    """No request names more values than a service allows, nor has an address of more than 8,000 characters."""
    long = [replace(one, doi=f"10.5555/{'long' * 40}.{at}") for at, one in enumerate(SHOAL)]
    references = [parse(name) for one in long for name in (one.doi, one.arxiv)]
    asked = [one for reference in references for group in questions(reference) for one in group]
    for name in ("arxiv", "crossref", "openalex", "semantic-scholar"):
        own = [one for one in asked if one.service.name == name]
        groups = list(together(own))
        assert sorted(one.target for group in groups for one in group) == sorted(one.target for one in own)
        for group in groups:
            whole = joined(group)
            assert len(whole.target) < 8_000
            query = dict(whole.query)
            if name == "openalex":
                assert query["filter"].count("|") < 50
                assert query["per_page"] == str(PAGE)
            assert query.get("max_results", str(len(group))) == str(len(group))
            assert not whole.body or len(json.loads(whole.body)["ids"]) <= 500


def test_a_hostile_list_of_nulls_and_nonsense_is_told(replay: Replay, client: Client):
    """Whatever stands in an answer to many, the papers are still found elsewhere and nothing is raised."""
    replay.papers += SHOAL[:4]
    for body in (
        '[1, "x", null, [[]]]',
        "[null,null,null,null]",
        '{"data": null}',
        "[" * 5_000,
        '[{"title": 5},{},{},{}]',
    ):
        replay.always["semantic-scholar"] = says(200, body)
        found = look_up(client, *(one.arxiv for one in SHOAL[:4]))
        assert all(one.found for one in found)
        assert {problem.severity for one in found for problem in one.problems} <= {"warning"}


def test_a_paper_of_another_service_number_is_found_too(replay: Replay, client: Client):
    """Numbers of OpenAlex and Semantic Scholar, and titles, go beside lists of identifiers."""
    replay.papers += SHOAL[:4]
    papers: list[Paper] = SHOAL[:4]
    found = look_up(client, papers[0].work, papers[1].number, papers[2].title, papers[3].arxiv)
    assert [one.found[0].record.title for one in found] == [one.title for one in papers]
