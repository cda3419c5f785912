"""The verdict: the table of verdicts, one line for each reason to merge, to ask or to leave apart."""

import pytest

from generator.matching.evidence import Comparison
from generator.matching.traits import Traits, traits
from generator.matching.verdict import decide, decide_untitled
from generator.model import Identifiers, Record
from generator.text.fingerprints import Overlap
from generator.text.likeness import SAID, Likeness
from tests import conftest

FULL = "Wind over the Sea of Finland in Spring"  # can name one paper
HEAD = "Wind over the Sea of Finland"  # six words
SHORT_HEAD = "Wind over the Sea"  # four words
TWO_WORDS = "Kite Tides"
SECTION = "Editorial"


def found(title: Likeness, agreed: str = "", against: str = "", *, all_authors: bool = False) -> Comparison:
    """Return a comparison of two titled records with these agreements and contradictions."""
    agreements = (["title"] if title in SAID else []) + agreed.split()
    return Comparison(
        title=title,
        agreements={name: f"{name} agrees" for name in agreements},
        contradictions={name: f"{name} differs" for name in against.split()},
        abstract=Overlap(words=0, share=0.0),
        all_authors=all_authors,
    )


def one(title: str = FULL, people: int = 2, *, volume: str = "", preprint: bool = False) -> Traits:
    """Return a record's traits; which of them agree is the comparison's to say."""
    return traits(
        Record(
            source="a",
            line=1,
            title=title,
            authors=conftest.people("Ada Quill", "Bo Li", "Cy Nu")[:people],
            volume=volume,
            identifiers=Identifiers(arxiv="2101.00001" if preprint else None),
        )
    )


def verdict(a: Traits, b: Traits, comparison: Comparison, *, recurring: bool = False) -> str:
    """Return the verdict, which has no direction and names all the evidence."""
    match = decide(a, b, comparison, recurring=recurring)
    assert match == decide(b, a, comparison, recurring=recurring)
    assert match.evidence == comparison.evidence
    return match.verdict


@pytest.mark.parametrize("title", ["equal", "close"])
@pytest.mark.parametrize(
    ("agreed", "against", "expected"),
    [
        ("identifier", "", "same"),
        ("place", "", "same"),
        ("abstract", "", "same"),
        ("authors year", "", "same"),
        ("authors day", "", "same"),
        ("authors page", "", "same"),
        ("authors volume", "", "same"),
        ("authors", "", "unsure"),
        ("", "", "unsure"),
        ("year", "", "unsure"),
        ("volume", "", "unsure"),
        ("page", "", "unsure"),
        # a contradiction makes a question of what would be one paper
        ("identifier", "mark", "unsure"),
        ("place", "number", "unsure"),
        ("authors year", "pages", "unsure"),
        ("authors page", "year", "unsure"),
        # a demonstration of a paper is printed with the paper's identifier, on its page or with its text
        ("identifier", "kind", "same"),
        ("place", "kind", "same"),
        ("abstract", "kind", "same"),
        ("authors year", "kind", "unsure"),
        # a late version, or one whose pages are counted otherwise: the identifier and the authors settle it
        ("identifier authors", "pages year", "same"),
        ("identifier", "pages", "unsure"),
        ("identifier", "year", "unsure"),
        ("authors", "pages year", "different"),
        ("identifier authors", "volume number", "same"),
        ("identifier abstract", "volume number pages", "same"),
        ("identifier", "volume", "unsure"),
        ("authors year", "volume", "unsure"),
        # a number is a slip where three pages agree
        ("place range", "numbers", "same"),
        ("place", "numbers", "unsure"),
        # two contradictions, other people or other numbers: no question either
        ("", "pages volume", "different"),
        ("year", "authors", "different"),
        ("year", "numbers", "different"),
    ],
)
def test_an_equal_title_needs_a_second_agreement(title: Likeness, agreed: str, against: str, expected: str) -> None:
    """A title that is equal, at least except for spelling, merges with an independent agreement and without a contradiction."""
    assert verdict(one(), one(), found(title, agreed, against)) == expected


