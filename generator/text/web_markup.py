"""HTML, JATS and MathML in titles and abstracts: read as text, and escaped so that a text reads back the same."""

from __future__ import annotations

import re

from generator.text import formulas
from generator.text.entities import unescape
from generator.text.folding import clean

_ATTRIBUTES = r"""(?:\s[\w:.-]{1,40}(?:\s?=\s?(?:"[^"<>]{0,300}"|'[^'<>]{0,300}'|[^\s"'<>=]{1,200}))){0,20}"""
_NAMESPACED = r"(?:jats|mml):[\w-]{1,40}"
_INLINE = (  # these leave their text
    "i b em strong u sub sup inf scp sc smallcaps small big tt italic bold underline monospace roman sans-serif overline strike "
    "span font inline-formula math mi mo mn mrow msub msup msubsup mtext mfrac mstyle mspace mover munder msqrt"
)
_BLOCKS = "br break p sec title div ul ol li h1 h2 h3 h4"  # these separate words
_RARE = "a q s code cite abbr del ins xref ext-link uri styled-content named-content"  # perhaps meant as they are
_SUBSCRIPTS = {"sub", "inf", "jats:sub", "jats:inf"}


def _tags(names: str) -> re.Pattern[str]:
    """Return the pattern of tags with these names, and the spaces beside them."""
    alternatives = "|".join([_NAMESPACED, *names.split()])
    return re.compile(rf"(\s?)<\s?(/?)\s?({alternatives}){_ATTRIBUTES}\s?/?\s?>(\s?)", re.IGNORECASE)


_TAG = _tags(f"{_INLINE} {_BLOCKS} {_RARE}")
_SURE = frozenset(f"{_INLINE} {_BLOCKS}".split())
_BLOCK = frozenset(_BLOCKS.split())
_RAISED = re.compile(  # a blank, <sub> or <sup>, its text, a blank
    r"(?P<before>\s?)<(?P<name>(?:jats:)?(?:sub|sup|inf))>\s?(?P<text>[^<>]{0,80}?)\s?</(?P=name)>(?P<after>\s?)",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    r"(?P<word>[^\W\d_]*)(?P<stop>[.?!:,)\]”\"’']*)\s?<(?P<name>(?:jats:)?sup)>\s?[\[(]?"
    r"(?P<mark>\d{1,2}(?:\s?[,–-]\s?\d{1,2})*|[a-h](?:\s?,\s?[a-h])*|[*†‡§¶#∗]{1,4})[\])]?\s?</(?P=name)>[\s.]*$",
    re.IGNORECASE,
)
_FOOT = 120  # characters at the end of a text in which a footnote's mark is looked for
# Words that have a square or a cube, so that a 2 or 3 after them is no footnote.
_POWERS = re.compile(
    r"(?:milli|centi|deci|kilo|nano|micro)?(?:met(?:er|re)s?|grams?)|inch(?:es)?|feet|foot|miles?|yards?|second|"
    r"alpha|beta|gamma|delta|zeta|theta|kappa|lambda|sigma|omega|norm",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"(?:[A-Z][a-z]?(?=\s?<(?:jats:)?sub>)|(?:OH|CN|CO|Cl|Br|Na|[OHSFN])(?![^\W\d_]))")
_ISOTOPE = re.compile(r"[A-Z][a-z]?(?![a-z])")
_WORDS = {"A", "As", "At", "Be", "By", "He", "I", "In", "Is", "It", "No", "Of", "On", "Or", "So", "To", "We"}
_CLOSED = re.compile(r"[,.;:)\]]|[-–/]\S")
_OUR_ESCAPES = {"&#0038;": "\x01", "&#0060;": "\x02", "&#0092;": "\x03"}
_OUR_ESCAPE = re.compile("|".join(_OUR_ESCAPES))
_ESCAPED = str.maketrans({"\x01": "&", "\x02": "<", "\x03": "\\"})
_REFERENCE = re.compile(r"&(?=#?\w)")


