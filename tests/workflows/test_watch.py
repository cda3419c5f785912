"""watch.py: the days of the checks live on a branch of their own, and pages show them without a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from generator import yaml_files
from generator.model import Watch
from generator.model.watch import Check, FaultyLink
from tests.workflows.conftest import Script
from tests.workflows.fake_github import FakeGitHub
from tests.workflows.running import workflow


def written(*days: str, gone: str = "") -> str:
    """Return a file as the program writes it: a check on each day, and perhaps a dead link."""
    checks = tuple(Check(date=day, services=("arxiv", "crossref"), papers=("123", "ernie-2-0", "null")) for day in days)
    link = FaultyLink(paper="ernie-2-0", url="https://example.org/x", fault="gone", since="2029-01-01")
    return yaml_files.dump(Watch(checks=checks, links=(link,) if gone else ()))


@pytest.fixture
def watch(module: Callable[[str], ModuleType]) -> ModuleType:
    """Return the script as a module."""
    return module("watch")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Return the path of the checked-out file, which is not there yet."""
    (tmp_path / "content").mkdir()
    return tmp_path / "content/watch.yml"


@pytest.mark.parametrize(
    ("ours", "theirs", "joined"),
    [
        ("", "", ""),
        ("", written("2029-01-08"), written("2029-01-08")),
        (written("2029-01-01"), written("2029-01-08", "2029-01-01"), written("2029-01-08", "2029-01-01")),
        (written("2029-01-15"), written("2029-01-08"), written("2029-01-15")),
        (written("2029-01-01"), "", written("2029-01-01")),
        ("", written("2029-01-08", gone="yes"), written("2029-01-08")),
        (written("2029-01-01", gone="yes"), written("2029-01-08"), written("2029-01-08", gone="yes")),
        (written(gone="yes"), written("2029-01-08"), written("2029-01-08", gone="yes")),
        ("# A comment\n" + written("2029-01-01"), written("2029-01-08"), "# A comment\n" + written("2029-01-08")),
    ],
    ids=range(9),
)
def test_newer_days_are_taken_and_links_stay(watch: ModuleType, ours: str, theirs: str, joined: str):
    """What is said of links waits for a person; the newer days win, and every other line stays."""
    assert watch.joined(ours, theirs) == joined


def test_the_branch_has_one_commit_and_one_file(github: FakeGitHub, script: Script, watch: ModuleType, ours: Path):
    """Each run replaces the commit if the file changed, and a later run takes the days from it."""
    api = watch.Api(address=github.address, repository="someone/shelf", token="a-token-that-may-write")  # noqa: S106
    assert watch.store(api, {"watch.yml": written("2029-01-01")})
    assert watch.store(api, {"watch.yml": written("2029-01-08", "2029-01-01")})
    changes = len(github.changes)
    assert not watch.store(api, {"watch.yml": written("2029-01-08", "2029-01-01")})
    assert len(github.changes) == changes
    assert [commit["parents"] for commit in github.commits] == [[], []]
    assert github.files("shelf-watch")["watch.yml"] == written("2029-01-08", "2029-01-01")
    assert "README.md" in github.files("shelf-watch")
    done = script("watch.py", "take")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert ours.read_text("utf-8") == written("2029-01-08", "2029-01-01")


def test_without_a_branch_nothing_is_said(script: Script, ours: Path):
    """A shelf that has not run refresh.yml yet builds as it is."""
    done = script("watch.py", "take")
    assert (done.returncode, done.stdout, done.stderr, ours.exists()) == (0, "", "", False)


@pytest.mark.parametrize(
    "text",
    [
        written("2029-01-08").replace("arxiv", "&a arxiv"),
        written("2029-01-08").replace("ernie-2-0", "Ernie <script>"),
        written("2029-01-08").replace("    papers:", "    pages:"),
        written("2029-01-08").replace("date: '2029-01-08'", "date: !!python/object '2029-01-08'"),
    ],
    ids=range(4),
)
def test_a_strange_file_stays_outside(github: FakeGitHub, script: Script, ours: Path, text: str):
    """Whatever is on the branch, the site is built; the run says why it has the former days."""
    github.push("shelf-watch", {"watch.yml": text})
    done = script("watch.py", "take")
    assert (done.returncode, done.stderr, ours.exists()) == (0, "", False)
    assert done.stdout.startswith("::notice::The dates of the last checks are not those of shelf-watch: not a line of")


MEMORY = {"https://example.org/x": {"verdict": "gone", "asked": "2029-01-08T04:41:00+00:00"}}


def test_links_that_were_gone_are_remembered(
    github: FakeGitHub, script: Script, watch: ModuleType, ours: Path, monkeypatch: pytest.MonkeyPatch
):
    """The next run knows which links were gone, and since when; the others are asked anew, and what is here stays."""
    api = watch.Api(address=github.address, repository="someone/shelf", token="a-token-that-may-write")  # noqa: S106
    monkeypatch.chdir(ours.parents[1])
    assert watch.gone() == ""
    memory = Path(".cache/shelf/links.json")
    memory.parent.mkdir(parents=True)
    memory.write_text(json.dumps(MEMORY | {"https://example.org/": {"verdict": "ok"}}), encoding="utf-8")
    assert json.loads(watch.gone()) == MEMORY
    both = {"watch.yml": written("2029-01-08"), "links.json": watch.gone()}
    assert watch.store(api, both)
    assert not watch.store(api, both | {"links.json": "{}"})  # a change that pages do not show
    assert github.files("shelf-watch")["links.json"] == "{}"
    watch.store(api, both)
    script("watch.py", "take")
    assert "https://example.org/" in json.loads(memory.read_text("utf-8"))
    memory.unlink()
    script("watch.py", "take")
    assert json.loads(memory.read_text("utf-8")) == MEMORY


@pytest.mark.parametrize("tree", [[{"mode": "120000", "size": 5}], [{"mode": "100644", "size": 11 << 20}]])
def test_only_a_small_regular_file_is_taken(
    github: FakeGitHub, script: Script, ours: Path, tree: list[dict[str, object]]
):
    """A symbolic link or a large file is left where it is."""
    github.push("shelf-watch", {})
    github.trees[-1]["tree"] = [{"path": "watch.yml", "content": "links"} | one for one in tree]
    done = script("watch.py", "take")
    assert (done.returncode, done.stderr, ours.exists()) == (0, "", False)
    assert "not a small regular file" in done.stdout


def test_an_outage_costs_only_the_days(github: FakeGitHub, script: Script, ours: Path):
    """Without an answer of GitHub's, the site is built with what is merged."""
    ours.write_text(written("2029-01-01"), encoding="utf-8")
    github.close()
    done = script("watch.py", "take")
    assert (done.returncode, done.stderr, ours.read_text("utf-8")) == (0, "", written("2029-01-01"))
    assert done.stdout.startswith("::notice::")


def test_pages_and_the_weekly_run_take_the_days():
    """Both take them before they use content/; previews do not, so that they show what would be merged."""
    for name, job, before in (("pages", "build", "Build the site"), ("refresh", "find", "Ask the services")):
        steps = {step["name"]: step for step in workflow(name)["jobs"][job]["steps"]}
        assert steps["Take the dates of the last checks"]["run"] == "make watch"
        assert list(steps).index("Take the dates of the last checks") < list(steps).index(before)
    assert "make watch" not in str(workflow("check"))
