"""suggest.py and suggest.yml turn a filled-in issue form into a pull request, or into a friendly answer."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.workflows.conftest import Script
from tests.workflows.fake_github import TOKEN, FakeGitHub
from tests.workflows.running import Clone

EVENT = {"issue": {"number": 7}, "repository": {"default_branch": "main"}}
HOSTILE = (
    "$(touch pwned) $(shell touch pwned) `touch pwned` ${{ github.token }} @everyone\n\n### Family\n\nevil\n<script>"
)
PAPER = "content/papers/otternet.yml"
FOUND = {
    "verdict": "new",
    "answer": "",
    "key": "otternet",
    "changes": "One paper more: `otternet`",
    "files": {PAPER: "title: OtterNet\n", "content/imports/2029-01-02-arxiv-2901.01234.yml": "records: []\n"},
}


def form(reference: str, family: str = "_No response_", why: str = "It counts otters.") -> str:
    """Return an issue's text as GitHub writes it from our form."""
    labels = [
        field["attributes"]["label"]
        for field in yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/suggest.yml").read_text(encoding="utf-8"))["body"]
    ]
    return "\n\n".join(f"### {label}\n\n{said}" for label, said in zip(labels, (reference, family, why), strict=True))


@pytest.fixture
def suggest(module: Callable[[str], ModuleType]) -> ModuleType:
    """Return the script as a module."""
    return module("suggest")


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Return the output of the first job."""
    path = tmp_path / "dist/suggestion/suggestion.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(FOUND), encoding="utf-8")
    return path


def answers(github: FakeGitHub) -> list[str]:
    return [comment["body"] for comment in github.comments.get(7, [])]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_form_is_read(suggest: ModuleType, ends: str):
    """The three fields under the form's headings are read with any line ending; a missing answer is empty."""
    found = suggest.parsed(form("2107.02137", why="It counts.\n\nTwice.").replace("\n", ends))
    assert (found.references, found.family, found.why) == ("2107.02137", "", "It counts.\n\nTwice.")


def test_free_text_cannot_be_a_field(suggest: ModuleType):
    """A heading inside the reason is part of the reason."""
    found = suggest.parsed(form("2107.02137", "ernie", HOSTILE))
    assert (found.references, found.family, found.why) == ("2107.02137", "ernie", HOSTILE)


@pytest.mark.parametrize("body", ["", "Hello", "### Family\n", "### Why it belongs here\n\nx", "### " * 10_000])
def test_any_text_is_read(suggest: ModuleType, body: str):
    """An issue with the label but without the form has no reference, which is not an error."""
    assert suggest.parsed(body).references == ""


@pytest.fixture
def asked(suggest: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Asked]:
    """Return what `shelf` is asked, and what it will print for `shelf add`, instead of running it."""
    asked = Asked()
    monkeypatch.setattr(suggest.shelf, "run", asked.run)
    monkeypatch.chdir(tmp_path)
    return asked


@dataclass
class Asked:
    """The commands, and the answer of `shelf add`."""

    commands: list[tuple[str, ...]] = field(default_factory=list)
    papers: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Play a command of the shelf."""
        self.commands.append(arguments)
        said = json.dumps({"papers": self.papers, "changes": self.changes, "problems": self.problems})
        failed = arguments[0] == "add" and any(problem["severity"] == "error" for problem in self.problems)
        return subprocess.CompletedProcess(arguments, int(failed), said if arguments[0] == "add" else "A diff", "")


@pytest.mark.parametrize(
    "references", ["", "\n - \n", "2107.02137\x00", "\u202e2107.02137", "x" * 1_001, "2107.02137\n" * 11]
)
def test_a_refused_reference_is_answered_kindly(suggest: ModuleType, asked: Asked, references: str):
    """What cannot name papers reaches no command; the answer says what can, and how to try again."""
    found = suggest.find(suggest.Form(references=references, family="", why=""))
    assert (found.verdict, found.files, asked.commands) == ("refused", {}, [])
    assert "2107.02137" in found.answer or "up to 10 papers" in found.answer
    assert "edit the text at the top of this issue" in found.answer


@pytest.mark.parametrize("family", ["a\nb", "ERNIE\x00", "\u202eERNIE", "x" * 1_001])
def test_an_invalid_family_is_answered(suggest: ModuleType, asked: Asked, family: str):
    """It never reaches a command."""
    found = suggest.find(suggest.Form(references="2107.02137", family=family, why=""))
    assert (found.verdict, asked.commands) == ("refused", [])
    assert "Write a family by its name" in found.answer


@pytest.mark.parametrize(
    ("references", "arguments"),
    [
        ("2107.02137", ["2107.02137"]),
        ("  Counting Limpets Between Two Tides \n", ["Counting Limpets Between Two Tides"]),
        ("--help", ["--help"]),
        ("$(touch pwned) `x` ; rm", ["$(touch pwned) `x` ; rm"]),
        (
            "- 2107.02137\r\n\n2. https://doi.org/10.5555/x\n* --yes",
            ["2107.02137", "https://doi.org/10.5555/x", "--yes"],
        ),
    ],
)
def test_every_line_is_one_argument(suggest: ModuleType, asked: Asked, references: str, arguments: list[str]):
    """Whatever it is, it is no option and no shell's; bullets and numbers are left out."""
    suggest.find(suggest.Form(references=references, family="--yes", why=""))
    [command] = asked.commands
    assert command == ("add", "--json", "--yes", "--family=--yes", "--", *arguments)


