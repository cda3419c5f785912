"""discover.py and discover.yml: one issue with boxes, and a pull request of what somebody who may push has ticked."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.services.answers import LIMPETS
from tests.services.replaying import Replay
from tests.workflows.conftest import Script
from tests.workflows.fake_github import ROBOT, TOKEN, FakeGitHub
from tests.workflows.running import Clone

HIDDEN = r'''doi:10.5555/limpets openalex:W1 "Limpets \"@ada\" \u003c!-\u002d x"'''
LIST = f"""\
<!-- shelf discover -->
2 papers that this shelf may lack.

#### 1. [LimpetNet @otter #5](<https://example.org/x>) <img src=x>

- [ ] add <!-- shelf add {HIDDEN} -->
- [ ] reject <!-- shelf reject {HIDDEN} -->

#### 2. A title <!-- shelf add <x> --> with a comment

- [ ] add <!-- shelf add arxiv:2901.01234 -->
"""
NONE = "<!-- shelf discover -->\nNo paper was found that this shelf may lack.\n"
PAPER, DECISIONS = "content/papers/limpetnet.yml", "content/decisions.yml"
LEFT = {
    "keys": ["limpetnet"],
    "files": {PAPER: "title: LimpetNet\n", DECISIONS: "- reject: doi:10.5555/seals\n"},
    "told": "",
    "changes": "One paper more: `limpetnet`",
}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ask(tmp_path: Path, script: Script) -> Run:
    """Run the job that writes the issue."""

    def run(text: str = LIST) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "dist/discover/issue.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return script("discover.py", "ask")

    return run


def test_the_list_becomes_one_issue(github: FakeGitHub, ask: Run):
    """The names of papers stay hidden; whatever else a title contains notifies nobody and hides nothing."""
    done = ask()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (issue,) = github.issues
    assert issue["body"].startswith("<!-- shelf discover -->\n<!-- shelf wrote ")
    for hidden in (f"add {HIDDEN}", f"reject {HIDDEN}", "add arxiv:2901.01234"):
        assert f"- [ ] {hidden.split()[0]} <!-- shelf {hidden} -->\n" in f"{issue['body']}\n"
    assert "[LimpetNet @\u200botter #\u200b5](<https://example.org/x>) <\u200bimg src=x>" in issue["body"]
    assert "A title <\u200b!-- shelf add <\u200bx> -->" in issue["body"]


def test_an_issue_that_nobody_changed_is_updated(github: FakeGitHub, ask: Run):
    """The next month's list replaces it; the same list writes nothing."""
    for text, changes in ((LIST, 1), (LIST, 1), (LIST.replace("2 papers", "Two papers"), 2)):
        assert ask(text).returncode == 0
        assert len(github.changes) == changes
    (issue,) = github.issues
    assert "Two papers" in issue["body"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("change", [("- [ ] add", "- [x] add"), ("2 papers", "My notes\n\n2 papers")])
@pytest.mark.parametrize("text", [LIST.replace("2 papers", "Two papers"), NONE], ids=["another list", "no paper"])
def test_ticks_and_notes_are_kept(github: FakeGitHub, ask: Run, ends: str, change: tuple[str, str], text: str):
    """An open issue that somebody has begun to answer stays as it is."""
    ask()
    begun = github.issues[0]["body"].replace(*change).replace("\n", ends)
    github.issues[0]["body"] = begun
    done = ask(text)
    assert (done.returncode, len(github.issues), github.issues[0]["body"]) == (0, 1, begun)
    assert "Somebody has changed issue 1" in done.stdout


def test_line_endings_are_no_change(github: FakeGitHub, ask: Run):
    """GitHub's editor saves other line endings; that alone is nobody's work."""
    ask()
    github.issues[0]["body"] = github.issues[0]["body"].replace("\n", "\r\n")
    ask(LIST.replace("2 papers", "Two papers"))
    assert "Two papers" in github.issues[0]["body"]


def test_after_an_answered_issue_there_is_a_new_one(github: FakeGitHub, ask: Run):
    """A closed issue is done with; those of other people with the same mark do not count."""
    ask()
    github.issues[0]["state"] = "closed"
    github.issues.append(github.issues[0] | {"number": 2, "state": "open", "user": {"login": "mallory"}})
    ask()
    assert [(issue["user"]["login"], issue["state"]) for issue in github.issues] == [
        ("github-actions[bot]", "closed"), ("mallory", "open"), ("github-actions[bot]", "open")
    ]  # fmt: skip


def test_nothing_to_ask_opens_nothing(github: FakeGitHub, ask: Run):
    """An open issue whose papers are all here by now is closed."""
    assert ask(NONE).returncode == 0
    assert github.issues == []
    ask()
    ask(NONE)
    assert [issue["state"] for issue in github.issues] == ["closed"]


def test_a_long_list_is_cut_at_a_line(github: FakeGitHub, ask: Run):
    """GitHub refuses texts of more than 65,536 characters."""
    row = "- [ ] **add** A paper on limpets <!-- shelf add doi:10.5555/limpets -->\n"
    assert ask(row * 2_000).returncode == 0
    text = github.issues[0]["body"]
    assert len(text) < 65_000
    assert text.count("<!-- shelf add") == text.count(" -->") - 2
    assert text.endswith("… and more, which does not fit here.")


def event(body: str, *, by: str = "ada", author: dict[str, str] = ROBOT) -> dict[str, Any]:
    """Return the event of a closed issue."""
    issue = {"number": 7, "state": "closed", "body": body, "user": author}
    return {"issue": issue, "sender": {"login": by}, "repository": {"default_branch": "main"}}


@pytest.fixture
def opened(tmp_path: Path, github: FakeGitHub, script: Script) -> Run:
    """Run the job that opens the pull request, for a person who may push."""
    github.permissions["ada"] = "write"

    def run(left: dict[str, Any] | None = LEFT, **how: Any) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "dist/discover/answers.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if left is not None:
            path.write_text(json.dumps(left), encoding="utf-8")
        return script("discover.py", "open", event=event(how.pop("body", LIST), **how))

    return run


def answers(github: FakeGitHub) -> list[str]:
    return [comment["body"] for comment in github.comments.get(7, [])]


def test_ticks_become_one_pull_request(github: FakeGitHub, opened: Run):
    """It has the papers and the rejections, and the issue has a link to it."""
    done = opened()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert github.files("shelf/discover-7") == LEFT["files"]
    (pull,) = github.pulls.values()
    assert (pull["title"], pull["head"], pull["base"]) == ("Add limpetnet", "shelf/discover-7", "main")
    assert pull["body"].startswith("What is ticked in #7.\n\nOne paper more: `limpetnet`\n")
    assert answers(github) == ["<!-- shelf discovered -->\nWhat is ticked is now in #100."]


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ([], "Note which papers of issue 7 the shelf does not want"),
        (["limpetnet", "otternet"], "Add 2 papers from issue 7"),
    ],
)
def test_the_title_is_ours(github: FakeGitHub, opened: Run, keys: list[str], title: str):
    """It says how many papers there are, in no service's words."""
    opened(LEFT | {"keys": keys})
    assert github.pulls[100]["title"] == title


