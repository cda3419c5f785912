"""Measures the cost of matching many records: ``python -m benchmarks.scale FOLDER [RECORDS]``.

FOLDER has labelled sets as for benchmarks.dedupe. Their real records are varied until there are RECORDS (50,000): words are
swapped between two titles, so that no title fills a whole block, and each paper is repeated one to four times as databases
print it: with typos, initials, other page styles, without a DOI or an abstract. The same arguments give the same records.
A tenth, a fifth, a half and all of them are matched. Seconds are CPU time, so other load hardly matters.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.dedupe import load
from generator.matching.clusters import cluster
from generator.model import Identifiers, Record

RECORDS = 50_000
PARTS = (10, 5, 2, 1)
COPIES = (1, 1, 1, 2, 2, 3, 4)  # copies per invented paper


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description="Measure the cost of matching.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=int, nargs="?", default=RECORDS)
    options = parser.parse_args()
    wanted = options.records
    if wanted < PARTS[0]:
        parser.error(f"at least {PARTS[0]} records")
    found = real(options.folder)
    if not found:
        parser.error(f"no set (a folder with records.csv and clusters.csv) in {options.folder}")
    records = varied(found, wanted)
    print(f"{'records':>8} {'groups':>8} {'unsure/k':>9} {'s/k':>7} {'peak MB':>8}")
    costs: list[float] = []
    for part in PARTS:
        some = records[: wanted // part]
        start = time.process_time()
        clusters = cluster(some)
        seconds = time.process_time() - start
        costs.append(seconds / len(some) * 1000)
        print(
            f"{len(some):8} {len(clusters.groups):8} {len(clusters.unsure) / len(some) * 1000:9.1f} {costs[-1]:7.2f}"
            f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}"
        )
    print(f"a record costs {costs[-1] / costs[0]:.2f} times as much among all as among a tenth (linear: 1)")


def real(folder: Path) -> list[Record]:
    """Return the titled records of all sets."""
    return [record for path in sorted(folder.glob("*/records.csv")) for record in load(path.parent)[1] if record.title]


def varied(found: Sequence[Record], wanted: int) -> list[Record]:
    """Return records of papers made from real ones; the records of a paper are adjacent, so any part has as many duplicates."""
    chance = random.Random(1)
    records: list[Record] = []
    while len(records) < wanted:
        made = paper(chance.choice(found), chance.choice(found), chance)
        copies = [made, *(copy(made, chance) for _ in range(chance.choice(COPIES) - 1))]
        records += [replace(one, line=len(records) + number) for number, one in enumerate(copies, 1)]
    return records[:wanted]


def paper(one: Record, other: Record, chance: random.Random) -> Record:
    """Return a paper with some words of another's title, some of its authors, another year and another venue."""
    words, lent = one.title.split(), other.title.split()
    for _ in range(max(1, len(words) // 3)):
        words[chance.randrange(len(words))] = chance.choice(lent)
    text, more = one.abstract.split(), other.abstract.split()
    cut, end = chance.randint(0, len(text)), chance.randint(0, len(more))
    return replace(
        one,
        title=" ".join(words),
        authors=(*one.authors[: chance.randint(1, 6)], *other.authors[: chance.randint(0, 2)]),
        date=str(int(one.date) + chance.randint(-4, 4)) if one.date else None,
        abstract=" ".join((*more[:end], *text[cut:])),
        identifiers=Identifiers(doi=f"10.1000/{chance.randrange(10**9)}" if chance.random() < 0.5 else None),
        volume=str(chance.randint(1, 120)) if one.volume else "",
        pages=f"{(first := chance.randint(1, 2000))}-{first + chance.randint(1, 20)}" if one.pages else "",
    )


def copy(record: Record, chance: random.Random) -> Record:
    """Return the record as another database might print it."""
    changes = list(_changes(record, chance))
    return replace(record, **dict(chance.sample(changes, chance.randint(1, 4))))  # type: ignore[arg-type]


def _changes(record: Record, chance: random.Random) -> Iterator[tuple[str, object]]:
    """Yield the changes that a database might make, by field."""
    title = record.title
    place = chance.randrange(len(title))
    first, _, last = record.pages.partition("-")
    yield "title", title[:place] + title[place + 1 :]
    yield "title", f"{title.upper()}."
    yield "authors", tuple(replace(name, given=f"{name.given[:1]}.") for name in record.authors)
    yield "authors", record.authors[:3]
    yield "abstract", ""
    yield "abstract", record.abstract[: len(record.abstract) // 2]
    yield "identifiers", Identifiers()
    yield "pages", f"{first}-{last[-2:]}" if last else ""
    yield "volume", ""
    yield "date", None


if __name__ == "__main__":
    main()
