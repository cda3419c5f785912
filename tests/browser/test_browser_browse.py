"""Browse and My list as a reader uses them: over http and from file://, by keyboard, with and without scripts."""

import json
import re
import zipfile
from functools import partial
from pathlib import Path
from urllib.parse import quote

import bibtexparser
import pytest
import rispy

from generator import formats, plugin, site
from generator.content import catalogue
from generator.model import Identifiers, Links, Paper
from generator.site.settings import settings as read_settings
from generator.text.folding import fold
from tests.browser import built
from tests.browser.conftest import MOVES, moved, violations, without_errors
from tests.site import invented


def made_up(number):
    """Return one of many papers, more than fit on one page."""
    return Paper(
        title=f"Reed {number}: Counting Birds, Once More" if number != 7 else "深度学习 and Réseaux of 7 <b>Ponds</b>",
        authors=("Ada Marsh", f"Person Number{number}"),
        date=f"{2010 + number % 9}-0{1 + number % 9}-11",
        identifiers=Identifiers(doi=f"10.5555/reed.{number}"),
        venue=f"Marsh Days {2010 + number % 9}",
        links=Links(code="https://example.org/code") if number % 4 == 0 else Links(),
        summary=f"Counts birds for the {number}th time.",
    )


def build(folder, changed=lambda text: text):
    """Build the invented shelf with 120 more papers; return its settings and the folder of the site."""
    settings = invented.project(folder / "project")
    for number in range(120):
        catalogue.save(settings.content, {f"papers/reed-{number}.yml": made_up(number)})
    settings.config.write_text(changed(settings.config.read_text("utf-8")), "utf-8")
    shelf, problems = catalogue.inspect(settings.content)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    site.write(shelf, site.labels(shelf), read_settings(settings.config), folder / "out")
    return shelf, invented.built(folder / "out")


@pytest.fixture(scope="module")
def online(tmp_path_factory):
    """Return the shelf and its site."""
    folder = built.once(tmp_path_factory, "browse-site", build)
    return catalogue.load(folder / "project" / "content"), folder / "out" / "site"


def unpack(config, folder):
    """Build the offline copy and unpack it."""
    plugin.bundle(site.settings(config), folder / "shelf.zip")
    with zipfile.ZipFile(folder / "shelf.zip") as archive:
        archive.extractall(folder)


@pytest.fixture(scope="module")
def offline(online, tmp_path_factory):
    """Return the folder of the same site for reading without a server."""
    config = online[1].parents[1] / "project" / "mkdocs.yml"
    return built.once(tmp_path_factory, "browse offline #1", partial(unpack, config)) / "reading-shelf"


@pytest.fixture(scope="module")
def base(online, serve):
    """Return the address of the site."""
    return serve(online[1])


@pytest.fixture
def page(lend):
    """Return a page of a new reader; any error on it fails the test."""
    with lend(accept_downloads=True, viewport={"width": 1280, "height": 900}) as page, without_errors(page):
        yield page


def browse(page, address):
    """Open Browse and wait until its scripts have started."""
    page.goto(address)
    page.locator(".facet").first.wait_for(state="attached")
    return page


def count(page):
    """Return the text with the number of papers."""
    return page.locator("#browse-count").inner_text()


def titles(page):
    """Return the titles of the papers shown, in order."""
    return page.locator(".browse-paper > a").all_inner_texts()


