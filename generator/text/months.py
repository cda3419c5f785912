"""The months by their English names: to show, to read, and to look for in a text."""

from __future__ import annotations

import re

NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT = tuple(name[:3].lower() for name in NAMES)  # jan, feb …: BibTeX's own
_NUMBERS = {
    name: number
    for number, full in enumerate(NAMES, start=1)
    for name in (full.lower(), full[:3].lower(), *(["sept"] if full == "September" else []))
}
# For regular expressions that ignore case: a whole name or abbreviation, and whatever begins like one.
NAME = f"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
LIKE_A_NAME = f"(?:{'|'.join(SHORT)})[a-z]{{0,6}}"
_WORD = re.compile(r"[^\W\d_]+")


def number(text: str) -> int:
    """Return 1–12 for ``7``, ``07``, ``jul`` or ``July``, alone or among other words; 0 otherwise."""
    text = text.strip(" .").lower()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else 0
    return next((_NUMBERS[word] for word in _WORD.findall(text[:200]) if word in _NUMBERS), 0)
