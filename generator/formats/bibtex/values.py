"""BibTeX values: the names in an author field, URLs, identifiers, and the fields that no record holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from generator.formats import field_values, status_claims
from generator.model import Identifiers, Name
from generator.model.name import is_whole
from generator.text import bylines
from generator.text.latex import address, is_balanced
from generator.text.web_markup import readable

ENTRY_TYPE = "entrytype"  # the name under which a record keeps a type of entry that is no type of paper
WHOLE = {"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference", "mvreference"}
VENUES: tuple[tuple[str, str], ...] = (  # each with its subtitle; the first that is not empty is the venue
    *(("journal", ""), ("journaltitle", "journalsubtitle"), ("booktitle", "booksubtitle")),
    *(("maintitle", "mainsubtitle"), ("eventtitle", "")),
)
PUBLISHER = ("publisher", "organization", "institution", "school")
PUBLISHERS = {
    "thesis": ("school", "institution", "publisher", "organization"),
    "report": ("institution", "organization", "publisher", "school"),
    "webpage": ("organization", "publisher", "institution", "school"),
}
_URL_FIELD = re.compile(r"url|ee|pdf|link|howpublished|bdsk-url-\d+")
_NOTES = (  # texts that may mention an identifier
    *("journal", "journaltitle", "booktitle", "howpublished"),
    *("volume", "number", "pages", "publisher", "series"),
)
_IDENTIFIER_FIELDS = {
    "arxivid": "arXiv",
    "arxiv": "arXiv",
    "acl": "acl",
    "openreview": "openreview",
    "pmid": "pmid",
    "pubmedid": "pmid",
    "pubmed": "pmid",
}
_ARCHIVES = ("archiveprefix", "eprinttype")

_LONGEST = 200_000  # characters, ten times the longest known list of authors
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE = re.compile(r'(?<!\\)[{}"]')
_COMMAND_AFTER_AND = re.compile(r"(\band\s+)\\", re.IGNORECASE)  # bibtexparser 2.1 drops the backslash
_PART = re.compile(r"(?:^|,)\s*(family|given|prefix|suffix|useprefix|[a-z]+-i|id|hash)\s*=\s*", re.IGNORECASE)
_RANGE = re.compile(r"\d{4}(?:-\d\d){0,2}/(?:\d|\.\.)")  # biblatex's 2020/2021 and 1997/..
_DIGITS = re.compile(r"\d+")


class Fields:
    """The fields of an entry by lower-case name; remembers which were read."""

    def __init__(self, raw: Mapping[str, str], decode: Callable[[str], str]) -> None:
        """Hold the raw values, none of them read."""
        self.raw, self._decode = raw, decode
        self._read: set[str] = set()

    def text(self, name: str) -> str:
        """Return a raw value."""
        self.used(name)
        return self.raw.get(name, "")

    def get(self, *names: str) -> str:
        """Return the first of these values that is not empty, decoded; the others are not read."""
        for name in names:
            if name in self.raw and (value := self._decode(self.raw[name])):
                self._read.add(name)
                return value
        return ""

    def used(self, *names: str) -> None:
        """Count fields as read."""
        self._read.update(names)

    def line(self, *names: str) -> str:
        """Return the first of these values that is not empty, decoded, without markup."""
        return readable(self.get(*names))

    def about(self) -> str:
        """Return the raw note without what it says of notices, whose addresses are not the entry's."""
        raw = self.raw.get("note", "")
        decoded = readable(self._decode(raw))
        about = status_claims.read(decoded).about
        return raw if about == decoded else about

    def titled(self, title: str, subtitle: str) -> str:
        """Return a title with its subtitle."""
        first = self.line(title)
        second = self.line(subtitle) if first and subtitle else ""
        return f"{first}: {second}" if second else first

    def numeral(self, *names: str) -> str:
        """Return a volume or number; what cannot be one is not read."""
        value = field_values.volume(self.get(*names))
        if not value:
            self._read.difference_update(names)
        return value

    def date(self) -> str | None:
        """Return the date; a field that says more, as a range does, is not read to its end."""
        whole, year, month, day = (self.get(name) for name in ("date", "year", "month", "day"))
        date = field_values.date(whole) or _year_of(year, month, day)
        for name in {"date", "year", "month", "day"} & self._read:
            digits = _DIGITS.findall(self.raw[name])
            exact = bool(date) and (name == "month" or (digits != [] and set(map(int, digits)) <= _parts(date or "")))
            if not exact or (name == "month" and len(date or "") == len("2021")) or _RANGE.search(self.raw[name]):
                self._read.discard(name)
        return date

    def unread(self, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield name and raw text of each of the entry's own fields that was not read, in order."""
        for name, value in own.items():
            if value.strip() and name not in self._read:
                yield name, " ".join(value.split())


def _parts(date: str) -> set[int]:
    """Return the numbers of a date."""
    return set(map(int, date.split("-")))


def _year_of(year: str, month: str, day: str) -> str | None:
    """Return the date of BibTeX's fields; of an academic year (2005/06) the first year."""
    if found := re.fullmatch(r"\s*(\d{4})\s*[/–-]+\s*(\d{2}|\d{4})\s*", year):
        first, second = found.groups()
        if int(second) % 100 == (int(first) + 1) % 100:
            return field_values.date(first)
    return field_values.date(year, month, day)


def people(value: str, decode: Callable[[str], str]) -> tuple[bylines.People, str]:
    """Return the names of an author field; and the text of a name that may be several people's, or ""."""
    if not is_balanced(value):  # bibtexparser takes quadratic time for these
        value = value.replace("{", "").replace("}", "")
    if len(value) > _LONGEST:
        return bylines.People(names=(bylines.group(value),)), ""
    names = split_multiple_persons_names(_COMMAND_AFTER_AND.sub(r"\1{}\\", value))
    if "{" not in value and (found := _listed(decode(value), len(names))):
        return found, ""
    read = [_name(name, decode) for name in names]
    more = [name in (Name(family="others"), Name(literal="others")) for name in read]
    listed = len(names) == 1 or (len(names) == 2 and "," not in names[1])  # "Ada Marsh, Bo Reed and Jan Lee"
    doubtful = names[0] if listed and not {"{", "="} & set(names[0]) and _may_be_two(names[0]) else ""
    kept = tuple(name for name, other in zip(read, more, strict=True) if name != Name() and not other)
    tail = bylines.people([str(kept[-1])]) if kept and "al" in str(kept[-1]) else None
    if tail and tail.et_al:
        kept = kept[:-1]
    return bylines.People(names=kept, et_al=any(more) or bool(tail and tail.et_al)), doubtful


def _listed(text: str, count: int) -> bylines.People | None:
    """Return the names of a field that separates them in another way than by “and”; None where it does not."""
    if count == 1 and (";" in text or bylines.lists_by_comma(text) or text.count(",") > 2):
        return bylines.split_names(text)
    first, _, last = text.partition(" and ")
    if count == 2 and "," not in last and first.count(",") > 1 and bylines.lists_by_comma(text):
        return bylines.split_names(text)  # Ada Marsh, Bo Reed, Jan Lee and Li Wu
    return None


def _may_be_two(name: str) -> bool:
    """Whether “Ada Marsh, Bo Reed” may be two people: two whole names, neither with initials or particles."""
    family, comma, given = name.partition(",")
    return bool(comma) and "," not in given and is_whole(family) and is_whole(given)


def _name(name: str, decode: Callable[[str], str]) -> Name:
    """Return one name; in braces, it is a group."""
    if name.startswith("{") and name.endswith("}") and closing(name, 0) == len(name) - 1:
        return bylines.group(decode(name))
    if (parts := list(_PART.finditer(name))) and parts[0].start() == 0:
        return _extended(name, parts, decode)
    if "{" not in name and "\\" not in name and "~" not in name:
        return bylines.read(decode(name))
    found = parse_single_name_into_parts(name, strict=False)
    family, given, suffix = (decode(" ".join(part)) for part in ((*found.von, *found.last), found.first, found.jr))
    if "," not in name and not given:
        return bylines.read(family)
    return bylines.of_parts(family, given, suffix)


def _extended(name: str, parts: list[re.Match[str]], decode: Callable[[str], str]) -> Name:
    """Return a name in biblatex's extended form: ``family=Moor, given=Hans, prefix=van der``."""
    ends = [*(part.start() for part in parts[1:]), len(name)]
    found = {
        part[1].lower(): decode(name[part.end() : end].strip(' "')).strip()
        for part, end in zip(parts, ends, strict=True)
    }
    family = " ".join(filter(None, (found.get("prefix"), found.get("family"))))
    return Name(family=family, given=found.get("given", ""), suffix=found.get("suffix", ""))


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


def urls(fields: Fields) -> list[str]:
    """Return the URLs of an entry, those in its note last, and the arXiv id in ``eprint``."""
    found = []
    for name, value in fields.raw.items():
        if _URL_FIELD.fullmatch(name):
            link = address(value)
            found.append(link)
            if field_values.links([link]) == (link,):
                fields.used(name)
    eprint = address(fields.raw.get("eprint", ""))
    if eprint and _archive(fields) in ("", "arxiv"):
        found.append(eprint if "arxiv" in eprint.lower() else f"arXiv:{eprint}")
    return [*found, *field_values.links([address(fields.about())])]


def _archive(fields: Fields) -> str:
    """Return which archive ``eprint`` is of: "" for none named, which means arXiv."""
    archive = next((fields.raw[name].lower() for name in _ARCHIVES if fields.raw.get(name)), "")
    return "arxiv" if "arxiv" in archive else "pubmed" if "pubmed" in archive or archive == "pmid" else archive


def identifiers(fields: Fields, urls: list[str]) -> Identifiers:
    """Return the identifiers of an entry, and count the fields that hold them as read."""
    ids = [(name, kind, fields.raw[name]) for name, kind in _IDENTIFIER_FIELDS.items() if fields.raw.get(name)]
    if _archive(fields) == "pubmed":
        ids.append(("eprint", "pmid", fields.raw.get("eprint", "")))
    found = field_values.find_identifiers(
        dois=[address(fields.raw["doi"])] if "doi" in fields.raw else [],
        urls=[*urls, *(f"{kind}:{value.strip()}" for _, kind, value in ids)],
        notes=[fields.about(), *(fields.raw[name] for name in _NOTES if name in fields.raw)],
        isbns=[fields.raw.get("isbn", "")],
    )
    if found.doi or found.arxiv:
        fields.used("doi")
    if found.isbn and re.sub(r"[^0-9X]", "", fields.raw["isbn"].upper()) == found.isbn:
        fields.used("isbn")
    for name, kind, _ in ids:
        if getattr(found, kind.lower()):
            fields.used(name)
    if (found.arxiv and _archive(fields) in ("", "arxiv")) or (found.pmid and _archive(fields) == "pubmed"):
        fields.used("eprint", *_ARCHIVES)
    return found
