"""Metadata for programs in a page's ``head``: the citation in three vocabularies, and links to related resources.

It is one line of HTML in the page's front matter. overrides/main.html prints it; MkDocs themes do not escape front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.formats import field_values
from generator.model import Name, PaperType, Record
from generator.site.escapes import line, script, text, web
from generator.site.exports import feeds
from generator.site.exports.markdown import COPY
from generator.site.settings import Settings
from generator.site.views import authors, news, publication
from generator.site.views.arrangement import Shelf
from generator.site.views.related import Related
from generator.text import identifiers, languages
from generator.text.maths import plain

CITED = 200  # authors in citation_* tags, so that a page stays below 60 kB; the Markdown file lists them all
AUTHORS = 50  # authors in JSON-LD, which repeats the tags
RELATED = 12  # links to other papers
NAMES, KEYWORDS = 50, 100  # other names and keywords
OTHER = "alternate"  # exactly this, as many feed readers expect; assets/scope.js hides it from Material's script
_VENUES: dict[PaperType, str] = {
    "article-journal": "journal_title",
    "paper-conference": "conference_title",
    "chapter": "inbook_title",
}
_PUBLISHERS: dict[PaperType, str] = {"thesis": "dissertation_institution", "report": "technical_report_institution"}
_ITEM_TYPES: dict[PaperType, str] = {  # Zotero's; the venue's tag tells it the two others
    "article": "preprint",
    "chapter": "bookSection",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "computerProgram",
    "webpage": "webpage",
}
_SCHEMA_TYPES: dict[PaperType, str] = {  # schema.org's
    "article-journal": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "article": "ScholarlyArticle",
    "chapter": "Chapter",
    "book": "Book",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
    "webpage": "WebPage",
}
_DASH = re.compile(r"\s*[-\u2013]\s*")


def of_paper(shelf: Shelf, key: str, record: Record, near: Sequence[Related], settings: Settings) -> str:
    """Return the head of a paper's page."""
    own = settings.site_url and f"{settings.site_url}papers/{key}/"
    about = line(plain(shelf.cards[key].excerpt))
    linked = _linked(shelf, key, record, own)
    return "".join(
        [
            *(_meta("name", f"citation_{name}", value) for name, value in _highwire(record, own)),
            _meta("name", "DC.type", _ITEM_TYPES.get(field_values.publication_type(record), "")),
            *_open_graph(line(plain(shelf.cards[key].headline)), about, "article", own, settings),
            *_signposts(shelf, key, linked["@type"], near, settings),
            f'<script type="application/ld+json">{script(linked)}</script>',
        ]
    )


def of_list(path: str, title: str, about: str, settings: Settings) -> str:
    """Return the head of a page with its own feeds: the home page, a family or a topic."""
    own = settings.site_url and f"{settings.site_url}{path}/".removesuffix("//")
    return "".join([*_open_graph(title, line(about), "website", own, settings), *_feeds(title)])


def of_news(settings: Settings) -> str:
    """Return the head of “Recently added”, which links to the feeds of the whole shelf."""
    own = settings.site_url and f"{settings.site_url}{news.PATH}/"
    title = feeds.title("Recently added", settings.name)
    return "".join([*_open_graph(title, "", "website", own, settings), *_feeds(settings.name, "../")])


def _highwire(record: Record, own: str) -> Iterator[tuple[str, str]]:
    """Yield the tags that reference managers and scholarly search engines read, without the prefix ``citation_``.

    ``public_url`` is the paper's own page; without it Zotero would save the address of the shelf's page.
    """
    ids, kind = record.identifiers, field_values.publication_type(record)
    container, publisher = _VENUES.get(kind, ""), record.publisher
    first, *rest = _DASH.split(record.pages) if record.pages else ("",)
    yield "title", plain(record.title)
    yield from (("author", name.inverted) for name in record.authors[:CITED])
    yield "publication_date", (record.date or "").replace("-", "/")
    if container:
        yield container, record.venue
    yield from (("series_title", record.series), ("volume", record.volume))
    if kind == "report" or publication.is_numbered_as_journal(record):
        yield "technical_report_number" if kind == "report" else "issue", record.number
    yield from (("firstpage", first), ("lastpage", "".join(rest[-1:])))
    yield _PUBLISHERS.get(kind, "publisher"), publisher or ("" if container else record.venue)
    yield from (("isbn", ids.isbn or ""), ("language", languages.code(record.language)))
    yield from (("arxiv_id", ids.arxiv or ""), ("doi", ids.doi or ""), ("pmid", ids.pmid or ""))
    yield "keywords", "; ".join(word.replace(";", ",") for word in record.keywords[:KEYWORDS])
    yield from (("public_url", publication.address(record)), ("pdf_url", web(record.labeled.pdf or "")))
    yield "abstract_html_url", own


def _open_graph(title: str, about: str, kind: str, own: str, settings: Settings) -> Iterator[str]:
    found = (
        ("type", kind),
        ("title", title),
        ("description", about),
        ("site_name", settings.name),
        ("url", own),
    )
    return (_meta("property", f"og:{name}", value) for name, value in found)


