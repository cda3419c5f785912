"""Two entries of one paper: the kept one gains what only the other says, and what it cannot keep is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from generator.formats import field_values
from generator.formats.bibtex import values
from generator.formats.bibtex.library import File
from generator.formats.bibtex.scanner import Block, Field
from generator.formats.bibtex.value_lists import SIGNS, list_joined, remark_joined
from generator.model import Name
from generator.text import bylines, identifiers, months, names
from generator.text.folding import fold
from generator.text.latex import Decoder, address, is_balanced

REFERENCES = ("crossref", "xref", "xdata", "related", "entryset", "ids")  # fields that name other entries
_ALIASES = {
    "journaltitle": "journal",
    "location": "address",
    "annotation": "annote",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
    "keyword": "keywords",
    "hyphenation": "langid",
}
_PEOPLE = {"author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor"}
_REMARKS = {"note", "annote", "comment", "review"}
_LISTS = {"keywords": ",", "groups": ",", "mendeley-groups": ",", "mendeley-tags": ",", "tags": ",", "file": ";"}
_DATE = {"date", "year", "month", "day"}
_EPRINT = {"eprint", "archiveprefix", "primaryclass"}
_VENUES = ("journal", "booktitle")
_OF_VENUE = {
    *(
        "journal",
        "booktitle",
        "volume",
        "number",
        "pages",
        "eid",
        "articleno",
        "numpages",
        "chapter",
        "part",
        "edition",
    ),
    *("series", "publisher", "address", "organization", "isbn", "issn", "eventtitle", "venue", "editor", "crossref"),
}
_LINKS = re.compile(r"url|ee|link|pdf|bdsk-url-\d+")
_TEXTS = {
    *("title", "booktitle", "journal", "series", "publisher", "address", "organization", "institution", "school"),
    *("abstract", "howpublished", "eventtitle", "subtitle", "maintitle"),
}
_VAGUE = {"misc", "unpublished", "online"}
_SMALL = {"of", "the", "and", "on", "in", "for", "a", "an", "de", "der", "für", "und", "et"}
_PROTECTED = re.compile(r"(?<!\\)\{(?!\\)[^{}]*[^\W\d_][^{}]*\}")


@dataclass(kw_only=True)
class Entry:
    """An entry while it is changed: its raw values by name, and what they mean."""

    file: File
    block: Block
    decoder: Decoder
    type: str = ""
    raw: dict[str, str] = field(default_factory=dict)  # as written
    full: dict[str, str] = field(default_factory=dict)  # abbreviations expanded, with what parents give
    fields: dict[str, Field] = field(default_factory=dict)  # where the first of each name is
    links: set[str] = field(default_factory=set)
    joined: dict[str, dict[str, None]] = field(default_factory=dict)  # values of joined fields, folded, in order
    _names: dict[str, str] = field(default_factory=dict)  # by what they mean: journaltitle as journal

    def __post_init__(self) -> None:
        """Read the fields."""
        self.type = self.block.entry_type
        for one in self.block.fields:
            self.fields.setdefault(one.name, one)
            self.raw.setdefault(one.name, self.file.text[one.value_start : one.value_end])
        own = {name: self.file.value(one, self.block) for name, one in self.fields.items()}
        self.full = self.file.inherited(own, self.block)
        for name, value in self.full.items():
            self._index(name, value)

    def _index(self, name: str, value: str) -> None:
        if value.strip():
            self._names.setdefault(_canonical(name), name)
            if _LINKS.fullmatch(name):
                self.links.add(address(value.strip()))

    def name_of(self, canonical: str) -> str:
        """Return the name under which a field, or one that means the same, has a value here; "" if there is none."""
        return self._names.get(canonical, "")

    def remove(self, name: str) -> None:
        """Take a field away."""
        del self.raw[name], self.full[name]
        if self._names.get(_canonical(name)) == name:
            del self._names[_canonical(name)]

    def text(self, canonical: str) -> str:
        """Return a field's text, decoded."""
        name = self.name_of(canonical)
        return self.decoder.decode(self.full[name]) if name else ""

    def set(self, name: str, raw: str, value: str) -> None:
        """Give a field another value."""
        self.raw[name], self.full[name] = raw, value
        self._index(name, value)

    @property
    def date(self) -> str:
        """Return the date as far as it can be read."""
        decoded = {name: self.decoder.decode(self.full.get(name, "")) for name in _DATE}
        found = field_values.date(decoded["date"]) or field_values.date(
            decoded["year"], decoded["month"], decoded["day"]
        )
        return found or ""

    @property
    def venue(self) -> str:
        """Return the journal or book; "" for a preprint server."""
        found = (field_values.venue(self.text(name)) for name in _VENUES)
        return next(filter(None, found), "")

    @property
    def arxiv(self) -> str:
        """Return the arXiv id."""
        texts = [self.full.get(name, "") for name in ("eprint", "arxivid", "arxiv", "doi", "url", "journal", "note")]
        return next(filter(None, map(identifiers.arxiv, texts)), "")

    @property
    def doi(self) -> str:
        """Return the DOI in lower case."""
        return identifiers.doi(address(self.full.get("doi", ""))) or ""


