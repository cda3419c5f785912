"""Invented citations for any shelf: newer papers cite older ones of their families and topics; the same each time."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from generator.model import Catalogue, CitationGraph, ReferenceList
from generator.taxonomy.rules import classified

DATE: Final = "2026-03-02"
NEAR: Final = 40  # earlier papers of a family or topic among which a paper chooses
POOL: Final = 80  # outside works of a family or topic among which a paper chooses
LEAST: Final = 3  # common outside references that are kept
MOST: Final = 10  # papers with common references, of one paper


def invented(shelf: Catalogue, seed: int = 0) -> CitationGraph:
    """Return a citation graph; one paper in twelve is known to no service, and nobody cites a paper of a later date."""
    labels = classified(shelf, list(shelf.papers))
    nodes = {key: sorted({(one.kind, one.node) for one in found}) for key, found in labels.items()}
    keys = sorted(shelf.papers, key=lambda key: (shelf.papers[key].date or "", key))
    earlier: dict[tuple[str, str], list[str]] = defaultdict(list)
    cited: dict[str, set[str]] = {}
    outside: dict[str, set[tuple[str, int]]] = {}
    for number, key in enumerate(keys):
        dice = random.Random(f"{seed} {key}")
        if dice.random() < 1 / 12:
            _pass(earlier, nodes[key], key)
            continue
        paper = shelf.papers[key]
        found = {one.paper for one in (*paper.builds_on, *paper.compared_with) if dice.random() < 0.9}
        for kind, node in nodes[key]:
            near = earlier[kind, node][-NEAR:]
            found.update(
                one for one in near if dice.random() < (3.0 if kind == "families" else 1.5) / max(len(near), 4)
            )
        if number > 5 and dice.random() < 0.3:
            found.add(dice.choice(keys[max(0, number - NEAR) : number]))
        cited[key] = {one for one in found if one in shelf.papers and one != key and _is_older(shelf, one, key)}
        outside[key] = {
            (f"{kind}/{node}", int(POOL * dice.random() ** 2))  # a few works are cited by most
            for kind, node in nodes[key]
            for _ in range(dice.randrange(8, 24))
        } | {(key, own) for own in range(dice.randrange(5, 30))}
        _pass(earlier, nodes[key], key)
    common = _common(outside)
    return CitationGraph(
        date=DATE,
        services=("openalex", "semantic-scholar"),
        papers={
            key: ReferenceList(
                cites=tuple(sorted(cited[key])), outside=len(outside[key]), common=dict(sorted(common[key].items()))
            )
            for key in sorted(cited)
        },
    )


def _pass(earlier: dict[tuple[str, str], list[str]], nodes: Iterable[tuple[str, str]], key: str) -> None:
    for node in nodes:
        earlier[node].append(key)


def _is_older(shelf: Catalogue, one: str, other: str) -> bool:
    return (shelf.papers[one].date or "") <= (shelf.papers[other].date or "9")


def _common(outside: Mapping[str, set[tuple[str, int]]]) -> dict[str, dict[str, int]]:
    """Return the strongest pairs by common outside references, each at its earlier key."""
    citing: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in sorted(outside):
        for work in outside[key]:
            citing[work].append(key)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for some in citing.values():
        near = some[:NEAR]
        for at, one in enumerate(near):
            for other in near[at + 1 :]:
                counts[one][other] += 1
                counts[other][one] += 1
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, others in counts.items():
        for other, number in sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]:
            if number >= LEAST:
                found[min(key, other)][max(key, other)] = number
    return found
