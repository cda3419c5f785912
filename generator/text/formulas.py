"""MathML and JATS formulas in titles and abstracts, read as text with the right blanks around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

from generator.text.entities import unescape

_MATH = re.compile(r"<(?P<name>(?:[a-z]+:)?math)\b[^<>]{0,1000}(?<!/)>")
_TEX = re.compile(r"<(?P<name>(?:[a-z]+:)?tex-math)\b[^<>]{0,1000}(?<!/)>")
_BESIDE = re.compile(r"\s*<(?:[a-z]+:)?math\b")
_TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_TOKEN = re.compile(r"<(?P<close>/?)(?:[a-z]+:)?(?P<name>[a-z]+)\b(?P<attributes>[^<>]{0,1000}?)(?P<empty>/?)>|[^<]+|<")
_NO_BASE = re.compile(
    r"<[^<>]*>\s*(?:<(?:\w+:)?(?:mrow|mstyle|semantics)\b[^<>]*>\s*)*<(?:\w+:)?(?:msub|msup|msubsup)\b[^<>]*>\s*"
    r"<(?:\w+:)?(?:(?:mrow|mi|mo|none|mtext)\b[^<>]*/>|(?:\w+:)?(?:mrow|mi|mo|mtext)\b[^<>]*>\s*</)"
)
_UNIT = re.compile(r"[kMGTmµn]?(?:eV|Hz|K|T|m|s|g|V|W|fb|pb|nb|pc|yr)(?![A-Za-z])")
_FUNCTION = re.compile(r"(?:sin|cos|tan|log|ln|exp|max|min|lim|sup|inf|det|dim|Tr|tr|arg|mod)")
_OPERATOR = re.compile(r"[-+−±=<>≤≥/ ·×]")
_DEEPEST = 50  # elements in one another
_SPACE = "\xa0"  # one that is meant; others are the layout of the XML
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_OVER = {
    "¯": "\u0304", "‾": "\u0304", "―": "\u0304", "−": "\u0304", "-": "\u0304", "_": "\u0304", "ˉ": "\u0304", "^": "\u0302",
    "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "∼": "\u0303", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
}  # fmt: skip
_ELEMENTS = re.compile(r"(?:[A-Z][a-z]?){1,3}")
_ARTICLES = {"a", "A", "I"}
_ENDINGS = re.compile(r"(?:s|th|st|nd|rd|fold|d|D)(?![^\W\d_])")
_LAST_WORD = re.compile(r"[^\W\d_]*$")


def to_text(text: str) -> str:
    """Return the text with its formulas read, ``<`` in them as character 2; ``inN-Coupled`` gets its blank."""
    if "math" not in text:
        return text
    return _replaced(_replaced(text, _TEX, _tex), _MATH, lambda text, start, end: _read(text[start:end]))


def _replaced(text: str, opening: re.Pattern[str], read: Callable[[str, int, int], str]) -> str:
    """Return the text with each element read, and separated from the words beside it."""
    parts: list[str] = []
    end = 0
    for start, close in _elements(text, opening):
        before = text[end:start]
        formula = read(text, start, close).replace("<", "\x02")
        glued = bool(_NO_BASE.match(text[start : start + 2_000]))
        word = _LAST_WORD.search((before or "".join(parts[-1:]))[-30:])
        if word and formula and not glued and _separate(word[0], formula):
            before += " "
        parts += [before, formula]
        end = close
        following = text[close : close + 12]
        if formula[-1:].isalnum() and following[:1].isalpha() and not glued and not _ENDINGS.match(following):
            parts.append(" ")
    return "".join([*parts, text[end:]])


def _elements(text: str, opening: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each element that is closed."""
    end, unclosed = 0, set()
    for found in opening.finditer(text):
        closing = f"</{found['name']}>"
        if found.start() < end or closing in unclosed:
            continue
        close = text.find(closing, found.end())
        if close < 0:
            unclosed.add(closing)
            continue
        end = close + len(closing)
        yield found.start(), end


