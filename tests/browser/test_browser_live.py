"""`shelf serve` as an author sees it: the open page follows edits of papers, pages and styles, and shows what is wrong."""

import pytest

from tests.browser.conftest import without_errors
from tests.cli.test_serve import served
from tests.site import invented

WAIT = 60_000  # milliseconds


@pytest.fixture
def author(chromium, tmp_path):
    """A project that is served, the address, and a page; any error on it fails the test."""
    invented.project(tmp_path)
    context = chromium.new_context()
    with served(tmp_path) as (_, address, _lines), without_errors(context.new_page()) as page:
        yield tmp_path, address, page
        page.goto("about:blank")  # so that no request fails when the server ends
    context.close()


def test_the_open_page_follows_edits(author):
    """Each is on the page without a key pressed, a fault, too, until it is fixed; nothing breaks the site's policy."""
    folder, address, page = author
    paper = folder / "content/papers/otter.yml"
    sound = paper.read_text("utf-8")
    page.goto(f"{address}papers/otter/")
    assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
    heading, fault = page.locator("h1"), page.get_by_role("alert")
    assert heading.inner_text().startswith("Otters Swim")
    assert fault.count() == 0
    paper.write_text(sound.replace("Otters Swim", "Otters Dive"), "utf-8")
    page.get_by_role("heading", level=1, name="Otters Dive").wait_for(timeout=WAIT)
    paper.write_text(sound.replace("title:", "<b>titel</b>:"), "utf-8")
    fault.wait_for(timeout=WAIT)
    assert "content/papers/otter.yml:2:1: field.unknown: there is no field '<b>titel</b>'" in fault.inner_text()
    assert fault.bounding_box()["height"] > 20
    assert heading.inner_text().startswith("Otters Dive")
    paper.write_text(sound, "utf-8")
    page.get_by_role("heading", level=1, name="Otters Swim").wait_for(timeout=WAIT)
    assert fault.count() == 0
    style = folder / "overrides/assets/shelf.css"
    style.write_text(f"{style.read_text('utf-8')}\nh1 {{ text-indent: 7px; }}\n", "utf-8")
    page.wait_for_function("() => getComputedStyle(document.querySelector('h1')).textIndent === '7px'", timeout=WAIT)


def test_search_finds_what_was_just_written(author):
    """The header's search reads the data of the edit, not of the start."""
    folder, address, page = author
    page.goto(f"{address}about/")
    page.locator("input[type=search], input[name=query]").first.wait_for()
    paper = folder / "content/papers/otter.yml"
    paper.write_text(paper.read_text("utf-8").replace("Otters Swim", "Zebrafinches Hum"), "utf-8")
    (folder / "content/pages/about.md").write_text("# About zebrafinches\n", "utf-8")
    page.get_by_role("heading", level=1, name="About zebrafinches").wait_for(timeout=WAIT)
    box = page.locator("input[type=search], input[name=query]").first
    box.fill("zebrafinches")
    page.get_by_text("Zebrafinches Hum").first.wait_for(timeout=WAIT)
