"""Long lists are cut into pages of at most 200 papers: nothing is lost, and each page leads to the others."""

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import site
from generator.model import Catalogue, Paper, ReadingPath, Step
from generator.site import renderer
from generator.site.views import arrangement, authors, paging, years
from generator.site.views.paging import MOST, Pager, cut
from tests.site import invented, reading

MANY = 2_100  # a list that is not cut has more than NODES, even with three elements a paper
NODES, BYTES = 5_700, 230_000  # of a page without its frame, which has 160 nodes and 16 kB


@given(st.lists(st.lists(st.integers(), max_size=9), max_size=9), st.integers(1, 7))
def test_nothing_is_lost(groups, most):
    """All items come in order, each under its group; every page but the last is full."""
    pages = cut([(number, items) for number, items in enumerate(groups)], most)
    assert [(head, one) for page in pages for head, items in page for one in items] == [
        (head, one) for head, items in enumerate(groups) for one in items
    ]
    sizes = [sum(len(items) for _, items in page) for page in pages]
    assert all(size == most for size in sizes[:-1])
    assert sizes[-1] <= most
    assert all(items for page in pages for _, items in page)


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 2, "1 2"),
        (1, 9, "1 2 3 … 9"),
        (5, 9, "1 2 3 4 5 6 7 8 9"),
        (5, 23, "1 2 3 4 5 6 7 … 23"),
        (12, 23, "1 … 10 11 12 13 14 … 23"),
        (23, 23, "1 … 21 22 23"),
    ],
)
def test_the_pager_shows_the_pages_around(number, last, shown):
    """The first, the last, two on each side; a single missing page is shown in place of a gap."""
    pager = Pager(path="topics/x", number=number, last=last)
    assert " ".join(chip.name if chip else "…" for chip in pager.links) == shown
    assert [chip.path for chip in pager.links if chip][:1] == ["topics/x"]
    assert pager.previous == ("" if number == 1 else "topics/x" if number == 2 else f"topics/x/{number - 1}")
    assert pager.next == ("" if number == last else f"topics/x/{number + 1}")


class Elements(HTMLParser):
    """The number of elements of a page, the papers that it lists, and its links."""

    def __init__(self, text):
        super().__init__()
        self.count, self.keys, self.links = 0, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given_ = dict(attrs)
        self.count += 1
        self.keys += [given_["data-key"]] if given_.get("class") == "shelf-card" and "data-key" in given_ else []
        self.links += [(given_.get("rel"), given_["href"])] if tag == "a" else []


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """The written tree of a shelf with many papers: in one topic, one family, one year, one month, by one author."""

    def make(root):
        papers = {
            f"p-{number}": Paper(
                title=f"Pond number {number}",
                authors=("Ada Marsh", "Bo Reed"),
                date=f"2021-0{1 + number % 3}",
                summary="Looks at a pond for a long time, and says at length what was seen there. " * 4,
                topics=("reading",),
                families=("heron",) if number < MANY - 300 else ("otter",),
            )
            for number in range(MANY)
        }
        steps = tuple(Step(paper=f"p-{number}", why=f"Why {number}.") for number in range(300))
        return dataclasses.replace(
            invented.shelf(root),
            papers=papers,
            ledgers={},
            paths={"long": ReadingPath(title="Long", audience="All.", steps=steps)},
        )

    return reading.written(tmp_path_factory.mktemp("many"), make=make)[1]


def pages(docs, path):
    """Return the pages of a list, in order."""
    found = [docs / path / "index.md"]
    while (page := docs / path / str(len(found) + 1) / "index.md").is_file():
        found.append(page)
    return [page.read_text("utf-8") for page in found]


LISTS = {
    "topics/reading": MANY,
    "families/heron": MANY - 300,
    "years/2021": MANY,
    "authors/ada-marsh": MANY,
    "new/2021-02": MANY // 3,
    "paths/long": 300,
}


@pytest.mark.parametrize("path", LISTS)
def test_every_page_of_a_long_list_is_small(docs, path):
    """Each paper is on one page, no page has more than 200 (100 steps), and nodes and bytes of each stay within bounds."""
    texts = pages(docs, path)
    found = [Elements(text) for text in texts]
    assert [len(page.keys) for page in found[:-1]] == [100 if path == "paths/long" else MOST] * (len(found) - 1)
    keys = [key for page in found for key in page.keys]
    assert len(keys) == len(set(keys)) == LISTS[path]
    assert max(page.count for page in found) < NODES
    assert max(len(text.encode()) for text in texts) < BYTES


@pytest.mark.parametrize("path", LISTS)
def test_the_pages_lead_to_each_other(docs, path):
    """Previous and next, the number of the page, a title that tells pages apart; only the first page has feeds."""
    texts = pages(docs, path)
    last = len(texts)
    for number, text in enumerate(texts, start=1):
        rels = [rel for rel, _ in Elements(text).links if rel in {"prev", "next"}]
        assert rels == ["prev"] * (number > 1) + ["next"] * (number < last)
        assert f"Page {number} of {last}" in text
        assert text.count('aria-current="page"') == 1
        assert (f", page {number}" in text.partition("\n---")[0]) == (number > 1)
        assert number == 1 or "feed.xml" not in text
    assert 'href="2/" rel="next"' in texts[0].replace(f"../../{path}/", "").replace(f"../../../{path}/", "")


