"""CSL-JSON: the variants of Zotero and DOI registries, nulls and wrong types, and properties."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import csl_json
from generator.model import Record
from tests.conftest import people
from tests.formats.made_up import NASTY, RECORDS, facts

SAMPLE = json.dumps(
    [
        None,
        {
            "id": "http://zotero.org/1",
            "type": "article-journal",
            "title": "A <i>made-up</i> study",
            "author": [
                {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
                None,
                {"literal": "Open Things Lab"},
                {"family": "Doe", "given": "Jane", "suffix": "Jr."},
                {"family": None, "given": None},
            ],
            "issued": {"date-parts": [["2021", 7, None]]},
            "container-title": "Annals of Invention",
            "volume": 4,
            "issue": "2",
            "page": "123–130",
            "DOI": "10.1000/ABC",
            "URL": "https://example.org/x",
            "abstract": None,
            "keyword": "graphs, trees",
        },
        {"id": 7, "title": ["A list of one"], "issued": None, "author": "nobody", "note": "arXiv:2107.02137 [cs]"},
        {"id": "empty", "title": None, "author": [None], "issued": {"date-parts": [[None]]}},
        "a string",
    ],
    indent=1,
)


def test_everyday_fields():
    """Names, dates, numbers and markup are read as expected."""
    record = csl_json.parse("a.json", SAMPLE)[0][0]
    assert (record.title, record.authors) == (
        "A made-up study",
        people("van Beethoven, Ludwig", "{Open Things Lab}", "Doe, Jane, Jr."),
    )
    assert (record.date, record.venue, record.volume, record.number, record.pages) == (
        "2021-07",
        "Annals of Invention",
        "4",
        "2",
        "123-130",
    )
    assert (record.identifiers.doi, record.links, record.keywords, record.line) == (
        "10.1000/abc",
        ("https://example.org/x",),
        ("graphs", "trees"),
        3,
    )


def test_nulls_and_odd_types_lose_no_neighbour():
    """Null, empty and non-object elements are problems with a line; the rest is read."""
    records, problems = csl_json.parse("a.json", SAMPLE)
    assert [record.id for record in records] == ["http://zotero.org/1", "7"]
    assert records[1].identifiers.arxiv == "2107.02137"
    assert len(problems) == 3
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


@pytest.mark.parametrize("year", [2026, "2026"])
def test_dates_of_numbers_and_texts(year):
    """Zotero writes the year as a text, and month and day as numbers; odd parts are left out."""
    item = {
        "id": "a",
        "title": "Kelp",
        "type": "book",
        "accessed": {"date-parts": [[year, 11, 5, True, "x", "9" * 9999]]},
    }
    (record,) = csl_json.parse("a.json", json.dumps([item]))[0]
    assert ("accessed", "2026-11-05") in record.further


def test_detect():
    """CSL is recognised by its variables; other JSON is not CSL."""
    assert csl_json.detect(SAMPLE)
    assert csl_json.detect('[{"type": "book", "title": "x"}]')
    for other in ('[{"paperId": "x", "title": "y"}]', "{}", "", "[1, 2]", '{"results": [{"display_name": "x"}]}'):
        assert not csl_json.detect(other)


def test_an_empty_list_is_said():
    """A list without records is a problem, not an import of nothing."""
    assert [problem.code for problem in csl_json.parse("a.json", "[]")[1]] == ["csl-json.no-record"]


@pytest.mark.parametrize("title", NASTY)
def test_dump_is_safe_against_injection(title):
    """Nothing in a title can leave the title."""
    again, _ = csl_json.parse("a.json", csl_json.dump([Record(source="x", line=1, title=title)]))
    assert [record.title for record in again] == [" ".join(title.split())]


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_parse_after_dump_keeps_the_facts(records):
    """Written records read back with the same facts."""
    again, problems = csl_json.parse("a.json", csl_json.dump(records))
    assert [facts(record) for record in again] == [facts(record) for record in records]
    assert not problems
