"""Answers of Semantic Scholar's graph API become records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import formats
from generator.formats.answers import hf_papers, openalex, semantic_scholar
from generator.model import Identifiers, Links, Name, Record
from tests.conftest import people

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
    assert record.authors == people("Ada Roe", "Jürgen van der Berg")
    assert (record.posted, record.venue, record.volume, record.pages) == (
        "2029-01-05",
        "Annual Meeting of the Moor",
        "12",
        "45-67",
    )
    assert record.id == PAPER["paperId"]
    assert record.headings == ("Computer Science", "Agriculture")
    assert record.links == ()
    assert record.further == (("DBLP", "conf/moor/Roe29"), ("CorpusId", "999000111"), ("journal", "Moor Letters"))


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


def one(**fields: object) -> Record:
    """Return the record of a paper with these fields."""
    (record,), problems = semantic_scholar.parse("s.json", json.dumps({"paperId": "1", "title": "Wool", **fields}))
    assert problems == []
    return record


@pytest.mark.parametrize(
    ("printed", "venue", "kind"),
    [
        (["JournalArticle"], {"name": "Wool", "type": "journal"}, "article-journal"),
        (["JournalArticle", "Conference"], {"name": "MOOR"}, "paper-conference"),
        (["JournalArticle", "Conference"], {"name": "Wool", "type": "journal"}, "article-journal"),
        (["Review"], {"name": "Wool"}, "article-journal"),
        (["JournalArticle"], None, None),
        (["JournalArticle"], {"name": "arXiv.org"}, None),
        (["Book"], None, "book"),
        (["BookSection", "Book"], None, "chapter"),
        (["Dataset"], None, "dataset"),
        (None, {"name": "Wool"}, None),
    ],
)
def test_types(printed, venue, kind):
    """A preprint, which the service calls a journal article, has no type of its own."""
    assert one(publicationTypes=printed, publicationVenue=venue).type == kind


def test_what_a_paper_states_besides():
    """PubMed ids, a volume with its issue, the PDF beside identifiers that lead elsewhere, groups, ORCID iDs."""
    record = one(
        externalIds={"PubMed": "12345678", "DOI": "10.1234/wool.1", "PubMedCentral": "7"},
        journal={"name": "Wool", "volume": "29 4", "pages": "pp. 3--9"},
        openAccessPdf={"url": "https://moor.example/1.pdf"},
        authors=[
            {"name": "Marsh, Ada", "externalIds": {"ORCID": "0000-0002-1825-0097"}},
            {"name": "WOOL Collaboration"},
        ],
    )
    assert (record.identifiers.pmid, record.identifiers.doi) == ("12345678", "10.1234/wool.1")
    assert (record.volume, record.number, record.pages) == ("29", "4", "3-9")
    assert (record.links, record.labeled) == (("https://moor.example/1.pdf",), Links(pdf="https://moor.example/1.pdf"))
    assert record.authors == (
        Name(family="Marsh", given="Ada", orcid="0000-0002-1825-0097"),
        Name(literal="WOOL Collaboration"),
    )
    assert record.further == (("PubMedCentral", "7"),)
    assert one(openAccessPdf={"url": "https://arxiv.org/pdf/2901.01234"}).links == ()


@pytest.mark.parametrize(
    ("year", "published", "date", "posted"),
    [
        (2030, "2029-01-05", "2030", "2029-01-05"),
        (2029, "2029-01-05", None, "2029-01-05"),
        (2029, "2029-06-11", "2029-06-11", None),
        (2029, None, "2029", None),
    ],
)
def test_a_publication_does_not_get_the_preprints_date(year, published, date, posted):
    """A date in the month of the arXiv id is the preprint's."""
    record = one(externalIds={"ArXiv": "2901.01234"}, venue="Wool", year=year, publicationDate=published)
    assert (record.date, record.posted) == (date, posted)
    assert one(externalIds={"ArXiv": "2901.01234"}, publicationDate="2029-01-05").date == "2029-01-05"


@pytest.mark.parametrize(
    "text",
    [
        '{"total":0,"data":[]}',
        '{"total": 0, "offset": 0, "data": []}',
        '{"data": []}\n',
        "null",
        "[null]",
        "[ null,\nnull ]",
    ],
)
def test_an_empty_answer_says_what_it_is(text):
    """It is recognised without a hint, and the problem names the service."""
    parsed = formats.parse_all([formats.Source(name="s.json", text=text)])
    assert (parsed.formats, parsed.records) == (("semantic-scholar",), ())
    assert "Semantic Scholar's answer is empty" in parsed.problems[-1].message
    assert not openalex.detect(text)
    assert not hf_papers.detect(text)


@pytest.mark.parametrize("text", ["[]", "{}", "nullable", '{"total": 0}', "[null, 1]"])
def test_other_empty_json_is_left_alone(text):
    """Empty JSON that any service could have sent is not taken for its answer."""
    assert not semantic_scholar.detect(text)


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
