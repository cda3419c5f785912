"""The built pages are valid HTML without broken links or anchors, without inline scripts or styles, and not too large."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator import site
from generator.content import catalogue
from generator.model import Paper
from tests.site import invented

LARGEST = 60_000  # bytes of a paper's page
COLLABORATION = Paper(
    title="HERON Collaboration: All of Us",
    authors=tuple(f"Given{number} Surname{number}" for number in range(3_000)),
    date="2024-01-01",
    summary="Everybody has read everything.",
)


class Page(HTMLParser):
    """The anchors and links of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.inline = Counter(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.update(filter(None, [given.get("id")]))
        if tag in {"a", "link", "script", "img"} and given.get("rel") != "canonical":
            self.links += [given[name] for name in ("href", "src") if given.get(name) is not None]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]


DATA = {"application/json", "application/ld+json"}


@pytest.fixture(scope="module", params=["invented", "invented offline", "shipped"])
def built(request, tmp_path_factory):
    """The pages of a built site by path, including a paper with 3,000 authors."""
    folder = tmp_path_factory.mktemp("html")
    settings = (
        invented.project(folder / "project")
        if "invented" in request.param
        else site.settings(invented.REPOSITORY / "mkdocs.yml")
    )
    if "invented" in request.param:
        catalogue.save(settings.content, {"papers/heron-all.yml": COLLABORATION})
    shelf, _ = catalogue.inspect(settings.content)
    text = settings.config.read_text("utf-8")
    out = folder / "out"
    offline = "offline" in request.param
    site.write(
        shelf,
        site.labels(shelf),
        site.Settings(
            **{
                **{name: getattr(settings, name) for name in settings.__slots__},
                "index_html": offline,
                "offline": offline,
            }
        ),
        out,
    )
    assert text
    root = invented.built(out)
    return root, {path: path.read_text("utf-8") for path in sorted(root.rglob("*.html"))}


def test_every_link_and_anchor_leads_somewhere(built):
    """Each relative link leads to a file, and each #anchor to an element with that ID."""
    root, texts = built
    pages = {path.resolve(): Page(text) for path, text in texts.items()}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:|//", link):
                continue
            address, _, anchor = link.partition("#")
            address = unquote(address.partition("?")[0])
            base = root.resolve() if address.startswith("/") else path.parent  # 404.html
            target = (base / address.lstrip("/")).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            known = pages[target].ids if target in pages else {}
            if not target.is_file() or (anchor and unquote(anchor) not in {*known, "__search", "__drawer"}):
                broken.append((path.relative_to(root.resolve()).as_posix(), link))
    assert len(pages) > len(invented.PAPERS)
    assert broken == []


def test_pages_are_valid_html(built):
    """A standards-compliant parser reports no errors, and IDs are unique; the theme has no errors of this kind either."""
    parser = pytest.importorskip("tinyhtml5.parser", reason="tinyhtml5 is not installed")
    faults = []
    for path, text in built[1].items():
        reader = parser.HTMLParser()
        reader.parse(text)
        faults += [(path.name, error) for error in reader.errors]
        faults += [(path.name, name) for name, count in Page(text).ids.items() if count > 1]
    assert faults == []


def test_no_page_has_inline_scripts_or_styles(built):
    """Scripts and styles are files, so that the policy can forbid inline ones. Data blocks are not scripts."""
    root, texts = built
    found = {
        path.relative_to(root).as_posix(): page.inline for path, text in texts.items() if (page := Page(text)).inline
    }
    assert found == {}


def test_the_policy_precedes_the_first_script(built):
    """Every page of the online site has the policy; pages for file:// have none."""
    root, texts = built
    offline = "index.html" in Page((root / "index.html").read_text("utf-8")).links[0] or any(
        link.endswith("/index.html") for link in Page(texts[root / "index.html"]).links
    )
    for path, text in texts.items():
        policy = text.find('http-equiv="Content-Security-Policy"')
        script = text.find("<script") if "<script" in text else len(text)  # pages for frames have none
        assert (policy < 0) if offline else (0 < policy < script), path
        assert "unsafe-inline" not in re.sub("style-src-attr [^;]*", "", text[policy : policy + 600]) or offline


def test_each_title_names_the_site_once(built):
    """The home page's title is the site's name; the other titles are the page's name followed by the site's."""
    root, texts = built
    titles = {path: re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1] for path, text in texts.items()}
    home = titles.pop(root / "index.html")
    assert {path: title for path, title in titles.items() if path.name != "404.html" and title.count(home) != 1} == {}
    assert home == "Reading Shelf"


def test_paper_pages_are_small(built):
    """A paper's page has at most 60 kB of HTML, even with 3,000 authors."""
    root, texts = built
    sizes = {
        path.parent.name: len(text.encode()) for path, text in texts.items() if path.parent.parent == root / "papers"
    }
    assert sizes
    assert {key: size for key, size in sizes.items() if size > LARGEST} == {}


def test_a_citation_too_long_to_show_is_a_file(built):
    """The whole citation is in a file next to the page."""
    root, texts = built
    page = root / "papers" / "heron-all" / "index.html"
    if page not in texts:
        pytest.skip("only the invented shelf has such a paper")
    assert 'href="heron-all.bib" download' in texts[page]
    assert Path(page.parent / "heron-all.bib").read_text("utf-8").count("Surname") == 3_000
