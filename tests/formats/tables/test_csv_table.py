"""CSV: headers, delimiters, names, broken quotes, and properties."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats.tables import csv_table
from generator.model import Identifiers, Links, Name, Record
from tests.conftest import TOO_STEEP, growth, people
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
        people("Zuna, R E", "van der Berg, Jan"),
    )
    assert (first.abstract, first.identifiers.doi, first.volume, first.pages) == (
        "One line and another",
        "10.1000/abc",
        "108",
        "288-297",
    )
    assert (second.line, second.title, second.date, second.authors) == (5, "", "1995", people("Doe, J."))
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
        people("Doe, J.", "Roe, R."),
        "Annals",
        "2021",
    )
    assert (record.pages, record.links, record.keywords, record.identifiers.doi) == (
        "5-9",
        ("https://example.org/1",),
        ("graphs", "trees"),
        "10.1000/x",
    )
    assert record.further == (("Odd", "?"),)


def test_commas_between_names_are_learned_from_the_table():
    """An ambiguous pair is read like the unambiguous rows of the table."""
    clear = '1,x,"Ann Lee, Bo Chen, Cy Day"\n'
    assert parse("id,title,author\n" + clear + '2,y,"Ann Lee, Bo Chen"\n')[1].authors == people("Ann Lee", "Bo Chen")
    assert parse("id,title,author\n" + clear + clear + '2,y,"lee, a., b. chen"\n')[2].authors == people(
        "a. lee", "b. chen"
    )
    assert parse('id,title,author\n2,y,"García Márquez, Ana María"\n')[0].authors == people("García Márquez, Ana María")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a. lee, b. m. chen, and cyril j. day.", people("a. lee", "b. m. chen", "cyril j. day")),
        ("Liu R, Chen XY", people("Liu R", "Chen XY")),
        ("Smith, J., Doe, A. B., & Roe, C.", people("Smith, J.", "Doe, A. B.", "Roe, C.")),
        ("Smith, J. et al.", people("Smith, J.")),
        ("Doe, Jane and others", people("Doe, Jane")),
        ("{Lab of Brooks and Rivers} and Doe, J.", (Name(literal="Lab of Brooks and Rivers"), *people("Doe, J."))),
        ("Plato", people("Plato")),
        ("['Ada Marsh', 'Bo Reed']", people("Ada Marsh", "Bo Reed")),
        ('["Marsh, Ada", "O\'Neil, Bo"]', people("Marsh, Ada", "O'Neil, Bo")),
        (r"['Cian O\'Neil']", people("Cian O'Neil")),
        ("[{'name': 'Ada Marsh', 'id': 1}, {'name': 'Bo Reed'}]", people("Ada Marsh", "Bo Reed")),
        ("[Ada Marsh, Bo Reed]", people("Ada Marsh", "Bo Reed")),
        ("Marsh A, Reed B; Pond Study Group.", (*people("Marsh A", "Reed B"), Name(literal="Pond Study Group"))),
        ("Marsh A; Pond Study Group.", (*people("Marsh A"), Name(literal="Pond Study Group"))),
        ("Group, Ada and Marsh, Bo", people("Group, Ada", "Marsh, Bo")),
        ("[Anonymous]", people("[Anonymous]")),
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
    text = csv_table.dump([Record(source="x", line=1, title=title, id="=1", authors=people("-x", "+y"))])
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    (again,) = parse(text)
    assert (again.title, again.id) == (" ".join(title.split()), "=1")


def table(**cells: str) -> Record:
    """Return the record of a row with these cells, the headers' words joined by underscores; "_." is a dot."""
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [["Title", *(header.replace("__", ". ").replace("_", " ") for header in cells)], ["x", *cells.values()]]
    )
    (record,) = parse(stream.getvalue())
    return record


