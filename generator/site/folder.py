"""Maintains a folder of generated files: writes only what changed, and removes stale files but never other people's files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.problems import Problem, ShelfError
from generator.storage.files import shown

MANIFEST = ".shelf-pages"  # lists the files that we wrote, one path per line
_TEMPORARY = ".shelf-new"


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What was changed: paths relative to the folder, and its number of pages."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    pages: int


def fill(out: Path, contents: Iterable[tuple[str, bytes]]) -> Written:
    """Make the folder hold these contents, given by relative path. Raises ShelfError if the folder is not ours.

    Files are replaced as a whole. Unlike people's files they are not synced to disk, because they can be generated again.
    """
    before = _listed(out)
    out.mkdir(parents=True, exist_ok=True)
    manifest = out / MANIFEST
    if not before:
        manifest.write_bytes(b"")
    names: list[str] = []
    changed = []
    with manifest.open("ab") as log:  # listed before they are written, so that an interrupted run leaves no orphans
        for name, content in contents:
            names.append(name)
            if name not in before:
                log.write(f"{name}\n".encode())
                log.flush()
            if _put(out / name, content):
                changed.append(name)
    removed = sorted(before - set(names))
    for name in removed:
        _remove(out, name)
    _put(manifest, "".join(f"{name}\n" for name in sorted(names)).encode())
    pages = sum(name.endswith(".md") for name in names)
    return Written(changed=tuple(sorted(changed)), removed=tuple(removed), pages=pages)


def _listed(out: Path) -> set[str]:
    manifest = out / MANIFEST
    if manifest.is_file():
        return {name for name in manifest.read_text("utf-8").split("\n") if _is_inside(name)}
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        message = "this folder contains files that shelf did not write"
        raise ShelfError(
            Problem(path=shown(out), code="pages.folder", message=message, hint="choose an empty or a new folder")
        )
    return set()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _put(path: Path, content: bytes) -> bool:
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(_TEMPORARY)
    temporary.write_bytes(content)
    temporary.replace(path)
    return True


def _remove(out: Path, name: str) -> None:
    (out / name).unlink(missing_ok=True)
    for parent in (out / name).parents:
        if parent == out or any(parent.iterdir()):
            return
        parent.rmdir()
