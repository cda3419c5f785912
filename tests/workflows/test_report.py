"""report.py, which keeps one issue about dead links up to date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workflows.conftest import Script
from tests.workflows.fake_github import FakeGitHub
from tests.workflows.running import Clone

MARKER = "<!-- shelf links -->"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text("One is gone: https://example.org/gone\n", encoding="utf-8")
    return path


def test_one_issue_is_opened_then_rewritten(github: FakeGitHub, script: Script, report: Path):
    """The first report opens an issue, the next one updates it, and the same report does nothing."""
    for text, changes in (("first\n", 1), ("second\n", 2), ("second\n", 2)):
        report.write_text(f"{MARKER}\n{text}", encoding="utf-8")
        done = script("report.py", str(report))
        assert (done.returncode, done.stderr, len(github.changes)) == (0, "", changes)
        assert [issue["body"] for issue in github.issues] == [f"{MARKER}\n{text}"]


def test_a_closed_issue_stays_closed_until_the_report_changes(github: FakeGitHub, script: Script, report: Path):
    """A closed issue stays closed for the same report; a new report reopens it."""
    script("report.py", str(report))
    github.issues[0]["state"] = "closed"
    script("report.py", str(report))
    assert github.issues[0]["state"] == "closed"
    report.write_text("Two are gone.\n", encoding="utf-8")
    script("report.py", str(report))
    assert (len(github.issues), github.issues[0]["state"]) == (1, "open")


def test_other_peoples_issues_are_not_changed(github: FakeGitHub, script: Script, report: Path):
    """Issues by others with our marker, issues without text and pull requests are not changed."""
    stranger = {"number": 1, "user": {"login": "mallory"}, "body": MARKER, "state": "open"}
    robot = {"login": "github-actions[bot]"}
    github.issues += [
        stranger,
        {"number": 2, "user": robot, "body": None, "state": "open"},
        {"number": 3, "user": robot, "body": MARKER, "state": "open", "pull_request": {}},
    ]
    script("report.py", str(report))
    assert [issue["body"] for issue in github.issues[:3]] == [MARKER, None, MARKER]
    assert github.changes == [("POST", "issues")]


def test_a_report_is_escaped(github: FakeGitHub, script: Script, report: Path):
    """A server's answer mentions nobody, and invalid UTF-8 does not stop the report."""
    report.write_bytes(b"moved to @everyone ![x](https://example.org/x.png) \xff https://example.org/@a#5\n")
    assert script("report.py", str(report)).returncode == 0
    (issue,) = github.issues
    assert "@\u200beveryone !\u200b[x](https://example.org/x.png) \ufffd https://example.org/@a#5" in issue["body"]


def test_the_weekly_run_reports(clone: Clone, github: FakeGitHub, script: Script):
    """The steps of links.yml, on a shelf without links, write a report that report.py accepts."""
    shutil.rmtree(clone.folder / "content")
    (clone.folder / "content/papers").mkdir(parents=True)
    (clone.folder / "content/papers/otters.yml").write_text("title: Otters\n", encoding="utf-8")
    ran = clone.run("links", "follow", {}, {})
    assert ran.failed == [], ran.words
    assert script("report.py", str(clone.folder / "dist/links/report.md")).returncode == 0
    (issue,) = github.issues
    assert issue["body"].startswith(f"{MARKER}\n### ")