def test_answers_after_a_second_thought_replace_the_first(github: FakeGitHub, opened: Run):
    """Reopened and closed with other ticks, the issue has the same pull request, unless somebody pushed to it."""
    opened()
    opened(LEFT | {"files": {DECISIONS: "- reject: doi:10.5555/limpets\n"}, "keys": []})
    assert (len(github.pulls), len(answers(github))) == (1, 1)
    assert [*github.files("shelf/discover-7")] == [DECISIONS]
    github.push("shelf/discover-7", {PAPER: "title: By hand\n"})
    theirs = github.refs["heads/shelf/discover-7"]
    assert opened().returncode == 0
    assert github.refs["heads/shelf/discover-7"] == theirs
    assert "Somebody has pushed to `shelf/discover-7`" in answers(github)[0]


@pytest.mark.parametrize("permission", ["read", "none", ""])
def test_only_people_who_may_push_answer(github: FakeGitHub, opened: Run, permission: str):
    """Closing an issue needs less than pushing; whoever may not push is told so."""
    github.permissions = {"eve": permission}
    assert opened(by="eve").returncode == 0
    assert (github.refs, github.pulls) == ({}, {})
    assert "Only somebody who may push" in answers(github)[0]


@pytest.mark.parametrize("author", [{"login": "mallory"}, {"login": "github-actions"}])
def test_other_peoples_issues_bring_nothing(github: FakeGitHub, opened: Run, author: dict[str, str]):
    """Anybody may write our mark into an issue of their own."""
    assert opened(author=author).returncode == 1
    assert github.changes == []


