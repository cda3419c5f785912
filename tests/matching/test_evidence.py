"""The evidence: what agrees and what contradicts between two records, field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching.evidence import Comparison, compare
from generator.matching.traits import traits
from generator.model import Identifiers, Record
from generator.text import pagination
from tests.conftest import named

TITLE = "Wind over the Sea of Finland in Spring"
OTHER = "Kites for Everybody and Their Strings"
PEOPLE = ("Ada Quill", "Bo Lindgren", "Cy Nurmi", "Di Okamoto", "Ed Pasquale")


def record(title: str = TITLE, **fields: object) -> Record:
    """Return a record with these fields alone."""
    return Record(source="a", line=1, title=title, **named(fields))


def compared(a: Record, b: Record) -> Comparison:
    """Return the comparison of two records, which has no direction."""
    found = compare(traits(a), traits(b))
    assert found == compare(traits(b), traits(a))
    return found


def names(found: Comparison) -> tuple[set[str], set[str]]:
    """Return which fields agree, the title aside, and which contradict."""
    return set(found.agreements) - {"title"}, set(found.contradictions)


def ids(**known: str) -> dict[str, object]:
    """Return the field of identifiers."""
    return {"identifiers": Identifiers(**known)}


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (ids(doi="10.1000/x"), ids(doi="10.1000/x"), {"identifier"}, set()),
        (ids(arxiv="2101.00001"), ids(arxiv="2101.00001"), {"identifier"}, set()),
        (ids(acl="P19-1001"), ids(acl="P19-1001"), {"identifier"}, set()),
        (ids(openreview="abcdefghij"), ids(openreview="abcdefghij"), {"identifier"}, set()),
        (ids(doi="10.1000/x"), ids(doi="10.1000/y"), set(), {"slip"}),
        (ids(doi="10.1000/wind"), ids(doi="10.1000/kite"), set(), {"registrant"}),
        (ids(doi="10.1000/wind"), ids(doi="10.2000/wind"), set(), {"slip"}),
        (ids(doi="10.1000/wind"), ids(doi="10.2345/kite"), set(), {"identifier"}),
        # a library makes up numbers where there is no DOI
        (ids(doi="10.5555/1234.5678"), ids(doi="10.2345/kite"), set(), set()),
        (ids(doi="10.5555/1234.5678"), ids(doi="10.5555/8765.4321"), set(), {"registrant"}),
        (ids(doi="10.5555/wind"), ids(doi="10.2345/kite"), set(), {"identifier"}),
        (ids(pmid="123"), ids(pmid="123"), {"identifier"}, set()),
        (ids(pmid="123"), ids(pmid="124"), set(), {"identifier"}),
        (ids(arxiv="2101.00001"), ids(arxiv="2101.00002"), set(), {"identifier"}),
        (ids(acl="P19-1001"), ids(acl="P19-1002"), set(), {"identifier"}),
        (ids(openreview="abcdefghij"), ids(openreview="klmnopqrst"), set(), set()),
        (ids(doi="10.1101/2020.01.01.1234"), ids(doi="10.1000/x"), set(), set()),
        (ids(doi="10.1101/2020.01.01.1234"), ids(doi="10.1101/2020.02.02.4321"), set(), {"registrant"}),
        (
            ids(doi="10.1101/2020.01.01.1234", acl="P19-1001"),
            ids(doi="10.1000/x", acl="P19-1002"),
            set(),
            {"identifier"},
        ),
        (ids(doi="10.1000/x"), ids(arxiv="2101.00001"), set(), set()),
        (ids(doi="10.1000/x"), {}, set(), set()),
        (
            ids(doi="10.1000/x", arxiv="2101.00001"),
            ids(doi="10.1000/y", arxiv="2101.00001"),
            {"identifier"},
            {"slip"},
        ),
        (
            ids(openreview="abcdefghij", acl="P19-1001"),
            ids(openreview="klmnopqrst", acl="P19-1001"),
            {"identifier"},
            set(),
        ),
    ],
)
def test_identifiers(a: dict[str, object], b: dict[str, object], agreed: set[str], against: set[str]) -> None:
    """Ids of a kind agree or contradict; a paper is submitted more than once, and a preprint is published."""
    assert names(compared(record(**a), record(**b))) == (agreed, against)


def test_what_is_said_of_identifiers() -> None:
    """A person reads which kind of id agrees or differs, and the ids in one order."""
    one, other = record(**ids(doi="10.1000/y")), record(**ids(doi="10.1000/x"))
    assert compared(one, one).agreements["identifier"] == "same DOI"
    assert compared(one, other).contradictions["slip"] == "DOI 10.1000/x / 10.1000/y"


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (PEOPLE, PEOPLE, {"authors"}, set()),
        (PEOPLE, PEOPLE[:1], {"authors"}, set()),
        (PEOPLE[:2], PEOPLE[2:], set(), {"authors"}),
        (PEOPLE, (), set(), set()),
        (PEOPLE, ("?",), set(), set()),
        # three of five agree, two do not; nothing contradicts while somebody is in both
        (PEOPLE, (*PEOPLE[:3], "Fi Quist", "Gus Rautio"), {"authors"}, set()),
        (PEOPLE, (*PEOPLE[:2], "Fi Quist", "Gus Rautio", "Hal Sato"), set(), set()),
        # initials, and given names that follow the language
        (("Ada Quill",), ("Quill, A.",), {"authors"}, set()),
        (("Ada Quill",), ("Quill",), {"authors"}, set()),
        (("Bob Quill",), ("Robert Quill",), {"surnames"}, set()),
        (("Bob Quill",), ("Robert Quill", "Bo Lindgren"), set(), set()),
        (("Li", "Li", "Li"), ("Li", "Wu", "Xu"), set(), set()),  # each counts once
        # a slip in a long surname, and in one too short for a slip
        (("Ada Lindgren",), ("Ada Lindgrem",), {"authors"}, set()),
        (("Di Haas",), ("Di Haaz",), set(), set()),
        (("Di van Aken",), ("Di Aken",), {"authors"}, set()),
        (("Xu van Ek",), ("Di Ek",), set(), set()),
        (("Di Haas",), ("Di Hood",), set(), {"authors"}),
        # lists that are not taken apart well
        (("Sun Yuliang",), ("Yuliang Sun",), {"authors"}, set()),
        (("Dörte Müller",), ("D?rte M?ller",), {"authors"}, set()),
        (("Dörte Müller",), ("M?ller D?rte",), {"authors"}, set()),
    ],
)
def test_people(a: tuple[str, ...], b: tuple[str, ...], agreed: set[str], against: set[str]) -> None:
    """Lists of authors agree from three fifths of the shorter one on, and contradict where nobody could be one."""
    assert names(compared(record(authors=a), record(authors=b))) == (agreed, against)


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        (PEOPLE, tuple(reversed(PEOPLE)), True),
        (PEOPLE, PEOPLE[:4], False),
        (PEOPLE, (*PEOPLE[:4], "Fi Quist"), False),
        (("Ada Quill", "?"), ("Ada Quill",), True),  # what is no name is nobody
        ((), (), False),
    ],
)
def test_all_authors(a: tuple[str, ...], b: tuple[str, ...], *, whole: bool) -> None:
    """Two lists are one where everybody is in both."""
    assert compared(record(authors=a), record(authors=b)).all_authors is whole


@pytest.mark.parametrize(
    ("a", "b", "agreed"),
    [
        ({"author_count": 7}, {"author_count": 7}, {"count"}),
        ({"author_count": 7}, {"author_count": 8}, set()),
        ({"author_count": 2}, {"authors": PEOPLE[:2]}, {"count"}),
        ({"author_count": 7}, {"authors": PEOPLE[:2], "author_count": 7}, {"count"}),
        ({}, {}, set()),
        ({"author_count": 2}, {}, set()),
    ],
)
def test_how_many_wrote(a: dict[str, object], b: dict[str, object], agreed: set[str]) -> None:
    """Where names are missing, their number agrees; another number says nothing, as lists are cut."""
    assert names(compared(record(**a), record(**b))) == (agreed, set())


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        ("2020", "2020", {"year"}, set()),
        ("2020", "2020-05", {"year"}, set()),
        ("2020-05-03", "2020-05-03", {"day"}, set()),
        ("2020-05-03", "2020-05-04", {"day"}, set()),
        ("2020-05-03", "2020-05-05", {"year"}, set()),
        ("2020-05", "2020-05", {"year"}, set()),
        ("2020-12-31", "2021-01-01", {"day"}, set()),
        ("2020-12-30", "2021-01-01", set(), set()),
        ("2020", "2021", set(), set()),
        ("2020", "2022", set(), {"year"}),
        ("2020-02-30", "2020-03-01", {"year"}, set()),  # a day that there was not
        ("in 2020", "2020", set(), set()),
        ("2020", None, set(), set()),
    ],
)
def test_dates(a: str, b: str | None, agreed: set[str], against: set[str]) -> None:
    """Days slip by one (time zones), years by one (online first); two years contradict."""
    assert names(compared(record(date=a), record(date=b))) == (agreed, against)


def test_what_is_said_of_dates() -> None:
    """Of two days the earlier is named."""
    assert compared(record(date="2020-05-04"), record(date="2020-05-03")).agreements["day"] == "same day (2020-05-03)"
    assert compared(record(date="2020"), record(date="2020-07")).agreements["year"] == "same year (2020)"
    assert compared(record(date="2023"), record(date="2020")).contradictions["year"] == "years 2020 / 2023"


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


WORDS = [f"word{number}" for number in range(200)]


def text(*parts: tuple[int, int]) -> dict[str, object]:
    """Return an abstract of runs of made-up words."""
    return {"abstract": " ".join(word for start, end in parts for word in WORDS[start:end])}


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (text((0, 40)), text((0, 40)), {"abstract"}, set()),
        (text((0, 40)), text((0, 100)), {"abstract"}, set()),
        (text((0, 39)), text((0, 39)), set(), set()),
        (text((0, 45), (100, 105)), text((0, 45), (110, 115)), {"abstract"}, set()),
        (text((0, 44), (100, 106)), text((0, 44), (110, 116)), set(), set()),
        (text((0, 20), (100, 130)), text((0, 20), (140, 170)), set(), set()),
        (text((0, 19), (100, 131)), text((0, 19), (140, 171)), set(), {"abstract"}),
        (text((0, 3), (10, 50)), text((0, 3), (100, 140)), set(), {"abstract"}),
        (text((0, 2), (10, 50)), text((0, 2), (100, 140)), set(), set()),  # in another language, nothing is the same
        (text((0, 40)), text((100, 140)), set(), set()),
        (text((0, 39)), text((100, 140)), set(), set()),
        (text((0, 40)), {}, set(), set()),
    ],
)
def test_abstracts(a: dict[str, object], b: dict[str, object], agreed: set[str], against: set[str]) -> None:
    """Nine tenths of forty words are one text; two texts of one language with less than four tenths contradict."""
    found = compared(record(**a), record(**b))
    assert names(found) == (agreed, against)
    assert found.agreements.get("abstract") in {None, f"same abstract ({found.abstract.words} words)"}


@pytest.mark.parametrize(
    ("a", "b", "said", "against"),
    [
        (TITLE, TITLE, "titles equal", set()),
        (TITLE, TITLE.replace("Finland", "Finnland"), "titles equal except for spelling", set()),
        (f"{TITLE} 2", f"{TITLE} 3", "similar titles", {"numbers"}),
        (TITLE, f"Erratum: {TITLE}", "titles equal except for a footnote mark or a section's name", {"mark"}),
        (TITLE, f"{TITLE} (Demonstration)", "titles equal except for a note", {"kind"}),
        (TITLE, f"{TITLE}: Kites", "titles equal except for a subtitle", set()),
        (f"KiteNet: {TITLE}", f"KiteNet: {TITLE.replace('Wind', 'Rain')}", "similar titles after the same name", set()),
        (TITLE, OTHER, None, set()),
        (TITLE, f"Reply to: {OTHER}", None, {"mark"}),
        (f"Poster: {OTHER}", TITLE, None, set()),
        ("", f"Erratum: {TITLE}", None, set()),
    ],
)
def test_titles(a: str, b: str, said: str | None, against: set[str]) -> None:
    """How titles agree is said; marks of a text about another contradict, kinds and numbers under like titles only."""
    found = compared(record(a), record(b))
    assert found.agreements.get("title") == said
    assert set(found.contradictions) == against


def test_a_year_in_a_title_is_no_version() -> None:
    """The year in which both appeared may be left out of a title; another number may not."""
    a, b = record(f"{TITLE} 2021", date="2021"), record(TITLE, date="2021-03")
    assert names(compared(a, b)) == ({"year"}, set())
    assert names(compared(record(a.title, date="2022"), record(b.title, date="2022"))) == ({"year"}, {"tail"})
    assert names(compared(a, record(TITLE, date="2022"))) == (set(), {"tail"})


def test_the_evidence_is_what_agrees_then_what_contradicts() -> None:
    """A person reads both, in this order."""
    found = compared(record(date="2020", volume="3"), record(date="2020", volume="4"))
    assert found.evidence == ("titles equal", "same year (2020)", "volume 3 / 4")


@pytest.mark.parametrize(
    ("fields", "preprint"),
    [
        ({}, False),
        (ids(arxiv="2101.00001"), True),
        (ids(arxiv="2101.00001") | {"volume": "3"}, False),
        (ids(arxiv="2101.00001") | {"volume": "unknown"}, True),
        (ids(arxiv="2101.00001", doi="10.1000/x"), False),
        (ids(doi="10.1101/2020.01.01.1234"), True),
        (ids(doi="10.1101/2020.01.01.1234") | {"volume": "3"}, False),
    ],
)
def test_what_is_only_a_preprint(fields: dict[str, object], *, preprint: bool) -> None:
    """An arXiv id or a server's DOI, and neither a publisher's DOI nor a volume."""
    assert traits(record(**fields)).preprint is preprint


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


FIELDS = {
    "title": st.sampled_from(["", TITLE, f"{TITLE} 2", f"Reply to: {TITLE}", OTHER, "Editorial"]),
    "authors": st.lists(st.sampled_from([*PEOPLE, "Quill, B.", "?", "Pasquale", "L?ndgren, B"]), max_size=4).map(tuple),
    "author_count": st.sampled_from([None, 2, 7]),
    "date": st.sampled_from([None, "2020", "2021-07-05", "2021-07-06", "2023"]),
    "identifiers": st.builds(
        Identifiers,
        doi=st.sampled_from([None, "10.1000/x", "10.1000/y", "10.1101/2020.01.01.1234"]),
        arxiv=st.sampled_from([None, "2101.00001", "2101.00002"]),
    ),
    "volume": st.sampled_from(["", "3", "4"]),
    "number": st.sampled_from(["", "1", "2"]),
    "pages": st.sampled_from(
        ["", "5-9", "5-7", "7-12", "e5", "c37-c42", "37-42", "c1-c5", "1-5", "c5-9", "433444", "433-444", "Suppl-61"]
    ),
    "abstract": st.sampled_from(["", *(str(text(part)["abstract"]) for part in ((0, 50), (5, 60), (0, 30)))]),
}
RECORDS = st.builds(record, **FIELDS)


@given(RECORDS, RECORDS)
def test_a_comparison_has_no_direction(a: Record, b: Record) -> None:
    """Either way round, the same fields agree and contradict, in the same words."""
    compared(a, b)


@given(RECORDS.filter(lambda one: one.pages != "Suppl-61"))
def test_nothing_contradicts_itself(one: Record) -> None:
    """A record agrees with itself wherever it says something; only pages that cannot be read agree with nothing."""
    assert compared(one, one).contradictions == {}


def test_what_is_said_of_marks() -> None:
    """A person reads what kind of text about another one each title says that it is."""
    assert compared(record(), record(f"Erratum: {TITLE}")).contradictions["mark"] == "correction / the paper itself"
    assert (
        compared(record(f"Reply to {TITLE}"), record(f"Erratum: {TITLE}")).contradictions["mark"]
        == "correction / reply"
    )
