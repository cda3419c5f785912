"""The figures of benchmarks.build, and their tables in Markdown, as docs/performance.md has them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from benchmarks.processes import Cost
from benchmarks.weight import Weight

COLD, SAME, PAPER, RULE = "cold build", "build, nothing changed", "build, one paper changed", "build, one rule changed"
SERVE, SEEN, FOUND = "serve until the first page", "edit while serving, its page", "edit while serving, page and search"
BUNDLE, ZIP = "bundle after a build", "its compression alone"
CHECK, SINCE, DIFF = "check", "check --changed-since", "diff of one summary"
IMPORT, AGAIN = "import of one record, the first time", "import of one record"
PAGES, STOCK = "pages", "stock MkDocs + Material"
ZENSICAL, HUGO, FLOOR = "Zensical", "Hugo", "bare Jinja2 loop"
ROWS = (
    COLD, SAME, PAPER, RULE, SERVE, SEEN, FOUND, BUNDLE, ZIP, CHECK, SINCE, DIFF, IMPORT, AGAIN, PAGES, STOCK, ZENSICAL,
    HUGO, FLOOR,
)  # fmt: skip
OURS, THEIRS = "ours", "stock"
SIZE, SMALL, BIG = 10_000, 50, 50_000  # papers, of the targets
NONE = "–"


@dataclass(kw_only=True)
class Figures:
    """What was measured with one number of papers; what failed or was left out is missing."""

    papers: int
    costs: dict[str, Cost] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)  # CPU seconds
    weights: dict[str, Weight] = field(default_factory=dict)  # of our site and the stock one
    homes: dict[str, tuple[int, int]] = field(default_factory=dict)  # requests and gzipped bytes of the home page
    cache: tuple[int, int] | None = None  # files and bytes below .cache that are not those of the site

    def ratio(self, kind: str) -> float | None:
        """Return our cold build divided by that of the stock site; ``kind`` is wall or cpu."""
        ours, stock = (self.costs.get(name) for name in (COLD, STOCK))
        return getattr(ours, kind) / getattr(stock, kind) if ours and stock else None


Sizes = Mapping[int, Figures]  # by the number of papers


def machine() -> Iterator[str]:
    """Yield a line on the machine, its programs and the day."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    model = re.search(r"^model name\s*: (.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal: +(\d+)", _read("/proc/meminfo"), re.MULTILINE)
    yield (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {cores} cores ({model[1] if model else platform.machine()}),"
        f" {int(memory[1]) / 1024**2 if memory else 0:.0f} GB of memory, {platform.system()}, load before"
        f" {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, MkDocs {version('mkdocs')}, Material"
        f" {version('mkdocs-material')}, Jinja2 {version('jinja2')}."
    )


def report(texts: Mapping[str, Sizes]) -> Iterator[str]:
    """Yield the lines of all tables; ``texts`` has the figures by the kind of texts."""
    yield "### Targets"
    yield ""
    yield from targets(texts)
    for name, sizes in texts.items():
        found = list(sizes.values())
        for title, rows in (
            ("Seconds of wall / CPU time", _times(found)),
            ("Peak memory in MB: all processes / the largest one", _memory(found)),
            ("CPU seconds by stage, in one process without a cache", _stages(found)),
            ("Growth of wall / CPU time", _growth(found)),
            ("Sites", _sites(found)),
        ):
            lines = list(rows)
            if len(lines) > 2:  # the head, the line below it, a row
                yield from ("", f"### {title}: {name}", "", *lines)


def targets(texts: Mapping[str, Sizes]) -> Iterator[str]:
    """Yield the table of what is to be reached."""

    def cost(name: str, kind: str, size: int = SIZE) -> Callable[[Sizes], str]:
        return lambda sizes: _cell(getattr(found, kind) if (found := _cost(sizes, size, name)) else None, " s")

    def peak(size: int) -> Callable[[Sizes], str]:
        return lambda sizes: _cell(found.together if (found := _cost(sizes, size, COLD)) else None, " MB")

    def growth(sizes: Sizes) -> str:
        small, big = (_cost(sizes, size, COLD) for size in (SIZE, BIG))
        return f"{big.wall / small.wall:.1f} × / {big.cpu / small.cpu:.1f} ×" if small and big else NONE

    def page(sizes: Sizes) -> str:
        found = sizes[SIZE].weights.get(OURS) if SIZE in sizes else None
        return f"{found.largest / 1e3:.0f} kB, {found.nodes:,} nodes" if found else NONE

    def home(sizes: Sizes) -> str:
        found = sizes[SIZE].homes.get(OURS) if SIZE in sizes else None
        return f"{found[1] / 1e3:.0f} kB" if found else NONE

    def ratio(kind: str, size: int) -> Callable[[Sizes], str]:
        return lambda sizes: _cell(sizes[size].ratio(kind) if size in sizes else None)

    rows: Sequence[tuple[str, str, Callable[[Sizes], str]]] = (
        ("cold build / stock, wall", "≤ .25", ratio("wall", SIZE)),
        ("cold build / stock, CPU", "≤ .40", ratio("cpu", SIZE)),
        (f"the same at {SMALL} papers, CPU", "≤ 1.0", ratio("cpu", SMALL)),
        (SAME, "≤ 3 s", cost(SAME, "wall")),
        ("edit while serving, until page and search data are new", "≤ 1 s", cost(FOUND, "wall")),
        ("bundle beyond the build, CPU", "≤ 25 s", cost(BUNDLE, "cpu")),
        ("compression alone, of which the bundle may take twice the time", "", cost(ZIP, "cpu")),
        (IMPORT, "", cost(IMPORT, "wall")),
        (AGAIN, "≤ 2 s", cost(AGAIN, "wall")),
        (SINCE, "≤ 2 s", cost(SINCE, "wall")),
        (DIFF, "≤ 2 s", cost(DIFF, "wall")),
        ("peak memory of the build", "≤ 400 MB", peak(SIZE)),
        (f"the same at {BIG:,} papers", "≤ 2,000 MB", peak(BIG)),
        (f"growth from {SIZE:,} to {BIG:,} papers, wall / CPU", "≤ 5.5 ×", growth),
        ("largest page", "≤ 250 kB, 6,000 nodes", page),
        ("home page with all that it loads, gzipped", "≤ 250 kB", home),
    )
    yield f"| at {SIZE:,} papers | target |{''.join(f' measured, {name} |' for name in texts)}"
    yield f"|---|---|{'---|' * len(texts)}"
    for what, target, measured in rows:
        yield f"| {what} | {target} |{''.join(f' {measured(sizes)} |' for sizes in texts.values())}"


def _times(found: Sequence[Figures]) -> Iterator[str]:
    yield from _head("", found)
    for name in ROWS:
        cells = (_pair(one.costs[name].wall, one.costs[name].cpu) if name in one.costs else NONE for one in found)
        yield from _row(name, cells)
    ratios = (_pair(one.ratio("wall"), one.ratio("cpu")) if one.ratio("cpu") else NONE for one in found)
    yield from _row("**cold build / stock**", ratios)


def _memory(found: Sequence[Figures]) -> Iterator[str]:
    yield from _head("", found)
    for name in ROWS:
        costs = [one.costs.get(name) for one in found]
        cells = (f"{cost.together:,.0f} / {cost.largest:,.0f}" if cost and cost.together else NONE for cost in costs)
        yield from _row(name, cells)


def _stages(found: Sequence[Figures]) -> Iterator[str]:
    yield from _head("stage", found)
    for name in dict.fromkeys(name for one in found for name in one.stages):
        yield from _row(name, (_cell(one.stages.get(name)) for one in found))


def _growth(found: Sequence[Figures]) -> Iterator[str]:
    steps = list(pairwise(found))
    yield f"| |{''.join(f' {a.papers:,} → {b.papers:,} papers ({b.papers / a.papers:.0f} ×) |' for a, b in steps)}"
    yield f"|---|{'---:|' * len(steps)}"
    for name in ROWS:
        cells = []
        for small, big in steps:
            a, b = small.costs.get(name), big.costs.get(name)
            cells.append(
                f"{_pair(b.wall / a.wall, b.cpu / a.cpu if a.cpu else None)} ×" if a and b and a.wall else NONE
            )
        yield from _row(name, cells)


def _sites(found: Sequence[Figures]) -> Iterator[str]:
    yield from _head("", found)
    for kind in (OURS, THEIRS):
        weights, homes = [one.weights.get(kind) for one in found], [one.homes.get(kind) for one in found]
        yield from _row(
            f"{kind}: files, MB", (f"{one.files:,}, {one.size / 1e6:,.1f}" if one else NONE for one in weights)
        )
        yield from _row(
            f"{kind}: pages, kB each", (f"{one.pages:,}, {one.average / 1e3:.1f}" if one else NONE for one in weights)
        )
        yield from _row(
            f"{kind}: largest page, kB",
            (f"{one.largest / 1e3:.0f} (`{one.largest_page}`)" if one else NONE for one in weights),
        )
        yield from _row(
            f"{kind}: most nodes (elements)",
            (f"{one.nodes:,} ({one.elements:,}, `{one.fullest_page}`)" if one else NONE for one in weights),
        )
        yield from _row(
            f"{kind}: home page, requests, kB gzipped",
            (f"{one[0]}, {one[1] / 1e3:.0f}" if one else NONE for one in homes),
        )
    kept = (f"{one.cache[0]:,}, {one.cache[1] / 1e6:,.1f}" if one.cache else NONE for one in found)
    yield from _row("`.cache/` beyond the site: files, MB", kept)


def _head(first: str, found: Sequence[Figures]) -> Iterator[str]:
    yield f"| {first} |{''.join(f' {one.papers:,} papers |' for one in found)}"
    yield f"|---|{'---:|' * len(found)}"


def _row(name: str, cells: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Yield a row, unless all of its cells are empty."""
    shown = list(cells)
    if any(cell != NONE for cell in shown):
        yield f"| {name} |{''.join(f' {cell} |' for cell in shown)}"


def _cost(sizes: Sizes, size: int, name: str) -> Cost | None:
    return sizes[size].costs.get(name) if size in sizes else None


def _pair(wall: float | None, cpu: float | None) -> str:
    return f"{_cell(wall)} / {_cell(cpu or None)}"


def _cell(value: float | None, unit: str = "") -> str:
    """Return a figure with about three digits."""
    if value is None:
        return NONE
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}{unit}"


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).is_file() else ""
