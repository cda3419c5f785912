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

Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80), Field(examples=["ernie-3-0"])
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f]+$")
]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")]
Url = Annotated[
    str, StringConstraints(pattern=r'^https?://[^\s\x00-\x1f<>"]+$', max_length=2_000), Field(examples=["https://…"])
]
Count = Annotated[int, Field(ge=0)]


class Frozen(BaseModel):
    """Base of what stands in our YAML: frozen, strict, no unknown fields. Editors show the texts below fields (schema.py)."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)


class Identifiers(Frozen):
    """Names that a registry gave to a work, in canonical form. Quote them: 2107.02137 without quotes is a number."""

    arxiv: str | None = Field(default=None, examples=["2107.02137", "cs/0112017"])
    """The arXiv id, without a version."""
    doi: str | None = Field(default=None, examples=["10.18653/v1/n19-1423"])
    """The DOI of the cited version, in small letters; an arXiv DOI is an arXiv id."""
    acl: str | None = Field(default=None, examples=["2021.acl-long.1", "P19-1441"])
    """The ACL Anthology id: the last part of the page's address."""
    openreview: str | None = Field(default=None, examples=["YicbFdNTTy"])
    """The OpenReview id: what follows ?id= in the page's address."""


class Links(Frozen):
    """Pages about a paper that are not the paper."""

    code: Url | None = None
    """Where the authors' own code stands."""
    project: Url | None = None
    """The paper's own page elsewhere."""


class Result(Frozen):
    """One headline figure that the paper states of its own model."""

    benchmark: Line = Field(examples=["SuperGLUE"])
    """What it was measured on."""
    value: float | int = Field(examples=[90.6])
    """The figure: digits only, without quotes, unit or thousands mark."""
    unit: Line | None = Field(default=None, examples=["%", "BLEU"])
    """The unit in which it is given."""
    note: Line | None = Field(default=None, examples=["test set, one model"])
    """What one must know to read the figure."""


class Version(Frozen):
    """A version of a paper beside the cited one and the preprint on arXiv: published elsewhere, or on another server."""

    venue: Line | None = Field(default=None, examples=["ACL 2021"])
    """Where it appeared."""
    date: Date | None = None
    """When it appeared there, in quotes: '2021-07-05', '2021-07' or '2021'."""
    volume: Line | None = Field(default=None, examples=["34"])
    """The volume, in quotes."""
    number: Line | None = Field(default=None, examples=["5"])
    """The issue, in quotes."""
    pages: Line | None = Field(default=None, examples=["8968-8975"])
    """The pages, in quotes."""
    doi: str | None = Field(default=None, examples=["10.18653/v1/n19-1423"])
    """Its own DOI, in small letters."""


class Paper(Frozen):
    """A curated work, content/papers/<key>.yml; fields in the order in which they are written."""

    title: Line | None = Field(default=None, examples=["ERNIE-Doc: A Retrospective Long-Document Modeling Transformer"])
    """The title as the paper prints it; quote it where it holds a colon. Missing: a draft known by an untitled abstract."""
    display: Line | None = None
    """What a draft is called, made from its first words."""
    aliases: tuple[Line, ...] = Field(default=(), examples=[["ERNIE 3.0"]])
    """Other names by which people call the work or its model."""
    authors: tuple[Line, ...] = Field(default=(), examples=[["Yu Sun", "Shuohuan Wang"]])
    """The authors in the paper's order, given names first, one a line."""
    author_count: Annotated[int, Field(ge=1)] | None = None
    """How many authors there are; only where the list above is not the whole list."""
    et_al: bool = False
    """True where the list of authors goes on and nobody knows how far."""
    date: Date | None = None
    """When the first public version appeared, in quotes: '2021-07-05', '2021-07' or '2021'."""
    identifiers: Identifiers = Identifiers()
    """Names that a registry gave to the paper; the DOI is the cited version's."""
    venue: Line | None = Field(default=None, examples=["ACL 2021"])
    """Where the cited version appeared: the newest published one."""
    published: Date | None = None
    """When the cited version appeared there, in quotes: '2021-07-05', '2021-07' or '2021'."""
    volume: Line | None = Field(default=None, examples=["34"])
    """The cited version's volume, in quotes."""
    number: Line | None = Field(default=None, examples=["5"])
    """The cited version's issue, in quotes."""
    pages: Line | None = Field(default=None, examples=["8968-8975"])
    """The cited version's pages, in quotes."""
    other_versions: tuple[Version, ...] = ()
    """Versions beside the cited one and the preprint on arXiv, oldest first."""
    links: Links = Links()
    """Pages about the paper that are not the paper: http or https."""
    summary: Text | None = None
    """What it does and why it is worth a look, in a few sentences of your own; never a copy of the abstract."""
    results: tuple[Result, ...] = ()
    """Headline figures that the paper states of its own model."""
    families: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """Families given by hand, by their keys in taxonomy.yml; rules add more."""
    topics: tuple[Key, ...] = Field(default=(), examples=[["long-context"]])
    """Topics given by hand, by their keys in taxonomy.yml; rules add more."""
    builds_on: tuple[Key, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it says it builds on, by their keys: their files' names without .yml."""
    compared_with: tuple[Key, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it compares itself with, by their keys."""
    former_keys: tuple[Key, ...] = Field(default=(), examples=[["ernie-3"]])
    """Keys that this paper had before; their addresses lead here. Who renames the file adds the old name."""
    abstract: Text | None = None
    """The abstract, only where you may keep it; it is not shown."""

    @property
    def name(self) -> str:
        """Return the title, or a draft's display."""
        return self.title or self.display or "Untitled"


class Rule(Frozen):
    """Assigns a node to each paper in which one of its words stands as a whole word, unless one of unless does."""

    words: Annotated[tuple[Line, ...], Field(min_length=1, examples=[["ERNIE", "ERNIE-Doc"]])]
    """Any of these gives the label. They are compared folded: case, accents and hyphens do not count."""
    within: Annotated[tuple[Literal["title", "aliases", "summary", "venue", "authors"], ...], Field(min_length=1)] = (
        "title",
        "aliases",
        "summary",
    )
    """The fields searched. Where the line is missing: title, aliases and summary."""
    unless: tuple[Line, ...] = Field(default=(), examples=[["Bert and Ernie"]])
    """Any of these in the same fields, and the rule gives no label."""


class Node(Frozen):
    """A family or topic of content/taxonomy.yml."""

    name: Line = Field(examples=["ERNIE for text"])
    """What its page is called."""
    description: Text
    """What belongs here and what does not, in a few sentences; the first one stands in lists."""
    parents: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """The nodes of the same kind under which it stands, by their keys: a family's lineage."""
    rules: tuple[Rule, ...] = ()
    """What gives papers this label by itself; any one of the rules is enough."""


class Taxonomy(Frozen):
    """The two trees, in the order of the file."""

    families: dict[Key, Node] = Field(default_factory=dict)
    """Models that descend from one another or come out of one line of work, by their keys."""
    topics: dict[Key, Node] = Field(default_factory=dict)
    """What papers are about, by their keys."""


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
    """A person's verdict on a pair; the matcher never overrules it."""

    pair: tuple[Line, Line] = Field(examples=[["ernie-3-0", "2026-11-21-001#29"]])
    """The two sides. Each is a paper's key, or a record of a source: <ledger>#<line>."""
    verdict: Literal["same", "different"]
    """Whether the two are one paper."""
    reason: Line = Field(examples=["The second is the journal version; authors and title agree."])
    """Why, so that others can follow."""


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
