"""Who wrote what: papers gathered by the full name of their authors, as printed; initials make nobody another person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model import Paper
from generator.text import folding, names

FEWEST = 2  # papers; who has fewer is found by Browse
PAGES = 1_000  # pages of authors at most, or one for every fifth paper: each costs a build what a paper's page costs
_ASCII = re.compile(r"[a-z0-9 ]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A name with its papers, oldest first. ``key`` is empty where the person has too few for a page."""

    name: str  # as printed most often
    sort: str
    key: str
    papers: tuple[str, ...]


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[str, Person]:
    """Return the person behind each printed name. ``keys`` gives the papers' order."""
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
    """Return how many papers make a page: as few as keep the number of pages within bounds."""
    most = max(PAGES, papers // 5)
    fewest = FEWEST
    while sum(count >= fewest for count in counts) > most:
        fewest += 1
    return fewest


def _identity(name: str) -> str:
    """Return a name folded, ``sun, yu``: equal for all spellings of it that differ in case, accents or order alone."""
    parts = names.parse(name)
    return ", ".join(filter(None, (parts.surname, " ".join(parts.given)))) or folding.fold(name) or name


def _key(identity: str, taken: set[str]) -> str:
    """Return a person's URL segment, ``yu-sun``; a name in other letters, or a second one of the same, gets a number."""
    surname, _, given = identity.partition(", ")
    plain = f"{given} {surname}".strip()
    number = blake2b(identity.encode(), digest_size=4).hexdigest()
    key = plain.replace(" ", "-")[:60] if _ASCII.fullmatch(plain) else f"name-{number}"
    if key in taken:
        key = f"{key}-{number}"
    taken.add(key)
    return key
