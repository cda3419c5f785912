"""Measures the site and its commands beside others: ``python -m benchmarks.build --papers 50 1000 10000 50000 [--text FOLDER]``.

A shelf of each size is made up from a seed; with ``--text``, another one of the texts of the labelled sets below FOLDER, of which
nothing is kept. Each is built, edited, served, bundled, checked and compared as a person does it, by the command line; then a
stock MkDocs + Material site with the same texts on as many pages, and Zensical, Hugo and a bare Jinja2 loop. All are run one
after the other, so that ratios hardly depend on the machine. Each figure goes to standard error as it comes, the tables in
Markdown to standard output. Wall times need a machine that does nothing else. docs/performance.md explains the rows.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from benchmarks import figures, live_edits, projects, shelves, stock, weight
from benchmarks.figures import Figures
from benchmarks.processes import SHELF, Cost, FailedError, least, output, run
from generator.model import Catalogue

PARTS = ("stages", "build", "weight", "serve", "bundle", "stock", "others", "commands")
ZIPPED = Path("dist/reading-shelf-offline.zip")


class Bench:
    """One shelf in a folder of its own, and what was measured of it so far."""

    def __init__(self, shelf: Catalogue, folder: Path) -> None:
        """Write the shelf."""
        self.shelf, self.folder, self.own = shelf, folder, folder / "own"
        self.figures = Figures(papers=len(shelf.papers))
        projects.write(shelf, self.own)

    def measure(self, parts: Collection[str]) -> None:
        """Measure some parts, in the order of PARTS; one that cannot be measured says why, and the others go on."""
        for part in PARTS:
            if part in parts:
                try:
                    getattr(self, part)()
                except (FailedError, SystemExit) as error:  # SystemExit: no Chromium
                    _tell(f"  {part}: {error}")

    def stages(self) -> None:
        """Time the stages in a process of their own."""
        printed = output([sys.executable, "-m", "benchmarks.stages", "mkdocs.yml"], self.own)
        self.figures.stages = json.loads(printed)
        for name, seconds in self.figures.stages.items():
            _tell(f"  {name:40} {seconds:9.2f} s")

    def build(self) -> None:
        """Build from nothing; again; after an edit of a summary; after one of a rule."""
        self._record(figures.COLD, lambda: least(self._cold))
        self._record(figures.SAME, lambda: least(self._build))
        key = projects.edit_summary(self.own, self.shelf, "fleabane")
        self._record(figures.PAPER, self._build)
        if "Fleabane" not in (self.own / f"site/papers/{key}/index.html").read_text(encoding="utf-8"):
            raise FailedError("the page of the edited paper is not new")
        projects.edit_rule(self.own, self.shelf)
        self._record(figures.RULE, self._build)
        projects.commit(self.own, "Edit a summary and a rule")

    def weight(self) -> None:
        """Weigh our site, which ``build`` built."""
        self._weigh(figures.OURS, self.own / "site")
        self.figures.cache = weight.beyond(self.own / ".cache", self.own / "site")

    def serve(self) -> None:
        """Edit a paper while the shelf is served."""
        found = live_edits.measure(self.own, self.shelf)
        self._record(figures.SERVE, lambda: found.start)
        self._record(figures.SEEN, lambda: Cost(wall=found.page, cpu=0.0))
        self._record(figures.FOUND, lambda: Cost(wall=found.both, cpu=found.cpu))

    def bundle(self) -> None:
        """Bundle the site after it was built."""
        self._build()
        self._record(figures.BUNDLE, lambda: self._shelf("bundle"))
        self._record(figures.ZIP, lambda: weight.compression(self.own / ZIPPED))

    def stock(self) -> None:
        """Build the texts of our pages as a stock site."""
        self._record(figures.PAGES, lambda: self._shelf("pages", self.folder / "pages"))
        stock.write(self.folder / "pages", self.folder / "stock")
        self._record(figures.STOCK, lambda: stock.build(self.folder / "stock"))
        self._weigh(figures.THEIRS, self.folder / "stock/site")

    def others(self) -> None:
        """Build what ``stock`` wrote with Hugo and Zensical, and the pages of ``build`` by a bare loop."""
        out = self.folder / "stock"
        frame = next((out / "site/papers").glob("*/index.html"), None)
        if frame is None:
            raise FailedError("needs the part stock")
        self._record(figures.HUGO, lambda: stock.hugo(out, frame))
        self._record(figures.ZENSICAL, lambda: stock.zensical(out))
        self._record(figures.FLOOR, lambda: least(lambda: stock.floor(self.own / "site", self.folder / "bare")))

    def commands(self) -> None:
        """Check all; edit a summary, check and compare; import one record, then another."""
        self._shelf("check")  # its cache is warm from now on
        self._record(figures.CHECK, lambda: least(lambda: self._shelf("check")))
        projects.edit_summary(self.own, self.shelf, "sorrel")
        self._record(figures.SINCE, lambda: least(lambda: self._shelf("check", "--changed-since", "HEAD")))
        self._record(figures.DIFF, lambda: self._shelf("diff", "HEAD"))
        projects.commit(self.own, "Edit a summary")
        for number, name in enumerate((figures.IMPORT, figures.AGAIN), start=1):
            source = projects.source(self.own, number)
            before = len(list((self.own / "content/papers").iterdir()))
            self._record(name, lambda source=source: self._shelf("import", source))  # type: ignore[misc]
            if len(list((self.own / "content/papers").iterdir())) != before + 1:
                raise FailedError("the import did not add one paper")
        projects.commit(self.own, "Import two records")

    def _record(self, name: str, measured: Callable[[], Cost]) -> None:
        """Keep and print a cost; say so where there is none."""
        try:
            cost = measured()
        except FailedError as error:
            _tell(f"  {name:40} {error}")
            return
        self.figures.costs[name] = cost
        _tell(
            f"  {name:40} {cost.wall:9.2f} s wall {cost.cpu:9.2f} s CPU {cost.together:7.0f} MB {cost.largest:7.0f} MB"
        )

    def _weigh(self, name: str, site: Path) -> None:
        found = self.figures.weights[name] = weight.weigh(site)
        _tell(f"  {name}: {found}")
        self.figures.homes[name] = weight.home(site)
        _tell(f"  {name}: home page: {self.figures.homes[name]}")

    def _cold(self) -> Cost:
        for name in projects.BUILT:
            shutil.rmtree(self.own / name, ignore_errors=True)
        return self._build()

    def _build(self) -> Cost:
        return self._shelf("build")

    def _shelf(self, *arguments: object) -> Cost:
        return run([*SHELF, *arguments], self.own)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Read the sizes, measure each, and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.build", description="Measure the site and its commands."
    )
    parser.add_argument("--papers", type=int, nargs="+", default=[50, 1000, 10_000], metavar="N")
    parser.add_argument("--text", type=Path, metavar="FOLDER", help="labelled sets, for real texts as well")
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}"
    )
    options = parser.parse_args()
    makers: dict[str, Callable[[int], Catalogue]] = {"made-up texts": shelves.invented}
    if options.text:
        if not any(options.text.rglob("records.csv")):
            parser.error(f"no records.csv below {options.text}")
        makers["real texts"] = lambda count: shelves.real(options.text, count)
    machine = list(figures.machine())
    found: dict[str, dict[int, Figures]] = {name: {} for name in makers}
    try:
        for count in sorted(options.papers):
            for name, made in makers.items():
                _tell(f"{count:,} papers, {name}")
                with tempfile.TemporaryDirectory(prefix="shelf-bench-") as folder:
                    bench = Bench(made(count), Path(folder))
                    found[name][count] = bench.figures
                    bench.measure(options.only)
    finally:  # hours may have passed
        for line in (*machine, "", *figures.report(found)):
            print(line)


if __name__ == "__main__":
    main()
