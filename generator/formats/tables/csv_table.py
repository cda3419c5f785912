"""CSV with commas, semicolons or tabs; headers name the columns. Formulas are disarmed when writing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from generator.formats import field_values, status_claims
from generator.formats.tables import headers, table_rows
from generator.model import Identifiers, Name, Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "csv"

_DELIMITERS = (",", ";", "\t")
_PRELUDE = 10  # lines above the header, such as the search terms or the date of the export
_ORDER = (
    *("id", "title", "author", "year", "journal", "abstract", "doi", "volume", "number", "pages"),
    *("date", "arxiv", "acl", "openreview", "url", "keywords"),
    *(
        "type",
        "genre",
        "editors",
        "publisher",
        "series",
        "edition",
        "language",
        "pmid",
        "isbn",
        "note",
        "citation_keys",
        "status",
    ),
)
_ARMED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # what a spreadsheet reads as a formula, with our apostrophes
_DISARMED = re.compile(r"''*[=+\-@＝＋－＠]")
_CELL_LIMIT = 131_072  # the csv module's own; a longer cell has an unclosed quote
_OPEN = "the row cannot be read: a quote is not closed"
_LINE_LIMIT = 2_000_000  # characters, ten times a row with a list of references
_ROUND = str.maketrans("{}", "()")
_FAULTS = 20  # parsing stops after this many broken rows
_SAMPLE = 2_000  # rows that decide whether commas separate names


def detect(text: str) -> bool:
    """Whether the first line names a title or abstract and another known column; a later line must name four."""
    return _layout(text) is not None


def _layout(text: str) -> tuple[int, int, str, list[headers.Column]] | None:
    """Return the header's offset and line, the delimiter and the columns, or None."""
    at = 0
    for number in range(1, _PRELUDE + 1):
        end = text.find("\n", at, at + 20_000)
        first = text[at : end if end >= 0 else at + 20_000].lstrip("\ufeff")
        layouts = [(delimiter, headers.columns(first, delimiter)) for delimiter in _DELIMITERS if delimiter in first]
        delimiter, columns = max(layouts, key=lambda layout: headers.weight(layout[1]), default=("", []))
        named = {"title", "abstract"} & {one.meaning for one in columns}
        if named and headers.weight(columns) >= (2 if not text[:at].strip() else 4):
            return at, number, delimiter, columns
        if end < 0:
            break
        at = end + 1
    return None


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return one record per row. A row with too many cells or an unclosed quote is a problem."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    layout = _layout(text)
    if layout is None:
        message = "no table of papers found: none of the first lines has a title or abstract column"
        hint = "name the columns: id,title,author,year,journal,abstract,doi,volume,number,pages"
        return [], [Problem(path=name, code="csv.no-header", message=message, hint=hint)]
    at, first, delimiter, columns = layout
    table = table_rows.Layout(columns)
    problems: list[Problem] = []
    rows: list[tuple[int, table_rows.Row]] = []
    header = True
    for line, row in _rows(name, text, (at, first), delimiter, problems):
        if not any(map(str.strip, row)):
            continue
        if header:
            header = False
            continue
        if len(rows) >= field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
            break
        if len(row) > len(columns) and any(map(str.strip, row[len(columns) :])):
            message = f"the row has {len(row)} cells, but there are {len(columns)} headers"
            hint = "quote cells that contain the delimiter"
            problems.append(Problem(path=name, line=line, code="record.row-length", message=message, hint=hint))
            continue
        rows.append((line, table_rows.Row(table, map(_rearmed, row[: len(columns)]))))
    commas = _commas_between([row.text("author") for _, row in islice(rows, _SAMPLE)])
    records: list[Record] = []
    for line, each in rows:
        found, faults = field_values.validate(status_claims.claimed(table_rows.record(name, line, each, commas=commas)))
        records += found
        problems += faults
    if not records and not problems:
        message = "no record found: there is no row below the header"
        problems.append(Problem(path=name, code="csv.no-record", message=message, hint="check the export"))
    return records, sorted(problems)


