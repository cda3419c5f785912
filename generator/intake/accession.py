"""Turns records into changes to the shelf: ties them to papers, creates new papers, fills in existing ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from generator.content import catalogue
from generator.content.catalogue import Thing
from generator.intake import notices, updates
from generator.intake.libraries import Library
from generator.intake.outcome import Found, Outcome, joined_fields
from generator.intake.service_ledgers import Place, places, with_record
from generator.intake.ties import Ties, questions, tie
from generator.matching import merge
from generator.model import Catalogue, Ledger, LedgerRecord, Paper, Record, references
from generator.text import fingerprints, folding

STEM_LIMIT = 80  # characters of a source's name in its ledger's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """A source with its records.

    ``sha256`` of its text identifies it in a later import. The record of a ``service`` has no text of its own: its facts
    identify it, and it goes into the service's ledger of the day.
    """

    name: str
    format: str
    records: tuple[Record, ...]
    sha256: str | None = None
    service: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """A source, and the ledger that holds or will hold its records."""

    gathered: Gathered
    stem: str
    ledger: Ledger | None = None  # if the same text, or the same library, was imported before
    library: Library | None = None
    place: Place | None = None  # of a service's record

    @property
    def named(self) -> dict[str, Record]:
        """Return the records by their references, which questions and decisions use."""
        records = self.gathered.records
        if self.place:
            return {self.place.ref: records[0]}
        refs = self.library.refs if self.library else references(self.stem, records)
        return dict(zip(refs, records, strict=True))


def settle(
    gathered: Sequence[Gathered],
    shelf: Catalogue,
    *,
    date: str,
    family: str | None = None,
    libraries: Mapping[str, Library] = MappingProxyType({}),
    verdict: updates.Verdict = lambda _: None,
) -> Outcome:
    """Return what becomes of the sources' records, with the changes to write; nothing is written here.

    ``family`` is the key of the family of new papers, if one is given. ``libraries`` are those of the sources, by checksum,
    that go on from a ledger, and ``verdict`` says which changes of their items a person accepted. Without a source, the
    records that wait for a person are tied again, so that new decisions take effect.
    """
    sources = list(_sources(gathered, shelf, date, libraries))
    named = {ref: record for source in sources for ref, record in source.named.items()}
    gone = {ref for library in libraries.values() for ref in library.lost}
    ties = tie(named, shelf, updates.doubts(libraries.values(), shelf), gone)
    former = {ref: one.paper for library in libraries.values() for ref, one in library.before.items()}
    papers = _papers(ties, shelf, former, family)
    update = updates.update(libraries.values(), ties.by_ref(), papers, shelf, verdict)
    papers |= update.papers
    things: dict[str, Thing] = {f"papers/{key}.yml": paper for key, paper in papers.items()}
    things["review.yml"] = questions(ties, shelf)
    ledgers = _ledgers(sources, ties, shelf, date, update.waiting)
    things |= {f"imports/{stem}.yml": ledger for stem, ledger in ledgers.items()}
    return Outcome(
        records=tuple(record for source in sources for record in source.gathered.records),
        papers=tuple(_found(ties, papers, shelf)),
        changes=tuple(catalogue.changes(shelf, things)),
        amendments=update.amendments,
        differences=update.differences,
    )


def _sources(
    gathered: Sequence[Gathered], shelf: Catalogue, date: str, libraries: Mapping[str, Library]
) -> Iterator[_Source]:
    """Yield each source with the ledger of the same text or library, or with an unused name for a new ledger."""
    known = {ledger.sha256: (stem, ledger) for stem, ledger in shelf.ledgers.items() if ledger.sha256}
    taken = set(shelf.ledgers)
    answers = sorted((one for one in gathered if one.service), key=lambda one: _stem(one.name))
    facts = ((one.service, one.format, printed(one.records[0], None)) for one in answers)
    for source, place in zip(answers, places(facts, shelf, date), strict=True):
        yield _Source(gathered=source, stem=place.stem, place=place)
    files = (one for one in gathered if not one.service)
    for source in sorted(files, key=lambda one: (_stem(one.name), one.sha256 or "")):
        if library := libraries.get(source.sha256 or ""):
            yield _Source(gathered=source, stem=library.stem, ledger=library.ledger, library=library)
            continue
        if source.sha256 in known:
            stem, ledger = known[source.sha256]
            yield _Source(gathered=source, stem=stem, ledger=ledger)
            continue
        stem = name = f"{date}-{_stem(source.name)}"
        count = 1
        while stem in taken:
            count += 1
            stem = f"{name}-{count}"
        taken.add(stem)
        yield _Source(gathered=source, stem=stem)


def _stem(name: str) -> str:
    """Return a file's name without its suffix, reduced to characters that are safe in any file name."""
    return "-".join(re.findall(r"[a-z0-9]+", folding.fold(Path(name).stem)))[:STEM_LIMIT].strip("-") or "source"


