"""The details of a publication on a paper's page: publisher, series, edition, ISBN, language, keywords, note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.formats import field_values
from generator.model import Record
from generator.site.views import browse, publication
from generator.site.views.cards import Card, Chip
from generator.text import languages

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A part of a text; ``url`` is set if it is an address."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """What is known of the publication beside its venue and pages."""

    publisher: str
    series: str
    edition: str
    isbn: str
    language: str
    keywords: tuple[Chip, ...]
    note: tuple[Passage, ...]

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return any(getattr(self, name) for name in self.__slots__)


def details(record: Record, card: Card) -> Details:
    """Return the details of the cited version; the publisher only if the page does not show it as the venue."""
    return Details(
        publisher="" if record.publisher == card.venue else record.publisher,
        series=record.series,
        edition=publication.edition(record),
        isbn=record.identifiers.isbn or "",
        language=languages.names(record.language),
        keywords=tuple(Chip(name=word, path=browse.search("keyword", word)) for word in record.keywords),
        note=tuple(_passages(record.note)),
    )


def _passages(text: str) -> Iterator[Passage]:
    """Yield the parts of a text; its web addresses are parts of their own."""
    end = 0
    for found in _ADDRESS.finditer(text):
        url = next(iter(field_values.links([found[0]])), "")
        if url:
            if found.start() > end:
                yield Passage(text=text[end : found.start()], url="")
            yield Passage(text=url, url=url)
            end = found.start() + len(url)
    if text[end:]:
        yield Passage(text=text[end:], url="")
