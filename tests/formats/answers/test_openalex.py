"""OpenAlex works become records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.answers import hf_papers, openalex, semantic_scholar
from generator.model import Identifiers, Links, Name, Record, Status
from tests.conftest import TOO_STEEP, growth, people

WORK = {
    "id": "https://openalex.org/W4200000001",
    "doi": "https://doi.org/10.18653/v1/2029.acl-long.7",
    "title": "Herding <i>Sheep</i> &amp; Goats: H<sub>2</sub>O",
    "display_name": "Herding Sheep & Goats",
    "publication_year": 2029,
    "publication_date": "2029-07-05",
    "type": "article",
    "ids": {
        "openalex": "https://openalex.org/W4200000001",
        "doi": "https://doi.org/10.18653/v1/2029.acl-long.7",
        "mag": "3000000001",
        "pmid": None,
    },
    "primary_location": {
        "is_oa": True,
        "landing_page_url": "https://doi.org/10.18653/v1/2029.acl-long.7",
        "pdf_url": None,
        "source": {
            "id": "https://openalex.org/S1",
            "display_name": "Proceedings of the Moor",
            "type": "conference",
            "issn": None,
        },
    },
    "locations": [
        None,
        {
            "landing_page_url": "http://arxiv.org/abs/2901.01234",
            "pdf_url": "https://arxiv.org/pdf/2901.01234",
            "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
        },
    ],
    "authorships": [
        {
            "author_position": "first",
            "author": {"id": "https://openalex.org/A1", "display_name": "Ada Roe", "orcid": None},
            "raw_author_name": "Roe, Ada",
            "institutions": [{"display_name": "University of Moor"}],
        },
        {"author_position": "middle", "author": None, "raw_author_name": "Jürgen van der Berg", "institutions": []},
        {"author_position": "last", "author": {"id": None, "display_name": None}, "raw_author_name": None},
        None,
    ],
    "biblio": {"volume": "12", "issue": "3", "first_page": "45", "last_page": "67"},
    "keywords": [{"id": "https://openalex.org/keywords/herding", "display_name": "Herding", "score": 0.5}, None],
    "topics": [
        {"display_name": "Wool Science", "score": 0.9},
        {
            "display_name": "Shearing",
            "subfield": {"display_name": "Wool"},
            "field": {"display_name": "Sheep"},
            "domain": None,
        },
    ],
    "abstract_inverted_index": {"Abstract": [0], "Sheep": [1, 4], "are": [2], "herded.": [3], "rest.": [5], "x": None},
}


def _answer(*works: object) -> str:
    return json.dumps({"meta": {"count": len(works), "db_response_time_ms": 9}, "results": works, "group_by": []})


def test_a_work_gives_every_field():
    """Titles lose their markup, abstracts are rebuilt, identifiers come from all locations, institutes are not authors."""
    [record], problems = openalex.parse("w.json", _answer(WORK))
    assert problems == []
    assert record.title == "Herding Sheep & Goats: H2O"
    assert record.abstract == "Sheep are herded. Sheep rest."
    assert record.authors == people("Ada Roe", "Jürgen van der Berg")
    assert record.identifiers == Identifiers(
        arxiv="2901.01234", doi="10.18653/v1/2029.acl-long.7", acl="2029.acl-long.7"
    )
    assert (record.date, record.venue) == ("2029-07-05", "Proceedings of the Moor")
    assert (record.volume, record.number, record.pages) == ("12", "3", "45-67")
    assert (record.id, record.keywords, record.headings, record.links) == (
        "W4200000001",
        ("Herding",),
        ("Wool Science", "Sheep > Wool > Shearing"),
        (),
    )
    assert (record.type, record.further) == ("paper-conference", (("mag", "3000000001"),))


@pytest.mark.parametrize("key", [key for key in WORK if key != "title"])
def test_each_field_may_be_null(key):
    """No null in any field loses the record."""
    [record], problems = openalex.parse("w.json", json.dumps(WORK | {key: None}))
    assert record.title
    assert problems == []


def test_a_repository_is_no_venue_and_its_doi_is_an_arxiv_id():
    """A preprint's arXiv DOI gives its arXiv id, and arXiv is not its venue."""
    place = {
        "landing_page_url": "https://arxiv.org/abs/2901.00002",
        "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
    }
    work = {
        "id": "https://openalex.org/W2",
        "title": "Preprint",
        "doi": "https://doi.org/10.48550/arxiv.2901.00002",
        "primary_location": place,
    }
    [record], _ = openalex.parse("w.json", _answer(work))
    assert record.identifiers == Identifiers(arxiv="2901.00002")
    assert record.venue == ""


