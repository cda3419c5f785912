"""Builds the view of one paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.matching import versions
from generator.matching.merge import citation
from generator.model import Direction, Identifiers, Name, Paper, Record, ResultKind, Version
from generator.site.escapes import web
from generator.site.views import (
    authors,
    browse,
    dates,
    last_checked,
    leaderboards,
    publication,
    reading_paths,
    results,
    venue_pages,
)
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card, Chip, When
from generator.site.views.citation_lists import CitationList, citation_lists, source
from generator.site.views.citations import Citation, citations
from generator.site.views.contribute import EditLinks, Repository
from generator.site.views.details import Details, details
from generator.site.views.disagreements import Disagreement, disagreements
from generator.site.views.last_checked import Checked
from generator.site.views.mentions import Mention
from generator.site.views.popularity import Series, series
from generator.site.views.related import Related
from generator.site.views.relations import SIDES, Relative
from generator.site.views.status_lines import StatusLine, status_lines
from generator.text import identifiers

LINK_NAMES = {
    "paper": "Paper",
    "pdf": "PDF",
    "code": "Code",
    "project": "Project page",
    "data": "Dataset",
    "model": "Model",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "blog": "Blog post",
}
TITLES = ((400, "longest"), (200, "longer"), (60, "long"))  # characters of a title
RELATED = 25  # papers of one relation shown on a page, which stays below 60 kB even if thousands build on its paper
LISTED = 100  # authors shown on a page, so that a collaboration of thousands does not fill it
EDITORS = 20  # shown likewise; they are not folded away


@dataclass(frozen=True, kw_only=True, slots=True)
class ExternalLink:
    """An external link. ``fault`` says if it is known that it no longer works."""

    name: str
    url: str
    text: str
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contributor:
    """An author or editor; ``path`` leads to the papers that this person wrote or else edited."""

    name: str
    path: str
    also: tuple[str, ...]  # other spellings
    orcid: str  # the address of the person's page at ORCID


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A row of the results table; ``path`` leads to the leaderboard, if there is one."""

    benchmark: str
    path: str
    metric: str
    setting: str
    kind: ResultKind
    better: Direction
    value: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelReason:
    """A label, and why the paper has it."""

    chip: Chip
    rule: str
    within: str
    words: str
    source: str  # whose heading or keyword it is; "" for the paper's own file


@dataclass(frozen=True, kw_only=True, slots=True)
class RelationList:
    """Papers that have the same relation to the page's paper, each with how and why."""

    name: str
    papers: tuple[tuple[Card, Relative], ...]
    left_out: int  # papers that are not on the page; the Markdown and api/all.json have all


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionView:
    """A version of the page's paper: where and when it was published; ``link`` is None if it has no address."""

    kind: str  # Preprint or Published
    place: str  # venue, volume(number), pages
    when: When
    link: ExternalLink | None
    cited: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbours:
    """The papers before and after this one in a family."""

    family: Chip
    older: Chip | None
    newer: Chip | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperView:
    """One paper's page."""

    card: Card
    statuses: tuple[StatusLine, ...]
    draft: bool
    aliases: tuple[str, ...]
    authors: tuple[Contributor, ...]
    editors: tuple[Contributor, ...]
    editors_left: int
    unlisted: int  # number of authors without a known name, or too many to list
    et_al: bool  # there are more authors; their number is unknown
    venue_path: str  # the page of its venue, or a search for it
    earlier: bool  # its date is that of a version from a year before it appeared at its venue
    paragraphs: tuple[str, ...]
    abstract: tuple[str, ...]  # paragraphs; empty unless the shelf shows abstracts
    identifiers: tuple[ExternalLink, ...]
    links: tuple[ExternalLink, ...]  # the row of links: the PDF, the identifiers' pages, then the others
    versions: tuple[VersionView, ...]  # oldest first, the cited one last; empty if there is only one
    results: tuple[Figure, ...]
    relations: tuple[RelationList, ...]
    citation_lists: tuple[CitationList, ...]
    citation_source: str  # who stated these citations, and when
    paths: tuple[reading_paths.PathPlace, ...]
    related: tuple[Related, ...]
    label_reasons: tuple[LabelReason, ...]
    mentions: tuple[Mention, ...]
    checked: tuple[Checked, ...]
    series: tuple[Series, ...]
    disagreements: tuple[Disagreement, ...]
    citations: tuple[Citation, ...]
    citation_keys: tuple[str, ...]  # other keys by which people cite it
    details: Details
    neighbours: Neighbours | None
    copy: bool  # there is a copy of the page as Markdown
    edit_links: EditLinks

    @property
    def title_size(self) -> str:
        """Return how long the title is, so that on a phone a long one leaves room for the links."""
        return next((name for length, name in TITLES if len(self.card.title) > length), "")

    @property
    def provenance(self) -> str:
        """Return what is known of where the page's facts come from: ``2 sources, 4 labels, 1 disagreement``."""
        counts = (
            ("source", len(self.mentions)),
            ("label", len(self.label_reasons)),
            ("disagreement", len(self.disagreements)),
        )
        return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts if count)


