"""Shelves that lack something: families, topics, summaries, dates, a repository, or any paper. They are about birds."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from generator import site
from generator.model import Catalogue, Identifiers, Node, Paper, Rule, Taxonomy
from tests.site import invented

BIRDS = {
    "dippers-under-water": Paper(
        title="Dippers Under Water",
        authors=("Wren Field", "Jay Moor"),
        date="1987-05-01",
        venue="Journal of Streams",
        identifiers=Identifiers(doi="10.1234/streams.1"),
        summary="Dippers walk on the ground of streams. They hold on with their claws.",
    ),
    "swifts-asleep": Paper(
        title="Swifts Asleep on the Wing",
        authors=("Wren Field",),
        date="2004",
        summary="Swifts sleep in the air, one half of the brain at a time.",
    ),
    "nests-of-mud": Paper(title="Nests of Mud", authors=("Martin Eaves",), date="2004-03"),
    "a-list-of-gulls": Paper(title="A List of Gulls", authors=("Martin Eaves",)),
}
TAXONOMY = Taxonomy(
    families={
        "field-school": Node(name="The Field school", description="Papers by Field.", rules=(Rule(words=("Swifts",)),)),
        "young": Node(
            name="Young Field school",
            description="Later ones.",
            parents=("field-school",),
            rules=(Rule(words=("wing",)),),
        ),
        "nobody": Node(name="Nobody", description="Nobody wrote these."),
    },
    topics={
        "water": Node(
            name="Water birds", description="Birds of streams and seas.", rules=(Rule(words=("water", "gulls")),)
        ),
        "moon": Node(name="Birds on the moon", description="There are none."),
    },
)
SHELVES = {
    "full": {},
    "without families": {"families": {}},
    "without topics": {"topics": {}},
    "without families and topics": {"families": {}, "topics": {}},
    "without summaries": {"summary": ""},
    "without dates": {"date": None},
    "without venues": {"venue": None},
    "of one paper": {"first": 1},
    "without papers": {"first": 0},
}


class Page(HTMLParser):
    """A page: its links and anchors, its text, and its headings, each with whether something is between it and the next."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.words, self.headings, self._in = [], Counter(), [], [], ""
        self.feed(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.update(filter(None, [given.get("id")]))
        if given.get("href"):
            self.links.append(given["href"])
        if given.get("action"):
            self.links.append(given["action"])
        if tag in {"h1", "h2", "h3"}:
            self._in = tag
            self.headings.append([tag, "", False])
        elif self.headings and not self._in and tag in {"p", "ul", "ol", "dl", "table", "figure", "svg", "form", "pre"}:
            self.headings[-1][2] = True

    def handle_endtag(self, tag):
        if tag == self._in:
            self._in = ""

    def handle_data(self, data):
        self.words.append(data)
        if self._in:
            self.headings[-1][1] += data

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module", params=SHELVES)
def pages(request, tmp_path_factory):
    """Return the pages of a shelf by site path, and the folder of the tree."""
    given = dict(SHELVES[request.param])
    folder = tmp_path_factory.mktemp("bare")
    settings = invented.project(folder / "project", repo="")
    config = settings.config.read_text("utf-8")
    config = re.sub(r"(?m)^site_name: .*$", "site_name: Birds", config, count=1)
    config = re.sub(r"(?m)^site_description: .*$", "site_description: Papers about birds.", config, count=1)
    settings.config.write_text(config, "utf-8")
    (settings.content / "pages" / "index.md").write_text("<!-- to be written -->\n", "utf-8")
    settings = site.settings(settings.config)
    change = {name: value for name, value in given.items() if name in {"summary", "date", "venue"}}
    taxonomy = Taxonomy(**{kind: given.get(kind, getattr(TAXONOMY, kind)) for kind in ("families", "topics")})
    first = list(BIRDS)[: given.get("first", len(BIRDS))]
    papers = {key: BIRDS[key].model_copy(update=change) for key in first}
    shelf = Catalogue(root=settings.content, papers=papers, taxonomy=taxonomy, ledgers={})
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    docs = folder / "out" / "docs"
    written = {path.relative_to(docs).parent.as_posix().removeprefix("."): path for path in docs.rglob("index.md")}
    return {path: Page(file.read_text("utf-8")) for path, file in written.items()}, docs, shelf


def for_readers(found):
    """Return the pages without those for developers and the one that the owner wrote."""
    return {path: page for path, page in found.items() if path not in {"api", "codes", "about"}}


def test_no_section_is_empty(pages):
    """Between a heading and the next one, or the end of the page, is more than nothing."""
    found, _, _ = pages
    empty = [
        (path, name) for path, page in for_readers(found).items() for _, name, filled in page.headings if not filled
    ]
    assert empty == []


def test_every_link_leads_to_a_page(pages):
    """Each link and form of each page leads to a page or file of the tree."""
    found, docs, _ = pages
    broken = []
    for path, page in found.items():
        for link in page.links:
            address = unquote(urlsplit(link).path)
            if urlsplit(link).scheme or address.endswith(".md") or not address:
                continue
            target = (docs / path / address).resolve()
            if not (target / "index.md").is_file() and not target.is_file():
                broken.append((path, link))
    assert broken == []


def test_no_link_leads_to_an_empty_list(pages):
    """What lists nothing is marked, which keeps it out of the menus, and no other page links to it."""
    found, docs, shelf = pages
    empty = {path for path in found if "\nempty: true\n" in (docs / path / "index.md").read_text("utf-8")}
    labels = {(label.kind, label.node) for given in site.labels(shelf).values() for label in given}
    full = {kind for kind, _ in labels} | ({"years"} if shelf.papers else set())
    assert empty & {"families", "topics", "years"} == {"families", "topics", "years"} - full
    assert "results" in empty
    links = {
        (path, link)
        for path, page in for_readers(found).items()
        for link in page.links
        if not urlsplit(link).scheme
        and (docs / path / urlsplit(link).path).resolve().relative_to(docs).as_posix() in empty
    }
    unlisted = {f"{kind}/{node}" for kind in ("families", "topics") for node in getattr(shelf.taxonomy, kind)}
    unlisted -= {f"{kind}/{node}" for kind, node in labels}
    assert {(path, link) for path, link in links if path not in empty | unlisted} == set()


def test_pages_do_not_speak_of_models(pages):
    """No page speaks of what only some shelves hold."""
    found, _, _ = pages
    talk = re.compile(r"(?i)\b(?:language )?models?\b|\bernie\b|\bbaidu\b|\bllms?\b")
    assert {path: talk.findall(page.text) for path, page in for_readers(found).items() if talk.search(page.text)} == {}


def test_pages_do_not_speak_to_the_owner(pages):
    """Without a repository no page tells its reader to edit something, or names a file or setting of the shelf."""
    found, _, _ = pages
    dead = re.compile(r"content/|mkdocs\.yml|site_url|taxonomy\.yml|shelf import|\bEdit\b|Source file")
    assert {path: dead.findall(page.text) for path, page in for_readers(found).items() if dead.search(page.text)} == {}


def test_numbers_on_the_home_page_agree_with_the_pages_behind_them(pages):
    """The home page counts as many families, topics, years and papers as their pages list, and its timeline adds up."""
    found, docs, shelf = pages
    home = (docs / "index.md").read_text("utf-8")
    counts = {name: int(count) for count, name in re.findall(r"<b>(\d+)</b> ([a-z]+)", home)}
    named = {"families": ("family", "families"), "topics": ("topic", "topics")}
    for kind, names in named.items():
        listed = {link for link in found[kind].links if re.fullmatch(rf"\.\./{kind}/[a-z-]+/", link)}
        assert sum(counts.get(name, 0) for name in names) == len(listed)
        shown = re.search(rf'href="{kind}/">(?:All )?(\d+) (?:{"|".join(names)})</a></p>', " ".join(home.split()))
        assert (int(shown[1]) if shown else 0) == len(listed)
    years = {link for link in found["years"].links if re.fullmatch(r"\.\./years/\d+/", link)}
    assert counts.get("year", 0) + counts.get("years", 0) == len(years)
    assert counts.get("paper", 0) + counts.get("papers", 0) == len(shelf.papers)
    columns = [int(count) for count in re.findall(r"<b>(\d+)<span", home)]
    undated = re.search(r"; (\d+) papers? without a date", home)
    if columns:
        assert sum(columns) + (int(undated[1]) if undated else 0) == len(shelf.papers)


def test_the_home_page_of_any_shelf_lists_papers_and_asks_for_what_there_is(pages):
    """Without dates, too, where nothing is the newest; a shelf without topics does not ask for one."""
    found, docs, shelf = pages
    links = [link for link in found[""].links if "papers/" in link]
    names = {name for _, name, _ in found[""].headings}
    dated = [key for key, paper in shelf.papers.items() if paper.date]
    assert {link.rstrip("/").rpartition("/")[2] for link in links} == set(dated or shelf.papers)
    assert ("Newest papers" in names) == bool(dated)
    assert ("Papers" in names) == bool(shelf.papers and not dated)
    if shelf.papers:
        asked = re.search(r'placeholder="([^"]+)"', (docs / "index.md").read_text("utf-8"))[1]
        assert asked == ("Title, author or topic" if any(shelf.taxonomy.topics) else "Title or author")