def _rows(
    name: str, text: str, begin: tuple[int, int], delimiter: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins on; after a broken row, parsing goes on with the next line."""
    offset, line = begin
    for _ in range(_FAULTS):
        lines = _Lines(text, offset)
        reader = csv.reader(lines, delimiter=delimiter)
        start = offset
        read = 0
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells = []
                broken, message = True, f"the row cannot be read: {error}" if isinstance(error, _LongLine) else _OPEN
            else:
                message = _OPEN
                broken = (
                    cells is not None
                    and lines.at >= len(text)
                    and reader.line_num - read > 1
                    and _is_open(text, start, cells)
                )
            if cells is None:
                return
            if broken:
                break
            yield line + read, cells
            read = reader.line_num
            start = lines.at
        line += read
        hint = "double the quotes inside a cell"
        problems.append(Problem(path=name, line=line, code="record.syntax", message=message, hint=hint))
        offset = text.find("\n", start) + 1
        line += 1
        if not offset:
            return
    message, hint = f"parsing stopped after {_FAULTS} broken rows", "check the quotes and the delimiter"
    problems.append(Problem(path=name, line=line, code="csv.too-many-faults", message=message, hint=hint))


def _is_open(text: str, start: int, cells: list[str]) -> bool:
    """Whether the last row has an odd number of quotes, so that it runs to the end of the text."""
    return bool(cells) and text.count('"', start) % 2 == 1


class _LongLine(csv.Error):
    """A line that is longer than any row."""


class _Lines:
    """The lines of a text from an offset on; the next one begins at ``at``."""

    def __init__(self, text: str, at: int) -> None:
        """Start at the offset."""
        self._text = text
        self.at = at

    def __iter__(self) -> Iterator[str]:
        """Return itself."""
        return self

    def __next__(self) -> str:
        """Return the next line with its line break."""
        if self.at >= len(self._text):
            raise StopIteration
        start, end = self.at, self._text.find("\n", self.at) + 1
        self.at = end or len(self._text)
        if self.at - start > _LINE_LIMIT:
            message = f"its line has {self.at - start:,} characters"
            raise _LongLine(message)
        return self._text[start : self.at]


def _commas_between(texts: list[str]) -> bool:
    """Whether commas separate names in this table, by majority of the cells that show it."""
    listing = sum(map(bylines.lists_by_comma, texts))
    within = sum("," in text and not bylines.lists_by_comma(text) and _has_lone_word(text) for text in texts)
    return listing > within


def _has_lone_word(text: str) -> bool:
    """Whether a piece between commas is a single word, and so only half a name."""
    return any(piece and " " not in piece for piece in map(str.strip, re.split(r",|;| and ", text)))


def dump(records: Sequence[Record]) -> str:
    """Return a table of records."""
    return table(_ORDER, map(_cells, records))


def table(header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table with a header, commas and quotes; no cell is a formula, and numbers stay numbers."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_disarmed(clean(cell)) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()


def _cells(record: Record) -> list[str]:
    """Return the cells in column order."""
    known: Identifiers = record.identifiers
    return [
        *(record.id, field_values.escape_markup(record.title), _names(record), (record.date or "")[:4]),
        *(field_values.escape_markup(record.venue), field_values.escape_markup(record.abstract)),
        *(known.doi or "", record.volume, record.number, record.pages, record.date or ""),
        *(known.arxiv or "", known.acl or "", known.openreview or "", " ".join(record.links)),
        field_values.join_keywords((*record.keywords, *record.headings)),
        "preprint" if record.type == "article" else record.type or "",
        *(field_values.escape_markup(record.genre), _people(record.editors)),
        *(
            field_values.escape_markup(text)
            for text in (record.publisher, record.series, record.edition, record.language)
        ),
        *(
            known.pmid or "",
            known.isbn or "",
            field_values.escape_markup(status_claims.note(record)),
            "; ".join(record.citation_keys),
            "; ".join(one.kind for one in record.status),
        ),
    ]


def _names(record: Record) -> str:
    """Return the author cell."""
    return _people(record.authors, ["others"] if field_values.more_authors(record) else [])


def _people(people: Sequence[Name], more: Sequence[str] = ()) -> str:
    """Return a cell of names, with semicolons if it would be split in another way."""
    names = [f"{{{name.literal.translate(_ROUND)}}}" if name.literal else _inverted(name) for name in people]
    cell = " and ".join([*names, *more])
    if not bylines.lists_by_comma(cell) and len(bylines.split_names(cell).names) == len(names):
        return cell
    return "; ".join([*(name.replace(";", ",") for name in names), *more]) + (";" if len(names) == 1 else "")


def _inverted(name: Name) -> str:
    """Return ``Family, Given, Suffix``, with the other spelling, without braces."""
    return (name.inverted + (f" ({name.also[0]})" if len(name.also) == 1 else "")).translate(_ROUND)


def _disarmed(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would evaluate."""
    return f"'{cell}" if _ARMED.match(cell) else cell


def _rearmed(cell: str) -> str:
    """Remove the apostrophe that ``_disarmed`` added."""
    return cell[1:] if _DISARMED.match(cell) else cell
