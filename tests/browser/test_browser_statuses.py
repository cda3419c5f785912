"""What is said of a paper can be read on a screen in either scheme, and on paper."""

import pytest

from generator import site
from generator.site.plan import Plan
from generator.site.renderer import render
from tests.browser.conftest import violations
from tests.site.test_statuses import NOTICE, SETTINGS, SHELF

SHOWN = ("papers/otters", "papers/toads", "papers/frogs", "families/otter", "pictures")


@pytest.fixture(scope="module")
def blocks():
    """Return the text of pages on which something is said of a paper; the frame of any page serves them."""
    plan = Plan(SHELF, site.labels(SHELF), SETTINGS)
    return [render(plan.page(path)).block for path in SHOWN]


def show(page, block):
    """Put the text of a page into the frame of another one."""
    page.evaluate("html => { document.querySelector('article').innerHTML = html; }", block)


@pytest.fixture
def frame(invented_site, serve, chromium):
    """Return a function that opens a page of the shelf on a phone, for the texts of other pages."""
    contexts = []

    def opened(**options):
        contexts.append(chromium.new_context(viewport={"width": 390, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.goto(serve(invented_site) + "papers/heron-1/")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bands_and_stamps_can_be_read(frame, blocks, scheme):
    """Axe finds no text with too little contrast, and no page is wider than a phone."""
    page = frame(color_scheme=scheme)
    seen = 0
    for block in blocks:
        show(page, block)
        for part in (".shelf-status", ".shelf-stamp"):
            if page.locator(part).count():
                seen += 1
                assert violations(page, part) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen > 5


def test_paper_has_the_address_of_the_notice(frame, blocks):
    """Nobody can click there."""
    page = frame()
    show(page, blocks[0])
    page.emulate_media(media="print")
    link = page.locator(".shelf-status a")
    assert link.is_visible()
    assert link.get_attribute("href") == NOTICE
    assert NOTICE in link.evaluate("it => getComputedStyle(it, '::after').content")
