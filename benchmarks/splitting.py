"""Measures how often a title is split exactly from the abstract after it: ``python -m benchmarks.splitting ../shared/bench``.

Counts the held-out pairs (one title in four, by a hash). ``--fit`` fits the weights on the others first, prints them in the
form of generator/formats/listings/weights.py and counts with them. Each set is counted a second time with its titles in title
case, as most papers on language models print them. ``--pairs`` adds CSV files with the columns title and abstract.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from generator.formats.listings import splitter
from generator.formats.listings.weights import WEIGHTS

Pair: TypeAlias = tuple[str, str]

SETS = {"abstracts": "abstracts/targets.csv", "digital_work": "dedupe/digital_work/records.csv"}
LABEL = re.compile(r"(?:[A-Z][A-Za-z/&, ]{2,40}|[A-Z]{4,}[A-Z ]*):\s+")  # labels such as PURPOSE:, which listings omit
CYRILLIC = re.compile("[\u0400-\u04ff]")
SMALL = frozenset(
    ["a", "an", "the", "of", "for", "and", "with", "in", "on", "to", "by", "via", "from", "as", "at", "or"]
)
ROUNDS, RATE, DECAY = 12, 0.3, 2e-4


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N mistakes of each set")
    options = parser.parse_args()
    sets = {name: pairs(options.bench / path) for name, path in SETS.items()}
    sets |= {path.stem: pairs(path) for path in options.pairs}
    sets |= {f"{name}, title case": [(title_case(t), a) for t, a in found] for name, found in sets.items()}
    weights: Mapping[str, float] = WEIGHTS
    if options.fit:
        weights = fit([pair for found in sets.values() for pair in found if not held_out(pair)])
        print(json.dumps(dict(sorted(weights.items())), indent=4))
    print(f"{'set':<30}{'pairs':>7}{'exact':>9}")
    for name, found in sets.items():
        held = [pair for pair in found if held_out(pair)]
        wrong = [pair for pair in held if best(pair, weights) != len(pair[0].split())]
        print(f"{name:<30}{len(held):>7}{1 - len(wrong) / max(1, len(held)):>9.1%}")
        for pair in wrong[: options.wrong]:
            tokens = " ".join(pair).split()
            end = best(pair, weights)
            print(f"    {pair[0]}\n      ends behind: {' '.join(tokens[max(0, end - 4) : end])} | {tokens[end]}")


def pairs(path: Path) -> list[Pair]:
    """Return the pairs of a CSV file that have a title of two or more words and a real abstract."""
    found: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            title = " ".join(row["title"].split()).rstrip(". ")
            abstract = LABEL.sub("", " ".join(row["abstract"].split()), count=1) if row["abstract"] else ""
            if " " in title and len(abstract) > 200 and not CYRILLIC.search(title):
                found[title] = abstract
    return list(found.items())


def title_case(title: str) -> str:
    """Return the title in title case."""
    words = title.split()
    return " ".join(
        word.lower() if place and word.lower() in SMALL else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )


def held_out(pair: Pair) -> bool:
    """Return whether a pair is counted and never fitted; both forms of a title get the same answer."""
    return hashlib.md5(splitter.fold_run(pair[0]).encode(), usedforsecurity=False).digest()[0] < 64


def tokens_of(pair: Pair) -> list[str]:
    """Return the first words of the text."""
    return f"{pair[0]} {pair[1]}".split(maxsplit=110)[:110]


def best(pair: Pair, weights: Mapping[str, float]) -> int:
    """Return the words of the title that is found."""
    scored = [(score(f, weights), -end) for end, f in splitter.candidates(tokens_of(pair))]
    return -max(scored)[1] if scored else 0


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the sum of the weights."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def examples(found: list[Pair]) -> Iterator[tuple[int, list[dict[str, float]]]]:
    """Yield each pair's candidates and the index of the right one."""
    for pair in found:
        offered = list(splitter.candidates(tokens_of(pair)))
        ends = [end for end, _ in offered]
        right = len(pair[0].split())
        if right in ends:
            yield ends.index(right), [features for _, features in offered]


def fit(found: list[Pair]) -> dict[str, float]:
    """Return weights that make the right candidate likely: softmax over the candidates, AdaGrad, averaged."""
    cases = list(examples(found))
    rng = random.Random(1)
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-3)
    sums: dict[str, float] = defaultdict(float)
    for turn in range(ROUNDS):
        rng.shuffle(cases)
        for right, offered in cases:
            scores = [score(features, weights) for features in offered]
            top = max(scores)
            likely = [math.exp(s - top) for s in scores]
            whole = sum(likely)
            slope: dict[str, float] = defaultdict(float)
            for place, features in enumerate(offered):
                error = likely[place] / whole - (place == right)
                if abs(error) > 1e-4:
                    for name, value in features.items():
                        slope[name] += error * value
            for name, step in slope.items():
                full = step + DECAY * weights[name]
                squares[name] += full * full
                weights[name] -= RATE * full / math.sqrt(squares[name])
        if turn >= ROUNDS // 2:
            for name, weight in weights.items():
                sums[name] += weight
    return {name: round(total / (ROUNDS - ROUNDS // 2), 2) for name, total in sums.items()}


if __name__ == "__main__":
    main()
