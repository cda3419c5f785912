"""The ways to build a site: ``shelf build``, ``mkdocs build`` and MkDocs over the tree of ``shelf pages`` make the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import plugin, site
from generator.content import catalogue
from generator.model import Paper
from generator.site.frames import Frames
from generator.site.renderer import Article
from tests.cli import forking
from tests.site import invented
from tests.site.test_incremental import edit, tree

TITLES = (
    "shelfgaptitle",
    "shelfgapblock and <h1>shelfgapblock</h1>",
    "shelfgaphead shelfgappath shelfgapdescription",
    "<script>alert('1')</script>",
    "The \"quoted\" and 'single' & co.",
    "{{ page.title }} {% if page %} {# no #}",
    "Sixty words " * 30,
)
HOOK = """def on_page_content(html, page, **_):
    return html.replace("HERON", f"<b>HERON</b><!-- {page.title} -->")
"""
LOOKING = """
{% block announce %}{% if page and page.title and "HERON 2" in page.title %}The second.{% endif %}
{{ page.meta.title | truncate(70) if page and page.meta else "" }}{% endblock %}
"""


def project(folder: Path) -> Path:
    """Return a project with hostile titles and a page that links to generated pages."""
    settings = invented.project(folder)
    papers = {
        f"papers/title-{number}.yml": Paper(title=title, summary=title, date="2020", builds_on=("heron-1",))
        for number, title in enumerate(TITLES)
    }
    catalogue.save(settings.content, papers)
    edit(folder, "site_url: ''", "site_url: https://ponds.example.org/shelf/", "mkdocs.yml")
    notes = "# Notes\n\n[one](../papers/title-0/index.md), [two](../papers.bib), [three](../authors/index.md)\n"
    notes += "[four](../embed/families/heron/index.html)\n"
    (settings.content / "pages" / "deep").mkdir()
    (settings.content / "pages" / "deep" / "notes.md").write_text(notes, "utf-8")
    return folder


def mkdocs(folder: Path) -> dict[str, bytes]:
    """Return what MkDocs makes of a folder by itself."""
    done = forking.run("mkdocs", "build", "--strict", cwd=folder, env=invented.quiet())
    assert done.returncode == 0, done.stderr
    return tree(folder / "site")


@pytest.mark.parametrize("kind", ["plain", "file names", "looking", "seen", "gaps"])
def test_all_ways_make_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """With any kind of address, theme or hook, and whatever the titles are; the sitemap is the same, too."""
    folder = project(tmp_path / "project")
    config = folder / "mkdocs.yml"
    if kind == "file names":
        edit(folder, "docs_dir:", "use_directory_urls: false\n\ndocs_dir:", "mkdocs.yml")
    elif kind == "looking":
        main = folder / "overrides" / "main.html"
        main.write_text(main.read_text("utf-8") + LOOKING, "utf-8")
    elif kind == "seen":
        edit(folder, "docs_dir:", "hooks: [hook.py]\n\ndocs_dir:", "mkdocs.yml")
    elif kind == "gaps":
        edit(folder, "site_name: Reading Shelf", "site_name: shelfgaptitle shelfgaphead", "mkdocs.yml")
        edit(folder, "site_description: ", "site_description: shelfgapdescription, ", "mkdocs.yml")
    settings = site.settings(config)
    shelf = catalogue.load(settings.content)
    site.write(shelf, site.labels(shelf), settings, tmp_path / "tree")
    for place in (folder, tmp_path / "tree"):
        (place / "hook.py").write_text(HOOK, "utf-8")
    monkeypatch.chdir(folder)
    plugin.publish(settings)
    ours = tree(folder / "site")
    assert len(ours) > 150
    for other in (mkdocs(folder), mkdocs(tmp_path / "tree")):
        assert sorted(name for name in ours.keys() | other.keys() if ours.get(name) != other.get(name)) == []


def page(article: Article, inner: str) -> str:
    """Return a page as a theme makes it."""
    return f"<title>{article.meta['title']}</title>{inner}{article.block}"


def article(name: str, title: str) -> Article:
    """Return an article in the folder of the papers."""
    return Article(
        path=f"papers/{name}", title=title, description="", head="", empty=False, ready=True, block=f"<h1>{title}</h1>"
    )


@pytest.mark.parametrize(
    ("inner", "made"),
    [
        (lambda one: one.title, 2),
        (lambda one: f"{one.title}" if one.title else "", 2),
        (lambda one: "!" if "b" in one.title else "", 4),
        (lambda one: "!" if one.title == "b" else "", 4),
        (lambda one: one.meta["title"][:1], 4),
        (lambda one: one.title.upper(), 4),
        (lambda one: len(one.block), 4),
        (lambda one: "" if "<h1" in one.block else one.title, 2),
    ],
)
def test_a_theme_that_looks_into_texts_makes_all_pages(inner, made):
    """A frame is made and used only if the theme does no more than print texts; the pages are the theme's in any case."""
    asked = []

    def render(one: Article) -> str:
        asked.append(one)
        return page(one, inner(one))

    frames = Frames(render)
    found = [frames.html(article(name, name)) for name in "abc"]
    assert found == [page(article(name, name), inner(article(name, name))) for name in "abc"]
    assert len(asked) == made
