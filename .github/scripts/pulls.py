"""Branches and pull requests that workflows make with the API; ``keep`` replaces the one that an earlier run made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from github import Api, Refused, notice

# of commits that a workflow's token makes: its author, and its committer, which may be GitHub itself
ROBOT_EMAILS = frozenset({"41898282+github-actions[bot]@users.noreply.github.com", "noreply@github.com"})


class Busy(Exception):  # noqa: N818 - somebody's work, not a fault
    """Somebody has pushed to the branch, so it is theirs; ``number`` is that of its newest pull request, if any."""

    def __init__(self, number: int | None) -> None:
        """Keep the number for callers."""
        super().__init__("somebody has pushed to the branch")
        self.number = number


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A pull request to be: ``files`` has whole texts by path; the title is also the commit's message."""

    branch: str
    base: str
    title: str
    body: str
    files: Mapping[str, str] = field(default_factory=dict)


def default_branch(api: Api) -> str:
    """Return the default branch. Raises Refused if the run started from another one."""
    found = str(api.get("")["default_branch"])  # the event of a schedule does not say
    if os.environ["GITHUB_REF_NAME"] != found:
        raise Refused(f"this run started from another branch than {found}")
    return found


def tip(api: Api, branch: str) -> str:
    """Return the branch's commit, "" if there is no such branch. Raises Refused."""
    try:
        return str(api.get(f"git/ref/heads/{branch}")["object"]["sha"])
    except Refused as refused:
        if refused.status != 404:
            raise
        return ""


def commit(api: Api, message: str, files: Mapping[str, str]) -> str:
    """Return a new commit of the files on top of the checked-out one. Raises Refused."""
    parent = os.environ["GITHUB_SHA"]
    tree = api.send(
        "POST",
        "git/trees",
        base_tree=api.get(f"git/commits/{parent}")["tree"]["sha"],
        tree=[blob(path, text) for path, text in files.items()],
    )
    return str(api.send("POST", "git/commits", message=message, tree=tree["sha"], parents=[parent])["sha"])


def blob(path: str, text: str) -> dict[str, str]:
    """Return a regular file, as an entry of a tree."""
    return {"path": path, "mode": "100644", "type": "blob", "content": text}


def place(api: Api, branch: str, sha: str, before: str) -> None:
    """Have the branch, now at ``before`` or not there, point to a commit, whatever its history. Raises Refused."""
    try:
        if before:
            api.send("PATCH", f"git/refs/heads/{branch}", sha=sha, force=True)
        else:
            api.send("POST", "git/refs", ref=f"refs/heads/{branch}", sha=sha)
    except Refused as refused:
        if refused.status not in {403, 422}:  # GitHub's answers if a rule forbids it
            raise
        notice(str(refused))
        why = f"GitHub did not let me write the branch `{branch}`. If a rule is why, leave the branch out of it (Settings, Rules)."
        raise Refused(why, status=refused.status) from None


def latest(api: Api, branch: str, base: str) -> dict[str, Any] | None:
    """Return the newest pull request from the branch, open or closed. Raises Refused."""
    owner = api.repository.partition("/")[0]
    query = urlencode({"state": "all", "head": f"{owner}:{branch}", "base": base, "per_page": 1})
    found: list[dict[str, Any]] = api.get(f"pulls?{query}")
    return found[0] if found else None


def open_number(pull: Mapping[str, Any] | None) -> int | None:
    """Return the number of a pull request if it is open."""
    return int(pull["number"]) if pull and pull["state"] == "open" else None


def propose(api: Api, proposal: Proposal) -> int | None:
    """Open the pull request of an existing branch; return its number, None if workflows may not. Raises Refused."""
    asked = {"title": proposal.title, "head": proposal.branch, "base": proposal.base, "body": proposal.body}
    try:
        return int(api.send("POST", "pulls", **asked)["number"])
    except Refused as refused:
        if refused.status != 403:  # GitHub's answer if the setting is off
            raise
        return None


def by_hand(api: Api, proposal: Proposal) -> str:
    """Return how a person opens the pull request that ``propose`` was not allowed to open."""
    where = f"{os.environ['GITHUB_SERVER_URL']}/{api.repository}/compare/{proposal.base}...{proposal.branch}?expand=1"
    return (
        f"a maintainer can [open the pull request]({where}). (Workflows are not allowed to open it here: "
        "Settings, Actions, General, *Allow GitHub Actions to create and approve pull requests*.)"
    )


def keep(api: Api, proposal: Proposal) -> int | None:
    """Have one open pull request with just these files; return its number, None if workflows may not open one.

    The branch is made anew on top of the checked-out commit. Raises Busy, having changed nothing, if somebody else has pushed
    to it, and Refused.
    """
    last = latest(api, proposal.branch, proposal.base)
    number = open_number(last)
    made = commit(api, proposal.title, proposal.files)
    before = _own_tip(api, proposal.branch, proposal.base, last)  # just before it is replaced
    place(api, proposal.branch, made, before)
    if number is None:
        return propose(api, proposal)
    api.send("PATCH", f"pulls/{number}", title=proposal.title, body=proposal.body)
    return number


def withdraw(api: Api, branch: str, base: str, why: str) -> None:
    """Close the open pull request of the branch, if there is one, and delete its branch. Raises Busy and Refused."""
    last = latest(api, branch, base)
    number = open_number(last)
    if number is None:
        return
    _own_tip(api, branch, base, last)
    api.send("POST", f"issues/{number}/comments", body=why)
    api.send("PATCH", f"pulls/{number}", state="closed")
    api.send("DELETE", f"git/refs/heads/{branch}")


def _own_tip(api: Api, branch: str, base: str, last: Mapping[str, Any] | None) -> str:
    """Return the branch's commit, "" if there is none. Raises Busy if it has somebody's work that is not merged.

    ``last`` is its newest pull request. Ours is the one commit that a workflow makes.
    """
    found = tip(api, branch)
    if not found or (last and last["merged_at"] and last["head"]["sha"] == found):
        return found
    compared = api.get(f"compare/{base}...{found}?per_page=2")
    people = [one["commit"][role]["email"] for one in compared["commits"] for role in ("author", "committer")]
    if compared["total_commits"] > 1 or not ROBOT_EMAILS.issuperset(people):
        raise Busy(int(last["number"]) if last else None)
    return found
