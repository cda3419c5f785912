"""What a reader sees of reading paths, long lists and addresses that lead nowhere: online, offline and without scripts."""

import dataclasses
import functools
import http.server
import threading
from pathlib import Path

import pytest

from generator import site
from generator.content import catalogue
from generator.model import Paper, ReadingPath, Step
from tests.browser.conftest import Quiet, without_errors
from tests.site import invented

LONG = {
    f"reed-{number}": Paper(title=f"Reed number {number}", date="2022-01", topics=("swimming",))
    for number in range(230)
}
ROUTE = ReadingPath(
    title="Along the reeds", audience="All.", steps=tuple(Step(paper=key, why="Read on.") for key in LONG)
)


def built(folder: Path, *, index_html: bool = False, site_url: str = "") -> Path:
    """Build the invented shelf with a long path and topic; return the folder of the site."""
    settings = dataclasses.replace(invented.project(folder), index_html=index_html)
    if site_url:
        text = settings.config.read_text("utf-8")
        settings.config.write_text(text.replace("site_url: ''", f"site_url: {site_url}"), "utf-8")
        settings = dataclasses.replace(settings, site_url=site_url)
    catalogue.save(settings.content, {f"papers/{key}.yml": paper for key, paper in LONG.items()})
    catalogue.save(settings.content, {"paths/reeds.yml": ROUTE})
    shelf = catalogue.load(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return invented.built(folder / "out")


@pytest.fixture(scope="module", params=["online", "offline"])
def base(request, tmp_path_factory, serve):
    """The address of the site's root, and what pages end with: on a server, and from file://."""
    offline = request.param == "offline"
    folder = built(tmp_path_factory.mktemp(request.param), index_html=offline)
    return (folder.as_uri() + "/", "index.html") if offline else (serve(folder), "")


@pytest.fixture
def page(lend):
    """A page of a new reader; errors of scripts fail the test."""
    with lend(viewport={"width": 1280, "height": 900}) as page, without_errors(page, logged=False):
        yield page


def steps(page, state):
    """Return the numbers of the steps in a state."""
    return [int(one.get_attribute("value")) for one in page.locator(f".shelf-step--{state}").all()]


def test_progress_comes_from_the_marks(base, page):
    """The bar, the count and the next step follow the button at each step; the mark is the one of the paper's page."""
    root, end = base
    page.goto(f"{root}paths/first-steps/{end}")
    said = page.locator(".shelf-progress [role=status]")
    said.get_by_text("0 of 3 read").wait_for()
    assert steps(page, "next") == [1]
    page.get_by_role("button", name="Read: HERON: Wading Through Shallow Text").click()
    said.get_by_text("1 of 3 read, next: step 2").wait_for()
    assert (steps(page, "read"), steps(page, "next")) == ([1], [2])
    assert page.locator("[aria-current=step]").get_attribute("id") == "step-2"
    assert page.locator(".shelf-progress rect").first.get_attribute("width").startswith("33.3")
    page.goto(f"{root}papers/heron-1/{end}")
    assert page.get_by_role("button", name="Read: HERON").get_attribute("aria-pressed") == "true"
    page.goto(f"{root}paths/{end}")
    page.get_by_text("1 of 3 read").wait_for()
    page.goto(f"{root}{end}")
    page.get_by_text("1 of 3 read").wait_for()


def test_the_end_of_a_path_has_no_next_step(base, page):
    """All steps read: the bar is full. Taking a mark back makes that step the next one."""
    root, end = base
    page.goto(f"{root}paths/first-steps/{end}")
    buttons = page.locator(".shelf-step__read button")
    for number in range(3):
        buttons.nth(number).click()
    assert page.locator(".shelf-progress [role=status]").inner_text() == "3 of 3 read"
    assert steps(page, "next") == []
    buttons.nth(1).click()
    assert (steps(page, "read"), steps(page, "next")) == ([1, 3], [2])


def test_the_next_step_may_be_on_another_page(base, page):
    """The link leads to the step on the third page of a long path, and back to the one before."""
    root, end = base
    page.goto(f"{root}paths/reeds/{end}")
    marks = ",".join(f'"{key}":{{"read":"2026-01-01"}}' for key in list(LONG)[:210])
    page.evaluate(
        "text => localStorage.setItem('reading-shelf.kept', text)",
        f'{{"shelf":"kept","version":1,"papers":{{{marks}}}}}',
    )
    page.reload()
    page.get_by_role("link", name="step 211").click()
    page.wait_for_url(f"**/paths/reeds/3/{end}#step-211")
    assert steps(page, "next") == [211]
    page.get_by_role("button", name="Read: Reed number 209").click()
    page.get_by_role("link", name="step 210").wait_for()
    page.get_by_role("link", name="← Previous").click()
    page.wait_for_url(f"**/paths/reeds/2/{end}")


def test_without_scripts_a_path_is_a_plain_list(base, chromium):
    """Numbers, lines and papers are there; nothing speaks of progress that nobody counts."""
    root, end = base
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}paths/first-steps/{end}")
    assert page.locator(".shelf-step").count() == 3
    assert page.locator(".shelf-progress").inner_text() == "3 papers"
    assert page.get_by_text("Stands where it is shallow.").is_visible()
    assert page.locator(".shelf-step__read button").count() == 0
    context.close()