def _signposts(shelf: Shelf, key: str, kind: str, near: Sequence[Related], settings: Settings) -> Iterator[str]:
    """Yield typed links (signposting.org): the citation, the same facts in other formats, and related papers."""
    end = "index.html" if settings.index_html else ""
    paper = shelf.catalogue.papers[key]
    pages = {name: url for name, url, _ in identifiers.addresses(paper.identifiers) if web(url)}
    if cited := pages.get("DOI") or next(iter((*pages.values(), web(paper.links.paper or ""))), ""):
        yield _link("cite-as", cited)
    if pdf := web(paper.links.pdf or ""):
        yield _link("item", pdf, "application/pdf")
    yield _link("type", f"https://schema.org/{kind}")
    yield _link("type", "https://schema.org/AboutPage")
    if not settings.offline:
        yield _link("describedby", COPY, "text/markdown")
        yield _link(OTHER, COPY, "text/markdown")
    related = [other for _, keys in shelf.relations(key) for other in keys] + [one.card.key for one in near]
    yield from (_link("related", f"../{other}/{end}") for other in list(dict.fromkeys(related))[:RELATED])


def _feeds(title: str, up: str = "") -> Iterable[str]:
    yield _link(OTHER, f"{up}{feeds.ATOM}", "application/atom+xml", title)
    yield _link(OTHER, f"{up}{feeds.JSON}", "application/feed+json", title)


def _linked(shelf: Shelf, key: str, record: Record, own: str) -> dict[str, Any]:
    """Return the paper in schema.org's vocabulary."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    kind, ids = field_values.publication_type(record), paper.identifiers
    container = _container(record)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES[kind],
        "@id": own,
        "name": line(plain(record.title)),
        "headline": line(plain(record.title))[:110],
        "alternateName": [line(plain(alias)) for alias in paper.aliases if alias != paper.title][:NAMES],
        "genre": line(record.genre),
        "author": [_agent(name) for name in record.authors[:AUTHORS]],
        "editor": [] if container.get("editor") else [_agent(name) for name in record.editors[:AUTHORS]],
        "datePublished": record.date,
        "creativeWorkStatus": card.stamp,
        "correction": [url for one in paper.status if one.kind == "corrected" and (url := web(one.notice or ""))],
        "description": line(plain(card.excerpt)),
        "isPartOf": container,
        "pagination": line(record.pages),
        "publisher": _organization(record.publisher),
        "bookEdition" if kind == "book" else "version": "" if kind == "chapter" else line(record.edition),
        "reportNumber": line(record.number) if kind == "report" else "",
        "isbn": line(ids.isbn or "") if kind == "book" else "",
        "inLanguage": line(languages.code(record.language)),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": line(value)}
            for name, value in (
                *((name, value) for name, _, value in identifiers.addresses(ids)),
                *([("ISBN", ids.isbn)] if ids.isbn else []),
            )
        ],
        "sameAs": list(publication.addresses(ids, paper.links.model_copy(update={"pdf": None}))),
        "keywords": list(
            dict.fromkeys(map(line, (*(chip.name for chip in card.families + card.topics), *record.keywords)))
        )[:KEYWORDS],
    }
    return {name: value for name, value in found.items() if value}


def _agent(name: Name) -> dict[str, str]:
    """Return a person with the parts of the name, or a group."""
    found = {
        "@type": "Organization" if name.literal else "Person",
        "name": line(str(name)),
        "givenName": line(name.given),
        "familyName": line(name.family),
        "honorificSuffix": line(name.suffix),
        "alternateName": ", ".join(map(line, name.also)),
        "sameAs": web(authors.orcid_page(name.orcid)),
    }
    return {part: value for part, value in found.items() if value}


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": line(name)} if line(name) else {}


def _container(record: Record) -> dict[str, Any]:
    """Return the journal with its volume and issue, the proceedings, the book, or the series."""
    kind, ids = field_values.publication_type(record), record.identifiers
    found: dict[str, Any] = {}
    if record.series:
        series = "BookSeries" if kind in {"book", "chapter"} else "CreativeWorkSeries"
        found = {"@type": series, "name": line(record.series)}
    if record.venue:
        within = kind in {"chapter", "paper-conference"}
        named = {
            "@type": {"article-journal": "Periodical", "chapter": "Book"}.get(kind, "CreativeWork"),
            "name": line(record.venue),
            "editor": [_agent(name) for name in record.editors[:AUTHORS]] if within else [],
            "bookEdition": line(record.edition) if kind == "chapter" else "",
            "isbn": line(ids.isbn or "") if kind == "chapter" else "",
            "isPartOf": found,
        }
        found = {name: value for name, value in named.items() if value}
    numbers = (("PublicationVolume", "volumeNumber", record.volume), ("PublicationIssue", "issueNumber", record.number))
    for kind_of_part, name, number in numbers:
        if number and not (kind == "report" and name == "issueNumber"):
            found = {"@type": kind_of_part, name: line(number)} | ({"isPartOf": found} if found else {})
    return found


def _meta(attribute: str, name: str, value: str) -> str:
    shown = text(value)
    return f'<meta {attribute}="{name}" content="{shown}">' if shown else ""


def _link(relation: str, href: str, kind: str = "", title: str = "") -> str:
    more = "".join(f' {name}="{text(value)}"' for name, value in (("type", kind), ("title", title)) if value)
    return f'<link rel="{relation}" href="{text(href)}"{more}>'
