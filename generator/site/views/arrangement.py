"""Indexes the catalogue for the pages: order of papers, members of families and topics, relations, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.matching.merge import as_record
from generator.model import Catalogue, Label, Ledger, LedgerRecord, Name, Node, NodeKind, Paper, Step
from generator.site.escapes import web
from generator.site.views import dates, leaderboards, publication, relations, venues
from generator.site.views.authorship import Person, gather
from generator.site.views.cards import Card, Chip, When
from generator.site.views.dates import when
from generator.site.views.disagreements import Printed
from generator.site.views.leaderboards import Board
from generator.site.views.relations import SIDES, Relative, Side, Statement
from generator.site.views.venues import Venue
from generator.taxonomy.tree import Tree
from generator.text.benchmarks import Triple
from generator.text.maths import plain

Labels = Mapping[str, tuple[Label, ...]]
_KINDS = {  # what readers call a source, by its format
    "abstracts": "Abstracts",
    "arxiv-atom": "arXiv feed",
    "awesome": "Reading list",
    "bibtex": "BibTeX file",
    "csl-json": "CSL-JSON file",
    "csv": "Spreadsheet",
    "endnote-xml": "EndNote library",
    "hf-papers": "Hugging Face papers",
    "identifiers": "List of identifiers",
    "listing": "Paper listing",
    "listing-lines": "Paper listing",
    "nbib": "PubMed export",
    "openalex": "OpenAlex works",
    "ris": "RIS file",
    "semantic-scholar": "Semantic Scholar papers",
    "web-of-science": "Web of Science export",
}
_SERVICES = {  # by the names of their sources, such as crossref-10-1234-heron-1
    "arxiv": "arXiv",
    "crossref": "Crossref",
    "hugging-face": "Hugging Face",
    "openalex": "OpenAlex",
    "semantic-scholar": "Semantic Scholar",
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W?[A-Z0-9])")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The catalogue with its indexes. Keys are sorted oldest first, undated papers last."""

    catalogue: Catalogue
    labels: Labels
    keys: tuple[str, ...]
    cards: Mapping[str, Card]
    records: Mapping[str, Sequence[Printed]]  # earliest first
    mentions: Mapping[str, tuple[Mention, ...]]
    people: Mapping[Name, Person]  # by each spelling of a name
    venues: Mapping[str, Venue]  # by the venue that a card shows
    boards: Mapping[Triple, Board]  # by folded benchmark, metric and setting
    members: Mapping[tuple[NodeKind, str], tuple[str, ...]]  # a parent's members include those of its children
    trees: Mapping[NodeKind, Tree]
    stated: Mapping[str, tuple[Statement, ...]]  # what each paper's file says of others
    stated_of: Mapping[str, tuple[Statement, ...]]  # what others say of each paper

    def nodes(self, kind: NodeKind) -> Mapping[str, Node]:
        """Return the families or the topics."""
        return self.catalogue.taxonomy.families if kind == "families" else self.catalogue.taxonomy.topics

    def chip(self, kind: NodeKind, node: str) -> Chip:
        """Return the link to a node's page, with its number of papers."""
        return Chip(name=self.nodes(kind)[node].name, path=f"{kind}/{node}", count=len(self.members[kind, node]))

    def relatives(self, key: str) -> Iterator[tuple[Side, tuple[Relative, ...]]]:
        """Yield the papers on each side of a paper's relations, oldest first."""
        for side, found in relations.relatives(self.stated[key], self.stated_of[key]):
            yield side, tuple(sorted(found, key=lambda one: self.sort_key(one.key)))

    def relations(self, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the name of each of a paper's relations to other papers, with their keys, oldest first."""
        yield from ((SIDES[side], tuple(one.key for one in found)) for side, found in self.relatives(key))

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of each reading path: each paper of the shelf once, by the key that it has now."""
        papers = self.catalogue.papers
        now = {former: key for key, paper in papers.items() for former in paper.former_keys if former not in papers}
        found = {}
        for name, path in self.catalogue.paths.items():
            steps: dict[str, Step] = {}
            for step in path.steps:
                key = now.get(step.paper, step.paper)
                if key in papers:
                    steps.setdefault(key, step.model_copy(update={"paper": key}))
            found[name] = tuple(steps.values())
        return {name: tuple(steps) for name, steps in found.items() if steps}

    @cached_property
    def paths_of(self) -> Mapping[str, Mapping[str, int]]:
        """For each paper the reading paths that it is in, and the number of its step there."""
        found: dict[str, dict[str, int]] = {}
        for name, steps in self.steps.items():
            for number, step in enumerate(steps, start=1):
                found.setdefault(step.paper, {})[name] = number
        return found

    def sort_key(self, key: str) -> tuple[str, str]:
        """Return a paper's sort key: its date, then its key."""
        return order(self.cards[key].when, key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
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


def order(date: When, key: str) -> tuple[str, str]:
    """Return the sort key of a paper: its date, undated last, then its key."""
    return (date.iso or "9999", key)


def arrange(catalogue: Catalogue, labels: Labels) -> Shelf:
    """Index the catalogue, in time linear in papers, records and labels."""
    taxonomy = catalogue.taxonomy
    trees: dict[NodeKind, Tree] = {"families": Tree(taxonomy.families), "topics": Tree(taxonomy.topics)}
    printed = _records(catalogue)
    records = {
        key: [(ledger.date, source_name(ledger), record) for ledger, record in found] for key, found in printed.items()
    }
    cards = {
        key: _card(key, paper, records[key], labels.get(key, ()), trees) for key, paper in catalogue.papers.items()
    }
    keys = tuple(sorted(cards, key=lambda key: order(cards[key].when, key)))
    members: dict[tuple[NodeKind, str], dict[str, None]] = {
        (kind, node): {} for kind, tree in trees.items() for node in tree.nodes
    }
    for key in keys:
        for label in labels.get(key, ()):
            if label.node in trees[label.kind].nodes:
                for node in (label.node, *trees[label.kind].ancestors(label.node)):
                    members[label.kind, node][key] = None
    stated = relations.statements(catalogue.papers, keys)
    return Shelf(
        catalogue=catalogue,
        labels=labels,
        keys=keys,
        cards=cards,
        records=records,
        people=gather(catalogue.papers, keys),
        venues=venues.gather(cards, keys),
        boards=leaderboards.gather(catalogue.papers, keys),
        mentions={key: tuple(_mention(ledger, record) for ledger, record in found) for key, found in printed.items()},
        members={place: tuple(found) for place, found in members.items()},
        trees=trees,
        stated=stated,
        stated_of=relations.inverse(stated),
    )


def lead(text: str) -> str:
    """Return the first sentence."""
    return _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]


def short_name(paper: Paper) -> str:
    """Return a short name for charts: the title before its colon, or the shortest alias, or the start of the title."""
    title = plain(paper.name)
    head = title.partition(":")[0].strip()
    if head != title and len(head) <= 36:
        return head
    shortest = min((alias for alias in map(plain, paper.aliases) if len(alias) >= 3), key=len, default=title)
    name = shortest if len(shortest) <= 36 else title
    return name if len(name) <= 38 else name[:37].rsplit(" ", 1)[0].rstrip(" ,:;-–") + "…"


def byline(paper: Paper) -> str:
    """Return a short text that names the authors, or else the editors."""
    if not paper.authors and not paper.author_count and paper.editors:
        return f"{_few(paper.editors, len(paper.editors))} {publication.editor_mark(paper.editors)}"
    count = max(len(paper.authors), paper.author_count or 0)
    if not paper.authors:
        return f"{count} authors" if count else ""
    if paper.et_al and count == len(paper.authors):
        return f"{paper.authors[0]} et al."
    return _few(paper.authors, count)


def _few(names: Sequence[Name], count: int) -> str:
    """Return up to three names, or the first one and the number of the others."""
    if count > 3 or count > len(names):
        return f"{names[0]} and {count - 1} other{'s' if count > 2 else ''}"
    return publication.joined([str(name) for name in names])


def source_name(ledger: Ledger) -> str:
    """Return a readable name of a source: its title, or the service that answered, or the kind of file and its name."""
    if ledger.title:
        return ledger.title
    if "." not in ledger.source:  # not a file
        for service, title in _SERVICES.items():
            if ledger.source.startswith(f"{service}-"):
                return title
    return " ".join(filter(None, (_KINDS.get(ledger.format), ledger.source)))


def _records(catalogue: Catalogue) -> dict[str, list[tuple[Ledger, LedgerRecord]]]:
    """Collect what the sources printed about each paper, earliest first."""
    found: dict[str, list[tuple[Ledger, LedgerRecord]]] = {key: [] for key in catalogue.papers}
    for ledger in catalogue.ledgers.values():
        for record in ledger.records:
            if record.paper in found:
                found[record.paper].append((ledger, record))
    for records in found.values():
        records.sort(key=lambda printed: (printed[0].date, printed[0].source, printed[1].line))
    return found


def _card(
    key: str,
    paper: Paper,
    records: Sequence[Printed],
    labels: Sequence[Label],
    trees: Mapping[NodeKind, Tree],
) -> Card:
    chips: dict[NodeKind, dict[str, Chip]] = {"families": {}, "topics": {}}
    for label in labels:
        if label.node in trees[label.kind].nodes:
            name = trees[label.kind].nodes[label.node].name
            chips[label.kind][label.node] = Chip(name=name, path=f"{label.kind}/{label.node}")
    above = {parent for node in chips["families"] for parent in trees["families"].ancestors(node)}
    record = as_record(paper)
    return Card(
        key=key,
        title=paper.name,
        short=short_name(paper),
        path=f"papers/{key}",
        by=byline(paper),
        when=when(paper, [record.date for _, _, record in records if record.date]),
        venue=publication.venue(record),
        kind=publication.unusual(record),
        summary=paper.summary or "",
        families=tuple(chip for node, chip in chips["families"].items() if node not in above),
        topics=tuple(chips["topics"].values()),
        pdf=publication.pdf(paper),
        code=web(paper.links.code or ""),
    )


def _mention(ledger: Ledger, record: LedgerRecord) -> Mention:
    def printed(figure: int | None) -> str:
        return "" if figure is None else str(figure)

    counts = (("author", record.author_count), ("upvote", record.upvotes), ("comment", record.comments))
    return Mention(
        source=ledger.source,
        name=source_name(ledger),
        taken=ledger.date,
        when=dates.of(ledger.date),
        title=record.title or "",
        date=record.date or "",
        authors=printed(record.author_count),
        upvotes=printed(record.upvotes),
        comments=printed(record.comments),
        facts=(
            *([f"dated {dates.of(record.date).shown}"] if record.date else []),
            *(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts if count is not None),
        ),
    )
