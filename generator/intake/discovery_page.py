"""Discoveries as a page for a browser, which saves the answers as a file (discovery_answers.py)."""

from __future__ import annotations

from generator.intake import discovery_answers
from generator.intake.discoveries import Discovered
from generator.site import inbox
from generator.site.inbox import Entry


def page(found: Discovered) -> str:
    """Return the page with all papers."""
    return inbox.render(
        tuple(
            Entry(references=one.references, title=one.title, about=one.about, address=one.address, reasons=one.reasons)
            for one in found.papers
        ),
        left_out=found.told,
        name=discovery_answers.FORMAT,
        version=discovery_answers.VERSION,
        file=discovery_answers.FILE,
        reason=discovery_answers.REASON,
    )
