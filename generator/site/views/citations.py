"""Citations of a paper in the formats that people paste and that reference managers read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.formats import bibtex, csl_json, ris
from generator.model import Record

LONGEST = 6_000  # characters shown on a page; a longer citation becomes a file
NAMED = 20  # authors in plain text, as in APA style
_INNERMOST = re.compile(r"([{\[])\s*\n\s*([^{}\[\]]*?)\s*\n\s*([}\]])")


DUMPS: dict[str, Callable[[Sequence[Record]], str]] = {
    ".bib": bibtex.dump,
    ".ris": ris.dump,
    ".csl.json": csl_json.dump,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A citation in one format; ``file`` is the name of its download. ``long`` ones exist only as that file."""

    name: str
    key: str
    text: str
    file: str
    kind: str  # media type

    @property
    def long(self) -> bool:
        """Whether the text is too long to show on a page."""
        return len(self.text) > LONGEST


@lru_cache(maxsize=1 << 16)  # used on the paper's page, in the shelf's exports and in those of its families
def formatted(record: Record, suffix: str) -> str:
    """Return a paper in the format of a file suffix, a key of ``DUMPS``."""
    return DUMPS[suffix]([record])


def citations(record: Record) -> tuple[Citation, ...]:
    """Return the citation of a record in each format. The record's id is the paper's key."""
    formats = (
        ("BibTeX", "bibtex", formatted(record, ".bib").strip(), "bib", "application/x-bibtex"),
        ("RIS", "ris", formatted(record, ".ris").strip(), "ris", "application/x-research-info-systems"),
        (
            "CSL-JSON",
            "csl",
            _compact(formatted(record, ".csl.json")),
            "json",
            "application/vnd.citationstyles.csl+json",
        ),
        ("Plain text", "text", plain(record), "txt", "text/plain"),
    )
    return tuple(
        Citation(name=name, key=key, text=text, file=f"{record.id}.{suffix}", kind=kind)
        for name, key, text, suffix, kind in formats
    )


def plain(record: Record) -> str:
    """Return a citation as plain text: authors, year, title, venue, link."""
    names = [str(name) for name in record.authors[:NAMED]]
    more = max(len(record.authors), record.author_count or 0) > len(names) or record.et_al
    if more:
        who = f"{', '.join(names)}, et al." if names else ""
    else:
        who = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    ids = record.identifiers
    address = f"https://doi.org/{ids.doi}" if ids.doi else next(iter(record.links), "")
    number = f"({record.number})" if record.number else ""
    place = ", ".join(filter(None, (record.venue, f"{record.volume}{number}")))
    pages = re.sub(r"(?<=\d)-(?=\d)", "–", record.pages)
    place = ": ".join(filter(None, (place, pages)))
    year = f"({record.date[:4]})" if record.date else ""
    head = " ".join(filter(None, (who, year)))
    parts = [_with_full_stop(part) for part in (head, record.title, place) if part]
    return " ".join(filter(None, (*parts, address)))


def _with_full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _compact(text: str) -> str:
    """Return JSON with each innermost list or object on one line, for example one author per line.

    A JSON string cannot contain a line break, so only white space between values changes.
    """
    return _INNERMOST.sub(lambda found: found[1] + re.sub(r"\s*\n\s*", " ", found[2]) + found[3], text).strip()
