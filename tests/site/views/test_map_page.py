"""The map: every paper is on it, near those it has much in common with, and stays there when others come."""

import dataclasses
import math
import random
import re
import statistics

import pytest

from generator import site
from generator.model import Catalogue, CitationGraph, Node, Paper, ReferenceList, Status, Taxonomy
from generator.site import renderer
from generator.site.views import map_page
from generator.site.views.arrangement import arrange
from tests.site import invented, reading

FAMILIES, TOPICS = ("otter", "heron", "newt", "reed", "gull", "pike"), ("tides", "nests", "songs", "nets")


def ponds(root, count, *, citations=True):
    """Return a shelf of papers in six families, each with a topic; papers cite earlier ones of their family and topic."""
    papers, cites = {}, {}
    for number in range(count):
        dice = random.Random(number)
        family, topic = dice.choice(FAMILIES), dice.choice(TOPICS)
        paper = Paper(title=f"Pond {number}", date=f"{2000 + number // 40}", families=(family,), topics=(topic,))
        near = [key for key, one in papers.items() if (one.families, one.topics) == (paper.families, paper.topics)]
        papers[f"pond-{number}"] = paper
        cites[f"pond-{number}"] = ReferenceList(cites=tuple(sorted(dice.sample(near, min(len(near), 3)))))
    taxonomy = Taxonomy(
        families={key: Node(name=key.title(), description="Ponds.") for key in FAMILIES},
        topics={key: Node(name=key.title(), description="Ponds.") for key in TOPICS},
    )
    graph = CitationGraph(papers=dict(sorted(cites.items()))) if citations else CitationGraph()
    return Catalogue(root=root, papers=papers, taxonomy=taxonomy, citations=graph)


def arranged(catalogue):
    """Return the shelf as pages see it."""
    return arrange(catalogue, site.labels(catalogue))


def drawn(catalogue):
    """Return the map of a shelf."""
    return map_page.map_view(arranged(catalogue))


def html(view):
    """Return the page."""
    return renderer.render(renderer.Page(path="map", view=view, title="Map")).block


def dots(view):
    """Return the dots by key."""
    return {dot.card.key: dot for island in view.islands for dot in island.dots}


@pytest.fixture(scope="module")
def pond(tmp_path_factory):
    """Return a shelf of 150 papers, and its map."""
    catalogue = ponds(tmp_path_factory.mktemp("ponds"), 150)
    return catalogue, drawn(catalogue)


def test_each_paper_is_a_link_on_the_map_and_in_the_list_below(pond):
    """Once each, with a name for those who do not see it, and with its group."""
    catalogue, view = pond
    drawing, _, below = html(view).partition("<figcaption>")
    for text in (drawing, below):
        found = re.findall(r'href="\.\./papers/(pond-\d+)/"', text)
        assert sorted(found) == sorted(catalogue.papers)
    assert len(re.findall(r"<title>Pond \d+, 20\d\d", drawing)) == 150
    for island in view.islands:
        assert {catalogue.papers[dot.card.key].families[0] for dot in island.dots} == {island.chip.path.split("/")[1]}


def test_papers_that_cite_each_other_are_near(pond):
    """Nearer than others of the same family, and these nearer than any two."""
    catalogue, view = pond
    at = {key: (dot.x, dot.y) for key, dot in dots(view).items()}
    keys = sorted(at)
    pairs = [(one, other) for one in keys for other in keys if one < other]
    tied = [(key, other) for key, found in catalogue.citations.papers.items() for other in found.cites]
    inside = [
        (one, other) for one, other in pairs if catalogue.papers[one].families == catalogue.papers[other].families
    ]
    cited, same, any_two = (
        statistics.mean(math.dist(at[one], at[other]) for one, other in found) for found in (tied, inside, pairs)
    )
    assert cited < 0.7 * same
    assert same < 0.6 * any_two


@pytest.mark.parametrize("citations", [True, False])
def test_a_new_paper_moves_the_others_little(tmp_path, citations):
    """By less than a fiftieth of the map's width in the mean, whichever paper it is."""
    whole = ponds(tmp_path, 150, citations=citations)
    after = dots(drawn(whole))
    moves = []
    for key in ("pond-3", "pond-40", "pond-77", "pond-120", "pond-149"):
        papers = {name: paper for name, paper in whole.papers.items() if name != key}
        known = {name: found for name, found in whole.citations.papers.items() if name != key}
        before = dots(
            drawn(
                dataclasses.replace(
                    whole, papers=papers, citations=whole.citations.model_copy(update={"papers": known})
                )
            )
        )
        moves.append(statistics.mean(math.dist((b.x, b.y), (after[n].x, after[n].y)) for n, b in before.items()))
    assert statistics.mean(moves) < 1080 / 50


def test_the_map_does_not_depend_on_the_order_of_files(pond):
    """The same papers give the same bytes, in whatever order they are read."""
    catalogue, view = pond
    keys = random.Random(1).sample(sorted(catalogue.papers), len(catalogue.papers))
    graph = CitationGraph(papers={key: catalogue.citations.papers[key] for key in keys})
    other = dataclasses.replace(catalogue, papers={key: catalogue.papers[key] for key in keys}, citations=graph)
    assert html(drawn(other)) == html(view)


