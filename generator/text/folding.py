"""Folding and LaTeX: the form in which texts are compared, the sketch of an abstract, and the key of a title."""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from html import unescape

KEY_HEAD_WORDS = 5  # a longer part before the colon is a title of its own, not a name
KEY_LENGTH = 60  # characters; model.Key allows 80, which leaves room for a year or a counter
KEY_LIMIT = 80
SKETCHED = 20_000  # characters

# Letters that Unicode does not take apart, and Greek, which databases spell out as often as not.
_GREEK = {chr(c): unicodedata.name(chr(c)).split()[-1].lower() for c in range(ord("α"), ord("ω") + 1)}
_LETTERS = str.maketrans(
    _GREEK
    | {"λ": "lambda"}  # Unicode calls it lamda
    | {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ħ": "h"}
)
_LATEX_LETTERS = re.compile(r"\\(aa|AA|ae|AE|oe|OE|ss|[oOlLij])(?![A-Za-z])\s?")
_LATEX_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[cvuHkrbdt](?=[\s{\\]))\s*\{?\s*\\?([A-Za-z])\}?")
_LATEX_LAYOUT = re.compile(
    r"\\(?:text|math|operator)?(?:bf|it|tt|rm|sc|sf|sl|md|up|cal|bb|frak|name|normal|emph)(?:series|shape|family)?(?![A-Za-z])|\\(?:begin|end)\{[^}]*\}|\\(?:cite|ref|label|url|footnote)\w*(?=\{)"
)
_COMBINING = re.compile("[\u0300-\u036f]+")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])(?:-|\u2010)[ \t]*\r?\n\s*(?=[a-z])|\u00ad\s*")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_SIGNS = re.compile(r"[\W_]+")
_CJK = re.compile("([\u3040-\u30ff\u3400-\u9fff])")  # written without blanks: each character counts as a word
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_LATIN_END = "\u0250"  # the first letter after the Latin blocks
_ABSTRACT = re.compile(r"^\W*abstract\b\W*", re.IGNORECASE)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_DIGITS = {sign: value for value, sign in enumerate(_ALPHABET)}
_COLON = re.compile(r"\s*[:：]\s+|\s+[–—-]\s+")
# Words on which a key should not end: English function words, the same in every field.
_LOOSE_END = re.compile(
    "a|an|and|are|as|at|by|for|from|in|into|is|of|on|or|over|the|through|to|towards?|under|using|via|with|without"
)


def clean(text: str) -> str:
    """Return ``text`` in NFC on one line: white space is one blank, control and direction marks are gone."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most texts: nothing to do, and it is done often
        return text.strip()
    return " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Return the form for comparison: lower case, no accents, LaTeX or punctuation, single blanks.

    Words broken at a line's end are joined, Greek letters spelled out, apostrophes inside a word dropped.
    """
    text = _BROKEN_WORD.sub("", text)
    if "&" in text:
        text = unescape(text)
    if "\\" in text:
        text = _LATEX_LETTERS.sub(r"\1", text)
        text = _LATEX_ACCENT.sub(r"\1", text)
        text = _LATEX_LAYOUT.sub("", text)
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
        text = _CJK.sub(r" \1 ", unicodedata.normalize("NFC", text))
    return _SIGNS.sub(" ", _APOSTROPHE.sub("", text.lower())).strip()


def words(text: str) -> list[str]:
    """Return the words of the folded text, in order."""
    return fold(text).split()


def without_prefix(abstract: str) -> str:
    """Return the abstract without a leading "Abstract:"."""
    return _ABSTRACT.sub("", abstract)


@lru_cache(maxsize=1 << 17)
def _sign(word: str) -> str:
    """Return two base64 characters, 12 bits of a hash that is the same on every machine."""
    return urlsafe_b64encode(blake2b(word.encode(), digest_size=3).digest())[:2].decode()


def sketch(abstract: str) -> str:
    """Return two characters a word, in order: enough to know a text again, too little to read it.

    12 bits a word leave some 30 English words for each value. "" for an empty abstract. What stands beyond
    ``SKETCHED`` characters is left out: no abstract is as long, and comparing costs the product of the lengths.
    """
    return "".join(map(_sign, words(without_prefix(abstract[:SKETCHED]))))


def unsketch(signs: str) -> list[int]:
    """Return a sketch's numbers (0–4095), one a word; ValueError where it is no sketch."""
    try:
        return [_DIGITS[high] << 6 | _DIGITS[low] for high, low in zip(signs[::2], signs[1::2], strict=True)]
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} stands in no sketch") from error


def make_key(title: str) -> str:
    """Return the key that a title asks for, ``"ERNIE 3.0: Large-scale …"`` → ``ernie-3-0``; "" where there is none.

    The part before a colon, if it has 1–5 words, else the title's words up to some 60 characters. A title that is
    not mostly in Latin letters has no key of its own.
    """
    return next(longer_keys(title), "")


def near_key(name: str) -> str:
    """Return a key near to a name; "" where no letter of it can stand in one."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:KEY_LIMIT].strip("-")


def longer_keys(title: str) -> Iterator[str]:
    """Yield the title's key, then longer ones, a word more at a time, as far as a key may go."""
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
    """Return ``count`` less the function words at the end; a key of nothing else keeps them."""
    end = count
    while end and _LOOSE_END.fullmatch(parts[end - 1]):
        end -= 1
    return end or count
