""".gitlab-ci.yml does on GitLab what check.yml and pages.yml do on GitHub: one pipeline for a change, with the same commands."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.starter import project as starter
from tests.conftest import ROOT
from tests.workflows.running import Clone

FOUND: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
JOBS = {name: job for name, job in FOUND.items() if "script" in job}
MAIN = {"CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}
OTTERS = "title: OtterNet\ndate: '2021-03-04'\nsummary: >-\n  Counts sea otters on drone pictures.\n"


def holds(rules: list[dict[str, str]], variables: dict[str, str]) -> bool:
    """Tell whether one of the rules holds: each compares a variable with a text or another variable."""

    def one(rule: dict[str, str]) -> bool:
        found = re.fullmatch(r'\$(\w+) == (?:"(\w+)"|\$(\w+))', rule["if"])
        assert found, rule
        return variables.get(found[1]) == (found[2] or variables.get(found[3]))

    assert all(rule.keys() == {"if"} for rule in rules)
    return any(map(one, rules))


@pytest.mark.parametrize(
    ("variables", "jobs"),
    [
        ({"CI_PIPELINE_SOURCE": "merge_request_event"}, ["check"]),
        ({"CI_COMMIT_BRANCH": "main"}, ["publish"]),
        ({"CI_COMMIT_BRANCH": "main", "CI_PIPELINE_SOURCE": "web"}, ["publish"]),
        ({"CI_COMMIT_BRANCH": "main", "CI_PIPELINE_SOURCE": "schedule"}, ["publish", "refresh"]),
        ({"CI_COMMIT_BRANCH": "otters"}, []),  # its merge request has a pipeline
        ({"CI_COMMIT_TAG": "v1"}, []),
    ],
)
def test_each_change_has_one_pipeline(variables: dict[str, str], jobs: list[str]):
    """Merge requests are checked, the default branch is published, a schedule asks what is new; other pushes start nothing."""
    variables = MAIN | variables
    started = [name for name, job in JOBS.items() if holds(job["rules"], variables)]
    assert started == jobs
    assert holds(FOUND["workflow"]["rules"], variables) is bool(jobs)


def test_pages_get_the_built_site():
    """The job publishes the folder that it builds, with the whole history, one publication after the other."""
    assert JOBS["publish"]["script"] == ["make site"]
    assert JOBS["publish"]["pages"] == {"publish": "site"}
    assert JOBS["publish"]["resource_group"]
    assert FOUND["variables"]["GIT_DEPTH"] == "0"


def test_packages_are_kept_until_the_pins_change():
    """Pip's cache is inside the project, as GitLab requires, and depends on the file with the pinned versions."""
    cache = FOUND["default"]["cache"]
    assert FOUND["variables"]["PIP_CACHE_DIR"] == f"$CI_PROJECT_DIR/{cache['paths'][0]}"
    for name in cache["key"]["files"]:
        assert name in (ROOT / "Makefile").read_text("utf-8").replace("%", "site")
        assert (ROOT / name).is_file()


def test_a_new_shelf_has_the_jobs():
    """`shelf new` copies the file."""
    contents = starter.fresh("Birds", date="2029-01-02").contents
    assert contents[".gitlab-ci.yml"] == (ROOT / ".gitlab-ci.yml").read_bytes()


def checked(clone: Clone, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the job check as a runner does, without the site, which other tests build."""
    script = "\n".join(line for line in JOBS["check"]["script"] if line != "make site")
    (clone.folder / "dist").mkdir()
    return subprocess.run(
        ["bash", "-c", f"set -eo pipefail\n{script}"],
        cwd=clone.folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(clone.folder), "CI": "true", "GITLAB_CI": "true", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("merged", [False, True])
def test_a_good_merge_request_leaves_a_summary(clone: Clone, merged: bool):  # noqa: FBT001
    """It compares with the target branch if HEAD is a test merge, otherwise with the commit where the branch left it."""
    base = clone.git("rev-parse", "main").strip()
    clone.pull_request("otters", {"content/papers/otternet.yml": OTTERS})
    if not merged:
        clone.git("checkout", "--quiet", "otters")
    other = {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": base} if merged else {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    done = checked(
        clone, **{"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "none"} | other
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "`otternet`" in (clone.folder / "dist/summary.md").read_text("utf-8")
    assert {"dist/reading-shelf-offline.zip", "dist/summary.md"} == {*JOBS["check"]["artifacts"]["paths"]}


def test_a_faulty_merge_request_fails_with_locations(clone: Clone):
    """The job ends with the list of problems."""
    base = clone.git("rev-parse", "main").strip()
    clone.pull_request("bad", {"content/papers/otternet.yml": OTTERS + "builds_on:\n  - ernie3-0\n"})
    done = checked(clone, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    assert "content/papers/otternet.yml:6:5: ref.paper: " in done.stdout + done.stderr
    assert not (clone.folder / "dist/summary.md").exists()


ROBOT = "shelf-refresh@noreply.gitlab.example"
SHELF = """#!/bin/sh
case $1 in
  refresh) mkdir -p dist; echo "$NEWS" > dist/refresh.md; echo "title: $NEWS" > content/otternet.yml;;
  citations) exit 1;;
