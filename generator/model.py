"""The frozen types that the layers hand to each other; how they are read and written is not known here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Verdict: TypeAlias = Literal["same", "different", "unsure"]
NodeKind: TypeAlias = Literal["families", "topics"]

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f]+$")
]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f<>\"]+$", max_length=2_000)]
Count = Annotated[int, Field(ge=0)]


class Frozen(BaseModel):
    """Base of what stands in our YAML: frozen, strict, no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Identifiers(Frozen):
    """Names that a registry gave to a work, in canonical form (see identifiers.py)."""

    arxiv: str | None = None
    doi: str | None = None
    acl: str | None = None
    openreview: str | None = None


class Links(Frozen):
    """Pages about a paper that are not the paper."""

    code: Url | None = None
    project: Url | None = None


class Result(Frozen):
    """One headline figure that the paper states of its own model."""

    benchmark: Line
    value: float | int
    unit: Line | None = None
    note: Line | None = None


class Version(Frozen):
    """A version of a paper beside the cited one and the preprint on arXiv: published elsewhere, or on another server."""

    venue: Line | None = None
    date: Date | None = None
    volume: Line | None = None
    number: Line | None = None
    pages: Line | None = None
    doi: str | None = None


class Paper(Frozen):
    """A curated work, content/papers/<key>.yml; fields in the order in which they are written."""

    title: Line | None = None  # None: a draft known by an untitled abstract
    display: Line | None = None  # what a draft is called, made from its first words
    aliases: tuple[Line, ...] = ()
    authors: tuple[Line, ...] = ()
    author_count: Annotated[int, Field(ge=1)] | None = None  # only where authors is not the whole list
    et_al: bool = False  # authors goes on, nobody knows how far
    date: Date | None = None  # first public version
    identifiers: Identifiers = Identifiers()  # the DOI is the cited version's
    venue: Line | None = None  # with the four below, the cited version: the newest published one
    published: Date | None = None  # when it appeared there
    volume: Line | None = None
    number: Line | None = None
    pages: Line | None = None
    other_versions: tuple[Version, ...] = ()  # oldest first
    links: Links = Links()
    summary: Text | None = None
    results: tuple[Result, ...] = ()
    families: tuple[Key, ...] = ()  # curated labels; rules add more
    topics: tuple[Key, ...] = ()
    builds_on: tuple[Key, ...] = ()
    compared_with: tuple[Key, ...] = ()
    former_keys: tuple[Key, ...] = ()
    abstract: Text | None = None

    @property
    def name(self) -> str:
        """Return the title, or a draft's display."""
        return self.title or self.display or "Untitled"


class Rule(Frozen):
    """Assigns a node to each paper in which one of ``words`` stands as whole words, unless one of ``unless`` does.

    Words are compared folded (case, accents, hyphens as blanks). ``within`` names the fields searched.
    """

    words: Annotated[tuple[Line, ...], Field(min_length=1)]
    within: Annotated[tuple[Literal["title", "aliases", "summary", "venue", "authors"], ...], Field(min_length=1)] = (
        "title",
        "aliases",
        "summary",
    )
    unless: tuple[Line, ...] = ()


class Node(Frozen):
    """A family or topic of content/taxonomy.yml."""

    name: Line
    description: Text
    parents: tuple[Key, ...] = ()  # lineage
    rules: tuple[Rule, ...] = ()


class Taxonomy(Frozen):
    """The two trees, in the order of the file."""

    families: dict[Key, Node] = Field(default_factory=dict)
    topics: dict[Key, Node] = Field(default_factory=dict)


class LedgerRecord(Frozen):
    """What one source printed of one paper: facts and a sketch, never the abstract."""

    line: Annotated[int, Field(ge=1)]
    id: str | None = None  # the record's own name in the source
    paper: Key | None = None  # None: the matcher left it to a person
    title: str | None = None
    authors: tuple[str, ...] = ()
    author_count: Count | None = None
    et_al: bool = False
    date: Date | None = None
    identifiers: Identifiers = Identifiers()
    venue: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    hints: tuple[str, ...] = ()
    upvotes: Count | None = None
    comments: Count | None = None
    links: tuple[str, ...] = ()
    abstract_words: Count = 0
    sketch: str | None = None  # see text.sketch


class Ledger(Frozen):
    """content/imports/<date>-<name>.yml: one source as it was on its day. Machine-written."""

    source: Line  # the file's name, without folders
    format: Line
    date: Date
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    records: tuple[LedgerRecord, ...] = ()


class Decision(Frozen):
    """A person's verdict on a pair; each side is a paper's key or a record, see ``references``."""

    pair: tuple[Line, Line]
    verdict: Literal["same", "different"]
    reason: Line


class Question(Frozen):
    """A pair that the matcher left to a person, content/review.yml."""

    pair: tuple[Line, Line]
    evidence: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What one source says of one paper, as printed. ``line`` counts from 1; empty means not printed."""

    source: str
    line: int
    id: str = ""  # its own name in the source: citation key, accession number, a row's id
    title: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    et_al: bool = False  # the list of authors goes on
    date: str | None = None
    upvotes: int | None = None
    comments: int | None = None
    links: tuple[str, ...] = ()
    identifiers: Identifiers = Identifiers()
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    hints: tuple[str, ...] = ()  # headings and keywords, which may name topics
    sketch: str = ""  # only where the abstract itself is not at hand (a record out of a ledger)
    kind: str = ""  # BibTeX's word for it: article, phdthesis
    further: tuple[tuple[str, str], ...] = ()  # names and raw texts of BibTeX fields that have no place above


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A paper's tie to a node, with its evidence."""

    kind: NodeKind
    node: str
    rule: str  # "curated", or where the rule stands: "topics.code.rules[0]"
    within: str = ""  # the field in which the words stood
    words: str = ""  # the words that matched, as they stand in the paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """The verdict on a pair, with its evidence."""

    verdict: Verdict
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """All of content/, loaded. Mappings are in key order; ledgers by date, then name."""

    root: Path
    papers: Mapping[str, Paper] = field(default_factory=dict)
    taxonomy: Taxonomy = Taxonomy()
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)  # by file stem
    decisions: tuple[Decision, ...] = ()
    review: tuple[Question, ...] = ()


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
