"""Metadata for programs in a page's ``head``: the citation in three vocabularies, and links to related resources.

It is one line of HTML in the page's front matter. overrides/main.html prints it; MkDocs themes do not escape front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from generator.formats import field_values
from generator.model import Record
from generator.site.escapes import line, script, text, web
from generator.site.exports import feeds
from generator.site.exports.markdown import COPY
from generator.site.settings import Settings
from generator.site.views import news
from generator.site.views.arrangement import Shelf
from generator.site.views.related import Related
from generator.text import identifiers

CITED = 300  # authors in citation_* tags, so that a page stays below 60 kB; the JSON file lists them all
AUTHORS = 50  # authors in JSON-LD, which repeats the tags
RELATED = 12  # links to other papers
OTHER = "alternate"  # exactly this, as many feed readers expect; assets/scope.js hides it from Material's script
_DASH = re.compile(r"\s*[-\u2013]\s*")


def of_paper(shelf: Shelf, key: str, record: Record, near: Sequence[Related], settings: Settings) -> str:
    """Return the head of a paper's page."""
    own = settings.site_url and f"{settings.site_url}papers/{key}/"
    about = line(shelf.cards[key].summary)
    kind = "" if record.venue else "preprint"  # without it Zotero would import a journal article
    return "".join(
        [
            *(_meta("name", f"citation_{name}", value) for name, value in _highwire(record, own)),
            _meta("name", "DC.type", kind),
            *_open_graph(line(shelf.cards[key].title), about, "article", own, settings),
            *_signposts(shelf, key, near, settings),
            f'<script type="application/ld+json">{script(_linked(shelf, key, record, own))}</script>',
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
    ids = record.identifiers
    first, *rest = _DASH.split(record.pages) if record.pages else ("",)
    yield "title", record.title
    yield from (("author", name.inverted) for name in record.authors[:CITED])
    yield "publication_date", (record.date or "").replace("-", "/")
    if record.venue:
        yield "journal_title" if field_values.in_journal(record) else "conference_title", record.venue
    yield from (
        ("volume", record.volume),
        ("issue", record.number),
        ("firstpage", first),
        ("lastpage", "".join(rest[-1:])),
    )
    yield from (("arxiv_id", ids.arxiv or ""), ("doi", ids.doi or ""))
    yield from (("public_url", next(iter(record.links), "")), ("abstract_html_url", own))


def _open_graph(title: str, about: str, kind: str, own: str, settings: Settings) -> Iterator[str]:
    found = (
        ("type", kind),
        ("title", title),
        ("description", about),
        ("site_name", settings.name),
        ("url", own),
    )
    return (_meta("property", f"og:{name}", value) for name, value in found)


def _signposts(shelf: Shelf, key: str, near: Sequence[Related], settings: Settings) -> Iterator[str]:
    """Yield typed links (signposting.org): the citation, the same facts in other formats, and related papers."""
    end = "index.html" if settings.index_html else ""
    ids = shelf.catalogue.papers[key].identifiers
    pages = {name: url for name, url, _ in identifiers.addresses(ids) if web(url)}
    if cited := pages.get("DOI") or next(iter(pages.values()), ""):
        yield _link("cite-as", cited)
    yield _link("type", "https://schema.org/ScholarlyArticle")
    yield _link("type", "https://schema.org/AboutPage")
    yield _link("describedby", f"../../api/papers/{key}.json", "application/json")
    yield _link(OTHER, COPY, "text/markdown")
    related = [other for _, keys in shelf.relations(key) for other in keys] + [one.card.key for one in near]
    yield from (_link("related", f"../{other}/{end}") for other in list(dict.fromkeys(related))[:RELATED])


def _feeds(title: str, up: str = "") -> Iterable[str]:
    yield _link(OTHER, f"{up}{feeds.ATOM}", "application/atom+xml", title)
    yield _link(OTHER, f"{up}{feeds.JSON}", "application/feed+json", title)


def _linked(shelf: Shelf, key: str, record: Record, own: str) -> dict[str, Any]:
    """Return the paper in schema.org's vocabulary."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    pages = identifiers.addresses(paper.identifiers)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": own,
        "name": line(record.title),
        "headline": line(record.title)[:110],
        "alternateName": [line(alias) for alias in paper.aliases if alias != paper.title],
        "author": [{"@type": "Person", "name": line(str(name))} for name in record.authors[:AUTHORS]],
        "datePublished": record.date,
        "description": line(paper.summary or ""),
        "isPartOf": _container(record),
        "pagination": line(record.pages),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": line(value)} for name, _, value in pages
        ],
        "sameAs": [url for _, url, _ in pages if web(url)],
        "keywords": [line(chip.name) for chip in card.families + card.topics],
    }
    return {name: value for name, value in found.items() if value}


def _container(record: Record) -> dict[str, Any]:
    """Return the journal with its volume and issue, or the proceedings."""
    if not record.venue:
        return {}
    found: dict[str, Any] = {
        "@type": "Periodical" if field_values.in_journal(record) else "CreativeWork",
        "name": line(record.venue),
    }
    for kind, name, number in (
        ("PublicationVolume", "volumeNumber", record.volume),
        ("PublicationIssue", "issueNumber", record.number),
    ):
        if number:
            found = {"@type": kind, name: line(number), "isPartOf": found}
    return found


def _meta(attribute: str, name: str, value: str) -> str:
    shown = text(value)
    return f'<meta {attribute}="{name}" content="{shown}">' if shown else ""


def _link(relation: str, href: str, kind: str = "", title: str = "") -> str:
    more = "".join(f' {name}="{text(value)}"' for name, value in (("type", kind), ("title", title)) if value)
    return f'<link rel="{relation}" href="{text(href)}"{more}>'
