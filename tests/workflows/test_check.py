"""Runs check.yml step by step on simulated pull requests, and reads its summary."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT
from tests.workflows.conftest import Script
from tests.workflows.fake_github import TOKEN, FakeGitHub
from tests.workflows.running import Clone, Ran
from tests.workflows.test_watch import written

PREVIEW = ("Build the preview", "Upload the preview")
PAPER = "title: {title}\ndate: '2021-03-04'\nsummary: >-\n  Counts sea otters on drone pictures.\n"
OTTERS = PAPER.format(title="'OtterNet: Counting Sea Otters from the Air'")
LIMPETS = PAPER.format(title="'LimpetNet: Counting Limpets from a Boat'")
HOSTILE = "$(touch pwned) `touch pwned`; ${{ github.token }} @everyone <script>alert(1)</script> ::error::x"
EVENT = {
    "number": 12,
    "pull_request": {"title": f"{HOSTILE}\n::set-output name=x::y", "head": {"ref": "a;touch${IFS}pwned"}},
}


def checked(clone: Clone, *, preview: bool = False) -> Ran:
    ran = clone.run("check", "content", {"github.event.number": "12"}, EVENT, but=() if preview else PREVIEW)
    assert "Traceback" not in "".join(ran.words.values()), ran.words
    assert not list(clone.folder.parent.rglob("pwned"))
    return ran


def files(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_good_pull_request_leaves_a_preview_and_a_summary(whole: Clone, previews: ModuleType, tmp_path: Path):
    """All steps pass; the artifacts are the offline site with the new paper, which can be hosted, and the summary."""
    whole.pull_request("otters", {"content/papers/otternet.yml": OTTERS})
    ran = checked(whole, preview=True)
    assert ran.failed == [], ran.words
    assert sorted(ran.artifacts) == ["reading-shelf-offline.zip", "summary"]
    with zipfile.ZipFile(io.BytesIO(ran.artifacts["reading-shelf-offline.zip"])) as preview:
        assert any("otternet" in name for name in preview.namelist())
    previews.unpack(ran.artifacts["reading-shelf-offline.zip"], tmp_path / "hosted")
    for page in (tmp_path / "hosted").rglob("*.html"):
        assert page.read_text("utf-8").count(previews.HEAD) == 1
    summary = files(ran.artifacts["summary"])
    assert summary["number.txt"] == "12\n"
    assert summary["summary.md"].startswith("<!-- shelf diff -->\n")
    assert "otternet" in summary["summary.md"]


def test_a_faulty_pull_request_fails_with_locations(clone: Clone):
    """The check fails; the annotation and the comment give the exact location, and no preview is built."""
    clone.pull_request("bad", {"content/papers/otternet.yml": OTTERS + "builds_on:\n  - ernie3-0\n"})
    ran = checked(clone)
    assert ran.failed == ["Check every file"]
    assert "file=content/papers/otternet.yml,line=6" in ran.words["Check every file"]
    summary = files(ran.artifacts["summary"])["summary.md"]
    assert summary.startswith("<!-- shelf diff -->\n### Not ready yet: one thing to fix\n")
    assert "content/papers/otternet.yml:6:5: ref.paper: " in summary
    assert "hint: did you mean ernie-3-0?" in summary


@pytest.mark.parametrize("title", ["quoted", "block"])
def test_hostile_text_is_inert(clone: Clone, github: FakeGitHub, script: Script, title: str):
    """A title full of commands, expressions and markup runs nothing and is escaped in the comment."""
    text = {"quoted": f'"{HOSTILE}"', "block": f"|-\n  {HOSTILE}\n  ::error file=x::second line"}[title]
    clone.pull_request("hostile", {"content/papers/hostile.yml": PAPER.format(title=text)})
    ran = checked(clone)
    said = "".join(ran.words.values())
    assert "\n::error::x" not in said
    assert "\n::error file=x::second" not in said
    sha, repository = clone.git("rev-parse", "hostile").strip(), {"id": 7}
    github.pulls[12] = {"head": {"sha": sha, "ref": "hostile", "repo": repository}}
    github.artifacts |= ran.artifacts
    run = {"id": 1, "head_sha": sha, "head_branch": "hostile", "head_repository": repository}
    assert script("comment.py", event={"workflow_run": run}).returncode == 0
    (comment,) = github.comments[12]
    assert "@everyone" not in comment["body"]
    assert "<script" not in comment["body"]


@pytest.mark.parametrize(
    "name",
    ["a b.yml", "new\nline.yml", "$(touch pwned).yml", "`touch pwned`.yml", "-rf.yml", "::error::x.yml", "ö.yml"],
)
def test_hostile_file_names_are_refused(clone: Clone, name: str):
    """A file with an impossible name is reported; it is not run and not skipped."""
    clone.pull_request("hostile", {f"content/papers/{name}": OTTERS})
    ran = checked(clone)
    assert ran.failed == ["Check every file"]
    assert "### Not ready yet" in files(ran.artifacts["summary"])["summary.md"]


def test_two_pull_requests_do_not_conflict(clone: Clone):
    """Two pull requests that add papers merge one after the other, and the second summary lists only its own paper."""
    clone.pull_request("otters", {"content/papers/otternet.yml": OTTERS})
    clone.git("branch", "--force", "merged", "HEAD")
    clone.pull_request("limpets", {"content/papers/limpetnet.yml": LIMPETS})
    clone.git("checkout", "--quiet", "merged")
    clone.git("merge", "--quiet", "--no-ff", "--message", "Merge limpets", "limpets")
    ran = checked(clone)
    assert ran.failed == []
    summary = files(ran.artifacts["summary"])["summary.md"]
    assert "limpetnet" in summary
    assert "otternet" not in summary


def test_layout_does_not_block_a_merge(clone: Clone):
    """A file with another layout passes, with a note for the person who merges."""
    clone.pull_request("loose", {"content/papers/otternet.yml": "date:   '2021-03-04'\ntitle:   \"OtterNet\"\n"})
    ran = checked(clone)
    assert ran.failed == []
    assert "You need not do anything" in files(ran.artifacts["summary"])["summary.md"]


def test_many_problems_are_counted(clone: Clone):
    """The comment shows twenty problems and the number of the others."""
    papers = {f"content/papers/otters-{n}.yml": f"titel: Otters {n}\n" for n in range(30)}
    clone.pull_request("many", papers)
    summary = files(checked(clone).artifacts["summary"])["summary.md"]
    assert "things to fix" in summary
    assert summary.count("otters-") <= 40
    assert "… and " in summary


def test_the_published_site_is_what_make_builds(whole: Clone, github: FakeGitHub):
    """pages.yml publishes the folder that its steps built, with the days of the last checks, also of papers that are gone."""
    github.push("shelf-watch", {"watch.yml": written("2029-01-08")})
    ran = whole.run("pages", "build", {"github.token": TOKEN}, {}, environment=github.environment())
    assert ran.failed == [], ran.words
    assert "date: '2029-01-08'" in (whole.folder / "content/watch.yml").read_text("utf-8")
    assert (whole.folder / "site/index.html").is_file()
    assert not (whole.folder / "site/.git").exists()


def test_the_harness_runs_this_checkout(whole: Clone, github: FakeGitHub):
    """The throwaway clone has the current files, and a step runs the clone's own code."""
    assert (whole.folder / "Makefile").read_bytes() == (ROOT / "Makefile").read_bytes()
    (whole.folder / "generator/__init__.py").write_text("raise SystemExit('the clone')\n", encoding="utf-8")
    ran = whole.run("pages", "build", {"github.token": TOKEN}, {}, environment=github.environment())
    assert ran.failed == ["Build the site"]
    assert "the clone" in ran.words["Build the site"]
