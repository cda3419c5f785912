"""Who cites whom, as pages look it up: in both directions, by the keys that papers have now, and only among them."""

import dataclasses

from generator.model import Catalogue, CitationGraph, Paper, ReferenceList
from generator.site.views import arrangement, citation_network
from tests import citations_fixture
from tests.site import invented


def indexed(papers, **stated):
    """Return the index of what is stated of some papers, each with its title as key and its number as date."""
    keys = tuple(sorted(papers, key=lambda key: (papers[key].date, key)))
    graph = CitationGraph(date="2026-03-02", services=("openalex", "pond-index"), papers=stated)
    return citation_network.index(graph, papers, keys)


def paper(number, *former):
    """Return a paper of a year."""
    return Paper(title=f"Paper {number}", date=f"20{number:02}", former_keys=former)


POND = {"c": paper(1), "a": paper(2), "b": paper(3), "d": paper(4)}


def test_citations_are_known_from_both_ends_oldest_first():
    """A paper of which no references are known may be cited; the services have the names that readers know."""
    found = indexed(POND, b=ReferenceList(cites=("a", "c"), outside=7), d=ReferenceList(cites=("a", "b", "c")))
    assert found.cites == {"b": ("c", "a"), "d": ("c", "a", "b")}
    assert found.cited_by == {"c": ("b", "d"), "a": ("b", "d"), "b": ("d",)}
    assert found.outside == {"b": 7, "d": 0}
    assert [found.count(key) for key in "abcd"] == [2, 1, 2, 0]
    assert [found.references(key) for key in "abcd"] == [0, 9, 0, 3]
    assert found.links("b") == {"a", "c", "d"}
    assert (found.date, found.services) == ("2026-03-02", ("OpenAlex", "pond-index"))


def test_common_references_are_known_from_both_ends():
    """The file states them once for two papers."""
    found = indexed(POND, a=ReferenceList(outside=9, common={"b": 4, "gone": 3}), b=ReferenceList(outside=9))
    assert found.common == {"a": {"b": 4}, "b": {"a": 4}}


def test_papers_that_were_renamed_or_merged_since_are_followed():
    """Two lists of one paper are one, without citations of itself; nothing is counted twice."""
    papers = {"a": paper(1, "x", "y"), "b": paper(2, "z"), "c": paper(3)}
    found = indexed(
        papers,
        c=ReferenceList(cites=("y", "z")),
        x=ReferenceList(cites=("y", "z"), outside=4, common={"z": 3}),
        y=ReferenceList(cites=("b", "c"), outside=6, common={"z": 5}),
    )
    assert found.cites == {"a": ("b", "c"), "c": ("a", "b")}
    assert found.outside == {"a": 6, "c": 0}
    assert found.common == {"a": {"b": 5}, "b": {"a": 5}}


def test_a_paper_that_is_gone_is_one_outside():
    """So that the sum of references stays; what it cited is forgotten."""
    found = indexed(POND, b=ReferenceList(cites=("a", "gone"), outside=7), gone=ReferenceList(cites=("a", "b")))
    assert found.cites == {"b": ("a",)}
    assert found.outside == {"b": 8}
    assert found.cited_by == {"a": ("b",)}


def test_a_shelf_without_citations_has_an_empty_index():
    """It is false, and knows nothing of any paper."""
    found = indexed(POND)
    assert not found
    assert found == citation_network.CitationNetwork()
    assert (found.count("a"), found.links("a"), found.references("a")) == (0, frozenset(), 0)


def test_the_index_is_taken_over_exactly_as_long_as_it_holds(tmp_path):
    """After an edit of a summary it is the same object; after any that concerns it, it is that of a new arrangement."""
    shelf = invented.shelf(tmp_path)
    shelf = dataclasses.replace(shelf, citations=citations_fixture.invented(shelf))
    before = arrangement.arrange(shelf, {})
    assert before.citations

    def edited(citations=shelf.citations, **papers):
        changed = {key: shelf.papers[key].model_copy(update=fields) for key, fields in papers.items()}
        return dataclasses.replace(shelf, papers={**shelf.papers, **changed}, citations=citations)

    assert arrangement.arrange(edited(otter={"summary": "New."}), {}, before).citations is before.citations
    graph = CitationGraph(papers={"otter": ReferenceList(cites=("heron-1", "heron-9"), outside=3)})
    for after in (
        edited(otter={"date": "2001"}),
        edited(graph),
        edited(graph, otter={"former_keys": ("heron-9",)}),
        edited(CitationGraph()),
        dataclasses.replace(shelf, papers={key: one for key, one in shelf.papers.items() if key != "heron-1"}),
        Catalogue(root=tmp_path),
    ):
        assert arrangement.arrange(after, {}, before).citations == arrangement.arrange(after, {}).citations
