"""A person's answers to discoveries: add or reject, from the page or the issue that `shelf discover` writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote, unquote

from generator import yaml_files
from generator.content import catalogue
from generator.intake import single
from generator.intake.offer import Offer, write_unasked
from generator.model import Catalogue, Frozen, Identifiers, Line, Rejection
from generator.problems import Problem, ShelfError
from generator.services import Gathering, Reference
from generator.storage import files
from generator.text import folding, paper_names
from generator.yaml_files import Loaded

FORMAT = "shelf-discoveries"
VERSION = 1
FILE = "shelf-discoveries.yml"  # the name under which the page saves it
MARK = "<!-- shelf discover -->"  # the first line of an issue
REASON = "Not for this shelf."
REASON_LIMIT = 1_000  # characters, model.Line
Verdict = Literal["add", "reject"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_SAFE = "/:.();,_+=@"  # in a reference within a comment
_BOX = re.compile(r"\s*[-*+]\s+\[(?P<box>[ xX])\]\s")
_COMMENT = re.compile(
    r'<!-- shelf (?P<verdict>add|reject)(?P<names>(?: [^\s"<>]{1,400}){1,12})(?: (?P<title>"(?:[^"\\]|\\.){0,3000}"))? -->'
)
_AGAIN = "write the page or the issue again: shelf discover --html FILE or --markdown FILE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A person's answer to one discovery, with its line and column in the file."""

    references: tuple[str, ...]
    verdict: Verdict
    title: str = ""
    reason: str = ""
    place: tuple[int, int] = (1, 1)

    @property
    def reference(self) -> Reference:
        """Return the paper as the services can be asked for it."""
        names = [name for one in self.references for name in paper_names.parse(one)]
        first = dict(reversed(names))
        ids = {kind: value for kind, value in first.items() if kind in Identifiers.model_fields}
        work, paper = first.get(paper_names.OPENALEX, ""), first.get(paper_names.SCHOLAR, "")
        return Reference(typed=self.references[0], identifiers=Identifiers(**ids), work=work, paper=paper)

    @property
    def rejection(self) -> Rejection:
        """Return the rejection as decisions.yml keeps it."""
        title = folding.clean(self.title)[:REASON_LIMIT].strip()
        reason = folding.clean(self.reason)[:REASON_LIMIT].strip()
        return Rejection(reject=self.references, title=title or None, reason=reason or REASON)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """The sound answers of a file, and the problems of the others."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...] = ()


class _Given(Frozen):
    """An answer in a file of the page."""

    paper: tuple[Line, ...]
    verdict: Verdict
    title: str = ""
    reason: str = ""


class _File(Frozen):
    """A file of answers. Each answer is validated on its own, so that a faulty one costs no other."""

    format: str
    version: int
    answers: tuple[Any, ...]


def comment(verdict: Verdict, references: Iterable[str], title: str) -> str:
    """Return the hidden comment that tells what a box means; nothing in it can end it."""
    names = " ".join(quote(one, safe=_SAFE).replace("--", "-%2D") for one in references)
    told = json.dumps(title[:300]).replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")
    return f"<!-- shelf {verdict} {names} {told} -->"


def read(path: Path) -> Answers:
    """Read the answers of a page or of an issue. Raises ShelfError if the file cannot be read or is neither."""
    text = yaml_files.read(path).removeprefix("\ufeff")
    name = files.shown(path)
    if text.startswith(MARK):
        found, problems = _of_issue(name, text)
    else:
        found, problems = _of_page(yaml_files.load(text, name))
    answers, clashes = _once(name, found)
    return Answers(answers=tuple(answers), problems=tuple(sorted([*problems, *clashes])))


def _of_issue(name: str, text: str) -> tuple[list[Answer], list[Problem]]:
    """Return the answers with a ticked box; of the text, only our comments count."""
    found, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        box = _BOX.match(line)
        comments = list(_COMMENT.finditer(line, box.end())) if box else []
        if not box or box["box"] == " " or not comments:
            continue
        one = comments[0]
        place = (number, one.start() + 1)
        references = tuple(unquote(word) for word in one["names"].split())
        title = _title(one["title"])
        if len(comments) > 1 or title is None or not all(map(paper_names.parse, references)):
            message, hint = "this box does not name one paper", f"the comment was changed; {_AGAIN}"
            problems.append(_problem(name, place, "answers.reference", message, hint))
            continue
        verdict: Verdict = "add" if one["verdict"] == "add" else "reject"
        reason = line[one.end() :].strip()
        found.append(Answer(references=references, verdict=verdict, title=title, reason=reason, place=place))
    return found, problems


def _title(text: str | None) -> str | None:
    """Return the title in a comment, "" without one, None if somebody changed it to what is no string."""
    try:
        return str(json.loads(text)) if text else ""
    except json.JSONDecodeError:
        return None


def _of_page(loaded: Loaded) -> tuple[list[Answer], list[Problem]]:
    """Return the answers of a file that the page saves."""
    value: object = loaded.value
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        message = "this is neither an issue of shelf discover nor a file of its page"
        hint = f"an issue begins with {MARK}, a file says format: {FORMAT}"
        faults = [one for one in loaded.problems if one.severity == "error"]
        raise ShelfError(*(faults or [loaded.problem(("format",), "answers.format", message, hint)]))
    if value.get("version") != VERSION:
        message, hint = (
            f"only version {VERSION} of the format can be read",
            "use the version of shelf that wrote the page",
        )
        raise ShelfError(loaded.problem(("version",), "answers.version", message, hint))
    whole, problems = yaml_files.validate(loaded, _File)
    given = loaded.at(("answers",))
    if not isinstance(given, tuple) or (whole is None and len(problems) > len(loaded.problems)):
        raise ShelfError(*problems)
    found = []
    for number in range(len(given)):
        at = ("answers", number)
        if not isinstance(given[number], dict):
            hint = "an answer has the fields paper and verdict, and it may have a title and a reason"
            problems.append(loaded.problem(at, "field.type", "this is not an answer", hint))
            continue
        one, faults = yaml_files.validate(loaded.part(at), _Given)
        problems += faults
        if one and not (one.paper and all(map(paper_names.parse, one.paper))):
            problems.append(loaded.problem(at, "answers.reference", "this does not name one paper", _AGAIN))
        elif one:
            place = loaded.place(at)
            found.append(
                Answer(references=one.paper, verdict=one.verdict, title=one.title, reason=one.reason, place=place)
            )
    return found, problems


def _once(name: str, found: Sequence[Answer]) -> tuple[list[Answer], list[Problem]]:
    """Return each paper's answer once, and the papers of which two answers contradict each other, whose answers are left out."""
    first: dict[paper_names.Name, Answer] = {}
    kept: list[Answer] = []
    problems = []
    for one in found:
        names = paper_names.all_of(one.references)
        before = next((first[each] for each in names if each in first), None)
        if before is None:
            kept.append(one)
            first |= dict.fromkeys(names, one)
        elif before.verdict != one.verdict:
            message = f"this paper is to be added and rejected, see line {before.place[0]}"
            problems.append(
                _problem(name, one.place, "answers.clash", message, "neither was taken: untick one of the two")
            )
            kept = [each for each in kept if each is not before]
    return kept, problems


