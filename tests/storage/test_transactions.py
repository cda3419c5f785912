"""Files change together or not at all, even if the process is killed; two imports never mix."""

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import imports
from generator.problems import ShelfError
from generator.storage import files, transactions
from generator.storage.transactions import Change
from tests.conftest import Shelf
from tests.formats.listings.pages import PLAIN, RUNS, UNTITLED

EDITED = "# mine\ntitle:   Harbor  # short\nidentifiers: {arxiv: '2401.00001'}\naliases: ['Harbor: A Compact Planner for Tidal Energy Grids']\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed(folder: Path, texts: dict[str, tuple[str | None, str]]) -> None:
    """Leave what a command leaves that is killed right after its commit: texts before and after, by path."""
    step = transactions._sync

    def dying(at: Path) -> None:
        if at == folder:
            raise KeyboardInterrupt
        step(at)

    changes = [Change(path=path, before=before, after=after) for path, (before, after) in texts.items()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions, "_sync", dying)
        with pytest.raises(KeyboardInterrupt):
            transactions.save(folder, changes)


def sources(folder: Path) -> list[Path]:
    """Write the pages to import, one of them without titles."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in {"plain": PLAIN, "runs": RUNS, "untitled": UNTITLED}.items():
        (folder / f"{name}.txt").write_text(page, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_step_leaves_every_file_whole_and_a_rerun_finishes(tmp_path: Path) -> None:
    """Each file is the old one or the new one after a kill at any step; repeating the import gives the undisturbed result."""
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
    """Check reports an import that was moved halfway; the next command finishes it."""
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
    """If one file cannot be written, none is."""
    (tmp_path / "a.yml").write_text("old\n", encoding="utf-8")
    calls = []

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    changes = [Change(path=name, before=text, after="new\n") for name, text in (("a.yml", "old\n"), ("b.yml", None))]
    with pytest.raises(OSError, match="No space left"):
        transactions.save(tmp_path, changes)
    assert tree(tmp_path) == {"a.yml": b"old\n"}


def test_two_imports_at_once_end_as_one_after_the_other(shelf: Shelf, tmp_path: Path) -> None:
    """Imports that start together give the same shelf as in sequence, and no paper twice."""
    pages = sources(tmp_path / "in")
    with ThreadPoolExecutor(max_workers=2 * len(pages)) as started:
        ran = started.map(lambda page: shelf("import", page, "--date", "2026-02-26"), (*pages, *pages))
    for done in ran:
        assert done.returncode == 0, done.stderr
    shelf, problems = catalogue.inspect(tmp_path / "content")
    assert [problem.code for problem in problems if problem.severity == "error"] == []
    assert len(shelf.ledgers) == len(pages)
    titles = [paper.name for paper in shelf.papers.values() if paper.title]
    assert len(titles) == len(set(titles))


def test_a_lock_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiting command says so once, and gives up with a problem."""
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
    """The file that a killed command leaves does not block others, and the next command removes it."""
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
    """The lock file is removed while others wait for it; still, only one holds the lock at a time."""
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
    """A printed diff, applied by git, gives the file; even without a line end at the end."""
    old, new = "a\nb\nc", "a\nB\nc\nd"
    (tmp_path / "x.yml").write_text(old, encoding="utf-8")
    diff = Change(path="x.yml", before=old, after=new).diff() + Change(path="y.yml", before=None, after="n\n").diff()
    subprocess.run(["git", "apply", "-"], input=diff, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "x.yml").read_text(encoding="utf-8") == new
    assert (tmp_path / "y.yml").read_text(encoding="utf-8") == "n\n"


def test_a_diff_names_the_file_below_its_folder() -> None:
    """As git prints it: a new file comes from /dev/null, and a folder below the repository's goes before the name."""
    change = Change(path="papers/a.yml", before="a\nb\n", after="a\nc\n")
    assert change.diff().splitlines() == [
        "--- a/papers/a.yml", "+++ b/papers/a.yml", "@@ -1,2 +1,2 @@", " a", "-b", "+c",
    ]  # fmt: skip
    for folder, path in (("content", "content/papers/a.yml"), (".", "papers/a.yml"), ("/elsewhere", "papers/a.yml")):
        assert change.diff(folder).splitlines()[:2] == [f"--- a/{path}", f"+++ b/{path}"]
    new = Change(path="a.yml", before=None, after="n")
    assert (
        new.diff("content") == "--- /dev/null\n+++ b/content/a.yml\n@@ -0,0 +1 @@\n+n\n\\ No newline at end of file\n"
    )
    assert Change(path="a.yml", before="", after="n\n").diff().startswith("--- a/a.yml\n")
    assert Change(path="a.yml", before="n\n", after="n\n").diff() == ""


