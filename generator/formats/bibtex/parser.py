"""BibTeX and biblatex: the entries of .bib files as records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.formats import field_values, status_claims
from generator.formats.bibtex import entry_types, values
from generator.formats.bibtex.library import NAME, NO_PAPER, File, Library, is_container
from generator.formats.bibtex.scanner import Block, split
from generator.model import Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean
from generator.text.latex import Decoder, address

__all__ = ["NAME", "count", "detect", "parse", "parse_together"]

_START = re.compile(r"^[ \t]*@[ \t]*(?!(?:comment|preamble|string)\b)[a-z][\w-]*\s*[{(]", re.IGNORECASE | re.MULTILINE)
_NAMED = 10  # unknown commands that a warning names


def detect(text: str) -> bool:
    """Whether an entry begins anywhere: ``@word{`` or ``@word(`` at the start of a line, and a field."""
    found = _START.search(text)
    return found is not None and "=" in text[found.end() : found.end() + 5_000]


def count(text: str) -> int:
    """Return the number of entries that begin in the text."""
    return sum(1 for _ in _START.finditer(text))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the records of a .bib file in order, and the problems."""
    return parse_together([(name, text)])[0]


def parse_together(
    texts: Sequence[tuple[str, str]], *, parents: bool = False
) -> list[tuple[list[Record], list[Problem]]]:
    """Return the records and problems of each .bib file; abbreviations and parents are found in all of them.

    Volumes that are only there as parents of other entries are records if ``parents`` is set.
    """
    library, sources = _read(texts)
    named = frozenset() if parents else library.parents()
    found = [source.read(named) for source in sources]  # all, before problems are collected: a parent may be elsewhere
    return [([record for record, _ in pairs], source.problems()) for pairs, source in zip(found, sources, strict=True)]


def entries_of(texts: Sequence[tuple[str, str]]) -> tuple[Library, list[list[tuple[Record, Block]]]]:
    """Return the files, and each file's records with their entries; parents are records, too."""
    library, sources = _read(texts)
    return library, [source.read(frozenset()) for source in sources]


def _read(texts: Sequence[tuple[str, str]]) -> tuple[Library, list[_Source]]:
    """Return the files, split into blocks, with their abbreviations."""
    library = Library()
    for name, text in texts:
        blocks = tuple(split(text, field_values.RECORD_LIMIT + 1))
        library.files.append(File(name=name, text=text, blocks=blocks, library=library))
    for file in library.files:
        file.define()
    return library, [_Source(file=file) for file in library.files]


@dataclass(kw_only=True)
class _Source:
    """One file, while it becomes records."""

    file: File
    decoder: Decoder = field(default_factory=Decoder)
    first_unknown: int = -1  # where the first entry with an unknown LaTeX command begins

    def __post_init__(self) -> None:
        """Learn the LaTeX commands that the file defines."""
        for block in self.file.blocks:
            if block.kind == "preamble" and not block.fault:
                self.decoder.define(self.file.text[block.start : block.end])

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self.file.name

    def problems(self) -> list[Problem]:
        """Return the problems in order, each once."""
        file = self.file
        if file.spent:
            message = "the @string abbreviations expand to far more text than the file has; the rest was dropped"
            file.report(0, "string-bomb", message, "remove abbreviations that repeat other abbreviations")
        self._report_unknown_commands()
        return sorted(dict.fromkeys(file.problems))

    def read(self, parents: frozenset[str]) -> list[tuple[Record, Block]]:
        """Return the records in order, with their entries. Volumes that are among the ``parents`` of other entries are none."""
        found: list[tuple[Record, Block]] = []
        entries = 0
        for block in self.file.blocks:
            entries += block.kind == "entry"
            if entries > field_values.RECORD_LIMIT:
                message = f"only the first {field_values.RECORD_LIMIT:,} records were read"
                self.file.report(block.start, "too-many-records", message, "split the file")
                break
            if block.fault:
                self._report_fault(block)
            elif block.kind != "entry" or block.entry_type in NO_PAPER:
                pass
            elif not (block.key.lower() in parents and is_container(block)):
                found += ((record, block) for record in self._read(block))
        alone = len(self.file.library.files) == 1
        if not (entries or self.file.problems or (self.file.strings and not alone)):
            message = "no entry found: nothing begins with @, a word and a brace"
            self.file.report(0, "no-record", message, "check the file and its format")
        return found

    def _report_unknown_commands(self) -> None:
        """Warn once of the LaTeX commands that the decoder does not know."""
        names = self.decoder.unknown
        if names:
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            shown = ", ".join(f"\\{name[:40]}" for name in names[:_NAMED])
            message = f"unknown LaTeX commands: {shown}{more}; their text was kept"
            hint = "check the texts, and write the characters instead of the commands"
            self.file.report(max(self.first_unknown, 0), "unknown-command", message, hint, severity="warning")

    def _report_fault(self, block: Block) -> None:
        """Add the problem of a block that cannot be read."""
        entry = block.kind == "entry"
        code, what = ("record.syntax", "the entry") if entry else ("syntax", f"@{block.entry_type}")
        message = f"{what} cannot be read: {block.fault}"
        self.file.report(block.start, code, message, "look for a missing comma, brace or quote")

    def _read(self, block: Block) -> list[Record]:
        """Return the record of an entry, or nothing if it has nothing to say."""
        times = Counter(one.name for one in block.fields)
        if repeated := sorted(name for name in times if times[name] > 1):
            message = f"repeated fields: {', '.join(repeated)[:200]}; the first value was used"
            self.file.report(block.start, "repeated-field", message, "keep one value per field", severity="warning")
        if missing := next((at for at, one in enumerate(block.fields) if one.comma_missing), 0):
            message = f"a comma is missing after {block.fields[missing - 1].name[:80]}"
            hint = "add a comma after the value"
            self.file.report(block.start, "missing-comma", message, hint, severity="warning")
        line, column = self.file.place(block.start)
        record = self._record(block, line)
        if self.decoder.unknown and self.first_unknown < 0:
            self.first_unknown = block.start
        records, problems = field_values.validate(record, column)
        self.file.problems += problems
        return records

    def _record(self, block: Block, line: int) -> Record:
        """Map the fields of BibTeX and biblatex."""
        if not block.fields:
            return Record(source=self.name, line=line, id=clean(block.key))
        own = self.file.fields(block)
        raw = values.Fields(self.file.inherited(own, block), self.decoder.decode)
        authors, editors = (self._people(raw.text(name), block) for name in ("author", "editor"))
        entry_type, key = block.entry_type.lower(), clean(block.key)
        title, places = raw.titled("title", "subtitle"), values.VENUES
        if not title and entry_type in values.WHOLE:
            title, places = raw.titled("booktitle", "booksubtitle"), ()
        urls = values.urls(raw)
        venue = next(filter(None, (field_values.venue(raw.titled(*names)) for names in places)), "")
        identifiers = values.identifiers(raw, urls)
        preprint = bool(identifiers.arxiv)
        genre = raw.line("type")
        kind, genre = entry_types.read(entry_type, genre, has_venue=bool(venue), is_preprint=preprint)
        date = raw.date()
        note = status_claims.read(raw.line("note"))
        raw.used("abstract", "abstractnote")  # none of them goes to the ledger
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
            labeled=field_values.labeled(urls, pdf=[address(raw.raw.get("pdf", ""))]),
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
            note=note.text,
            status=note.statuses,
        )
        further = [] if entry_types.is_known(entry_type) else [(values.ENTRY_TYPE, entry_type)]
        return replace(record, further=(*further, *raw.unread(own)))

    def _people(self, text: str, block: Block) -> bylines.People:
        """Return the names of an author or editor field; warn where commas may separate people."""
        found, doubtful = values.people(text, self.decoder.decode)
        if doubtful:
            message = f"{doubtful[:200]!r} was read as one name"
            hint = "separate names by “and”; write one name as “Family, Given”, and a group in braces"
            self.file.report(block.start, "names", message, hint, severity="warning")
        return found
