"""Queries in Python: which papers they select, in which order, and what is refused."""

import contextlib
import json

import pytest

from generator import site
from generator.model import Catalogue, Paper
from generator.problems import ShelfError
from generator.site.search import query
from generator.site.views.arrangement import arrange
from tests.site.search import pond

CASES = json.loads(pond.CASES.read_text("utf-8"))


@pytest.fixture(scope="module")
def search():
    """Return the search over the shared shelf."""
    return searched(pond.shelf())


def searched(shelf, **options):
    return query.Search(arrange(shelf, site.labels(shelf)), **options)


@pytest.mark.parametrize("case", CASES, ids=[one["query"] for one in CASES])
def test_a_query_selects_what_it_selects_on_browse(search, case):
    """The papers are those of Browse without its near misses (``more``), the newest first."""
    assert search.select(case["query"]) == case["keys"]


def test_select_takes_a_catalogue_and_its_labels(search):
    """It finds what a search over the arranged shelf finds."""
    shelf = pond.shelf()
    for asked in ("family:wader year:2020..", "heron", "surf"):
        assert query.select(shelf, site.labels(shelf), asked) == search.select(asked)


def test_no_query_selects_all_papers_the_newest_first(search):
    """Undated papers are last; what is not typed yet, such as a field without a value, asks for nothing."""
    for nothing in ("", "  ", '"', "()", "author:", "- –"):
        keys = search.select(nothing)
        dates = [pond.PAPERS[key].date or "" for key in keys]
        assert sorted(keys) == sorted(pond.PAPERS)
        assert dates == sorted(dates, reverse=True)
        assert keys[-1] == "undated"


def test_an_identifier_is_found_in_every_form(search):
    """With a prefix, a version, brackets or a full stop, as an address or a DOI of arXiv or ACL, as on Browse."""
    wanted = {form: key for key, forms in pond.FORMS.items() for form in forms.split()}
    assert {form: found for form, key in wanted.items() if (found := search.select(form)) != [key]} == {}
    assert [form for form, key in pond.SPACED.items() if key not in search.select(form)] == []


REFUSED = {
    "heron is:read": "query:1:7: query.reader: is:read asks for marks and notes",
    "is:starred": "query:1:1: query.reader: ",
    "-is:unread": "query:1:1: query.reader: ",
    "heron (has:note OR tides)": "query:1:8: query.reader: has:note",
    "heron year:soon": "query:1:12: query.value: soon is not a year\n  hint: use year:2021",
    "year:>2020": "query:1:6: query.value: >2020 is not a year",
    "has:legs": "query:1:1: query.value: has:legs is unknown\n  hint: has: can be code or results",
    "is:new": "query:1:1: query.value: is:new is unknown",
    "otters auther:heron": "query:1:8: query.field: there is no field auther\n  hint: did you mean author:?",
    "-famly:wader": "query:1:2: query.field: there is no field famly\n  hint: did you mean family:?",
    "title:++": "query:1:7: query.value: ++ has no letters or digits",
    "topic:&": "query:1:7: query.value: & has no letters or digits",
}


@pytest.mark.parametrize(("asked", "told"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_understood_is_a_problem_at_its_column(search, asked, told):
    """Marks and notes are in a reader's browser, a field has only some values, and a misspelt field is no word."""
    with pytest.raises(ShelfError) as caught:
        search.select(asked)
    assert str(caught.value).startswith(told)


def test_all_faults_of_a_query_are_told_at_once(search):
    """They stand in the order of the query."""
    with pytest.raises(ShelfError) as caught:
        search.select("year:soon heron is:read has:legs")
    assert [problem.column for problem in caught.value.problems] == [6, 17, 25]


def test_a_colon_after_another_word_is_text(search):
    """A title with a colon, a time or an address is no misspelt field."""
    assert search.select("HERON: Wading Through Shallow Text") == ["heron"]
    for text in ("https://example.org/a", "12:30", "BERT:heron", '"auther:heron"'):
        search.select(text)


def test_abstracts_are_searched_where_the_site_shows_them():
    """A word that stands in an abstract alone is not found otherwise, as on Browse."""
    shelf = Catalogue(root=pond.shelf().root, papers={"a": Paper(title="A", abstract="Bitterns boom.")})
    assert searched(shelf).select("bitterns ") == []
    assert searched(shelf, abstracts=True).select("bitterns ") == ["a"]


UNMET = {
    "heron quantizaton": "query:1:7: query.nothing: no paper has quantizaton\n  hint: did you mean quantization?",
    "otters topic:audoi": "query:1:8: query.nothing: no paper has topic:audoi\n  hint: did you mean audio tides?",
    "author:zxqvzxqv": "query:1:1: query.nothing: no paper has author:zxqvzxqv",
    'type:poem "shallow text"': "query:1:1: query.nothing: no paper has type:poem\n  hint: type can be: ",
    "year:1850": "query:1:1: query.nothing: no paper has year:1850",
    "arXiv:1234.56789": "query:1:1: query.nothing: no paper has arXiv:1234.56789",
}


@pytest.mark.parametrize(("asked", "told"), UNMET.items(), ids=UNMET)
def test_the_part_that_no_paper_has_is_named(search, asked, told):
    """With a word of the shelf or a name that may have been meant."""
    (found,) = search.unmet(asked)
    assert str(found).startswith(told)


def test_parts_that_papers_have_are_not_named(search):
    """Neither is what is excluded, where nothing to exclude is no fault."""
    assert list(search.unmet("heron otters -topic:audoi year:2020 the")) == []


def test_any_text_is_answered_or_refused(search):
    """Neither brackets, quotes, halves of characters nor the length of a text make it fail otherwise, or take long."""
    long = [
        "(" * 1000,
        ")(" * 500,
        '"' * 999,
        "a b " * 250,
        "10.1234/" * 125,
        "isbn 97" * 140,
        "-(a " * 150,
        "1" * 1000,
    ]
    odd = [
        "a OR " * 200,
        "http://" * 140,
        "\ud800",
        "\0\0 a\0b",
        "%ff10.1234/%zz",
        "OR",
        "-",
        "((",
        "year: OR -",
        "(author:)",
    ]
    for text in [*long, *odd]:
        with contextlib.suppress(ShelfError):
            search.select(text)
            list(search.unmet(text))


@pytest.mark.parametrize(
    ("asked", "told"), [("(" * 60 + "a" + ")" * 60, "query.brackets"), ("a " * 2001, "query.length")]
)
def test_a_query_has_limits(search, asked, told):
    """Brackets are at most 50 deep, and a query has at most 4,000 characters."""
    with pytest.raises(ShelfError) as caught:
        search.select(asked)
    assert caught.value.problems[0].code == told
    assert search.select("(" * 50 + "otters" + ")" * 50) == ["sharp", "otters"]
