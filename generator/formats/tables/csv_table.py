"""CSV with commas, semicolons or tabs; headers name the columns. Formulas are disarmed when writing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from generator.formats import field_values
from generator.formats.tables import headers
from generator.model import Identifiers, Name, Record
from generator.problems import Problem
from generator.text import bylines
from generator.text.folding import clean

NAME = "csv"

_DELIMITERS = (",", ";", "\t")
_PRELUDE = 10  # lines above the header, such as the search terms or the date of the export
_NUMBERED = re.compile(r"\s*\(\d{6,}\)")  # Scopus numbers the authors' full names
_ORDER = (
    *("id", "title", "author", "year", "journal", "abstract", "doi", "volume", "number", "pages"),
    *("date", "arxiv", "acl", "openreview", "url", "keywords"),
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


def _layout(text: str) -> tuple[int, int, str, list[str]] | None:
    """Return the header's offset and line, the delimiter and the meaning of each column ("" for unknown), or None."""
    at = 0
    for number in range(1, _PRELUDE + 1):
        end = text.find("\n", at, at + 20_000)
        first = text[at : end if end >= 0 else at + 20_000].lstrip("\ufeff")
        layouts = [(delimiter, headers.meanings(first, delimiter)) for delimiter in _DELIMITERS if delimiter in first]
        delimiter, columns = max(layouts, key=lambda layout: sum(map(bool, layout[1])), default=("", []))
        if {"title", "abstract"} & set(columns) and sum(map(bool, columns)) >= (2 if not text[:at].strip() else 4):
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
    problems: list[Problem] = []
    rows: list[tuple[int, dict[str, str]]] = []
    header = True
    for line, cells in _rows(name, text, (at, first), delimiter, problems):
        if not any(map(str.strip, cells)):
            continue
        if header:
            header = False
            continue
        if len(rows) >= field_values.RECORD_LIMIT:
            problems.append(field_values.over_limit(name, line, NAME))
            break
        if len(cells) > len(columns) and any(map(str.strip, cells[len(columns) :])):
            message = f"the row has {len(cells)} cells, but there are {len(columns)} headers"
            hint = "quote cells that contain the delimiter"
            problems.append(Problem(path=name, line=line, code="record.row-length", message=message, hint=hint))
            continue
        rows.append((line, {column: _rearmed(cell) for column, cell in zip(columns, cells, strict=False) if column}))
    commas = _commas_between([row.get("author", "") for _, row in islice(rows, _SAMPLE)])
    records: list[Record] = []
    for line, row in rows:
        found, faults = field_values.validate(_record(name, line, row, commas=commas))
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


def _record(name: str, line: int, row: dict[str, str], *, commas: bool) -> Record:
    """Map the columns."""
    cells = {column: clean(cell) for column, cell in row.items()}

    def get(column: str) -> str:
        return cells.get(column, "")

    authors = bylines.split_names(_NUMBERED.sub("", get("author")), commas=commas)
    named = (("acl", "acl"), ("openreview", "openreview"), ("arXiv", "arxiv"))
    urls = [*get("url").split(), *(f"{kind}:{get(column)}" for kind, column in named if get(column))]
    first, last = get("first_page"), get("last_page")
    identifiers = field_values.find_identifiers(
        dois=[get("doi")], urls=urls, notes=[get("journal"), get("number"), get("volume")]
    )
    return Record(
        source=name,
        line=line,
        id=get("id"),
        title=field_values.line(get("title")),
        abstract=field_values.line(get("abstract")),
        authors=authors.names,
        et_al=authors.et_al,
        date=field_values.date(get("date")) or field_values.date(get("year")),
        links=field_values.links([get("url")]),
        identifiers=identifiers,
        venue=field_values.venue(field_values.line(get("journal"))),
        volume=field_values.volume(get("volume")),
        number=field_values.volume(get("number")),
        pages=field_values.pages(get("pages") or (f"{first}-{last}" if first and last else first)),
        keywords=field_values.split_keywords(get("keywords")),
    )


def dump(records: Sequence[Record]) -> str:
    """Return a table with a header, commas and quotes; no cell is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_ORDER)
    for record in records:
        writer.writerow([_disarmed(clean(cell)) for cell in _cells(record)])
    return stream.getvalue()


def _cells(record: Record) -> list[str]:
    """Return the cells in column order."""
    known: Identifiers = record.identifiers
    return [
        *(record.id, field_values.escape_markup(record.title), _names(record), (record.date or "")[:4]),
        *(field_values.escape_markup(record.venue), field_values.escape_markup(record.abstract)),
        *(known.doi or "", record.volume, record.number, record.pages, record.date or ""),
        *(known.arxiv or "", known.acl or "", known.openreview or "", " ".join(record.links)),
        field_values.join_keywords((*record.keywords, *record.hints)),
    ]


def _names(record: Record) -> str:
    """Return the author cell, with each name in braces if the list would be split in another way."""
    more = ["others"] if field_values.more_authors(record) else []
    names = [f"{{{name.literal.translate(_ROUND)}}}" if name.literal else _inverted(name) for name in record.authors]
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
