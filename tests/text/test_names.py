"""names.py: surnames with particles, and initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import names


@pytest.mark.parametrize(
    ("printed", "surname", "initials"),
    [
        ("Ada Quill", "quill", "a"),
        ("Quill, Ada", "quill", "a"),
        ("Quill A.", "quill", "a"),
        ("Quill, AB", "quill", "ab"),
        ("Laurens van der Aa", "van der aa", "l"),
        ("van der Aa, L.", "van der aa", "l"),
        ("van Aken", "van aken", ""),
        ("Jörg Müller", "muller", "j"),
        ("Jean-Pierre O'Hara", "ohara", "jp"),
        ("J. Quill Jr.", "quill", "j"),
        ("Wei Wang (王伟)", "wang", "w"),
        ("Wang, Wei (王伟)", "wang", "w"),
        ("(王伟)", "王伟", ""),
        ("D?llmann, Dirk", "d?llmann", "d"),
        ("k. quill", "quill", "k"),
        ("", "", ""),
    ],
)
def test_parse(printed: str, surname: str, initials: str) -> None:
    """All the ways of printing a name give its surname and initials."""
    found = names.parse(printed)
    assert (found.surname, found.initials) == (surname, initials)
    assert names.surname(printed) == surname


@given(st.text())
def test_anything_may_be_a_name(printed: str) -> None:
    """No text raises."""
    assert names.parse(printed).surname == names.surname(printed)
