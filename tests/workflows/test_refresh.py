"""refresh.py and refresh.yml keep one pull request with the news, and never lose what a person pushed to it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator import yaml_files
from generator.intake import news_report
from generator.intake.news_items import News
from generator.model import Paper
from tests.services.answers import LIMPETS
from tests.services.replaying import Replay
from tests.workflows.conftest import Script
from tests.workflows.fake_github import MAIN, ROBOT_EMAIL, TOKEN, FakeGitHub
from tests.workflows.running import Clone
from tests.workflows.test_watch import written

BRANCH = "shelf/refresh"
PAPER, WATCH = "content/papers/otternet.yml", "content/watch.yml"
NEWS = {"key": "otternet", "title": "OtterNet", "kind": "published", "field": "venue", "before": "", "after": "Otters"}
FOUND = {
    "keys": ["otternet"],
    "whole": True,
    "names": "0123456789abcdef",
    "report": "### What is new\n\n`otternet` appeared in `Otters`. Thank @otter, see #7.\n",
    "files": {PAPER: "title: OtterNet\nvenue: Otters\n", WATCH: written("2029-01-08")},
    "watch": written("2029-01-08"),
    "gone": "",
}
QUIET = FOUND | {"keys": [], "names": "", "report": "No news.\n", "files": {WATCH: FOUND["watch"]}}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def propose(tmp_path: Path, script: Script) -> Run:
    """Run the second job with what the first one left."""

    def run(**changes: Any) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "dist/refresh/refresh.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        name = changes.pop("branch", "main")
        path.write_text(json.dumps(FOUND | changes), encoding="utf-8")
        return script("refresh.py", "propose", GITHUB_REF_NAME=name)

    return run


def test_news_becomes_a_pull_request(github: FakeGitHub, propose: Run):
    """There is one commit on the checked-out revision, and a text that notifies nobody."""
    done = propose()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert github.files(BRANCH) == FOUND["files"]
    assert github.commits[0]["parents"] == [MAIN]
    (pull,) = github.pulls.values()
    assert (pull["title"], pull["head"], pull["base"]) == ("Refresh otternet", BRANCH, "main")
    assert pull["body"].startswith("<!-- shelf refresh 0123456789abcdef -->\n### What is new\n")
    assert "Thank @\u200botter, see #\u200b7." in pull["body"]
    assert "Approve workflows to run" in pull["body"]


def test_the_next_run_updates_the_same_pull_request(github: FakeGitHub, propose: Run):
    """Branch, title and text are those of the newest run; there is no second pull request, and no second commit."""
    propose()
    other = {"content/papers/limpetnet.yml": "title: LimpetNet\n"}
    assert propose(keys=["limpetnet", "otternet"], names="f" * 16, files=FOUND["files"] | other).returncode == 0
    (pull,) = github.pulls.values()
    assert (pull["title"], pull["state"]) == ("Refresh 2 papers", "open")
    assert pull["body"].startswith(f"<!-- shelf refresh {'f' * 16} -->\n")
    assert github.files(BRANCH) == FOUND["files"] | other
    assert len(github.history(github.refs[f"heads/{BRANCH}"])) == 1


@pytest.mark.parametrize("again", [{}, QUIET], ids=["news", "no news"])
@pytest.mark.parametrize("email", ["ada@example.org", ROBOT_EMAIL], ids=["by a person", "by another workflow"])
def test_what_somebody_pushed_is_kept(github: FakeGitHub, propose: Run, again: dict[str, Any], email: str):
    """A commit that is not ours makes the branch theirs: one comment says so, and nothing else changes."""
    propose()
    text = github.pulls[100]["body"]
    github.push(BRANCH, {PAPER: "title: OtterNet 2\n"}, email)
    theirs = github.refs[f"heads/{BRANCH}"]
    for _ in range(2):
        assert propose(**again).returncode == 0
    assert github.refs[f"heads/{BRANCH}"] == theirs
    assert (github.pulls[100]["body"], github.pulls[100]["state"], len(github.pulls)) == (text, "open", 1)
    (comment,) = github.comments[100]
    assert "Somebody has pushed to `shelf/refresh`" in comment["body"]


def test_a_commit_that_a_person_amended_is_kept(github: FakeGitHub, propose: Run):
    """Its author is still the workflow, but not its committer."""
    propose()
    github.commits[0]["committer"] = {"email": "ada@example.org"}
    before = github.refs[f"heads/{BRANCH}"]
    propose(names="f" * 16)
    assert github.refs[f"heads/{BRANCH}"] == before


def test_what_somebody_pushed_and_merged_is_done_with(github: FakeGitHub, propose: Run):
    """After a squash, the commits of a branch that nobody deleted are not on main; the next news replaces them all the same."""
    propose()
    github.push(BRANCH, {PAPER: "title: OtterNet 2\n"})
    github.pulls[100] |= {"state": "closed", "merged_at": "2029-01-09T00:00:00Z"}
    propose(names="f" * 16)
    assert github.files(BRANCH) == FOUND["files"]
    assert [pull["state"] for pull in github.pulls.values()] == ["closed", "open"]


def test_what_somebody_pushed_and_closed_is_kept(github: FakeGitHub, propose: Run):
    """The closed pull request says how to go on."""
    propose()
    github.push(BRANCH, {PAPER: "title: OtterNet 2\n"})
    github.pulls[100]["state"] = "closed"
    theirs = github.refs[f"heads/{BRANCH}"]
    propose(names="f" * 16)
    assert (github.refs[f"heads/{BRANCH}"], len(github.pulls)) == (theirs, 1)
    assert "its branch deleted" in github.comments[100][0]["body"]


def test_without_news_nothing_is_opened(github: FakeGitHub, propose: Run):
    """Only the branch of the watch is written."""
    assert propose(**QUIET).returncode == 0
    assert (github.pulls, [*github.refs]) == ({}, ["heads/shelf-watch"])


def test_a_pull_request_without_news_is_closed(github: FakeGitHub, propose: Run):
    """When the news was merged by hand or is none any more, it says why it closes."""
    propose()
    propose(**QUIET)
    assert github.pulls[100]["state"] == "closed"
    assert "news any more" in github.comments[100][0]["body"]
    assert f"heads/{BRANCH}" not in github.refs
    changes = len(github.changes)
    propose(**QUIET)
    assert len(github.changes) == changes


def test_an_outage_closes_nothing(github: FakeGitHub, propose: Run):
    """What a service said last week is in the pull request still if it does not answer today."""
    propose()
    pull = dict(github.pulls[100])
    assert propose(**QUIET | {"whole": False}).returncode == 0
    assert (github.pulls[100], github.files(BRANCH)) == (pull, FOUND["files"])


@pytest.mark.parametrize(
    ("closed", "again", "pulls"),
    [
        ({"state": "closed"}, {}, 1),
        ({"state": "closed"}, {"names": f"{'f' * 6} {FOUND['names']}"}, 2),
        ({"state": "closed", "merged_at": "2029-01-09T00:00:00Z"}, {}, 2),
    ],
    ids=["the same news", "other news", "merged"],
)
def test_what_a_person_closed_stays_closed(
    github: FakeGitHub, propose: Run, closed: dict[str, str], again: dict[str, str], pulls: int
):
    """The same news is not proposed twice; other news is, and so is what came after a merge."""
    propose()
    github.pulls[100] |= closed
    done = propose(**again)
    assert (len(github.pulls), "was closed" in done.stdout) == (pulls, pulls == 1)


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_part_of_the_news_is_no_other_news(github: FakeGitHub, propose: Run, state: str):
    """If a service does not answer, the pull request keeps what it said before; what a person closed stays closed."""
    propose(names="111111 222222")
    github.pulls[100]["state"] = state
    before = (dict(github.pulls[100]), dict(github.refs))
    done = propose(names="222222", whole=False, files={PAPER: "title: A part\n"})
    assert (done.returncode, github.pulls, github.refs) == (0, {100: before[0]}, before[1])
    assert ("was closed" if state == "closed" else "keeps what they said before") in done.stdout
    propose(names="222222 333333", whole=False)
    assert github.pulls[max(github.pulls)]["body"].startswith("<!-- shelf refresh 222222 333333 -->\n")


def test_news_that_was_done_by_hand_leaves_the_pull_request(github: FakeGitHub, propose: Run):
    """If all services answered, the pull request has what is news by then, and no more."""
    propose(names="111111 222222")
    propose(names="222222", files={PAPER: "title: A part\n"})
    assert github.pulls[100]["body"].startswith("<!-- shelf refresh 222222 -->\n")
    assert github.files(BRANCH) == {PAPER: "title: A part\n"}


@pytest.mark.parametrize("branch", [BRANCH, "shelf-watch"])
def test_a_rule_against_a_branch_stops_only_that_branch(github: FakeGitHub, propose: Run, branch: str):
    """The run fails and says which branch to leave out of the rule; the other one is written."""
    github.protected.add(branch)
    done = propose()
    assert (done.returncode, done.stderr) == (1, "")
    assert f"::error::GitHub did not let me write the branch `{branch}`" in done.stdout
    assert [*github.refs] == [f"heads/{one}" for one in (BRANCH, "shelf-watch") if one != branch]
    assert bool(github.pulls) is (branch != BRANCH)


def test_a_site_that_cannot_be_started_is_no_fault(github: FakeGitHub, propose: Run):
    """Somebody may have switched pages.yml off."""
    github.pages = {"build_type": "workflow"}
    github.off = True
    done = propose()
    assert (done.returncode, "pages.yml did not start" in done.stdout) == (0, True)


@pytest.mark.parametrize("names", ["x", "--> <img src=x>", "0" * 4001])
def test_only_names_of_news_are_hidden_in_the_text(github: FakeGitHub, propose: Run, names: str):
    """Whatever the first job wrote, the first line of the text is a comment of ours."""
    assert propose(names=names).returncode == 1
    assert github.changes == []


def test_without_permission_the_branch_is_there(github: FakeGitHub, propose: Run):
    """The run says how a person opens the pull request."""
    github.may_open_pulls = False
    done = propose()
    assert done.returncode == 0
    assert "https://github.example/someone/shelf/compare/main...shelf/refresh?expand=1" in done.stdout
    assert github.files(BRANCH) == FOUND["files"]


def test_the_days_are_noted_and_published_in_any_week(github: FakeGitHub, propose: Run):
    """With or without news, the branch of the watch has the newest file, and pages.yml starts if it changed."""
    github.pages = {"build_type": "workflow", "html_url": "https://someone.example/shelf/"}
    propose()
    propose(**QUIET | {"watch": written("2029-01-15")})
    propose(**QUIET | {"watch": written("2029-01-15")})
    assert github.files("shelf-watch")["watch.yml"] == written("2029-01-15")
    assert github.dispatched == [("pages.yml", "main")] * 2


def test_a_shelf_without_a_site_starts_nothing(github: FakeGitHub, propose: Run):
    """Pages may be off, or published from a branch."""
    for pages in (None, {"build_type": "legacy"}):
        github.pages = pages
        assert propose(watch=written("2029-01-15")).returncode == 0
    assert github.dispatched == []


def test_a_run_from_another_branch_proposes_nothing(github: FakeGitHub, propose: Run):
    """What somebody starts by hand on a branch would bring that branch's content to main."""
    done = propose(branch="otters")
    assert (done.returncode, github.changes) == (0, [])
    assert "another branch than main" in done.stdout


