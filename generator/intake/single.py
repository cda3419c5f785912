"""Single papers from the services onto the shelf: what would be written is offered first, and written on yes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.content import catalogue
from generator.intake import completion, imports
from generator.intake.accession import Gathered, settle
from generator.intake.discrepancies import Difference, differences
from generator.intake.outcome import Found
from generator.model import Catalogue, Identifiers, Links, Paper
from generator.problems import Problem, ShelfError
from generator.services import Fetched, Gathering, Reference
from generator.storage import files, transactions
from generator.storage.transactions import Change
from generator.text import keys, titles

NAME_LENGTH = 60  # characters of an identifier in a ledger's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What became of one paper or several, and what would be written."""

    papers: tuple[Found, ...] = ()
    changes: tuple[Change, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()  # key and field of each empty field that would be filled
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints; ``written`` is the command's to add."""
        return {
            "papers": [
                {
                    "key": one.key,
                    "title": one.title,
                    "verdict": one.verdict,
                    "sources": [record.source for record in one.records],
                    "evidence": list(one.evidence),
                    "filled": [field for key, field in self.filled if key == one.key],
                }
                for one in self.papers
            ],
            "differences": [one.as_json() for one in self.differences],
            "changes": [{"path": change.path, "diff": change.diff()} for change in self.changes],
            "problems": [problem.as_json() for problem in self.problems],
        }


Plan = Callable[[Catalogue], Offer]


def add(gathering: Gathering, shelf: Catalogue, *, date: str, family: str | None = None) -> Offer:
    """Return what adding a fetched paper would write: a new paper, what an old one gains, or a question.

    ``family`` is the key of the family that a new paper gets.
    """
    if not gathering.found:
        return Offer(problems=gathering.problems)
    if family:
        trusted = gathering.found[0]
        named = replace(trusted, record=replace(trusted.record, hints=(*trusted.record.hints, family)))
        gathering = replace(gathering, found=(named, *gathering.found[1:]))
    sources = {_source(one).sha256: _source(one) for one in gathering.found}
    problems = list(gathering.problems)
    first, *rest = sources.values()
    known = _identified(shelf, [(key, gathering) for key in shelf.papers])
    outcome = settle([first, *rest], known, date=date)
    found = next(one for one in outcome.papers if first.records[0] in one.records)
    if apart := [one for one in rest if one.records[0] not in found.records]:
        problems += [_apart(one, found) for one in apart]
        kept = [one for one in sources.values() if one not in apart]
        outcome = settle(kept, known, date=date)
        found = next(one for one in outcome.papers if first.records[0] in one.records)
    if found.key is None or found.verdict == "new":
        asked = found.key is not None or any(change.path == "review.yml" for change in outcome.changes)
        return Offer(papers=(found,), changes=outcome.changes if asked else (), problems=tuple(problems))
    fetched = [one for one in gathering.found if _source(one).records[0] in found.records]
    offer = _filled({found.key: fetched}, (found,), shelf, date, problems, keep=False)
    return replace(offer, differences=_differences({found.key: gathering}, shelf))


def refresh(
    gatherings: Mapping[str, Gathering], shelf: Catalogue, *, date: str, problems: Sequence[Problem] = ()
) -> Offer:
    """Return what the papers, by key, would gain, and where the services disagree with them; ``problems`` come first.

    A record that the matcher does not tie to the paper for which it was fetched gives nothing but a difference.
    """
    problems = list(dict.fromkeys((*problems, *(problem for one in gatherings.values() for problem in one.problems))))
    wanted = {_source(one).sha256: key for key, gathering in gatherings.items() for one in gathering.found}
    sources = {_source(one).sha256: _source(one) for gathering in gatherings.values() for one in gathering.found}
    outcome = settle(list(sources.values()), _identified(shelf, gatherings.items()), date=date)
    tied = {record: one.key for one in outcome.papers for record in one.records}
    fetched: dict[str, list[Fetched]] = {}
    for key, gathering in gatherings.items():
        fetched[key] = [one for one in gathering.found if tied[_source(one).records[0]] == key]
        others = [one for one in gathering.found if one not in fetched[key] and wanted[_source(one).sha256] == key]
        if others:
            problems.append(_foreign(others, key, tied[_source(others[0]).records[0]]))
    found = tuple(one for one in outcome.papers if one.key in fetched)
    offer = _filled(fetched, found, shelf, date, problems, keep=True)
    return replace(offer, differences=_differences(gatherings, shelf))


def stub(reference: Reference, shelf: Catalogue, *, family: str | None = None) -> Offer:
    """Return a file to fill in by hand: the identifiers or the title, and nothing else. Raises ShelfError."""
    ids = reference.identifiers
    if not reference.title and ids == Identifiers():
        message = "a service's own number cannot stand in a paper's file"
        hint = "name the paper by its arXiv id, DOI, ACL Anthology id, OpenReview id or title"
        raise ShelfError(Problem(path=reference.typed, code="add.stub", message=message, hint=hint))
    for key, paper in shelf.papers.items():
        shared = [value for kind, value in ids if value and getattr(paper.identifiers, kind) == value]
        equal = reference.title and any(_equal(reference.title, one) for one in (paper.title, *paper.aliases) if one)
        if shared or equal:
            evidence = (f"it has {shared[0]}" if shared else "it has this title",)
            return Offer(papers=(Found(key=key, title=paper.name, verdict="matched", records=(), evidence=evidence),))
    kind, value = next(((kind, value) for kind, value in ids if value), ("", ""))
    paper = Paper(
        title=reference.title or None,
        display=None if reference.title else f"{kind} {value}",
        identifiers=ids,
        families=(family,) if family else (),
    )
    key = _key(reference.title, kind, value, shelf)
    found = Found(key=key, title=paper.name, verdict="new", records=(), evidence=("a stub to fill in",))
    return Offer(papers=(found,), changes=tuple(catalogue.changes(shelf.root, {f"papers/{key}.yml": paper})))


def write(
    content: Path, shown: Offer, shelf: Catalogue, plan: Plan, waiting: Callable[[], None] = lambda: None
) -> None:
    """Write what was shown of ``shelf``. Raises ShelfError with ``content.changed`` where that is outdated by now."""
    with transactions.locked(content, waiting):
        now = imports.loaded(content)
        if now != shelf and plan(now).changes != shown.changes:
            message = "the folder was changed while the question stood"
            hint = "run the command again"
            raise ShelfError(Problem(path=files.shown(content), code="content.changed", message=message, hint=hint))
        transactions.save(content, shown.changes)


def _identified(shelf: Catalogue, asked: Iterable[tuple[str, Gathering]]) -> Catalogue:
    """Return the shelf with the identifiers that a search found for papers of which the title is all that is known.

    An equal title is too little for the matcher, and of these papers there is nothing else to compare. Here the title
    names one paper alone, and somebody asked for it by that.
    """
    papers = dict(shelf.papers)
    for key, gathering in asked:
        paper = papers[key]
        bare = paper.title and not paper.authors and paper.identifiers == Identifiers()
        if bare and gathering.title and gathering.found and _equal(paper.title or "", gathering.title):
            papers[key] = paper.model_copy(update={"identifiers": gathering.found[0].record.identifiers})
    return replace(shelf, papers=papers)


def _filled(
    fetched: Mapping[str, Sequence[Fetched]],
    found: tuple[Found, ...],
    shelf: Catalogue,
    date: str,
    problems: Iterable[Problem],
    *,
    keep: bool,
) -> Offer:
    """Return what the papers gain from the records tied to them; a source that gives nothing leaves no ledger."""
    used = {(kind, value): key for key, paper in shelf.papers.items() for kind, value in paper.identifiers if value}
    papers: dict[str, Paper] = {}
    problems = list(problems)
    for key, ones in fetched.items():
        if not ones:
            continue
        paper = completion.complete(shelf.papers[key], [_source(one).records[0] for one in ones], keep=keep)
        foreign = {kind: None for kind, value in paper.identifiers if value and used.get((kind, value), key) != key}
        if foreign:  # another paper has this identifier: a person must look
            problems += [_shared(key, used[kind, value], value) for kind, value in paper.identifiers if kind in foreign]
            paper = paper.model_copy(update={"identifiers": paper.identifiers.model_copy(update=foreign)})
        if paper != shelf.papers[key]:
            papers[key] = paper
    if not papers:
        return Offer(papers=found, problems=tuple(problems))
    known = replace(shelf, papers={**shelf.papers, **papers})  # tied to the papers as they will be
    outcome = settle([_source(one) for key in papers for one in fetched[key]], known, date=date)
    ours = {f"papers/{key}.yml": paper for key, paper in papers.items()}
    changes = [
        *catalogue.changes(shelf.root, ours),
        *(change for change in outcome.changes if change.path not in ours),
    ]
    return Offer(
        papers=found,
        changes=tuple(changes),
        filled=tuple((key, field) for key, paper in papers.items() for field in _gained(shelf.papers[key], paper)),
        problems=tuple(problems),
    )


def _gained(before: Paper, after: Paper) -> list[str]:
    """Return the fields that were empty and are not, ``links.code`` and the like by their whole name."""
    fields = []
    for name in Paper.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(new, Identifiers | Links):
            fields += [f"{name}.{kind}" for kind, value in new if value and getattr(old, kind) is None]
        elif new != old and new not in (None, (), False):
            fields.append(name)
    return fields


def _source(fetched: Fetched) -> Gathered:
    """Return what a service says as a source; it is known again by what it says of the paper.

    The answer's own text would not do: it holds time stamps and counts, and is another one each day.
    """
    record = fetched.record
    ident = next((value for _, value in record.identifiers if value), "") or record.id or keys.make_key(record.title)
    plain = "-".join(re.findall(r"[a-z0-9]+", ident.lower()))[:NAME_LENGTH].strip("-")
    name = f"{fetched.service.name}-{plain}"
    record = replace(record, source=name, line=1, upvotes=None, comments=None)
    facts = repr(record).encode("utf-8", "replace")
    return Gathered(
        name=name, format=fetched.service.format, sha256=hashlib.sha256(facts).hexdigest(), records=(record,)
    )


def _apart(source: Gathered, found: Found) -> Problem:
    """Return the problem of a record that belongs elsewhere than the first one."""
    record = source.records[0]
    message = f"the record of {record.title[:100]!r} belongs to another paper than {found.key or 'the one asked for'}"
    hint = "are there two files of one paper? It was left out"
    return Problem(path=source.name, code="add.apart", message=message, hint=hint, severity="warning")


def _shared(key: str, other: str, value: str) -> Problem:
    """Return the problem of an identifier that belongs to a paper and stands in another one's file."""
    hint = "are these two files of one paper? It was not written into this one"
    message = f"{value} stands in the file of {other}"
    return Problem(path=key, code="add.shared-identifier", message=message, hint=hint, severity="warning")


def _foreign(others: Sequence[Fetched], key: str, tied: str | None) -> Problem:
    """Return the problem of records that were fetched for one paper and are not tied to it."""
    services = ", ".join(one.service.title for one in others)
    whose = f"is that of {tied}" if tied else "may be that of another paper"
    message = f"what the services ({services}) say, {others[0].record.title[:100]!r}, {whose}"
    hint = f"look whether identifiers, title and authors of {key} are right; nothing was taken from these services"
    return Problem(path=key, code="refresh.other-paper", message=message, hint=hint, severity="warning")


def _differences(gatherings: Mapping[str, Gathering], shelf: Catalogue) -> tuple[Difference, ...]:
    """Return where the services disagree with the papers; what several of them print alike is one difference."""
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
    return titles.compare(titles.forms(one), titles.forms(other))[0] == "equal"


def _key(title: str, kind: str, value: str, shelf: Catalogue) -> str:
    """Return a key that is free: the title's, or one made of the identifier."""
    taken = set(shelf.papers) | {former for paper in shelf.papers.values() for former in paper.former_keys}
    plain = keys.make_key(title) or "-".join(re.findall(r"[a-z0-9]+", f"{kind} {value}".lower())) or "paper"
    stem = key = plain[:NAME_LENGTH].strip("-")
    count = 1
    while key in taken:
        count += 1
        key = f"{stem}-{count}"
    return key
