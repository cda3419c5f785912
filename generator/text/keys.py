"""Keys made from titles: the file name, URL segment and citation key of a paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

from generator.text.folding import fold, words
from generator.text.maths import plain

KEY_HEAD_WORDS = 5  # a longer part before the colon is a title itself, not a name
KEY_LENGTH = 60  # characters, usually
KEY_LIMIT = 80  # characters, as in model.Key: leaves room for a year or a counter
# Windows has no files of these names, whatever follows a dot, nor with these characters or ends (as in git's own check).
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
_NOT_ON_WINDOWS = re.compile(r'[\x00-\x1f"*:<>?|\\]|[. ]$')
_IDEOGRAPH = re.compile(
    "[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)  # each is a syllable of its own
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_ALEF = frozenset("\u0623\u0625\u0627")  # anyascii leaves these vowels out
# What a publisher prints before or after the title of a paper that was corrected or withdrawn.
_STATUS = (
    r"(?:(?:authors?|publishers?|editorial|temporary|partial)['’]?s?\s+)?"
    r"(?:retracted|retractions?|withdrawn|withdrawal|removed|removal|corrected|corrections?|corrigend(?:um|a)"
    r"|errat(?:um|a)|addend(?:um|a)|expressions?\s+of\s+concern)"
    r"(?:\s+(?:article|chapter|note|notice|paper|preprint|publication|statement))?"
)
_STATUS_BEFORE = re.compile(
    rf"""
      ^\W* {_STATUS} \W{{0,3}} (?: [:：\])】] | \s[-–—]\s ) \W*
    | ^\W* {_STATUS} \s+ (?:to|of|for|on) \b \s* (?: [:：] | (?=["“”‘'«„]) ) \W*
    | ^\W* (?:corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a)) \s+ (?:to|for) \b \W*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_STATUS_AFTER = re.compile(
    rf"""\s* [\[(【] \s* (?: {_STATUS} (?: (?: \s*[:,;] | \s+(?:by|in|of|on|to|vol)\b ) [^()\[\]]* )?
    | vol\.?\s\d [^()\[\]]* ) [\])】] \W* $""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED_PLACE = re.compile(r"(?<=[\"”’'»])\s*\[[^\[\]]*\]\W*$")  # Erratum to “A Title” [Pond J. 12 (2020) 34–56]
_COLON = re.compile(r"\s*(?::\s+|：\s*)|\s+[–—-]\s+")
# Words on which a key should not end: English function words, the same in every field.
_LOOSE_ENDS = frozenset({
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "over", "the",
    "through", "to", "toward", "towards", "under", "using", "via", "with", "without",
})  # fmt: skip


def make_key(title: str) -> str:
    """Return the key of a title, ``"ERNIE 3.0: Large-scale …"`` → ``ernie-3-0``; "" where there is none.

    It is the part before a colon, if that has 1–5 words, else the title's words up to about 60 characters. Other
    scripts are written in Latin letters.
    """
    return next(longer_keys(title), "")


def near_key(name: str) -> str:
    """Return the key nearest to a name; "" where no letter of it is allowed in a key."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(name))[:KEY_LIMIT].strip("-")
    return f"{key}-1" if key and not fits_windows(key) else key


def fits_windows(name: str) -> bool:
    """Return whether Windows can have a file or folder of this name: ``con.yml`` and ``a:b`` cannot be checked out."""
    return not _RESERVED.fullmatch(name) and not _NOT_ON_WINDOWS.search(name)


def longer_keys(title: str) -> Iterator[str]:
    """Yield the title's key, then longer ones, one word more each time, up to ``KEY_LIMIT``."""
    title = plain(without_status(title))
    parts = _parts(title)
    head = _COLON.split(title, maxsplit=1)[0]
    count = len(_parts(head))
    if head == title or not 1 <= len(head.split()) <= KEY_HEAD_WORDS or len("-".join(parts[:count])) > KEY_LENGTH:
        count = 0
    count = count or _fitting(parts)
    seen = ""
    while count <= len(parts):
        key = "-".join(parts[: _without_loose_ends(parts, count)])
        if not key or len(key) > KEY_LIMIT:
            return
        if not fits_windows(key) and count == len(parts):
            key = f"{key}-1"
        if key != seen and fits_windows(key):
            yield key
        seen = key
        count += 1


def without_status(title: str) -> str:
    """Return the title without "RETRACTED:", "Correction to:" and the like; nothing else keeps them."""
    rest = _STATUS_AFTER.sub("", title)
    while found := _STATUS_BEFORE.match(rest):
        rest = _QUOTED_PLACE.sub("", rest[found.end() :])
    return rest if fold(rest) else title


def _parts(title: str) -> list[str]:
    """Return the words of a title as parts of a key."""
    found = (re.sub(r"[^a-z0-9]", "", word) for word in words(_in_latin(title)))
    return [part[:KEY_LENGTH] for part in found if part]


def _in_latin(title: str) -> str:
    """Return the title in Latin letters. Greek letters are left to ``fold``, which names them, unless most are Greek."""
    if title.isascii():
        return title
    title = unicodedata.normalize("NFC", title)
    greek = len(_GREEK.findall(title)) * 2 > sum(c.isalpha() for c in title)
    return "".join(c if c.isascii() or (not greek and _GREEK.match(c)) else _transliterated(c) for c in title)


@lru_cache(maxsize=1 << 14)
def _transliterated(character: str) -> str:
    """Return a letter, vowel sign or digit of another script in ASCII; what ``fold`` can do is left to it."""
    folded = fold(character)
    if unicodedata.category(character)[0] not in "LMN" or (folded and folded.isascii() and not _GREEK.match(character)):
        return character
    plain = "a" if character in _ALEF else anyascii(character)
    return f" {plain} " if _IDEOGRAPH.match(character) else plain


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
