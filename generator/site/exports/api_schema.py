"""The shapes of the JSON API, and the text that documents them.

The models are the documentation: the page's tables and api/schema.json are made from them. Fields may be added; any other
change needs a new version.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.model import Direction, PaperType, ResultKind, StatusKind
from generator.site.views.news import Origin
from generator.site.views.relations import Side

VERSION = 2  # the first version also had a file for each paper


class Shape(BaseModel):
    """Base class of everything that the API returns."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        json_schema_extra={"additionalProperties": True},  # readers must accept fields that are added later
    )


class Place(Shape):
    """A family or topic of a paper, and why the paper has it."""

    key: str = Field(description="key in api/families/ or api/topics/")
    name: str
    rule: str = Field(
        description="“curated” if it was added by hand, otherwise the rule or name in content/taxonomy.yml that matched"
    )
    words: str = Field(description="the words, heading or keyword that matched")
    source: str | None = Field(
        description="the source whose heading or keyword matched; null if the paper's file has it"
    )


class Figure(Shape):
    """A headline result. Scores can be compared only if benchmark, metric and setting are the same."""

    benchmark: str = Field(description="the benchmark; of a gain, ratio or count: what was measured")
    metric: str | None
    value: float | int
    unit: str | None
    kind: ResultKind = Field(
        description="gains, ratios and counts compare a model with another one, or count something"
    )
    better: Direction = Field(description="whether a higher or a lower figure is better")
    setting: str | None = Field(description="the conditions of a score")
    note: str | None


class OtherVersion(Shape):
    """A version of the paper other than the cited one."""

    venue: str | None
    date: str | None
    volume: str | None
    number: str | None
    pages: str | None
    doi: str | None


class StatusShape(Shape):
    """One thing that was said of the paper after it appeared."""

    kind: StatusKind = Field(
        description="retracted (by its journal), withdrawn (by its authors or the server), corrected, or concern (expressed by its journal)"
    )
    date: str | None = Field(description="when it was said: YYYY, YYYY-MM or YYYY-MM-DD")
    notice: str | None = Field(description="address of the page that says so and why")
    by: list[str] = Field(description="who said so: services, journals, sources")


class Person(Shape):
    """An author or editor, with the parts of the name. A group has only literal."""

    role: Literal["author", "editor"]
    family: str | None = Field(description="family name with its particles")
    given: str | None = Field(description="given names or initials")
    suffix: str | None = Field(description="what follows the name, such as Jr.")
    literal: str | None = Field(description="name of a group")
    orcid: str | None = Field(description="ORCID iD: digits and hyphens")
    also: list[str] = Field(description="other spellings, such as the name in its own script")


class Addresses(Shape):
    """Where the paper is, beside what its identifiers say, and pages about it."""

    paper: str | None = Field(description="its own page, as at the publisher")
    pdf: str | None
    code: str | None
    project: str | None
    data: str | None
    model: str | None
    demo: str | None
    video: str | None
    slides: str | None
    blog: str | None


class Neighbour(Shape):
    """A related paper."""

    key: str
    reason: str


class Relation(Shape):
    """What the file of a paper says about another one."""

    relation: Side = Field(description="the list of this paper that has the key")
    key: str
    how: Literal["extends", "initialises-from", "distils", "uses", "evaluates"] | None = Field(
        description="as the file says it: extends in built_on_by means that the other paper extends this one"
    )
    why: str | None = Field(description="what it takes over or changes, in a few words")


class Sighting(Shape):
    """What one source says about the paper. Anything that it does not state is null."""

    source: str = Field(description="name of the source’s file, or of the service’s answer")
    taken: str = Field(
        description="the day the source was taken; of a library that is kept up to date, the first that had the paper"
    )
    title: str
    date: str | None
    authors: int | None
    upvotes: int | None
    comments: int | None


class ServiceCheck(Shape):
    """A service that was asked about a paper, and when it was last asked."""

    service: str
    date: str