@dataclass(kw_only=True)
class Reconciliation:
    """What the other entry says, field by field, beside what the kept one says."""

    kept: Entry
    other: Entry
    lost: list[str] = field(default_factory=list)  # names of the other's fields

    def run(self) -> list[str]:
        """Change the kept entry and return the names of the other's fields whose values it could not keep."""
        if self.kept.type in _VAGUE and self.other.type not in _VAGUE:
            self.kept.type = self.other.type
        agree = self._same_publication()
        self._date()
        self._eprint()
        for name in list(self.other.raw):
            canonical = _canonical(name)
            if canonical in _DATE or canonical in _EPRINT or not self.other.full.get(name, "").strip():
                continue
            if not _is_whole(self.other.full[name]):  # it could end another field or entry
                self._lose(name)
            elif name in REFERENCES:
                self._reference(name, agree=agree)
            elif canonical in _REMARKS:
                self._join(name, canonical, remark_joined)
            elif canonical in _LISTS:
                self._join(name, canonical, partial(list_joined, usual=_LISTS[canonical], exact=canonical == "file"))
            elif canonical in _PEOPLE:
                self._people(name, canonical, agree=agree)
            elif canonical == "doi":
                self._doi(name)
            elif _LINKS.fullmatch(name):
                self._link(name)
            else:
                self._text(name, canonical, agree=agree)
        return self.lost

    def _take(self, name: str, *, as_name: str = "") -> None:
        """Give the kept entry the other's value."""
        self.kept.set(as_name or name, self._carried(name), self.other.full[name])

    def _carried(self, name: str) -> str:
        """Return the other's raw value; its abbreviations are expanded, unless both entries are in one file."""
        raw, value = self.other.raw[name], self.other.full[name]
        one = self.other.fields[name]
        words = [self.other.file.text[piece.start : piece.end] for piece in one.pieces if piece.form == "word"]
        defined = any(not word[:1].isdigit() and word.lower() not in months.SHORT for word in words)
        if one.pieces[0].form == "words" or (defined and self.kept.file is not self.other.file):
            return f"{{{value}}}"
        return raw

    def _lose(self, name: str) -> None:
        self.lost.append(name)

    def _same_publication(self) -> bool:
        """Whether both entries describe the same publication, so that one may complete the other's volume or pages."""
        kept, other = self.kept, self.other
        if not kept.venue:
            return not other.venue or kept.date[:4] == other.date[:4] or not kept.date
        if not other.venue:
            return other.type not in _VAGUE and other.date[:4] in ("", kept.date[:4]) and not other.arxiv
        pairs = [(kept.text(name), other.text(name)) for name in ("volume", "number", "pages")]
        clashes = [field_values.pages(a) != field_values.pages(b) for a, b in pairs if a and b]
        if any(clashes):
            return False
        if clashes or _alike(kept.venue, other.venue):
            return True
        same_kind = bool(kept.name_of("journal")) == bool(other.name_of("journal"))
        return same_kind and kept.date[:4] == other.date[:4] != ""

    def _date(self) -> None:
        """Complete the date, or list it if it is another one."""
        named = [name for name in self.other.raw if name in _DATE and self.other.full[name].strip()]
        mine, theirs = self.kept.date, self.other.date
        if not theirs or not mine:
            for name in named:
                if not self.kept.full.get(name, "").strip() and not mine:
                    self._take(name)
                elif not _same(self.kept.text(name), self.other.text(name)):
                    self._lose(name)
        elif mine.startswith(theirs):
            pass
        elif theirs.startswith(mine):
            if "date" in self.kept.raw:
                self.kept.set("date", f"{{{theirs}}}", theirs)
            else:
                for name in named:
                    if not self.kept.full.get(name, "").strip():
                        self._take(name)
        else:
            for name in named:
                if not _same(self.kept.text(name), self.other.text(name)):
                    self._lose(name)

    def _eprint(self) -> None:
        """Add the eprint with its archive, or list it if it is another one."""
        named = [name for name in self.other.raw if _canonical(name) in _EPRINT and self.other.full[name].strip()]
        mine, theirs = self.kept.text("eprint"), self.other.text("eprint")
        one = not mine or _same(mine, theirs) or (self.other.arxiv and self.kept.arxiv == self.other.arxiv)
        for name in named:
            known = self.kept.text(_canonical(name))
            if _same(known, self.other.text(_canonical(name))) or (name == "eprint" and mine and one):
                continue
            if one and not known:
                self._take(name)
            else:
                self._lose(name)

    def _reference(self, name: str, *, agree: bool) -> None:
        """Keep the names of other entries; ``ids`` are collected elsewhere, and a parent comes behind its children."""
        if name == "ids":
            return
        mine, theirs = self.kept.full.get(name, ""), self.other.full[name]
        if name in ("related", "xdata") and mine:
            self._join(name, name, partial(list_joined, usual=",", exact=True))
        elif mine.strip().lower() == theirs.strip().lower():
            pass
        elif mine or not (name != "crossref" or (agree and self._parent_is_behind(theirs))):
            self._lose(name)
        else:
            self._take(name)

    def _parent_is_behind(self, key: str) -> bool:
        found = self.kept.file.library.entry(key.strip(), self.kept.file)
        return bool(found) and found[0] is self.kept.file and found[1].start > self.kept.block.start  # type: ignore[index]

    def _join(self, name: str, canonical: str, join: Callable[[str, str, dict[str, None]], str | None]) -> None:
        """Add the other's values to the kept entry's; ``join`` returns nothing if all are there."""
        mine = self.kept.name_of(canonical)
        if not mine or mine not in self.kept.raw:
            self._take(name)
            return
        known = self.kept.joined.setdefault(canonical, {})
        added = join(self.kept.full[mine], self.other.full[name], known)
        if added:
            raw = self.kept.raw[mine]
            simple = self.kept.full[mine] == raw[1:-1] and not raw[:-1].endswith("\\")
            if simple and (raw[0] == "{" or (raw[0] == '"' and '"' not in added)):
                raw = f"{raw[:-1]}{added}{raw[-1]}"
            else:
                raw = f"{raw} # {{{added}}}"
            self.kept.set(mine, raw, self.kept.full[mine] + added)

    def _people(self, name: str, canonical: str, *, agree: bool) -> None:
        """Keep the fuller of two lists of the same people."""
        mine = self.kept.name_of(canonical)
        if not mine:
            if agree or canonical not in _OF_VENUE:
                self._take(name)
            else:
                self._lose(name)
            return
        theirs, ours = self._names(self.other.full[name]), self._names(self.kept.full[mine])
        if not _same_people(ours, theirs):
            self._lose(name)
        elif _fullness(theirs) > _fullness(ours):
            self._take(name, as_name=mine)

    def _names(self, value: str) -> bylines.People:
        """Return the names of a list."""
        return values.people(value, self.other.decoder.decode)[0]

    def _doi(self, name: str) -> None:
        """Add the DOI; another one, such as a preprint's, becomes a link."""
        value = address(self.other.full[name])
        theirs = identifiers.doi(value)
        if (theirs and theirs == self.kept.doi) or (identifiers.arxiv(value) or "-") == self.kept.arxiv:
            return
        if not self.kept.full.get("doi", "").strip():
            self._take(name)
        elif value.strip().lower() != address(self.kept.full["doi"]).strip().lower():
            self._add_link(value if "://" in value else f"https://doi.org/{value}", self.other.full[name])

    def _link(self, name: str) -> None:
        """Add an address that the kept entry does not have."""
        value = self.other.full[name].strip()
        found = identifiers.of_url(address(value))
        known = (found.doi and found.doi == self.kept.doi) or (found.arxiv and found.arxiv == self.kept.arxiv)
        if address(value) in self.kept.links or known:
            return
        if not self.kept.full.get(name, "").strip():
            self._take(name)
        else:
            self._add_link(value, value)

    def _add_link(self, url: str, value: str) -> None:
        """Add an address under the next free name that BibDesk has for them."""
        number = len(self.kept.links)
        while self.kept.full.get(f"bdsk-url-{number}", "").strip():
            number += 1
        if url != value:
            value = url
        self.kept.set(f"bdsk-url-{number}", f"{{{value}}}", value)

    def _text(self, name: str, canonical: str, *, agree: bool) -> None:
        """Add a text that is missing, keep the fuller of two that say the same, and list one that says something else."""
        mine = self.kept.name_of(canonical)
        theirs, ours = self.other.text(canonical), self.kept.text(canonical)
        arxiv = (
            self.kept.arxiv
            and "arxiv" in theirs.lower()
            and self.kept.arxiv == (identifiers.arxiv(theirs) or self.kept.arxiv)
        )
        if arxiv and canonical in _OF_VENUE:
            return
        if not mine:
            if agree or canonical not in _OF_VENUE:
                self._take(name)
            else:
                self._lose(name)
        elif canonical == "pages" and field_values.pages(ours) == field_values.pages(theirs):
            pass
        elif _same(ours, theirs):
            if canonical in ("title", "booktitle") and mine in self.kept.raw:
                self._better_braces(name, mine)
        elif canonical in _TEXTS and _within(theirs, ours):
            pass
        elif canonical in _TEXTS and _within(ours, theirs) and mine in self.kept.raw:
            self._take(name, as_name=mine)
        else:
            self._lose(name)

    def _better_braces(self, name: str, mine: str) -> None:
        """Take the other's spelling of a title if only that protects capitals, or if this one is in capitals."""
        ours, theirs = self.kept.full[mine], self.other.full[name]
        protects = bool(_PROTECTED.search(theirs)) and not _PROTECTED.search(self.kept.raw[mine][1:-1])
        if (ours.isupper() and not theirs.isupper()) or (protects and not theirs.isupper()):
            self._take(name, as_name=mine)


