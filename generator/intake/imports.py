"""`shelf import`: reads sources, matches their records with the shelf, merges, saves. ``take`` shows all steps."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import formats
from generator.content import catalogue
from generator.formats.sources import read_sources
from generator.intake import libraries, updates
from generator.intake.accession import Gathered, printed, settle
from generator.intake.amendments import Amendment
from generator.intake.libraries import Export, Library
from generator.intake.outcome import Outcome
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import files, transactions
from generator.storage.transactions import Change


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """The texts of an import, by their SHA-256 in an order that the command line does not change, and what was unreadable."""

    texts: Mapping[str, formats.Source]
    problems: tuple[Problem, ...]


def run(
    paths: Sequence[Path],
    *,
    content: Path,
    format_name: str | None = None,
    date: str,
    dry_run: bool = False,
    verdict: updates.Verdict = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Read the sources and ``take`` them. The order of ``paths`` does not matter."""
    sources = read(paths)
    return take(
        sources,
        content=content,
        format_name=format_name,
        date=date,
        dry_run=dry_run,
        verdict=verdict,
        waiting=waiting,
    )


def read(paths: Sequence[Path]) -> Sources:
    """Read the sources; one that cannot be read becomes a problem."""
    found = read_sources(sorted(paths, key=lambda one: (one.name, files.shown(one))))
    texts = {hashlib.sha256(source.text.encode()).hexdigest(): source for source in found.sources}
    return Sources(
        texts=dict(sorted(texts.items(), key=lambda pair: (Path(pair[1].name).name, pair[0]))), problems=found.problems
    )


def take(
    sources: Sources,
    *,
    content: Path,
    format_name: str | None = None,
    date: str,
    dry_run: bool = False,
    verdict: updates.Verdict = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Import the sources into ``content``. Raises ShelfError if its files are faulty.

    Everything is decided before anything is written, and then all changes are written or none. ``verdict`` says which
    changes of a library's items a person accepted; the others are not written. ``waiting`` is called if this command has
    to wait for another one that is changing the folder.
    """

    def plan() -> tuple[Outcome, Sequence[Change]]:
        shelf = catalogue.load(content)
        gathered, parsed = _parse(sources.texts, shelf, format_name)
        later = _libraries(gathered, shelf, date)
        outcome = settle(gathered, shelf, date=date, libraries=later, verdict=verdict)
        outcome = replace(
            outcome,
            problems=(*sources.problems, *parsed.problems, *updates.problems(later.values())),
            unreadable=parsed.unreadable,
            skipped=parsed.skipped,
            libraries=tuple(later.values()),
        )
        return outcome, outcome.changes

    return plan()[0] if dry_run else transactions.carry_out(content, plan, waiting)


def decided(shown: Sequence[Amendment], answers: Mapping[str, bool]) -> updates.Verdict:
    """Return a person's answers, by key, as they count: only where the changes are still those that were shown."""
    asked = {one.key: one for one in shown}
    return lambda one: answers.get(one.key) if asked.get(one.key) == one else None


def _libraries(gathered: Sequence[Gathered], shelf: Catalogue, date: str) -> dict[str, Library]:
    """Return the sources, by checksum, that are libraries of the shelf at a later day."""
    exports = [
        Export(name=one.name, format=one.format, sha256=one.sha256, records=tuple(map(printed, one.records)))
        for one in gathered
        if one.sha256 and one.format in libraries.FORMATS
    ]
    return libraries.recognise(exports, shelf.ledgers, date)


def _parse(
    sources: Mapping[str, formats.Source], shelf: Catalogue, format_name: str | None
) -> tuple[list[Gathered], formats.Parsed]:
    """Return each source with its records, and the formats' results."""
    titles = {title for paper in shelf.papers.values() for title in (paper.title, *paper.aliases) if title}
    titles |= {record.title for ledger in shelf.ledgers.values() for record in ledger.records if record.title}
    parsed = formats.parse_all(list(sources.values()), sorted(titles), format_name)
    names = Counter(Path(source.name).name for source in sources.values())
    gathered = []
    for (sha256, source), found in zip(sources.items(), parsed.formats, strict=True):
        name = Path(source.name).name
        # Files with the same name from different folders keep their folders.
        shown = name if names[name] == 1 else source.name
        records = tuple(replace(one, source=shown) for one in parsed.records if one.source == source.name)
        gathered.append(Gathered(name=name, format=found, sha256=sha256, records=records))
    return gathered, parsed
