"""Builds the views of authors: a page for each author with several papers, and the list of these authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from generator.model import NodeKind
from generator.site.views import room
from generator.site.views.arrangement import Shelf
from generator.site.views.authorship import Person
from generator.site.views.browse import search
from generator.site.views.cards import Card, Chip, Group
from generator.site.views.paging import ListView, Pager, cut, page_path

COAUTHORS = 12  # co-authors listed
LABELS = 6  # families and topics listed
NAMES = 500  # authors on a page of the list
PATH = "authors"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorView(ListView):
    """The page of an author: papers by year, newest first."""

    also: tuple[str, ...]  # other spellings
    orcid: str  # the address of the person's page at ORCID
    count: int
    span: str
    families: tuple[Chip, ...]
    topics: tuple[Chip, ...]
    others: tuple[Chip, ...]  # co-authors, by number of shared papers


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorsView:
    """A page of the list of authors with a page, grouped by the first letter of their surname."""

    path: str
    letters: tuple[tuple[str, tuple[Chip, ...]], ...]
    starts: tuple[tuple[str, str], ...]  # each letter, and the path of the page where its authors begin
    pager: Pager | None
    listed: int  # number of authors with a page
    fewest: int  # papers that an author needs to be listed
    total: int  # number of all authors

    @property
    def title(self) -> str:
        """Return the page's title, with its number if it is not the first."""
        return f"Authors, page {self.pager.number}" if self.pager and self.pager.number > 1 else "Authors"


def author_views(shelf: Shelf) -> Iterator[AuthorView]:
    """Yield the view of each author's page."""
    return (_author_view(shelf, person) for person in _listed(shelf))


def author_lists(shelf: Shelf) -> dict[str, int]:
    """Return the paths of the authors' pages, and how many papers each lists."""
    return {_path(person): len(person.papers) for person in _listed(shelf)}


def author_view(shelf: Shelf, path: str) -> AuthorView:
    """Return the page of one author."""
    return _author_view(shelf, next(person for person in shelf.people.values() if person.key and _path(person) == path))


def authors_views(shelf: Shelf) -> Iterator[AuthorsView]:
    """Yield the pages of the list of authors."""
    listed = _listed(shelf)
    letters: dict[str, list[Chip]] = {}
    for person in listed:
        letter = person.sort[:1].upper()
        letters.setdefault(letter if "A" <= letter <= "Z" else "…", []).append(chip(person))
    pages = cut(sorted(letters.items()), NAMES, room.of_chip)
    starts: dict[str, str] = {}
    for number, parts in enumerate(pages, start=1):
        for letter, _ in parts:
            starts.setdefault(letter, page_path(PATH, number))
    fewest = min((len(person.papers) for person in listed), default=0)
    total = len({person.sort for person in shelf.people.values()})
    for number, parts in enumerate(pages, start=1):
        yield AuthorsView(
            path=page_path(PATH, number),
            letters=tuple((letter, tuple(chips)) for letter, chips in parts),
            starts=tuple(starts.items()),
            pager=Pager(path=PATH, number=number, last=len(pages)) if len(pages) > 1 else None,
            listed=len(listed),
            fewest=fewest,
            total=total,
        )


def chip(person: Person, name: str = "") -> Chip:
    """Return the link to an author's papers, with the name as printed in a paper."""
    shown = name or person.name
    if person.key:
        return Chip(name=shown, path=_path(person), count=len(person.papers))
    return Chip(name=shown, path=search("author", shown), count=len(person.papers))


def orcid_page(orcid: str) -> str:
    """Return the address of a person's page at ORCID, "" without an iD."""
    return f"https://orcid.org/{quote(orcid)}" if orcid else ""


def _listed(shelf: Shelf) -> list[Person]:
    """Return the authors who have a page, by surname."""
    return sorted({person.key: person for person in shelf.people.values() if person.key}.values(), key=lambda p: p.sort)


def _path(person: Person) -> str:
    return f"{PATH}/{person.key}"


def _author_view(shelf: Shelf, person: Person) -> AuthorView:
    years: dict[str, list[Card]] = {}
    chips: dict[str, Chip] = {}  # of families and topics, by path
    labels: dict[NodeKind, Counter[str]] = {"families": Counter(), "topics": Counter()}
    shared: Counter[str] = Counter()
    by_sort: dict[str, Person] = {}
    for key in reversed(person.papers):
        card = shelf.cards[key]
        years.setdefault(card.when.year, []).append(card)
        chips |= {one.path: one for one in (*card.families, *card.topics)}
        labels["families"].update([one.path for one in card.families])
        labels["topics"].update([one.path for one in card.topics])
        others = {one.sort: one for one in (shelf.people[name] for name in shelf.catalogue.papers[key].authors)}
        by_sort |= others
        shared.update(sort for sort in others if sort != person.sort)
    closest = sorted(shared, key=lambda sort: (-shared[sort], sort))
    return AuthorView(
        name=person.name,
        also=person.also,
        orcid=orcid_page(person.orcid),
        path=_path(person),
        count=len(person.papers),
        span=shelf.span(person.papers),
        families=_most(labels["families"], chips),
        topics=_most(labels["topics"], chips),
        others=tuple(
            Chip(name=by_sort[sort].name, path=chip(by_sort[sort]).path, count=shared[sort])
            for sort in closest[:COAUTHORS]
            if shared[sort] > 1 or by_sort[sort].key
        ),
        groups=tuple(Group(name=year or "Undated", path="", cards=tuple(cards)) for year, cards in years.items()),
    )


def _most(found: Mapping[str, int], chips: Mapping[str, Chip]) -> tuple[Chip, ...]:
    """Return the author's most frequent labels, each with the number of the author's papers."""
    best = sorted(found, key=lambda path: (-found[path], chips[path].name))[:LABELS]
    return tuple(Chip(name=chips[path].name, path=path, count=found[path]) for path in best)
