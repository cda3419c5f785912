"""The fields of queries, by all names that they have."""

from __future__ import annotations

from typing import get_args

from generator.model import StatusKind

WORD_FIELDS = {  # the fields with words, and the texts that each covers
    "title": ("title", "alias"),
    "author": ("author",),
    "editor": ("editor",),
    "venue": ("venue",),
    "keyword": ("keyword",),
    "label": ("label",),
    "benchmark": ("benchmark",),
    "text": ("summary", "note", "benchmark", "abstract"),
}
VALUE_FIELDS = ("family", "topic", "type")
STATUSES = get_args(StatusKind)
FLAGS = {"has": ("code", "results", "note"), "is": ("unread", "read", "starred", *STATUSES)}
OF_READERS = {"note", "unread", "read", "starred"}  # the flags that only a reader's browser knows
FIELDS = (*WORD_FIELDS, "id", "year", *VALUE_FIELDS, *FLAGS)
_OTHER_NAMES = {
    **{f"{name}s": name for name in ("author", "title", "keyword", "editor", "topic", "label", "year")},
    **dict.fromkeys(("arxiv", "doi", "isbn", "pmid", "acl", "openreview"), "id"),
    "by": "author",
    "families": "family",
    "tag": "label",
    "date": "year",
}


def field_of(name: str) -> str:
    """Return the field of a name, "" if there is none."""
    found = _OTHER_NAMES.get(name.lower(), name.lower())
    return found if found in FIELDS else ""
