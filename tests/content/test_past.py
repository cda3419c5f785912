"""The content folder at a revision is what a checkout of it would hold, although only what changed is read again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from generator.content import catalogue, past
from generator.model import Catalogue
from generator.problems import Problem
from generator.storage import git
from tests.content import repository
from tests.content.repository import PAPERS, TAXONOMY, Repository

LEDGER = "source: list.bib\nformat: bibtex\ndate: '{}'\nsha256: {}\nrecords:\n- line: 1\n  title: Otters Swim Far\n"
TEXTS = (
    *PAPERS.values(),
    "title: Gulls\nauthors:\n  - Ada Marsh; Bo Reed\n",  # a warning
    "title: Gulls\nauthors:\n  - Ada Marsh\r\n",
    "\ufefftitle: Gulls\n",
    "title: [\n",
    "",
    "title: Gulls\nformer_keys:\n  - otter\n",
    b"title: \xff\n",
)
PATHS = ("papers", "papers", "papers", "paths", "imports", "pages", "pages/more", "odd", "papers/more")
NAMES = ("a.yml", "b.yml", "c-1.yml", "C.yml", "a.yaml", "a.YML", "con.yml", ".hidden.yml", "name-of-the-paper.yml")
WHOLE = ("taxonomy.yml", "decisions.yml", "review.yml", ".gitattributes", ".gitignore", "papers/notes.txt")


def as_told(problems: Sequence[Problem], root: Path) -> list[Problem]:
    """Return the problems with the name of the folder left out."""
    here = str(root)
    return [
        replace(
            one, path=one.path.replace(here, ""), message=one.message.replace(here, ""), hint=one.hint.replace(here, "")
        )
        for one in problems
    ]


def contents(found: Catalogue) -> list[object]:
    """Return what a catalogue holds, with the order of its mappings."""
    values = [getattr(found, field.name) for field in fields(found) if field.name not in {"root", "texts"}]
    return [*(list(one.items()) if isinstance(one, dict) else one for one in values), found.texts]


def checked_out(content: Path, into: Path) -> tuple[Catalogue, list[Problem]]:
    """Return the folder at the last commit, every file of it read again."""
    revision = git.revision(content, "HEAD")
    git.extract(revision, git.tree(revision), into)
    return catalogue.load_sound(into)


def written(made: Repository, chance: random.Random, edits: int) -> None:
    """Edit the working tree: new and changed texts, deletions, renames, links, modes, folders in place of files."""
    for _ in range(edits):
        target = made.content / chance.choice(
            [*WHOLE, *(f"{chance.choice(PATHS)}/{chance.choice(NAMES)}" for _ in "1234")]
        )
        known = [path for path in made.content.rglob("*") if path.is_file() and not path.is_symlink()]
        kind = chance.random()
        if kind < 0.5:
            _write(target, _text(target, chance))
        elif kind < 0.6 and known:
            chance.choice(known).unlink()
        elif kind < 0.75 and known and not target.exists() and _open(target):
            chance.choice(known).rename(target)
        elif kind < 0.8 and known:
            chance.choice(known).chmod(0o755)
        elif kind < 0.9 and not target.exists() and not target.is_symlink() and _open(target):
            target.symlink_to(chance.choice([*known, Path("/etc/hostname"), Path("nowhere")]))
        elif kind < 0.95 and known:
            one = chance.choice(known)
            one.unlink()
            _write(one / "a.yml", PAPERS["heron"])


def _text(target: Path, chance: random.Random) -> str | bytes:
    if target.name == "taxonomy.yml":
        return chance.choice([TAXONOMY, TAXONOMY.replace("HERON", "Otters"), "families: 3\n"])
    if target.name == "decisions.yml":
        return chance.choice(["", "- pair: [a, b]\n  verdict: different\n  reason: Two\n", "- pair: [a]\n"])
    if target.name == ".gitattributes":
        return chance.choice(["* text=auto eol=crlf\n", "*.yml ident\n", "*.yml text\n"])
    if target.name == ".gitignore":
        return "b.yml\n"
    if target.parent.name == "imports":
        return chance.choice(
            [LEDGER.format(day, "0" * 64) for day in ("2026-01-02", "2026-01-01", "2026")] + ["x: 1\n"]
        )
    if target.parent.name == "paths":
        return chance.choice(["title: Birds\nsteps:\n  - paper: otter\n", "title: Birds\n", "steps: 3\n"])
    return chance.choice(TEXTS)


def _open(target: Path) -> bool:
    """Return whether the folder of a new file is there now."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return False
    return True


def _write(target: Path, text: str | bytes) -> None:
    if target.is_dir() or target.is_symlink() or not _open(target):
        return
    target.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("seed", range(40))
def test_the_old_side_is_what_was_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """After any edits, papers, labels, order, texts and problems are those of all files of the commit, read again."""
    chance = random.Random(seed)
    made = repository.shelf(tmp_path / "clone")
    monkeypatch.chdir(made.folder)
    if chance.random() < 0.2:
        made.git("config", "core.autocrlf", chance.choice(["true", "input"]))
    written(made, chance, 12)
    made.git("add", "--all", "--force") if chance.random() < 0.5 else made.git("add", "--all")
    made.git("commit", "--quiet", "--allow-empty", "--message", "Change")
    written(made, chance, chance.choice([0, 1, 3, 8]))
    revision = git.revision(Path("content"), "HEAD")
    now, problems = catalogue.load_sound(Path("content"))
    found = past.load(revision, now, problems, tmp_path / "some")
    expected, told = checked_out(Path("content"), tmp_path / "all")
    assert contents(found.catalogue) == contents(expected)
    assert as_told(found.problems, tmp_path / "some") == as_told(told, tmp_path / "all")
    assert set(found.files) == {
        path.relative_to(tmp_path / "all").as_posix()
        for path in (tmp_path / "all").rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def test_what_has_not_changed_is_the_same_object(tmp_path: Path) -> None:
    """Papers and the taxonomy are shared with the catalogue of now, and their files are not written a second time."""
    made = repository.shelf(tmp_path / "clone")
    made.paper("heron", PAPERS["heron"].replace("Bo", "Jo"))
    now, problems = catalogue.load_sound(made.content)
    found = past.load(git.revision(made.content, "HEAD"), now, problems, tmp_path / "old").catalogue
    assert found.papers["otter"] is now.papers["otter"]
    assert found.taxonomy is now.taxonomy
    assert found.papers["heron"].authors[1].given == "Bo"
    assert [path.name for path in (tmp_path / "old/papers").iterdir()] == ["heron.yml"]
