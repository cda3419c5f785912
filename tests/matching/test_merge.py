"""merging.py: a group becomes one paper, and an existing paper is filled, never overwritten."""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching.merge import DISPLAY_WORDS, as_records, fill, merge
from generator.model import Identifiers, Links, Paper, Record, Version

ONE = Record(
    source="a", line=1, title="Kites  at Sea", author_count=2, date="2021-07-05", links=("https://github.com/o/kite",)
)
TWO = Record(
    source="b", line=9, title="Kites at Sea", authors=("Ada Quill", "Jörg Müller"), date="2021-07-05", venue="WIND 2021"
)
THREE = Record(source="c", line=5, title="KITES AT SEA", date="2022", identifiers=Identifiers(arxiv="2107.02137"))


def test_merge_takes_what_most_print() -> None:
    """The usual title and date win, the other fields add up, and each choice is told."""
    paper, choices = merge([ONE, TWO, THREE])
    assert paper == Paper(
        title="Kites at Sea",
        authors=("Ada Quill", "Jörg Müller"),
        date="2021-07-05",
        identifiers=Identifiers(arxiv="2107.02137"),
        venue="WIND 2021",
        published="2021-07-05",
        links=Links(code="https://github.com/o/kite"),
    )
    assert [choice.split(":")[0] for choice in choices] == ["title", "date"]


def test_merge_has_no_order() -> None:
    """Any order of the records gives the same paper and the same choices."""
    assert len({merge(group) for group in map(tuple, permutations([ONE, TWO, THREE]))}) == 1


def test_a_draft_is_called_by_its_first_words() -> None:
    """Without a title the first words of the abstract stand for it, too few to be a sentence."""
    paper, _ = merge(
        [Record(source="a", line=1, abstract="Abstract: Kites fly over the northern sea, where winds are steady.")]
    )
    assert (paper.title, paper.abstract) == (None, None)
    assert paper.display == "Kites fly over the northern sea, where …"
    assert len(str(paper.display).split()) == DISPLAY_WORDS + 1


def test_links() -> None:
    """A repository is code, a page of its own is the project's, anything else is left in the ledger."""
    links = (
        "https://example.org/x",
        "https://github.com/o",
        "https://kite.github.io",
        "https://gitlab.com/o/kite/tree/x",
        "javascript:alert(1)//github.com/o/p",
    )
    paper, _ = merge([Record(source="a", line=1, title="Kites", links=links)])
    assert paper.links == Links(code="https://gitlab.com/o/kite/tree/x", project="https://kite.github.io")


def test_fill_keeps_what_a_person_wrote() -> None:
    """Only empty authors, identifiers and venue are filled; a listing's date and links are its own."""
    paper = Paper(title="Kites at Sea, Again", author_count=2, date="2020", identifiers=Identifiers(doi="10.1000/x"))
    filled = fill(paper, [ONE, TWO, THREE])
    assert filled == paper.model_copy(
        update={
            "authors": TWO.authors,
            "author_count": None,
            "venue": "WIND 2021",
            "published": "2021-07-05",
            "identifiers": Identifiers(doi="10.1000/x", arxiv="2107.02137"),
        }
    )
    assert fill(filled, [ONE, TWO, THREE]) is filled


def test_a_draft_gets_its_title() -> None:
    """A draft that meets a titled record becomes a paper, with the date that nobody had chosen yet."""
    filled = fill(Paper(display="Kites fly …"), [ONE])
    assert (filled.title, filled.display, filled.date, filled.author_count) == ("Kites at Sea", None, "2021-07-05", 2)
    assert filled == merge([ONE])[0]


@given(
    st.lists(
        st.builds(
            Record,
            source=st.just("a"),
            line=st.just(1),
            title=st.text(),
            abstract=st.text(),
            authors=st.tuples(st.text()),
            date=st.text(),
            venue=st.text(),
            links=st.tuples(st.text()),
        ),
        min_size=1,
    )
)
def test_any_record_makes_a_paper(group: list[Record]) -> None:
    """Whatever stands in a source, the paper is one that can be saved and read again."""
    paper, _ = merge(group)
    assert Paper.model_validate(paper.model_dump()) == paper
    assert paper.name


