"""Locators: volume, issue and pages of two records, and when they can be those of one paper."""

import pytest

from generator.matching.evidence import compare
from generator.matching.traits import traits
from tests.matching.comparing import OTHER, PEOPLE, compared, names, record

PLACES = [
    # volume and first page are a place in print; three pages of it a range
    (("3", "", "5-9"), ("3", "", "5-9"), "place range", ""),
    (("3", "", "5-7"), ("3", "", "5-7"), "place range", ""),
    (("3", "", "5-6"), ("3", "", "5-6"), "place", ""),
    (("3", "", "5"), ("3", "", "5-9"), "place", ""),
    (("vol. 03", "", "pp. 105–9"), ("3", "", "105-109"), "place range", ""),
    (("3", "", "S5-S9"), ("3", "", "S5-S9"), "place", ""),
    (("3", "", ""), ("3", "", "5-9"), "volume", ""),
    # without a volume, first and last page
    (("", "", "5-9"), ("3", "", "5-9"), "place range", ""),
    (("", "", "5-9"), ("", "", "5-9"), "place range", ""),
    (("", "", "5"), ("", "", "5-9"), "page", ""),
    (("", "", "1"), ("", "", "1-9"), "", ""),
    (("", "", "0"), ("", "", "0-9"), "", ""),
    # another volume contradicts whatever the pages
    (("3", "", "5-9"), ("4", "", "5-9"), "page", "volume"),
    (("3", "", "5"), ("4", "", "5"), "page", "volume"),
    (("3", "", "1-9"), ("4", "", "1-9"), "", "volume"),
    (("3", "", ""), ("4", "", ""), "", "volume"),
    (("n.d.", "", ""), ("4", "", ""), "", ""),
    (("1)", "", ""), ("57 (Suppl. 1)", "", ""), "", ""),  # the end of 57 (Suppl. 1)
    # other pages contradict, unless they are of one volume and overlap
    (("", "", "5-9"), ("", "", "7-12"), "", "pages"),
    (("3", "", "5-9"), ("", "", "7-12"), "", "pages"),
    (("3", "", "5-9"), ("3", "", "7-12"), "volume", ""),
    (("3", "", "5-9"), ("3", "", "9-12"), "volume", ""),
    (("3", "", "5-9"), ("3", "", "10-12"), "volume", "pages"),
    (("3", "", "5-9"), ("3", "", "7"), "volume", ""),
    (("3", "", "5-9"), ("3", "", "10"), "volume", "pages"),
    (("3", "", "5"), ("3", "", "7"), "volume", "pages"),
    (("3", "", "5-9"), ("3", "", "8-9"), "volume", ""),
    (("3", "", "B5-B9"), ("3", "", "C6-B9"), "volume", ""),
    (("3", "", "5-9"), ("3", "", "ahead of print"), "volume", ""),
    # an article's number says nothing about a page of one volume
    (("3", "", "e5"), ("3", "", "105-109"), "volume", ""),
    (("3", "", "e5"), ("3", "", "e6"), "volume", "pages"),
    (("", "", "e43268"), ("3", "", "105-109"), "", ""),
    (("", "", "e43268"), ("", "", "e43268"), "place", ""),
    (("", "", "e43268"), ("", "", "e43269"), "", "pages"),
    (("", "", "Article 12"), ("3", "", "105-109"), "", ""),
    # nor does a number of pages, or the pages of a file ahead of print
    (("", "", "5"), ("3", "", "105-109"), "", ""),
    (("3", "", "5"), ("3", "", "105-109"), "volume", "pages"),
    (("", "", "6"), ("3", "", "105-109"), "", "pages"),
    (("", "", "215 p"), ("3", "", "105-109"), "", ""),
    (("", "", "p. 215"), ("3", "", "105-109"), "", "pages"),
    (("", "", "1-5"), ("3", "", "105-109"), "", ""),
    (("", "", "1-5"), ("", "", "105-109"), "", "pages"),
    (("2", "", "1-5"), ("2", "", "105-109"), "volume", "pages"),
    (("", "", "000-000"), ("3", "", "105-109"), "", ""),
    (("3", "", "Suppl-61"), ("3", "", "105-109"), "volume", ""),
    (("3", "", "Suppl-61"), ("3", "", "Suppl-61"), "volume", ""),
    (("", "", "Suppl-61"), ("", "", "Suppl-61"), "", ""),
    (("", "", "Suppl-61"), ("", "", "105-109"), "", ""),
    (("", "", "Suppl-61"), ("", "", "Suppl-62"), "", "pages"),
    # a letter or the dash was dropped
    (("3", "", "c37-c42"), ("3", "", "37-42"), "place", ""),
    (("3", "", "c37-c42"), ("3", "", "d37-d42"), "volume", "pages"),
    (("3", "", "c37-c42"), ("3", "", "37-43"), "volume", ""),
    (("3", "", "433444"), ("3", "", "433-444"), "place", ""),
    (("", "", "c1-c5"), ("", "", "1-5"), "", ""),
    (("", "", "c4-c9"), ("", "", "4-9"), "page", ""),
    (("", "", "c4-9"), ("", "", "4-9"), "place range", ""),
    (("3", "", "433445"), ("3", "", "433-444"), "volume", ""),
    (("3", "", "433"), ("3", "", "434-444"), "volume", "pages"),
    # the issue contradicts, unless volume and page repeat it; a running number is none
    (("3", "1", ""), ("3", "2", ""), "volume", "number"),
    (("3", "1", ""), ("3", "", ""), "volume", ""),
    (("3", "1", "5-9"), ("3", "2", "5-9"), "place range", ""),
    (("", "1", "5-9"), ("", "2", "5-9"), "place range", "number"),
    (("3", "1", "5-9"), ("3", "2", "7-12"), "volume", "number"),
    (("3", "60", ""), ("3", "2", ""), "volume", "number"),
    (("3", "61", ""), ("3", "2", ""), "volume", ""),
    (("3", "no. 02", ""), ("3", "2", ""), "volume issue", ""),
    (("3", "no. 02", ""), ("4", "2", ""), "", "volume"),
]


