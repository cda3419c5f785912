"""After any edit, and whatever happened to the site and the cache, ``shelf build`` leaves the site of a build from nothing.

``SHELF_EDITS=200 SHELF_SEEDS=0,1,2 python -m pytest tests/site/test_incremental.py -k edits`` makes more random edits.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import plugin, site
from generator.plugin import builds
from generator.problems import ShelfError
from generator.site import Press, press
from generator.storage import processes
from tests.site import invented, random_edits
from tests.site.random_edits import State
from tests.storage.killing import die_at

EDITS = int(os.environ.get("SHELF_EDITS", "18"))
SEEDS = [int(one) for one in os.environ.get("SHELF_SEEDS", "1").split(",")]
WITHOUT = shutil.ignore_patterns(".cache", "site", ".shelf-*")
Tree = dict[str, str]
COLD: dict[str, tuple[Tree, list[str]]] = {}  # what builds from nothing gave, by what is in the projects


def tree(folder: Path) -> Tree:
    """Return the hashes of the files of a site by name."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".shelf-site")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def publish(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build the site of a project, and return its problems."""
    monkeypatch.chdir(folder)
    try:
        plugin.publish(site.settings(Path("mkdocs.yml")))
    except ShelfError as error:
        return [str(problem) for problem in error.problems]
    return []


def cold(folder: Path, monkeypatch: pytest.MonkeyPatch, twin: Path) -> tuple[Tree, list[str]]:
    """Return the site that a copy of the project gives, built from nothing, and its problems; each project once."""
    shutil.copytree(folder, twin, ignore=WITHOUT, symlinks=True)
    links = sorted(
        (path.relative_to(twin).as_posix(), path.readlink()) for path in twin.rglob("*") if path.is_symlink()
    )
    name = repr((links, sorted(tree(twin).items())))
    if name not in COLD:
        problems = publish(twin, monkeypatch)
        COLD[name] = tree(twin / "site"), problems
    monkeypatch.chdir(folder)
    shutil.rmtree(twin)
    return COLD[name]


def differences(folder: Path, monkeypatch: pytest.MonkeyPatch, twin: Path) -> tuple[list[str], list[str]]:
    """Build the site in the project, and from nothing in a copy; return the files that differ, and the problems."""
    old = tree(folder / "site")
    problems = publish(folder, monkeypatch)
    made, told = cold(folder, monkeypatch, twin)
    assert told == problems
    warm, right = tree(folder / "site"), old if problems else made
    return sorted(name for name in warm.keys() | right.keys() if warm.get(name) != right.get(name)), problems


@pytest.mark.parametrize("seed", SEEDS)
def test_after_random_edits_the_site_is_the_one_of_a_cold_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Every file is the same byte for byte after each edit; where content/ is faulty, both say so and the old site stays."""
    dice = random.Random(seed)
    state = random_edits.project(tmp_path / "project")
    assert publish(state.folder, monkeypatch) == []
    done: list[str] = []
    for _ in range(EDITS):
        sound = tmp_path / "sound"
        shutil.copytree(state.folder, sound, ignore=WITHOUT)
        chosen = dice.choice(random_edits.EDITS)
        done.append(chosen.__name__)
        chosen(state, dice)
        found, problems = differences(state.folder, monkeypatch, tmp_path / "cold")
        assert found == [], done
        if problems:  # the person undoes the edit
            done[-1] += " (faulty)"
            revert(state, sound)
        shutil.rmtree(sound)
    print(seed, done)


def revert(state: State, sound: Path) -> None:
    """Put back all that a person wrote, as it was."""
    for name in ("content", "overrides"):
        shutil.rmtree(state.folder / name)
        shutil.copytree(sound / name, state.folder / name)
    shutil.copy2(sound / "mkdocs.yml", state.folder / "mkdocs.yml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with its site."""
    invented.project(tmp_path / "project")
    assert publish(tmp_path / "project", monkeypatch) == []
    return tmp_path / "project"


def edit(
    folder: Path, old: str = "Swimming in", new: str = "Wading in", name: str = "content/papers/otter.yml"
) -> None:
    """Replace a text in a file of a project."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the site and compare it with that of a cold build; build it once more, and find it as it was."""
    assert differences(folder, monkeypatch, folder.with_name("cold")) == ([], [])
    site = tree(folder / "site")
    assert publish(folder, monkeypatch) == []
    assert tree(folder / "site") == site
    assert {path.name for path in folder.iterdir()} == {".cache", "content", "mkdocs.yml", "overrides", "site"}


