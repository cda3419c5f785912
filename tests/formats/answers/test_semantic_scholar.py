"""Answers of Semantic Scholar's graph API become records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.answers import hf_papers, openalex, semantic_scholar
from generator.model import Identifiers

PAPER = {
    "paperId": "0123456789abcdef0123456789abcdef01234567",
    "externalIds": {
        "DBLP": "conf/moor/Roe29",
        "ArXiv": "2901.01234",
        "ACL": "2029.acl-long.7",
        "DOI": "10.18653/v1/2029.ACL-long.7",
        "CorpusId": 999000111,
    },
    "url": "https://www.semanticscholar.org/paper/0123456789abcdef0123456789abcdef01234567",
    "title": "Herding Sheep at Scale",
    "abstract": "Sheep are herded by a small model.",
    "venue": "Annual Meeting of the Moor",
    "publicationVenue": {"id": "x", "name": "Annual Meeting of the Moor", "type": "conference"},
    "year": 2029,
    "publicationDate": "2029-01-05",
    "journal": {"name": "Moor Letters", "volume": "12", "pages": "\n          45-67\n        "},
    "authors": [
        {"authorId": "1", "name": "Ada Roe"},
        {"authorId": None, "name": "Jürgen van der Berg"},
        {"authorId": "3", "name": None},
        None,
    ],
    "fieldsOfStudy": ["Computer Science"],
    "s2FieldsOfStudy": [
        {"category": "Computer Science", "source": "external"},
        {"category": "Agriculture", "source": "s2-fos-model"},
    ],
    "openAccessPdf": {"url": "", "status": "CLOSED", "disclaimer": "…"},
}


def test_a_paper_gives_every_field():
    """Identifiers are normalised, pages lose their white space, and an empty PDF URL is not a link."""
    [record], problems = semantic_scholar.parse("s.json", json.dumps(PAPER))
    assert problems == []
    assert (record.title, record.abstract) == ("Herding Sheep at Scale", "Sheep are herded by a small model.")
    assert record.identifiers == Identifiers(
        arxiv="2901.01234", doi="10.18653/v1/2029.acl-long.7", acl="2029.acl-long.7"
    )
    assert record.authors == ("Ada Roe", "Jürgen van der Berg")
    assert (record.date, record.venue, record.volume, record.pages) == (
        "2029-01-05",
        "Annual Meeting of the Moor",
        "12",
        "45-67",
    )
    assert record.id == PAPER["paperId"]
    assert record.hints == ("Computer Science", "Agriculture")
    assert record.links == ()


@pytest.mark.parametrize("key", [key for key in PAPER if key != "title"])
def test_each_field_may_be_null(key):
    """The API sends null for anything that it does not know."""
    [record], problems = semantic_scholar.parse("s.json", json.dumps([PAPER | {key: None}]))
    assert record.title
    assert problems == []


def test_a_batch_answers_null_for_the_unknown():
    """Each null is a warning with a line; the other papers are read."""
    records, problems = semantic_scholar.parse(
        "s.json", json.dumps([None, PAPER, None, {"paperId": "1", "title": None}], indent=1)
    )
    assert [record.line for record in records] == [3]
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("record.null", "warning"),
        ("record.null", "warning"),
        ("record.unreadable", "error"),
    ]
    assert problems[0].line == 2


@pytest.mark.parametrize(
    "shape",
    [
        {"total": 1, "offset": 0, "data": [PAPER]},
        {"total": 1, "token": "x", "data": [PAPER]},
        {"data": [PAPER | {"matchScore": 171.2}]},
        {"recommendedPapers": [PAPER]},
        {"offset": 0, "data": [{"contexts": [], "citedPaper": PAPER}]},
        {"offset": 0, "data": [{"isInfluential": True, "citingPaper": PAPER}]},
        [None, PAPER],
        PAPER,
    ],
)
def test_every_end_point_gives_the_paper(shape):
    """Search, bulk, match, recommendations, references, citations, batch and single papers are one format."""
    text = json.dumps(shape)
    assert [record.title for record in semantic_scholar.parse("s.json", text)[0]] == ["Herding Sheep at Scale"]
    assert semantic_scholar.detect(text)
    assert not openalex.detect(text)
    assert not hf_papers.detect(text)


def test_a_preprint_server_is_no_journal():
    """arXiv.org is not a venue, CoRR's volume is not a volume, and the year replaces a missing date."""
    paper = {
        "paperId": "1",
        "title": "Preprint",
        "venue": "arXiv.org",
        "year": 2029,
        "journal": {"name": "ArXiv", "volume": "abs/2901.01234"},
    }
    [record], _ = semantic_scholar.parse("s.json", json.dumps(paper))
    assert (record.venue, record.volume, record.date) == ("", "", "2029")


def test_an_openreview_pdf_gives_its_id_and_other_pdfs_a_link():
    """A paper without an identifier keeps its own page as a link."""
    held = {"paperId": "1", "title": "Open", "openAccessPdf": {"url": "https://openreview.net/pdf?id=abcDEF1234"}}
    [record], _ = semantic_scholar.parse("s.json", json.dumps(held))
    assert (record.identifiers, record.links) == (Identifiers(openreview="abcDEF1234"), ())
    held = {
        "paperId": "1",
        "title": "Open",
        "openAccessPdf": {"url": "https://moor.example.edu/p.pdf"},
        "url": PAPER["url"],
    }
    [record], _ = semantic_scholar.parse("s.json", json.dumps(held))
    assert record.links == ("https://moor.example.edu/p.pdf",)


@pytest.mark.parametrize("text", ['{"message": "Too Many Requests", "code": "429"}', '{"message": "Forbidden"}'])
def test_an_error_body_is_detected_and_told(text):
    """The answer for a refused query is this format, without records."""
    assert semantic_scholar.detect(text)
    records, [problem] = semantic_scholar.parse("x", text)
    assert records == []
    assert problem.code == "source.error-answer"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*PAPER, "data", "name", "ArXiv", "citedPaper"]), inner)
    ),
)


@given(st.text() | JSON.map(json.dumps))
def test_any_text_and_any_json_gives_a_result(text):
    """No value in any field raises."""
    semantic_scholar.detect(text)
    semantic_scholar.parse("x", text)
