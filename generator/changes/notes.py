"""Warns about a change: papers that may now be on the shelf twice, and addresses that no longer work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from generator import checks
from generator.changes.comparison import renames, touches
from generator.matching import merge
from generator.matching.clusters import cluster
from generator.model import Catalogue, Match, Paper, Record, tied
from generator.problems import Problem
from generator.storage import files
from generator.text.folding import fold

_UNCHECKED = {
    "abstract",
    "authors",
    "builds_on",
    "compared_with",
    "date",
    "families",
    "keywords",
    "status",
    "summary",
    "topics",
}


def notes(before: Catalogue, after: Catalogue, known: Collection[Problem]) -> list[Problem]:
    """Return the new warnings, sorted by position. ``known`` are the problems of the files of ``after``."""
    touched = frozenset(touches(before, after))
    reported = list(_checked(before, after, known, touched))
    pairs = {_pair(Path(one.path).stem, key) for one in reported for key in _named(one.message, after)}
    return sorted({*reported, *_matched(before, after, touched, pairs), *_without_redirect(before, after)})


def _checked(
    before: Catalogue, after: Catalogue, known: Collection[Problem], touched: Collection[str]
) -> Iterator[Problem]:
    """Yield the duplicates that ``shelf check`` finds now but did not find before."""
    if all(one.severity != "error" for one in known) and _are_same_twins(before, after, touched):
        return
    found = checks.twins(after, tuple(known))
    if not found:
        return
    old = {(one.code, Path(one.path).stem, one.message) for one in checks.twins(before)}
    yield from (one for one in found if (one.code, Path(one.path).stem, one.message) not in old)


def _are_same_twins(before: Catalogue, after: Catalogue, touched: Collection[str]) -> bool:
    """Return whether no paper can have got a duplicate, because nothing has changed that tells."""
    names = [name for name in Paper.model_fields if name not in _UNCHECKED]
    return (
        before.papers.keys() == after.papers.keys()
        and before.decisions == after.decisions
        and before.ledgers == after.ledgers
        and all(
            getattr(before.papers[key], name) == getattr(after.papers[key], name) for key in touched for name in names
        )
    )


def _named(message: str, catalogue: Catalogue) -> set[str]:
    """Return the papers that a message mentions."""
    return {word for word in message.replace(":", " ").split() if word in catalogue.papers}


def _matched(
    before: Catalogue, after: Catalogue, changed: Collection[str], reported: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield pairs that include an added or changed paper and that the matcher finds the same, or possibly the same."""
    renamed = renames(before, after)
    touched = {
        key
        for key, paper in after.papers.items()
        if key in changed
        and ((old := before.papers.get(renamed.get(key, key))) is None or _compared(old) != _compared(paper))
    }
    found = _pairs(after, touched) if touched else {}
    known = _pairs(before, before.papers.keys() & {renamed.get(key, key) for key in touched}) if found else {}
    for (one, other), answer in sorted(found.items()):
        key, than = (one, other) if one in touched else (other, one)
        past = known.get(_pair(renamed.get(one, one), renamed.get(other, other)))
        if _pair(one, other) in reported or (past and past.verdict == answer.verdict):
            continue
        verb = "is the same paper as" if answer.verdict == "same" else "may be the same paper as"
        message = f"{key} {verb} {than} ({after.papers[than].name}): {'; '.join(answer.evidence)}"
        hint = "merge the two files, or say in decisions.yml that they are different"
        yield _note(after, key, f"diff.{answer.verdict}", message, hint)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _compared(paper: Paper) -> tuple[object, ...]:
    """Return the parts of a paper that the matcher reads."""
    return tuple(merge.as_records(paper)), paper.aliases


def _pairs(after: Catalogue, touched: AbstractSet[str]) -> dict[tuple[str, str], Match]:
    """Return the pairs of papers that an import would find same or unsure."""
    owners: list[str] = []
    records: list[Record] = []
    same: list[tuple[int, int]] = []
    first: dict[str, int] = {}
    for key, paper in after.papers.items():
        for title in dict.fromkeys((paper.title or "", *paper.aliases)):
            for record in merge.as_records(paper, title=title):
                first.setdefault(key, len(records))
                if key in touched:
                    same.append((first[key], len(records)))
                owners.append(key)
                records.append(record)
    now = {former: key for key, paper in after.papers.items() for former in paper.former_keys}
    now |= {record: now.get(key, key) for record, key in tied(after.ledgers).items()}
    different = [
        (first[one], first[other])
        for decision in after.decisions
        if decision.verdict == "different"
        for one, other in [tuple(now.get(side, side) for side in decision.pair)]
        if one in first and other in first
    ]
    known = [None if key in touched else key for key in owners]
    found = cluster(records, known=known, same=same, different=different)
    pairs: dict[tuple[str, str], Match] = {}
    answers = [(a, b, one) for a, b, one in found.unsure] + [(a, b, one) for (a, b), one in found.evidence.items()]
    for a, b, answer in answers:
        one, other = _pair(owners[a], owners[b])
        if one != other and not touched.isdisjoint({one, other}):
            pairs[one, other] = answer
    return pairs


def _without_redirect(before: Catalogue, after: Catalogue) -> Iterator[Problem]:
    """Yield renamed papers whose old key does not redirect."""
    formers = {former for paper in after.papers.values() for former in paper.former_keys}
    gone = {key: paper for key, paper in before.papers.items() if key not in after.papers and key not in formers}
    known = {name: key for key, paper in gone.items() for name in _names(paper)}
    for key, paper in after.papers.items():
        if key in before.papers:
            continue
        if former := next((known[name] for name in _names(paper) if name in known), None):
            message = f"{key} had the key {former} before, and its old address no longer works"
            yield _note(after, key, "diff.no-redirect", message, f"add {former} to its former_keys")


def _names(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield what identifies a paper after a rename: its title and identifiers."""
    yield "title", fold(paper.name)
    yield from ((name, str(value)) for name, value in paper.identifiers if value)


def _note(catalogue: Catalogue, key: str, code: str, message: str, hint: str) -> Problem:
    path = files.shown(catalogue.root / "papers" / f"{key}.yml")
    return Problem(path=path, code=code, message=message, hint=hint, severity="warning")
