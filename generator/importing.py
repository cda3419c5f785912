"""An import: read the sources, match their records with the shelf, merge what is one, save. ``run`` is the whole way."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import catalogue, classifying, files, formats, merging, text
from generator.model import Catalogue, Ledger, LedgerRecord, Paper, Question, Record, references
from generator.outcomes import Found, Outcome
from generator.problems import Problem, ShelfError
from generator.tying import Ties, questions, tie

STEM_LIMIT = 80  # characters of a source's name in its ledger's name

__all__ = ["Found", "Outcome", "run"]


@dataclass(kw_only=True, slots=True)
class _Source:
    """A source on its way through the import."""

    path: str  # as the user would type it
    name: str
    text: str
    sha256: str
    format: str = ""
    stem: str = ""  # of its ledger
    ledger: Ledger | None = None  # where this very text was imported before
    records: tuple[Record, ...] = ()

    @property
    def named(self) -> dict[str, Record]:
        """Return the records by how questions, decisions and ties name them."""
        return dict(zip(references(self.stem, self.records), self.records, strict=True))


def run(
    paths: Sequence[Path], *, content: Path, format_name: str | None = None, date: str, dry_run: bool = False
) -> Outcome:
    """Import the sources into ``content``; raises ShelfError where its files are faulty.

    Everything is decided before anything is written; ledgers are written last, so that a rerun finishes what a
    crash cut short. The order of ``paths`` changes nothing. A source that cannot be read is a problem of the outcome.
    """
    shelf, problems = catalogue.load(content)
    if faults := [problem for problem in problems if problem.severity == "error"]:
        raise ShelfError(*faults)  # a paper that cannot be read would be imported a second time
    sources, problems = _read(paths)
    unreadable = _parse(sources, shelf, format_name, problems)
    _name_ledgers(sources, shelf, date)
    ties = tie({ref: record for source in sources for ref, record in source.named.items()}, shelf)
    papers = _papers(ties, shelf)
    review = questions(ties, shelf)
    ledgers = _ledgers(sources, ties, shelf, date)
    return Outcome(
        records=tuple(record for source in sources for record in source.records),
        papers=tuple(_found(ties, papers, shelf)),
        problems=tuple(problems),
        changed=tuple(_save(content, papers, review, ledgers, shelf, dry_run=dry_run)),
        unreadable=unreadable,
    )


def _read(paths: Sequence[Path]) -> tuple[list[_Source], list[Problem]]:
    """Return the sources by name and content, and what could not be read; the others are kept."""
    sources: dict[str, _Source] = {}
    problems: list[Problem] = []
    for path in sorted(paths, key=lambda one: (one.name, files.shown(one))):
        shown = files.shown(path)
        try:
            body, found = files.read_text(path)
        except ShelfError as error:
            problems += error.problems
            continue
        problems += found
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        if sha256 in sources:
            message = f"the same text as {sources[sha256].path}"
            problems.append(
                Problem(path=shown, code="source.repeated", message=message, hint="it is read once", severity="warning")
            )
            continue
        sources[sha256] = _Source(path=shown, name=path.name, text=body, sha256=sha256)
    return sorted(sources.values(), key=lambda one: (one.name, one.sha256)), problems


def _parse(sources: list[_Source], shelf: Catalogue, format_name: str | None, problems: list[Problem]) -> int:
    """Fill in the records and formats; return how many papers could not be read."""
    titles = {title for paper in shelf.papers.values() for title in (paper.title, *paper.aliases) if title}
    titles |= {record.title for ledger in shelf.ledgers.values() for record in ledger.records if record.title}
    parsed = formats.parse_all(
        [formats.Source(name=source.path, text=source.text) for source in sources], sorted(titles), format_name
    )
    problems += parsed.problems
    names = Counter(source.name for source in sources)
    for source, found in zip(sources, parsed.formats, strict=True):
        source.format = found
        # Two files of one name from two folders keep their folders.
        printed = source.name if names[source.name] == 1 else source.path
        source.records = tuple(replace(one, source=printed) for one in parsed.records if one.source == source.path)
    return parsed.unreadable


def _name_ledgers(sources: Sequence[_Source], shelf: Catalogue, date: str) -> None:
    """Give each source the ledger in which the same text stands, else a new name that is free."""
    known = {ledger.sha256: (stem, ledger) for stem, ledger in shelf.ledgers.items()}
    taken = set(shelf.ledgers)
    for source in sorted(sources, key=lambda one: (_stem(one.name), one.sha256)):
        if source.sha256 in known:
            source.stem, source.ledger = known[source.sha256]
            continue
        stem = name = f"{date}-{_stem(source.name)}"
        count = 1
        while stem in taken:
            count += 1
            stem = f"{name}-{count}"
        taken.add(stem)
        source.stem = stem


def _stem(name: str) -> str:
    """Return a file's name without its suffix, fit for a file name anywhere."""
    return "-".join(re.findall(r"[a-z0-9]+", text.fold(Path(name).stem)))[:STEM_LIMIT].strip("-") or "source"


