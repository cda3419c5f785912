"""Citations of a paper: in the formats that reference managers read, and as text in the styles that people paste."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.formats import bibtex, csl_json, ris
from generator.model import Record
from generator.site.views.citation_styles import STYLES, styled

LONGEST = 6_000  # characters shown on a page; a longer citation becomes a file
_INNERMOST = re.compile(r"([{\[])\n *([^{}\[\]]*)\n *([}\]])")
_BREAK = re.compile(r"\n *")

DUMPS: dict[str, Callable[[Sequence[Record]], str]] = {
    ".bib": bibtex.dump,
    ".ris": ris.dump,
    ".csl.json": csl_json.dump,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A citation in one format or style; ``file`` is the name of its download. ``long`` ones exist only as that file."""

    name: str
    key: str
    text: str
    file: str
    kind: str  # media type

    @property
    def prose(self) -> bool:
        """Whether the text is to be read by people."""
        return self.kind == "text/plain"

    @property
    def long(self) -> bool:
        """Whether the text is too long to show on a page."""
        return len(self.text) > LONGEST


@lru_cache(maxsize=1 << 16)  # used on the paper's page, in the shelf's exports and in those of its families
def formatted(record: Record, suffix: str) -> str:
    """Return a paper in the format of a file suffix, a key of ``DUMPS``."""
    return DUMPS[suffix]([record])


def citations(record: Record) -> tuple[Citation, ...]:
    """Return the citation of a record in each format and style. The record's id is the paper's key."""
    texts = styled(record)
    formats = (
        ("BibTeX", "bibtex", formatted(record, ".bib").strip(), "bib", "application/x-bibtex"),
        *((style.name, style.key, texts[style.key], f"{style.key}.txt", "text/plain") for style in STYLES),
        ("RIS", "ris", formatted(record, ".ris").strip(), "ris", "application/x-research-info-systems"),
        (
            "CSL-JSON",
            "csl",
            _compact(formatted(record, ".csl.json")),
            "json",
            "application/vnd.citationstyles.csl+json",
        ),
    )
    return tuple(
        Citation(name=name, key=key, text=text, file=f"{record.id}.{suffix}", kind=kind)
        for name, key, text, suffix, kind in formats
        if text
    )


def _compact(text: str) -> str:
    """Return JSON with each innermost list or object on one line, for example one author per line.

    A JSON string cannot contain a line break, so only white space between values changes.
    """
    return _INNERMOST.sub(lambda found: found[1] + _BREAK.sub(" ", found[2]) + found[3], text).strip()