def plan(
    answers: Sequence[Answer],
    gatherings: Sequence[Gathering],
    shelf: Catalogue,
    *,
    date: str,
    problems: Sequence[Problem] = (),
) -> Offer:
    """Return what the answers would write: papers as ``shelf add`` does, and rejections in decisions.yml.

    ``gatherings`` are of the papers to add.
    """
    offer = single.add(gatherings, shelf, date=date)
    known = {name for one in shelf.rejections.values() for name in paper_names.all_of(one.reject)}
    new = [one.rejection for one in answers if one.verdict == "reject" and not _is_known(one, known)]
    rejections = (*shelf.rejections.values(), *new)
    changes = tuple(catalogue.changes(shelf, {"decisions.yml": rejections})) if new else ()
    return replace(offer, changes=(*offer.changes, *changes), problems=(*problems, *offer.problems))


def _is_known(answer: Answer, known: set[paper_names.Name]) -> bool:
    return not known.isdisjoint(paper_names.all_of(answer.references))


def reject(content: Path, answer: Answer, waiting: Callable[[], None] = lambda: None) -> None:
    """Write one rejection to decisions.yml."""
    write_unasked(content, lambda shelf: plan([answer], (), shelf, date=""), waiting)


def wanted(answers: Iterable[Answer]) -> Iterator[Reference]:
    """Yield the papers to add."""
    return (one.reference for one in answers if one.verdict == "add")


def _problem(name: str, place: tuple[int, int], code: str, message: str, hint: str) -> Problem:
    return Problem(path=name, line=place[0], column=place[1], code=code, message=message, hint=hint)
