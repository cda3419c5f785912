"""How much room things take on a page, so that no page is large, whatever the papers on it are like."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from generator.site.views.cards import Card, Chip
from generator.text.maths import pieces

BYTES, NODES = 215_000, 5_400  # of what a page lists; its header, menu and headings fit beside it into 250 kB and 6,000
CHIPS = 12  # families and topics shown with a paper in a list
FORMULA = 16  # bytes of MathML for each character of a formula, which has about one element for each


def of_card(card: Card) -> float:
    """Return which share of a page a paper in a list takes; the counts are those of templates/cards.jinja."""
    outs = (card.pdf != "") + (card.code != "")
    stamps = card.status is not None
    chips = (*card.families, *card.topics)[:CHIPS]
    texts = [card.by, card.venue, card.venue, card.kind, card.path, card.key, card.pdf, card.code]
    texts += [card.title] * (1 + outs)
    excerpt = card.excerpt
    texts.append(excerpt)
    for chip in chips:
        texts += (chip.name, chip.path)
    formulas = of_formulas(card.title) + of_formulas(excerpt)
    return share(
        12 + 2 * len(chips) + outs + stamps + formulas,
        340 + 75 * len(chips) + 120 * outs + 80 * stamps + FORMULA * formulas,
        texts,
    )


def of_chip(chip: Chip) -> float:
    """Return which share of a page a link in a list takes, with its count."""
    return share(5, 110, (chip.name, chip.path))


def of_formulas(text: str) -> int:
    """Return the number of characters in the formulas of a text."""
    if "$" not in text and "\\" not in text:
        return 0
    return sum(len(piece) for piece, formula in pieces(text) if formula)


def share(nodes: int, markup: int, texts: Iterable[str]) -> float:
    """Return which share of a page these nodes take, with ``markup`` bytes of tags and these texts."""
    return max(nodes / NODES, (markup + len(escape("".join(texts)).encode())) / BYTES)