@pytest.mark.parametrize(
    ("agreed", "equal", "close"),
    [
        ("day", "same", "unsure"),
        ("count", "same", "unsure"),
        ("surnames year", "same", "unsure"),
        ("surnames", "unsure", "unsure"),
    ],
)
def test_a_weak_agreement_confirms_an_equal_title_alone(agreed: str, equal: str, close: str) -> None:
    """A day, a count of authors, or surnames of one year merge titles that are equal to the letter only."""
    assert verdict(one(), one(), found("equal", agreed)) == equal
    assert verdict(one(), one(), found("close", agreed)) == close


def test_one_contradiction_is_worth_a_question_under_an_equal_title_only() -> None:
    """A slip in the title and a contradiction are two papers."""
    assert verdict(one(), one(), found("equal", "year", "pages")) == "unsure"
    assert verdict(one(), one(), found("close", "year", "pages")) == "different"


@pytest.mark.parametrize(
    ("left", "right", "against", "expected"),
    [
        (True, False, "", "same"),
        (True, True, "", "unsure"),
        (False, False, "", "unsure"),
        (True, False, "year", "unsure"),
    ],
)
def test_a_preprint_needs_no_date(against: str, expected: str, *, left: bool, right: bool) -> None:
    """A preprint and the published paper by the same authors are one, unless their years are far apart."""
    pair = one(preprint=left), one(preprint=right)
    assert verdict(*pair, found("equal", "authors", against)) == expected


@pytest.mark.parametrize(
    ("title", "people", "agreed", "against", "expected"),
    [
        (TWO_WORDS, (2, 2), "authors year", "", "same"),
        (TWO_WORDS, (1, 2), "authors year", "", "unsure"),
        (TWO_WORDS, (1, 1), "authors year", "", "unsure"),
        (TWO_WORDS, (2, 2), "day", "", "different"),
        (TWO_WORDS, (2, 2), "surnames year", "", "different"),
        (SECTION, (2, 2), "authors year", "", "unsure"),
        (SECTION, (2, 2), "authors day", "", "unsure"),
        (SECTION, (2, 2), "authors year", "pages", "different"),
        (SECTION, (2, 2), "authors", "", "different"),
        (SECTION, (2, 2), "year", "", "different"),
        (SECTION, (2, 2), "place", "", "same"),
        (SECTION, (2, 2), "identifier", "", "same"),
    ],
)
def test_a_title_that_names_many_papers(
    title: str, people: tuple[int, int], agreed: str, against: str, expected: str
) -> None:
    """Two words name a paper with two authors; a section's name needs a place or an identifier."""
    a, b = (one(title, count) for count in people)
    assert verdict(a, b, found("equal", agreed, against)) == expected


def test_a_specific_title_needs_to_be_so_on_both_sides() -> None:
    """A title that is close to a specific one may be a section's all the same."""
    assert verdict(one(), one(SECTION), found("close", "authors year")) == "unsure"
    assert verdict(one(), one(SECTION), found("close", "year")) == "different"


@pytest.mark.parametrize(
    ("agreed", "authors", "expected"),
    [
        ("authors year", "all", "same"),
        ("authors year", "some", "unsure"),
        ("authors page", "some", "unsure"),
        ("place", "some", "same"),
        ("day", "all", "unsure"),
    ],
)
def test_a_note_on_the_kind_needs_all_authors(agreed: str, authors: str, expected: str) -> None:
    """A demonstration and the paper on it have some authors in common, two prints of one paper all of them."""
    assert verdict(one(), one(), found("noted", agreed, all_authors=authors == "all")) == expected


@pytest.mark.parametrize(
    ("agreed", "against", "expected"),
    [
        ("identifier", "", "same"),
        ("place", "", "same"),
        ("abstract", "", "same"),
        ("place", "number", "different"),
        ("authors year", "", "different"),
        ("authors page", "", "different"),
        ("surnames year", "", "different"),
        ("day", "", "different"),
    ],
)
def test_a_title_that_comes_back(agreed: str, against: str, expected: str) -> None:
    """Under a column's title only a place, an identifier or the text makes one paper, and nothing is asked."""
    assert verdict(one(), one(), found("equal", agreed, against), recurring=True) == expected