def test_scopus():
    """Article numbers, PubMed ids, editors, publishers, languages and types; what has no field is kept with its header."""
    record = table(
        Authors="Marsh A.; García López M.",
        Author_full_names="Marsh, Ada (57190000001); García López, María (57190000002)",
        Year="2021",
        Source_title="Journal of Ponds",
        Volume="12",
        Issue="3",
        Art__No_="102502",
        Page_start="",
        Cited_by="7",
        Editors="Reed B.; Wu L.",
        Publisher="Pond Press",
        ISBN="9780306406157",
        PubMed_ID="12345678",
        Language_of_Original_Document="German",
        Document_Type="Conference paper",
        Source="Scopus",
        EID="2-s2.0-1",
    )
    assert record.authors == people("Marsh, Ada", "García López, María")
    assert (record.venue, record.volume, record.number, record.pages) == ("Journal of Ponds", "12", "3", "102502")
    assert (record.editors, record.publisher, record.language) == (people("Reed B.", "Wu L."), "Pond Press", "German")
    assert (record.type, record.identifiers) == ("paper-conference", Identifiers(pmid="12345678", isbn="9780306406157"))
    assert record.further == (("Authors", "Marsh A.; García López M."), ("Cited by", "7"), ("Source", "Scopus"))


def test_web_of_science():
    """Month and year are in two columns, the type in two, and groups beside the people."""
    record = table(
        Publication_Type="J",
        Author_Full_Names="Marsh, Ada",
        Group_Authors="Pond Study Group",
        Source_Title="JOURNAL OF PONDS",
        Book_Series_Title="Pond Notes",
        Document_Type="Article; Proceedings Paper",
        Publication_Date="JUN 5",
        Publication_Year="2021",
        Pubmed_Id="12345678",
    )
    assert record.authors == (*people("Marsh, Ada"), Name(literal="Pond Study Group"))
    assert (record.date, record.series, record.type) == ("2021-06-05", "Pond Notes", "paper-conference")
    assert record.identifiers.pmid == "12345678"


def test_zotero():
    """Its own type of a thesis is the genre; keys and identifiers are in Extra; several addresses are kept."""
    record = table(
        Key="ABCD1234",
        Item_Type="thesis",
        Type="PhD Thesis",
        Author="Marsh, Ada",
        Publisher="University of Dale",
        Url="['https://pond.example/a', 'https://pond.example/b']",
        PDF_Link="https://pond.example/c",
        Extra="Citation Key: marsh2020 PMID: 12345678",
        Date_Added="2022-01-01",
        Series="",
    )
    assert (record.type, record.genre, record.publisher) == ("thesis", "PhD Thesis", "University of Dale")
    assert record.links == ("https://pond.example/a", "https://pond.example/b", "https://pond.example/c")
    assert record.labeled == Links(paper="https://pond.example/a", pdf="https://pond.example/c")
    assert (record.citation_keys, record.identifiers.pmid) == (("marsh2020",), "12345678")
    assert record.further == (("Date Added", "2022-01-01"),)


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (
            {"Source": "J. Ponds (2020) 12:3 (34-56). Date of Publication: 1 Mar 2020"},
            ("J. Ponds", "12", "3", "34-56", "2020-03-01"),
        ),
        ({"Source": "J. Ponds (2020) 12 Article Number: 345"}, ("J. Ponds", "12", "", "345", "2020")),
        ({"Source": "J. Ponds"}, ("J. Ponds", "", "", "", None)),
        ({"Source": "Scopus"}, ("", "", "", "", None)),
        (
            {"Source_title": "Journal of Ponds", "Source": "J. Ponds (2020) 12:3 (34-56)"},
            ("Journal of Ponds", "12", "3", "34-56", "2020"),
        ),
        (
            {"Journal/Book": "Ann Ponds", "Citation": "Ann Ponds. 2021 May;12(3):45-67.", "Publication_Year": "2021"},
            ("Ann Ponds", "12", "3", "45-67", "2021"),
        ),
        ({"Journal": "Ponds", "Source": "a list of mine"}, ("Ponds", "", "", "", None)),
        ({"Journal": "", "Source": "ACM"}, ("", "", "", "", None)),
    ],
)
def test_a_whole_reference_in_one_cell(cells, place):
    """Embase and PubMed write volume and pages into one cell, which is taken apart."""
    record = table(DOI="10.1234/x", **cells)
    assert (record.venue, record.volume, record.number, record.pages, record.date) == place


