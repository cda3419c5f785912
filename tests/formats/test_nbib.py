"""PubMed's nbib: folded values, full names, DOIs among other ids, hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import nbib
from generator.model import Name, Record
from tests.conftest import TOO_STEEP, growth, people

SAMPLE = """
PMID- 10000001
OWN - NLM
DP  - 2021 Jul 5
TI  - A made-up study of folded
      titles.
PG  - 123-130
LID - 10.1000/abc [doi]
LID - S0000 [pii]
AB  - BACKGROUND: Short text.
      It goes on.
FAU - van Beethoven, Ludwig
AU  - van Beethoven L
FAU - Doe, Jane Jr
AU  - Doe J Jr
VI  - 4
IP  - 2
JT  - Annals of invention
TA  - Ann Inv
OT  - graphs
OT  - trees

PMID- 10000002
AU  - Liu R
AU  - Chen XY
BTI - A book
DP  - 1999 Spring
not a field

PMID- 0
OWN - NLM
"""


def test_everyday_fields():
    """Values are unfolded, full names are preferred, and NLM's full stop after the title is removed."""
    first, second = nbib.parse("a.nbib", SAMPLE)[0]
    assert (first.id, first.line, first.title, first.date) == (
        "10000001",
        2,
        "A made-up study of folded titles",
        "2021-07-05",
    )
    assert first.authors == (*people("van Beethoven, Ludwig"), Name(family="Doe", given="Jane", suffix="Jr"))
    assert (first.venue, first.volume, first.number, first.pages) == ("Annals of invention", "4", "2", "123-130")
    assert (first.identifiers.pmid, second.identifiers.pmid) == ("10000001", "10000002")
    assert (first.identifiers.doi, first.abstract, first.keywords) == (
        "10.1000/abc",
        "BACKGROUND: Short text. It goes on.",
        ("graphs", "trees"),
    )
    assert (second.authors, second.title, second.date) == (people("Liu R", "Chen XY"), "A book", "1999")


def test_an_empty_record_is_a_problem():
    """An empty record is reported with its line."""
    assert [(problem.line, problem.code) for problem in nbib.parse("a.nbib", SAMPLE)[1]] == [(30, "record.empty")]


def one(text: str) -> Record:
    """Return the record of a text."""
    (record,), problems = nbib.parse("a.nbib", text)
    assert problems == []
    return record


def test_people_in_their_roles():
    """Full names with their ORCID, short ones where there is no other, groups after the people, editors apart."""
    record = one(
        "PMID- 1\nTI  - x\nFAU - García López, María\nAU  - García López M\nAUID- ORCID: 0000000218250097\n"
        "AU  - Li W\nFAU - Marsh, A\nAU  - Marsh A\nAU  - et al.\nCN  - Pond Study Group, Inc.\n"
        "FED - Reed, Bo\nED  - Reed B\n"
    )
    assert record.authors == (
        Name(family="García López", given="María", orcid="0000-0002-1825-0097"),
        Name(family="Li", given="W"),
        Name(family="Marsh", given="A"),
        Name(literal="Pond Study Group, Inc."),
    )
    assert (record.et_al, record.editors) == (True, people("Reed, Bo"))


def test_the_order_of_full_and_short_names():
    """Each person is named once, whichever form comes first; NLM's ordinals are suffixes."""
    both = ("AU  - Marsh JA 3rd\n", "FAU - Marsh, John A 3rd\n")
    for first, second in (both, both[::-1]):
        record = one(f"PMID- 1\nTI  - x\n{first}{second}AU  - et al.\n")
        assert record.authors == (Name(family="Marsh", given="John A", suffix="3rd"),)
        assert record.et_al


@pytest.mark.parametrize(
    ("printed", "kind", "genre"),
    [
        (("Journal Article",), "article-journal", ""),
        (("Journal Article", "Preprint"), "article", ""),
        (("Book Chapter", "Review"), "chapter", ""),
        (("Book",), "book", ""),
        (("Dataset",), "dataset", ""),
        (("Dataset", "Journal Article"), "article-journal", ""),
        (("Academic Dissertation",), "thesis", "Academic Dissertation"),
        (("Technical Report",), "report", "Technical Report"),
        (("Case Reports",), "article-journal", ""),
        (("Letter",), "article-journal", ""),
        (("Clinical Conference",), None, ""),
        ((), None, ""),
    ],
)
def test_types(printed, kind, genre):
    """The publication types tell the type, with or without a volume."""
    record = one("PMID- 1\nTI  - x\nTA  - Ann Ponds\n" + "".join(f"PT  - {each}\n" for each in printed))
    assert (record.type, record.genre) == (kind, genre)


