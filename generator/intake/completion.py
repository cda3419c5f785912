"""Fills in papers of the shelf from services' records; an identifier of another paper is reported, not written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.content import catalogue
from generator.intake.accession import Gathered, settle
from generator.intake.offer import Offer, source_of
from generator.intake.outcome import Found
from generator.matching import merge, versions
from generator.model import Catalogue, Identifiers, Links, Paper, Record, Version
from generator.problems import Problem
from generator.services import Fetched
from generator.text import identifiers

_VERSION = ("venue", "published", "volume", "number", "pages", "other_versions")


def complete(paper: Paper, records: Sequence[Record], *, keep: bool) -> Paper:
    """Return the paper with its empty fields filled: those that an import fills, and also the date and links.

    A service that was asked for this one paper knows these; in a listing they could be the listing's own. With ``keep``,
    no existing value is changed, even if a newer version should be cited.
    """
    theirs, _ = merge.merge(records)
    filled = merge.fill(paper, records)
    changes: dict[str, Any] = {}
    if paper.author_count and not paper.authors and paper.author_count != (theirs.author_count or len(theirs.authors)):
        changes |= {"authors": (), "et_al": paper.et_al, "author_count": paper.author_count}  # one of the two is wrong
    if theirs.date and not filled.date:
        changes["date"] = theirs.date
    links = {kind: value for kind, value in theirs.links if value and getattr(filled.links, kind) is None}
    if links:
        changes["links"] = filled.links.model_copy(update=links)
    if keep:
        changes |= _kept(paper, filled)
    return filled.model_copy(update=changes) if changes else filled


def _kept(before: Paper, after: Paper) -> dict[str, Any]:
    """Return the existing values that filling would change; the fields of the cited version count as one."""
    kept: dict[str, Any] = {}
    if before.date:
        kept["date"] = before.date
    ours, theirs = versions.cited(before) or Version(), versions.cited(after) or Version()
    changed = any(value and getattr(theirs, name) != value for name, value in ours)
    if changed or any(one not in after.other_versions for one in before.other_versions):
        kept |= {name: getattr(before, name) for name in _VERSION}
        kept["identifiers"] = after.identifiers.model_copy(update={"doi": before.identifiers.doi})
    return kept


def filled(
    fetched: Mapping[str, Sequence[Fetched]],
    found: tuple[Found, ...],
    shelf: Catalogue,
    date: str,
    problems: Iterable[Problem],
    *,
    keep: bool,
    others: Sequence[Gathered] = (),
    family: str | None = None,
) -> Offer:
    """Return what the papers gain from the records tied to them; a source that adds nothing gets no ledger.

    ``others`` are the sources of new papers, which get the ``family``, and of questions.
    """
    used = {
        (kind, value): key
        for key, paper in shelf.papers.items()
        for kind, value in identifiers.unique(paper.identifiers)
    }
    papers: dict[str, Paper] = {}
    problems = list(problems)
    for key, ones in fetched.items():
        if not ones:
            continue
        paper = complete(shelf.papers[key], [source_of(one).records[0] for one in ones], keep=keep)
        paper, shared = without_foreign(key, shelf.papers[key], paper, used, shelf.root)
        problems += shared
        if paper != shelf.papers[key]:
            papers[key] = paper
    if not papers and not others:
        return Offer(papers=found, problems=tuple(problems))
    known = replace(shelf, papers={**shelf.papers, **papers})  # tied to the papers as they will be
    sources = [source_of(one) for key in papers for one in fetched[key]]
    outcome = settle([*sources, *others], known, date=date, family=family)
    ours = {f"papers/{key}.yml": paper for key, paper in papers.items()}
    changes = [
        *catalogue.changes(shelf, ours),
        *(change for change in outcome.changes if change.path not in ours),
    ]
    return Offer(
        papers=found,
        changes=tuple(changes),
        filled=tuple((key, field) for key, paper in papers.items() for field in _gained(shelf.papers[key], paper)),
        problems=tuple(problems),
    )


def without_foreign(
    key: str, before: Paper, paper: Paper, used: Mapping[tuple[str, str], str], root: Path
) -> tuple[Paper, list[Problem]]:
    """Return a paper without the new identifiers that others use, and the problem of each: a person must look."""
    new = [(kind, value) for kind, value in paper.identifiers if value and value != getattr(before.identifiers, kind)]
    foreign = {kind: value for kind, value in new if used.get((kind, value), key) != key}
    if not foreign:
        return paper, []
    own = paper.identifiers.model_copy(update=dict.fromkeys(foreign))
    shared = [_shared(catalogue.place(root, key), used[kind, value], value) for kind, value in foreign.items()]
    return paper.model_copy(update={"identifiers": own}), shared


def _gained(before: Paper, after: Paper) -> list[str]:
    """Return the fields that were empty and now are not, with full names such as ``links.code``."""
    fields = []
    for name in Paper.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(new, Identifiers | Links):
            fields += [f"{name}.{kind}" for kind, value in new if value and getattr(old, kind) is None]
        elif new != old and new not in (None, (), False):
            fields.append(name)
    return fields


def _shared(place: str, other: str, value: str) -> Problem:
    """Return the problem of an identifier that is already in another paper's file."""
    hint = "are these two files of one paper? It was not written to this one"
    message = f"{value} is already in the file of {other}"
    return Problem(path=place, code="add.shared-identifier", message=message, hint=hint, severity="warning")
