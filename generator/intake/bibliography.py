"""`shelf dedupe`: reads files, finds and merges repeated records, and writes one list; the shelf is not touched."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import formats
from generator.formats import bibtex
from generator.formats.sources import read_sources
from generator.intake import bib_output, record_text
from generator.matching.clusters import Clusters, cluster
from generator.matching.union import join
from generator.model import Record
from generator.problems import Problem, ShelfError, printable
from generator.storage import files, transactions
from generator.text.sections import counted

_REFERRING = {"crossref", "xref"}  # BibTeX fields that name another record


@dataclass(frozen=True, kw_only=True, slots=True)
class Deduped:
    """The records of the files, and which of them are the same paper; records are numbered in the order of the files."""

    inputs: Mapping[Path, str]  # each file as given, and the name of its text
    checksums: Mapping[Path, str | None]  # of each file before it was read
    texts: tuple[formats.Source, ...]
    held: tuple[files.Text, ...]  # how the file of each text holds it
    formats: tuple[str, ...]  # one per text
    records: tuple[Record, ...]
    names: tuple[str, ...]  # one per record, all different
    clusters: Clusters
    problems: tuple[Problem, ...]
    unreadable: int
    seconds: Mapping[str, float]

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of records, and of those that are papers, repeated or unreadable; these add up to it."""
        papers = len(self.clusters.groups)
        repeated = sum(len(group) - 1 for group in self.clusters.groups)
        total = len(self.records) + self.unreadable
        if papers + repeated + self.unreadable != total:
            raise AssertionError(f"{total} records became {papers} papers and {repeated} more")  # a bug of ours
        return {"records": total, "papers": papers, "repeated": repeated, "unreadable": self.unreadable}

    @property
    def summary(self) -> str:
        """Return the last line of a report."""
        counts = self.counts
        rest = f"{counts['repeated']} repeated, {counts['unreadable']} unreadable"
        line = f"{counted(counts['records'], 'record')}: {counted(counts['papers'], 'paper')}, {rest}"
        return f"{line}; {counted(len(self.clusters.unsure), 'pair')} unsure"

    def report(self) -> Iterator[str]:
        """Yield the lines for a person: each paper with several records, each unsure pair, the totals."""
        because: dict[int, list[str]] = {}
        first = {number: group[0] for group in self.clusters.groups for number in group}
        for (a, b), match in sorted(self.clusters.evidence.items()):
            line = f"  {self.names[a]} = {self.names[b]}: {'; '.join(match.evidence)}"
            because.setdefault(first[a], []).append(line)
        for group in self.clusters.groups:
            if len(group) > 1:
                paper = join([self.records[number] for number in group])
                yield printable(f"{len(group)} records are one, {paper.id or '-'}: {paper.title or '-'}")
                yield from (f"  {self._place(number)}" for number in group)
                yield from map(printable, because.get(group[0], []))
        for a, b, match in self.clusters.unsure:
            yield printable(f"unsure: {'; '.join(match.evidence)}")
            yield from (f"  {self._place(n)}  {printable(self.records[n].title or '-')}" for n in (a, b))
        yield self.summary

    def as_json(self) -> dict[str, Any]:
        """Return the one object that ``--json`` prints."""
        return {
            "clusters": [[self.names[number] for number in group] for group in self.clusters.groups],
            "unsure": [
                {"pair": [self.names[a], self.names[b]], "kind": match.kind, "evidence": list(match.evidence)}
                for a, b, match in self.clusters.unsure
            ],
            "problems": [problem.as_json() for problem in self.problems],
            "counts": self.counts | {"unsure": len(self.clusters.unsure)},
            "timings": {name: round(spent, 3) for name, spent in self.seconds.items()},
        }

    def _place(self, number: int) -> str:
        """Return a record's position, and its name if that adds something."""
        place = f"{self.records[number].source}:{self.records[number].line}"
        return printable(place if self.names[number].startswith(place) else f"{place} {self.names[number]}")


def run(paths: Sequence[Path], *, format_name: str | None = None) -> Deduped:
    """Read the files and group their records. What cannot be read becomes a problem."""
    start = time.perf_counter()
    checksums = {path: transactions.checksum(path) for path in paths if path.is_file()}  # not of a pipe
    found = read_sources(paths)
    parsed = formats.parse_all(found.sources, format_name=format_name, parents=True)
    read = time.perf_counter()
    clusters = cluster(parsed.records)
    return Deduped(
        inputs=found.names,
        checksums=checksums,
        texts=found.sources,
        held=found.texts,
        formats=parsed.formats,
        records=parsed.records,
        names=names(parsed.records),
        clusters=clusters,
        problems=(*found.problems, *parsed.problems, *_ambiguous(parsed.records, clusters)),
        unreadable=parsed.unreadable,
        seconds={"read": read - start, "match": time.perf_counter() - read},
    )


def names(records: Sequence[Record]) -> tuple[str, ...]:
    """Return a name for each record: its own id, or ``<file>:<line>`` if the id is missing or not unique.

    The second of several records on one line is ``<file>:<line>.2``.
    """
    lines: Counter[str] = Counter()
    places = []
    for record in records:
        place = f"{record.source}:{record.line}"
        lines[place] += 1
        places.append(place + (f".{lines[place]}" if lines[place] > 1 else ""))
    ids = Counter(record.id for record in records)
    taken = set(places)
    return tuple(
        record.id if record.id and ids[record.id] == 1 and record.id not in taken else place
        for record, place in zip(records, places, strict=True)
    )


