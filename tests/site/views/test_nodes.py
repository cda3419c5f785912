"""Families and topics as readers find them: branches in lists, pages without a description, papers by family."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import site
from generator.model import Catalogue, Node, Paper, Taxonomy
from generator.site.views import arrangement, nodes
from generator.site.views.arrangement import Shelf
from generator.site.views.contribute import Repository
from tests.site.reading import written

NOWHERE = Repository(address="", branch="main", folder="content", lines={})
TREE = {
    "sea": Node(name="Sea", description="Salt water. And more."),
    "shore": Node(name="Shore", parents=("sea",)),
    "dune": Node(name="Dune", parents=("shore",)),
    "sky": Node(name="Sky"),
}


@pytest.fixture
def arranged(tmp_path: Path) -> Callable[..., Shelf]:
    """Arrange papers, each with its families and topics."""

    def make(*papers: tuple[tuple[str, ...], tuple[str, ...]], topics: dict[str, Node] | None = None) -> Shelf:
        found = {
            f"p{number}": Paper(title=f"P{number}", date=f"{2000 + number}", families=families, topics=own)
            for number, (families, own) in enumerate(papers)
        }
        taxonomy = Taxonomy(families={"f": Node(name="F"), "g": Node(name="G")}, topics=topics or TREE)
        catalogue = Catalogue(root=tmp_path, papers=found, taxonomy=taxonomy)
        return arrangement.arrange(catalogue, site.labels(catalogue))

    return make


def test_a_topic_far_below_names_its_parent(arranged: Callable[..., Shelf]) -> None:
    """A card is near the top of its branch, but not always near its parent; without a description it has no sentence."""
    shelf = arranged(((), ("dune",)), ((), ("sky",)))
    index = next(nodes.index_views(shelf, "topics"))
    assert [(card.name, card.depth, card.above, card.lead) for card in index.nodes] == [
        ("Sea", 0, "", "Salt water."),
        ("Shore", 1, "", ""),
        ("Dune", 2, "Shore", ""),
        ("Sky", 0, "", ""),
    ]
    assert index.has_branches
    flat = arranged(((), ("sky",)), topics={"sky": TREE["sky"]})
    assert not next(nodes.index_views(flat, "topics")).has_branches


def test_a_topic_lists_papers_by_family_only_where_most_have_one(arranged: Callable[..., Shelf]) -> None:
    """Else two papers of a family would stand before everything that is new."""
    some = (("f",), ("sky",)), (("g",), ("sky",)), ((), ("sky",)), ((), ("sky",))

    def groups(shelf: Shelf) -> list[tuple[str, list[str]]]:
        view = nodes.node_view(shelf, "topics", "sky", NOWHERE)
        return [(group.name, [card.key for card in group.cards]) for group in view.groups]

    assert groups(arranged(*some)) == [("F", ["p0"]), ("G", ["p1"]), ("No family", ["p3", "p2"])]
    assert groups(arranged(*some, ((), ("sky",)))) == [("Papers", ["p4", "p3", "p2", "p1", "p0"])]


def test_pages_without_a_description_have_no_empty_text(tmp_path: Path) -> None:
    """Neither the list, nor the topic's page, its feed or the list for programs."""

    def make(root: Path) -> Catalogue:
        papers = {"p": Paper(title="P", date="2001", topics=("dune",)), "q": Paper(title="Q", topics=("sky",))}
        return Catalogue(root=root, papers=papers, taxonomy=Taxonomy(topics=TREE))

    _, docs = written(tmp_path, make=make)
    listed = (docs / "topics/index.md").read_text("utf-8")
    assert "shelf-cards--branches" in listed
    assert "<span>in Shore</span>" in listed
    assert listed.count('class="shelf-card__text"') == 1
    page = (docs / "topics/sky/index.md").read_text("utf-8")
    assert '<h1 id="top">Sky</h1>' in page
    assert "shelf-lead" not in page
    assert "<subtitle>" not in (docs / "topics/sky/feed.xml").read_text("utf-8")
    assert "- [Sky](api/topics/sky.json)\n" in (docs / "llms.txt").read_text("utf-8")
