"""Explains pydantic's validation errors so that a person can fix them: code, message, hint and position."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import BaseModel, PlainValidator
from pydantic_core import ErrorDetails

from generator.text.keys import near_key
from generator.text.similarity import did_you_mean

_KEY = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?!\d)")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"]*)?")
_EMPTY = "leave the line out, or fill it in"
_BLOCK = "write them below it, one per line as name: value, indented by two spaces"
_CALLED = {  # other formats' names for our fields
    "booktitle": "venue",
    "categories": "topics",
    "category": "topics",
    "conference": "venue",
    "dataset": "benchmark",
    "direction": "better",
    "first": "given",
    "for": "audience",
    "issue": "number",
    "journal": "venue",
    "key": "paper",
    "keywords": "topics",
    "last": "family",
    "papers": "steps",
    "reason": "why",
    "score": "value",
    "tags": "topics",
    "type": "how",
    "url": "links",
    "urls": "links",
    "year": "date",
}


@dataclass(frozen=True, slots=True)
class Unquoted:
    """An unquoted scalar on which YAML readers disagree; ``kind`` is what some of them read it as."""

    text: str
    kind: str


REFUSED = Unquoted("", "refused")  # the value of what loading has already reported


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A problem whose line and column are not known yet."""

    path: tuple[str | int, ...]
    code: str
    message: str
    hint: str
    of_key: bool = False