def test_without_scripts_the_first_rows_are_shown(base, chromium):
    """The page has 50 papers with links and summaries, links to the others, and no controls that would do nothing."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "browse/")
    assert page.locator("#browse-rows tr").count() == 50
    assert "125 papers" in page.locator(".shelf-lead").inner_text()
    assert "Only the 50 newest papers are listed here." in page.locator(".browse-said").inner_text()
    assert not page.locator(":is(#browse-query, #browse-count, .browse-keep):visible").count()
    table, lead = (page.locator(one).bounding_box()["x"] for one in (".browse-table", ".shelf-lead"))
    assert table == lead
    page.locator(".browse-said").get_by_text("Years", exact=True).click()
    assert page.url == base + "years/"
    page.go_back()
    assert page.locator(".browse-summary:visible").count() == 50
    page.locator(".browse-paper > a").first.click()
    assert "/papers/" in page.url
    context.close()


def test_printed_results_keep_their_headings(base, page):
    """The printed page has no controls, and every cell is below the heading of its column."""
    browse(page, base + "browse/?find=heron")
    page.emulate_media(media="print")
    edges = "cells => cells.map(cell => cell.getBoundingClientRect().left)"
    heads = page.locator(".browse-table th:visible").evaluate_all(edges)
    assert len(heads) == 4
    assert page.locator(".browse-table tbody tr").first.locator("td:visible").evaluate_all(edges) == heads
    assert not page.locator(".browse :is(form, button, fieldset, summary):visible").count()


@pytest.mark.parametrize("over", ["http", "file"])
def test_the_address_has_the_query_and_filters(over, base, offline, page):
    """Typing and ticking change the address; back and forward restore it; another window with it shows the same."""
    start = base + "browse/" if over == "http" else (offline / "browse" / "index.html").as_uri()
    browse(page, start)
    first = titles(page)
    assert (count(page), len(first)) == ("125 papers", 50)
    page.locator("#browse-query").press_sequentially("author:ada heron")
    page.wait_for_function("() => location.href.includes('find=author%3Aada+heron')")
    assert count(page) == "1 of 125 papers"
    page.locator("#browse-query").fill("reed")
    page.locator("#browse-query").blur()
    page.get_by_label("2012").check()
    assert "year=2012" in page.url
    assert count(page) == "14 of 125 papers"
    page.locator("#browse-sort").select_option("title")
    found = titles(page)
    assert found == sorted(found, key=fold)
    shared = page.url
    page.go_back()
    assert page.locator("#browse-sort").input_value() == "best"
    page.go_back()
    assert not page.get_by_label("2012").is_checked()
    assert (page.locator("#browse-query").input_value(), count(page)) == ("reed", "120 of 125 papers")
    page.go_forward()
    page.go_forward()
    assert titles(page) == found
    other = browse(page.context.new_page(), shared)
    assert titles(other) == found
    assert other.locator("#browse-query").input_value() == "reed"
    other.close()
    page.locator(".browse-paper > a").first.click()
    page.wait_for_url("**/papers/reed-*/**")
    page.go_back()
    page.locator(".facet").first.wait_for()
    assert titles(page) == found


def test_typing_makes_one_history_entry(base, page):
    """The back button returns to the state before, not to each letter."""
    page.goto(base + "about/")
    browse(page, base + "browse/")
    page.locator("#browse-query").press_sequentially("otters", delay=20)
    page.wait_for_function("() => location.search === '?find=otters'")
    page.go_back()
    assert (page.url, page.locator("#browse-query").input_value()) == (base + "browse/", "")
    page.go_back()
    assert page.url == base + "about/"


def test_invalid_parts_of_the_address_are_ignored(base, page):
    """Unknown filters, orders and numbers are ignored; special characters in a query find nothing and break nothing."""
    browse(page, base + "browse/?sort=sideways&shown=-3&colour=red&only=gold")
    assert count(page) == "125 papers"
    browse(page, base + "browse/?year=1066")
    assert count(page) == "0 of 125 papers"
    for query in (
        "%5B.*%2B%3F%24%7B%7D%28%29%7C",
        "%22%22%22",
        "year%3A%3A%3A",
        "%3Cimg%20src%3Dx%20onerror%3Dhit()%3E",
        "%00%EF%BF%BF",
        "x" * 3000,
    ):
        browse(page, f"{base}browse/?find={query}")
        assert page.locator("#browse-count").inner_text()
        assert page.locator("article img").count() == 0


def test_scripts_work_with_instant_navigation(tmp_path, page, serve):
    """With navigation.instant scripts load once, and Browse, stars and My list work on every page."""
    holder = {}

    def changed(text):
        return text.replace("site_url: ''", f"site_url: {holder['base']}").replace(
            "  features:\n", "  features:\n    - navigation.instant\n"
        )

    folder = tmp_path / "out" / "site"
    folder.mkdir(parents=True)
    holder["base"] = serve(folder)
    folder.rmdir()
    (tmp_path / "out").rmdir()
    build(tmp_path, changed)
    base = holder["base"]
    page.goto(base)
    page.evaluate("window.same = true")
    page.locator(".md-tabs__link", has_text="Browse").click()
    page.locator(".facet").first.wait_for()
    page.locator("#browse-query").fill("heron deeper")
    assert count(page) == "1 of 125 papers"
    page.locator(".browse-paper > a").click()
    page.locator(".shelf-keep .mark--starred").click()
    page.go_back()
    page.locator(".browse-keep .mark--starred[aria-pressed=true]").wait_for()
    assert count(page) == "1 of 125 papers"
    page.locator(".md-tabs__link", has_text="Browse").click()
    page.wait_for_function("() => document.querySelector('#browse-count').innerText === '125 papers'")
    page.locator(".shelf-lead a", has_text="My list").click()
    page.locator(".kept .browse-table").wait_for()
    assert titles(page) == ["HERON 2: Deeper Water"]
    assert page.evaluate("window.same")


def test_every_filter_value_has_a_live_count(base, page):
    """The count is the number of papers left after a tick under the query and the other filters."""
    browse(page, base + "browse/")
    assert page.locator(".facet legend").all_inner_texts() == ["Show only", "Family", "Topic", "Year", "Venue", "Type"]
    page.locator("#browse-query").fill("birds")
    year = page.locator("label", has=page.get_by_label("2014"))
    number = int(year.locator(".facet-count").inner_text())
    page.get_by_label("2014").check()
    assert count(page) == f"{number} of 125 papers"
    code = int(page.locator("label", has_text="Has code").locator(".facet-count").inner_text())
    page.get_by_label("Has code").check()
    assert count(page) == f"{code} of 125 papers"
    assert page.evaluate("document.activeElement.value") == "code"


def test_a_long_filter_can_be_expanded(base, page):
    """It shows eight values first, and the others on demand."""
    browse(page, base + "browse/")
    years = page.locator(".facet", has=page.get_by_text("Year", exact=True))
    assert years.locator("label").count() == 8
    years.get_by_role("button").click()
    assert years.locator("label").count() == 14
    assert years.locator("label").last.inner_text().startswith("Undated")


def test_browse_works_by_keyboard(base, page):
    """The slash focuses the field, arrows move between papers, Tab reaches every control, and each is visible while focused."""
    browse(page, base + "browse/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "browse-query"
    page.keyboard.type("title:reed/")
    assert page.locator("#browse-query").input_value() == "title:reed/"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == titles(page)[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const at = document.activeElement;
              const target = at.matches(".facet input") ? at.closest("label") || at : at;
              const box = target.getBoundingClientRect();
              const style = getComputedStyle(at);
              const name = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.textContent;
              const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
              return [name.trim(), inside && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)];
            }"""
        )
        assert shown[1], shown
        seen.append(shown[0])
        if sum(name.startswith("Star:") for name in seen) == 2:
            break
    assert any(name.startswith("Has code") for name in seen)
    assert any(name.startswith("Star: Reed") for name in seen)


