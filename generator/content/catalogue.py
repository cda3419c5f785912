"""Loads, checks and saves the content/ folder; loading reports every problem at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from generator import checks, yaml_files
from generator.checks import Salvage, extensions
from generator.content import insertion, schema
from generator.content.reader import Reader, Reading
from generator.model import (
    Catalogue,
    CitationGraph,
    Decision,
    DecisionOrRejection,
    Ledger,
    Paper,
    Question,
    ReadingPath,
    Rejection,
    Taxonomy,
    Watch,
)
from generator.problems import Problem, ShelfError
from generator.storage import files, transactions
from generator.storage.cache import Cache
from generator.storage.transactions import Change
from generator.yaml_files import Loaded

T = TypeVar("T")

Thing: TypeAlias = (
    Paper
    | Taxonomy
    | ReadingPath
    | Ledger
    | CitationGraph
    | Watch
    | tuple[Question, ...]
    | tuple[Decision, ...]
    | tuple[Rejection, ...]
)
_LISTS: dict[str, Any] = {"review.yml": tuple[Question, ...], "decisions.yml": tuple[DecisionOrRejection, ...]}
_MADE: dict[str, Any] = {"citations.yml": CitationGraph, "watch.yml": Watch}  # only programs write these
_MAKERS: dict[Any, str] = {CitationGraph: "shelf citations", Watch: "shelf refresh --all"}
_SINGLE: dict[str, Any] = {"taxonomy.yml": Taxonomy, **_LISTS, **_MADE}
_FOLDERS: dict[str, Any] = {"papers": Paper, "imports": Ledger, "paths": ReadingPath}
_NOTHING = ((), CitationGraph(), Watch())  # for which no file is made

check = checks.check


def inspect(root: Path, fresh: Collection[str] = (), reader: Reader | None = None) -> tuple[Catalogue, list[Problem]]:
    """Return everything that loads, and all problems within and between files, sorted by path, line and column.

    A problem with a pair of papers is reported at the one whose key is in ``fresh``. A ``reader`` that stays gives the same
    objects for files that did not change.
    """
    catalogue, problems, salvage = _load(root, reader)
    found = check(catalogue, problems, salvage, fresh)
    better = {(p.path, p.line, p.column) for p in found if p.code == "key.form"}  # these know which keys exist
    problems = [p for p in problems if p.code != "key.form" or (p.path, p.line, p.column) not in better]
    found += [*checks.concealed(root, catalogue.texts), *checks.unguarded(root), *extensions.problems(catalogue)]
    return catalogue, sorted({*problems, *found})


def load(root: Path) -> Catalogue:
    """Return the content folder ``root``.

    Raises ShelfError with every fault of every file: a paper that is not read would be imported a second time. A file that
    only programs write counts as empty if it is faulty, as after a merge: the command that writes it makes it anew.
    """
    catalogue, problems = load_sound(root)
    made = {files.shown(root / name) for name in _MADE}
    if faults := [problem for problem in problems if problem.severity == "error" and problem.path not in made]:
        raise ShelfError(*faults)
    return catalogue


def load_sound(root: Path, kept: Cache | None = None) -> tuple[Catalogue, list[Problem]]:
    """Return everything that loads, and every problem within a single file. Missing files count as empty."""
    catalogue, problems, _ = _load(root, Reader(root, kept))
    return catalogue, problems


def _load(root: Path, reader: Reader | None = None) -> tuple[Catalogue, list[Problem], Salvage]:
    problems: list[Problem] = []
    listed = {folder: list(_listed(root / folder, problems, keys=folder != "imports")) for folder in _FOLDERS}
    kinds: dict[Path, Any] = {root / name: kind for name, kind in _SINGLE.items()}
    for folder, kind in _FOLDERS.items():
        kinds |= {path: kind for _, path in listed[folder]}
    found = (reader or Reader(root)).read(kinds)
    things = {path: one.thing for path, one in found.items() if one.thing is not None}
    faulty = {path: one.loaded for path, one in found.items() if one.loaded is not None}
    problems += [_made(problem, kinds[path]) for path, one in found.items() for problem in one.problems]

    def of(folder: str) -> dict[str, Any]:
        return {stem: things[path] for stem, path in listed[folder] if path in things}

    broken = (faulty.pop(root / "taxonomy.yml", None), faulty.pop(root / "decisions.yml", None))
    salvage = Salvage(
        taxonomy=checks.salvaged_taxonomy(broken[0]) if broken[0] else None,
        decisions=checks.salvaged_decisions(broken[1]) if broken[1] else None,
        rejections=checks.salvaged_rejections(broken[1]) if broken[1] else {},
        papers=_salvaged(root / "papers", faulty, checks.salvaged_paper),
        paths=_salvaged(root / "paths", faulty, checks.salvaged_path),
    )
    if (root / transactions.READY).exists():
        message, hint = (
            "a command was interrupted while it changed this folder",
            "run it again: it finishes what it started",
        )
        problems.append(Problem(path=files.shown(root), code="content.unfinished", message=message, hint=hint))
    problems += [*checks.misplaced(root), *checks.unmerged(root / "pages")]
    papers = of("papers")
    names = {former: key for key, paper in papers.items() for former in paper.former_keys} | {
        key: key for key in papers
    }
    decisions, rejections = _told_apart(things.get(root / "decisions.yml", ()))
    catalogue = Catalogue(
        root=root,
        papers=papers,
        taxonomy=things.get(root / "taxonomy.yml") or Taxonomy(),
        paths=of("paths"),
        ledgers=dict(sorted(of("imports").items(), key=lambda pair: (pair[1].date, pair[0]))),
        decisions=decisions,
        rejections=rejections,
        review=things.get(root / "review.yml", ()),
        citations=things.get(root / "citations.yml", CitationGraph()).within(names),
        watch=things.get(root / "watch.yml") or Watch(),
        texts=_by_name(root, found),
    )
    return catalogue, sorted(problems), salvage


def _made(problem: Problem, kind: Any) -> Problem:
    """Return the problem of a file; of one that no person writes, with the command that makes it anew."""
    maker = _MAKERS.get(kind)
    return replace(problem, hint=f"`{maker}` writes this file anew: you need not fix it") if maker else problem


def _told_apart(found: Sequence[Decision | Rejection]) -> tuple[tuple[Decision, ...], dict[int, Rejection]]:
    """Return the decisions about pairs, and the rejections by their number in the file."""
    decisions = tuple(one for one in found if isinstance(one, Decision))
    return decisions, {number: one for number, one in enumerate(found) if isinstance(one, Rejection)}


def _salvaged(folder: Path, faulty: Mapping[Path, Loaded], salvaged: Callable[[Loaded], T | None]) -> dict[str, T]:
    """Return the sound parts of the faulty files in a folder, by their keys."""
    found = {path.stem: salvaged(loaded) for path, loaded in faulty.items() if path.parent == folder}
    return {key: thing for key, thing in found.items() if thing is not None}


def load_answers(root: Path) -> Catalogue:
    """Return a catalogue of only decisions.yml and review.yml. Raises ShelfError if either is faulty."""
    found = Reader(root).read({root / name: kind for name, kind in _LISTS.items()})
    if faults := sorted(p for one in found.values() for p in one.problems if p.severity == "error"):
        raise ShelfError(*faults)
    things = {path.name: one.thing for path, one in found.items() if one.thing is not None}
    decisions, rejections = _told_apart(things.get("decisions.yml", ()))
    return Catalogue(
        root=root,
        decisions=decisions,
        rejections=rejections,
        review=things.get("review.yml", ()),
        texts=_by_name(root, found),
    )


def changes(shelf: Catalogue, things: Mapping[str, Thing], *, apart: bool = False) -> list[Change]:
    """Return the changes needed to write each thing to its path in the folder; unchanged files are left out.

    The changes are made from the texts that were loaded: what was edited since is noticed when they are saved. Unchanged
    fields of a paper or taxonomy keep their bytes, comments included. An empty list does not create a file. ``apart``: new
    fields of papers do not go beside those that people edit (``insertion``). For decisions.yml, decisions about pairs leave
    rejections as they are, and the other way round. Raises ShelfError if a file is faulty, so that nobody's work is
    overwritten.
    """
    found = []
    for path, thing in things.items():
        before = shelf.texts.get(path)
        known = None if before is None else before.removeprefix("\ufeff")
        after = _after(shelf.root / path, known, thing, schema.line(path), apart=apart)
        if after is not None and after != known:
            found.append(Change(path=path, before=before, after=after))
    return found


def save(root: Path, things: Mapping[str, Thing]) -> list[Change]:
    """Write all of the things or none of them, whatever the files hold now, and return what changed."""
    texts = {path: yaml_files.read(root / path) for path in things if (root / path).exists()}
    changed = changes(Catalogue(root=root, texts=texts), things)
    transactions.save(root, changed)
    return changed


def place(root: Path, key: str) -> str:
    """Return how a problem names a paper's file."""
    return files.shown(root / "papers" / f"{key}.yml")


