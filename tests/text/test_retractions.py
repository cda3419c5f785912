"""Retractions in words: what a title, a note or a comment says of its own paper, and what only looks like it."""

from __future__ import annotations

import time

import pytest

from generator.model import Status
from generator.text import keys, retractions, titles

POND = "Frogs of the Pond"


@pytest.mark.parametrize(
    ("title", "kind", "date"),
    [
        (f"RETRACTED: {POND}", "retracted", None),
        (f"[Retracted] {POND}", "retracted", None),
        (f"(Retracted) {POND}", "retracted", None),
        (f"Retracted article: {POND}", "retracted", None),
        (f"RETRACTED CHAPTER: {POND}", "retracted", None),
        (f"***RETRACTED***: {POND}", "retracted", None),
        (f"RETRACTED {POND}", "retracted", None),
        (f"Retracted – {POND}", "retracted", None),
        (f"{POND} (Retracted)", "retracted", None),
        (f"{POND} [retracted]", "retracted", None),
        (f"{POND} — RETRACTED", "retracted", None),
        (f"{POND} (retracted article)", "retracted", None),
        (f"{POND} (Retracted article. See vol. 360, pg. 542, 2009)", "retracted", "2009"),
        (f"{POND} (Retracted Article. See vol 36(2), pg 2012, 2013)", "retracted", "2013"),
        (f"{POND} (Retracted by the authors in 2012)", "retracted", "2012"),
        (f"RETRACTED: {POND} (Retracted article. See vol. 3, 2020)", "retracted", "2020"),
        (f"WITHDRAWN: {POND}", "withdrawn", None),
        (f"{POND} (Withdrawn)", "withdrawn", None),
        (f"Removed: {POND}", "withdrawn", None),
        (f"{POND} (Publication with Expression of Concern. See vol. 7, 2020)", "concern", "2020"),
        (f"Notice of Violation of IEEE Publication Principles: {POND}", "concern", None),
        (f"已撤稿：{POND}", "retracted", None),
        (f"【撤稿】{POND}", "retracted", None),
        (f"Article rétracté : {POND}", "retracted", None),
        (f"Artículo retractado: {POND}", "retracted", None),
        (f"Zurückgezogen: {POND}", "retracted", None),
    ],
)
def test_a_mark_of_the_paper_itself(title: str, kind: str, date: str | None) -> None:
    """The mark is a status, the rest is the title, and neither keys nor comparisons see the mark."""
    assert retractions.of_title(title) == ((Status(kind=kind, date=date),), POND)
    assert titles.forms(title)[0].words == ("frogs", "of", "the", "pond")
    assert titles.mark(retractions.bare(title)) == ""
    assert keys.make_key(retractions.bare(title)) == "frogs-of-the-pond"


@pytest.mark.parametrize(
    "title",
    [
        "Withdrawn behaviour in zebrafish",
        "Retracted wings of beetles",
        "Retracted-wing beetles fly",
        "Corrected: a song for frogs",
        "Retracted papers: a survey",
        "Citing retracted articles: a bad habit",
        "Why was this article retracted?",
        "“Retracted”: the afterlife of papers",
        "Positions of claws (retracted)",
        "Removed tonsils",
        "Withdrawn from sale: drugs of the decade",
        "WITHDRAWN BEHAVIOUR IN ZEBRAFISH",
        "Retraction: Frogs of the Pond",
        "Retraction notice to “Frogs of the Pond”",
        "Notice of Retraction: Frogs of the Pond",
        "Frogs of the Pond [Retraction of vol 3, pg 1, 2001]",
        "Expression of concern: Frogs of the Pond",
        "Retracted",
        "",
    ],
)
def test_papers_and_notices_without_a_mark_of_their_own(title: str) -> None:
    """A word in a title, a paper about retractions and a notice about another paper are no status."""
    assert retractions.of_title(title) == ((), title)


def test_what_ieee_prints_on_the_paper_itself() -> None:
    """IEEE's “Notice of Retraction” stands on the retracted paper; that of others is a notice."""
    title = f"Notice of Retraction: {POND}"
    assert retractions.of_title(title, "10.1109/pond.2010.7") == ((Status(kind="retracted"),), POND)
    assert retractions.of_title(title, "10.1234/pond.7") == ((), title)


