"""Keeps a report in one issue, opened once and updated from then on: ``python report.py REPORT``."""

from __future__ import annotations

import sys
from pathlib import Path

from github import ROBOT, Api, tamed

MARKER = "<!-- shelf links -->"
TITLE = "Broken links"
READ = 1 << 20


def main(path: str) -> None:
    """Write the issue. If a person closes it, it stays closed until the report changes."""
    with Path(path).open(encoding="utf-8", errors="replace") as stream:
        body = f"{MARKER}\n{tamed(stream.read(READ).removeprefix(MARKER).lstrip())}"
    api = Api.from_environment()
    for issue in api.each("issues", creator=ROBOT, state="all"):
        if "pull_request" not in issue and (issue["body"] or "").startswith(MARKER):
            if issue["body"] != body:
                api.send("PATCH", f"issues/{issue['number']}", body=body, state="open")
            return
    api.send("POST", "issues", title=TITLE, body=body)


if __name__ == "__main__":
    main(*sys.argv[1:])