PREPRINT = Record(source="a", line=1, title="Kites at Sea", date="2019-03", identifiers=Identifiers(arxiv="1903.00001"))
SERVER = Record(
    source="b",
    line=1,
    title="Kites at Sea",
    date="2019-04-02",
    venue="bioRxiv",
    identifiers=Identifiers(doi="10.1101/2019.04.02.123456"),
)
CONFERENCE = Record(source="c", line=1, title="Kites at Sea", date="2020", venue="Wind Conference", pages="7-12")
JOURNAL = Record(
    source="d",
    line=1,
    title="Kites at Sea",
    date="2021-05-04",
    venue="Journal of Wind",
    volume="34",
    number="2",
    pages="100-117",
    identifiers=Identifiers(doi="10.1000/wind.34"),
)
WHOLE = Paper(
    title="Kites at Sea",
    date="2019-03",
    identifiers=Identifiers(arxiv="1903.00001", doi="10.1000/wind.34"),
    venue="Journal of Wind",
    published="2021-05-04",
    volume="34",
    number="2",
    pages="100-117",
    other_versions=(
        Version(venue="bioRxiv", date="2019-04-02", doi="10.1101/2019.04.02.123456"),
        Version(venue="Wind Conference", date="2020", pages="7-12"),
    ),
)


def test_all_versions_are_one_paper() -> None:
    """The newest published version is cited with its own numbers, the date is the first preprint's, nothing is lost."""
    assert merge([PREPRINT, SERVER, CONFERENCE, JOURNAL])[0] == WHOLE


@pytest.mark.parametrize("order", list(permutations([PREPRINT, SERVER, CONFERENCE, JOURNAL])))
def test_versions_arrive_in_any_order(order: tuple[Record, ...]) -> None:
    """One import after another, in any order, ends in the paper that a single import makes."""
    paper = merge(order[:1])[0]
    for record in order[1:]:
        paper = fill(paper, [record])
    assert paper == WHOLE


def test_a_person_s_version_is_not_mixed_with_another() -> None:
    """A venue of an unknown year may be the record's or not: its numbers and DOI stay in the ledger."""
    paper = Paper(title="Kites at Sea", date="2019-03", venue="Wind Conference")
    assert fill(paper, [JOURNAL]) is paper
    assert fill(paper, [CONFERENCE]) == paper.model_copy(update={"published": "2020", "pages": "7-12"})


def test_numbers_belong_together() -> None:
    """Where a volume is contradicted, number and pages come from the records that print it; a person's are not added to."""
    other = replace(JOURNAL, volume="35", number="9", pages="")
    paper, _ = merge([JOURNAL, JOURNAL, other])
    assert (paper.volume, paper.number, paper.pages) == ("34", "2", "100-117")
    person = WHOLE.model_copy(update={"volume": "35", "number": None, "pages": None})
    assert fill(person, [JOURNAL]) == person


def test_a_citation_copied_by_hand_stays_the_cited_one() -> None:
    """A source that prints only what is known of the older version changes nothing."""
    assert fill(WHOLE, [CONFERENCE]) is WHOLE
    assert fill(WHOLE, [replace(JOURNAL, venue="J. Wind", number="", identifiers=Identifiers())]) is WHOLE


@given(
    st.lists(
        st.builds(
            Record,
            source=st.just("a"),
            line=st.just(1),
            title=st.just("Kites at Sea"),
            date=st.sampled_from([None, "2019", "2019-03", "2020", "2021-05-04"]),
            venue=st.sampled_from(["", "Wind Conference", "Wind Conference 2020", "Journal of Wind", "bioRxiv"]),
            volume=st.sampled_from(["", "3", "34"]),
            number=st.sampled_from(["", "2"]),
            pages=st.sampled_from(["", "7-12", "100-117"]),
            identifiers=st.builds(
                Identifiers,
                arxiv=st.sampled_from([None, "1903.00001"]),
                doi=st.sampled_from([None, "10.1000/a", "10.1000/b", "10.1101/2019.04.02.123456"]),
            ),
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_merging_versions_has_no_order_and_an_end(group: list[Record], chance: random.Random) -> None:
    """Any order gives the same paper, filling it from its own records changes nothing, and it can be saved."""
    paper, choices = merge(group)
    assert (paper, choices) == merge(chance.sample(group, len(group)))
    assert fill(paper, group) is paper
    assert Paper.model_validate(paper.model_dump()) == paper
    assert all(one.doi or one.venue or one.volume for one in paper.other_versions)


@given(
    st.sampled_from([PREPRINT, SERVER, CONFERENCE, JOURNAL]), st.sampled_from([WHOLE, Paper(title="Kites", venue="X")])
)
def test_a_paper_is_a_record_of_each_version(record: Record, paper: Paper) -> None:
    """Each version is matched by its own date and numbers: no record carries those of another."""
    records = list(as_records(paper))
    printed = [(one.date or "", one.venue, one.volume, one.pages, one.identifiers.doi) for one in records]
    assert ((record.date, record.venue, record.volume, record.pages, record.identifiers.doi) in printed) == (
        paper is WHOLE
    )