@pytest.mark.parametrize(
    ("title", "against", "expected"),
    [
        ("headed", "", "same"),
        ("part", "", "same"),
        ("named", "", "same"),
        ("similar", "", "same"),
        ("similar", "kind", "same"),
        ("headed", "volume", "unsure"),
        ("other", "", "different"),  # other people share it: nobody is in both
        ("other", "abstract", "different"),
        ("similar", "abstract", "different"),
        ("missing", "", "unsure"),
    ],
)
def test_an_identifier_under_two_titles(title: Likeness, against: str, expected: str) -> None:
    """A shared identifier merges titles that have something in common, and asks about the parts of a supplement."""
    assert verdict(one(), one("Kites"), found(title, "identifier", against)) == expected


@pytest.mark.parametrize(
    ("title", "volumes", "against", "expected"),
    [
        ("other", ("3", "3"), "", "same"),
        ("other", ("3", ""), "", "unsure"),
        ("other", ("", ""), "", "unsure"),
        ("other", ("3", "3"), "number", "unsure"),
        ("similar", ("", ""), "", "same"),
        ("similar", ("", ""), "numbers", "same"),
        ("named", ("3", "3"), "mark", "different"),
    ],
)
def test_three_pages_and_the_authors(title: Likeness, volumes: tuple[str, str], against: str, expected: str) -> None:
    """People fill three pages of a volume once; without a volume the titles must have something in common."""
    a, b = (one(volume=volume) for volume in volumes)
    assert verdict(a, b, found(title, "authors place range year", against)) == expected


@pytest.mark.parametrize("title", ["headed", "part", "named", "similar"])
@pytest.mark.parametrize(
    ("agreed", "against", "expected"),
    [
        ("authors", "", "different"),
        ("year", "", "different"),
        ("authors year", "numbers", "different"),
        ("place", "", "different"),
        ("authors place", "pages", "different"),
        ("", "", "different"),
    ],
)
def test_a_part_of_a_title(title: Likeness, agreed: str, against: str, expected: str) -> None:
    """A title that a listing cut or ran into the abstract is known by the text; else it takes authors and a date."""
    assert verdict(one(), one(SHORT_HEAD), found(title, agreed, against)) == expected


@pytest.mark.parametrize(
    ("title", "agreed", "against", "expected"),
    [
        ("headed", "abstract", "", "same"),
        ("part", "abstract", "kind", "same"),
        ("marked", "abstract", "", "same"),
        ("headed", "abstract", "year", "unsure"),
        ("named", "abstract", "", "unsure"),
        ("similar", "abstract authors", "", "unsure"),
        ("similar", "abstract", "authors", "different"),
        ("similar", "abstract place", "", "unsure"),  # the pages of no volume
    ],
)
def test_one_text_under_two_titles(title: Likeness, agreed: str, against: str, expected: str) -> None:
    """A listing cut a title, or ran it into the abstract; other words may be those of another part of a series."""
    assert verdict(one(), one(SHORT_HEAD), found(title, agreed, against)) == expected


@pytest.mark.parametrize(
    ("title", "against", "expected"),
    [
        ("headed", "", "same"),
        ("part", "", "same"),
        ("headed", "numbers", "same"),
        ("named", "", "unsure"),
        ("similar", "", "unsure"),
        ("headed", "numbers year", "different"),
    ],
)
def test_a_subtitle_left_out_on_one_page(title: Likeness, against: str, expected: str) -> None:
    """One page and the same people: a subtitle was left out, with its numbers; other words may be another note."""
    assert verdict(one(), one(SHORT_HEAD), found(title, "authors place", against)) == expected


