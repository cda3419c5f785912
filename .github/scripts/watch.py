"""What the weekly run remembers, on the branch shelf-watch: its newest content/watch.yml, and which links did not answer.

``watch.py take`` puts the days of the checks into the checked-out content/watch.yml, if they are newer: so pages say when papers
were last checked even if there was no news to merge. Links stay as merged, because a person has to see what is said of them
first; a link counts as dead only when it was gone on two days, so the next run has to know of the first.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from github import Api, Refused, notice
from pulls import blob, place, tip

BRANCH = "shelf-watch"
NAME, GONE = "watch.yml", "links.json"
OURS = Path("content") / NAME
MEMORY = Path(".cache/shelf") / GONE  # of `shelf links`
BYTES = 10 << 20
ABOUT = """\
What the workflow *refresh* remembers from its newest run, which replaces this branch's only commit: when the papers were last
checked, and by which services (`watch.yml`; *pages* puts the days on the site), and which links were gone (`links.json`). If you delete
the branch, the next run makes it again.
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
        found = stored(Api.from_environment())
        taken = joined(ours, found.get(NAME, ""))
    except (Refused, OSError, KeyError, TypeError, ValueError) as reason:
        notice(f"The dates of the last checks are not those of {BRANCH}: {reason}")
        return
    if taken != ours:
        OURS.write_text(taken, encoding="utf-8")
    if GONE in found and not MEMORY.exists():
        MEMORY.parent.mkdir(parents=True, exist_ok=True)
        MEMORY.write_text(
            found[GONE], encoding="utf-8"
        )  # the program reads it as a cache: what is faulty in it counts as nothing


def gone() -> str:
    """Return what the program remembers of the links that are gone, as it remembers it; "" if there is none."""
    try:
        answers = json.loads(MEMORY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    kept = {url: one for url, one in answers.items() if one["verdict"] == "gone"}
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n" if kept else ""


def stored(api: Api) -> dict[str, str]:
    """Return the files on the branch by name. Raises Refused if one is not a small regular file."""
    commit = tip(api, BRANCH)
    listed = api.get(f"git/trees/{commit}")["tree"] if commit else []
    found = {}
    for one in listed:
        if one["path"] in {NAME, GONE}:
            if one["mode"] != "100644" or one["size"] > BYTES:
                raise Refused(f"{one['path']} is not a small regular file")
            found[one["path"]] = base64.b64decode(api.get(f"git/blobs/{one['sha']}")["content"]).decode()
    return found


def store(api: Api, files: Mapping[str, str]) -> bool:
    """Replace the branch's commit if a file changed; return whether the watch did. Raises Refused."""
    checks(files.get(NAME, ""))
    before = tip(api, BRANCH)
    old = stored(api)
    if old == files:
        return False
    tree = [blob("README.md", ABOUT), *(blob(name, text) for name, text in files.items())]
    made = api.send("POST", "git/trees", tree=tree)
    made = api.send("POST", "git/commits", message="Note when papers were last checked", tree=made["sha"], parents=[])
    place(api, BRANCH, made["sha"], before)
    return old.get(NAME) != files.get(NAME, "")


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