def paper_view(
    shelf: Shelf,
    key: str,
    related: Mapping[str, tuple[Related, ...]],
    repository: Repository,
    *,
    abstracts: bool = False,
    copy: bool = True,
) -> PaperView:
    """Return the view of a paper's page, with its abstract if ``abstracts`` are shown, and with links to its ``copy``."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    record = citation(key, paper)
    relations = tuple(_relations(shelf, key))
    named = {other.key for relation in relations for other, _ in relation.papers}
    listed = tuple(citation_lists(shelf, key, named))
    return PaperView(
        card=card,
        statuses=status_lines(paper.status),
        draft=paper.title is None,
        aliases=tuple(alias for alias in paper.aliases if alias != paper.title),
        authors=tuple(_contributor(shelf, name) for name in paper.authors[:LISTED]),
        editors=tuple(_contributor(shelf, name) for name in paper.editors[:EDITORS]),
        editors_left=max(len(paper.editors) - EDITORS, 0),
        unlisted=max(len(paper.authors), paper.author_count or 0) - min(len(paper.authors), LISTED),
        et_al=paper.et_al and not (paper.author_count or 0) > len(paper.authors),
        venue_path=venue_pages.venue_path(shelf, card),
        earlier=bool(card.venue and record.date and card.when.year) and card.when.year < (record.date or "")[:4],
        paragraphs=_paragraphs(paper.summary),
        abstract=_paragraphs(paper.abstract) if abstracts else (),
        identifiers=_identifiers(paper),
        links=_links(shelf, key),
        versions=version_views(paper, record),
        results=tuple(
            Figure(
                benchmark=result.benchmark,
                path=leaderboards.path_of(shelf.boards, result),
                metric=result.metric or "",
                setting=result.setting or "",
                kind=result.kind,
                better=result.better,
                value=results.shown(result),
                note=result.note or "",
            )
            for result in paper.results
        ),
        relations=relations,
        citation_lists=listed,
        citation_source=source(shelf) if listed else "",
        paths=reading_paths.places(shelf, key),
        related=related.get(key, ()),
        label_reasons=tuple(
            LabelReason(
                chip=shelf.chip(label.kind, label.node),
                rule=label.rule,
                within=label.within,
                words=label.words,
                source=shelf.source_name(label.ledger),
            )
            for label in shelf.labels.get(key, ())
            if label.node in shelf.trees[label.kind].nodes
        ),
        mentions=shelf.mentions[key],
        checked=shelf.checked.papers.get(key, ()),
        series=series(shelf.records[key]),
        disagreements=disagreements(paper, shelf.records[key]),
        citations=citations(record),
        citation_keys=tuple(each for each in paper.citation_keys if each != key),
        details=details(record, card),
        neighbours=_neighbours(shelf, key),
        copy=copy,
        edit_links=repository.of_paper(key, paper, [chip.path.partition("/")[2] for chip in card.families]),
    )


def _relations(shelf: Shelf, key: str) -> Iterator[RelationList]:
    for side, found in shelf.relatives(key):
        papers = tuple((shelf.cards[one.key], one) for one in found[:RELATED])
        yield RelationList(name=SIDES[side], papers=papers, left_out=max(len(found) - RELATED, 0))


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(re.split(r"\n\s*\n", text)) if text else ()


def _contributor(shelf: Shelf, name: Name) -> Contributor:
    """Return an author or editor as shown."""
    person = shelf.people.get(name)
    return Contributor(
        name=str(name),
        path=authors.chip(person, str(name)).path if person else browse.search("editor", str(name)),
        also=tuple(other for other in name.also if other != str(name)),
        orcid=authors.orcid_page(name.orcid),
    )


def _neighbours(shelf: Shelf, key: str) -> Neighbours | None:
    """Return the papers before and after this one in the first family that has other papers; None if there is none."""
    for family in shelf.cards[key].families:
        members = shelf.members["families", family.path.partition("/")[2]]
        place = bisect_left(members, shelf.sort_key(key), key=shelf.sort_key)
        before, after = members[max(place - 1, 0) : place], members[place + 1 : place + 2]
        if before or after:
            older, newer = (
                next((Chip(name=shelf.cards[k].named, path=shelf.cards[k].path) for k in found), None)
                for found in (before, after)
            )
            return Neighbours(family=family, older=older, newer=newer)
    return None


def version_views(paper: Paper, record: Record) -> tuple[VersionView, ...]:
    """Return the preprint, the other versions and the cited one, which ``record`` is.

    Empty if there is only one version without page numbers.
    """
    now = versions.cited(paper)
    found = _first_preprint(paper, cited=now is None)
    for version in (*paper.other_versions, *([now] if now else [])):
        kind = "Preprint" if versions.is_preprint(version) else "Published"
        ids = Identifiers(doi=version.doi, acl=paper.identifiers.acl if version is now and not version.doi else None)
        date = version.date or ""
        named = len(date) == len("2021") and date in (version.venue or "")  # "AAAI 2021" includes the year
        own_numbers = version is now and not publication.is_numbered_as_journal(record)
        place = publication.place(record) if own_numbers else _place(version)
        found.append(_version(kind, place, "" if named else date, ids, cited=version is now))
    return tuple(found) if len(found) > 1 or any((paper.volume, paper.number, paper.pages)) else ()


def _first_preprint(paper: Paper, *, cited: bool) -> list[VersionView]:
    """Return the preprint that is not in the list of versions: one on arXiv, or one before all that were published."""
    every = versions.every(paper)
    published = [version for version in every if not versions.is_preprint(version)]
    arxiv = paper.identifiers.arxiv
    date = None if paper.date in {version.date for version in every} else paper.date
    earlier = date and published and date[:4] < min(versions.when(version)[:4] or "0" for version in published)
    if not arxiv and not (earlier and len(published) == len(every)):
        return []
    ids = Identifiers(arxiv=arxiv, openreview=None if arxiv else paper.identifiers.openreview)
    return [_version("Preprint", "", date or identifiers.arxiv_month(arxiv or "") or "", ids, cited=cited)]


def _version(kind: str, place: str, date: str, ids: Identifiers, *, cited: bool) -> VersionView:
    links = [ExternalLink(name=name, url=url, text=text) for name, url, text in identifiers.addresses(ids)]
    when = dates.of(date) if date else When(shown="")
    return VersionView(kind=kind, place=place, when=when, link=next(iter(links), None), cited=cited)


def _place(version: Version) -> str:
    """Return where a version was published, such as ``Journal of Ponds 34(5): 8968–8975``."""
    volume = f"{version.volume or ''}{f'({version.number})' if version.number else ''}"
    pages = version.pages or ""
    named = " ".join(filter(None, (version.venue, volume)))
    return f"{named}: {publication.extent(pages)}" if named and pages else named or publication.pages_in_words(pages)


def _identifiers(paper: Paper) -> tuple[ExternalLink, ...]:
    return tuple(
        ExternalLink(name=name, url=url, text=text) for name, url, text in identifiers.addresses(paper.identifiers)
    )


def links(paper: Paper, card: Card) -> tuple[ExternalLink, ...]:
    """Return the links of a paper in the order in which readers want them, each address once."""
    pdf = [ExternalLink(name="PDF", url=card.pdf, text=_shown(card.pdf))]
    others = [
        ExternalLink(name=LINK_NAMES[kind], url=url, text=_shown(url))
        for kind, url in paper.links
        if url and kind != "pdf"
    ]
    found: dict[str, ExternalLink] = {}
    for link in (*pdf, *_identifiers(paper), *others):
        if web(link.url):
            found.setdefault(link.url, link)
    return tuple(found.values())


def _links(shelf: Shelf, key: str) -> tuple[ExternalLink, ...]:
    """Return the links of a paper; those that are known to fail are marked."""
    faulty = shelf.checked.links.get(key, {})
    return tuple(
        replace(link, fault=last_checked.fault(faulty[link.url])) if link.url in faulty else link
        for link in links(shelf.catalogue.papers[key], shelf.cards[key])
    )


def _shown(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/$", "", url)
