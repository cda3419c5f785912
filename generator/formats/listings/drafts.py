"""From a draft to a record: links, identifiers, and titles taken out of runs."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.formats.listings.blocks import Footer, Source, links
from generator.formats.listings.shapes import Draft
from generator.formats.listings.splitter import split
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers

_RUN_END = re.compile(r"(?:[.!?:;\"'”’)\]。]|https?://\S+)$")


def as_record(source: str, draft: Draft, cut: tuple[str, str]) -> Record:
    """Return the record of a draft; ``cut`` is its title and abstract.

    Identifiers come from links in lines of their own only: one inside an abstract may name another paper.
    """
    title, abstract = cut
    footer = draft.footer or Footer()
    found = Identifiers()
    for link in draft.links:
        own = identifiers.of_url(link).model_dump(exclude_none=True)
        found = found.model_copy(update={name: value for name, value in own.items() if getattr(found, name) is None})
    return Record(
        source=source,
        line=draft.line,
        title=title,
        abstract=abstract,
        author_count=footer.author_count,
        date=footer.date,
        upvotes=draft.upvotes,
        comments=footer.comments,
        links=links("\n".join([title, abstract, *draft.links])),
        identifiers=found,
    )


def apart(text: str, known: Collection[str]) -> tuple[str, str]:
    """Take a run apart; a short one that does not end as a sentence does is a title alone."""
    if len(text.split()) < 30 and not _RUN_END.search(text[-200:]):
        return text, ""
    return split(text, known)


def no_papers(source: Source, described: str) -> Problem:
    """Return the problem of a source that holds no paper; ``described`` says what was looked for."""
    empty = not source.text.strip()
    return Problem(
        path=source.name,
        code="source.empty" if empty else "source.no-papers",
        message="the source is empty" if empty else "no paper was found",
        hint="look whether the right file was given" if empty else f"it was read as {described}",
    )
