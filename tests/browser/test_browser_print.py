"""The PDF of a selection, printed by the browser that is installed."""

import dataclasses
import re
from pathlib import Path

from generator.model import Paper
from generator.site.exports import selected
from generator.site.settings import Settings
from tests.browser.conftest import without_errors
from tests.site import reading
from tests.site.exports.test_bibliographies import ODD
from tests.site.exports.test_selected import chosen

SETTINGS = Settings(config=Path("mkdocs.yml"), name=reading.NASTY)


def shelf():
    """Return papers enough for several pages, hostile and odd ones among them."""
    many = {
        f"paper-{number}": Paper(title=f"Paper {number} on ponds", date=f"20{number % 20:02}") for number in range(60)
    }
    nasty = reading.nasty(Path())
    return dataclasses.replace(nasty, papers={**nasty.papers, **ODD, **many})


def test_the_list_is_a_pdf_of_several_pages(chromium):  # noqa: ARG001, skips where there is none
    """It is tagged, its links lead to the web, and its pages are of A4."""
    printed = selected.content(chosen(shelf(), SETTINGS, query="pond"), ".pdf")
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) > 3
    assert b"/StructTreeRoot" in printed
    assert set(re.findall(rb"/URI \((https?:)", printed)) == {b"https:"}
    assert b"/JavaScript" not in printed


def test_the_printed_page_holds_every_paper_and_nothing_of_its_own(chromium):
    """Hostile fields are text: no element but ours, no script, and no request; each paper is one item, numbered through."""
    some = chosen(shelf(), SETTINGS, query=reading.NASTY)
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with without_errors(page):
        page.set_content(selected.page(some))
    assert asked == []
    assert page.locator("li").count() == len(some.keys)
    assert page.locator("h1").inner_text() == " ".join(reading.NASTY.replace("\u202e", "").split())
    assert page.evaluate(
        "[...new Set([...document.body.querySelectorAll('*')].map(each => each.localName))].sort()"
    ) == sorted(
        ["a", "bdi", "h1", "h2", "header", "li", "math", "mi", "mn", "mo", "mrow", "msup", "ol", "p", "section", "span"]
    )
    assert page.evaluate("[...document.links].every(each => /^https?:/.test(each.href))")
    numbers = page.evaluate(
        "[...document.querySelectorAll('ol')].flatMap(list => [...list.children].map((_, at) => list.start + at))"
    )
    assert numbers == list(range(1, len(some.keys) + 1))
    page.close()
