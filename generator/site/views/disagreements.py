"""Finds where the sources of a paper disagree. Differences in spelling, and counts that grow over time, do not matter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from generator.model import LedgerRecord, Paper, StatusKind
from generator.text import folding
from generator.text.status_notes import WORDS

_NOT: dict[StatusKind, str] = {  # what a source says that denies it
    "retracted": "Not retracted",
    "withdrawn": "Not withdrawn",
    "concern": "No expression of concern",
    "corrected": "Not corrected",
}
Printed = tuple[str, str, LedgerRecord]  # the day, the source, and what it printed


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A value, the sources that print it ("this shelf" if none does), and whether this shelf shows it."""

    value: str
    sources: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A field for which sources print different values, the most frequent value first."""

    field: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    """How to read a field from a record, its value on this shelf, and its values in other versions of the paper."""

    name: str
    read: Callable[[LedgerRecord], str]
    shown: str
    versions: frozenset[str] = frozenset()
    words: bool = False  # text, which is folded for comparison


def disagreements(paper: Paper, records: Sequence[Printed]) -> tuple[Disagreement, ...]:
    """Return the fields on which sources differ from one another or from this shelf.

    Upvotes and comments grow, so they are compared only within a day. A value of another version is not a disagreement.
    """
    if not records:
        return ()
    found = [
        _compare(field, [(field.read(record), _source(day, source)) for day, source, record in records])
        for field in _fields(paper)
    ]
    by_day: dict[str, list[Printed]] = {}
    for one in records:
        by_day.setdefault(one[0], []).append(one)
    for day, seen in by_day.items():
        for name in ("upvotes", "comments"):
            values = [(_number(getattr(record, name)), source) for _, source, record in seen]
            found.append(_compare(_Field(name=f"{name.capitalize()} on {day}", read=lambda _: "", shown=""), values))
    return (*(one for one in found if one), *_of_statuses(paper, records))


def _of_statuses(paper: Paper, records: Sequence[Printed]) -> Iterator[Disagreement]:
    """Yield each kind of status that a source claims and another one or this shelf does not, or that a source denies.

    What a source says later replaces what it said before.
    """
    ours = {one.kind for one in paper.status}
    claims: dict[StatusKind, dict[str, str]] = {kind: {} for kind in WORDS}
    denials: dict[StatusKind, dict[str, str]] = {kind: {} for kind in WORDS}
    for day, source, record in records:
        for kind in _claimed(record, ours):
            claims[kind][source] = day
            denials[kind].pop(source, None)
        for kind in record.denies:
            denials[kind][source] = day
            claims[kind].pop(source, None)
    for kind, word in WORDS.items():
        if (claims[kind] or kind in ours) and (denials[kind] or kind not in ours):
            sides = ((word, claims[kind], kind in ours), (_NOT[kind], denials[kind], kind not in ours))
            yield Disagreement(
                field="Status",
                statements=tuple(
                    Statement(
                        value=value,
                        sources=tuple(_source(day, source) for source, day in said.items()) or ("this shelf",),
                        shown=shown,
                    )
                    for value, said, shown in sides
                ),
            )


def _claimed(record: LedgerRecord, ours: Collection[StatusKind]) -> Iterator[StatusKind]:
    """Yield the kinds that a record claims; one that only knows "retracted" also says that the paper is withdrawn."""
    for one in record.status:
        vague = one.kind == "retracted" and not (one.date or one.notice) and "withdrawn" in ours
        yield "withdrawn" if vague else one.kind


def _fields(paper: Paper) -> tuple[_Field, ...]:
    count = max(len(paper.authors), paper.author_count or 0)
    listed = "" if paper.et_al and not paper.author_count else _number(count or None)
    return (
        _field(paper, "Title", "title", words=True),
        _field(paper, "Date", "date", versions=[*_others(paper, "date"), paper.published]),
        _Field(name="Authors", read=_authors, shown=listed),
        _field(paper, "Venue", "venue", versions=_others(paper, "venue"), words=True),
        _field(paper, "Volume", "volume", versions=_others(paper, "volume")),
        _field(paper, "Pages", "pages", versions=_others(paper, "pages")),
        _field(paper, "arXiv", "identifiers.arxiv"),
        _field(paper, "DOI", "identifiers.doi", versions=_others(paper, "doi")),
    )


def _field(
    paper: Paper, name: str, attribute: str, *, versions: Iterable[str | None] = (), words: bool = False
) -> _Field:
    """Return a field that papers and records have under the same name."""
    value = attrgetter(attribute)
    return _Field(
        name=name,
        read=lambda record: value(record) or "",
        shown=value(paper) or "",
        versions=frozenset(filter(None, versions)),
        words=words,
    )


def _others(paper: Paper, attribute: str) -> list[str | None]:
    return [getattr(version, attribute) for version in paper.other_versions]


def _authors(record: LedgerRecord) -> str:
    return _number(record.author_count or (0 if record.et_al else len(record.authors)) or None)


def _compare(field: _Field, printed: Sequence[tuple[str, str]]) -> Disagreement | None:
    fold = folding.fold if field.words else str.lower
    shown, versions = fold(field.shown), {fold(value) for value in field.versions}
    spelled: dict[str, str] = {}
    sources: dict[str, dict[str, None]] = {}
    for value, source in printed:
        folded = fold(value) or value
        if value and (folded == shown or folded not in versions):
            spelled.setdefault(folded, value)
            sources.setdefault(folded, {})[source] = None
    if sources and field.shown:
        spelled.setdefault(shown, field.shown)
        sources.setdefault(shown, {"this shelf": None})
    apart = [one for one in sources if not any(other.startswith(f"{one}-") for other in sources)]  # 2021, 2021-05-03
    if len(apart) < 2:
        return None
    statements = [
        Statement(value=spelled[folded], sources=tuple(found), shown=folded == shown)
        for folded, found in sources.items()
    ]
    return Disagreement(
        field=field.name, statements=tuple(sorted(statements, key=lambda one: (-len(one.sources), one.value)))
    )


def _source(day: str, source: str) -> str:
    return f"{source}, {day}"


def _number(figure: int | None) -> str:
    return "" if figure is None else str(figure)
