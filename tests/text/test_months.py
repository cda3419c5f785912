"""Months by their names."""

import re

import pytest

from generator.text import months


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("07", 7), ("jul", 7), ("JULY", 7), ("Jul.", 7), ("5 July", 7), ("sept", 9), ("Sep.", 9), ("may", 5),
     ("December 2021", 12), ("0", 0), ("13", 0), ("007", 0), ("mayor", 0), ("juli", 0), ("", 0), ("٧", 0)],
)  # fmt: skip
def test_the_number_of_a_month(text: str, number: int) -> None:
    """Names, the usual abbreviations and numbers count; words that only begin like a month do not."""
    assert months.number(text) == number


@pytest.mark.parametrize("number", range(1, 13))
def test_every_form_of_a_month_is_found(number: int) -> None:
    """The full and the short name mean the same month, and both patterns match them as a whole."""
    for name in (months.NAMES[number - 1], months.SHORT[number - 1]):
        assert months.number(name) == number
        assert re.fullmatch(months.NAME, name, re.IGNORECASE)
        assert re.fullmatch(months.LIKE_A_NAME, name, re.IGNORECASE)
