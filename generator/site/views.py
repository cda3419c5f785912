"""The data of each kind of page: frozen, sorted, without HTML. Paths are site paths such as ``papers/ernie-3-0``."""

from __future__ import annotations

from dataclasses import dataclass

from generator.codes import Code
from generator.site.canvas import Canvas
from generator.site.citing import Citation
from generator.site.disagreeing import Disagreement
from generator.site.lineage import Picture
from generator.site.series import Series


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
    venue: str
    summary: str
    families: tuple[Chip, ...]
    topics: tuple[Chip, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Papers under one heading; ``path`` is the page that the heading links to."""

    name: str
    path: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Out:
    """An external link."""

    name: str
    url: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A row of the results table; ``path`` leads to other papers' results on the benchmark, if there are any."""

    benchmark: str
    path: str
    value: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What one source printed about a paper. A count that it did not print is empty."""

    source: str  # the file's name
    name: str  # what readers see in its place
    taken: str
    when: When  # ``taken`` in words
    title: str
    date: str
    authors: str
    upvotes: str
    comments: str
    facts: tuple[str, ...]  # the four in words


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """A label, and why the paper has it."""

    chip: Chip
    rule: str
    within: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """Papers that have the same relation to the page's paper."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionView:
    """A version of the page's paper: where and when it was published; ``link`` is None if it has no address."""

    kind: str  # Preprint or Published
    place: str  # venue, volume(number), pages
    when: When
    link: Out | None
    cited: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A related paper, and why it is related."""

    card: Card
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """A page's source file, and links to edit it; the links are empty without a repository."""

    file: str
    edit: str
    add: str  # a form for a new paper
    report: str
    history: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The papers before and after this one in a family."""

    family: Chip
    older: Chip | None
    newer: Chip | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperView:
    """One paper's page."""

    card: Card
    draft: bool
    aliases: tuple[str, ...]
    authors: tuple[Chip, ...]
    unlisted: int  # number of authors without a known name, or too many to list
    et_al: bool  # there are more authors; their number is unknown
    paragraphs: tuple[str, ...]
    identifiers: tuple[Out, ...]
    links: tuple[Out, ...]
    versions: tuple[VersionView, ...]  # oldest first, the cited one last; empty if there is only one
    results: tuple[Figure, ...]
    relations: tuple[Relation, ...]
    related: tuple[Related, ...]
    whys: tuple[Why, ...]
    seen: tuple[Seen, ...]
    series: tuple[Series, ...]
    disagreements: tuple[Disagreement, ...]
    citations: tuple[Citation, ...]
    turn: Turn | None
    ways: Ways


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeView:
    """The page of a family or a topic."""

    kind: str  # Family or Topic
    name: str
    path: str
    index: Chip
    paragraphs: tuple[str, ...]
    parents: tuple[Chip, ...]
    children: tuple[Chip, ...]
    groups: tuple[Group, ...]
    count: int
    span: str
    ways: Ways
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeCard:
    """A family or topic in a list; ``depth`` counts its parents, ``lead`` is the first sentence of its description."""

    name: str
    path: str
    lead: str
    count: int
    span: str
    depth: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexView:
    """The page that lists all families or all topics."""

    name: str
    path: str
    lead: str
    nodes: tuple[NodeCard, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearView:
    """The papers of one year, newest month first."""

    name: str
    path: str
    newer: Chip | None
    older: Chip | None
    groups: tuple[Group, ...]
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsView:
    """The number of papers per year; ``most`` is the largest."""

    years: tuple[Chip, ...]
    most: int
    canvas: Canvas | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PicturesView:
    """The chart of the shelf, and papers with their upvotes over time."""

    canvas: Canvas | None
    rising: tuple[tuple[Card, Series], ...]


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
class BrowseRow:
    """A paper in the table of Browse."""

    card: Card
    upvotes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowseView:
    """The page over all papers; ``rows`` are the newest papers, which are shown before a script runs."""

    count: int
    rows: tuple[BrowseRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptView:
    """The page of the reader's own list, which is stored only in the reader's browser."""

    browse: Chip


@dataclass(frozen=True, kw_only=True, slots=True)
class NewView:
    """The papers in the order in which they were added, newest first; ``left`` is the number of papers not shown."""

    groups: tuple[Group, ...]
    left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedView:
    """The page at a paper's former address."""

    to: Chip


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeView:
    """The home page. ``intro`` is Markdown written by the shelf's owner (content/pages/index.md)."""

    name: str
    intro: str
    counts: tuple[Chip, ...]
    newest: tuple[Card, ...]
    families: tuple[NodeCard, ...]
    topics: tuple[NodeCard, ...]
