"""PubMed's nbib: folded values, full names, DOIs among other ids, hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import nbib
from tests.conftest import TOO_STEEP, growth

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

PMID- 10000003
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
    assert first.authors == ("Ludwig van Beethoven", "Jane Jr Doe")
    assert (first.venue, first.volume, first.number, first.pages) == ("Annals of invention", "4", "2", "123-130")
    assert (first.identifiers.doi, first.abstract, first.hints) == (
        "10.1000/abc",
        "BACKGROUND: Short text. It goes on.",
        ("graphs", "trees"),
    )
    assert (second.authors, second.title, second.date) == (("R Liu", "XY Chen"), "A book", "1999")


def test_an_empty_record_is_a_problem():
    """An empty record is reported with its line."""
    assert [(problem.line, problem.code) for problem in nbib.parse("a.nbib", SAMPLE)[1]] == [(30, "record.empty")]


def test_detect():
    """PubMed's files are recognised by their first PMID; other files are reported."""
    assert nbib.detect(SAMPLE)
    assert not nbib.detect("TY  - JOUR\n")
    assert [problem.code for problem in nbib.parse("a.nbib", "TY  - JOUR\n")[1]] == ["nbib.no-record"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(["PMID- 1", "PMID-", "TI  - x", "      y", "ER  - ", "FAU -", "", "DP  - 0"])).map(
            "\n".join
        ),
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
        "PMID- 1\n" * 500_000,
        "PMID- 1\n" + "AU  - x\n" * 500_000,
        "PMID- 1\nTI  - x\n" + "      y\n" * 500_000,
        " " * 2_000_000,
    ],
)
def test_hostile_files_cost_what_they_weigh(text):
    """Megabytes of fields or records are read or refused at a cost that is linear in their length."""
    assert any(nbib.parse("a.nbib", text))
    assert growth(lambda part: nbib.parse("a.nbib", part), text) < TOO_STEEP
