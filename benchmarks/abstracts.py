"""Measure the recognition of untitled abstracts: ``python -m benchmarks.abstracts FOLDER``.

The folder holds targets.csv (key, title, abstract) and queries.csv (kind, true_key, abstract): each query is an
abstract without its title, damaged as ``kind`` says; one without a true key has no target. Each is matched alone.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from generator.comparing import compare, traits
from generator.deciding import decide_untitled
from generator.model import Record
from generator.sketches import LEAD, Index
from generator.text import sketch

COLUMNS = ("right", "wrong", "asked", "missed", "quiet")


def main(arguments: Sequence[str]) -> None:
    """Print a table: what became of the queries of each kind."""
    folder = Path(arguments[0])
    targets, queries = (_rows(folder / name) for name in ("targets.csv", "queries.csv"))
    start = time.perf_counter()
    index = Index(sketch(row["abstract"]) for row in targets)
    known = [
        traits(Record(source="targets", line=n, title=row["title"], abstract=row["abstract"]))
        for n, row in enumerate(targets, 2)
    ]
    built = time.perf_counter()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for row in queries:
        query = traits(Record(source="queries", line=1, abstract=row["abstract"]))
        found = sorted(((-shared.share, other) for other, shared in index.near_text(query.text)))
        verdict = "different"
        if found:
            verdict = decide_untitled(compare(query, known[found[0][1]])).verdict
            if verdict == "same" and len(found) > 1 and found[1][0] - found[0][0] < LEAD:
                verdict = "unsure"
        true = row["true_key"]
        hit = bool(found) and targets[found[0][1]]["key"] == true
        what = {"same": "right" if hit else "wrong", "unsure": "asked", "different": "missed" if true else "quiet"}[
            verdict
        ]
        table[row["kind"]][what] += 1
        if what == "wrong":
            wrong.append(f"{row['kind']}: {true or 'no target'} taken for {targets[found[0][1]]['key']}")
    seconds = time.perf_counter() - built
    print(f"{'kind':12} {'queries':>7} " + " ".join(f"{name:>7}" for name in COLUMNS) + "  precision  recall")
    for kind, counts in table.items():
        merged = counts["right"] + counts["wrong"]
        true_ones = counts.total() if not kind.startswith(("NEG", "NATNEG")) else 0
        print(
            f"{kind:12} {counts.total():7} " + " ".join(f"{counts[name]:7}" for name in COLUMNS)
            + (f"  {counts['right'] / merged:9.3f}" if merged else "          -")
            + (f"  {counts['right'] / true_ones:6.3f}" if true_ones else "       -")
        )  # fmt: skip
    print("\n".join(wrong) or "no wrong merge")
    print(
        f"index {(built - start) / len(targets) * 1000:.2f} s, queries {seconds / len(queries) * 1000:.2f} s per 1,000"
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    main(sys.argv[1:])
