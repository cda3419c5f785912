"""Crossref's works: what they have beyond CSL-JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import csl_json
from generator.model import Links, Name, Record

WORK = {
    "source": "Crossref",
    "prefix": "10.5555",
    "member": "1",
    "indexed": {"date-parts": [[2030, 1, 1]]},
    "reference-count": 3,
    "reference": [{"key": "1", "unstructured": "Somebody: A paper"}],
    "DOI": "10.5555/Shore.77",
    "type": "journal-article",
    "title": ["Limpets"],
    "issued": {"date-parts": [[2029, 6]]},
}


def one(**fields: object) -> Record:
    """Return the record of a work with these fields."""
    answer = {
        "status": "ok",
        "message-type": "work",
        "message": {key.replace("_", "-"): held for key, held in (WORK | fields).items()},
    }
    (record,), problems = csl_json.parse("c.json", json.dumps(answer))
    assert problems == []
    return record


def test_the_book_and_its_series():
    """Of two container titles the first is the series, the second the volume."""
    record = one(
        type="book-chapter",
        container_title=["Lecture Notes in Shores", "Shores 2029"],
        ISBN=["9780306406150", "978-0-306-40615-7"],
        editor=[
            {"given": "Ada", "family": "Marsh", "ORCID": "http://orcid.org/0000-0002-1825-0097"},
            {"name": "Tide Group"},
        ],
        publisher="Shore Press",
        publisher_location="Dale",
        page="3-9",
        article_number="12",
        edition_number="2",
    )
    assert (record.venue, record.series, record.publisher, record.edition) == (
        *("Shores 2029", "Lecture Notes in Shores", "Shore Press", "2"),
    )
    assert record.identifiers.isbn == "9780306406157"
    assert record.editors == (
        Name(family="Marsh", given="Ada", orcid="0000-0002-1825-0097"),
        Name(literal="Tide Group"),
    )
    assert record.further == (("publisher-location", "Dale"), ("article-number", "12"))


def test_an_article_number_is_where_pages_are():
    """An article without pages has a number; the issue may be in its own object."""
    record = one(article_number="e12", container_title=["Shores"], journal_issue={"issue": "4"})
    assert (record.pages, record.number, record.further) == ("e12", "4", ())


@pytest.mark.parametrize(
    ("kind", "title", "read"),
    [
        ("correction", "Limpets", "Correction: Limpets"),
        ("erratum", "Limpets", "Erratum: Limpets"),
        ("retraction", "Limpets", "Retraction: Limpets"),
        ("withdrawal", "Limpets", "Retraction: Limpets"),
        ("expression_of_concern", "Limpets", "Expression of concern: Limpets"),
        ("retraction", "Retraction: Limpets", "Retraction: Limpets"),
        ("correction", "Limpets. Correction to Limpets", "Limpets. Correction to Limpets"),
        ("new_version", "Limpets", "Limpets"),
    ],
)
def test_a_notice_about_another_work_says_so(kind, title, read):
    """A notice under the title of the paper would be taken for the paper."""
    update = {"DOI": "10.5555/shore.1", "type": kind, "label": "Notice", "updated": {"date-parts": [[2030, 2, 3]]}}
    record = one(title=[title], update_to=[update])
    assert record.title == read
    assert record.further == (("update-to", f"{kind}: 10.5555/shore.1 (2030-02-03)"),)


def test_what_became_of_a_work_is_kept():
    """Notices about this work leave its title as it is; what is no status is a further field."""
    record = one(updated_by=[{"DOI": "10.5555/shore.9", "type": "new_edition"}, {"type": "odd"}, None])
    assert (record.title, record.further) == ("Limpets", (("updated-by", "new_edition: 10.5555/shore.9"),))


def test_addresses():
    """The PDF is labeled; the page only where no identifier leads there."""
    link = [
        {"URL": "https://shore.example/xml/1", "content-type": "text/xml"},
        {"URL": "https://shore.example/pdf/1", "content-type": "application/pdf"},
    ]
    record = one(
        link=link,
        resource={"primary": {"URL": "https://shore.example/article/1"}},
        URL="https://doi.org/10.5555/shore.77",
    )
    assert record.labeled == Links(paper="https://shore.example/article/1", pdf="https://shore.example/pdf/1")
    assert record.links == (
        "https://doi.org/10.5555/shore.77",
        "https://shore.example/article/1",
        "https://shore.example/pdf/1",
    )
    assert one(resource={"primary": {"URL": "https://shore.example/doi/10.5555/shore.77"}}).labeled == Links()


def test_events_institutions_and_degrees():
    """An event is the venue where there is no other; an institution publishes a thesis and holds a preprint."""
    event = {"name": "Shore Congress", "location": "Dale", "start": {"date-parts": [[2029, 6, 1]]}}
    assert one(type="proceedings-article", event=event).venue == "Shore Congress"
    record = one(type="proceedings-article", event=event, container_title=["Proc. Shores"])
    assert (record.venue, record.further) == ("Proc. Shores", (("event", "Shore Congress Dale"),))
    record = one(type="dissertation", institution=[{"name": "University of Dale"}], degree=["PhD"])
    assert (record.type, record.publisher, record.genre, record.venue) == ("thesis", "University of Dale", "PhD", "")
    record = one(type="posted-content", institution=[{"name": "ShoreXiv"}], publisher="Tidal Laboratory")
    assert (record.type, record.venue, record.publisher) == ("article", "ShoreXiv", "Tidal Laboratory")


def test_dates():
    """The date is the first one; a later one is kept."""
    record = one(published_print={"date-parts": [[2029, 9]]}, published_online={"date-parts": [[2029, 6]]})
    assert (record.date, record.further) == ("2029-06", (("published-print", "2029-09"),))
    assert one(issued={"date-parts": [[None]]}, posted={"date-parts": [[2028, 1, 2]]}).date == "2028-01-02"


def test_texts():
    """Abstracts keep their words apart; TeX in titles and names is decoded."""
    text = "<jats:title>Abstract</jats:title><jats:p>Limpets cling.</jats:p><jats:sec><jats:title>Aim</jats:title><jats:p>To count.</jats:p></jats:sec>"
    record = one(
        abstract=text,
        title=[r"Schr\"odinger's Limpets", "Schrödingers Napfschnecken"],
        author=[{"given": r"J\"urgen", "family": "Roe"}],
        translator=[{"given": "Bo", "family": "Reed"}, {"literal": "Tide Group"}],
        relation={"is-preprint-of": [{"id-type": "doi", "id": "10.5555/shore.78", "asserted-by": "subject"}]},
    )
    assert record.abstract == "Limpets cling. Aim To count."
    assert (record.title, record.authors) == ("Schrödinger's Limpets", (Name(family="Roe", given="Jürgen"),))
    assert record.further == (
        ("title", "Schrödingers Napfschnecken"),
        ("translator", "Bo Reed; Tide Group"),
        ("is-preprint-of", "10.5555/shore.78"),
    )


def test_dates_and_people_are_written_in_their_shapes():
    """What no field holds is written as CSL has it, and reads back the same."""
    further = (
        ("accessed", "2030-01-02"),
        ("translator", "Bo Reed; Tide Group"),
        ("medium", "paper"),
        ("submitted", "soon"),
    )
    record = Record(source="c.json", line=2, id="k", title="Limpets", type="book", further=further)
    text = csl_json.dump([record])
    (written,) = json.loads(text)
    assert written["accessed"] == {"date-parts": [[2030, 1, 2]]}
    assert (written["translator"], written["medium"], written["submitted"]) == (
        *([{"literal": "Bo Reed; Tide Group"}], "paper", "soon"),
    )
    assert csl_json.parse("c.json", text)[0] == [record]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["URL", "primary", "DOI", "type", "name", "date-parts", "updated"]), inner)
    ),
    max_leaves=8,
)
KEYS = [
    "update-to",
    "updated-by",
    "link",
    "resource",
    "institution",
    "event",
    "relation",
    "posted",
    "abstract",
    "ISBN",
    "degree",
]


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_no_value_raises(fields):
    """Any value in any field gives a record."""
    assert csl_json.parse("c.json", json.dumps([WORK | fields]))[0]
