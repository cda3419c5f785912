"""Co-citation: which papers of a shelf a work is cited with, and how close that brings it."""

from __future__ import annotations

import pytest

from generator.intake.co_citation import CoCitation

KEYS = {("openalex", "W1"): "heron", ("openalex", "W2"): "egret", ("semantic-scholar", "s2"): "egret"}


def of(**cites: str) -> CoCitation:
    """Return what is known if these works of OpenAlex cite others, which are separated by spaces."""
    known = CoCitation(KEYS)
    for work, references in cites.items():
        known.learn(("openalex", work), (("openalex", one) for one in references.split()))
    return known


def test_what_is_cited_with_the_shelf_is_close_and_what_everybody_cites_is_not() -> None:
    """Two works cite the heron and the ibis; the classic is cited with the heron as often, and by many others."""
    others = {f"W9{number}": "W8" for number in range(20)}
    known = of(W5="W1 W7 W8", W6="W1 W7 W8", **others)
    ibis, classic = known.company([("openalex", "W7")]), known.company([("openalex", "W8")])
    assert ibis.works == classic.works == {"heron": 2}
    assert ibis.closeness == pytest.approx(2 / 3)
    assert 0 < classic.closeness < ibis.closeness / 2
    assert known.company([("openalex", "W404")]).closeness == 0


def test_a_citation_of_one_by_the_other_counts() -> None:
    """The heron cites the ibis, and the rail cites the egret; nobody cites both."""
    known = of(W1="W7", W3="W2")
    assert known.company([("openalex", "W7")]).works == {"heron": 1}
    assert known.company([("openalex", "W3")]).works == {"egret": 1}


def test_a_paper_that_two_services_know_cites_once() -> None:
    """The egret cites the ibis, as both say."""
    known = of(W2="W7")
    known.learn(("semantic-scholar", "s2"), [("semantic-scholar", "s7")])
    both = known.company([("openalex", "W7"), ("semantic-scholar", "s7")])
    assert both == known.company([("openalex", "W7")])


def test_the_closest_works_are_those_that_others_cite_with_the_shelf() -> None:
    """Known works, works that too few cite, and works that nobody cites with a paper of the shelf are left out."""
    known = of(W3="W1 W6 W7 W8 W9", W4="W1 W2 W6 W7", W5="W2 W6", W10="W11", W12="W11")
    assert known.closest("openalex", 2, {("openalex", "W8")}) == ["W6", "W7"]
    assert known.closest("openalex", 3, frozenset()) == ["W6"]
    assert known.closest("openalex", 2, {("openalex", "W6")}) == ["W7"]
    assert known.closest("semantic-scholar", 1, frozenset()) == []
