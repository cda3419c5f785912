"""The output of `shelf dedupe` as .bib: the files' own text, in which only merged entries change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator import formats
from generator.formats import bibtex
from generator.matching.union import fullness, join
from generator.model import Record
from generator.problems import Problem
from generator.storage.files import Text

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def rewritten(
    texts: Sequence[formats.Source],
    held: Sequence[Text],
    names: Sequence[str],
    records: Sequence[Record],
    groups: Sequence[Sequence[int]],
) -> tuple[bytes, Sequence[Problem]]:
    """Return the content of the file, and a problem for each value that a merged entry could not keep.

    ``names`` are the formats of the texts. What is not BibTeX adds to the entries of its paper, or is a new entry.
    """
    own = [number for number, name in enumerate(names) if name == bibtex.NAME]
    library, found = bibtex.entries_of([(texts[number].name, texts[number].text) for number in own])
    files = list(library.files)
    by_name = {file.name: file for file in files}
    entries = {file.name: iter(pairs) for file, pairs in zip(files, found, strict=True)}
    members: dict[int, bibtex.Member] = {}
    for number, record in enumerate(records):
        if pairs := entries.get(record.source):
            same, block = next(pairs)
            if (same.line, same.id) != (record.line, record.id):
                raise AssertionError(f"{record.source}:{record.line} is not the entry of line {same.line}")  # our bug
            members[number] = bibtex.Member(file=by_name[record.source], block=block)
    sets, new = [], []
    for group in groups:
        best = sorted(group, key=lambda one: (one in members, fullness(records[one])), reverse=True)
        if best[0] in members:
            sets.append([members.get(one) or bibtex.as_member(records[one], library) for one in best])
        else:
            new.append(join([records[one] for one in group]))
    rewrite = bibtex.Rewrite(library=library, files=files, groups=sets)
    splices = rewrite.run()
    parts = [bibtex.as_written(held[number].written, splices[texts[number].name]) for number in own]
    first = held[own[0]]
    ending = (_LINE_BREAK.search(first.written) or ["\n"])[0]
    if new:
        taken = {key for file in files for key in file.entries}
        dumped = formats.dump([replace(one, id=_free(one.id, taken)) for one in new], ".bib")
        parts.append(dumped.replace("\n", ending))
    whole = _joined(parts, ending)
    alike = all((held[number].encoding, held[number].mark) == (first.encoding, first.mark) for number in own)
    return first.encoded(whole) if alike else whole.encode("utf-8", "surrogateescape"), rewrite.problems


def _free(key: str, taken: set[str]) -> str:
    """Return a key that no entry has; "" stays, and gets one from the title."""
    free, count = key, 1
    while free.lower() in taken:
        count += 1
        free = f"{key}-{count}"
    return free


def _joined(parts: Sequence[str], ending: str) -> str:
    """Return texts one after the other, with a blank line between them."""
    whole = ""
    for part in filter(None, parts):
        if whole:
            whole += ending if whole.endswith(("\n", "\r")) else 2 * ending
        whole += part
    return whole
