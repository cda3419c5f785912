"""Generated folders: an old site or tree stays whole until the new one is, whatever kills or fails, and other people's files stay."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.problems import ShelfError
from generator.site import bundle, folder
from generator.storage import files, transactions
from generator.storage.transactions import STAGED
from tests.conftest import Shelf
from tests.site import invented
from tests.storage.killing import die_at
from tests.storage.test_transactions import tree

OLD = {
    "index.html": b"old",
    "a/index.html": b"old a",
    "gone/index.html": b"old",
    folder.BUILT: b"",
    ".git": b"gitdir: x",
}
NEW = {"index.html": b"new", "a/index.html": b"new a", "b/index.html": b"new b"}
AFTER = NEW | {folder.BUILT: b"", ".git": b"gitdir: x"}


def spread(root: Path, contents: dict[str, bytes]) -> Path:
    """Write the files and return their folder."""
    for name, content in contents.items():
        files.write(root / name, content)
    return root


def build(site: Path) -> None:
    """Build the new site."""
    with folder.rebuilt(site) as staged:
        spread(staged, NEW)


def test_a_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """While it is built the old one is there; then the new one is, with the hidden files and the mode of the old folder."""
    site = spread(tmp_path / "site", OLD)
    site.chmod(0o750)
    with folder.rebuilt(site) as staged:
        assert list(staged.iterdir()) == []
        spread(staged, NEW)
        assert tree(site) == OLD
    assert tree(site) == AFTER
    assert site.stat().st_mode & 0o777 == 0o750
    assert list(tmp_path.iterdir()) == [site]
    build(tmp_path / "deep" / "fresh")
    assert tree(tmp_path / "deep" / "fresh") == NEW | {folder.BUILT: b""}


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_a_build_that_fails_changes_nothing(tmp_path: Path, error: BaseException) -> None:
    """The old site is untouched, and nothing is left beside it."""
    site = spread(tmp_path / "site", OLD)

    def failing() -> None:
        with folder.rebuilt(site) as staged:
            spread(staged, NEW)
            raise error

    with pytest.raises(type(error)):
        failing()
    assert tree(tmp_path) == {f"site/{name}": content for name, content in OLD.items()}
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_step_leaves_a_whole_site(tmp_path: Path) -> None:
    """It is the old or the new one; if its place is empty for a moment, the next build puts it back first and then replaces it."""
    empty = 0
    for number in itertools.count(1):
        root = tmp_path / str(number)
        site = spread(root / "site", OLD)
        child = os.fork()
        if child == 0:
            die_at(number, root)
            try:
                build(site)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            break
        found = {name: content for name, content in tree(site).items() if name != ".git"} if site.exists() else {}
        without = [{name: text for name, text in one.items() if name != ".git"} for one in (OLD, AFTER)]
        assert found in [*without, {}], number
        empty += not found
        with folder.rebuilt(site) as staged:
            assert tree(site) in [OLD, AFTER], number
            spread(staged, NEW)
        assert tree(site) == AFTER, number
        assert list(root.iterdir()) == [site], number
    assert number > 10
    assert empty <= 1


def test_what_outlives_a_kill_does_not_write_into_the_next_build(tmp_path: Path) -> None:
    """A builder whose command was killed may still be writing; each build has a folder of its own."""
    site = spread(tmp_path / "site", OLD)
    with pytest.raises(SystemExit), folder.rebuilt(site) as first:
        sys.exit(1)
    with folder.rebuilt(site) as staged:
        spread(first, {"late.html": b"late"})
        spread(staged, NEW)
    assert tree(site) == AFTER
    build(site)
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.parametrize("name", ["thesis.txt", ".bashrc", "index.html", "deep/er/photo.jpg"])
def test_a_folder_that_was_not_built_is_never_replaced(tmp_path: Path, name: str) -> None:
    """A home folder given as the target is refused, whatever it holds; so is a file."""
    home = spread(tmp_path / "home", {name: b"years of work"})
    for target in (home, next(path for path in home.rglob("*") if path.is_file())):
        with pytest.raises(ShelfError) as caught:
            build(target)
        assert [problem.code for problem in caught.value.problems] == ["build.folder"]
    assert tree(tmp_path) == {f"home/{name}": b"years of work"}
    assert list(tmp_path.iterdir()) == [home]


@pytest.mark.parametrize(
    "generator",
    ["mkdocs-1.6.1, mkdocs-material-9.8.1", "mkdocs-ProperDocs 1.6.7, mkdocs-material-9.8.1", "zensical-0.0.73"],
)
def test_a_site_that_a_builder_built_is_replaced(tmp_path: Path, generator: str) -> None:
    """A builder alone leaves no mark, but its name in each page. An empty folder will do, too."""
    page = f'<!doctype html><html><head><meta name="generator" content="{generator}"></head></html>'.encode()
    for name, contents in {"site": {"index.html": page, "x.html": b""}, "empty": {}}.items():
        (tmp_path / name).mkdir()
        build(spread(tmp_path / name, contents))
        assert tree(tmp_path / name) == NEW | {folder.BUILT: b""}


def test_a_linked_site_stays_linked(tmp_path: Path) -> None:
    """Where site/ is a link to a folder of a web server, the folder behind it is replaced."""
    site = spread(tmp_path / "served" / "site", OLD)
    (tmp_path / "site").symlink_to(site)
    build(tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert tree(site) == AFTER


def contents(texts: dict[str, bytes], last: BaseException | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the contents of a tree, then fail."""
    yield from texts.items()
    if last:
        raise last


