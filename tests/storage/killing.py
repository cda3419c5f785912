"""Imports sources repeatedly, killed one step later each time: ``python -m tests.storage.killing SOURCES CONTENT WORK``.

WORK/<n> is left as the nth kill left it. A step is whatever changes the disk below it: a file opened for writing, its
bytes made to last, a folder made, a rename, a removal. Prints the number of kills.
"""

import itertools
import os
import shutil
import sys
from pathlib import Path

from generator.intake import imports

CHANGING = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}


def main(sources: Path, content: Path, work: Path) -> None:
    """Fork an import for each step, until one ends by itself."""
    for number in itertools.count(1):
        folder = work / str(number)
        shutil.copytree(content, folder)
        child = os.fork()
        if child == 0:
            _import(sorted(sources.iterdir()), folder, number)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            shutil.rmtree(folder)
            print(number - 1)
            return


def _import(sources: list[Path], folder: Path, last: int) -> None:
    """Import, and end at the given step."""
    die_at(last, folder)
    try:
        imports.run(sources, content=folder, date="2026-02-26")
    except BaseException:  # noqa: BLE001 - nothing may leave a forked child but its exit code
        os._exit(1)
    os._exit(0)


def die_at(last: int, folder: Path) -> None:
    """End this process without any cleanup, as a kill would, at the given step below the folder."""
    steps = itertools.count(1)

    def step() -> None:
        if next(steps) == last:
            os._exit(9)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if (event in CHANGING and str(folder) in str(arguments)) or (
            event == "open" and str(folder) in str(arguments[0]) and int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR)
        ):
            step()

    fsync = os.fsync

    def lasting(descriptor: int) -> None:
        step()
        fsync(descriptor)

    os.fsync = lasting
    sys.addaudithook(hook)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
