"""BibTeX and biblatex: bibtexparser splits a file into entries; this module evaluates and maps their values."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace

from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.splitter import Splitter

from generator.formats import field_values
from generator.formats.bibtex import entry_types, values
from generator.model import Record
from generator.problems import Problem
from generator.text import bylines, months
from generator.text.folding import clean
from generator.text.latex import Decoder, address

NAME = "bibtex"

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it logs each broken entry, which we report as a problem

_START = re.compile(r"^[ \t]*@[ \t]*(?!(?:comment|preamble|string)\b)[a-z][\w-]*\s*[{(]", re.IGNORECASE | re.MULTILINE)
_NO_RECORD = re.compile(r"\s*@[ \t]*(comment|preamble|string)\b", re.IGNORECASE)
_ANY_START = re.compile(r"@\w*[ \t]*[{(]")
_LOOSE_START = re.compile(r"^([ \t]*@)[ \t]*(\w+)(\s+)([{(])|^([ \t]*@)[ \t]+(?=\w+[{(])", re.MULTILINE)
_NO_KEY = re.compile(
    r"^([ \t]*@(?!(?:comment|preamble|string)\b)\w+[ \t]*[{(])(?=\s*[\w-]+\s*=)", re.IGNORECASE | re.MULTILINE
)
_WORD = re.compile(r"[^\s\"#%'(),={}]+")
_BLANK = re.compile(r"\s*")
_END = re.compile(r"\s*\Z")
_CONCATENATION = re.compile(r"\s*#\s*")
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")


def detect(text: str) -> bool:
    """Whether an entry begins anywhere: ``@word{`` or ``@word(`` at the start of a line, and a field."""
    found = _START.search(text)
    return found is not None and "=" in text[found.end() : found.end() + 5_000]


def count(text: str) -> int:
    """Return the number of entries that begin in the text."""
    return sum(1 for _ in _START.finditer(text))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .bib file in order, and the problems."""
    source = _Source(name=name, text=text)
    text, cut = _within_limit(text)
    text = _LOOSE_START.sub(_tightened, text)
    blocks = Splitter(_NO_KEY.sub(r"\1,", text)).split().blocks
    for block in blocks:
        first = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(first, String):
            source.define(first)
        elif isinstance(first, Entry):
            source.parents.setdefault(first.key.strip().lower(), first)
    records: list[Record] = []
    for block in blocks:
        records += source.read(block)
    if cut:
        message = f"only the first {field_values.RECORD_LIMIT:,} records were read"
        source.report(cut, "too-many-records", message, "split the file")
    if not records and not source.problems:
        message = "no entry found: nothing begins with @, a word and a brace"
        source.report(1, "no-record", message, "check the file and its format")
    if source.spent:
        message = "the @string abbreviations expand to far more text than the file has; the rest was dropped"
        source.report(1, "string-bomb", message, "remove abbreviations that repeat other abbreviations")
    if source.decoder.exhausted:
        message = "too many rare LaTeX commands; in the later entries they were dropped, not decoded"
        hint = "split the file, or use Unicode characters instead of commands"
        source.report(1, "latex-limit", message, hint, severity="warning")
    return records, sorted(dict.fromkeys(source.problems))


def remarks(text: str) -> list[str]:
    """Return the text outside the entries, as written: comments and @preamble."""
    blocks = Splitter(_within_limit(text)[0]).split().blocks
    return [block.raw or "" for block in blocks if isinstance(block, ExplicitComment | ImplicitComment | Preamble)]


def _within_limit(text: str) -> tuple[str, int]:
    """Return the text up to the record limit, and the line of the first entry beyond it (0: none)."""
    for count, found in enumerate(_ANY_START.finditer(text)):
        if count >= field_values.RECORD_LIMIT:
            return text[: found.start()], text.count("\n", 0, found.start()) + 1
    return text, 0


def _tightened(found: re.Match[str]) -> str:
    """Return ``@word{`` without spaces, as bibtexparser expects it; line breaks move after the brace."""
    return found[5] or f"{found[1]}{found[2]}{found[4]}" + "\n" * found[3].count("\n")


@dataclass(kw_only=True)
class _Source:
    """The state of parsing one file: its abbreviations and the problems so far."""

    name: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    decoder: Decoder = field(default_factory=Decoder)
    unknown: set[str] = field(default_factory=set)
    parents: dict[str, Entry] = field(default_factory=dict)  # entries by key, for crossref
    inherited: dict[str, dict[str, str]] = field(default_factory=dict)  # their fields, evaluated when first needed
    left: int = 0  # characters that abbreviations may still expand to

    def __post_init__(self) -> None:
        """Set the limit so that each entry can use a journal's abbreviation."""
        self.left = 2 * len(self.text) + 1_000_000
        self.lines = self.text.split("\n")

    @property
    def spent(self) -> bool:
        """Whether abbreviations expanded beyond the limit."""
        return self.left < 0

    def report(self, line: int, code: str, message: str, hint: str, *, severity: str = "error") -> None:
        """Add a problem at the ``@`` of a line, or at the start of the line."""
        line = min(max(line, 1), len(self.lines))
        column = max(self.lines[line - 1][:10_000].find("@"), 0) + 1
        place = {"path": self.name, "line": line, "column": column, "code": code if "." in code else f"{NAME}.{code}"}
        self.problems.append(Problem(**place, message=message, hint=hint, severity=severity))  # type: ignore[arg-type]

    def define(self, block: String) -> None:
        """Store an abbreviation; as in BibTeX, a later definition replaces an earlier one."""
        self.strings[block.key.lower()] = self._value(str(block.value), 0, (block.start_line or 0) + 1)[0]

    def read(self, block: object) -> list[Record]:
        """Return the record of a block, or nothing if it is no entry or cannot be read."""
        if isinstance(block, DuplicateFieldKeyBlock):
            line = (block.start_line or 0) + 1
            names = ", ".join(sorted(block.duplicate_keys))[:200]
            message = f"repeated fields: {names}; the first value was used"
            self.report(line, "repeated-field", message, "keep one value per field", severity="warning")
            block = block.ignore_error_block
        elif isinstance(block, DuplicateBlockKeyBlock):
            block = block.ignore_error_block
        elif isinstance(block, ParsingFailedBlock):
            reason = str(getattr(block.error, "abort_reason", block.error)).strip()[:300]
            hint = "look for a missing comma, brace or quote"
            line = (block.start_line or 0) + 1
            other = _NO_RECORD.match(self.lines[min(line, len(self.lines)) - 1][:10_000])
            code, what = ("syntax", f"@{other[1].lower()}") if other else ("record.syntax", "the entry")
            self.report(line, code, f"{what} cannot be read: {reason}", hint)
            return []
        if not isinstance(block, Entry):
            return []
        line = (block.start_line or 0) + 1
        record = self._record(block, line)
        records, problems = field_values.validate(
            record, max(self.lines[min(line, len(self.lines)) - 1][:10_000].find("@"), 0) + 1
        )
        self.problems += problems
        return records

    def _record(self, block: Entry, line: int) -> Record:
        """Map the fields of BibTeX and biblatex."""
        if not block.fields:
            return Record(source=self.name, line=line, id=clean(block.key))
        own = self._fields(block, line)
        raw = values.Fields(self._with_parent(own), self.decoder.decode)
        authors, editors = (self._people(raw.text(name), line) for name in ("author", "editor"))
        entry_type, key = block.entry_type.lower(), clean(block.key)
        title = raw.titled("title", "subtitle") or (
            raw.titled("booktitle", "booksubtitle") if entry_type in values.WHOLE else ""
        )
        urls = values.urls(raw)
        venues = [] if entry_type in values.WHOLE else values.VENUES
        venue = next(filter(None, (field_values.venue(raw.titled(*names)) for names in venues)), "")
        identifiers = values.identifiers(raw, urls)
        preprint = bool(identifiers.arxiv)
        genre = raw.line("type")
        kind, genre = entry_types.read(entry_type, genre, has_venue=bool(venue), is_preprint=preprint)
        date = raw.date()
        record = Record(
            source=self.name,
            line=line,
            id=key,  # the citation key
            title=title,
            abstract=raw.line("abstract", "abstractnote"),
            type=kind,
            genre=genre,
            authors=authors.names,
            et_al=authors.et_al,
            editors=editors.names,
            date=date,
            links=field_values.links(urls),
            labeled=field_values.labeled(urls, pdf=[address(raw.text("pdf"))]),
            identifiers=identifiers,
            venue=venue,
            volume=raw.numeral("volume"),
            number=raw.numeral("number", "issue"),
            pages=field_values.pages(raw.get("pages", "eid")),
            publisher=raw.line(*values.PUBLISHERS.get(kind or "", values.PUBLISHER)),
            series=raw.line("series"),
            edition=raw.line("edition"),
            language=raw.line("language", "langid"),
            citation_keys=tuple(dict.fromkeys([key, *filter(None, map(clean, raw.get("ids").split(",")))]))
            if key
            else (),
            keywords=field_values.split_keywords(raw.get("keywords", "keyword")),
            note=raw.line("note"),
        )
        further = [] if entry_types.is_known(entry_type) else [(values.ENTRY_TYPE, entry_type)]
        return replace(record, further=(*further, *raw.unread(own)))

    def _people(self, text: str, line: int) -> bylines.People:
        """Return the names of an author or editor field; warn where commas may separate people."""
        found, doubtful = values.people(text, self.decoder.decode)
        if doubtful:
            message = f"{doubtful[:200]!r} was read as one name"
            hint = "separate names by “and”; write one name as “Family, Given”, and a group in braces"
            self.report(line, "names", message, hint, severity="warning")
        return found

    def _with_parent(self, raw: dict[str, str]) -> dict[str, str]:
        """Return the fields, completed from the entry that ``crossref`` names."""
        key = raw.get("crossref", "").strip().lower()
        parent = self.parents.get(key) if key else None
        if not parent:
            return raw
        if key not in self.inherited:
            self.inherited[key] = self._fields(parent, (parent.start_line or 0) + 1)
        return values.inherited(raw, self.inherited[key])

    def _fields(self, block: Entry, line: int) -> dict[str, str]:
        """Return values by lower-case name; fields after a missing comma are found, too."""
        fields: dict[str, str] = {}
        for printed_field in block.fields:
            name, text, at = printed_field.key.lower(), str(printed_field.value), 0
            while True:
                value, at = self._value(text, at, line)
                fields.setdefault(name, value)
                following = _NEXT_FIELD.match(text, at)
                if not following:
                    break
                self._missing_comma(name, line)
                name, at = following[1].lower(), following.end()
        return fields

    def _missing_comma(self, name: str, line: int) -> None:
        """Warn of a missing comma, once per line."""
        message = f"a comma is missing after {name[:80]}"
        if not self.problems or self.problems[-1].line != line:
            self.report(line, "missing-comma", message, "add a comma after the value", severity="warning")

    def _value(self, text: str, start: int, line: int) -> tuple[str, int]:
        """Return the value of an expression (``{…} # name # "…"``) and where it ends."""
        parts: list[str] = []
        at = _BLANK.match(text, start).end()  # type: ignore[union-attr]
        while True:
            piece, at = self._piece(text, at, line)
            parts.append(piece)
            operator = _CONCATENATION.match(text, at)
            if not operator:
                break
            at = operator.end()
        if _END.match(text, at) or _NEXT_FIELD.match(text, at):
            return "".join(parts), at
        return text[start:].strip(), len(text)  # unquoted words: `year = in press`

    def _piece(self, text: str, at: int, line: int) -> tuple[str, int]:
        """Return one operand of ``#`` and where it ends."""
        if text[at : at + 1] in ("{", '"'):
            end = values.closing(text, at)
            return text[at + 1 : end], min(end + 1, len(text))
        found = _WORD.match(text, at)
        if not found:
            return "", at
        word = found[0].lower()
        if word in self.strings:
            value = self.strings[word]
            self.left -= len(value)
            return ("" if self.spent else value), found.end()
        known = word[0].isdigit() or word in months.SHORT or word in self.unknown
        if not known and (_END.match(text, found.end()) or _CONCATENATION.match(text, found.end())):
            self.unknown.add(word)
            message = f"the abbreviation {found[0][:80]} is not defined in this file; it was kept as it is"
            hint = "define it with @string, or put the text in braces"
            self.report(line, "unknown-string", message, hint, severity="warning")
        return found[0], found.end()
