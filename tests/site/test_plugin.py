"""The MkDocs plugin: a plain ``mkdocs build --strict`` makes the site, and faults in content/ end it with their places."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from mkdocs.config import load_config

from generator import plugin, site
from generator.content import catalogue
from tests.site import invented


@pytest.fixture
def folder(tmp_path):
    """A project with the invented shelf."""
    invented.project(tmp_path)
    return tmp_path


def build(folder, *options):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", *options]
    return subprocess.run(command, cwd=folder, env=invented.quiet(), capture_output=True, text=True, check=False)


def test_mkdocs_builds_the_site_by_itself(folder):
    """No command of ours has to run before, and nothing is written into content/."""
    before = sorted(folder.joinpath("content").rglob("*"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    for key in invented.PAPERS:
        assert (folder / "site/papers" / key / "index.html").is_file()
    assert sorted(folder.joinpath("content").rglob("*")) == before


def test_the_edit_link_leads_to_the_papers_file(folder):
    """With the repository configured by hand; nothing asks the network for it."""
    build(folder)
    page = (folder / "site/papers/otter/index.html").read_text("utf-8")
    assert 'href="https://example.org/me/shelf/edit/main/content/papers/otter.yml"' in page


def test_faults_end_the_build_with_their_places(folder):
    """All of them, as ``shelf check`` prints them, and no traceback."""
    (folder / "content/papers/otter.yml").write_text("title: Otters\nidentifiers:\n  arxiv: 2107.02137\n")
    (folder / "content/papers/stork.yml").write_text("title: Storks\nbuilds_on:\n  - heron-9\n")
    done = build(folder)
    assert done.returncode != 0
    assert "otter.yml:3:10: yaml.unquoted" in done.stderr
    assert "stork.yml:3:5: " in done.stderr
    assert "heron-9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "site").exists()


def test_serve_watches_what_people_edit_and_not_what_we_write(folder):
    """Else each rebuild would start the next one."""
    config = load_config(str(folder / "mkdocs.yml"))
    ours = config.plugins["shelf"]
    assert isinstance(ours, plugin.ShelfPlugin)
    ours.on_config(config)
    watched, unwatched = [], []
    server = SimpleNamespace(watch=watched.append, unwatch=unwatched.append)
    ours.on_serve(server, config=config, builder=None)
    assert watched == [str(folder / "content")]
    assert unwatched == [config.docs_dir]
    assert config.docs_dir.endswith(".cache/pages/docs")


def test_what_is_rendered_once_is_what_each_page_would_render(folder):
    """With the plugin, word for word the pages that MkDocs alone makes of the written tree."""
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