def readable(text: str) -> str:
    """Return the text without markup, its character references decoded to the end.

    Markup that was escaped is markup, too (``&amp;lt;i&amp;gt;``), if a tag closes it. The mark of a footnote at the end
    goes: ``Ponds<sup>1</sup>``, but neither ``Ca<sup>2+</sup>`` nor ``km<sup>2</sup>``.
    """
    text = clean(text)
    if "<" not in text and "&" not in text:
        return text
    text = _OUR_ESCAPE.sub(lambda found: _OUR_ESCAPES[found[0]], text)
    tags = text.count("<")
    if tags:
        text = _without_tags(text, escaped=False)
        tags = text.count("<")
    text = unescape(text)
    if text.count("<") > tags:
        text = _without_tags(clean(text), escaped=True)
    return clean(text.translate(_ESCAPED))


def escape(text: str) -> str:
    """Return the text escaped where ``readable`` would take it for markup."""
    text = clean(text)
    if ("<" not in text and "&" not in text) or readable(text) == text:
        return text
    return _REFERENCE.sub("&#0038;", text).replace("<", "&#0060;")


def escape_latex(text: str) -> str:
    """Return the text escaped where it looks like LaTeX, for formats that are none but may hold some."""
    return text.replace("\\", "&#0092;").replace("$<$", "&#36;<$")


def _without_tags(text: str, *, escaped: bool) -> str:
    """Return the text without tags; those that were escaped, and those with rare names, are only taken for tags in pairs."""
    text = formulas.to_text(text)
    kinds: dict[str, set[bool]] = {}
    for found in _TAG.finditer(text):
        kinds.setdefault(found[3].lower(), set()).add(bool(found[2]))
    tags = {name for name, closes in kinds.items() if len(closes) == 2 or (":" in name or name == "br")}
    if not escaped:
        tags |= _SURE
    raised = {"sub", "sup", "inf", "jats:sub", "jats:sup", "jats:inf"}

    def printed(found: re.Match[str]) -> str:
        before, closes, name, after = found.groups()
        name = name.lower()
        if name not in tags or name in raised:
            return found[0]
        if name.removeprefix("jats:") in _BLOCK:
            return " "
        blank = before or after
        if blank and closes and _CLOSED.match(text, found.end()):
            return ""
        return "" if blank and not closes and text[max(found.start() - 1, 0)] in "([" else blank

    text = _TAG.sub(printed, text)
    if tags & raised and "<" in text:
        text = _RAISED.sub(_lowered, _without_footnote(text))
        text = _TAG.sub(lambda found: found[1] or found[4] if found[3].lower() in tags else found[0], text)
    return text


def _without_footnote(text: str) -> str:
    """Return the text without the mark of a footnote at its end."""
    foot = text[-_FOOT:]
    found = _FOOTNOTE.search(foot) if "<" in foot else None
    if not found or not _is_footnote(found["word"], found["mark"]):
        return text
    return text[: len(text) - len(foot)] + foot[: found.end("stop")]


def _is_footnote(word: str, mark: str) -> bool:
    """Whether the raised mark after a word is a footnote's, not a power, a charge or a part of a name."""
    ordinary = len(word) > 2 and (word[1:].islower() or (word.isupper() and len(word) > 3))
    if not mark[0].isalnum():
        return ordinary or (len(word) > 1 and word.isupper())
    if mark in {"2", "3"}:
        return ordinary and len(word) > 3 and not _POWERS.fullmatch(word)
    return ordinary


def _lowered(found: re.Match[str]) -> str:
    """Return a subscript or superscript on the line, attached to what it belongs to."""
    before, text, after = found["before"], found["text"], found["after"]
    if not before:  # what follows is as it was written
        return text + after
    rest, at = found.string, found.end()
    if after and _CLOSED.match(rest, at):
        after = ""
    if found["name"].lower() in _SUBSCRIPTS:
        return text + ("" if after and _FORMULA.match(rest, at) else after)
    left = rest[max(found.start() - 1, 0)]
    element = _ISOTOPE.match(rest, at)
    if text.isdigit() and not left.isdigit() and element and element[0] not in _WORDS:
        return f" {text}"  # an isotope: its number belongs to the element behind it
    return text + after if after or at == len(rest) or not rest[at].isalnum() else f" {text}"
