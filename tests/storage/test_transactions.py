"""saving.py: files change together or not at all, whatever kills the process; two imports never mix."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import imports
from generator.problems import ShelfError
from generator.storage import files, transactions
from generator.storage.transactions import Change
from tests.formats.listings.pages import PLAIN, RUNS, UNTITLED

EDITED = "# mine\ntitle:   Harbor  # short\nidentifiers: {arxiv: '2401.00001'}\naliases: ['Harbor: A Compact Planner for Tidal Energy Grids']\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sources(folder: Path) -> list[Path]:
    """Write the pages to import, one of them without titles."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in {"plain": PLAIN, "runs": RUNS, "untitled": UNTITLED}.items():
        (folder / f"{name}.txt").write_text(page, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_step_leaves_every_file_whole_and_a_rerun_finishes(tmp_path: Path) -> None:
    """Each file is the old one or the new one after a kill at any step; the same import again ends as if undisturbed."""
    pages = sources(tmp_path / "in")
    content = tmp_path / "content"
    (content / "papers").mkdir(parents=True)
    (content / "papers" / "harbor.yml").write_text(EDITED, encoding="utf-8")
    before = tree(content)
    undisturbed = tmp_path / "undisturbed"
    (undisturbed / "papers").mkdir(parents=True)
    (undisturbed / "papers" / "harbor.yml").write_text(EDITED, encoding="utf-8")
    imports.run(pages, content=undisturbed, date="2026-02-26")
    after = tree(undisturbed)
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.killing", str(tmp_path / "in"), str(content), str(tmp_path / "work")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    kills = int(done.stdout)
    assert kills > 3 * len(after)  # every file is opened, made to last and renamed at least once
    for number in range(1, kills + 1):
        folder = tmp_path / "work" / str(number)
        for name, found in tree(folder).items():
            if not name.startswith(".shelf-"):
                assert found in {before.get(name), after.get(name)}, (number, name)
        imports.run(pages, content=folder, date="2026-02-26")
        assert tree(folder) == after, number


def test_a_folder_that_a_kill_left_half_done_is_told(tmp_path: Path) -> None:
    """Check does not take a half moved import for the whole; the next command finishes it."""
    ready = tmp_path / transactions.READY / "papers"
    ready.mkdir(parents=True)
    (ready / "kite.yml").write_text("title: Kite\n", encoding="utf-8")
    assert [problem.code for problem in catalogue.inspect(tmp_path)[1]] == ["content.unfinished"]
    with transactions.locked(tmp_path):
        pass
    shelf, problems = catalogue.inspect(tmp_path)
    assert list(shelf.papers) == ["kite"]
    assert problems == []


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one file cannot be written, none is."""
    (tmp_path / "a.yml").write_text("old\n", encoding="utf-8")
    calls = []

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    changes = [Change(path=name, before=None, after="new\n") for name in ("a.yml", "b.yml")]
    with pytest.raises(OSError, match="No space left"):
        transactions.save(tmp_path, changes)
    assert tree(tmp_path) == {"a.yml": b"old\n"}


def test_two_imports_at_once_end_as_one_after_the_other(tmp_path: Path) -> None:
    """Imports that start together give the shelf that they give in turn, and no paper twice."""
    pages = sources(tmp_path / "in")
    command = [sys.executable, "-m", "generator.cli", "import", "--date", "2026-02-26"]
    started = [
        subprocess.Popen([*command, str(page)], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for page in (*pages, *pages)
    ]
    for process in started:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    shelf, problems = catalogue.inspect(tmp_path / "content")
    assert [problem.code for problem in problems if problem.severity == "error"] == []
    assert len(shelf.ledgers) == len(pages)
    titles = [paper.name for paper in shelf.papers.values() if paper.title]
    assert len(titles) == len(set(titles))


def test_a_lock_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits is told so once, and gives up with a problem."""
    monkeypatch.setattr(transactions, "WAIT", 0.2)
    told: list[str] = []
    failed: list[ShelfError] = []

    def second() -> None:
        try:
            with transactions.locked(tmp_path, lambda: told.append("waiting")):
                pass
        except ShelfError as error:
            failed.append(error)

    with transactions.locked(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert told == ["waiting"]
    assert [problem.code for problem in failed[0].problems] == ["content.locked"]


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    """The file that a killed command leaves locks nobody out, and the next command removes it."""
    hold = "import sys, time; from pathlib import Path; from generator.storage import transactions\n"
    hold += "with transactions.locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, tmp_path], cwd=Path(__file__).parents[2], stdout=-1)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()
    waited: list[str] = []
    assert list(tree(tmp_path)) == [transactions.LOCK]
    with transactions.locked(tmp_path, lambda: waited.append("waiting")):
        pass
    assert waited == []
    assert tree(tmp_path) == {}


def test_each_waiting_command_has_the_folder_to_itself(tmp_path: Path) -> None:
    """The lock file is removed while others wait for it; still no two hold the lock at a time."""
    inside: list[int] = []
    most: list[int] = []

    def change() -> None:
        for _ in range(20):
            with transactions.locked(tmp_path):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (80, 1)
    assert tree(tmp_path) == {}


def test_git_ignores_what_a_killed_command_leaves(tmp_path: Path) -> None:
    """The lock and the staged files of a shelf's content never end up in a commit."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    shutil.copyfile(Path(__file__).parents[2] / ".gitignore", tmp_path / ".gitignore")
    names = (transactions.LOCK, f"{transactions.STAGED}/a.yml", f"{transactions.READY}/a.yml")
    for name in names:
        files.write(tmp_path / "content" / name, "x")
    done = subprocess.run(["git", "-C", tmp_path, "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["??", ".gitignore"]


def test_the_diff_is_one_that_git_applies(tmp_path: Path) -> None:
    """A printed diff, applied by git, gives the file; also where no line end stands at the end."""
    old, new = "a\nb\nc", "a\nB\nc\nd"
    (tmp_path / "x.yml").write_text(old, encoding="utf-8")
    diff = Change(path="x.yml", before=old, after=new).diff() + Change(path="y.yml", before=None, after="n\n").diff()
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "x.yml").read_text(encoding="utf-8") == new
    assert (tmp_path / "y.yml").read_text(encoding="utf-8") == "n\n"
