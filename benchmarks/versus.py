"""Another package to compare with: bib-dedupe, which removes duplicates from literature searches, run in our process.

It is not a dependency of the project: requirements/benchmarks.txt installs it into a separate environment.
"""

from __future__ import annotations

import importlib
import io
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

PACKAGE = "bib-dedupe"
FILLER = "a record that is like no other"
HOW = """bib-dedupe is not installed here. It is kept out of the project's own environment:

    python3 -m venv .cache/benchmarks
    .cache/benchmarks/bin/pip install --require-hashes -r requirements/benchmarks.txt
    .cache/benchmarks/bin/python -m benchmarks.dedupe ../shared/bench/dedupe --versus bib-dedupe"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The package's result for some rows, by ID."""

    groups: list[list[str]]
    same: set[frozenset[str]]  # pairs
    unsure: set[frozenset[str]]
    seconds: float


def load() -> tuple[ModuleType, ModuleType]:
    """Return the package and pandas; exit with a message if they are not installed."""
    try:
        return importlib.import_module("bib_dedupe.bib_dedupe"), importlib.import_module("pandas")
    except ImportError:
        _stop()


def run(rows: Sequence[Mapping[str, str]]) -> Found:
    """Let the package prepare, block, match and cluster rows with the columns of records.csv."""
    package, pandas = load()
    fields = ("title", "author", "year", "journal", "volume", "number", "pages", "abstract", "doi")
    # bib-dedupe 0.11 raises a TypeError if a column is empty, so an extra record fills every column.
    filler = dict.fromkeys(fields, "1") | {"id": FILLER, "title": FILLER, "author": "Filler, F", "year": "1900"}
    frame = pandas.DataFrame(
        {"ID": row["id"], "ENTRYTYPE": "article"} | {name: row.get(name, "") for name in fields}
        for row in (*rows, filler)
    )
    start = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        prepared = package.prep(frame, verbosity_level=0, cpu=1)
        matched = package.match(package.block(prepared, cpu=1), cpu=1)
        groups = package.cluster(matched)
    seconds = time.perf_counter() - start
    pairs: dict[str, set[frozenset[str]]] = {"duplicate": set(), "maybe": set()}
    for one, other, label in matched[["ID_1", "ID_2", "duplicate_label"]].itertuples(index=False):
        if FILLER not in {one, other}:
            pairs[label].add(frozenset((one, other)))
    together = {one: number for number, group in enumerate(groups) for one in group}
    unsure = {pair for pair in pairs["maybe"] if len({together.get(one, one) for one in pair}) == 2}
    return Found(
        groups=[[one for one in group if one != FILLER] for group in groups],
        same=pairs["duplicate"],
        unsure=unsure,
        seconds=seconds,
    )


def _stop() -> NoReturn:
    print(HOW, file=sys.stderr)
    raise SystemExit(1)
