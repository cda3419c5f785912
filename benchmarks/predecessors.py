"""Suggestions of what papers build on, against what a curator wrote: ``python -m benchmarks.predecessors [CONTENT]``.

No references are at hand without a network, so they are invented, to the suggestions' disadvantage: a paper cites what the
curator says that it builds on or is compared with, a share of all older papers of its families, and a few others. All
relations of the shelf are hidden. Common references are left out.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator import load
from generator.model import Catalogue, CitationGraph, Label, ReferenceList
from generator.taxonomy.rules import classified
from generator.taxonomy.suggestions import predecessors

SHARES = (0.3, 0.6, 1.0)
THRESHOLDS = (0.4, 0.5, 0.6, 0.7)
SEEDS = 10
OTHERS = 3  # papers of other families that a paper cites


def main() -> None:
    """Print precision and recall for each share of older papers that are cited, and each threshold."""
    shelf = load(Path(sys.argv[1] if len(sys.argv) > 1 else "content"))
    labels = classified(shelf, list(shelf.papers))
    right = {(key, one.paper) for key, paper in shelf.papers.items() for one in paper.builds_on}
    none = {"builds_on": (), "compared_with": ()}
    bare = replace(shelf, papers={key: paper.model_copy(update=none) for key, paper in shelf.papers.items()})
    print(f"{len(shelf.papers)} papers, {len(right)} relations, {SEEDS} invented graphs for each row")
    print("share cited  threshold  suggested  precision  recall")
    for share in SHARES:
        for threshold in THRESHOLDS:
            found = [
                (one.paper, one.basis)
                for seed in range(SEEDS)
                for one in predecessors(
                    replace(bare, citations=_invented(shelf, labels, share, seed)), labels, threshold
                )
            ]
            good = sum(one in right for one in found)
            print(
                f"{share:11.1f}  {threshold:9.1f}  {len(found) / SEEDS:9.1f}"
                f"  {good / max(len(found), 1):9.2f}  {good / (SEEDS * max(len(right), 1)):6.2f}"
            )


def _invented(shelf: Catalogue, labels: Mapping[str, Sequence[Label]], share: float, seed: int) -> CitationGraph:
    families = {key: {one.node for one in found if one.kind == "families"} for key, found in labels.items()}
    dice = random.Random(seed)
    papers = {}
    for key, paper in sorted(shelf.papers.items()):
        older = [one for one, other in sorted(shelf.papers.items()) if (other.date or "9") < (paper.date or "9")]
        cites = {one.paper for one in (*paper.builds_on, *paper.compared_with)}
        cites.update(one for one in older if families[one] & families[key] and dice.random() < share)
        cites.update(dice.sample(older, min(OTHERS, len(older))))
        papers[key] = ReferenceList(cites=tuple(sorted(cites - {key})), outside=30)
    return CitationGraph(papers=papers)


if __name__ == "__main__":
    main()
