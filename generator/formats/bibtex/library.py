"""The .bib files of one command: abbreviations (@string), and fields that entries inherit, within and across the files."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.formats.bibtex.scanner import Block, Field
from generator.problems import Problem
from generator.text import months

NAME = "bibtex"
# Entry types that describe no paper: data for other entries, sets of them, and settings of styles (IEEEtran, REVTeX).
NO_PAPER = frozenset({"xdata", "set", "control", "ieeetranbstctl"})
_CONTAINERS = frozenset(
    {"proceedings", "mvproceedings", "collection", "mvcollection", "reference", "mvreference", "periodical"}
)
# Fields that identify or describe the parent alone; biblatex, too, inherits no keys, labels and relations.
_NOT_INHERITED = frozenset(
    {
        "ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort",
        "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey",
        "key", "doi", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "pmid", "pmcid",
        "isbn", "url", "urldate", "pdf", "file", "ee", "link", "biburl", "bibsource", "abstract", "keywords",
        "groups", "note", "annote", "annotation", "timestamp", "owner", "acl", "openreview", "arxivid", "arxiv",
        "author", "shorttitle", "pages", "pagetotal",
    }
)  # fmt: skip
_IN_BOOKS = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_IN_PERIODICALS = {"title": "journaltitle", "subtitle": "journalsubtitle", "titleaddon": "journaltitleaddon"}
_IN_SETS = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_DEEPEST = 50  # parents of parents; longer chains are no bibliography
_VENUES = {"journal", "journaltitle", "booktitle"}
_FREE = 2_000  # characters that a parent may give each of its children, whatever the length of the file
_BREAK = re.compile("\n")
_KEYS = re.compile(r"\s*,\s*")


@dataclass(kw_only=True)
class File:
    """One .bib text: its blocks, its abbreviations and the problems so far."""

    name: str
    text: str
    blocks: Sequence[Block]
    library: Library
    problems: list[Problem] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Block] = field(default_factory=dict)  # by lower-case key; of several, the first
    complete: dict[str, dict[str, str]] = field(default_factory=dict)  # fields of parents with what they inherit
    left: int = 0  # characters that abbreviations and parents may still add
    defined: bool = False
    breaks: list[int] = field(default_factory=list)  # positions of line breaks

    def __post_init__(self) -> None:
        """Set the limit so that each entry can use a journal's abbreviation."""
        self.left = 2 * len(self.text) + 1_000_000
        self.breaks = [found.start() for found in _BREAK.finditer(self.text)]
        for block in self.blocks:
            if block.kind == "entry" and not block.fault:
                self.entries.setdefault(block.key.lower(), block)

    @property
    def spent(self) -> bool:
        """Whether abbreviations expanded beyond the limit."""
        return self.left < 0

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column of a position, from 1."""
        line = bisect_left(self.breaks, at)
        return line + 1, at - (self.breaks[line - 1] if line else -1)

    def report(self, at: int, code: str, message: str, hint: str, *, severity: str = "error") -> None:
        """Add a problem at a position of the text."""
        line, column = self.place(at)
        code = code if "." in code else f"{NAME}.{code}"
        place = {"path": self.name, "line": line, "column": column, "code": code}
        self.problems.append(Problem(**place, message=message, hint=hint, severity=severity))  # type: ignore[arg-type]

    def define(self) -> None:
        """Evaluate all abbreviations, once; as in BibTeX, a later definition replaces an earlier one."""
        if not self.defined:
            self.defined = True
            for block in self.blocks:
                for one in block.fields if block.kind == "string" else ():
                    self.strings[one.name] = self.value(one, block)

    def fields(self, block: Block) -> dict[str, str]:
        """Return the values of an entry by name; of a repeated field, the first."""
        found: dict[str, str] = {}
        for one in block.fields:
            value = self.value(one, block)
            found.setdefault(one.name, value)
        return found

    def value(self, one: Field, block: Block) -> str:
        """Return a field's value with its abbreviations expanded."""
        return "".join(
            self._word(self.text[piece.start : piece.end], block)
            if piece.form == "word"
            else self.text[piece.start : piece.end]
            for piece in one.pieces
        )

    def _word(self, written: str, block: Block) -> str:
        """Return what a word without quotes stands for."""
        word = written.lower()
        if not word or word[0].isdigit() or word in self.library.unknown:
            return written
        known = self.library.abbreviation(word, self)
        if known is not None:
            self.left -= len(known)
            return "" if self.spent else known
        if word not in months.SHORT:
            self.library.unknown.add(word)
            message = f"the abbreviation {written[:80]} is not defined in any file; it was kept as it is"
            hint = "define it with @string, or put the text in braces"
            self.report(block.start, "unknown-string", message, hint, severity="warning")
        return written

    def inherited(self, own: dict[str, str], block: Block, depth: int = 0) -> dict[str, str]:
        """Return the fields of an entry, completed from the entries that ``xdata`` and ``crossref`` name, and theirs."""
        found = own
        for name in ("xdata", "crossref"):
            for key in _KEYS.split(found.get(name, "").strip()):
                if key and (parent := self.library.entry(key, self)):
                    given = self._given(*parent, name, block.entry_type, depth)
                    found = _completed(found, given)
                elif key and (name, key.lower()) not in self.library.unknown_parents:
                    self.library.unknown_parents.add((name, key.lower()))
                    message = f"there is no entry {key[:80]!r} in any file, which {name} of {block.key[:80]!r} names"
                    hint = "correct the key, or read the file with this entry in the same command"
                    self.report(block.start, "unknown-parent", message, hint, severity="warning")
        return found

    def _given(self, file: File, parent: Block, through: str, entry_type: str, depth: int) -> dict[str, str]:
        """Return the fields that a parent in ``file`` gives an entry of this type."""
        key = parent.key.lower()
        if key not in file.complete:
            file.complete[key] = {}  # a cycle ends here
            own = file.fields(parent)
            file.complete[key] = file.inherited(own, parent, depth + 1) if depth < _DEEPEST else own
        fields = file.complete[key]
        given = fields if through == "xdata" else _passed_on(fields, parent.entry_type, entry_type)
        self.left -= max(0, sum(len(name) + len(value) for name, value in given.items()) - _FREE)
        return {} if self.spent else given