def test_rows_added_later_keep_the_focus(base, page):
    """If a reader moves down from the field at once, the focus stays on the row while the other rows are added."""
    browse(page, base + "browse/")
    page.evaluate(
        """() => {
          const field = document.querySelector("#browse-query");
          field.focus();
          field.value = "reed";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
        }"""
    )
    page.wait_for_function("() => document.querySelectorAll('#browse-rows tr').length === 50")
    assert page.evaluate("document.activeElement.textContent") == titles(page)[0]


@pytest.mark.parametrize("width", [390, 1280])
def test_tab_reaches_every_control_in_order(base, chromium, width):
    """Tab reaches every control in page order and Shift+Tab goes back; each control works by keyboard."""
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = browse(context.new_page(), base + "browse/")
    at = "document.activeElement"
    page.keyboard.press("/")
    page.keyboard.type("reed")
    page.locator("#browse-rows tr").nth(49).wait_for()  # the later rows come in the next frame
    if width < 900:
        page.locator("#browse-fold").focus()
        page.keyboard.press("Enter")
    every = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll(".browse :is(a[href], button, input:not([type=file]), select, summary)")];
          window.stops = all.filter(each => each.getClientRects().length);
          return stops.length;
        }"""
    )
    assert every > 150
    page.locator("#browse-query").focus()
    page.evaluate(
        """() => {
          window.passed = [];
          document.addEventListener("focusin", ({ target }) => passed.push(stops.indexOf(target)));
        }"""
    )
    for _ in range(1, every):
        page.keyboard.press("Tab")
    page.keyboard.down("Shift")
    for _ in range(1, every):
        page.keyboard.press("Tab")
    page.keyboard.up("Shift")
    assert page.evaluate("passed") == [*range(1, every), *range(every - 2, -1, -1)]
    page.locator("#browse-sort").focus()
    page.keyboard.press("ArrowDown")
    assert page.url.endswith("sort=newest")
    page.get_by_label("2012").focus()
    page.keyboard.press("Space")
    assert count(page) == "14 of 125 papers"
    assert page.evaluate(f"{at}.value") == "2012"
    assert page.locator("#browse-fold").inner_text() == "Filters (1)"
    page.keyboard.press("Space")
    page.locator(".browse-keep .mark--starred").first.focus()
    for key in ("Enter", "Tab", "Space"):
        page.keyboard.press(key)
    page.locator("#browse-more").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{at}.textContent") == titles(page)[50]
    with page.expect_download():
        page.get_by_role("button", name="RIS").press("Enter")
    page.goto(base + "my-list/")
    page.locator(".kept .mark--read").focus()
    while not page.evaluate(f"{at}.matches('.mark-note summary')"):
        page.keyboard.press("Tab")
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("by keys / alone")
    page.keyboard.press("Tab")
    (mark,) = json.loads(page.evaluate("localStorage['reading-shelf.kept']"))["papers"].values()
    assert (sorted(mark), mark["note"]) == (["note", "read", "starred"], "by keys / alone")
    context.close()


def test_the_count_is_announced(base, page):
    """The number of papers is in a polite live region of its own."""
    browse(page, base + "browse/")
    region = page.locator("#browse-count[role=status]")
    assert region.get_attribute("aria-live") == "polite"
    page.locator("#browse-query").fill("otters")
    assert region.inner_text() == "1 of 125 papers"


def test_more_rows_are_shown_on_demand(base, page):
    """There are fifty at a time; the button focuses the first new row, and the address keeps the number."""
    browse(page, base + "browse/")
    page.get_by_role("button", name="Show 50 more of 75").click()
    assert page.locator("#browse-rows tr").count() == 100
    assert page.evaluate("document.activeElement.textContent") == titles(page)[50]
    page.get_by_role("button", name="Show 25 more of 25").click()
    assert page.locator("#browse-rows tr").count() == 125
    assert not page.locator("#browse-more").is_visible()
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('#browse-rows tr').length === 125")


def test_a_slip_is_corrected_at_once_with_a_way_back(base, page):
    """The corrected results are shown, and the text stays; one click searches for what was typed, and the address says so."""
    browse(page, base + "browse/")
    page.locator("#browse-query").fill("ottres")
    assert titles(page)[0].startswith("Otters Swim")
    hint = page.locator("#browse-hints")
    assert hint.inner_text().startswith("Showing results for otters instead of “ottres”.")
    assert page.locator("#browse-query").input_value() == "ottres"
    page.get_by_role("button", name="Search for “ottres”").click()
    assert (count(page), page.url) == ("0 of 125 papers", base + "browse/?find=ottres&typed=1")
    assert "No paper has “ottres”." in hint.inner_text()
    assert page.evaluate("document.activeElement.id") == "browse-query"
    browse(page, page.url)
    assert count(page) == "0 of 125 papers"
    page.go_back()
    page.wait_for_function(
        "() => document.querySelector('#browse-hints').innerText.startsWith('Showing results for otters')"
    )
    browse(page, base + "browse/?find=ottres&typed=1")
    page.locator("#browse-query").press_sequentially(" ")  # another query is corrected again
    assert count(page) != "0 of 125 papers"


def test_a_word_that_failed_is_named(base, page):
    """The rest of the query is answered; where nothing is left, each part can be left out, and its count is true."""
    browse(page, base + "browse/?find=deeper+zxqvzxqv")
    assert titles(page)[0] == "HERON 2: Deeper Water"
    assert (
        "No paper has “zxqvzxqv”. Papers with all of the rest come first." in page.locator("#browse-hints").inner_text()
    )
    page.locator("#browse-query").fill("zxqvzxqv qqzzqq")
    assert "No paper has “zxqvzxqv” or “qqzzqq”." in page.locator("#browse-hints").inner_text()
    offers = 0
    for query in (
        "author:zxqvzxqv otters",
        "title:otters title:deeper",
        "year:1999 heron",
        "year:soon heron",
        '"deeper heron" fish',
        "topic:whales reed",
        "-reed -heron -otters year:2012",
    ):
        for filters in ("", "&year=2013", "&only=code"):
            address = f"{base}browse/?find={quote(query)}{filters}"
            browse(page, address)
            for number in range(page.locator("#browse-hints button[data-query]").count()):
                button = page.locator("#browse-hints button[data-query]").nth(number)
                if not (said := re.match("[0-9]+ papers?", button.inner_text())):
                    continue
                offers += 1
                button.click()
                assert count(page).split(" of ")[0] == said[0].split()[0], (address, number)
                page.go_back()
                page.wait_for_function("find => document.querySelector('#browse-query').value === find", arg=query)
    assert offers > 8


def test_an_empty_result_has_a_way_out(base, page):
    """A wrong field is told with the right one; the search and the filters can be cleared."""
    browse(page, base + "browse/")
    page.locator("#browse-query").fill("autor:reed")
    page.get_by_role("button", name="author:reed").click()
    assert page.locator("#browse-query").input_value() == "author:reed"
    assert count(page) == "1 of 125 papers"
    for query in ("is:starred", "has:note"):
        page.locator("#browse-query").fill(query)
        assert count(page) == "0 of 125 papers"
        assert page.locator("#browse-hints").inner_text()
    page.locator("#browse-query").fill("")
    page.get_by_label("Has code").check()
    page.locator("#browse-query").fill("title:otters")
    assert count(page) == "0 of 125 papers"
    assert not page.locator("#browse-table").is_visible()
    page.get_by_role("button", name="Clear search").click()
    page.locator("#browse-query").fill("deeper")
    page.get_by_role("button", name="Clear filters").click()
    assert titles(page)[0] == "HERON 2: Deeper Water"
    assert page.url == base + "browse/?find=deeper"


def test_an_unfinished_query_shows_what_it_has(base, page):
    """While a field, quote or bracket is typed, nothing breaks."""
    box = browse(page, base + "browse/").locator("#browse-query")
    for query in ("author:", "has:", "year:", '"', "(", "-", "author:ada year:", "a OR", "id:"):
        box.fill("")
        box.press_sequentially(f"{query} heron")
        assert box.input_value() == f"{query} heron"
        assert count(page), query


def test_years_are_chosen_by_two_handles(base, page):
    """By keyboard: each step shows the years, and the address keeps the range; the whole range is no filter."""
    browse(page, base + "browse/?find=reed")
    first, last = page.get_by_label("First year"), page.get_by_label("Last year")
    limits = [first.get_attribute("min"), last.get_attribute("max")]
    assert [first.input_value(), last.input_value()] == limits
    first.focus()
    page.keyboard.press("Home")
    for _ in range(2012 - int(limits[0])):
        page.keyboard.press("ArrowRight")
    last.focus()
    for _ in range(int(limits[1]) - 2013):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => location.search.includes('years=2012-2013')")
    assert page.locator(".years-shown").inner_text() == "2012 to 2013"
    assert count(page) == "27 of 125 papers"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Last year"
    assert int(page.locator("label", has=page.get_by_label("2012")).locator(".facet-count").inner_text()) == 14
    other = browse(page.context.new_page(), page.url)
    assert (count(other), other.get_by_label("First year").input_value()) == ("27 of 125 papers", "2012")
    other.close()
    page.keyboard.press("Home")  # the handles push each other
    assert [first.input_value(), last.input_value()] == [limits[0], limits[0]]
    page.go_back()
    first.focus()
    page.keyboard.press("Home")
    last.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => !location.search.includes('years')")
    browse(page, base + "browse/?years=2012-2013&find=zxqvzxqv")
    page.get_by_role("button", name="Clear filters").click()
    assert page.url == base + "browse/?find=zxqvzxqv"


def test_what_matches_is_highlighted(base, page):
    """In title, names, summary and chips; a match that the row does not show is quoted with its field."""
    browse(page, base + "browse/?find=deeper+fishes")
    row = page.locator("#browse-rows tr").first
    assert row.locator("mark").all_inner_texts() == ["Deeper", "fish"]
    page.locator("#browse-query").fill("heron one")
    why = page.locator("#browse-rows tr[data-key=heron-1] .browse-why")
    assert why.inner_text() == "Also known as: Heron One"
    page.locator("#browse-query").fill("学习")
    assert page.locator("#browse-rows mark").all_inner_texts() == ["学习"]
    page.locator("#browse-query").fill("<b>ponds")
    assert page.locator("#browse-rows tr[data-key=reed-7] mark").all_inner_texts() == ["Ponds"]
    assert page.locator("#browse-rows b").count() == 0
    page.locator("#browse-query").fill("")
    assert page.locator("#browse-rows mark").count() == 0


def test_the_best_match_comes_first_unless_another_order_is_chosen(base, page):
    """Without words the newest come first, and the box says so; a chosen order stays while the words change."""
    browse(page, base + "browse/")
    sort = page.locator("#browse-sort")
    assert sort.input_value() == "newest"
    page.locator("#browse-query").fill("HERON Wading")
    assert sort.input_value() == "best"
    assert titles(page)[0].startswith("HERON: Wading")
    sort.select_option("oldest")
    page.locator("#browse-query").fill("birds")
    assert sort.input_value() == "oldest"
    dates = [
        text for text in page.locator("#browse-rows time").evaluate_all("all => all.map(one => one.dateTime)") if text
    ]
    assert dates == sorted(dates)
    page.wait_for_function("() => location.search === '?find=birds&sort=oldest'")


def test_a_chinese_title_is_found_by_two_characters(base, page):
    """The two characters are typed as a reader would."""
    browse(page, base + "browse/")
    page.locator("#browse-query").press_sequentially("学习")
    assert titles(page) == ["深度学习 and Réseaux of 7 <b>Ponds</b>"]
    page.locator("#browse-query").fill("reseaux")
    assert count(page) == "1 of 125 papers"


def test_marks_are_shown_on_every_page_and_tab(base, page):
    """A star, read mark or note set on Browse is shown on the paper's page, its card, in another tab and on My list."""
    browse(page, base + "browse/?find=deeper")
    tab = page.context.new_page()
    tab.goto(base + "papers/heron-2/")
    page.locator(".mark--starred").first.click()
    page.locator(".mark--read").first.click()
    tab.locator(".shelf-keep .mark--starred[aria-pressed=true]").wait_for()
    tab.locator(".mark-note summary").click()
    tab.get_by_label("Private note on HERON 2: Deeper Water").fill("<b>again</b> & more")
    tab.goto(base + "families/heron/")
    star = tab.get_by_role("button", name="Star: HERON 2: Deeper Water")
    assert star.get_attribute("aria-pressed") == "true"
    browse(page, base + "browse/?only=unread&find=heron")
    assert count(page) == "2 of 125 papers"
    browse(page, base + "browse/?find=is:starred+has:note")
    assert titles(page) == ["HERON 2: Deeper Water"]
    page.goto(base + "my-list/")
    page.locator(".kept .browse-table").wait_for()
    assert page.get_by_label("Private note on HERON 2: Deeper Water").input_value() == "<b>again</b> & more"
    assert page.locator(".kept h2").all_inner_texts() == ["Starred"]
    star.click()
    page.locator(".kept h2", has_text="With notes").wait_for()


