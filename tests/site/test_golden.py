"""Compares pages with approved ones. To approve: ``SHELF_GOLDEN=write python -m pytest tests/site``, then read the diff."""

import os
from pathlib import Path

import pytest

from generator import site
from tests.site import invented

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "home.md": "index.md",
    "families.md": "families/index.md",
    "family.md": "families/heron/index.md",
    "topic.md": "topics/swimming/index.md",
    "years.md": "years/index.md",
    "year.md": "years/2026/index.md",
    "authors.md": "authors/index.md",
    "author.md": "authors/ada-marsh/index.md",
    "venues.md": "venues/index.md",
    "venue.md": "venues/pond-workshop/index.md",
    "charts.md": "pictures/index.md",
    "map.md": "map/index.md",
    "results.md": "results/index.md",
    "paths.md": "paths/index.md",
    "path.md": "paths/first-steps/index.md",
    "paper.md": "papers/heron-1/index.md",
    "paper-versions.md": "papers/heron-2/index.md",
    "paper-many-authors.md": "papers/heron-vast/index.md",
    "draft.md": "papers/untitled-wading-birds/index.md",
    "codes.md": "codes/index.md",
    "browse.md": "browse/index.md",
    "my-list.md": "my-list/index.md",
    "compare.md": "compare/index.md",
    "suggest.md": "add/index.md",
    "moved.md": "papers/heron-two/index.md",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """Return the written tree of the invented shelf."""
    folder = tmp_path_factory.mktemp("golden")
    settings = invented.project(folder / "project")
    shelf = invented.shelf(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return folder / "out" / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_page_equals_the_approved_one(docs, name):
    """The page has the same bytes as the approved one."""
    page = (docs / PAGES[name]).read_bytes()
    if os.environ.get("SHELF_GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(page)
    assert page.decode() == (GOLDEN / name).read_text("utf-8")
