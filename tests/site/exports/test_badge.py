"""The badge: a well-formed SVG that says how many papers there are, when the last came, and whether links are dead."""

import dataclasses
import re

import pytest
from lxml import etree

from generator import site
from generator.model import Check, FaultyLink, Watch
from generator.site.exports import badge
from generator.site.views import news
from generator.site.views.arrangement import arrange
from tests.site import invented, reading

CHECKED = (Check(date="2026-11-30", services=("crossref",), papers=("otter",)),)


def drawn(folder, *, watch=None, papers=None, **settings):
    """Return the badge of the invented shelf."""
    found = dataclasses.replace(invented.project(folder / "project"), **settings)
    catalogue = invented.shelf(found.content)
    catalogue = dataclasses.replace(
        catalogue, watch=watch or Watch(), papers=catalogue.papers if papers is None else papers
    )
    shelf = arrange(catalogue, site.labels(catalogue))
    ((path, text),) = badge.files(shelf, news.arrivals(shelf), found)
    assert path == "badge.svg"
    return text


def parsed(svg):
    """Return the root of an SVG."""
    return etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def texts(svg):
    """Return what the badge says."""
    root = parsed(svg)
    return [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("watch", "said"),
    [
        (Watch(), []),
        (Watch(checks=CHECKED), ["no dead links"]),
        (
            Watch(
                checks=CHECKED,
                links=(
                    FaultyLink(paper="otter", url="https://example.org/a", fault="gone", since="2026-11-30"),
                    FaultyLink(paper="otter", url="https://example.org/b", fault="archived", since="2026-11-30"),
                ),
            ),
            ["1 dead link"],
        ),
    ],
)
def test_the_badge_says_what_is_known(tmp_path, watch, said):
    """Dead links only if somebody looked for them; an archived repository is not dead."""
    svg = drawn(tmp_path, watch=watch)
    assert texts(svg) == ["5 papers", "updated Feb 2026", *said]
    root = parsed(svg)
    assert root.get("height") == "20"
    assert root.get("aria-label") == f"Reading Shelf: {', '.join(texts(svg))}"


def test_the_texts_fit_beside_each_other(tmp_path):
    """Each has its width, whatever the font; together they are as wide as the badge."""
    root = parsed(drawn(tmp_path, watch=Watch(checks=CHECKED)))
    name = "{http://www.w3.org/2000/svg}"
    rects = [(int(one.get("x")), int(one.get("width"))) for one in root.find(f"{name}g").iter(f"{name}rect")]
    words = [(int(one.get("x")), int(one.get("textLength"))) for one in root.iter(f"{name}text")]
    assert sum(wide for _, wide in rects) == int(root.get("width"))
    for (left, wide), (start, length) in zip(rects, words, strict=True):
        assert left < start
        assert start + length < left + wide


def test_white_letters_can_be_read_on_each_colour(tmp_path):
    """With the contrast that small letters need."""
    svg = drawn(tmp_path, watch=Watch(checks=CHECKED))
    dead = Watch(links=(FaultyLink(paper="otter", url="https://example.org/a", fault="gone", since="2026-11-30"),))
    for colour in set(re.findall(r'fill="(#[0-9a-f]{6})"', svg + drawn(tmp_path / "dead", watch=dead))):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        assert 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05) >= 4.5


def test_a_hostile_name_stays_text(tmp_path):
    """In the SVG, and in the Markdown of the snippet."""
    name = f"{reading.NASTY}]({reading.HOME})"
    svg = drawn(tmp_path, name=name)
    assert parsed(svg).get("aria-label").startswith("</script><b>&amp;")
    found = dataclasses.replace(invented.project(tmp_path / "more"), name=name, site_url=reading.HOME)
    shown = badge.snippet(found)
    assert shown.endswith(f"\\]({reading.HOME})]({reading.HOME}badge.svg)]({reading.HOME})") or "\\](" in shown
    assert "\n" not in shown


def test_an_empty_shelf_has_a_badge_without_a_day(tmp_path):
    """It says how many papers there are: none."""
    assert texts(drawn(tmp_path, papers={})) == ["0 papers"]


def test_the_snippet_needs_the_address_of_the_site(tmp_path):
    """It is on the page for developers where the address is known."""
    settings = invented.project(tmp_path / "project")
    assert badge.snippet(settings) == ""
    hosted = dataclasses.replace(settings, site_url=reading.HOME)
    assert badge.snippet(hosted) == f"[![Reading Shelf]({reading.HOME}badge.svg)]({reading.HOME})"
    _, docs = reading.written(tmp_path / "tree", site_url=reading.HOME)
    assert "badge.svg" in (docs / "api/index.md").read_text("utf-8")
    assert (docs / "badge.svg").is_file()