def _separate(word: str, formula: str) -> bool:
    """Whether a blank belongs between a word and the formula behind it; a chemical formula goes on in it."""
    if not (formula[0].isalnum() or formula[0] in "√|⟨"):
        return False
    if len(word) < 2:
        return word in _ARTICLES
    return not (
        _ELEMENTS.fullmatch(word)
        and len(word) <= 2
        and word not in {"In", "On", "At", "Of", "As", "By", "Is", "No", "To"}
    )


def _tex(text: str, start: int, end: int) -> str:
    """Return the formula of a TeX document as maths between dollars; "" beside the same formula in MathML."""
    if _BESIDE.match(text, end) or text[max(start - 10, 0) : start].rstrip().endswith("math>"):
        return ""
    element = text[start:end]
    body = element[element.index(">") + 1 : element.rindex("<")].replace("<![CDATA[", "").replace("]]>", "")
    found = _TEX_BODY.search(body)
    formula = (found[1] if found else body).strip().strip("$").strip()
    return f"${formula}$" if formula and "$" not in formula else formula


def _read(element: str) -> str:
    """Return the text of one ``<math>``."""
    stack: list[tuple[str, list[str]]] = [("math", [])]
    ignored = 0
    for token in _TOKEN.finditer(element):
        name = token["name"]
        if not name:
            stack[-1][1].append(unescape(token[0]))
        elif token["close"]:
            if ignored:
                ignored -= 1
            elif name == stack[-1][0] and len(stack) > 1:
                closed, children = stack.pop()
                stack[-1][1].append(_node(closed, children))
        elif token["empty"]:
            blank = name == "mspace" and "-" not in token["attributes"]
            stack[-1][1].append("\x00" if name == "mprescripts" else _SPACE if blank else "")
        elif len(stack) > _DEEPEST:
            ignored += 1
        else:
            stack.append((name, []))
    while len(stack) > 1:  # unclosed
        closed, children = stack.pop()
        stack[-1][1].append(_node(closed, children))
    return " ".join("".join(stack[0][1]).split())


def _node(name: str, children: list[str]) -> str:
    """Return the text of an element from those of its children."""
    if name in {"mi", "mn", "mo", "mtext", "ms"}:
        text = "".join(children).translate(_INVISIBLE)
        return text.replace(" ", _SPACE) if name == "mtext" else text.strip()
    if name.startswith("annotation"):
        return ""
    # Line breaks between elements mean nothing, and an empty element keeps its place.
    parts = [child for child in children if child != " "]
    if name in {"mfrac", "msqrt", "mroot", "mover", "munder", "mmultiscripts", "msub", "msup", "msubsup", "munderover"}:
        parts = [part.strip() for part in parts if part != _SPACE]
    match name, parts:
        case "mfrac", [above, below]:
            return f"{_bracketed(above)}/{_bracketed(below)}"
        case "msqrt" | "mroot", [radicand, *_]:
            return "√" + _bracketed("".join(parts) if name == "msqrt" else radicand)
        case "mover", [base, over] if over in _OVER and base:
            return normalize("NFC", base + _OVER[over]) if len(base) == 1 else f"{base}{over}"
        case "mfenced", _:
            return f"({', '.join(parts)})"
        case "mmultiscripts", [base, *scripts]:
            return _multiscripts(base, scripts)
    return _joined(parts)


def _multiscripts(base: str, scripts: list[str]) -> str:
    """Return a base with its scripts: those before it come first, the upper before the lower one."""
    cut = scripts.index("\x00") if "\x00" in scripts else len(scripts)
    return "".join([*scripts[cut + 1 :], base, *scripts[:cut]])


def _bracketed(text: str) -> str:
    return f"({text})" if len(text) > 1 and _OPERATOR.search(text) else text


def _joined(parts: list[str]) -> str:
    """Return the parts in a row, with a blank before a unit, and between a function and its argument."""
    row: list[str] = []
    for part in filter(None, parts):
        if row and row[-1] != _SPACE:
            number = row[-1][-1].isdigit() and _UNIT.fullmatch(part) and len(part) > 1
            function = _FUNCTION.fullmatch(row[-1]) and part[0].isalnum()
            if number or function or (_FUNCTION.fullmatch(part) and row[-1][-1].isalnum()):
                row.append(_SPACE)
        row.append(part)
    return "".join(row)
