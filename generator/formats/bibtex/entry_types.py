"""The entry types of BibTeX and biblatex as types of papers, and back."""

from __future__ import annotations

import re
from typing import TypeAlias

from generator.formats import field_values
from generator.model import PaperType, Record

_Kind: TypeAlias = tuple[PaperType | None, str]  # the type and the genre

_TYPES: dict[str, _Kind] = {
    "article": ("article-journal", ""),
    "suppperiodical": ("article-journal", ""),
    "review": ("article-journal", ""),
    "inproceedings": ("paper-conference", ""),
    "conference": ("paper-conference", ""),
    "incollection": ("chapter", ""),
    "inbook": ("chapter", "Part of a book"),
    "bookinbook": ("chapter", "Book in a book"),
    "suppbook": ("chapter", "Supplement in a book"),
    "suppcollection": ("chapter", "Supplement in a collection"),
    "inreference": ("chapter", "Entry in a reference work"),
    "book": ("book", ""),
    "mvbook": ("book", "Book in several volumes"),
    "booklet": ("book", "Booklet"),
    "collection": ("book", "Collection"),
    "mvcollection": ("book", "Collection in several volumes"),
    "proceedings": ("book", "Proceedings"),
    "mvproceedings": ("book", "Proceedings in several volumes"),
    "reference": ("book", "Reference work"),
    "mvreference": ("book", "Reference work in several volumes"),
    "thesis": ("thesis", ""),
    "phdthesis": ("thesis", "PhD thesis"),
    "mastersthesis": ("thesis", "Master's thesis"),
    "report": ("report", ""),
    "techreport": ("report", "Technical report"),
    "manual": ("report", "Manual"),
    "dataset": ("dataset", ""),
    "software": ("software", ""),
    "online": ("webpage", ""),
    "electronic": ("webpage", ""),
    "www": ("webpage", ""),
    "webpage": ("webpage", ""),
    "unpublished": ("article", "Unpublished"),
    "misc": (None, ""),
}
_GENRES = {  # biblatex's words in the field ``type``
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Computer software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
}
_ENTRIES: dict[str, str] = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "article": "misc",
    "chapter": "incollection",
    "book": "book",
    "thesis": "thesis",
    "report": "techreport",
    "dataset": "dataset",
    "software": "software",
    "webpage": "online",
}
_OF_GENRE = {kind: entry for entry, kind in _TYPES.items() if kind[1]}
_PREPRINT = "Preprint"
_PHD = re.compile(r"\bph\.? ?d\b|\bdoctoral\b|\bdissertation\b", re.IGNORECASE)
_MASTER = re.compile(r"\bmaster\b|\bm\.? ?sc\b|\bm\.?a\.?\b|\bdiplom", re.IGNORECASE)


def read(entry_type: str, genre: str, *, has_venue: bool, is_preprint: bool) -> _Kind:
    """Return the type and genre of an entry; ``genre`` is the text of its field ``type``.

    An @article of a preprint without a journal states nothing.
    """
    found, implied = _TYPES.get(entry_type, (None, ""))
    if entry_type == "article" and is_preprint and not has_venue:
        found = None
    if genre.lower() == _PREPRINT.lower():
        return "article", ""
    return found, _GENRES.get(genre.lower(), genre) or implied


def is_known(entry_type: str) -> bool:
    """Whether a type of entry has a type of paper, or is @misc, which states none."""
    return entry_type in _TYPES


def written(record: Record) -> tuple[str, str]:
    """Return the entry type, and the text of the field ``type`` where the entry type does not tell the genre."""
    kind = field_values.publication_type(record)
    if kind == "article" and record.venue:  # without these, the venue would tell another type
        return ("unpublished", record.genre) if record.genre else ("misc", _PREPRINT)
    if entry := _OF_GENRE.get((kind, record.genre)):
        return entry, ""
    if kind == "thesis":
        if _MASTER.search(record.genre):
            return "mastersthesis", record.genre
        return ("phdthesis", record.genre) if _PHD.search(record.genre) else ("thesis", record.genre)
    if kind == "report" and not record.genre:
        return "report", ""
    return _ENTRIES[kind], record.genre
