"""JSON Schemas (draft-07) of the files that people edit, made from the types: editors complete and explain fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from generator.model import DecisionOrRejection, Paper, ReadingPath, Taxonomy
from generator.text import identifiers

FOLDER = "schemas"  # under content/
_KINDS: dict[str, Any] = {
    "paper": Paper,
    "path": ReadingPath,
    "taxonomy": Taxonomy,
    "decisions": tuple[DecisionOrRejection, ...],
}
_FOLDERS = {"papers": "paper", "paths": "path"}  # the schema of the files in a folder
_DRAFT = (
    "http://json-schema.org/draft-07/schema#"  # the newest that both yaml-language-server and check-jsonschema support
)
_DROPPED = ("title", "default")  # repeats the field's name; an editor would fill in what nobody needs to write


def schemas() -> dict[str, str]:
    """Return the text of each schema by its path under content/."""
    return {f"{FOLDER}/{name}.json": _text(name) for name in _KINDS}


def line(path: str) -> str:
    """Return the first line of the file at ``path`` under content/, which names its schema for editors; "" if it has none."""
    folder, _, name = path.rpartition("/")
    kind = _FOLDERS.get(folder, "") if folder else name.removesuffix(".yml")
    return f"# yaml-language-server: $schema={'../' if folder else ''}{FOLDER}/{kind}.json\n" if kind in _KINDS else ""


@cache
def _text(name: str) -> str:
    found = TypeAdapter(_KINDS[name]).json_schema(ref_template="#/definitions/{model}")
    named = found.pop("$defs", {})
    schema = {
        "$schema": _DRAFT,
        **_adapted(found),
        "definitions": {one: _adapted(about) for one, about in named.items()},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _adapted(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return one of pydantic's schemas (2020-12) translated to draft-07."""
    found = {name: value for name, value in schema.items() if name not in _DROPPED}
    if "anyOf" in found and "properties" not in found:  # else it is our own: a rule has one of three fields
        value, *others = found.pop("anyOf")
        if any("$ref" in other or "items" in other for other in others):  # one line, or a block of fields, or a list
            found["anyOf"] = [_adapted(one) for one in (value, *others)]
        else:  # a value or null; or two kinds of number, the second a subset of the first
            found = {**_adapted(value), **found}
        if "type" in found and others == [{"type": "null"}]:
            found["type"] = [found["type"], "null"]
    if "prefixItems" in found:  # a pair whose elements have the same type: minItems and maxItems give the length
        found["items"], *_ = found.pop("prefixItems")
    if "$ref" in found and len(found) > 1:  # draft-07 ignores what is next to a $ref
        found["allOf"] = [{"$ref": found.pop("$ref")}]
    if "patternProperties" in found:
        found["additionalProperties"] = False
    for name in ("properties", "patternProperties"):
        if name in found:
            found[name] = {one: _adapted(about) for one, about in found[name].items()}
    if "items" in found:
        found["items"] = _adapted(found["items"])
    for name, form in identifiers.FORMS.items():
        if name in found.get("properties", {}):
            found["properties"][name] |= {"pattern": form}
    return found
