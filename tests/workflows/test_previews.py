"""previews.py, which has write access, with sites and pull requests that anybody may have made, and a real git remote."""

from __future__ import annotations

import io
import re
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.workflows.conftest import Script
from tests.workflows.fake_github import REPOSITORY, TOKEN, FakeGitHub, zipped
from tests.workflows.test_comment import GOOD, bomb

SHA = "a" * 40
HERE, FORK = {"id": 7}, {"id": 77}
RUN = {"id": 5, "head_sha": SHA, "head_branch": "otters", "head_repository": FORK}
EVENT = {"workflow_run": RUN, "repository": HERE | {"default_branch": "main"}}
CLOSED = {"number": 12, "repository": EVENT["repository"]}
PAGE = "<!doctype html>\n<html><head lang=en><title>Otters</title></head><body>Otters</body></html>"
SITE = {
    "reading-shelf/index.html": PAGE,
    "reading-shelf/assets/shelf-1.2.js": "otters()",
    "reading-shelf/papers/otternet/über uns.html": PAGE,
}
COMPARED = f"compare/main...{SHA}"
COPY = "reading-shelf-offline.zip"


def pull(
    number: int = 12, state: str = "open", base: str = "main", repository: dict[str, Any] = FORK
) -> dict[str, Any]:
    head = {"sha": SHA, "ref": "otters", "repo": repository}
    return {"number": number, "state": state, "base": {"ref": base}, "head": head}


class Remote:
    """The repository on GitHub, as git sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / REPOSITORY
        self.folder.mkdir(parents=True)
        self.git("init", "--quiet", "--bare")

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=A Writer", "-c", "user.email=writer@example.org")
        return subprocess.run(
            ["git", *identity, *arguments], cwd=self.folder, capture_output=True, encoding="utf-8", check=True
        ).stdout

    @property
    def files(self) -> list[str]:
        return self.git("ls-tree", "-r", "-z", "--name-only", "previews").split("\0")[:-1] if self.commits else []

    @property
    def commits(self) -> int:
        return len(self.git("rev-list", "--all").split())

    def put(self, *names: str) -> str:
        """Make a branch with an empty page in each folder; return its commit."""
        page = self.git("hash-object", "-w", "/dev/null").strip()
        tree = self._tree(f"100644 blob {page}\tindex.html\n")
        top = self._tree("".join(f"040000 tree {tree}\t{name}\n" for name in names))
        commit = self.git("commit-tree", top, "-m", "Previews").strip()
        self.git("update-ref", "refs/heads/previews", commit)
        return commit

    def _tree(self, rows: str) -> str:
        return subprocess.run(
            ["git", "mktree"], cwd=self.folder, input=rows, capture_output=True, encoding="utf-8", check=True
        ).stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path / "remote")


@pytest.fixture(autouse=True)
def ready(github: FakeGitHub) -> None:
    """One pull request from a fork that changes a paper, its finished run, and Pages deployed by workflows."""
    github.pulls[12] = pull()
    github.compared[COMPARED] = [{"filename": "content/papers/otternet.yml", "status": "added"}]
    github.artifacts |= {"summary": zipped(dict(GOOD)), COPY: zipped(dict(SITE))}
    github.pages = {"html_url": "https://someone.example.io/shelf/", "build_type": "workflow"}


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(script: Script, remote: Remote, tmp_path: Path) -> Run:
    """Run a step of the script with the remote."""
    server, output = remote.folder.parents[1].as_uri(), tmp_path / "output"

    def ran(step: str = "add", event: dict[str, Any] = EVENT) -> subprocess.CompletedProcess[str]:
        return script("previews.py", step, event=event, GITHUB_SERVER_URL=server, GITHUB_OUTPUT=str(output))

    return ran


def test_a_change_of_papers_is_hosted(run: Run, remote: Remote, github: FakeGitHub, tmp_path: Path):
    """The site is in the pull request's folder, the job that comments learns its address, and pages.yml is started."""
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert remote.files == [
        "pr-12/assets/shelf-1.2.js",
        "pr-12/index.html",
        "pr-12/papers/otternet/über uns.html",
    ]
    assert (tmp_path / "output").read_text("utf-8") == "address=https://someone.example.io/shelf/previews/pr-12/\n"
    assert github.dispatched == [("pages.yml", "main")]


