"""What weekly runs write merges with what a person edits meanwhile, in any order, by git alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from generator.content import catalogue
from tests.cli import test_refresh
from tests.cli.test_refresh import Links, Shelf
from tests.services.answers import LIMPETS, shoal
from tests.services.replaying import Replay

links, replay, shelf = test_refresh.links, test_refresh.replay, test_refresh.shelf
GULLS = shoal(2)[1]


class Git:
    """A repository with the shelf in it."""

    def __init__(self, folder: Path) -> None:
        """Make it, with one commit on main."""
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.commit("Begin")

    def git(self, *words: str, check: bool = True) -> str:
        """Run a command of git."""
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *who, *words], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done.stdout

    def commit(self, subject: str) -> None:
        """Commit the content folder."""
        self.git("add", "content")
        self.git("commit", "-q", "-m", subject)

    def merge(self, branch: str) -> set[str]:
        """Merge a branch; take our side of what conflicts, and return the paths."""
        self.git("merge", "-q", "--no-edit", branch, check=False)
        conflicts = set(self.git("diff", "--name-only", "--diff-filter=U").split())
        for path in conflicts:
            self.git("checkout", "--ours", "--", path)
            self.git("add", path)
        if conflicts:
            self.git("commit", "-q", "--no-edit")
        return conflicts


@pytest.fixture
def repository(shelf: Shelf) -> Iterator[Git]:
    """The shelf under version control, with a paper that the services do not know yet."""
    shelf.put("gulls", f"title: {GULLS.title}\nidentifiers:\n  arxiv: '{GULLS.arxiv}'\n")
    return Git(shelf.content.parent)


def edited(shelf: Shelf) -> None:
    """A person writes another title and summary."""
    text = shelf.text("papers/limpetnet.yml").replace("Counts limpets.", "Counts limpets between two tides.")
    shelf.put("limpetnet", text.replace(LIMPETS.title, f"{LIMPETS.title}!"))


@pytest.mark.parametrize("order", list(permutations(("monday", "next", "person"))))
def test_two_runs_and_a_person_merge(  # noqa: PLR0917
    shelf: Shelf,
    repository: Git,
    links: Links,
    replay: Replay,
    monkeypatch: pytest.MonkeyPatch,
    order: tuple[str, ...],
):
    """A run on Monday, one a week later that knows more, and an edit of title and summary: papers never conflict.

    A rerun settles what the program wrote: then every fact is there, and the shelf is sound.
    """
    repository.git("checkout", "-q", "-b", "monday")
    shelf.news()
    repository.commit("News of Monday")
    repository.git("checkout", "-q", "-b", "person", "main")
    edited(shelf)
    repository.commit("Write more")
    repository.git("checkout", "-q", "-b", "next", "main")
    replay.papers.append(GULLS)
    shelf.week(monkeypatch, links)
    shelf.news()
    repository.commit("News of the week after")
    repository.git("checkout", "-q", "main")
    conflicts = set().union(*(repository.merge(branch) for branch in order))
    assert {path for path in conflicts if "/papers/" in path} == set()
    shelf.news()
    loaded, problems = catalogue.inspect(shelf.content)
    assert [one for one in problems if one.severity == "error"] == []
    paper = loaded.papers["limpetnet"]
    assert (paper.title, paper.summary) == (f"{LIMPETS.title}!", "Counts limpets between two tides.")
    assert (paper.venue, paper.identifiers.doi) == (LIMPETS.venue, LIMPETS.doi)
    assert loaded.papers["gulls"].venue == GULLS.venue
    assert shelf.news()["news"] == []


def test_a_run_that_starts_from_the_merged_one(
    shelf: Shelf,
    repository: Git,
    links: Links,
    monkeypatch: pytest.MonkeyPatch,
):
    """The usual week: the pull request of last week is merged beside a person's commit; the next one is clean."""
    repository.git("checkout", "-q", "-b", "monday")
    shelf.news()
    repository.commit("News of Monday")
    repository.git("checkout", "-q", "main")
    edited(shelf)
    repository.commit("Write more")
    assert repository.merge("monday") == set()
    shelf.week(monkeypatch, links)
    found = shelf.news()
    assert found["news"] == []
    assert [one["path"] for one in found["changes"]] == ["watch.yml"]
