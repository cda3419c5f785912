"""The lineage of a family: its papers by date, who builds on whom, and papers of other families that they are tied to."""

import random
import re

import pytest

from generator import site
from generator.model import Basis, Catalogue, CitationGraph, Comparison, Node, Paper, ReferenceList, Taxonomy
from generator.site import renderer
from generator.site.views import arrangement, nodes
from generator.site.views.contribute import repository
from generator.site.views.lineage import GUESTS, MOST, lineage
from tests.site import invented

FAMILIES = {
    "wader": Node(name="Waders", description="Birds that wade."),
    "heron": Node(name="Herons", description="They stand.", parents=("wader",)),
    "stork": Node(name="Storks", description="They clap.", parents=("wader",)),
    "duck": Node(name="Ducks", description="They swim."),
}


def arranged(root, papers, families=None, cites=None):
    """Return a shelf of papers, some of which cite others."""
    graph = CitationGraph(papers={key: ReferenceList(cites=found) for key, found in (cites or {}).items()})
    taxonomy = Taxonomy(families=families or FAMILIES)
    catalogue = Catalogue(root=root, papers=papers, taxonomy=taxonomy, citations=graph)
    return arrangement.arrange(catalogue, site.labels(catalogue))


def bird(name, date, family, *, on=(), against=()):
    """Return a paper on a bird."""
    return Paper(title=name, date=date, families=(family,) if family else (), builds_on=on, compared_with=against)


@pytest.fixture
def birds(tmp_path):
    """Return a shelf of birds: a family with two subfamilies, one guest that it builds on, and one that builds on it."""
    return arranged(
        tmp_path,
        {
            "grey": bird("Grey Heron", "2001-05", "heron", on=(Basis(paper="mallard", how="uses", why="its pond"),)),
            "white": bird("White Stork", "2003-02-01", "stork", on=(Basis(paper="grey", how="extends"), "mallard")),
            "egret": bird("Egret", None, "heron", against=("white",)),
            "mallard": bird("Mallard", "1999", "duck"),
            "gull": bird("Gull", "2010", "", on=("white",)),
            "teal": bird("Teal", "2004", "duck"),
        },
    )


def page(shelf, family, root):
    """Return a family's page as written."""
    settings = invented.project(root / "project")
    view = nodes.node_view(shelf, "families", family, repository(settings, shelf.catalogue.root))
    return renderer.render(renderer.Page(path=view.path, view=view, title=view.name)).markdown


def test_papers_are_in_order_of_date_with_what_they_build_on(birds):
    """Undated papers come last; papers of other families are guests, whichever of the two names the other."""
    found = lineage(birds, "wader")
    assert [(step.card.key, step.guest) for step in found.steps] == [
        ("mallard", True),
        ("grey", False),
        ("white", False),
        ("gull", True),
        ("egret", False),
    ]
    assert {step.card.key: [(one.how, one.other.name, one.why) for one in step.said] for step in found.steps} == {
        "mallard": [],
        "grey": [("uses", "Mallard", "its pond")],
        "white": [("extends", "Grey Heron", ""), ("builds on", "Mallard", "")],
        "gull": [("builds on", "White Stork", "")],
        "egret": [("compared with", "White Stork", "")],
    }


def test_the_legend_has_what_is_drawn(birds):
    """Each style of line with its meaning, each family with its own colour, and what grey means."""
    found = lineage(birds, "wader")
    assert dict(found.lines) == {
        "extends": "extends",
        "uses": "uses",
        "builds": "builds on",
        "compared": "compared with",
    }
    assert [chip.name for chip, _ in found.families] == ["Herons", "Storks", "Ducks"]
    colours = {chip.name: colour for chip, colour in found.families}
    assert len(set(colours.values())) == 3
    assert found.grey == "no family"
    steps = {step.card.key: step.colour for step in found.steps}
    assert (steps["grey"], steps["egret"]) == (colours["Herons"], colours["Herons"])
    assert (steps["white"], steps["mallard"], steps["gull"]) == (colours["Storks"], colours["Ducks"], -1)


