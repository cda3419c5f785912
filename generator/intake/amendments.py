"""Amendments: what a library says otherwise than before, brought to the paper of the item; a person accepts it or not.

A value is offered only where the paper still says what the library said before. Where a person wrote something else, the
two are reported as a difference. What the paper lacks is filled in as from any other source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from generator.intake.discrepancies import Difference
from generator.matching import merge, versions
from generator.model import Identifiers, Name, Paper, Record, Version
from generator.storage.transactions import Change
from generator.text import folding

_CITED = ("venue", "published", "volume", "number", "pages")  # of the version
_OF_VERSION = ("type", "genre", "editors", "publisher", "series", "edition", "language")  # said of that version
_OWN = ("title", "authors", "date", "keywords", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field, such as ``identifiers.doi``, with the paper's value and the library's, as JSON values."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """The changes of one paper's items; ``accepted`` is None until a person decides."""

    key: str
    title: str
    sources: tuple[str, ...]
    fields: tuple[Field, ...]
    change: Change  # to the paper's file, which has what the import fills in already
    accepted: bool | None = field(default=None, compare=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return a line for each field, for a person."""
        return tuple(f"{self.key}: {one.name}: {one.before!r} → {one.after!r}" for one in self.fields)

    def as_json(self) -> dict[str, Any]:
        """Return the shape that ``--json`` prints."""
        return {
            "key": self.key,
            "title": self.title,
            "sources": list(self.sources),
            "fields": [{"field": one.name, "before": one.before, "after": one.after} for one in self.fields],
            "diff": self.change.diff(),
            "accepted": self.accepted,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What an item's change means for its paper: with what is filled in, with the changes as well, and what they are."""

    filled: Paper
    amended: Paper
    fields: tuple[Field, ...] = ()
    differences: tuple[Difference, ...] = ()


def compare(key: str, paper: Paper, before: Record, now: Record, is_foreign: Callable[[str, str], bool]) -> Comparison:
    """Return what becomes of a paper whose item said ``before`` and says ``now``.

    ``is_foreign`` tells whether another paper has an identifier, of which kind and value: it is never taken over.
    """
    now = replace(now, citation_keys=tuple(one for one in now.citation_keys if one != key))
    was, says = (_merged(one) for one in (before, now))
    later = _is_later(versions.cited(was), versions.cited(says))
    cited, own = versions.cited(paper), versions.cited(was)
    is_cited = cited is None or own is None or versions.compare(cited, own) == "same"
    is_there = own is None or any(versions.compare(one, own) == "same" for one in versions.every(paper))
    gain = _gain(before, now, is_foreign, later=later, is_cited=is_cited, is_there=is_there)
    filled = merge.fill(paper, [gain])
    changes: dict[str, dict[str, Any]] = {}
    fields, differences = [], []
    for name, old, new in _changed(was, says, later=later, is_cited=is_cited):
        held = _value(filled, name)
        kind = name.removeprefix("identifiers.")
        if not held or _shown(held) == _shown(new):
            continue
        if _shown(held) != _shown(old) or (kind != name and is_foreign(kind, new)):
            if not _is_known(name, new, filled):
                ours, theirs = _line(held), _line(new)
                differences.append(Difference(key=key, field=name, ours=ours, theirs=theirs, service=now.source))
            continue
        group, _, inner = name.rpartition(".")
        changes.setdefault(group, {})[inner] = _with_details(new, held)
        fields.append(Field(name=name, before=_shown(held), after=_shown(new)))
    if not is_cited and not later:
        found = _other_version(filled, was, says, is_foreign)
        fields += found[1]
        changes.setdefault("", {}).update(found[0])
    amended = _amended(filled, changes, says)
    return Comparison(filled=filled, amended=amended, fields=tuple(fields), differences=tuple(differences))


def _merged(record: Record) -> Paper:
    return merge.merge([record])[0]


def _is_later(was: Version | None, says: Version | None) -> bool:
    """Whether an item now is another version of the paper: published since, or in a journal after a conference.

    Anything less is a correction of the same version.
    """
    if says is None or was is None:
        return says is not None
    if versions.is_preprint(was) != versions.is_preprint(says):
        return versions.is_preprint(was)
    bare = [one.model_copy(update={"doi": None}) for one in (was, says)]
    moved = bool(was.doi and says.doi) and was.doi != says.doi and _differ(was.venue, says.venue)
    other = versions.compare(*bare) == "other" or moved
    return other and versions.when(says) >= versions.when(was)


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and folding.fold(one or "") != folding.fold(other or "")


def _gain(
    before: Record, now: Record, is_foreign: Callable[[str, str], bool], *, later: bool, is_cited: bool, is_there: bool
) -> Record:
    """Return what an item says without its changes, from which the paper's empty fields are filled.

    A version that is not ``is_there`` in the paper any more is not named again: a person has written it otherwise.
    """
    foreign = {kind: None for kind, value in now.identifiers if value and is_foreign(kind, value)}
    named = now.identifiers.model_copy(update=foreign)
    if later:
        return replace(now, identifiers=named)
    texts = {name: getattr(before, name) or getattr(now, name) for name in ("venue", "volume", "number", "pages")}
    stays: dict[str, Any] = {**texts, "date": before.date or now.date, "posted": before.posted or now.posted}
    doi = before.identifiers.doi or named.doi
    is_more = doi != before.identifiers.doi or any(stays[name] != getattr(before, name) for name in stays)
    if not (is_more and is_there):
        stays, doi = dict.fromkeys(texts, "") | {"date": None, "posted": None}, None
    if not is_cited:
        stays |= {
            "type": None,
            "editors": (),
            "genre": "",
            "publisher": "",
            "series": "",
            "edition": "",
            "language": "",
        }
    return replace(now, identifiers=named.model_copy(update={"doi": doi}), **stays)


def _changed(was: Paper, says: Paper, *, later: bool, is_cited: bool) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field for which a library had a value and has another one now; what it no longer says is left alone."""
    names = [*_OWN]
    if is_cited:
        names += [*_OF_VERSION, *(() if later else _CITED)]
    for kind in Identifiers.model_fields:
        if kind != "doi" or (is_cited and not later):
            names.append(f"identifiers.{kind}")
    names += [f"links.{kind}" for kind, _ in was.links]
    for name in names:
        old, new = _value(was, name), _value(says, name)
        refined = name != "date" or not later or new.startswith(old)  # the first version keeps its date
        if old and new and _shown(old) != _shown(new) and refined:
            yield name, old, new


def _is_known(name: str, new: Any, paper: Paper) -> bool:
    """Whether a paper says the same as a library elsewhere, or knows better: an alias, an earlier first version."""
    if name == "title":
        return new in paper.aliases
    held = paper.date or ""
    return name == "date" and held[: len(new)] < new[: len(held)]


def _other_version(
    paper: Paper, was: Paper, says: Paper, is_foreign: Callable[[str, str], bool]
) -> tuple[dict[str, Any], list[Field]]:
    """Return the change where the item is of a version that the paper has among its others, and still as it was."""
    before, now = versions.cited(was) or Version(), versions.cited(says) or Version()
    stated = [(name, value) for name, value in before if value]
    held = next(
        (one for one in paper.other_versions if all(getattr(one, name) == value for name, value in stated)), None
    )
    changed = {name: getattr(now, name) for name, value in stated if getattr(now, name) not in (None, value)}
    if held is None or not changed or is_foreign("doi", changed.get("doi", "")):
        return {}, []
    others = tuple(one.model_copy(update=changed) if one is held else one for one in paper.other_versions)
    shown = [[one.model_dump(exclude_none=True) for one in some] for some in (paper.other_versions, others)]
    return {"other_versions": others}, [Field(name="other_versions", before=shown[0], after=shown[1])]


def _amended(paper: Paper, changes: dict[str, dict[str, Any]], says: Paper) -> Paper:
    """Return the paper with the changes, by the block in which the fields are."""
    update = changes.get("", {}) | {
        block: getattr(paper, block).model_copy(update=fields) for block, fields in changes.items() if block
    }
    if "authors" in update:
        update |= {"et_al": says.et_al, "author_count": says.author_count}
    return paper.model_copy(update=update) if update else paper


def _value(paper: Paper, name: str) -> Any:
    block, _, inner = name.rpartition(".")
    return getattr(getattr(paper, block) if block else paper, inner)


def _with_details(new: Any, held: Any) -> Any:
    """Return people with the ORCID iDs and other spellings that the paper has of the same names."""
    if not (isinstance(new, tuple) and any(isinstance(one, Name) for one in new)):
        return new
    known = {str(one): one for one in held}
    return tuple(
        replace(one, orcid=one.orcid or known[str(one)].orcid, also=one.also or known[str(one)].also)
        if str(one) in known
        else one
        for one in new
    )


def _shown(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, tuple) else value


def _line(value: Any) -> str:
    shown = _shown(value)
    return ", ".join(shown) if isinstance(shown, list) else shown
