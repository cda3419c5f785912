"""CSV: headers, delimiters, names, broken quotes, and properties."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats.tables import csv_table
from generator.model import Identifiers, Name, Record
from tests.conftest import TOO_STEEP, growth
from tests.formats.made_up import NASTY, RECORDS, facts

SAMPLE = """\ufeffid,title,author,year,journal,abstract,doi,volume,number,pages
a1,A made-up study,"Zuna, R E and van der Berg, Jan",2006,Annals,"One line
and another",10.1000/ABC,108,,pp. 288--297.

a2,,"Doe, J.",1995.,,,,,,
a3,"With ""quotes"", and more",,,,,,,,
"""


def parse(text: str) -> list[Record]:
    """Return the records of the text."""
    return csv_table.parse("a.csv", text)[0]


def test_everyday_columns():
    """The ten columns of a deduplication table, with a quoted line break and an untitled row."""
    first, second, third = parse(SAMPLE)
    assert (first.id, first.line, first.title, first.authors) == (
        "a1",
        2,
        "A made-up study",
        ("R E Zuna", "Jan van der Berg"),
    )
    assert (first.abstract, first.identifiers.doi, first.volume, first.pages) == (
        "One line and another",
        "10.1000/abc",
        "108",
        "288-297",
    )
    assert (second.line, second.title, second.date, second.authors) == (5, "", "1995", ("J. Doe",))
    assert third.title == 'With "quotes", and more'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_other_headers(delimiter):
    """Exports of databases have other headers, semicolons or tabs."""
    rows = [
        [
            "Authors",
            "Article Title",
            "Source Title",
            "Publication Year",
            "DOI",
            "Page start",
            "Page end",
            "Link",
            "Author Keywords",
            "Odd",
        ],
        [
            "Doe, J.; Roe, R.",
            "Made up",
            "Annals",
            "2021",
            "10.1000/x",
            "5",
            "9",
            "https://example.org/1",
            "graphs; trees",
            "?",
        ],
    ]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    assert csv_table.detect(stream.getvalue())
    (record,) = parse(stream.getvalue())
    assert (record.title, record.authors, record.venue, record.date) == (
        "Made up",
        ("J. Doe", "R. Roe"),
        "Annals",
        "2021",
    )
    assert (record.pages, record.links, record.hints, record.identifiers.doi) == (
        "5-9",
        ("https://example.org/1",),
        ("graphs", "trees"),
        "10.1000/x",
    )


def test_commas_between_names_are_learned_from_the_table():
    """An ambiguous pair is read like the unambiguous rows of the table."""
    clear = '1,x,"Ann Lee, Bo Chen, Cy Day"\n'
    assert parse("id,title,author\n" + clear + '2,y,"Ann Lee, Bo Chen"\n')[1].authors == ("Ann Lee", "Bo Chen")
    assert parse("id,title,author\n" + clear + clear + '2,y,"lee, a., b. chen"\n')[2].authors == ("a. lee", "b. chen")
    assert parse('id,title,author\n2,y,"García Márquez, Ana María"\n')[0].authors == ("Ana María García Márquez",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a. lee, b. m. chen, and cyril j. day.", ("a. lee", "b. m. chen", "cyril j. day")),
        ("Liu R, Chen XY", ("R Liu", "XY Chen")),
        ("Smith, J., Doe, A. B., & Roe, C.", ("J. Smith", "A. B. Doe", "C. Roe")),
        ("Smith, J. et al.", ("J. Smith",)),
        ("Doe, Jane and others", ("Jane Doe",)),
        ("{Lab of Brooks and Rivers} and Doe, J.", ("Lab of Brooks and Rivers", "J. Doe")),
        ("Plato", ("Plato",)),
    ],
)
def test_authors(written, read):
    """Names are split where it is unambiguous, and returned as Given Family."""
    stream = io.StringIO()
    csv.writer(stream).writerows([["title", "author"], ["x", written]])
    assert parse(stream.getvalue())[0].authors == read


def test_broken_rows_are_problems_and_keep_their_neighbours():
    """An unclosed quote and a row with too many cells are reported with a line."""
    records, problems = csv_table.parse("a.csv", 'title,year\nOne,2001\nToo,many,cells,2002\n"Open,2003\nLast,2004\n')
    assert [record.title for record in records] == ["One", "Last"]
    assert [(problem.line, problem.code) for problem in problems] == [(3, "record.row-length"), (4, "record.syntax")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "prose about a title, and more"])
def test_no_table_is_said(text):
    """A text without a known header is not a table of papers."""
    assert not csv_table.detect(text)
    assert [problem.code for problem in csv_table.parse("a.csv", text)[1]] == ["csv.no-header"]


@pytest.mark.parametrize("title", NASTY)
def test_no_cell_begins_as_a_formula(title):
    """A spreadsheet evaluates nothing that is written, and reading removes the apostrophe again."""
    text = csv_table.dump([Record(source="x", line=1, title=title, id="=1", authors=("-x", "+y"))])
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    (again,) = parse(text)
    assert (again.title, again.id) == (" ".join(title.split()), "=1")


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_parse_after_dump_keeps_the_facts(records):
    """Written records read back, ids included."""
    again, problems = csv_table.parse("a.csv", csv_table.dump(records))
    assert [facts(record) for record in again] == [facts(record) for record in records]
    assert [record.id for record in again] == [record.id for record in records]
    assert not problems


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet='",;\n\t\r\x00 =a', max_size=100).map(lambda text: f"title,year,author\n{text}"),
    )
)
def test_any_text_gives_a_result(text):
    """No text raises, and every reported line exists."""
    records, problems = csv_table.parse("a.csv", text)
    csv_table.detect(text)
    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= each.line <= last for each in (*records, *problems))


@pytest.mark.parametrize(
    "body",
    [
        '"x\n' * 500_000,
        '"' * 1_000_000,
        "x," * 500_000,
        "\n" * 1_000_000,
        'a,b\n"' * 250_000,
        "a,b and c\n" * 120_000,
        'a,"' + "b and " * 800_000 + '"\n',
    ],
)
def test_hostile_files_cost_what_they_weigh(body):
    """Megabytes of quotes, delimiters or names are read or refused at a cost that is linear in their length."""
    assert any(csv_table.parse("a.csv", "title,author\n" + body))
    assert growth(lambda text: csv_table.parse("a.csv", text), "title,author\n" + body) < TOO_STEEP


def test_publications_of_every_type_come_back():
    """Type, genre, editors, publisher, series, edition, language, PMID, ISBN, note and citation keys are kept."""
    record = Record(
        source="a.csv",
        line=2,
        id="ponds",
        title="The Book of Ponds",
        type="book",
        genre="Proceedings",
        authors=(Name(family="García López", given="María"),),
        editors=(Name(literal="Simon & Schuster, Inc."), Name(family="Reed", given="Bo", suffix="Jr.")),
        date="2019",
        publisher="Pond & Marsh <Press>",
        series="Marsh Studies, New Series",
        edition="2",
        language="es",
        identifiers=Identifiers(pmid="31234567", isbn="9780262035613"),
        keywords=("ponds",),
        note="Errata: https://press.example.org/errata; see there",
        citation_keys=("garcia2019", "ponds:book"),
    )
    assert parse(csv_table.dump([record])) == [record]


@pytest.mark.parametrize(
    ("header", "cell", "journal", "expected"),
    [
        ("Item Type", "journalArticle", "", "article-journal"),
        ("Document Type", "Article", "Journal of Ponds", "article-journal"),
        ("Document Type", "Conference Paper", "", "paper-conference"),
        ("Document Type", "Book chapter", "", "chapter"),
        ("Item Type", "bookSection", "", "chapter"),
        ("Type", "thesis", "", "thesis"),
        ("type", "article", "", "article"),
        ("type", "article", "Journal of Ponds", None),
        ("type", "misc", "", None),
        ("type", "", "", None),
    ],
)
def test_a_type_is_read_in_many_words(header, cell, journal, expected):
    """What is not known states nothing, and so does "article" beside a journal: in CSL's words it is a preprint."""
    (record,) = parse(f"title,{header},year,journal\nFrogs,{cell},2020,{journal}\n")
    assert record.type == expected


@pytest.mark.parametrize("header", ["title,type", "title,language,publisher", "Title;Edition;Note"])
def test_a_table_of_something_else_is_no_source(header):
    """A catalogue of films has titles, types and languages, too."""
    assert not csv_table.detect(f"{header}\nFrogs,film,en\n")


def test_an_accession_number_is_an_id():
    """A table with PubMed ids alone names its records by them."""
    (record,) = parse("PMID,title,year\n31234567,Frogs,2020\n")
    assert (record.id, record.identifiers.pmid) == ("31234567", "31234567")
