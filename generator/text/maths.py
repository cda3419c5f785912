"""Maths in texts, between dollars: where it is, what only looks like it (``$5 to $10``), and how it reads as plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache

from generator.text.latex import Decoder, is_balanced

LONGEST = 1_000  # characters of one formula; a longer one is read roughly
MOST = 10_000  # characters of all formulas in one text, each with EACH more for its own cost; the rest is read roughly
EACH = 50
logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # it warns of each command without its arguments
_MARK = re.compile(r"\\.?|\$", re.DOTALL)
_CLOSING = {r"\)": r"\(", r"\]": r"\["}
_TEX = re.compile(r"\\[A-Za-z%&#_|,;!]|[\^_]\s*[\w{\\(+*'-]")
_VARIABLE = re.compile(r"_[A-Za-z]{2}|[A-Z]*_?[A-Z]{2,}_[A-Z]{2}")  # $_GET and $HOME_DIR of programs
_FUNCTIONS = "arg arccos arcsin arctan cos cosh cot csc deg det dim exp gcd hom inf ker lg lim ln log max min mod Pr sec sin sinh sup tan tanh"
_WORD = re.compile(rf"(?!(?:{'|'.join(_FUNCTIONS.split())})(?![A-Za-z]))(?<![A-Za-z])[A-Za-z]{{2,}}")
_LAST = re.compile(r"[\w)\]}'*+!|>]")  # a formula without TeX commands ends like this
_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_HELD = {"^": "\ue000", "_": "\ue001"}  # until the rest is read: x^2k is not x²k
_MARKS = {
    r"\prime": "′",
    r"\circ": "°",
    r"\ast": "*",
    r"\dagger": "†",
    "*": "*",
    "st": "st",
    "nd": "nd",
    "rd": "rd",
    "th": "th",
}
_SCRIPT = re.compile(r"([\^_])\s*(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s\\{}]))")
# Fonts, sizes and layout, which a reader of plain text does without; then commands whose first argument is not read.
_LAYOUT = re.compile(
    r"""\\(?: math(?:bf|bfit|it|rm|sf|tt|cal|bb|frak|scr|normal|ds|op|ord|rel|bin) | boldsymbol | bm | pmb | operatorname\*?
    | ensuremath | (?:display|text|script)style | (?:no)?limits | (?:left|right)(?:\s*\.)? | middle | [bB]igg?[lrm]?
    | rm | bf | it | cal | sf | tt | mit | text(?:rm|it|bf|sf|tt|normal|up)? | mbox | hbox )(?![A-Za-z])\s?""",
    re.VERBOSE,
)
_SILENT = re.compile(r"\\(?:href|color|textcolor|style|class|label|tag|[hv]space\*?)\s*\{[^{}]*\}")
_FRACTION = re.compile(r"\\[cdt]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\w)\s*(\w))")
_CHOICE = re.compile(r"\\[dt]?binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_GROUP = re.compile(r"\{\s*\{([^{}]*)\}\s*\}")
_ROOT = re.compile(r"\\sqrt\s*(?:\[([^\[\]{}]*)\])?\s*(?:\{([^{}]*)\}|(\w))")
_NAMES = "|".join(_FUNCTIONS.split())
_BEFORE_FUNCTION = re.compile(rf"(?<=[\w)}}])\s*(?=\\(?:{_NAMES})(?![A-Za-z]))")
_FUNCTION = re.compile(rf"\\({_NAMES})(?![A-Za-z])\s*(?=[\w\\])")
# Signs between two parts, around which a space is kept; the decoder drops the one after a command.
_BETWEEN = re.compile(
    r"""(?<=\s)(\\(?: to | (?:left|right|Right|leftright)arrow | mapsto | leq? | geq? | neq? | ll | gg | sim(?:eq)? | approx | equiv
    | propto | [lg]tr?sim | lesssim | in | subset(?:eq)? | cup | cap | times | cdot | pm | mp | mid | otimes | oplus ))(?![A-Za-z])\s+""",
    re.VERBOSE,
)
_INNER = re.compile(r"(?<=\\left.)\s+|\s+(?=\\right(?![A-Za-z]))")
_SIMPLE = re.compile(r"\\?\w+")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?|\\.?|[{}]")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether it is the inside of a formula."""
    end = 0
    for start, stop, width in _formulas(text):
        if text[end:start]:
            yield text[end:start], False
        yield text[start + width : stop - width].strip(), True
        end = stop
    if text[end:]:
        yield text[end:], False


