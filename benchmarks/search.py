"""Asks the site what readers ask, and counts how far down the right paper stands: ``python -m benchmarks.search [QUERIES]``.

The shipped shelf is built, and each query of queries.yml is opened as ``/browse/?find=…`` in Chromium. The score of a query is
1 / the place of the first paper that may come first, 0 if it is not among the first 50; their mean is the MRR. MiniSearch over
the same papers stands beside it, as it comes and with a sensible tuning.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import yaml
from playwright.sync_api import Browser, Page

from benchmarks import ROOT, minisearch, packages
from benchmarks.chromium import served, started
from generator import site
from generator.content import catalogue
from generator.site.views import arrangement
from generator.site.views.arrangement import Shelf

QUERIES = Path(__file__).parent / "queries.yml"
DEPTH = 50
TARGET = 0.95
SETTLED = """() => new Promise(done => {  // no change for a while: corrections may follow the first rows
  const limit = setTimeout(done, 3000);
  let quiet = setTimeout(done, 400);
  new MutationObserver(() => {
    clearTimeout(quiet);
    quiet = setTimeout(() => { clearTimeout(limit); done(); }, 400);
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
})"""
ROWS = """limit => Array.from(document.querySelectorAll("#browse-rows tr[data-key]"))
  .filter(row => row.checkVisibility()).slice(0, limit).map(row => row.dataset.key)"""

Engine = Callable[[str], list[str]]


@dataclass(frozen=True, kw_only=True)
class Query:
    """What a reader types, and the papers that may come first."""

    kind: str
    find: str
    first: frozenset[str]

    def score(self, keys: Sequence[str]) -> float:
        """Return the reciprocal rank of the first right paper."""
        return next((1 / place for place, key in enumerate(keys, start=1) if key in self.first), 0.0)


def queries(path: Path) -> list[Query]:
    """Read a list of queries."""
    kinds = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Query(kind=kind, find=one["find"], first=frozenset(one["first"]))
        for kind, some in kinds.items()
        for one in some
    ]


def build(folder: Path) -> None:
    """Build the shipped shelf."""
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env=quiet)


def browse(page: Page, base: str) -> Engine:
    """Return the site's own search."""

    def find(query: str) -> list[str]:
        page.goto(f"{base}browse/?find={quote(query, safe='')}")
        page.wait_for_function("() => performance.getEntriesByName('shelf-shown').length")
        page.evaluate(SETTLED)
        keys: list[str] = page.evaluate(ROWS, DEPTH)
        return keys

    return find


def rivals(browser: Browser, shelf: Shelf) -> dict[str, Engine]:
    """Return MiniSearch as it comes and tuned."""
    page = minisearch.page(browser, minisearch.texts(shelf))
    return {
        "MiniSearch": lambda query: minisearch.found(page, "default", query, DEPTH),
        "tuned": lambda query: minisearch.found(page, "tuned", query, DEPTH),
    }


def table(asked: Sequence[Query], engines: dict[str, Engine]) -> Iterator[str]:
    """Yield the lines of the table: each query, each kind and the mean, with a column for each engine."""
    head = "".join(f"{name:>12}" for name in engines)
    yield f"{'query':72}{head}"
    scores: dict[str, list[list[float]]] = {}
    for query in asked:
        row = [query.score(engine(query.find)) for engine in engines.values()]
        scores.setdefault(query.kind, []).append(row)
        yield f"{query.find[:70]:72}{''.join(f'{one:12.2f}' for one in row)}"
    yield ""
    every = [row for rows in scores.values() for row in rows]
    for kind, rows in [*scores.items(), ("MRR", every)]:
        means = "".join(f"{sum(column) / len(rows):12.3f}" for column in zip(*rows, strict=True))
        yield f"{f'{kind} ({len(rows)})':72}{means}"


def main() -> None:
    """Build the site, ask, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description="Measure what the search finds.")
    parser.add_argument("queries", type=Path, nargs="?", default=QUERIES, help="another list of queries")
    parser.add_argument("--alone", action="store_true", help="without MiniSearch, which npm fetches")
    options = parser.parse_args()
    path = options.queries
    if not path.is_file():
        parser.error(f"{path} is no file")
    shelf = catalogue.load(ROOT / "content")
    arranged = arrangement.arrange(shelf, site.labels(shelf))
    with tempfile.TemporaryDirectory(prefix="shelf-search-") as name, started() as browser:
        build(Path(name))
        with served(Path(name)) as base:
            engines = {"ours": browse(browser.new_page(viewport={"width": 1280, "height": 900}), base)}
            try:
                engines |= {} if options.alone else rivals(browser, arranged)
            except packages.MissingError as error:
                print(f"MiniSearch: {error}")
            for line in table(queries(path), engines):
                print(line, flush=True)
    print(f"The target is {TARGET}.")


if __name__ == "__main__":
    main()