def test_a_chapter_is_in_a_book():
    """The book is the chapter's venue; its series, publisher, edition and ISBN are kept."""
    record = one(
        "PMID- 2\nPB  - Pond Press\nTI  - Of Frogs\nBTI - Pond Life.\nCTI - Pond Books\nAU  - Lee J\n"
        "PT  - Book Chapter\nISBN- 978-0-306-40615-7\nEN  - 2nd\nLA  - eng\nLA  - fre\nGN  - Updated.\n"
    )
    assert (record.title, record.venue, record.series, record.publisher, record.edition) == (
        *("Of Frogs", "Pond Life", "Pond Books", "Pond Press", "2nd"),
    )
    assert (record.identifiers.isbn, record.language, record.note) == ("9780306406157", "eng, fre", "Updated.")
    assert record.further == ()


def test_what_has_no_field_is_kept():
    """Keywords lose the mark of a main topic; all other codes are kept, but for abstracts."""
    record = one(
        "PMID- 3\nOWN - NLM\nTI  - x\nTT  - Teiche\nLID - 1042 [pii]\nPMC - PMC88\nMH  - *Ponds/chemistry\nOT  - newts\n"
        "OAB - Teiche sind nass.\nAD  - Moor.\nAD  - Dale.\n"
    )
    assert (record.keywords, record.pages) == (("Ponds/chemistry", "newts"), "1042")
    assert record.further == (("OWN", "NLM"), ("TT", "Teiche"), ("PMC", "PMC88"), ("AD", "Moor.; Dale."))


ERIC = """
OWN - ERIC
TI  - Ponds in the Classroom
AU  - van Moor, Maaike M.
OT  - Ponds
JT  - Journal of Applied Ponds
SO  - v21 n1 p12-24 2020
AID - http://dx.doi.org/10.1234/ponds-9
OID - EJ1000001
VI  - 21
IP  - 1
PG  - 12-24
DP  - Article 10 2020
LID - http://eric.example.gov/?id=EJ1000001
ISSN - EISSN-2375-0000
LA  - English
PT  - Journal Articles
PT  - Reports - Research

OWN - ERIC
TI  - Ponds at College
AU  - Reed, Bo
JT  - Pond Schools, Inc.
OID - ED600001
DP  - 2019
ISBN - ISBN-978-0-3064-0615-7
PT  - Reports - Research
"""


def test_erics_records_have_no_pubmed_id():
    """ERIC's export begins each record with its owner; a report's journal is its institution."""
    assert nbib.detect(ERIC)
    assert nbib.detect("OWN - ERIC\nTI  - x\n")
    (article, report), problems = nbib.parse("eric.nbib", ERIC)
    assert problems == []
    assert (article.id, article.line, article.type, article.authors) == (
        *("EJ1000001", 2, "article-journal"),
        people("van Moor, Maaike M."),
    )
    assert (article.venue, article.volume, article.number, article.pages, article.date) == (
        *("Journal of Applied Ponds", "21", "1", "12-24", "2020"),
    )
    assert article.identifiers.doi == "10.1234/ponds-9"
    assert "http://eric.example.gov/?id=EJ1000001" in article.links
    assert (report.id, report.type, report.publisher, report.venue) == ("ED600001", "report", "Pond Schools, Inc.", "")
    assert (report.identifiers.isbn, report.genre) == ("9780306406157", "Reports - Research")


def test_an_owner_inside_a_record_begins_none():
    """PubMed's records name their owner, too."""
    assert [record.title for record in nbib.parse("a", "PMID- 1\nOWN - ERIC\nTI  - x\n\nPMID- 2\nTI  - y\n")[0]] == [
        "x",
        "y",
    ]


def test_detect():
    """PubMed's files are recognised by their first PMID; other files are reported."""
    assert nbib.detect(SAMPLE)
    assert not nbib.detect("TY  - JOUR\n")
    assert [problem.code for problem in nbib.parse("a.nbib", "TY  - JOUR\n")[1]] == ["nbib.no-record"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "PMID- 1",
                    "OWN - ERIC",
                    "FAU - x",
                    "AU  - y",
                    "AUID- 0000-0000-0000-0000",
                    "PMID-",
                    "TI  - x",
                    "      y",
                    "ER  - ",
                    "FAU -",
                    "",
                    "DP  - 0",
                ]
            )
        ).map("\n".join),
    )
)
def test_any_text_gives_a_result(text):
    """No text raises, and every reported line exists."""
    records, problems = nbib.parse("a.nbib", text)
    nbib.detect(text)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in (*records, *problems))


@pytest.mark.parametrize(
    "text",
    [
        "PMID- 1\n" * 100_000,
        "PMID- 1\n" + "OWN - ERIC\n" * 150_000,
        "OWN - ERIC\n" * 150_000,
        "PMID- 1\n" + "AU  - x\n" * 100_000,
        "PMID- 1\nTI  - x\n" + "      y\n" * 100_000,
        " " * 1_000_000,
    ],
)
def test_hostile_files_cost_what_they_weigh(text):
    """Megabytes of fields or records are read or refused at a cost that is linear in their length."""
    read = []
    assert growth(lambda part: read.append(nbib.parse("a.nbib", part)), text) < TOO_STEEP
    assert any(read[-1])