def test_labels_follow_the_headings_of_an_import(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper gains a topic, gets it from elsewhere, and loses it again; no paper's file changes."""
    ledger, topic = "content/imports/2022-05-01-pond.yml", folder / "site/topics/flying/index.html"
    record, key = "    paper: untitled-wading-birds\n", "papers/untitled-wading-birds/"
    assert key not in topic.read_text("utf-8")
    for old, new, listed in (
        ("", "    headings:\n      - Birds > Flying\n", True),
        ("    headings:\n      - Birds > Flying\n", "    keywords:\n      - flying\n", True),
        ("    keywords:\n      - flying\n", "", False),
    ):
        edit(folder, record + old, record + new, ledger)
        same(folder, monkeypatch)
        assert (key in topic.read_text("utf-8")) is listed


def replaced_by_folder(cache: Path) -> None:
    """Put a folder in the place of the cache."""
    cache.unlink()
    cache.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda cache: cache.unlink(),
    "all deleted": lambda cache: shutil.rmtree(cache.parents[1]),
    "empty": lambda cache: cache.write_bytes(b""),
    "cut": lambda cache: os.truncate(cache, cache.stat().st_size // 2),
    "one page": lambda cache: os.truncate(cache, 4096),
    "a folder": replaced_by_folder,
    "text": lambda cache: cache.write_bytes(b"not a database\n" * 999),
    "read-only": lambda cache: (cache.chmod(0o444), cache.parent.chmod(0o555)),
}


@pytest.mark.parametrize("name", list(DAMAGES))
def test_a_lost_or_damaged_cache_changes_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What the cache held is made again."""
    cache = folder / ".cache" / "shelf" / "cache.sqlite"
    DAMAGES[name](cache)
    edit(folder)
    same(folder, monkeypatch)


def test_a_cache_with_wrong_bytes_changes_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever they are in the file."""
    cache = folder / ".cache" / "shelf" / "cache.sqlite"
    whole, dice = cache.read_bytes(), random.Random(7)
    sound = tree(folder / "site")
    for _ in range(max(EDITS // 3, 3)):
        wrong = bytearray(whole)
        for _ in range(dice.choice([1, 10, 1000])):
            wrong[dice.randrange(dice.choice([200, 5000, len(wrong)]))] = dice.randrange(256)
        cache.write_bytes(wrong)
        assert publish(folder, monkeypatch) == []
        assert tree(folder / "site") == sound


@pytest.mark.parametrize("how", ["changed", "cut", "deleted", "foreign", "linked", "folder deleted"])
def test_a_site_that_somebody_changed_is_built_again(folder: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Whatever is done to a page, a file or the whole folder, the next build puts it right."""
    for name in ("papers/otter/index.html", "index.html", "papers.bib", "assets/shelf.css"):
        path = folder / "site" / name
        if how == "changed":
            path.write_bytes(path.read_bytes().replace(b"e", b"x"))
        elif how == "cut":
            os.truncate(path, 10)
        elif how == "deleted":
            path.unlink()
        elif how == "foreign":
            path.with_name("foreign.html").write_text("foreign")
        elif how == "linked":
            path.unlink()
            path.symlink_to(folder / "mkdocs.yml")
        elif path.exists():
            shutil.rmtree(folder / "site")
    same(folder, monkeypatch)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("content/papers/otter.yml", "Swimming in", "Wading in"),
        ("content/pages/about.md", "Invented.", "Made up."),
        ("overrides/main.html", "Skip to content", "Skip all that"),
    ],
)
def test_an_edit_that_is_undone_when_the_build_ends_is_in_no_later_site(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str, *, late: bool
) -> None:
    """The site that was built meanwhile may hold either text; the next build does not take it for its own."""
    where, what = (Press, "print") if late else (builds, "build")
    before = getattr(where, what)

    def editing(*given: Any, **named: Any) -> Any:
        edit(folder, old, new, name)
        return before(*given, **named)

    edit(folder, "Birds", "Birds, birds", "content/pages/index.md")
    with monkeypatch.context() as patched:
        patched.setattr(where, what, editing)
        assert publish(folder, monkeypatch) == []
    edit(folder, new, old, name)
    same(folder, monkeypatch)


def test_hidden_and_included_files_are_no_less_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that mkdocs.yml, a template or an extension of Markdown names may be anywhere; an edit of it is seen."""
    known = folder / "content/pages/.well-known/security.txt"
    icon = folder / "overrides/.icons/own.svg"
    for path in (known, icon, folder / "note.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("one", "utf-8")
    edit(folder, "- attr_list", '- attr_list\n  - pymdownx.snippets:\n      base_path: ["."]', "mkdocs.yml")
    edit(folder, "validation:", "exclude_docs: '!.well-known'\n\nvalidation:", "mkdocs.yml")
    edit(folder, "Invented.", '--8<-- "note.txt"\n', "content/pages/about.md")
    edit(folder, "{{ page.meta.head }}", '{{ page.meta.head }}{% include ".icons/own.svg" %}', "overrides/main.html")
    for path in (known, icon, folder / "note.txt"):
        assert publish(folder, monkeypatch) == []
        path.write_text("two", "utf-8")
        found, problems = differences(folder, monkeypatch, folder.with_name("cold"))
        assert (found, problems) == ([], [])
    site = folder / "site"
    assert (site / ".well-known/security.txt").read_text("utf-8") == "two"
    assert "two" in (site / "about/index.html").read_text("utf-8")
    assert "two" in (site / "papers/otter/index.html").read_text("utf-8")


@pytest.mark.parametrize("target", ["photos", "nothing.svg"])
def test_links_in_the_theme_are_no_crash(folder: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """One to a folder, or to nothing, does what it does in a cold build."""
    folder.with_name("photos").mkdir()
    (folder / "overrides/assets/linked").symlink_to(folder.with_name(target))
    for old, new in (("Swimming in", "Wading in"), ("Wading in", "Diving in")):
        edit(folder, old, new)
        assert differences(folder, monkeypatch, folder.with_name("cold"))[0] == []


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def forked(work: Callable[[], object]) -> int:
    """Start a process that does the work and then ends; return its number."""
    if child := os.fork():
        return child
    try:  # pragma: no cover - another process
        work()
        os._exit(0)
    finally:
        os._exit(1)


@needs_fork
def test_a_build_that_was_killed_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it was killed, the next build makes the site of a cold one."""
    dice = random.Random(3)
    for turn in range(max(EDITS // 3, 4)):
        path = folder / "content/papers/otter.yml"
        path.write_text(re.sub("summary: .*", f"summary: Killed {turn}.", path.read_text("utf-8")), "utf-8")
        last = dice.randrange(1, 400) if turn % 2 else 0

        def killed(last: int = last) -> None:
            if last:
                die_at(last, folder)
            publish(folder, monkeypatch)

        child = forked(killed)
        if not last:
            time.sleep(dice.uniform(0.01, 0.6))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert differences(folder, monkeypatch, folder.with_name("cold")) == ([], []), (turn, last)


@needs_fork
def test_two_builds_at_once_leave_one_whole_site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One waits for the other; both succeed."""
    for number in range(2):
        edit(folder, "Birds", f"Birds {number},", "content/pages/index.md")
        children = [forked(lambda: publish(folder, monkeypatch) and os._exit(2)) for _ in range(2)]
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        same(folder, monkeypatch)


@needs_fork
def test_several_processes_make_the_same_site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, and if one of them is killed."""
    whole = tree(folder / "site")
    monkeypatch.setattr(press, "MANY", 0)
    for number in (2, 3, 5):
        monkeypatch.setattr(processes, "count", lambda number=number: number)
        shutil.rmtree(folder / "site")
        assert publish(folder, monkeypatch) == []
        assert tree(folder / "site") == whole
    shutil.rmtree(folder / "site")
    parent, made = os.getpid(), Press.page

    def dying(*given: Any) -> bytes:
        return made(*given) if os.getpid() == parent else os._exit(9)

    monkeypatch.setattr(Press, "page", dying)
    assert publish(folder, monkeypatch) == []
    assert tree(folder / "site") == whole
