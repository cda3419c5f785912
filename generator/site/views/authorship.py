"""Groups papers by author, using full names as printed and ORCID iDs. A name with initials is no full name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from generator.model import Name, Paper
from generator.model.name import parse
from generator.text import folding, names
from generator.text.keys import fits_windows

FEWEST = 2  # papers that an author needs for a page; others are found through Browse
PAGES = 1_000  # author pages at most, or one for every fifth paper; each costs as much build time as a paper's page
_ASCII = re.compile(r"[a-z0-9 ]+")
_ORCID = re.compile(r" [\dX-]{19}$")  # which ``_identities`` puts behind a name


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An author's name and papers, oldest first. ``key`` is empty if the author has too few papers for a page."""

    name: str  # the most frequent spelling
    also: tuple[str, ...]  # other spellings that papers state
    orcid: str
    sort: str  # the folded name, the family name first; each person has another one
    key: str
    papers: tuple[str, ...]


def gather(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[Name, Person]:
    """Return the person for each printed name. ``keys`` gives the order of the papers."""
    identities = _identities(name for key in keys for name in papers[key].authors)
    written: dict[str, list[str]] = {}
    spelled: dict[str, Counter[str]] = {}
    others: dict[str, dict[str, None]] = {}
    orcids: dict[str, str] = {}
    for key in keys:
        for name in dict.fromkeys(papers[key].authors):
            person = identities[name]
            spelled.setdefault(person, Counter())[str(name)] += 1
            others.setdefault(person, {}).update(dict.fromkeys(name.also))
            orcids[person] = orcids.get(person) or name.orcid
            if (found := written.setdefault(person, []))[-1:] != [key]:
                found.append(key)
    fewest = _fewest([len(found) for found in written.values()], len(keys))
    taken: set[str] = set()
    people = {}
    for identity in sorted(written):
        known = spelled[identity]
        shown = min(known, key=lambda name, known=known: (-known[name], -len(name), name.count("."), name))  # type: ignore[misc]
        paged = len(written[identity]) >= fewest
        people[identity] = Person(
            name=shown,
            also=_others(shown, (*others[identity], *sorted(known))),
            orcid=orcids[identity],
            sort=identity,
            key=_key(identity, taken) if paged else "",
            papers=tuple(written[identity]),
        )
    return {name: people[identity] for name, identity in identities.items()}


def _others(shown: str, spellings: Iterable[str]) -> tuple[str, ...]:
    """Return the other spellings, each once; capitals make no other spelling."""
    found = {shown.casefold(): shown}
    for other in spellings:
        found.setdefault(other.casefold(), other)
    return tuple(found.values())[1:]


def _identities(names: Iterable[Name]) -> dict[Name, str]:
    """Return the identity of each name; all names of a person have the same one.

    Names with one iD are one person, and two iDs are two people, whatever the names. A name without one belongs to the
    only person who has it in full, or of whom a paper states it as another spelling; initials alone say nothing.
    """
    counts = Counter(names)
    people = _People()
    claims: dict[str, set[str]] = {}  # who may be meant by a folded name
    for name in counts:
        own, person = _identity(name), _node(name)
        people.add(person, name.orcid)
        if not _has_initials(name):
            claims.setdefault(own, set()).add(person)
        for other in name.also:
            claims.setdefault(_identity(parse(other)), set()).add(person)
    people.settle(claims)
    known: dict[str, Counter[str]] = {}  # the folded names of each person
    for name, count in counts.items():
        known.setdefault(people.find(_node(name)), Counter())[_identity(name)] += count
    best = {
        person: min(found, key=lambda one, found=found: (not one.isascii(), -found[one], -len(one), one))  # type: ignore[misc]
        for person, found in known.items()
    }
    shared = Counter(best.values())
    return {
        name: f"{best[person]} {orcid}"
        if (orcid := people.orcid(person)) and shared[best[person]] > 1
        else best[person]
        for name in counts
        for person in [people.find(_node(name))]
    }


class _People:
    """Sets of names and iDs that belong to one person (a union-find); two iDs never get into one set."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._orcid: dict[str, str] = {}

    def add(self, one: str, orcid: str = "") -> None:
        self._parent.setdefault(one, one)
        self._orcid.setdefault(one, orcid)

    def find(self, one: str) -> str:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def orcid(self, one: str) -> str:
        return self._orcid[self.find(one)]

    def settle(self, claims: Mapping[str, Iterable[str]]) -> None:
        """Give each name to the one person who claims it, until no name finds an owner any more."""
        open_claims = sorted(claims)
        for name in open_claims:
            self.add(name)
        while True:
            left = [name for name in open_claims if not self._given(name, claims[name])]
            if len(left) == len(open_claims):
                return
            open_claims = left

    def _given(self, name: str, claimants: Iterable[str]) -> bool:
        owners = {self.find(one) for one in claimants} - {self.find(name)}
        if len(owners) > 1 or (owners and self.orcid(name) and self.orcid(next(iter(owners)))):
            return False
        for owner in owners:
            self._orcid[owner] = self._orcid[owner] or self.orcid(name)
            self._parent[self.find(name)] = owner
        return True


def _node(name: Name) -> str:
    return name.orcid or _identity(name)


def _has_initials(name: Name) -> bool:
    """Whether a given name may be shortened, so that two people may share it."""
    given = names.fold(name).given
    return bool(given) and all(len(part) == 1 and part.isascii() for part in given)


def _fewest(counts: Sequence[int], papers: int) -> int:
    """Return how many papers an author needs for a page: the smallest number that keeps the number of pages within limits."""
    most = max(PAGES, papers // 5)
    fewest = FEWEST
    while sum(count >= fewest for count in counts) > most:
        fewest += 1
    return fewest


def _identity(name: Name) -> str:
    """Return a folded name such as ``sun, yu``. Spellings that differ only in case, accents or order are equal."""
    parts = names.fold(name)
    folded = ", ".join(filter(None, (parts.surname, " ".join(parts.given))))
    return folded or folding.fold(str(name)) or str(name)


def _key(identity: str, taken: set[str]) -> str:
    """Return a person's URL segment, such as ``yu-sun``. Names in other scripts and duplicates get a number."""
    surname, _, given = _ORCID.sub("", identity).partition(", ")
    plain = f"{given} {surname}".strip()
    number = blake2b(identity.encode(), digest_size=4).hexdigest()
    key = plain.replace(" ", "-")[:60] if _ASCII.fullmatch(plain) else f"name-{number}"
    if key in taken or key.isdigit() or not fits_windows(key):  # authors/2 is the second page of the list
        key = f"{key}-{number}"
    taken.add(key)
    return key
