"""Groups papers by author, using full names as printed. A name with initials is never matched to a full name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model import Paper
from generator.text import folding, names
from generator.text.keys import fits_windows

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


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[str, Person]:
    """Return the person for each printed name. ``keys`` gives the order of the papers."""
    identities: dict[str, str] = {}
    written: dict[str, list[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    for key in keys:
        for name in dict.fromkeys(papers[key].authors):
            identity = identities.get(name) or identities.setdefault(name, _identity(name))
            spelled.setdefault(identity, Counter())[name] += 1
            if (found := written.setdefault(identity, []))[-1:] != [key]:
                found.append(key)
    fewest = _fewest([len(found) for found in written.values()], len(keys))
    taken: set[str] = set()
    people = {}
    for identity in sorted(written):
        known = spelled[identity]
        shown = min(known, key=lambda name, known=known: (-known[name], -len(name), name))  # type: ignore[misc]
        own = len(written[identity]) >= fewest
        people[identity] = Person(
            name=shown,
            sort=identity,
            key=_key(identity, taken) if own else "",
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


def _identity(name: str) -> str:
    """Return a folded name such as ``sun, yu``. Spellings that differ only in case, accents or order are equal."""
    parts = names.parse(name)
    return ", ".join(filter(None, (parts.surname, " ".join(parts.given)))) or folding.fold(name) or name


def _key(identity: str, taken: set[str]) -> str:
    """Return a person's URL segment, such as ``yu-sun``. Names in other scripts and duplicates get a number."""
    surname, _, given = identity.partition(", ")
    plain = f"{given} {surname}".strip()
    number = blake2b(identity.encode(), digest_size=4).hexdigest()
    key = plain.replace(" ", "-")[:60] if _ASCII.fullmatch(plain) else f"name-{number}"
    if key in taken or not fits_windows(key):
        key = f"{key}-{number}"
    taken.add(key)
    return key
