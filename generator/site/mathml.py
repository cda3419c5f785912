"""Text for HTML, its formulas as MathML: made by latex2mathml, then cut down by nh3 to elements and attributes that only draw."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree import ElementTree as ET

import nh3
from markupsafe import Markup

from generator.site import escapes
from generator.text import maths
from generator.text.latex import is_balanced

WIDEST = 80  # characters as plain text: browsers do not break a formula into lines
DEEPEST = 60  # groups in one formula; the converter is recursive
# MathML Core, as far as the converter makes it. An element is drawn wrongly unless it has this many parts.
_PARTS = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "msubsup": 3, "munderover": 3}
_OTHERS = frozenset(
    [
        "math",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mpadded",
        "mphantom",
        "mprescripts",
        "mrow",
        "mspace",
        "msqrt",
        "mstyle",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
    ]
)
_WIDTH = re.compile(r"0|[012]?\.?\d{1,4}em")
_CLEANER = nh3.Cleaner(
    tags=_PARTS.keys() | _OTHERS,
    attributes={
        "mfrac": {"linethickness"},
        "mi": {"mathvariant"},
        "mo": {"fence", "form", "stretchy"},
        "mover": {"accent"},
        "mpadded": {"width"},
        "mspace": {"width"},
    },
    attribute_filter=lambda _, name, value: value if name != "width" or _WIDTH.fullmatch(value) else None,
    url_schemes=set(),
    link_rel=None,
)
_SAME = (
    (re.compile(r"\\(?:boldsymbol|bm|pmb)(?![A-Za-z])"), r"\\mathbf"),
    (re.compile(r"\\mathscr(?![A-Za-z])"), r"\\mathcal"),
    (re.compile(r"\\cal\s*([A-Z])"), r"\\mathcal{\1}"),
)
_NEEDLESS = re.compile(r"\\ensuremath(?![A-Za-z])")
_FUNCTION = re.compile(
    r"(?<=</m[in]>)(?=<mi>[A-Za-z]{2,}</mi>)|(?<=[A-Za-z]{2}</mi>)(?=<(?:mi|mn|mfrac|mroot|msqrt|msub|msup)\b)"
)
_SPACE = '<mspace width="0.167em"></mspace>'
_TAG = re.compile(r"(<[^>]*>)")


def text(value: object) -> Markup:
    """Escape a value for HTML text, with its formulas as MathML. A formula that cannot be converted is readable text."""
    return _text(str(value))


@lru_cache(maxsize=1 << 15)  # a title is on a dozen pages
def _text(value: str) -> Markup:
    if "$" not in value and "\\" not in value:
        return escapes.text(value)
    left, parts = maths.MOST, []
    for piece, is_formula in maths.pieces(escapes.line(value)):
        left -= len(piece) + maths.EACH if is_formula else 0
        formula = drawn(piece) if is_formula and left >= 0 else Markup("")
        parts.append(formula or escapes.text(maths.read(piece) if is_formula else piece))
    return Markup("").join(parts)


def drawn(formula: str) -> Markup:
    """Return a formula as MathML; "" if it is too wide or deep, or has something that the converter does not know."""
    depth = formula.count("{") + formula.count("\\left") + formula.count("\\begin")
    if depth > DEEPEST or not is_balanced(formula) or len(maths.read(formula)) > WIDEST:
        return Markup("")
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415, it reads long tables; many shelves have no formula

    for written, known in _SAME:
        formula = written.sub(known, formula)
    try:
        tree = convert_to_element(_NEEDLESS.sub("", formula))
    except Exception:  # noqa: BLE001 - besides its own errors it raises IndexError, RecursionError, … on odd input
        return Markup("")
    for element in tree.iter():
        element.text = html.unescape(element.text or "")
        raw = "\\" in element.text and element.text != "\\"
        if raw or len(element) != _PARTS.get(element.tag, len(element)):
            return Markup("")
    clean = _FUNCTION.sub(_SPACE, _CLEANER.clean(ET.tostring(tree, encoding="unicode")))
    return Markup("").join(
        Markup(part) if part.startswith("<") else escapes.text(html.unescape(part)) for part in _TAG.split(clean)
    )
