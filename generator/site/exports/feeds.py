"""Atom and JSON feeds of the whole shelf and of each family and topic, with the most recently added papers first.

A paper of which something was said since, such as a retraction, counts as of that day: readers of the feed see it again.

Nothing here depends on the day of the build. Each ``id`` is a UUID made from the site's address, or from the shelf's name if
the address is not set. Without an address the links in Atom feeds are relative, as RFC 4287 allows. JSON Feed has no relative
links, so its items then link only to the papers themselves.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.site.escapes import line, xml
from generator.site.settings import Settings
from generator.site.views import publication
from generator.site.views.arrangement import Shelf
from generator.site.views.news import Arrival
from generator.site.views.status_lines import StatusLine, status_lines
from generator.text.maths import plain

ATOM, JSON = "feed.xml", "feed.json"
MOST = 50  # papers in a feed
NAMED = 25  # authors listed per paper
NEVER = "1970-01-01"  # date of an empty feed, because Atom requires one


@dataclass(frozen=True, kw_only=True)
class _Item:
    """A paper as a feed item. Each format is made only once, because a paper is in several feeds."""

    shelf: Shelf
    settings: Settings
    key: str
    added: str

    @property
    def _ids(self) -> tuple[str, ...]:
        paper = self.shelf.catalogue.papers[self.key]
        return publication.addresses(paper.identifiers, paper.links)

    @cached_property
    def _said(self) -> tuple[StatusLine, ...]:
        return status_lines(self.shelf.catalogue.papers[self.key].status)

    @cached_property
    def updated(self) -> str:
        """Return the day on which it was added, or on which something was said of it since: then readers show it again."""
        return max([self.added, *(one.when.iso for one in self._said)])

    @property
    def _text(self) -> str:
        card = self.shelf.cards[self.key]
        facts = ". ".join(
            filter(None, (line(card.by), line(card.where), line(card.when.shown if card.when.iso else "")))
        )
        said = (f"{one.text}." for one in self._said)
        parts = (*said, f"{facts}." if facts else "", line(plain(card.summary)))
        return " ".join(filter(None, parts)) or line(plain(card.title))

    @cached_property
    def atom(self) -> str:
        """Return the paper as an Atom entry."""
        card, paper = self.shelf.cards[self.key], self.shelf.catalogue.papers[self.key]
        path = f"{card.path}/{'index.html' if self.settings.index_html else ''}"
        rows = [
            "<entry>",
            f"  <id>{name_of(self.settings, card.path)}</id>",
            f"  <title>{xml(plain(card.headline))}</title>",
            f'  <link rel="alternate" type="text/html" href="{xml(self.settings.site_url + path)}"/>',
            *(f'  <link rel="related" href="{xml(url)}"/>' for url in self._ids[:2]),
            f"  <published>{moment(self.added)}</published>",
            f"  <updated>{moment(self.updated)}</updated>",
            *(f"  <author><name>{xml(str(name))}</name></author>" for name in paper.authors[:NAMED] if line(str(name))),
            *(
                f'  <category term="{xml(chip.path)}" label="{xml(chip.name)}"/>'
                for chip in card.families + card.topics
            ),
            *(f'  <category term="status/{one.kind}" label="{one.word}"/>' for one in self._said),
            f"  <summary>{xml(self._text)}</summary>",
            "</entry>",
        ]
        return "\n".join(rows)

    @cached_property
    def json(self) -> dict[str, Any]:
        """Return the paper as a JSON Feed item."""
        card, paper = self.shelf.cards[self.key], self.shelf.catalogue.papers[self.key]
        path = f"{card.path}/{'index.html' if self.settings.index_html else ''}"
        item = {
            "id": name_of(self.settings, card.path),
            "url": self.settings.site_url and self.settings.site_url + path,
            "external_url": next(iter(self._ids), ""),
            "title": line(plain(card.headline)),
            "content_text": self._text,
            "date_published": moment(self.added),
            "date_modified": moment(self.updated) if self._said else "",
            "authors": [{"name": line(str(name))} for name in paper.authors[:NAMED] if line(str(name))],
            "tags": [*(one.word for one in self._said), *(line(chip.name) for chip in card.families + card.topics)],
        }
        return {name: value for name, value in item.items() if value}


def files(shelf: Shelf, arrivals: Mapping[str, Arrival], settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of every feed. Papers without a known date of arrival are in none."""
    items = {
        key: _Item(shelf=shelf, settings=settings, key=key, added=arrival.iso)
        for key, arrival in arrivals.items()
        if arrival.iso
    }
    items = dict(sorted(items.items(), key=lambda one: one[1].updated, reverse=True))
    places = {key: place for place, key in enumerate(items)}
    feeds = [("", settings.name, settings.about, list(items))]
    for (kind, node), members in shelf.members.items():
        about = shelf.nodes(kind)[node]
        newest = sorted((key for key in members if key in places), key=places.__getitem__)
        feeds.append((f"{kind}/{node}", title(about.name, settings.name), about.description, newest))
    for path, name, about_it, keys in feeds:
        shown = [items[key] for key in keys[:MOST]]
        below = f"{path}/" if path else ""
        yield f"{below}{ATOM}", _atom(path, name, about_it, shown, settings)
        yield f"{below}{JSON}", _json(path, name, about_it, shown, settings)