def test_a_tree_that_fails_or_is_killed_while_it_is_made_stays_as_it_was(tmp_path: Path) -> None:
    """No page of the old tree changes before all pages of the new one are written; the next run removes the rest."""
    out = tmp_path / "out"
    folder.fill(out, contents(OLD))
    before = tree(out)
    with pytest.raises(OSError, match="No space left"):
        folder.fill(out, contents(NEW, OSError(28, "No space left on device")))
    assert tree(out) == before
    child = os.fork()
    if child == 0:  # pragma: no cover - the killed process
        try:
            folder.fill(out, ((name, text) if name != "b/index.html" else os._exit(9) for name, text in NEW.items()))
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert {
        name: text for name, text in tree(out).items() if not name.startswith((STAGED, transactions.LOCK))
    } == before
    assert folder.fill(out, contents(NEW)).changed == tuple(sorted(NEW))
    assert tree(out).keys() == NEW.keys() | {folder.MANIFEST}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_tree_is_whole_after_the_run_that_follows_a_kill(tmp_path: Path) -> None:
    """After a kill at any step each file is the old or the new one, and the next run leaves the new tree and no orphan."""
    for number in itertools.count(1):
        out = tmp_path / str(number) / "out"
        folder.fill(out, contents(OLD))
        child = os.fork()
        if child == 0:
            die_at(number, out)
            try:
                folder.fill(out, contents(NEW))
            finally:
                os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break
        for name, text in tree(out).items():
            if not name.startswith(".shelf-"):
                assert text in {OLD.get(name), NEW.get(name)}, (number, name)
        other = {"c/index.html": b"c"}
        folder.fill(out, contents(other if number % 2 else NEW))
        assert tree(out).keys() == (other if number % 2 else NEW).keys() | {folder.MANIFEST}, number
    assert number > 10


def test_a_first_run_that_was_killed_is_repeated(tmp_path: Path) -> None:
    """What it left in the new folder does not make it somebody else's."""
    spread(tmp_path / "out", {f"{STAGED}/0": b"half", transactions.LOCK: b""})
    folder.fill(tmp_path / "out", contents(NEW))
    assert tree(tmp_path / "out").keys() == NEW.keys() | {folder.MANIFEST}


def test_a_zip_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Where the build fails the old one stays; what a killed run left beside it or in the cache is removed."""
    settings = invented.project(tmp_path)
    out = tmp_path / "dist" / "shelf.zip"
    spread(out.parent, {"shelf.zip": b"old", ".shelf-0123456789abcdef": b"half", ".shelf-notes": b"mine"})
    spread(tmp_path / ".cache" / ".offline-site.shelf-new-0", {"index.html": b"half"})

    def failing(*_: object) -> None:
        raise ShelfError

    def building(_: object, into: Path) -> None:
        spread(into, NEW)

    with pytest.raises(ShelfError):
        bundle.pack(settings, out, failing)
    assert out.read_bytes() == b"old"
    bundle.pack(settings, out, building)
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == sorted(f"{bundle.NAME}/{name}" for name in NEW)
    assert sorted(path.name for path in out.parent.iterdir()) == [".shelf-notes", "shelf.zip"]
    assert sorted(path.name for path in (tmp_path / ".cache").iterdir()) == ["offline-site"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_shelf_build_killed_half_way(tmp_path: Path, shelf: Shelf) -> None:
    """The old site is there byte for byte; a build that fails leaves it, too; the next good one replaces it and clears up."""
    invented.project(tmp_path)
    config, hook = tmp_path / "mkdocs.yml", tmp_path / "hook.py"
    changed = config.read_text("utf-8").replace("site_dir: site", "site_dir: public\nhooks: [hook.py]")
    config.write_text(changed, "utf-8")
    hook.write_text("import signal\n\ndef on_post_build(**_):\n    signal.pause()  # so that it cannot end\n", "utf-8")
    site = spread(tmp_path / "public", OLD)
    before = set(tmp_path.iterdir())
    command = [sys.executable, "-m", "generator.cli", "build"]
    building = subprocess.Popen(
        command, cwd=tmp_path, env=invented.quiet(), stdout=-1, stderr=-1, start_new_session=True
    )
    while building.poll() is None and len([*tmp_path.glob(".public.shelf-new-*/*/index.html")]) < 3:
        time.sleep(0.001)
    os.killpg(building.pid, signal.SIGKILL)
    building.communicate()
    assert building.returncode == -signal.SIGKILL
    assert tree(site) == OLD
    assert set(tmp_path.iterdir()) > before
    hook.write_text("def on_post_build(**_):\n    raise SystemExit(3)\n", "utf-8")
    assert shelf("build").returncode == 3
    assert tree(site) == OLD
    assert {one.name for one in set(tmp_path.iterdir()) - before} <= {".cache", "__pycache__"}
    hook.write_text("", "utf-8")
    done = shelf("build")
    assert (done.returncode, done.stdout) == (0, "The site is in public/\n"), done.stderr
    assert {f"papers/{key}/index.html" for key in invented.PAPERS} < tree(site).keys()
    assert (site / ".git").is_file()
    assert not (site / "gone").exists()
    assert {one.name for one in set(tmp_path.iterdir()) - before} <= {".cache", "__pycache__"}
