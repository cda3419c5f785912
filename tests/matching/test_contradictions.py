"""Vetoes: what keeps two records out of one group, and what only tells versions of one paper apart."""

import pytest

from generator.matching.traits import Traits, traits
from generator.matching.vetoes import apart, contrary, is_version
from generator.model import Identifiers, Record
from tests.conftest import named, people

TITLE = "Wind over the Sea of Finland in Spring"
PEOPLE = ("Ada Quill", "Bo Lindgren")
WORDS = [f"word{number}" for number in range(90)]


def one(title: str = TITLE, authors: tuple[str, ...] = PEOPLE, **fields: object) -> Traits:
    """Return the traits of a record."""
    return traits(Record(source="a", line=1, title=title, **named({"authors": authors, **fields})))


def ids(**known: str) -> Identifiers:
    return Identifiers(**known)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"date": "2020"}, {"date": "2021"}, True),
        ({"date": "2020"}, {"date": "2020-05"}, False),
        ({"date": "2020"}, {}, False),
        ({}, {}, False),
        ({"volume": "3", "number": "1"}, {"volume": "3", "number": "2"}, True),
        ({"volume": "3", "number": "1"}, {"volume": "3", "number": "1"}, False),
        ({"volume": "3", "number": "1"}, {"volume": "3"}, False),
        ({"volume": "3", "number": "1"}, {"volume": "4", "number": "2"}, False),  # by another count of volumes
        ({"number": "1"}, {"number": "2"}, False),
        ({"volume": "3", "number": "1", "pages": "5-9"}, {"volume": "3", "number": "2", "pages": "5-9"}, False),
        ({"volume": "3", "number": "1", "pages": "5-9"}, {"volume": "3", "number": "2", "pages": "7"}, True),
        ({"volume": "3", "number": "1"}, {"volume": "3", "number": "2", "pages": "5-9"}, True),
        ({"authors": ("Noor Haas",)}, {}, True),
        ({"authors": ("Noor Haas",)}, {"authors": ()}, False),
        ({"authors": ("Ada Quill", "Noor Haas")}, {}, False),
    ],
)
def test_two_works_under_one_title(a: dict[str, object], b: dict[str, object], *, expected: bool) -> None:
    """Other years, other issues of a volume unless the page is one, or nobody in common: a column has many works."""
    assert apart(one(**a), one(**b)) is expected  # type: ignore[arg-type]
    assert apart(one(**b), one(**a)) is expected  # type: ignore[arg-type]


def text(start: int, end: int) -> dict[str, object]:
    return {"abstract": " ".join(WORDS[start:end])}


@pytest.mark.parametrize(
    ("a", "b", "alone", "shared"),
    [
        # one paper, or nothing against it
        (one(date="2020"), one(date="2020"), False, False),
        (one(), one(), False, False),
        (one(), one("Kites for Everybody", identifiers=ids(doi="10.1000/x")), True, False),
        # a contradiction, whatever else agrees; texts may be rewritten
        (one(date="2018"), one(date="2020"), True, True),
        (one(volume="3"), one(volume="4"), True, True),
        (one(**text(0, 45)), one(**text(45, 90)), False, False),
        (one(date="2018", **text(0, 45)), one(date="2020", **text(45, 90)), True, True),
        # titles that have little in common need a third record that ties them together
        (one(), one("Kites for Everybody and Their Strings"), True, False),
        (one(f"{TITLE} at Noon"), one(f"{TITLE} by Night"), True, False),
        (one("KiteNet: Wind over old northern seas"), one("KiteNet: Rain over old northern seas"), True, False),
        (one(date="2018"), one("Kites for Everybody and Their Strings", date="2020"), True, False),
        # … but for an identifier, a text or a place: then what contradicts counts again
        (
            one(identifiers=ids(doi="10.1000/x")),
            one("Kites for Everybody", identifiers=ids(doi="10.1000/x")),
            False,
            False,
        ),
        (
            one(identifiers=ids(doi="10.1000/x"), date="2018"),
            one("Kites for Everybody", identifiers=ids(doi="10.1000/x"), date="2020"),
            True,
            True,
        ),
        (one(**text(0, 45)), one("Kites for Everybody", **text(0, 45)), False, False),
        (one(volume="3", pages="5"), one("Kites for Everybody", volume="3", pages="5"), False, False),
        # numbers of a subtitle that one of the group has, too
        (one(authors=()), one(f"{TITLE}: 3 Kites", authors=()), True, False),
        (one(authors=(), date="2018"), one(f"{TITLE}: 3 Kites", authors=(), date="2020"), True, True),
    ],
)
def test_what_keeps_a_record_out_of_a_group(a: Traits, b: Traits, *, alone: bool, shared: bool) -> None:
    """A contradiction does, with each member; titles and their numbers only where the groups share no title."""
    for left, right in ((a, b), (b, a)):
        assert contrary(left, right, title_shared=False) is alone
        assert contrary(left, right, title_shared=True) is shared


