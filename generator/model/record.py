"""A record, which is what one source says of one paper, and the verdict on two records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.model.name import Name
from generator.model.paper import Identifiers, Links, PaperType
from generator.model.status import Status, StatusKind

Verdict: TypeAlias = Literal["same", "different", "unsure"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What one source says of one paper, as printed. ``line`` counts from 1; empty means not printed."""

    source: str
    line: int
    id: str = ""  # in the source: citation key, accession number, id of a row
    title: str = ""
    abstract: str = ""
    type: PaperType | None = None
    genre: str = ""  # what kind of thesis or report
    authors: tuple[Name, ...] = ()
    author_count: int | None = None
    et_al: bool = False  # there are more authors than the source names
    editors: tuple[Name, ...] = ()
    date: str | None = None
    posted: str | None = None  # when its preprint appeared, where ``date`` is only the publication's
    upvotes: int | None = None
    comments: int | None = None
    links: tuple[str, ...] = ()  # all addresses in the source's order
    labeled: Links = Links()  # those of them whose kind the source states
    identifiers: Identifiers = Identifiers()
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""  # or an article number
    publisher: str = ""  # or school, institution
    series: str = ""
    edition: str = ""
    language: str = ""
    citation_keys: tuple[str, ...] = ()  # by which people cite it, beside ``id``
    keywords: tuple[str, ...] = ()
    note: str = ""
    status: tuple[Status, ...] = ()  # what the source says happened to it since
    denies: tuple[StatusKind, ...] = ()  # what the source says did not happen
    headings: tuple[str, ...] = ()  # the headings or categories it stands under: "Inference > Parameter estimation"
    sketch: str = ""  # the abstract's fingerprint, where only that is left (a ledger's record)
    further: tuple[tuple[str, str], ...] = ()  # names and raw texts of the source's fields without a field above


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A part of a source that gives no record: where it begins, how its text begins, and the reason."""

    source: str
    line: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The verdict on two records, with its evidence: a line for each field that agrees or contradicts."""

    verdict: Verdict
    evidence: tuple[str, ...]
    kind: str = ""  # what such pairs have in common, in a few words: "same arXiv id, one title is cut"
