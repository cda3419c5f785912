"""What pages say of citations inside the shelf: lists on papers' pages, the most cited papers of lists; nothing without them."""

import re

import pytest

from generator import site
from generator.model import Basis, Catalogue, CitationGraph, Node, Paper, ReferenceList, Status, Taxonomy
from generator.site import renderer
from generator.site.views import arrangement, citation_lists, home, nodes, related
from generator.site.views.contribute import repository
from generator.site.views.paper_page import paper_view
from tests.site import invented

SERVICES = ("openalex", "semantic-scholar")


def arranged(root, papers, cites, taxonomy=None):
    """Return a shelf of papers of which some cite others: keys, or keys and a number of others."""
    graph = CitationGraph(
        date="2026-03-02",
        services=SERVICES,
        papers={
            key: ReferenceList(
                cites=tuple(x for x in found if x in papers), outside=sum(x not in papers for x in found)
            )
            for key, found in cites.items()
        },
    )
    catalogue = Catalogue(root=root, papers=papers, citations=graph, taxonomy=taxonomy or Taxonomy())
    return arrangement.arrange(catalogue, site.labels(catalogue))


def years(*keys, **more):
    """Return papers, the first one the oldest."""
    return {key: Paper(title=f"On {key}", date=f"{2000 + at}", **more) for at, key in enumerate(keys)}


@pytest.fixture
def shown(tmp_path):
    """Return a function that renders the page of a paper."""
    settings = invented.project(tmp_path / "project")

    def html(shelf, key):
        view = paper_view(shelf, key, related.related(shelf), repository(settings, shelf.catalogue.root))
        return renderer.render(renderer.Page(path=f"papers/{key}", view=view, title=key)).block

    return html


def lists(shelf, key, named=()):
    """Return the lists of a paper: heading, and keys."""
    return [
        (one.heading, [card.key for card in (*one.cards, *one.folded)])
        for one in citation_lists.citation_lists(shelf, key, named)
    ]


def test_a_paper_says_who_cites_it_and_what_it_cites(tmp_path):
    """The most cited come first, newer ones before older ones that are cited as often; others are counted."""
    papers = years("kelp", "reef", "tide", "gull", "crab", "seal")
    cites = {
        "gull": ("kelp", "reef", "tide", "x", "y"),
        "crab": ("gull", "kelp", "x"),
        "seal": ("gull", "crab", "reef"),
    }
    shelf = arranged(tmp_path, papers, cites)
    assert lists(shelf, "gull") == [
        ("Cited by 2 papers here", ["crab", "seal"]),
        ("Cites 3 papers here and 2 others", ["reef", "kelp", "tide"]),
    ]
    assert lists(shelf, "crab")[1][0] == "Cites 2 papers here and 1 other"
    assert lists(shelf, "seal") == [("Cites 3 papers here", ["gull", "reef", "crab"])]
    assert lists(shelf, "tide") == [("Cited by 1 paper here", ["gull"])]
    assert citation_lists.source(shelf) == "OpenAlex and Semantic Scholar, 2 March 2026"


def test_papers_without_citations_here_say_nothing(tmp_path, shown):
    """Even if references elsewhere are known, the page is that of a shelf without citations."""
    shelf = arranged(tmp_path, years("kelp", "reef"), {"reef": ("x", "y")})
    assert lists(shelf, "reef") == []
    assert shown(shelf, "reef") == shown(arranged(tmp_path, years("kelp", "reef"), {}), "reef")


def test_what_the_relations_name_is_not_listed_again(tmp_path, shown):
    """It is counted, and the page says where it stands; the page names the services once."""
    papers = years("kelp", "reef", "tide", "gull") | {
        "crab": Paper(title="On crab", date="2010", builds_on=(Basis(paper="kelp", how="extends"), "gull"))
    }
    shelf = arranged(tmp_path, papers, {"crab": ("kelp", "reef", "tide", "x"), "gull": ("kelp",)})
    text = shown(shelf, "crab")
    assert text.count('href="../../papers/kelp/"') == 1
    assert '<h2 id="cites">Cites 3 papers here and 1 other</h2>' in text
    assert "The other one is listed above." in text
    assert text.count("Citations according to OpenAlex and Semantic Scholar, 2 March 2026") == 1
    (one,) = citation_lists.citation_lists(shelf, "gull", {"kelp"})
    assert (one.cards, one.elsewhere) == ((), "Listed above.")


