"""`shelf add` and `shelf refresh`: papers looked up one by one, as an offer of what would be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from generator.content import catalogue
from generator.intake import attribution
from generator.intake.accession import settle
from generator.intake.completion import filled
from generator.intake.discrepancies import Difference, differences
from generator.intake.offer import NAME_LENGTH, Offer, source_of
from generator.intake.outcome import Found, Outcome
from generator.model import Catalogue, Identifiers, Paper, Record
from generator.problems import Problem, ShelfError
from generator.services import Fetched, Gathering, Reference
from generator.text import keys


def add(gatherings: Sequence[Gathering], shelf: Catalogue, *, date: str, family: str | None = None) -> Offer:
    """Return what adding fetched papers would write: new papers, additions to existing ones, and questions.

    Gatherings that turn out to be of one paper become one. ``family`` is the key of the family for new papers.
    """
    problems = attribution.told(gatherings)
    wanted = [one for one in gatherings if one.found]
    if not wanted:
        return Offer(problems=problems)
    known = attribution.identified(shelf, [(key, one) for one in wanted if one.title for key in shelf.papers])
    answers = {source_of(one).records[0]: one for gathering in wanted for one in gathering.found}
    asked = [[source_of(one).records[0] for one in gathering.found] for gathering in wanted]
    outcome = settle(list(map(source_of, answers.values())), known, date=date, family=family)
    tied = _tied(outcome)
    apart = [(one, tied[first]) for first, *rest in asked for one in rest if tied[one] is not tied[first]]
    if apart:
        problems = (*problems, *(_apart(record, found) for record, found in apart))
        own = {one for records in asked for one in records if tied[one] is tied[records[0]]}
        outcome = settle(
            [source_of(one) for record, one in answers.items() if record in own], known, date=date, family=family
        )
        tied = _tied(outcome)
    homes = [tied[first] for first, *_ in asked]
    is_asked = any(change.path == "review.yml" for change in outcome.changes)
    fetched: dict[str, list[Fetched]] = {}
    others = []
    for record, one in answers.items():
        found = tied.get(record)
        if found and found.verdict == "matched" and found.key:
            fetched.setdefault(found.key, []).append(one)
        elif found and (found.verdict == "new" or is_asked):
            others.append(source_of(one))
    papers = tuple(dict.fromkeys(homes))
    if not fetched and len(others) == len(tied):  # matched as they are written
        return Offer(papers=papers, changes=outcome.changes, problems=problems)
    offer = filled(fetched, papers, shelf, date, problems, keep=False, others=others, family=family)
    matched = [(home.key, one) for home, one in zip(homes, wanted, strict=True) if home.key and home.key in fetched]
    return replace(offer, differences=_differences(matched, shelf))


def refresh(
    gatherings: Mapping[str, Gathering], shelf: Catalogue, *, date: str, problems: Sequence[Problem] = ()
) -> Offer:
    """Return what the papers, by key, would gain, and where the services disagree with them; ``problems`` come first.

    A record that the matcher does not tie to the paper it was fetched for adds nothing and is only reported.
    """
    problems = [*dict.fromkeys(problems), *attribution.told(gatherings.values())]
    answers = {key: [(one, source_of(one)) for one in gathering.found] for key, gathering in gatherings.items()}
    sources = {source.records[0]: source for some in answers.values() for _, source in some}
    wanted = {source.records[0]: key for key, some in answers.items() for _, source in some}
    outcome = settle(list(sources.values()), attribution.identified(shelf, gatherings.items()), date=date)
    tied = {record: one.key for record, one in _tied(outcome).items()}
    fetched: dict[str, list[Fetched]] = {}
    for key, some in answers.items():
        fetched[key] = [one for one, source in some if tied[source.records[0]] == key]
        own = [one for one, source in some if wanted[source.records[0]] == key]
        others = [one for one in own if one not in fetched[key]]
        if others:
            problems.append(attribution.foreign(others, key, tied[source_of(others[0]).records[0]], shelf.root))
    found = tuple(one for one in outcome.papers if one.key in fetched)
    offer = filled(fetched, found, shelf, date, problems, keep=True)
    return replace(offer, differences=_differences(gatherings.items(), shelf))


def stubs(references: Sequence[Reference], shelf: Catalogue, *, family: str | None = None) -> Offer:
    """Return stubs to fill in by hand, which hold only the identifiers or the title.

    A reference of which a file can hold nothing is the problem ``add.stub``.
    """
    offers = []
    for reference in references:
        try:
            offer, paper = _stub(reference, shelf, family)
        except ShelfError as error:
            offers.append(Offer(problems=error.problems))
            continue
        offers.append(offer)
        shelf = replace(shelf, papers={**shelf.papers, **paper})
    return Offer(
        papers=tuple(paper for one in offers for paper in one.papers),
        changes=tuple(change for one in offers for change in one.changes),
        problems=tuple(problem for one in offers for problem in one.problems),
    )


def _stub(reference: Reference, shelf: Catalogue, family: str | None) -> tuple[Offer, dict[str, Paper]]:
    """Return the offer of a stub, and the stub by its key; none if the paper is there. Raises ShelfError."""
    ids = reference.identifiers
    if not reference.title and ids == Identifiers():
        message = "a paper's file cannot hold a service's own number, or an address that has no identifier"
        hint = "use the paper's arXiv id, DOI, PubMed id, ACL Anthology id, OpenReview id or title"
        raise ShelfError(Problem(path=reference.typed, code="add.stub", message=message, hint=hint))
    for key, paper in shelf.papers.items():
        shared = [value for kind, value in ids if value and getattr(paper.identifiers, kind) == value]
        equal = reference.title and any(
            attribution.equal(reference.title, one) for one in (paper.title, *paper.aliases) if one
        )
        if shared or equal:
            evidence = (f"it has {shared[0]}" if shared else "it has this title",)
            explain = partial(tuple, evidence)
            found = Found(key=key, title=paper.name, verdict="matched", records=(), explain=explain)
            return Offer(papers=(found,)), {}
    kind, value = next(((kind, value) for kind, value in ids if value), ("", ""))
    paper = Paper(
        title=reference.title or None,
        display=None if reference.title else f"{kind} {value}",
        identifiers=ids,
        families=(family,) if family else (),
    )
    key = _key(reference.title, kind, value, shelf)
    found = Found(key=key, title=paper.name, verdict="new", records=(), explain=lambda: ("a stub to fill in",))
    changes = tuple(catalogue.changes(shelf, {f"papers/{key}.yml": paper}))
    return Offer(papers=(found,), changes=changes), {key: paper}


def _tied(outcome: Outcome) -> dict[Record, Found]:
    """Return what became of each record."""
    return {record: found for found in outcome.papers for record in found.records}


def _apart(record: Record, found: Found) -> Problem:
    """Return the problem of a record that does not belong to the same paper as the first one."""
    message = f"the record of {record.title[:100]!r} does not belong to {found.key or 'the paper that was asked for'}"
    hint = "are there two files of one paper? The record was left out"
    return Problem(path=record.source, code="add.apart", message=message, hint=hint, severity="warning")


def _differences(gatherings: Iterable[tuple[str, Gathering]], shelf: Catalogue) -> tuple[Difference, ...]:
    """Return where the services disagree with the papers; the same value from several services is one difference."""
    services: dict[tuple[str, str, str, str], list[str]] = {}
    for key, gathering in gatherings:
        for one in gathering.found:
            for found in differences(key, shelf.papers[key], one.record, one.service.title):
                services.setdefault((found.key, found.field, found.ours, found.theirs), []).append(found.service)
    return tuple(
        Difference(key=key, field=field, ours=ours, theirs=theirs, service=", ".join(who))
        for (key, field, ours, theirs), who in services.items()
    )


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
