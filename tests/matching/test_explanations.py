"""Explanations: which differences mean nothing, and what must agree for it; written out a second time."""

import pytest

from generator.matching.evidence import Comparison
from generator.matching.explanations import EXPLANATIONS, contradictions
from generator.text.fingerprints import Overlap
from generator.text.likeness import Likeness

ALL: list[Likeness] = ["equal", "noted", "close", "marked", "headed", "part", "named", "similar", "other", "missing"]
EQUAL = "equal noted close"
CUT = f"{EQUAL} headed part"
LIKE = f"{CUT} named similar"
FIELDS = [
    "numbers",
    "tail",
    "mark",
    "kind",
    "identifier",
    "slip",
    "registrant",
    "authors",
    "year",
    "pages",
    "volume",
    "number",
    "abstract",
]  # all that can contradict

# Under which titles, what must agree, and which contradictions are explained by it.
TABLE = [
    (CUT, "identifier authors", "volume number pages year tail kind"),
    (EQUAL, "identifier abstract", "volume number pages year tail kind"),
    ("named similar", "identifier authors", "pages year tail kind"),
    (EQUAL, "abstract authors year page", "volume number registrant tail"),
    (EQUAL, "abstract authors year place", "volume number registrant slip tail kind"),
    (EQUAL, "abstract authors year volume", "pages tail"),
    (EQUAL, "abstract authors place", "slip tail kind"),
    (EQUAL, "authors year range", "slip registrant numbers tail"),
    (EQUAL, "identifier place abstract", "authors volume number pages year tail kind"),
    (EQUAL, "body place range", "authors numbers tail kind"),
    (LIKE, "preprint authors abstract", "year tail"),
    ("equal", "preprint everybody", "year"),
    (LIKE, "range", "numbers tail"),
    (LIKE, "identifier", "tail kind"),
    (LIKE, "abstract authors", "tail"),
    (LIKE, "place authors", "tail kind"),
    (LIKE, "place", "kind"),
    (LIKE, "abstract", "kind"),
]


def left(title: Likeness, agreed: list[str]) -> set[str]:
    """Return what still contradicts where everything does but what agrees."""
    found = Comparison(
        title=title,
        agreements=dict.fromkeys((name for name in agreed if name not in {"preprint", "body", "everybody"}), "agrees"),
        contradictions=dict.fromkeys(FIELDS, "differs"),
        abstract=Overlap(words=0, share=0.0),
        circumstances=frozenset(agreed) & {"preprint", "body", "everybody"},
    )
    return contradictions(found)


@pytest.mark.parametrize(("likenesses", "agreed", "explained"), TABLE)
def test_what_is_explained(likenesses: str, agreed: str, explained: str) -> None:
    """Under titles as alike as that, what is named no longer contradicts; all else does."""
    for title in likenesses.split():
        kept = left(title, agreed.split())  # type: ignore[arg-type]
        assert kept & set(explained.split()) == set(), title
        if title == "equal":
            assert set(FIELDS) - kept <= {*explained.split(), "kind"}


@pytest.mark.parametrize("title", ["marked", "other", "missing"])
def test_nothing_is_explained_under_other_titles(title: Likeness) -> None:
    """Where the titles have little in common, or one has a footnote's mark, every contradiction counts."""
    everything = [
        "identifier",
        "authors",
        "abstract",
        "year",
        "day",
        "place",
        "range",
        "page",
        "volume",
        "issue",
        "preprint",
        "body",
        "everybody",
    ]
    assert left(title, everything) == set(FIELDS)


@pytest.mark.parametrize(
    ("title", "agreed", "kept"),
    [
        # one of what must agree is missing
        ("equal", "identifier", "volume number pages year"),
        ("equal", "identifier year place", "volume number"),
        ("equal", "authors abstract page", "volume number registrant"),
        ("equal", "authors year page", "volume number registrant"),
        ("equal", "abstract year place", "volume number registrant slip"),
        ("equal", "abstract authors year", "pages volume number"),
        ("equal", "authors place", "slip registrant"),
        ("equal", "authors range", "slip registrant"),
        ("equal", "year range", "slip registrant"),
        ("equal", "identifier place", "authors"),
        ("equal", "place abstract", "authors"),
        ("equal", "body place", "authors"),
        ("equal", "body range", "authors"),
        ("equal", "preprint authors", "year"),
        ("equal", "everybody", "year"),
        ("equal", "authors abstract", "year"),
        ("equal", "place", "numbers tail"),
        ("equal", "authors year", "kind tail"),
        # a title that is not alike enough
        ("named", "identifier authors", "volume number"),
        ("headed", "identifier abstract", "volume number pages year"),
        ("part", "abstract authors year place", "volume number slip registrant"),
        ("similar", "abstract authors year volume", "pages"),
        ("headed", "authors year range", "slip registrant"),
        ("part", "body place range", "authors"),
        ("close", "preprint everybody", "year"),
        # nothing explains these
        ("equal", "identifier authors abstract year place range page volume preprint body everybody", "mark identifier abstract"),
    ],
)  # fmt: skip
def test_what_is_not_explained(title: Likeness, agreed: str, kept: str) -> None:
    """Where one of what must agree is missing, or the titles are less alike, the contradiction counts."""
    assert set(kept.split()) <= left(title, agreed.split())


def test_a_day_is_a_year() -> None:
    """Two records of one day are of one year, too."""
    assert left("equal", ["authors", "day", "range"]) == left("equal", ["authors", "year", "range"])


def test_what_agrees_is_all_that_can() -> None:
    """Each explanation names fields and titles that a comparison has."""
    agree = {
        "identifier",
        "abstract",
        "authors",
        "year",
        "place",
        "range",
        "page",
        "volume",
        "everybody",
        "body",
        "preprint",
    }
    for one in EXPLANATIONS:
        assert one.agree <= agree
        assert one.explains <= set(FIELDS)
        assert one.titles <= set(ALL)
