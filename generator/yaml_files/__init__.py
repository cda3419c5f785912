"""Strict YAML: parse with every fault at its line and column, dump in canonical layout, and edit in place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from generator.problems import Problem
from generator.storage.files import shown
from generator.yaml_files.canonical import canonical
from generator.yaml_files.composer import MOST_PROBLEMS
from generator.yaml_files.edits import extend, line_ending, set_field
from generator.yaml_files.emitter import dump
from generator.yaml_files.faults import explain_fault, quoted
from generator.yaml_files.loader import load, merge_conflict, read
from generator.yaml_files.positions import Loaded, Steps

__all__ = [
    "Loaded",
    "Steps",
    "canonical",
    "dump",
    "extend",
    "line_ending",
    "load",
    "merge_conflict",
    "parse",
    "quoted",
    "read",
    "set_field",
    "validate",
]

T = TypeVar("T")


def parse(path: Path | str, text: str, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """Return the object that the text of file ``path`` describes, or None, and all faults of the text in order."""
    loaded = load(text, path if isinstance(path, str) else shown(path))
    thing, problems = validate(loaded, kind)
    return thing, problems


def validate(loaded: Loaded, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """Return the object that a loaded file describes, or None, and all of its faults, those found while loading included."""
    problems = list(loaded.problems)
    if loaded.node is None and problems:
        return None, problems
    adapter: TypeAdapter[T] = _adapter(cast("Any", kind))
    is_list = getattr(kind, "__origin__", None) is tuple
    if loaded.value is None:
        if is_list:
            return adapter.validate_python(()), problems
        return None, [*problems, loaded.problem((), "yaml.empty", "the file is empty", "fill it in, or delete it")]
    try:
        thing = adapter.validate_python(loaded.value)
    except ValidationError as error:
        seen = set[tuple[int, int, str, str]]()
        faults = error.errors(include_url=False)
        if len(faults) > MOST_PROBLEMS:  # only the first are reported, and each costs a search for its line
            faults.sort(key=lambda fault: loaded.index(fault["loc"]))
        for fault in faults:
            if len(seen) >= MOST_PROBLEMS:
                break
            explained = explain_fault(fault, loaded.value, kind, loaded.written)
            if explained is None:
                continue
            problem = loaded.problem(
                explained.path, explained.code, explained.message, explained.hint, of_key=explained.of_key
            )
            detail = (
                problem.message if problem.code == "field.missing" else ""
            )  # otherwise: one fault, seen by two types
            if (sign := (problem.line, problem.column, problem.code, detail)) not in seen:
                seen.add(sign)
                problems.append(problem)
        return None, sorted(problems, key=_by_place)[:MOST_PROBLEMS]
    return (None if any(problem.severity == "error" for problem in problems) else thing), problems


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _by_place(problem: Problem) -> tuple[int, int, str]:
    return problem.line, problem.column, problem.code
