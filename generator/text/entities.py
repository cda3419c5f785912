"""Character references of HTML, as ``&amp;``: decoded to the end, and only where a semicolon ends them."""

from __future__ import annotations

import re
from html import unescape as _numbered
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AGAIN = re.compile(r"&(?:amp;|AMP;|#38;|#[xX]26;)+")  # &amp;amp;lt;


def unescape(text: str) -> str:
    """Return the text with its references decoded, ``&amp;lt;`` too.

    An ``&`` without a name and a semicolon stays: ``AT&T``, ``?id=X&noteId=Y``.
    """
    return _REFERENCE.sub(_decoded, _AGAIN.sub("&", text)) if "&" in text else text


def _decoded(found: re.Match[str]) -> str:
    """Return what one reference means; one that HTML does not know stays."""
    return _numbered(found[0]) if found[0][1] == "#" else html5.get(found[0][1:], found[0])