def test_a_save_keeps_modes_and_links(tmp_path: Path) -> None:
    """A file's mode outlives a save, a link stays one, folders are made, and nothing else is left."""
    (tmp_path / "a.yml").write_text("old\n", encoding="utf-8")
    (tmp_path / "a.yml").chmod(0o655)
    elsewhere = tmp_path / "elsewhere.yml"
    elsewhere.write_text("old\n", encoding="utf-8")
    (tmp_path / "link.yml").symlink_to(elsewhere)
    before = {"a.yml": "old\n", "link.yml": "old\n", "deep/down/new.yml": None}
    transactions.save(tmp_path, [Change(path=name, before=text, after=f"{name}\n") for name, text in before.items()])
    assert tree(tmp_path) == {
        "a.yml": b"a.yml\n", "link.yml": b"link.yml\n", "elsewhere.yml": b"link.yml\n", "deep/down/new.yml": b"deep/down/new.yml\n",
    }  # fmt: skip
    assert (tmp_path / "a.yml").stat().st_mode & 0o7777 == 0o655
    assert (tmp_path / "link.yml").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "deep", "elsewhere.yml", "link.yml"]


def test_what_a_killed_command_left(tmp_path: Path) -> None:
    """Incomplete files are dropped; complete ones are moved into place, even if there is nothing to save."""
    assert not transactions.finish(tmp_path)
    (tmp_path / transactions.STAGED / "deep").mkdir(parents=True)
    (tmp_path / transactions.STAGED / "deep" / "a.yml").write_text("half", encoding="utf-8")
    assert not transactions.finish(tmp_path)
    assert list(tmp_path.iterdir()) == []
    for before, changes in ((None, []), ("0\n", [Change(path="b.yml", before=None, after="b\n")])):
        killed(tmp_path, {"deep/a.yml": (before, f"{len(changes)}\n")})
        transactions.save(tmp_path, changes)
        assert tree(tmp_path)["deep/a.yml"] == f"{len(changes)}\n".encode()
        assert not (tmp_path / transactions.READY).exists()
    (tmp_path / transactions.READY).mkdir()
    assert transactions.finish(tmp_path)


def test_each_step_lasts_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New contents and their names are on the disk before the rename that decides, and this before anything is moved."""
    steps: list[str] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def lasting(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        steps.append(
            "root lasts" if path == tmp_path else "staged lasts" if path.name == transactions.STAGED else "file lasts"
        )
        fsync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        steps.append("decided")
        return rename(self, target)

    def moved(self: Path, target: Path) -> Path:
        steps.append("written" if transactions.STAGED in self.parts else "moved")
        return replace(self, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    monkeypatch.setattr(os, "fsync", lasting)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", moved)
    transactions.save(tmp_path, [Change(path="a.yml", before=None, after="a\n")])
    written = ["file lasts", "written"]
    assert steps == [*written, *written, "staged lasts", "decided", "root lasts", "moved", "root lasts"]


def test_a_lock_ends_with_its_block(tmp_path: Path) -> None:
    """The folder is made, a failure inside releases the lock, and nobody waits for a free lock."""
    root = tmp_path / "deep" / "content"

    def failing() -> None:
        with transactions.locked(root, lambda: pytest.fail("nobody holds it")):
            raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            failing()
    assert root.is_dir()


def test_who_waits_goes_on(tmp_path: Path) -> None:
    """A second command starts when the first one ends, and says once that it waits."""
    events: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        def told() -> None:
            events.append("waiting")
            waiting.set()

        with transactions.locked(tmp_path, told):
            events.append("second")

    with transactions.locked(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(60)
        events.append("first")
    thread.join()
    assert events == ["waiting", "first", "second"]
