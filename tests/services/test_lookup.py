"""Looking a paper up in five services: right records are combined, wrong ones noticed, and no failure stops the others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.model import Identifiers
from generator.services import SERVICES, Client, Gathering, Reference, gather, parse
from tests.services import answers
from tests.services.answers import LIMPETS, WHELKS
from tests.services.replaying import Replay, says

OTHER = replace(
    LIMPETS,
    title="Barnacles Do Not Move: A Proof",
    arxiv="2811.00001",
    doi="10.5555/rock.1",
    authors=("Per Stone",),
    text="Barnacles sit. We prove it.",
    date="2028-11-01",
    number="f" * 40,
    work="W4200000009",
    code="",
)


def services(found: Gathering) -> list[str]:
    return [one.service.name for one in found.found]


def codes(found: Gathering) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in found.problems]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2901.01234", "arxiv"),
        ("https://huggingface.co/papers/2901.01234", "arxiv"),
        ("10.5555/Shore.2029.77", "crossref"),
        ("https://doi.org/10.5555/shore.2029.77", "crossref"),
        (LIMPETS.work, "openalex"),
        (LIMPETS.number, "semantic-scholar"),
        ("limpetnet: counting LIMPETS between two tides", "arxiv"),
    ],
)
def test_every_name_of_a_paper_leads_to_all_that_is_known(replay: Replay, client: Client, typed: str, first: str):
    """Identifiers from one service are looked up in the others; each service gives one record."""
    replay.papers += [LIMPETS, WHELKS, OTHER]
    found = gather(parse(typed), client)
    assert services(found)[0] == first
    assert sorted(services(found)) == sorted(SERVICES)
    assert found.problems == ()
    assert {one.record.identifiers.doi for one in found.found} == {None, LIMPETS.doi}
    assert {one.record.title for one in found.found} == {LIMPETS.title}


def test_an_acl_paper_is_found_by_its_doi(replay: Replay, client: Client):
    """An ACL Anthology id is looked up as the DOI that the Anthology makes of it."""
    replay.papers += [LIMPETS, WHELKS]
    found = gather(parse("https://aclanthology.org/2029.acl-long.7/"), client)
    assert services(found) == ["crossref", "openalex", "semantic-scholar"]
    assert {one.record.identifiers.acl for one in found.found} == {WHELKS.acl}


def test_an_openreview_paper_is_found_by_its_page(replay: Replay, client: Client):
    """OpenAlex knows papers by the address of their page; the identifiers in its answer are looked up elsewhere."""
    replay.papers += [OTHER, replace(LIMPETS, openreview="rJ4km2R5t7", doi="")]
    found = gather(parse("https://openreview.net/forum?id=rJ4km2R5t7"), client)
    assert services(found) == ["openalex", "arxiv", "semantic-scholar", "hugging-face"]
    assert found.found[0].record.identifiers == Identifiers(arxiv="2901.01234", openreview="rJ4km2R5t7")


def test_a_paper_is_found_by_its_number_at_pubmed(replay: Replay, client: Client):
    """OpenAlex and Semantic Scholar know PubMed's numbers; what they add is looked up elsewhere."""
    replay.papers += [OTHER, replace(LIMPETS, pmid="12345678")]
    found = gather(Reference(typed="PMID 12345678", identifiers=Identifiers(pmid="12345678")), client)
    assert services(found) == ["openalex", "arxiv", "crossref", "semantic-scholar", "hugging-face"]
    replay.papers[1] = replace(LIMPETS, pmid="12345678", doi="", arxiv="", work="W4200000003")
    replay.asked.clear()
    found = gather(Reference(typed="PMID 12345678", identifiers=Identifiers(pmid="12345678")), client)
    assert services(found) == ["openalex", "semantic-scholar"]


