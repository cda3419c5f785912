"""Looks papers up in all services: the records that describe each, and what went wrong; no failure stops the others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from generator.matching import clusters
from generator.model import Identifiers, Record
from generator.problems import Problem
from generator.services import extensions
from generator.services.batches import Answer, answers, bears
from generator.services.client import Client
from generator.services.queries import MANY, Question, questions, searches
from generator.services.references import Reference
from generator.services.registry import Service
from generator.text import likeness, titles

_DECIDED = frozenset({"add.ambiguous", "add.wrong-paper"})  # the answer is more than "unknown"
LISTED = 8  # candidates listed for a title that several papers have


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What one service says about a paper, as its format parses it."""

    service: Service
    record: Record
    day: str = ""  # of a saved answer; otherwise it was given just now


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathering:
    """What the services say about one paper, most trusted first, and what went wrong: errors if nothing was found."""

    found: tuple[Fetched, ...]
    problems: tuple[Problem, ...]
    title: str = ""  # that was searched for; no other paper with this title turned up


def gather(reference: Reference, client: Client) -> Gathering:
    """Ask every service that may know the paper, as ``gather_all`` does."""
    return gather_all([reference], client)[0]


def gather_all(
    references: Sequence[Reference],
    client: Client,
    tell: Callable[[str, int], object] = lambda *_: None,
    *,
    lean: bool = False,
) -> list[Gathering]:
    """Ask every service that may know the papers, each for as many as it allows in one request; return one for each.

    A record is kept only if it has the requested identifier and does not contradict the first one. Problems besides those
    of ``Client.ask``: ``add.unknown``, ``add.wrong-paper``, ``add.disagrees``, ``add.no-answer``, ``add.ambiguous``.
    ``tell`` is called with the name of the service that is asked and the number of papers that are done. ``lean``: of ours,
    only services that take many papers in one request are asked, and for facts alone, without abstracts.
    """
    runs = [_Run(reference, client, lean=lean) for reference in references]
    steps = [run.steps() for run in runs]
    waiting = {number: question for number, step in enumerate(steps) if (question := next(step, None))}
    known: dict[Question, Answer] = {}  # two names of one paper lead to the same questions
    services = extensions.services()
    order = list(services)
    while waiting:
        # The most trusted service first: papers that others lead to it then join the same request.
        name = min((question.service.name for question in waiting.values()), key=order.index)
        asked: dict[Question, list[int]] = {}
        for number, question in waiting.items():
            if question.service.name == name:
                asked.setdefault(question, []).append(number)
        tell(services[name].title, len(runs) - len(waiting))
        before = [(question, known[question]) for question in asked if question in known]
        new = answers([one for one in asked if one not in known], client, lean=lean)
        for question, answer in chain(before, new):
            known[question] = answer
            for number in asked[question]:
                try:
                    waiting[number] = steps[number].send(answer)
                except StopIteration:
                    del waiting[number]
            tell(services[name].title, len(runs) - len(waiting))
    return [run.result() for run in runs]


_Steps: TypeAlias = Generator[Question, Answer, None]


