"""Keeps one pull request with what the services say is new, in two steps with different permissions.

``refresh.py find`` may only read: it runs `shelf refresh --all` and `shelf citations`, and writes dist/refresh/refresh.json.
``refresh.py propose`` may write and runs only this file: it makes, updates or closes the pull request, and notes on the branch
shelf-watch when papers were last checked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulls
import shelf
import watch
from github import Api, Refused, comment_once, cut, defused, fail, notice

BRANCH = "shelf/refresh"
LEFT = Path("dist/refresh/refresh.json")
REPORT = Path("dist/refresh/report.md")
MARKER = "<!-- shelf refresh {names} -->"
NAMES = re.compile(r"<!-- shelf refresh ([0-9a-f ]{0,4000}) -->\n")
NAMED = 500  # pieces of news with a name of their own; more have one together
SILENT = frozenset(
    {"arXiv", "Crossref", "OpenAlex", "Semantic Scholar", "services", "code repositories"}
)  # if left out
SHOWN = 100  # citations in the text
TAKEN = "<!-- shelf refresh taken -->"
WATCH = "content/watch.yml"
FILES = (WATCH, "content/citations.yml", "content/review.yml")  # beside papers and ledgers
NOTHING = "No news.\n"  # the first line of a report without any
# in a list, as `shelf refresh` writes it: nothing in it is as long as its fence, and every line is indented
PASTED = re.compile(r"^ {2}(`{3,})yaml\n(?: {2}.*\n)*? {2}\1\n", re.MULTILINE)
GONE = "Nothing of this is news any more: it was merged, or the services say otherwise now."
BUSY = (
    f"Somebody has pushed to `{BRANCH}`, so I no longer change it. When this pull request is merged, or closed and its branch "
    "deleted, the next run opens another one with all that is new by then."
)
NOTE = """
---
This pull request is made anew each week from what is on the main branch. Merge it, or push to its branch to go on by hand:
then it is yours. If you close it, it stays closed until there is other news. The checks start when somebody who may push
chooses *Approve workflows to run*.
"""


def find() -> None:
    """Ask the services, and leave the news, the report and the changed files. Raises SystemExit if the shelf is faulty."""
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    found = shelf.answer("refresh", "--all", "--yes", "--json", "--output", str(REPORT))
    faults = [one for one in found["problems"] if one["severity"] == "error"]
    if faults:
        sys.exit(shelf.told(faults))
    cited, asked = citations()
    checked = shelf.run("check")
    if checked.returncode:
        sys.exit(checked.stderr)
    report = REPORT.read_text(encoding="utf-8").removeprefix(NOTHING if cited else "") + cited_report(cited)
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as page:
        page.write(harmless(report))  # where there is no news, this alone says what was left out
    shelf.leave(
        LEFT,
        {
            "keys": sorted({*(one["key"] for one in found["news"]), *(one["paper"] for one in cited)}),
            "names": names(found["news"], cited),
            "whole": asked and SILENT.isdisjoint(one["what"] for one in found["left_out"]),
            "report": report,
            "files": shelf.changed(),
            "watch": Path(WATCH).read_text(encoding="utf-8") if Path(WATCH).exists() else "",
            "gone": watch.gone(),
        },
    )


def citations() -> tuple[list[dict[str, str]], bool]:
    """Bring citations.yml up to date; return which citations inside the shelf are new or gone, and whether all is known.

    The news is worth more than the citations: if they fail, the next run gets them.
    """
    done = shelf.run("citations", "--yes", "--json")
    try:
        found = json.loads(done.stdout)
    except json.JSONDecodeError:
        notice(f"No new citations: {done.stderr}"[:1000])
        return [], False
    changed = [one | {"mark": mark} for mark in ("new", "gone") for one in found[mark]]
    return changed, not any(found["unanswered"].values())


def cited_report(cited: list[dict[str, str]]) -> str:
    """Return the changed citations as Markdown; all the words are ours, and keys."""
    if not cited:
        return ""
    lines = [f"- {one['mark']}: `{one['paper']}` cites `{one['cites']}`\n" for one in cited[:SHOWN]]
    more = f"- … and {len(cited) - SHOWN} more\n" if len(cited) > SHOWN else ""
    sources = "as OpenAlex and Semantic Scholar state them"
    count = f"{len(cited)} citation{'s' * (len(cited) > 1)} inside the shelf"
    return f"\n<details><summary><b>{count}, {sources}</b></summary>\n\n{''.join(lines)}{more}\n</details>\n"


def harmless(report: str) -> str:
    """Return the report as GitHub may show it. Lines to paste into a file stay as they are: a code block shows them as text."""
    parts, at = [], 0
    for block in PASTED.finditer(report):
        parts += [defused(report[at : block.start()]), block[0]]
        at = block.end()
    return cut("".join((*parts, defused(report[at:]))))


def names(news: list[dict[str, Any]], cited: list[dict[str, str]]) -> str:
    """Return short names of the pieces of news, by which a later run recognises what a pull request has."""
    facts = [[one[name] for name in ("key", "kind", "field", "after")] for one in news]
    facts += [[one[name] for name in ("mark", "paper", "cites")] for one in cited]
    listed = sorted(set(map(json.dumps, facts)))
    if len(listed) > NAMED:
        return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16]
    return " ".join(sorted(hashlib.sha256(one.encode()).hexdigest()[:6] for one in listed))


def propose() -> None:
    """Bring the pull request and the branch of the watch up to date."""
    api, found = Api.from_environment(), shelf.left(LEFT, *FILES)
    try:
        base = pulls.default_branch(api)
    except Refused as reason:
        if reason.status:  # GitHub's refusal is a fault; a run that is not on the default branch is none
            raise
        notice(f"No pull request: {reason}")
        return
    refused = []
    for step in (keep, remember):
        try:
            step(api, found, base)
        except Refused as reason:
            refused.append(str(reason))
    if refused:
        fail("\n".join(refused))


def remember(api: Api, found: dict[str, Any], base: str) -> None:
    """Note when papers were last checked, and have the site show it."""
    remembered = {watch.NAME: str(found["watch"]), watch.GONE: str(found["gone"])}
    if watch.store(api, {name: text for name, text in remembered.items() if text}):
        publish(api, base)


def keep(api: Api, found: dict[str, Any], base: str) -> None:
    """Have one pull request if there is news, none if there is none; leave it alone if it is somebody's."""
    marker = f"{MARKER.format(names=found['names'])}\n"
    if not NAMES.fullmatch(marker):
        sys.exit("not names of news")
    try:
        if not found["keys"] or not found["files"]:
            if found["whole"]:  # what a service said last week is no less true if it does not answer today
                pulls.withdraw(api, BRANCH, base, GONE)
            return
        last = pulls.latest(api, BRANCH, base)
        if last and (why := known(last, marker, whole=found["whole"])):
            notice(why)
            return
        body = f"{marker}{harmless(str(found['report']))}{NOTE}"
        title = title_of(found["keys"])
        proposal = pulls.Proposal(branch=BRANCH, base=base, title=title, body=body, files=found["files"])
        if pulls.keep(api, proposal) is None:
            notice(f"The news is on the branch {BRANCH}, and {pulls.by_hand(api, proposal)}")
    except pulls.Busy as busy:
        notice(BUSY)
        if busy.number:
            comment_once(api, busy.number, TAKEN, BUSY)