def _completed(own: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """Return an entry's fields with those that it is given; its own date or journal goes before a parent's."""
    stated = {name for name, value in own.items() if value}
    left_out: set[str] = set()
    if stated & _VENUES:
        left_out |= _VENUES - stated
    if stated & {"date", "year"}:
        left_out |= {"date", "year"}
        if own.get("date") or own.get("year", "") not in (given.get("year"), given.get("date", "")[:4]):
            left_out |= {"month", "day"}
    return {name: value for name, value in given.items() if name not in left_out} | {
        name: value for name, value in own.items() if value or name not in given
    }


def _passed_on(fields: dict[str, str], parent_type: str, entry_type: str) -> dict[str, str]:
    """Return what ``crossref`` passes on, by biblatex's names: a volume's title is the ``booktitle`` of its papers."""
    names = _IN_BOOKS
    if parent_type == "periodical":
        names = _IN_PERIODICALS
    elif parent_type.startswith("mv"):
        names = _IN_SETS
    given = {
        name: value for name, value in fields.items() if value and name not in _NOT_INHERITED and name not in names
    }
    for name, inherited in names.items():
        if fields.get(name):
            given.setdefault(inherited, fields[name])
    if "author" in fields and entry_type in ("inbook", "bookinbook", "suppbook"):
        given["author"] = given["bookauthor"] = fields["author"]
    return given


@dataclass(kw_only=True)
class Library:
    """The files of a command. What a file says itself goes before what another file says."""

    files: list[File] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # abbreviations
    unknown_parents: set[tuple[str, str]] = field(default_factory=set)

    def abbreviation(self, word: str, file: File) -> str | None:
        """Return what a file, or else the last other file that defines it, says that an abbreviation means."""
        if word in file.strings or word in months.SHORT:
            return file.strings.get(word)
        for other in reversed(self.files):
            if other is not file:
                other.define()
                if word in other.strings:
                    return other.strings[word]
        return None

    def entry(self, key: str, file: File) -> tuple[File, Block] | None:
        """Return the entry that has a key in a file, or else in the first other one, and where it is."""
        key = key.lower()
        return next(((one, one.entries[key]) for one in (file, *self.files) if key in one.entries), None)

    def parents(self) -> frozenset[str]:
        """Return the lower-case keys that any ``crossref`` or ``xdata`` names."""
        return frozenset(key.lower() for file in self.files for key in _named(file))


def _named(file: File) -> Iterator[str]:
    """Yield the keys that an entry of a file names as its parents."""
    for block in file.blocks:
        for one in block.fields:
            if block.kind == "entry" and one.name in ("crossref", "xdata"):
                yield from _KEYS.split(file.value(one, block).strip())


def is_container(block: Block) -> bool:
    """Whether an entry may only be there for others that name it as their parent: a volume without an author."""
    return block.entry_type in _CONTAINERS and not any(one.name == "author" for one in block.fields)