@pytest.mark.parametrize(
    "changes",
    [
        *[{"files": {path: "x"}} for path in (
            ".github/workflows/check.yml", "content/papers/../../Makefile", "/etc/passwd", "content/papers/a/b.yml",
            "content/taxonomy.yml", "content/decisions.yml", "content/papers/otternet.yml\n", "content/imports/../x.yml",
            "content/papers/A.yml", "content/pages/x.md", "")],
        {"files": {f"content/papers/p{n}.yml": "x" for n in range(5_001)}},
        {"files": {PAPER: ["x"]}},
        {"keys": ["a b"]},
        {"keys": ["@everyone"]},
        {"files": {PAPER: "x" * (31 << 20)}},
    ],
    ids=lambda changes: str(changes)[:50],
)  # fmt: skip
def test_only_files_of_a_refresh_are_written(github: FakeGitHub, propose: Run, changes: dict[str, Any]):
    """Whatever the first job wrote: no file elsewhere, no title in a stranger's words."""
    assert propose(**changes).returncode == 1
    assert github.changes == []


def test_only_the_programs_own_watch_is_published(github: FakeGitHub, propose: Run):
    """A watch that our program would not write reaches no branch."""
    assert propose(watch=written("2029-01-15").replace("arxiv", "<script>")).returncode == 1
    assert "heads/shelf-watch" not in github.refs


