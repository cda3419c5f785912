"""What sources printed about each paper, earliest first, and how readers see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model import Ledger, LedgerRecord
from generator.site.views import dates
from generator.site.views.cards import When

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
_SERVICES = {  # by the names of their sources: crossref, or crossref-10-1234-heron-1 for one paper
    "arxiv": "arXiv",
    "crossref": "Crossref",
    "github": "GitHub",
    "hugging-face": "Hugging Face",
    "openalex": "OpenAlex",
    "semantic-scholar": "Semantic Scholar",
}
Line = tuple[Ledger, LedgerRecord]  # what a source printed about one paper


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


def gather(ledgers: Iterable[Ledger], keys: Collection[str]) -> dict[str, list[Line]]:
    """Return what the sources printed about those of these papers that they list, earliest first."""
    found: dict[str, list[Line]] = {}
    for ledger in ledgers:
        for record in ledger.records:
            if record.paper and record.paper in keys:
                found.setdefault(record.paper, []).append((ledger, record))
    for lines in found.values():
        if len(lines) > 1:
            lines.sort(key=lambda line: (line[1].since or line[0].date, line[0].source, line[1].line))
    return found


def changed(ledgers: Mapping[str, Ledger], before: Mapping[str, Ledger]) -> set[str | None]:
    """Return the papers of the ledgers that are not the same objects as before; both are by file stem."""
    names = [name for name in {**before, **ledgers} if ledgers.get(name) is not before.get(name)]
    return {record.paper for name in names for one in (ledgers, before) if name in one for record in one[name].records}


def mentions(lines: Sequence[Line]) -> tuple[Mention, ...]:
    """Return what sources printed about a paper, as readers see it."""
    return tuple(_mention(ledger, record) for ledger, record in lines)


def source_name(ledger: Ledger) -> str:
    """Return a readable name of a source: its title, or the service that answered, or the kind of file and its name."""
    if ledger.title:
        return ledger.title
    if "." not in ledger.source:  # not a file
        for service, title in _SERVICES.items():
            if ledger.source == service or ledger.source.startswith(f"{service}-"):
                return title
    return " ".join(filter(None, (_KINDS.get(ledger.format), ledger.source)))


def service_title(name: str) -> str:
    """Return what readers call a service; the name itself of one that is not known, as of an extension."""
    return _SERVICES.get(name, name)


def _mention(ledger: Ledger, record: LedgerRecord) -> Mention:
    def printed(figure: int | None) -> str:
        return "" if figure is None else str(figure)

    taken = record.since or ledger.date  # of a library that is kept up to date: the first day that had it
    counts = (("author", record.author_count), ("upvote", record.upvotes), ("comment", record.comments))
    return Mention(
        source=ledger.source,
        name=source_name(ledger),
        taken=taken,
        when=dates.of(taken),
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
