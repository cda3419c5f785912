"""Likeness: titles that have few words in common, and titles of a series."""

import pytest

from generator.text import likeness, titles
from generator.text.likeness import TitleComparison


def compared(a: str, b: str) -> TitleComparison:
    """Return how alike two titles are, which has no direction."""
    found = likeness.compare(titles.forms(a), titles.forms(b))
    assert found == likeness.compare(titles.forms(b), titles.forms(a))
    return found


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("Wind from Old Seas", "Kites from New Harbours", True),
        ("Wind of Old Seas", "Kites for New Harbours", True),
        ("Wind from Old Seas", "Drachen aus neuen Häfen", False),  # it may be a translation
        ("Wind over Old Seas", "Kites above New Harbours", False),
        # three of ten words and more are what two translators choose
        ("one two three four five six seven of eight nine ten", "one two three ab cd ef gh to ij kl mn", False),
        ("one two three four five six seven of eight nine ten", "one two op ab cd ef gh to ij kl mn", True),
    ],
)
def test_titles_that_are_no_translations(a: str, b: str, *, apart: bool) -> None:
    """Two titles in English with few words in common are those of two texts."""
    assert compared(a, b).apart is apart


@pytest.mark.parametrize(
    ("a", "b", "sisters"),
    [
        ("The Great Bay: birds and seals", "The Great Bay: climate and weather", True),
        ("The Great Bay: birds", "The Great Bay", False),
        ("BayNet: birds and seals", "BayNet: climate and weather", False),  # one word is a name
        ("A Survey of Boats and Harbours in Norway", "A Survey of Boats and Harbours in Iceland", True),
        ("A Survey of Boats and Harbours in Norway", "A Survey of Boats and Harbours in Nor", False),  # cut
        ("A Survey of Boats in Norway", "Another Survey of Boats in Iceland", False),
        ("The Great Bay: birds", "The Great Bay: bird", False),  # a slip
    ],
)
def test_titles_of_a_series(a: str, b: str, *, sisters: bool) -> None:
    """Two titles that begin alike and end differently are parts of a series."""
    assert compared(a, b).sisters is sisters


@pytest.mark.parametrize(
    ("a", "b", "numbers", "tail"),
    [
        ("Wind over old seas: 12 kites", "Wind over old seas", "12 / none", True),
        ("Wind over old seas (12 kites)", "Wind over old seas", "12 / none", True),
        ("Wind over 3 old seas: 12 kites", "Wind over 3 old seas", "12, 3 / 3", True),
        ("Wind over old northern seas 12", "Wind over old northern seas 13", "12 / 13", False),
        ("Wind over old seas: kites", "Wind over old seas", "", False),
        ("Wind over old seas 1,2", "Wind over old seas", "", False),
    ],
)
def test_numbers_in_a_tail(a: str, b: str, numbers: str, *, tail: bool) -> None:
    """Numbers that only the longer title has may have been cut off; the number of a footnote is none."""
    found = compared(a, b)
    assert (found.numbers, found.tail) == (numbers, tail)
