"""What a faulty file still says, so that its faults towards other files are told together with its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.checking.names import is_key
from generator.model import Node, Paper, Taxonomy

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Salvage:
    """The sound fields of files that are not sound as a whole; they are checked, and never used otherwise."""

    papers: Mapping[str, Paper] = field(default_factory=dict)
    taxonomy: Taxonomy | None = None


def salvaged_paper(value: object) -> Paper | None:
    """Return a paper of the fields that are sound each by itself."""
    return Paper(**_sound(Paper, value)) if isinstance(value, Mapping) else None


def salvaged_taxonomy(value: object) -> Taxonomy | None:
    """Return all nodes that have a key, with what is sound in them."""
    if not isinstance(value, Mapping):
        return None
    kinds = {}
    for kind in Taxonomy.model_fields:
        nodes = value.get(kind)
        kinds[kind] = {
            key: Node(**{"name": key, "description": key, **_sound(Node, about)})
            for key, about in (nodes.items() if isinstance(nodes, Mapping) else ())
            if is_key(key)
        }
    return Taxonomy(**kinds)


def _sound(kind: type[Model], value: object) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(value, Mapping):
        for name in kind.model_fields.keys() & value.keys():
            try:
                kind.__pydantic_validator__.validate_assignment(kind.model_construct(), name, value[name])
            except ValidationError:
                continue
            found[name] = value[name]
    return found