def unknown_paper(root: Path, key: str, catalogue: Catalogue) -> Problem:
    """Return the problem of a key that no paper has."""
    return Problem(
        path=place(root, key),
        code="ref.paper",
        message=f"there is no paper {key}",
        hint=checks.renamed_paper(key, catalogue),
    )


def _after(path: Path, before: str | None, thing: Thing, first: str, *, apart: bool) -> str | None:
    """Return the new text of a file, or None if nothing changes; a text written from scratch begins with ``first``."""
    if before is None:
        return first + yaml_files.dump(thing) if thing not in _NOTHING else None
    if isinstance(thing, Ledger | CitationGraph | Watch):
        return yaml_files.dump(thing)
    kind: Any = type(thing) if isinstance(thing, BaseModel) else _LISTS[path.name]
    old, problems = yaml_files.parse(path, before, kind)
    if old is None:
        raise ShelfError(*problems)
    if isinstance(thing, BaseModel):
        return edited(before, old, thing, apart=apart and isinstance(thing, Paper)) if old != thing else None
    rows = _joined(old, thing) if path.name == "decisions.yml" else tuple(thing)
    if old == rows:
        return None
    return _appended(before, old, rows) or first + yaml_files.dump(rows)


def _joined(old: Sequence[BaseModel], new: Sequence[BaseModel]) -> tuple[BaseModel, ...]:
    """Return the new elements after those old ones that are still there, or are of a kind that the new ones are not."""
    kinds = {type(one) for one in new}
    kept = [one for one in old if type(one) not in kinds or one in new]
    return (*kept, *(one for one in new if one not in old))


