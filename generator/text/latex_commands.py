"""LaTeX's accents, letters and font commands: one table, for reading (latex.py) and for comparing (folding.py)."""

from __future__ import annotations

import re

# \'e and \v{s}: a letter needs a space, a brace or a backslash after it.
MARKS, LETTER_MARKS = "`'^\"~=.", "cvuHkrdbhGUft"
COMBINING = dict(
    zip(
        MARKS + LETTER_MARKS,
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307"
        "\u0327\u030c\u0306\u030b\u0328\u030a\u0323\u0331\u0309\u030f\u030d\u0311\u0361",
        strict=True,
    )
)
_LETTERS = "aa:å AA:Å ae:æ AE:Æ oe:œ OE:Œ ss:ß o:ø O:Ø l:ł L:Ł i:ı j:ȷ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ ng:ŋ NG:Ŋ"
LETTERS: dict[str, str] = dict(pair.split(":") for pair in _LETTERS.split())
_FONTS = "bf|it|tt|rm|sc|sf|sl|md|up"
# What is dropped for comparing: fonts in text and in maths, environments, and commands that take a key or an address.
LAYOUT = re.compile(
    rf"""\\(?:text|math|operator)?(?:{_FONTS}|cal|bb|frak|name|normal|emph)(?:series|shape|family)?(?![A-Za-z])
    | \\(?:begin|end)\{{[^{{}}]{{0,100}}\}}
    | \\(?:cite|ref|label|url|footnote)\w*(?=\{{)""",
    re.VERBOSE,
)
