"""Turns a draft into a record: title, abstract, links and identifiers."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.formats import coercion
from generator.formats.listings.blocks import Footer, Source, links
from generator.formats.listings.shapes import Draft, Shape
from generator.formats.listings.splitter import known_end, split
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.text import identifiers
from generator.text.folding import clean

_RUN_END = re.compile(r"(?:[.!?:;\"'”’)\]。]|https?://\S+)$")


def as_record(source: str, draft: Draft, parts: tuple[str, str]) -> Record:
    """Return the record of a draft; ``parts`` are its title and abstract.

    Identifiers come only from links on their own lines: a link in an abstract may name another paper.
    """
    title, abstract = parts
    footer = draft.footer or Footer()
    found = Identifiers(arxiv=identifiers.arxiv(draft.arxiv) if draft.arxiv else None)
    for link in draft.links:
        own = identifiers.of_url(link).model_dump(exclude_none=True)
        found = found.model_copy(update={name: value for name, value in own.items() if getattr(found, name) is None})
    return Record(
        source=source,
        line=draft.line,
        title=title,
        abstract=abstract,
        authors=coercion.names(draft.authors),
        author_count=footer.author_count,
        date=footer.date,
        upvotes=draft.upvotes,
        comments=footer.comments,
        links=links("\n".join([title, abstract, *draft.links])),
        identifiers=found,
    )


def title_and_abstract(draft: Draft, known: Collection[str], shape: Shape, *, untitled: bool) -> tuple[str, str]:
    """Return the draft's title and abstract, split where they are run together.

    ``known``: folded titles, as for ``split``; ``untitled``: no title on the page stands alone.
    """
    text = clean(" ".join(draft.parts))
    if not draft.run and (draft.title or draft.marked or shape.forced == "abstracts"):
        return clean(draft.title), text
    # Footers, but no title that stands alone: this page runs all titles into the abstracts.
    if draft.run or (shape.footers and untitled):
        return _split_run(text, known)
    return split(text, known) if known_end(text.split(maxsplit=99), known) else ("", text)


def _split_run(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return title and abstract of a run; a short one that does not end like a sentence is a title alone."""
    if len(text.split()) < 30 and not _RUN_END.search(text[-200:]):
        return text, ""
    return split(text, known)


def no_papers(source: Source, described: str) -> Problem:
    """Return the problem of a source without papers; ``described`` is the format that was expected."""
    if not source.text.strip():
        message, hint = "the source is empty", "check that this is the right file"
        return Problem(path=source.name, code="source.empty", message=message, hint=hint)
    message, hint = "no paper was found", f"it was read as {described}"
    return Problem(path=source.name, code="source.no-papers", message=message, hint=hint)
