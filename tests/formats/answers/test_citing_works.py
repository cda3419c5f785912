"""Names of works and of their references, out of the answers of OpenAlex and Semantic Scholar."""

from __future__ import annotations

import json

import pytest

from generator.formats.answers.citing_works import parse

WORK = {
    "id": "https://openalex.org/W2000000001",
    "doi": "https://doi.org/10.5555/Shore.77",
    "ids": {"openalex": "https://openalex.org/W2000000001", "pmid": "https://pubmed.ncbi.nlm.nih.gov/31234567"},
    "locations": [{"landing_page_url": "http://arxiv.org/abs/2901.01234v2", "source": None}],
    "referenced_works": ["https://openalex.org/W7", "https://openalex.org/w8", None, 5, "https://openalex.org/A9"],
}
NUMBER = "0123456789abcdef0123456789abcdef01234567"
PAPER = {
    "paperId": NUMBER,
    "externalIds": {"ArXiv": "2901.01234", "CorpusId": 99},
    "references": [
        {"paperId": "a" * 40, "externalIds": {"DOI": "10.18653/V1/P19-1441", "MAG": "1"}},
        {"paperId": "b" * 40, "externalIds": {"DOI": "10.48550/arXiv.2005.00001"}},
        {"paperId": "c" * 40, "externalIds": None},
        {"paperId": None, "externalIds": None, "title": "An unresolved reference"},
        None,
    ],
}


def test_a_work_of_openalex_has_all_its_names():
    """Its number, its identifiers and those of its locations name it; what is no work is no reference."""
    (work,), fault = parse("openalex", json.dumps({"meta": {"count": 1}, "results": [WORK]}))
    assert not fault
    assert work is not None
    assert work.names == {
        ("openalex", "W2000000001"),
        ("doi", "10.5555/shore.77"),
        ("pmid", "31234567"),
        ("arxiv", "2901.01234"),
    }
    assert work.references == (frozenset({("openalex", "W7")}), frozenset({("openalex", "W8")}))
    assert parse("openalex", json.dumps(WORK)) == ([work], "")  # a single work


def test_a_reference_of_semantic_scholar_has_all_its_names():
    """A DOI of the ACL Anthology or of arXiv is their id; a reference that it could not find is left out."""
    works, fault = parse("semantic-scholar", json.dumps([PAPER, None]))
    assert not fault
    assert works[1] is None
    assert works[0] is not None
    assert works[0].names == {("semantic-scholar", NUMBER), ("arxiv", "2901.01234")}
    assert [set(one) for one in works[0].references] == [
        {("semantic-scholar", "a" * 40), ("doi", "10.18653/v1/p19-1441"), ("acl", "P19-1441")},
        {("semantic-scholar", "b" * 40), ("arxiv", "2005.00001")},
        {("semantic-scholar", "c" * 40)},
    ]


@pytest.mark.parametrize("service", ["openalex", "semantic-scholar"])
@pytest.mark.parametrize(
    "text",
    ["", "[", "null", "7", '{"error": "Too Many Requests"}', '{"results": 3}', "[" * 5_000, '{"results": [{"id": NaN'],
)
def test_what_is_no_answer_is_a_fault(service: str, text: str):
    """Nothing is raised, and nothing is found."""
    assert parse(service, text)[0] == []
    assert parse(service, text)[1]


@pytest.mark.parametrize("service", ["openalex", "semantic-scholar"])
def test_fields_of_other_types_are_as_good_as_absent(service: str):
    """Null, numbers and text in place of lists and objects do no harm."""
    strange = [None, 7, "x", [], {}, [[]], {"a": 1}]
    fields = ("id", "doi", "ids", "locations", "referenced_works", "paperId", "externalIds", "references")
    works, fault = parse(service, json.dumps([dict.fromkeys(fields, one) for one in strange]))
    assert not fault
    assert all(one is not None and not one.references for one in works)
