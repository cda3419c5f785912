"""The base of all types in our YAML, and the kinds of text that their fields hold. Lengths are in characters."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80), Field(examples=["ernie-3-0"])
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f]+$")
]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")]
Url = Annotated[
    str, StringConstraints(pattern=r'^https?://[^\s\x00-\x1f<>"]+$', max_length=2_000), Field(examples=["https://…"])
]
Count = Annotated[int, Field(ge=0)]


class Frozen(BaseModel):
    """Base of everything in our YAML: frozen, strict, no unknown fields. Editors show the texts below fields (schema.py)."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)
