"""MkDocs, ProperDocs and Zensical: the same articles from one tree, chosen in mkdocs.yml, and never a site without papers in silence."""

import html
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator import plugin, site
from generator.content import catalogue
from generator.problems import ShelfError
from generator.site import builders
from tests.site import invented

ARTICLE = re.compile(
    r'<article class="md-content__inner md-typeset">.*?(<h1.*?)</article>', re.DOTALL
)  # a theme may put anchors first
CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')


def article(page):
    """Return the words and elements of a page's article; a page for frames of other sites has no theme around it."""
    text = page.read_text("utf-8")
    return (text if "embed" in page.parts else ARTICLE.search(text)[1]).split()


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


def chosen(folder, builder):
    """Return a project whose mkdocs.yml names a builder."""
    config = invented.project(folder).config
    text = config.read_text("utf-8")
    config.write_text(text.replace("    branch: main\n", f"    branch: main\n    builder: {builder}\n"), "utf-8")
    return config


@pytest.mark.parametrize("builder", ["properdocs", "zensical"])
def test_shelf_build_has_the_chosen_builder_build_the_site(tmp_path, shelf, builder):
    """All pages and files of the tree are in site/; a later build follows the edits; one that fails changes nothing."""
    config = chosen(tmp_path, builder)
    done = shelf("build")
    assert (done.returncode, done.stdout) == (0, "The site is in site/\n"), done.stderr
    home = (tmp_path / "site/index.html").read_text("utf-8")
    assert builder in re.search(r'<meta name="generator" content="([^"]*)"', home)[1].lower()
    docs = tmp_path / ".cache/pages/docs"
    for path in docs.rglob("*"):
        built = tmp_path / "site" / path.relative_to(docs)
        place = built if built.name == "index.md" else built.with_suffix("") / "index.md"
        assert place.with_suffix(".html").is_file() if path.suffix == ".md" else built.exists(), path
    for name in ("papers/heron-vast.yml", "paths/first-steps.yml"):
        (tmp_path / "content" / name).unlink()
    (tmp_path / "content/papers/otter.yml").write_text("title: Otters Dive\n", "utf-8")
    done = shelf("build")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "site/papers/heron-vast").exists()
    assert "Otters Dive" in (tmp_path / "site/papers/otter/index.html").read_text("utf-8")
    (tmp_path / "content/pages/about.md").write_text("# About\n\n[Ponds](ponds.md)\n", "utf-8")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    done = shelf("build")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{config.name}:1:1: build.failed: {builder} failed: ")
    assert "ponds.md" in done.stderr
    assert "\\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == before


@pytest.mark.parametrize("builder", ["properdocs", "zensical"])
def test_the_zip_is_by_the_chosen_builder(tmp_path, builder):
    """Its links end with a file's name, as file:// needs; it has no second search index."""
    plugin.bundle(site.settings(chosen(tmp_path, builder)), tmp_path / "shelf.zip")
    with zipfile.ZipFile(tmp_path / "shelf.zip") as archive:
        home = archive.read("reading-shelf/index.html").decode()
        names = archive.namelist()
    assert builder in re.search(r'<meta name="generator" content="([^"]*)"', home)[1].lower()
    assert 'href="papers/heron-2/index.html"' in home
    assert "reading-shelf/papers/heron-2/index.html" in names
    assert not [name for name in names if name.endswith(("/search.json", "/sitemap.xml", "/404.html"))]


@pytest.mark.parametrize("builder", ["properdocs", "zensical"])
def test_a_builder_that_is_not_installed_is_named(tmp_path, monkeypatch, builder):
    """With what to do; no page is published."""
    settings = site.settings(chosen(tmp_path, builder))
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == builder else found(name, *rest)
    )
    with pytest.raises(ShelfError) as caught:
        builders.build(settings, tmp_path / "staged")
    (problem,) = caught.value.problems
    assert problem.code == "build.missing"
    assert f"pip install {builder}" in problem.hint
    assert not (tmp_path / "staged").exists()


def test_faulty_content_is_not_built(tmp_path):
    """Its problems are reported as shelf check reports them."""
    settings = site.settings(chosen(tmp_path, "zensical"))
    (tmp_path / "content/papers/otter.yml").write_text("titel: Otters\n", "utf-8")
    with pytest.raises(ShelfError) as caught:
        builders.build(settings, tmp_path / "staged")
    assert "field.unknown" in {problem.code for problem in caught.value.problems}
    assert not (tmp_path / "staged").exists()


def test_serving_says_that_another_builder_builds_the_site(tmp_path):
    """MkDocs serves; where it also builds there is nothing to say."""
    assert builders.serving(site.settings(chosen(tmp_path / "a", "mkdocs"))) == ""
    assert "zensical" in builders.serving(site.settings(chosen(tmp_path / "b", "zensical")))


@pytest.mark.parametrize("tool", list(programs()))
def test_a_builder_that_ignores_the_plugin_publishes_the_notice(tmp_path, tool):
    """Zensical ignores it wherever it is listed; the others if it is not."""
    config = invented.project(tmp_path).config
    if tool != "zensical":
        config.write_text(config.read_text("utf-8").replace("plugins:\n  - shelf\n", "plugins: []\n"), "utf-8")
    command = [
        word for word in programs()[tool] if word != "--strict"
    ]  # strict, they stop at the links to missing pages
    done = subprocess.run(
        [*command, "-f", "mkdocs.yml"], cwd=tmp_path, env=invented.quiet(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "site/papers").exists()
    home = (tmp_path / "site/index.html").read_text("utf-8")
    assert "<strong>The papers are missing: this site was built without Reading Shelf.</strong>" in home
    assert "<em>otters</em>" in home


@pytest.mark.parametrize("tool", list(programs()))
def test_the_whole_site_has_no_notice(built, tool):
    """Whichever tool builds it."""
    _, sites = built
    assert "without Reading Shelf" not in (sites[tool] / "index.html").read_text("utf-8")
