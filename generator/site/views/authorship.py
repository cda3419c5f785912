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
            also=tuple(other for other in others[identity] if other != shown),
            orcid=orcids[identity],
            sort=identity,
            key=_key(identity, taken) if paged else "",
            papers=tuple(written[identity]),
        )
    return {name: people[identity] for name, identity in identities.items()}


def _identities(names: Iterable[Name]) -> dict[Name, str]:
    """Return the identity of each name: its folded form, unless an ORCID iD says otherwise.

    Names with one iD are one person; two iDs under one folded name are two people.
    """
    counts = Counter(names)
    same = _spellings(counts)
    found = {name: same.get(own := _identity(name), own) for name in counts}
    owners: dict[str, Counter[str]] = {}  # of each iD, the folded names
    for name, identity in found.items():
        if name.orcid:
            owners.setdefault(name.orcid, Counter())[identity] += counts[name]
    best = {orcid: min(known, key=lambda one: (-known[one], -len(one), one)) for orcid, known in owners.items()}
    shared = Counter(best.values())
    for name in found:
        if name.orcid:
            identity = best[name.orcid]
            found[name] = f"{identity} {name.orcid}" if shared[identity] > 1 else identity
    return found


def _fewest(counts: Sequence[int], papers: int) -> int:
    """Return how many papers an author needs for a page: the smallest number that keeps the number of pages within limits."""
    most = max(PAGES, papers // 5)
    fewest = FEWEST
    while sum(count >= fewest for count in counts) > most:
        fewest += 1
    return fewest


def _spellings(names: Iterable[Name]) -> dict[str, str]:
    """Return the identity to use for that of each other spelling: ``王伟`` is ``wang, wei`` where a paper says so.

    A spelling that belongs to several people is left out.
    """
    found: dict[str, set[str]] = {}
    for name in names:
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
    surname, _, given = _ORCID.sub("", identity).partition(", ")
    plain = f"{given} {surname}".strip()
    number = blake2b(identity.encode(), digest_size=4).hexdigest()
    key = plain.replace(" ", "-")[:60] if _ASCII.fullmatch(plain) else f"name-{number}"
    if key in taken or key.isdigit() or not fits_windows(key):  # authors/2 is the second page of the list
        key = f"{key}-{number}"
    taken.add(key)
    return key
