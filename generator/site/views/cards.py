"""What several pages show: dates, chips, cards and groups of papers; and two small pages. Paths are site paths: ``papers/ernie-3-0``."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.model import OFF, StatusKind
from generator.problems import Code
from generator.text import status_notes

EXCERPT = 600  # characters of a summary in a list: more than the three lines that a screen shows
LONG_WORD = 40  # letters; in a longer one, or in a text without spaces, the cut is between letters


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A paper's date as shown; ``note`` says where it comes from if it is not in the paper's file."""

    iso: str = ""
    shown: str = "undated"
    year: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A short link to a family, topic, year or paper."""

    name: str
    path: str
    count: int = 0
    more: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A paper in a list."""

    key: str
    title: str
    short: str
    path: str
    by: str
    when: When
    venue: str  # of a book, thesis or the like without one, the publisher
    kind: str = ""  # the type in words, where it is not a journal or conference paper or a preprint
    summary: str
    families: tuple[Chip, ...]
    topics: tuple[Chip, ...]
    pdf: str  # the web address of the PDF; "" if there is none
    code: str  # the web address of the authors' code; "" if there is none
    status: StatusKind | None = None  # the gravest thing that was said of it since

    @property
    def stamp(self) -> str:
        """Return the status in words: ``Retracted``, ``Expression of concern``; "" if there is none."""
        return status_notes.WORDS[self.status] if self.status else ""

    @property
    def is_off(self) -> bool:
        """Whether the paper no longer stands: it is retracted or withdrawn."""
        return self.status in OFF

    @property
    def headline(self) -> str:
        """Return the title, behind ``Retracted:`` if the paper no longer stands, where no stamp can be beside it."""
        return headline(self.title, self.status)

    @property
    def named(self) -> str:
        """Return the short name, with ``(retracted)`` behind it if the paper no longer stands."""
        return f"{self.short} ({self.stamp.lower()})" if self.is_off else self.short

    @property
    def brief(self) -> Card:
        """Return what a row of a list shows: a page with many rows is made from little, and made again only if they change."""
        return replace(self, venue="", kind="", summary="", families=(), topics=(), pdf="", code="")

    @property
    def excerpt(self) -> str:
        """Return the start of the summary, for lists; it is cut between words, and in no formula."""
        if len(self.summary) <= EXCERPT:
            return self.summary
        start = self.summary[: EXCERPT + 1]
        end = start.rfind(" ")
        start = start[:end] if end >= EXCERPT - LONG_WORD else start[:EXCERPT]
        for opened, closed in (("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
            inside = start.count(opened) % 2 if opened == closed else start.rfind(opened) > start.rfind(closed)
            start = start[: start.rindex(opened)] if inside else start
        return f"{start.rstrip()} …"

    @property
    def where(self) -> str:
        """Return type and venue on one line: ``PhD thesis, Pond University``."""
        return ", ".join(filter(None, (self.kind, self.venue)))


def headline(title: str, status: StatusKind | None) -> str:
    """Return a title, behind ``Retracted:`` if its paper no longer stands."""
    return f"{status_notes.WORDS[status]}: {title}" if status and status in OFF else title


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Papers under one heading; ``path`` is the page that the heading links to."""

    name: str
    path: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeGroup:
    """Error codes under one heading."""

    name: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodesView:
    """The meaning of each error code."""

    name: str
    groups: tuple[CodeGroup, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedView:
    """The page at a paper's former address."""

    to: Chip
