"""The quality of pages: only our own scripts run, nothing moves while a page loads, and pages print well."""

import contextlib
import functools
import http.server
import re
import threading
import time
from pathlib import Path

import pytest

from tests.browser.conftest import MOVES, POLICY, moved


@pytest.fixture(scope="module")
def folder(invented_site):
    """Return the folder of the invented shelf, built for the web."""
    return invented_site


@pytest.fixture
def page(lend):
    """Return a page that records policy violations and layout shifts."""
    size = {"width": 1280, "height": 720}
    with lend(
        MOVES + POLICY, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True, viewport=size
    ) as page:
        yield page


@pytest.mark.parametrize(
    ("path", "count"), [("", 2), ("new/", 2), ("families/heron/", 2), ("topics/flying/", 2), ("papers/heron-1/", 1)]
)
def test_feeds_are_found_by_readers_that_compare_to_the_letter(folder, page, serve, path, count):
    """Every feed link has rel=alternate and nothing else, in the file and in the loaded page.

    Material's script takes such links for translations, but requests no sitemap in their folders.
    """
    written = (folder / path / "index.html").read_text("utf-8")
    assert written.count('rel="alternate"') == count
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(serve(folder) + path, wait_until="networkidle")
    assert page.locator('link[rel="alternate"]').count() == count
    assert "feed.xml" not in asked
    assert "sitemap.xml" not in asked


def test_everything_works_under_the_policy(folder, page, serve):
    """Colours, copying and saving work without a policy violation; so does every kind of page, see below."""
    page.goto(serve(folder) + "papers/heron-1/")
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    page.locator("summary", has_text="RIS").click()
    page.get_by_role("button", name="Copy RIS").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('TY  - '))")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download heron-1.ris").click()
    assert saving.value.suggested_filename == "heron-1.ris"
    assert Path(saving.value.path()).read_text("utf-8").endswith("ER  -\n")
    assert page.evaluate("refused") == []


@contextlib.contextmanager
def serving(folder, answer):
    """Serve a folder; ``answer`` is called with the request first, and returns whether it has answered it."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self):
            if not answer(self):
                super().do_GET()

        def log_message(self, *_):
            pass

    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_an_injected_script_is_refused(folder, page):
    """No script runs, whether inline, as a handler, as a javascript: link, from another host or as a worker's text."""
    smuggled = """<h1 id="top"><script>alive = 1</script><img src="x" onerror="alive = 2"><svg onload="alive = 3"></svg>
      <a id="lure" href="javascript:alive = 4">x</a><script src="data:text/javascript,alive = 5"></script>
      <script src="https://elsewhere.invalid/a.js"></script><base href="https://elsewhere.invalid/">
      <iframe srcdoc="<script>parent.alive = 6</script>"></iframe><style>h1 { color: red }</style>"""

    def smuggle(request):
        if request.path != "/papers/otter/":
            return False
        text = (folder / "papers/otter/index.html").read_text("utf-8")
        assert '<h1 id="top">' in text
        body = text.replace('<h1 id="top">', smuggled, 1).encode()
        request.send_response(200)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.end_headers()
        request.wfile.write(body)
        return True

    asked = []
    page.on("response", lambda response: asked.append(response.url))
    page.add_init_script("window.alive = 0")
    with serving(folder, smuggle) as base:
        page.goto(f"{base}papers/otter/")
        page.locator("#lure").click()
        page.evaluate(
            "() => { const s = document.createElement('script'); s.text = 'alive = 7'; document.body.append(s); }"
        )
        page.wait_for_timeout(300)
        assert page.evaluate("alive") == 0
        refused = {one.split()[0] for one in page.evaluate("refused")}
        assert refused >= {"script-src-elem", "script-src-attr", "base-uri", "style-src-elem"}
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
        assert [url for url in asked if not url.startswith(base)] == []
        page.goto(f"{base}papers/heron-1/")  # the detector sees scripts that do run
        page.evaluate("window.alive = 9")
        assert page.evaluate("alive") == 9


