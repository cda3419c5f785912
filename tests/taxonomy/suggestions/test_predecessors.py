"""What papers may build on: the evidence, its weight, and what is not worth asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.model import (
    Basis,
    Catalogue,
    CitationGraph,
    Comparison,
    Node,
    Paper,
    ReferenceList,
    Refused,
    Rule,
    Status,
    Taxonomy,
)
from generator.taxonomy.rules import classified
from generator.taxonomy.suggestions import THRESHOLD, predecessors
from generator.taxonomy.suggestions.predecessors import MOST

PEOPLE = ("Ada Marsh", "Bo Reed", "Cai Sedge")
PAPERS = {
    "heron": Paper(title="HERON: Wading Through Text", date="2019-03-01", authors=PEOPLE, aliases=("HERON 1.0",)),
    "heron-2": Paper(title="HERON 2.0: Deeper Water", date="2020", authors=PEOPLE, former_keys=("heron-two",)),
    "heron-3": Paper(title="HERON 3.0: The Open Sea", date="2021-05", authors=PEOPLE),
    "heron-3-vast": Paper(title="HERON 3.0 Vast: An Ocean", date="2021-05-20", authors=PEOPLE),
    "heron-wing": Paper(title="HERON-Wing: Flying Over Text", date="2021-01-01", authors=("Dee Brook",)),
    "otter": Paper(title="Otters Swim", date="2019-01-01", authors=("Eve Tide",)),
}
TAXONOMY = Taxonomy(
    families={
        "birds": Node(name="Birds", rules=(Rule(words=("HERON",)),)),
        "waders": Node(name="Waders", parents=("birds",), rules=(Rule(words=("HERON 2.0", "HERON 3.0")),)),
    }
)


def shelf(cites: dict[str, tuple[str, ...]], taxonomy: Taxonomy = TAXONOMY, **papers: Paper) -> Catalogue:
    graph = CitationGraph(papers={key: ReferenceList(cites=one, outside=30) for key, one in cites.items()})
    found = dict(sorted({**PAPERS, **papers}.items()))
    return Catalogue(root=Path("content"), papers=found, taxonomy=taxonomy, citations=graph)


def pairs(catalogue: Catalogue, threshold: float = THRESHOLD) -> list[tuple[str, str]]:
    labels = classified(catalogue, list(catalogue.papers))
    return [(one.paper, one.basis) for one in predecessors(catalogue, labels, threshold)]


def test_the_closest_name_is_the_predecessor():
    """A version goes on from the one before it, a variant from the version that it names, a branch from the line."""
    everything = tuple(sorted(PAPERS))
    cites = {key: tuple(one for one in everything if one != key) for key in PAPERS}
    assert pairs(shelf(cites)) == [
        ("heron-2", "heron"),
        ("heron-wing", "heron"),
        ("heron-3", "heron-2"),
        ("heron-3-vast", "heron-3"),
    ]


def test_the_evidence_is_said():
    """Names, families, authors and references, each in words; the score is their sum."""
    catalogue = shelf({"heron-3": ("heron-2",)})
    graph = catalogue.citations.papers
    common = {
        "heron-2": ReferenceList(outside=30, common={"heron-3": 10}),
        "heron-3": graph["heron-3"],
    }
    catalogue = replace(catalogue, citations=CitationGraph(papers=common))
    (found,) = predecessors(catalogue, classified(catalogue, list(catalogue.papers)), THRESHOLD)
    assert found.as_json() == {
        "paper": "heron-3",
        "builds_on": "heron-2",
        "score": 1.0,
        "reasons": [
            "cites it",
            "named after HERON 2.0",
            "both are in Waders",
            "3 authors in common",
            "10 other references in common",
        ],
    }


def test_without_a_name_all_other_evidence_is_needed():
    """Authors, family and references together are enough; any two of them are not."""
    old, new = (
        Paper(title=f"Nests {word}", date=day, authors=PEOPLE) for word, day in (("Seen", "2020"), ("Heard", "2022"))
    )
    labels = Taxonomy(families={"nests": Node(name="Nests", rules=(Rule(words=("nests",)),))})
    catalogue = shelf({}, labels, a=old, b=new)

    def found(common: int, authors: tuple[str, ...], taxonomy: Taxonomy) -> list[tuple[str, str]]:
        graph = CitationGraph(
            papers={
                "a": ReferenceList(outside=30, common={"b": common} if common else {}),
                "b": ReferenceList(outside=30, cites=("a",)),
            }
        )
        papers = {**catalogue.papers, "b": Paper(title=new.title, date=new.date, authors=authors)}
        return pairs(replace(catalogue, citations=graph, taxonomy=taxonomy, papers=papers))

    assert found(12, PEOPLE, labels) == [("b", "a")]
    assert found(0, PEOPLE, labels) == found(12, ("Eve Tide",), labels) == found(12, PEOPLE, Taxonomy()) == []


def test_only_what_is_cited_and_older():
    """A paper that is not cited, or is newer, is no basis; a date may be a year alone."""
    assert pairs(shelf({"heron-2": ()})) == []
    assert pairs(shelf({"heron": ("heron-2",)})) == []
    assert pairs(shelf({"heron-2": ("heron",)}, heron=Paper(title="HERON: Wading", date="2020-12"))) == [
        ("heron-2", "heron")
    ]
    assert pairs(shelf({"heron-2": ("heron",)}, heron=Paper(title="HERON: Wading"))) == [("heron-2", "heron")]


@pytest.mark.parametrize(
    "change",
    [
        {"heron-2": PAPERS["heron-2"].model_copy(update={"builds_on": (Basis(paper="heron"),)})},
        {"heron-2": PAPERS["heron-2"].model_copy(update={"compared_with": (Comparison(paper="heron"),)})},
        {"heron": PAPERS["heron"].model_copy(update={"builds_on": (Basis(paper="heron-two"),)})},  # a former key
        {"heron": PAPERS["heron"].model_copy(update={"status": (Status(kind="retracted"),)})},
    ],
)
def test_what_a_person_said_already_is_not_asked(change: dict[str, Paper]):
    """A relation in either direction, under a former key as well; and no paper is said to build on a retracted one."""
    assert pairs(shelf({"heron-2": ("heron",)}, **change)) == []


def test_what_was_rejected_does_not_come_again():
    """taxonomy.yml remembers the pair, also under a former key."""
    rejected = TAXONOMY.rejected.model_copy(update={"builds_on": (Refused(paper="heron-two", builds_on="heron"),)})
    taxonomy = TAXONOMY.model_copy(update={"rejected": rejected})
    assert pairs(shelf({"heron-2": ("heron",), "heron-wing": ("heron",)}, taxonomy)) == [("heron-wing", "heron")]


def test_what_another_basis_builds_on_is_not_asked():
    """If A builds on B, and B on C, it goes without saying that A goes back to C: whether stated or suggested."""
    known = PAPERS["heron-3"].model_copy(update={"builds_on": (Basis(paper="heron-2"),)})
    wing = PAPERS["heron-wing"].model_copy(update={"builds_on": (Basis(paper="heron-3"),)})
    cites = {"heron-wing": ("heron-2", "heron")}
    assert pairs(shelf({**cites, "heron-2": ("heron",)}, **{"heron-3": known, "heron-wing": wing})) == [
        ("heron-2", "heron")
    ]


def test_two_that_cite_each_other_are_asked_about_once():
    """A yes to both would be a circle, which the check refuses."""
    twins = {
        key: Paper(title=f"{name}: A Study", date="2020", authors=PEOPLE)
        for key, name in (("a", "KITE 2"), ("b", "KITE 2 Air"))
    }
    found = pairs(shelf({"a": ("b",), "b": ("a",)}, **twins), 0.2)
    assert len([pair for pair in found if {*pair} == {"a", "b"}]) == 1


def test_a_few_for_each_paper():
    """A survey of its own line is not asked about ten times."""
    many = {f"kite-{at}": Paper(title=f"On {at} kites", date="2018", authors=PEOPLE) for at in range(9)}
    one = Paper(title="All kites", date="2022", authors=PEOPLE)
    assert len(pairs(shelf({"all": tuple(many)}, all=one, **many), 0.1)) == MOST


def test_citations_that_are_not_known_yet_suggest_nothing():
    """Without citations.yml there is nothing to go by."""
    assert pairs(replace(shelf({}), citations=CitationGraph()), 0) == []
