"""Candidates: the records worth comparing. They share a block (a title, a page, …) or, where no more is known, an identifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.matching.traits import Traits
from generator.model import Record


def blocks(one: Traits) -> Iterator[tuple[str, ...]]:
    """Yield the names of the blocks that a record belongs to: records in one block are candidates for the same paper.

    The first part of a name says what is shared; ``title`` blocks are compared whatever their size.
    """
    yield from (("title", name) for form in one.titles for name in {form.folded, form.plain})
    yield from (("id", kind, value) for kind, value in one.identifiers if value)
    if len(one.words) > 3:
        yield "begin", *one.words[:4]
        yield "end", *one.words[-4:]
        yield "middle", *sorted(one.words, key=lambda word: (-len(word), word))[:3]  # long words survive reordering
    if one.first_page and one.volume:
        yield "place", one.volume, one.first_page
    for year in sorted(one.years):
        if one.first_page:
            yield "page", year, one.first_page, one.title[:4]
        if one.surnames:
            yield "author", one.surnames[0], year, one.title[:6]
        if len(one.surnames) > 1:
            yield "people", year, *sorted(one.surnames)  # each database orders authors in its own way


def sortable(record: Record, one: Traits) -> tuple[str | int, ...]:
    """Return a sort key from a record's contents; its source and line come last."""
    return (
        one.title, one.date, " ".join(map(str, record.authors)), one.volume, one.first_page, record.title, record.pages,
        one.fingerprint, one.author_count or 0, repr(one.identifiers), record.source, record.line,
    )  # fmt: skip


def stubs(traits: Sequence[Traits], order: Sequence[int], limit: int) -> Iterator[tuple[int, list[int]]]:
    """Yield the number of each record without title and abstract, in ``order``, and those that share an identifier with it.

    An identifier that more than ``limit`` records share belongs to a collection and says nothing.
    """
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in order:
        for name in traits[number].identifiers:
            if name[1]:
                sharing[name].append(number)
    for number in order:
        if not traits[number].title and not traits[number].text:
            found = [sharing.get(name, []) for name in traits[number].identifiers]
            yield number, [other for block in found if len(block) <= limit for other in block if other != number]