class PaperShape(Shape):
    """A paper, as in the list in api/all.json."""

    key: str = Field(description="the paper’s name here and its citation key; it never changes")
    path: str = Field(description="path of its page, relative to the site’s address")
    url: str | None = Field(description="address of its page; null if the site’s address is not set")
    title: str = Field(description="the title; for a draft, the first words of its abstract")
    draft: bool = Field(description="true if only an abstract without a title is known")
    aliases: list[str] = Field(description="other names of the paper")
    type: PaperType = Field(description="as in CSL; worked out from the venue if the paper’s file does not state it")
    genre: str | None = Field(description="what kind of thesis, report or other work it is, as its source says")
    authors: list[str] = Field(description="in order")
    author_count: int | None = Field(description="number of authors, if authors is incomplete")
    et_al: bool = Field(description="true if there are more authors than listed and their number is unknown")
    editors: list[str] = Field(description="in order")
    people: list[Person] = Field(description="the authors, then the editors, with the parts of their names")
    date: str | None = Field(description="date of the first public version: YYYY, YYYY-MM or YYYY-MM-DD")
    date_note: str = Field(description="where the date comes from, if it is not in the paper’s file")
    venue: str | None = Field(description="venue of the cited version, as are the next four fields")
    published: str | None = Field(description="date of the cited version")
    volume: str | None
    number: str | None
    pages: str | None = Field(description="pages or article number")
    publisher: str | None = Field(description="publisher; of a thesis or report, the school or institution")
    series: str | None = Field(description="series of books or reports")
    edition: str | None
    language: str | None = Field(description="as its source says, often a code")
    arxiv: str | None = Field(description="arXiv ID")
    doi: str | None = Field(description="DOI of the cited version")
    pmid: str | None = Field(description="PubMed ID")
    isbn: str | None = Field(description="ISBN of the book, or of the book that it is in")
    acl: str | None = Field(description="ACL Anthology ID")
    openreview: str | None = Field(description="OpenReview ID")
    addresses: list[str] = Field(description="web addresses for these identifiers")
    code: str | None = Field(description="address of the code")
    project: str | None = Field(description="address of the project page")
    links: Addresses = Field(description="all links, including the two above")
    citation_keys: list[str] = Field(description="other keys by which people cite it")
    keywords: list[str] = Field(description="as stated by the paper or its sources")
    note: str | None = Field(description="note for the reference list, as its source states it")
    status: list[StatusShape] = Field(
        description="what was said of it after it appeared, the gravest first; empty for most papers"
    )
    summary: str | None = Field(description="a summary written for this shelf")
    results: list[Figure] = Field(description="results that the paper reports for its own work")
    other_versions: list[OtherVersion] = Field(description="oldest first")
    families: list[Place]
    topics: list[Place]
    builds_on: list[str] = Field(description="keys of papers, as in the next three fields")
    built_on_by: list[str]
    compared_with: list[str]
    compared_in: list[str]
    relations: list[Relation] = Field(
        description="how and why, for the four lists above; a paper that is related in two ways is there twice"
    )
    cites: list[str] = Field(description="papers here that it cites, as services state it, oldest first")
    cited_by: list[str] = Field(description="papers here that cite it, likewise")
    references_outside: int | None = Field(
        description="number of its references that are not here; null if no service knows its references"
    )
    paths: list[str] = Field(description="reading paths that it is in, by their keys in api/paths/")
    related: list[Neighbour] = Field(description="related papers that are in none of the lists of papers above")
    seen: list[Sighting] = Field(description="what each source says, oldest first")
    arrived: str | None = Field(description="when it was added to the shelf")
    arrived_by: Origin = Field(
        description="where that date comes from: “listing” is the first source that lists it, “history” the git history of "
        "its file, “paper” its own date; “nothing” if it is unknown"
    )
    checked: list[ServiceCheck] = Field(description="the services that were asked about it, last asked first")
    former_keys: list[str] = Field(description="keys that the paper had before")


class AllShape(Shape):
    """Every paper: api/all.json."""

    version: int
    papers: list[PaperShape] = Field(description="oldest first")


class NodeShape(Shape):
    """A family or topic: api/families/KEY.json, api/topics/KEY.json."""

    version: int
    kind: Literal["families", "topics"]
    key: str
    path: str = Field(description="path of its page, relative to the site’s address")
    name: str
    description: str
    parents: list[str] = Field(description="keys of the same kind")
    children: list[str]
    papers: list[str] = Field(description="keys, oldest first; includes the papers of its children")


class PathStep(Shape):
    """A step of a reading path."""

    paper: str = Field(description="key of the paper")
    why: str = Field(description="why to read it here")


class PathShape(Shape):
    """A reading path: api/paths/KEY.json."""

    version: int
    key: str
    path: str = Field(description="path of its page, relative to the site’s address")
    title: str
    audience: str = Field(description="for whom it is")
    steps: list[PathStep] = Field(description="in reading order, each paper once")


class NodeCount(Shape):
    """A family, topic or reading path with its number of papers."""

    key: str
    name: str
    papers: int


class CheckedShape(Shape):
    """How many papers were checked, and when."""

    papers: int
    first: str = Field(description="the day on which the first of them was last checked")
    last: str = Field(description="the day on which the last of them was last checked")


class CitationsShape(Shape):
    """Where the citations among the papers come from."""

    date: str | None = Field(description="the day on which the services last stated something new")
    services: list[str] = Field(description="the services that were asked")
    papers: int = Field(description="number of papers of which references are known")
    links: int = Field(description="number of citations among the papers here")


class IndexShape(Shape):
    """The shelf: api/index.json."""

    version: int = Field(description="version of this API; the same in every file")
    name: str
    description: str
    url: str | None = Field(description="the site’s address; null if it is not set")
    updated: str | None = Field(description="when a paper was last added")
    papers: int = Field(description="number of papers")
    checked: CheckedShape | None = Field(description="when services were last asked about them; null if never")
    sources: int = Field(description="number of sources that were imported")
    with_code: int = Field(description="number of papers with a link to code")
    with_results: int = Field(description="number of papers with results")
    citations: CitationsShape | None = Field(
        description="where the citations among the papers come from; null if none are known"
    )
    years: dict[str, int] = Field(description="papers per year; papers without a date are not counted")
    families: list[NodeCount] = Field(description="all families with their number of papers")
    topics: list[NodeCount] = Field(description="all topics with their number of papers")
    paths: list[NodeCount] = Field(description="all reading paths with their number of papers")


FILES: tuple[type[Shape], ...] = (IndexShape, AllShape, NodeShape, PathShape)
DOCUMENTED: tuple[type[Shape], ...] = (  # on the page
    *(IndexShape, AllShape, PaperShape, NodeShape, PathShape),
    *(NodeCount, PathStep, Place, Person, Addresses, Figure, StatusShape, OtherVersion, Relation, Neighbour, Sighting),
    *(ServiceCheck, CheckedShape, CitationsShape),
)
