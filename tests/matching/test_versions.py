"""Versions: which are the same and which are not, and that unclear ones are left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching import versions
from generator.model import Identifiers, Paper, Version

CONFERENCE = Version(venue="Pond Conference 2020", pages="7-12", doi="10.1000/pond.7")
JOURNAL = Version(
    venue="Journal of Wading Birds", date="2021-05-04", volume="34", number="2", pages="100-117", doi="10.1000/jwb.34"
)

VERSIONS = st.builds(
    Version,
    venue=st.sampled_from(
        [None, "Pond Conference", "Pond Conference 2020", "Journal of Wading Birds", "J Wading Birds"]
    ),
    date=st.sampled_from([None, "2019", "2020", "2020-03", "2021-05-04"]),
    volume=st.sampled_from([None, "3", "34"]),
    number=st.sampled_from([None, "2"]),
    pages=st.sampled_from([None, "7-12", "100-117"]),
    doi=st.sampled_from([None, "10.1000/a", "10.1000/b", "10.1101/2020.01.02.123456"]),
)


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        (Version(doi="10.1000/a", date="2019"), Version(doi="10.1000/a", date="2022", venue="X"), "same"),
        (Version(venue="X", date="2020", doi="10.1000/a"), Version(venue="X", date="2020", doi="10.1000/b"), "other"),
        (Version(doi="10.1000/a"), Version(doi="10.1101/2020.01.02.123456"), "other"),
        (Version(venue="bioRxiv", date="2020"), Version(venue="Cell", date="2020"), "other"),
        (CONFERENCE, Version(venue="Proceedings of the Ninth Conference on Ponds", date="2020"), "same"),
        (CONFERENCE, Version(venue="Journal of Wading Birds", date="2021", volume="34"), "other"),
        (JOURNAL, Version(venue="J. Wading Birds", date="2022", volume="34"), "same"),
        (JOURNAL, Version(venue="JWB", date="2022"), "same"),
        (JOURNAL, Version(venue="Journal of Wading Birds", date="2020"), "same"),
        (JOURNAL, Version(venue="Pond Conference", date="2021", volume="139"), "other"),
        (JOURNAL, Version(venue="Pond Conference"), "unclear"),
        (Version(venue="J Pond", volume="3"), Version(venue="Journal of Pond", volume="4"), "same"),
        (Version(venue="Pond", pages="7-12"), Version(venue="Lake", pages="7"), "same"),
        (Version(venue="Pond", pages="7-12"), Version(venue="Lake", pages="12-17"), "unclear"),
        (Version(venue="Pond", pages="x"), Version(venue="Lake", pages="x"), "unclear"),
    ],
)
def test_what_is_one_version(a: Version, b: Version, likeness: str) -> None:
    """A DOI decides; without one, what differs must not outweigh what agrees; a single difference is unclear."""
    assert versions.compare(a, b) == versions.compare(b, a) == likeness


@given(st.lists(VERSIONS, max_size=6), st.randoms(use_true_random=False))
def test_grouping_has_no_order(found: list[Version], chance: random.Random) -> None:
    """Any order of the records gives the same versions, none of which has two that contradict each other."""
    shuffled = chance.sample(found, len(found))
    groups = versions.grouped(found)
    assert groups == versions.grouped(shuffled)
    assert all(versions.compare(a, b) != "other" for group in groups for a in group for b in group)


@given(VERSIONS, VERSIONS)
def test_numbers_are_never_mixed(a: Version, b: Version) -> None:
    """A version keeps its fields when it is filled, and takes volume, number and pages from one record only."""
    (filled,), new = versions.joined([a], [b])
    assert all(value in (None, getattr(filled, name)) for name, value in a)
    numbers = (filled.volume, filled.number, filled.pages)
    agree = [
        all(
            getattr(one, name) in (None, value)
            for name, value in zip(("volume", "number", "pages"), numbers, strict=True)
        )
        for one in (a, b)
    ]
    assert numbers == (a.volume, a.number, a.pages) or all(agree)
    assert not new or filled == a
    assert versions.joined([filled], [b])[0] == [filled]


def test_a_version_goes_to_the_one_with_most_in_common() -> None:
    """Of two versions that a record may be, it fills the one with which it shares more fields."""
    full = Version(venue="Pond Conference", date="2020")
    short = Version(venue="Pond Conf", date="2020")
    for known in ([full, short], [short, full]):
        filled, new = versions.joined(known, [Version(venue="Pond Conference", date="2020", pages="7-12")])
        assert not new
        assert [one.pages for one in filled] == ["7-12" if one is full else None for one in known]
    one = Version(venue="Pond Conference", date="2020-03", doi="10.1000/a")
    other = Version(venue="Pond Conference", date="2020", doi="10.1000/b")
    groups = versions.grouped([one, other, full.model_copy(update={"pages": "7-12"})])
    assert [len(group) for group in groups if other in group] == [2]


def test_the_newest_published_one() -> None:
    """A preprint is cited only if nothing is published; of two published versions, the later one is cited."""
    server = Version(venue="bioRxiv", date="2022", doi="10.1101/2022.01.02.123456")
    assert versions.newest([JOURNAL, server, CONFERENCE]) == JOURNAL
    assert versions.newest([server]) == server
    assert versions.newest([]) is None


@pytest.mark.parametrize(
    ("paper", "date"),
    [
        (Paper(date="2019-07", venue="Pond Conference 2020"), "2020"),
        (Paper(date="2019-07", venue="Pond Conference 2020", published="2020-02-03"), "2020-02-03"),
        (Paper(date="2019-07", venue="Pond Conference"), "2019-07"),
        (Paper(date="2019-07", venue="The 1900 Society"), "2019-07"),
        (Paper(date="2019-07", venue="bioRxiv"), "2019-07"),
        (Paper(venue="Pond Conference 2020", identifiers=Identifiers(arxiv="1907.00001")), "2020"),
        (Paper(), None),
    ],
)
def test_when_the_cited_version_appeared(paper: Paper, date: str | None) -> None:
    """The day printed, else the year in the venue's name, else the first public version's day."""
    assert versions.appeared(paper) == date
