"""The fields of a paper as texts, with full names such as ``links.code``: to compare papers, and to show what changes."""

from __future__ import annotations

from typing import Any

from generator.model import Identifiers, Links, Name, Paper, Status, Version

SHOWN = 3  # elements of a long list
VERSION = ("venue", "published", "volume", "number", "pages", "identifiers.doi", "other_versions")


def fields(paper: Paper) -> dict[str, Any]:
    """Return the values of all fields that have one, by full name."""
    found: dict[str, Any] = {}
    for name in Paper.model_fields:
        value = getattr(paper, name)
        if isinstance(value, Identifiers | Links):
            found |= {f"{name}.{kind}": one for kind, one in value if one}
        elif value not in (None, (), False):
            found[name] = value
    return found


def with_field(paper: Paper, name: str, value: Any) -> Paper:
    """Return the paper with one field, by its full name, set to a value of ``fields``; None: emptied."""
    outer, _, inner = name.partition(".")
    if inner:
        value = getattr(paper, outer).model_copy(update={inner: value})
    elif value is None:
        value = Paper.model_fields[outer].get_default()
    return paper.model_copy(update={outer: value})


def shown(value: Any) -> str:
    """Return a value of a field as one line for people; of a long list, the first elements."""
    if isinstance(value, tuple):
        more = f" and {len(value) - SHOWN} more" if len(value) > SHOWN else ""
        return ", ".join(map(shown, value[:SHOWN])) + more
    if isinstance(value, Version):
        return " ".join(str(one) for _, one in value if one)
    if isinstance(value, Status):
        return value.kind + (f" ({value.date})" if value.date else "")
    return str(value) if isinstance(value, Name) or value is not None else ""