esac
"""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project on a GitLab that is a folder, and a runner's checkout of it in which the shelf is played."""

    remote: Path
    folder: Path

    def run(self, news: str, token: str = "t") -> subprocess.CompletedProcess[str]:  # noqa: S107 - not a secret
        """Run the job refresh on a new checkout of the default branch."""
        address = f"https://oauth2:{token}@gitlab.example/someone/shelf.git"
        self.git("checkout", "--quiet", "--force", "--detach", "origin/main")
        variables = {
            "PATH": f"{self.folder}/.venv/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "NEWS": news,
            "ROBOT": ROBOT,
            "SHELF_TOKEN": token,
            "CI_SERVER_HOST": "gitlab.example",
            "CI_PROJECT_PATH": "someone/shelf",
            "CI_DEFAULT_BRANCH": "main",
            "CI_JOB_URL": "https://gitlab.example/someone/shelf/-/jobs/1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{self.remote}.insteadOf",
            "GIT_CONFIG_VALUE_0": address,
        }
        return subprocess.run(
            ["bash", "-c", "set -eo pipefail\n" + "\n".join(JOBS["refresh"]["script"])],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],
            cwd=self.folder, capture_output=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip

    def proposed(self) -> list[str]:
        """Return who committed what on the branch, and its file."""
        self.git("fetch", "--quiet", "--prune", "origin")
        if "origin/shelf/refresh" not in self.git("branch", "--remotes"):
            return []
        log = self.git("log", "--format=%ae: %s", "origin/main..origin/shelf/refresh").splitlines()
        return [*log, self.git("show", "origin/shelf/refresh:content/otternet.yml").strip()]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with one paper."""
    made = Project(remote=tmp_path / "remote.git", folder=tmp_path / "checkout")
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", made.remote], check=True)
    subprocess.run(["git", "-C", made.remote, "config", "receive.advertisePushOptions", "true"], check=True)
    subprocess.run(["git", "clone", "--quiet", made.remote, made.folder], check=True, capture_output=True)
    for name, text in (
        (".venv/bin/shelf", SHELF),
        (".venv/bin/make", "#!/bin/sh\n"),
        ("content/otternet.yml", "title: Otter\n"),
    ):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_text(text, encoding="utf-8")
        (made.folder / name).chmod(0o755)
    (made.folder / ".gitignore").write_text("/.venv\n/dist/\n", encoding="utf-8")
    made.git("checkout", "--quiet", "-B", "main")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "Start")
    made.git("push", "--quiet", "origin", "main")
    return made


def test_news_becomes_one_merge_request(project: Project):
    """The branch has one commit, which the next run replaces; the options of the push open the merge request."""
    for news in ("First", "Second"):
        done = project.run(news)
        assert done.returncode == 0, done.stderr
        assert project.proposed() == [f"{ROBOT}: Refresh papers", f"title: {news}"]
    assert "-o merge_request.create" in JOBS["refresh"]["script"][-1]


def test_what_somebody_pushed_to_the_merge_request_is_kept(project: Project):
    """The next run leaves the branch alone, and says so."""
    project.run("First")
    project.git("commit", "--quiet", "--allow-empty", "--message", "By hand")
    project.git("push", "--quiet", "origin", "HEAD:shelf/refresh")
    theirs = project.proposed()
    done = project.run("Second")
    assert (done.returncode, project.proposed()) == (0, theirs)
    assert "Somebody has pushed to shelf/refresh" in done.stdout


@pytest.mark.parametrize(("news", "token"), [("No news.", "t"), ("First", "")])
def test_no_news_or_no_token_is_no_merge_request(project: Project, news: str, token: str):
    """The job then just leaves the report."""
    done = project.run(news, token)
    assert (done.returncode, project.proposed()) == (0, [])
    assert (project.folder / "dist/refresh.md").read_text("utf-8").strip() == news
