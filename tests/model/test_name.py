"""Names in papers' files: what a line means, and the shortest line or mapping that means a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.name import Name, is_eastern, is_whole, parse


@pytest.mark.parametrize(
    ("line", "name", "shown", "inverted"),
    [
        ("Yu Sun", Name(given="Yu", family="Sun"), "Yu Sun", "Sun, Yu"),
        ("Plato", Name(family="Plato"), "Plato", "Plato"),
        ("Jan van der Aa", Name(given="Jan", family="van der Aa"), "Jan van der Aa", "van der Aa, Jan"),
        ("van Aken", Name(family="van Aken"), "van Aken", "van Aken"),
        (
            "García López, María",
            Name(family="García López", given="María"),
            "María García López",
            "García López, María",
        ),
        ("Marsh, Ada, Jr.", Name(family="Marsh", given="Ada", suffix="Jr."), "Ada Marsh Jr.", "Marsh, Ada, Jr."),
        ("Marsh, Jr., Ada", Name(family="Marsh", given="Ada", suffix="Jr."), "Ada Marsh Jr.", "Marsh, Ada, Jr."),
        ("Gray, JR", Name(family="Gray", given="JR"), "JR Gray", "Gray, JR"),
        ("Kites, Inc.", Name(literal="Kites, Inc."), "Kites, Inc.", "Kites, Inc."),
        ("王, 伟", Name(family="王", given="伟"), "王伟", "王, 伟"),
        ("Wei Wang (王伟)", Name(given="Wei", family="Wang", also=("王伟",)), "Wei Wang", "Wang, Wei"),
    ],
)
def test_what_a_line_means(line: str, name: Name, shown: str, inverted: str) -> None:
    """Reading order, or the family name before a comma; the written form means the same name again."""
    assert parse(line) == name
    assert (str(name), name.inverted) == (shown, inverted)
    assert isinstance(name.written, str)
    assert parse(name.written) == name


@pytest.mark.parametrize(
    "name",
    [
        Name(literal="ATLAS Collaboration"),
        Name(family="García López", given="María José"),  # on one line, it could be two people
        Name(family="Sun", given="Yu", orcid="0000-0002-1825-0097"),
        Name(family="Wang", given="Wei", also=("王伟", "Wei-Wei Wang")),
    ],
)
def test_what_needs_a_mapping(name: Name) -> None:
    """A group, an ORCID iD, several spellings, and what looks like two people are written by their parts."""
    assert name.written == name.parts
    assert Name(**name.parts) == name  # type: ignore[arg-type]


def test_particles() -> None:
    """Words in lower case before the family name, unless there is nothing else."""
    assert Name(family="de la Cruz López").particle == "de la"
    assert Name(family="van").particle == Name(family="Marsh").particle == ""


def test_letters_and_words() -> None:
    """Names in Chinese, Japanese and Korean letters; and two words with capitals."""
    assert is_eastern("山田太郎")
    assert not is_eastern("Wang 王")
    assert is_whole("Ada Marsh")
    assert not any(map(is_whole, ("Ada", "van Aken", "A. Marsh", "ADA MARSH")))


@given(st.text(max_size=40))
def test_any_line_is_a_name(line: str) -> None:
    """No text raises, and a name that is written as a line means itself."""
    name = parse(line)
    if isinstance(name.written, str) and name != Name():
        assert parse(name.written) == name
