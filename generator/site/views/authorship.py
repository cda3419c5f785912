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


def signatures(papers: Mapping[str, Paper], keys: Sequence[str]) -> dict[Name, list[str]]:
    """Return the papers of each name as printed, in the order of ``keys``; one that has it twice is there twice."""
    found: dict[Name, list[str]] = {}
    for key in keys:
        for name in papers[key].authors:
            found.setdefault(name, []).append(key)
    return found


def gather(signed: Mapping[Name, Sequence[str]], keys: Sequence[str]) -> dict[Name, Person]:
    """Return the person for each printed name. ``signed`` has the papers of each, ``keys`` the order of all papers."""
    identities = _identities(signed)
    names_of: dict[str, list[tuple[Name, Sequence[str]]]] = {}
    for (name, found), identity in zip(signed.items(), identities, strict=True):
        names_of.setdefault(identity, []).append((name, found))
    places = {key: place for place, key in enumerate(keys)}
    papers = {identity: _papers(found, places) for identity, found in names_of.items()}
    fewest = _fewest([len(found) for found in papers.values()], len(keys))
    taken: set[str] = set()
    paged = {one: _key(one, taken) for one in sorted(one for one, found in papers.items() if len(found) >= fewest)}
    people = {one: _person(one, found, paged.get(one, ""), papers[one]) for one, found in names_of.items()}
    return {name: people[identity] for name, identity in zip(signed, identities, strict=True)}


def _papers(signed: Sequence[tuple[Name, Sequence[str]]], places: Mapping[str, int]) -> tuple[str, ...]:
    """Return the papers of one person's names, each once, in the order of their places."""
    if len(signed) == 1:
        return tuple(dict.fromkeys(signed[0][1]))
    return tuple(sorted({key for _, found in signed for key in found}, key=places.__getitem__))


def _person(identity: str, signed: Sequence[tuple[Name, Sequence[str]]], key: str, papers: tuple[str, ...]) -> Person:
    """Return the person who has these names, in the order in which papers first print them."""
    if len(signed) == 1 and not signed[0][0].also:  # most people
        name = signed[0][0]
        return Person(name=str(name), also=(), orcid=name.orcid, sort=identity, key=key, papers=papers)
    spelled: Counter[str] = Counter()
    for name, found in signed:
        spelled[str(name)] += len(set(found))
    shown = min(spelled, key=lambda name: (-spelled[name], -len(name), name.count("."), name))
    return Person(
        name=shown,
        also=_others(shown, (*(other for name, _ in signed for other in name.also), *sorted(spelled))),
        orcid=next((name.orcid for name, _ in signed if name.orcid), ""),
        sort=identity,
        key=key,
        papers=papers,
    )


def _others(shown: str, spellings: Iterable[str]) -> tuple[str, ...]:
    """Return the other spellings, each once; capitals make no other spelling."""
    found = {shown.casefold(): shown}
    for other in spellings:
        found.setdefault(other.casefold(), other)
    return tuple(found.values())[1:]


def _identities(signed: Mapping[Name, Sequence[str]]) -> list[str]:
    """Return the identity of each name; all names of a person have the same one.

    Names with one iD are one person, and two iDs are two people, whatever the names. A name without one belongs to the
    only person who has it in full, or of whom a paper states it as another spelling; initials alone say nothing.
    """
    known = [_identity(name) for name in signed]
    told = {name: [_identity(parse(other)) for other in name.also] for name in signed if name.orcid or name.also}
    doubtful = {one for name, others in told.items() for one in (_identity(name), *others)}
    asked = {
        name: len(found)
        for (name, found), own in zip(signed.items(), known, strict=True)
        if own in doubtful  # all others are people of their own
    }
    settled = iter(_settled(asked, told))
    return [next(settled) if own in doubtful else own for own in known]


def _settled(counts: Mapping[Name, int], told: Mapping[Name, Sequence[str]]) -> list[str]:
    """Return the identities of names that may not be the only ones of a person; ``told`` has the other spellings of some."""
    people = _People()
    claims: dict[str, set[str]] = {}  # who may be meant by a folded name
    for name in counts:
        own, person = _identity(name), _node(name)
        people.add(person, name.orcid)
        if not _has_initials(name):
            claims.setdefault(own, set()).add(person)
        for other in told.get(name, ()):
            claims.setdefault(other, set()).add(person)
    people.settle(claims)
    known: dict[str, Counter[str]] = {}  # the folded names of each person
    for name, count in counts.items():
        known.setdefault(people.find(_node(name)), Counter())[_identity(name)] += count
    best = {
        person: min(found, key=lambda one, found=found: (not one.isascii(), -found[one], -len(one), one))  # type: ignore[misc]
        for person, found in known.items()
    }
    shared = Counter(best.values())
    return [
        f"{best[person]} {orcid}" if (orcid := people.orcid(person)) and shared[best[person]] > 1 else best[person]
        for name in counts
        for person in [people.find(_node(name))]
    ]


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
    several = sorted((count for count in counts if count >= FEWEST), reverse=True)
    return several[most] + 1 if len(several) > most else FEWEST


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