def test_pages_are_not_for_search_engines(run: Run, remote: Remote):
    """Every page begins with a noindex and with the policy of the site's own pages, which offline copies lack."""
    run()
    page = remote.git("show", "previews:pr-12/index.html")
    template = (ROOT / "overrides/main.html").read_text("utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="[^"]+">', template)[0]  # type: ignore[index]
    assert page.startswith(
        f'<!doctype html>\n<html><head lang=en><meta name="robots" content="noindex">{policy}<title>'
    )


def test_a_newer_commit_replaces_the_site(run: Run, remote: Remote, github: FakeGitHub):
    """The branch keeps one commit and the other open pull requests; vanished files and closed pull requests leave it."""
    remote.put("pr-3", "pr-4", "pr-12", "elsewhere")
    github.pulls |= {3: pull(3), 4: pull(4, "closed")}
    run()
    newest = remote.git("rev-parse", "previews")
    assert remote.git("rev-list", "--count", "previews").strip() == "1"
    assert {name.split("/")[0] for name in remote.files} == {"pr-3", "pr-12"}
    run()
    assert remote.git("rev-parse", "previews") == newest
    assert len(github.dispatched) == 1  # the same site needs no second publication
    github.artifacts[COPY] = zipped({"reading-shelf/index.html": PAGE})
    run()
    assert remote.files == ["pr-12/index.html", "pr-3/index.html"]


@pytest.mark.parametrize(
    "files",
    [
        [{"filename": "generator/site/writer.py"}],
        [{"filename": "overrides/main.html"}],
        [{"filename": "mkdocs.yml"}],
        [{"filename": ".github/workflows/check.yml"}],
        [{"filename": "content/pages/about.md"}],
        [{"filename": "content/papers/otternet.yml"}, {"filename": "content/pages/x.yml"}],
        [{"filename": "content/papers/../../x.yml"}],
        [{"filename": "content/papers/otternet.yml", "previous_filename": "generator/plugin/otternet.yml"}],
        [{"filename": "content/papers/otternet.yml\n"}],
        [{"filename": f"content/papers/otters-{n}.yml"} for n in range(300)],
    ],
    ids=lambda files: str(files[-1]),
)
def test_code_from_a_fork_is_not_hosted(run: Run, remote: Remote, github: FakeGitHub, files: list[dict[str, str]]):
    """A fork that changes more than YAML files could put scripts under the site's address."""
    github.compared[COMPARED] = files
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("::notice::No preview: the pull request c")
    assert (remote.commits, github.changes) == (0, [])


def test_code_from_people_who_may_push_is_hosted(run: Run, remote: Remote, github: FakeGitHub):
    """They could change the site anyway; nothing has to be compared."""
    github.pulls[12] = pull(repository=HERE)
    github.compared.clear()
    assert run(event=EVENT | {"workflow_run": RUN | {"head_repository": HERE}}).returncode == 0
    assert "pr-12/index.html" in remote.files


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": "closed"}, "is closed"),
        ({"base": {"ref": "old"}}, "not for the main branch"),
        ({"head": pull()["head"] | {"sha": "b" * 40}}, "newer commits"),
        ({"head": pull()["head"] | {"repo": HERE}}, "different branches"),
        ({"head": pull()["head"] | {"repo": None}}, "different branches"),
    ],
)
def test_the_pull_request_must_be_the_runs(
    run: Run, remote: Remote, github: FakeGitHub, changes: dict[str, Any], reason: str
):
    """The number in the summary is a claim; what GitHub says of the pull request decides."""
    github.pulls[12] |= changes
    done = run()
    assert done.returncode == 0
    assert reason in done.stdout
    assert (remote.commits, github.changes) == (0, [])


def linked() -> bytes:
    """Return a site with a symbolic link."""
    written = io.BytesIO(zipped(dict(SITE)))
    with zipfile.ZipFile(written, "a") as archive:
        link = zipfile.ZipInfo("reading-shelf/passwd.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


def twice() -> bytes:
    """Return a site with a page twice."""
    written = io.BytesIO(zipped(dict(SITE)))
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("reading-shelf/index.html", PAGE)
    return written.getvalue()


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"no archive at all", "cannot be read"),
        (zipped({}), "no first page"),
        (zipped({"reading-shelf/papers/index.html": PAGE}), "no first page"),
        *[(zipped(SITE | {name: PAGE}), "something else") for name in (
            "reading-shelf/../../evil.html", "/reading-shelf/evil.html", "../evil.html", "evil.html", "reading-shelf/",
            "reading-shelf//evil.html", "reading-shelf/./evil.html", "reading-shelf/.git/config", "reading-shelf/a\\b.html",
            "reading-shelf/.github/workflows/evil.yml", "reading-shelf/papers/.htaccess", "reading-shelf/a\n.html",
            "reading-shelf/C:evil.html", "reading-shelf/git~1/config", "pr-13/index.html", "reading-shelf/evil/")],
        (linked, "something else"),
        (twice, "cannot be read"),
        (zipped(SITE | {"reading-shelf/index.html/evil.html": PAGE}), "cannot be read"),
        (zipped(SITE | {f"reading-shelf/{'a' * 300}.html": PAGE}), "cannot be read"),
        (zipped(SITE | {"reading-shelf/plain.html": "<p>No head."}), "has no head"),
        (lambda: zipped(SITE | {"reading-shelf/large.html": PAGE + " " * (20 << 20)}), "too large"),
        (lambda: zipped(dict.fromkeys((f"reading-shelf/{n}" for n in range(50_001)), "")), "more than 50000 files"),
        (lambda: zipped({COPY: zipped({})}), "no first page"),
        (lambda: zipped({COPY: bomb()}), "something else"),
    ],
)  # fmt: skip
def test_a_hostile_copy_is_refused(
    run: Run, remote: Remote, github: FakeGitHub, packed: bytes | Callable[[], bytes], reason: str
):
    """Whatever is in the archive: nothing reaches the branch or the disk around it, and the run's page says why."""
    github.artifacts[COPY] = packed() if callable(packed) else packed
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("::notice::No preview: ")
    assert reason in done.stdout
    assert (remote.commits, github.changes) == (0, [])
    assert not [path for path in remote.folder.parents[2].rglob("*") if "evil" in path.name]


