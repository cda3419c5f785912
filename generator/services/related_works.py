"""Asks OpenAlex and Semantic Scholar for works around the papers of a shelf, in a bounded number of requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.problems import Problem, ShelfError
from generator.services.batches import HALVED, SPLITS
from generator.services.client import Client
from generator.services.neighbours import Work, read
from generator.services.queries import Question, joined, questions, together
from generator.services.references import Reference
from generator.services.registry import SERVICES, Service

T = TypeVar("T")

OPENALEX, SCHOLAR = SERVICES["openalex"], SERVICES["semantic-scholar"]
MANY = 100  # values of a filter, as many as OpenAlex allows
GROUP = 50  # works of the shelf for whose citing works one asks at once: more bring more than one page
PAGE = 100  # works of an answer, as many as OpenAlex sends on a page
POSITIVES = 100  # papers from which Semantic Scholar recommends
RECOMMENDED = 100  # papers that it recommends
_BATCH = 500  # numbers in a request to Semantic Scholar
_CITING = 50  # the same, where their references are asked for, of which it sends 9,999 at most
_OWN = "id,doi,ids,title,publication_year,type,authorships,locations,referenced_works"
_WORK = (
    "id,doi,ids,title,publication_year,publication_date,type,language,authorships,primary_location,locations,biblio,"
    "cited_by_count,is_retracted,is_paratext,referenced_works"
)
_CITED = "externalIds,references.paperId,references.externalIds"  # as shelf citations asks: one answer serves both
_PAPER = "title,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,citationCount"


class Candidates:
    """The requests of one run. What goes wrong is kept in ``problems``; the other requests go on."""

    def __init__(self, client: Client, tell: Callable[[str, int], object] = lambda *_: None) -> None:
        """Ask with ``client``; ``tell`` is called with what is asked for, and the number of requests so far."""
        self._client, self._tell = client, tell
        self._splits, self._count = SPLITS, 0
        self.problems: dict[Problem, None] = {}

    def own(self, papers: Mapping[str, Reference]) -> dict[str, tuple[Work, ...]]:
        """Return the works that the papers are at OpenAlex, by key; a preprint and its publication may be two."""
        asked: dict[Question, list[str]] = {}
        for key, reference in papers.items():
            for question in (one for some in questions(reference) for one in some if one.service == OPENALEX):
                asked.setdefault(question, []).append(key)
        found: dict[str, dict[str, Work]] = {}
        for some in together(list(asked)):
            for question, work in self._identified(some):
                for key in asked[question]:
                    found.setdefault(key, {})[work.number] = work
        return {key: tuple(works.values()) for key, works in found.items()}

    def own_at_scholar(self, papers: Mapping[str, Reference]) -> dict[str, tuple[Work, ...]]:
        """Return the papers at Semantic Scholar with their references, by key."""
        asked: dict[Question, list[str]] = {}
        for key, reference in papers.items():
            for question in (one for some in questions(reference) for one in some if one.service == SCHOLAR):
                asked.setdefault(question, []).append(key)
        found: dict[str, tuple[Work, ...]] = {}
        for some in _parts([one for one in asked if one.value], _CITING):
            works = self._works(lambda names: _batch(names, _CITED), [one.value for one in some], "what papers cite")
            for question, work in zip(some, works, strict=False):
                if work:
                    found |= dict.fromkeys(asked[question], (work,))
        return found

    def works(self, numbers: Sequence[str]) -> list[Work]:
        """Return works of OpenAlex by their numbers."""
        return list(self._listed("openalex_id", numbers, "cited works"))

    def papers(self, numbers: Sequence[str]) -> list[Work]:
        """Return papers of Semantic Scholar by their numbers."""
        some = _parts(numbers, _BATCH)
        return [
            one for part in some for one in self._works(lambda names: _batch(names, _PAPER), part, "cited works") if one
        ]

    def citing(self, numbers: Sequence[str], most: int) -> list[Work]:
        """Return works that cite at least two of these, in at most so many requests.

        OpenAlex cannot count. But a work that cites one of either half of a group cites two; a group is halved by each bit
        of the places in it, so that any two are in different halves once. The first halves bring the most cited works, the
        second ones the newest, and so on in turn.
        """
        groups = [group for group in _parts(numbers, GROUP) if len(group) > 1][:most]
        found: list[Work] = []
        for bit in range(min(most // max(len(groups), 1), (GROUP - 1).bit_length())):
            sort = ("cited_by_count:desc", "publication_date:desc")[bit % 2]
            for group in groups:
                halves = [[one for at, one in enumerate(group) if (at >> bit) % 2 == side] for side in (0, 1)]
                if all(halves):
                    wanted = ",".join(f"cites:{'|'.join(half)}" for half in halves)
                    found += self._page(_list(wanted, sort), "citing works")
        return found

    def linked(self, numbers: Sequence[str], own: Sequence[str], most: int) -> list[Work]:
        """Return those of the first works that cite some of our own, in at most so many requests."""
        groups = list(_parts(own, MANY))
        some = list(_parts(numbers, MANY))[: most // max(len(groups), 1)]
        pairs = ((part, group) for part in some for group in groups)
        wanted = (f"openalex_id:{'|'.join(part)},cites:{'|'.join(group)}" for part, group in pairs)
        return [
            one for filters in wanted for one in self._page(_list(filters, ""), "cited works that cite papers here")
        ]

    def by_authors(self, numbers: Sequence[str], since: str) -> list[Work]:
        """Return the works since a date by these authors, the newest first."""
        return list(self._listed("author.id", numbers, "new works", since=since, sort="publication_date:desc"))

    def recommended(self, numbers: Sequence[str]) -> list[Work]:
        """Return what Semantic Scholar recommends to who likes these of its papers, the best first."""
        if not numbers:
            return []
        query = (("fields", _PAPER), ("limit", str(RECOMMENDED)))
        body = json.dumps({"positivePaperIds": sorted(numbers[:POSITIVES]), "negativePaperIds": []})
        question = Question(service=SCHOLAR, path="/recommendations/v1/papers/", query=query, body=body)
        return self._page(question, "recommendations")

    def _identified(self, some: Sequence[Question]) -> Iterator[tuple[Question, Work]]:
        """Yield the questions of one request, each with the works that answer it."""

        def request(asked: Sequence[Question]) -> Question:
            one = joined(asked) if len(asked) > 1 else asked[0]
            return replace(one, query=(*one.query, ("select", _OWN)))

        for work in filter(None, self._works(request, some, "papers of this shelf")):
            for question in some:
                stated = work.record.identifiers if work.record else None
                if work.number == question.number or (stated and _bears(stated, question)):
                    yield question, work

    def _listed(self, by: str, values: Sequence[str], what: str, *, since: str = "", sort: str = "") -> Iterator[Work]:
        """Yield the works of OpenAlex that have one of the values."""

        def request(some: Sequence[str]) -> Question:
            return _list(f"{by}:{'|'.join(some)}" + (f",from_publication_date:{since}" if since else ""), sort)

        for some in _parts(values, MANY):
            yield from (one for one in self._works(request, some, what) if one)

    def _page(self, question: Question, what: str) -> list[Work]:
        """Return the works that answer one request."""

        def request(_: Sequence[str]) -> Question:
            return question

        return [one for one in self._works(request, (), what) if one]

    def _works(self, request: Callable[[Sequence[T]], Question], values: Sequence[T], what: str) -> list[Work | None]:
        """Return the works that answer a request; one that is refused is halved."""
        question = request(values)
        self._tell(f"{question.service.title}: {what}", self._count)
        self._count += 1
        try:
            text = self._client.ask(question)
        except ShelfError as error:
            problem = error.problems[0]
            if problem.code in HALVED and len(values) > 1 and self._splits:
                self._splits -= 1
                half = len(values) // 2
                return [*self._works(request, values[:half], what), *self._works(request, values[half:], what)]
            self.problems |= dict.fromkeys(error.problems)
            return [None] * len(values)
        if text is None:
            return [None] * len(values)
        works, fault = read(question.service, text)
        if fault:
            self._report(question.service, f"sends an answer that cannot be parsed: {fault}")
        return works

    def _report(self, service: Service, message: str) -> None:
        host = self._client.host(service)
        self.problems[Problem(path=host, code="add.no-answer", message=f"{service.title} {message}")] = None


def _parts(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (values[at : at + size] for at in range(0, len(values), size))


def _bears(stated: object, question: Question) -> bool:
    """Whether a work has the identifiers that a question asks for."""
    wanted = [(kind, value) for kind, value in question.wanted if value]
    return bool(wanted) and all(getattr(stated, kind) == value for kind, value in wanted)


def _list(wanted: str, sort: str) -> Question:
    """Return the request for the first page of the works that pass filters."""
    query = {"filter": wanted, **({"sort": sort} if sort else {}), "per_page": str(PAGE), "select": _WORK}
    return Question(service=OPENALEX, path="/works", query=tuple(query.items()))


def _batch(names: Sequence[str], fields: str) -> Question:
    """Return the request for many papers of Semantic Scholar, which answers in their order."""
    body = json.dumps({"ids": list(names)})
    return Question(service=SCHOLAR, path="/graph/v1/paper/batch", query=(("fields", fields),), body=body)
