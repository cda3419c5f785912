"""Times Browse in Chromium on an invented shelf: ``python -m benchmarks.browse [--papers N…]``.

"First results" is the time from the arrival of the data until the rows are laid out. A keystroke is timed from its event until
rows, counts and filters are laid out; ``shown`` adds the wait for the screen, some 16 ms at 60 Hz. Text is typed key by key
on a freshly loaded page.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.build import ROOT, paper, taxonomy
from generator import site
from generator.model import Catalogue, Paper
from generator.site import renderer
from generator.site.search import index
from generator.site.views import arrangement, browse, news

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
TYPED = (
    "otters",
    "sparse attention",
    "author:kelp",
    "title:mapping year:2015..2019",
    '"near harbours with"',
    "reefs -topic:ranking has:results",
    "zzyzx",
)
LOADS = 5
CONFIG = """site_name: Bench
theme: {name: material, font: false, custom_dir: overrides, palette: {primary: custom, accent: custom}}
plugins: []
nav: [index.md]
extra_css: [assets/shelf.css, assets/browse.css]
extra_javascript: [assets/collection.js, assets/marks.js]
validation: {nav: {omitted_files: ignore}, links: {not_found: ignore, unrecognized_links: ignore}}
"""
WATCH = """
window.strokes = [];
addEventListener("input", event => {  // the first listener
  const start = performance.now();
  addEventListener("input", () => {  // and the last
    void document.body.offsetHeight;  // lays the page out
    const work = performance.now() - start;
    requestAnimationFrame(() => setTimeout(() => window.strokes.push([work, performance.now() - start])));
  }, { once: true });
}, true);
const mark = performance.mark.bind(performance);
performance.mark = name => {
  mark(name);
  if (name !== "shelf-shown") return;
  void document.body.offsetHeight;
  window.first = performance.now() - performance.getEntriesByName("shelf-loaded")[0].startTime;
};
"""


def made_up(count: int) -> Catalogue:
    """Return a shelf of ``count`` papers."""
    dice = random.Random(7)
    papers: dict[str, Paper] = {f"paper-{number}": paper(dice, number, []) for number in range(count)}
    return Catalogue(root=ROOT / "content", papers=papers, taxonomy=taxonomy())


def build(shelf: Catalogue, folder: Path) -> None:
    """Build only the Browse page, in the theme's frame, with its data; print the size of what it loads."""
    arranged = arrangement.arrange(shelf, site.labels(shelf))
    page = renderer.render(browse.browse_view(arranged), browse.PATH, title="Browse")
    contents = {
        "index.md": "# Bench\n",
        f"{browse.PATH}/index.md": page,
        **dict(index.scripts(arranged, news.arrivals(arranged))),
    }
    for name, text in contents.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True)
    for name in ("papers.js", "words.js"):
        content = contents[f"{browse.PATH}/{name}"].encode()
        print(f"{name:12}{len(content) / 1e6:8.2f} MB{len(gzip.compress(content, 6)) / 1e6:8.2f} MB gzipped")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Do not log requests."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def time_page(address: str) -> tuple[list[float], dict[str, list[tuple[float, float]]]]:
    """Return the milliseconds to the first results of each load, and of each keystroke by the typed text."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise SystemExit("no Chromium is installed")
    first, strokes = [], {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for number, text in enumerate(TYPED):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.add_init_script(WATCH)
            for _ in range(LOADS if not number else 1):
                page.goto(address)
                page.wait_for_function("() => window.first !== undefined")
                first.append(page.evaluate("window.first"))
            page.locator("#browse-query").click()
            for done, key in enumerate(text, start=1):
                page.keyboard.type(key)
                page.wait_for_function("count => window.strokes.length >= count", arg=done)
            strokes[text] = page.evaluate("window.strokes")
            page.close()
        browser.close()
    return first, strokes


def measure(count: int) -> None:
    """Print the table for one size."""
    with tempfile.TemporaryDirectory(prefix="shelf-browse-") as name:
        folder = Path(name)
        print(f"\n{count} papers")
        build(made_up(count), folder)
        with served(folder / "site") as base:
            first, strokes = time_page(f"{base}{browse.PATH}/")
    print(f"first results: median {statistics.median(first):.0f} ms, worst {max(first):.0f} ms of {len(first)} loads")
    print(f"{'typed':36}{'keys':>6}{'median ms':>11}{'worst ms':>10}{'shown ms':>10}")
    every = [stroke for found in strokes.values() for stroke in found]
    for text, found in [*strokes.items(), ("all", every)]:
        work, shown = ([stroke[at] for stroke in found] for at in (0, 1))
        print(
            f"{text:36}{len(found):6}{statistics.median(work):11.1f}{max(work):10.1f}{statistics.median(shown):10.1f}"
        )


def main() -> None:
    """Read the sizes and measure each."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.browse", description="Time Browse in Chromium.")
    arguments.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000], metavar="N")
    for count in arguments.parse_args().papers:
        measure(count)


if __name__ == "__main__":
    main()