@pytest.fixture
def refresh(module: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module, in a repository with one paper."""
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / PAPER).write_text("title: OtterNet\n", encoding="utf-8")
    for asked in (["init", "--quiet"], ["add", "content"]):
        subprocess.run(["git", *asked], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return module("refresh")


class Shelf:
    """Plays `shelf`: each command's exit code, and what a refresh prints and changes."""

    def __init__(self, codes: dict[str, int], **found: Any) -> None:
        self.codes, self.new, self.commands = codes, found.pop("new", []), []
        self.unanswered = found.pop("unanswered", {})
        self.found = {"news": [], "left_out": [], "problems": [], **found}

    def __call__(self, *asked: str) -> subprocess.CompletedProcess[str]:
        self.commands.append(asked)
        if asked[0] == "refresh":
            Path(asked[-1]).write_text("The report\n" if self.found["news"] else "No news.\n", encoding="utf-8")
            Path(WATCH).write_text(written("2029-01-08"), encoding="utf-8")
            if self.found["news"]:
                Path(PAPER).write_text("title: OtterNet\nvenue: Otters\n", encoding="utf-8")
        printed = {
            "refresh": self.found,
            "citations": {"new": self.new, "gone": [], "unanswered": self.unanswered},
        }.get(asked[0])
        if self.codes.get(asked[0]) == 2:
            printed = None
        printed = json.dumps(printed) if printed else ""
        return subprocess.CompletedProcess(asked, self.codes.get(asked[0], 0), printed, f"{asked[0]} says no")


def test_the_first_job_leaves_what_changed(refresh: ModuleType, monkeypatch: pytest.MonkeyPatch):
    """It leaves every changed and new file of content/, and nothing else; a failure of the citations does not matter."""
    Path("dist/else.yml").parent.mkdir()
    Path("dist/else.yml").touch()
    played = Shelf({"citations": 2}, news=[NEWS])
    monkeypatch.setattr(refresh.shelf, "run", played)
    refresh.find()
    assert [asked[0] for asked in played.commands] == ["refresh", "citations", "check"]
    left = refresh.shelf.left(refresh.LEFT, *refresh.FILES)
    assert left["files"] == {PAPER: "title: OtterNet\nvenue: Otters\n", WATCH: written("2029-01-08")}
    assert Path("summary.md").read_text("utf-8") == "The report\n"
    assert (left["keys"], left["report"], left["watch"]) == (["otternet"], "The report\n", written("2029-01-08"))


@pytest.mark.parametrize(
    ("played", "whole"),
    [
        (Shelf({}, left_out=[{"what": "Hugging Face"}, {"what": "links"}]), True),
        (Shelf({}, left_out=[{"what": "Crossref"}]), False),
        (Shelf({"citations": 2}), False),
        (Shelf({}, unanswered={"openalex": ["otternet"]}), False),
        (Shelf({}, unanswered={"openalex": []}), True),
    ],
)
def test_the_first_job_knows_whether_all_answered(
    refresh: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    played: Shelf,
    whole: bool,  # noqa: FBT001
):
    """A service that failed is not a service without news."""
    monkeypatch.setattr(refresh.shelf, "run", played)
    refresh.find()
    assert refresh.shelf.left(refresh.LEFT, *refresh.FILES)["whole"] is whole


@pytest.mark.parametrize(
    ("codes", "problems", "words"),
    [
        ({"refresh": 2}, [], "refresh says no"),
        (
            {"refresh": 1},
            [{"severity": "error", "path": "x.yml", "message": "it is odd", "hint": ""}],
            "x.yml: it is odd",
        ),
        ({"check": 1}, [], "check says no"),
    ],
)
def test_a_faulty_shelf_fails_the_first_job(
    refresh: ModuleType, monkeypatch: pytest.MonkeyPatch, codes: dict[str, int], problems: list[Any], words: str
):
    """Nothing is left that could be proposed, and the log says why."""
    monkeypatch.setattr(refresh.shelf, "run", Shelf(codes, news=[NEWS], problems=problems))
    with pytest.raises(SystemExit, match=words):
        refresh.find()
    assert not refresh.LEFT.exists()


def test_lines_to_paste_stay_as_they_are(refresh: ModuleType):
    """A proposal can be copied, whatever its value contains; everything around it notifies nobody."""
    value = Paper(title="C #7 <b> @ada ``` !![x]", venue="```` `a`")
    news = [
        News(key="otternet", title="@ada", kind="proposal", field=name, after=getattr(value, name), sources=("@ada",))
        for name in ("title", "venue")
    ]
    report = news_report.as_markdown(news, (), "content")
    shown = refresh.harmless(f"{report}See @ada\n")
    pasted = "".join(f"  {line}\n" for line in yaml_files.dump(value).splitlines())
    assert pasted in report
    assert shown.count(pasted) == 1
    assert "@ada" not in shown.replace(pasted, "")
    assert "\u200b" not in pasted
    assert "@\u200bada" in refresh.harmless("  ```yaml\n  a: 1\n@ada\n  ```\n")  # not a block of ours


def test_news_is_named_by_its_facts(refresh: ModuleType):
    """The order of the news and the wording of its sources do not make it other news; another value does."""
    other, cited = NEWS | {"key": "limpetnet"}, [{"mark": "new", "paper": "otternet", "cites": "limpetnet"}]
    assert refresh.names([NEWS, other], []) == refresh.names([other | {"sources": ["arXiv"]}, NEWS], [])
    assert refresh.names([NEWS], []) != refresh.names([NEWS | {"after": "Seals"}], [])
    assert refresh.names([NEWS], []) != refresh.names([NEWS], cited)
    many = [NEWS | {"key": f"otternet-{n}"} for n in range(501)]
    assert refresh.NAMES.fullmatch(f"<!-- shelf refresh {refresh.names(many[:500], [])} -->\n")
    assert len(refresh.names(many, [])) == 16


def test_citations_inside_the_shelf_are_news(refresh: ModuleType, monkeypatch: pytest.MonkeyPatch):
    """They alone are worth a pull request, which lists them; changed counts of works outside are not."""
    monkeypatch.setattr(refresh.shelf, "run", Shelf({}, new=[{"paper": "otternet", "cites": "limpetnet"}] * 101))
    refresh.find()
    left = refresh.shelf.left(refresh.LEFT, *refresh.FILES)
    assert (left["keys"], "No news" in left["report"]) == (["otternet"], False)
    assert "<b>101 citations inside the shelf, as OpenAlex and Semantic Scholar state them</b>" in left["report"]
    assert left["report"].count("- new: `otternet` cites `limpetnet`\n") == 100
    assert "- … and 1 more\n" in left["report"]
    monkeypatch.setattr(refresh.shelf, "run", Shelf({}))
    refresh.find()
    assert (refresh.shelf.left(refresh.LEFT, *refresh.FILES)["keys"], refresh.REPORT.read_text()) == (
        [],
        "No news.\n",
    )


@pytest.fixture
def services() -> Iterator[Replay]:
    """Start fake services that know one paper."""
    server = Replay()
    server.papers.append(LIMPETS)
    yield server
    server.close()


def test_the_weekly_run(clone: Clone, github: FakeGitHub, services: Replay):
    """Both jobs run with the real commands: the publication of a preprint becomes a pull request."""
    shutil.rmtree(clone.folder / "content")
    paper = "content/papers/limpetnet.yml"
    (clone.folder / paper).parent.mkdir(parents=True)
    preprint = f"title: '{LIMPETS.title}'\nidentifiers:\n  arxiv: '{LIMPETS.arxiv}'\n"
    (clone.folder / paper).write_text(preprint, encoding="utf-8")
    clone.commit("One preprint")
    around = services.environment() | github.environment()
    for job in ("find", "propose"):
        ran = clone.run("refresh", job, {"github.token": TOKEN}, {}, environment=around)
        assert ran.failed == [], ran.words
    (pull,) = github.pulls.values()
    assert pull["title"] == "Refresh limpetnet"
    assert "venue: `Journal of Shore Counting`" in pull["body"]
    proposed = github.files(BRANCH)
    assert "venue: Journal of Shore Counting\n" in proposed[paper]
    assert "- limpetnet\n" in proposed[WATCH]
    assert github.files("shelf-watch")["watch.yml"] == proposed[WATCH]
