"""The form in which texts are compared: lower case, no accents, LaTeX or punctuation."""

from __future__ import annotations

import re
import unicodedata

from generator.text import invisible
from generator.text.entities import unescape
from generator.text.latex_commands import LAYOUT, LETTER_MARKS, LETTERS, MARKS

# Letters that Unicode does not take apart, and Greek, which databases spell out as often as not.
_GREEK = {chr(c): unicodedata.name(chr(c)).split()[-1].lower() for c in range(ord("α"), ord("ω") + 1)}
_LETTERS = str.maketrans(
    _GREEK
    | {"λ": "lambda"}  # Unicode calls it lamda
    | {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "þ": "th", "ð": "d", "ħ": "h"}
)
_LATEX_LETTERS = re.compile(rf"\\({'|'.join(sorted(LETTERS, key=len, reverse=True))})(?![A-Za-z])\s?")
_LATEX_ACCENT = re.compile(rf"\\(?:[{MARKS}]|[{LETTER_MARKS}](?=[\s{{\\]))\s{{0,3}}\{{?\s{{0,3}}\\?([A-Za-z])\}}?")
_COMBINING = re.compile("[\u0300-\u036f]+")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])(?:-|\u2010)[ \t]*\r?\n\s*(?=[a-z])|\u00ad\s*")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
_SIGNS = re.compile(r"[\W_]+")
_ASCII_SIGNS = {code: " " for code in range(128) if _SIGNS.match(chr(code))}  # a third of the pattern's time
_CJK = re.compile("([\u3040-\u30ff\u3400-\u9fff])")  # written without blanks: each character counts as a word


def clean(text: str) -> str:
    """Return ``text`` in NFC on one line: white space is one blank, invisible characters are gone."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most texts: nothing to do, and it is done often
        return text.strip()
    return " ".join(invisible.without(unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Return the form for comparison: lower case, no accents, LaTeX or punctuation, single blanks.

    Words broken at a line's end are joined, Greek letters spelled out, apostrophes inside a word dropped.
    """
    if "\n" in text or "\u00ad" in text:
        text = _BROKEN_WORD.sub("", text)
    if "&" in text:
        text = unescape(text)
    if "\\" in text:
        text = _LATEX_ACCENT.sub(r"\1", text)  # first, while \i in \v\i still has its backslash
        text = _LATEX_LETTERS.sub(lambda found: LETTERS[found[1]], text)
        text = LAYOUT.sub("", text)
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
        text = _CJK.sub(r" \1 ", unicodedata.normalize("NFC", text))
    text = text.lower()
    if "'" in text or "`" in text or not text.isascii():
        text = _APOSTROPHE.sub("", text)
    return " ".join(text.translate(_ASCII_SIGNS).split()) if text.isascii() else _SIGNS.sub(" ", text).strip()


def words(text: str) -> list[str]:
    """Return the words of the folded text, in order."""
    return fold(text).split()
