"""Measures how abstracts without titles are recognised: ``python -m benchmarks.abstracts FOLDER``.

FOLDER has targets.csv (key, title, abstract) and queries.csv (kind, true_key, abstract). Each query is an abstract without its
title, damaged as ``kind`` says; a query without a true key has no target. Each query is matched separately. "wrong" counts
pairs of a query and a wrong target, "removed" the queries lost that way. The time is for 1,000 texts, targets and queries
together. ``--versus bib-dedupe`` gives that package the same texts, all at once, in the same process.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from benchmarks import versus
from benchmarks.dedupe import Figures
from generator.matching.evidence import compare
from generator.matching.traits import traits
from generator.matching.verdict import decide_untitled
from generator.model import Record
from generator.text.fingerprints import LEAD, Index, phrases

Row: TypeAlias = dict[str, str]
Outcome: TypeAlias = tuple[list[str], bool]  # the keys that a query matches, and whether a person is asked


def main() -> None:
    """Print a table: the outcome of the queries of each kind."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.abstracts", description="Measure untitled abstracts.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--versus", choices=[versus.PACKAGE], help="run that package beside ours")
    options = parser.parse_args()
    if options.versus:
        versus.load()
    files = [options.folder / name for name in ("targets.csv", "queries.csv")]
    if missing := [path for path in files if not path.is_file()]:
        parser.error(f"no {' and no '.join(map(str, missing))}")
    targets, queries = map(_rows, files)
    texts = len(targets) + len(queries)
    outcomes, seconds = ours(targets, queries)
    table(queries, outcomes, seconds / texts)
    if options.versus:
        print(f"\n{versus.PACKAGE}")
        outcomes, seconds = theirs(targets, queries)
        table(queries, outcomes, seconds / texts)


def ours(targets: Sequence[Row], queries: Sequence[Row]) -> tuple[list[Outcome], float]:
    """Return the outcome of each query, and the seconds, including those for the index of the targets."""
    start = time.perf_counter()
    known = [
        traits(Record(source="targets", line=line, title=row["title"], abstract=row["abstract"]))
        for line, row in enumerate(targets, 2)
    ]
    texts = [one.text for one in known]
    index = Index(list(map(phrases, texts)), texts.__getitem__)
    index.look_up(range(len(texts)))
    outcomes: list[Outcome] = []
    for row in queries:
        query = traits(Record(source="queries", line=1, abstract=row["abstract"]))
        found = sorted((-shared.share, other) for other, shared in index.near_text(query.text))
        verdict = decide_untitled(compare(query, known[found[0][1]])).verdict if found else "different"
        if verdict == "same" and len(found) > 1 and found[1][0] - found[0][0] < LEAD:
            verdict = "unsure"
        outcomes.append(([targets[found[0][1]]["key"]] if verdict == "same" else [], verdict == "unsure"))
    return outcomes, time.perf_counter() - start


def theirs(targets: Sequence[Row], queries: Sequence[Row]) -> tuple[list[Outcome], float]:
    """Return the outcome of each query with the other package."""
    rows = [{"id": f"t{n}", "title": row["title"], "abstract": row["abstract"]} for n, row in enumerate(targets)]
    rows += [{"id": f"q{n}", "title": "", "abstract": row["abstract"]} for n, row in enumerate(queries)]
    found = versus.run(rows)
    taken: list[set[str]] = [set() for _ in queries]
    asked = [False] * len(queries)
    for pairs, same in ((found.same, True), (found.unsure, False)):
        for pair in pairs:
            target, query = max(pair), min(pair)
            if (target[0], query[0]) != ("t", "q"):
                continue
            if same:
                taken[int(query[1:])].add(targets[int(target[1:])]["key"])
            else:
                asked[int(query[1:])] = True
    return [(sorted(keys), asking) for keys, asking in zip(taken, asked, strict=True)], found.seconds


def table(queries: Sequence[Row], outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print the figures for each kind of damage, and the wrong pairs; ``seconds`` is the time per text."""
    figures: dict[str, Figures] = {}
    wrong = []
    for row, (taken, asked) in zip(queries, outcomes, strict=True):
        true = row["true_key"]
        off = [key for key in taken if key != true]
        figures.setdefault(row["kind"], Figures()).add(
            Figures(
                records=1, true=bool(true), right=true in taken and bool(true), removed=bool(off), unsure=asked,
                seconds=seconds, wrong=[frozenset({true or "no target", key}) for key in off],
            )
        )  # fmt: skip
        wrong += [f"{row['kind']}: {true or 'no target'} taken for {key}" for key in off]
    total = Figures()
    print(Figures.HEAD)
    for kind, counts in figures.items():
        total.add(counts)
        print(counts.row(kind))
    print(total.row("together"))
    print("\n".join(wrong) or "no wrong merge")


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main()
