"""The record of checks between pull requests: the newest content/watch.yml of the weekly run, on the branch shelf-watch.

``watch.py take`` puts its dates into the checked-out content/watch.yml, if they are newer: so pages say when papers were last
checked even if there was no news to merge. Links stay as merged, because a person has to see what is said of them first.
"""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

from github import Api, Refused, notice
from pulls import blob, place, tip

BRANCH = "shelf-watch"
NAME = "watch.yml"
OURS = Path("content") / NAME
BYTES = 10 << 20
ABOUT = """\
When the papers of this shelf were last checked, and by which services: `watch.yml` is from the newest run of the workflow
*refresh*, which replaces this branch's only commit each time. The workflow *pages* puts the dates on the site. If you delete the
branch, the next run makes it again.
"""
# just what our own program writes: names of services and keys, which need quotes if they look like something else
_LINE = re.compile(
    r"checks:|  - date: '\d{4}-\d\d-\d\d'|    (?:services|papers):|      - (?:[a-z0-9]+(?:-[a-z0-9]+)*|'[a-z0-9]+(?:-[a-z0-9]+)*')"
)
_CHECKS = re.compile(r"^checks:\n(?:[ ].*\n)*", re.MULTILINE)
_DATE = re.compile(r"^  - date: '(\d{4}-\d\d-\d\d)'$", re.MULTILINE)


def main(step: str) -> None:
    """Run the one step. Whatever is wrong with the branch, the checked-out file stays as it is."""
    if step != "take":
        sys.exit(f"unknown step {step}")
    ours = OURS.read_text(encoding="utf-8") if OURS.exists() else ""
    try:
        taken = joined(ours, stored(Api.from_environment()))
    except (Refused, OSError, KeyError, TypeError, ValueError) as reason:
        notice(f"The dates of the last checks are not those of {BRANCH}: {reason}")
        return
    if taken != ours:
        OURS.write_text(taken, encoding="utf-8")


def stored(api: Api) -> str:
    """Return the file on the branch, "" if there is no branch. Raises Refused if it is not a small regular file."""
    commit = tip(api, BRANCH)
    if not commit:
        return ""
    listed = [one for one in api.get(f"git/trees/{commit}")["tree"] if one["path"] == NAME]
    if len(listed) != 1 or listed[0]["mode"] != "100644" or listed[0]["size"] > BYTES:
        raise Refused(f"{NAME} is not a small regular file")
    return base64.b64decode(api.get(f"git/blobs/{listed[0]['sha']}")["content"]).decode()


def store(api: Api, text: str) -> bool:
    """Replace the branch's commit; return whether its file changed. Raises Refused."""
    checks(text)
    before = tip(api, BRANCH)
    if before and stored(api) == text:
        return False
    tree = api.send("POST", "git/trees", tree=[blob("README.md", ABOUT), blob(NAME, text)])
    made = api.send("POST", "git/commits", message="Note when papers were last checked", tree=tree["sha"], parents=[])
    place(api, BRANCH, made["sha"], before)
    return True


def joined(ours: str, theirs: str) -> str:
    """Return our file with their checks if they are newer. Raises Refused if theirs is not what our program writes."""
    newer = checks(theirs)
    kept = _CHECKS.search(ours)
    if _newest(newer) <= _newest(kept[0] if kept else ""):
        return ours
    return ours.replace(kept[0], newer) if kept else f"{newer}{ours}"


def checks(text: str) -> str:
    """Return the part of a watch that says when papers were checked, "" if there is none. Raises Refused."""
    found = _CHECKS.search(text)
    part = found[0] if found else ""
    if strange := next((line for line in part.splitlines() if not _LINE.fullmatch(line)), ""):
        raise Refused(f"not a line of {NAME}: {strange[:100]!r}")
    return part


def _newest(part: str) -> str:
    return max(_DATE.findall(part), default="")


if __name__ == "__main__":
    main(*sys.argv[1:])
