"""Statuses as sentences of a note: what is written reads back, and nobody else's sentence is taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Status
from generator.text import status_notes

_NOTICES = st.sampled_from(
    (
        None,
        "https://doi.org/10.1234/jps.3.1",
        "https://doi.org/10.1234/(sici)1-2,3.",
        "https://tides.example.org/notice?a=1,&b=(2)",
    )
)
_NAMES = st.one_of(
    st.sampled_from(("Crossref", "Retraction Watch", "J. Pond Sci.", "Ponds and Lakes", "and", "Kelp, Sea", "arXiv")),
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="“”"), min_size=1, max_size=12),
)
_STATUSES = st.lists(
    st.builds(
        Status,
        kind=st.sampled_from(tuple(status_notes.WORDS)),
        date=st.sampled_from((None, "2021", "2021-07", "2021-07-05")),
        notice=_NOTICES,
        by=st.lists(_NAMES, max_size=4).map(tuple),
    ),
    max_size=3,
).map(tuple)
_NOTES = st.sampled_from((
    "", "Read aloud at the pond. See p. 4.", "Retracted wings of beetles.", "Corrected proof", "withdrawn", "arXiv:1 x",
))  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(statuses=_STATUSES, note=_NOTES)
def test_what_is_written_reads_back(statuses: tuple[Status, ...], note: str) -> None:
    """A note with statuses gives the same statuses and the same note."""
    assert status_notes.parse(status_notes.noted(statuses, note)) == (statuses, note)


def test_the_sentence_reads_as_english() -> None:
    """The written form is the one that the pages of the documentation promise."""
    written = status_notes.sentence(
        "retracted", "2021-07-05", "https://doi.org/10.1234/x", ("Crossref", "Retraction Watch")
    )
    assert written == "Retracted (2021-07-05), https://doi.org/10.1234/x, according to Crossref and Retraction Watch."


@pytest.mark.parametrize(
    "note",
    [
        "Retracted wings of beetles.",
        "Unretracted.",
        "Corrected proof.",
        "Withdrawn (see p. 4).",
        "Retracted (2021-07-05) by its authors.",
        "Expression of concern, see the letter.",
        "retracted",
    ],
)
def test_other_sentences_stay_in_the_note(note: str) -> None:
    """A sentence that only begins like ours is left alone."""
    assert status_notes.parse(note) == ((), note)


def test_sentences_are_found_inside_a_note() -> None:
    """A person may have written before and after our sentence."""
    statuses, rest = status_notes.parse("Two pages. Retracted (2021), according to PubMed. Kept for the figures.")
    assert statuses == (Status(kind="retracted", date="2021", by=("PubMed",)),)
    assert rest == "Two pages. Kept for the figures."


@pytest.mark.parametrize(
    "piece", ["Retracted, according to ", "Retracted. ", "and a", "Retracted, https://a.b/c,", "“a”, "]
)
def test_long_notes_take_no_long_time(piece: str) -> None:
    """Parsing is linear in a hostile note."""
    start = time.perf_counter()
    status_notes.parse("Retracted, according to " + piece * 5_000)
    assert time.perf_counter() - start < 2
