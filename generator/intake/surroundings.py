"""The works around a shelf: what its papers cite, who cites them, what their authors write now, what a service recommends."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isqrt

from generator.intake.co_citation import CoCitation, Number
from generator.model import Catalogue, Identifiers, Paper
from generator.problems import Problem
from generator.services import Client, Reference, of_paper
from generator.services.neighbours import Author, Work
from generator.services.related_works import Candidates

LOOKED_UP = 500  # cited works of each service that are looked up, those that most papers cite
CITED = 1_000  # works of the shelf, the newest, of which citing works are asked for
CITING = 40  # requests for them, at most
LINKED = 20  # requests for works that too few papers cite and that cite papers here, at most
HOP = 200  # works, the closest to the shelf, that are looked up as the works around it cite them
TOGETHER = 3  # works that must cite two papers for these to be cited together
AUTHORS = 100  # authors, those with most papers here, whose new works are asked for
PROLIFIC = 2  # papers here that make an author one of the shelf's
NEW = 365  # days


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """A work with its ties to the shelf; papers are named by their keys."""

    work: Work
    cited_by: frozenset[str] = frozenset()
    cites: frozenset[str] = frozenset()
    authors: Mapping[Author, int] = field(default_factory=dict)  # those of the shelf, with their number of papers here
    is_recommended: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What the services know of works around the shelf, the shelf's own left out."""

    neighbours: tuple[Neighbour, ...]
    co_citation: CoCitation
    least: int  # papers here that must cite a work that has no other tie
    unidentified: int  # papers without an identifier, which cannot be asked for
    unknown: int  # papers that no service knows; not counted if a request for them failed
    unseen: int  # cited works that were not looked up, as there are too many
    problems: tuple[Problem, ...]


def least_cited_by(papers: int) -> int:
    """Return how many papers of a shelf must cite a work: two, and more on a shelf of more than 900 papers."""
    return max(2, isqrt(papers) // 10)


def survey(
    shelf: Catalogue,
    client: Client,
    *,
    date: str,
    least: int | None = None,
    tell: Callable[[str, int], object] = lambda *_: None,
) -> Surroundings:
    """Ask the services about the papers of a shelf and the works around them.

    A shelf of 50 papers needs about 40 requests, one of 2,400 about 250: one for 25 papers or so to each service, and at
    most 72 more. ``least`` is the number of papers that must cite a work, if not that of ``least_cited_by``.
    """
    references = {key: one for key, paper in shelf.papers.items() if (one := _reference(paper))}
    asked = Candidates(client, tell)
    search = _Survey(shelf=shelf, asked=asked, date=date, least=least or least_cited_by(len(shelf.papers)))
    search.learn(asked.own(references), asked.own_at_scholar(references))
    answered = not asked.problems
    works = search.works()
    return Surroundings(
        neighbours=tuple(map(search.neighbour, works)),
        co_citation=search.co_citation,
        least=search.least,
        unidentified=len(shelf.papers) - len(references),
        unknown=len(references.keys() - set(search.keys.values())) if answered else 0,
        unseen=search.unseen,
        problems=tuple(asked.problems),
    )


def _reference(paper: Paper) -> Reference | None:
    """Return how to ask for a paper; a search for its title would cost a request of its own."""
    return of_paper(paper.identifiers, None) if paper.identifiers != Identifiers() else None


@dataclass(kw_only=True)
class _Survey:
    """What is known so far."""

    shelf: Catalogue
    asked: Candidates
    date: str
    least: int
    keys: dict[Number, str] = field(default_factory=dict)  # of the shelf's own works
    citing: defaultdict[Number, set[str]] = field(default_factory=lambda: defaultdict(set))
    co_citation: CoCitation = field(default_factory=lambda: CoCitation({}))
    authors: Counter[Author] = field(default_factory=Counter)
    recommended: set[Number] = field(default_factory=set)
    unseen: int = 0

    def learn(self, *found: Mapping[str, Sequence[Work]]) -> None:
        """Take in the shelf's own works: their numbers, their authors, what they cite."""
        by_key: defaultdict[str, set[Author]] = defaultdict(set)
        for some in found:
            for key, works in some.items():
                for work in works:
                    self.keys[work.service.name, work.number] = key
                    by_key[key].update(work.authors)
                    for number in work.references:
                        self.citing[work.service.name, number].add(key)
        self.co_citation = CoCitation(self.keys)
        self._learn(work for some in found for works in some.values() for work in works)
        self.authors.update(author for people in by_key.values() for author in people)
        for own in self.keys.keys() & self.citing.keys():
            del self.citing[own]

    def works(self) -> list[Work]:
        """Ask for the works around; each is there once, in the order in which it was found."""
        since = (dt.date.fromisoformat(self.date) - dt.timedelta(days=NEW)).isoformat()
        newest = sorted(self.keys.items(), key=lambda one: (self.shelf.papers[one[1]].date or "", one), reverse=True)
        own = {name: [number for (service, number), _ in newest if service == name] for name in _SERVICES}
        prolific = sorted((-count, one.number) for one, count in self.authors.items() if count >= PROLIFIC)
        recommended = self.asked.recommended(own["semantic-scholar"])
        self.recommended = {(one.service.name, one.number) for one in recommended}
        found = [
            *self.asked.works(self._cited("openalex")),
            *self.asked.papers(self._cited("semantic-scholar")),
            *self.asked.linked(self._rarely_cited("openalex"), own["openalex"], LINKED),
            *self.asked.citing(own["openalex"][:CITED], CITING),
            *self.asked.by_authors([number for _, number in prolific[:AUTHORS]], since),
            *recommended,
        ]
        self._learn(found)
        known = {(one.service.name, one.number): one for one in found}
        hop = self.asked.works(self.co_citation.closest("openalex", TOGETHER, known.keys() | self.keys.keys())[:HOP])
        self._learn(hop)
        known = {(one.service.name, one.number): one for one in reversed([*found, *hop])}
        return [one for number, one in reversed(known.items()) if number not in self.keys and one.record]

    def _learn(self, works: Iterable[Work]) -> None:
        """Take in who cites what."""
        for one in works:
            service = one.service.name
            self.co_citation.learn((service, one.number), ((service, number) for number in one.references))

    def _cited(self, service: str) -> list[str]:
        """Return the numbers of the works to look up that enough papers cite, the most cited ones first."""
        counts = [(-len(keys), number) for (name, number), keys in self.citing.items() if name == service]
        enough = sorted(one for one in counts if -one[0] >= self.least)
        self.unseen += max(0, len(enough) - LOOKED_UP)
        return [number for _, number in enough[:LOOKED_UP]]

    def _rarely_cited(self, service: str) -> list[str]:
        """Return the numbers of the works that some papers cite, but too few, those of most papers first."""
        few = ((-len(keys), number) for (name, number), keys in self.citing.items() if name == service)
        return [number for count, number in sorted(few) if -count < self.least]

    def neighbour(self, work: Work) -> Neighbour:
        """Return a work with its ties."""
        service = work.service.name
        cited = {(service, number) for number in work.references}
        return Neighbour(
            work=work,
            cited_by=frozenset(self.citing.get((service, work.number), ())),
            cites=frozenset(self.keys[number] for number in cited if number in self.keys),
            authors={one: self.authors[one] for one in work.authors if self.authors[one] >= PROLIFIC},
            is_recommended=(service, work.number) in self.recommended,
        )


_SERVICES: Iterable[str] = ("openalex", "semantic-scholar")
