"""Folds text as the site's search does, and cuts it into tokens; the Python twin of folding.js."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
_FOLDED = {  # letters that Unicode does not decompose, and Greek letters, which are spelled out
    **dict(zip("łøđıȷðħŋیىک", "lodijdhnييك", strict=True)),
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    **{chr(0x3B1 + at): name for at, name in enumerate(_GREEK.split())},
}
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LETTERS = str.maketrans(_FOLDED)
_LATEX = "aa:å AA:Å ae:æ AE:Æ oe:œ OE:Œ ss:ß o:ø O:Ø l:ł L:Ł i:ı j:ȷ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ ng:ŋ NG:Ŋ"
_LATEX_LETTERS = dict(pair.split(":") for pair in _LATEX.split())
_LATEX_LETTER = re.compile(r"\\(aa|AA|ae|AE|oe|OE|ss|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLij])(?![A-Za-z])\s?")
_LATEX_ACCENT = re.compile(r"""\\(?:[`'^"~=.]|[cvuHkrbdt](?=[\s{\\]))\s*\{?\s*\\?([A-Za-z])\}?""")
_LATEX_LAYOUT = re.compile(
    r"\\(?:text|math|operator)?(?:bf|it|tt|rm|sc|sf|sl|md|up|cal|bb|frak|name|normal|emph)(?:series|shape|family)?(?![A-Za-z])"
    r"|\\(?:begin|end)\{[^}]*\}|\\(?:cite|ref|label|url|footnote)\w*(?=\{)"
)
_WORD = r"[^\W_]"  # a letter or a number
_BROKEN_WORD = re.compile("(?<=[^\\W\\d_])[-\u2010][ \\t]*\\r?\\n\\s*(?=[a-z])|[\u00ad\u200b\u2060\ufeff]")
_POSSESSIVE = re.compile(rf"(?<={_WORD})['’ʼ`][sSſ](?!{_WORD})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#38|#[xX]26);)+")
_MARKS_TO_DROP = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f\u200c\u200d]+"
)
_MODIFIER_APOSTROPHES = re.compile("[\u02b9-\u02bd]")
_LANGUAGE = re.compile(rf"(?<!{_WORD})([A-Za-zſ\u212a])(\+\+|#)(?!{_WORD})")  # C++, C#, F#
_ASCII_WORD = re.compile("[a-z0-9]+")
_PLAIN = re.compile(r"[\x20-\x25\x28-\x5b\x5d-\x5f\x61-\x7a\x7c\x7e]*")  # ASCII without & \ { } ' `
_PAIRED_RANGES = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u3041-\u3096\u30fc\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
PAIRED = re.compile(f"[{_PAIRED_RANGES}]+")  # scripts without spaces, and Korean, whose words carry particles


def fold(text: str) -> str:
    """Return a text in lower case, without accents, LaTeX or punctuation, its words separated by single spaces."""
    if "+" in text or "#" in text:
        text = _LANGUAGE.sub(lambda found: found[1] + ("sharp" if found[2] == "#" else "plusplus"), text)
    if _PLAIN.fullmatch(text):
        return " ".join(_ASCII_WORD.findall(text.lower()))
    text = _BROKEN_WORD.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), _AMPERSANDS.sub("&", text))
    if "\\" in text:
        text = _LATEX_ACCENT.sub(r"\1", text)  # first, while \i in \v\i still has its backslash
        text = _LATEX_LETTER.sub(lambda found: _LATEX_LETTERS[found[1]], text)
        text = _LATEX_LAYOUT.sub("", text)
    text = unicodedata.normalize("NFKD", text.replace("{", "").replace("}", "")).lower()
    text = unicodedata.normalize("NFC", _MARKS_TO_DROP.sub("", text).translate(_LETTERS))
    text = _POSSESSIVE.sub("", text.translate(_KATAKANA))
    text = _MODIFIER_APOSTROPHES.sub("", _apostrophe().sub("", text))
    return _between().sub(" ", text).strip()


def tokens(folded: str, *, last: bool = False) -> list[str]:
    """Return the tokens of a folded text. Scripts without spaces give each pair of neighbouring characters.

    With ``last``, they also give the last character alone, so that a single character finds every text that has it.
    """
    if folded.isascii() or not PAIRED.search(folded):
        return folded.split()

    def pairs(found: re.Match[str]) -> str:
        run = found[0]
        cut = [run[at : at + 2] for at in range(len(run) - 1)]
        return f" {' '.join([*cut, run[-1]] if last or not cut else cut)} "

    return PAIRED.sub(pairs, folded).split()


@lru_cache(maxsize=1 << 14)
def squeezed(text: str) -> str:
    """Return a name as it is compared: folded, without blanks."""
    return "".join(tokens(fold(text)))


@cache
def _marks() -> str:
    """Return the characters of a class that holds all combining marks, which belong to words and are no letters to ``re``."""
    codes = (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0))  # beyond, there are none
    return "".join(letter for letter in map(chr, codes) if unicodedata.category(letter).startswith("M"))


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\w{_marks()}]|_)+")


@cache
def _apostrophe() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<={_WORD})|(?<=[{_marks()}]))['’ʼ`](?={_WORD})")
