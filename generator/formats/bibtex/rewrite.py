"""`.bib` files without their repeated entries: merged entries are edited in place, and nothing else changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.formats.bibtex.library import File, Library
from generator.formats.bibtex.reconciliation import REFERENCES, Entry, Reconciliation
from generator.formats.bibtex.scanner import Block, Field, split
from generator.formats.bibtex.splices import Splice, changes, removal, spliced
from generator.formats.bibtex.value_lists import renamed
from generator.formats.bibtex.writer import dump
from generator.model import Record
from generator.problems import Problem
from generator.text.latex import Decoder


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An entry of a group that is one paper."""

    file: File
    block: Block
    has_key: bool = True  # whether the key is stated, not made up
    line: int = 0  # of the record in another format from which this entry was made; it is not part of the output

    @property
    def place(self) -> tuple[str, int]:
        """Return what identifies the entry."""
        return self.file.name, -self.line if self.line else self.block.start


def as_member(record: Record, library: Library) -> Member:
    """Return a record of another format as an entry that adds to others and is not written itself."""
    text = dump([record])
    blocks = tuple(split(text, 1))
    return Member(
        file=File(name=record.source, text=text, blocks=blocks, library=library),
        block=blocks[0],
        has_key=blocks[0].key == record.id,
        line=record.line,
    )


