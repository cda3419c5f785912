"""Shelves to measure the site with: invented, or made from the bibliographic records of labelled sets, which are not kept.

A paper of a real shelf has the facts of its record. Its summary is the beginning of its abstract; a record without one gets two
sentences from the abstract of another paper, each used once, so that all summaries are real and differ.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks import ROOT
from benchmarks.invented import paper, taxonomy
from generator import formats
from generator.formats import Source
from generator.matching.merge import merge
from generator.model import Catalogue, Identifiers, Node, Paper, Record, Rule, Taxonomy
from generator.text.folding import fold
from generator.text.keys import make_key

FAMILIES, TOPICS = 12, 30
LONGEST = 1000  # characters of a summary; some texts have no end of a sentence
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def invented(count: int) -> Catalogue:
    """Return a shelf of ``count`` invented papers."""
    dice = random.Random(7)
    papers: dict[str, Paper] = {}
    keys: list[str] = []
    for number in range(count):
        key = f"paper-{number}"
        papers[key] = paper(dice, number, keys)
        keys.append(key)
    return Catalogue(root=ROOT / "content", papers=papers, taxonomy=taxonomy())


def real(folder: Path, count: int) -> Catalogue:
    """Return a shelf of ``count`` papers from all records.csv below ``folder``; with fewer records, of variants as well."""
    records = _distinct(folder)
    if not records:
        return Catalogue(root=ROOT / "content", papers={}, taxonomy=Taxonomy())
    abstracts = [_SENTENCE.split(text) for one in records if (text := _line(one.abstract))]
    spare = ("".join(f"{one} " for one in text[at : at + 2]) for text in abstracts for at in range(2, len(text) - 1, 2))
    records.sort(key=lambda one: not one.abstract)  # those with an abstract first
    papers: dict[str, Paper] = {}
    for number in range(count):
        part, at = divmod(number, len(records))
        record = _variant(records[at], part + 1, number) if part else records[at]
        found, _ = merge([record])
        own = " ".join(_SENTENCE.split(_line(record.abstract))[:2])
        key = make_key(record.title) or f"paper-{number}"
        papers[key if key not in papers else f"{key[:70]}-{number}"] = found.model_copy(
            update={"summary": (own or next(spare, ""))[:LONGEST].strip() or None}
        )
    return Catalogue(root=ROOT / "content", papers=papers, taxonomy=_taxonomy(papers))


def _distinct(folder: Path) -> list[Record]:
    """Return the records with a title, each title and each identifier once."""
    paths = sorted(folder.rglob("records.csv"))
    sources = [Source(name=path.parent.name, text=path.read_text(encoding="utf-8")) for path in paths]
    seen = {""}  # titles
    known: set[tuple[str, str]] = set()
    records = []
    for record in formats.parse_all(sources).records:
        title = fold(record.title)
        if title in seen:
            continue
        seen.add(title)
        named = {(kind, value) for kind, value in record.identifiers.model_dump().items() if value}
        records.append(replace(record, title=_line(record.title), identifiers=Identifiers(**dict(named - known))))
        known |= named
    return records


def _variant(record: Record, part: int, number: int) -> Record:
    """Return the record as another paper: its title and DOI differ, and it has no other identifier or link."""
    doi = f"10.5555/shelf.{number}" if record.identifiers.doi else None
    return replace(record, title=f"{record.title}, part {part}", identifiers=Identifiers(doi=doi), links=())


def _line(text: str) -> str:
    return " ".join(text.split())


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