def known(pull: Mapping[str, Any], marker: str, *, whole: bool) -> str:
    """Return why the newest pull request may stay as it is, "" if it may not: it has all this news, and perhaps more."""
    there, now = NAMES.match(pull["body"] or ""), NAMES.match(marker)
    if not (there and now and set(now[1].split()) <= set(there[1].split())) or pull["merged_at"]:
        return ""
    if pull["state"] == "closed":
        return f"Pull request {pull['number']} with this news was closed: it stays closed until there is other news."
    return "" if whole else f"Not all services answered: pull request {pull['number']} keeps what they said before."


def title_of(keys: list[str]) -> str:
    """Return a title made of our own words and a key, never of a paper's title."""
    return f"Refresh {keys[0]}" if len(keys) == 1 else f"Refresh {len(keys)} papers"


def publish(api: Api, base: str) -> None:
    """Have pages.yml put the new dates on the site, if Pages is on."""
    try:
        if api.get("pages")["build_type"] == "workflow":
            api.send("POST", "actions/workflows/pages.yml/dispatches", ref=base)
    except Refused as reason:
        if reason.status != 404:
            notice(f"The site does not show the newest days yet, as pages.yml did not start: {reason}")


def main(step: str) -> None:
    """Run one of the two steps."""
    {"find": find, "propose": propose}[step]()


if __name__ == "__main__":
    main(*sys.argv[1:])
