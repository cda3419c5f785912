"""Names of people in the orders that sources print."""

from __future__ import annotations

import pytest

from generator.text import bylines


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Wei Wang (王伟)", "Wei Wang (王伟)"),
        ("Wang, Wei (王伟)", "Wei Wang (王伟)"),
        ("Wang (王伟), Wei", "Wei Wang (王伟)"),
        ("Wang, Wei, (王伟)", "Wei Wang (王伟)"),
        ("(王伟)", "(王伟)"),
        ("Smith, John (Jack)", "John (Jack) Smith"),
        ("Doe, Jr., John", "John Doe Jr."),
    ],
)
def test_a_name_in_another_script_stays_last(printed: str, shown: str) -> None:
    """It comes last, is not the family name, and the inverted form reads back as the same name."""
    assert bylines.display(printed) == shown
    assert bylines.display(bylines.inverted(shown)) == shown
    if "Wang" in shown:
        assert bylines.split_name(shown).family == "Wang"
