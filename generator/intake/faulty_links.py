"""Faulty links: which links of papers are gone, archived or moved, compared with what content/watch.yml already tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag

from generator.intake.news_items import News
from generator.model import Catalogue, FaultyLink, LinkFault
from generator.services import repositories
from generator.services.registry import GITHUB
from generator.services.repositories import Repository

LINK_CHECK = "link check"  # as news name what is no service


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkState:
    """What the link check found: a link works, or is gone and was so on an earlier day, ``since``, too."""

    verdict: Literal["works", "gone"]
    since: str = ""


def links(shelf: Catalogue) -> dict[tuple[str, str], str]:
    """Return the field of each link that a paper's file holds, by the paper's key and the address."""
    return {(key, url): f"links.{name}" for key, paper in shelf.papers.items() for name, url in paper.links if url}


def judged(
    shelf: Catalogue, states: Mapping[str, LinkState], repos: Mapping[str, Repository], date: str
) -> tuple[tuple[FaultyLink, ...], list[News]]:
    """Return the faulty links of the shelf, and the news among them; of what was not asked, the last finding stays.

    ``states`` are those of addresses without their fragments.
    """
    before = {(one.paper, one.url): one for one in shelf.watch.links}
    found: list[FaultyLink] = []
    news: list[News] = []
    for (key, url), field in sorted(links(shelf).items()):
        last = before.get((key, url))
        repo = repos.get(repositories.name(url))
        now = last
        if repo and (repo.gone or repo.archived or repo.to or repositories.is_front(url)):
            now = _of_repository(key, url, repo, date)
        elif (state := states.get(urldefrag(url).url)) is not None:
            gone = state.verdict == "gone"
            now = FaultyLink(paper=key, url=url, fault="gone", since=state.since or date) if gone else None
        if now and last and (now.fault, now.to) == (last.fault, last.to):
            now = last
        if now:
            found.append(now)
        if now != last:
            one = News(
                key=key,
                title=shelf.papers[key].name,
                kind="repository" if repo else "link",
                field=field,
                before=url if last is None else f"{url} ({_said(last)})",
                after=_said(now),
                sources=(GITHUB.title if repo else LINK_CHECK,),
                url=now.to if now and now.to else url,
                written=True,
            )
            news.append(one)
    return tuple(found), news


def _of_repository(key: str, url: str, repo: Repository, date: str) -> FaultyLink | None:
    fault: LinkFault | None = "gone" if repo.gone else "archived" if repo.archived else "moved" if repo.to else None
    if fault is None:
        return None
    to = f"https://github.com/{repo.to}" if repo.to and not repo.gone else None
    return FaultyLink(paper=key, url=url, fault=fault, to=to, since=repo.day or date)


def _said(link: FaultyLink | None) -> str:
    return "works again" if link is None else link.fault + (f" to {link.to}" if link.to else "")


def checked(names: Iterable[str], shelf: Catalogue) -> dict[str, set[str]]:
    """Return the papers with a link to each of these repositories."""
    wanted = set(names)
    found: dict[str, set[str]] = {}
    for key, url in links(shelf):
        if (name := repositories.name(url)) in wanted:
            found.setdefault(name, set()).add(key)
    return found
