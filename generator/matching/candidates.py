"""Which records are worth comparing: blocks of records that share a feature, and stubs, of which only an identifier is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.matching.evidence import Traits
from generator.model import Record


def blocks(one: Traits) -> Iterator[tuple[str, ...]]:
    """Yield the names of the blocks in which a record is compared."""
    yield from (("title", name) for form in one.titles for name in {form.folded, form.plain})
    yield from (("id", kind, value) for kind, value in one.identifiers if value)
    if len(one.words) > 3:
        yield "begin", *one.words[:4]
        yield "end", *one.words[-4:]
        yield "middle", *sorted(one.words, key=lambda word: (-len(word), word))[:3]  # long words survive reordering
    if one.first_page and one.volume:
        yield "place", one.volume, one.first_page
    if one.first_page and one.date:
        yield "page", one.date[:4], one.first_page, one.title[:4]
    if one.surnames and one.date:
        yield "author", one.surnames[0], one.date[:4], one.title[:6]
    if len(one.surnames) > 1 and one.date:
        yield "people", one.date[:4], *sorted(one.surnames)  # databases order authors in their own ways


def sortable(record: Record, one: Traits) -> tuple[str | int, ...]:
    """Return what orders records by what they say; their place in their source comes last."""
    return (
        one.title, one.date, " ".join(record.authors), one.volume, one.first_page, record.title, record.pages,
        one.fingerprint, one.author_count or 0, repr(one.identifiers), record.source, record.line,
    )  # fmt: skip


def stubs(traits: Sequence[Traits], order: Sequence[int], limit: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each record without title and text, in order, with those that share an identifier with it.

    An identifier that more than ``limit`` records bear is a collection's and tells nothing.
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
