"""Keeps the curator's inbox in one issue with boxes to tick, and makes a pull request of what is ticked.

Each month, ``discover.py find`` may only read and runs `shelf discover`; ``discover.py ask`` may write and updates the issue.
When the issue is closed, ``discover.py take`` may only read and runs `shelf discover` with the issue's text as answers;
``discover.py open`` may write, and opens the pull request if the person who closed the issue may push, too.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pulls
import shelf
from github import ROBOT, Api, Refused, comment_once, cut, defused, event, fail, fenced, notice, tamed

FOLDER = Path("dist/discover")
ISSUE, ANSWERS, LEFT = FOLDER / "issue.md", FOLDER / "answers.md", FOLDER / "answers.json"
FILES = ("content/decisions.yml", "content/review.yml")  # beside papers and ledgers
PAPERS = 400  # and their ledgers
MARKER = "<!-- shelf discover -->"  # the first line of what `shelf discover` writes, and reads
WRITTEN = re.compile(r"<!-- shelf discover -->\n<!-- shelf wrote ([0-9a-f]{16}) -->\n")
ANSWER = "<!-- shelf discovered -->"
TITLE = "Papers that this shelf may lack"
# just these stay hidden, a verdict, names and a JSON string; everything else between the boxes is outside text
BOX = re.compile(r'(<!-- shelf (?:add|reject)(?: [^\s"<>]{1,400}){1,12}(?: "(?:[^"\\<>\n]|\\[^\n]){0,3000}")? -->)')
HOW = """\
When you have ticked what you are sure of, close this issue: a pull request then has it. As long as nobody changes this text, the next
month's list replaces it.
"""


def find() -> None:
    """Write the issue's text. Raises SystemExit if no service answered: that is not the same as no paper."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = shelf.run("discover", "--markdown", str(ISSUE))
    print(done.stdout, done.stderr)
    if done.returncode and not (ISSUE.exists() and BOX.search(ISSUE.read_text(encoding="utf-8"))):
        sys.exit(done.returncode)


def ask() -> None:
    """Update the open issue, or open one; close it if there is nothing left to ask."""
    api = Api.from_environment()
    with ISSUE.open(encoding="utf-8") as stream:
        text = body(stream.read(shelf.BYTES))
    there = next((one for one in api.each("issues", creator=ROBOT, state="open") if marked(one)), None)
    if there and not untouched(there):
        notice(f"Somebody has changed issue {there['number']}: it stays as it is.")
    elif not BOX.search(text):
        if there:
            api.send("PATCH", f"issues/{there['number']}", state="closed", state_reason="not_planned")
        notice("No paper to ask about.")
    elif not there:
        api.send("POST", "issues", title=TITLE, body=text)
    elif plain(there) != text:
        api.send("PATCH", f"issues/{there['number']}", body=text)


def body(text: str) -> str:
    """Return the issue's text, harmless but for the hidden names of papers; its second line tells whether it was changed."""
    parts = BOX.split(text.removeprefix(MARKER))
    parts[::2] = map(defused, parts[::2])
    whole = cut(f"{HOW}{''.join(parts)}").strip()
    return f"{MARKER}\n<!-- shelf wrote {digest(whole)} -->\n{whole}"


def digest(text: str) -> str:
    """Return a short name of a text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def plain(issue: dict[str, Any]) -> str:
    """Return an issue's text with our line endings, whatever GitHub's editor made of them."""
    return str(issue["body"] or "").replace("\r\n", "\n")


def marked(issue: dict[str, Any]) -> bool:
    """Tell whether it is one of our issues, which only a workflow opens and only people who may push can change."""
    return "pull_request" not in issue and plain(issue).startswith(MARKER)


def untouched(issue: dict[str, Any]) -> bool:
    """Tell whether the issue's text is as it was written."""
    found = WRITTEN.match(plain(issue))
    return bool(found and found[1] == digest(plain(issue)[found.end() :]))


def take() -> None:
    """Add and reject what is ticked, and leave the changed files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    ANSWERS.write_text(plain(event()["issue"]), encoding="utf-8")
    found = shelf.answer("discover", "--answers", str(ANSWERS), "--yes", "--json")
    files = shelf.changed()
    told = shelf.told(found["problems"])
    checked = shelf.run("check") if files else None
    if checked and checked.returncode:
        files, told = {}, checked.stderr
    papers = [Path(path).stem for path in files if path.startswith("content/papers/")]
    changes = shelf.run("diff", "HEAD", "--format", "markdown").stdout if files else ""
    shelf.leave(LEFT, {"keys": papers, "files": files, "told": told, "changes": changes})


def open_pull() -> None:
    """Open the pull request, and answer in the issue."""
    api, trigger = Api.from_environment(), event()
    number = int(trigger["issue"]["number"])
    if not marked(trigger["issue"]) or trigger["issue"]["user"]["login"] != ROBOT:
        sys.exit("this is not our issue")
    if not may_push(api, str(trigger["sender"]["login"])):
        words = "Only somebody who may push to this repository can answer here. Reopen the issue, and ask one of them to close it."
        comment_once(api, number, ANSWER, words)
        return
    if not LEFT.exists():
        comment_once(api, number, ANSWER, "Something went wrong on our side. Reopen and close the issue to try again.")
        sys.exit("the first step wrote nothing")
    found = shelf.left(LEFT, *FILES, most=PAPERS)
    if not found["files"] and not found["told"]:
        notice("Nothing is ticked: nothing to do.")
        return
    said = f"\n\n{tamed(fenced(found['told']))}" if found["told"] else ""
    try:
        answer = opened(api, found, number, trigger)
    except Refused as refused:
        comment_once(api, number, ANSWER, f"{tamed(str(refused))} Then reopen and close the issue to try again.{said}")
        fail(str(refused))
    comment_once(api, number, ANSWER, f"{answer}{said}")


def opened(api: Api, found: dict[str, Any], number: int, trigger: dict[str, Any]) -> str:
    """Make the pull request, and return what became of it."""
    if not found["files"]:
        return "I could not take in what is ticked. Change the boxes, then reopen and close the issue to try again."
    proposal = pulls.Proposal(
        branch=f"shelf/discover-{number}",
        base=str(trigger["repository"]["default_branch"]),
        title=title(found["keys"], number),
        body=f"What is ticked in #{number}.\n\n{tamed(found['changes'])}\nStill to do by hand: summaries in your own words.\n",
        files=found["files"],
    )
    try:
        pull = pulls.keep(api, proposal)
    except pulls.Busy:
        return f"Somebody has pushed to `{proposal.branch}`, so I left it as it is."
    return (
        f"What is ticked is now in #{pull}." if pull else f"What is ticked is ready, and {pulls.by_hand(api, proposal)}"
    )


def may_push(api: Api, login: str) -> bool:
    """Tell whether a person may push to the repository."""
    try:
        return api.get(f"collaborators/{quote(login, safe='')}/permission")["permission"] in {"admin", "write"}
    except Refused as refused:
        if refused.status != 404:
            raise
        return False


def title(keys: list[str], number: int) -> str:
    """Return a title made of our own words and a key, never of a paper's title."""
    if not keys:
        return f"Note which papers of issue {number} the shelf does not want"
    return f"Add {keys[0]}" if len(keys) == 1 else f"Add {len(keys)} papers from issue {number}"


def main(step: str) -> None:
    """Run one of the four steps."""
    {"find": find, "ask": ask, "take": take, "open": open_pull}[step]()


if __name__ == "__main__":
    main(*sys.argv[1:])
