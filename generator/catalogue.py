"""content/ on disk: load it whole with every fault in it, check it, and save its files one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator import checking, files, identifiers, yaml_files
from generator.model import Catalogue, Decision, Ledger, Paper, Question, Taxonomy
from generator.problems import Problem, ShelfError
from generator.yaml_files import Loaded

T = TypeVar("T")

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


def save_paper(root: Path, key: str, paper: Paper) -> bool:
    """Write papers/<key>.yml where it does not hold ``paper`` yet, and return whether it changed.

    Fields that did not change keep their bytes, comments included.
    """
    return _save(root / "papers" / f"{key}.yml", paper)


def save_taxonomy(root: Path, taxonomy: Taxonomy) -> bool:
    """Write taxonomy.yml as ``save_paper`` writes a paper."""
    return _save(root / "taxonomy.yml", taxonomy)


def save_ledger(root: Path, stem: str, ledger: Ledger) -> bool:
    """Write imports/<stem>.yml and return whether it changed."""
    return files.write(root / "imports" / f"{stem}.yml", yaml_files.dump(ledger))


def save_review(root: Path, questions: Sequence[Question]) -> bool:
    """Write review.yml and return whether it changed. No question and no file yet: none is made."""
    return _save_list(root / "review.yml", tuple(questions), tuple[Question, ...])


def save_decisions(root: Path, decisions: Sequence[Decision]) -> bool:
    """Write decisions.yml and return whether it changed. No decision and no file yet: none is made."""
    return _save_list(root / "decisions.yml", tuple(decisions), tuple[Decision, ...])


def unknown_paper(root: Path, key: str, catalogue: Catalogue) -> Problem:
    """Return the problem of somebody who asks for a paper that is not there."""
    return Problem(
        path=files.shown(root / "papers" / f"{key}.yml"),
        code="ref.paper",
        message=f"there is no paper {key}",
        hint=checking.near_paper(key, catalogue),
    )


def _save_list(path: Path, things: tuple[T, ...], kind: type[tuple[T, ...]]) -> bool:
    if not path.exists():
        return bool(things) and files.write(path, yaml_files.dump(things))
    before, _ = _before(path, kind)
    return before != things and files.write(path, yaml_files.dump(things))


def _save(path: Path, thing: BaseModel) -> bool:
    if not path.exists():
        return files.write(path, yaml_files.dump(thing))
    before, text = _before(path, type(thing))
    return before != thing and files.write(path, _edited(text, before, thing))


def _before(path: Path, kind: type[T]) -> tuple[T, str]:
    """Return what a file holds and its text. Raises ShelfError where it is faulty: a person's work is not written over."""
    text = yaml_files.read(path)
    before, problems = yaml_files.parse(path, text, kind)
    if before is None:
        raise ShelfError(*problems)
    return before, text


def _edited(text: str, before: BaseModel, after: BaseModel) -> str:
    """Return the text with the fields that changed spliced in; written anew where that cannot be."""
    try:
        for path, value, order in _changes(before, after):
            text = yaml_files.set_field(text, path, value, order)
    except ValueError:
        return yaml_files.dump(after)
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
    yield from _date(loaded, ("date",), paper.get("date"))
    found = paper.get("identifiers")
    for name, (code, canonical, form) in _IDENTIFIERS.items():
        text = found.get(name) if isinstance(found, dict) else None
        if not isinstance(text, str) or (right := canonical(text)) == text:
            continue
        if name == "doi" and (other := identifiers.arxiv(text)):
            hint = f"this is an arXiv DOI: write arxiv: '{other}' instead"
        else:
            hint = f"write '{right}'" if right else form
        yield loaded.problem(
            ("identifiers", name),
            code,
            f"'{text}' is not {'in the form that we write' if right else 'an identifier of this kind'}",
            hint,
        )


def _date(loaded: Loaded, path: tuple[str, ...], text: object) -> Iterable[Problem]:
    if not isinstance(text, str) or not checking.has_date_form(text):
        return  # said already
    try:
        dt.date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        yield loaded.problem(
            path, "date.value", f"there is no day {text}", "look it up again; a month or a year alone will do"
        )
