"""Papers that are not sorted yet: a page of their own says so, and no list or number of families or topics counts them."""

import json

import pytest

from generator import site
from generator.model import Catalogue, Node, Paper, Taxonomy
from generator.site.addresses import addresses
from generator.site.views import arrangement, home, nodes, timeline
from generator.site.views.unsorted import chip, unsorted_view
from tests.site import invented
from tests.site.reading import written


@pytest.fixture
def shelf(tmp_path):
    """Return the invented shelf, of which one paper is in no family."""
    catalogue = invented.shelf(tmp_path)
    return arrangement.arrange(catalogue, site.labels(catalogue))


def test_the_page_lists_them_newest_first(shelf):
    """It has no lineage, and is linked from the list of families."""
    view = unsorted_view(shelf, "families")
    assert [card.key for group in view.groups for card in group.cards] == ["untitled-wading-birds"]
    assert not hasattr(view, "lineage")
    assert next(nodes.index_views(shelf, "families")).unsorted == chip(shelf, "families")


def test_papers_without_a_topic_have_a_page_too(tmp_path):
    """The list of topics gives their number, and their page names their families."""
    papers = {
        "a": Paper(title="A", date="2001", families=("f",)),
        "b": Paper(title="B", date="2002", topics=("t",)),
        "c": Paper(title="C", date="2003", families=("f",)),
    }
    taxonomy = Taxonomy(
        families={"f": Node(name="F", description="X.")}, topics={"t": Node(name="T", description="X.")}
    )
    catalogue = Catalogue(root=tmp_path, papers=papers, taxonomy=taxonomy)
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    link = next(nodes.index_views(shelf, "topics")).unsorted
    assert (link.path, link.count) == ("no-topic", 2)
    view = unsorted_view(shelf, "topics")
    assert [card.key for group in view.groups for card in group.cards] == ["c", "a"]
    assert addresses(catalogue, site.labels(catalogue))["no-topic"].papers == 2


def test_they_are_not_counted_as_a_family(shelf):
    """Neither on the home page, nor in the list of families, nor in the API."""
    assert {one.name: one.count for one in home.home_view(shelf, name="S", intro="").counts}["families"] == 3
    assert len(next(nodes.index_views(shelf, "families")).nodes) == 3


def test_pictures_and_topics_lead_to_the_page(tmp_path):
    """The band of a chart and the heading on a topic's page are links to it."""
    papers = {
        "a": Paper(title="A", date="2001", families=("f",), topics=("t",)),
        "b": Paper(title="B", date="2002", topics=("t",)),
    }
    taxonomy = Taxonomy(
        families={"f": Node(name="F", description="X.")}, topics={"t": Node(name="T", description="X.")}
    )
    catalogue = Catalogue(root=tmp_path, papers=papers, taxonomy=taxonomy)
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    for canvas in (timeline.overview(shelf), timeline.timeline(shelf)):
        assert ("No family", "no-family") in {(band.name, band.path) for band in canvas.bands}
    groups = nodes._by_family(shelf, shelf.keys)
    assert [(group.name, group.path) for group in groups] == [("F", "families/f"), ("No family", "no-family")]
    assert addresses(catalogue, site.labels(catalogue))["no-family"].papers == 1


@pytest.mark.parametrize("families", [("f",), ()])
def test_without_such_papers_or_without_families_there_is_no_page(tmp_path, families):
    """A shelf that has no families does not say of each paper that it is in none."""
    nodes_ = {name: Node(name=name, description="X.") for name in families}
    taxonomy = Taxonomy(families=nodes_, topics={"t": Node(name="T", description="X.")})
    papers = {"a": Paper(title="A", date="2001", families=families, topics=("t",))}
    catalogue = Catalogue(root=tmp_path, papers=papers, taxonomy=taxonomy)
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    assert unsorted_view(shelf, "families") is None
    assert "no-family" not in addresses(catalogue, site.labels(catalogue))
    assert not any("No family" in band.name for band in timeline.overview(shelf).bands)
    assert "No family" not in {group.name for group in nodes._by_family(shelf, shelf.keys)}


def test_the_written_page_says_what_it_is(tmp_path):
    """The site has the page; the API's families are those of the taxonomy."""
    _, docs = written(tmp_path)
    text = (docs / "no-family/index.md").read_text("utf-8")
    assert "are in none of the families" in text
    assert "shelf-lineage" not in text
    index = json.loads((docs / "api/index.json").read_text("utf-8"))
    assert {family["key"] for family in index["families"]} == set(invented.TAXONOMY.families)