def test_what_could_not_be_added_is_told_beside_what_could(suggest: ModuleType, asked: Asked, tmp_path: Path):
    """One unknown paper does not cost the others their pull request."""
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / PAPER).write_text("title: OtterNet\n", encoding="utf-8")
    asked.papers = [{"verdict": "new", "key": "otternet"}, {"verdict": "matched", "key": "limpetnet"}]
    asked.changes = [{"path": PAPER.removeprefix("content/")}]
    asked.problems = [
        {"severity": "error", "path": "2901.09999", "message": "no service knows this paper", "hint": "h"}
    ]
    found = suggest.find(suggest.Form(references="2901.01234\n2901.09999\n10.5555/x", family="", why=""))
    assert (found.verdict, found.key, found.changes) == ("several", "", "A diff")
    assert found.files == {PAPER: "title: OtterNet\n"}
    assert "2901.09999: no service knows this paper" in found.answer
    asked.changes = []
    found = suggest.find(suggest.Form(references="2901.01234\n2901.09999\n10.5555/x", family="", why=""))
    assert (found.verdict, "no service knows" in found.answer) == ("refused", True)


def test_several_papers_make_one_pull_request(github: FakeGitHub, script: Script, left: Path):
    """Its title has no stranger's words, and the answer also says what could not be added."""
    left.write_text(json.dumps(FOUND | {"verdict": "several", "key": "", "answer": "Not @otter."}), encoding="utf-8")
    assert script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234\n2901.09999")).returncode == 0
    (pull,) = github.pulls.values()
    assert pull["title"] == "Add the papers suggested in issue 7"
    assert answers(github)[0].endswith("onto the shelf.\n\nNot @\u200botter.")


def test_a_suggestion_becomes_a_pull_request(github: FakeGitHub, script: Script, left: Path):
    """There is one branch named after the issue, one commit on the checked-out revision, one pull request and one answer."""
    assert left.is_file()
    done = script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234", why="It counts.\n@everyone"))
    assert (done.returncode, done.stderr) == (0, "")
    assert [*github.refs] == ["heads/suggest/issue-7"]
    (tree,), (commit,) = github.trees, github.commits
    assert {one["path"]: one["content"] for one in tree["tree"]} == FOUND["files"]
    assert (tree["base_tree"], {one["mode"] for one in tree["tree"]}) == ("t" * 40, {"100644"})
    assert (commit["message"], commit["parents"]) == ("Add otternet", ["c" * 40])
    (pull,) = github.pulls.values()
    assert (pull["title"], pull["head"], pull["base"]) == ("Add otternet", "suggest/issue-7", "main")
    assert pull["body"].startswith(
        "Closes #7, where it was suggested with these words:\n\n> It counts.\n> @\u200beveryone\n"
    )
    assert "One paper more: `otternet`" in pull["body"]
    (answer,) = answers(github)
    assert answer.startswith("<!-- shelf suggest -->\nThank you for the suggestion!\n\nIt is now in #100")


def test_several_events_make_one_pull_request(github: FakeGitHub, script: Script, left: Path):
    """Opening, labelling and later editing the issue are three events."""
    assert left.is_file()
    for _ in range(3):
        assert script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234")).returncode == 0
    assert len(github.pulls) == len(github.commits) == len(answers(github)) == 1


def test_without_permission_a_person_opens_the_pull_request(github: FakeGitHub, script: Script, left: Path):
    """The branch is made, and the answer links to the page that opens the pull request."""
    assert left.is_file()
    github.may_open_pulls = False
    assert script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234")).returncode == 0
    (answer,) = answers(github)
    assert "(https://github.example/someone/shelf/compare/main...suggest/issue-7?expand=1)" in answer


def test_a_rule_against_the_branch_is_told(github: FakeGitHub, script: Script, left: Path):
    """The person who suggested the paper gets an answer, and the run fails."""
    assert left.is_file()
    github.protected.add("suggest/issue-7")
    done = script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234"))
    assert (done.returncode, done.stderr, github.pulls) == (1, "", {})
    assert "did not let me write the branch `suggest/issue-7`" in answers(github)[0]


