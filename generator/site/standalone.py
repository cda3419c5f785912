"""Pages that stand alone: one file with its style and script inside, which requests nothing, also from file://."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib import resources


def asset(name: str) -> str:
    """Return one of our files, with the line ends that a browser sees."""
    text = resources.files("generator.site").joinpath("assets", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def policy(*, style: str, script: str = "") -> str:
    """Return the content security policy of a page: only this style and this script, and images within the page."""
    scripts = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none';{scripts} style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    """Return what a policy names an inline script or style by."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
