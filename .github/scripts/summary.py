"""Summarizes a pull request for its comment: what is wrong with it, or else what it does to the site.

``python summary.py BASE`` writes summary.md and number.txt to dist/summary. It runs next to the pull request's code
and has no write permission; comment.py, which has, does not trust these files.
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
FIX = """
To fix it: open the file under **Files changed**, choose **⋯** and **Edit file**, change the line, and commit. The check
then runs again and updates this comment. Nothing is published until it passes, so take your time; if you are stuck,
ask here.
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
        return f"### Not ready yet: {things} to fix\n\n{listed(errors)}\n{FIX}"
    done = shelf("diff", base, "--format", "markdown")
    if done.returncode:
        return f"### Not ready yet: this could not be compared with the current state\n\n{fenced(done.stderr)}\n"
    return done.stdout.removeprefix(MARKER).lstrip("\n") + layout(base)


def listed(problems: list[dict[str, str]]) -> str:
    """Return the problems as `shelf check` prints them, at most twenty."""
    lines = []
    for one in problems[:SHOWN]:
        lines.append(f"{one['path']}:{one['line']}:{one['column']}: {one['code']}: {one['message']}")
        if one["hint"]:
            lines.append(f"  hint: {one['hint']}")
    if len(problems) > SHOWN:
        lines.append(f"… and {len(problems) - SHOWN} more")
    return fenced("\n".join(lines))


def layout(base: str) -> str:
    """Return a note on the layout of the changed files; it blocks nothing, since not everyone can run a command."""
    names = changed(base)
    done = shelf("format", "--check", "--", *names) if names else None
    if done is None or not done.returncode:
        return ""
    return (
        "\n<details><summary>The layout differs from the usual one. You need not do anything: whoever merges can run "
        f"`shelf format`.</summary>\n\n{fenced(done.stdout + done.stderr)}\n</details>\n"
    )


def changed(base: str) -> list[str]:
    """Return the first few hundred files in content/ that the change adds or edits."""
    asked = ["git", "diff", "--name-only", "--diff-filter=d", "--no-renames", "-z", base, "--", "content"]
    done = subprocess.run(asked, stdout=subprocess.PIPE, encoding="utf-8", errors="surrogateescape", check=True)
    return [name for name in done.stdout.split("\0") if name][:CHANGED]


def shelf(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shelf command of this environment; exit code 1 means faulty files, any other failure is our bug."""
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode not in {0, 1}:
        sys.exit(f"shelf {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
    return done


if __name__ == "__main__":
    main(*sys.argv[1:])