def _formulas(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start and end of each formula, and the width of the marks around it."""
    opened, start = "", 0
    for found in _MARK.finditer(text):
        mark, at = found[0], found.start()
        if mark in {*_CLOSING.values()} or (mark == "$" and opened not in {"$", "$$"}):
            opened, start = mark, at
        elif mark in _CLOSING and opened == _CLOSING[mark]:
            if text[start + 2 : at].strip():
                yield start, at + 2, 2
            opened = ""
        elif mark == "$" and start == at - 1:
            opened = "$$"
        elif mark == "$" and opened == "$$" and text[at - 1] == "$":
            if _is_formula(text[start + 2 : at - 1]):
                yield start, at + 1, 2
                opened = ""
            else:
                start = at - 1
        elif mark == "$" and opened == "$":
            if _is_formula(text[start + 1 : at], text[max(start - 1, 0) : start], text[at + 1 : at + 2]):
                yield start, at + 1, 1
                opened = ""
            else:
                start = at
        elif mark == "$" and text[at + 1 : at + 2] != "$":
            opened, start = "$", at  # the two dollars before were no mark


@lru_cache(maxsize=1 << 16)  # a title is in a dozen files
def plain(text: str) -> str:
    r"""Return the text with its formulas as a person would type them: ``$O(n^2)$`` → ``O(n²)``, ``$\alpha$`` → ``α``."""
    if "$" not in text and "\\" not in text:
        return text
    left, parts = MOST, []
    for piece, is_formula in pieces(text):
        if is_formula:
            left -= len(piece) + EACH
            parts.append(read(piece) if left >= 0 else _rough(piece))
        else:
            parts.append(piece)
    return "".join(parts)


def read(formula: str) -> str:
    """Return the inside of a formula as plain text."""
    if len(formula) > LONGEST or not is_balanced(formula):
        return _rough(formula)
    text = _BETWEEN.sub(r"\1{} ", _INNER.sub("", formula.replace(r"\|", "‖")))
    text = _SILENT.sub("", _LAYOUT.sub("", text))
    for _ in range(10):  # from the inside out
        before = text
        text = _SCRIPT.sub(_script, _GROUP.sub(r"{\1}", text))
        text = _FRACTION.sub(lambda found: f"{_whole(found[1] or found[3])}/{_whole(found[2] or found[4])}", text)
        text = _CHOICE.sub(r"(\1 choose \2)", text)
        text = _ROOT.sub(_root, text)
        if text == before:
            break
    if re.search(r"\\(?:[cdt]?frac|[dt]?binom|sqrt)(?![A-Za-z])", text):
        return _rough(text)
    text = Decoder().decode(_FUNCTION.sub(r"\1 ", _BEFORE_FUNCTION.sub(" ", text)))
    for mark, held in _HELD.items():
        text = text.replace(held, mark)
    return text if text and ("%s" not in text or "%s" in formula) else _rough(formula)


def _is_formula(inside: str, before: str = "", after: str = "") -> bool:
    """Whether what is between two dollars is maths, and not prices, names of programs or artists."""
    if not inside or _VARIABLE.match(inside):
        return False
    spaced = (inside[0].isspace(), inside[-1].isspace())
    if _TEX.search(inside):
        return spaced in {(False, False), (True, True)}
    if any(spaced) or after.isdigit() or not _LAST.match(inside[-1]):
        return False
    if inside.count("(") != inside.count(")") and not re.search(r"[\[\]]", inside):
        return False
    words = _WORD.findall(inside)
    if before.isalnum() and len(inside) > 1:
        return False
    return not words or not (inside[0].isdigit() or re.search(r"\s", inside))


def _rough(formula: str) -> str:
    """Return a formula that cannot be read: the names of its commands, without backslashes and braces."""
    return " ".join(_COMMAND.sub(lambda found: f"{found[1]} " if found[1] else "", formula).split())


def _script(found: re.Match[str]) -> str:
    """Return a superscript or subscript, raised or lowered where Unicode has all of its characters."""
    inside = (found[2] if found[2] is not None else found[3]).strip()
    table = _RAISED if found[1] == "^" else _LOWERED
    if found[1] == "^" and inside in _MARKS:
        return _MARKS[inside]
    if inside and all(c in table for c in inside):
        return "".join(table[c] for c in inside)
    return f"{_HELD[found[1]]}{_whole(inside)}" if inside else ""


def _root(found: re.Match[str]) -> str:
    degree = "".join(_RAISED.get(c, c) for c in found[1] or "")
    return f"{degree}√{_whole(found[2] if found[2] is not None else found[3])}"


def _whole(text: str) -> str:
    """Return a part of a formula that its neighbours cannot tear apart; a brace would be lost."""
    text = text.strip()
    return f"{text} " if re.fullmatch(r"\\[A-Za-z]+", text) else text if _SIMPLE.fullmatch(text) else f"({text})"
