"""Papers in an HTML table of a list become records; tables that only arrange the page give nothing."""

from __future__ import annotations

import pytest

from generator.formats import Source, parse_all
from generator.formats.lists import parser
from generator.model import Identifiers, Record
from tests.conftest import people

ARXIV = "https://arxiv.org/abs/2901.0000"
NIGHT = f'<a href="{ARXIV}1">Sheep by Night</a>'
DAY = f'<a href="{ARXIV}2">Goats by Day</a>'


def read(text: str) -> list[Record]:
    """Return the records of a list without problems."""
    records, problems = parser.parse("list.md", text)
    assert problems == []
    return records


@pytest.mark.parametrize(
    "table",
    [
        f"<table>\n<tr><th>Paper</th></tr>\n<tr><td>{NIGHT}</td></tr>\n<tr><td>{DAY}</td></tr>\n</table>",
        f"<table>\n<tr><td><b>Paper</b></td></tr>\n<tr><td>{NIGHT}</td></tr>\n<tr><td>{DAY}</td></tr>\n</table>",
        f"<TABLE>\n<TR><TH>Paper\n<TR><TD>{NIGHT}\n<TR><TD>{DAY}\n</TABLE>",
        f"\n<table><thead><tr><th>Paper</th></tr></thead><tbody>\n<tr><td>{NIGHT}</td></tr>\n<tr><td>{DAY}</td></tr>\n</tbody></table>",
        f"<table>\n\n<tr><td>{NIGHT}</td></tr>\n<tr><td>{DAY}</td></tr>\n\n</table>",
        f"<table>\n\n<tr><td>\n{NIGHT}</td></tr><tr><td>\n{DAY}</td></tr></table>",
        f"<table>\n\n<tr><td>Sheep by Night [paper]({ARXIV}1)</td></tr>\n<tr><td>**Goats by Day** [pdf]({ARXIV}2)</td></tr></table>",
    ],
    ids=["header", "first row", "no end tags", "head and body", "no header", "rows within lines", "Markdown within"],
)
def test_each_row_with_a_paper_is_a_record(table) -> None:
    """However the table is written, the title is the link's or the cell's, and the line that of the row."""
    records = read(f"# Awesome Sheep\n## Herding\n\n{table}\n")
    assert [(record.title, record.identifiers.arxiv) for record in records] == [
        ("Sheep by Night", "2901.00001"),
        ("Goats by Day", "2901.00002"),
    ]
    assert [record.line for record in records] == [6, 7]
    assert {record.headings for record in records} == {("Herding",)}


@pytest.mark.parametrize(
    "table",
    [
        f"<table>\n<tr>\n<td>{NIGHT}, Ada Roe, Bo Lund</td>\n<td>{DAY}</td>\n</tr>\n</table>",
        f"| Moor | Dale |\n|---|---|\n| [Sheep by Night]({ARXIV}1), Ada Roe, Bo Lund | [Goats by Day]({ARXIV}2) |",
    ],
)
def test_a_row_of_several_papers_keeps_each(table) -> None:
    """Where each cell prints a title and a link of its own, none hides the other."""
    night, day = read(table)
    assert (night.title, night.authors, night.identifiers.arxiv) == (
        "Sheep by Night",
        people("Ada Roe", "Bo Lund"),
        "2901.00001",
    )
    assert (day.title, day.authors, day.identifiers.arxiv) == ("Goats by Day", (), "2901.00002")


def test_columns_are_known_by_the_header() -> None:
    """Authors, venue, date and code are read from their columns, as in a Markdown table."""
    [record] = read(
        "<table>\n<tr><th>Year</th><th>Title</th><th>Authors</th><th>Venue</th><th>Links</th></tr>\n"
        "<tr>\n<td>2021</td>\n<td><b>Sheep by Night &amp; Day</b></td>\n<td>Ada Roe, Bo Lund</td>\n<td>ICLR</td>\n"
        f'<td><a href="{ARXIV}1">paper</a> <a href="https://github.com/roe/sheep">code</a></td>\n</tr>\n</table>\n'
    )
    assert record == Record(
        source="list.md",
        line=3,
        title="Sheep by Night & Day",
        authors=people("Ada Roe", "Bo Lund"),
        date="2021",
        venue="ICLR",
        links=(f"{ARXIV}1", "https://github.com/roe/sheep"),
        identifiers=Identifiers(arxiv="2901.00001"),
    )


def test_a_cell_over_several_rows_or_columns_moves_no_other() -> None:
    """What stands right of or below a wide or high cell keeps its column."""
    text = (
        '<table>\n<tr><th rowspan="2">Kind</th><th colspan=2>When and who</th><th>Model</th><th>Link</th></tr>\n<tr></tr>\n'
        '<tr><td rowspan="2">Open</td><td>2020</td><td>Ada Roe</td><td>Sheepy Night</td>'
        f'<td><a href="{ARXIV}1">Paper</a></td></tr>\n'
        f'<tr><td>2021</td><td>Bo Lund</td><td>Goaty Day</td><td><a href="{ARXIV}2">Paper</a></td></tr>\n'
        f'<tr><td colspan="3">Closed</td><td>Woolly Moor</td><td><a href="{ARXIV}3">Paper</a></td></tr>\n</table>\n'
    )
    assert [record.title for record in read(text)] == ["Sheepy Night", "Goaty Day", "Woolly Moor"]