@pytest.mark.parametrize(
    ("short", "people", "title", "authors", "expected"),
    [
        (HEAD, 2, "headed", "some", "same"),  # databases leave subtitles out
        (SHORT_HEAD, 2, "headed", "some", "unsure"),  # it may be a column's name
        (SHORT_HEAD, 2, "headed", "all", "unsure"),
        (SHORT_HEAD, 2, "named", "all", "same"),  # the name of a work stands for the work
        (HEAD, 2, "named", "some", "unsure"),  # a sister paper has other co-authors
        (SHORT_HEAD, 2, "part", "all", "same"),
        (SHORT_HEAD, 2, "part", "some", "unsure"),
        (SHORT_HEAD, 1, "part", "all", "unsure"),  # an introduction beside the paper
        (HEAD, 1, "part", "all", "same"),
        ("Sea of Finland in Spring", 2, "part", "all", "unsure"),  # the end of a title is no title
        (HEAD, 2, "similar", "all", "unsure"),
    ],
)
def test_a_subtitle_left_out_in_one_year(short: str, people: int, title: Likeness, authors: str, expected: str) -> None:
    """Where only authors and year agree, the form of the titles decides between one paper and a question."""
    for when in ("year", "day"):
        comparison = found(title, f"authors {when}", all_authors=authors == "all")
        assert verdict(one(people=people), one(short, people), comparison) == expected
        assert verdict(one(people=people), one(short, people), comparison, recurring=True) == "unsure"


def test_a_head_of_five_words_is_long() -> None:
    """Five words before a colon are no column's name, four may be."""
    for count, expected in ((5, "same"), (4, "unsure")):
        short = " ".join(FULL.split()[:count])
        assert verdict(one(people=1), one(short, 1), found("headed", "authors year")) == expected


@pytest.mark.parametrize(
    ("agreed", "against", "expected"),
    [
        # a paper under a new title, or a series of reports
        ("abstract authors", "", "unsure"),
        ("abstract count", "", "unsure"),
        ("abstract day", "", "unsure"),
        ("abstract", "", "different"),
        ("abstract year", "", "different"),
        ("abstract day", "authors", "different"),
        ("abstract authors", "pages", "unsure"),
        # a title translated, or two notes on one page
        ("place authors year", "", "unsure"),
        ("place authors day", "", "unsure"),
        ("place authors", "", "unsure"),
        ("place authors", "year", "different"),
        ("place year", "", "different"),
        ("authors year", "", "different"),
        ("place authors year", "abstract", "different"),
    ],
)
def test_two_titles(agreed: str, against: str, expected: str) -> None:
    """Nothing merges two titles but an identifier or pages; a text or a place by the same people is worth a question."""
    assert verdict(one(), one("Kites for Everybody"), found("other", agreed, against)) == expected


def untitled(agreed: str = "", against: str = "", words: int = 0, share: float = 0.0) -> Comparison:
    """Return a comparison of which one side has no title."""
    return Comparison(
        title="missing",
        agreements={name: f"{name} agrees" for name in agreed.split()},
        contradictions={name: f"{name} differs" for name in against.split()},
        abstract=Overlap(words=words, share=share),
    )


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (untitled(words=40, share=0.90), "same"),
        (untitled(words=39, share=1.0), "unsure"),
        (untitled(words=400, share=0.89), "unsure"),
        (untitled(words=40, share=0.40), "unsure"),
        (untitled(words=400, share=0.39), "different"),
        (untitled(words=39, share=0.70), "unsure"),
        (untitled(words=39, share=0.69), "different"),
        (untitled(words=20, share=0.70), "unsure"),
        (untitled(words=19, share=1.0), "different"),
        (untitled("identifier"), "same"),
        (untitled("identifier", "year"), "unsure"),
        (untitled("identifier", "identifier", words=400, share=1.0), "different"),
        (untitled("", "identifier", words=400, share=1.0), "different"),
        (untitled("", "year", words=400, share=1.0), "same"),
        (untitled("authors year"), "different"),
    ],
)
def test_an_untitled_record(comparison: Comparison, expected: str) -> None:
    """The text or an identifier makes it one paper; a third of the words in common is chance, a half of few as well."""
    match = decide_untitled(comparison)
    assert match.verdict == expected
    shared = (str(comparison.abstract),) if expected == "unsure" else ()
    assert match.evidence == (*comparison.evidence, *shared)