def _papers(ties: Ties, shelf: Catalogue) -> dict[str, Paper]:
    """Return the papers that are new or gained something from records that were not tied to them before."""
    papers = {}
    for key, group in ties.fresh.items():
        records = ties.records(group)
        hints = [hint for record in records for hint in record.hints]
        papers[key] = classifying.hinted(merging.merge(records)[0], hints, shelf.taxonomy)
    gained: dict[str, list[Record]] = defaultdict(list)
    for number, key in ties.papers.items():
        if key not in papers and ties.members[number].key is None:
            gained[key].append(ties.members[number].record)
    used = {(kind, value): key for key, paper in shelf.papers.items() for kind, value in paper.identifiers if value}
    for key, records in gained.items():
        filled = merging.fill(shelf.papers[key], records)
        foreign = {kind: None for kind, value in filled.identifiers if value and used.get((kind, value), key) != key}
        if foreign:  # another paper has this identifier: a person must look
            filled = filled.model_copy(update={"identifiers": filled.identifiers.model_copy(update=foreign)})
        if filled != shelf.papers[key]:
            papers[key] = filled
    return dict(sorted(papers.items()))


def _ledgers(sources: Sequence[_Source], ties: Ties, shelf: Catalogue, date: str) -> dict[str, Ledger]:
    """Return the ledgers that are new, or in which a record is tied otherwise than before."""
    tied = ties.by_ref()
    ledgers: dict[str, Ledger] = {}
    for stem, before in shelf.ledgers.items():
        refs = references(stem, before.records)
        records = tuple(_tied_anew(one, tied.get(ref), shelf) for ref, one in zip(refs, before.records, strict=True))
        if records != before.records:
            ledgers[stem] = before.model_copy(update={"records": records})
    for source in sources:
        lines = [record.line for record in source.records]
        if not lines or (source.ledger and lines == [one.line for one in source.ledger.records]):
            continue
        ledgers[source.stem] = Ledger(
            source=text.clean(source.name) or "source",
            format=source.format,
            date=source.ledger.date if source.ledger else date,
            sha256=source.sha256,
            records=tuple(_printed(record, tied[ref]) for ref, record in source.named.items()),
        )
    return ledgers


def _tied_anew(record: LedgerRecord, key: str | None, shelf: Catalogue) -> LedgerRecord:
    """Return a ledger's record tied to ``key``; a former key of the same paper stays as it is."""
    if record.paper == key or (key and key in shelf.papers and record.paper in shelf.papers[key].former_keys):
        return record
    return record.model_copy(update={"paper": key})


def _printed(record: Record, key: str | None) -> LedgerRecord:
    """Return a record as its ledger keeps it: facts and a sketch, never the abstract."""
    return LedgerRecord(
        line=record.line,
        id=text.clean(record.id) or None,
        paper=key,
        title=text.clean(record.title) or None,
        authors=record.authors,
        author_count=record.author_count,
        et_al=record.et_al,
        date=record.date,
        identifiers=record.identifiers,
        venue=record.venue or None,
        volume=record.volume or None,
        number=record.number or None,
        pages=record.pages or None,
        hints=record.hints,
        upvotes=record.upvotes,
        comments=record.comments,
        links=record.links,
        abstract_words=len(record.abstract.split()),
        sketch=text.sketch(record.abstract) or None,
    )


def _found(ties: Ties, papers: Mapping[str, Paper], shelf: Catalogue) -> Iterator[Found]:
    """Yield what became of the records of this import, paper by paper: by key, those without one last."""
    evidence = ties.evidence()
    for group in sorted(ties.clusters.groups, key=lambda one: (ties.papers.get(one[0], "~"), one)):
        records = tuple(ties.members[number].record for number in group if ties.members[number].role == "new")
        if not records:
            continue
        key = ties.papers.get(group[0])
        paper = merging.merge(records)[0] if key is None else papers.get(key) or shelf.papers[key]
        yield Found(
            key=key,
            title=paper.name,
            verdict="unsure" if key is None else "new" if key in ties.fresh else "matched",
            records=records,
            evidence=tuple(evidence[group]),
        )


def _save(
    content: Path,
    papers: Mapping[str, Paper],
    review: Sequence[Question],
    ledgers: Mapping[str, Ledger],
    shelf: Catalogue,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Write what changed and yield its paths: papers first, so that a ledger never names a paper that is not there."""
    for key, paper in papers.items():
        if dry_run or catalogue.save_paper(content, key, paper):
            yield f"papers/{key}.yml"
    if tuple(review) != shelf.review and (dry_run or catalogue.save_review(content, review)):
        yield "review.yml"
    for stem, ledger in ledgers.items():
        if dry_run or catalogue.save_ledger(content, stem, ledger):
            yield f"imports/{stem}.yml"
