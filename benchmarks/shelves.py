"""Shelves to measure the site with: invented, or made from the bibliographic records of labelled sets, which are not kept.

A paper of a real shelf has the facts of its record. Its summary is the beginning of its abstract; a record without one gets two
sentences from the abstract of another paper, each used once, so that all summaries are real and differ.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from benchmarks.build import ROOT, paper, taxonomy
from benchmarks.dedupe import record
from generator.matching.merge import merge
from generator.model import Catalogue, Node, Paper, Rule, Taxonomy
from generator.text.folding import fold
from generator.text.keys import make_key

FAMILIES, TOPICS = 12, 30
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def invented(count: int) -> Catalogue:
    """Return a shelf of ``count`` invented papers."""
    dice = random.Random(7)
    papers: dict[str, Paper] = {f"paper-{number}": paper(dice, number, []) for number in range(count)}
    return Catalogue(root=ROOT / "content", papers=papers, taxonomy=taxonomy())


def real(folder: Path, count: int) -> Catalogue:
    """Return a shelf of ``count`` papers with texts from ``folder``/*/records.csv; with fewer records, of variants as well."""
    rows = list(_distinct(folder))
    if not rows:
        return Catalogue(root=ROOT / "content", papers={}, taxonomy=Taxonomy())
    abstracts = [_SENTENCE.split(row["abstract"].strip()) for row in rows if row["abstract"].strip()]
    spare = ("".join(f"{one} " for one in text[at : at + 2]) for text in abstracts for at in range(2, len(text) - 1, 2))
    order = sorted(range(len(rows)), key=lambda at: not rows[at]["abstract"])  # those with an abstract first
    papers: dict[str, Paper] = {}
    for number in range(count):
        round_, at = divmod(number, len(rows))
        row = rows[order[at]]
        title = f"{row['title']}, part {round_ + 1}" if round_ else row["title"]
        own = " ".join(_SENTENCE.split(row["abstract"].strip())[:2])
        found, _ = merge([record({**row, "title": title}, number + 1, "records")])
        more = {"venue": row["journal"] or None, "summary": own or next(spare, "").strip() or None}
        key = make_key(title) or f"paper-{number}"
        papers[key if key not in papers else f"{key[:70]}-{number}"] = found.model_copy(update=more)
    return Catalogue(root=ROOT / "content", papers=papers, taxonomy=_taxonomy(papers))


def _distinct(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yield the records with a title, each title once."""
    seen = {""}
    for path in sorted(folder.glob("*/records.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                title = fold(row["title"])
                if title not in seen:
                    seen.add(title)
                    yield {name: " ".join(value.split()) for name, value in row.items()}


def _taxonomy(papers: Mapping[str, Paper]) -> Taxonomy:
    """Return families and topics that are common words of the titles."""
    counts = Counter(word for one in papers.values() for word in set(fold(one.title or "").split()) if len(word) > 5)
    words = iter([word for word, _ in counts.most_common(FAMILIES + TOPICS)])

    def nodes(number: int, within: tuple[str, ...]) -> dict[str, Node]:
        return {
            word: Node(
                name=word.title(),
                description=f"Papers about {word}.",
                rules=(Rule.model_validate({"words": (word,), "within": within}),),
            )
            for word in islice(words, number)
            if re.fullmatch("[a-z0-9]+", word)
        }

    return Taxonomy(families=nodes(FAMILIES, ("title",)), topics=nodes(TOPICS, ("title", "summary")))
