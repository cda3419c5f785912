"""Turns the issue form "Suggest a paper" into a pull request, in two steps with different permissions.

``suggest.py find`` may only read: it runs `shelf add` and writes dist/suggestion/suggestion.json.
``suggest.py open`` may write and runs only this file: it creates the branch and the pull request with the API, or
answers in the issue. The form's text is in the environment variable ISSUE_BODY; anybody may have written it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import pulls
import shelf
from github import Api, Refused, comment_once, event, fail, fenced, notice, quoted, tamed

MARKER = "<!-- shelf suggest -->"
FOLDER = Path("dist/suggestion")
HEADINGS = {"references": "Paper", "family": "Family", "why": "Why it belongs here"}  # in order
NO_ANSWER = "_No response_"
BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,4}[.)])\s+")
LENGTH = 1_000  # characters of a line, as `shelf add` allows
PAPERS = 10  # in one suggestion
WRITABLE = re.compile(r"content/(?:papers/[a-z0-9-]{1,100}\.yml|imports/[A-Za-z0-9._-]{1,150}\.yml|review\.yml)")
LEDGER = re.compile(r"[A-Za-z0-9._-]{1,100}")
FILES = 20
BYTES = 1 << 20
AGAIN = "To try again, edit the text at the top of this issue (**⋯**, **Edit**); you do not need a new issue."


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What a person entered in the form."""

    references: str  # one a line
    family: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """The result: files for a pull request, or just an ``answer``."""

    verdict: Literal["new", "matched", "unsure", "several", "refused"]
    answer: str = ""  # all there is to say, or what could not be added
    key: str = ""  # of the one paper
    changes: str = ""  # Markdown, the output of `shelf diff`
    files: dict[str, str] = field(default_factory=dict)  # whole texts, by path in the repository
    ledgers: list[str] = field(default_factory=list)  # file stems of those in content/imports/ that are new


def parsed(body: str) -> Form:
    """Read the form as GitHub writes it: one heading per field, in the form's order, the free text last."""
    rest, found = body.replace("\r\n", "\n"), {}
    for name, heading in reversed(HEADINGS.items()):
        before, mark, after = rest.partition(f"### {heading}\n")
        found[name] = after.strip() if mark else ""
        rest = before if mark else rest
    return Form(**{name: "" if text == NO_ANSWER else text for name, text in found.items()})


def find(form: Form) -> Suggestion:
    """Look the papers up. Every outcome is an answer, never a traceback."""
    wanted = [line for raw in form.references.splitlines() if (line := BULLET.sub("", raw, count=1).strip())]
    if not wanted or max(map(len, wanted)) > LENGTH or not all(map(str.isprintable, wanted)):
        return _refused(
            "I need the paper's identifier, the address of its page or its title, such as `2107.02137`, "
            "`10.18653/v1/P19-1139` or `https://arxiv.org/abs/2107.02137`."
        )
    if len(wanted) > PAPERS:
        return _refused(
            f"Please suggest up to {PAPERS} papers at once, each on a line of its own; these are {len(wanted)} lines."
        )
    if len(form.family) > LENGTH or not form.family.isprintable():
        return _refused("Write a family by its name, such as `ERNIE`, or leave the field empty if unsure.")
    family = [f"--family={form.family}"] if form.family else []
    added = shelf.run("add", "--json", "--yes", *family, "--", *wanted)
    try:
        found = json.loads(added.stdout)
    except json.JSONDecodeError:
        return _refused(f"I could not add it.\n\n{fenced(added.stderr)}")
    faults = [one for one in found["problems"] if one["severity"] == "error"]
    failed = (
        f"I could not add {'it' if len(wanted) == 1 else 'all of them'}.\n\n{fenced(shelf.told(found['problems']))}"
    )
    if not found["papers"] or (faults and not found["changes"]):
        return _refused(failed)
    keys = [f"`{paper['key']}`" for paper in found["papers"]]
    if not found["changes"]:
        here = (
            f"This paper is already here, as {keys[0]}"
            if len(keys) == 1
            else f"These papers are already here: {', '.join(keys)}"
        )
        return Suggestion(verdict="matched", answer=f"{here}. Nothing is missing.")
    checked = shelf.run("check")
    if checked.returncode:
        return _refused(f"I found it, but a person has to look at the resulting files.\n\n{fenced(checked.stderr)}")
    paths = [f"content/{change['path']}" for change in found["changes"]]
    only: dict[str, Any] = found["papers"][0] if len(found["papers"]) == 1 else {"verdict": "several", "key": ""}
    return Suggestion(
        verdict=only["verdict"],
        answer=failed if faults else "",
        key=only["key"] or "",
        changes=shelf.run("diff", "HEAD", "--format", "markdown").stdout,
        files={path: Path(path).read_text(encoding="utf-8") for path in paths},
        ledgers=[
            Path(change["path"]).stem
            for change in found["changes"]
            if change["path"].startswith("imports/") and change["diff"].startswith("--- /dev/null")
        ],
    )


