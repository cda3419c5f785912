"""Weeks of refresh.yml with the real commands and real git: one pull request, and nothing of a person's is lost."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.answers import LIMPETS, WHELKS
from tests.services.replaying import Replay
from tests.workflows.real_git import RealGitHub
from tests.workflows.running import IDENTITY, Clone
from tests.workflows.weeks import Weeks

BRANCH = "shelf/refresh"
HOSTILE = "Clams | `x` <script>alert(1)</script> @otter #1 !![a](b) \u202eend"
CLAMS = replace(
    LIMPETS, title=HOSTILE.replace("<", "&lt;"), arxiv="2901.09999", doi="10.5555/clams", work="W4200000009",
    number="9123456789abcdef0123456789abcdef01234567", venue="Journal of | `Pipes` @otter #2", code="",
)  # fmt: skip
KNOWN = replace(LIMPETS, code="")
_BEGUN = """\
title: {title}
authors:
  - Ada Marsh
  - Jürgen van der Berg
  - Li Wen
date: '2029-01-05'
identifiers:
  {name}
{more}summary: >-
  Counts.
keywords:
  - shores
"""
PAPERS = {
    "limpetnet": _BEGUN.format(title=f"'{LIMPETS.title}'", name=f"arxiv: '{LIMPETS.arxiv}'", more=""),
    "whelks": _BEGUN.format(title=f"'{WHELKS.title}'", name=f"doi: '{WHELKS.doi}'", more="venue: My own words\n"),
    "clams": _BEGUN.format(title=f'"{HOSTILE}"', name=f"arxiv: '{CLAMS.arxiv}'", more=""),
}


@pytest.fixture
def weeks(clone: Clone, tmp_path: Path) -> Iterator[Weeks]:
    """Start a shelf of three preprints, of which the services know no news yet."""
    services, github = Replay(), RealGitHub(origin=tmp_path / "origin.git")
    services.papers += [replace(KNOWN, doi="", venue=""), WHELKS, replace(CLAMS, doi="", venue="")]
    yield Weeks.begin(clone, github, services, PAPERS)
    services.close()
    github.close()


def pulls(weeks: Weeks) -> list[tuple[str, str]]:
    """Return title and state of the pull requests, the oldest first."""
    return [(one["title"], one["state"]) for one in weeks.github.pulls.values()]


def test_a_month(weeks: Weeks):
    """News, more news while people edit and push, a merge, then no news: all that people wrote is there, and the site has the newest days."""
    weeks.services.papers[:2] = [KNOWN, replace(WHELKS, retracted=True)]
    weeks.run("2029-01-08")
    assert pulls(weeks) == [("Refresh 2 papers", "open")]
    weeks.merge(BRANCH)
    whelks, limpets, clams = (f"content/papers/{key}.yml" for key in ("whelks", "limpetnet", "clams"))
    weeks.edit(whelks, ("status:\n  - kind: retracted\n    by:\n      - OpenAlex\n", ""), ("Counts.", "It stands."))
    weeks.edit(limpets, ("title: 'LimpetNet: Counting Limpets", "title: 'LimpetNet: Counting All Limpets"))
    weeks.services.papers[2] = CLAMS
    weeks.run("2029-01-15")
    assert pulls(weeks)[1:] == [("Refresh clams", "open")]
    weeks.edit(clams, ("Counts.", "Clams by hand."), branch=BRANCH)
    weeks.edit(limpets, ("Counts.", "Counts by hand."))
    weeks.run("2029-01-22")
    assert ["Somebody has pushed" in one["body"] for one in weeks.github.comments[101]] == [True]
    weeks.merge(BRANCH)
    weeks.run("2029-01-29")
    assert {state for _, state in pulls(weeks)[:2]} == {"closed"}
    assert len(pulls(weeks)) == 2
    found = {path: weeks.github.show("main", path) for path in (whelks, limpets, clams)}
    assert "status:" not in found[whelks]
    assert "  It stands.\n" in found[whelks]
    assert "venue: My own words\n" in found[whelks]
    assert "Counting All Limpets" in found[limpets]
    assert "  Counts by hand.\n" in found[limpets]
    assert "venue: Journal of Shore Counting\n" in found[limpets]
    assert "  Clams by hand.\n" in found[clams]
    assert "  doi: '10.5555/clams'\n" in found[clams]
    weeks.take("main")
    weeks.git("mv", whelks, whelks.replace("whelks", "shells"))
    (weeks.person / whelks.replace("whelks", "shells")).open("a", encoding="utf-8").write("former_keys:\n  - whelks\n")
    weeks.git("commit", "--quiet", "--all", "--message", "Another key")
    weeks.git("push", "--quiet", "origin", "main")
    weeks.run("2029-01-30", "build", workflow="pages")
    for page in ("index.html", "papers/clams/index.html"):
        shown = (weeks.runner.folder / "site" / page).read_text(encoding="utf-8")
        assert 'ast checked on <time datetime="2029-01-29">' in shown


def test_merge_orders(weeks: Weeks):
    """Two weeks' branches and a person's edit merge in any order: papers without a conflict, and a rerun settles the rest."""
    weeks.services.papers[:2] = [KNOWN, replace(WHELKS, retracted=True)]
    start = weeks.github.git("rev-parse", "main").strip()
    git = weeks.github.git
    weeks.run("2029-01-08")
    git("update-ref", "refs/heads/first", BRANCH)
    git("update-ref", "-d", f"refs/heads/{BRANCH}")
    weeks.services.papers[2] = CLAMS
    weeks.run("2029-01-15")
    git("update-ref", "refs/heads/second", BRANCH)
    weeks.edit("content/papers/limpetnet.yml", ("Counting Limpets", "Counting All Limpets"), ("Counts.", "By hand."))
    weeks.edit("content/papers/whelks.yml", ("Wild: A Survey", "Tame: A Survey"), ("Counts.", "Only shells."))
    weeks.edit("content/papers/clams.yml", ("- shores", "- shores\n  - tides"))
    git("update-ref", "refs/heads/third", "main")
    ends = set()
    for order in itertools.permutations(("first", "second", "third")):
        weeks.git("fetch", "--quiet", "origin")
        weeks.git("checkout", "--quiet", "--force", "--detach", start)
        for branch in order:
            asked = ("git", *IDENTITY, "merge", "--quiet", "--no-ff", "-m", "Merge", f"origin/{branch}")
            subprocess.run(asked, cwd=weeks.person, check=False, capture_output=True)
            faulty = weeks.git("diff", "--name-only", "--diff-filter=U").split()
            assert set(faulty) <= {"content/citations.yml", "content/watch.yml"}
            if faulty:
                weeks.git("checkout", "--theirs", *faulty)
                weeks.git("commit", "--quiet", "--all", "--message", "Merge")
        ends.add(weeks.git("rev-parse", "HEAD:content/papers").strip())
    assert len(ends) == 1
    weeks.git("push", "--quiet", "--force", "origin", "HEAD:main")
    git("update-ref", "-d", f"refs/heads/{BRANCH}")
    for pull in weeks.github.pulls.values():
        pull["state"] = "closed"
    weeks.run("2029-01-22")
    assert pulls(weeks) == [("Refresh 3 papers", "closed")]
    assert weeks.github.show("shelf-watch", "watch.yml").count("2029-01-22") == 2
