"""What was said of a paper after it appeared, as the lines of a band on its page and of its Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import OFF, Status, StatusKind
from generator.site.escapes import line, web
from generator.site.views import dates, publication
from generator.site.views.cards import When
from generator.text import status_notes

_ORDER: tuple[StatusKind, ...] = tuple(status_notes.WORDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusLine:
    """One status in words: ``Retracted``, `` on ``, ``5 July 2021``, ``Crossref and Retraction Watch``."""

    kind: StatusKind
    word: str
    joint: str  # what stands between the word and the date
    when: When
    by: str
    notice: str  # its web address; "" if there is none

    @property
    def is_off(self) -> bool:
        """Whether the paper no longer stands."""
        return self.kind in OFF

    @property
    def text(self) -> str:
        """Return the line without the notice: ``Retracted on 5 July 2021, according to Crossref``."""
        dated = f"{self.word}{self.joint}{self.when.shown}" if self.when.iso else self.word
        return f"{dated}, according to {self.by}" if self.by else dated


def gravest(statuses: Iterable[Status]) -> tuple[Status, ...]:
    """Return the statuses, the gravest first."""
    return tuple(sorted(statuses, key=lambda one: _ORDER.index(one.kind)))


def kind_of(statuses: Iterable[Status]) -> StatusKind | None:
    """Return the gravest kind, None if there is no status."""
    return next((one.kind for one in gravest(statuses)), None)


def status_lines(statuses: Iterable[Status]) -> tuple[StatusLine, ...]:
    """Return a line for each status, the gravest first."""
    return tuple(
        StatusLine(
            kind=one.kind,
            word=status_notes.WORDS[one.kind],
            joint=" of " if one.kind == "concern" else " on " if len(one.date or "") == len("2021-07-05") else " in ",
            when=dates.of(one.date) if one.date else When(),
            by=publication.joined([line(name) for name in one.by]),
            notice=web(one.notice or ""),
        )
        for one in gravest(statuses)
    )