def test_an_answer_is_updated(github: FakeGitHub, script: Script, left: Path):
    """After another invalid edit the same answer changes, and nothing else is written."""
    for words in ("Not this.", "Nor that.", "Nor that."):
        left.write_text(json.dumps({"verdict": "refused", "answer": words}), encoding="utf-8")
        assert script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("x y")).returncode == 0
    (answer,) = answers(github)
    assert "Nor that." in answer
    assert [method for method, _ in github.changes] == ["POST", "PATCH"]


@pytest.mark.parametrize(
    "changes",
    [
        *[{"files": {path: "x"}} for path in (
            ".github/workflows/check.yml", "content/papers/../../Makefile", "/etc/passwd", "content/papers/a/b.yml",
            "content/taxonomy.yml", "content/papers/otternet.yml\n", "generator/__init__.py", "content/imports/../x.yml",
            "content/papers/A.yml", "")],
        {"files": {f"content/papers/p{n}.yml": "x" for n in range(21)}},
        {"key": "a b"},
        {"key": "@everyone"},
        {"files": {PAPER: "x" * (1 << 20)}},
    ],
    ids=str,
)  # fmt: skip
def test_only_files_of_a_suggestion_are_written(
    github: FakeGitHub, script: Script, left: Path, changes: dict[str, Any]
):
    """Whatever the first job wrote: no file elsewhere, few files, none large, no title in a stranger's words."""
    left.write_text(json.dumps(FOUND | changes), encoding="utf-8")
    assert script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234")).returncode == 1
    assert github.changes == []


def test_an_answer_is_outside_text(github: FakeGitHub, script: Script, left: Path):
    """A service's text about a paper notifies nobody."""
    left.write_text(json.dumps({"verdict": "refused", "answer": "No paper of @everyone."}), encoding="utf-8")
    script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234"))
    assert "No paper of @\u200beveryone." in answers(github)[0]


def test_a_failed_first_job_is_answered(github: FakeGitHub, script: Script):
    """The person who made the suggestion is told, and the run fails."""
    done = script("suggest.py", "open", event=EVENT, ISSUE_BODY=form("2901.01234"))
    assert done.returncode == 1
    (answer,) = answers(github)
    assert "Something went wrong on our side" in answer


@pytest.fixture
def services() -> Iterator[dict[str, str]]:
    """Start fake services that know one paper."""
    replaying = pytest.importorskip("tests.services.replaying", reason="the replaying server is not there")
    server = replaying.Replay()
    server.papers.append(replaying.answers.LIMPETS)
    yield server.environment() | {"NO_PROXY": "127.0.0.1"}
    server.close()


@pytest.mark.parametrize("family", ["_No response_", "ernie FOR text"])
def test_the_form_becomes_a_paper(clone: Clone, github: FakeGitHub, services: dict[str, str], family: str):
    """Both jobs run; the pull request has the paper's file with the given family."""
    context = {
        "github.event.issue.body": form("see <https://arxiv.org/abs/2901.01234v2>, it counts limpets", family, HOSTILE),
        "github.token": TOKEN,
    }
    ran = clone.run("suggest", "find", context, EVENT, environment=services)
    assert ran.failed == [], ran.words
    clone.git("stash", "--include-untracked")  # the second job starts from a fresh checkout, and the artifact
    ran = clone.run("suggest", "open", context, EVENT, environment=github.environment())
    assert ran.failed == [], ran.words
    (pull,) = github.pulls.values()
    assert pull["title"] == "Add limpetnet"
    files = {one["path"]: one["content"] for one in github.trees[0]["tree"]}
    assert "arxiv: '2901.01234'" in files["content/papers/limpetnet.yml"]
    assert ("- ernie-text" in files["content/papers/limpetnet.yml"]) is (family != "_No response_")
    ledgers = [path for path in files if path.startswith("content/imports/")]
    assert ledgers
    assert all(re.fullmatch(r"content/imports/[\w-]+-issue-\d+\.yml", path) for path in ledgers), ledgers
    assert not list(clone.folder.parent.rglob("pwned"))


@pytest.mark.parametrize(
    ("reference", "family", "words"),
    [
        ("2901.09999", "_No response_", "I could not add it"),
        ("https://evil.example/", "_No response_", "I could not add it"),
        ("2901.01234", "Ernie services", "did you mean ernie-service?"),
    ],
)
def test_what_cannot_be_added_is_answered(  # noqa: PLR0917 - fixtures and cases
    clone: Clone, github: FakeGitHub, services: dict[str, str], reference: str, family: str, words: str
):
    """An unknown identifier, a foreign address or an unknown family gets an answer with the reason, and no branch."""
    context = {"github.event.issue.body": form(reference, family), "github.token": TOKEN}
    for job, environment in (("find", services), ("open", github.environment())):
        ran = clone.run("suggest", job, context, EVENT, environment=environment)
        assert ran.failed == [], ran.words
    (answer,) = answers(github)
    assert words in answer
    assert github.refs == {}