def test_a_work_without_identifiers_keeps_its_page():
    """A paper without an identifier keeps its own page as a link."""
    work = {
        "id": "https://openalex.org/W3",
        "title": "Thesis",
        "primary_location": {"landing_page_url": "https://moor.example.edu/1", "source": None},
    }
    [record], _ = openalex.parse("w.json", _answer(work))
    assert record.links == ("https://moor.example.edu/1",)


def one(**fields: object) -> Record:
    """Return the record of a work with these fields."""
    (record,), problems = openalex.parse(
        "w.json", _answer({"id": "https://openalex.org/W9", "title": "Wool", **fields})
    )
    assert problems == []
    return record


@pytest.mark.parametrize(
    ("shown", "raw", "name"),
    [
        ("Marsh, Ada", None, Name(family="Marsh", given="Ada")),
        ("María García López", "García López, María", Name(family="García López", given="María")),
        ("María García López", "M. García López", Name(given="María García", family="López")),
        (None, "van der Berg, J.", Name(family="van der Berg", given="J.")),
        ("Wang, Wei", "王伟", Name(family="Wang", given="Wei", also=("王伟",))),
        ("WOOL Collaboration", "WOOL Collaboration", Name(literal="WOOL Collaboration")),
        ("The Moor Study Group, Inc.", None, Name(literal="The Moor Study Group, Inc.")),
    ],
)
def test_names(shown, raw, name):
    """Inverted names, the boundary that the paper prints, names of groups."""
    assert one(authorships=[{"author": {"display_name": shown}, "raw_author_name": raw}]).authors == (name,)


def test_an_author_has_an_orcid():
    """The ORCID iD is kept without its address."""
    author = {"display_name": "Ada Roe", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    assert one(authorships=[{"author": author}]).authors == (
        Name(family="Roe", given="Ada", orcid="0000-0002-1825-0097"),
    )


@pytest.mark.parametrize(
    ("own", "crossrefs", "source", "kind"),
    [
        ("article", "journal-article", None, "article-journal"),
        ("article", None, "journal", "article-journal"),
        ("article", "proceedings-article", None, "paper-conference"),
        ("article", None, "conference", "paper-conference"),
        ("article", None, None, None),
        ("preprint", "posted-content", None, "article"),
        ("book-chapter", "book-chapter", "book series", "chapter"),
        ("dissertation", "dissertation", None, "thesis"),
        ("dataset", None, None, "dataset"),
        ("review", "journal-article", "journal", "article-journal"),
        ("grant", None, None, None),
    ],
)
def test_types(own, crossrefs, source, kind):
    """An article's source tells its type."""
    place = {"source": {"display_name": "Moor Letters", "type": source}} if source else None
    record = one(type=own, type_crossref=crossrefs, primary_location=place)
    assert record.type == kind
    assert record.further == ((("type", "grant"),) if own == "grant" else ())


def test_what_a_work_states_besides():
    """PubMed ids, the publisher of the venue but not of a repository, language, ISBN, retraction."""
    record = one(
        ids={
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7",
        },
        locations=[
            {"source": {"display_name": "arXiv", "type": "repository", "host_organization_name": "Moor University"}},
            {"source": {"display_name": "Wool", "type": "journal", "host_organization_name": "Moor Press"}},
        ],
        isbn="978-0-306-40615-7",
        language="de",
        is_retracted=True,
    )
    assert (record.identifiers.pmid, record.identifiers.isbn) == ("12345678", "9780306406157")
    assert (record.venue, record.publisher, record.language) == ("Wool", "Moor Press", "de")
    assert record.further == (("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/7"),)
    assert record.status == (Status(kind="retracted", by=("OpenAlex",)),)


def test_addresses_to_which_no_identifier_leads():
    """The page and the PDF are kept with their kinds, beside an identifier that leads elsewhere."""
    place = {"landing_page_url": "https://moor.example/paper/1", "pdf_url": "https://moor.example/files/1"}
    arxiv = {"landing_page_url": "https://arxiv.org/abs/2901.01234", "pdf_url": "https://arxiv.org/pdf/2901.01234"}
    for record in (one(primary_location=place), one(primary_location=place, best_oa_location=arxiv)):
        assert record.links == ("https://moor.example/paper/1", "https://moor.example/files/1")
        assert record.labeled == Links(paper=record.links[0], pdf=record.links[1])
    assert one(primary_location=arxiv, doi="https://doi.org/10.1234/x").links == ()


def test_the_date_of_a_copy_is_the_preprints():
    """Where the first location is a repository, the date is not the venue's."""
    arxiv = {"landing_page_url": "https://arxiv.org/abs/2901.01234", "source": {"display_name": "arXiv"}}
    wool = {"source": {"display_name": "Wool", "type": "journal"}}
    record = one(primary_location=arxiv, locations=[arxiv, wool], publication_date="2029-01-05")
    assert (record.venue, record.date, record.posted) == ("Wool", None, "2029-01-05")
    record = one(primary_location=wool, locations=[wool, arxiv], publication_date="2030-02-01")
    assert (record.venue, record.date, record.posted) == ("Wool", "2030-02-01", None)


def test_nulls_and_works_without_a_title_are_counted():
    """Records and problems add up to the results; a truncated list of authors is reported."""
    cut = WORK | {"is_authors_truncated": True}
    records, problems = openalex.parse(
        "w.json", _answer(WORK, None, {"id": "https://openalex.org/W4", "title": None}, cut)
    )
    assert len(records) == 2
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("record.null", "warning"),
        ("record.unreadable", "error"),
        ("openalex.authors-cut", "warning"),
    ]