def quoted(text: str) -> str:
    """Return the text in YAML's single quotes, shortened where it is long."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return "'" + short.replace("'", "''") + "'"


def explain_fault(
    fault: ErrorDetails, root: object, kind: Any, written: Callable[[Sequence[str | int]], str]
) -> Fault | None:
    """Return the fault in words, or None if it is already reported."""
    location = fault["loc"]
    path = _existing(location, root)
    kind = _narrowed(kind, path, root)
    value = fault["input"]
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    type_ = fault["type"]
    if value is REFUSED:
        return None
    if type_ == "too_short" and isinstance(value, tuple) and len(value) >= fault["ctx"]["min_length"]:
        return None  # its faulty elements are reported
    if field.startswith("\0"):
        return None
    if location and location[-1] == "[key]":
        return Fault(
            path=path, code="key.form", message=f"{quoted(field)} cannot be a key", hint=key_hint(field), of_key=True
        )
    if type_ == "extra_forbidden":
        around = path[:-1] if _model_at(kind, path[:-1]) else (*path[:-1], 0)
        hint = _meant_field(field, kind, around)
        return Fault(
            path=path, code="field.unknown", message=f"there is no field {quoted(field)}", hint=hint, of_key=True
        )
    if type_ == "missing":
        name = str(location[-1])
        if isinstance(location[-1], int):
            return Fault(path=path, code="field.value", message=f"{field} needs another element", hint="a pair has two")
        return Fault(
            path=path, code="field.missing", message=f"the field {name} is missing", hint=f"add a line {name}: …"
        )
    if type_.endswith("_type") or type_ in {"int_from_float", "is_instance_of"}:
        found = _wrong_type(path, field, type_, value, written(path))
    else:
        found = _wrong_value(path, field, fault)
    if found.hint == _BLOCK and isinstance(path[-1], int) and (element := _model_at(kind, path)):
        required = [name for name, about in element.model_fields.items() if about.is_required()]
        return replace(found, hint=f"write its fields after the dash: {'; '.join(f'{name}: …' for name in required)}")
    model = _model_at(kind, path[:-1]) if path and found.hint == _EMPTY else None
    return replace(found, hint="fill it in") if model and model.model_fields[field].is_required() else found


def key_hint(name: str) -> str:
    """Return the hint for a name that cannot be a key: a similar valid key, if there is one."""
    near = near_key(name)
    form = "a key is lowercase letters and digits in words joined by single hyphens, at most 80 characters"
    return f"write {near}: {form}" if near else f"{form}: ernie-3-0"


_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a block of fields",
    "model_type": "a block of fields",
    "model_attributes_type": "a block of fields",
}


def _wrong_type(path: tuple[str | int, ...], field: str, type_: str, value: object, written: str) -> Fault:
    wanted = _WANTED.get(type_, "another kind of value")
    where = field or "the file"
    if value is None:
        hint = _EMPTY if field else "fill the file in"
        return Fault(path=path, code="field.type", message=f"{where} has no value, but {wanted} is expected", hint=hint)
    if type_ == "string_type" and isinstance(value, (int, float, Unquoted)):
        kind = value.kind if isinstance(value, Unquoted) else "true or false" if isinstance(value, bool) else "a number"
        hint = f"quote it: {quoted(written)}"
        return Fault(
            path=path,
            code="yaml.unquoted",
            message=f"{where}: without quotes this is read as {kind}, but text is expected",
            hint=hint,
        )
    hint = ""
    if type_ == "tuple_type":
        hint = "write one element per line, indented by two spaces, after a dash: - …"
    elif type_ in {"int_type", "float_type", "int_from_float"}:
        hint = "write only digits, without quotes, unit or thousands separator"
    elif type_ == "bool_type":
        hint = "write true or false, without quotes"
    elif wanted == "a block of fields":
        hint = _BLOCK if field else "write lines of the form name: value"
    elif type_ == "string_type":
        hint = "write a single text, not a list or fields; quote it if it contains ': ' or begins with [ or {"
    return Fault(
        path=path, code="field.type", message=f"{where} is {_found(value)}, but {wanted} is expected", hint=hint
    )


def _wrong_value(path: tuple[str | int, ...], field: str, fault: ErrorDetails) -> Fault:
    type_, value, original = fault["type"], fault["input"], fault["msg"]
    context: Mapping[str, Any] = fault.get("ctx") or {}
    code, message, hint = "field.value", f"{field}: {original[:1].lower()}{original[1:]}", ""
    text = value if isinstance(value, str) else ""
    if type_ == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        if pattern == _KEY:
            code, message, hint = "key.form", f"{quoted(text)} cannot be a key", key_hint(text)
        elif pattern.startswith("^https?"):
            code, message, hint = _no_link(text)
        elif field == "orcid":
            code, message, hint = _no_orcid(text)
        elif pattern.startswith(r"^\d{4}"):
            code, message, hint = (
                "date.form",
                f"{quoted(text)} is not a date in the expected form",
                "write '2021', '2021-07' or '2021-07-05'",
            )
        elif "0-9a-f" in pattern:
            message, hint = f"{field}: {quoted(text)} is not a SHA-256 sum", "it has 64 characters, 0-9 and a-f"
        else:
            message, hint = f"{field} contains a line break or another control character", "write it on one line"
    elif type_ == "string_too_short":
        message, hint = f"{field} is empty", _EMPTY
    elif type_ == "string_too_long":
        message = f"{field} has {len(text):,} characters; the maximum is {context.get('max_length', 0):,}"
        hint = "shorten it"
    elif type_ == "too_short":
        message, hint = f"{field} is empty", f"it needs at least {context.get('min_length', 1)}"
    elif type_ == "too_long":
        message, hint = f"{field} has too many elements", f"the maximum is {context.get('max_length')}"
    elif type_ == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        message = f"{field} has no value" if value is None else f"{field} cannot be {_found(value)}"
        hint = did_you_mean(text, allowed)
    elif type_ == "name":
        hint = "write family: … and given: …, or literal: … for a group"
    elif type_ == "greater_than_equal":
        message, hint = f"{field} is {value}", f"the minimum is {context.get('ge')}"
    return Fault(path=path, code=code, message=message, hint=hint)


def _no_orcid(text: str) -> tuple[str, str, str]:
    found = _ORCID.search(text)
    hint = (
        f"write {'-'.join(found.groups()).upper()}"
        if found
        else "it has four groups of four digits: 0000-0002-1825-0097"
    )
    return "name.orcid", f"{quoted(text)} is not an ORCID iD", hint


def _no_link(text: str) -> tuple[str, str, str]:
    scheme, mark, rest = text.rpartition("://")
    if text.startswith(("https://", "http://")):
        hint = "write spaces as %20, quotes as %22, < and > as %3C and %3E"
        return "url.form", f"{quoted(text)} contains a character that links may not contain", hint
    hint = "links start with https:// or http://"
    if _HOST.fullmatch(text.removeprefix("//")):
        hint = f"write https://{text.removeprefix('//')}"
    elif scheme.lower() in {"http", "https"}:
        hint = f"write {scheme.lower()}{mark}{rest}"
    return "url.scheme", f"{quoted(text)} is not a link", hint


def _found(value: object) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Unquoted):
        return value.text
    if isinstance(value, Mapping):
        return "a block of fields"
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _existing(location: Sequence[str | int], root: object) -> tuple[str | int, ...]:
    """Return the part of pydantic's location that exists in the file, without pydantic's own steps.

    What stands alone where a list may be is element 0.
    """
    path: list[str | int] = []
    here: Any = root
    for step in location:
        if step == 0 and not isinstance(here, tuple):
            continue  # the only element of a list, which may stand without a dash
        if not (isinstance(here, Mapping) and step in here) and not (
            isinstance(here, tuple) and step in range(len(here))
        ):
            break
        here = here[cast("Any", step)]
        path.append(step)
    return tuple(path)


def _meant_field(name: str, kind: Any, path: Sequence[str | int]) -> str:
    """Return the hint for a field that the model at ``path`` inside ``kind`` lacks: it may belong elsewhere."""
    allowed = _fields_at(kind, path)
    small = name.casefold()
    for block in allowed:
        if small in _fields_at(kind, [*path, block]):
            return f"it belongs in {block}: write it below {block}:, indented by two spaces"
        if small in _fields_at(kind, [*path, block, 0]):
            return f"it belongs in an element of {block}: write it below {block}:, after a dash, - {small}: …"
    if (other := _CALLED.get(small)) in allowed:
        return f"did you mean {other}?"
    if path and small in _fields_at(kind, ()):
        return "it belongs at the top level: write it without indentation"
    return did_you_mean(name, allowed)


def _fields_at(kind: Any, path: Sequence[str | int]) -> list[str]:
    """Return the names of the fields that the model at ``path`` inside ``kind`` has."""
    model = _model_at(kind, path)
    return list(model.model_fields) if model else []


def _model_at(kind: Any, path: Sequence[str | int]) -> type[BaseModel] | None:
    for step in path:
        if typing.get_origin(kind) is tuple and isinstance(step, str):  # the only element, without a dash
            kind = _bare(typing.get_args(kind)[0])
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            known = kind.model_fields.get(str(step))
            kind = known.annotation if known else None
        else:
            arguments = [argument for argument in typing.get_args(kind) if argument is not ...]
            kind = arguments[-1] if arguments else None
        kind = _bare(kind)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _narrowed(kind: Any, path: Sequence[str | int], root: object) -> Any:
    """Return the kind of a list whose elements are of two models, as the list of the one that the faulty element is."""
    models = typing.get_args(_read(typing.get_args(kind)[0])) if typing.get_origin(kind) is tuple else ()
    if (
        len(models) < 2
        or not path
        or not isinstance(root, tuple)
        or not isinstance(root[cast("int", path[0])], Mapping)
    ):
        return kind
    given = root[cast("int", path[0])]
    return tuple[max(reversed(models), key=lambda model: len(given.keys() & model.model_fields.keys())), ...]  # type: ignore[misc]


def _read(kind: Any) -> Any:
    """Return what a type that is validated by a function reads; any other type as it is."""
    marks = typing.get_args(kind)[1:] if typing.get_origin(kind) is typing.Annotated else ()
    return next((one.json_schema_input_type for one in marks if isinstance(one, PlainValidator)), kind)


def _bare(kind: Any) -> Any:
    """Return the type inside annotations and unions: of a person, who may be written as a line, the one with fields."""
    while (origin := typing.get_origin(kind)) in {typing.Annotated, typing.Union, types.UnionType}:
        read = [mark.json_schema_input_type for mark in typing.get_args(kind)[1:] if isinstance(mark, PlainValidator)]
        arguments = [argument for argument in typing.get_args(kind) if argument is not type(None)]
        models = [argument for argument in arguments if isinstance(argument, type) and issubclass(argument, BaseModel)]
        kind = read[0] if origin is typing.Annotated and read else (models or arguments)[0]
    return kind
