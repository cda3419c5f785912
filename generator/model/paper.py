"""A paper as in its YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.model.name import Name, parse
from generator.model.primitives import Date, Frozen, Key, Line, Text, Url, Why
from generator.model.status import Statuses

PaperType: TypeAlias = Literal[  # in CSL's words; "article" is a preprint
    "article-journal",
    "paper-conference",
    "article",
    "chapter",
    "book",
    "thesis",
    "report",
    "dataset",
    "software",
    "webpage",
]


class Person(Frozen):
    """A person or group whose name one line cannot hold: ``literal``, or ``family`` with the other parts."""

    literal: Line | None = Field(default=None, examples=["ATLAS Collaboration"])
    """The name of a group, which has no parts."""
    family: Line | None = Field(default=None, examples=["García López"])
    """The family name, with its particles."""
    given: Line | None = Field(default=None, examples=["María"])
    """The given names or initials."""
    suffix: Line | None = Field(default=None, examples=["Jr."])
    """What follows the name."""
    orcid: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")] | None = Field(
        default=None, examples=["0000-0002-1825-0097"]
    )
    """The person's ORCID iD."""
    also: tuple[Line, ...] = Field(default=(), examples=[["王伟"]])
    """Other spellings of the name, such as the one in its own script."""

    @model_validator(mode="after")
    def _either(self) -> Person:
        """Refuse a name without a name, and a group with parts of a person's name."""
        if bool(self.literal) == bool(self.family) or (self.literal and (self.given or self.suffix)):
            message = "a person has family, a group has literal, and only one of the two"
            raise PydanticCustomError("name", message)
        return self


_LINE: TypeAdapter[str] = TypeAdapter(Line)


def _name(value: object) -> Name:
    """Return the name that a line or a mapping of a file means."""
    if isinstance(value, Name):
        return value
    if isinstance(value, dict):
        parts = Person.model_validate(value).model_dump(exclude_none=True)
        return Name(**parts)
    return parse(_LINE.validate_python(value, strict=True))


def _written(name: Name) -> str | dict[str, object]:
    return name.written


Author = Annotated[Name, PlainValidator(_name, json_schema_input_type=Line | Person), PlainSerializer(_written)]


class Identifiers(Frozen):
    """Identifiers that registries gave to a paper, in canonical form. Quote them: 2107.02137 without quotes is a number."""

    arxiv: str | None = Field(default=None, examples=["2107.02137", "cs/0112017"])
    """The arXiv id, without a version."""
    doi: str | None = Field(default=None, examples=["10.18653/v1/n19-1423"])
    """The DOI of the cited version, in lower case; an arXiv DOI is an arXiv id."""
    pmid: str | None = Field(default=None, examples=["31234567"])
    """The PubMed id: digits only."""
    isbn: str | None = Field(default=None, examples=["9780262035613"])
    """The ISBN of the book, or of the book that it is in: 10 or 13 digits without hyphens."""
    acl: str | None = Field(default=None, examples=["2021.acl-long.1", "P19-1441"])
    """The ACL Anthology id: the last part of the page's URL."""
    openreview: str | None = Field(default=None, examples=["YicbFdNTTy"])
    """The OpenReview id: what follows ?id= in the page's URL."""


class Links(Frozen):
    """Where the paper is, beside what its identifiers say, and pages about it."""

    paper: Url | None = None
    """The paper's own page, as at its publisher."""
    pdf: Url | None = None
    """The paper as a PDF."""
    code: Url | None = None
    """The authors' own code."""
    project: Url | None = None
    """The paper's project page."""
    data: Url | None = None
    """The authors' own dataset."""
    model: Url | None = None
    """The authors' own model: its weights or its card."""
    demo: Url | None = None
    """A demonstration to try."""
    video: Url | None = None
    """A talk or another video."""
    slides: Url | None = None
    """Slides or a poster."""
    blog: Url | None = None
    """A blog post about the paper."""


