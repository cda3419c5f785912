"""Records as BibTeX, written by bibtexparser; what a record says can neither leave its field nor start another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from generator.formats import field_values
from generator.model import Record
from generator.text import bylines, months
from generator.text.folding import clean
from generator.text.keys import make_key
from generator.text.latex import Decoder, escaped

_KEY = re.compile(r"[^\s,{}()\"#%\\~=@]{1,100}")
_KIND = re.compile(r"(?!(?:comment|preamble|string)$)[a-z][a-z0-9_-]{0,39}")
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_IN_BOOK = {"inproceedings", "conference", "incollection", "inbook", "proceedings", "book"}
_AND = re.compile(r"\band\b", re.IGNORECASE)


def dump(records: Sequence[Record]) -> str:
    """Return the records as a .bib file that ``bibtex.parse`` reads back with the same facts.

    A citation key that is missing, repeated or not fit for BibTeX is replaced by one made from the title.
    """
    keys: set[str] = set()
    blocks = [_block(record, _key(record, keys)) for record in records]
    enclosing = AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{")
    layout = BibtexFormat()  # type: ignore[no-untyped-call]  # bibtexparser 2.1
    layout.indent, layout.trailing_comma = "  ", True
    return write_string(Library(list(blocks)), unparse_stack=[enclosing], bibtex_format=layout)


def _key(record: Record, taken: set[str]) -> str:
    """Return a key that no other record has, in any case of letters (BibTeX compares without)."""
    stem = record.id if _KEY.fullmatch(record.id) else make_key(record.title) or "record"
    key, count = stem, 1
    while key.lower() in taken:
        count += 1
        key = f"{stem}-{count}"
    taken.add(key.lower())
    return key


def _block(record: Record, key: str) -> Entry:
    """Return one record's block; the title in double braces, so that no style changes its capitals."""
    known = record.identifiers
    journal = field_values.in_journal(record)
    kind = record.kind if _KIND.fullmatch(record.kind) else ""
    journal = kind == "article" or (journal and kind not in _IN_BOOK)
    kind = kind or ("misc" if not record.venue else "article" if journal else "inproceedings")
    year, month, day = [*(record.date or "").split("-"), "", "", ""][:3]
    names = [_written(name) for name in record.authors]
    if names and (record.et_al or (record.author_count or 0) > len(names)):
        names.append("others")
    fields = {
        "title": f"{{{escaped(field_values.kept(record.title))}}}" if record.title else "",
        "author": " and ".join(names),
        "journal" if journal else "booktitle": escaped(field_values.kept(record.venue)),
        "year": year,
        "month": months.SHORT[int(month) - 1] if month else "",
        "day": str(int(day)) if day else "",
        "volume": escaped(record.volume),
        "number": escaped(record.number),
        "pages": "--".join(map(escaped, record.pages.split("-"))),
        "doi": _address(known.doi or ""),
        "eprint": known.arxiv or "",
        "archiveprefix": "arXiv" if known.arxiv else "",
        "acl": known.acl or "",
        "openreview": known.openreview or "",
        **{f"bdsk-url-{at}" if at else "url": _address(url) for at, url in enumerate(record.links)},
        "keywords": "; ".join(escaped(hint.replace(";", ",")) for hint in record.hints)
        + (";" if len(record.hints) == 1 else ""),
        "abstract": escaped(field_values.kept(record.abstract)),
    }
    fields = {name: value for name, value in fields.items() if value}
    bare = {"month": "no-enclosing"} if month else {}  # a BibTeX abbreviation, not a text
    for name, text in record.further:
        if _FIELD.fullmatch(name) and (value := _contained(text)):
            fields.setdefault(name, value)
    return Entry(kind, key, [Field(name, value, enclosing=bare.get(name)) for name, value in fields.items()])


def _contained(raw: str) -> str:
    """Return a raw text on one line that ends where its field does: braces without a partner go."""
    raw = " ".join(raw.split())
    depth = least = plain_depth = 0
    for at, sign in enumerate(raw):
        step = (sign == "{") - (sign == "}")
        depth += step
        plain_depth += step * (raw[at - 1 : at] != "\\")  # bibtexparser counts no escaped ones, BibTeX does
        least = min(least, depth, plain_depth)
    if depth or plain_depth or least:
        raw = re.sub(r"\\?[{}]", "", raw)
    return raw.rstrip("\\").rstrip()


def _address(url: str) -> str:
    """Return a URL with what would end or begin a field percent-encoded."""
    return re.sub(
        r"[\s{}\\\"]|%(?![0-9A-Fa-f]{2})", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url
    )


@lru_cache(maxsize=1 << 14)
def _written(name: str) -> str:
    """Return a name in BibTeX's own order if that reads back as the same name, else in braces."""
    name = clean(name)
    parts = bylines.taken_apart(name)
    family = f"{parts.particle} {parts.family}".strip()
    forms = (", ".join(filter(None, (family, parts.suffix, parts.given))), name)
    read: Callable[[str], str] = Decoder().plain
    for form in forms:
        written = escaped(form)
        if "," in name or "$" in name or _AND.search(name) or written.startswith("{"):
            break
        again = parse_single_name_into_parts(written, strict=False)
        if read(" ".join([*again.first, *again.von, *again.last, *again.jr])) == name and name.lower() != "others":
            return written
    return f"{{{escaped(name)}}}"
