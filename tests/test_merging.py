"""merging.py: a group becomes one paper, and an existing paper is filled, never overwritten."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from generator.merging import DISPLAY_WORDS, fill, merge
from generator.model import Identifiers, Links, Paper, Record

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
