"""Ledgers (what sources printed), decisions and questions about pairs, and the catalogue: all of content/ together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, PlainSerializer, PlainValidator, StringConstraints

from generator.model.citation_graph import CitationGraph
from generator.model.paper import Author, Identifiers, Links, Paper, PaperType
from generator.model.primitives import Count, Date, Frozen, Key, Line
from generator.model.reading_path import ReadingPath
from generator.model.record import Record
from generator.model.rejection import Rejection, is_rejection
from generator.model.status import StatusKind, StatusOrKind
from generator.model.taxonomy import Taxonomy
from generator.model.watch import Watch

Checksum = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class LedgerRecord(Frozen):
    """What one source printed of one paper: facts and a fingerprint, never the abstract."""

    line: Annotated[int, Field(ge=1)]  # in the source that first had it: decisions name it by this line, so it stays
    id: str | None = None  # in the source
    paper: Key | None = None  # None: the matcher left it to a person
    since: Date | None = None  # of a library that is kept up to date: the day that first had it, if not the ledger's
    gone: Date | None = None  # likewise: the day that had it no longer
    title: str | None = None
    type: PaperType | None = None
    genre: str | None = None
    authors: tuple[Author, ...] = ()
    author_count: Count | None = None
    et_al: bool = False
    editors: tuple[Author, ...] = ()
    date: Date | None = None
    posted: Date | None = None  # of the preprint, where the date is the publication's
    identifiers: Identifiers = Identifiers()
    venue: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    series: str | None = None
    edition: str | None = None
    language: str | None = None
    citation_keys: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    note: str | None = None
    status: tuple[StatusOrKind, ...] = ()
    denies: tuple[StatusKind, ...] = ()  # what the source says did not happen
    headings: tuple[str, ...] = Field(
        default=(), validation_alias=AliasChoices("headings", "hints")
    )  # "A > B": B below A
    upvotes: Count | None = None
    comments: Count | None = None
    links: tuple[str, ...] = ()
    labeled: Links = Links()
    further: dict[str, str] = Field(default_factory=dict)  # what the source states and no field above holds
    abstract_words: Count = 0
    sketch: str | None = None  # the fingerprint of the abstract, see text/fingerprints.py


class Ledger(Frozen):
    """content/imports/<date>-<name>.yml: one source as it was on that day, or what a service answered on that day.

    Written by the program. A service's ledger grows: a record's ``line`` is its number, which never changes. The ledger of a
    library that is kept up to date elsewhere (intake/libraries.py) goes on from one export to the next.
    """

    source: Line  # the file's name, without folders; the service's name
    title: Line | None = None  # what readers call the source, given by the curator
    format: Line
    date: Date
    updated: Date | None = None  # the day of the library's last export; its records are in the order in which they came
    sha256: Checksum | None = None  # of the file's text
    former: tuple[Checksum, ...] = ()  # of a library's last texts under other file names, which are nothing new
    records: tuple[LedgerRecord, ...] = ()


class Decision(Frozen):
    """A person's verdict on a pair; the matcher never overrules it."""

    pair: tuple[Line, Line] = Field(examples=[["ernie-3-0", "2026-11-21-001#29"]])
    """The pair. Each is the key of a paper, or a record of a source: <ledger>#<line>."""
    verdict: Literal["same", "different"]
    """Whether the two are the same paper."""
    reason: Line = Field(examples=["The second is the journal version; authors and title agree."])
    """The reason, for other curators."""


def _decision(value: object) -> Decision | Rejection:
    """Return the decision about a pair, or about a paper that is not wanted; JSON has lists where YAML has tuples."""
    if isinstance(value, Decision | Rejection):
        return value
    if isinstance(value, Mapping):
        value = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
    return Rejection.model_validate(value) if is_rejection(value) else Decision.model_validate(value)


def _as_given(one: Decision | Rejection) -> dict[str, object]:
    return one.model_dump(exclude_unset=True)


DecisionOrRejection = Annotated[
    Decision | Rejection,
    PlainValidator(_decision, json_schema_input_type=Decision | Rejection),
    PlainSerializer(_as_given),
]


class Question(Frozen):
    """A pair that the matcher left to a person, content/review.yml."""

    pair: tuple[Line, Line]
    kind: Line | None = None
    """What such pairs have in common, in a few words; questions of one kind can be answered together."""
    evidence: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """All of content/, loaded. Mappings are in key order; ledgers by date, then name.

    ``texts`` has what each file held when it was read, by path under ``root``: only such a text may be replaced.
    """

    root: Path
    papers: Mapping[str, Paper] = field(default_factory=dict)
    taxonomy: Taxonomy = Taxonomy()
    paths: Mapping[str, ReadingPath] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)  # by file stem
    decisions: tuple[Decision, ...] = ()  # about pairs
    rejections: Mapping[int, Rejection] = field(default_factory=dict)  # by their number in decisions.yml
    review: tuple[Question, ...] = ()
    citations: CitationGraph = CitationGraph()
    watch: Watch = Watch()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


def references(stem: str, records: Iterable[Record | LedgerRecord]) -> tuple[str, ...]:
    """Return how questions and decisions name the records of a ledger: ``<ledger>#<line>``.

    Of several records in one line, as in JSON, the second is ``<ledger>#<line>.2``.
    """
    seen: Counter[int] = Counter()
    names = []
    for record in records:
        seen[record.line] += 1
        count = seen[record.line]
        names.append(f"{stem}#{record.line}" + (f".{count}" if count > 1 else ""))
    return tuple(names)


def tied(ledgers: Mapping[str, Ledger]) -> dict[str, Key]:
    """Return the paper of each record that has one, by the record's reference."""
    return {
        name: record.paper
        for stem, ledger in ledgers.items()
        for name, record in zip(references(stem, ledger.records), ledger.records, strict=True)
        if record.paper
    }
