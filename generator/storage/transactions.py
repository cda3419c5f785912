"""Changes several files together: each is complete at any time, and the next command finishes what a killed one began.

The new contents are written next to the old ones first; one rename commits them; then they are moved into place. If that
move is interrupted, ``finish`` completes it.

A person's editor is a writer, too, and takes no lock. A file is replaced only while it holds what the change was made
from, byte for byte. If one does not, nothing is committed, and ``carry_out`` plans again. If a file is edited even later,
between the commit and the move (as a rule: after a kill), the person's text stays, the new one is put beside it, and the
other files of the transaction are moved all the same: some of them may be in place already.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from itertools import count
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from generator.problems import Problem, ShelfError
from generator.storage import files

STAGED = ".shelf-staged"  # being written, not committed yet
READY = ".shelf-ready"  # committed, being moved into place
REPLACED = ".replaced.json"  # in these folders: the checksum of what each file is to replace
KEPT = ".shelf-new"  # ends the name of a new text beside a file that somebody edited
LOCK = ".shelf-lock"
WAIT = 60.0  # seconds to wait for another command's lock
ATTEMPTS = 5  # at planning, while somebody keeps saving the same files

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A file's text before (None: there is no file) and after; ``path`` is under the content folder, with slashes.

    ``before`` is the exact text, as ``text`` returns it: only a file that still holds it is replaced.
    """

    path: str
    before: str | None
    after: str

    def diff(self, folder: str = "") -> str:
        """Return the change as a unified diff, as ``git diff`` prints it for a file under ``folder``."""
        path = self.path if folder in {"", "."} or Path(folder).is_absolute() else f"{folder}/{self.path}"
        old = [] if self.before is None else self.before.splitlines(keepends=True)
        name = "/dev/null" if self.before is None else f"a/{path}"
        lines = unified_diff(old, self.after.splitlines(keepends=True), name, f"b/{path}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


class ChangedError(ShelfError):
    """Files do not hold any more what changes to them were made from; nothing was written."""


def text(path: Path) -> str | None:
    """Return a file's exact text, stray bytes as surrogates; None if there is no file. Raises OSError."""
    try:
        return files.read(path).decode(errors="surrogateescape")
    except FileNotFoundError:
        return None


def checksum(path: Path) -> str | None:
    """Return the checksum of what a file holds; None if there is no file, "" if it cannot be read."""
    try:
        return hashlib.sha256(files.read(path)).hexdigest()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def edited(path: Path) -> Problem:
    """Return the problem of a file that somebody changed, so that a command did not replace it."""
    message = "somebody changed this file while the command was working; nothing was written"
    return Problem(path=files.shown(path), code="content.changed", message=message, hint="run the command again")


def carry_out(
    root: Path, plan: Callable[[], tuple[T, Sequence[Change]]], waiting: Callable[[], None] = lambda: None
) -> T:
    """Make the changes of a plan under the lock, all or none, and return its result.

    ``plan`` reads the folder, and is called again if somebody changed one of its files meanwhile. Raises ShelfError with
    ``content.changed`` if that happens ``ATTEMPTS`` times.
    """
    with locked(root, waiting):
        for attempt in count(1):
            result, changes = plan()
            try:
                save(root, changes)
            except ChangedError:
                if attempt == ATTEMPTS:
                    raise
            else:
                break
    return result


def save(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none, even if interrupted.

    Raises OSError, or ChangedError if a file does not hold its change's ``before``; then nothing has changed.
    """
    finish(root)
    if not changes:
        return
    staged = root / STAGED
    replaced = {change.path: _of_text(change.before) for change in changes}
    try:
        for change in changes:
            copy = staged / change.path
            files.write(copy, change.after)
            with suppress(FileNotFoundError):
                copy.chmod((root / change.path).stat().st_mode & 0o777)
        files.write(staged / REPLACED, json.dumps(replaced))
        _sync(staged)
        if changed := [path for path, held in replaced.items() if checksum(root / path) != held]:
            raise ChangedError(*(edited(root / path) for path in changed))
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    staged.rename(root / READY)
    _sync(root)
    finish(root)


def finish(root: Path) -> bool:
    """Finish what a killed command began; return whether there was anything to move into place.

    Raises ShelfError with ``content.changed`` if somebody edited files since; everything else is then in place.
    """
    shutil.rmtree(root / STAGED, ignore_errors=True)
    ready = root / READY
    if not ready.is_dir():
        return False
    replaced = _replaced(ready)
    kept = []
    for copy in sorted(path for path in ready.rglob("*") if path.is_file() and path != ready / REPLACED):
        name = copy.relative_to(ready).as_posix()
        target = (root / name).resolve() if (root / name).is_symlink() else root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        held = checksum(target)
        if held == replaced.get(name):
            copy.replace(target)
        elif held != checksum(copy):
            kept.append(_kept(copy, target))
    _sync(root)
    shutil.rmtree(ready)
    if kept:
        raise ShelfError(*kept)
    return True


@contextmanager
def locked(root: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other commands from changing the folder, which is made if it does not exist, and finish what one began."""
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root, root / LOCK, waiting):
        finish(root)
        yield


@contextmanager
def replaced(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Yield a new folder to fill; when the block ends it takes the place of ``folder``, as a whole.

    It is beside ``folder``, which stays as it is until then, also if the block raises or is killed. Between the two
    renames of the exchange a kill leaves only the old folder beside its place: the next call puts it back. It also removes
    whatever else a killed one left. Hidden files of the old folder, such as .git, move to the new one.
    """
    folder = folder.resolve()
    beside = f".{folder.name}{KEPT}-"
    old = folder.with_name(f".{folder.name}.shelf-old")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder, folder.with_name(f".{folder.name}{LOCK}"), waiting):
        _exchanged(folder, old)
        for left in [path for path in folder.parent.iterdir() if path.name.startswith(beside)]:
            shutil.rmtree(left, ignore_errors=True)  # a process that outlived a kill may still write to it
        staged = folder.with_name(beside + secrets.token_hex(8))  # not the name of one that is still written to
        staged.mkdir()
        try:
            yield staged
            with suppress(FileNotFoundError):
                shutil.copymode(folder, staged)
                folder.rename(old)
            staged.rename(folder)
            _sync(folder.parent)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
        finally:
            _exchanged(folder, old)


def _exchanged(folder: Path, old: Path) -> None:
    """Remove the old folder, but for its hidden files; if there is no new one, put it back."""
    if not old.exists():
        return
    if not folder.exists():
        old.rename(folder)
        return
    for path in old.iterdir():
        if path.name.startswith(".") and not os.path.lexists(folder / path.name):
            path.rename(folder / path.name)
    shutil.rmtree(old)


@contextmanager
def _alone(folder: Path, lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock.

    Waits up to ``WAIT`` seconds for another command to end, after calling ``waiting`` once; then raises ShelfError with
    ``content.locked``. The system frees the lock when its process ends, even if it is killed; its file holds nothing and
    is removed at the end.
    """
    held = FileLock(lock)
    try:
        try:
            held.acquire(timeout=0)
        except Timeout:
            waiting()
            held.acquire(timeout=WAIT)
    except Timeout as error:
        message = f"another shelf command has been changing this folder for over {WAIT:.0f} seconds"
        hint = "wait for it to end, or stop it; a lock never outlives its process"
        raise ShelfError(
            Problem(path=files.shown(folder), code="content.locked", message=message, hint=hint)
        ) from error
    try:
        yield
    finally:
        # While we hold it: filelock gives nobody a file that was removed. Windows cannot remove an open one.
        with suppress(OSError):
            Path(held.lock_file).unlink()
        held.release()


def _of_text(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _replaced(ready: Path) -> Mapping[str, str | None]:
    """Return the checksums of what committed files are to replace; without them, only missing files are written."""
    try:
        return dict(json.loads(files.read(ready / REPLACED)))
    except (OSError, ValueError, TypeError):
        return {}


def _kept(copy: Path, target: Path) -> Problem:
    """Put a committed text beside the file that somebody edited, under an unused name, and return what to report."""
    names = (target.with_name(f"{target.name}{KEPT}{n if n > 1 else ''}") for n in count(1))
    beside = next(path for path in names if not os.path.lexists(path))
    copy.replace(beside)
    message = f"somebody changed this file before the command could replace it; the new text is in {beside.name}"
    hint = f"take over what is missing here, then delete {beside.name}"
    return Problem(path=files.shown(target), code="content.changed", message=message, hint=hint)


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk, if the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
