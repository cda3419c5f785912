"""Statuses: what the records of one paper say happened to it, as far as no source denies what another claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model import Record, Status

_ORDER = ("retracted", "withdrawn", "concern", "corrected")  # the gravest first


def agreed(records: Sequence[Record]) -> tuple[Status, ...]:
    """Return what the records of one paper claim and none of them denies, the gravest first, one of each kind."""
    denied = {kind for record in records for kind in record.denies}
    return tuple(one for one in joined(records) if one.kind not in denied)


def joined(records: Iterable[Record]) -> tuple[Status, ...]:
    """Return all claims, the gravest first, those of one kind as one: the first notice and date, and all who said so."""
    claims = [one for record in records for one in record.status]
    # A database that only knows "retracted" says the same as a notice of withdrawal.
    if any(one.kind == "withdrawn" for one in claims):
        claims = [
            one.model_copy(update={"kind": "withdrawn"}) if one.kind == "retracted" and _is_bare(one) else one
            for one in claims
        ]
    return tuple(
        _one([one for one in claims if one.kind == kind]) for kind in _ORDER if any(one.kind == kind for one in claims)
    )


def added(ours: Sequence[Status], theirs: Iterable[Status]) -> tuple[Status, ...]:
    """Return our statuses as they are, and those of theirs whose kind we have not; a bare retraction adds nothing to a withdrawal."""
    known = {one.kind for one in ours}
    return (
        *ours,
        *(
            one
            for one in theirs
            if one.kind not in known and not (one.kind == "retracted" and _is_bare(one) and "withdrawn" in known)
        ),
    )


def contested(records: Iterable[Record]) -> Iterator[Status]:
    """Yield what some of the records claim and others deny."""
    records = list(records)
    denied = {kind for record in records for kind in record.denies}
    yield from (one for one in joined(records) if one.kind in denied)


def _is_bare(one: Status) -> bool:
    return not (one.date or one.notice)


def _one(claims: Sequence[Status]) -> Status:
    """Return the claims of one kind as one, whatever their order."""
    full = min(claims, key=lambda one: (one.notice is None, _day(one), one.notice or ""))
    first = min(claims, key=_day)
    who = {name for one in claims for name in one.by}
    return full.model_copy(update={"date": full.date or first.date, "by": tuple(sorted(who))})


def _day(one: Status) -> tuple[str, int, str]:
    """Return a sort key: the first year, then the most exact date in it; a claim without a date comes last."""
    date = one.date or "9999"
    return date[:4], -len(date), date
