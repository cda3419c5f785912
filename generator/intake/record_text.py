"""The output of `shelf dedupe` for one RIS, CSL-JSON or CSV file: its own text, in which only merged records change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats
from generator.formats import csl_json, ris
from generator.formats.bibtex import Splice, as_written
from generator.formats.tables import csv_table
from generator.matching.union import fullness
from generator.model import Record
from generator.problems import Problem
from generator.storage.files import Text
from generator.text.folding import fold

_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-[ \t]*(.*)")
_ENDING = re.compile(r"^[ \t]*ER {1,2}-[^\n]*\n?", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_REPEATED = {"KW", "UR", "L1", "L2", "L3", "L4", "LK", "N1", "AN", "DB", "SN"}  # codes of which a record may have many
_SPACE = re.compile(r"[ \t\r\n]*")
SUFFIXES = {ris.NAME: ".ris", csl_json.NAME: ".json", csv_table.NAME: ".csv"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A record in its text: where it is, what follows it up to the next one, and its fields as written."""

    start: int
    end: int
    until: int
    fields: tuple[tuple[str, str], ...]


def rewritten(
    source: formats.Source, held: Text, name: str, records: Sequence[Record], groups: Sequence[Sequence[int]]
) -> tuple[bytes, Sequence[Problem]] | None:
    """Return the content of the file, and a problem for each value that a merged record could not keep.

    None if the records cannot be found in the text, or if rows of a table are merged, which have no free columns.
    """
    merged = [group for group in groups if len(group) > 1]
    if not merged:
        return held.encoded(held.written), ()
    spans = list(_SPANS[name](source.text)) if name in _SPANS else []
    if len(spans) != len(records):
        return None
    splices: list[Splice] = []
    problems: list[Problem] = []
    for group in merged:
        best = sorted(group, key=lambda one: fullness(records[one]), reverse=True)
        kept = spans[best[0]]
        known = list(kept.fields)
        for number in best[1:]:
            for field, value in spans[number].fields:
                if any(field == one and _same(value, other) for one, other in known):
                    continue
                if field in {one for one, _ in known} and not (name == ris.NAME and field in _REPEATED):
                    problems.append(_lost(records[number], records[best[0]], field, value))
                else:
                    known.append((field, value))
            splices.append(Splice(start=spans[number].start, end=spans[number].until))
        if added := known[len(kept.fields) :]:
            splices.append(_ADDED[name](source.text, kept, added))
    if name == csl_json.NAME:
        splices = _without_last_comma(spans, splices)
    return held.encoded(as_written(held.written, splices)), problems


def _same(one: str, other: str) -> bool:
    return one == other or (fold(one) == fold(other) != "" and not one.startswith("http"))


def _lost(record: Record, kept: Record, field: str, value: str) -> Problem:
    shown = value if len(value) <= 100 else f"{value[:99]}…"
    return Problem(
        path=record.source,
        line=record.line,
        code="dedupe.not-kept",
        message=f"{field} = {shown} is not in {kept.source}:{kept.line}",
        hint="copy it by hand if it matters",
        severity="warning",
    )


def _ris_spans(text: str) -> Iterator[Span]:
    """Yield the records of RIS, each with its ER line and the blank lines after it."""
    for start, end, closed in ris.spans(text):
        line = text.rfind("\n", 0, start) + 1
        ending = _ENDING.match(text, text.rfind("\n", 0, end) + 1) if closed else None
        last = ending.end() if ending else end
        fields: list[tuple[str, str]] = []
        for each in text[start:end].split("\n"):
            if found := _LINE.fullmatch(each.rstrip()):
                fields.append((found[1], found[2]))
            elif fields and each.strip():  # a text goes on
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {each.strip()}")
        until = _BLANK_LINES.match(text, last).end()  # type: ignore[union-attr]
        yield Span(start=line, end=last, until=until, fields=tuple(fields))


def _added_to_ris(text: str, span: Span, added: Sequence[tuple[str, str]]) -> Splice:
    """Return the edit that adds lines before the last one."""
    body = text[span.start : span.end].rstrip()
    at = span.start + body.rfind("\n") + 1 if _ENDING.match(body, body.rfind("\n") + 1) else span.start + len(body)
    lines = "".join(f"{code}  - {value}\n" for code, value in added)
    return Splice(start=at, end=at, text=lines if text[at - 1] == "\n" else f"\n{lines}")


def _json_spans(text: str) -> Iterator[Span]:
    """Yield the elements of a list; nothing for other JSON."""
    decoder = json.JSONDecoder()
    at = _SPACE.match(text).end()  # type: ignore[union-attr]
    if text[at : at + 1] != "[":
        return
    at += 1
    while True:
        start = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        try:
            value, end = decoder.raw_decode(text, start)
        except ValueError:
            return
        if not isinstance(value, dict):
            return
        after = _SPACE.match(text, end).end()  # type: ignore[union-attr]
        comma = text[after : after + 1] == ","
        until = _SPACE.match(text, after + 1).end() if comma else end  # type: ignore[union-attr]
        fields = tuple((key, json.dumps(one, ensure_ascii=False)) for key, one in value.items())
        yield Span(start=start, end=end, until=until, fields=fields)
        if not comma:
            return
        at = until


def _added_to_json(text: str, span: Span, added: Sequence[tuple[str, str]]) -> Splice:
    """Return the edit that adds keys after the last one, each on a line of its own if the others are."""
    body = text[span.start : span.end - 1].rstrip()
    first = re.match(r"\{(\s*)", body)
    space = first[1] if first else ""
    separator = "," + (space or " ")
    written = "".join(f"{separator}{json.dumps(key, ensure_ascii=False)}: {value}" for key, value in added)
    at = span.start + len(body)
    return Splice(start=at, end=at, text=written)


def _without_last_comma(spans: Sequence[Span], splices: Sequence[Splice]) -> list[Splice]:
    """Return the edits so that no comma is left behind the last element that stays."""
    removed = {one.start for one in splices if not one.text}
    last = max(number for number, span in enumerate(spans) if span.start not in removed)
    kept = [one for one in splices if one.text or one.start < spans[last].start]
    if last + 1 < len(spans):
        kept.append(Splice(start=spans[last].end, end=spans[-1].end))
    return kept


_SPANS: Mapping[str, Callable[[str], Iterator[Span]]] = {ris.NAME: _ris_spans, csl_json.NAME: _json_spans}
_ADDED: Mapping[str, Callable[[str, Span, Sequence[tuple[str, str]]], Splice]] = {
    ris.NAME: _added_to_ris,
    csl_json.NAME: _added_to_json,
}
