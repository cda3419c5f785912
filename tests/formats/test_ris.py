"""RIS: the variants of vendors, text outside fields, and properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import ris
from generator.model import Name, Record
from tests.conftest import TOO_STEEP, growth, people
from tests.formats.made_up import NASTY, RECORDS, facts

SAMPLE = """\ufeff
TY  - JOUR
ID  - 17
T1  - A made-up study of
  folded titles
AU  - van Beethoven, Ludwig
AU  - Liu R.
A1  - Not, Read
AU  - Doe, Jane, Jr.
AU  - Open Things Lab,
JO  - Annals of Invention
PY  - 2021
DA  - 2021/07/05/
VL  - 4
IS  - 2
SP  - 123
EP  - 130
DO  - https://doi.org/10.1000/ABC.1
UR  - https://example.org/a;b
KW  - graphs
KW  - trees
N2  - Short text.
It goes on.
1. Smith J. A cited work. 1999.
2. Roe R. Another one.
N1  - References: 2
Somebody A. (1990) A loose reference. TY and ER are in it.
ER  -

TYPES of prose may stand after a record.
More prose.
TY  - CHAP
TI  - A chapter
T2  - The book around it
UR  - https://arxiv.org/abs/2107.02137v2
TY - CONF
TI - One blank only
M3  - doi: 10.1000/conf
"""


def one(text: str) -> Record:
    """Return the only record of the text."""
    found, _ = ris.parse("a.ris", text)
    assert len(found) == 1
    return found[0]


def test_everyday_fields():
    """Folded titles, names, dates, pages, links and keywords are read completely."""
    record = ris.parse("a.ris", SAMPLE)[0][0]
    assert (record.line, record.id, record.title) == (2, "17", "A made-up study of folded titles")
    assert record.authors == people("Ludwig van Beethoven", "R. Liu", "Jane Doe Jr.", "{Open Things Lab}")
    assert (record.venue, record.date, record.volume, record.number, record.pages) == (
        "Annals of Invention",
        "2021-07-05",
        "4",
        "2",
        "123-130",
    )
    assert (record.identifiers.doi, record.links, record.keywords) == (
        "10.1000/abc.1",
        ("https://example.org/a;b",),
        ("graphs", "trees"),
    )


def test_untagged_lines_continue_an_abstract_only():
    """Untagged lines continue an abstract, but a list of references and prose after ER are ignored."""
    records, _ = ris.parse("a.ris", SAMPLE)
    assert records[0].abstract == "Short text. It goes on."
    assert [record.title for record in records[1:]] == ["A chapter", "One blank only"]


def test_missing_ends_are_reported_and_lose_nothing():
    """A record without ER ends where the next one begins."""
    records, problems = ris.parse("a.ris", SAMPLE)
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [
        (32, "ris.no-end", "warning"),
        (36, "ris.no-end", "warning"),
    ]
    assert (records[1].venue, records[1].identifiers.arxiv) == ("The book around it", "2107.02137")
    assert records[2].identifiers.doi == "10.1000/conf"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html>Log in</html>", "web page"),
        ("PMID- 1\nTI  - x", "PubMed"),
        ("@article{x,}", "BibTeX"),
        ("plain words", "TY"),
    ],
)
def test_a_file_without_ris_is_reported(text, part):
    """The problem of a .ris file without RIS says what the file looks like."""
    records, problems = ris.parse("a.ris", text)
    assert not records
    assert [problem.code for problem in problems] == ["ris.no-record"]
    assert part in problems[0].message
    assert not ris.detect(text)


def test_an_empty_record_is_a_problem():
    """An empty record is reported, and the records around it are kept."""
    records, problems = ris.parse("a.ris", "TY  - JOUR\nER  - \nTY  - JOUR\nTI  - Said\nER  - \n")
    assert [record.title for record in records] == ["Said"]
    assert [(problem.line, problem.code) for problem in problems] == [(1, "record.empty")]


def test_detect():
    """RIS is recognised by a TY line."""
    assert ris.detect(SAMPLE)
    assert not ris.detect("TYPES of things\nER  - ")


@pytest.mark.parametrize("title", NASTY)
def test_dump_is_safe_against_injection(title):
    """Nothing in a title can end its record or begin another."""
    again = one(
        ris.dump([Record(source="x", line=1, title=title, abstract=title, authors=(Name(literal=title),), venue=title)])
    )
    assert again.title == again.abstract == " ".join(title.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, max_size=3))
def test_parse_after_dump_keeps_the_facts(records):
    """Written records read back with the same facts."""
    again, problems = ris.parse("a.ris", ris.dump(records))
    assert [facts(record) for record in again] == [facts(record) for record in records]
    assert not problems or not records


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    "TY  - JOUR",
                    "ER  - ",
                    "TI  - x",
                    "TY",
                    "  ",
                    "AU  -",
                    "\x0b",
                    "ER",
                    "DA  - 99",
                    "1. x",
                    "T2  - ",
                    "TY  - \r",
                ]
            )
        ).map("\n".join),
    )
)
def test_any_text_gives_a_result(text):
    """No text raises, and every reported line exists."""
    records, problems = ris.parse("a.ris", text)
    ris.detect(text)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in (*records, *problems))


RECORD = (
    "TY  - JOUR\nTI  - Made up {0}\n"
    + "AU  - Doe, Jane\n" * 8
    + "AB  - "
    + "words and words " * 150
    + "\nDO  - 10.1000/{0}\nPY  - 2021\nER  - \n\n"
)
HOSTILE = {
    "records": lambda: "".join(RECORD.format(at) for at in range(2_000)),
    "small": lambda: "TY  - J\nTI  - a\nER  - \n" * 40_000,
    "empty": lambda: "TY  - J\nER  - \n" * 50_000,
    "one record": lambda: "TY  - JOUR\n" + "AU  - x\n" * 500_000,
    "folded": lambda: "TY  - JOUR\nAB  - x\n" + "y\n" * 2_000_000,
    "line": lambda: "TY  - JOUR\nTI  - " + "x" * 4_000_000,
    "large records": lambda: ("TY  - JOUR\nTI  - a\n" + "AU  - x, y\n" * 19_000 + "ER  - \n") * 7,
    "blanks": lambda: "TY  - JOUR\n" + " " * 4_000_000,
    "newlines": lambda: "\n" * 4_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_cost_what_they_weigh(kind):
    """Some megabytes are read or refused at a cost that is linear in their length."""
    text = HOSTILE[kind]()
    read = []
    assert growth(lambda part: read.append(ris.parse("a.ris", part)), text) < TOO_STEEP
    assert any(read[-1])
