"""Invisible characters: controls, marks of the writing direction, characters without a width.

They can hide or reorder text and steer a terminal. Joiners are kept where a script or an emoji needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ALWAYS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls that are not white space
    r"\u00ad\u200b\u2060-\u2064\ufeff"  # soft hyphen, zero-width space, word joiner, byte order mark
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # marks, embeddings, overrides and isolates of the writing direction
)
# Arabic, Indic and other scripts whose letters join, and what emoji are made of.
_JOINING = (
    r"\u0620-\u08ff\u0900-\u109f\u1780-\u18af\u1b00-\u1c4f\ua840-\ua9ff\uaa00-\uabff\ufb50-\ufdff\ufe70-\ufefe"
    r"\U00010a00-\U00011fff\U0001e900-\U0001e95f\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
)
_JOINERS = rf"(?<![{_JOINING}])[\u200c\u200d]|\u200c(?![\u200c\u200d]?[{_JOINING}])"
_INVISIBLE = re.compile(rf"[{_ALWAYS}]|{_JOINERS}")
# Latin-1 and UTF-8 made from Windows' text have its quotes and dashes in place of controls, as browsers know.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}


def places(text: str) -> Iterator[int]:
    """Yield the index of each invisible character."""
    return (found.start() for found in _INVISIBLE.finditer(text))


def without(text: str) -> str:
    """Return the text without invisible characters; Windows' quotes and dashes that were read as controls are restored."""
    return _INVISIBLE.sub("", text.translate(_WINDOWS))


def named(character: str) -> str:
    """Return the number and the name of a character: ``U+202E (right-to-left override)``."""
    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"
