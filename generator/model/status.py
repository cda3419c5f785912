"""What is said of a paper after it appeared: that it is retracted, withdrawn or corrected, or that there is a concern."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer

from generator.model.primitives import Date, Frozen, Line, Url

StatusKind: TypeAlias = Literal["retracted", "withdrawn", "corrected", "concern"]
OFF: frozenset[StatusKind] = frozenset(("retracted", "withdrawn"))
"""The kinds after which a paper no longer stands: nobody should build on it unaware."""


def _mapping(value: object) -> object:
    """Return the mapping that a kind alone stands for."""
    return {"kind": value} if isinstance(value, str) else value


def _list(value: object) -> object:
    """Return the list that one element alone stands for; as a tuple, as strict validation wants it."""
    if isinstance(value, (str, Mapping, Frozen)):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


class Status(Frozen):
    """One thing that was said of a paper. If only its kind is known, the kind stands alone."""

    kind: StatusKind
    """What happened: retracted (by its journal), withdrawn (by its authors or the server), corrected, or concern (expressed by its journal)."""
    date: Date | None = None
    """When it was said, in quotes: '2021-07-05', '2021-07' or '2021'."""
    notice: Url | None = None
    """The page that says so and why."""
    by: Annotated[tuple[Line, ...], BeforeValidator(_list, json_schema_input_type=Line | tuple[Line, ...])] = Field(
        default=(), examples=[["Crossref", "Retraction Watch"]]
    )
    """Who said so: services, journals, sources."""

    @property
    def is_off(self) -> bool:
        """Whether the paper no longer stands."""
        return self.kind in OFF

    @property
    def written(self) -> str | dict[str, object]:
        """Return the shortest form that a file may have: the kind alone, or a mapping."""
        parts = {"date": self.date, "notice": self.notice, "by": list(self.by)}
        known = {name: value for name, value in parts.items() if value}
        return {"kind": self.kind, **known} if known else self.kind


def _shortest(status: Status) -> str | dict[str, object]:
    return status.written


StatusOrKind = Annotated[
    Status, BeforeValidator(_mapping, json_schema_input_type=StatusKind | Status), PlainSerializer(_shortest)
]
Statuses = Annotated[
    tuple[StatusOrKind, ...],
    BeforeValidator(_list, json_schema_input_type=StatusOrKind | tuple[StatusOrKind, ...]),
]