def test_a_long_list_is_folded_and_cut(tmp_path, shown):
    """What is shown, folded and left out adds up to the heading; one paper more than is shown is not folded."""
    for count in (citation_lists.UNFOLDED + 1, citation_lists.UNFOLDED + 2, citation_lists.MOST + 5):
        papers = years("kelp", *(f"p{number:02}" for number in range(count)))
        shelf = arranged(tmp_path, papers, {key: ("kelp",) for key in papers if key != "kelp"})
        (one,) = citation_lists.citation_lists(shelf, "kelp", ())
        assert len(one.cards) + len(one.folded) + one.left_out == count
        assert bool(one.folded) == (count > citation_lists.UNFOLDED + 1)
        text = shown(shelf, "kelp")
        assert f"Cited by {count} papers here" in text
        assert (f"<summary>{count - len(one.cards)} more</summary>" in text) == bool(one.folded)
        assert ("5 more are in" in text) == bool(one.left_out)
        assert len(re.findall(r'href="\.\./\.\./papers/p\d+/"', text)) == count - one.left_out


def test_hostile_titles_stay_text(tmp_path, shown):
    """As everywhere else."""
    papers = years("kelp", "reef") | {"crab": Paper(title="<script>alert(1)</script> & {{ 7*7 }}", date="2011")}
    text = shown(arranged(tmp_path, papers, {"crab": ("kelp",)}), "kelp")
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in text


def most(shelf, keys=None):
    """Return the most cited papers of a list, with their counts."""
    return [(one.card.key, one.count) for one in citation_lists.most_cited(shelf, shelf.keys if keys is None else keys)]


def test_the_most_cited_are_named_if_there_are_a_few(tmp_path):
    """At most half of a list, and five; each is cited by at least two papers; with only two such, none is named."""
    names = [f"p{number:02}" for number in range(20)]
    counted = {"p00": 6, "p01": 2, "p02": 9, "p03": 2, "p04": 1, "p05": 4, "p06": 3}
    cites = {key: [one for one, count in counted.items() if at < count] for at, key in enumerate(names[10:])}
    shelf = arranged(tmp_path, years(*names), cites)
    assert most(shelf) == [("p02", 9), ("p00", 6), ("p05", 4), ("p06", 3), ("p03", 2)]
    assert most(shelf, names[:6]) == [("p02", 9), ("p00", 6), ("p05", 4)]
    assert most(shelf, names[:5]) == []  # half of them would be two
    assert most(shelf, [*names[:1], *names[2:3], *names[7:]]) == []
    assert most(arranged(tmp_path, years(*names), {})) == []


def test_topics_families_and_the_home_page_name_them(tmp_path):
    """With counts; a shelf without citations has the page that it had."""
    node = {"pond": Node(name="Pond", description="Still water.")}
    papers = years(*(f"p{number}" for number in range(8)), families=("pond",), topics=("pond",))
    cites = {f"p{number}": ("p0", "p1", "p2") for number in range(3, 8)}
    taxonomy = Taxonomy(families=node, topics=node)
    settings = invented.project(tmp_path / "project")
    for stated in (cites, {}):
        shelf = arranged(tmp_path, papers, stated, taxonomy)
        views = [nodes.node_view(shelf, kind, "pond", repository(settings, tmp_path)) for kind in shelf.trees]
        views.append(home.home_view(shelf, name="Ponds", intro=""))
        for view in views:
            text = renderer.render(renderer.Page(path="x", view=view, title="x")).block
            named = re.findall(r'href="\.\./papers/(p\d)/">On p\d</a>\s<span>2\d+|cited by (\d) papers here', text)
            assert ('id="most-cited"' in text) == bool(stated)
            assert [count for _, count in named if count] == (["5", "5", "5"] if stated else [])


def test_a_retracted_paper_carries_its_mark(tmp_path, shown):
    """In the lists of papers that cite it and are cited by it, as in the reason why others are related."""
    papers = years("reef", "crab", "seal") | {
        "kelp": Paper(title="Kelp", date="2005", status=(Status(kind="retracted"),))
    }
    shelf = arranged(tmp_path, papers, {"kelp": ("reef",), "crab": ("kelp", "reef"), "seal": ("kelp", "reef")})
    for key in ("reef", "crab"):
        assert re.search(r'papers/kelp/"><b class="shelf-stamp"[^>]*>Retracted</b> Kelp</a>', shown(shelf, key))
    assert related.related(shelf)["crab"][0].reason == "both cite Kelp (retracted) and On reef"
