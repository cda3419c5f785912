"""Asks OpenAlex and Semantic Scholar what papers cite, many papers in a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.formats.answers import citing_works
from generator.formats.answers.citing_works import CitingWork, Name
from generator.model import Identifiers
from generator.problems import Problem, ShelfError
from generator.services.batches import HALVED, SPLITS
from generator.services.client import Client
from generator.services.queries import PAGE, Question, joined, questions, together
from generator.services.references import Reference
from generator.services.registry import SERVICES, Service

ASKED = ("openalex", "semantic-scholar")
# Neither titles nor abstracts are asked for.
_FIELDS = {
    "openalex": ("select", "id,doi,ids,locations,referenced_works"),
    "semantic-scholar": ("fields", "externalIds,references.paperId,references.externalIds"),
}
_MOST = 50  # papers in a request; Semantic Scholar allows 500, but only 10 MB and 9,999 references for all of them
_FULL = 9_000  # references in an answer of its, from which on papers may have lost some in silence
_SOME = 10  # papers of which a service knows at least one, unless something is wrong

_Works: TypeAlias = tuple[CitingWork, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What one service knows: the works that each paper is, by key; papers that it does not know are left out.

    Of the papers in ``unanswered``, it may know more: a request failed.
    """

    service: Service
    works: Mapping[str, _Works]
    unanswered: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def find(
    papers: Mapping[str, Sequence[Identifiers]], client: Client, tell: Callable[[str, int], object] = lambda *_: None
) -> list[Found]:
    """Return what each service knows of papers, whose identifiers are given one by one.

    OpenAlex is asked for each identifier, since a preprint and its publication may be two works there. Semantic Scholar
    joins them: it is asked for the next identifier only if it does not know the first. Problems are those of
    ``Client.ask``. ``tell`` is called with the name of the service that is asked, and the number of papers that are done.
    """
    return [_Search(service=SERVICES[name], papers=papers, client=client, tell=tell).run() for name in ASKED]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chain:
    """Questions about one paper: each is asked if those before it brought nothing."""

    key: str
    questions: tuple[Question, ...]
    wanted: frozenset[Name] = frozenset()  # a work with these names, if another question brings it, is the answer, too


@dataclass(kw_only=True)
class _Search:
    """The questions to one service."""

    service: Service
    papers: Mapping[str, Sequence[Identifiers]]
    client: Client
    tell: Callable[[str, int], object]
    splits: int = SPLITS
    works: dict[str, dict[CitingWork, None]] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    problems: dict[Problem, None] = field(default_factory=dict)

    def run(self) -> Found:
        """Ask the first questions of all chains, then the next ones, so that many fit into a request."""
        self.tell(self.service.title, 0)
        waiting = list(self._chains())
        number = 0
        while waiting := [one for one in waiting if number < len(one.questions) and not self._is_answered(one)]:
            self._ask_all(waiting, number)
            number += 1
        if len(self.papers) >= _SOME and not self.works and not self.unanswered:
            self.unanswered.update(self.papers)
            message = (
                f"{self.service.title} says that it knows none of {len(self.papers)} papers, which is not believed"
            )
            hint = "try again later"
            self.problems[Problem(path=self._host, code="add.no-answer", message=message, hint=hint)] = None
        return Found(
            service=self.service,
            works={key: tuple(works) for key, works in self.works.items()},
            unanswered=frozenset(self.unanswered),
            problems=tuple(self.problems),
        )

    @property
    def _host(self) -> str:
        return self.client.host(self.service)

    def _ask_all(self, chains: Sequence[_Chain], number: int) -> None:
        asking: dict[Question, list[_Chain]] = {}
        for one in chains:
            asking.setdefault(one.questions[number], []).append(one)
        left = len({one.key for one in chains})
        for done, (question, works) in enumerate(self._answers(list(asking)), start=1):
            for one in asking[question]:
                if works is None:
                    self.unanswered.add(one.key)
                elif works:
                    self.works.setdefault(one.key, {}).update(dict.fromkeys(works))
            self.tell(self.service.title, len(self.papers) - left + left * done // len(asking))

    def _is_answered(self, one: _Chain) -> bool:
        return any(one.wanted <= work.names for work in self.works.get(one.key, ()))

    def _chains(self) -> Iterator[_Chain]:
        for key, identifiers in self.papers.items():
            asked = [(one, self._questions(one)) for one in identifiers]
            if self.service.name == "openalex":
                yield from (_Chain(key=key, questions=tuple(some), wanted=_names(one)) for one, some in asked)
            else:
                yield _Chain(key=key, questions=tuple(question for _, some in asked for question in some))

    def _questions(self, identifiers: Identifiers) -> list[Question]:
        found = questions(Reference(typed="", identifiers=identifiers))
        return [one for some in found for one in some if one.service == self.service]

    def _answers(self, asked: Sequence[Question]) -> Iterator[tuple[Question, _Works | None]]:
        """Yield each question with the works that answer it, None if the request failed."""
        groups = [some[at : at + _MOST] for some in together(asked) for at in range(0, len(some), _MOST)]
        waiting = groups[::-1]
        while waiting:
            some = waiting.pop()
            works, problem, too_much = self._ask(some)
            if too_much and len(some) > 1 and self.splits:
                self.splits -= 1
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
                continue
            if problem:
                self.problems[problem] = None
            yield from zip(some, _shared(some, works) if works is not None else [None] * len(some), strict=True)

    def _ask(self, some: Sequence[Question]) -> tuple[list[CitingWork | None] | None, Problem | None, bool]:
        """Return an answer's works, or a problem; and whether half of the papers may get a better answer."""
        request = _request(some)
        try:
            text = self.client.ask(request)
        except ShelfError as error:
            problem = error.problems[0]
            return None, problem, problem.code in HALVED
        if text is None:
            return [], None, False
        works, fault = citing_works.parse(self.service.name, text)
        if not fault and self.service.name != "openalex" and len(works) != len(some):
            fault = f"it names {len(works)} papers where {len(some)} were asked for"
        if fault:
            message = f"{self.service.title} sends an answer that cannot be parsed: {fault}"
            return None, Problem(path=self._host, code="add.no-answer", message=message), True
        full = sum(len(one.references) for one in works if one) >= _FULL if request.body else len(works) >= PAGE
        return works, None, full


def _request(some: Sequence[Question]) -> Question:
    """Return the one request that asks for these papers, and for nothing but names."""
    one = some[0] if len(some) == 1 else joined(some)
    fields = _FIELDS[one.service.name]
    return replace(one, query=(*(pair for pair in one.query if pair[0] not in {"select", "fields"}), fields))


def _shared(some: Sequence[Question], works: Sequence[CitingWork | None]) -> Iterator[_Works]:
    """Yield the works that answer each question; Semantic Scholar answers in their order."""
    for number, question in enumerate(some):
        wanted = _names(question.wanted)
        if question.service.name == "openalex":
            yield tuple(one for one in works if one and wanted <= one.names)
        else:
            work = works[number] if works else None
            stated = dict(work.names) if work else {}
            yield (work,) if work and all(stated.get(kind, value) == value for kind, value in wanted) else ()


def _names(wanted: Identifiers) -> frozenset[Name]:
    return frozenset((kind, value) for kind, value in wanted if value)
