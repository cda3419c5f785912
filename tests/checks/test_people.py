"""Names of authors and editors that may not mean what their writer meant."""

import pytest

from generator.checks import of_people
from generator.yaml_files import load


def codes(lines: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each warning about a file with these lines of authors."""
    found = list(of_people(load(f"title: T\nauthors:\n{lines}", "a.yml")))
    assert {one.severity for one in found} <= {"warning"}
    assert all(one.hint for one in found)
    return [(one.code, one.line, one.column) for one in found]


@pytest.mark.parametrize(
    "line",
    [
        "Ada Marsh; Bo Reed",
        "Ada Marsh and Bo Reed",
        "Ada Marsh & Bo Reed",
        "Ada Marsh, Bo Reed",
        "Ada Marsh, Bo Reed, Jan Lee",
        "Marsh A, Reed B, Lee J",
        "Ada Marsh and Jan van der Berg",
    ],
)
def test_several_people_on_one_line(line: str) -> None:
    """A separator, or a comma between whole names, may mean several people."""
    assert codes(f"  - '{line}'\n") == [("name.several", 3, 5)]


@pytest.mark.parametrize("line", ["et al.", "et al", "and others", "Ada Marsh et al.", "Ada Marsh, et al.", "…"])
def test_more_authors(line: str) -> None:
    """Words that stand for more authors are no name."""
    assert codes(f"  - '{line}'\n") == [("name.more", 3, 5)]


@pytest.mark.parametrize("line", ["Ada Marsh, PhD", "University of Ponds, Frogtown", "Pond Lab, Newt Research"])
def test_a_comma_that_nobody_meant(line: str) -> None:
    """A title or an address behind a comma is no given name."""
    assert [code for code, *_ in codes(f"  - '{line}'\n")] == ["name.comma"]


def test_one_name_in_two_elements() -> None:
    """[Marsh, Ada] are two authors to YAML, who have one word each."""
    assert [code for code, *_ in codes("  - Marsh\n  - Ada\n")] == ["name.comma"]


@pytest.mark.parametrize(
    "line",
    [
        "Ada Marsh",
        "'García López, María'",
        "'García López, M. J.'",
        "'Vaughan Williams, Ralph'",
        "'van der Berg, Jan'",
        "'Marsh, Ada B.'",
        "'Marsh, Ada, Jr.'",
        "'OpenThings, Inc.'",
        "'王, 伟'",
        "Wei Wang (王伟)",
        "Simon & Schuster",
        "Google Research",
        "Anderson",
        "{literal: 'Ponds, Frogs and Newts'}",
        "{family: García López, given: María José}",
    ],
)
def test_plain_names(line: str) -> None:
    """Names that can only mean one person or group are not warned of."""
    assert codes(f"  - {line}\n") == []


def test_editors_are_checked_like_authors() -> None:
    """The list of editors has the same rules."""
    found = list(of_people(load("title: T\neditors:\n  - Ada Marsh; Bo Reed\n", "a.yml")))
    assert [(one.code, one.line) for one in found] == [("name.several", 3)]


@pytest.mark.parametrize(
    ("orcids", "expected"),
    [
        (("0000-0002-1825-0097", "0000-0002-1694-233X"), []),
        (("0000-0002-1825-0098",), [("name.orcid", 4, 12)]),
        (("0000-0002-1694-2330",), [("name.orcid", 4, 12)]),
        (("0000-0002-1825-0097", "0000-0002-1825-0097"), [("name.orcid", 6, 12)]),
    ],
)
def test_orcid_ids(orcids: tuple[str, ...], expected: list[tuple[str, int, int]]) -> None:
    """The last character of an iD depends on the others, and two people of one paper cannot have the same iD."""
    assert codes("".join(f"  - family: Reed\n    orcid: {orcid}\n" for orcid in orcids)) == expected
