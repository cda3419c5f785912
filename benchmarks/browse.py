"""Times the search of the site in Chromium: ``python -m benchmarks.browse [FOLDER] [--papers N…]``.

FOLDER has labelled sets as for benchmarks.dedupe; a shelf is made of their texts, and nothing of it is kept. Without it the
shelf is invented. One table compares the box in the header, Browse, MiniSearch (one index of all texts) and Pagefind (http only)
in one run, each with its ratio to the header or, where that has no script, to Browse. Each figure is the least of several loads
(see boxes.py). The first result is timed from the focus of an empty box, into which somebody types at once; for Browse from the
opening of ``/browse/?find=…``. Another table has the typed texts. A keystroke counts until the results are laid out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import yaml
from playwright.sync_api import Browser

from benchmarks import ROOT, boxes, minisearch, packages, rivals, shelves
from benchmarks.boxes import Box, Figures
from benchmarks.chromium import served, started
from generator import site
from generator.model import Catalogue
from generator.site import renderer
from generator.site.renderer import Page
from generator.site.search import index
from generator.site.views import arrangement, browse, news
from generator.site.views.arrangement import Shelf
from generator.text.folding import fold

LOADS = 5  # of Browse


def build(shelf: Shelf, folder: Path) -> Path:
    """Build one page without papers and Browse, in the frame and with the scripts of the site; return where they are."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config.update(plugins=[], nav=["index.md"], docs_dir="docs", site_dir="site")
    config["validation"] |= {"links": {"not_found": "ignore", "unrecognized_links": "ignore"}}
    page = Page(path=browse.PATH, view=browse.browse_view(shelf), title="Browse")
    contents = {
        "index.md": "# Bench\n",
        f"{browse.PATH}/index.md": renderer.render(page).markdown,
        **dict(index.scripts(shelf, news.arrivals(shelf))),
    }
    for name, text in contents.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return folder / "site"