@pytest.mark.parametrize("before", ['<label class="md-header__button', '<nav class="shelf-path"', "<tbody>"])
def test_a_page_that_arrives_in_pieces_does_not_move(folder, page, before):
    """A slow line may stop anywhere, as a busy browser may: what has arrived by then is not painted without the rest."""
    path = "/papers/heron-1/"
    first, mark, rest = (folder / path[1:] / "index.html").read_text("utf-8").partition(before)
    assert rest

    def halt(request):
        if request.path != path:
            return False
        request.send_response(200)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.end_headers()
        request.wfile.write(first.encode())
        page_is_styled.wait(20)
        time.sleep(0.3)  # enough for a browser to paint
        request.wfile.write((mark + rest).encode())
        return True

    page_is_styled = threading.Event()
    page.on("requestfinished", lambda request: page_is_styled.set() if request.url.endswith("/tools.css") else None)
    page.set_viewport_size({"width": 390, "height": 700})
    with serving(folder, halt) as base:
        page.goto(base + path[1:])
        assert moved(page) == []


def test_results_can_be_sorted(folder, page, serve):
    """The best score is first; a click sorts ascending, another one descending; screen readers get the state."""
    page.goto(serve(folder) + "results/")
    heads = page.locator("table").first.locator("thead th")
    first = page.locator("table").first.locator("tbody td:first-child")
    before = first.all_inner_texts()
    assert len(before) > 1
    assert heads.nth(2).get_attribute("aria-sort") == "descending"
    heads.nth(0).get_by_role("button").click()
    assert heads.nth(0).get_attribute("aria-sort") == "ascending"
    assert first.all_inner_texts() == sorted(before, key=str.lower)
    heads.nth(0).get_by_role("button").click()
    assert heads.nth(0).get_attribute("aria-sort") == "descending"
    assert first.all_inner_texts() == sorted(before, key=str.lower, reverse=True)
    heads.nth(1).get_by_role("button").click()
    assert heads.nth(0).get_attribute("aria-sort") is None
    assert heads.nth(2).get_attribute("aria-sort") is None


def test_lists_of_results_fold(folder, page, serve):
    """They open by keyboard; a column of mixed units cannot be sorted, and a heading says what is better."""
    page.goto(serve(folder) + "results/")
    fold = page.locator("details#alone")
    assert not fold.locator("table").is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator("table").is_visible()
    assert fold.locator("thead th").nth(2).get_by_role("button").count() == 0
    assert "lower is better" in fold.locator("tbody").inner_text()
    assert "Higher is better" in page.locator(".shelf-board__about").first.inner_text()


def test_the_chart_of_a_leaderboard_fits(folder, chromium, serve):
    """It is no wider than a narrow phone, its labels do not shrink, and it has a description."""
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(serve(folder) + "results/")
    chart = page.get_by_role("img", name="the best is")
    box = chart.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["width"] > 0.9 * 300
    context.close()


def test_one_citation_format_is_open_at_a_time(folder, page, serve):
    """Opening a format by keyboard closes the one before."""
    page.goto(serve(folder) + "papers/heron-1/")
    page.locator("summary", has_text="CSL-JSON").focus()
    page.keyboard.press("Enter")
    assert page.locator(".shelf-cite details[open] summary").all_inner_texts() == ["CSL-JSON"]


@pytest.mark.parametrize("path", ["families/heron/", "pictures/"])
def test_pages_print_well(folder, chromium, serve, path):
    """Text is dark on white in any colour scheme, without the site's frame, and no chart is wider than the sheet."""
    context = chromium.new_context(color_scheme="dark", viewport={"width": 700, "height": 900})
    page = context.new_page()
    page.goto(serve(folder) + path)
    page.emulate_media(media="print", color_scheme="dark")
    for frame in (".md-header", ".md-tabs", ".md-footer", ".finder"):
        assert not page.locator(frame).first.is_visible(), frame
    colours = page.evaluate(
        """() => ['h1', '.shelf-lineage__text, .shelf-spine li', '.shelf-lead, figcaption'].map(one => {
          const style = getComputedStyle(document.querySelector(`article ${one}`));
          return style.color;
        })"""
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for colour in colours:
        assert max(map(int, re.findall(r"\d+", colour)[:3])) < 120, colour
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('article svg')].map(s => s.getBoundingClientRect().right))"
    )
    assert right <= 700
    assert page.pdf(print_background=False).startswith(b"%PDF")
    context.close()
