"""Where a program inserts fields into a paper's file so that git can merge it with what a person edits meanwhile.

Git sees a conflict where two sides change neighbouring lines. So a new field goes between two fields that programs fill, as
near to its usual place as possible, and not beside the title or the summary. `shelf format` moves it to its usual place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from generator import yaml_files
from generator.model import Paper

_LAST = "status"  # the fields from ``type`` to this one describe the work: services know them
_FIRST = "type"


def order(text: str, path: Sequence[str], usual: Sequence[str]) -> Sequence[str]:
    """Return the order of siblings by which ``set_field`` puts a new field apart from what people edit; else the usual one."""
    node = yaml_files.load(text).node
    top = list(node.fields) if node else []
    outer, name = path[0], path[-1]
    if len(path) > 1:
        after = top[top.index(outer) + 1 : top.index(outer) + 2] if outer in top else []
        return usual if not after or after[0] in _filled() else (name,)
    gaps = [at for at in range(1, len(top)) if {top[at - 1], top[at]} <= _filled()]
    if name in top or not gaps:
        return usual
    before = set(usual[: usual.index(name)])
    place = max((at + 1 for at, one in enumerate(top) if one in before), default=0)
    nearest = min(gaps, key=lambda at: (abs(at - place), at))
    return (top[nearest - 1], name)


@cache
def _filled() -> frozenset[str]:
    """Return the fields that programs fill."""
    every = list(Paper.model_fields)
    return frozenset(every[every.index(_FIRST) : every.index(_LAST) + 1])
