"""A command in a fork does what it does in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import forking
from tests.site import invented

BOOK = "@book{kelp, title={Kelp Counts Itself}, author={Marsh, Ada}, year={2021}}\n"
ENDINGS = {
    "stops": "import sys; sys.exit('because')",
    "fails": "import os; os.remove('nowhere')",
    "dies": "import os; os.kill(os.getpid(), 15)",
    "leaves": "import atexit, sys; atexit.register(print, 'last words'); print('ö', sys.argv, input()); sys.exit(3)",
    "works": "import threading; threading.Timer(0.1, print, ['the other thread']).start()",
}


def started(folder: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    """Run a module in a process of its own."""
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=folder, input=typed, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def forked(folder: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    """Run a module in a fork."""
    done = forking.run(*words, cwd=folder, typed=typed)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "check", "digest --since 2021-05-01", "format --check", "import /dev/stdin --dry-run", "dedupe list.bib", "pages out",
        "diff HEAD", "nothing", "add --offline 10.1234/x", "links --help",
    ],
)  # fmt: skip
def test_it_prints_the_same(tmp_path: Path, command: str) -> None:
    """Each command prints the same on both streams and ends with the same exit code."""
    found = []
    for run in (started, forked):
        folder = tmp_path / run.__name__ / "shelf"
        folder.mkdir(parents=True)
        invented.project(folder)
        (folder / "list.bib").write_text(BOOK, "utf-8")
        code, *printed = run(folder, "generator.cli", *command.split(), typed=BOOK)
        found.append((code, *(text.replace(f"{folder}", "") for text in printed)))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ENDINGS)
def test_it_ends_in_the_same_way(tmp_path: Path, name: str) -> None:
    """With a message, an exception, a signal, what runs at exit, or a thread; the folder is where modules are looked for."""
    (tmp_path / f"ends_{name}.py").write_text(ENDINGS[name], "utf-8")
    one, other = (run(tmp_path, f"ends_{name}", typed="word\n") for run in (started, forked))
    assert one[:2] == other[:2]
    assert one[2].splitlines()[-1:] == other[2].splitlines()[-1:]


def test_it_may_take_too_long(tmp_path: Path) -> None:
    """Then it is killed, and the next one runs."""
    (tmp_path / "sleeps.py").write_text("import time; time.sleep(60)", "utf-8")
    with pytest.raises(subprocess.TimeoutExpired):
        forking.run("sleeps", cwd=tmp_path, timeout=0.2)
    assert forking.run("generator.cli", "--version", cwd=tmp_path).returncode == 0


def test_another_seed_needs_another_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an interpreter reads only at its start is not lost in a fork."""
    (tmp_path / "hashes.py").write_text("print(hash('kelp'))", "utf-8")
    printed = set()
    for seed in ("1", "2", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        printed.add(forking.run("hashes", cwd=tmp_path).stdout)
    assert len(printed) == 2


def test_a_program_has_the_streams_of_who_starts_it(tmp_path: Path) -> None:
    """What is written for a shell to call reads and prints as the module does."""
    (tmp_path / "echoes.py").write_text("import sys; print(sys.argv[1:], sys.stdin.read()); sys.exit(5)", "utf-8")
    forking.program(tmp_path / "echo", "echoes")
    done = subprocess.run(
        [tmp_path / "echo", "a b"], cwd=tmp_path, input="kelp", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (5, "['a b'] kelp\n", "")
