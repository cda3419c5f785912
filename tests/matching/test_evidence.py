"""The evidence: what agrees and what contradicts between two records, field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching.traits import traits
from generator.model import Identifiers, Record
from tests.matching.comparing import OTHER, PEOPLE, TITLE, compared, names, record


def ids(**known: str) -> dict[str, object]:
    """Return the field of identifiers."""
    return {"identifiers": Identifiers(**known)}


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (ids(doi="10.1000/x"), ids(doi="10.1000/x"), {"identifier"}, set()),
        (ids(arxiv="2101.00001"), ids(arxiv="2101.00001"), {"identifier", "year"}, set()),  # the id has the year
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
        (ids(arxiv="2101.00001"), ids(arxiv="2101.00002"), {"year"}, {"identifier"}),
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
            {"identifier", "year"},
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
