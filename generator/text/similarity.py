"""Similar names (for hints) and similar titles (for warnings), at a cost linear in their number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

_SERIES = re.compile(r"\b(?:\d+|[ivx]+)\b")  # ERNIE 2.0 is not ERNIE 3.0, nor Part I Part II
_ALIKE = 94  # per cent of the characters of folded titles
_SMALL = frozenset({"a", "an", "and", "the"})  # "&" is folded away
_STEM = 3  # first letters of a word, rarely misspelt: modelling, modeling
_MEANT = 60  # per cent of characters in common with the name that was meant
_LISTED = 40  # names in a hint; a paper has some 25 fields
FEW = 5  # names in a hint


def did_you_mean(name: str, allowed: Collection[str], what: str = "allowed", most: int = _LISTED) -> str:
    """Return the hint for a name that is not allowed: a similar name, or the list of allowed ones.

    If there are more than ``most``, it lists only the closest few.
    """
    if not allowed:
        return "none are allowed here" if what == "allowed" else "there are none yet"
    found = process.extract(name.casefold(), sorted(allowed), scorer=fuzz.ratio, limit=FEW)
    nearest, score, _ = found[0]
    if score >= _MEANT:
        return f"did you mean {nearest}?"
    if len(allowed) > most:
        return f"closest: {', '.join(near for near, _, _ in found)}"
    return f"{what}: {', '.join(allowed)}"


def alike(titles: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of keys, each sorted, whose folded titles are equal or differ by a letter or so.

    ``titles`` maps keys to folded titles. Titles share a block where they are equal except for one word, or all their
    words begin alike. Only neighbours in a block are compared, so the cost is linear. Articles and "and" do not count.
    """
    bare = {
        key: " ".join([word for word in title.split() if word not in _SMALL]) or title for key, title in titles.items()
    }
    last: dict[int, str] = {}  # the latest key of each block
    neighbours: set[tuple[str, str]] = set()
    for key, title in bare.items():
        for block in _blocks(title):
            if (before := last.get(block)) is not None and before != key:
                neighbours.add((before, key))
            last[block] = key
    return {(min(pair), max(pair)) for pair in neighbours if _are_alike(bare[pair[0]], bare[pair[1]])}


@lru_cache(maxsize=1 << 17)
def _blocks(title: str) -> tuple[int, ...]:
    words = title.split()
    found = [title, "".join(words)]
    if len(words) > 2:
        found += [" ".join(words[:number] + words[number + 1 :]) for number in range(len(words))]
        found.append(" ".join([word[:_STEM] for word in words]))
    return tuple({hash(block) for block in found})


def _are_alike(one: str, other: str) -> bool:
    return bool(one) and _SERIES.findall(one) == _SERIES.findall(other) and fuzz.ratio(one, other) >= _ALIKE
