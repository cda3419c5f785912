"""Extensions: what packages add to ours through entry points. One that is broken is a problem, and loses nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as once
from importlib import metadata
from pathlib import Path
from traceback import walk_tb
from typing import Generic, TypeVar, get_args

from generator.problems import Problem, Severity
from generator.storage.files import shown

T = TypeVar("T")

BROKEN = (Exception, SystemExit)  # what somebody else's code may raise; KeyboardInterrupt is a person's
_LENGTH = 200  # characters of what an exception says
_FIELDS = {"path": str, "line": int, "column": int, "code": str, "message": str, "hint": str, "severity": str}


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension(Generic[T]):
    """What one entry point names: its kind, such as ``check``, its own name, its package, and what was loaded."""

    kind: str
    name: str
    package: str  # with its version
    module: str
    thing: T

    def __str__(self) -> str:
        """Return how messages name it."""
        return f"the {self.kind} {self.name!r} of {self.package}"

    def failed(self, error: BaseException) -> Problem:
        """Return the problem of a failure while it runs, at the line of its own code that failed."""
        return self._problem("extension.failed", f"failed: {said(error)}", "the fault is here, in the extension", error)

    def refused(self, reason: str) -> Problem:
        """Return the problem of an extension that does not keep to its contract."""
        return self._problem("extension.refused", reason, "docs/extending.md says what an extension must be", None)

    def problems(self, make: Callable[[], Iterable[object]]) -> Iterator[Problem]:
        """Yield the problems that the extension makes, and one of its own if it fails."""
        wrong: Problem | None = None
        try:
            for one in make():
                try:
                    yield sound(one)
                except TypeError as error:
                    wrong = wrong or self.refused(f"gives something that is not a problem: {error}")
        except BROKEN as error:
            yield self.failed(error)
        if wrong:
            yield wrong

    def _problem(self, code: str, reason: str, hint: str, error: BaseException | None) -> Problem:
        path, line = _place(error, self.module, self.package)
        return Problem(path=path, line=line, code=code, message=f"{self} {reason}", hint=hint)


@dataclass(frozen=True, kw_only=True, slots=True)
class Extensions(Generic[T]):
    """The extensions of one kind, in the order of their names, and the problems of those that cannot be used."""

    found: tuple[Extension[T], ...] = ()
    problems: tuple[Problem, ...] = ()


@once
def listed(kind: str) -> tuple[metadata.EntryPoint, ...]:
    """Return the entry points of a kind's group, of which nothing is loaded yet."""
    group = metadata.entry_points(group=f"reading_shelf.{kind}s")
    return tuple(sorted(group, key=lambda one: (one.name, one.value)))


def load(kind: str, contract: type[T], refusal: Callable[[Extension[T], Sequence[Extension[T]]], str]) -> Extensions[T]:
    """Return the extensions in the group of a kind, ``reading_shelf.checks`` for ``check``: instances of ``contract``.

    ``refusal`` is given one, and those that are accepted already, and returns why it cannot be used, or "".
    """
    found: list[Extension[T]] = []
    problems: list[Problem] = []
    for one in listed(kind):
        package = f"{one.dist.name} {one.dist.version}" if one.dist else "?"
        module = one.value.partition(":")[0].strip()
        try:
            thing = one.load()
        except BROKEN as error:
            path, line = _place(error, module, package)
            message = f"the {kind} {one.name!r} of {package}, {one.value}, cannot be loaded: {said(error)}"
            hint = "fix it, or remove it from the package's entry points"
            problems.append(Problem(path=path, line=line, code="extension.missing", message=message, hint=hint))
            continue
        extension = Extension(kind=kind, name=one.name, package=package, module=module, thing=thing)
        if reason := _reason(extension, contract, found, refusal):
            problems.append(extension.refused(reason))
        else:
            found.append(extension)
    return Extensions(found=tuple(found), problems=tuple(problems))


def sound(value: object) -> Problem:
    """Return a problem whose fields have the right types. Raises TypeError."""
    if not isinstance(value, Problem):
        raise TypeError(f"a Problem is expected, not {type(value).__name__}")
    for name, kind in _FIELDS.items():
        if type(found := getattr(value, name)) is not kind:
            raise TypeError(f"its {name} is of type {type(found).__name__}, not {kind.__name__}")
    if value.severity not in get_args(Severity):
        raise TypeError(f"its severity is {value.severity!r}")
    if min(value.line, value.column) < 1:
        raise TypeError("line and column count from 1")
    return value


def said(error: BaseException) -> str:
    """Return the type of an exception and what it says."""
    try:
        text = " ".join(str(error).split())[:_LENGTH]
    except BROKEN:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _reason(
    extension: Extension[T],
    contract: type[T],
    accepted: Sequence[Extension[T]],
    refusal: Callable[[Extension[T], Sequence[Extension[T]]], str],
) -> str:
    """Return why an extension cannot be used, or ""."""
    if not isinstance(extension.thing, contract):
        return f"is of type {type(extension.thing).__name__}, not {contract.__name__}"
    if other := next((one for one in accepted if one.name == extension.name), None):
        return f"has the same name as {other}"
    try:
        return refusal(extension, accepted)
    except BROKEN as error:  # a field is of another type than the contract says
        return f"does not keep to its contract: {said(error)}"


def _place(error: BaseException | None, module: str, package: str) -> tuple[str, int]:
    """Return file and line: the last line of the module's package that ran, else the module, else the package's name."""
    if isinstance(error, SyntaxError) and error.filename:
        return shown(Path(error.filename)), error.lineno or 1
    top = module.partition(".")[0]
    for frame, line in reversed(list(walk_tb(error.__traceback__))) if error else ():
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == top:
            return shown(Path(frame.f_code.co_filename)), line
    file = getattr(sys.modules.get(module), "__file__", None)
    return (shown(Path(file)) if file else package), 1