@pytest.mark.parametrize(("a", "b", "agreed", "against"), PLACES)
def test_places_in_print(a: tuple[str, str, str], b: tuple[str, str, str], agreed: str, against: str) -> None:
    """Volume, issue and pages of two records by two authors under one title."""
    first, second = (
        record(volume=volume, number=number, pages=pages, authors=PEOPLE[:2]) for volume, number, pages in (a, b)
    )
    agreements, contradictions = names(compared(first, second))
    assert (agreements - {"authors"}, contradictions) == (set(agreed.split()), set(against.split()))


def test_an_issue_under_two_titles() -> None:
    """Pages that agree under two titles may be a journal's habit: there the issue counts."""
    one = record(volume="3", number="1", pages="5-9")
    other = record(OTHER, volume="3", number="2", pages="5-9")
    assert names(compared(one, other)) == ({"place", "range"}, {"number"})


def test_one_persons_notes_have_their_own_pages() -> None:
    """A supplement's page beside a page is no contradiction by two authors, but one person's notes repeat their titles."""
    article, page = record(volume="3", pages="S5-S9"), record(volume="3", pages="105-109")
    for people, against in ((PEOPLE[:1], {"pages"}), (PEOPLE[:2], set())):
        found = compare(
            *(traits(record(volume=one.volume, pages=one.pages, authors=people)) for one in (article, page))
        )
        assert set(found.contradictions) == against


def test_what_is_said_of_places() -> None:
    """A person reads the numbers that agree or differ."""
    found = compared(record(volume="3", pages="5-9"), record(volume="3", pages="5-9"))
    assert found.agreements["place"] == "volume 3, pages 5–9"
    assert found.agreements["range"] == ""  # said already
    assert (
        compared(record(volume="3", pages="5"), record(volume="3", pages="5-9")).agreements["place"]
        == "volume 3, page 5"
    )
    assert compared(record(pages="5-9"), record(pages="5-9")).agreements["place"] == "pages 5–9"
    assert compared(record(pages="5"), record(pages="5-9")).agreements["page"] == "page 5"
    found = compared(record(volume="4", number="7", pages="5-9"), record(volume="3", number="6", pages="1-2"))
    assert found.contradictions == {
        "pages": "pages 1-2 / 5-9",
        "volume": "volume 3 / 4",
        "number": "issue 6 / 7",
    }


