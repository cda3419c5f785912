"""MkDocs, ProperDocs and Zensical build the same tree: every page exists and its article has the same text."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import site
from generator.content import catalogue
from tests.site import invented

ARTICLE = re.compile(
    r'<article class="md-content__inner md-typeset">.*?(<h1.*?)</article>', re.DOTALL
)  # a theme may put anchors first
CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')


def article(page):
    """Return the words and elements of a page's article."""
    return ARTICLE.search(page.read_text("utf-8"))[1].split()


def programs():
    """Return each tool's command; the zensical program is in the same folder as Python's."""
    zensical = shutil.which("zensical", path=str(Path(sys.executable).parent)) or "zensical"
    python = [sys.executable, "-m"]
    return {
        "mkdocs": [*python, "mkdocs", "build", "--strict"],
        "properdocs": [*python, "properdocs", "build", "--strict"],
        "zensical": [zensical, "build"],
    }


@pytest.fixture(scope="module", params=["invented", "shipped"])
def built(request, tmp_path_factory):
    """Return the titles of a shelf's papers by key, and the site that each tool built from the shelf's tree."""
    folder = tmp_path_factory.mktemp("tools")
    if request.param == "invented":
        settings = invented.project(folder / "project")
    else:
        settings = site.settings(invented.REPOSITORY / "mkdocs.yml")
    shelf, _ = catalogue.inspect(settings.content)
    sites = {}
    for tool, command in programs().items():
        out = folder / tool
        site.write(shelf, site.labels(shelf), settings, out)
        done = subprocess.run(
            [*command, "-f", "mkdocs.yml"], cwd=out, env=invented.quiet(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        sites[tool] = out / "site"
    return {key: paper.name for key, paper in shelf.papers.items()}, sites


@pytest.mark.parametrize("tool", list(programs()))
def test_every_paper_has_its_page(built, tool):
    """Each paper has a page with its title as heading and as window title."""
    titles, sites = built
    assert titles
    for key, title in titles.items():
        page = (sites[tool] / "papers" / key / "index.html").read_text("utf-8")
        heading = re.search(r'<h1 id="top"[^>]*>(.*?)</h1>', page)[1]
        assert html.unescape(heading) == " ".join(title.split())
        assert html.unescape(re.search(r"<title>(.*?)</title>", page)[1]).startswith(" ".join(title.split()))


def test_all_tools_make_the_same_articles(built):
    """On every page the content of the ``article`` element is the same with each tool."""
    _, sites = built
    pages = sorted(path.relative_to(sites["mkdocs"]) for path in sites["mkdocs"].rglob("index.html"))
    assert len(pages) > len(invented.PAPERS)
    for page in pages:
        articles = {tool: article(root / page) for tool, root in sites.items()}
        assert articles["mkdocs"] == articles["properdocs"], page
        if page.parent.as_posix() != "about":  # hand-written Markdown: Zensical marks it up a little differently
            assert articles["mkdocs"] == articles["zensical"], page


@pytest.mark.parametrize("tool", list(programs()))
def test_metadata_is_in_the_head(built, tool):
    """Each paper's page has its meta tags and JSON-LD in the head as written, and the data files are in the site."""
    titles, sites = built
    docs = sites[tool].parent / "docs"
    for key in titles:
        row = re.search(r"^head: (.*)$", (docs / "papers" / key / "index.md").read_text("utf-8"), re.MULTILINE)[1]
        head = (sites[tool] / "papers" / key / "index.html").read_text("utf-8").partition("</head>")[0]
        assert json.loads(row) in head
    feed = (docs / "feed.xml").read_bytes()
    assert (sites[tool] / "feed.xml").read_bytes() == feed
    files = [path.relative_to(docs) for path in docs.rglob("*") if path.is_file() and path.suffix != ".md"]
    assert len(files) > 2 * len(titles)
    assert [path for path in files if (sites[tool] / path).read_bytes() != (docs / path).read_bytes()] == []


@pytest.mark.parametrize("tool", list(programs()))
def test_every_link_leads_to_a_file(built, tool):
    """Every link on every page, including the tools' own navigation, leads to a page."""
    _, sites = built
    root = sites[tool].resolve()
    for page in root.rglob("index.html"):
        for href in re.findall(r'\s(?:href|src)="([^"#?]*)', CANONICAL.sub("", page.read_text("utf-8"))):
            if not re.match(r"https?:|data:|mailto:", html.unescape(href)):
                target = (page.parent / html.unescape(href)).resolve()
                assert (target / "index.html").is_file() if target.is_dir() else target.is_file(), (page, href)
