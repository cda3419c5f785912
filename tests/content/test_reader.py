"""The reader: what the cache gives back is what the text says, and a file that changed is read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.content import catalogue, reader
from generator.content.reader import Reader
from generator.model import Catalogue, Paper
from generator.problems import Problem
from generator.storage import cache, processes

ROOT = Path(__file__).resolve().parents[2] / "content"
PAPER = "title: 'Gulls: a Survey'\nauthors:\n- Ada Marsh\n- García López, María\ndate: '2021-07'\n"


def shelf(folder: Path, texts: dict[str, str]) -> Path:
    """Write papers by key into a content folder and return it."""
    root = folder / "content"
    (root / "papers").mkdir(parents=True, exist_ok=True)
    for key, text in texts.items():
        (root / "papers" / f"{key}.yml").write_text(text, encoding="utf-8")
    return root


def read(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue's papers and problems, read anew."""
    return catalogue.inspect(root)


def test_the_cache_gives_back_the_whole_project_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers, ledgers, taxonomy, paths and problems are equal with an empty cache and with a full one."""
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "cache")
    first = read(ROOT)
    assert (tmp_path / "cache" / cache.NAME).is_file()
    monkeypatch.setattr(reader, "_parsed", lambda *_: pytest.fail("parsed again"))
    assert read(ROOT) == first


def test_warnings_come_out_of_the_cache_with_the_path_from_which_one_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file has another path in another current folder; its warning says the right one."""
    root = shelf(tmp_path, {"gulls": PAPER + "author_count: 1\nsummary: 'A caf&eacute; of gulls'\n"})
    monkeypatch.chdir(tmp_path)
    inside = read(Path("content"))
    assert read(Path("content")) == inside
    monkeypatch.chdir(tmp_path.parent)
    _, problems = read(root)
    assert problems
    assert all(problem.path.startswith(tmp_path.name) for problem in problems)


def test_a_faulty_file_is_reported_each_time(tmp_path: Path) -> None:
    """Faults, with line and column, are the same at the second reading, and go when the file is right."""
    root = shelf(tmp_path, {"gulls": "title: [\n", "terns": PAPER})
    first = read(root)
    assert first[1]
    assert read(root) == first
    shelf(tmp_path, {"gulls": PAPER})
    assert read(root)[1] != first[1]


def test_many_files_are_parsed_alike_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks give what one process gives, faulty files included."""
    texts = {f"gulls-{n}": PAPER.replace("Survey", f"Survey {n}") if n % 7 else f"title: {{ {n}\n" for n in range(40)}
    monkeypatch.setattr(reader, "MANY", 5)
    monkeypatch.setattr(processes, "count", lambda: 3)
    several = read(shelf(tmp_path, texts))
    monkeypatch.setattr(processes, "count", lambda: 1)
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "other")
    assert read(tmp_path / "content") == several


def test_a_file_that_did_not_change_gives_the_same_object(tmp_path: Path) -> None:
    """A reader that stays reads only what changed; the rest is identical, not only equal."""
    root = shelf(tmp_path, {"gulls": PAPER, "terns": PAPER})
    files = {root / "papers" / f"{key}.yml": Paper for key in ("gulls", "terns")}
    for path in files:
        os.utime(path, ns=(1, 1))
    one = Reader(root)
    before = one.read(files)
    (root / "papers" / "terns.yml").write_text(PAPER.replace("Gulls", "Terns"), encoding="utf-8")
    after = one.read(files)
    gulls, terns = files
    assert after[gulls] is before[gulls]
    assert after[terns].thing.title == "Terns: a Survey"


def test_an_edit_within_the_same_tick_is_seen(tmp_path: Path) -> None:
    """A file that was read right after it was written is read again: its time may hide another edit of the same length."""
    root = shelf(tmp_path, {"gulls": PAPER})
    path = root / "papers" / "gulls.yml"
    one = Reader(root)
    for word in ("Gulls", "Terns", "Skuas", "Knots"):
        path.write_text(PAPER.replace("Gulls", word), encoding="utf-8")
        assert one.read({path: Paper})[path].thing.title == f"{word}: a Survey"


def test_texts_have_their_paths_below_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, which has no name in a path, gives the same names as any other."""
    root = shelf(tmp_path, {"gulls": PAPER})
    monkeypatch.chdir(root)
    for one in (Path(), Path("../content"), root):
        found, _ = catalogue.inspect(one)
        assert found.texts == {"papers/gulls.yml": PAPER}
