"""One run of `shelf refresh --all`: the services, GitHub and the links are asked, within one deadline, and nothing is written."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urldefrag

from generator import links as outgoing
from generator import services
from generator.cli.add import SECONDS
from generator.cli.group import progress
from generator.intake import faulty_links, refresh_plan
from generator.intake.faulty_links import LinkState
from generator.intake.news_items import LeftOut
from generator.intake.refresh_plan import Findings
from generator.links import Checked
from generator.model import Catalogue
from generator.problems import ShelfError
from generator.services import Client, Gathering, repositories
from generator.services.registry import GITHUB
from generator.services.repositories import Repository

LINKS = 60.0  # of the seconds for all, at least so many are left for the links
TITLES = 20  # papers known by title alone that are asked about in one round: each takes four searches


def findings(shelf: Catalogue, content: Path, client: Client) -> Findings:
    """Return what the services say of all papers, what became of their repositories, and which links are dead."""
    start = time.monotonic()
    left_out: list[LeftOut] = []
    repos = _repositories(shelf, client, left_out)
    gatherings = _papers(shelf, client, left_out)
    seconds = max(LINKS, SECONDS - (time.monotonic() - start))
    states = _links(shelf, content, repos, left_out, None if client.offline else seconds)
    return Findings(gatherings=gatherings, repositories=repos, links=states, left_out=tuple(left_out))


def _papers(shelf: Catalogue, client: Client, left_out: list[LeftOut]) -> dict[str, Gathering]:
    """Return what the services say of the papers, by key."""
    if count := sum(bool(paper.identifiers.arxiv) for paper in shelf.papers.values()):
        left_out.append(LeftOut(what="Hugging Face", count=count, why="it takes one paper at a time"))
    asked = {key: services.of_paper(paper.identifiers, paper.title) for key, paper in shelf.papers.items()}
    known = {key: one for key, one in asked.items() if one}
    if nameless := len(asked) - len(known):
        left_out.append(LeftOut(what="drafts", count=nameless, why="they have neither an identifier nor a title"))
    _, later = refresh_plan.due(shelf, (key for key, one in known.items() if one.title), TITLES)
    if later:
        why = f"only their title is known, and one run searches for {TITLES} titles at most; the next run goes on"
        left_out.append(LeftOut(what="papers", count=len(later), why=why))
    wanted = {key: one for key, one in known.items() if key not in set(later)}
    with progress("Asking the services", len(wanted)) as tell:
        found = services.gather_all(list(wanted.values()), client, tell, lean=True)
    return dict(zip(wanted, found, strict=True))


def _repositories(shelf: Catalogue, client: Client, left_out: list[LeftOut]) -> dict[str, Repository]:
    """Return what GitHub says of the repositories to which papers link, by name."""
    names = {name for _, url in faulty_links.links(shelf) if (name := repositories.name(url))}
    if names and not client.has_key(GITHUB) and not client.offline:
        why = f"GitHub answers only with a key in {GITHUB.key_variable}"
        left_out.append(LeftOut(what="code repositories", count=len(names), why=why))
        return {}
    with progress("Asking GitHub", len(names)) as tell:
        found, problems = repositories.ask(names, client, tell)
    if lost := len(names) - len(found):
        why = problems[0].message if problems else "GitHub says nothing of them"
        left_out.append(LeftOut(what="code repositories", count=lost, why=why))
    return found


def _links(
    shelf: Catalogue, content: Path, repos: Collection[str], left_out: list[LeftOut], seconds: float | None
) -> dict[str, LinkState]:
    """Return what the link check says of the papers' own links; without ``seconds``, what it said before."""
    every = {url for _, url in faulty_links.links(shelf)}
    own = {urldefrag(url).url for url in every if not (repositories.is_front(url) and repositories.name(url) in repos)}
    found = [one for one in outgoing.collect(content)[0] if one.url in own]
    memory = outgoing.Memory()
    if seconds is None:
        answers = {one.url: memory.answers[one.url] for one in found if one.url in memory.answers}
        return {url: state for url, one in answers.items() if (state := _state(one))}
    stop = threading.Event()
    probe = outgoing.LinkProbe(outgoing.Throttle(sleep=stop.wait), stop=stop)
    with progress("Requesting links", len(found)) as tell:
        done = 0

        def told() -> None:
            nonlocal done
            done += 1
            tell("", done)

        now = dt.datetime.now(dt.UTC)
        try:
            checked = outgoing.run(found, probe, memory, now, told=told, stop=stop, seconds=seconds)
        except ShelfError as error:  # no host answers: that is no fault of the links, and the services' news stay
            left_out.append(LeftOut(what="links", count=len(found), why=error.problems[0].message))
            return {}
    left_out += _unclear(checked)
    return {one.link.url: state for one in checked if (state := _state(one.answer))}


def _state(answer: outgoing.Answer) -> LinkState | None:
    """Return what an answer says of a link; None where it may be a bad day of its host."""
    if answer.verdict in {"ok", "moved"}:
        return LinkState(verdict="works")
    if answer.verdict == "gone" and answer.since and answer.since.date() < answer.asked.date():
        return LinkState(verdict="gone", since=answer.since.date().isoformat())
    return None


def _unclear(checked: Collection[Checked]) -> list[LeftOut]:
    """Return how many links are not judged yet, and why."""
    first = sum(one.answer.verdict == "gone" and _state(one.answer) is None for one in checked)
    late = sum(one.answer.verdict == "unchecked" for one in checked)
    found = []
    if first:
        found.append(
            LeftOut(
                what="links", count=first, why="gone today; they are reported if they are still gone on a later day"
            )
        )
    if late:
        found.append(LeftOut(what="links", count=late, why="not checked: time ran out, or their host is slow"))
    return found
