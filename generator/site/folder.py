"""Folders that we generate: a tree of which only what changed is written, and a built site, which is replaced as a whole.

Neither is ever written to a folder with other people's files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.problems import Problem, ShelfError
from generator.storage import files, transactions
from generator.storage.files import shown
from generator.storage.transactions import LOCK, STAGED

MANIFEST = ".shelf-pages"  # lists the files that we wrote, one path per line
BUILT = ".shelf-site"  # an empty file in a site that we built
_BUILDERS = (b'content="mkdocs-', b'content="zensical-')  # in each page; ProperDocs calls itself MkDocs
_HEAD = 20_000  # bytes of a page that have it


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What was changed: paths relative to the folder, and its number of pages."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    pages: int


def fill(out: Path, contents: Iterable[tuple[str, bytes]]) -> Written:
    """Make the folder hold these contents, given by relative path. Raises ShelfError if the folder is not ours.

    What changed is written beside its place first, and moved there when all of it is written: a run that fails or is killed
    before changes nothing, and what a kill leaves undone during the moves, the next run does. Unlike people's files they
    are not synced to disk, because they can be generated again.
    """
    _listed(out)
    with transactions.locked(out):  # it removes what a killed run left in STAGED
        before = _listed(out)
        staged = out / STAGED
        staged.mkdir()
        try:
            return _filled(out, contents, before, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _filled(out: Path, contents: Iterable[tuple[str, bytes]], before: set[str], staged: Path) -> Written:
    names: list[str] = []
    changed: dict[str, Path] = {}
    for name, content in contents:
        names.append(name)
        if not _holds(out / name, content):
            changed[name] = staged / str(len(changed))
            changed[name].write_bytes(content)
    removed = sorted(before - set(names))
    _list(out, before | set(names), staged)  # before the moves, so that a kill leaves no file that is not listed
    for name, copy in changed.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        copy.replace(out / name)
    for name in removed:
        _remove(out, name)
    _list(out, set(names), staged)
    pages = sum(name.endswith(".md") for name in names)
    return Written(changed=tuple(sorted(changed)), removed=tuple(removed), pages=pages)


@contextmanager
def rebuilt(out: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Yield an empty folder in which to build a site, which takes the place of ``out`` when the block ends.

    Raises ShelfError if ``out`` is not a site that was built before. If the block raises, ``out`` is as it was.
    """
    _check_site(out)
    with transactions.replaced(out, waiting) as staged:
        _check_site(out)  # a killed build may have had it beside its place
        yield staged
        (staged / BUILT).touch()


def _check_site(out: Path) -> None:
    if not out.exists() or (out / BUILT).is_file() or (out.is_dir() and not any(out.iterdir())):
        return
    page = out / "index.html"
    head = page.read_bytes()[:_HEAD] if page.is_file() else b""
    if any(one in head for one in _BUILDERS):
        return
    message = "this is not a site that was built before, and a build would replace it"
    hint = f"move it away, name another folder in site_dir, or, if all in it may go, put an empty file {BUILT} there"
    raise ShelfError(Problem(path=shown(out), code="build.folder", message=message, hint=hint))


def _listed(out: Path) -> set[str]:
    manifest = out / MANIFEST
    if manifest.is_file():
        return {name for name in manifest.read_text("utf-8").split("\n") if _is_inside(name)}
    if out.exists() and (not out.is_dir() or any(path.name not in {LOCK, STAGED} for path in out.iterdir())):
        message = "this folder contains files that shelf did not write"
        raise ShelfError(
            Problem(path=shown(out), code="pages.folder", message=message, hint="choose an empty or a new folder")
        )
    return set()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _holds(path: Path, content: bytes) -> bool:
    try:
        return files.read(path) == content
    except FileNotFoundError:
        return False


def _list(out: Path, names: set[str], staged: Path) -> None:
    content = "".join(f"{name}\n" for name in sorted(names)).encode()
    if not _holds(out / MANIFEST, content):
        (staged / MANIFEST).write_bytes(content)
        (staged / MANIFEST).replace(out / MANIFEST)


def _remove(out: Path, name: str) -> None:
    (out / name).unlink(missing_ok=True)
    for parent in (out / name).parents:
        if parent == out or not parent.exists():  # listed, but a kill came before it was written
            return
        if any(parent.iterdir()):
            return
        parent.rmdir()
