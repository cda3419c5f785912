"""Embeds: small pages without scripts and theme that other sites show in a frame, one for each family, topic and named query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from generator.site import renderer, standalone
from generator.site.escapes import line
from generator.site.settings import Settings
from generator.site.views import browse
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card

PATH = "embed"
SHOWN = 30  # papers; the rest are behind a link
_STYLE = "style.css"


@dataclass(frozen=True, kw_only=True, slots=True)
class Embed:
    """A list in a frame: its newest papers, and the site path of the page that has all of them."""

    name: str
    path: str
    page: str  # maybe with a query behind a question mark
    cards: tuple[Card, ...]
    count: int


def files(shelf: Shelf, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of each file. A copy for file:// has them, too: hand-written pages may show them."""
    yield f"{PATH}/{_STYLE}", standalone.asset("embed.css")
    for embed in _embeds(shelf, settings):
        yield f"{embed.path}/index.html", _page(embed, settings)


def snippet(settings: Settings, path: str, name: str) -> str:
    """Return the HTML with which another site shows a list in a frame; "" if the address of this site is not known."""
    if not settings.site_url or settings.offline:
        return ""
    address = f"{settings.site_url}{PATH}/{path}/{_end(settings)}"
    title = f"{line(name)} \N{EN DASH} {line(settings.name)}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="480" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox" style="border: 1px solid #8888"></iframe>'
    )


def _embeds(shelf: Shelf, settings: Settings) -> Iterator[Embed]:
    def embed(name: str, path: str, page: str, keys: Sequence[str]) -> Embed:
        cards = tuple(shelf.cards[key] for key in keys[:SHOWN])
        return Embed(name=name, path=f"{PATH}/{path}", page=page, cards=cards, count=len(keys))

    for kind, tree in shelf.trees.items():
        for node, about in tree.nodes.items():
            path = f"{kind}/{node}"
            yield embed(about.name, path, path, shelf.newest(shelf.members[kind, node]))
    if not settings.embeds:
        return
    from generator.site.search.query import Search  # noqa: PLC0415, loads all stemmers, and few shelves have queries

    search = Search(shelf, abstracts=settings.abstracts)
    for key, query in settings.embeds.items():
        yield embed(key.replace("-", " ").capitalize(), f"queries/{key}", browse.found(query), search.select(query))


def _page(embed: Embed, settings: Settings) -> str:
    end = _end(settings)
    folder, sign, query = embed.page.partition("?")
    whole = f"{folder}/{end}{sign}{query}"
    return renderer.filled(
        "embed.jinja",
        embed=embed,
        site=line(settings.name),
        canonical=settings.site_url and f"{settings.site_url}{whole}",
        policy=not settings.index_html,  # on file:// it would keep the style sheet out
        whole=whole,
        up="../" * (embed.path.count("/") + 1),
        end=end,
        style=f"{PATH}/{_STYLE}",
    )


def _end(settings: Settings) -> str:
    """Return what is appended to links to folders."""
    return "index.html" if settings.index_html else ""