def test_a_person_cannot_be_a_path(github: FakeGitHub, opened: Run):
    """The name in the event is one part of the address that is asked."""
    opened(by="../../ada")
    assert ("GET", "collaborators/..%2F..%2Fada/permission") in github.asked


def test_what_could_not_be_taken_in_is_told(github: FakeGitHub, opened: Run):
    """Problems are shown as text, beside the pull request or instead of it; without ticks nothing is said."""
    opened(LEFT | {"told": "issue:9: @otter is ticked twice"})
    assert "#100." in answers(github)[0]
    assert "issue:9: @\u200botter is ticked twice" in answers(github)[0]
    opened(LEFT | {"files": {}, "keys": [], "told": "no service knows it"})
    assert "I could not take in what is ticked" in answers(github)[0]
    changes = len(github.changes)
    done = opened(LEFT | {"files": {}, "keys": []})
    assert (done.returncode, len(github.changes)) == (0, changes)
    assert "Nothing is ticked" in done.stdout


def test_a_rule_against_the_branch_is_told(github: FakeGitHub, opened: Run):
    """The person who closed the issue learns why there is no pull request, and the run fails."""
    github.protected.add("shelf/discover-7")
    done = opened()
    assert (done.returncode, done.stderr, github.pulls) == (1, "", {})
    assert "did not let me write the branch `shelf/discover-7`" in answers(github)[0]
    github.protected.clear()
    assert opened().returncode == 0
    assert answers(github) == ["<!-- shelf discovered -->\nWhat is ticked is now in #100."]


def test_a_failed_first_job_is_told(github: FakeGitHub, opened: Run):
    """The person who closed the issue learns that nothing was done, and the run fails."""
    assert opened(None).returncode == 1
    assert "Something went wrong on our side" in answers(github)[0]


@pytest.mark.parametrize(
    "changes",
    [
        *[{"files": {path: "x"}} for path in (
            ".github/workflows/check.yml", "content/papers/../../Makefile", "content/taxonomy.yml", "content/watch.yml",
            "content/decisions.yml\n", "")],
        {"files": {f"content/papers/p{n}.yml": "x" for n in range(401)}},
        {"keys": ["@everyone"]},
    ],
    ids=lambda changes: str(changes)[:50],
)  # fmt: skip
def test_only_files_of_answers_are_written(github: FakeGitHub, opened: Run, changes: dict[str, Any]):
    """Whatever the first job wrote."""
    assert opened(LEFT | changes).returncode == 1
    assert github.changes == []