def test_the_pages_of_a_list_are_reached_by_keyboard(base, page):
    """The numbers are links in a navigation with a name; the current page is marked as such."""
    root, end = base
    page.goto(f"{root}topics/swimming/{end}")
    pages = page.get_by_role("navigation", name="Pages of Swimming")
    assert pages.locator("[aria-current=page]").inner_text() == "1"
    pages.get_by_role("link", name="Page 2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/topics/swimming/2/{end}")
    assert page.locator(".shelf-card[data-key]").count() == 32
    assert page.title().startswith("Swimming, page 2")


class Hosted(Quiet):
    """A server as GitHub's: a project below a path, and its 404.html for all that is not there."""

    def send_head(self):
        if not self.path.startswith("/shelf/"):
            return self.send_error(404)
        self.path = self.path.removeprefix("/shelf")
        return super().send_head()

    def send_error(self, code, *_):
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """The address of the shelf as a project's page, below a path."""
    folder = built(tmp_path_factory.mktemp("hosted"), site_url="https://me.example.org/shelf/")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Hosted, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/shelf/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "words", "first"),
    [
        ("papers/heron2/", "heron2", "HERON 2: Deeper Water"),
        ("papers/herron-vast/index.html", "herron vast", "HERON Vast Technical Report"),
        ("heron-vast", "heron vast", "HERON Vast Technical Report"),
        ("families/oter/7/", "oter", "Otter"),
        ("a/b/c/d/otters.html", "otters", "Otters Swim: A Study & Its Limits"),
        ("papers/%E4%B8%AD%E6%96%87_paper/", "中文 paper", ""),
        ("papers/%/%3Cb%3Ex/", "<b>x", ""),
    ],
)
def test_a_wrong_address_leads_on(hosted, page, address, words, first):
    """At any depth, the page finds its styles, fills the search box from the address and names what is near."""
    failed = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(hosted + address)
    box = page.get_by_role("searchbox", name="Search all papers")
    assert box.input_value() == words
    if first:
        assert page.locator("#missing-near a").first.inner_text() == first
        page.locator("#missing-near a").first.click()
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == first
    assert failed == [hosted + address]


def test_the_search_of_a_wrong_address_opens_browse(hosted, page):
    """The form works as a form: it opens Browse with the words. The other links lead home and to the lists."""
    page.goto(f"{hosted}papers/deeper/water/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/shelf/browse/?find=water")
    page.goto(f"{hosted}nowhere/at/all/")
    links = {one.inner_text(): one.evaluate("link => link.pathname") for one in page.locator(".missing-places a").all()}
    assert (links["Home"], links["Browse"], links["Families"]) == ("/shelf/", "/shelf/browse/", "/shelf/families/")
    assert page.title() == "Page not found - Reading Shelf"


def test_a_wrong_address_is_quiet_without_a_hint(hosted, chromium):
    """Without scripts the box is empty, and search and links work all the same."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{hosted}papers/heron-9/")
    page.locator("#missing-box").fill("heron")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/shelf/browse/?find=heron")
    context.close()
