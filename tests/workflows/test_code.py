"""code.yml reports its check on every pull request, and runs the tests for those that change the code."""

from __future__ import annotations

import pytest

from tests.workflows.running import Clone, workflow

PAPER = "content/papers/otternet.yml"
TESTED = ("Check", "Test")


def test_the_check_is_reported_for_every_pull_request():
    """No filter leaves out the workflow, and no condition the job: else a required check would stay pending."""
    found = workflow("code")
    assert found["on"]["pull_request"] is None
    assert set(found["jobs"]) == {"test"}
    assert not {"if", "needs"} & set(found["jobs"]["test"])


def test_only_a_clear_no_skips_the_tests():
    """Tests run on pushes, and on pull requests unless the step that compares them says false."""
    steps = {step["name"]: step for step in workflow("code")["jobs"]["test"]["steps"]}
    assert steps["Look for changes to the code"]["if"] == "${{ github.event_name == 'pull_request' }}"
    for name in ("Set up Python", *TESTED):
        assert steps[name]["if"] == "${{ steps.changed.outputs.code != 'false' }}"


@pytest.mark.parametrize(
    ("files", "outputs"),
    [
        ({PAPER: "title: OtterNet\n"}, {"code": "false"}),
        ({PAPER: "title: OtterNet\n", "README.md": "# Otters\n"}, {"code": "false"}),
        ({PAPER: "title: OtterNet\n", "generator/otters.py": ""}, {}),
        ({"docs/formats.md": "# Formats\n"}, {}),  # tests read it
        ({"mkdocs.yml": None}, {}),
        ({"generator/plugin/__init__.py": None, "content/plugin.py": '"""Moved."""\n'}, {}),
        ({".github/workflows/content/x.yml": "on: push\n"}, {}),
    ],
)
def test_changes_to_the_code_are_seen(clone: Clone, files: dict[str, str | None], outputs: dict[str, str]):
    """A change of papers and of the pages beside README.md needs no tests; anything else does."""
    clone.pull_request("otters", files)
    ran = clone.run("code", "test", {}, {}, but=TESTED)
    assert ran.failed == [], ran.words
    assert ran.outputs == outputs


def test_without_a_revision_to_compare_with_the_tests_run(clone: Clone):
    """A failure of git is no reason to skip them."""
    ran = clone.run("code", "test", {}, {}, but=TESTED)
    assert ran.failed == []
    assert ran.outputs == {}
