"""Papers added since a day, as an e-mail (plain text and HTML) or as Markdown, for newsletters and scheduled jobs."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from generator.model import Catalogue
from generator.site.escapes import line, markdown
from generator.site.exports import feeds
from generator.site.settings import Settings
from generator.site.views import news, publication
from generator.site.views.arrangement import Labels, arrange
from generator.site.views.cards import Card, Group
from generator.text.maths import plain

HOST = "reading-shelf.invalid"  # RFC 2606: belongs to nobody, so the person who sends the message must set the sender


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """New papers by the month they were added, newest first. ``urls`` maps each key to the paper's page, or to the paper."""

    name: str
    since: str
    site_url: str
    groups: tuple[Group, ...]
    urls: dict[str, str]

    @property
    def count(self) -> int:
        """Return the number of papers."""
        return sum(len(group.cards) for group in self.groups)

    @property
    def title(self) -> str:
        """Return the subject, on one line."""
        papers = f"{self.count or 'no'} new {'paper' if self.count == 1 else 'papers'}"
        return f"{self.name}: {papers} since {self.since}"


def digest(catalogue: Catalogue, labels: Labels, settings: Settings, since: str) -> Digest:
    """Return the papers that were added on a day or later, as on the page “Recently added”."""
    shelf = arrange(catalogue, labels)
    arrivals = news.arrivals(shelf)
    keys = [key for key, arrival in arrivals.items() if arrival.iso and feeds.moment(arrival.iso)[:10] >= since]
    urls = {}
    for key in keys:
        paper = catalogue.papers[key]
        own = f"{settings.site_url}{shelf.cards[key].path}/" if settings.site_url else ""
        urls[key] = own or next(iter(publication.addresses(paper.identifiers, paper.links)), "")
    return Digest(
        name=line(settings.name),
        since=since,
        site_url=settings.site_url,
        groups=news.by_month(shelf, keys, arrivals),
        urls=urls,
    )


def as_markdown(found: Digest) -> str:
    """Return the digest as Markdown."""
    rows = [f"# {markdown(found.title)}"]
    for group in found.groups:
        rows += ["", f"## {markdown(group.name)}"]
        for card in group.cards:
            name, url = markdown(plain(card.headline)), found.urls[card.key]
            rows += ["", f"### [{name}](<{url}>)" if url else f"### {name}"]
            rows += [
                part for text in (_facts(card), plain(card.summary)) if line(text) for part in ("", markdown(text))
            ]
    if found.site_url:
        rows += ["", f"[{markdown(found.name)}](<{found.site_url}>)"]
    return "\n".join(rows) + "\n"


def as_message(found: Digest, date: str) -> bytes:
    """Return the digest as a draft e-mail, dated midnight of a day, so that the same shelf gives the same bytes.

    It has no recipient and a placeholder sender; mail programs open it for editing (X-Unsent).
    """
    plain, page = "\n".join(_plain(found)) + "\n", "\n".join(_page(found)) + "\n"
    mark = hashlib.sha256(f"{found.site_url}\n{date}\n{page}".encode()).hexdigest()[:32]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = found.title
    message["From"] = Address(display_name=found.name, username="shelf", domain=HOST)
    message["Date"] = format_datetime(feeds.day(date))
    message["Message-ID"] = f"<{mark}@{HOST}>"
    message["X-Unsent"] = "1"
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.set_boundary(f"shelf-{mark}")  # the default is random
    return message.as_bytes()


def _facts(card: Card) -> str:
    return ", ".join(filter(None, (line(card.by), line(card.where), line(card.when.shown if card.when.iso else ""))))


def _plain(found: Digest) -> Iterator[str]:
    yield found.title
    for group in found.groups:
        yield from ("", line(group.name).upper())
        for card in group.cards:
            yield from ("", line(plain(card.headline)))
            yield from (f"  {text}" for text in (_facts(card), line(plain(card.summary)), found.urls[card.key]) if text)
    if found.site_url:
        yield from ("", "--", f"{found.name}: {found.site_url}")


def _page(found: Digest) -> Iterator[str]:
    def shown(text: str) -> str:
        return html.escape(line(text))

    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{shown(found.title)}</title></head>'
    yield '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">'
    yield f"<h1>{shown(found.title)}</h1>"
    for group in found.groups:
        yield f"<h2>{shown(group.name)}</h2>"
        for card in group.cards:
            title, url = shown(plain(card.headline)), found.urls[card.key]
            yield f'<h3><a href="{html.escape(url)}">{title}</a></h3>' if url else f"<h3>{title}</h3>"
            yield from (f"<p>{shown(text)}</p>" for text in (_facts(card), plain(card.summary)) if line(text))
    if found.site_url:
        yield f'<p><a href="{html.escape(found.site_url)}">{shown(found.name)}</a></p>'
    yield "</body></html>"
