"""The versions of a paper (preprint, conference, journal): which are the same, which to cite, and what each one lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from generator.model import Paper, Version
from generator.text import folding
from generator.text.preprint_servers import is_preprint_doi, is_server

Likeness: TypeAlias = Literal["same", "other", "unclear"]

_NUMBERS = ("volume", "number", "pages")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIRST = re.compile(r"\d+")


def is_preprint(one: Version) -> bool:
    """Whether a version is on a preprint server: by its DOI, else by its venue."""
    return is_preprint_doi(one.doi) if one.doi else bool(one.venue) and is_server(one.venue or "")


def when(one: Version) -> str:
    """Return when a version appeared, from its date or the year in its venue's name; "" if unknown."""
    return one.date or next(iter(_YEAR.findall(one.venue or "")), "")


def order(one: Version) -> tuple[str, ...]:
    """Return a sort key: oldest first, versions without a date before all others."""
    return (when(one), *(getattr(one, name) or "" for name in Version.model_fields))


def cited(paper: Paper) -> Version | None:
    """Return the version in a paper's own fields, published or on a server; None where they name none."""
    stated = {
        "venue": paper.venue,
        "date": paper.published,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "doi": paper.identifiers.doi,
    }
    return Version(**stated) if any(stated.values()) else None


def appeared(paper: Paper) -> str | None:
    """Return the date of the cited version (YYYY, YYYY-MM or YYYY-MM-DD), else that of the first public version."""
    one = cited(paper)
    if paper.published or one is None or is_preprint(one):
        return paper.published or paper.date
    year = when(one)  # from the venue's name; it cannot be earlier than the first version
    return year if year and year >= (paper.date or "")[:4] else paper.date


def every(paper: Paper) -> tuple[Version, ...]:
    """Return the cited version, then the others."""
    one = cited(paper)
    return ((one,) if one else ()) + paper.other_versions


def compare(a: Version, b: Version) -> Likeness:
    """Say whether two are the same version: by DOI, else by year, venue, volume and first page.

    Years differ by one (online first), venues are abbreviated: what differs must not outweigh what agrees.
    """
    if a == b:
        return "same"
    if is_preprint(a) != is_preprint(b):
        return "other"
    if a.doi and b.doi:
        return "same" if a.doi == b.doi else "other"
    agree, differ = _agreement(a, b)
    if differ <= agree:
        return "same"
    return "other" if differ > 1 else "unclear"


def _agreement(a: Version, b: Version) -> tuple[int, int]:
    """Return how many of year, venue, volume and first page agree, and how many of the first three differ."""
    pairs = [
        (when(a)[:4], when(b)[:4]),
        (_bare(a.venue), _bare(b.venue)),
        (folding.fold(a.volume or ""), folding.fold(b.volume or "")),
    ]
    printed = [(one, other) for one, other in pairs if one and other]
    agree = sum(one == other or _abbreviates(one, other) or _abbreviates(other, one) for one, other in printed)
    first, other_first = (_FIRST.findall(one.pages or "")[:1] for one in (a, b))
    return agree + (first == other_first != []), len(printed) - agree


def grouped(found: Iterable[Version]) -> list[list[Version]]:
    """Return what records print of versions, one list for each version; the order of the records does not matter.

    Those with the most fields come first. What may or may not belong to a version is left out, so that no version gets
    the numbers of another.
    """
    groups: list[list[Version]] = []
    for one in sorted(found, key=lambda one: (not one.doi, -_printed_fields(one), order(one))):
        likenesses = [{compare(one, other) for other in group} for group in groups]
        fitting = [
            group for group, seen in zip(groups, likenesses, strict=True) if "same" in seen and "other" not in seen
        ]
        if fitting:
            max(fitting, key=lambda group: _shared(one, group[0])).append(one)
        elif all("other" in seen for seen in likenesses):
            groups.append([one])
    return groups


def joined(known: Sequence[Version], found: Iterable[Version]) -> tuple[list[Version], list[Version]]:
    """Return the known versions, with missing fields filled from those found, and the versions that are new."""
    filled, new = list(known), []
    for one in found:
        likenesses = [compare(one, other) for other in filled]
        same = [number for number, likeness in enumerate(likenesses) if likeness == "same"]
        if same:
            best = max(same, key=lambda number: (_shared(one, filled[number]), -number))
            filled[best] = _filled(filled[best], one)
        elif "unclear" not in likenesses:
            new.append(one)
    return filled, new


def newest(versions: Sequence[Version]) -> Version | None:
    """Return the version to cite: the newest published one, else the newest on a server."""
    return max(versions, key=lambda one: (not is_preprint(one), order(one)), default=None)


def first_date(preprint: str | None, versions: Iterable[Version]) -> str | None:
    """Return the date of the first public version: the preprint's, unless another version appeared before."""
    oldest = min((one.date for one in versions if one.date), default=None)
    if preprint and oldest:
        size = min(len(preprint), len(oldest))
        return preprint if preprint[:size] <= oldest[:size] else oldest
    return preprint or oldest


def _filled(one: Version, other: Version) -> Version:
    """Return a version with missing fields filled; volume, number and pages only where those present agree."""
    agree = all(getattr(one, name) in (None, getattr(other, name)) for name in _NUMBERS)
    lacking = {name: value for name, value in other if getattr(one, name) is None and (agree or name not in _NUMBERS)}
    return one.model_copy(update=lacking)


def _printed_fields(one: Version) -> int:
    """Return how many fields have a value."""
    return sum(value is not None for _, value in one)


def _shared(one: Version, other: Version) -> int:
    """Return how many fields have the same value."""
    return sum(value is not None and value == getattr(other, name) for name, value in one)


def _bare(venue: str | None) -> str:
    """Return a venue's words without its year."""
    return " ".join(_YEAR.sub(" ", folding.fold(venue or "")).split())


def _abbreviates(short: str, long: str) -> bool:
    """Whether a venue abbreviates another: by the beginnings of its words (``eur respir j``) or by initials (``tacl``)."""
    words, rest = short.split(), iter(long.split())
    if len(words) > 1:
        return all(any(other.startswith(word) for other in rest) for word in words)
    initials = "".join(word[0] for word in long.split() if len(word) > 3)
    return len(short) > 2 and short == initials
