"""Checks keys and file names, suggests the name that was meant, and finds files that nothing reads."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from generator.model import Catalogue
from generator.problems import Problem
from generator.storage.files import shown
from generator.storage.transactions import KEPT
from generator.text.keys import fits_windows, near_key
from generator.text.similarity import FEW, did_you_mean

NEW = "name-of-the-paper"  # the name that the site's "new file" link fills in; if kept, two pull requests would collide
_Folders: TypeAlias = Mapping[Path, Sequence[os.DirEntry[str]]]  # the visible entries of each, in order
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LISTS = ("taxonomy", "decisions", "review", "citations", "watch")
_FOLDERS = ("papers", "paths", "imports", "pages", "schemas")
_READ = ("papers", "paths", "imports")
_KEYED = {"papers": "paper", "paths": "reading path"}  # folders whose files are named by a key, and what each file is
_YAML = {".yml", ".yaml"}


def is_key(text: str) -> bool:
    """Return whether the text has the form of a key."""
    return len(text) <= 80 and bool(_KEY.fullmatch(text))


def near_node(key: str, allowed: Collection[str]) -> str:
    """Return the hint for a key that no family or topic has."""
    return did_you_mean(near_key(key), allowed)


def near_paper(key: str, allowed: Collection[str]) -> str:
    """Return the hint for a key that no paper has: the closest ones."""
    return did_you_mean(near_key(key), allowed, "closest", most=FEW)


def renamed_paper(key: str, catalogue: Catalogue) -> str:
    """Return the hint for a key that no paper has: its new name, or the closest ones."""
    now = next((now for now, paper in catalogue.papers.items() if key in paper.former_keys), None)
    return f"it was renamed: write {now}" if now else near_paper(key, catalogue.papers)


def named_wrongly(path: Path, *, key: bool) -> Iterator[Problem]:
    """Yield what is wrong with the name of a YAML file in papers/ or imports/."""
    stem, is_right = path.stem, path.name.endswith(".yml")
    if is_right and (not key or (is_key(stem) and stem != NEW)):
        return
    hint = _renaming(path.stem) if key and not is_key(path.stem) else f"rename it to {path.stem}.yml"
    if not is_right:
        yield _problem(path, f"{path.name} does not end in .yml", hint)
    elif key and not is_key(path.stem):
        yield _problem(path, f"{path.stem} cannot be a key", hint)
    elif key and path.stem == NEW:
        yield _problem(
            path, f"{path.stem} is the default name of every new file", "name it after the paper: ernie-3-0.yml"
        )


def misplaced(root: Path) -> list[Problem]:
    """Return what is wrong with the files and folders below a folder, by their names and kinds; hidden ones are ignored.

    Each folder is read once.
    """
    found: dict[Path, list[os.DirEntry[str]]] = {}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        found[folder] = _inside(folder)
        waiting += [folder / entry.name for entry in found[folder] if entry.is_dir(follow_symlinks=False)]
    return [*_strays(root, found), *_links(found), *_not_on_windows(root, found)]


def _strays(root: Path, found: _Folders) -> Iterator[Problem]:
    """Yield files that look like content but that nothing reads, and new texts beside files that somebody edited."""
    own = {name: found[root / name] if root / name in found else _inside(root / name) for name in _READ}
    for folder, entries in ((root, found[root]), *((root / name, entries) for name, entries in own.items())):
        for path in (folder / entry.name for entry in entries if KEPT in entry.name):
            if KEPT in path.suffix:
                message = f"{path.name} holds what a command was about to write to {path.stem}, which somebody edited meanwhile"
                hint = f"copy what is missing to {path.stem}, then delete this file"
                yield Problem(path=shown(path), code="content.changed", message=message, hint=hint, severity="warning")
    for path in (root / entry.name for entry in found[root]):
        if path.is_dir() and path.name not in _FOLDERS and any(one.suffix in _YAML for one in path.iterdir()):
            hint = did_you_mean(path.name, _FOLDERS, "folders")
            yield _problem(path, f"nothing reads the folder {path.name}", hint)
        elif (
            path.is_file()
            and not path.is_symlink()
            and path.suffix in _YAML
            and path.name not in {f"{stem}.yml" for stem in _LISTS}
        ):
            if path.stem in _LISTS:
                message = f"{path.name} is not read: it does not end in .yml"
                yield _problem(path, message, f"rename it to {path.stem}.yml")
            else:
                yield _problem(path, f"nothing reads {path.name} here", "move it to papers/ if it is a paper")
    for name in _KEYED:
        for entry in own[name]:
            if not entry.name.endswith((".yml", ".yaml")):
                yield from _unread(root / name / entry.name)


def _unread(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with an entry of papers/ or paths/ whose name does not end like that of a YAML file."""
    folder = path.parent.name
    if path.is_dir():
        if any(one.suffix in _YAML for one in path.rglob("*")):
            message = f"nothing reads the folder {path.name}: {folder}/ has no subfolders"
            yield _problem(path, message, f"move its files up into {folder}/")
    elif (
        path.is_file()
        and not path.is_symlink()
        and path.suffix.lower() not in {*_YAML, ".md"}
        and KEPT not in path.suffix
    ):
        name = re.sub(r"\.ya?ml$", "", path.stem)
        meant = (
            "" if name != path.stem or not path.suffix else f" if it is a {_KEYED[folder]}; otherwise move it elsewhere"
        )
        yield _problem(path, f"{path.name} is not read: it does not end in .yml", _renaming(name) + meant)


def _links(found: _Folders) -> Iterator[Problem]:
    """Yield symbolic links in a folder: in a pull request, one could point to any file on the machine that publishes it."""
    for folder, entries in found.items():
        for entry in entries:
            if entry.is_symlink():
                message, hint = f"{entry.name} is a symbolic link, which is not followed", "put the file itself here"
                yield Problem(path=shown(folder / entry.name), code="file.link", message=message, hint=hint)


def _not_on_windows(root: Path, found: _Folders) -> Iterator[Problem]:
    """Yield files and folders whose names Windows does not allow: nobody could check out the shelf there."""
    for path in (
        folder / one.name for folder, entries in found.items() for one in entries if not fits_windows(one.name)
    ):
        near = near_key(path.stem) or "another-name"
        hint = f"rename it: {near}{path.suffix.rstrip('. ')}"
        if path.parent == root / "papers" and is_key(path.stem):
            hint += f", and add to it: former_keys: [{path.stem}]"
        message = f"Windows allows no file or folder with the name {path.name}"
        yield Problem(path=shown(path), code="key.windows", message=message, hint=hint, severity="warning")


def is_hidden(path: Path) -> bool:
    """Return whether to ignore a file: its name begins with one dot (two would look like the parent folder)."""
    return _hides(path.name)


def _inside(folder: Path) -> list[os.DirEntry[str]]:
    """Return the visible entries of a folder, in order; none if it cannot be read, which is already reported."""
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if not _hides(one.name)), key=lambda one: one.name)
    except OSError:
        return []


def _hides(name: str) -> bool:
    return name.startswith(".") and not name.startswith("..")


def _renaming(stem: str) -> str:
    near = near_key(stem)
    return f"rename it to {near}.yml" if near else "rename it, using only the letters a to z and digits: ernie-3-0.yml"


def _problem(path: Path, message: str, hint: str) -> Problem:
    return Problem(path=shown(path), code="key.file-name", message=message, hint=hint)
