"""Keeps the sites of open pull requests on the branch `previews`, from which pages.yml publishes them below the site.

``previews.py add`` takes the offline copy that a `check` run has built; ``previews.py tidy`` removes those of closed pull
requests. Both run with a write token, and only from the main branch. The copy may come from anybody: it is kept if the
people who may push here made the pull request, or if it changes only the YAML files of content/, so that the program on
the main branch built its pages. The branch has one commit; nothing in it is ever run here.
"""

from __future__ import annotations

import base64
import io
import os
import re
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from comment import PREVIEW, UNREADABLE, archive, expect_same_pull, unpacked
from github import Api, Refused, event, notice

BRANCH = "refs/heads/previews"
SITE = "reading-shelf/"  # the only folder in the copy
DATA = re.compile(r"content/(?:(?:papers|paths|imports)/)?[^/\n]+\.yml")  # not pages/: Markdown may contain scripts
NAME = re.compile(rf"{SITE}(?:(?!\.)[\w.+ -]+/)*(?!\.)[\w.+ -]+")
LISTED = 300  # files in GitHub's answer on a comparison, at most
ARCHIVE_BYTES = 100 << 20
FILE_BYTES = 20 << 20
SITE_BYTES = 250 << 20
FILES = 50_000
BRANCH_BYTES = 500 << 20  # GitHub publishes up to 1 GB; the oldest previews make room
ATTEMPTS = 5
EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git's name for a tree without files
# search engines leave previews out; the policy is that of overrides/main.html, which offline copies lack
HEAD = (
    '<meta name="robots" content="noindex"><meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'\">"
)


def main(step: str) -> None:
    """Run one of the two steps."""
    api = Api.from_environment()
    try:
        if step == "add":
            add(api)
        else:
            with tempfile.TemporaryDirectory() as folder:
                publish(api, Path(folder), gone={int(event()["number"])})
    except Refused as reason:
        if reason.status not in {0, 404}:  # GitHub's refusal is a fault; a copy that we refuse is none
            raise
        notice(f"No preview: {reason}")


def add(api: Api) -> None:
    """Put the run's site onto the branch, and pass its address on to the job that comments. Raises Refused."""
    run, here = event()["workflow_run"], event()["repository"]
    artifacts = api.get(f"actions/runs/{int(run['id'])}/artifacts?per_page=100")["artifacts"]
    number, _ = unpacked(archive(api, artifacts))
    pull = api.get(f"pulls/{number}")
    expect_same_pull(pull, run)
    expect_harmless(api, pull, here)
    pages = api.get("pages")
    if pages["build_type"] != "workflow":
        raise Refused("the source of Pages is not GitHub Actions")
    with tempfile.TemporaryDirectory() as folder:
        unpack(copy(api, artifacts), Path(folder, f"pr-{number}"))
        publish(api, Path(folder), new=number)
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"address={pages['html_url'].rstrip('/')}/previews/pr-{number}/\n")


def expect_harmless(api: Api, pull: dict[str, Any], here: dict[str, Any]) -> None:
    """Check that the pages were built by trusted code. Raises Refused.

    The commits are compared, not the pull request's list of files: that one may change meanwhile.
    """
    if pull["state"] != "open" or pull["base"]["ref"] != here["default_branch"]:
        raise Refused("the pull request is closed, or is not for the main branch")
    if pull["head"]["repo"]["id"] == here["id"]:
        return
    files = api.get(f"compare/{here['default_branch']}...{pull['head']['sha']}")["files"]
    if len(files) >= LISTED:
        raise Refused(f"the pull request changes {LISTED} files or more")
    for file in files:
        for name in {file["filename"], file.get("previous_filename", file["filename"])}:
            if not DATA.fullmatch(name):
                raise Refused(f"the pull request comes from a fork and changes more than papers: {name[:200]!r}")