def _ambiguous(records: Sequence[Record], clusters: Clusters) -> Iterator[Problem]:
    """Yield a warning for each id that several papers share: a citation means only one of them."""
    first: dict[str, tuple[int, tuple[int, ...]]] = {}
    group_of = {number: group for group in clusters.groups for number in group}
    for number, record in enumerate(records):
        before, group = first.setdefault(record.id, (number, group_of[number]))
        if record.id and group != group_of[number]:
            yield Problem(
                path=record.source,
                line=record.line,
                code="dedupe.repeated-id",
                message=f"{record.id!r} is also the id of another paper, {records[before].source}:{records[before].line}",
                hint="give one of the two another id",
                severity="warning",
            )


def merged(deduped: Deduped) -> tuple[Record, ...]:
    """Return one record for each paper, in the order of first appearance; cross-references follow their records."""
    papers = [join([deduped.records[number] for number in group]) for group in deduped.clusters.groups]
    paper_of = {n: paper.id for group, paper in zip(deduped.clusters.groups, papers, strict=True) for n in group}
    renamed: dict[str, str] = {}
    for number, record in enumerate(deduped.records):
        renamed.setdefault(
            record.id, paper_of[number]
        )  # BibTeX also uses the first of several records with the same key
    return tuple(
        replace(
            paper,
            further=tuple(
                (name, renamed.get(text, text) if name in _REFERRING else text) for name, text in paper.further
            ),
        )
        for paper in papers
    )


def save(deduped: Deduped, output: Path, report: Callable[[Sequence[Problem]], None] = lambda _: None) -> bool:
    """Write the merged list in the format of the file's name and return whether the file changed.

    What a merged entry could not keep is reported. Raises ShelfError if no format is written for the file's suffix, if
    no record was read, or if overwriting an input file would lose something, such as what somebody saved since it was
    read.
    """
    check_suffix(output)
    replaced = [
        name for path, name in deduped.inputs.items() if path.exists() and output.exists() and output.samefile(path)
    ]
    for name in replaced:
        _check_loss(deduped, output, name)
    if not deduped.records:
        raise ShelfError(_refused(output, "no record was read, so nothing was written", "see the problems above"))
    if _is_rewritten(deduped, output):
        content, lost = bib_output.rewritten(
            deduped.texts, deduped.held, deduped.formats, deduped.records, deduped.clusters.groups
        )
    else:
        content, lost = _own_text(deduped, output) or (
            formats.dump(merged(deduped), output.suffix.lower()).encode(),
            (),
        )
    report(lost)
    if lost and replaced:
        message = f"not overwritten: {counted(len(lost), 'value')} could not be kept (listed above)"
        raise ShelfError(_refused(output, message, "write to another file and compare the two"))
    for path, checksum in deduped.checksums.items():
        if path.exists() and output.exists() and output.samefile(path) and transactions.checksum(path) != checksum:
            raise ShelfError(transactions.edited(path))
    return files.write(output, content)


def _is_rewritten(deduped: Deduped, output: Path) -> bool:
    """Whether the output is the text of the input, with merged entries edited."""
    return output.suffix.lower() == ".bib" and bibtex.NAME in deduped.formats


def _own_text(deduped: Deduped, output: Path) -> tuple[bytes, Sequence[Problem]] | None:
    """Return the content for the only source in the output's own format; None for anything else."""
    if len(deduped.texts) != 1 or record_text.SUFFIXES.get(deduped.formats[0]) != output.suffix.lower():
        return None
    if deduped.unreadable:
        return None
    return record_text.rewritten(
        deduped.texts[0], deduped.held[0], deduped.formats[0], deduped.records, deduped.clusters.groups
    )


def keeps_all(deduped: Deduped, output: Path) -> bool:
    """Whether the output has what could not be read, too, as it was."""
    return _is_rewritten(deduped, output) and set(deduped.formats) == {bibtex.NAME}


def check_suffix(output: Path) -> None:
    """Raise ShelfError if no format is written for the file's suffix."""
    if output.suffix.lower() in formats.WRITTEN or output.suffix.lower() in formats.writers():
        return
    message = f"cannot write a file whose name ends in '{output.suffix}'"
    hint = f"use one of {', '.join(sorted(formats.writers()))}"
    unknown = Problem(path=files.shown(output), code="dedupe.suffix", message=message, hint=hint)
    raise ShelfError(unknown, *formats.broken())


def _check_loss(deduped: Deduped, output: Path, name: str) -> None:
    """Raise ShelfError if overwriting an input file (its text is called ``name``) would lose part of it."""
    errors = sum(problem.severity == "error" and problem.path == name for problem in deduped.problems)
    if errors:
        message = f"not overwritten: what could not be read ({errors} errors) would be lost"
        raise ShelfError(_refused(output, message, "fix these places first, or write to another file"))
    kinds = {text.name: kind for text, kind in zip(deduped.texts, deduped.formats, strict=True)}
    if (kinds.get(name), output.suffix.lower()) != (bibtex.NAME, ".bib"):
        message = "not overwritten: only the usual fields of this format are known, and others would be lost"
        raise ShelfError(_refused(output, message, "write to another file and compare the two"))


def _refused(output: Path, message: str, hint: str) -> Problem:
    return Problem(path=files.shown(output), code="dedupe.not-written", message=message, hint=hint)
