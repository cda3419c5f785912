"""Reads the shelf's git history: the content folder at a revision, and the files that have changed since.

The working tree is never changed. A revision's name is passed to git so that it cannot be taken for an option.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem, ShelfError

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PLAIN = re.compile(r"\w[\w./-]*", re.ASCII)
_ENVIRONMENT = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
# Git hooks set these to their own repository; we want the one that contains the folder.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """A commit of the repository that contains a folder, with the name that the user gave it."""

    name: str
    commit: str
    folder: Path  # the content folder, resolved
    top: Path  # the repository's, resolved

    @property
    def prefix(self) -> str:
        """Return the folder's path in the repository, with slashes; "" at its top."""
        path = self.folder.relative_to(self.top).as_posix()
        return "" if path == "." else path


def revision(folder: Path, name: str) -> Revision:
    """Find a revision in the repository that contains the folder.

    Raises ShelfError with ``git.missing``, ``git.no-repository``, ``git.refused`` or ``git.unknown-revision``.
    """
    folder = folder.resolve()
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))).resolve()
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    done = _run(folder, asked) if name and name.isprintable() else None
    commit = done.stdout.decode("ascii", "replace").strip() if done else ""
    if done is None or done.returncode or not _COMMIT.fullmatch(commit):
        raise ShelfError(_unknown(folder, name))
    return Revision(name=name, commit=commit, folder=folder, top=top)


def head(folder: Path) -> str:
    """Return the commit that is checked out in a folder's repository, "" if there is none or git cannot tell."""
    try:
        return _run(folder, ("rev-parse", "HEAD")).stdout.decode("ascii", "replace").strip()
    except (ShelfError, OSError):
        return ""


def changed(revision: Revision) -> frozenset[Path]:
    """Return the files of the folder that are new, different or gone since the revision, as resolved paths.

    New files count even before they are added to git; ignored ones do not.
    """
    asked = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", revision.commit, "--", ".")
    names = _git(revision.folder, *asked).split(b"\0")
    names += _git(revision.folder, "ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", ".").split(
        b"\0"
    )
    return frozenset(revision.top / os.fsdecode(name) for name in names if name)


def tree(revision: Revision) -> dict[str, str]:
    """Return the object of each regular file that the folder had at the revision, by path with slashes.

    Links, submodules and names that would lead out of the folder are left out.
    """
    start = len(revision.prefix) + 1 if revision.prefix else 0
    paths = ["--", f"{revision.prefix}/"] if revision.prefix else []
    found = {}
    for row in _git(revision.folder, "ls-tree", "-r", "-z", "--full-tree", revision.commit, *paths).split(b"\0"):
        about, _, name = row.partition(b"\t")
        mode, _, blob = about.decode("ascii").partition(" blob ")
        path = os.fsdecode(name)
        if mode in {"100644", "100755"} and not path.startswith("/") and ".." not in path.split("/"):
            found[path[start:]] = blob
    return found


def is_object(content: bytes, blob: str) -> bool:
    """Return whether a file with this content is the object, byte for byte."""
    algorithm = "sha256" if len(blob) == 64 else "sha1"
    return hashlib.new(algorithm, b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest() == blob


def extract(revision: Revision, files: Mapping[str, str], into: Path) -> None:
    """Write files of the revision, as ``tree`` returns them, to the folder ``into``."""
    if not files:
        return
    asked = "".join(f"{blob}\n" for blob in files.values()).encode()
    output = _git(revision.folder, "cat-file", "--batch", sent=asked)
    at = 0
    for name, blob in files.items():
        end = output.index(b"\n", at)
        head = output[at:end].split()
        if len(head) != 3:  # "<blob> missing": a clone without all contents
            message = f"git has no contents of {name} at {revision.name}"
            raise ShelfError(
                Problem(
                    path=revision.folder.name,
                    code="git.incomplete",
                    message=message,
                    hint=f"git fetch --refetch, then try again (object {blob})",
                )
            )
        start = end + 1
        at = start + int(head[2]) + 1
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(output[start : at - 1])


def added(folder: Path) -> dict[str, str]:
    """Return the day on which each file below the folder was first added, ISO, by path with slashes.

    Empty if git cannot tell: no repository, no git, no commit, or a shallow clone, in which every file looks new.
    """
    try:
        folder = folder.resolve(strict=True)
        if _git(folder, "rev-parse", "--is-shallow-repository").strip() != b"false":
            return {}
        asked = (
            "log",
            "--no-show-signature",
            "--no-ext-diff",
            "--no-renames",
            "--diff-filter=A",
            "--first-parent",
            "-m",
        )
        printed = _git(folder, *asked, "--format=%x01%cs", "--name-only", "-z", "--relative", "--", ".")
    except (ShelfError, OSError):
        return {}
    found: dict[str, str] = {}
    day = ""
    for part in printed.replace(b"\n", b"\0").split(b"\0"):
        if part.startswith(b"\x01"):
            day = part[1:].decode("ascii")
        elif part:
            found[os.fsdecode(part)] = day  # the oldest commits come last
    return found


def _unknown(folder: Path, name: str) -> Problem:
    """Return the problem for a name that is not a commit here, with the way to get it."""
    if _run(folder, ("rev-parse", "--is-shallow-repository")).stdout.strip() == b"true":
        hint = "this clone is shallow and may lack it: git fetch --unshallow (with actions/checkout: fetch-depth: 0)"
    elif _PLAIN.fullmatch(name):
        hint = f"git fetch origin {name.removeprefix('origin/')}, or choose one from git log --oneline"
    else:
        hint = "a revision is a commit, a branch or a tag, such as origin/main"
    return Problem(
        path=".",
        code="git.unknown-revision",
        message=f"git knows no commit {name!r}",
        hint=hint,
    )


def _git(folder: Path, *arguments: str, sent: bytes = b"") -> bytes:
    """Return what git prints. Raises ShelfError if it fails."""
    done = _run(folder, arguments, sent)
    if done.returncode == 0:
        return done.stdout
    said = " ".join(done.stderr.decode("utf-8", "replace").split())
    if "not a git repository" in said or "must be run in a work tree" in said:
        message, hint = "this folder is not in a git repository", "run it in a clone, or run git init and commit first"
        raise ShelfError(Problem(path=str(folder), code="git.no-repository", message=message, hint=hint))
    hint = "git's message says how to trust the folder" if "safe.directory" in said else ""
    raise ShelfError(Problem(path=str(folder), code="git.refused", message=said or "git failed", hint=hint))


def _run(folder: Path, arguments: Sequence[str], sent: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS} | _ENVIRONMENT
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], input=sent, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as error:
        message, hint = "git is not installed, or not on PATH", "install git, then try again"
        raise ShelfError(Problem(path="git", code="git.missing", message=message, hint=hint)) from error
