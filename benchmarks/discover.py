"""Measures what `shelf discover` finds of a real list: ``python -m benchmarks.discover FOLDER [LIST…]``.

FOLDER has a folder for each list: works*.json or works*.zip with works as OpenAlex prints them, and labels.csv with the
columns openalex_id and label_included, as the data set SYNERGY has them: what a systematic review found by its searches, and
what of it its authors included. The included works are the list. A third of it is taken away at random, the rest becomes a
shelf, and the command itself (in a process of its own, with a server that answers as OpenAlex) proposes papers. All works of
all lists are the world; a work of which the set says no more than that it is cited is unknown to the server.

"right" are the works that were taken away; recall counts all of them, those that no tie leads to included. For comparison,
the same candidates are ranked by the number of papers of the shelf that cite them, then by all citations ("cited here"), and
by all citations alone; and so is what the review's searches found, without the shelf ("search").
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.world import Work, World, number
from generator.content import catalogue
from generator.formats.answers import openalex
from generator.matching import merge
from generator.model import Identifiers
from generator.text.keys import make_key

CUTS = (20, 50, 100)
SEEDS = 5
ORDERS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "ours": lambda one: one["score"],
    "cited here": lambda one: (len(one["cited_by"]), one["citations"] or 0),
    "all citations": lambda one: one["citations"] or 0,
}
SEARCH = "search"


@dataclass(kw_only=True)
class Outcome:
    """The right ones among the first of each order, summed over the seeds."""

    away: int = 0
    candidates: int = 0
    found: int = 0  # of those taken away, anywhere among the candidates
    right: Counter[tuple[str, int]] = field(default_factory=Counter)
    shown: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, order: str, right: Sequence[bool]) -> None:
        """Count the right ones of a ranking, the best first."""
        for cut in CUTS:
            self.right[order, cut] += sum(right[:cut])
            self.shown[order, cut] += len(right[:cut])


def main() -> None:
    """Print a table for the lists."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.discover", description="Measure what discover finds.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("lists", nargs="*", help="the lists to take apart; all, if none is named")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how often a third is taken away")
    options = parser.parse_args()
    sets = {path.name: path for path in sorted(options.folder.iterdir()) if (path / "labels.csv").is_file()}
    if missing := [name for name in options.lists if name not in sets] or ([] if sets else ["list"]):
        parser.error(f"{options.folder} has no {', '.join(missing)}")
    loaded = {name: list(_works(path)) for name, path in sets.items()}
    world = World(one for works in loaded.values() for one in works)
    print(f"{len(world.works):,} works in {len(sets)} lists; a third taken away, {options.seeds} times")
    heads = "".join(f"{f'P@{cut}':>7}{f'R@{cut}':>7}" for cut in CUTS)
    print(f"{'list':<20}{'papers':>7}{'away':>6}{'candidates':>11}{'found':>7}  {'order':<14}{heads}")
    with world.served() as environment:
        for name in options.lists or sets:
            included = _included(sets[name])
            listed = [one for one in loaded[name] if number(one["id"]) in included]
            _print(name, len(listed), measured(listed, loaded[name], environment, range(options.seeds)), options.seeds)


def measured(
    listed: Sequence[Work], searched: Sequence[Work], environment: Mapping[str, str], seeds: Sequence[int]
) -> Outcome:
    """Return what is found of a list's works of which a third is taken away; ``searched`` are all that were considered."""
    outcome = Outcome()
    for seed in seeds:
        shuffled = sorted(listed, key=lambda one: one["id"])
        random.Random(seed).shuffle(shuffled)
        third = len(shuffled) // 3
        away, rest = {number(one["id"]) for one in shuffled[:third]}, shuffled[third:]
        papers = proposed(rest, environment)
        known = [{name.partition(":")[2] for name in one["references"]} for one in papers]
        right = [bool(away & names) for names in known]
        outcome.away += third
        outcome.candidates += len(papers)
        outcome.found += sum(right)
        by_name = sorted(range(len(papers)), key=lambda at: papers[at]["references"])  # no order gets help from ours
        for order, key in ORDERS.items():
            ranked = sorted(by_name, key=lambda at: key(papers[at]), reverse=True)
            outcome.add(order, [right[at] for at in ranked])
        here = {one["id"] for one in rest}
        others = sorted((one for one in searched if one["id"] not in here), key=lambda one: -one["cited_by_count"])
        outcome.add(SEARCH, [number(one["id"]) in away for one in others])
    return outcome


def proposed(works: Sequence[Work], environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the command proposes to a shelf with these works, as it prints it."""
    dates = [one.get("publication_date") or "" for one in works]
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        things = {}
        for record in openalex.parse("openalex", json.dumps(list(works)))[0]:
            paper = merge.merge([record])[0]
            if paper.identifiers != Identifiers():
                things[f"papers/{make_key(paper.name)[:60].strip('-')}-{record.id.lower()}.yml"] = paper
        catalogue.save(content, things)
        seconds = int(_epoch(max(dates)))
        command = [
            sys.executable,
            "-m",
            "generator.cli",
            "discover",
            "--json",
            "--limit",
            "500",
            "--content",
            str(content),
        ]
        done = subprocess.run(
            command,
            env=os.environ | dict(environment) | {"SOURCE_DATE_EPOCH": str(seconds)},
            capture_output=True,
            text=True,
            check=False,
        )
    if not done.stdout:
        sys.exit(done.stderr)
    found: list[dict[str, Any]] = json.loads(done.stdout)["papers"]
    return found


def _epoch(date: str) -> float:
    """Return the moment after a day in seconds: a shelf is looked around in when its last paper is out."""
    return (datetime.fromisoformat(date).replace(tzinfo=UTC) + timedelta(days=1)).timestamp()


def _print(name: str, papers: int, found: Outcome, seeds: int) -> None:
    sizes = f"{papers:>7}{found.away / seeds:>6.0f}{found.candidates / seeds:>11.0f}{found.found / max(found.away, 1):>7.2f}"
    for at, order in enumerate((*ORDERS, SEARCH)):
        cells = ""
        for cut in CUTS:
            right = found.right[order, cut]
            cells += f"{right / max(found.shown[order, cut], 1):>7.2f}{right / max(found.away, 1):>7.2f}"
        print(f"{name if not at else '':<20}{sizes if not at else ' ' * len(sizes)}  {order:<14}{cells}")


def _works(folder: Path) -> Iterator[Work]:
    """Yield the works of a list."""
    for path in sorted(folder.glob("works*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                texts = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".json")]
        else:
            texts = [path.read_text("utf-8")]
        for text in texts:
            value = json.loads(text)
            yield from value if isinstance(value, list) else value.get("results", [value])


def _included(folder: Path) -> set[str]:
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as rows:
        return {number(row["openalex_id"]) for row in csv.DictReader(rows) if row["label_included"] == "1"}


if __name__ == "__main__":
    main()