NOTED = (
    """localStorage["reading-shelf.kept"] = '{"shelf": "kept", "version": 1, "papers": {"heron-2": {"note": "Old"}}}'"""
)


@pytest.mark.parametrize("field", ["unused", "in use", "out of sight"])
def test_an_old_tab_does_not_undo_a_note(base, page, field):
    """A note from another tab stays, even if the field in the tab that is closed later shows an older text."""
    page.goto(base + "about/")
    page.evaluate(NOTED)
    browse(page, base + "browse/?find=deeper")
    assert page.locator(".browse-paper textarea").input_value() == "Old"
    if field == "in use":
        page.locator(".browse-paper textarea").click()
    elif field == "out of sight":
        page.locator("#browse-query").fill("reed")
    other = page.context.new_page()
    other.goto(base + "papers/heron-2/")
    other.locator("textarea").fill("Written elsewhere")
    other.locator("textarea").blur()
    if field != "out of sight":
        page.bring_to_front()
        page.wait_for_function("() => document.querySelector('.browse-paper textarea').value === 'Written elsewhere'")
    page.goto(base + "about/")
    assert "Written elsewhere" in page.evaluate("localStorage['reading-shelf.kept']")
    other.close()


def test_text_typed_before_the_data_arrives_is_searched(base, page):
    """On a slow connection the words stay in the field, and one step back returns to the query of the address."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/browse/texts.js", hold)
    page.goto(base + "browse/?year=2013", wait_until="domcontentloaded")
    page.locator("#browse-query").press_sequentially("reed")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.locator(".facet").first.wait_for()
    assert page.locator("#browse-query").input_value() == "reed"
    assert page.url == base + "browse/?find=reed&year=2013"
    page.locator("#browse-query").press_sequentially(" 3")
    assert count(page) == "3 of 125 papers"  # 3, 30 and 39
    page.go_back()
    assert page.url == base + "browse/?year=2013"


def test_a_selection_can_be_downloaded_in_every_format(online, base, page):
    """Independent parsers and ours read the same papers from the download, in the order of the page."""
    shelf, _ = online
    browse(page, base + "browse/?year=2013&sort=title")
    expected = [key for key, paper in shelf.papers.items() if (paper.date or "").startswith("2013")]
    order = page.locator("#browse-rows tr").evaluate_all("rows => rows.map(row => row.dataset.key)")
    for name, suffix in (("BibTeX", ".bib"), ("RIS", ".ris"), ("CSL-JSON", ".json"), ("Markdown", ".md")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        assert waiting.value.suggested_filename == f"papers{suffix}"
        text = Path(waiting.value.path()).read_text("utf-8")
        if suffix == ".md":
            assert text.count("\n- [") == len(expected) - 1
            continue
        if suffix == ".bib":
            library = bibtexparser.parse_string(text)
            assert not library.failed_blocks
            assert [one.key for one in library.entries] == order
        elif suffix == ".ris":
            assert [one["id"] for one in rispy.loads(text)] == order
        else:
            assert [one["id"] for one in json.loads(text)] == order
        parsed = formats.parse_all([formats.Source(name=f"papers{suffix}", text=text)])
        assert not parsed.problems
        assert sorted(record.id for record in parsed.records) == sorted(expected)
        assert {record.id: record.title for record in parsed.records} == {
            key: shelf.papers[key].title for key in expected
        }


def test_my_list_can_be_exported_and_imported(base, page, chromium, tmp_path):
    """Another browser that imports the list shows the same; a file that is not a list is refused with a message."""
    browse(page, base + "browse/?find=heron")
    for star in page.locator(".mark--starred").all():
        star.click()
    page.goto(base + "my-list/")
    page.get_by_role("status").first.wait_for()
    assert page.locator(".browse-count").inner_text() == "3 papers"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export").click()
    file = tmp_path / "list.json"
    waiting.value.save_as(file)
    other = chromium.new_context()
    fresh = other.new_page()
    fresh.goto(base + "my-list/")
    fresh.get_by_text("Nothing here yet.").wait_for()
    found = json.loads(file.read_text("utf-8"))
    found["papers"] |= {"gone-from-here": {"starred": "2026-01-01"}, "<img src=x>": {"note": "x"}}
    file.write_text(json.dumps(found), "utf-8")
    fresh.locator("input[type=file]").set_input_files(file)
    fresh.locator(".kept .browse-table").wait_for()
    assert titles(fresh) == titles(page)
    assert fresh.locator(".browse-count").inner_text() == "3 papers, and 1 that is not on this shelf"
    assert "Imported 4 papers from list.json. 1 entry could not be read." in fresh.locator("#said").inner_text()
    file.write_text("<html>", "utf-8")
    fresh.locator("input[type=file]").set_input_files(file)
    fresh.get_by_text("This file is not JSON.").wait_for()
    assert len(titles(fresh)) == 3
    for name, keys in (
        ("BibTeX", lambda text: [one.key for one in bibtexparser.parse_string(text).entries]),
        ("RIS", lambda text: [one["id"] for one in rispy.loads(text)]),
        ("CSL-JSON", lambda text: [one["id"] for one in json.loads(text)]),
        ("Markdown", lambda text: ["heron" for line in text.splitlines() if line.startswith("- [HERON")]),
    ):
        with fresh.expect_download() as waiting:
            fresh.get_by_role("button", name=name).click()
        found = keys(Path(waiting.value.path()).read_text("utf-8"))
        assert len(found) == 3
        assert {key.split("-")[0] for key in found} == {"heron"}
    other.close()


REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
BROKEN = (
    "if (!sessionStorage.done) { sessionStorage.done = 1; localStorage.setItem('reading-shelf.kept', '{\"shelf\": '); }"
)


@pytest.mark.parametrize(
    ("fault", "word"), [(REFUSED, "does not let this site save"), (FULL, "no room"), (BROKEN, "could not be read")]
)
def test_storage_errors_are_reported_once(base, page, fault, word):
    """If storage is refused, full or broken, the page says so once, and stars and the theme work until it is left."""
    page.add_init_script(fault)
    browse(page, base + "browse/?find=heron")
    assert count(page) == "3 of 125 papers"
    for star in page.locator(".browse-keep .mark--starred").all():
        star.click()
        assert star.get_attribute("aria-pressed") == "true"
    said = page.locator("#said p").all_inner_texts()
    assert [text for text in said if word in text] == said
    assert len(said) == 1
    page.get_by_role("button", name="Close").click()
    page.locator(".mark--read").first.click()
    assert page.locator("#said").count() == 0
    page.get_by_label("Unread").check()
    assert count(page) == "2 of 125 papers"
    page.locator(".md-header label[for^=__palette]:visible").click()
    page.locator(".md-header label[for^=__palette]:visible").click()
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    page.locator("#finder-box").click()
    page.keyboard.type("otters")
    page.locator("#finder [role=option]").first.wait_for()


def test_late_data_causes_no_layout_shift(base, chromium):
    """Space is reserved for what scripts add, so that nothing moves while Browse or a paper's page loads."""
    for width in (390, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.add_init_script(MOVES)
        for path in ("browse/", "papers/heron-2/", "families/heron/"):
            page.goto(base + path)
            page.locator("button[data-of]").first.wait_for()
            page.wait_for_timeout(300)
            assert moved(page) == [], (path, width)
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_browse_and_my_list_are_accessible(base, chromium, width, scheme):
    """Axe finds no WCAG A or AA violation with everything expanded, and no page is wider than its window."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()

    def judged():
        page.evaluate("scrollTo(0, 0)")  # the header covers what is below it, and axe takes it for smaller
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        return violations(page, "article")

    page.goto(base + "about/")
    page.evaluate(NOTED)
    browse(page, base + "browse/?find=heron")
    if width < 900:
        page.locator("#browse-fold").click()
    page.locator(".mark--starred").first.click()
    page.locator(".mark--read").nth(1).click()
    page.get_by_text("How to search").click()
    page.locator(".browse-paper textarea").first.fill("x")
    page.locator(".browse-paper textarea").first.blur()
    found = judged()
    browse(page, base + "browse/?find=autor:reed+zzyzx&only=code")
    page.locator("#browse-hints button", has_text="author:").wait_for()
    found += judged()
    page.goto(base + "my-list/")
    page.locator(".kept .browse-table").first.wait_for()
    found += judged()
    page.goto(base + "papers/heron-2/")
    page.locator(".mark-note summary").click()
    found += judged()
    assert found == []
    context.close()
