"""Citations of a paper: in the formats that reference managers read, and as text in the styles that people paste."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic_core import to_json

from generator.formats import bibtex, csl_json, ris
from generator.model import Record
from generator.site.views.citation_styles import STYLES, styled
from generator.storage import cache, processes
from generator.storage.cache import Cache

MANY = 300  # records that are worth a second process
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Texts:
    """What was made of a record so far: its text by format's suffix, and by the key of a style."""

    record: Record
    formats: dict[str, str]
    styles: dict[str, str]


_MADE: dict[str, _Texts] = {}  # by the record's id; a text is on the paper's page, in exports, and in those of families


def prepare(records: Iterable[Record], kept: Cache) -> None:
    """Make all texts of the records, on all processes, as far as the cache does not have them."""
    wanted = {cache.key("citation", to_json(record)): record for record in records}
    found = kept.get(wanted)
    new = [(key, record) for key, record in wanted.items() if key not in found]
    made = dict(pair for share in processes.shared(_share, _shares(new)) for pair in share)
    kept.put(made)
    for key, raw in (found | made).items():
        formats, styles = json.loads(raw)
        _MADE[wanted[key].id] = _Texts(record=wanted[key], formats=formats, styles=styles)


def _shares(new: Sequence[tuple[bytes, Record]]) -> Sequence[Sequence[tuple[bytes, Record]]]:
    return processes.shares(new) if len(new) > MANY else [new] if new else []


def _share(share: Sequence[tuple[bytes, Record]]) -> list[tuple[bytes, bytes]]:
    formats = ({suffix: dump([record]) for suffix, dump in DUMPS.items()} for _, record in share)
    return [
        (key, json.dumps((texts, styled(record))).encode()) for (key, record), texts in zip(share, formats, strict=True)
    ]


def _texts(record: Record) -> _Texts:
    known = _MADE.get(record.id)
    if known is None or not (known.record is record or known.record == record):
        known = _MADE[record.id] = _Texts(record=record, formats={}, styles={})
    return known


def formatted(record: Record, suffix: str) -> str:
    """Return a paper in the format of a file suffix, a key of ``DUMPS``."""
    texts = _texts(record)
    if suffix not in texts.formats:
        texts.formats[suffix] = DUMPS[suffix]([record])
    return texts.formats[suffix]


def _in_styles(record: Record) -> dict[str, str]:
    texts = _texts(record)
    if not texts.styles:
        texts.styles.update(styled(record))
    return texts.styles


def citations(record: Record) -> tuple[Citation, ...]:
    """Return the citation of a record in each format and style. The record's id is the paper's key."""
    texts = _in_styles(record)
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
