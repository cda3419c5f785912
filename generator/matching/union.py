"""Several records of one paper become one record, which says what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from generator.model import Identifiers, Record

T = TypeVar("T")

_LESS_SAID = {"", "misc", "unpublished", "online"}  # BibTeX's kinds of what is not, or not yet, printed


def join(group: Sequence[Record]) -> Record:
    """Return one record: per field what most of the group print, ties as the fullest of those with a venue has it.

    Id and place are that one's; links, hints and further fields are those of all. A date, volume or page of what was
    published goes before that of a preprint.
    """
    if len(group) == 1:
        return group[0]
    ranked = sorted(group, key=_fullness, reverse=True)  # the sort is stable: of equals, the first
    published = [one for one in ranked if one.venue]

    def most(name: str) -> str:
        return _most(getattr(one, name) for one in published) or _most(getattr(one, name) for one in ranked) or ""

    whole = [one.authors for one in ranked if one.authors and not one.et_al]
    authors = _most(whole or [one.authors for one in ranked], _length) or ()
    count = max(one.author_count or 0 for one in ranked)
    dates = [one.date for one in published if one.date] or [one.date for one in ranked if one.date]
    year = _most(date[:4] for date in dates)
    known = {kind: _most(getattr(one.identifiers, kind) for one in ranked) for kind in Identifiers.model_fields}
    dois = dict.fromkeys(one.identifiers.doi for one in group)  # a preprint has one of its own: it becomes a link
    further: dict[str, str] = {}
    for one in ranked:
        further |= {name: text for name, text in one.further if name not in further}
    return replace(
        ranked[0],
        id=next((one.id for one in ranked if one.id), ""),
        title=_most((one.title for one in ranked), lambda title: (not title.isupper(),)) or "",
        abstract=max((one.abstract for one in ranked), key=len),
        authors=authors,
        author_count=count if count > len(authors) else None,
        et_al=bool(authors) and not whole,
        date=_most((date for date in dates if date[:4] == year), _length),
        upvotes=max((one.upvotes for one in group if one.upvotes is not None), default=None),
        comments=max((one.comments for one in group if one.comments is not None), default=None),
        links=_union(
            [
                *(one.links for one in group),
                (f"https://doi.org/{quote(doi, '/():;')}" for doi in dois if doi and doi != known["doi"]),
            ]
        ),
        identifiers=Identifiers(**known),
        venue=most("venue"),
        volume=most("volume"),
        number=most("number"),
        pages=most("pages"),
        hints=_union(one.hints for one in group),
        kind=next((one.kind for one in ranked if one.kind not in _LESS_SAID), "") or most("kind"),
        further=tuple(further.items()),
    )


def _fullness(record: Record) -> tuple[bool, int]:
    """Return what orders records by how much they say: those with a venue first, then by the number of things."""
    said = (record.title, record.authors, record.abstract, record.date, record.volume, record.number, record.pages)
    more = (record.links, record.hints, record.kind not in _LESS_SAID, *(value for _, value in record.identifiers))
    return bool(record.venue), sum(map(bool, (*said, *more))) + len(record.further)


def _length(value: str | tuple[str, ...]) -> tuple[int, ...]:
    """Return how much is written: full names before initials, a day before a year."""
    return (sum(map(len, value)),)


def _most(values: Iterable[T], rank: Callable[[T], tuple[int, ...]] = lambda _: ()) -> T | None:
    """Return the value printed most often; ties go to the highest ``rank``, then to the first."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], *rank(value)), default=None)


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the strings of all groups, each once, in order."""
    return tuple(dict.fromkeys(one for group in groups for one in group))
