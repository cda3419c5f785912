"""A paper of the shelf completed from records that were fetched for it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.matching import merge, versions
from generator.model import Paper, Record, Version

_VERSION = ("venue", "published", "volume", "number", "pages", "other_versions")


def complete(paper: Paper, records: Sequence[Record], *, keep: bool) -> Paper:
    """Return the paper with its empty fields filled: as an import does, and date and links too.

    Who was asked for this one paper knows them; of a listing they would be the listing's. With ``keep`` nothing that
    stands is changed, also where a newer version is to be cited.
    """
    theirs, _ = merge.merge(records)
    filled = merge.fill(paper, records)
    changes: dict[str, Any] = {}
    if paper.author_count and not paper.authors and paper.author_count != (theirs.author_count or len(theirs.authors)):
        changes |= {"authors": (), "et_al": paper.et_al, "author_count": paper.author_count}  # one of the two is wrong
    if theirs.date and not filled.date:
        changes["date"] = theirs.date
    links = {kind: value for kind, value in theirs.links if value and getattr(filled.links, kind) is None}
    if links:
        changes["links"] = filled.links.model_copy(update=links)
    if keep:
        changes |= _kept(paper, filled)
    return filled.model_copy(update=changes) if changes else filled


def _kept(before: Paper, after: Paper) -> dict[str, Any]:
    """Return the fields that would change what stands, as they stand: those of the cited version all together."""
    kept: dict[str, Any] = {}
    if before.date:
        kept["date"] = before.date
    ours, theirs = versions.cited(before) or Version(), versions.cited(after) or Version()
    changed = any(value and getattr(theirs, name) != value for name, value in ours)
    if changed or any(one not in after.other_versions for one in before.other_versions):
        kept |= {name: getattr(before, name) for name in _VERSION}
        kept["identifiers"] = after.identifiers.model_copy(update={"doi": before.identifiers.doi})
    return kept
