"""The search box of the header as a reader uses it: a combobox over http and from file://, with and without scripts."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import violations, without_errors
from tests.browser.test_browser_browse import base, offline, online

__all__ = ["base", "offline", "online"]  # the site of the tests of Browse
SEARCHED = ("papers.js", "texts.js", "search.js", "lexicon.js", "folding.js", "stemmer.js")


@pytest.fixture(scope="module", params=["http", "file"])
def start(request, base, offline):
    """Return the address of the home page, and of the folder of the site."""
    if request.param == "http":
        return base, base
    return (offline / "index.html").as_uri(), offline.as_uri() + "/"


@pytest.fixture
def page(lend):
    """Return a page on which any error fails the test, and any request of the searched data is recorded."""
    with lend(viewport={"width": 1280, "height": 900}) as page, without_errors(page):
        page.asked = []

        def asked(request):
            page.asked.append(request.url)

        page.on("request", asked)
        yield page
        page.remove_listener("request", asked)


def opened(page, address, query=""):
    """Open a page, and type a query into the box of the header."""
    page.goto(address)
    page.locator("#finder[data-started]").wait_for()
    if query:
        page.locator("#finder-box").fill(query)
        page.locator("#finder .finder__panel").wait_for()
    return page.locator("#finder-box")


TYPED = """text => {
  const box = document.querySelector("#finder-box");
  box.focus();
  box.value = text.replace("\\\\ud83d", "\\ud83d");  // half a character
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def options(page):
    """Return the titles that the list offers."""
    return page.locator("#finder [role=option]:visible b").all_inner_texts()


def state(page):
    """Return what assistive technology is told: whether the list is open, and the text of the active option."""
    return page.evaluate(
        """() => {
          const box = document.querySelector("#finder-box");
          const active = document.getElementById(box.getAttribute("aria-activedescendant"));
          const selected = [...document.querySelectorAll("#finder [role=option]")].filter(one => one.getAttribute("aria-selected") === "true");
          if (selected.length > 1 || selected[0] !== (active || undefined)) return ["torn"];
          const inside = document.activeElement === box;
          return [box.getAttribute("aria-expanded") === "true", active ? active.querySelector("b").textContent : "", inside];
        }"""
    )


def test_nothing_is_loaded_before_the_focus(page, start):
    """No page loads the data or the scripts of the search by itself; the focus does, before anything is typed."""
    for path in ("", "papers/heron-2/", "years/"):
        end = "index.html" if start[1].startswith("file") else ""
        box = opened(page, start[1] + path + end)
        page.wait_for_timeout(150)
        assert [url for url in page.asked if url.endswith(SEARCHED)] == [], path
    box.focus()
    page.wait_for_function("() => performance.getEntriesByName('shelf-loaded').length")
    assert {url.rpartition("/")[2] for url in page.asked} >= set(SEARCHED)
    assert [url for url in page.asked if not url.startswith((start[1], "data:"))] == []


def test_the_box_is_a_combobox(page, start):
    """Its roles and states are those of the pattern, and each option has a name, an address and a place in the list."""
    box = opened(page, start[0])
    assert state(page) == [False, "", False]
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-autocomplete") == "list"
    box.fill("heron")
    page.locator("#finder [role=option]").first.wait_for()
    listbox = page.locator(f"#{box.get_attribute('aria-controls')}")
    assert listbox.get_attribute("role") == "listbox"
    assert listbox.get_attribute("aria-label")
    found = listbox.locator("[role=option]")
    ids = found.evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == len(ids) == 3
    assert found.evaluate_all("all => all.map(one => one.getAttribute('aria-selected'))") == ["false"] * 3
    assert all(href.startswith(start[1] + "papers/") for href in found.evaluate_all("all => all.map(one => one.href)"))
    assert page.locator("#finder [role=status]").inner_text() == "3 of 3 papers"
    box.fill("reed")
    page.wait_for_function("() => document.querySelectorAll('#finder [role=option]').length === 8")
    assert "8 of 120 papers" in page.locator("#finder [role=status]").inner_text()
    assert page.locator("#finder .finder__all").inner_text() == "All 120 papers in Browse"


def test_the_list_works_by_keyboard(page, start):
    """Down and Up go round the options and the box, Escape closes and then clears, Tab closes; the box keeps the focus."""
    box = opened(page, start[0], "heron")
    titles = options(page)
    assert titles[0].startswith("HERON: Wading")
    assert state(page) == [True, "", True]
    assert not page.locator("#finder .finder__note").is_visible()
    for title in [*titles, "", titles[0]]:
        page.keyboard.press("ArrowDown")
        assert state(page) == [True, title, True]
    for title in ("", titles[2], titles[1]):
        page.keyboard.press("ArrowUp")
        assert state(page) == [True, title, True]
    page.keyboard.press("Escape")
    assert (state(page), box.input_value()) == ([False, "", True], "heron")
    assert not page.locator("#finder .finder__panel").is_visible()
    page.keyboard.press("ArrowDown")
    assert state(page)[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" v")  # typing leaves the option
    assert state(page) == [True, "", True]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert box.input_value() == ""
    box.fill("heron")
    page.keyboard.press("Tab")
    assert state(page)[::2] == [False, False]


def test_enter_opens_the_option_or_browse(page, start):
    """Without a choice Enter opens Browse with the same query, which finds the same first paper; with one, its page."""
    query = "“heron” & c++ #2 深度"
    opened(page, start[0], query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/**")
    assert parse_qs(urlsplit(page.url).query)["find"] == [query]
    page.locator(".facet").first.wait_for()
    assert page.locator("#browse-query").input_value() == query
    opened(page, start[0], "heron")
    first = options(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/**find=heron")
    page.locator(".facet").first.wait_for()
    assert page.locator(".browse-paper > a").all_inner_texts() == first
    box = opened(page, page.url)
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search")
    opened(page, start[0], "deeper water")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/heron-2/**")


def test_an_option_is_a_link(page, start):
    """A click opens its paper, a middle click or Control and Enter in another tab; the last line opens Browse."""
    opened(page, start[0], "deeper")
    with page.context.expect_page() as other:
        page.locator("#finder [role=option]").first.click(button="middle")
    other.value.wait_for_url("**/papers/heron-2/**")
    other.value.close()
    assert state(page) == [True, "", True]
    page.keyboard.press("ArrowDown")
    with page.context.expect_page() as other:
        page.keyboard.press("Control+Enter")
    other.value.wait_for_url("**/papers/heron-2/**")
    other.value.close()
    page.locator("#finder [role=option]").first.click()
    page.wait_for_url("**/papers/heron-2/**")
    opened(page, start[0], "reed")
    page.locator("#finder .finder__all").click()
    page.wait_for_url("**/browse/**find=reed")


def test_pasted_and_dictated_text_is_searched(page, start):
    """An input event without keys is enough; an address of arXiv finds its paper, and no keys are needed to go on."""
    box = opened(page, start[0])
    box.focus()
    for text, title in (
        ("https://arxiv.org/abs/2007.00002v3", "HERON 2"),
        ("doi: 10.5555/reed.12", "Reed 12:"),
        ("Otters swim", "Otters Swim"),
    ):
        page.evaluate(
            "text => { document.querySelector('#finder-box').select(); document.execCommand('insertText', false, text); }",
            text,
        )
        page.wait_for_function(
            "title => (document.querySelector('#finder [role=option]')?.textContent || '').startsWith(title)", arg=title
        )


def test_composed_text_is_searched(page, start):
    """Text from an input method is found when it is there; its Enter and arrows belong to the method."""
    opened(page, start[0], "heron")
    client = page.context.new_cdp_session(page)
    page.locator("#finder-box").fill("")
    client.send("Input.imeSetComposition", {"text": "shendu", "selectionStart": 6, "selectionEnd": 6})
    page.evaluate(
        """() => {
          const box = document.querySelector("#finder-box");
          for (const key of ["Enter", "ArrowDown", "Escape"])
            box.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.locator("#finder-box").input_value() == "shendu"
    client.send("Input.insertText", {"text": "深度"})
    page.wait_for_function(
        "() => document.querySelector('#finder [role=option] b')?.textContent.startsWith('深度学习')"
    )
    assert page.locator("#finder-box").input_value() == "深度"
    client.detach()


def test_text_typed_before_the_data_arrive_is_searched(page, base):
    """The list opens by itself; if the reader has gone on, it stays closed; Enter does not wait."""
    held = []

    def hold(route):
        held.append(route)

    for leave in (False, True):
        held.clear()
        page.route("**/browse/texts.js", hold)
        opened(page, base)
        page.keyboard.press("/")
        page.keyboard.type("heron")
        while not held:
            page.wait_for_timeout(20)
        if leave:
            page.locator("h1, h2").first.click()
        held[0].continue_()
        page.wait_for_function("() => performance.getEntriesByName('shelf-loaded').length")
        if leave:
            page.wait_for_timeout(200)
            assert state(page)[0] is False
        else:
            page.locator("#finder [role=option]").first.wait_for()
        page.unroute("**/browse/texts.js")
    page.route("**/browse/texts.js", lambda _: None)
    opened(page, base)
    page.keyboard.press("/")
    page.keyboard.type("otters")
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/?find=otters", wait_until="commit")
    page.unroute("**/browse/texts.js")


def test_data_that_did_not_arrive_are_asked_for_again(chromium, base):
    """The reader is told, and the next focus tries again."""
    page = chromium.new_page()
    page.route("**/browse/papers.js", lambda route: route.abort())
    box = opened(page, base)
    box.focus()
    page.get_by_text("Could not load papers.js.").wait_for()
    page.unroute("**/browse/papers.js")
    box.blur()
    box.fill("heron")
    page.locator("#finder [role=option]").first.wait_for()
    page.close()


def test_the_slash_focuses_the_box(page, start):
    """On every page but Browse, unless the reader is typing; with a modifier it is a shortcut of the browser."""
    box = opened(page, start[0])
    page.keyboard.press("Control+/")
    assert state(page)[2] is False
    page.keyboard.press("/")
    assert (state(page)[2], box.input_value()) == (True, "")
    page.keyboard.type("and/or")
    assert box.input_value() == "and/or"


def test_no_result_is_said_and_a_slip_is_corrected(page, start):
    """The list says that nothing matches, what was taken for the word, or which word failed; no such line can be chosen."""
    opened(page, start[0], "zxqvzxqv")
    assert options(page) == []
    assert page.locator("#finder .finder__note").inner_text() == "No paper matches. Press Enter to see why."
    assert page.locator("#finder [role=status]").inner_text() == "No paper matches"
    page.keyboard.press("ArrowDown")
    assert state(page) == [False, "", True]
    page.locator("#finder-box").fill("ottres")
    page.wait_for_function("() => document.querySelectorAll('#finder [role=option]').length === 1")
    assert page.locator("#finder .finder__note").inner_text() == "Showing results for otters"
    assert page.locator("#finder [role=status]").inner_text() == "Showing results for otters. 1 of 1 paper"
    page.locator("#finder-box").fill("otters zxqvzxqv")
    assert page.locator("#finder .finder__note").inner_text() == "No paper has “zxqvzxqv”"
    page.locator("#finder-box").fill("   ")
    assert state(page) == [False, "", True]


def test_what_matched_is_shown(page, start):
    """Words of the title are marked; a match elsewhere is quoted with its field; titles and queries stay text."""
    opened(page, start[0], "heron one")
    first = page.locator("#finder [role=option]").first
    assert first.locator("mark").all_inner_texts()[0] == "HERON"
    assert first.locator(".finder__why").inner_text() == "Also known as: Heron One"
    page.locator("#finder-box").fill("<b>ponds</b>")
    page.wait_for_function(
        "() => document.querySelector('#finder [role=option] b')?.textContent.includes('<b>Ponds</b>')"
    )
    for text in (
        "<img src=x onerror=alert(1)>",
        '"><script>alert(1)</script>',
        "javascript:alert(1)",
        "year:<b>x</b>",
        "%00 &amp; #",
        "\\ud83d",
    ):
        page.evaluate(TYPED, text)
        page.wait_for_function(
            "text => new URL(document.querySelector('#finder .finder__all').href).searchParams.get('find') === text",
            arg=text.replace("\\ud83d", "\ufffd"),
        )
        assert page.locator("#finder :is(img, script, iframe)").count() == 0
        assert page.locator("#finder b b, #finder p b").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_list_is_accessible(chromium, base, width, scheme):
    """Axe finds no WCAG A or AA violation with the list open, an option chosen, nothing found or a slip; it is as wide as the window at most."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    opened(page, base, "heron birds")
    for query in ("heron birds", "ottres", "zxqvzxqv"):
        page.locator("#finder-box").fill("")
        page.locator("#finder .finder__panel").wait_for(state="hidden")
        page.locator("#finder-box").fill(query)
        page.locator("#finder .finder__panel").wait_for()
        page.keyboard.press("ArrowDown")
        assert violations(page, "header") == [], query
        panel = page.locator("#finder .finder__panel").bounding_box()
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= width
    context.close()


def test_without_scripts_the_box_opens_browse(chromium, base, offline):
    """The form sends its query to Browse, over http and from file://."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in (base + "papers/heron-2/", (offline / "papers" / "heron-2" / "index.html").as_uri()):
        page.goto(address)
        page.locator("#finder-box").fill("heron 2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/browse/**find=heron+2")
        assert page.locator("h1").inner_text() == "Browse"
    context.close()
