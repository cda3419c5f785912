"""Names that nearly match."""

import pytest

from generator.text.similarity import did_you_mean

MANY = [f"paper-{number}" for number in range(1_000)]


@pytest.mark.parametrize(
    ("name", "allowed", "hint"),
    [
        ("titel", ["title", "date"], "did you mean title?"),
        ("TITEL", ["title", "date"], "did you mean title?"),
        ("zzz", ["title", "date"], "allowed: title, date"),
        ("zzz", [], "none are allowed here"),
        ("paper-10000", MANY, "did you mean paper-100?"),
    ],
)
def test_the_hint_names_what_was_meant(name: str, allowed: list[str], hint: str) -> None:
    """A similar name, if there is one; else all of them, in their order."""
    assert did_you_mean(name, allowed) == hint


def test_of_many_names_the_closest_are_listed() -> None:
    """A hint stays short, however many names there are."""
    hint = did_you_mean("swan", [*MANY, "swallow-of-the-north"])
    assert hint.startswith("closest: swallow-of-the-north, ")
    assert hint.count(",") == 4
