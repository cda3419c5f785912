"""Union: several records of one paper become one record that keeps what they print (as in a union catalogue)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote

from generator.matching import statuses
from generator.model import Identifiers, Name, Record

T = TypeVar("T")

_VAGUE = {None, "article", "webpage"}  # types that say nothing of a publication


def join(group: Sequence[Record]) -> Record:
    """Return one record: in each field what most of the group print; of equals, what the fullest of them prints.

    Records with a venue come before those without: a date, volume or page of a publication goes before a preprint's.
    Id and source are the fullest record's; links, headings and further fields are those of all.
    """
    if len(group) == 1:
        return group[0]
    ranked = sorted(group, key=fullness, reverse=True)  # the sort is stable: of equals, the first
    published = [one for one in ranked if one.venue]

    def most(name: str) -> str:
        return _most(getattr(one, name) for one in published) or _most(getattr(one, name) for one in ranked) or ""

    authors, author_count, et_al = _authorship(ranked)
    known = {kind: _most(getattr(one.identifiers, kind) for one in ranked) for kind in Identifiers.model_fields}
    return replace(
        ranked[0],
        id=next((one.id for one in ranked if one.id), ""),
        title=_most((one.title for one in ranked), lambda title: (not title.isupper(),)) or "",
        abstract=max((one.abstract for one in ranked), key=len),
        authors=authors,
        author_count=author_count,
        et_al=et_al,
        date=_date(published) or _date(ranked),
        posted=next((one.posted for one in ranked if one.posted), None),
        upvotes=max((one.upvotes for one in group if one.upvotes is not None), default=None),
        comments=max((one.comments for one in group if one.comments is not None), default=None),
        links=_union([*(one.links for one in group), _other_dois(group, known["doi"])]),
        identifiers=Identifiers(**known),
        venue=most("venue"),
        volume=most("volume"),
        number=most("number"),
        pages=most("pages"),
        headings=_union(one.headings for one in group),
        type=next((one.type for one in sorted(ranked, key=lambda one: one.type in _VAGUE) if one.type), None),
        genre=most("genre"),
        editors=_most((one.editors for one in ranked), _letters) or (),
        publisher=most("publisher"),
        series=most("series"),
        edition=most("edition"),
        language=most("language"),
        citation_keys=_union(one.citation_keys for one in ranked),
        keywords=_union(one.keywords for one in group),
        note=most("note"),
        status=statuses.joined(ranked),
        denies=tuple(dict.fromkeys(kind for one in ranked for kind in one.denies)),
        further=_further(ranked),
    )


def _authorship(ranked: Sequence[Record]) -> tuple[tuple[Name, ...], int | None, bool]:
    """Return the authors, their number where more are known than are named, and whether the list is cut."""
    whole = [one.authors for one in ranked if one.authors and not one.et_al]
    authors = _most(whole or [one.authors for one in ranked], _letters) or ()
    count = max(one.author_count or 0 for one in ranked)
    return authors, count if count > len(authors) else None, bool(authors) and not whole


def _date(records: Sequence[Record]) -> str | None:
    """Return the fullest date in the year that most records print."""
    dates = [one.date for one in records if one.date]
    year = _most(date[:4] for date in dates)
    return _most((date for date in dates if date[:4] == year), _length)


def _further(ranked: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """Return the fields of all records that have no place in ours; of one name, the fullest record's."""
    found: dict[str, str] = {}
    for one in ranked:
        found |= {name: text for name, text in one.further if name not in found}
    return tuple(found.items())


def _other_dois(group: Sequence[Record], cited: str | None) -> Iterator[str]:
    """Yield the addresses of the DOIs that are not cited: a preprint has one of its own."""
    for doi in dict.fromkeys(one.identifiers.doi for one in group):
        if doi and doi != cited:
            yield f"https://doi.org/{quote(doi, '/():;')}"


def fullness(record: Record) -> tuple[bool, int]:
    """Return a sort key: whether there is a venue, then how many fields have a value."""
    printed = (record.title, record.authors, record.abstract, record.date, record.volume, record.number, record.pages)
    more = (record.links, record.headings, record.type not in _VAGUE, *(value for _, value in record.identifiers))
    return bool(record.venue), sum(map(bool, (*printed, *more))) + len(record.further)


def _length(value: str) -> tuple[int, ...]:
    """Return how long a value is: a day ranks before a year."""
    return (len(value),)


def _letters(people: tuple[Name, ...]) -> tuple[int, ...]:
    """Return how long names are together: full names rank before initials."""
    return (sum(len(str(name)) for name in people),)


def _most(values: Iterable[T], rank: Callable[[T], tuple[int, ...]] = lambda _: ()) -> T | None:
    """Return the value printed most often; ties go to the highest ``rank``, then to the first."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], *rank(value)), default=None)


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the strings of all groups, each once, in order."""
    return tuple(dict.fromkeys(one for group in groups for one in group))