@pytest.mark.parametrize(
    ("note", "kind", "date", "notice"),
    [
        ("Retracted", "retracted", None, None),
        ("RETRACTED: see https://pond.example.org/notice.", "retracted", None, "https://pond.example.org/notice"),
        ("Retraction published 2021, see doi:10.1234/JPS.9", "retracted", "2021", "https://doi.org/10.1234/jps.9"),
        ("12 figures. This article has been retracted.", "retracted", None, None),
        ("The paper was later retracted by the journal on 2020-03-04", "retracted", "2020-03-04", None),
        (
            "Retraction in: J Pond Sci. 2021 May;3(2):1999. PMID: 12345. Comment in: J Pond Sci. 1990;1:1",
            "retracted",
            "2021",
            "https://pubmed.ncbi.nlm.nih.gov/12345/",
        ),
        ("Article retracted in 2010", "retracted", "2010", None),
        ("Withdrawn by the authors", "withdrawn", None, None),
        ("This preprint has been withdrawn from bioRxiv", "withdrawn", None, None),
        ("Erratum in: J Pond Sci 2001", "corrected", "2001", None),
        ("Corrigendum: https://doi.org/10.1234/jps.9", "corrected", None, "https://doi.org/10.1234/jps.9"),
        ("Partial retraction in: J Pond Sci 2020", "corrected", "2020", None),
        ("Expression of concern published in 2020", "concern", "2020", None),
    ],
)
def test_what_notes_say(note: str, kind: str, date: str | None, notice: str | None) -> None:
    """A sentence of a note tells the kind, the date and the notice."""
    assert list(retractions.of_note(note)) == [Status(kind=kind, date=date, notice=notice)]


@pytest.mark.parametrize(
    "note",
    [
        "Not retracted",
        "This paper has not been retracted",
        "The paper was retracted and later reinstated",
        "Withdrawn from the conference",
        "Retracted wings of beetles",
        "Retraction of lids after surgery",
        "Withdrawal of funds",
        "Corrected proof",
        "corrected typos",
        "Corrections welcome",
        "Erratum-free edition",
        "Reply to the retraction of another paper",
        "The previous version was withdrawn",
        "About retracted papers",
    ],
)
def test_notes_that_say_nothing_of_the_kind(note: str) -> None:
    """Words alone are no claim, and neither is a claim about something else."""
    assert list(retractions.of_note(note)) == []
    assert retractions.without(note) == note


def test_what_of_a_note_is_about_the_paper() -> None:
    """The sentence about the notice is left out; its neighbours stay."""
    note = "See https://a.example. Retracted, see doi:10.1234/x. Code: https://b.example"
    assert retractions.without(note).split() == ["See", "https://a.example.", "Code:", "https://b.example"]


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a crucial error in equation 1",
        "Withdrawn",
        "12 pages, withdrawn",
        "10 pages; this submission has been withdrawn by arXiv administrators",
        "Paper withdrawn: Lemma 3 is wrong",
        "The authors have withdrawn this paper",
        "arXiv admin note: withdrawn due to disputed authorship",
    ],
)
def test_comments_of_withdrawn_papers(comment: str) -> None:
    """Authors and administrators say it in many ways."""
    assert retractions.of_arxiv(comment)


@pytest.mark.parametrize(
    "comment",
    [
        "withdrawn from the conference",
        "This paper was withdrawn from ICPS 2020; 10 pages",
        "minor corrections",
        "withdrawal of funds",
        "supersedes an earlier paper, which has been withdrawn",
        "Section 5 has been withdrawn",
        "v2 withdrawn, see v1",
        "The previous version was withdrawn",
        "We study withdrawn children",
        "Erratum added",
    ],
)
def test_comments_of_papers_that_stand(comment: str) -> None:
    """What was withdrawn is something else."""
    assert not retractions.of_arxiv(comment)


def test_abstracts_of_withdrawn_papers() -> None:
    """The abstract of a withdrawn version says so in a sentence; a word in it does not."""
    assert retractions.of_arxiv("", "This paper has been withdrawn by the author due to a sign error.")
    assert not retractions.of_arxiv("", "Withdrawn and silent, children draw frogs. Funds are withdrawn.")


@pytest.mark.parametrize(
    "piece", ["(Retracted. ", "retracted: ", "[", "* ", "Retraction in: a. ", "withdrawn, ", "10.1/"]
)
def test_long_texts_take_no_long_time(piece: str) -> None:
    """Reading is linear in a hostile text."""
    start = time.perf_counter()
    text = "Frogs retracted " + piece * 20_000
    retractions.of_title(text[:1000])
    retractions.of_title(text)
    list(retractions.of_note(text))
    retractions.of_arxiv(text, text)
    assert time.perf_counter() - start < 2