@pytest.mark.parametrize(
    ("index", "text"),
    [
        ({"b": [1], "a": [0, 2]}, "a b a"),
        ({"late": [7], "early": [3]}, "early late"),
        ({"InvertedIndex": {"a": [0], "b": [1]}, "IndexLength": 2}, "a b"),
        ({"a": [10**12, -1, 1.5, True, None], "b": [0]}, "b"),
        ({"a": 3}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_abstracts_are_rebuilt_from_any_index(index, text):
    """Gaps are closed, huge positions are dropped, and other shapes give no abstract."""
    assert openalex.rebuilt(index) == text


def test_an_error_body_is_detected_and_told():
    """The answer for a refused query is this format, without records."""
    text = '{"error": "Invalid query parameters error.", "message": "titel is not a valid field"}'
    assert openalex.detect(text)
    assert not hf_papers.detect(text)
    records, [problem] = openalex.parse("x", text)
    assert records == []
    assert "titel is not a valid field" in problem.message


@pytest.mark.parametrize(
    "text", [_answer(WORK), json.dumps(WORK), json.dumps(WORK) + "\n" + json.dumps(WORK), json.dumps([WORK])]
)
def test_detection_takes_its_own_shapes_only(text):
    """Each answer is detected by exactly one of the JSON parsers."""
    assert openalex.detect(text)
    assert not hf_papers.detect(text)
    assert not semantic_scholar.detect(text)


NAMES = [*WORK, *WORK["primary_location"], "results", "author", "display_name", "host_venue", "raw_author_name"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


@given(st.text() | JSON.map(json.dumps))
def test_any_text_and_any_json_gives_a_result(text):
    """No value in any field raises."""
    openalex.detect(text)
    openalex.parse("x", text)


def index(size: int) -> str:
    """Return a work whose abstract has one long word at many positions."""
    word, count = "a" * (size // 2), size // 14
    abstract = {word: list(range(1, count)), "short": [0]}
    return json.dumps({"id": "https://openalex.org/W1", "title": "A", "abstract_inverted_index": abstract})


def test_an_abstract_is_no_longer_than_abstracts_are() -> None:
    """147 kB of JSON made 1.6 GB: a word counts at each of its positions, up to a whole length that no abstract has."""
    records, problems = openalex.parse("a.json", index(147_000))
    assert (records[0].title, records[0].abstract, problems) == ("A", "short " + "a" * 73_500 + " " + "a" * 73_500, [])
    assert growth(lambda text: openalex.parse("a.json", text), index(1_000_000), index(250_000)) < TOO_STEEP


def test_a_long_abstract_is_whole() -> None:
    """Nothing is cut from the longest real ones."""
    words = [f"word{at}" for at in range(15_000)]
    assert openalex.rebuilt({word: [at] for at, word in enumerate(words)}) == " ".join(words)
