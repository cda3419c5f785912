"""Answers to open questions, any number at once: from a file that the page of `shelf review` saves, or from a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from generator import yaml_files
from generator.content import catalogue
from generator.intake.questions import default_reason
from generator.model import Catalogue, Decision, Frozen, Line, Question, references, tied
from generator.problems import Problem, ShelfError
from generator.storage import transactions
from generator.storage.transactions import Change
from generator.text import folding
from generator.yaml_files import Loaded
from generator.yaml_files.composer import MOST_PROBLEMS

FORMAT = "shelf-answers"
VERSION = 1
REASON_LIMIT = 1_000  # characters, model.Line
FILE = "shelf-answers.yml"  # the name under which the page saves it

_PAGE = "write the page again: shelf review --html FILE"


class Answer(Frozen):
    """A person's answer to one open question. Without a reason, it gets the matcher's evidence."""

    pair: tuple[Line, Line]
    verdict: Literal["same", "different"]
    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=REASON_LIMIT, pattern=r"^[^\x00-\x1f]*$")
    ] = ""
    at_once: bool = False  # whether it was given to all the rest of a kind


class _File(Frozen):
    """A file of answers. Each answer is validated on its own, so that a faulty one costs no other."""

    format: str
    version: int
    answers: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why an answer was not taken; ``number`` counts the answers from 0."""

    number: int
    code: str
    message: str
    hint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of answers."""

    decisions: tuple[Decision, ...]  # new ones
    known: int  # answers that were on the shelf already
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """The sound answers of a file, with line and column of each, and the problems of the others."""

    name: str
    count: int  # of all answers, the faulty ones included
    answers: tuple[Answer, ...]
    places: tuple[tuple[int, int], ...]
    problems: tuple[Problem, ...]

    def refused(self, refusal: Refusal) -> Problem:
        """Return the problem of an answer that was not taken, at its place."""
        line, column = self.places[refusal.number]
        return Problem(
            path=self.name, line=line, column=column, code=refusal.code, message=refusal.message, hint=refusal.hint
        )


def read(path: Path) -> Read:
    """Read a file of answers.

    Raises ShelfError if it cannot be read or is no such file; a faulty answer is only left out.
    """
    loaded = yaml_files.load(path)
    _recognised(loaded)
    whole, problems = yaml_files.validate(loaded, _File)
    given = loaded.at(("answers",))
    unsure = len(loaded.problems) >= MOST_PROBLEMS  # there may be more, which are not reported
    if unsure or not isinstance(given, tuple) or (whole is None and len(problems) > len(loaded.problems)):
        raise ShelfError(*problems)
    found: dict[int, Answer] = {}
    for number in range(len(given)):
        at = ("answers", number)
        start, end = loaded.span(at)
        if any(start <= (one.line, one.column) <= end and one.severity == "error" for one in loaded.problems):
            continue  # reported: it could be read in two ways
        if not isinstance(given[number], dict):
            hint = "an answer has the fields pair and verdict, and it may have a reason"
            problems.append(loaded.problem(at, "field.type", "this is not an answer", hint))
            continue
        answer, faults = yaml_files.validate(loaded.part(at), Answer)
        problems += faults
        if answer:
            found[number] = answer
    problems += _repeated(loaded, found)
    return Read(
        name=loaded.name,
        count=len(given),
        answers=tuple(found.values()),
        places=tuple(loaded.place(("answers", number)) for number in found),
        problems=tuple(sorted(problems)),
    )


def _recognised(loaded: Loaded) -> None:
    """Refuse a file that says of itself that it is something else, or nothing."""
    value: object = loaded.value
    named = value.get("format") if isinstance(value, dict) else None
    if named != FORMAT:
        message = f"this is not a file of answers: it does not say format: {FORMAT}"
        hint = "save it with the button on the page of shelf review --html"
        faults = [problem for problem in loaded.problems if problem.severity == "error"]
        raise ShelfError(*(faults or [loaded.problem(("format",), "answers.format", message, hint)]))
    version = loaded.at(("version",))
    if isinstance(version, int) and version != VERSION:
        message = f"this is version {version} of the format; version {VERSION} can be read"
        hint = "use the version of shelf that wrote the page"
        raise ShelfError(loaded.problem(("version",), "answers.version", message, hint))


def _repeated(loaded: Loaded, found: dict[int, Answer]) -> Iterator[Problem]:
    """Yield a problem for each further answer to a pair, and remove it; where two contradict, none of them is left."""
    first: dict[frozenset[str], int] = {}
    clashing = set()
    for number, answer in list(found.items()):
        before = first.setdefault(frozenset(answer.pair), number)
        if before == number:
            continue
        line = loaded.place(("answers", before))[0]
        message = f"line {line} answers the same pair"
        code, hint = "answers.twice", "delete one of the two"
        if answer.verdict != loaded.at(("answers", before, "verdict")):
            code = "answers.clash"
            message += f" with {loaded.at(('answers', before, 'verdict'))}, and this says {answer.verdict}"
            hint = "neither was taken: delete one of the two"
            clashing.add(before)
        yield loaded.problem(("answers", number), code, message, hint)
        del found[number]
    for number in clashing:
        del found[number]


def take(content: Path, answers: Sequence[Answer], waiting: Callable[[], None] = lambda: None) -> Taken:
    """Write all answers to open questions to decisions.yml, and remove the questions from review.yml, both or neither.

    The others are refused, each with the reason. Raises ShelfError if a file of the shelf is faulty.
    """

    def plan() -> tuple[Taken, list[Change]]:
        shelf = catalogue.load(content)
        desk = _Desk(shelf)
        taken: dict[frozenset[str], Decision] = {}
        known, refusals = 0, []
        for number, answer in enumerate(answers):
            pair = desk.pair(answer.pair)
            question = desk.open.get(frozenset(pair))
            decided = taken.get(frozenset(pair)) or desk.decided.get(frozenset(pair))
            if question and not decided:
                reason = folding.clean(answer.reason)[:REASON_LIMIT].strip()
                reason = reason or default_reason(question, at_once=answer.at_once)
                taken[frozenset(pair)] = Decision(pair=question.pair, verdict=answer.verdict, reason=reason)
            elif answer.verdict == (decided.verdict if decided else "same" if desk.one(pair) else ""):
                known += 1
            else:
                refusals.append(_refusal(number, answer, pair, desk, decided))
        rest = tuple(one for one in shelf.review if frozenset(desk.pair(one.pair)) not in taken)
        result = Taken(decisions=tuple(taken.values()), known=known, refusals=tuple(refusals))
        if not taken:
            return result, []
        decisions = (*shelf.decisions, *taken.values())
        return result, catalogue.changes(shelf, {"decisions.yml": decisions, "review.yml": rest})

    return transactions.carry_out(content, plan, waiting)


class _Desk:
    """What the shelf says about pairs now: papers may have been renamed, merged or deleted since a question was asked."""

    def __init__(self, shelf: Catalogue) -> None:
        self.shelf = shelf
        self.former = {old: key for key, paper in shelf.papers.items() for old in paper.former_keys}
        pairs = ((self.pair(question.pair), question) for question in shelf.review)
        self.open: Mapping[frozenset[str], Question] = {
            frozenset(pair): question.model_copy(update={"pair": pair})
            for pair, question in pairs
            if self.there.issuperset(pair) and pair[0] != pair[1]
        }
        self.decided = {frozenset(self.pair(one.pair)): one for one in shelf.decisions}

    @cached_property
    def there(self) -> set[str]:
        """Everything that a pair can name."""
        ledgers = self.shelf.ledgers.items()
        return {*self.shelf.papers, *(ref for stem, one in ledgers for ref in references(stem, one.records))}

    @cached_property
    def tied(self) -> Mapping[str, str]:
        """The paper of each record."""
        return {ref: self.former.get(key, key) for ref, key in tied(self.shelf.ledgers).items()}

    def pair(self, pair: tuple[str, str]) -> tuple[str, str]:
        """Return a pair under its present names."""
        return self.former.get(pair[0], pair[0]), self.former.get(pair[1], pair[1])

    def one(self, pair: tuple[str, str]) -> bool:
        """Whether both sides are the same paper by now."""
        papers = {ref if ref in self.shelf.papers else self.tied.get(ref, "") for ref in pair}
        return len(papers) == 1 and papers != {""}


def _refusal(number: int, answer: Answer, pair: tuple[str, str], desk: _Desk, decided: Decision | None) -> Refusal:
    """Return why an answer is not taken."""
    both = " and ".join(answer.pair)
    gone = [old for old, ref in zip(answer.pair, pair, strict=True) if ref not in desk.there]
    if decided:
        code, message = "answers.decided", f"{both}: decided to be {decided.verdict}, and this says {answer.verdict}"
        hint = f"to change it, edit decisions.yml, where the reason is: {decided.reason}"
    elif gone:
        code, message = "answers.unknown", f"{both}: there is no paper or record {' or '.join(gone)}"
        hint = f"it was deleted since, or the file belongs to another shelf; {_PAGE}"
    elif desk.one(pair):
        code, message = "answers.merged", f"{both}: they have become one paper"
        hint = "if that is wrong, add the pair to decisions.yml as different, with your reason"
    else:
        code, message, hint = "answers.closed", f"{both}: this is not an open question", _PAGE
    return Refusal(number=number, code=code, message=message, hint=hint)
