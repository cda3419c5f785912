"""Answers of Hugging Face's papers API become records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.answers import hf_papers, openalex, semantic_scholar
from generator.model import Identifiers, Links
from tests.conftest import people

PAPER = {
    "id": "2901.01234",
    "authors": [
        {
            "_id": "65a1",
            "user": {"_id": "65a2", "fullname": "Ada R.", "user": "ada", "type": "user"},
            "name": "Ada Roe",
            "status": "claimed_verified",
            "hidden": False,
        },
        {"_id": "65a3", "name": "Jürgen van der Berg", "hidden": True},
        {"_id": "65a4", "name": "", "hidden": False},
        None,
    ],
    "publishedAt": "2029-01-05T16:54:59.000Z",
    "submittedOnDailyAt": "2029-01-08T00:00:00.000Z",
    "title": "Herding Sheep\n  at Scale",
    "submittedOnDailyBy": {"_id": "65a5", "fullname": "Cy Dall", "name": "cy", "type": "user"},
    "summary": "Sheep are herded\nby a small model.",
    "upvotes": 17,
    "discussionId": "65a6",
    "projectPage": "https://sheep.example.org/",
    "githubRepo": "https://github.com/roe/sheep",
    "githubStars": 5,
    "ai_summary": "A model herds sheep.",
    "ai_keywords": ["herding", "small models", "herding"],
}
DAILY = [
    {
        "paper": PAPER,
        "publishedAt": "2029-01-05T16:54:59.000Z",
        "title": "Herding Sheep at Scale",
        "numComments": 2,
        "submittedBy": {"name": "cy"},
        "isAuthorParticipating": False,
    },
    {
        "paper": {
            "id": "2901.00002",
            "title": "Odd",
            "authors": None,
            "upvotes": "1.2k",
            "projectPage": "javascript:alert(1)",
            "githubRepo": None,
        },
        "numComments": None,
    },
    {"paper": {"id": "2901.00003"}},
    {"paper": None},
]


def test_the_daily_list_gives_every_field():
    """Both layers are read; hidden authors count, empty ones do not; counts stay numbers."""
    records, problems = hf_papers.parse("daily.json", json.dumps(DAILY, indent=1))
    first = records[0]
    assert first.title == "Herding Sheep at Scale"
    assert first.abstract == "Sheep are herded by a small model."
    assert first.authors == people("Ada Roe", "Jürgen van der Berg")
    assert (first.date, first.upvotes, first.comments, first.line) == ("2029-01-05", 17, 2, 2)
    assert first.identifiers == Identifiers(arxiv="2901.01234")
    assert first.links == ("https://github.com/roe/sheep", "https://sheep.example.org/")
    assert first.labeled == Links(code="https://github.com/roe/sheep", project="https://sheep.example.org/")
    assert first.headings == ("herding", "small models")
    assert (records[1].title, records[1].upvotes, records[1].links, records[1].authors) == ("Odd", None, (), ())
    assert [problem.code for problem in problems] == ["record.unreadable", "record.unreadable"]
    assert len(records) + len(problems) == len(DAILY)


def test_a_single_paper_is_one_record():
    """The answer for one paper has no wrapper; its comments may be a list."""
    [record], problems = hf_papers.parse(
        "one.json", json.dumps(PAPER | {"comments": [{"id": "c1"}, {"id": "c2"}, {"id": "c3"}]})
    )
    assert (record.id, record.upvotes, record.comments, problems) == ("2901.01234", 17, 3, [])


def test_no_votes_are_zero_and_not_unknown():
    """Zero upvotes and comments are numbers like any others."""
    [record], _ = hf_papers.parse(
        "one.json", json.dumps([{"paper": {"id": "2901.00001", "title": "New", "upvotes": 0}, "numComments": 0}])
    )
    assert (record.upvotes, record.comments) == (0, 0)


def test_an_error_body_is_detected_and_told():
    """The answer for an unknown paper is this format, without records."""
    text = '{"error":"Paper not found"}'
    assert hf_papers.detect(text)
    assert [problem.code for problem in hf_papers.parse("x", text)[1]] == ["source.error-answer"]


@pytest.mark.parametrize("shape", [DAILY, PAPER, [DAILY[1]], {"paper": PAPER}])
def test_detection_takes_its_own_shapes_only(shape):
    """Each answer is detected by exactly one of the JSON parsers."""
    text = json.dumps(shape)
    assert hf_papers.detect(text)
    assert not openalex.detect(text)
    assert not semantic_scholar.detect(text)


@pytest.mark.parametrize("text", ["", "[]", "[1, 2]", '[{"id": "x", "title": "CSL", "type": "book"}]', "upvotes"])
def test_other_json_is_left_alone(text):
    """CSL-JSON and empty lists are not Hugging Face papers."""
    assert not hf_papers.detect(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*PAPER, *DAILY[0], "name", "error"]), inner),
)


@given(st.text() | JSON.map(json.dumps))
def test_any_text_and_any_json_gives_a_result(text):
    """No value in any field raises, and every record can be encoded as UTF-8."""
    hf_papers.detect(text)
    for record in hf_papers.parse("x", text)[0]:
        repr(record).encode()
        f"{record.title}{record.abstract}{record.id}{record.authors}{record.headings}".encode()
