"""Puts questions to a service, many in one request where it allows that, and parses the answers into records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator import formats
from generator.formats import json_elements
from generator.model import Record
from generator.problems import Problem, ShelfError
from generator.services.client import Client
from generator.services.queries import PAGE, Question, joined, together
from generator.services.registry import Service

SPLITS = 12  # requests for many papers that are halved after a refusal; one bad value among 100 needs seven
HALVED = frozenset({"add.refused", "add.too-large"})  # problems that half of the values may not have
_EMPTY_LIST = re.compile(r"\[(?:null,?)+\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The records with which a service answers a question, none if it does not know the paper; or why there are none."""

    records: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()  # of the request
    fault: str = ""  # why the answer cannot be parsed
    day: str = ""  # of a saved answer
    parts: tuple[str, ...] = field(
        default=(), repr=False
    )  # the texts of an answer to many, in the order of the questions

    @property
    def failed(self) -> bool:
        """Whether there is no answer that could be read."""
        return bool(self.problems or (self.fault and not self.records))


def answers(questions: Sequence[Question], client: Client, *, lean: bool = False) -> Iterator[tuple[Question, Answer]]:
    """Yield each of the questions to one service with its answer, as the answers come in.

    ``lean``: requests for many papers ask for facts alone; a service that refuses this is asked for whole records.

    What a service does not name in its answer to many questions, it does not know. What the answer leaves unclear is
    asked once more, alone. If it refuses the request, or its answer would be too large, each half is asked by itself.
    """
    splits = SPLITS
    waiting = list(together(questions))[::-1]
    while waiting:
        some = waiting.pop()
        if len(some) == 1:
            yield some[0], _ask(some[0], client)
            continue
        whole = _ask(joined(some, lean=lean), client, many=len(some))
        if lean and any(one.code == "add.refused" for one in whole.problems):
            lean = False  # it may not know a field by this name
            whole = _ask(joined(some), client, many=len(some))
        if splits and whole.failed and (whole.fault or any(one.code in HALVED for one in whole.problems)):
            splits -= 1
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
        elif whole.failed:
            yield from ((question, whole) for question in some)
        else:
            found, unclear = _shared(some, whole)
            yield from found
            waiting += [(question,) for question in unclear]


def bears(record: Record, question: Question) -> bool:
    """Whether a record is the requested one."""
    if question.number:
        return record.id == question.number
    return all(getattr(record.identifiers, kind) == value for kind, value in question.wanted if value)


def _shared(questions: Sequence[Question], whole: Answer) -> tuple[list[tuple[Question, Answer]], list[Question]]:
    """Return the answer to each of many questions, and the questions that are unclear."""
    found = []
    missing = []
    taken: set[int] = set()
    for number, question in enumerate(questions):
        own = [at for at, record in enumerate(whole.records) if bears(record, question)]
        taken.update(own)
        if own:
            found.append((question, Answer(records=tuple(whole.records[at] for at in own), day=whole.day)))
        elif whole.parts:
            part = whole.parts[number]
            one = Answer() if part == "null" else _parsed(part, question.service)
            found.append((question, replace(one, day=whole.day)))
        else:
            missing.append(question)
    if whole.fault or len(whole.records) >= PAGE or len(taken) < len(whole.records):
        return found, missing
    return [*found, *((question, Answer()) for question in missing)], []


def _ask(question: Question, client: Client, *, many: int = 1) -> Answer:
    """Return the answer to a request: none for "unknown"."""
    try:
        text = client.ask(question)
    except ShelfError as error:
        return Answer(problems=error.problems)
    day = client.day(question)
    if text is None:
        return Answer(day=day)
    return replace(_parsed(text, question.service, many if question.body else 1), day=day)


def _parsed(text: str, service: Service, many: int = 1) -> Answer:
    """Return the records of an answer; of a list that has an element for each of ``many`` questions, also its parts."""
    parsed = formats.parse_all([formats.Source(name=service.name, text=text)], (), service.format)
    faults = [problem.message for problem in parsed.problems if problem.severity == "error"]
    parts: tuple[str, ...] = ()
    if many > 1:
        value, _ = json_elements.load(service.name, text)
        if isinstance(value, list) and len(value) == many:
            parts = tuple(json.dumps(one) for one in value)
    return Answer(
        records=tuple(record for record in parsed.records if record.title),
        fault=faults[0] if faults and not _is_empty(text) else "",
        parts=parts,
    )


def _is_empty(text: str) -> bool:
    """Whether an answer is an empty feed or list: the service does not know the paper."""
    if text.lstrip().startswith("<"):
        return "<entry" not in text and "</feed>" in text
    plain = "".join(text.split())
    return bool(_EMPTY_LIST.fullmatch(plain)) or any(
        sign in plain for sign in ('"results":[]', '"data":[]', '"items":[]')
    )
