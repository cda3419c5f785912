"""Recovers the sound fields of a faulty file, so that its references are checked along with its own faults."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.checks.file_names import is_key
from generator.model import (
    Basis,
    Comparison,
    Decision,
    Key,
    Node,
    Paper,
    ReadingPath,
    Rejection,
    Relation,
    Step,
    Taxonomy,
    is_rejection,
)
from generator.yaml_files import Loaded, Steps

Model = TypeVar("Model", bound=BaseModel)
_RELATIONS: dict[str, type[Relation]] = {"builds_on": Basis, "compared_with": Comparison}


@dataclass(frozen=True, kw_only=True, slots=True)
class Salvage:
    """The sound fields of faulty files; they are only checked, never used for anything else.

    Lists of keys are kept whole, invalid keys included; values that lack their quotes are read as written.
    """

    papers: Mapping[str, Paper] = field(default_factory=dict)
    paths: Mapping[str, ReadingPath] = field(default_factory=dict)
    taxonomy: Taxonomy | None = None
    decisions: Mapping[int, Decision] | None = None  # by their number in the file
    rejections: Mapping[int, Rejection] = field(default_factory=dict)  # likewise


def salvaged_paper(loaded: Loaded) -> Paper | None:
    """Return a paper made of the fields that are valid on their own."""
    return _sound(Paper, loaded, ()) if isinstance(loaded.value, Mapping) else None


def salvaged_path(loaded: Loaded) -> ReadingPath | None:
    """Return a reading path with only what its steps say, "" for what they do not."""
    steps = loaded.value.get("steps") if isinstance(loaded.value, Mapping) else None
    if not isinstance(steps, tuple):
        return None

    def text(number: int, name: str) -> str:
        found = loaded.unquoted(("steps", number, name))
        return found if isinstance(found, str) else ""

    found = (Step.model_construct(paper=text(number, "paper"), why=text(number, "why")) for number in range(len(steps)))
    return ReadingPath.model_construct(steps=tuple(found))


def salvaged_taxonomy(loaded: Loaded) -> Taxonomy | None:
    """Return all nodes that have a valid key, with their sound fields; None if the list of nodes cannot be read."""
    if not isinstance(loaded.value, Mapping):
        return None
    if any(not isinstance(loaded.value.get(kind, {}), Mapping) for kind in Taxonomy.model_fields):
        return None
    kinds: dict[str, Any] = {}
    for kind in Taxonomy.model_fields:
        nodes = loaded.value.get(kind)
        kinds[kind] = {
            key: _sound(Node, loaded, (kind, key))
            for key in (nodes if isinstance(nodes, Mapping) else ())
            if is_key(key)
        }
    return Taxonomy.model_construct(**kinds)


def salvaged_decisions(loaded: Loaded) -> dict[int, Decision] | None:
    """Return the decisions that have a pair and a verdict."""
    if not isinstance(loaded.value, tuple):
        return None
    found = {number: _sound(Decision, loaded, (number,)) for number in range(len(loaded.value))}
    return {number: one for number, one in found.items() if {"pair", "verdict"} <= one.model_fields_set}


def salvaged_rejections(loaded: Loaded) -> dict[int, Rejection]:
    """Return the rejections that name a paper."""
    given = loaded.value if isinstance(loaded.value, tuple) else ()
    found = {number: _sound(Rejection, loaded, (number,)) for number, one in enumerate(given) if is_rejection(one)}
    return {number: one for number, one in found.items() if "reject" in one.model_fields_set}


def _sound(kind: type[Model], loaded: Loaded, at: Steps) -> Model:
    """Return a model of the sound fields at a path of the file; faulty ones get their default, or are missing."""
    given = loaded.at(at)
    found = {}
    for name, about in kind.model_fields.items():
        if not isinstance(given, Mapping) or name not in given:
            continue
        inside = (*at, name)
        for value in (given[name], loaded.unquoted(inside)):
            try:
                right = kind.__pydantic_validator__.validate_assignment(kind.model_construct(), name, value)
            except ValidationError:
                continue
            found[name] = getattr(right, name)
            break
        else:
            found |= _parts(name, about.annotation, loaded, inside)
    return kind.model_construct(**found)


def _parts(name: str, annotation: Any, loaded: Loaded, at: Steps) -> dict[str, Any]:
    """Return what is sound inside a block or list that is faulty as a whole."""
    given = loaded.at(at)
    inner, *_ = typing.get_args(annotation) or (annotation,)
    if annotation == tuple[Key, ...] and isinstance(given, str) and is_key(given):
        return {name: (given,)}
    if annotation == tuple[Key, ...] and isinstance(given, tuple):
        return {
            name: tuple([one if isinstance(one, str) else "" for one in given])
        }  # values that are not text are already reported
    if relation := _RELATIONS.get(name):
        return {name: tuple(relation.model_construct(**part) for part in _related(given))}
    if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
        return {}
    if inner is annotation and isinstance(given, Mapping):
        return {name: _sound(inner, loaded, at)}
    if inner is not annotation and isinstance(given, tuple) and all(isinstance(one, Mapping) for one in given):
        return {name: tuple(_sound(inner, loaded, (*at, number)) for number in range(len(given)))}
    return {}


def _related(given: object) -> Iterator[dict[str, Any]]:
    """Yield the key and the kind of each relation in a list, or of one that stands alone; "" if it has no text as its key."""
    for one in given if isinstance(given, tuple) else (given,):
        parts = one if isinstance(one, Mapping) else {"paper": one}
        key, how = parts.get("paper"), parts.get("how")
        yield {"paper": key if isinstance(key, str) else "", "how": how if isinstance(how, str) else None}
