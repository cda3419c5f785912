"""The pictures in a browser: on a phone they fit and are read from top to bottom; on paper too; lines meet their dots."""

from itertools import pairwise

import pytest

from generator import site
from generator.content import catalogue
from generator.model import Basis, Paper
from tests.site import invented


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the invented shelf with a few more relations, built for the web."""
    folder = tmp_path_factory.mktemp("pictures")
    settings = invented.project(folder)
    for number in range(12):
        why = "the same pond, with a name that is a good deal longer than any telephone is wide"
        on = (Basis(paper=f"wader-{number - 1}", how="extends", why=why), "heron-1", "otter") if number else ()
        paper = Paper(title=f"HERON Wader {number}", date=f"2010-{number + 1:02}", families=("heron",), builds_on=on)
        catalogue.save(settings.content, {f"papers/wader-{number}.yml": paper})
    shelf, _ = catalogue.inspect(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return invented.built(folder / "out")


@pytest.fixture
def page(lend):
    """Return a page of a new reader."""
    with lend(viewport={"width": 1280, "height": 720}) as page:
        yield page


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", ["families/heron/", "pictures/", "years/"])
def test_pictures_fit_a_phone(folder, page, serve, path, width):
    """Nothing of them is cut off, nor wider than the screen, nor has to be scrolled sideways."""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(serve(folder) + path)
    found = page.locator(".shelf-lineage, .shelf-map")
    assert found.count() == 1
    right = found.evaluate(
        "one => Math.max(...[one, ...one.querySelectorAll('*')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect().right))"
    )
    assert right <= width
    assert (
        not page.locator(".shelf-map > .shelf-wide").count()
        or not page.locator(".shelf-map > .shelf-wide").is_visible()
    )


def test_the_year_stays_in_sight_while_its_papers_pass(folder, page, serve):
    """On a phone the label of a year sticks below the header."""
    page.set_viewport_size({"width": 390, "height": 300})
    page.goto(serve(folder) + "pictures/")
    year = page.locator(".shelf-spine > li").first
    year.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY + 150)")
    label = year.locator(".shelf-spine__year a").bounding_box()
    header = page.locator(".md-header").evaluate("one => one.getBoundingClientRect().bottom")
    assert year.bounding_box()["y"] < 0
    assert header <= label["y"] <= header + 30


def test_a_wide_screen_has_the_drawing_alone(folder, page, serve):
    """The list for narrow screens is hidden there, from screen readers too."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(folder) + "pictures/")
    assert page.locator(".shelf-map svg").first.is_visible()
    assert not page.locator(".shelf-spine").is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_lines_go_on_from_row_to_row(folder, page, serve, width):
    """Each row's drawing is as high as its text, however the text wraps, so that there are neither gaps nor overlaps."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(folder) + "families/heron/")
    rows = page.locator(".shelf-lineage__row").evaluate_all(
        "all => all.map(one => [one, one.querySelector('.shelf-lanes')].map(e => e.getBoundingClientRect()).map(b => [b.top, b.bottom]))"
    )
    assert len(rows) > 12
    for (row, lanes), (following, _) in pairwise(rows):
        assert abs(lanes[0] - row[0]) < 1
        assert 0 <= lanes[1] - row[1] <= 1.5
        assert abs(following[0] - row[1]) < 1


def test_titles_can_be_touched(folder, chromium, serve):
    """On a touch screen the link of each row is at least 44 pixels high and wide."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for path in ("families/heron/", "pictures/", "years/"):
        page.goto(serve(folder) + path)
        boxes = page.locator(".shelf-lineage__text > a, .shelf-spine a").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(b => [b.width, b.height])"
        )
        assert boxes
        assert min(min(box) for box in boxes) >= 44, path
    context.close()


def test_on_paper_a_chart_is_a_list(folder, page, serve):
    """Its letters would be too small to read; the legend of lines that are not drawn goes, too."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(folder) + "pictures/")
    page.emulate_media(media="print")
    assert page.locator(".shelf-spine").is_visible()
    assert not page.locator(".shelf-map > .shelf-wide").is_visible()
    assert not page.locator(".shelf-map .shelf-legend").is_visible()
