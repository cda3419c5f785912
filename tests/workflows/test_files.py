"""Rules for the files in .github and beside the README, whatever their content."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from generator.cli.group import failed
from generator.content import catalogue
from generator.services import SERVICES
from tests.conftest import ROOT, Shelf
from tests.workflows.running import WORKFLOWS, workflow

NAMES = sorted(path.stem for path in WORKFLOWS.iterdir())
BIN = Path(sys.prefix) / "bin"
RUN = re.compile(r"make [a-z]+|\.venv/bin/shelf(?: [\w./^=-]+)+")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [(name, job, found) for name in NAMES for job, found in workflow(name)["jobs"].items()]


def test_the_workflows_are_those_of_the_project():
    """There are no other workflows, whatever their suffix."""
    assert sorted(path.name for path in WORKFLOWS.iterdir()) == [
        "check.yml", "code.yml", "comment.yml", "discover.yml", "links.yml", "pages.yml", "previews.yml", "refresh.yml",
        "suggest.yml"
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_actions_are_pinned(name: str):
    """Every action is pinned to a full commit with its version in a comment; a commit has the same version everywhere."""
    text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses:(.*)", text)
    assert uses
    for use in uses:
        assert re.fullmatch(r" actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use), use
    everywhere = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS.iterdir())
    for use in uses:
        action = use.split("@")[0]
        assert len(set(re.findall(rf"uses:{re.escape(action)}@.*", everywhere))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_permissions_are_set_per_job(name: str):
    """Workflows have no permissions; each job sets its own, and jobs with write access run no code from outside."""
    found = workflow(name)
    assert found["permissions"] == {}
    for job in found["jobs"].values():
        assert job["permissions"]
        if "write" in job["permissions"].values():
            commands = [step["run"] for step in job["steps"] if "run" in step]
            for command in commands:  # no prerequisite, and one script of the standard library
                target = re.escape(command.removeprefix("make "))
                assert re.search(
                    rf"^{target}:  ##.*\n\t\$\(PYTHON\) \.github/scripts/[^\n]*\n\n", MAKEFILE, re.MULTILINE
                ), command
            assert not any("setup-python" in step.get("uses", "") for step in job["steps"])


def test_pull_requests_have_no_write_access():
    """Workflows triggered by a pull request can read the repository and see no secrets."""
    for name in NAMES:
        text = (WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8")
        assert "pull_request_target" not in text or name == "previews"
        if "pull_request" in workflow(name)["on"]:
            assert "secrets" not in text
            assert all(job["permissions"] == {"contents": "read"} for job in workflow(name)["jobs"].values())
            assert "github.token" not in text


def test_keys_reach_only_the_steps_that_ask_the_services():
    """The one secrets are the services' keys, which only the steps that ask services see, in jobs that may write nothing."""
    asking = {
        ("suggest", "find", "Look the papers up"),
        ("refresh", "find", "Ask the services"),
        ("discover", "find", "Ask the services"),
        ("discover", "take", "Add and reject what is ticked"),
    }
    seen = {
        (name, job, step["name"]) for name, job, found in jobs() for step in found["steps"] if "secrets." in str(step)
    }
    assert seen == asking
    keys = {service.key_variable for service in SERVICES.values() if service.key_variable} - {"SHELF_GITHUB_KEY"}
    for name, job, asks in asking:
        found = workflow(name)["jobs"][job]
        assert found["permissions"] == {"contents": "read"}
        (given,) = [step["env"] for step in found["steps"] if step["name"] == asks]
        own = {"SHELF_GITHUB_KEY": "${{ github.token }}"} if name == "refresh" else {}
        assert {one: value for one, value in given.items() if one.endswith("_KEY")} == own | {
            key: f"${{{{ secrets.{key} }}}}" for key in keys
        }
        assert given["SHELF_CONTACT"] == "${{ vars.SHELF_CONTACT }}"
    everything = "".join((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8") for name in NAMES)
    assert everything.count("secrets.") == len(asking) * len(keys)


def test_schedules_do_not_repeat_one_another():
    """Papers' links are reported by the weekly run, so the check of all links runs by hand."""
    scheduled = {name: workflow(name)["on"]["schedule"] for name in NAMES if "schedule" in workflow(name)["on"]}
    assert {name: [re.sub(r"^\d+ \d+ ", "", one["cron"]) for one in of] for name, of in scheduled.items()} == {
        "refresh": ["* * 1"], "discover": ["1 * *"]
    }  # fmt: skip
    assert workflow("links")["on"] == {"workflow_dispatch": None}


def test_only_our_own_issue_brings_answers():
    """Anybody may close their own issue; ours is opened by a workflow, and begins with the hidden mark."""
    take, opens = (workflow("discover")["jobs"][job] for job in ("take", "open"))
    assert "github.event.issue.user.login == 'github-actions[bot]'" in take["if"]
    assert "startsWith(github.event.issue.body, '<!-- shelf discover -->')" in take["if"]
    assert (opens["needs"], "needs.take.result != 'skipped'" in opens["if"]) == ("take", True)
    assert workflow("discover")["on"]["issues"] == {"types": ["closed"]}


def test_comment_uses_nothing_from_the_pull_request():
    """comment.yml checks out the main branch and reads the event only from the event's file."""
    jobs = workflow("comment")["jobs"]
    token = {"GITHUB_TOKEN": "${{ github.token }}"}
    for job, given in (("host", token), ("post", token | {"HOSTED": "${{ needs.host.outputs.address }}"})):
        checkout, script = jobs[job]["steps"]
        assert checkout["with"] == {"persist-credentials": False, "sparse-checkout": ".github/scripts"}
        assert script["env"] == given


def test_the_comment_does_not_need_the_preview():
    """It is posted also where nothing is hosted, or hosting fails."""
    post = workflow("comment")["jobs"]["post"]
    assert post["needs"] == "host"
    assert post["if"].startswith("${{ !cancelled() && github.event.workflow_run.event == 'pull_request'")


def test_previews_are_hosted_only_if_asked_for():
    """Three workflows look at the variable, and check.yml does not: runs for forks see no variables."""
    hosting = {"comment": "host", "previews": "tidy"}
    for name, job in hosting.items():
        assert "vars.SHELF_PREVIEWS == 'on'" in workflow(name)["jobs"][job]["if"]
    (step,) = [one for one in workflow("pages")["jobs"]["build"]["steps"] if one["name"].startswith("Add the previews")]
    assert step["if"] == "${{ vars.SHELF_PREVIEWS == 'on' }}"
    assert step["with"] == {"path": "site/previews", "persist-credentials": False, "ref": "previews"}
    assert [name for name in NAMES if "vars.SHELF_PREVIEWS" in (WORKFLOWS / f"{name}.yml").read_text("utf-8")] == [
        "comment", "pages", "previews"
    ]  # fmt: skip


def test_a_closed_pull_request_brings_no_code():
    """previews.yml may write, so it starts only when a pull request closes and runs the default branch's script."""
    found = workflow("previews")
    assert found["on"] == {"pull_request_target": {"types": ["closed"]}}
    (checkout, tidy) = found["jobs"]["tidy"]["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert tidy["run"] == "make tidy"


@pytest.mark.parametrize(("name", "job", "found"), jobs(), ids=lambda part: part if isinstance(part, str) else "")
def test_each_job_is_bounded_and_plain(name: str, job: str, found: dict[str, Any]):
    """Jobs have a time limit, steps have a name, and no checkout keeps the token.

    Each command is a make target or a shelf command, and contains no expression.
    """
    assert 0 < found["timeout-minutes"] <= 120, (name, job)
    for step in found["steps"]:
        assert step["name"]
        assert "run" not in step or RUN.fullmatch(step["run"]), step["run"]
        assert "actions/checkout@" not in step.get("uses", "") or step["with"]["persist-credentials"] is False


def test_every_target_and_script_exists():
    """The make targets that steps call are in the Makefile, and the scripts that these call are in .github/scripts."""
    called = set()
    for command in {step["run"] for _, _, found in jobs() for step in found["steps"] if "run" in step}:
        if command.startswith("make "):
            recipe = re.search(rf"^{command.removeprefix('make ')}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
            assert recipe, command
            called |= set(re.findall(r"\.github/scripts/(\w+\.py)", recipe[1]))
    assert {path.name for path in (ROOT / ".github/scripts").glob("*.py")} - called == {
        "github.py",
        "pulls.py",
        "shelf.py",
    }


def test_publishing_is_serial():
    """Two pushes publish one after the other, and neither is cancelled."""
    assert workflow("pages")["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert workflow("pages")["on"]["push"] == {"branches": ["main"]}


def test_the_linters_report_errors(tmp_path: Path):
    """`make check` reports form text in a script, an action without a commit, and an unknown key."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text = (WORKFLOWS / "suggest.yml").read_text(encoding="utf-8")
    for good, bad in (
        ("make suggestion", "make suggestion ${{ github.event.issue.title }}"),
        ("checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", "checkout@v7"),
    ):
        assert good in text
        (folder / "suggest.yml").write_text(text.replace(good, bad, 1), encoding="utf-8")
        assert subprocess.run(
            [BIN / "zizmor", "-q", "--offline", tmp_path], capture_output=True, check=False
        ).returncode
    (folder / "suggest.yml").write_text(text.replace("timeout-minutes", "timeout-minute"), encoding="utf-8")
    done = subprocess.run(
        [BIN / "actionlint", "-shellcheck", "", folder / "suggest.yml"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "timeout-minute" in done.stdout


@pytest.mark.parametrize(
    ("name", "fields"), [("suggest", ["reference", "family", "why"]), ("mistake", ["key", "wrong", "right"])]
)
def test_forms_are_valid(name: str, fields: list[str]):
    """An issue form has a name, a description, and fields with a label and a unique ID."""
    form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert [field["id"] for field in form["body"]] == fields
    for field in form["body"]:
        assert field["type"] in {"input", "textarea"}
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert field["attributes"]["label"]
        assert set(field["attributes"]) <= {"label", "description", "placeholder"}
        assert all(isinstance(value, str) for value in field["attributes"].values())
        assert field.get("validations") in (None, {"required": True})


def test_the_citation_is_valid():
    """CITATION.cff has all required fields and agrees with pyproject.toml."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert (citation["cff-version"], citation["license"]) == ("1.2.0", "MIT")
    assert f'version = "{citation["version"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## [{citation['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_hooks_call_commands_that_exist():
    """Each pre-commit hook for others is valid and calls one of our commands."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["shelf-check", "shelf-format"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["entry"].startswith("shelf ")
        assert re.match(hook["files"], "content/papers/ernie-3-0.yml")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"])
def test_links_between_pages_work(name: str):
    """Links to files and headings of this repository have a target."""
    for address in re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text(encoding="utf-8")):
        parts = urlsplit(address)
        if parts.scheme:
            continue
        target = ROOT / (parts.path or name)
        assert target.exists(), address
        if parts.fragment:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert parts.fragment in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}, address


def test_the_contents_licence_is_named():
    """A file beside the facts says that they are CC0, and shelf check does not mistake it for a paper."""
    assert (ROOT / "content/LICENSE").read_text(encoding="utf-8").startswith("SPDX-License-Identifier: CC0-1.0\n")
    assert not failed(catalogue.inspect(ROOT / "content")[1])


def test_the_guide_says_what_the_check_says(shelf: Shelf, tmp_path: Path):
    """The example in CONTRIBUTING.md is a valid file; without the quotes, the check prints what the guide shows."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = dedent(re.search(r"```yaml\n( *title:.*?)```", guide, re.DOTALL)[1])
    printed = re.search(r"```text\n(.*?)```", guide, re.DOTALL)[1]
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "ernie-2-0.yml").write_text("title: ERNIE 2.0\n", encoding="utf-8")
    for text, said in ((example, ""), (example.replace("'2106.02241'", "2106.02241"), printed)):
        (papers / "ernie-tiny.yml").write_text(text, encoding="utf-8")
        assert shelf("check").stderr == said


def test_the_guide_names_codes_that_exist():
    """Every code in the guide's table exists."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    codes = {code for row in re.findall(r"^\| (`.+?`) \|", guide, re.MULTILINE) for code in re.findall(r"`(.+?)`", row)}
    assert len(codes) > 5
    given = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    for code in codes:
        assert f'"{code}"' in given or f"{code.split('.')[0]}.{{" in given, code
