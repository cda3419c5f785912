"""`shelf add` and `shelf refresh`: single papers from the services, as an offer of what would be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from generator.content import catalogue
from generator.intake.accession import Gathered, settle
from generator.intake.completion import filled
from generator.intake.discrepancies import Difference, differences
from generator.intake.offer import NAME_LENGTH, Offer, source_of
from generator.intake.outcome import Found
from generator.model import Catalogue, Identifiers, Paper
from generator.problems import Problem, ShelfError
from generator.services import Fetched, Gathering, Reference
from generator.text import keys, likeness, titles


def add(gathering: Gathering, shelf: Catalogue, *, date: str, family: str | None = None) -> Offer:
    """Return what adding a fetched paper would write: a new paper, additions to an existing one, or a question.

    ``family`` is the key of the family for a new paper.
    """
    if not gathering.found:
        return Offer(problems=gathering.problems)
    sources = {source_of(one).sha256: source_of(one) for one in gathering.found}
    problems = list(gathering.problems)
    first, *rest = sources.values()
    known = _identified(shelf, [(key, gathering) for key in shelf.papers])
    outcome = settle([first, *rest], known, date=date, family=family)
    found = next(one for one in outcome.papers if first.records[0] in one.records)
    if apart := [one for one in rest if one.records[0] not in found.records]:
        problems += [_apart(one, found) for one in apart]
        kept = [one for one in sources.values() if one not in apart]
        outcome = settle(kept, known, date=date, family=family)
        found = next(one for one in outcome.papers if first.records[0] in one.records)
    if found.key is None or found.verdict == "new":
        asked = found.key is not None or any(change.path == "review.yml" for change in outcome.changes)
        return Offer(papers=(found,), changes=outcome.changes if asked else (), problems=tuple(problems))
    fetched = [one for one in gathering.found if source_of(one).records[0] in found.records]
    offer = filled({found.key: fetched}, (found,), shelf, date, problems, keep=False)
    return replace(offer, differences=_differences({found.key: gathering}, shelf))


def refresh(
    gatherings: Mapping[str, Gathering], shelf: Catalogue, *, date: str, problems: Sequence[Problem] = ()
) -> Offer:
    """Return what the papers, by key, would gain, and where the services disagree with them; ``problems`` come first.

    A record that the matcher does not tie to the paper it was fetched for adds nothing and is only reported.
    """
    problems = list(dict.fromkeys((*problems, *(problem for one in gatherings.values() for problem in one.problems))))
    wanted = {source_of(one).sha256: key for key, gathering in gatherings.items() for one in gathering.found}
    sources = {source_of(one).sha256: source_of(one) for gathering in gatherings.values() for one in gathering.found}
    outcome = settle(list(sources.values()), _identified(shelf, gatherings.items()), date=date)
    tied = {record: one.key for one in outcome.papers for record in one.records}
    fetched: dict[str, list[Fetched]] = {}
    for key, gathering in gatherings.items():
        fetched[key] = [one for one in gathering.found if tied[source_of(one).records[0]] == key]
        others = [one for one in gathering.found if one not in fetched[key] and wanted[source_of(one).sha256] == key]
        if others:
            problems.append(_foreign(others, key, tied[source_of(others[0]).records[0]]))
    found = tuple(one for one in outcome.papers if one.key in fetched)
    offer = filled(fetched, found, shelf, date, problems, keep=True)
    return replace(offer, differences=_differences(gatherings, shelf))


def stub(reference: Reference, shelf: Catalogue, *, family: str | None = None) -> Offer:
    """Return a stub to fill in by hand: only the identifiers or the title. Raises ShelfError."""
    ids = reference.identifiers
    if not reference.title and ids == Identifiers():
        message = "a paper's file cannot hold a service's own number, or an address that has no identifier"
        hint = "use the paper's arXiv id, DOI, PubMed id, ACL Anthology id, OpenReview id or title"
        raise ShelfError(Problem(path=reference.typed, code="add.stub", message=message, hint=hint))
    for key, paper in shelf.papers.items():
        shared = [value for kind, value in ids if value and getattr(paper.identifiers, kind) == value]
        equal = reference.title and any(_equal(reference.title, one) for one in (paper.title, *paper.aliases) if one)
        if shared or equal:
            evidence = (f"it has {shared[0]}" if shared else "it has this title",)
            explain = partial(tuple, evidence)
            return Offer(papers=(Found(key=key, title=paper.name, verdict="matched", records=(), explain=explain),))
    kind, value = next(((kind, value) for kind, value in ids if value), ("", ""))
    paper = Paper(
        title=reference.title or None,
        display=None if reference.title else f"{kind} {value}",
        identifiers=ids,
        families=(family,) if family else (),
    )
    key = _key(reference.title, kind, value, shelf)
    found = Found(key=key, title=paper.name, verdict="new", records=(), explain=lambda: ("a stub to fill in",))
    return Offer(papers=(found,), changes=tuple(catalogue.changes(shelf, {f"papers/{key}.yml": paper})))


def _identified(shelf: Catalogue, asked: Iterable[tuple[str, Gathering]]) -> Catalogue:
    """Return the shelf with the identifiers that a search found for papers of which only the title is known.

    An equal title is not enough for the matcher, and these papers have nothing else to compare. Here only one paper has
    the title, and somebody asked for it by that title.
    """
    papers = dict(shelf.papers)
    for key, gathering in asked:
        paper = papers[key]
        bare = paper.title and not paper.authors and paper.identifiers == Identifiers()
        if bare and gathering.title and gathering.found and _equal(paper.title or "", gathering.title):
            papers[key] = paper.model_copy(update={"identifiers": gathering.found[0].record.identifiers})
    return replace(shelf, papers=papers)


def _apart(source: Gathered, found: Found) -> Problem:
    """Return the problem of a record that does not belong to the same paper as the first one."""
    record = source.records[0]
    message = f"the record of {record.title[:100]!r} does not belong to {found.key or 'the paper that was asked for'}"
    hint = "are there two files of one paper? The record was left out"
    return Problem(path=source.name, code="add.apart", message=message, hint=hint, severity="warning")


def _foreign(others: Sequence[Fetched], key: str, tied: str | None) -> Problem:
    """Return the problem of records that were fetched for one paper and are not tied to it."""
    services = ", ".join(one.service.title for one in others)
    whose = f"is {tied}" if tied else "may be another paper"
    message = f"the paper that the services ({services}) returned, {others[0].record.title[:100]!r}, {whose}"
    hint = f"check identifiers, title and authors of {key}; nothing was taken from these services"
    return Problem(path=key, code="refresh.other-paper", message=message, hint=hint, severity="warning")


def _differences(gatherings: Mapping[str, Gathering], shelf: Catalogue) -> tuple[Difference, ...]:
    """Return where the services disagree with the papers; the same value from several services is one difference."""
    services: dict[tuple[str, str, str, str], list[str]] = {}
    for key, gathering in gatherings.items():
        for one in gathering.found:
            for found in differences(key, shelf.papers[key], one.record, one.service.title):
                services.setdefault((found.key, found.field, found.ours, found.theirs), []).append(found.service)
    return tuple(
        Difference(key=key, field=field, ours=ours, theirs=theirs, service=", ".join(who))
        for (key, field, ours, theirs), who in services.items()
    )


def _equal(one: str, other: str) -> bool:
    return likeness.compare(titles.forms(one), titles.forms(other)).likeness == "equal"


def _key(title: str, kind: str, value: str, shelf: Catalogue) -> str:
    """Return an unused key, made from the title or the identifier."""
    taken = set(shelf.papers) | {former for paper in shelf.papers.values() for former in paper.former_keys}
    plain = keys.make_key(title) or "-".join(re.findall(r"[a-z0-9]+", f"{kind} {value}".lower())) or "paper"
    stem = key = plain[:NAME_LENGTH].strip("-")
    count = 1
    while key in taken:
        count += 1
        key = f"{stem}-{count}"
    return key
