"""Attribution: which of the records that services returned are of the papers they were asked about, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.content import catalogue
from generator.intake.accession import printed
from generator.intake.offer import source_of
from generator.intake.service_ledgers import places
from generator.intake.ties import tie
from generator.model import Catalogue, Identifiers
from generator.problems import Problem
from generator.services import Fetched, Gathering
from generator.text import likeness, titles


def attributed(
    gatherings: Mapping[str, Gathering], shelf: Catalogue, date: str
) -> tuple[dict[str, tuple[Fetched, ...]], list[Problem]]:
    """Return the records of each paper, by its key, that the matcher ties to it, and the problem of each other record."""
    asked = [(key, one, source_of(one)) for key, gathering in gatherings.items() for one in gathering.found]
    facts = ((source.service, source.format, printed(source.records[0])) for _, _, source in asked)
    refs = [place.ref for place in places(facts, shelf, date)]
    records = {ref: source.records[0] for ref, (_, _, source) in zip(refs, asked, strict=True)}
    tied = tie(records, identified(shelf, gatherings.items())).by_ref() if records else {}
    own: dict[str, list[Fetched]] = {}
    others: dict[tuple[str, str | None], list[Fetched]] = {}
    for ref, (key, one, _) in zip(refs, asked, strict=True):
        if tied[ref] == key:
            own.setdefault(key, []).append(one)
        else:
            others.setdefault((key, tied[ref]), []).append(one)
    problems = [foreign(some, key, other, shelf.root) for (key, other), some in others.items()]
    return {key: tuple(some) for key, some in own.items()}, problems


def told(gatherings: Iterable[Gathering]) -> tuple[Problem, ...]:
    """Return what went wrong, each fault of a service once, as the worst that it was."""
    found: dict[tuple[str, ...], Problem] = {}
    for problem in (problem for gathering in gatherings for problem in gathering.problems):
        # Where no service can be reached, that is one fault, however many papers were asked for.
        place = "" if problem.code == "add.offline" else problem.path
        same = (problem.code, place, problem.message, problem.hint)
        if same not in found or (problem.severity, found[same].severity) == ("error", "warning"):
            found[same] = problem
    return tuple(found.values())


def identified(shelf: Catalogue, asked: Iterable[tuple[str, Gathering]]) -> Catalogue:
    """Return the shelf with the identifiers that a search found for papers of which only the title is known.

    An equal title is not enough for the matcher, and these papers have nothing else to compare. Here only one paper has
    the title, and somebody asked for it by that title.
    """
    papers = dict(shelf.papers)
    for key, gathering in asked:
        paper = papers[key]
        bare = paper.title and not paper.authors and paper.identifiers == Identifiers()
        if bare and gathering.title and gathering.found and equal(paper.title or "", gathering.title):
            papers[key] = paper.model_copy(update={"identifiers": gathering.found[0].record.identifiers})
    return replace(shelf, papers=papers)


def foreign(others: Sequence[Fetched], key: str, tied: str | None, root: Path) -> Problem:
    """Return the problem of records that were fetched for one paper and are not tied to it."""
    services = ", ".join(one.service.title for one in others)
    whose = f"is {tied}" if tied else "may be another paper"
    message = f"the paper that the services ({services}) returned, {others[0].record.title[:100]!r}, {whose}"
    hint = f"check identifiers, title and authors of {key}; nothing was taken from these services"
    return Problem(
        path=catalogue.place(root, key), code="refresh.other-paper", message=message, hint=hint, severity="warning"
    )


def equal(one: str, other: str) -> bool:
    """Whether two titles are the same apart from case, accents and punctuation."""
    return likeness.compare(titles.forms(one), titles.forms(other)).likeness == "equal"
