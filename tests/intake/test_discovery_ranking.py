"""The order of discoveries: what makes a paper rank higher."""

from __future__ import annotations

from generator.intake.discovery_ranking import ties, wording


def test_ties_to_the_shelf_count() -> None:
    """What is often cited with the papers here scores higher, and so does what is recommended."""
    assert ties(0, is_recommended=False) < ties(0.5, is_recommended=False) < ties(2, is_recommended=False)
    assert ties(0.5, is_recommended=False) < ties(0.5, is_recommended=True)


def test_titles_with_the_words_of_the_shelf_score_higher() -> None:
    """Whatever the ending of a word is; a word that all titles have says nothing, and an empty title is no fault."""
    here = ["The Herons of the Marsh", "Egrets of the Marsh", "A Heron by Night"]
    there = ["The Statistics of Samples", "A Test of Samples", "The Herons of the Moon", "Of Tests"]
    score = wording(here, there)
    assert score("Night Heron") > score("Heron Samples") > score("Tests of Samples")
    assert score("of") < score("marshes")
    assert score("") == score("!?") == 0
    assert wording([], [])("Herons") == 0


def test_few_titles_say_little() -> None:
    """The same shares of words, in ten times as many titles, count more."""
    here, there = ["Night Herons", "Marshes"], ["Samples", "Tests", "Night Sky"]
    assert 0 < wording(here, there)("Herons") < wording(here * 10, there * 10)("Herons")
