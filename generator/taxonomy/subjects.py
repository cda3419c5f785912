"""What sources say that papers are about: the headings and categories they stand under, and keywords."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model import Catalogue, LedgerRecord, Paper
from generator.text import latex

Kind = Literal["headings", "keywords"]
# Fields of BibTeX that reference managers write, and that no field of a record holds.
_CATEGORIES = frozenset({"primaryclass", "eprintclass", "groups", "mendeley-groups"})
_TAGS = frozenset({"tags", "mendeley-tags"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A heading or a keyword of a paper, as the source prints it."""

    kind: Kind
    text: str  # a heading with those above it: "Inference > Parameter estimation"
    ledger: str = ""  # the file stem of the source; "": the paper's own file


def gather(catalogue: Catalogue, keys: Collection[str] | None = None) -> dict[str, tuple[Subject, ...]]:
    """Return the subjects of each paper (of these keys, if any are given): those in its own file first, each once."""
    wanted = catalogue.papers if keys is None else {key: catalogue.papers[key] for key in keys}
    found = {key: dict.fromkeys(_of_paper(paper)) for key, paper in wanted.items() if paper.keywords}
    now = {former: key for key, paper in wanted.items() for former in paper.former_keys}
    for stem, ledger in catalogue.ledgers.items():
        for record in ledger.records:
            key = record.paper if record.paper in wanted else now.get(record.paper or "")
            if key is not None:
                found.setdefault(key, {}).update(dict.fromkeys(_of_record(record, stem)))
    return {key: tuple(subjects) for key, subjects in found.items() if subjects}


def changed(now: Catalogue, before: Catalogue) -> set[str]:
    """Return the papers of ledgers that are not the same objects as before, by the keys that they have now."""
    new, old = now.ledgers, before.ledgers
    stems = [stem for stem in {**old, **new} if new.get(stem) is not old.get(stem)]
    named = {record.paper for stem in stems for one in (new, old) if stem in one for record in one[stem].records}
    if not named:
        return set()
    heirs = {former: key for key, paper in now.papers.items() for former in paper.former_keys if former in named}
    return {heirs.get(key, key) for key in named if key} & now.papers.keys()


def _of_paper(paper: Paper) -> Iterator[Subject]:
    return (Subject(kind="keywords", text=text) for text in paper.keywords)


def _of_record(record: LedgerRecord, stem: str) -> Iterator[Subject]:
    for text in (*record.headings, *_listed(record.further, _CATEGORIES)):
        yield Subject(kind="headings", text=text, ledger=stem)
    for text in (*record.keywords, *_listed(record.further, _TAGS)):
        yield Subject(kind="keywords", text=text, ledger=stem)


def _listed(further: Mapping[str, str], names: Collection[str]) -> Sequence[str]:
    texts = (latex.decode_commands(further[name]) for name in further if name.lower() in names)
    return [text for value in texts for part in re.split(r"[,;]", value) if (text := part.strip(" {}"))]
