"""Checks whether a paper's dates, identifiers, versions and number of authors fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.inventory import once_a_paper
from generator.matching import versions
from generator.model import Paper
from generator.problems import Severity
from generator.text import identifiers
from generator.yaml_files import Steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """A problem, located by the path to a field of the paper's file."""

    at: Steps
    code: str
    message: str
    hint: str
    severity: Severity = "warning"


@once_a_paper
def doubts(paper: Paper) -> tuple[Doubt, ...]:
    """Return what is impossible or deserves a second look."""
    return tuple(_doubts(paper))


def _doubts(paper: Paper) -> Iterator[Doubt]:
    if paper.author_count and paper.author_count < len(paper.authors):
        message = f"author_count is {paper.author_count}, but {len(paper.authors)} authors are listed"
        hint = "it counts all authors: correct it, or delete the line"
        yield Doubt(at=("author_count",), code="paper.author-count", message=message, hint=hint)
    yield from _preprint(paper)
    if paper.date and paper.published and (years := int(paper.date[:4]) - int(paper.published[:4])) > 1:
        message = f"published {paper.published}, {years} years before the first public version, {paper.date}"
        yield Doubt(at=("published",), code="date.published", message=message, hint="check both dates")
    yield from _proceedings(paper)
    yield from _statuses(paper)
    seen = {paper.identifiers.doi: "the identifiers"}
    for number, one in enumerate(paper.other_versions):
        at = ("other_versions", number)
        if not one.venue and not one.doi:
            message = "this version has neither a venue nor a DOI"
            yield Doubt(at=at, code="version.unnamed", message=message, hint="add one of them", severity="error")
        if one.doi and one.doi in seen:
            message = f"{one.doi} is already among {seen[one.doi]}"
            yield Doubt(at=(*at, "doi"), code="version.twice", message=message, hint="delete one of the two")
        seen.setdefault(one.doi, "the other versions")
        if paper.published and one.date and one.date[:4] > paper.published[:4] and not versions.is_preprint(one):
            message = f"a version of {one.date} is newer than the cited one, of {paper.published}"
            hint = "the newest published version is the one to cite: swap the two"
            yield Doubt(at=(*at, "date"), code="version.newer", message=message, hint=hint)


def _statuses(paper: Paper) -> Iterator[Doubt]:
    """Yield kinds of status that are there twice, and dates before the paper's own."""
    first = min(filter(None, (paper.date, paper.published)), default="")
    seen = set()
    for number, one in enumerate(paper.status):
        at = ("status", number)
        if one.kind in seen:
            message = f"the status {one.kind} is there twice"
            yield Doubt(at=at, code="status.twice", message=message, hint="delete one of the two, or join them")
        seen.add(one.kind)
        size = min(len(one.date or ""), len(first))
        if one.date and one.date[:size] < first[:size]:
            message = f"{one.kind} {one.date}, before the paper appeared, {first}"
            yield Doubt(at=(*at, "date"), code="status.date", message=message, hint="check both dates")


def _proceedings(paper: Paper) -> Iterator[Doubt]:
    """Yield dates that do not match the year in the ACL Anthology id, which is that of the proceedings."""
    acl = identifiers.acl(paper.identifiers.acl or "")
    if not acl:
        return
    year = int(acl[:4]) if acl[0].isdigit() else int(acl[1:3]) + (1900 if int(acl[1:3]) > 50 else 2000)
    wrong = {
        "date": bool(paper.date) and int((paper.date or "0")[:4]) > year + 1,
        "published": bool(paper.published) and abs(int((paper.published or "0")[:4]) - year) > 1,
    }
    for name in (name for name, is_wrong in wrong.items() if is_wrong):
        message = f"{name} is {getattr(paper, name)}, but the ACL Anthology id {acl} is from {year}"
        yield Doubt(
            at=(name,), code="date.acl", message=message, hint="one of the two belongs to another paper: check both"
        )


def _preprint(paper: Paper) -> Iterator[Doubt]:
    """Yield a date that is far from the month in the arXiv id."""
    arxiv = identifiers.arxiv(paper.identifiers.arxiv or "")
    if not arxiv or not paper.date:
        return
    digits = arxiv.rpartition("/")[2]
    year, month = int(digits[:2]) + (1900 if int(digits[:2]) > 90 else 2000), int(digits[2:4])
    months = (int(paper.date[:4]) - year) * 12 + (int(paper.date[5:7]) - month if paper.date[5:] else 0)
    if abs(months) > 12:
        side = "after" if months > 0 else "before"
        message = f"the date {paper.date} is more than a year {side} that of arXiv id {arxiv} ({year}-{month:02})"
        hint = "date is the day of the first public version: check both"
        yield Doubt(at=("date",), code="date.arxiv", message=message, hint=hint)
