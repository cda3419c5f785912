"""What a change makes doubtful: papers that may stand on the shelf twice now, and addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from generator import checks
from generator.changes.comparison import renames
from generator.matching import merge
from generator.matching.clusters import cluster
from generator.model import Catalogue, Match, Paper, Record, tied
from generator.problems import Problem
from generator.storage import files
from generator.text.folding import fold

_CODES = {"paper.duplicate-identifier", "paper.similar-title"}


def doubts(before: Catalogue, after: Catalogue, known: Collection[Problem]) -> list[Problem]:
    """Return what is new to doubt, by place. ``known`` are the faults of the files of ``after``."""
    told = list(_checked(before, after, known))
    pairs = {_pair(Path(one.path).stem, key) for one in told for key in _named(one.message, after)}
    return sorted({*told, *_matched(before, after, pairs), *_without_redirect(before, after)})


def _checked(before: Catalogue, after: Catalogue, known: Collection[Problem]) -> Iterator[Problem]:
    """Yield the duplicates that ``shelf check`` finds now and did not find before."""
    found = [one for one in checks.check(after, tuple(known)) if one.code in _CODES]
    if not found:
        return
    old = {(one.code, Path(one.path).stem, one.message) for one in checks.check(before) if one.code in _CODES}
    yield from (one for one in found if (one.code, Path(one.path).stem, one.message) not in old)


def _named(message: str, catalogue: Catalogue) -> set[str]:
    """Return the papers that a message names."""
    return {word for word in message.replace(":", " ").split() if word in catalogue.papers}


def _matched(before: Catalogue, after: Catalogue, told: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """Yield the pairs with an added or changed paper that the matcher takes, or may take, for one."""
    renamed = renames(before, after)
    touched = {
        key
        for key, paper in after.papers.items()
        if (old := before.papers.get(renamed.get(key, key))) is None or _matter(old) != _matter(paper)
    }
    found = _pairs(after, touched) if touched else {}
    known = _pairs(before, before.papers.keys() & {renamed.get(key, key) for key in touched}) if found else {}
    for (one, other), answer in sorted(found.items()):
        key, than = (one, other) if one in touched else (other, one)
        past = known.get(_pair(renamed.get(one, one), renamed.get(other, other)))
        if _pair(one, other) in told or (past and past.verdict == answer.verdict):
            continue
        verb = "is the same paper as" if answer.verdict == "same" else "may be the same paper as"
        message = f"{key} {verb} {than} ({after.papers[than].name}): {'; '.join(answer.evidence)}"
        hint = "merge the two files, or say in decisions.yml that they are different"
        yield _note(after, key, f"diff.{answer.verdict}", message, hint)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _matter(paper: Paper) -> tuple[object, ...]:
    """Return what of a paper the matcher reads."""
    return tuple(merge.as_records(paper)), paper.aliases


def _pairs(after: Catalogue, touched: AbstractSet[str]) -> dict[tuple[str, str], Match]:
    """Return the pairs of papers that come out same or unsure, as an import would find them."""
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
    """Yield the new papers that were there under another key, which nothing leads on from."""
    formers = {former for paper in after.papers.values() for former in paper.former_keys}
    gone = {key: paper for key, paper in before.papers.items() if key not in after.papers and key not in formers}
    signs = {sign: key for key, paper in gone.items() for sign in _signs(paper)}
    for key, paper in after.papers.items():
        if key in before.papers:
            continue
        if former := next((signs[sign] for sign in _signs(paper) if sign in signs), None):
            message = f"{key} stood under the key {former}, and its old address leads nowhere"
            yield _note(after, key, "diff.no-redirect", message, f"add {former} to its former_keys")


def _signs(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield what tells that two files are of one paper, as far as a rename needs it."""
    yield "title", fold(paper.name)
    yield from ((name, str(value)) for name, value in paper.identifiers if value)


def _note(catalogue: Catalogue, key: str, code: str, message: str, hint: str) -> Problem:
    path = files.shown(catalogue.root / "papers" / f"{key}.yml")
    return Problem(path=path, code=code, message=message, hint=hint, severity="warning")