def test_a_paper_is_found_by_the_address_of_its_page(replay: Replay, client: Client):
    """Where a page has no identifier, OpenAlex is asked for the addresses that it may have there."""
    replay.papers += [OTHER, replace(LIMPETS, page="http://proceedings.mlr.press/v519/marsh29a/marsh29a.pdf")]
    pages = tuple(f"proceedings.mlr.press/v519/marsh29a{end}" for end in (".html", "/marsh29a.pdf"))
    found = gather(Reference(typed="marsh29a", pages=pages), client)
    assert services(found)[0] == "openalex"
    assert {one.record.title for one in found.found} == {LIMPETS.title}
    replay.papers.pop()
    found = gather(Reference(typed="marsh29a", pages=pages), client)
    assert codes(found) == [("add.unknown", "error")]
    assert found.problems[0].hint.startswith("give the whole title, or an identifier")


def test_an_old_arxiv_id_is_asked_for_as_it_is(replay: Replay, client: Client):
    """Ids with a slash stay one id; Hugging Face has no pages for them."""
    replay.papers.append(replace(LIMPETS, arxiv="cs/0112017", doi="", date="2001-12-11"))
    found = gather(parse("cs/0112017"), client)
    assert services(found) == ["arxiv", "openalex", "semantic-scholar"]
    assert "hugging-face" not in replay.services()


def test_what_nobody_knows(replay: Replay, client: Client):
    """An identifier that leads nowhere is one clear problem."""
    found = gather(parse("2901.09999"), client)
    assert (found.found, codes(found)) == ((), [("add.unknown", "error")])
    assert set(replay.services()) == {"arxiv", "openalex", "semantic-scholar", "hugging-face"}


@pytest.mark.parametrize("down", sorted(SERVICES))
def test_a_service_that_is_down_does_not_stop_the_others(replay: Replay, client: Client, down: str):
    """Four services give their records, the fifth a warning."""
    replay.papers.append(LIMPETS)
    replay.always[down] = says(500)
    found = gather(parse("2901.01234"), client)
    assert sorted(services(found)) == sorted(set(SERVICES) - {down})
    assert codes(found) == [("add.broken", "warning")]


def test_unknown_and_down_are_both_told(replay: Replay, client: Client):
    """If no service knows the paper and one could not be asked, the message says both."""
    replay.always["arxiv"] = says(503)
    found = gather(parse("2901.01234"), client)
    assert codes(found) == [("add.unknown", "error"), ("add.busy", "error")]
    assert "no service that answered" in found.problems[0].message


@pytest.mark.parametrize(
    ("service", "wrong"),
    [
        ("arxiv", answers.atom(OTHER)),
        ("crossref", answers.crossref(OTHER)),
        ("openalex", answers.openalex(OTHER)),
        ("semantic-scholar", answers.scholar(OTHER)),
        ("hugging-face", answers.face(OTHER)),
    ],
)
def test_another_paper_than_asked_for_is_noticed(replay: Replay, client: Client, service: str, wrong: str):
    """A service that answers with another identifier than requested is ignored, with a warning."""
    replay.papers.append(LIMPETS)
    replay.always[service] = says(200, wrong)
    found = gather(parse("2901.01234"), client)
    assert sorted(services(found)) == sorted(set(SERVICES) - {service})
    assert set(codes(found)) == {("add.wrong-paper", "warning")}
    assert {one.record.title for one in found.found} == {LIMPETS.title}


def test_only_a_wrong_paper(replay: Replay, client: Client):
    """If the only answer is about another paper, nothing is used and the command fails."""
    replay.always["arxiv"] = says(200, answers.atom(OTHER))
    found = gather(parse("2901.01234"), client)
    assert (found.found, codes(found)) == ((), [("add.wrong-paper", "error")])
    assert OTHER.title in found.problems[0].message


def test_the_right_number_with_a_wrong_title_is_noticed(replay: Replay, client: Client):
    """Two services that give one identifier to different papers are not merged: the registry is trusted."""
    replay.papers.append(LIMPETS)
    replay.always["semantic-scholar"] = says(200, answers.scholar(replace(OTHER, arxiv=LIMPETS.arxiv)))
    found = gather(parse("2901.01234"), client)
    assert "semantic-scholar" not in services(found)
    assert codes(found) == [("add.disagrees", "warning")]


