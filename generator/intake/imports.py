"""`shelf import`: reads sources, matches their records with the shelf, merges, saves. ``run`` shows all steps."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from generator import formats
from generator.content import catalogue
from generator.formats.sources import read_sources
from generator.intake.accession import Gathered, settle
from generator.intake.outcome import Outcome
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import files, transactions
from generator.storage.transactions import Change


def run(
    paths: Sequence[Path],
    *,
    content: Path,
    format_name: str | None = None,
    date: str,
    dry_run: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> Outcome:
    """Import the sources into ``content``. Raises ShelfError if its files are faulty.

    Everything is decided before anything is written, and then all changes are written or none. The order of ``paths``
    does not matter. A source that cannot be read becomes a problem of the outcome. ``waiting`` is called if this command
    has to wait for another one that is changing the folder.
    """
    sources, problems = _read(paths)

    def plan() -> tuple[Outcome, Sequence[Change]]:
        shelf = catalogue.load(content)
        gathered, parsed = _parse(sources, shelf, format_name)
        outcome = settle(gathered, shelf, date=date)
        outcome = replace(
            outcome, problems=(*problems, *parsed.problems), unreadable=parsed.unreadable, skipped=parsed.skipped
        )
        return outcome, outcome.changes

    return plan()[0] if dry_run else transactions.carry_out(content, plan, waiting)


def _read(paths: Sequence[Path]) -> tuple[dict[str, formats.Source], tuple[Problem, ...]]:
    """Return the sources by the SHA-256 of their text, in an order that ``paths`` does not change, and the problems."""
    found = read_sources(sorted(paths, key=lambda one: (one.name, files.shown(one))))
    sources = {hashlib.sha256(source.text.encode()).hexdigest(): source for source in found.sources}
    return dict(sorted(sources.items(), key=lambda pair: (Path(pair[1].name).name, pair[0]))), found.problems


def _parse(
    sources: dict[str, formats.Source], shelf: Catalogue, format_name: str | None
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
        printed = name if names[name] == 1 else source.name
        records = tuple(replace(one, source=printed) for one in parsed.records if one.source == source.name)
        gathered.append(Gathered(name=name, format=found, sha256=sha256, records=records))
    return gathered, parsed
