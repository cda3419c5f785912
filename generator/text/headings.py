"""The headings and categories of sources, each as one text with those above it: "Inference > Parameter estimation"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.text.folding import clean, fold

_BELOW = " > "
_SPLIT = re.compile(r"\s+>\s+")
_COUNT = re.compile(r"\s*[(\[]\s*\d[\d,.]*(?:\s+(?:papers?|entries|items))?\s*[)\]]\s*$", re.IGNORECASE)


def joined(headings: Iterable[str]) -> str:
    """Return headings, from the outermost to the innermost, as one text."""
    return _BELOW.join(_SPLIT.sub(" / ", clean(one)) for one in headings)


@lru_cache(maxsize=1 << 14)
def parts(text: str) -> tuple[str, ...]:
    """Return the headings in a text, from the outermost to the innermost."""
    return tuple(part for part in map(clean, _SPLIT.split(text)) if part)


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> tuple[str, ...]:
    """Return the headings in a text as they are compared: "Speech & Audio (12)" is "speech and audio"."""
    found = (fold((_COUNT.sub("", part) or part).replace("&", " and ")) for part in parts(text))
    return tuple(filter(None, found))
