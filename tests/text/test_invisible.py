"""Invisible characters: which are found, which are kept because a script or an emoji needs them."""

import pytest

from generator.text.folding import clean
from generator.text.invisible import named, places
from tests.conftest import TOO_STEEP, growth


@pytest.mark.parametrize(
    "character",
    [*"\x00\x1b\x7f\x80\x9b\x9f\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"],
)
def test_hidden_characters_are_found(character: str) -> None:
    """Between Latin letters none of them has a use."""
    assert list(places(f"win{character}d")) == [3]
    assert list(places(f"海{character}風")) == [1]
    assert list(places(f"win {character}")) == [4]


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "ه\u200d", "क्\u200dष", "க்\u200cஷ", "න්\u200dද", "👩\u200d💻", "👩🏽\u200d🚀", "❤\ufe0f\u200d🔥", "🏳\ufe0f\u200d🌈",
     "a\tb\n", "a\u00a0b", "e\u0301", "a\u2009b", "ZnO–TiO₂"],
)  # fmt: skip
def test_joiners_that_a_script_needs_are_kept(text: str) -> None:
    """Persian, Devanagari, Tamil, Sinhala and emoji come out as they went in."""
    assert list(places(text)) == []
    assert "\u200c" not in text or "\u200c" in clean(text)
    assert "\u200d" not in text or "\u200d" in clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("win\u200bd \u202eover\u202c\u200e the\u00ad sea\ufeff", "wind over the sea"),
        ("1990\x962000, Grebe\x92s \x93nest\x94", "1990–2000, Grebe’s “nest”"),
        ("a\x85b\x81\x9bc", "a b›c"),
        ("می\u200c خواهم\u200c", "می خواهم"),
        ("\u200c\u200d", ""),
    ],
)
def test_cleaning_drops_them(text: str, cleaned: str) -> None:
    """What imports store has none; Windows' punctuation that was read as controls is restored."""
    assert clean(text) == cleaned


def test_a_character_is_named() -> None:
    """By its number and its name, if it has one."""
    assert named("\u202e") == "U+202E (right-to-left override)"
    assert named("\x9b") == "U+009B (control character)"


@pytest.mark.parametrize("piece", ["\u200c", "\u200d", "م\u200c", "\u202e", "👩\u200d", "\x9b"])
def test_many_of_them_cost_what_they_weigh(piece: str) -> None:
    """Linear in the length."""
    assert growth(lambda text: list(places(text)), piece * 400_000) < TOO_STEEP
