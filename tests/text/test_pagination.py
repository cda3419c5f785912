"""Pagination: what a field of pages or a volume says, and what it does not say."""

import pytest

from generator.text import pagination
from generator.text.pagination import Pages


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("215 p", Pages(kind="count")),
        ("449 pages", Pages(kind="count")),
        ("p. 215", Pages(kind="pages", first="215")),
        ("Suppl-61", Pages(kind="unreadable")),
        ("e43268", Pages(kind="article", first="e43268")),
        ("43268", Pages(kind="article", first="43268")),
        ("4326", Pages(kind="pages", first="4326")),
        ("Article 12", Pages(kind="article", first="12")),
        ("Art. no. 12", Pages(kind="article", first="12")),
        ("RA25-RA43", Pages(kind="pages", first="ra25", last="ra43")),
        ("21-Aug", Pages(kind="pages", first="21", last="28")),
        ("Oct-15", Pages(kind="pages", first="10", last="15")),
        ("000-000", Pages()),
        ("nil", Pages()),
        ("", Pages()),
    ],
)
def test_what_a_field_of_pages_is(printed: str, expected: Pages) -> None:
    """Pages, the number of an article, a count of pages, or nothing that can be read."""
    assert pagination.read(printed) == expected


@pytest.mark.parametrize(("printed", "size"), [("5-9", 5), ("5", 0), ("9-5", 0), ("c5-c9", 0), ("", 0)])
def test_how_many_pages_there_are(printed: str, size: int) -> None:
    """A range has a size; where one number is missing or has letters, it is not known."""
    assert pagination.read(printed).size == size


@pytest.mark.parametrize(
    ("printed", "year", "expected"),
    [
        ("57 (Suppl. 1)", "2020", "57"),
        ("1)", "2020", ""),
        ("Suppl. 1)", "2020", ""),
        ("2020", "2020", ""),
        ("2019", "2020", "2019"),
        ("57", "57", "57"),
        ("", "", ""),
    ],
)
def test_what_is_a_volume(printed: str, year: str, expected: str) -> None:
    """The year is no volume, nor is the end of what a database cut."""
    assert pagination.volume(printed, year) == expected


@pytest.mark.parametrize(
    ("printed", "number"),
    [("12", "12"), ("Vol. 012 (3)", "12"), ("in press", ""), ("", ""), ("1234567890", "123456789")],
)
def test_volumes(printed: str, number: str) -> None:
    """A volume is its first number, without zeros before it."""
    assert pagination.digits(printed) == number


@pytest.mark.parametrize(("printed", "number"), [("2", "2"), ("60", "60"), ("61", ""), ("0", ""), ("spring", "")])
def test_issues(printed: str, number: str) -> None:
    """An issue has a number within its volume; one that runs on over the years is none."""
    assert pagination.issue(printed) == number


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("288-97", "288", "297"),
        ("288–297", "288", "297"),
        ("288---297", "288", "297"),
        ("pp. 12-18", "12", "18"),
        ("Page 012", "12", ""),
        ("S12–S19", "s12", "s19"),
        ("12a-12b", "12a", "12b"),
        ("s12-9", "s12", "9"),
        ("e43268", "e43268", ""),
        ("98-102", "98", "102"),
        ("0-9", "0", "9"),
        ("1 - 9", "1", "9"),
        ("\"5\"-'9'", "5", "9"),
        ("(5-9)", "5", "9"),
        ("Suppl-61", "", ""),
        ("01-Jun", "1", "6"),
        ("Oct-15", "10", "15"),
        ("01-June", "", ""),
        ("ahead of print", "", ""),
        ("", "", ""),
    ],
)
def test_pages(printed: str, first: str, last: str) -> None:
    """First and last page, in full, whatever a database or a spreadsheet made of them."""
    assert pagination.pages(printed) == (first, last)
