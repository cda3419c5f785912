"""The citation graph out of what services state: whatever the order, and whatever failed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from generator.formats.answers.citing_works import CitingWork, Name
from generator.intake import citation_links
from generator.model import (
    Catalogue,
    CitationGraph,
    Identifiers,
    Ledger,
    LedgerRecord,
    Paper,
    ReferenceList,
    Version,
)
from generator.services import SERVICES
from generator.services.cited_references import Found

DAY, LATER = "2026-03-02", "2026-03-09"
PAPERS = {
    "heron": Paper(title="Heron", identifiers=Identifiers(arxiv="1903.00001", doi="10.1234/heron")),
    "kite": Paper(
        title="Kite",
        identifiers=Identifiers(doi="10.18653/v1/2021.acl-long.7"),
        other_versions=(Version(venue="Preprints", doi="10.2139/ssrn.5"),),
    ),
    "otter": Paper(title="Otter", identifiers=Identifiers(acl="P19-1441", pmid="31234567")),
    "raven": Paper(title="Raven"),
}


NOTHING = CitationGraph()


def shelf(citations: CitationGraph = NOTHING, **papers: Paper) -> Catalogue:
    return Catalogue(root=Path("content"), papers=dict(sorted({**PAPERS, **papers}.items())), citations=citations)


def openalex(works: dict[str, list[str]], **more: frozenset[str]) -> Found:
    """Return what OpenAlex knows; each paper is one work with the number of its name: Wheron."""
    return Found(
        service=SERVICES["openalex"],
        works={
            key: (
                CitingWork(
                    names=frozenset({("openalex", f"W{key}")}),
                    references=tuple(frozenset({("openalex", one)}) for one in cited),
                ),
            )
            for key, cited in works.items()
        },
        **more,
    )


def scholar(works: dict[str, list[set[Name]]], **more: frozenset[str]) -> Found:
    return Found(
        service=SERVICES["semantic-scholar"],
        works={
            key: (
                CitingWork(
                    names=frozenset({("semantic-scholar", key * 8)}), references=tuple(frozenset(one) for one in cited)
                ),
            )
            for key, cited in works.items()
        },
        **more,
    )


def number(one: str) -> Name:
    return "semantic-scholar", one


def test_a_reference_is_ours_by_any_of_its_names():
    """By the service's number, by the DOI of any version, by an Anthology id for a DOI, by what an old ledger has."""
    graph = citation_links.made(
        shelf(),
        [
            openalex({"heron": ["Wotter", "W1"], "otter": []}),
            scholar(
                {
                    "otter": [{number("x"), ("doi", "10.2139/ssrn.5")}, {number("y")}],
                    "kite": [{number("z"), ("arxiv", "1903.00001")}],
                    "heron": [{number("v"), ("acl", "2021.acl-long.7")}],
                }
            ),
        ],
        DAY,
    )
    assert graph == CitationGraph(
        date=DAY,
        services=("openalex", "semantic-scholar"),
        papers={
            "heron": ReferenceList(cites=("kite", "otter"), outside=1),
            "kite": ReferenceList(cites=("heron",)),
            "otter": ReferenceList(cites=("kite",), outside=1),
        },
    )
    record = LedgerRecord(line=1, id="W77", paper="raven")
    known = replace(shelf(), ledgers={"x": Ledger(source="openalex", format="openalex", date=DAY, records=(record,))})
    assert citation_links.made(known, [openalex({"heron": ["W77"]})], DAY).papers["heron"].cites == ("raven",)


def test_a_paper_does_not_cite_itself_and_each_work_counts_once():
    """A preprint that cites its own publication says nothing; two works of one paper that cite the same say it once."""
    work = CitingWork(
        names=frozenset({("openalex", "W2")}),
        references=(frozenset({("openalex", "W9")}), frozenset({("openalex", "Wheron")})),
    )
    one = openalex({"heron": ["W9", "W9", "W8", "W2"]})
    both = replace(one, works={"heron": (*one.works["heron"], work)})
    assert citation_links.made(shelf(), [both], DAY).papers == {"heron": ReferenceList(outside=2)}


def test_an_identifier_of_two_papers_is_no_evidence():
    """Conference abstracts share a DOI: who cites it cites neither of them for certain."""
    twin = Paper(title="Heron II", identifiers=Identifiers(doi="10.1234/heron"))
    graph = citation_links.made(
        shelf(twin=twin), [scholar({"otter": [{number("x"), ("doi", "10.1234/heron")}, {number("y")}]})], DAY
    )
    assert graph.papers == {"otter": ReferenceList(outside=1)}


