"""Papers that are not wanted on a shelf, with the reason; they stand in content/decisions.yml among the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from generator.model.primitives import Frozen, Line


def _list(value: object) -> object:
    """Return the list that one reference alone stands for; as a tuple, as strict validation wants it."""
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(value, tuple) else (value,)


class Rejection(Frozen):
    """A paper that a person does not want on the shelf; ``shelf discover`` does not offer it again."""

    reject: Annotated[
        tuple[Line, ...],
        Field(min_length=1, examples=["doi:10.5555/12345678"]),
        BeforeValidator(_list, json_schema_input_type=Line | tuple[Line, ...]),
    ]
    """The paper, as shelf add takes it: 'doi:10.…', 'arxiv:2107.02137', 'openalex:W…'. A list of several if it has several."""
    title: Line | None = None
    """The title, so that people know what was rejected; another version of it is not offered either."""
    reason: Line = Field(examples=["It is about images."])
    """The reason, for other curators."""

    @property
    def written(self) -> dict[str, Any]:
        """Return the shortest form that a file may have: one reference stands alone."""
        one = self.reject[0] if len(self.reject) == 1 else self.reject
        return {"reject": one, **({"title": self.title} if self.title else {}), "reason": self.reason}


def is_rejection(value: object) -> bool:
    """Whether an element of decisions.yml is about a paper that is not wanted, not about a pair."""
    return isinstance(value, Mapping) and "reject" in value
