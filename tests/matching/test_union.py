"""Union: several records of one paper become one, field by field."""

import pytest

from generator.matching.union import join
from generator.model import Identifiers, Record
from tests.conftest import named, people


def record(**fields: object) -> Record:
    """Return a record of one source."""
    return Record(**{"source": "a", "line": 1, "title": "Kites at Sea", **named(fields)})


def ids(**known: str) -> Identifiers:
    return Identifiers(**known)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        # what most print; of equals, as the fuller record has it, then the first
        ("title", ["Kites", "Kites at Sea", "Kites"], "Kites"),
        ("title", ["KITES AT SEA", "Kites at Sea"], "Kites at Sea"),
        ("title", ["Kites", "Kites at Sea"], "Kites"),
        ("title", ["", "Kites"], "Kites"),
        ("title", ["", ""], ""),
        ("abstract", ["Short.", "A longer text.", "Short."], "A longer text."),
        ("volume", ["3", "4", "4"], "4"),
        ("number", ["", "2"], "2"),
        ("pages", ["5", "5-9", "5"], "5"),
        ("upvotes", [None, 3, 7], 7),
        ("upvotes", [0, None], 0),
        ("upvotes", [None, None], None),
        ("comments", [2, None, 1], 2),
        ("comments", [0], 0),
        # the year that most print, then a day in it
        ("date", ["2020", "2021-07", "2021-07-05", "2021"], "2021-07-05"),
        ("date", ["2021", "2020-07-05", "2021"], "2021"),
        ("date", [None, "2020"], "2020"),
        ("date", [None, None], None),
        # full names before initials, whole lists before cut ones
        ("authors", [people("A. Quill"), people("Ada Quill")], people("Ada Quill")),
        ("authors", [people("A. Quill"), people("Ada Quill"), people("A. Quill")], people("A. Quill")),
        ("authors", [(), people("Ada Quill")], people("Ada Quill")),
        ("links", [("https://a.example",), ("https://b.example", "https://a.example")], ("https://a.example", "https://b.example")),
        ("headings", [("wind",), ("sea", "wind")], ("wind", "sea")),
        # a kind that says something
        ("type", [None, None, "article-journal"], "article-journal"),
        ("type", ["webpage", "article", "book"], "book"),
        ("type", ["article", "webpage", "article"], "article"),
        ("type", [None, "article"], "article"),
        ("id", ["", "quill2021"], "quill2021"),
        ("id", ["first", "second"], "first"),
    ],
)  # fmt: skip
def test_each_field(name: str, values: list[object], expected: object) -> None:
    """A field is what most of the records print, or what says most, or all that they print."""
    assert getattr(join([record(**{name: value}) for value in values]), name) == expected


def test_the_fullest_record_goes_first() -> None:
    """Of values printed as often, the fuller record's counts, and a record with a venue is fuller than one without."""
    bare = record(id="bare", volume="3")
    full = record(id="full", volume="4", date="2020", number="1", pages="5-9", abstract="A text.", line=9)
    venue = record(id="venue", volume="5", venue="Wind Journal")
    assert (join([bare, full]).id, join([bare, full]).volume, join([bare, full]).line) == ("full", "4", 9)
    assert (join([bare, full, venue]).id, join([bare, full, venue]).volume) == ("venue", "5")
    one = join([full, record(venue="Wind Journal")])  # which prints nothing else
    assert (one.volume, one.number, one.pages, one.date) == ("4", "1", "5-9", "2020")


@pytest.mark.parametrize(
    "more",
    [
        {"authors": people("Ada Quill")}, {"abstract": "A text."}, {"date": "2020"}, {"number": "1"}, {"pages": "5"},
        {"links": ("https://a.example",)}, {"headings": ("wind",)}, {"type": "article-journal"}, {"further": (("isbn", "978"),)},
        {"identifiers": ids(doi="10.1000/x")}, {"identifiers": ids(arxiv="2101.00001")},
    ],
)  # fmt: skip
def test_everything_that_is_said_makes_a_record_fuller(more: dict[str, object]) -> None:
    """Each field that is filled counts."""
    assert (
        join([record(volume="3", type="article"), record(**{"volume": "4", "type": "article", **more})]).volume == "4"
    )


def test_what_is_published_goes_before_a_preprint() -> None:
    """Date, volume, number and pages are those of the records with a venue, if these print them."""
    preprints = [record(date="2019-03", volume="1", number="7", pages="1-9", line=line) for line in (1, 2, 3)]
    published = record(venue="Wind Journal", date="2021", volume="34", number="2", pages="100-117")
    one = join([*preprints, published])
    assert (one.venue, one.date, one.volume, one.number, one.pages) == ("Wind Journal", "2021", "34", "2", "100-117")
    assert join([*preprints, record(venue="Wind Journal")]).date == "2019-03"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (
            [{"authors": people("Ada Quill"), "et_al": True}, {"authors": people("A Quill", "B Li")}],
            (people("A Quill", "B Li"), False, None),
        ),
        ([{"authors": people("Ada Quill"), "et_al": True}, {}], (people("Ada Quill"), True, None)),
        ([{"authors": people("Ada Quill")}, {"author_count": 7}], (people("Ada Quill"), False, 7)),
        ([{"authors": people("Ada Quill")}, {"author_count": 1}], (people("Ada Quill"), False, None)),
        ([{"author_count": 3}, {"author_count": 7}], ((), False, 7)),
        ([{"et_al": True}, {}], ((), False, None)),
    ],
)
def test_a_list_that_is_cut(group: list[dict[str, object]], expected: tuple[tuple[str, ...], bool, int | None]) -> None:
    """A whole list is taken before one that ends in "et al."; a number of authors counts where it is larger."""
    one = join([record(**fields) for fields in group])
    assert (one.authors, one.et_al, one.author_count) == expected


def test_identifiers() -> None:
    """Of each kind the one that most print; another DOI, of a preprint, becomes a link."""
    one = join(
        [
            record(identifiers=ids(doi="10.1000/x")),
            record(identifiers=ids(doi="10.1000/x", arxiv="2101.00001")),
            record(identifiers=ids(doi="10.1101/<a>", acl="P19-1001"), links=("https://a.example",)),
        ]
    )
    assert one.identifiers == ids(doi="10.1000/x", arxiv="2101.00001", acl="P19-1001")
    assert one.links == ("https://a.example", "https://doi.org/10.1101/%3Ca%3E")


def test_further_fields_are_those_of_all() -> None:
    """Each name once, as the fullest record has it."""
    one = join(
        [
            record(further=(("note", "n"),)),
            record(further=(("isbn", "978"), ("note", "m"))),
        ]
    )
    assert dict(one.further) == {"isbn": "978", "note": "m"}
