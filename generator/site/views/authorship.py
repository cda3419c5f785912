"""Groups papers by author, using full names as printed. A name with initials is never matched to a full name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model import Name, Paper
from generator.model.name import parse
from generator.text import folding, names

FEWEST = 2  # papers that an author needs for a page; others are found through Browse
PAGES = 1_000  # author pages at most, or one for every fifth paper; each costs as much build time as a paper's page
_ASCII = re.compile(r"[a-z0-9 ]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An author's name and papers, oldest first. ``key`` is empty if the author has too few papers for a page."""

    name: str  # the most frequent spelling
    sort: str
    key: str
    papers: tuple[str, ...]


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[Name, Person]:
    """Return the person for each printed name. ``keys`` gives the order of the papers."""
    identities: dict[Name, str] = {}
    written: dict[str, list[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    same = _spellings(papers[key] for key in keys)
    for key in keys:
        for name in dict.fromkeys(papers[key].authors):
            if name not in identities:
                own = _identity(name)
                identities[name] = same.get(own, own)
            person = identities[name]
            spelled.setdefault(person, Counter())[str(name)] += 1
            if (found := written.setdefault(person, []))[-1:] != [key]:
                found.append(key)
    fewest = _fewest([len(found) for found in written.values()], len(keys))
    taken: set[str] = set()
    people = {}
    for identity in sorted(written):
        known = spelled[identity]
        shown = min(known, key=lambda name, known=known: (-known[name], -len(name), name))  # type: ignore[misc]
        paged = len(written[identity]) >= fewest
        people[identity] = Person(
            name=shown,
            sort=identity,
            key=_key(identity, taken) if paged else "",
            papers=tuple(written[identity]),
        )
    return {name: people[identity] for name, identity in identities.items()}


def _fewest(counts: Sequence[int], papers: int) -> int:
    """Return how many papers an author needs for a page: the smallest number that keeps the number of pages within limits."""
    most = max(PAGES, papers // 5)
    fewest = FEWEST
    while sum(count >= fewest for count in counts) > most:
        fewest += 1
    return fewest


def _spellings(papers: Iterable[Paper]) -> dict[str, str]:
    """Return the identity to use for that of each other spelling: ``王伟`` is ``wang, wei`` where a paper says so.

    A spelling that belongs to several people is left out.
    """
    found: dict[str, set[str]] = {}
    for name in {name for paper in papers for name in paper.authors if name.also}:
        for other in name.also:
            found.setdefault(_identity(parse(other)), set()).add(_identity(name))
    return {other: owners.pop() for other, owners in found.items() if len(owners) == 1}


def _identity(name: Name) -> str:
    """Return a folded name such as ``sun, yu``. Spellings that differ only in case, accents or order are equal."""
    parts = names.fold(name)
    folded = ", ".join(filter(None, (parts.surname, " ".join(parts.given))))
    return folded or folding.fold(str(name)) or str(name)


def _key(identity: str, taken: set[str]) -> str:
    """Return a person's URL segment, such as ``yu-sun``. Names in other scripts and duplicates get a number."""
    surname, _, given = identity.partition(", ")
    plain = f"{given} {surname}".strip()
    number = blake2b(identity.encode(), digest_size=4).hexdigest()
    key = plain.replace(" ", "-")[:60] if _ASCII.fullmatch(plain) else f"name-{number}"
    if key in taken:
        key = f"{key}-{number}"
    taken.add(key)
    return key