PREPRINT = one(date="2018-07", identifiers=ids(arxiv="1807.00001"))
CONFERENCE = one(date="2020", identifiers=ids(doi="10.1000/a", acl="P20-1001"), pages="70-82")
JOURNAL = one(date="2022", identifiers=ids(doi="10.1000/b"), volume="3", number="2", pages="100-117")
KNOWN = [PREPRINT, CONFERENCE, JOURNAL]


def again(**other: object) -> Traits:
    """Return the journal's version as another source prints it."""
    fields: dict[str, object] = {
        "date": "2022", "identifiers": ids(doi="10.1000/b"), "volume": "3", "number": "2", "pages": "100-117",
    }  # fmt: skip
    return one(**{**fields, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("member", "record", "expected"),
    [
        (PREPRINT, again(), True),
        (CONFERENCE, again(), True),
        (PREPRINT, again(**text(0, 45)), True),
        (PREPRINT, again(identifiers=ids(arxiv="1807.00001", doi="10.1000/b")), True),
        # a paper has one id at arXiv and one at the ACL, whatever its version
        (PREPRINT, again(identifiers=ids(arxiv="1807.00009", doi="10.1000/b")), False),
        (CONFERENCE, again(identifiers=ids(acl="P20-1009", doi="10.1000/b")), False),
        # other people, another title, a text about the paper: no version
        (CONFERENCE, again(authors=people("Noor Haas")), False),
        (CONFERENCE, again(title=f"Erratum: {TITLE}"), False),
        (CONFERENCE, again(title="Kites for Everybody and Their Strings"), False),
        (CONFERENCE, again(title=f"{TITLE.replace('Spring', 'Autumn')}"), False),
        # nothing that is known prints it
        (CONFERENCE, again(identifiers=ids(), volume="9", pages="300-310"), False),
        (PREPRINT, again(identifiers=ids(doi="10.1000/c"), volume="", pages="", number=""), False),
    ],
)
def test_another_version_of_a_known_paper(member: Traits, record: Traits, *, expected: bool) -> None:
    """A record of one known version may contradict another version in year, place and DOI, and in nothing else."""
    assert is_version(member, record, KNOWN) is expected
    assert not is_version(member, record, [])


def test_a_version_differs_from_a_member_as_the_known_version_does() -> None:
    """What contradicts a member must contradict the known version, too: a volume that this one has not is news."""
    member = one(date="2020", volume="8")
    assert is_version(member, again(), [JOURNAL])
    undated = one(identifiers=ids(doi="10.1000/b"))
    assert not is_version(member, again(), [undated])


@pytest.mark.parametrize("text_of_a_member", [text(0, 45), {}])
def test_a_rewritten_abstract_is_no_other_paper(text_of_a_member: dict[str, object]) -> None:
    """Versions may have abstracts that have little in common."""
    member = one(date="2018-07", identifiers=ids(arxiv="1807.00001"), **text_of_a_member)
    assert is_version(member, again(**text(45, 90)), [member, JOURNAL])
