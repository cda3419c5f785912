"""Puts a new shelf in place again and again, killed one step later each time: ``python -m tests.starter.killing_new WORK``.

WORK/<n> is the folder around the shelf as the nth kill left it; in each second one the shelf's folder was there, empty.
Prints the number of kills.
"""

import itertools
import os
import sys
from pathlib import Path

from generator.starter import project
from tests.storage.killing import die_at

CONTENTS = {"mkdocs.yml": b"site_name: Birds\n", "content/papers/a.yml": b"title: A\n", "content/papers/b.yml": b""}


def main(work: Path) -> None:
    """Fork a start for each step, until one ends by itself."""
    for number in itertools.count(1):
        folder = work / str(number)
        folder.mkdir(parents=True)
        if number % 2:
            (folder / "birds").mkdir()
        child = os.fork()
        if child == 0:
            die_at(number, folder)
            try:
                project.put(CONTENTS, folder / "birds")
            except BaseException:  # noqa: BLE001 - nothing may leave a forked child but its exit code
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != 9:
            sys.exit(print(number - 1) if os.waitstatus_to_exitcode(status) == 0 else 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
