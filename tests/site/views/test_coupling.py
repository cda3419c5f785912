"""Papers are related if they cite the same ones, here or elsewhere, and the reason says so with counts or names."""

import pytest

from generator import site
from generator.model import Catalogue, CitationGraph, Node, Paper, ReferenceList, Taxonomy
from generator.site.views import arrangement, coupling, related


def arranged(root, papers, stated, **more):
    """Return a shelf of papers with the references that are stated of some."""
    graph = CitationGraph(papers=stated)
    return arrangement.arrange(Catalogue(root=root, papers=papers, citations=graph, **more), {})


def near(shelf, key):
    """Return the related papers of a paper with the reasons."""
    return {one.card.key: one.reason for one in related.related(shelf)[key]}


def pond(*more):
    """Return papers whose titles are their short names."""
    return {key: Paper(title=key.title(), date="2001") for key in ("kelp", "reef", "tide", "a", "b", *more)}


@pytest.mark.parametrize(
    ("cites", "outside", "reason"),
    [
        (("kelp", "reef"), 0, "both cite Kelp and Reef"),
        (("kelp", "reef", "tide"), 0, "both cite Kelp, Reef and 1 other"),
        ((), 6, "6 references in common"),
        (("kelp",), 5, "6 references in common, among them Kelp"),
        (("kelp", "reef", "tide"), 5, "8 references in common, among them Kelp and Reef"),
    ],
)
def test_references_in_common_are_a_reason(tmp_path, cites, outside, reason):
    """Those here are named if there are few, those elsewhere are counted with them; it holds for both papers."""
    common = {"b": outside} if outside else {}
    shelf = arranged(
        tmp_path,
        pond(),
        {
            "a": ReferenceList(cites=cites, outside=outside + 5, common=common),
            "b": ReferenceList(cites=cites, outside=outside + 5),
        },
    )
    assert near(shelf, "a") == {"b": reason}
    assert near(shelf, "b") == {"a": reason}


def test_one_reference_in_common_is_none(tmp_path):
    """Everybody shares one with somebody."""
    one = ReferenceList(cites=("kelp",), outside=1)
    assert near(arranged(tmp_path, pond(), {"a": one, "b": one}), "a") == {}


def test_few_of_many_references_count_for_nothing(tmp_path):
    """A survey shares some with every paper."""
    for outside, found in ((5, {"b"}), (400, set())):
        stated = {
            "a": ReferenceList(outside=outside, common={"b": 5}),
            "b": ReferenceList(outside=outside),
        }
        assert near(arranged(tmp_path, pond(), stated), "a").keys() == found


def test_what_everybody_cites_relates_nobody(tmp_path):
    """Of two references, one that very many cite does not count; those that fewer cite are named first."""
    crowd = [f"p{number:02}" for number in range(coupling.CROWD)]
    papers = pond(*crowd)
    for count, found in ((coupling.CROWD, {}), (1, {"b": "both cite Tide and Reef"})):
        stated = {key: ReferenceList(cites=("reef",)) for key in crowd[:count]}
        stated |= {key: ReferenceList(cites=("reef", "tide")) for key in ("a", "b")}
        assert near(arranged(tmp_path, papers, stated), "a") == found


def test_a_paper_that_is_cited_is_not_proposed(tmp_path):
    """The page lists it already, on either side."""
    stated = {
        "a": ReferenceList(cites=("kelp", "reef")),
        "b": ReferenceList(cites=("a", "kelp", "reef")),
        "c": ReferenceList(cites=("kelp", "reef")),
    }
    shelf = arranged(tmp_path, pond("c"), stated)
    assert near(shelf, "a").keys() == {"c"}
    assert near(shelf, "b").keys() == {"c"}


def test_reasons_of_all_kinds_stand_together(tmp_path):
    """A base that both build on is not said to be cited, too; it is counted."""
    papers = pond() | {key: Paper(title=key, builds_on=("kelp",), authors=("Ada Marsh",)) for key in "ab"}
    stated = {key: ReferenceList(cites=("kelp", "reef"), outside=9) for key in "ab"}
    shelf = arranged(tmp_path, papers, stated)
    assert near(shelf, "a") == {"b": "both build on Kelp; both cite Reef; one shared author"}
    stated["a"] = ReferenceList(cites=("kelp",), outside=9, common={"b": 4})
    shelf = arranged(tmp_path, papers, stated)
    assert near(shelf, "a") == {"b": "both build on Kelp; 5 references in common; one shared author"}


def test_the_closest_come_first_and_labels_still_count(tmp_path):
    """Half of the references in common are worth more than a topic, which still counts."""
    papers = {key: Paper(title=key, topics=("pond",) if key in "at" else ()) for key in ("a", "t", "much", "some")}
    stated = {key: ReferenceList(outside=20) for key in papers}
    stated["a"] = ReferenceList(outside=20, common={"much": 10, "some": 3})
    taxonomy = Taxonomy(topics={"pond": Node(name="Pond", description="Water.")})
    catalogue = Catalogue(root=tmp_path, papers=papers, citations=CitationGraph(papers=stated), taxonomy=taxonomy)
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    assert near(shelf, "a") == {
        "much": "10 references in common",
        "some": "3 references in common",
        "t": "same topic: Pond",
    }
    assert next(iter(near(shelf, "a"))) == "much"