def test_dots_can_be_hit_and_names_can_be_read(tmp_path):
    """With 48 papers dots are 24 pixels apart, all are in the picture, and no name covers another one or a dot."""
    view = drawn(ponds(tmp_path, 48))
    found = list(dots(view).values())
    gaps = [math.dist((a.x, a.y), (b.x, b.y)) for a in found for b in found if a.card.key < b.card.key]
    assert min(gaps) >= 24
    assert all(12 <= dot.x <= 1068 and 12 <= dot.y <= view.height - 12 for dot in found)
    assert 'r="12"' in html(view)
    texts = [dot.label for dot in found if dot.label]
    assert len(texts) >= 40
    boxes = [(*ends(text), text.y) for text in texts]
    for place, (left, right, y) in enumerate(boxes):
        assert all(right <= start or end <= left or abs(y - other) >= 12 for start, end, other in boxes[place + 1 :])
        assert not any(left < dot.x < right and abs(y - 4 - dot.y) < dot.radius for dot in found)


def ends(text):
    """Return about where a text begins and ends."""
    wide = 6 * len(text.text)
    start = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
    return start, start + wide


def test_a_large_shelf_has_circles_for_its_families(tmp_path):
    """Each counts its papers and leads to their page; no paper is drawn alone."""
    view = drawn(ponds(tmp_path, map_page.EACH + 1, citations=False))
    assert view.counted
    assert sum(island.chip.count for island in view.islands) == map_page.EACH + 1
    page = html(view)
    assert "/papers/" not in page
    for family in FAMILIES:
        assert page.count(f'href="../families/{family}/"') == 2
    circles = [(island.x, island.y, island.radius) for island in view.islands]
    for place, (x, y, radius) in enumerate(circles):
        assert all(math.dist((x, y), (a, b)) > radius + r for a, b, r in circles[place + 1 :])


def test_statuses_are_told_in_words_too(pond):
    """On the map and in the list."""
    catalogue, _ = pond
    off = catalogue.papers["pond-5"].model_copy(update={"status": (Status(kind="retracted"),)})
    corrected = catalogue.papers["pond-6"].model_copy(update={"status": (Status(kind="corrected"),)})
    page = html(drawn(dataclasses.replace(catalogue, papers={**catalogue.papers, "pond-5": off, "pond-6": corrected})))
    assert page.count("shelf-dot--off") == 1
    assert re.search(r"<title>Pond 5, 2000[^<]*, retracted</title>", page)
    assert re.search(r">Pond 5 \(retracted\)</a> <small>2000</small>", page)
    assert re.search(r"<title>Pond 6, [^<]*, corrected</title>", page)
    assert re.search(r">Pond 6</a> <small>\d{4}, corrected</small>", page)


def test_the_most_cited_paper_has_the_largest_dot(tmp_path):
    """Its words say how many papers cite it."""
    papers = {f"pond-{number}": Paper(title=f"Pond {number}") for number in range(8)}
    cites = {f"pond-{number}": ReferenceList(cites=("pond-0",)) for number in range(1, 8)}
    view = drawn(Catalogue(root=tmp_path, papers=papers, citations=CitationGraph(papers=cites)))
    found = dots(view)
    assert max(found.values(), key=lambda dot: dot.radius).card.key == "pond-0"
    assert found["pond-0"].words == "Pond 0, cited by 7 here"
    assert [island.chip.name for island in view.islands] == ["Papers"]


PLAIN = {f"pond-{number}": Paper(title=f"Pond {number}") for number in range(4)}
TIED = {**PLAIN, "pond-9": Paper(title="Pond 9", builds_on=("pond-0",))}


@pytest.mark.parametrize(
    ("papers", "graph", "there"),
    [
        ({}, {}, False),
        (PLAIN, {}, False),
        (PLAIN, {"pond-0": ReferenceList(outside=9)}, False),
        (PLAIN, {"pond-0": ReferenceList(cites=("pond-1",))}, True),
        (PLAIN, {"pond-0": ReferenceList(outside=9, common={"pond-1": 4})}, True),
        (PLAIN, {"gone": ReferenceList(cites=("pond-1", "gone-2"))}, False),
        (TIED, {}, True),
        ({key: TIED[key] for key in ("pond-0", "pond-9")}, {}, False),
    ],
)
def test_a_shelf_without_anything_in_common_has_no_map(tmp_path, papers, graph, there):
    """Neither has one of two papers, nor one whose citations are of papers that are no longer here."""
    shelf = arranged(Catalogue(root=tmp_path, papers=papers, citations=CitationGraph(papers=graph)))
    assert map_page.has_map(shelf) == there
    assert (map_page.map_view(shelf) is not None) == there


def test_without_a_map_nothing_leads_to_it(tmp_path):
    """The menu and the home page name it only where it is."""
    with_one = invented.project(tmp_path / "with")
    shelf = invented.shelf(with_one.content)
    site.write(shelf, site.labels(shelf), with_one, tmp_path / "with/out")
    bare = dataclasses.replace(shelf, papers={"otter": shelf.papers["otter"]})
    site.write(bare, site.labels(bare), with_one, tmp_path / "without")
    for folder, there in (("with/out", True), ("without", False)):
        docs = tmp_path / folder / "docs"
        assert (docs / "map/index.md").is_file() == there
        assert ("map/index.md" in (tmp_path / folder / "mkdocs.yml").read_text("utf-8")) == there
    assert 'href="map/"' in (tmp_path / "with/out/docs/index.md").read_text("utf-8")


def test_hostile_texts_stay_texts(tmp_path):
    """Titles and names of families end no element of the drawing."""
    page = html(drawn(reading.nasty(tmp_path)))
    assert "<script" not in page
    assert "<b>" not in page