class _Run:
    """One paper on its way through the services: it yields each question, and is sent the answer."""

    def __init__(self, reference: Reference, client: Client, *, lean: bool) -> None:
        self.reference = reference
        self.lean = lean
        self.client = client
        self.candidates: list[Fetched] = []  # records with the requested title
        self.found: list[Fetched] = []
        self.problems: list[Problem] = []
        self.answered = False
        self.asked: set[str] = set()
        self.wrong: set[tuple[str, str]] = set()  # identifiers that belong to another paper, by kind

    def steps(self) -> _Steps:
        """Search by title first if there is nothing else; then ask by identifiers, including those that answers add."""
        reference = self.reference
        if reference.title:
            self.candidates = yield from self._by_title(reference.title)
            reference = replace(reference, identifiers=_joined(self.candidates))
        while asked := next((one for one in self._questions(reference) if one[0].service.name not in self.asked), None):
            self.asked.add(asked[0].service.name)
            for question in asked:
                if self._take(question, (yield question)):
                    break
            reference = replace(reference, identifiers=self._known(reference.identifiers))
        self.found = self.found or self.candidates

    def result(self) -> Gathering:
        """Return what was found, without identifiers that turned out to belong to another paper."""
        problems = tuple(self.problems)
        if self.found:
            found = tuple(replace(one, record=self._dated(self._right(one.record))) for one in self.found)
            problems = tuple(one if extensions.is_broken(one) else replace(one, severity="warning") for one in problems)
            return Gathering(found=found, problems=problems, title=self.reference.title)
        name = self.reference.typed
        if problems and all(problem.code == "add.offline" for problem in problems) and not self.answered:
            hosts = ", ".join(dict.fromkeys(problem.path for problem in problems))
            message, hint = f"no service can be reached ({hosts})", problems[0].hint
            return Gathering(found=(), problems=(Problem(path=name, code="add.offline", message=message, hint=hint),))
        if self.answered and not any(problem.code in _DECIDED for problem in problems):
            titled = self.reference.title or self.reference.pages
            whole = "give the whole title, or an identifier" if titled else "check it for typing mistakes"
            hint = "; ".join(filter(None, (whole, self.client.otherwise)))
            message = f"no service {'that answered ' if problems else ''}knows this paper"
            problems = (Problem(path=name, code="add.unknown", message=message, hint=hint), *problems)
        return Gathering(found=(), problems=problems)

    def _questions(self, reference: Reference) -> Iterator[tuple[Question, ...]]:
        """Yield the questions for each service, ours first."""
        yield from (asked for asked in questions(reference) if not self.lean or asked[0].service.name in MANY)
        yield from extensions.questions(reference, self.problems)

    def _known(self, asked: Identifiers) -> Identifiers:
        """Return the requested identifiers and those from answers, without any that are known to be wrong."""
        learned = _joined([replace(one, record=self._right(one.record)) for one in self.found])
        return asked.model_copy(
            update={kind: value for kind, value in learned if value and getattr(asked, kind) is None}
        )

    def _dated(self, record: Record) -> Record:
        """Return a publication's record without the preprint's date, which aggregators sometimes give instead."""
        records = [one.record for one in self.found]
        preprint = {one.posted or (None if _is_published(one) else one.date) for one in records}
        return replace(record, date=None) if _is_published(record) and record.date in preprint else record

    def _right(self, record: Record) -> Record:
        kept = {kind: None for kind, value in record.identifiers if (kind, value) in self.wrong}
        return replace(record, identifiers=record.identifiers.model_copy(update=kept)) if kept else record

    def _take(self, question: Question, answer: Answer) -> bool:
        """Keep the requested paper of an answer; return whether there is nothing more to ask this service."""
        if not self._read(question, answer):
            return True
        fitting = [record for record in answer.records if bears(record, question)]
        if answer.records and not fitting:
            message = f"answers with another paper, {_named(answer.records[0])}; ignored"
            self._report(question, "add.wrong-paper", message)
        for record in fitting[:1]:
            other = next((one for one in (*self.candidates[:1], *self.found) if not _is_same(one.record, record)), None)
            if other is None:
                self.found.append(Fetched(service=question.service, record=record, day=answer.day))
                continue
            evidence = "; ".join(clusters.match(other.record, record).evidence)
            message = f"may describe another paper, {_named(record)}, than {other.service.title} ({evidence}); ignored"
            self._report(question, "add.disagrees", message)
            if (
                likeness.compare(titles.forms(other.record.title), titles.forms(record.title)).likeness
                not in likeness.SAID
            ):
                asked = self.reference.identifiers  # another service gave a wrong identifier
                self.wrong |= {(kind, value) for kind, value in question.wanted if value != getattr(asked, kind)}
        return bool(fitting)

    def _read(self, question: Question, answer: Answer) -> bool:
        """Record what is wrong with an answer; return whether there is one."""
        self.problems += [problem for problem in answer.problems if problem not in self.problems]
        if answer.failed and not answer.problems:
            self._report(question, "add.no-answer", f"sends an answer that cannot be parsed: {answer.fault}")
        self.answered |= not answer.problems
        return not answer.failed

    def _by_title(self, title: str) -> Generator[Question, Answer, list[Fetched]]:
        """Return the records of the one paper with this title; none if several papers have it, which is reported."""
        wanted = titles.forms(title)
        candidates: list[Fetched] = []
        for question in (*searches(title), *extensions.searches(title, self.problems)):
            answer = yield question
            if self._read(question, answer):
                candidates += (
                    Fetched(service=question.service, record=record, day=answer.day)
                    for record in answer.records
                    if likeness.compare(wanted, titles.forms(record.title)).likeness == "equal"
                )
        groups = clusters.cluster([one.record for one in candidates]).groups
        if len(groups) > 1:
            lines = [_listed([candidates[number] for number in group]) for group in groups]
            message = f"{len(groups)} papers have this title: {'; '.join(lines[:LISTED])}"
            hint = "name the one you mean by its identifier"
            self.problems.insert(0, Problem(path=title[:100], code="add.ambiguous", message=message, hint=hint))
            return []
        return candidates

    def _report(self, question: Question, code: str, message: str) -> None:
        host = self.client.host(question.service)
        message = f"{question.service.title} {message}"
        self.problems.append(Problem(path=host, code=code, message=message, hint=f"asked for: {self.reference.typed}"))


def _is_published(record: Record) -> bool:
    return bool(record.venue or record.identifiers.doi)


def _is_same(one: Record, other: Record) -> bool:
    return clusters.match(one, other).verdict == "same"


def _joined(found: Sequence[Fetched]) -> Identifiers:
    """Return the first identifier of each kind."""
    first: dict[str, str] = {}
    for kind, value in chain.from_iterable(one.record.identifiers for one in found):
        if value:
            first.setdefault(kind, value)
    return Identifiers(**first)


def _named(record: Record) -> str:
    """Return the name of a record in messages."""
    return f"{record.title[:100]!r} ({', '.join(_ids(record.identifiers)) or record.id or 'no identifier'})"


def _listed(group: Sequence[Fetched]) -> str:
    """Return a line that distinguishes one candidate from the others."""
    record = group[0].record
    people = str(record.authors[0]) + (" et al." if len(record.authors) > 1 else "") if record.authors else "no authors"
    return f"{', '.join(_ids(_joined(group))) or record.id} ({people}, {(record.date or 'no date')[:4]})"


def _ids(known: Identifiers) -> Iterator[str]:
    for kind, value in known:
        if value:
            yield value if kind == "doi" else f"{kind}:{value}"
