"""Finds where a service disagrees with a paper; a person's values stay, and the difference is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from generator.matching import merge, versions
from generator.model import Name, Paper, Record
from generator.text import folding, likeness, names, pagination, titles

SHOWN = 6  # authors of a long list that are printed


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One field in which a paper and a service differ."""

    key: str
    field: str
    ours: str
    theirs: str
    service: str

    def __str__(self) -> str:
        """Return the line for a person."""
        return f"{self.key}: {self.field}: ours {self.ours!r}, {self.service} {self.theirs!r}"

    def as_json(self) -> dict[str, str]:
        """Return the shape that ``--json`` prints."""
        return asdict(self)


def differences(key: str, paper: Paper, record: Record, service: str) -> Iterator[Difference]:
    """Yield the fields that both have and that cannot both be right; another spelling of the same is no difference."""
    theirs, _ = merge.merge([record])
    for field, one, other in _differing(paper, theirs, is_first=service == "arXiv"):
        yield Difference(key=key, field=field, ours=one, theirs=other, service=service)


def _differing(ours: Paper, theirs: Paper, *, is_first: bool) -> Iterator[tuple[str, str, str]]:
    if ours.title and theirs.title and not _same_title((ours.title, *ours.aliases), theirs.title):
        yield "title", ours.title, theirs.title
    if ours.authors and theirs.authors and not _same_people(ours, theirs):
        yield "authors", _listed(ours.authors), _listed(theirs.authors)
    elif not ours.authors and ours.author_count and theirs.authors and not theirs.et_al:
        count = max(len(theirs.authors), theirs.author_count or 0)
        if ours.author_count != count:
            yield "author_count", str(ours.author_count), str(count)
    if ours.date and theirs.date and not _same_date(ours.date, theirs.date, is_first=is_first):
        yield "date", ours.date, theirs.date
    for kind in ("arxiv", "acl", "openreview"):
        one, other = getattr(ours.identifiers, kind), getattr(theirs.identifiers, kind)
        if one and other and one != other:
            yield f"identifiers.{kind}", one, other
    yield from _of_version(ours, theirs)
    for kind in ("code", "project"):
        one, other = getattr(ours.links, kind), getattr(theirs.links, kind)
        if one and other and _address(one) != _address(other):
            yield f"links.{kind}", one, other


def _of_version(ours: Paper, theirs: Paper) -> Iterator[tuple[str, str, str]]:
    """Yield where a service's published version is unknown to us, or differs from ours."""
    known, cited = versions.cited(theirs), versions.cited(ours)
    if known is None or cited is None:
        return
    same = [one for one in versions.every(ours) if versions.compare(one, known) != "other"]
    for name in ("venue", "date", "volume", "number", "pages", "doi") if same else ("venue", "doi"):
        one, other = getattr((same or [cited])[0], name), getattr(known, name)
        if one and other and not agree(name, one, other):
            yield {"date": "published", "doi": "identifiers.doi"}.get(name, name), one, other


def agree(name: str, ours: str, theirs: str) -> bool:
    """Whether two values of a version's field mean the same."""
    if name == "date":
        return ours[:4] == theirs[:4] or _same_date(ours, theirs, is_first=True)  # online first, then in print
    if name == "pages":
        return pagination.pages(ours)[0] == pagination.pages(theirs)[0]
    return _within(folding.fold(ours), folding.fold(theirs)) if name != "doi" else ours == theirs


def _same_title(ours: Sequence[str], theirs: str) -> bool:
    """Whether a title is one of ours, apart from accents, case, punctuation and notes in brackets."""
    other = titles.forms(theirs)
    return any(likeness.compare(titles.forms(one), other).likeness in {"equal", "noted", "missing"} for one in ours)


def _same_people(ours: Paper, theirs: Paper) -> bool:
    """Whether the lists name the same people in the same order; initials match names, and a shortened list the full one."""
    left, right = ([names.fold(name) for name in paper.authors] for paper in (ours, theirs))
    open_end = ours.et_al or theirs.et_al or bool(ours.author_count) or bool(theirs.author_count)
    if len(left) != len(right) and not open_end:
        return False
    return all(
        one.surname == other.surname and (one.initials[:1] == other.initials[:1] or not (one.given and other.given))
        for one, other in zip(left, right, strict=False)
    )


def _same_date(ours: str, theirs: str, *, is_first: bool) -> bool:
    """Whether two dates can both be right: ours is that of the first version, theirs may be that of a later one."""
    if ours.startswith(theirs) or theirs.startswith(ours) or (theirs > ours and not is_first):
        return True
    try:
        return abs((date.fromisoformat(ours) - date.fromisoformat(theirs)).days) <= 1  # time zones
    except ValueError:  # only a year or a month
        return False


def _within(one: str, other: str) -> bool:
    """Whether one venue's name is part of the other."""
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _address(url: str) -> str:
    return url.lower().partition("://")[2].removeprefix("www.").rstrip("/").removesuffix(".git")


def _listed(people: Sequence[Name]) -> str:
    return ", ".join(map(str, people[:SHOWN])) + (f" and {len(people) - SHOWN} more" if len(people) > SHOWN else "")
