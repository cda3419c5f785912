"""Pages that stand alone: one file with its style and script inside, which requests nothing, also from file://."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from importlib import resources
from typing import Any

from generator.site import escapes, renderer


def asset(name: str) -> str:
    """Return one of our files, with the line ends that a browser sees."""
    text = resources.files("generator.site").joinpath("assets", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def policy(*, style: str, script: str = "") -> str:
    """Return the content security policy of a page: only this style and this script, and images within the page."""
    scripts = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none';{scripts} style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"


def answer_page(template: str, script: str, content: object, data: Mapping[str, Any], **shown: object) -> str:
    """Return a page on which a person answers, with its script after what such scripts share.

    ``content`` is all that is asked, ``data`` what the script reads; ``shown`` goes to the template. Answers that a browser
    keeps are those to this content.
    """
    number = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]
    style, code = asset("questionnaire.css"), f"{asset('answers.js')}\n{asset(script)}"
    text = renderer.filled(
        template,
        **shown,
        policy=policy(style=style, script=code),
        style=style,
        script=code,
        data=escapes.script({"id": number, **data}),
    )
    return text + "\n"


def _hash(text: str) -> str:
    """Return what a policy names an inline script or style by."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
