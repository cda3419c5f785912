"""Creates a new shelf: shared project files, files of a fresh shelf, and the first papers; all written or none."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import yaml_files
from generator.problems import Problem, ShelfError
from generator.site import escapes
from generator.starter.collection import TAXONOMY, Collection, collect
from generator.storage import files, transactions

_PACKAGE = Path(__file__).parent.parent
_PACKED = _PACKAGE / "skeleton"  # in a wheel: setup.py copies the project's files there
_OWN = _PACKAGE / "starter" / "fresh" / "shelf"
_EXAMPLE = _PACKAGE / "starter" / "fresh" / "example"
_NAME = "SHELF_NAME"  # as README.md has it


@dataclass(frozen=True, kw_only=True, slots=True)
class Fresh:
    """A shelf that is not written yet: its files by path, and what its first files hold (None: it has the example paper)."""

    contents: Mapping[str, bytes]
    collection: Collection | None


def fresh(name: str, *, sources: Sequence[Path] = (), date: str) -> Fresh:
    """Return a new shelf with this name, with the papers of these files, or one example if there are none.

    ``name`` is a single line of text. Raises ShelfError if no paper can be read from any of the files.
    """
    contents = {path: file.read_bytes() for path, file in (*_skeleton(), *_package(), *_below(_OWN))}
    contents["README.md"] = contents["README.md"].decode().replace(_NAME, escapes.markdown(name)).encode()
    if sources:
        collection = collect(sources, _OWN / "content", date=date)
        del contents[f"content/{TAXONOMY}"]  # its nodes are examples
        contents |= {f"content/{path}": text.encode() for path, text in collection.texts.items()}
    else:
        collection = None
        contents |= {path: file.read_bytes() for path, file in _below(_EXAMPLE)}
    about = _about(collection)
    contents["mkdocs.yml"] = _configured(contents["mkdocs.yml"].decode(), name, about).encode()
    return Fresh(contents=dict(sorted(contents.items())), collection=collection)


def refuse(folder: Path) -> None:
    """Raise ShelfError unless the folder does not exist or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "there is something here already, and a new shelf overwrites nothing"
        raise ShelfError(_problem(folder, "new.exists", message, "name a new folder, or an empty one"))
    if folder.exists() and folder.samefile(Path.cwd()):
        message = "the current folder cannot be replaced as a whole"
        raise ShelfError(
            _problem(folder, "new.here", message, f"go up first: cd .. && shelf new {folder.resolve().name}")
        )


def put(contents: Mapping[str, bytes], folder: Path, waiting: Callable[[], None] = lambda: None) -> None:
    """Write the files to ``folder``, as a whole: a killed run leaves no partial shelf.

    Raises ShelfError or OSError, and then writes nothing.
    """
    with transactions.replaced(folder, waiting) as staged:
        for name, content in contents.items():
            files.write(staged / name, content)
        refuse(folder)  # another process may have created it meanwhile


def _about(collection: Collection | None) -> str:
    """Return the site's description: how its papers are grouped, as far as they are."""
    if collection is None:
        return "Papers, grouped by family and topic."
    taxonomy = collection.catalogue.taxonomy
    kinds = [name for name, nodes in (("family", taxonomy.families), ("topic", taxonomy.topics)) if nodes]
    return f"Papers, grouped by {' and '.join(kinds)}." if kinds else "A collection of papers."


def _configured(text: str, name: str, about: str) -> str:
    """Return mkdocs.yml with the shelf's name and description, without the settings of the shelf that it was copied from."""
    owned: dict[tuple[str, ...], str] = {
        ("site_name",): name,
        ("site_description",): about,
        ("site_url",): "",
        ("extra", "shelf", "repo"): "",
    }
    for path, value in owned.items():
        text = yaml_files.set_field(text, path, value)
    return text


def _skeleton() -> Iterator[tuple[str, Path]]:
    """Yield path and source of each file that all shelves share."""
    if _PACKED.is_dir():
        yield from _below(_PACKED)
        return
    root = _PACKAGE.parent
    try:
        listed = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["reading-shelf"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        message = "this installation lacks the files for a new shelf"
        raise ShelfError(
            _problem(root, "new.incomplete", message, "install the wheel, or run the command in a checkout")
        ) from error
    for name in listed["skeleton"]:
        path = root / name
        found = [(name, path)] if path.is_file() else [(f"{name}/{below}", file) for below, file in _below(path)]
        yield from ((one, file) for one, file in found if one not in listed["skeleton-without"])


def _package() -> Iterator[tuple[str, Path]]:
    """Yield the program's own files: a shelf carries the version that it was made with, and needs no package index."""
    for name, path in _below(_PACKAGE):
        if not path.is_relative_to(_PACKED):
            yield f"generator/{name}", path


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path


def _problem(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(path=files.shown(path), code=code, message=message, hint=hint)
