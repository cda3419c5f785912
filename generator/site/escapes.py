"""The one vocabulary of escapes: whatever a value holds, it stays text where it lands."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache

from markupsafe import Markup

# Beside HTML's own, all that Markdown, its usual extensions and macro plugins read as markup. In HTML these mean the same,
# so a value survives even where a fork's extensions look at text before or after Markdown sets HTML blocks aside.
_INERT = str.maketrans({c: f"&#{ord(c)};" for c in "{}[]*_`\\|~^$\"'"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~$!@^])")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ENDING = re.compile("[<>\u2028\u2029\ud800-\udfff]")
_WHITE = re.compile(r"\s+")
_WEB = re.compile(r"https?://[^\s\x00-\x1f<>\"'\\]+", re.IGNORECASE)


def line(value: object) -> str:
    """Return a value's text on one line, without characters that nobody sees (controls, turns of direction)."""
    return _line(str(value))


@lru_cache(maxsize=1 << 16)  # a title stands in a dozen files
def _line(value: str) -> str:
    return " ".join(_UNSEEN.sub("", value).split())


@lru_cache(maxsize=1 << 16)  # a title stands on a dozen pages
def _text(value: str) -> Markup:
    return Markup(_WHITE.sub(" ", _UNSEEN.sub("", value)).translate(_INERT))


def text(value: object) -> Markup:
    """Return a value for HTML, as text or inside a quoted attribute."""
    return _text(str(value))


def lines(value: str) -> Markup:
    """Return a text for a ``pre``: its line ends are kept as character references, so that no blank line ends the block."""
    return Markup("&#10;").join(Markup(_UNSEEN.sub("", row).translate(_INERT)) for row in value.splitlines())


def front_matter(value: object) -> str:
    """Return a value as a quoted YAML string of HTML: themes for MkDocs print front matter without escaping it."""
    return json.dumps(html.escape(line(value)), ensure_ascii=False)


def markdown(value: object) -> str:
    """Return a value on one line of a Markdown file that people read and edit, too: only what Markdown marks is escaped."""
    return _MARKDOWN.sub(r"\\\1", html.escape(line(value), quote=False))


def xml(value: object) -> str:
    """Return a value for XML, as text or inside a quoted attribute; what XML cannot hold is gone."""
    return html.escape(line(value))


def script(value: object) -> str:
    """Return a value as JSON that stands in a script, in a file of its own or in a page, and ends neither."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ENDING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def web(url: str) -> str:
    """Return the URL if it is http or https and nothing else, or an empty string."""
    return url if _WEB.fullmatch(url) else ""


def final(value: object) -> Markup:
    """Escape what a template prints, unless it is markup already: templates opt out in sight, with ``|safe``."""
    return value if isinstance(value, Markup) else text(value)
