"""The MkDocs plugin: ``mkdocs build --strict`` builds the site, and problems in content/ stop it and are printed."""

import logging
import re
from types import SimpleNamespace

import pytest
from mkdocs.config import load_config

from generator import plugin, site
from generator.content import catalogue
from tests.cli import forking
from tests.site import invented


@pytest.fixture
def folder(tmp_path):
    """A project with the invented shelf."""
    invented.project(tmp_path)
    return tmp_path


def build(folder, *options):
    return forking.run("mkdocs", "build", "--strict", *options, cwd=folder, env=invented.quiet())


def test_mkdocs_builds_the_site_by_itself(folder):
    """No other command has to run first, and nothing is written into content/."""
    before = sorted(folder.joinpath("content").rglob("*"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    for key in invented.PAPERS:
        assert (folder / "site/papers" / key / "index.html").is_file()
    assert sorted(folder.joinpath("content").rglob("*")) == before


def test_the_edit_link_leads_to_the_papers_file(folder):
    """The repository is set in the configuration; no network request is needed."""
    build(folder)
    page = (folder / "site/papers/otter/index.html").read_text("utf-8")
    assert 'href="https://example.org/me/shelf/edit/main/content/papers/otter.yml"' in page


def test_problems_stop_the_build(folder):
    """All problems are printed as by ``shelf check``, without a traceback."""
    (folder / "content/papers/otter.yml").write_text("title: Otters\nidentifiers:\n  arxiv: 2107.02137\n")
    (folder / "content/papers/stork.yml").write_text("title: Storks\nbuilds_on:\n  - heron-9\n")
    done = build(folder)
    assert done.returncode != 0
    assert "otter.yml:3:10: yaml.unquoted" in done.stderr
    assert "stork.yml:3:5: " in done.stderr
    assert "heron-9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()


def test_serve_watches_content_but_not_generated_files(folder):
    """Otherwise each rebuild would trigger another one."""
    config = load_config(str(folder / "mkdocs.yml"))
    ours = config.plugins["shelf"]
    assert isinstance(ours, plugin.ShelfPlugin)
    ours.on_config(config)
    watched, unwatched = [], []
    server = SimpleNamespace(watch=watched.append, unwatch=unwatched.append)
    ours.on_serve(server, config=config, builder=None)
    assert watched == [str(folder / "content")]
    assert unwatched == [config.docs_dir]


def test_rendering_a_block_once_gives_the_same_pages(folder):
    """The pages are the same as those that MkDocs builds from the written tree without the plugin."""
    assert build(folder).returncode == 0
    settings = site.settings(folder / "mkdocs.yml")
    shelf, _ = catalogue.inspect(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "tree")
    done = build(folder / "tree")
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(folder / "site") for path in folder.joinpath("site").rglob("*.html")}
    assert len(pages) > len(invented.PAPERS)
    for page in pages:
        ours, alone = ((root / page).read_text("utf-8") for root in (folder / "site", folder / "tree" / "site"))
        assert ours.split() == alone.split(), page


@pytest.mark.parametrize("name", ["search", "material/search"])
def test_a_fork_that_still_lists_the_search_plugin_is_told_to_remove_it(folder, caplog, name):
    """The shelf has a search of its own. The line is no warning, because a warning would fail a strict build."""
    file = folder / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("plugins:\n", f"plugins:\n  - {name}\n"), "utf-8")
    config = load_config(str(file))
    with caplog.at_level(logging.INFO, logger="mkdocs.plugins.shelf"):
        config.plugins.run_event("startup", command="build", dirty=False)
        config.plugins["shelf"].on_config(config)
    said = [record for record in caplog.records if "plugin search" in record.message]
    assert [(record.levelname, record.message) for record in said] == [
        ("INFO", "the plugin search is not needed any more: remove it from mkdocs.yml")
    ]


def test_without_the_search_plugin_nothing_is_said_of_it(folder, caplog):
    config = load_config(str(folder / "mkdocs.yml"))
    with caplog.at_level(logging.INFO, logger="mkdocs.plugins.shelf"):
        config.plugins["shelf"].on_config(config)
    assert not [record for record in caplog.records if "plugin search" in record.message]


OLDER = """
extra_css:
  - assets/shelf.css
  - assets/browse.css
  - assets/mine.css
extra_javascript:
  - assets/collection.js
  - assets/marks.js
  - assets/tables.js
"""


@pytest.mark.parametrize("way", ["plugin", "tree"])
@pytest.mark.parametrize("older", ["", OLDER])
def test_each_style_and_script_of_the_theme_loads_once_and_in_order(folder, way, older):
    """A fork's mkdocs.yml needs to name none. If it still names some, they load in the theme's order; its own come last."""
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + older, "utf-8")
    if way == "tree":
        settings = site.settings(config)
        shelf = catalogue.load(settings.content)
        folder = folder / "tree"
        site.write(shelf, site.labels(shelf), settings, folder)
    done = build(folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "site/papers/otter/index.html").read_text("utf-8")
    styles = re.findall(r'<link rel="stylesheet" href="\.\./\.\./assets/(\w+\.css)"', page)
    scripts = re.findall(r'<script src="\.\./\.\./assets/(\w+\.js)"', page)
    assert styles == ["shelf.css", "browse.css", "pictures.css", "tools.css", *(["mine.css"] if older else [])]
    names = ["collection.js", "sharing.js", "comparison.js", "visits.js", "marks.js", "tables.js", "finder.js"]
    assert [name for name in scripts if name in names] == names
    assert all((folder / "site/assets" / name).is_file() for name in [*styles, *scripts] if name != "mine.css")