def _appended(text: str, old: Sequence[BaseModel], new: Sequence[BaseModel]) -> str | None:
    """Return the text with the new elements appended, comments kept; None if the list changed in another way."""
    if not old or tuple(new[: len(old)]) != tuple(old):
        return None
    longer = text.rstrip("\n") + "\n" + yaml_files.dump(tuple(new[len(old) :]))
    again, _ = yaml_files.parse(
        Path(), longer, _LISTS["review.yml" if isinstance(new[0], Question) else "decisions.yml"]
    )
    return longer if again == tuple(new) else None


def edited(text: str, before: BaseModel, after: BaseModel, *, apart: bool = False) -> str:
    """Return the text with the changed fields spliced in, ``apart`` as in ``changes``; every other byte stays."""
    ending = yaml_files.line_ending(text)  # of the file as it was: the removal of lines can leave a single one
    for edit in _edits(before, after, (), _set_apart if apart else yaml_files.set_field):
        text = edit(text, ending=ending)
    return text


def _edits(
    before: BaseModel, after: BaseModel, above: tuple[str, ...], set_field: Callable[..., str]
) -> Iterator[Callable[..., str]]:
    """Yield an edit of a text for each field that changed; of families and topics, for each that changed, and one for all new."""
    order = list(type(after).model_fields)
    for name in order:
        old, new = getattr(before, name), getattr(after, name)
        path = (*above, name)
        if old == new:
            continue
        if isinstance(new, BaseModel) and isinstance(old, BaseModel) and old.model_dump(exclude_defaults=True):
            yield from _edits(old, new, path, set_field)
        elif isinstance(new, dict) and old and list(new)[: len(old)] == list(old):
            for key, one in old.items():
                yield from _edits(one, new[key], (*path, key), set_field)
            if len(new) > len(old):
                yield partial(yaml_files.extend, path=path, value=new)
        else:
            yield partial(set_field, path=path, value=new, order=order)


def _set_apart(text: str, *, path: Sequence[str], value: object, order: Sequence[str], ending: str) -> str:
    return yaml_files.set_field(text, path, value, insertion.order(text, path, order), ending)


def _listed(folder: Path, problems: list[Problem], *, keys: bool = False) -> Iterable[tuple[str, Path]]:
    """Yield stem and path of each YAML file in a folder, in order; bad file names are added to ``problems``."""
    try:
        names = sorted((entry.name for entry in os.scandir(folder)), key=lambda name: (name.rpartition(".")[0], name))
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror or error}"
        problems.append(
            Problem(
                path=files.shown(folder),
                code="file.unreadable",
                message=message,
                hint="make it a folder that you can read",
            )
        )
        return
    for name in names:
        if name.lower().endswith((".yml", ".yaml")):
            path, hidden, well_named = _file(folder, name, keys=keys)
            if not hidden:
                problems.extend(() if well_named else checks.named_wrongly(path, key=keys))
                yield path.stem, path


@lru_cache(maxsize=1 << 17)  # a process that stays lists the same names after each edit
def _file(folder: Path, name: str, *, keys: bool) -> tuple[Path, bool, bool]:
    """Return the path of a file, and whether it is hidden and well named."""
    path = folder / name
    return path, checks.is_hidden(path), not any(checks.named_wrongly(path, key=keys))


def _by_name(root: Path, found: Mapping[Path, Reading]) -> dict[str, str]:
    start = len((root / "_").as_posix()) - 1  # of the current folder, paths have no prefix
    return {path.as_posix()[start:]: one.text for path, one in found.items() if one.text is not None}
