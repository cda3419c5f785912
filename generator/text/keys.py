"""Keys made from titles: the file name, URL segment and citation key of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.folding import fold, words

KEY_HEAD_WORDS = 5  # a longer part before the colon is a title itself, not a name
KEY_LENGTH = 60  # characters, usually
KEY_LIMIT = 80  # characters, as in model.Key: leaves room for a year or a counter
_LATIN_END = "\u0250"  # the first letter after the Latin blocks
_COLON = re.compile(r"\s*[:：]\s+|\s+[–—-]\s+")
# Words on which a key should not end: English function words, the same in every field.
_LOOSE_ENDS = frozenset({
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "over", "the",
    "through", "to", "toward", "towards", "under", "using", "via", "with", "without",
})  # fmt: skip


def make_key(title: str) -> str:
    """Return the key of a title, ``"ERNIE 3.0: Large-scale …"`` → ``ernie-3-0``; "" where there is none.

    It is the part before a colon, if that has 1–5 words, else the title's words up to about 60 characters. A title
    that is not mostly in Latin letters has no key.
    """
    return next(longer_keys(title), "")


def near_key(name: str) -> str:
    """Return the key nearest to a name; "" where no letter of it is allowed in a key."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:KEY_LIMIT].strip("-")


def longer_keys(title: str) -> Iterator[str]:
    """Yield the title's key, then longer ones, one word more each time, up to ``KEY_LIMIT``."""
    letters = [c for c in title if c.isalpha()]
    if sum(c < _LATIN_END for c in letters) * 2 < len(letters):
        return
    parts = [part for word in words(title) if (part := re.sub(r"[^a-z0-9]", "", word))]
    head = _COLON.split(title, maxsplit=1)[0]
    count = len([part for word in words(head) if (part := re.sub(r"[^a-z0-9]", "", word))])
    if head == title or not 1 <= len(head.split()) <= KEY_HEAD_WORDS or len("-".join(parts[:count])) > KEY_LENGTH:
        count = 0
    count = count or _fitting(parts)
    seen = ""
    while count <= len(parts):
        key = "-".join(parts[: _without_loose_ends(parts, count)])
        if not key or len(key) > KEY_LIMIT:
            return
        if key != seen:
            yield key
        seen = key
        count += 1


def _fitting(parts: list[str]) -> int:
    """Return how many of the words fit into a key of the usual length, at least one."""
    length = -1
    for count, part in enumerate(parts):
        length += len(part) + 1
        if length > KEY_LENGTH:
            return max(count, 1)
    return max(len(parts), 1)


def _without_loose_ends(parts: list[str], count: int) -> int:
    """Return ``count`` without the function words at the end; a key of nothing else keeps them."""
    end = count
    while end and parts[end - 1] in _LOOSE_ENDS:
        end -= 1
    return end or count