@pytest.mark.parametrize(
    "table",
    [
        '<table>\n<tr><td><a href="#night">Night</a></td><td><a href="#day">Day</a></td></tr>\n<tr><td>Dusk</td></tr>\n</table>',
        '<table align="center"><tr><td><img src="a.png"></td><td><img src="b.png"></td></tr><tr><td>left</td><td>right</td></tr></table>',
        '<table>\n<tr><td>App</td><td><a href="https://github.com/roe/sheep"><img src="a.svg" alt="App"></a></td></tr>\n</table>',
        "<table>\n<tr><td>Sheep by Night</td><td>Ada Roe</td></tr>\n<tr><td>Goats by Day</td><td>Bo Lund</td></tr>\n</table>",
        "<table>",
        "<td></tr></table></td><tr>",
    ],
)
def test_a_table_without_papers_gives_nothing(table) -> None:
    """Contents, pictures, badges and prose in cells are neither records nor counted, and what follows is read."""
    [record] = read(f"# Awesome Sheep\n\n{table}\n\n## Night\n\n- [Sheep by Night]({ARXIV}1)\n")
    assert (record.title, record.headings) == ("Sheep by Night", ("Night",))


def test_rows_without_a_paper_are_counted_beside_papers() -> None:
    """In a table of papers, a row with nothing but code is left over like a bullet."""
    code = '<tr><td>Goats by Day</td><td><a href="https://github.com/roe/goats">GitHub</a></td></tr>'
    records, [problem] = parser.parse("list.md", f"<table>\n<tr><td>{NIGHT}</td></tr>\n{code}\n</table>\n")
    assert [record.title for record in records] == ["Sheep by Night"]
    assert (problem.code, problem.line) == ("awesome.not-papers", 3)


def test_bullets_within_a_cell_stay_bullets() -> None:
    """A table that puts two lists side by side holds two lists."""
    text = (
        f"<table><tr><td>\n\n- [Sheep by Night]({ARXIV}1)\n- [Goats by Day]({ARXIV}2)\n\n</td><td>\n\n"
        f"- [Cows at Dawn]({ARXIV}3)\n\n</td></tr></table>\n\n[Hay at Dusk]({ARXIV}4)\n"
    )
    assert [(record.title, record.line) for record in read(text)] == [
        ("Sheep by Night", 3),
        ("Goats by Day", 4),
        ("Cows at Dawn", 8),
        ("Hay at Dusk", 12),
    ]


def test_a_cell_may_hold_markdown_behind_blank_lines() -> None:
    """As GitHub shows it: the paragraphs between the tags of a cell are the cell's."""
    text = f"<table>\n<tr>\n<td>\n\n**Sheep by Night**\n\n</td>\n<td>\n\n[paper]({ARXIV}1)\n\n</td>\n</tr>\n</table>\n"
    [record] = read(text)
    assert (record.title, record.identifiers.arxiv, record.line) == ("Sheep by Night", "2901.00001", 2)


def test_a_name_in_a_table_and_a_title_below_it_are_one_paper() -> None:
    """The fuller title counts, wherever it stands."""
    table = f'<table><tr><td>Sheepy</td><td><a href="{ARXIV}1">Paper</a></td></tr></table>'
    [record] = read(f"{table}\n\n- [Sheepy: Herding Sheep by Night]({ARXIV}1), Ada Roe, Bo Lund, 2021\n")
    assert (record.title, record.line, record.date) == ("Sheepy: Herding Sheep by Night", 1, "2021")


def test_a_list_with_nothing_but_an_html_table_is_recognised() -> None:
    """Three links to papers suffice; a whole web page is none."""
    rows = "\n".join(f'<tr>\n<td>\n<a href="{ARXIV}{n}">Sheep by Night {n}</a></td></tr>' for n in range(3))
    table = f"<table>\n{rows}\n</table>\n"
    parsed = parse_all([Source(name="README.md", text=table)])
    assert (parsed.formats, len(parsed.records)) == (("awesome",), 3)
    page = parse_all([Source(name="page.html", text=f"<!doctype html>\n<html><body>{table}</body></html>")])
    assert [problem.code for problem in page.problems] == ["source.unknown"]


def test_a_row_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    """The paper at its start is a record, and a problem says that more is there; its neighbours are untouched."""
    row = f"<tr><td>{NIGHT}</td><td>{'baa ' * 5_000}</td></tr>"
    records, [problem] = parser.parse(
        "list.md", f"<table>\n<tr><th>Paper</th></tr>\n{row}\n<tr><td>{DAY}</td></tr>\n</table>\n"
    )
    assert [record.title for record in records] == ["Sheep by Night", "Goats by Day"]
    assert (problem.code, problem.line) == ("record.unreadable", 3)