def _refused(why: str) -> Suggestion:
    return Suggestion(verdict="refused", answer=f"{why}\n\n{AGAIN}")


def open_pull(suggestion: Suggestion, form: Form) -> None:
    """Create the branch and the pull request, or answer in the issue."""
    api, trigger = Api.from_environment(), event()
    issue, base = int(trigger["issue"]["number"]), str(trigger["repository"]["default_branch"])
    branch = f"suggest/issue-{issue}"
    if pulls.tip(api, branch):
        notice(f"{branch} exists already, perhaps with somebody's work in it: nothing to do.")
        return
    if not suggestion.files:
        comment_once(api, issue, MARKER, f"Thank you for the suggestion!\n\n{tamed(suggestion.answer)}")
        return
    proposal = pulls.Proposal(
        branch=branch, base=base, title=_title(suggestion, issue), body=_body(suggestion, form, issue)
    )
    try:
        pulls.place(api, branch, pulls.commit(api, proposal.title, _renamed(suggestion, issue)), "")
    except Refused as refused:
        comment_once(api, issue, MARKER, f"Thank you for the suggestion! {tamed(str(refused))} {AGAIN}")
        fail(str(refused))
    number = pulls.propose(api, proposal)
    answer = (
        f"It is now in #{number}, where a person reviews it before it goes onto the shelf."
        if number
        else f"The file is ready, and {pulls.by_hand(api, proposal)}"
    )
    left = f"\n\n{tamed(suggestion.answer)}" if suggestion.answer else ""
    comment_once(api, issue, MARKER, f"Thank you for the suggestion!\n\n{answer}{left}")


def _title(suggestion: Suggestion, issue: int) -> str:
    """Return a title made of our own words and a key, never of a paper's title."""
    match suggestion.verdict:
        case "new":
            return f"Add {suggestion.key}"
        case "matched":
            return f"Fill in {suggestion.key}"
        case "several":
            return f"Add the papers suggested in issue {issue}"
    return f"Ask about the paper suggested in issue {issue}"


def _renamed(suggestion: Suggestion, issue: int) -> dict[str, str]:
    """Return the files, with new ledgers named after the issue: two suggestions of one day change no file in common."""
    own = {stem: f"{stem}-issue-{issue}" for stem in suggestion.ledgers}
    paths = {f"content/imports/{stem}.yml": f"content/imports/{new}.yml" for stem, new in own.items()}
    files = {paths.get(path, path): text for path, text in suggestion.files.items()}
    if questions := files.get("content/review.yml"):  # which name records by their ledger
        for stem, new in own.items():
            questions = questions.replace(f"{stem}#", f"{new}#")
        files["content/review.yml"] = questions
    return files


def _body(suggestion: Suggestion, form: Form, issue: int) -> str:
    """Return the pull request's description."""
    return (
        f"Closes #{issue}, where it was suggested"
        + (f" with these words:\n\n{quoted(form.why)}\n" if form.why else ".\n")
        + f"\n{tamed(suggestion.changes)}\n"
        + "\nStill to do by hand: a summary in your own words. Checks do not run on a pull request that a workflow opened "
        "until somebody closes and reopens it, or pushes to it.\n"
    )


def saved(text: str) -> Suggestion:
    """Read what `find` wrote; accept only a few small content files. Raises SystemExit."""
    found: dict[str, Any] = json.loads(text)
    suggestion = Suggestion(**found)
    files = suggestion.files
    if not all(WRITABLE.fullmatch(path) for path in files) or len(files) > FILES:
        sys.exit(f"not files of a suggestion: {sorted(files)}")
    if not all(LEDGER.fullmatch(stem) for stem in suggestion.ledgers):
        sys.exit("not names of ledgers")
    if suggestion.key and not shelf.KEY.fullmatch(suggestion.key):
        sys.exit("not a key")
    return suggestion


def main(step: str) -> None:
    """Run one of the two steps."""
    form, left = parsed(os.environ["ISSUE_BODY"]), FOLDER / "suggestion.json"
    if step == "find":
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text(json.dumps(asdict(find(form)), ensure_ascii=False), encoding="utf-8")
        return
    if not left.exists():
        broken = "Something went wrong on our side while looking it up. A person has to look at this."
        open_pull(Suggestion(verdict="refused", answer=broken), form)
        sys.exit("the first step wrote nothing")
    if left.stat().st_size > BYTES:
        sys.exit("the suggestion is too large")
    open_pull(saved(left.read_text(encoding="utf-8")), form)


if __name__ == "__main__":
    main(*sys.argv[1:])
