""".gitlab-ci.yml does on GitLab what check.yml and pages.yml do on GitHub: one pipeline for a change, with the same commands."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
import yaml

from generator.starter import project
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
        ({"CI_COMMIT_BRANCH": "otters"}, []),  # its merge request has a pipeline
        ({"CI_COMMIT_TAG": "v1"}, []),
    ],
)
def test_each_change_has_one_pipeline(variables: dict[str, str], jobs: list[str]):
    """Merge requests are checked and the default branch is published; other pushes start nothing."""
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
    contents = project.fresh("Birds", source=None, date="2029-01-02").contents
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
