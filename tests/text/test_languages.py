"""Languages: codes of every length are shown by name, and stated to programs as the short code."""

import pytest

from generator.text import languages


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("en", "English", "en"),
        ("eng", "English", "en"),
        ("English", "English", "en"),
        ("en-US", "English (US)", "en-US"),
        ("pt_br", "Portuguese (BR)", "pt-BR"),
        ("ger", "German", "de"),
        ("DEU", "German", "de"),
        ("ngerman", "German", "de"),
        ("zh", "Chinese", "zh"),
        ("fre; eng", "French, English", "fr"),
        ("en and eng", "English", "en"),
        ("Klingon", "Klingon", "Klingon"),
        ("tlh", "tlh", "tlh"),
        ("", "", ""),
        (" ; ", "", ""),
    ],
)
def test_a_language_is_named(text, name, code):
    """What is not known stays as it is."""
    assert (languages.names(text), languages.code(text)) == (name, code)


def test_no_code_has_two_languages():
    """Each code and name of the table stands for one language."""
    words = [word.lower() for row in languages._TABLE.strip().split("\n") for word in row.split()]
    assert len(words) == len(set(words))