def title(node: str, shelf: str) -> str:
    """Return the title of the feed of a family or topic."""
    return f"{node} \u2013 {shelf}"


def name_of(settings: Settings, path: str) -> str:
    """Return the permanent ID (a URN) of the page at a site path."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.site_url or line(settings.name)}#{path}").urn


def moment(iso: str) -> str:
    """Return a full or partial date as midnight of its first day."""
    return f"{day(iso).date().isoformat()}T00:00:00Z"


def day(iso: str) -> dt.datetime:
    """Return midnight UTC of a date's first day, or of 1 January 1970 if there is no such day."""
    parts = [*iso.split("-"), "01", "01"][:3]
    try:
        return dt.datetime.fromisoformat(f"{'-'.join(parts)}T00:00:00+00:00")
    except ValueError:
        return dt.datetime.fromisoformat(f"{NEVER}T00:00:00+00:00")


def _atom(path: str, name: str, about: str, items: list[_Item], settings: Settings) -> str:
    below = f"{path}/" if path else ""
    end = "index.html" if settings.index_html else ""
    base = "" if settings.site_url else f' xml:base="{"../" * len(path.split("/")) if path else "./"}"'
    itself = f'<link rel="self" type="application/atom+xml" href="{xml(settings.site_url + below + ATOM)}"/>'
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"{base}>',
        f"<id>{name_of(settings, path)}</id>",
        f"<title>{xml(name)}</title>",
        *([f"<subtitle>{xml(about)}</subtitle>"] if line(about) else []),
        *([itself] if settings.site_url else []),
        f'<link rel="alternate" type="text/html" href="{xml(settings.site_url + below + end) or "./"}"/>',
        f"<updated>{moment(max((one.updated for one in items), default=NEVER))}</updated>",
        f"<author><name>{xml(settings.name) or 'Reading Shelf'}</name></author>",
        *(one.atom for one in items),
        "</feed>",
    ]
    return "\n".join(rows) + "\n"


def _json(path: str, name: str, about: str, items: list[_Item], settings: Settings) -> str:
    below = f"{path}/" if path else ""
    end = "index.html" if settings.index_html else ""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(name),
        "home_page_url": settings.site_url and settings.site_url + below + end,
        "feed_url": settings.site_url and settings.site_url + below + JSON,
        "description": line(about),
        "language": "en",
    }
    written = {key: value for key, value in feed.items() if value} | {"items": [one.json for one in items]}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n"
