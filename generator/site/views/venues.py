"""Groups papers by venue, whatever the year: ``ACL 2020`` and ``ACL 2021`` are one venue, ACL. venue_pages.py shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from anyascii import anyascii

from generator.site import escapes
from generator.site.views.cards import Card
from generator.text.folding import fold
from generator.text.keys import near_key

PATH = "venues"
PAGES = 1_000  # venues with a page at most, or one for every fifth paper; the others are found through Browse
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?:[-–/](?:(?:19|20)?\d\d)(?!\d))?")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
_LOOSE = re.compile(r"\s+(?=[)\],;:.])|(?<=[(\[])\s+")  # spaces that a removed year leaves beside punctuation
_ENDS = " ,;:.'’‘-–—/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Venue:
    """A journal, conference or publisher, and its papers, oldest first. ``path`` is empty if it has too few for a page."""

    name: str  # without the year, in the most frequent spelling
    sort: str  # the folded name
    path: str
    papers: tuple[str, ...]


def gather(cards: Mapping[str, Card], keys: Sequence[str]) -> dict[str, Venue]:
    """Return the venue of each name that papers state, as it is printed. ``keys`` gives the order of the papers."""
    identities: dict[str, tuple[str, str]] = {}  # of each printed name: the venue, and the name without the year
    spelled: dict[str, Counter[str]] = {}
    papers: dict[str, list[str]] = {}
    for key in keys:
        printed = cards[key].venue
        if printed not in identities:
            name = without_year(escapes.line(printed))
            identities[printed] = (fold(name) or name, name)
        identity, name = identities[printed]
        if name:
            spelled.setdefault(identity, Counter())[name] += 1
            papers.setdefault(identity, []).append(key)
    fewest = _fewest([len(found) for found in papers.values()], len(keys))
    venues = {
        identity: Venue(
            name=min(spelled[identity], key=lambda name: (-spelled[identity][name], name)),
            sort=identity,
            path=f"{PATH}/{_key(identity)}" if len(found) >= fewest else "",
            papers=tuple(found),
        )
        for identity, found in papers.items()
    }
    return {printed: venues[identity] for printed, (identity, name) in identities.items() if name}


@lru_cache(maxsize=1 << 14)
def without_year(name: str) -> str:
    """Return a venue without its year: ``AAAI`` for ``AAAI 2021``, ``Findings (EMNLP)`` for ``Findings (EMNLP 2020)``."""
    bare = _EMPTY.sub(" ", _LOOSE.sub("", _YEAR.sub(" ", name)))
    bare = _LOOSE.sub("", " ".join(bare.split())).strip(_ENDS) if bare != name else name
    return bare if fold(bare) else name


def _fewest(counts: Sequence[int], papers: int) -> int:
    """Return how many papers a venue needs for a page: the smallest number that keeps the number of pages within limits."""
    most, fewest = max(PAGES, papers // 5), 1
    while sum(count >= fewest for count in counts) > most:
        fewest += 1
    return fewest


def _key(identity: str) -> str:
    """Return a venue's URL segment, which depends on nothing but its name: names that it cannot spell get a number."""
    key = near_key(anyascii(identity))[:60].strip("-")
    if key.replace("-", " ") == identity:
        return key
    return f"{key or 'venue'}-{blake2b(identity.encode(), digest_size=4).hexdigest()}"
