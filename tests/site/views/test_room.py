"""The estimate of what a paper takes on a page holds for what the templates write, and lists show the start of long texts."""

import pytest

from generator.site.renderer import _card, _Links
from generator.site.views import room
from generator.site.views.cards import EXCERPT, Card, Chip, When

CHIPS = tuple(Chip(name=f"Topic {number}", path=f"topics/topic-{number}") for number in range(40))
LONG = "Looks at a pond for a long time, and says at length what was seen there. "
CARDS = {
    "bare": {},
    "usual": {"summary": LONG * 4, "topics": CHIPS[:3], "by": "Ada Marsh and Bo Reed", "venue": "Journal of Ponds"},
    "long": {"summary": LONG * 200, "topics": CHIPS, "families": CHIPS[:9], "title": LONG * 13},
    "chinese": {"summary": "池塘里的水" * 300, "title": "池塘里的水" * 100, "pdf": "https://example.org/a.pdf"},
    "formulas": {"summary": r"$\frac{a_i}{b_i} + \sum_j x_j$ and " * 40, "title": "On $x_1$, $x_2$ and $x_3$"},
    "escaped": {"summary": '"<&>" ' * 100, "title": "'&' " * 90, "code": "https://example.org/?a=1&b=2"},
}


def _made(**fields):
    usual = {"by": "", "venue": "", "summary": "", "families": (), "topics": (), "pdf": "", "code": ""}
    dated = When(iso="2021-05-03", shown="3 May 2021", year="2021", note="the day on which a source first listed it")
    return Card(**{**usual, "key": "p-1", "title": "T", "short": "T", "path": "papers/p-1", "when": dated, **fields})


@pytest.mark.parametrize("name", CARDS)
def test_no_card_takes_more_than_was_estimated(name):
    """Neither in bytes nor in elements, give or take a tenth; and the estimate is not more than twice as much."""
    card = _made(**CARDS[name])
    text = str(_card(card, _Links("../../", "")))
    taken = max(text.count("</") / room.NODES, len(text.encode()) / room.BYTES)
    assert 0.9 * taken <= room.of_card(card) <= 2 * taken + 400 / room.BYTES


def test_a_list_shows_the_start_of_a_long_summary():
    """It is cut between words, never inside a formula, and in a text without spaces anywhere; a short one is whole."""
    assert _made(summary=LONG * 4).excerpt == LONG * 4
    start = _made(summary=LONG * 20).excerpt
    assert len(start) <= EXCERPT + 2
    assert start.endswith(" …")
    assert LONG.startswith(start.removesuffix(" …").rpartition("there. ")[2])
    for formula in ("$a + b + c + d$", r"\(a + b + c + d\)", r"\[a + b + c + d\]"):
        for before in range(EXCERPT - len(formula) - 2, EXCERPT + 2):
            shown = _made(summary=f"{'x' * (before - 1)} {formula} and {LONG}").excerpt
            assert formula in shown or formula[:2] not in shown, before
    assert _made(summary="池塘" * 600).excerpt == "池塘" * (EXCERPT // 2) + " …"


def test_a_card_shows_a_dozen_labels():
    """And says how many more there are."""
    text = str(_card(_made(topics=CHIPS), _Links("../../", "")))
    assert text.count('href="../../topics/') == room.CHIPS
    assert "and 28 more" in text
