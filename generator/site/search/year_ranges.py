"""Years in queries: alone, as ranges, and beside words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.site.search.parts import Part, Word, Years

_YEARS = re.compile(r"((?:19|20)[0-9]{2})?(?:\.\.+|…)((?:19|20)[0-9]{2})?")
_YEARS_ALONE = re.compile(r"(?:19|20)[0-9]{2}[-–—](?:19|20)[0-9]{2}")
_RANGE = re.compile(r"([0-9]{4})?\s*(?:\.\.+|…|[-–—])\s*([0-9]{0,4})")


def with_years(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Read a year that is the only word, and a range of years, as a filter."""
    alone = sum(isinstance(part, Word) for part in parts) == 1
    return tuple(_as_years(part, alone=alone) if isinstance(part, Word) else part for part in parts)


def _as_years(word: Word, *, alone: bool) -> Part:
    ranges = _YEARS.fullmatch(word.text) or (alone and _YEARS_ALONE.fullmatch(word.text))
    years = read_years(word.year or word.text) if ranges or (word.year and alone) else None
    return Years(start=word.start, end=word.end, text=word.text, first=years[0], last=years[1]) if years else word


def read_years(value: str) -> tuple[str, str] | None:
    """Return the first and the last year; "" means undated, and 20 means 2000 to 2099."""
    text = value.strip()
    if text.lower() == "undated":
        return "", ""
    found = _RANGE.fullmatch(text)
    if found and (found[1] or found[2]):
        first, end = found[1] or "0000", found[2]
        last = first[:2] + end if found[1] and len(end) == 2 else end.ljust(4, "9")  # 2019-22
        return min(first, last), max(first, last)
    if half := re.fullmatch(r"([0-9]{4})\.", text):
        return half[1], half[1]
    return (text.ljust(4, "0"), text.ljust(4, "9")) if re.fullmatch("[0-9]{1,4}", text) else None
