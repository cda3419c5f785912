"""CSL-JSON: the variants of Zotero and DOI registries, nulls and wrong types, and properties."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import csl_json
from generator.model import Record
from tests.conftest import TOO_STEEP, growth, people
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
        ("Ludwig van Beethoven", "Open Things Lab", "Jane Doe Jr."),
    )
    assert (record.date, record.venue, record.volume, record.number, record.pages) == (
        "2021-07",
        "Annals of Invention",
        "4",
        "2",
        "123-130",
    )
    assert (record.identifiers.doi, record.links, record.hints, record.line) == (
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
    """Written records read back the same; CSL has one link."""
    again, problems = csl_json.parse("a.json", csl_json.dump(records))
    assert [_one_link(facts(record)) for record in again] == [_one_link(facts(record)) for record in records]
    assert not problems


def _one_link(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in record.__slots__ if name != "links") + record.links[:1]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "author", "issued", "date-parts", "family", "DOI", "keyword", "items", "id", "page"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), _JSON.map(json.dumps), st.lists(_JSON, max_size=3).map(json.dumps)))
def test_any_text_gives_a_result(text):
    """No text raises, and every reported line exists."""
    records, problems = csl_json.parse("a.json", text)
    csl_json.detect(text)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in (*records, *problems))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 1_000_000,
        '{"a":' * 10_000,
        '[{"title":' + "[" * 900 + "]" * 900 + "}]",
        '[{"title": "x"},{"title": "' + "y" * 1_000_000,
    ],
)
def test_deep_and_broken_files_cost_what_they_weigh(text):
    """JSON nested 10,000 deep or cut off is a problem at its place, at a cost that is linear in its length."""
    assert csl_json.parse("a.json", text)[1]
    assert growth(lambda part: csl_json.parse("a.json", part), text) < TOO_STEEP


@pytest.mark.parametrize("listed", [False, True])
def test_crossrefs_own_answers_are_read(*, listed: bool):
    """Crossref wraps one work or a list of works in a message and separates subtitles from titles."""
    work = {
        "DOI": "10.5555/Shore.77",
        "type": "journal-article",
        "title": ["LimpetNet"],
        "subtitle": ["Counting <i>Limpets</i> &amp; Whelks"],
        "author": [
            {"given": "Jürgen", "family": "van der Berg", "sequence": "first", "affiliation": [{"name": "Shore"}]},
            {"name": "The Tide Group", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Journal of Shore Counting"],
        "issued": {"date-parts": [[2029, 6, 11]]},
        "volume": "12",
        "issue": "2",
        "page": "45-67",
        "abstract": "<jats:title>Abstract</jats:title><jats:p>Limpets are counted.</jats:p>",
        "URL": "https://doi.org/10.5555/shore.77",
        "message": None,
    }
    message = {"total-results": 2, "items": [work, None, "odd", work | {"subtitle": []}]} if listed else work
    text = json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message})
    assert csl_json.detect(text)
    records, problems = csl_json.parse("c.json", text)
    assert problems == []
    assert len(records) == (2 if listed else 1)
    assert records[0].title == "LimpetNet: Counting Limpets & Whelks"
    assert records[-1].title == ("LimpetNet" if listed else records[0].title)
    assert records[0].authors == people("Jürgen van der Berg", "The Tide Group")
    assert records[0].identifiers.doi == "10.5555/shore.77"
    assert (records[0].date, records[0].venue) == ("2029-06-11", "Journal of Shore Counting")
    assert (records[0].volume, records[0].number, records[0].pages) == ("12", "2", "45-67")


@pytest.mark.parametrize("message", [None, [], "text", {"items": None}, {"items": []}])
def test_crossrefs_empty_answers_are_reported(message: object):
    """A message without works gives no record and one problem."""
    text = json.dumps({"status": "ok", "message-type": "work-list", "message": message})
    records, problems = csl_json.parse("c.json", text)
    assert (records, len(problems)) == ([], 1)
