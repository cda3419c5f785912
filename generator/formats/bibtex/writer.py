"""Writes records as BibTeX with bibtexparser; no text can end its field or start another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware, MonthAbbreviationMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from generator.formats import field_values
from generator.model import Record
from generator.text import bylines
from generator.text.folding import clean
from generator.text.keys import make_key
from generator.text.latex import Decoder, encode, is_balanced
from generator.text.web_markup import escape

_KEY = re.compile(r"[^\s,{}()\"#%\\~=@]{1,100}")
_TYPE = re.compile(r"(?!(?:comment|preamble|string)$)[a-z][a-z0-9_-]{0,39}")
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_IN_BOOK = {"inproceedings", "conference", "incollection", "inbook", "proceedings", "book"}
_NOT_BARE = re.compile(r"\band\b|^others$", re.IGNORECASE)


def dump(records: Sequence[Record]) -> str:
    """Return the records as a .bib file that ``bibtex.parse`` reads back with the same facts.

    A citation key that is missing, repeated or not allowed in BibTeX is replaced by one made from the title.
    """
    keys: set[str] = set()
    blocks = [_entry(record, _key(record, keys)) for record in records]
    enclosing = AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{")
    layout = BibtexFormat()  # type: ignore[no-untyped-call]  # bibtexparser 2.1
    layout.indent, layout.trailing_comma = "  ", True
    return write_string(Library(list(blocks)), [MonthAbbreviationMiddleware(), enclosing], bibtex_format=layout)


def _key(record: Record, taken: set[str]) -> str:
    """Return a key that no other record has, ignoring case as BibTeX does."""
    stem = record.id if _KEY.fullmatch(record.id) else make_key(record.title) or "record"
    key, count = stem, 1
    while key.lower() in taken:
        count += 1
        key = f"{stem}-{count}"
    taken.add(key.lower())
    return key


def _entry(record: Record, key: str) -> Entry:
    """Return the entry: the record's own fields, then the further ones of its source."""
    entry_type, venue_field = _entry_type(record)
    fields = {name: value for name, value in _fields(record, venue_field).items() if value}
    for name, text in record.further:
        if _FIELD.fullmatch(name) and (value := _contained(text)):
            fields.setdefault(name, value)
    return Entry(entry_type, key, [Field(name, value) for name, value in fields.items()])


def _entry_type(record: Record) -> tuple[str, str]:
    """Return the entry's type, the source's own if it has one, and the name of the field for the venue."""
    stated = record.kind if _TYPE.fullmatch(record.kind) else ""
    journal = stated == "article" or (field_values.in_journal(record) and stated not in _IN_BOOK)
    inferred = "misc" if not record.venue else "article" if journal else "inproceedings"
    return stated or inferred, "journal" if journal else "booktitle"


def _fields(record: Record, venue_field: str) -> dict[str, str]:
    """Return the fields in order, empty ones too; the title in double braces, so that no style changes its capitals."""
    ids = record.identifiers
    year, month, day = [*(record.date or "").split("-"), "", ""][:3]
    others = ["others"] if field_values.more_authors(record) else []
    return {
        "title": f"{{{_text(record.title)}}}" if record.title else "",
        "author": " and ".join([*map(_name, record.authors), *others]),
        venue_field: _text(record.venue),
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "volume": encode(record.volume),
        "number": encode(record.number),
        "pages": "--".join(map(encode, record.pages.split("-"))),
        "doi": _address(ids.doi or ""),
        "eprint": ids.arxiv or "",
        "archiveprefix": "arXiv" if ids.arxiv else "",
        "acl": ids.acl or "",
        "openreview": ids.openreview or "",
        **{f"bdsk-url-{at}" if at else "url": _address(url) for at, url in enumerate(record.links)},
        "keywords": field_values.join_keywords(record.hints, encode),
        "abstract": _text(record.abstract),
    }


def _text(text: str) -> str:
    """Return a text for a field that is read with its markup."""
    return encode(escape(text))


def _contained(raw: str) -> str:
    """Return raw text on one line, without braces if they are unbalanced, so that it stays in its field."""
    raw = " ".join(raw.split())
    if not is_balanced(raw) or not is_balanced(raw.replace("\\", "")):  # BibTeX counts escaped braces, too
        raw = re.sub(r"\\?[{}]", "", raw)
    return raw.rstrip("\\").rstrip()


def _address(url: str) -> str:
    """Return a URL with spaces, braces, quotes and backslashes percent-encoded."""
    return re.sub(
        r"[\s{}\\\"]|%(?![0-9A-Fa-f]{2})", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url
    )


@lru_cache(maxsize=1 << 14)
def _name(name: str) -> str:
    """Return a name as ``Family, Suffix, Given`` if that reads back as the same name, else in braces."""
    name = clean(name)
    if "," not in name and "$" not in name and not _NOT_BARE.search(name):
        parts = bylines.split_name(name)
        family = f"{parts.particle} {parts.family}".strip()
        decode = Decoder().decode
        for written in (encode(", ".join(filter(None, (family, parts.suffix, parts.given)))), encode(name)):
            if decode(parse_single_name_into_parts(written, strict=False).merge_first_name_first) == name:
                return written
    return f"{{{encode(name)}}}"
