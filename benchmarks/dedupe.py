"""Measures matching on labelled sets of bibliographic records: ``python -m benchmarks.dedupe FOLDER [SET…]``.

Each set is a folder with records.csv (id, title, author, year, journal, abstract, doi, volume, number, pages[, source])
and clusters.csv (cluster, id). The figures count pairs; in a set with a ``source`` column, only pairs across sources.
"removed" counts the papers that are lost if each group keeps only its first record; "unsure" counts pairs left to a person.
``--versus bib-dedupe`` runs that package on the same sets in the same process, on one core each.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import ClassVar

from benchmarks import versus
from generator.matching.clusters import cluster
from generator.model import Identifiers, Record
from generator.text import bylines, identifiers

Pair = frozenset[str]
LABELS = ("", f"  {versus.PACKAGE}")  # suffixes of a row's name: ours, the other package's


@dataclass(kw_only=True)
class Figures:
    """The counts of one set, or of several sets together."""

    HEAD: ClassVar[str] = (
        f"{'set':14} {'records':>7} {'precision':>9} {'recall':>7} {'wrong':>5} {'removed':>7} {'unsure/k':>9} {'s/k':>8}"
    )

    records: int = 0
    true: int = 0
    right: int = 0
    removed: int = 0
    unsure: int = 0
    seconds: float = 0.0
    wrong: list[Pair] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Add the counts of another set."""
        for name in ("records", "true", "right", "removed", "unsure", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong

    def row(self, name: str) -> str:
        """Return the line of the table."""
        per = 1000 / max(self.records, 1)
        precision, recall = (
            f"{self.right / whole:.4f}" if whole else "-" for whole in (self.right + len(self.wrong), self.true)
        )
        return (
            f"{name:14} {self.records:7} {precision:>9} {recall:>7} {len(self.wrong):5} {self.removed:7}"
            f" {self.unsure * per:9.1f} {self.seconds * per:8.2f}"
        )


def load(folder: Path) -> tuple[list[str], list[Record], dict[str, str], dict[str, str]]:
    """Return ids, records, the cluster of each labelled id, and the source of each id if the set has sources."""
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
        authors=tuple(map(bylines.read, people(row["author"]))),
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


def measure(folder: Path, *, rival: bool = False) -> list[Figures]:
    """Cluster one set and count, first with our matching, then with the other package."""
    ids, records, truth, sources = load(folder)
    start = time.perf_counter()
    clusters = cluster(records)
    seconds = time.perf_counter() - start
    groups = [[ids[number] for number in group] for group in clusters.groups]
    figures = [count(ids, groups, truth, sources, unsure=len(clusters.unsure), seconds=seconds)]
    if rival:
        with (folder / "records.csv").open(encoding="utf-8", newline="") as stream:
            found = versus.run(list(csv.DictReader(stream)))
        figures.append(count(ids, found.groups, truth, sources, unsure=len(found.unsure), seconds=found.seconds))
    return figures


def count(
    ids: Sequence[str],
    groups: Sequence[Sequence[str]],
    truth: Mapping[str, str],
    sources: Mapping[str, str],
    *,
    unsure: int,
    seconds: float,
) -> Figures:
    """Return the figures of the groups compared with the labelled clusters."""
    wanted: dict[str, list[str]] = {}
    for one in ids:
        if one in truth:
            wanted.setdefault(truth[one], []).append(one)
    true = set(pairs(wanted.values(), sources))
    found = set(pairs(groups, sources))
    place = {one: number for number, one in enumerate(ids)}
    removed = {one for group in groups for one in sorted(group, key=place.__getitem__)[1:]}
    papers = {truth.get(one, f"{one} alone") for one in ids}
    left = {truth.get(one, f"{one} alone") for one in ids if one not in removed}
    return Figures(
        records=len(ids), true=len(true), right=len(true & found), removed=len(papers - left),
        unsure=unsure, seconds=seconds, wrong=sorted(found - true, key=sorted),
    )  # fmt: skip


def pairs(groups: Iterable[Sequence[str]], sources: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the pairs of each group, only across sources if there are any."""
    for group in groups:
        for a, b in combinations(group, 2):
            if not sources or sources[a] != sources[b]:
                yield frozenset({a, b})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dedupe", description="Measure matching.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", metavar="set")
    parser.add_argument("--versus", choices=[versus.PACKAGE], help="run that package beside ours")
    options = parser.parse_args()
    if options.versus:
        versus.load()
    names = options.sets or sorted(path.parent.name for path in options.folder.glob("*/records.csv"))
    if missing := [name for name in names if not (options.folder / name / "records.csv").is_file()]:
        parser.error(f"no records.csv in {', '.join(str(options.folder / name) for name in missing)}")
    if not names:
        parser.error(f"no set (a folder with records.csv and clusters.csv) in {options.folder}")
    print(Figures.HEAD)
    totals = (Figures(), Figures())
    for name in names:
        for total, figures, label in zip(
            totals, measure(options.folder / name, rival=bool(options.versus)), LABELS, strict=False
        ):
            total.add(figures)
            print(figures.row(label or name), flush=True)
    for total, label in zip(totals, LABELS, strict=True):
        if total.records:
            print(total.row(label or "together"))


if __name__ == "__main__":
    main()
