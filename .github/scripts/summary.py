"""Sums a pull request up for its comment: what is wrong with it, or else what it does to the site.

``python summary.py BASE`` writes summary.md and number.txt to dist/summary. It runs beside the pull request's code and
has no rights; comment.py, which has, trusts nothing that stands in these files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from github import fenced

MARKER = "<!-- shelf diff -->"
FOLDER = Path("dist/summary")
SHOWN = 20
CHANGED = 500
MEND = """
To mend it: open the file under **Files changed**, choose **⋯** and **Edit file**, change the line, and commit. The check
runs again by itself and this comment follows. Nothing is published until it is right, so take your time; if you are
stuck, say so here.
"""


def main(base: str) -> None:
    """Write the two files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "number.txt").write_text(os.environ["PULL_REQUEST"] + "\n", encoding="utf-8")
    (FOLDER / "summary.md").write_text(f"{MARKER}\n{summary(base)}", encoding="utf-8")


def summary(base: str) -> str:
    """Return the Markdown below the marker."""
    found = json.loads(shelf("check", "--changed-since", base, "--format", "json").stdout)["problems"]
    errors = [one for one in found if one["severity"] == "error"]
    if errors:
        things = "one thing" if len(errors) == 1 else f"{len(errors)} things"
        return f"### Not ready yet: {things} to mend\n\n{listed(errors)}\n{MEND}"
    told = shelf("diff", base, "--format", "markdown")
    if told.returncode:
        return f"### Not ready yet: this could not be compared with what is there\n\n{fenced(told.stderr)}\n"
    return told.stdout.removeprefix(MARKER).lstrip("\n") + layout(base)


def listed(problems: list[dict[str, str]]) -> str:
    """Return the problems as `shelf check` prints them, twenty at most."""
    lines = []
    for one in problems[:SHOWN]:
        lines.append(f"{one['path']}:{one['line']}:{one['column']}: {one['code']}: {one['message']}")
        if one["hint"]:
            lines.append(f"  hint: {one['hint']}")
    if len(problems) > SHOWN:
        lines.append(f"… and {len(problems) - SHOWN} more")
    return fenced("\n".join(lines))


def layout(base: str) -> str:
    """Return a word on the layout of the changed files, which stops nobody: not everyone can run a command."""
    names = changed(base)
    told = shelf("format", "--check", "--", *names) if names else None
    if told is None or not told.returncode:
        return ""
    return (
        "\n<details><summary>The layout differs from ours. You need not do anything: whoever merges can run "
        f"`shelf format`.</summary>\n\n{fenced(told.stdout + told.stderr)}\n</details>\n"
    )


def changed(base: str) -> list[str]:
    """Return the files below content/ that the change adds or edits, the first few hundred."""
    asked = ["git", "diff", "--name-only", "--diff-filter=d", "--no-renames", "-z", base, "--", "content"]
    done = subprocess.run(asked, stdout=subprocess.PIPE, encoding="utf-8", errors="surrogateescape", check=True)
    return [name for name in done.stdout.split("\0") if name][:CHANGED]


def shelf(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shelf command of this environment; 1 means faults in files, any other failure is ours."""
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode not in {0, 1}:
        sys.exit(f"shelf {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return done


if __name__ == "__main__":
    main(*sys.argv[1:])