ResultKind: TypeAlias = Literal["score", "gain", "ratio", "count"]
Direction: TypeAlias = Literal["higher", "lower"]


class Result(Frozen):
    """One headline result that the paper reports for its own work."""

    benchmark: Line = Field(examples=["SuperGLUE"])
    """The benchmark or test set, without metric and setting; of a gain, ratio or count: what was measured."""
    metric: Line | None = Field(default=None, examples=["F1", "accuracy", "FID"])
    """What the figure measures."""
    value: float | int = Field(examples=[90.6])
    """The figure: digits only, without quotes, unit or thousands separator."""
    unit: Line | None = Field(default=None, examples=["%", "points"])
    """The unit in which it is given."""
    kind: ResultKind = "score"
    """A score on a benchmark; or a gain (+2.1 over a model), a ratio (3 times as fast) or a count (54 tasks), which is never ranked."""
    better: Direction = "higher"
    """Whether a higher or a lower figure is better."""
    setting: Line | None = Field(default=None, examples=["zero-shot", "test set"])
    """The conditions under which figures can be compared: only those with one benchmark, metric and setting are."""
    note: Line | None = Field(default=None, examples=["one model, 6 billion parameters"])
    """What readers must know to interpret the figure."""


class Version(Frozen):
    """A version of a paper other than the cited one and the preprint on arXiv: published, or on another preprint server."""

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
    """Its own DOI, in lower case."""


class Relation(Frozen):
    """A relation to another paper. If only its key is known, the key stands alone."""

    paper: Key
    """The other paper, by its key."""
    how: str | None = None
    why: Why | None = None

    @property
    def written(self) -> str | dict[str, object]:
        """Return the shortest form that a file may have: the key alone, or a mapping."""
        return self.parts if self.how or self.why else self.paper

    @property
    def parts(self) -> dict[str, object]:
        """Return what is known, by name."""
        return {name: value for name in ("paper", "how", "why") if (value := getattr(self, name))}


class Basis(Relation):
    """A paper that this one builds on."""

    how: Literal["extends", "initialises-from", "distils", "uses"] | None = None
    """How it builds on it: it extends its method, initialises from its weights, distils its model, or uses it as it is."""
    why: Why | None = Field(default=None, examples=["the same design with 26 times the parameters"])
    """What it takes over or changes, in a few words; both papers' pages show them."""


class Comparison(Relation):
    """A paper that this one is compared with."""

    how: Literal["evaluates"] | None = None
    """With evaluates: it measures or judges what the other paper made."""
    why: Why | None = Field(default=None, examples=["on the same four Chinese tasks"])
    """On what they are compared, in a few words; both papers' pages show them."""


def _related(value: object) -> object:
    """Return the mapping that a key alone stands for."""
    return value if isinstance(value, (Mapping, Relation)) else {"paper": value}


def _shortest(relation: Relation) -> str | dict[str, object]:
    return relation.written


BasisOrKey = Annotated[Basis, BeforeValidator(_related, json_schema_input_type=Key | Basis), PlainSerializer(_shortest)]
ComparisonOrKey = Annotated[
    Comparison, BeforeValidator(_related, json_schema_input_type=Key | Comparison), PlainSerializer(_shortest)
]