def _canonical(name: str) -> str:
    return _ALIASES.get(name, name)


def _same(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever their case, accents and punctuation."""
    if " ".join(one.split()) == " ".join(other.split()):
        return True
    folded = fold(one)
    return bool(folded) and folded == fold(other) and SIGNS.findall(one) == SIGNS.findall(other)


def _within(part: str, whole: str) -> bool:
    """Whether a text is part of another one, or its abbreviation."""
    inner, outer = fold(part), fold(whole)
    if not inner or SIGNS.findall(part) != SIGNS.findall(whole):
        return False
    return f" {inner} " in f" {outer} " or _abbreviates(inner.split(), outer.split())


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each word begins the word at its place: ``Phys. Rev. Lett.``."""
    full = [word for word in long if word not in _SMALL]
    cut = [word for word in short if word not in _SMALL]
    return len(cut) == len(full) > 1 and all(b.startswith(a) for a, b in zip(cut, full, strict=True))


def _alike(one: str, other: str) -> bool:
    """Whether two venues are the same, or one is part of the other or its abbreviation."""
    return _same(one, other) or _within(one, other) or _within(other, one)


def _same_people(ours: bylines.People, theirs: bylines.People) -> bool:
    """Whether two lists name the same people in the same order, as far as they go if one ends in ``others``."""
    shorter, longer = sorted((ours, theirs), key=lambda one: len(one.names))
    if len(shorter.names) < len(longer.names) and not shorter.et_al:
        return False
    return all(_same_person(a, b) for a, b in zip(shorter.names, longer.names, strict=False))


def _same_person(one: Name, other: Name) -> bool:
    """Whether two names have the same surname, and given names or initials that fit."""
    a, b = names.fold(one), names.fold(other)
    if a.surname != b.surname or not a.surname:
        return one == other
    return all(x.startswith(y) or y.startswith(x) for x, y in zip(a.given, b.given, strict=False))


def _fullness(people: bylines.People) -> tuple[int, int, int]:
    """Return a sort key: how many people are named, with how many letters, and with how many accents."""
    letters = sum(len(part) for one in people.names for part in names.fold(one).given)
    accents = sum(not str(one).isascii() for one in people.names)
    return len(people.names) - people.et_al, letters, accents


def _is_whole(text: str) -> bool:
    """Whether the braces of a text are balanced for this reader, and for BibTeX, which counts escaped ones, too."""
    return is_balanced(text) and is_balanced(text.replace("\\", "")) and not text.endswith("\\")
