"""Libraries: files that a reference manager keeps up to date. A later export and its items are known again by their keys.

The ledger of a library goes on from one export to the next. Records keep their order and lines, so that decisions and
questions name the same item for ever; new ones come last, and those that are gone stay, marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from generator.intake import items
from generator.model import Ledger, LedgerRecord, references
from generator.text.sections import counted

FORMATS = frozenset({"bibtex", "csl-json", "ris", "endnote-xml", "csv"})  # whose records have keys of their own
SHARED = 0.5  # of the last export's keys, in another one under its file name: people delete many items at once
SHARED_ELSEWHERE = 0.8  # likewise, under another file name: two people's keys may be alike


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """What a source prints, as a ledger keeps it; ``records`` are not tied yet."""

    name: str
    format: str
    sha256: str
    records: tuple[LedgerRecord, ...]


@dataclass(frozen=True, kw_only=True)
class Library:
    """A later export of a library: the ledger that it goes on from, and what each of its records was before."""

    export: Export
    stem: str
    ledger: Ledger
    refs: tuple[str, ...]  # of the export's records: those of what they were, or new ones
    before: Mapping[str, LedgerRecord]  # by reference; without new records
    reused: Mapping[str, LedgerRecord] = field(default_factory=dict)  # new records: what had the key before
    doubtful: frozenset[str] = frozenset()  # those of ``reused`` that may be the same paper under another title
    is_same: bool = False  # this text was imported before, and nothing has been changed since

    @property
    def now(self) -> dict[str, LedgerRecord]:
        """Return the export's records by reference."""
        return dict(zip(self.refs, self.export.records, strict=True))

    @property
    def gone(self) -> tuple[LedgerRecord, ...]:
        """Return the records of the items that the last export had, and this one has not."""
        return tuple(self.lost.values())

    @cached_property
    def lost(self) -> dict[str, LedgerRecord]:
        """Return the same by reference."""
        known = zip(references(self.stem, self.ledger.records), self.ledger.records, strict=True)
        return {ref: one for ref, one in known if not (self.is_same or ref in self.before or one.gone)}

    @property
    def counts(self) -> dict[str, int]:
        """Return how many items are new, changed, unchanged and gone; the first three add up to the export's records."""
        known, changed = len(self.before), len(self.changed)
        return {
            "new": len(self.refs) - known,
            "changed": changed,
            "unchanged": known - changed,
            "gone": len(self.gone),
        }

    @property
    def summary(self) -> str:
        """Return the line for a person."""
        counts = self.counts
        rest = ", ".join(f"{counts[name]} {name}" for name in ("changed", "unchanged"))
        gone = counts["gone"]
        stay = "its paper stays" if gone == 1 else "their papers stay"
        lost = f", {counted(gone, 'item')} no longer in the file ({stay})" if gone else ""
        return f"{self.export.name} goes on from imports/{self.stem}.yml: {counted(counts['new'], 'new item')}, {rest}{lost}"

    def as_json(self) -> dict[str, Any]:
        """Return the shape that ``--json`` prints."""
        gone = [{"id": one.id or "", "title": one.title or "", "paper": one.paper} for one in self.gone]
        return {"source": self.export.name, "ledger": f"imports/{self.stem}.yml", "counts": self.counts, "gone": gone}

    @cached_property
    def changed(self) -> dict[str, tuple[LedgerRecord, LedgerRecord]]:
        """Return the items that say something else than before: what they said and what they say, by reference."""
        if self.is_same:
            return {}
        pairs = {ref: (self.before[ref], one) for ref, one in self.now.items() if ref in self.before}
        return {ref: pair for ref, pair in pairs.items() if not items.is_unchanged(*pair)}


def recognise(exports: Sequence[Export], ledgers: Mapping[str, Ledger], date: str) -> dict[str, Library]:
    """Return those exports, by checksum, that are libraries of the shelf at a later day.

    Of several states of one library, nobody can tell which is the latest: only one with the ledger's own file name counts.
    """
    texts = {one.sha256 for one in exports}
    wanted = {one.format for one in exports} & FORMATS
    # What a service answered has no text of its own, and is no library.
    known = {stem: ledger for stem, ledger in ledgers.items() if ledger.format in wanted and ledger.sha256}
    keys = {
        stem: frozenset(one.id for one in ledger.records if one.id and not one.gone) for stem, ledger in known.items()
    }
    open_ = {  # these may have a later state; one whose own text is among the exports has that
        stem: ledger
        for stem, ledger in known.items()
        if ledger.sha256 not in texts and (ledger.updated or ledger.date) <= date
    }
    same_texts = {sha256: stem for stem, ledger in known.items() for sha256 in ledger.former}
    same_texts |= {ledger.sha256: stem for stem, ledger in known.items() if ledger.sha256}
    claims: dict[str, list[tuple[Export, Library]]] = defaultdict(list)
    for export in exports:
        if stem := same_texts.get(export.sha256):
            if known[stem].updated:  # else the lines of the text tell its records
                claims[stem].append((export, _continued(export, stem, known[stem])))
        elif stem := _likeliest(export, open_, keys):
            library = _continued(export, stem, known[stem])
            if len(library.before) > len(library.reused):  # else two people chose the same keys for different papers
                claims[stem].append((export, library))
    found = {}
    for stem, some in claims.items():
        named = [one for one in some if one[0].name == known[stem].source] if len(some) > 1 else some
        if len(named) == 1:
            found[named[0][0].sha256] = named[0][1]
    return found


def _likeliest(export: Export, ledgers: Mapping[str, Ledger], keys: Mapping[str, frozenset[str]]) -> str | None:
    """Return the ledger with enough of an export's keys: one with its file name, then the latest."""
    likely = _likely(export, ledgers, keys)
    return max(likely, key=lambda stem: (ledgers[stem].source == export.name, ledgers[stem].date, stem), default=None)


def _likely(export: Export, ledgers: Mapping[str, Ledger], keys: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield the ledgers with enough of an export's keys."""
    own = {one.id for one in export.records if one.id}
    for stem, ledger in ledgers.items():
        common = len(own & keys[stem])
        if not common or ledger.format != export.format:
            continue
        enough = common >= SHARED * len(keys[stem])
        if ledger.source != export.name:  # of the same kind: a service's answer is no file, and has no suffix
            same_kind = PurePath(ledger.source).suffix == PurePath(export.name).suffix
            enough = same_kind and common >= SHARED_ELSEWHERE * len(keys[stem]) and common >= SHARED * len(own)
        if enough:
            yield stem


def _continued(export: Export, stem: str, ledger: Ledger) -> Library:
    """Return what each record of an export was in the ledger."""
    pairs, reused = items.pairs(ledger.records, export.records)
    fresh = [record for number, record in enumerate(export.records) if number not in pairs]
    known = references(stem, ledger.records)
    added = iter(references(stem, (*ledger.records, *fresh))[len(known) :])
    refs = tuple(known[pairs[number]] if number in pairs else next(added) for number in range(len(export.records)))
    return Library(
        export=export,
        stem=stem,
        ledger=ledger,
        refs=refs,
        before={refs[number]: ledger.records[old] for number, old in pairs.items()},
        reused={refs[number]: ledger.records[old] for number, (old, _) in reused.items()},
        doubtful=frozenset(refs[number] for number, (_, identity) in reused.items() if identity == "doubtful"),
        is_same=not fresh
        and (
            export.sha256 in ledger.former
            or (export.sha256 == ledger.sha256 and len(pairs) == sum(not one.gone for one in ledger.records))
        ),
    )