def test_a_copy_that_was_packed_twice_is_unpacked(run: Run, remote: Remote, github: FakeGitHub):
    """GitHub packs an artifact unless the upload says otherwise."""
    github.artifacts[COPY] = zipped({COPY: zipped(dict(SITE))})
    run()
    assert "pr-12/index.html" in remote.files


@pytest.mark.parametrize("pages", [None, {"build_type": "legacy", "html_url": "https://someone.example.io/shelf/"}])
def test_pages_must_be_deployed_by_workflows(
    run: Run, remote: Remote, github: FakeGitHub, pages: dict[str, Any] | None
):
    """Without Pages, or with Pages of a branch, nothing would show the preview."""
    github.pages = pages
    done = run()
    assert done.returncode == 0
    assert done.stdout.startswith("::notice::No preview: ")
    assert (remote.commits, github.dispatched) == (0, [])


def test_a_run_without_a_copy_says_so(run: Run, github: FakeGitHub):
    """A check that failed has built no site."""
    del github.artifacts[COPY]
    assert "the run left no reading-shelf-offline.zip" in run().stdout


def test_a_closed_pull_request_leaves_the_branch(run: Run, remote: Remote, github: FakeGitHub):
    """So does any other that is closed; GitHub's list may still have the one that the event is about."""
    remote.put("pr-3", "pr-4", "pr-12")
    github.pulls |= {3: pull(3), 4: pull(4, "closed")}
    assert run("tidy", CLOSED).returncode == 0
    assert remote.files == ["pr-3/index.html"]
    github.pulls[3]["state"] = "closed"
    assert run("tidy", CLOSED).returncode == 0
    assert remote.files == []
    assert len(github.dispatched) == 2
    for _ in range(2):
        assert run("tidy", CLOSED).returncode == 0
    assert len(github.dispatched) == 2


def test_nothing_to_remove_writes_nothing(run: Run, remote: Remote, github: FakeGitHub):
    """Without a branch there is nothing to do."""
    assert run("tidy", CLOSED).returncode == 0
    assert (remote.commits, github.changes) == (0, [])


def test_two_runs_at_once_lose_nothing(run: Run, remote: Remote, github: FakeGitHub):
    """If another run replaces the branch just before ours, ours starts again from there."""
    github.pulls[3] = pull(3)
    theirs = remote.put("pr-3")
    remote.git("update-ref", "-d", "refs/heads/previews")
    hook = remote.folder / "hooks/update"
    hook.write_text(f"#!/bin/sh\nrm hooks/update\ngit update-ref refs/heads/previews {theirs}\n", encoding="utf-8")
    hook.chmod(0o755)
    assert run().returncode == 0
    assert not hook.exists()
    assert {name.split("/")[0] for name in remote.files} == {"pr-3", "pr-12"}


def test_a_refused_push_is_no_success(run: Run, remote: Remote, github: FakeGitHub):
    """A rule that protects the branch fails the job, which does not print the token."""
    hook = remote.folder / "hooks/update"
    hook.write_text("#!/bin/sh\necho protected\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    done = run()
    assert done.returncode == 1
    assert "protected" in done.stderr
    assert TOKEN not in done.stdout + done.stderr
    assert github.dispatched == []


def test_the_oldest_previews_make_room(previews: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The branch stays below its limit; the new preview is the last one to leave."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    previews.git(tmp_path, "init", "--quiet")
    for number in (3, 4, 12):
        (tmp_path / f"pr-{number}").mkdir()
        (tmp_path / f"pr-{number}/index.html").write_text("x" * 100 + str(number), encoding="utf-8")
    previews.git(tmp_path, "add", ".")
    trees = {n: previews.git(tmp_path, "write-tree", f"--prefix=pr-{n}/").strip() for n in (3, 4, 12)}
    for limit, new, kept in ((400, 12, {3, 4, 12}), (250, 12, {4, 12}), (250, 3, {3, 12}), (110, 3, {3})):
        monkeypatch.setattr(previews, "BRANCH_BYTES", limit)
        shown = dict(trees)
        previews.make_room(tmp_path, shown, new)
        assert shown.keys() == kept
