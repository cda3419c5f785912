"""Items: which record of a library is which record of its last export; keys come first, then facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from generator.model import LedgerRecord
from generator.text import fingerprints, folding, identifiers, likeness, names, titles
from generator.text.preprint_servers import is_preprint_doi

Identity: TypeAlias = Literal["same", "doubtful", "other"]

COMPARED = 400  # pairs of records with one key; a key that hundreds have is none
_ALIKE = {
    "equal",
    "noted",
    "close",
    "marked",
    "headed",
    "part",
    "missing",
}  # titles with no more than small corrections
_OPPOSED = ("arxiv", "pmid", "acl", "openreview")


def pairs(
    before: Sequence[LedgerRecord], now: Sequence[LedgerRecord]
) -> tuple[dict[int, int], dict[int, tuple[int, Identity]]]:
    """Return the former number of each record that was there, and what had the key of a record that is another one.

    Keys come first, equal facts decide between records with one key, and those whose key was changed are known by facts.
    """
    found: dict[int, int] = {}
    reused: dict[int, tuple[int, Identity]] = {}
    old = _by_key(enumerate(before))
    for key, numbers in _by_key(enumerate(now)).items():
        there_first = sorted(old.get(key, []), key=lambda number: bool(before[number].gone))
        rest = dict.fromkeys(there_first)
        equal = {repr(_facts(before[number])): number for number in reversed(there_first)}
        for number in numbers:
            if (former := equal.pop(repr(_facts(now[number])), None)) is not None:
                found[number] = former
                del rest[former]
        loose = [number for number in numbers if number not in found]
        for number in loose if len(rest) * len(loose) <= COMPARED else ():
            if (former := next((one for one in rest if _is_same(before[one], now[number])), None)) is not None:
                found[number] = former
                del rest[former]
        first = next(iter(rest), None)
        if first is not None and not before[first].gone:
            others = (number for number in loose if number not in found)
            reused |= {number: (first, identity(before[first], now[number])) for number in others}
    taken = set(found.values())
    found |= _by_facts(
        {number: one for number, one in enumerate(before) if number not in taken},
        {number: one for number, one in enumerate(now) if number not in found},
    )
    taken = set(found.values())
    return found, {new: old for new, old in reused.items() if new not in found and old[0] not in taken}


def _by_key(records: Iterable[tuple[int, LedgerRecord]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, record in records:
        if record.id:
            found[record.id].append(number)
    return found


def _by_facts(before: Mapping[int, LedgerRecord], now: Mapping[int, LedgerRecord]) -> dict[int, int]:
    """Return the former number of records without their former key: nothing else may have the same facts."""
    old, new = _signs(before), _signs(now)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for sign, numbers in new.items():
        others = old.get(sign, [])
        is_free = len(numbers) == len(others) == 1 and numbers[0] not in pairs and others[0] not in taken
        if is_free and _is_same(before[others[0]], now[numbers[0]]):
            pairs[numbers[0]] = others[0]
            taken.add(others[0])
    return pairs


def _signs(records: Mapping[int, LedgerRecord]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, record in records.items():
        for kind, value in identifiers.unique(record.identifiers):
            found[kind, value].append(number)
        if record.title and record.authors:
            found["title", folding.fold(record.title), names.fold(record.authors[0]).surname, record.date or ""].append(
                number
            )
    return found


def _facts(record: LedgerRecord) -> dict[str, Any]:
    """Return what the source says of a record, as a ledger writes it, without its place and its paper."""
    return record.model_dump(exclude={"line", "paper", "since", "gone"}, exclude_defaults=True)


def is_unchanged(before: LedgerRecord, now: LedgerRecord) -> bool:
    """Whether a library says the same of an item as before."""
    return _facts(before) == _facts(now)


def _is_same(before: LedgerRecord, now: LedgerRecord) -> bool:
    return identity(before, now) == "same"


def identity(before: LedgerRecord, now: LedgerRecord) -> Identity:
    """Say whether two records under one key are the same paper; reference managers give old keys to new items.

    A corrected title, other identifiers or other authors alone make no other paper; two of them do. A new title without
    anything that agrees is left to a person.
    """
    if before.title == now.title and before.authors == now.authors:
        return "same"
    alike = likeness.compare(titles.forms(before.title or ""), titles.forms(now.title or "")).likeness
    people = {name.surname for name in map(names.fold, before.authors)}
    strangers = bool(people) and bool(now.authors) and people.isdisjoint(names.fold(one).surname for one in now.authors)
    shared = any(value and value == getattr(now.identifiers, kind) for kind, value in before.identifiers)
    if shared or _same_abstract(before, now):
        return "doubtful" if alike == "other" and strangers else "same"
    against = [_clash(before, now), strangers, alike not in _ALIKE]
    if sum(against) > 1:
        return "other"
    return "doubtful" if alike == "other" else "same"


def _clash(before: LedgerRecord, now: LedgerRecord) -> bool:
    """Whether both have identifiers that one paper cannot have both of; a preprint has another DOI than its publication."""
    old, new = before.identifiers, now.identifiers
    if old.doi and new.doi and old.doi != new.doi and is_preprint_doi(old.doi) == is_preprint_doi(new.doi):
        return True
    return any(
        getattr(old, kind) and getattr(new, kind) and getattr(old, kind) != getattr(new, kind) for kind in _OPPOSED
    )


def _same_abstract(before: LedgerRecord, now: LedgerRecord) -> bool:
    if not (before.sketch and now.sketch):
        return False
    if before.sketch == now.sketch:
        return True
    return fingerprints.compare(fingerprints.characters(before.sketch), fingerprints.characters(now.sketch)).same
