"""content/ on disk: load it whole with every fault in it, check it, and save its files one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from generator import checking, files, identifiers, saving, yaml_files
from generator.model import Catalogue, Decision, Ledger, Paper, Question, Taxonomy
from generator.problems import Problem, ShelfError
from generator.saving import Change
from generator.yaml_files import Loaded, Steps

T = TypeVar("T")

Thing: TypeAlias = Paper | Taxonomy | Ledger | tuple[Question, ...] | tuple[Decision, ...]
_LISTS: dict[str, Any] = {"review.yml": tuple[Question, ...], "decisions.yml": tuple[Decision, ...]}

check = checking.check


def inspect(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Return all that loads, and all problems: of each file and between files, by path, line and column."""
    catalogue, problems = load(root)
    return catalogue, sorted({*problems, *check(catalogue, problems)})


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Return all that loads, and every fault of every single file. What is not there is empty."""
    problems: list[Problem] = []
    papers = {
        key: paper
        for key, path in _listed(root / "papers", problems, keys=True)
        if (paper := _read(path, Paper, problems))
    }
    ledgers = {
        stem: ledger for stem, path in _listed(root / "imports", problems) if (ledger := _read(path, Ledger, problems))
    }
    taxonomy = _read(root / "taxonomy.yml", Taxonomy, problems)
    decisions = _read(root / "decisions.yml", tuple[Decision, ...], problems)
    review = _read(root / "review.yml", tuple[Question, ...], problems)
    if (root / saving.READY).exists():
        message, hint = (
            "a command that changed this folder was cut short",
            "run it once more: it finishes what it began",
        )
        problems.append(Problem(path=files.shown(root), code="content.unfinished", message=message, hint=hint))
    problems.extend(
        _named(path, f"{path.name} is not read: it does not end in .yml", f"rename it to {path.stem}.yml")
        for path in (root / f"{stem}.yaml" for stem in ("taxonomy", "decisions", "review"))
        if path.exists()
    )
    catalogue = Catalogue(
        root=root,
        papers=papers,
        taxonomy=taxonomy or Taxonomy(),
        ledgers=dict(sorted(ledgers.items(), key=lambda pair: (pair[1].date, pair[0]))),
        decisions=decisions or (),
        review=review or (),
    )
    return catalogue, sorted(problems)


def load_answers(root: Path) -> tuple[tuple[Decision, ...], tuple[Question, ...]]:
    """Return decisions.yml and review.yml alone; raises ShelfError where one is faulty."""
    problems: list[Problem] = []
    decisions = _read(root / "decisions.yml", tuple[Decision, ...], problems)
    review = _read(root / "review.yml", tuple[Question, ...], problems)
    if problems:
        raise ShelfError(*problems)
    return decisions or (), review or ()


def changes(root: Path, things: Mapping[str, Thing]) -> list[Change]:
    """Return what writing each thing to its path under ``root`` would change; what is there already is left out.

    Fields of a paper or taxonomy that did not change keep their bytes, comments included. An empty list does not make
    a file. Raises ShelfError where a file is faulty: a person's work is not written over.
    """
    found = []
    for path, thing in things.items():
        target = root / path
        before = yaml_files.read(target) if target.exists() else None
        after = _after(target, before, thing)
        if after is not None and after != before:
            found.append(Change(path=path, before=before, after=after))
    return found


def save(root: Path, things: Mapping[str, Thing]) -> list[Change]:
    """Write the things, all or none, and return what changed."""
    changed = changes(root, things)
    saving.save(root, changed)
    return changed


def unknown_paper(root: Path, key: str, catalogue: Catalogue) -> Problem:
    """Return the problem of somebody who asks for a paper that is not there."""
    return Problem(
        path=files.shown(root / "papers" / f"{key}.yml"),
        code="ref.paper",
        message=f"there is no paper {key}",
        hint=checking.near_paper(key, catalogue),
    )


def _after(path: Path, before: str | None, thing: Thing) -> str | None:
    """Return the text that holds the thing, None where nothing is to be done."""
    if before is None:
        return yaml_files.dump(thing) if thing != () else None
    if isinstance(thing, Ledger):
        return yaml_files.dump(thing)
    kind: Any = type(thing) if isinstance(thing, BaseModel) else _LISTS[path.name]
    old, problems = yaml_files.parse(path, before, kind)
    if old is None:
        raise ShelfError(*problems)
    if old == thing:
        return None
    if isinstance(thing, BaseModel):
        return edited(before, old, thing)
    return _appended(before, old, thing) or yaml_files.dump(thing)


def _appended(text: str, old: Sequence[BaseModel], new: Sequence[BaseModel]) -> str | None:
    """Return the text with what is new at its end, its comments kept; None where the list changed otherwise."""
    if not old or tuple(new[: len(old)]) != tuple(old):
        return None
    longer = text.rstrip("\n") + "\n" + yaml_files.dump(tuple(new[len(old) :]))
    again, _ = yaml_files.parse(
        Path(), longer, _LISTS["review.yml" if isinstance(new[0], Question) else "decisions.yml"]
    )
    return longer if again == tuple(new) else None


def edited(text: str, before: BaseModel, after: BaseModel) -> str:
    """Return the text with the fields that changed spliced in, every other byte as it was."""
    for path, value, order in _changes(before, after):
        text = yaml_files.set_field(text, path, value, order)
    return text


def _changes(before: BaseModel, after: BaseModel) -> Iterator[tuple[tuple[str, ...], object, list[str]]]:
    """Yield path, new value and the names of the siblings, in order, of each field that changed."""
    order = list(type(after).model_fields)
    for name in order:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(new, BaseModel) and isinstance(old, BaseModel):
            yield from (((name, *path), value, inner) for path, value, inner in _changes(old, new))
        else:
            yield (name,), new, order


def _listed(folder: Path, problems: list[Problem], *, keys: bool = False) -> Iterable[tuple[str, Path]]:
    """Yield stem and path of each YAML file of a folder in order; what is named wrongly is a problem."""
    try:
        paths = sorted(folder.iterdir(), key=lambda path: (path.stem, path.name))
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror or error}"
        problems.append(
            Problem(
                path=files.shown(folder),
                code="file.unreadable",
                message=message,
                hint="make it a folder that you may read",
            )
        )
        return
    for path in paths:
        if path.name.startswith(".") or path.suffix.lower() not in {".yml", ".yaml"}:
            continue
        if path.suffix != ".yml":
            problems.append(_named(path, f"{path.name} does not end in .yml", f"rename it to {path.stem}.yml"))
        elif keys and not checking.is_key(path.stem):
            problems.append(
                _named(path, f"{path.stem} cannot be a key", f"rename it to {checking.near_key(path.stem)}.yml")
            )
        yield path.stem, path


def _named(path: Path, message: str, hint: str) -> Problem:
    return Problem(path=files.shown(path), code="key.file-name", message=message, hint=hint)


def _read(path: Path, kind: type[T], problems: list[Problem]) -> T | None:
    if not path.exists() and not path.is_symlink():
        return None
    try:
        loaded = yaml_files.load(path)
    except ShelfError as error:
        problems.extend(error.problems)
        return None
    thing, found = yaml_files.validate(loaded, kind)
    problems.extend(found)
    if kind is Paper:
        problems.extend(_values(loaded))
    elif kind is Ledger and isinstance(loaded.value, dict):
        problems.extend(_date(loaded, ("date",), loaded.value.get("date")))
    return thing


_IDENTIFIERS = {
    "arxiv": ("id.arxiv", identifiers.arxiv, "an arXiv id is '2107.02137' or 'cs/0112017', without a version"),
    "doi": (
        "id.doi",
        identifiers.doi,
        "a DOI is '10.', the registrant's number, a slash and the rest, in small letters",
    ),
    "acl": ("id.acl", identifiers.acl, "an ACL Anthology id is '2021.acl-long.1' or 'P19-1441'"),
    "openreview": (
        "id.openreview",
        lambda text: identifiers.openreview(f"openreview:{text}"),
        "an OpenReview id is what follows ?id= in its address",
    ),
}


def _values(loaded: Loaded) -> Iterable[Problem]:
    """Yield what is wrong with a paper's dates and identifiers, also where the file has other faults."""
    paper = loaded.value
    if not isinstance(paper, dict):
        return
    for name in ("date", "published"):
        yield from _date(loaded, (name,), paper.get(name))
    found = paper.get("identifiers")
    if isinstance(found, dict):
        for name in _IDENTIFIERS:
            yield from _identifier(loaded, ("identifiers", name), found.get(name))
    others = paper.get("other_versions")
    for number, version in enumerate(others if isinstance(others, tuple) else ()):
        if isinstance(version, dict):
            yield from _date(loaded, ("other_versions", number, "date"), version.get("date"))
            yield from _identifier(loaded, ("other_versions", number, "doi"), version.get("doi"))


def _identifier(loaded: Loaded, path: Steps, text: object) -> Iterable[Problem]:
    name = str(path[-1])
    code, canonical, form = _IDENTIFIERS[name]
    if not isinstance(text, str) or (right := canonical(text)) == text:
        return
    if name == "doi" and (other := identifiers.arxiv(text)):
        hint = (
            f"this is an arXiv DOI: write arxiv: '{other}' {'instead' if len(path) == 2 else 'among the identifiers'}"
        )
    else:
        hint = f"write '{right}'" if right else form
    message = f"'{text}' is not {'in the form that we write' if right else 'an identifier of this kind'}"
    yield loaded.problem(path, code, message, hint)


def _date(loaded: Loaded, path: Steps, text: object) -> Iterable[Problem]:
    if not isinstance(text, str) or not checking.has_date_form(text):
        return  # said already
    try:
        dt.date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        yield loaded.problem(
            path, "date.value", f"there is no day {text}", "look it up again; a month or a year alone will do"
        )
