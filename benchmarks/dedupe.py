"""Measure matching on labelled sets of bibliographic records: ``python -m benchmarks.dedupe FOLDER [SET…]``.

Each set is a folder with records.csv (id, title, author, year, journal, abstract, doi, volume, number, pages[, source])
and clusters.csv (cluster, id). Figures count pairs. A set with a ``source`` column counts pairs across sources only.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from generator import identifiers
from generator.matching import cluster
from generator.model import Identifiers, Record

Pair = frozenset[str]


@dataclass(kw_only=True)
class Figures:
    """Counts of one set, or of several together."""

    records: int = 0
    true: int = 0
    found: int = 0
    right: int = 0
    removed: int = 0
    unsure: int = 0
    seconds: float = 0.0
    wrong: list[Pair] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Count another set in."""
        for name in ("records", "true", "found", "right", "removed", "unsure", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong

    def row(self, name: str) -> str:
        """Return the line of the table."""
        per = 1000 / self.records
        return (
            f"{name:14} {self.records:7} {self.right / max(self.found, 1):9.4f} {self.right / max(self.true, 1):7.4f}"
            f" {len(self.wrong):5} {self.removed:7} {self.unsure * per:9.1f} {self.seconds * per:8.2f}"
        )


def load(folder: Path) -> tuple[list[str], list[Record], dict[str, str], dict[str, str]]:
    """Return ids, records, the cluster of each labelled id, and the source of each id where the set names it."""
    with (folder / "records.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (folder / "clusters.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["id"]: row["cluster"] for row in csv.DictReader(stream)}
    records = [record(row, line, folder.name) for line, row in enumerate(rows, 2)]
    return [row["id"] for row in rows], records, truth, {row["id"]: row["source"] for row in rows if row.get("source")}


def record(row: Mapping[str, str], line: int, name: str) -> Record:
    """Return a row as a record."""
    year = re.search(r"\b(?:1[89]|20)\d{2}\b", row["year"])
    return Record(
        source=name,
        line=line,
        title=row["title"],
        abstract=row["abstract"],
        authors=tuple(people(row["author"])),
        date=year[0] if year else None,
        identifiers=Identifiers(doi=identifiers.doi(row["doi"]), arxiv=identifiers.arxiv(row["doi"])),
        volume=row["volume"],
        number=row["number"],
        pages=row["pages"],
    )


def people(text: str) -> Iterator[str]:
    """Yield the names of a list joined by "and" (BibTeX), semicolons, or commas between full names."""
    parts = re.split(r"\s+and\s+|\s*;\s*", text)
    family = re.fullmatch(r"[^\s,]+(?: [^\s,]+)?,(?: ?[A-Z][.]?){1,4}|[^\s,]+, [^,]+", text.strip(" .,"))
    if (len(parts) == 1 and not family) or any(part.count(",") > 1 for part in parts):
        parts = [piece for part in parts for piece in part.split(",")]
    yield from (part.strip(" ,.&") for part in parts if part.strip(" ,.&"))


def measure(folder: Path) -> Figures:
    """Cluster one set and count."""
    ids, records, truth, sources = load(folder)
    start = time.perf_counter()
    clusters = cluster(records)
    seconds = time.perf_counter() - start
    wanted: dict[str, list[str]] = {}
    for one in ids:
        if one in truth:
            wanted.setdefault(truth[one], []).append(one)
    true = set(pairs(wanted.values(), sources))
    found = set(pairs([[ids[n] for n in group] for group in clusters.groups], sources))
    removed = sum(
        truth.get(ids[n], ids[n]) != truth.get(ids[group[0]], ids[group[0]])
        for group in clusters.groups
        for n in group[1:]
    )
    return Figures(
        records=len(ids), true=len(true), found=len(found), right=len(true & found), removed=removed,
        unsure=len(clusters.unsure), seconds=seconds, wrong=sorted(found - true, key=sorted),
    )  # fmt: skip


def pairs(groups: Iterable[Sequence[str]], sources: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the pairs of each group, across sources only where they are named."""
    for group in groups:
        for a, b in combinations(group, 2):
            if not sources or sources[a] != sources[b]:
                yield frozenset({a, b})


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    root = Path(arguments[0])
    names = arguments[1:] or sorted(folder.name for folder in root.iterdir() if folder.is_dir())
    print(
        f"{'set':14} {'records':>7} {'precision':>9} {'recall':>7} {'wrong':>5} {'removed':>7} {'unsure/k':>9} {'s/k':>8}"
    )
    total = Figures()
    for name in names:
        figures = measure(root / name)
        total.add(figures)
        print(figures.row(name))
    print(total.row("together"))


if __name__ == "__main__":
    main(sys.argv[1:])