def test_a_family_without_relations_is_a_plain_list_with_dates(tmp_path):
    """There is no picture and no legend, on the page either."""
    shelf = arranged(tmp_path, {"a": bird("Coot", "2001", "duck"), "b": bird("Grebe", "2000-03", "duck")})
    found = lineage(shelf, "duck")
    assert (found.lanes, found.lines, [step.place for step in found.steps]) == (0, (), [None, None])
    text = page(shelf, "duck", tmp_path)
    assert re.findall(r'<a href="\.\./\.\./papers/\w/">(\w+)</a> <small><time datetime="([\d-]+)">([^<]+)', text) == [
        ("Grebe", "2000-03", "March 2000"),
        ("Coot", "2001", "2001"),
    ]
    assert "<svg" not in text
    assert "shelf-legend" not in text
    assert "Lineage" not in text


def test_one_paper_without_relations_has_no_order(birds):
    """Its card says all; a family without papers has no list either."""
    assert lineage(arranged(birds.catalogue.root, {"a": bird("Coot", "2001", "duck")}), "duck") is None
    assert lineage(birds, "heron") is not None
    assert lineage(arranged(birds.catalogue.root, {}), "duck") is None


def test_the_page_says_each_relation_in_words_and_lines(birds, tmp_path):
    """The drawing is hidden from screen readers, since each row says the same; nothing speaks of models."""
    text = page(birds, "wader", tmp_path)
    assert 'uses <a href="../../papers/mallard/">Mallard</a>: its pond' in text
    assert 'compared with <a href="../../papers/white/">White Stork</a>' in text
    assert text.count('<svg class="shelf-lanes" aria-hidden="true">') == 5
    assert "model" not in text.lower()


@pytest.mark.parametrize("related", [0, 40, 300])
def test_of_a_large_family_the_papers_with_most_relations_are_shown(tmp_path, related):
    """The number of the others is given, so that the sum is right; guests leave room for the family's own papers."""
    dice = random.Random(related)
    papers = {f"p{number:03}": bird(f"Bird {number}", f"{1700 + number}", "duck") for number in range(300)}
    for number in range(1, related):
        on = tuple(f"p{other:03}" for other in {dice.randrange(number), dice.randrange(number)})
        papers[f"p{number:03}"] = bird(f"Bird {number}", f"{1700 + number}", "duck", on=on)
    papers |= {f"g{number}": bird(f"Guest {number}", "2020", "heron", on=("p000",)) for number in range(30)}
    shelf = arranged(tmp_path, papers)
    found = lineage(shelf, "duck")
    own = [step for step in found.steps if not step.guest]
    assert len(found.steps) == MOST
    assert len(own) + found.cut == 300
    assert (len(found.steps) - len(own), found.cut_guests) == (GUESTS, 30 - GUESTS)
    assert [step.card.key for step in found.steps] == sorted((s.card.key for s in found.steps), key=shelf.sort_key)
    ties = {key: len(shelf.stated[key]) + len(shelf.stated_of[key]) for key in shelf.keys}
    left_out = {key for key in papers if key[0] == "p"} - {step.card.key for step in own}
    assert max(ties[key] for key in left_out) <= min(ties[step.card.key] for step in own)


def test_circles_and_several_bases_are_drawn(tmp_path):
    """Papers that build on each other have one line and both statements; families in a circle do no harm."""
    families = {
        "a": Node(name="A", description="X.", parents=("b",)),
        "b": Node(name="B", description="X.", parents=("a",)),
    }
    papers = {
        "x": bird("X", "2001", "a", on=("y", "z", "x")),
        "y": bird("Y", "2002", "b", on=("x", "z")),
        "z": bird("Z", None, "b", on=(Basis(paper="x", how="distils"), Basis(paper="x", how="uses"))),
    }
    found = lineage(arranged(tmp_path, papers, families), "a")
    assert sum(len(step.place.bends) for step in found.steps) == 3
    assert [[(one.how, one.other.name) for one in step.said] for step in found.steps] == [
        [("builds on", "Y"), ("builds on", "Z")],
        [("builds on", "X"), ("builds on", "Z")],
        [("distils and uses", "X")],
    ]


