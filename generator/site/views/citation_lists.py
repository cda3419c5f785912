"""Builds what pages show of the citations inside the shelf: the papers that cite a paper, those that it cites, the most cited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.site.views import dates, publication, room
from generator.site.views.arrangement import Shelf
from generator.site.views.cards import Card

UNFOLDED = 6  # papers of a list before the reader asks for more
MOST = 12  # papers of a list on a page; the Markdown and api/all.json have all
TOP = 5  # papers in a list of the most cited
FEW = 3  # in a shorter one, nothing is to be learned
LEAST = 2  # citations of a paper in it


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationList:
    """The papers on one side of a paper, the most cited first; ``heading`` counts them all."""

    name: str  # for links to the heading
    heading: str
    cards: tuple[Card, ...]  # without those among the page's relations
    folded: tuple[Card, ...]  # those that follow, shown on request
    left_out: int  # those that are not on the page
    above: int  # those among the relations

    @property
    def elsewhere(self) -> str:
        """Return how many papers stand among the relations, in words; "" if none does."""
        if not self.above or not self.cards:
            return "Listed above." if self.above else ""
        return f"The other {'one is' if self.above == 1 else f'{self.above} are'} listed above."


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedCard:
    """A paper in a list of the most cited: ``count`` papers of the shelf cite it."""

    card: Card
    count: int

    @property
    def note(self) -> str:
        """Return the count in words."""
        return f"cited by {papers(self.count)} here"


def citation_lists(shelf: Shelf, key: str, related: Collection[str]) -> Iterator[CitationList]:
    """Yield the list of papers that cite this one, then that of those it cites; ``related`` papers have their place above.

    Without a citation from or to another paper of the shelf, there is none.
    """
    for name, heading, keys in whole(shelf, key):
        own = [one for one in keys if one not in related]
        first = len(own) if len(own) == UNFOLDED + 1 else UNFOLDED  # one more takes no more room than "1 more"
        yield CitationList(
            name=name,
            heading=heading,
            cards=tuple(shelf.briefs[one] for one in own[:first]),
            folded=tuple(shelf.briefs[one] for one in own[first:MOST]),
            left_out=max(len(own) - MOST, 0),
            above=len(keys) - len(own),
        )


def whole(shelf: Shelf, key: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the names of both lists and their headings, which count the papers, with all papers of each."""
    if citing := shelf.citations.cited_by.get(key, ()):
        yield "cited-by", f"Cited by {papers(len(citing))} here", by_count(shelf, citing)
    if cites := shelf.citations.cites.get(key, ()):
        outside = shelf.citations.outside.get(key, 0)
        others = f" and {outside:,} {'other' if outside == 1 else 'others'}" if outside else ""
        yield "cites", f"Cites {papers(len(cites))} here{others}", by_count(shelf, cites)


def by_count(shelf: Shelf, keys: Sequence[str]) -> list[str]:
    """Return papers by the number of papers here that cite them, newer ones first."""
    return sorted(keys, key=shelf.renown.__getitem__)


def most_cited(shelf: Shelf, keys: Sequence[str]) -> tuple[CitedCard, ...]:
    """Return the most cited of these papers, at most half of them; none if only few are cited by several papers."""
    counts = {key: shelf.citations.count(key) for key in keys} if shelf.citations else {}
    found = [key for key in by_count(shelf, keys) if counts[key] >= LEAST] if counts else []
    if len(found := found[: min(TOP, len(keys) // 2)]) < FEW:
        return ()
    return tuple(CitedCard(card=shelf.briefs[key], count=counts[key]) for key in found)


def takes(cards: Sequence[CitedCard]) -> float:
    """Return which share of a page a list of the most cited takes."""
    texts = [text for one in cards for text in (one.card.title, one.card.path, one.card.by, one.note)]
    formulas = sum(room.of_formulas(one.card.title) for one in cards)
    return room.share(8 * len(cards) + formulas, 250 * len(cards) + room.FORMULA * formulas, texts)


def source(shelf: Shelf) -> str:
    """Return who stated the citations, and when: ``OpenAlex and Semantic Scholar, 2 March 2026``; "" if nobody says."""
    index = shelf.citations
    return ", ".join(filter(None, (publication.joined(index.services), index.date and dates.of(index.date).shown)))


def papers(count: int) -> str:
    """Return a number of papers in words."""
    return f"{count:,} {'paper' if count == 1 else 'papers'}"