def test_counts_are_of_the_whole_list(docs):
    """The number of papers, feeds, downloads and the API do not know of pages."""
    for text in pages(docs, "topics/reading"):
        assert f"{MANY:,} papers" in text
    assert (docs / "topics/reading/papers.bib").read_text("utf-8").count("\n@") + 1 >= MANY
    assert (docs / "api/topics/reading.json").read_text("utf-8").count('"p-') == MANY


def test_a_long_list_can_be_opened_in_browse(docs):
    """The link asks for the same papers: a family or topic by key, a year, an author by name."""
    assert 'href="../../browse/?find=topic%3A%22reading%22"' in pages(docs, "topics/reading")[0]
    assert 'href="../../../browse/?find=family%3A%22heron%22"' in pages(docs, "families/heron")[1]
    assert 'href="../../browse/?find=year%3A%222021%22"' in pages(docs, "years/2021")[0]
    assert 'href="../../browse/?find=author%3A%22Ada%20Marsh%22"' in pages(docs, "authors/ada-marsh")[0]


def test_the_steps_of_a_long_path_go_on_counting(docs):
    """The third page begins with step 201, and knows all papers of the path for the reader's progress."""
    first, _, third = pages(docs, "paths/long")
    assert re.search(r'<ol class="shelf-steps" start="201">', third)
    assert 'id="step-201"' in third
    assert 'id="step-300"' in third
    for text in (first, third):
        assert len(re.search(r'data-steps="([^"]*)"', text)[1].split()) == 300
    assert 'data-first="../../../paths/long/" data-most="100"' in third
    paper = (docs / "papers/p-250/index.md").read_text("utf-8")
    assert 'href="../../paths/long/3/#step-251"' in paper


def test_no_page_of_the_shelf_is_large(docs):
    """Whatever lists papers: indexes, charts, Recently added, Browse, the home page."""
    sizes = {
        page.relative_to(docs).as_posix(): Elements(page.read_text("utf-8")).count
        for page in docs.rglob("*.md")
        if "papers" not in page.parts
    }
    assert {name: size for name, size in sizes.items() if size >= NODES} == {}


def test_the_list_of_20_000_authors_is_cut(tmp_path):
    """At most 500 names a page, each once and by surname; every letter leads to the page where it begins."""
    names = ["".join(chr(97 + n // 26**place % 26) for place in range(4)) for n in range(20_000)]
    papers = {
        f"p-{number}": Paper(title=f"T {number}", authors=tuple(f"Ann {name}".title() for name in names[start:][:200]))
        for number, start in enumerate(start for start in range(0, 20_000, 200) for _ in range(2))
    }
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {})
    shelf = dataclasses.replace(shelf, people={name: _paged(person) for name, person in shelf.people.items()})
    views = list(authors.authors_views(shelf))
    assert [view.path for view in views[:3]] == ["authors", "authors/2", "authors/3"]
    shown = [chip.name for view in views for _, chips in view.letters for chip in chips]
    assert len(shown) == 20_000 == views[0].listed
    assert shown == sorted(shown, key=lambda name: name.split()[1])
    assert max(sum(len(chips) for _, chips in view.letters) for view in views) == authors.NAMES
    begins = dict(views[7].starts)
    assert len(begins) == 26
    for letter, path in begins.items():
        assert letter in [one for view in views if view.path == path for one, _ in view.letters]
    assert views[7].title == "Authors, page 8"
    text = renderer.render(renderer.Page(path=views[7].path, view=views[7], title=views[7].title)).markdown
    assert Elements(text).count < NODES
    assert 'href="../../authors/#letter-1"' in text
    assert "Page 8 of 40: Ann " in text


def _paged(person):
    """Give a person a page, as a very large shelf does (see authorship.PAGES)."""
    return dataclasses.replace(person, key=person.sort.replace(", ", "-"))


def test_short_lists_have_no_pager(tmp_path):
    """A list of exactly 200 papers is on one page, without a number or a pager."""
    papers = {f"p-{number}": Paper(title=f"T {number}", topics=("reading",)) for number in range(MOST)}
    shelf = dataclasses.replace(invented.shelf(tmp_path), papers=papers, ledgers={}, paths={})
    arranged = arrangement.arrange(shelf, site.labels(shelf))
    (year,) = (page for view in years.year_views(arranged) for page in paging.pages(view))
    assert (year.pager, year.title, year.path) == (None, "Undated", "years/undated")


def test_a_paper_on_which_thousands_build_has_a_small_page(tmp_path):
    """Its page names some of them and says how many there are; the copy in Markdown names all."""
    base = {"base": Paper(title="Base", date="2020")}
    many = {f"p-{n}": Paper(title=f"On the base, part {n}", date="2021", builds_on=("base",)) for n in range(900)}

    def make(root):
        return dataclasses.replace(invented.shelf(root), papers={**base, **many}, ledgers={}, paths={})

    _, docs = reading.written(tmp_path, make=make)
    page = (docs / "papers/base/index.md").read_text("utf-8")
    assert len(page.encode()) < 60_000
    assert "And 875 more, all of them" in page
    assert (docs / "papers/base/paper.md.txt").read_text("utf-8").count("On the base, part") == 900