def test_a_hostile_why_stays_text(tmp_path):
    """Whatever it contains is shown, on the family's page and on both papers' pages."""
    why = '</li><script>alert(1)</script> & "quotes" {{ 7*7 }} <!-- $x^2$ \u202e'
    papers = {
        "a": bird("A", "2001", "duck", on=(Basis(paper="b", how="uses", why=why),)),
        "b": bird("B", "2000", "duck", against=(Comparison(paper="a", how="evaluates", why=why),)),
    }
    shelf = arranged(tmp_path, papers)
    text = page(shelf, "duck", tmp_path)
    assert "<script>" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34;") == 2


def drawn(found):
    """Return the lines of a lineage: the keys of their ends, the upper one first, with their style."""
    keys = [step.card.key for step in found.steps]
    return {
        (keys[bend.source], key): bend.style
        for key, step in zip(keys, found.steps, strict=True)
        for bend in step.place.bends
    }


def test_citations_are_light_lines_where_no_file_states_a_relation(birds, tmp_path):
    """Whichever end cites the other; only those that no chain of lines connects. Words say only how many there are."""
    cites = {
        "white": ("grey", "mallard"),  # the file says more
        "egret": ("grey", "white"),  # by way of the stork, which it is compared with
        "grey": ("gull",),  # a later one, as the gull was a preprint then; by way of the stork
        "teal": ("white",),  # no row
    }
    shelf = arranged(tmp_path, dict(birds.catalogue.papers), cites=cites)
    before, found = lineage(birds, "wader"), lineage(shelf, "wader")
    assert (found.citations, found.cited) == (2, 0)
    assert drawn(found) == drawn(before)
    shelf = arranged(tmp_path, dict(birds.catalogue.papers), cites={**cites, "egret": ("gull",)})
    found = lineage(shelf, "wader")
    assert (found.citations, found.cited) == (2, 1)
    assert drawn(found) == {**drawn(before), ("gull", "egret"): "cites"}
    assert dict(found.lines)["cites"] == "cites"
    assert [step.said for step in found.steps] == [step.said for step in before.steps]
    text = page(shelf, "wader", tmp_path)
    assert "2 more citations among these papers, 1 of them drawn." in text
    assert "shelf-line--cites" in text
    assert "<h2>Lineage</h2>" in text


def test_a_family_with_citations_alone_has_a_picture_by_date(tmp_path):
    """It is not called a lineage: a citation is no descent."""
    papers = {key: bird(key.title(), str(2000 + at), "duck") for at, key in enumerate(("coot", "grebe", "teal"))}
    shelf = arranged(tmp_path, papers, cites={"grebe": ("coot",), "teal": ("coot", "grebe")})
    assert drawn(lineage(shelf, "duck")) == {("coot", "grebe"): "cites", ("grebe", "teal"): "cites"}
    text = page(shelf, "duck", tmp_path)
    assert "<h2>By date</h2>" in text
    assert ">3 citations among these papers, 2 of them drawn.<" in text
    shelf = arranged(tmp_path, papers, cites={"grebe": ("coot",)})
    assert ">1 citation among these papers.<" in page(shelf, "duck", tmp_path / "one")


def test_of_a_large_family_the_most_cited_are_shown_where_files_state_little(tmp_path):
    """Papers with relations come before them; without citations, the newest are shown."""
    papers = {f"p{number:03}": bird(f"Bird {number}", f"{1700 + number}", "duck") for number in range(100)}
    papers["p001"] = bird("Bird 1", "1701", "duck", on=("p000",))
    cites = {f"p{number:03}": ("p002", "p003") for number in range(40, 100)}
    keys = [step.card.key for step in lineage(arranged(tmp_path, papers, cites=cites), "duck").steps]
    assert keys[:4] == ["p000", "p001", "p002", "p003"]
    assert keys[4:] == [f"p{number:03}" for number in range(100 - MOST + 4, 100)]
