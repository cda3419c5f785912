"""Services that other packages add: they are asked after ours, at their own address and pace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as once
from typing import TypeVar

from generator import formats
from generator.model import Identifiers
from generator.problems import Problem, ShelfError
from generator.services.environment import bases
from generator.services.queries import Question
from generator.services.references import Reference
from generator.services.registry import SERVICES, Service
from generator.storage import entry_points
from generator.storage.entry_points import BROKEN, Extension, Extensions

T = TypeVar("T")

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VARIABLE = re.compile(r"SHELF_[A-Z0-9_]+_URL")


def _nothing(_: str) -> Iterable[Question]:
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """A service with what it can be asked.

    ``questions`` returns requests for a paper, of which the first with an answer counts; none if the service cannot know it.
    ``searches`` returns requests for a title. The answers are in the service's ``format``, one of ``formats.known()``.
    """

    service: Service
    questions: Callable[[Reference], Iterable[Question]]
    searches: Callable[[str], Iterable[Question]] = _nothing


@once
def installed() -> Extensions[Provider]:
    """Return the services of the group ``reading_shelf.services``."""
    return entry_points.load("service", Provider, _refusal)


def services() -> dict[str, Service]:
    """Return all services by name, in the order in which they are asked."""
    return {**SERVICES, **{one.thing.service.name: one.thing.service for one in installed().found}}


def questions(reference: Reference, problems: list[Problem]) -> Iterator[tuple[Question, ...]]:
    """Yield the questions for each added service that may know the paper; what is wrong is added to ``problems``."""
    _add(problems, installed().problems)
    for extension in installed().found:
        if asked := _asked(extension, extension.thing.questions, reference, problems):
            yield asked


def searches(title: str, problems: list[Problem]) -> Iterator[Question]:
    """Yield the title searches of the added services; what is wrong is added to ``problems``."""
    for extension in installed().found:
        yield from _asked(extension, extension.thing.searches, title, problems)


def is_broken(problem: Problem) -> bool:
    """Whether a problem is one of an extension, which no answer of other services makes good."""
    return problem.code.startswith("extension.")


def _asked(
    extension: Extension[Provider], ask: Callable[[T], Iterable[Question]], about: T, problems: list[Problem]
) -> tuple[Question, ...]:
    """Return the questions that an extension makes of a reference or a title; none if it fails."""
    service = extension.thing.service
    try:
        found = tuple(ask(about))
        sound = all(_is_sound(one) and one.service == service for one in found)
    except BROKEN as error:
        _add(problems, (extension.failed(error),))
        return ()
    if not sound:
        _add(problems, (extension.refused("asks something that is not a Question to its own service"),))
        return ()
    return found


def _is_sound(one: Question) -> bool:
    """Whether this is a question whose fields have the right types. Raises what a wrong type of a value raises."""
    if not (isinstance(one, Question) and one.path.startswith("/") and isinstance(one.wanted, Identifiers)):
        return False
    hash(one)  # a list in place of a tuple has none
    return bool(one.target)


def _add(problems: list[Problem], more: Iterable[Problem]) -> None:
    problems += [one for one in more if one not in problems]


def _refusal(extension: Extension[Provider], accepted: Sequence[Extension[Provider]]) -> str:
    """Return why a service cannot be used, or ""."""
    service = extension.thing.service
    others = [*SERVICES.values(), *(one.thing.service for one in accepted)]
    if not _NAME.fullmatch(service.name):
        return f"has the name {service.name!r}, which is not made of lowercase letters, digits and single hyphens"
    if not _VARIABLE.fullmatch(service.variable):
        return f"has the variable {service.variable!r}, which is not of the form SHELF_NAME_URL"
    if any(service.name == one.name or service.variable == one.variable for one in others):
        return f"has the name {service.name} or the variable {service.variable}, which is taken"
    if not (service.title.strip() and service.pause >= 0 and callable(extension.thing.questions)):
        return "needs a title, a pause of at least 0 seconds, and questions to call"
    if service.format not in formats.known():
        return f"answers in the format {service.format!r}, which there is not"
    try:
        bases({service.name: service})
    except ShelfError as error:
        return f"has no address: {error.problems[0].path}: {error.problems[0].message}"
    return ""
