"""The formats that an import reads: all sources in, records out, whatever the order of the sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.formats import listing
from generator.formats.blocks import Source
from generator.formats.splitting import fold_run
from generator.model import Record
from generator.problems import Problem, ShelfError

__all__ = ["FORMATS", "Parsed", "Source", "parse_all"]

FORMATS: dict[str, str] = {
    "listing": "a title, an abstract and a footer (authors, date), each in lines of its own; footers may lack",
    "listing-lines": "one paper a line: upvotes, title and abstract run together, footer",
    "abstracts": "abstracts without titles, a paragraph each",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What the sources say: records in their order, each source's format, and what could not be read.

    ``blocks`` counts the papers found, read or not: records + problems of the code ``source.unreadable``.
    """

    records: tuple[Record, ...] = ()
    formats: tuple[str, ...] = ()  # one a source, in the order given
    problems: tuple[Problem, ...] = ()

    @property
    def unreadable(self) -> int:
        """Return how many blocks with content gave no record."""
        return sum(problem.code in listing.UNREADABLE for problem in self.problems)


def parse_all(sources: Sequence[Source], known_titles: Collection[str] = (), format_name: str | None = None) -> Parsed:
    """Parse the sources; ``format_name`` (a key of ``FORMATS``) turns the detection off.

    Titles printed apart from their abstracts in any source, and ``known_titles``, help to take apart those that are
    run together. No text raises; an unknown format name does (ShelfError).
    """
    if format_name is not None and format_name not in FORMATS:
        raise ShelfError(
            Problem(
                path=format_name,
                code="source.unknown-format",
                message=f"there is no format {format_name!r}",
                hint=f"one of {', '.join(FORMATS)}",
            )
        )
    drafts = [listing.read(source, format_name) for source in sources]
    known = {fold_run(title) for title in known_titles}
    known.update(fold_run(title) for draft in drafts for title in draft.titles())
    records: list[Record] = []
    problems: list[Problem] = []
    for draft in drafts:
        found, faults = draft.finish(known)
        records.extend(found)
        problems.extend(faults)
    return Parsed(
        records=tuple(records), formats=tuple(draft.format_name for draft in drafts), problems=tuple(problems)
    )