def test_a_learned_identifier_that_leads_astray_is_dropped(replay: Replay, client: Client):
    """A DOI that one service links to the paper, but that belongs to another paper, does not get into the file."""
    replay.papers += [replace(LIMPETS, doi=OTHER.doi)]
    replay.always["crossref"] = says(200, answers.crossref(OTHER))
    found = gather(parse("2901.01234"), client)
    assert "crossref" not in services(found)
    assert ("add.disagrees", "warning") in codes(found)
    assert {one.record.identifiers.doi for one in found.found} == {None}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"message": "Too Many Requests", "code": "429"}),
        json.dumps({"error": "internal", "message": "try later"}),
        "",
        "{}",
        "[]",
        "null",
        "[[[[",
        "{" * 10_000,
        "plain words",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>',
    ],
)
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_an_answer_that_is_none_is_told_of(replay: Replay, client: Client, service: str, body: str):
    """Error bodies with status 200, cut-off text and nonsense give a warning or nothing; the others go on."""
    replay.papers.append(LIMPETS)
    replay.always[service] = says(200, body)
    found = gather(parse("2901.01234"), client)
    assert sorted(services(found)) == sorted(set(SERVICES) - {service})
    assert {severity for _, severity in codes(found)} <= {"warning"}


def test_an_error_of_arxiv_is_told(replay: Replay, client: Client):
    """ArXiv's error entry, which looks like a paper called Error, is not taken for one."""
    error = answers.atom(replace(LIMPETS, title="Error", text="incorrect id format for 2901.01234"))
    error = error.replace(f"http://arxiv.org/abs/{LIMPETS.arxiv}v2", "http://arxiv.org/api/errors#incorrect_id_format")
    replay.always["arxiv"] = says(200, error)
    found = gather(parse("2901.01234"), client)
    assert found.found == ()
    assert ("add.no-answer", "error") in codes(found)


def test_the_preprints_date_is_not_the_publications(replay: Replay, client: Client):
    """Semantic Scholar may date a publication by its preprint: a date that arXiv also gives is the preprint's."""
    replay.papers.append(LIMPETS)
    replay.always["crossref"] = says(500)
    dates = {one.service.name: one.record.date for one in gather(parse("2901.01234"), client).found}
    assert dates == {
        "arxiv": LIMPETS.date,
        "hugging-face": LIMPETS.date,
        "openalex": LIMPETS.published,
        "semantic-scholar": None,
    }


def test_a_title_must_be_equal(replay: Replay, client: Client):
    """Searches return similar papers; those with another title are ignored."""
    replay.papers += [LIMPETS, replace(WHELKS, title="Counting Limpets Between Two Tides, Again and Again")]
    found = gather(parse("Counting Limpets Between Two Tides"), client)
    assert (found.found, codes(found)) == ((), [("add.unknown", "error")])
    assert "whole title" in found.problems[0].hint


def test_several_papers_of_one_title_are_listed(replay: Replay, client: Client):
    """Of two papers with the same title neither is guessed: both are listed, with what distinguishes them."""
    twin = replace(OTHER, title=LIMPETS.title, venue="Annals of Rock")
    replay.papers += [LIMPETS, twin]
    found = gather(parse(LIMPETS.title), client)
    assert (found.found, codes(found)) == ((), [("add.ambiguous", "error")])
    message = found.problems[0].message
    assert "2 papers" in message
    assert all(name in message for name in (LIMPETS.doi, twin.doi, "Ada Marsh et al., 2029", "Per Stone"))


def test_a_title_with_signs_of_a_query(replay: Replay, client: Client):
    """Quotes, brackets, commas and bars of a title are not query syntax."""
    title = 'Shells, "Tides" AND (Rocks) | A:B — 50% [sic]'
    replay.papers.append(replace(LIMPETS, title=title.replace("&", "and")))
    assert len(services(gather(parse(title), client))) == 5
    query = next(path for service, path in replay.asked if service == "openalex")
    assert not any(sign in query for sign in ("%22", "%28", "%7C", "%2C"))


def test_a_paper_without_identifiers_can_be_found_by_title(replay: Replay, client: Client):
    """A record that only one service has, without an identifier, is used as it is."""
    replay.papers.append(replace(LIMPETS, arxiv="", doi=""))
    found = gather(parse(LIMPETS.title), client)
    assert services(found) == ["openalex", "semantic-scholar"]
    assert found.problems == ()