def test_outside_references_are_those_of_the_service_that_knows_most():
    """The services name works differently: their numbers are not added up. Common ones are counted likewise."""
    mine = [f"W{at}" for at in range(5)]
    theirs = [{number(f"s{at}")} for at in range(4)]
    graph = citation_links.made(
        shelf(), [openalex({"heron": mine, "otter": mine[:3]}), scholar({"heron": theirs, "otter": theirs})], DAY
    )
    assert graph.papers == {
        "heron": ReferenceList(outside=5, common={"otter": 4}),
        "otter": ReferenceList(outside=4),
    }


FORMER = CitationGraph(
    date=DAY,
    services=("openalex", "semantic-scholar"),
    papers={
        "heron": ReferenceList(cites=("kite",), outside=7, common={"kite": 4, "otter": 3}),
        "kite": ReferenceList(outside=9),
        "otter": ReferenceList(cites=("heron", "kite"), outside=3),
    },
)


def test_what_a_service_did_not_answer_stays():
    """One service fails for Heron: what the file has of it stays and joins the answer of the other; Otter's is new."""
    graph = citation_links.made(
        shelf(FORMER),
        [openalex({"heron": ["Wotter"], "otter": ["Wkite"], "kite": []}), scholar({}, unanswered=frozenset({"heron"}))],
        LATER,
    )
    assert graph.date == LATER
    assert graph.services == ("openalex", "semantic-scholar")
    assert graph.papers == {
        "heron": ReferenceList(cites=("kite", "otter"), outside=7, common={"kite": 4, "otter": 3}),
        "otter": ReferenceList(cites=("kite",)),
    }


def test_when_all_services_fail_nothing_changes():
    """Neither the date nor the papers."""
    everyone = frozenset(PAPERS)
    silent = [openalex({}, unanswered=everyone), scholar({}, unanswered=everyone)]
    assert citation_links.made(shelf(FORMER), silent, LATER) == FORMER
    assert citation_links.made(shelf(), silent, LATER) == CitationGraph()


def test_the_date_is_that_of_the_last_news():
    """The same answers a week later change nothing."""
    found = [openalex({"heron": ["Wotter", "W1"], "otter": []})]
    first = citation_links.made(shelf(), found, DAY)
    assert citation_links.made(shelf(first), found, LATER) == first
    more = [openalex({"heron": ["Wotter", "W1", "W2"], "otter": []})]
    assert citation_links.made(shelf(first), more, LATER).date == LATER


def test_the_order_of_answers_does_not_matter():
    """Any order of services, papers and references gives the same graph, in the order of its keys."""
    dice = random.Random(3)
    papers = {f"p{at:02}": Paper(title=str(at), identifiers=Identifiers(arxiv=f"2001.{at:05}")) for at in range(40)}
    works = {key: [f"W{dice.choice([*papers, *range(60)])}" for _ in range(20)] for key in papers}
    names = {key: [{number(one)} for one in cited] for key, cited in works.items()}
    expected = citation_links.made(shelf(**papers), [openalex(works), scholar(names)], DAY)
    assert any(one.common for one in expected.papers.values())
    for _ in range(3):
        keys = list(works)
        dice.shuffle(keys)
        for one in works.values():
            dice.shuffle(one)
        again = [scholar({key: names[key][::-1] for key in keys}), openalex({key: works[key] for key in keys})]
        found = citation_links.made(shelf(**papers), again, DAY)
        assert found == expected
        assert found.model_dump_json() == expected.model_dump_json()


def test_a_paper_is_asked_for_by_each_of_its_identifiers():
    """Those of other versions included, each once; an ISBN is a book's, and a book is many chapters."""
    assert citation_links.single_identifiers(PAPERS["kite"]) == (
        Identifiers(doi="10.18653/v1/2021.acl-long.7"),
        Identifiers(doi="10.2139/ssrn.5"),
    )
    assert [one.acl or one.pmid for one in citation_links.single_identifiers(PAPERS["otter"])] == [
        "P19-1441",
        "31234567",
    ]
    assert citation_links.single_identifiers(Paper(title="Book", identifiers=Identifiers(isbn="9780262035613"))) == ()


def test_papers_that_are_renamed_merged_or_gone():
    """Former keys lead to the papers of now; merged papers join what they cite; who is gone is only counted."""
    names = {"heron": "heron", "otter": "heron", "kite-2": "kite-2", "kite": "kite-2"}
    assert FORMER.within(names).papers == {
        "heron": ReferenceList(cites=("kite-2",), outside=7, common={"kite-2": 4}),
        "kite-2": ReferenceList(outside=9),
    }
    assert FORMER.within({key: key for key in PAPERS}) is FORMER
    without = FORMER.within({"heron": "heron", "otter": "otter"})
    assert without.papers == {
        "heron": ReferenceList(outside=8, common={"otter": 3}),
        "otter": ReferenceList(cites=("heron",), outside=4),
    }
    assert FORMER.within({}).papers == {}
