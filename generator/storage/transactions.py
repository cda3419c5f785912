"""Changes several files together: each is complete at any time, and the next command finishes what a killed one began.

The new contents are written next to the old ones first; one rename commits them; then they are moved into place. If that
move is interrupted, ``finish`` completes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from filelock import FileLock, Timeout

from generator.problems import Problem, ShelfError
from generator.storage import files

STAGED = ".shelf-staged"  # being written, not committed yet
READY = ".shelf-ready"  # committed, being moved into place
LOCK = ".shelf-lock"
WAIT = 60.0  # seconds to wait for another command's lock


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A file's text before (None: there is no file) and after; ``path`` is under the content folder, with slashes."""

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


def save(root: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none, even if interrupted. Raises OSError; then nothing has changed."""
    finish(root)
    if not changes:
        return
    staged = root / STAGED
    try:
        for change in changes:
            target = root / change.path
            copy = staged / change.path
            files.write(copy, change.after)
            with suppress(FileNotFoundError):
                copy.chmod(target.stat().st_mode & 0o777)
        _sync(staged)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    staged.rename(root / READY)
    _sync(root)
    finish(root)


def finish(root: Path) -> bool:
    """Finish what a killed command began; return whether there was anything to move into place."""
    shutil.rmtree(root / STAGED, ignore_errors=True)
    ready = root / READY
    if not ready.is_dir():
        return False
    for copy in sorted(path for path in ready.rglob("*") if path.is_file()):
        target = root / copy.relative_to(ready)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.replace(target.resolve() if target.is_symlink() else target)
    _sync(root)
    shutil.rmtree(ready)
    return True


@contextmanager
def locked(root: Path, waiting: Callable[[], None] = lambda: None, lock: Path | None = None) -> Iterator[None]:
    """Keep other commands from changing the folder, which is made if it does not exist.

    Waits up to ``WAIT`` seconds for another command to end, after calling ``waiting`` once; then raises ShelfError with
    ``content.locked``. The system frees the lock when its process ends, even if it is killed; the file, ``LOCK`` in the
    folder unless ``lock`` names another, holds nothing and is removed at the end.
    """
    root.mkdir(parents=True, exist_ok=True)
    held = FileLock(lock or root / LOCK)
    try:
        try:
            held.acquire(timeout=0)
        except Timeout:
            waiting()
            held.acquire(timeout=WAIT)
    except Timeout as error:
        message = f"another shelf command has been changing this folder for over {WAIT:.0f} seconds"
        hint = "wait for it to end, or stop it; a lock never outlives its process"
        raise ShelfError(Problem(path=files.shown(root), code="content.locked", message=message, hint=hint)) from error
    try:
        finish(root)
        yield
    finally:
        # While we hold it: filelock gives nobody a file that was removed. Windows cannot remove an open one.
        with suppress(OSError):
            Path(held.lock_file).unlink()
        held.release()


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk, if the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