def typed(catalogue: Catalogue) -> list[str]:
    """Return what is typed: a common word first, then parts of titles, a name, a slip, an identifier, fields, nothing known."""
    papers = list(catalogue.papers.values())
    counts = Counter(word for one in papers for word in set(fold(one.title or "").split()) if len(word) > 6)
    common = counts.most_common(1)[0][0]
    middle = next(one for one in papers[len(papers) // 2 :] if one.authors and one.identifiers.doi)
    words, surname = fold(middle.title or "").split(), fold(middle.authors[0].inverted.partition(",")[0])
    return [
        common,
        " ".join(words[:3]),
        f"{surname} {words[0]}",
        f"{common[:3]}{common[4]}{common[3]}{common[5:]}",
        (middle.identifiers.doi or "")[:20],
        f"title:{common} year:2005..2015",
        "zzyzx",
    ]


def opened(browser: Browser, base: str, text: str) -> float:
    """Return the least milliseconds from the opening of Browse with a query until its rows are there."""
    times = []
    for _ in range(LOADS):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(f"{base}{browse.PATH}/?find={quote(text)}")
        page.wait_for_function("() => performance.getEntriesByName('shelf-shown').length")
        times.append(page.evaluate("performance.getEntriesByName('shelf-shown')[0].startTime"))
        page.context.close()
    return float(min(times))


def measure(catalogue: Catalogue, *, alone: bool) -> None:
    """Print the tables for one shelf; ``alone``: without the other tools."""
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    texts, asked = minisearch.texts(shelf), typed(catalogue)
    figures: dict[str, Figures] = {}
    made: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="shelf-browse-") as name, started() as browser:
        folder = build(shelf, Path(name) / "ours")
        with served(folder) as base:
            data, program = f"{browse.PATH}/.*[.]js$", r"assets/[^/]*[.]js$"
            header = Box(
                name="header", base=base, folder=folder, page="", box="#finder-box",
                results="#finder-list [role=option]", data=data, program=program,
            )  # fmt: skip
            rows = Box(
                name="Browse", base=base, folder=folder, page=f"{browse.PATH}/", box="#browse-query",
                results="#browse-rows tr[data-key]", data=data, program=program,
            )  # fmt: skip
            for box in (header, rows):
                figures[box.name] = boxes.measure(browser, box, asked)
            figures["Browse"].first = opened(browser, base, asked[0])
        for rival in () if alone else (rivals.minisearch_box, rivals.pagefind_box):
            folder = Path(name) / rival.__name__
            folder.mkdir()
            with served(folder) as base:
                try:
                    box, seconds = rival(browser, folder, base, texts)
                except packages.MissingError as error:
                    print(f"{rival.__name__.removesuffix('_box')}: {error}")
                    continue
                figures[box.name], made[box.name] = boxes.measure(browser, box, asked), seconds
    for line in (*table(figures, made), "", *strokes(figures)):
        print(line)


def table(figures: Mapping[str, Figures], made: Mapping[str, float]) -> Iterator[str]:
    """Yield a line for each measure, with a column for each box."""
    ours = "header" if figures["header"].first else "Browse"
    lines: list[tuple[str, int, Callable[[Figures], float | None]]] = [
        ("data files loaded before the focus", 0, lambda one: len(one.early)),
        ("data until the first result, MB", 2, lambda one: one.data / 1e6),
        ("the same gzipped", 2, lambda one: one.packed / 1e6),
        ("data until all was typed, MB gzipped", 2, lambda one: one.later / 1e6),
        ("all data files, MB gzipped", 2, lambda one: one.whole / 1e6),
        ("program, kB gzipped", 1, lambda one: one.program / 1e3),
        ("to the first result, ms", 0, lambda one: one.first),
        ("keystroke, median ms", 1, lambda one: statistics.median(one.strokes)),
        ("keystroke, worst ms", 1, lambda one: max(one.strokes)),
        ("CPU time for a keystroke, median ms", 1, lambda one: statistics.median(one.thread)),
        ("CPU time for a keystroke, worst ms", 1, lambda one: max(one.thread)),
        ("longest task from opening to first result, ms", 0, lambda one: one.loading),
        ("longest task while typing, ms", 0, lambda one: one.typing),
        ("memory, MB", 1, lambda one: one.memory / 1e6),
    ]
    yield f"{'':46}{''.join(f'{name:>20}' for name in figures)}"
    for name, digits, of in lines:
        known = {box: of(one) if one.first else None for box, one in figures.items()}
        base = known[ours]
        cells = ""
        for box, value in known.items():
            ratio = f" ({value / base:.1f}×)" if value and base and box != ours else ""
            cells += f"{'-' if value is None else f'{value:.{digits}f}' + ratio:>20}"
        yield f"{name:46}{cells}"
    seconds = (f"{made[box]:.1f}" if box in made else "-" for box in figures)
    yield f"{'index made beforehand, s':46}{''.join(f'{one:>20}' for one in seconds)}"
    yield "A longest task of 0 ms: none lasted 50."


def strokes(figures: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a line for each typed text: the median and the worst keystroke of each box."""
    known = {name: one for name, one in figures.items() if one.first}
    yield f"{'keystrokes, median / worst ms':46}{''.join(f'{name:>20}' for name in known)}"
    for text in next(iter(known.values())).work if known else ():
        cells = (f"{statistics.median(one.work[text]):.1f} / {max(one.work[text]):.1f}" for one in known.values())
        yield f"{text:46}{''.join(f'{cell:>20}' for cell in cells)}"


def main() -> None:
    """Read the sizes and measure each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browse", description="Time the search in Chromium.")
    parser.add_argument("folder", type=Path, nargs="?", help="labelled sets, for real texts")
    parser.add_argument("--papers", type=int, nargs="+", default=[10_000], metavar="N")
    parser.add_argument("--alone", action="store_true", help="without the other tools, which npm fetches")
    options = parser.parse_args()
    for count in options.papers:
        catalogue = shelves.real(options.folder, count) if options.folder else shelves.invented(count)
        if not catalogue.papers:
            parser.error(f"no set (a folder with records.csv) in {options.folder}")
        print(f"\n{count} papers, {'texts of ' + str(options.folder) if options.folder else 'invented'}", flush=True)
        measure(catalogue, alone=options.alone)


if __name__ == "__main__":
    main()
