"""The page “Data and API”: exports, feeds, and the documentation of the API, which is made from its models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.site.exports.api_schema import DOCUMENTED, VERSION, Shape
from generator.site.views.arrangement import Shelf


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapeTable:
    """The documentation of an object of the JSON API: each field with its type and meaning."""

    name: str
    about: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiView:
    """The page “Data and API”. ``key`` is a paper that serves as an example."""

    version: int
    key: str
    copies: bool  # there is a Markdown file for each paper
    badge: str  # the Markdown that shows the badge in a README; "" without an address
    node: str  # the path of a family or topic, such as families/ernie
    reading_path: str  # the path of one, such as paths/first-steps; "" if there is none
    shapes: tuple[ShapeTable, ...]


def page(shelf: Shelf, *, copies: bool = True, badge: str = "") -> ApiView:
    """Return the page that documents the data files, with a paper and a family of this shelf as examples."""
    nodes = [f"{kind}/{node}" for (kind, node), members in shelf.members.items() if members]
    return ApiView(
        version=VERSION,
        key=next(iter(shelf.keys), ""),
        copies=copies,
        badge=badge,
        node=next(iter(nodes), ""),
        reading_path=next((f"paths/{name}" for name in shelf.steps), ""),
        shapes=tuple(shape_table(shape) for shape in DOCUMENTED),
    )


@cache
def shape_table(shape: type[Shape]) -> ShapeTable:
    """Return the documentation of a model: its docstring, and its fields with types and descriptions."""
    fields = shape.model_json_schema(mode="serialization")["properties"]
    return ShapeTable(
        name=shape.__name__.removesuffix("Shape"),
        about=" ".join((shape.__doc__ or "").split()),
        fields=tuple((name, _kind(about), about.get("description", "")) for name, about in fields.items()),
    )


def _kind(about: dict[str, Any]) -> str:
    """Return a field's type in words."""
    if "anyOf" in about:
        return " or ".join(_kind(one) for one in about["anyOf"])
    if "enum" in about:
        return " or ".join(f"“{one}”" for one in about["enum"])
    if "$ref" in about:
        return str(about["$ref"].rpartition("/")[2].removesuffix("Shape"))
    if about.get("type") == "array":
        return f"list of {_kind(about['items'])}"
    if about.get("type") == "object":
        return f"object of {_kind(about['additionalProperties'])}"
    return str(about["type"])
