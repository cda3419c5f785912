"""Writes records as BibTeX with bibtexparser; no text can end its field or start another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware, MonthAbbreviationMiddleware
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from generator.formats import field_values, status_claims
from generator.formats.bibtex import entry_types, values
from generator.model import Name, Record
from generator.text.keys import make_key
from generator.text.latex import Decoder, encode, is_balanced
from generator.text.web_markup import escape

_KEY = re.compile(r"[^\s,{}()\"#%\\~=@]{1,100}")
_TYPE = re.compile(r"(?!(?:comment|preamble|string)$)[a-z][a-z0-9_-]{0,39}")
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_NOT_BARE = re.compile(r"\band\b|^others$", re.IGNORECASE)
_PUBLISHERS = {"thesis": "school", "report": "institution", "webpage": "organization"}


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
    further = dict(record.further)
    entry_type, genre = entry_types.written(record)
    if _TYPE.fullmatch(stated := further.pop(values.ENTRY_TYPE, "")):
        entry_type = stated
    fields = {name: value for name, value in _fields(record, key, genre).items() if value}
    for name in further.keys() & {"year", "date"}:  # what the source says of the date is more than a date: 2005/06
        fields = {one: value for one, value in fields.items() if one not in {"year", "month", "day"} - {name}} | {
            name: _contained(further[name])
        }
    for name, text in further.items():
        if _FIELD.fullmatch(name) and (value := _contained(text)):
            fields.setdefault(name, value)
    return Entry(entry_type, key, [Field(name, value) for name, value in fields.items()])


def _fields(record: Record, key: str, genre: str) -> dict[str, str]:
    """Return the fields in order, empty ones too; the title in double braces, so that no style changes its capitals."""
    ids, kind = record.identifiers, field_values.publication_type(record)
    year, month, day = [*(record.date or "").split("-"), "", ""][:3]
    others = ["others"] if field_values.more_authors(record) else []
    return {
        "ids": ",".join(each for each in record.citation_keys if each != key and _KEY.fullmatch(each)),
        "title": f"{{{_text(record.title)}}}" if record.title else "",
        "author": " and ".join([*map(_name, record.authors), *others]),
        "editor": " and ".join(map(_name, record.editors)),
        "journal" if kind == "article-journal" else "booktitle": _text(record.venue),
        "type": _text(genre),
        _PUBLISHERS.get(kind, "publisher"): _text(record.publisher),
        "series": _text(record.series),
        "edition": _text(record.edition),
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "volume": encode(record.volume),
        "number": encode(record.number),
        "pages": "--".join(map(encode, record.pages.split("-"))),
        "doi": _address(ids.doi or ""),
        "eprint": ids.arxiv or "",
        "archiveprefix": "arXiv" if ids.arxiv else "",
        "pmid": ids.pmid or "",
        "isbn": ids.isbn or "",
        "acl": ids.acl or "",
        "openreview": ids.openreview or "",
        **{f"bdsk-url-{at}" if at else "url": _address(url) for at, url in enumerate(record.links)},
        "language": _text(record.language),
        "keywords": field_values.join_keywords((*record.keywords, *record.headings), encode),
        "note": _text(status_claims.note(record)),
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
def _name(name: Name) -> str:
    """Return a name as ``Family, Suffix, Given`` if that reads back as the same name, else with parts in braces."""
    if name.literal:
        return f"{{{encode(name.literal)}}}"
    aside = f" ({name.also[0]})" if len(name.also) == 1 else ""
    parts = [encode(part) for part in (name.family, name.suffix, f"{name.given}{aside}".strip())]
    plain = ", ".join(filter(None, parts))
    family = ", ".join(filter(None, (f"{{{parts[0]}}}", *parts[1:])))
    braced = ", ".join(f"{{{part}}}" for part in parts if part)
    decode = Decoder().decode
    wanted = replace(name, orcid="", also=name.also[:1] if aside else ())
    for written in (plain, family, braced):
        found, doubtful = values.people(written, decode)
        if not _NOT_BARE.search(written) and found.names == (wanted,) and not doubtful:
            return written
    return braced if len(parts) > 1 and any(parts[1:]) else f"{{{braced}}}"
