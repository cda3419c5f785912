"""About how wide a text is in the fonts of a browser, for pictures that are drawn before anybody knows the font."""

from __future__ import annotations

import unicodedata

_NARROW, _WIDE = frozenset("fijlrtI.,:;!'’|()[]- "), frozenset("mwMWOQGDCNH@%&—…")
_EM = {
    "narrow": 0.36,
    "digit": 0.64,
    "usual": 0.58,
    "wide": 0.83,
    "square": 1.0,
}  # of DejaVu and Verdana, the widest usual fonts


def text_width(text: str, size: float) -> float:
    """Return the width of a text in letters of a size, in the same unit: rather too wide than too narrow."""
    return round(sum(round(1000 * _em(letter)) for letter in text) * size / 1000, 1)


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _EM["square"]
    if letter.isdigit():
        return _EM["digit"]
    return _EM["narrow" if letter in _NARROW else "wide" if letter in _WIDE else "usual"]
