"""Compares two catalogues: papers field by field, labels, and pages. Pure: no disk, no git."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from generator import site
from generator.changes.difference import Field, PageChange, PaperChange, PathChange, Tie
from generator.model import Catalogue, Label, Paper, ReadingPath
from generator.site.addresses import Address, addresses, written
from generator.taxonomy import rules, subjects

Labels = Mapping[str, tuple[Label, ...]]
# What decides in no list of papers whether a paper is in it.
_UNLISTED = {
    "title",
    "aliases",
    "builds_on",
    "compared_with",
    "citation_keys",
    "keywords",
    "status",
    "summary",
    "abstract",
}


def compare(before: Catalogue, after: Catalogue) -> tuple[list[PaperChange], list[Tie], list[PageChange]]:
    """Return the changes to papers, labels and pages, each in a fixed order."""
    renamed = renames(before, after)
    found = sorted(_papers(before, after, renamed), key=lambda one: (one.kind, one.key))
    if before.taxonomy == after.taxonomy:
        touched = set(touches(before, after))
        touched |= subjects.changed(after, before) | subjects.changed(before, after)
        old = rules.classified(before, [key for key in before.papers if key in touched])
        new = rules.classified(after, [key for key in after.papers if key in touched])
        ties = list(_ties(old, new, renamed))
        if not ties and _have_same_pages(before, after, touched):
            return found, ties, []
        old = {**site.labels(before), **old}
        new = {**{key: old[key] for key in after.papers if key not in touched}, **new}
    else:
        old, new = site.labels(before), site.labels(after)
        ties = list(_ties(old, new, renamed))
    return found, ties, list(_pages(addresses(before, old), addresses(after, new)))


def touches(before: Catalogue, after: Catalogue) -> Iterator[str]:
    """Yield the keys of papers that are new, different or gone."""
    for key, paper in after.papers.items():
        if (old := before.papers.get(key)) is not paper and old != paper:
            yield key
    yield from before.papers.keys() - after.papers.keys()


def _have_same_pages(before: Catalogue, after: Catalogue, touched: Collection[str]) -> bool:
    """Return whether the two sides have the same pages for certain: no list of papers can gain or lose one.

    The labels of the papers must be equal. Most changes are such, and it is much faster than to list the pages.
    """
    return (
        before.papers.keys() == after.papers.keys()
        and before.paths == after.paths
        and before.ledgers == after.ledgers
        and list(written(before.root)) == list(written(after.root))
        and all(_listed(before.papers[key]) == _listed(after.papers[key]) for key in touched)
    )


def _listed(paper: Paper) -> list[Any]:
    return [getattr(paper, name) for name in Paper.model_fields if name not in _UNLISTED]


def renames(before: Catalogue, after: Catalogue) -> dict[str, str]:
    """Return the old key of each paper that has a new key now and lists the old one in ``former_keys``."""
    found: dict[str, str] = {}
    for key, paper in after.papers.items():
        if key in before.papers:
            continue
        for former in paper.former_keys:
            if former in before.papers and former not in after.papers and former not in found.values():
                found[key] = former
                break
    return found


def paths(before: Catalogue, after: Catalogue) -> list[PathChange]:
    """Return the reading paths that were added, changed or removed, in this order and by key."""
    found = []
    for key, path in after.paths.items():
        old = before.paths.get(key)
        if old is None:
            found.append(PathChange(key=key, title=path.title, kind="added"))
        elif changed := fields(old, path):
            found.append(PathChange(key=key, title=path.title, kind="changed", fields=changed))
    gone = (
        PathChange(key=key, title=path.title, kind="removed")
        for key, path in before.paths.items()
        if key not in after.paths
    )
    return sorted((*found, *gone), key=lambda one: (one.kind, one.key))


def fields(before: Paper | ReadingPath, after: Paper | ReadingPath) -> tuple[Field, ...]:
    """Return the fields that differ, in file order; a block such as ``links`` is compared field by field."""
    old, new = _flat(before), _flat(after)
    names = dict.fromkeys([*new, *old])
    return tuple(Field(name=n, before=old.get(n), after=new.get(n)) for n in names if old.get(n) != new.get(n))


def _flat(paper: Paper | ReadingPath) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in paper.model_dump(mode="json", exclude_defaults=True).items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": one for inner, one in value.items()}
        else:
            flat[name] = value
    return flat


def _papers(before: Catalogue, after: Catalogue, renamed: Mapping[str, str]) -> Iterator[PaperChange]:
    for key, paper in after.papers.items():
        former = renamed.get(key, "")
        old = before.papers.get(former or key)
        if old is None:
            yield PaperChange(key=key, title=paper.name, kind="added", said=paper.status)
        elif old is not paper and (found := fields(old, paper)):
            shown = tuple(one for one in found if not (former and one.name == "former_keys"))
            had, has = ({one.kind for one in side.status} for side in (old, paper))
            yield PaperChange(
                key=key,
                title=paper.name,
                kind="renamed" if former else "changed",
                former=former,
                fields=shown,
                said=tuple(one for one in paper.status if one.kind not in had),
                unsaid=tuple(one.kind for one in old.status if one.kind not in has),
            )
    heirs = {former: key for key, paper in after.papers.items() for former in paper.former_keys}
    for key, paper in before.papers.items():
        if key not in after.papers and key not in renamed.values():
            yield PaperChange(key=key, title=paper.name, kind="removed", into=heirs.get(key, ""))


def _ties(before: Labels, after: Labels, renamed: Mapping[str, str]) -> Iterator[Tie]:
    """Yield labels gained and lost, except those of removed papers."""
    for key, labels in after.items():
        old = {(label.kind, label.node): label for label in before.get(renamed.get(key, key), ())}
        new = {(label.kind, label.node): label for label in labels}
        yield from (Tie(paper=key, gained=True, label=label) for place, label in new.items() if place not in old)
        yield from (Tie(paper=key, gained=False, label=label) for place, label in old.items() if place not in new)


def _pages(before: Mapping[str, Address], after: Mapping[str, Address]) -> Iterator[PageChange]:
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if new is None:
            yield PageChange(path=path, name=old.name if old else "", change="vanishes")
        elif new.kind == "redirect":
            if old is None or old.kind != "redirect":
                yield PageChange(path=path, name=new.name, change="redirects")
        elif old is None or old.kind == "redirect":
            yield PageChange(path=path, name=new.name, change="appears")
        if new and new.papers and new.kind in {"family", "topic"} and not (old and old.papers):
            yield PageChange(path=path, name=new.name, change="filled")
        if new and not new.papers and old and old.papers:
            yield PageChange(path=path, name=new.name, change="emptied")