@pytest.mark.parametrize(
    ("a", "b", "against"),
    [
        # from before the paper had its place in print, and a count of pages
        ({"pages": "1-9"}, {"volume": "3", "pages": "105-109"}, set()),
        ({"pages": "0-8"}, {"volume": "3", "pages": "105-109"}, set()),
        ({"pages": "2-9"}, {"volume": "3", "pages": "105-109"}, {"pages"}),
        ({"pages": "1-9"}, {"pages": "105-109"}, {"pages"}),
        ({"volume": "3", "pages": "1-9"}, {"pages": "105-109"}, {"pages"}),
        ({"pages": "16"}, {"volume": "3", "pages": "105-120"}, set()),
        ({"pages": "16"}, {"volume": "3", "pages": "105-119"}, {"pages"}),
        ({"pages": "16-17"}, {"volume": "3", "pages": "105-120"}, {"pages"}),
        ({"pages": "16 p."}, {"volume": "3", "pages": "105-119"}, set()),
        # an article's number beside pages; two of them
        ({"pages": "e123"}, {"volume": "3", "pages": "105-109"}, set()),
        ({"pages": "123456"}, {"volume": "3", "pages": "105-109"}, set()),
        ({"pages": "e123"}, {"pages": "e124"}, {"pages"}),
        ({"pages": "e123"}, {"pages": "215 p"}, set()),
        # two ranges in two volumes
        ({"volume": "3", "pages": "5-9"}, {"volume": "4", "pages": "105-109"}, {"pages", "volume"}),
        ({"volume": "3", "pages": "5-9"}, {"volume": "4", "pages": "7-12"}, {"pages", "volume"}),
        # an issue of a report is its number in a series
        ({"number": "1", "type": "report"}, {"number": "2"}, set()),
        ({"number": "1"}, {"number": "2"}, {"number"}),
        ({"number": "1"}, {"number": "1"}, set()),
        ({"volume": "2020", "date": "2020"}, {"volume": "3"}, set()),
        ({"volume": "2020", "date": "2021"}, {"volume": "3"}, {"volume"}),
    ],
)
def test_what_is_no_other_place(a: dict[str, object], b: dict[str, object], against: set[str]) -> None:
    """Pages ahead of print, counts and article numbers contradict nothing; two ranges of pages do."""
    assert names(compared(record(**a), record(**b)))[1] == against


@pytest.mark.parametrize(
    ("pages", "agreed"),
    [("e1234", {"page"}), ("e12345", {"place"}), ("12345", {"page"}), ("123456", {"place"}), ("Article 12", {"page"})],
)
def test_an_article_number_is_a_place(pages: str, agreed: set[str]) -> None:
    """A number of six characters and more is that of one article; a shorter one may be a page."""
    assert names(compared(record(pages=pages), record(pages=pages)))[0] == agreed
    other_volume = compared(record(pages=pages, volume="3"), record(pages=pages, volume="4"))
    assert names(other_volume) == ({"page"}, {"volume"})


def test_what_is_said_of_articles() -> None:
    """A person reads that the number is an article's, and a field of pages as the source has it."""
    one, other = record(pages="e43268"), record(pages="E43269 ")
    assert compared(one, one).agreements["place"] == "article e43268"
    assert compared(one, other).contradictions["pages"] == "pages E43269 / e43268"
    found = compared(record(volume="3", pages="5"), record(volume="3", pages="105-109"))
    assert found.agreements["volume"] == "volume 3"
    issues = compared(record(volume="3", number="2"), record(volume="3", number="2"))
    assert issues.agreements["issue"] == "issue 2"
