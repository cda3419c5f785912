"""BibTeX values: the names in an author field, URLs, and the fields that no record holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from generator.formats import field_values
from generator.model import Identifiers, Record
from generator.text import bylines
from generator.text.latex import address, is_balanced

VENUES = ("journal", "journaltitle", "booktitle", "maintitle")  # the first that is not empty is the venue
_URL_FIELD = re.compile(r"url|ee|pdf|link|howpublished|bdsk-url-\d+")
NOTES = (  # texts that may mention an identifier
    *("journal", "journaltitle", "booktitle", "note", "howpublished"),
    *("volume", "number", "pages", "publisher", "series"),
)
IDENTIFIER_FIELDS = {"arxivid": "arXiv", "arxiv": "arXiv", "acl": "acl", "openreview": "openreview"}

_LONGEST = 200_000  # characters, ten times the longest known list of authors
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE = re.compile(r'(?<!\\)[{}"]')
_COMMAND_AFTER_AND = re.compile(r"(\band\s+)\\", re.IGNORECASE)  # bibtexparser 2.1 drops the backslash


def authors(value: str, decode: Callable[[str], str]) -> bylines.People:
    """Return the names of an author field, decoded, in display form; a name in braces is an organisation."""
    if not is_balanced(value):  # bibtexparser takes quadratic time for these
        value = value.replace("{", "").replace("}", "")
    if len(value) > _LONGEST:
        return bylines.People(names=(value,))
    names = split_multiple_persons_names(_COMMAND_AFTER_AND.sub(r"\1{}\\", value))
    if len(names) == 1 and "{" not in value and (";" in value or value.count(",") > 2):
        return bylines.split_names(decode(value))
    return bylines.people(f"{{{_name(name, decode)}}}" for name in names)


def _name(name: str, decode: Callable[[str], str]) -> str:
    """Return ``Given von Family Jr``, decoded."""
    if name.startswith("{") and name.endswith("}") and closing(name, 0) == len(name) - 1:
        return decode(name)
    return decode(parse_single_name_into_parts(name, strict=False).merge_first_name_first)


def closing(text: str, start: int) -> int:
    """Return the position that closes the brace or quote at ``start``, or the end of the text."""
    quoted = text[start] == '"'
    depth = 0
    for mark in (_QUOTE if quoted else _BRACE).finditer(text, start + 1):
        if mark[0] == "{":
            depth += 1
        elif depth == 0:
            if mark[0] == ('"' if quoted else "}"):
                return mark.start()
        elif mark[0] == "}":
            depth -= 1
    return len(text)


def urls(raw: Mapping[str, str]) -> list[str]:
    """Return the URLs of an entry, and the arXiv id in ``eprint``."""
    found = [address(value) for name, value in raw.items() if _URL_FIELD.fullmatch(name)]
    eprint = address(raw.get("eprint", ""))
    if eprint and _is_arxiv(raw):
        found.append(eprint if "arxiv" in eprint.lower() else f"arXiv:{eprint}")
    return found


def _is_arxiv(raw: Mapping[str, str]) -> bool:
    """Whether ``eprint`` is an arXiv id, which is assumed if no archive is named."""
    archive = raw.get("archiveprefix") or raw.get("eprinttype")
    return not archive or "arxiv" in archive.lower()


def unread(raw: Mapping[str, str], record: Record) -> Iterator[tuple[str, str]]:
    """Yield the name and raw text of each field that is not in the record made from it, in order."""
    used = {"title", "subtitle", "author", "abstract", "volume"}
    for names in (VENUES, ("number", "issue"), ("pages", "eid"), ("keywords", "keyword")):
        used.update([name for name in names if raw.get(name)][:1])
    if record.date:
        used |= {"date", "year", "day"} | ({"month"} if len(record.date) > len("2021") else set())
    known = record.identifiers
    if known.doi or known.arxiv:
        used.add("doi")
    if known != Identifiers():
        used |= IDENTIFIER_FIELDS.keys()
    if known.arxiv and _is_arxiv(raw):
        used |= {"eprint", "archiveprefix", "eprinttype"}
    for name, value in raw.items():
        link = address(value) if _URL_FIELD.fullmatch(name) else ""
        if value.strip() and name not in used and not (link and field_values.links([link]) == (link,)):
            yield name, " ".join(value.split())