def _papers(ties: Ties, shelf: Catalogue, former: Mapping[str, str | None], family: str | None) -> dict[str, Paper]:
    """Return the papers that are new (in this family), or gained something from newly tied records.

    ``former`` has the papers of a library's items before; one that still has its paper is no newly tied record.
    """
    papers = {}
    for key, group in ties.fresh.items():
        paper = merge.merge(ties.records(group))[0]
        papers[key] = _keyed(paper.model_copy(update={"families": (family,)}) if family else paper, key)
    gained: dict[str, list[Record]] = defaultdict(list)
    for number, key in ties.papers.items():
        member = ties.members[number]
        if key not in papers and member.key is None and not updates.is_still(former.get(member.ref), key, shelf):
            gained[key].append(member.record)
    used = updates.owners(shelf.papers)
    for key, records in gained.items():
        own = []
        for record in records:
            foreign = {kind: None for kind, value in record.identifiers if used.get((kind, value), key) != key}
            own.append(replace(record, identifiers=record.identifiers.model_copy(update=foreign)))
        filled = _keyed(
            merge.fill(shelf.papers[key], own), key
        )  # without another paper's identifier: a person must look
        if filled != shelf.papers[key]:
            papers[key] = filled
    new = [
        (ties.papers.get(number), member.record)
        for number, member in enumerate(ties.members)
        if member.role == "new" and member.key is None
    ]
    papers |= notices.applied(new, ties.fresh.keys(), papers, shelf)
    return dict(sorted(papers.items()))


def _keyed(paper: Paper, key: str) -> Paper:
    """Return a paper without its own key among the keys by which it is cited."""
    keys = tuple(one for one in paper.citation_keys if one != key)
    return paper.model_copy(update={"citation_keys": keys}) if keys != paper.citation_keys else paper


def _ledgers(
    sources: Sequence[_Source], ties: Ties, shelf: Catalogue, date: str, waiting: Collection[str]
) -> dict[str, Ledger]:
    """Return the ledgers that are new, or in which a record is now tied to another paper."""
    tied = ties.by_ref()
    ledgers: dict[str, Ledger] = {}
    for stem, before in shelf.ledgers.items():
        refs = references(stem, before.records)
        records = tuple(_retied(one, tied.get(ref), shelf) for ref, one in zip(refs, before.records, strict=True))
        if records != before.records:
            ledgers[stem] = before.model_copy(update={"records": records})
    for source in sources:
        if source.library:
            before = ledgers.get(source.stem, source.library.ledger)
            own = [ref for ref in source.library.refs if ref in waiting]
            if (later := updates.later(source.library, before, tied, own, date)) != source.library.ledger:
                ledgers[source.stem] = later
            continue
        gathered = source.gathered
        if source.place:
            if line := source.place.line:
                record = printed(gathered.records[0], tied[source.place.ref]).model_copy(update={"line": line})
                ledgers[source.stem] = with_record(
                    ledgers.get(source.stem) or shelf.ledgers.get(source.stem),
                    record,
                    service=gathered.service,
                    format_name=gathered.format,
                    date=date,
                )
            continue
        lines = [record.line for record in gathered.records]
        if not lines or (source.ledger and lines == [one.line for one in source.ledger.records]):
            continue
        ledgers[source.stem] = Ledger(
            source=folding.clean(gathered.name) or "source",
            title=source.ledger.title if source.ledger else None,
            format=gathered.format,
            date=source.ledger.date if source.ledger else date,
            sha256=gathered.sha256,
            records=tuple(printed(record, tied[ref]) for ref, record in source.named.items()),
        )
    return ledgers


def _retied(record: LedgerRecord, key: str | None, shelf: Catalogue) -> LedgerRecord:
    """Return a ledger's record tied to ``key``; a former key of the same paper is left as it is."""
    if record.paper == key or (key and key in shelf.papers and record.paper in shelf.papers[key].former_keys):
        return record
    return record.model_copy(update={"paper": key})


def printed(record: Record, key: str | None = None) -> LedgerRecord:
    """Return a record as its ledger keeps it: facts and a fingerprint, never the abstract."""
    return LedgerRecord(
        line=record.line,
        id=folding.clean(record.id) or None,
        paper=key,
        title=folding.clean(record.title) or None,
        authors=merge.valid_names(record.authors),
        author_count=record.author_count,
        et_al=record.et_al,
        date=record.date,
        posted=record.posted,
        identifiers=record.identifiers,
        venue=record.venue or None,
        volume=record.volume or None,
        number=record.number or None,
        pages=record.pages or None,
        type=record.type,
        genre=record.genre or None,
        editors=merge.valid_names(record.editors),
        publisher=record.publisher or None,
        series=record.series or None,
        edition=record.edition or None,
        language=record.language or None,
        citation_keys=record.citation_keys,
        keywords=record.keywords,
        note=record.note or None,
        status=record.status,
        denies=record.denies,
        labeled=record.labeled,
        further=joined_fields(record.further),
        headings=record.headings,
        upvotes=record.upvotes,
        comments=record.comments,
        links=record.links,
        abstract_words=len(record.abstract.split()),
        sketch=fingerprints.fingerprint(record.abstract) or None,
    )


def _found(ties: Ties, papers: Mapping[str, Paper], shelf: Catalogue) -> Iterator[Found]:
    """Yield what became of this import's records, by paper; those without a key come last."""
    for group in sorted(ties.clusters.groups, key=lambda one: (ties.papers.get(one[0], "~"), one)):
        records = tuple(ties.members[number].record for number in group if ties.members[number].role == "new")
        if not records:
            continue
        key = ties.papers.get(group[0])
        paper = merge.merge(records)[0] if key is None else papers.get(key) or shelf.papers[key]
        yield Found(
            key=key,
            title=paper.name,
            verdict="unsure" if key is None else "new" if key in ties.fresh else "matched",
            records=records,
            explain=partial(_evidence, ties, group),
        )


def _evidence(ties: Ties, group: tuple[int, ...]) -> tuple[str, ...]:
    return ties.evidence[group]
