"""The details of a publication on a paper's page: publisher, series, edition, ISBN, language, keywords, note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.formats import field_values
from generator.model import Record
from generator.site.views import browse
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

    facts: tuple[tuple[str, str], ...]  # name and value
    keywords: tuple[Chip, ...]
    note: tuple[Passage, ...]

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.facts or self.keywords or self.note)


def details(record: Record, card: Card) -> Details:
    """Return the details of the cited version; the publisher only if the page does not show it as the venue."""
    has_versions = field_values.publication_type(record) in {"dataset", "software"}
    facts = (
        ("Publisher", "" if record.publisher == card.venue else record.publisher),
        ("Series", record.series),
        ("Version" if has_versions else "Edition", record.edition),
        ("ISBN", record.identifiers.isbn or ""),
        ("Language", languages.names(record.language)),
    )
    return Details(
        facts=tuple((name, value) for name, value in facts if value),
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