class Paper(Frozen):
    """A curated work, content/papers/<key>.yml; the fields are written in this order."""

    title: Line | None = Field(default=None, examples=["ERNIE-Doc: A Retrospective Long-Document Modeling Transformer"])
    """The title as the paper prints it; quote it if it has a colon. A draft known only by its abstract has none."""
    display: Line | None = None
    """The name of a draft, made from the first words of its abstract."""
    aliases: tuple[Line, ...] = Field(default=(), examples=[["ERNIE 3.0"]])
    """Other names of the paper or its model."""
    type: PaperType | None = None
    """The type of publication, in CSL's words; without it, the venue decides."""
    genre: Line | None = Field(default=None, examples=["Master's thesis"])
    """What kind of thesis, report or other work it is, as its source says."""
    authors: tuple[Author, ...] = Field(default=(), examples=[["Yu Sun", "García López, María"]])
    """The authors in the paper's order, one on each line: given names first, or "Family, Given" if the family name has several words."""
    author_count: Annotated[int, Field(ge=1)] | None = None
    """The number of authors; only if the list above is incomplete."""
    et_al: bool = False
    """True if there are more authors, and their number is unknown."""
    editors: tuple[Author, ...] = Field(default=(), examples=[["Ada Marsh"]])
    """The editors, written like authors."""
    date: Date | None = None
    """When the first public version appeared, in quotes: '2021-07-05', '2021-07' or '2021'."""
    identifiers: Identifiers = Identifiers()
    """Identifiers of the paper in registries; the DOI is the cited version's."""
    venue: Line | None = Field(default=None, examples=["ACL 2021"])
    """Where the cited version appeared: the newest published one."""
    published: Date | None = None
    """When the cited version appeared there, in quotes: '2021-07-05', '2021-07' or '2021'."""
    volume: Line | None = Field(default=None, examples=["34"])
    """The cited version's volume, in quotes."""
    number: Line | None = Field(default=None, examples=["5"])
    """The cited version's issue, in quotes."""
    pages: Line | None = Field(default=None, examples=["8968-8975"])
    """The cited version's pages or article number, in quotes."""
    publisher: Line | None = Field(default=None, examples=["Springer"])
    """The cited version's publisher; of a thesis or report, the school or institution."""
    series: Line | None = Field(default=None, examples=["Lecture Notes in Computer Science"])
    """The series of books or reports."""
    edition: Line | None = Field(default=None, examples=["2"])
    """The edition of a book, in quotes."""
    language: Line | None = Field(default=None, examples=["en"])
    """The language of the text, as its source says."""
    other_versions: tuple[Version, ...] = ()
    """Versions other than the cited one and the preprint on arXiv, oldest first."""
    links: Links = Links()
    """Where the paper is, beside its identifiers, and pages about it: http or https."""
    citation_keys: tuple[Line, ...] = Field(default=(), examples=[["sun2021ernie"]])
    """Keys by which people already cite the paper in LaTeX; BibTeX gets them as ids."""
    keywords: tuple[Line, ...] = Field(default=(), examples=[["pre-training"]])
    """Keywords as the paper or its sources state them."""
    note: Text | None = None
    """A note for the reference list, as its source states it."""
    status: Statuses = ()
    """What was said of the paper after it appeared: retracted, withdrawn, corrected or concern; with date, notice and who said so."""
    summary: Text | None = None
    """What it is, what is new and why to read it, in one to three sentences of your own; never a copy of the abstract."""
    results: tuple[Result, ...] = ()
    """Headline results that the paper reports for its own work."""
    families: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """Families added by hand, by their keys in taxonomy.yml; rules add more."""
    topics: tuple[Key, ...] = Field(default=(), examples=[["long-context"]])
    """Topics added by hand, by their keys in taxonomy.yml; rules add more."""
    builds_on: tuple[BasisOrKey, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it says it builds on: their keys, which are their file names without .yml; or paper, how and why of each."""
    compared_with: tuple[ComparisonOrKey, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it compares its results with: their keys; or paper, how and why of each."""
    former_keys: tuple[Key, ...] = Field(default=(), examples=[["ernie-3"]])
    """Keys that this paper had before; their URLs lead here. Add the old name when you rename the file."""
    abstract: Text | None = None
    """The abstract, only if you may keep it; pages show it only with extra.shelf.abstracts: show in mkdocs.yml."""

    @property
    def name(self) -> str:
        """Return the title, or the name of a draft."""
        return self.title or self.display or "Untitled"