@pytest.fixture
def discover(module: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module, in an empty repository."""
    (tmp_path / "content/papers").mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return module("discover")


@pytest.mark.parametrize(
    ("code", "text", "fails"), [(0, LIST, False), (0, NONE, False), (1, LIST, False), (1, NONE, True), (2, "", True)]
)
def test_an_outage_is_not_an_empty_list(
    discover: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    text: str,
    fails: bool,  # noqa: FBT001
):
    """If no service answered, the issue stays as it is; a list from some of them is worth showing."""

    def run(*asked: str) -> subprocess.CompletedProcess[str]:
        assert asked == ("discover", "--markdown", "dist/discover/issue.md")
        if text:
            Path(asked[2]).write_text(text, encoding="utf-8")
        return subprocess.CompletedProcess(asked, code, "", "no answer")

    monkeypatch.setattr(discover.shelf, "run", run)
    with pytest.raises(SystemExit) if fails else nullcontext():
        discover.find()


@pytest.mark.parametrize("fault", ["", "content/papers/limpetnet.yml:1:1: it is odd"])
def test_the_issue_is_a_file_for_the_command(
    discover: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
):
    """Its text is no part of a command; files that do not pass the check are not proposed."""
    hostile = LIST.replace("2 papers", "$(touch pwned) `touch pwned` --yes").replace("\n", "\r\n")
    (tmp_path / "event.json").write_text(json.dumps(event(hostile)), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    commands = []

    def run(*asked: str) -> subprocess.CompletedProcess[str]:
        commands.append(asked)
        if asked[0] == "discover":
            assert Path(asked[2]).read_text("utf-8") == hostile.replace("\r\n", "\n")
            Path(PAPER).write_text("title: LimpetNet\n", encoding="utf-8")
            return subprocess.CompletedProcess(asked, 0, json.dumps({"problems": []}), "")
        return subprocess.CompletedProcess(asked, int(bool(fault) and asked[0] == "check"), "A diff", fault)

    monkeypatch.setattr(discover.shelf, "run", run)
    discover.take()
    assert commands[0] == ("discover", "--answers", "dist/discover/answers.md", "--yes", "--json")
    left = discover.shelf.left(discover.LEFT, *discover.FILES)
    assert (left["files"], left["told"]) == ({} if fault else {PAPER: "title: LimpetNet\n"}, fault)
    assert not (tmp_path / "pwned").exists()


def test_ticks_are_taken_in(clone: Clone, github: FakeGitHub, tmp_path: Path):
    """Both jobs run with the real commands: one paper is added, another rejected, and a third is left for later."""
    services = Replay()
    services.papers.append(LIMPETS)
    github.permissions["ada"] = "admin"
    shutil.rmtree(clone.folder / "content")
    (clone.folder / "content/papers").mkdir(parents=True)
    (clone.folder / "content/papers/otters.yml").write_text("title: Otters\n", encoding="utf-8")
    clone.commit("One paper")
    text = (
        "<!-- shelf discover -->\n<!-- shelf wrote 0123456789abcdef -->\n"
        f'- [x] add <!-- shelf add arxiv:{LIMPETS.arxiv} "Limpets $(touch pwned)" -->\n'
        f"- [ ] reject <!-- shelf reject arxiv:{LIMPETS.arxiv} -->\n"
        '- [x] reject <!-- shelf reject doi:10.5555/seals "Seals" --> no shells\n'
        '- [ ] add <!-- shelf add doi:10.5555/whelks "Whelks" -->\n'
    )
    happened = event(text.replace("\n", "\r\n"))
    for job, around in (("take", services.environment() | {"NO_PROXY": "127.0.0.1"}), ("open", github.environment())):
        ran = clone.run("discover", job, {"github.token": TOKEN}, happened, environment=around)
        assert ran.failed == [], ran.words
    services.close()
    files = github.files("shelf/discover-7")
    assert f"arxiv: '{LIMPETS.arxiv}'" in files["content/papers/limpetnet.yml"]
    assert "reject: doi:10.5555/seals" in files["content/decisions.yml"]
    assert "reason: no shells" in files["content/decisions.yml"]
    assert "whelks" not in str(files)
    assert github.pulls[100]["title"] == "Add limpetnet"
    assert "limpetnet" in github.pulls[100]["body"]
    assert answers(github) == ["<!-- shelf discovered -->\nWhat is ticked is now in #100."]
    assert not list(tmp_path.rglob("pwned"))