def test_what_cannot_be_read_is_kept():
    """A date, a number or a type that cannot be read stays under its header; a second abstract goes nowhere."""
    record = table(
        Year="2021",
        Date="in press",
        PMID="none yet",
        DOI="pending",
        Type="Erratic",
        Original_Abstract="Teiche.",
        Abstract="Ponds.",
    )
    assert (record.date, record.type, record.identifiers) == ("2021", None, Identifiers())
    assert record.further == (("Date", "in press"), ("PMID", "none yet"), ("DOI", "pending"), ("Type", "Erratic"))


def test_how_programs_write_an_empty_cell():
    """NA and the like are no values, but for a column of texts."""
    record = table(Authors="Marsh, Ada", DOI="NA", Volume="nan", Issue="None", Type="NULL", Cited_by="n/a")
    assert (record.volume, record.number, record.type, record.further) == ("", "", None, ())
    assert parse("title,author\nNone,Nan\n")[0].title == "None"
    record = table(Authors="[]", Keywords="['']", Volume="12.0", PMID="12345678.0", Year="2021.0")
    assert (record.authors, record.keywords, record.volume, record.date) == ((), (), "12", "2021")
    assert record.identifiers.pmid == "12345678"


NAMES = st.lists(
    st.sampled_from(
        [
            *people("Marsh, Ada", "García López, María", "van der Berg, J.", "Doe, Jane, Jr.", "Wang, Wei (王伟)"),
            Name(literal="Pond, Inc."),
        ]
    ),
    max_size=3,
    unique=True,
).map(tuple)
TEXTS = st.sampled_from(["", "Pond & Sons", "<i>Ponds</i>", "=1+1", "2nd; revised", '"a", b'])
PUBLICATIONS = st.builds(
    Record,
    source=st.just("a.csv"),
    line=st.just(2),
    title=st.just("Of Ponds"),
    type=st.sampled_from(
        [
            None,
            "article-journal",
            "paper-conference",
            "article",
            "chapter",
            "book",
            "thesis",
            "report",
            "dataset",
            "software",
        ]
    ),
    genre=TEXTS,
    authors=NAMES,
    editors=NAMES,
    publisher=TEXTS,
    series=TEXTS,
    edition=TEXTS,
    language=st.sampled_from(["", "de", "eng, fre"]),
    note=TEXTS,
    identifiers=st.builds(
        Identifiers, pmid=st.sampled_from([None, "12345678"]), isbn=st.sampled_from([None, "9780306406157"])
    ),
    citation_keys=st.sampled_from([(), ("marsh2021",), ("marsh2021", "DBLP:x/y")]),
)


@settings(max_examples=150, deadline=None)
@given(PUBLICATIONS)
def test_a_publication_reads_back_the_same(record):
    """Types, editors, publishers, series and notes keep their text, whatever is in it."""
    assert csv_table.parse("a.csv", csv_table.dump([record])) == ([record], [])


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
        '"x\n' * 75_000,
        '"' * 500_000,
        "x," * 100_000,
        "\n" * 500_000,
        'a,b\n"' * 40_000,
        "a,b and c\n" * 20_000,
        'a,"' + "b and " * 150_000 + '"\n',
    ],
)
def test_hostile_files_cost_what_they_weigh(body):
    """Megabytes of quotes, delimiters or names are read or refused at a cost that is linear in their length."""
    read = []
    assert growth(lambda text: read.append(csv_table.parse("a.csv", text)), "title,author\n" + body) < TOO_STEEP
    assert any(read[-1])
