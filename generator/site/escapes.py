"""All escaping functions: whatever a value contains, it stays text wherever it is inserted."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache

from markupsafe import Markup

# Besides HTML's own characters, all that Markdown, its usual extensions and macro plugins treat as markup. The references mean
# the same in HTML, so a value survives even if a fork's extensions process text before or after Markdown sets HTML blocks aside.
_INERT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {c: f"&#{ord(c)};" for c in "{}[]*_`\\|~^$\"'"}  # & first
_MARKDOWN = re.compile(r"[\\`*_{}\[\]#|~$!@^]")
_INVISIBLE = re.compile(
    "["
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are not white space
    r"\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    r"\u061c\u200e\u200f\u202a-\u202e\u2061-\u2069"  # marks and overrides of the writing direction, invisible operators
    r"\ufffe\uffff\ud800-\udfff"  # not characters
    "]"
)
_UNSAFE_IN_SCRIPT = re.compile("[<>\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"\s\s+|[^\S ]")  # all white space but a single blank
_WEB = re.compile(r"https?://[^\s\x00-\x1f<>\"'\\]+", re.IGNORECASE)


def line(value: object) -> str:
    """Return a value as one line of text, without invisible characters (controls, bidirectional marks)."""
    return _line(str(value))


@lru_cache(maxsize=1 << 16)  # a title is in a dozen files
def _line(value: str) -> str:
    return " ".join(_INVISIBLE.sub("", value).split())


@lru_cache(maxsize=1 << 16)  # a title is on a dozen pages
def _text(value: str) -> Markup:
    return Markup(_inert(_SPACES.sub(" ", _INVISIBLE.sub("", value))))


def _inert(value: str) -> str:
    for markup, reference in _INERT.items():  # several times faster than str.translate
        value = value.replace(markup, reference)
    return value


def text(value: object) -> Markup:
    """Escape a value for HTML text or a quoted attribute."""
    return _text(str(value))


def lines(value: str) -> Markup:
    """Escape text for a ``pre`` element. Line breaks become character references, so that no blank line ends the block."""
    return Markup(_inert(_INVISIBLE.sub("", "\n".join(value.splitlines()))).replace("\n", "&#10;"))


def front_matter(value: object) -> str:
    """Return a value as a quoted YAML string of HTML, because MkDocs themes print front matter unescaped."""
    return json.dumps(html.escape(line(value)), ensure_ascii=False)


def markdown(value: object) -> str:
    """Escape a value for one line of a Markdown file that people also read and edit: only Markdown's own markup is escaped."""
    return _markdown(str(value))


@lru_cache(maxsize=1 << 16)  # a title is in the files of all related papers
def _markdown(value: str) -> str:
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", html.escape(_line(value), quote=False))


def xml(value: object) -> str:
    """Escape a value for XML text or a quoted attribute; characters that XML does not allow are removed."""
    return html.escape(line(value))


def script(value: object) -> str:
    """Return a value as JSON that is safe inside a script, in a file or in a page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def web(url: str) -> str:
    """Return the URL if it is a valid http or https address, otherwise ""."""
    return url if _WEB.fullmatch(url) else ""


def final(value: object) -> Markup:
    """Escape what a template prints, unless it is markup already. A template must opt out visibly, with ``|safe``."""
    return value if isinstance(value, Markup) else text(value)
