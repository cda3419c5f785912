"""Titles are split from abstracts by general features."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats.listings.splitter import fold_run, known_end, split
from tests.formats.listings.pairs import HARD, PAIRS


@pytest.mark.parametrize(("title", "abstract"), PAIRS, ids=[title for title, _ in PAIRS])
def test_pairs(title, abstract) -> None:
    """The boundary is exact in many styles of titles and openings."""
    assert split(f"{title} {abstract}") == (title, abstract)


@pytest.mark.parametrize(("title", "abstract"), HARD, ids=[title for title, _ in HARD])
def test_a_known_title_needs_no_cues(title, abstract) -> None:
    """Where features fail, a known title decides if it is more than a name."""
    longer = f"{title} of Every Kind"
    assert split(f"{longer} {abstract}", {fold_run(longer)}) == (longer, abstract)


def test_the_longest_known_title_wins() -> None:
    """A known title is not cut at a shorter one that it begins with, nor before a lower-case letter."""
    known = {fold_run("Tiny Models for Kites"), fold_run("Tiny Models for Kites: A Survey")}
    tokens = ["Tiny", "Models", "for", "Kites:", "A", "Survey", "Kites", "are", "old."]
    assert known_end(tokens, known) == 6
    assert known_end(["Tiny", "Models", "for", "Kites", "and", "birds", "We", "fly."], known) == 0


@settings(deadline=None)
@given(st.text())
def test_no_word_is_lost(text) -> None:
    """Title and abstract together hold the words of any text in order."""
    title, abstract = split(text)
    assert f"{title} {abstract}".split() == text.split()