@dataclass(kw_only=True)
class Rewrite:
    """The files of a library, and the groups of entries that are one paper. The first member of a group is kept."""

    library: Library
    files: Sequence[File]  # those that are written, in order
    groups: Sequence[Sequence[Member]]
    problems: list[Problem] = field(default_factory=list)  # what could not be kept
    splices: dict[str, list[Splice]] = field(default_factory=dict)
    _decoder: Decoder = field(default_factory=Decoder)
    _kept: dict[tuple[str, int], Block] = field(default_factory=dict)  # by file and start: the entry kept in its place
    _living: frozenset[str] = frozenset()  # keys of the entries that are still there

    def run(self) -> Mapping[str, list[Splice]]:
        """Return the edits of each file by its name."""
        self.splices = {file.name: [] for file in self.files}
        for file in self.files:
            file.left = 2 * len(file.text) + 1_000_000  # values are read a second time
        merged = set()
        for group in self.groups:
            for one in group[1:]:
                self._kept[one.place] = group[0].block
            if len(group) > 1:
                merged |= {one.place for one in group}
        self._living = frozenset(
            block.key
            for file in self.files
            for block in file.blocks
            if block.kind == "entry" and (file.name, block.start) not in self._kept
        )
        parents = self._referred("crossref")
        for group in self.groups:
            if len(group) > 1:
                self._merge(group, is_parent=any(one.place in parents for one in group))
        for file in self.files:
            for block in file.blocks:
                if block.kind == "entry" and (file.name, block.start) not in merged and _refers(block):
                    self._rename(file, block)
        self._drop_repeated_blocks(merged)
        self._check_keys()
        return self.splices

    def _merge(self, group: Sequence[Member], *, is_parent: bool) -> None:
        """Edit the kept entry, and remove the others."""
        kept = self._entry(group[0])
        for one in group[1:]:
            other = self._entry(one)
            for name in Reconciliation(kept=kept, other=other).run():
                self._report_lost(one, other.fields[name], other.raw[name], group[0])
        self._name_all(kept, group)
        first, last = group[0], max(group, key=lambda one: (one.file is group[0].file, one.block.start))
        edits = changes(first.file.text, first.block, kept.raw, kept.type)
        move = is_parent and last is not first  # BibTeX wants a parent behind its children
        if move:
            offset = first.block.start
            local = [Splice(start=one.start - offset, end=one.end - offset, text=one.text) for one in edits]
            text = spliced(first.file.text[offset : first.block.end], local)
            self._add(last, Splice(start=last.block.start, end=last.block.end, text=text))
            self._add(first, removal(first.file.text, first.block))
        else:
            for edit in edits:
                self._add(first, edit)
        for one in group[1:]:
            if not one.line and not (move and one is last):
                self._add(one, removal(one.file.text, one.block))

    def _add(self, member: Member, splice: Splice) -> None:
        self.splices[member.file.name].append(splice)

    def _entry(self, member: Member) -> Entry:
        """Return an entry to change, with the keys that it names as they are now."""
        entry = Entry(file=member.file, block=member.block, decoder=self._decoder)
        for name in REFERENCES:
            if name in entry.raw and name != "ids":
                new = renamed(entry.raw[name], lambda key: self._new_key(member.file, key), self._key(member))
                if new is None:
                    entry.remove(name)
                elif new != entry.raw[name]:
                    entry.set(name, new, new.strip('{}"'))
        return entry

    def _key(self, member: Member) -> str:
        """Return the key of the entry that is kept in a member's place."""
        return self._kept.get(member.place, member.block).key

    def _new_key(self, file: File, key: str) -> str | None:
        """Return the key of the entry that is kept in place of the one that ``key`` names; None if that is kept."""
        found = self.library.entry(key, file)
        kept = self._kept.get((found[0].name, found[1].start)) if found else None
        return kept.key if kept and kept.key != key else None

    def _name_all(self, kept: Entry, group: Sequence[Member]) -> None:
        """Keep the other entries' keys as ``ids`` of the kept one, unless another entry has such a key."""
        known = [one.strip() for one in kept.full.get("ids", "").split(",") if one.strip()]
        wanted = []
        for one in group[1:]:
            further = next((each for each in one.block.fields if each.name == "ids"), None)
            listed = one.file.value(further, one.block).split(",") if further else []
            stated = [one.block.key] if one.has_key else []
            wanted += [key.strip() for key in (*stated, *listed) if key.strip()]
        new = [
            key
            for key in dict.fromkeys(wanted)
            if key not in known and key != kept.block.key and key not in self._living
        ]
        if not new:
            return
        if raw := kept.raw.get("ids"):
            end = len(raw) - 1 if raw.startswith(("{", '"')) else len(raw)
            added = f"{raw[:end]}, {', '.join(new)}{raw[end:]}" if known else f"{{{', '.join(new)}}}"
        else:
            added = f"{{{', '.join(new)}}}"
        kept.set("ids", added, ", ".join((*known, *new)))

    def _rename(self, file: File, block: Block) -> None:
        """Rename the keys that an entry names, where the entry with that key is no more."""
        for one in block.fields:
            if one.name in REFERENCES and one.name != "ids":
                raw = file.text[one.value_start : one.value_end]
                new = renamed(raw, lambda key: self._new_key(file, key), "")
                if new != raw:
                    text = new if new is not None else "{}"
                    self.splices[file.name].append(Splice(start=one.value_start, end=one.value_end, text=text))

    def _referred(self, *names: str) -> set[tuple[str, int]]:
        """Return file and start of the entries that others name in these fields."""
        return {
            (found[0].name, found[1].start)
            for file in self.files
            for block in file.blocks
            for one in block.fields
            if one.name in names
            for key in file.value(one, block).split(",")
            if (found := self.library.entry(key.strip(), file))
        }

    def _drop_repeated_blocks(self, merged: set[tuple[str, int]]) -> None:
        """Remove blocks that an earlier file has word for word, and list abbreviations that it has with another value."""
        seen: set[str] = set()
        values: dict[str, tuple[File, str]] = {}
        for file in self.files:
            here: list[str] = []
            dropped: list[Block] = []
            for block in file.blocks:
                raw = file.text[block.start : block.end]
                if block.fault or (file.name, block.start) in merged:
                    continue
                if raw in seen:
                    dropped.append(block)
                    continue
                here.append(raw)
                for one in block.fields if block.kind == "string" else ():
                    value = file.value(one, block)
                    other, before = values.setdefault(one.name, (file, value))
                    if before != value and other is not file:
                        message = f"the abbreviation {one.name[:80]} means something else in {other.name}"
                        hint = "give it another name in one of the two files"
                        self._problem(file.name, *file.place(block.start), message, hint)
            seen |= set(here)
            starts = [block.start for block in dropped]
            edits = [one for one in self.splices[file.name] if not _is_inside(one.start, starts, dropped)]
            self.splices[file.name] = [*edits, *(removal(file.text, block) for block in dropped)]

    def _check_keys(self) -> None:
        """List entries that others name by a key that an earlier file has for another entry."""
        first: dict[str, File] = {}
        referred = self._referred(*REFERENCES) if len(self.files) > 1 else set()
        for file in self.files:
            removed = {one.start for one in self.splices[file.name] if not one.text}
            for key, block in file.entries.items():
                other = first.setdefault(key, file)
                live = (file.name, block.start) not in self._kept and removal(file.text, block).start not in removed
                if other is not file and live and (file.name, block.start) in referred:
                    message = f"the key {block.key[:80]!r} also belongs to another entry, in {other.name}"
                    hint = "give one of the two another key"
                    self._problem(file.name, *file.place(block.start), message, hint)

    def _report_lost(self, member: Member, one: Field, raw: str, kept: Member) -> None:
        """List a value that the kept entry could not keep."""
        shown = " ".join(raw.split())
        shown = shown if len(shown) <= 100 else f"{shown[:99]}…"
        line, _ = kept.file.place(kept.block.start)
        target = f"{kept.file.name}:{line}" + (f" ({kept.block.key[:80]})" if kept.block.key else "")
        place = (member.line, 1) if member.line else member.file.place(one.start)
        self._problem(
            member.file.name, *place, f"{one.name} = {shown} is not in {target}", "copy it by hand if it matters"
        )

    def _problem(self, path: str, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(
            Problem(
                path=path,
                line=line,
                column=column,
                code="dedupe.not-kept",
                message=message,
                hint=hint,
                severity="warning",
            )
        )


def _is_inside(at: int, starts: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Whether a position is inside one of the blocks, which begin at ``starts``."""
    number = bisect_right(starts, at) - 1
    return number >= 0 and at < blocks[number].end


def _refers(block: Block) -> bool:
    """Whether an entry names other entries."""
    return any(one.name in REFERENCES for one in block.fields)