def copy(api: Api, artifacts: list[dict[str, Any]]) -> bytes:
    """Return the offline copy's archive. Raises Refused if it is missing or too large."""
    packed = archive(api, artifacts, PREVIEW, ARCHIVE_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            if opened.namelist() != [PREVIEW]:
                return packed
            with opened.open(PREVIEW) as stream:  # an artifact is packed once more unless its upload says otherwise
                return stream.read(ARCHIVE_BYTES)
    except UNREADABLE as error:
        raise Refused(f"the copy cannot be read: {error}") from None


def unpack(packed: bytes, folder: Path) -> None:
    """Write the copy's files into a new folder, pages with HEAD. Raises Refused if it is not a site, or a large one."""
    left = SITE_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            parts = opened.infolist()
            if len(parts) > FILES:
                raise Refused(f"the copy has more than {FILES} files")
            for part in parts:
                if not NAME.fullmatch(part.filename) or stat.S_ISLNK(part.external_attr >> 16):
                    raise Refused(f"the copy contains something else than a site's files: {part.filename[:200]!r}")
                with opened.open(part) as stream:
                    found = stream.read(min(FILE_BYTES, left) + 1)
                left -= len(found)
                if len(found) > FILE_BYTES or left < 0:
                    raise Refused("the copy is too large")
                path = folder / part.filename.removeprefix(SITE)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as written:
                    written.write(_page(found) if path.suffix == ".html" else found)
    except UNREADABLE as error:
        raise Refused(f"the copy cannot be read: {error}") from None
    if not (folder / "index.html").is_file():
        raise Refused("the copy has no first page")


def _page(text: bytes) -> bytes:
    changed, count = re.subn(
        rb"<head\b[^>]*>", lambda found: found[0] + HEAD.encode(), text, count=1, flags=re.IGNORECASE
    )
    if not count:
        raise Refused("a page of the copy has no head")
    return changed


def publish(api: Api, folder: Path, *, new: int | None = None, gone: Collection[int] = ()) -> None:
    """Replace the branch's commit, and have pages.yml publish it. ``folder`` has the site of the pull request ``new``."""
    git(folder, "init", "--quiet")
    if new is not None:
        git(folder, "add", "--force", f"pr-{new}")
        added = git(folder, "write-tree", f"--prefix=pr-{new}/").strip()
    for _ in range(ATTEMPTS):
        before = fetched(api, folder)
        shown = previews(api, folder, before, gone) if before else {}
        if new is not None:
            shown[new] = added
        make_room(folder, shown, new)
        rows = "".join(f"040000 tree {tree}\tpr-{number}\n" for number, tree in shown.items())
        tree = git(folder, "mktree", given=rows).strip()
        if tree == (git(folder, "rev-parse", f"{before}^{{tree}}").strip() if before else EMPTY):
            return
        commit = git(folder, "commit-tree", tree, "-m", "Previews of open pull requests").strip()
        lease = f"--force-with-lease={BRANCH}:{before}"
        try:
            git(folder, "push", "--quiet", lease, remote(api), f"{commit}:{BRANCH}")
        except subprocess.CalledProcessError:
            if before == fetched(api, folder):
                raise
        else:
            api.send("POST", "actions/workflows/pages.yml/dispatches", ref=event()["repository"]["default_branch"])
            return
    sys.exit(f"other runs changed the branch {ATTEMPTS} times meanwhile")


def fetched(api: Api, folder: Path) -> str:
    """Fetch the branch and return its commit, "" if there is no branch yet."""
    if not git(folder, "ls-remote", remote(api), BRANCH):
        return ""
    git(folder, "fetch", "--quiet", "--depth", "1", "--no-tags", remote(api), BRANCH)
    return git(folder, "rev-parse", "FETCH_HEAD").strip()


def previews(api: Api, folder: Path, commit: str, gone: Collection[int]) -> dict[int, str]:
    """Return the trees in the commit of those pull requests that are open, by number."""
    kept = {int(pull["number"]) for pull in api.each("pulls", state="open")} - {*gone}
    found = re.findall(r"^040000 tree ([0-9a-f]+)\tpr-([0-9]+)$", git(folder, "ls-tree", commit), re.MULTILINE)
    return {int(number): tree for tree, number in found if int(number) in kept}


def make_room(folder: Path, shown: dict[int, str], new: int | None) -> None:
    """Remove the oldest previews, the new one last, if all together are too large."""
    listed = {number: git(folder, "ls-tree", "-r", "--format=%(objectsize)", tree) for number, tree in shown.items()}
    sizes = {number: sum(map(int, sizes.split())) for number, sizes in listed.items()}
    for number in sorted(shown, key=lambda number: (number == new, number)):
        if sum(sizes.values()) > BRANCH_BYTES:
            del shown[number], sizes[number]


def remote(api: Api) -> str:
    """Return the repository's address for git."""
    return f"{os.environ['GITHUB_SERVER_URL']}/{api.repository}"


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """Return what git prints. The token is in its environment, not in its arguments. Raises CalledProcessError."""
    token = base64.b64encode(f"x-access-token:{os.environ['GITHUB_TOKEN']}".encode()).decode()
    configured = {
        "http.extraHeader": f"Authorization: Basic {token}",
        "user.name": "github-actions[bot]",
        "user.email": "41898282+github-actions[bot]@users.noreply.github.com",
    }
    variables = {"GIT_CONFIG_COUNT": str(len(configured)), "GIT_TERMINAL_PROMPT": "0"}
    for place, (name, value) in enumerate(configured.items()):
        variables |= {f"GIT_CONFIG_KEY_{place}": name, f"GIT_CONFIG_VALUE_{place}": value}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | variables,
        input=given,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout


if __name__ == "__main__":
    main(*sys.argv[1:])
