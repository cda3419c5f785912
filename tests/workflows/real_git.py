"""The fake GitHub with a real repository behind it: branches and commits of workflows are git's, and people push to it."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.workflows.fake_github import ROBOT_EMAIL, FakeGitHub


@dataclass
class RealGitHub(FakeGitHub):
    """A fake whose branches are those of the bare repository ``origin``."""

    origin: Path = Path()

    def git(self, *arguments: str, sent: str = "", **more: str) -> str:
        """Return what git prints in the bare repository."""
        who = {
            f"GIT_{role}_{name}": text
            for role in ("AUTHOR", "COMMITTER")
            for name, text in (("NAME", "a robot"), ("EMAIL", ROBOT_EMAIL))
        }
        done = subprocess.run(
            ["git", "-C", str(self.origin), *arguments],
            env=os.environ | who | more,
            input=sent,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    def show(self, branch: str, path: str) -> str:
        """Return a file of a branch."""
        return self.git("show", f"{branch}:{path}")

    def environment(self) -> dict[str, str]:
        """Return the variables that a runner sets, for a run on the newest commit of main."""
        return super().environment() | {"GITHUB_SHA": self.git("rev-parse", "main").strip()}

    def _reply(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        listed = self.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads").splitlines()
        self.refs = dict(line.removeprefix("refs/").split() for line in listed)
        return super()._reply(method, path, query, body)

    def _reply_of_git(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        name = path.removeprefix("git/ref/").removeprefix("git/refs/")
        sha = path.rsplit("/", maxsplit=1)[-1]
        match method, path.split("/")[:2]:
            case "GET", ["git", "ref"] if name in self.refs:
                return 200, {"ref": f"refs/{name}", "object": {"sha": self.refs[name]}}
            case "GET", ["git", "commits"]:
                return 200, {"tree": {"sha": self.git("rev-parse", f"{sha}^{{tree}}").strip()}}
            case "GET", ["git", "trees"]:
                rows = [row.replace("\t", " ").split() for row in self.git("ls-tree", "-l", sha).splitlines()]
                names = ("mode", "type", "sha", "size", "path")
                return 200, {"tree": [dict(zip(names, row, strict=True)) | {"size": int(row[3])} for row in rows]}
            case "GET", ["git", "blobs"]:
                return 200, {"content": base64.encodebytes(self.git("cat-file", "blob", sha).encode()).decode()}
            case "GET", ["compare", span]:
                base, _, head = span.partition("...")
                shas = self.git("rev-list", "--reverse", head, f"^{base}").split()
                people = [self.git("show", "-s", "--format=%ae %ce", one).split() for one in shas[:2]]
                commits = [{"commit": {"author": {"email": a}, "committer": {"email": c}}} for a, c in people]
                return 200, {"total_commits": len(shas), "commits": commits}
            case "POST", ["git", "trees"]:
                return 201, {"sha": self._made_tree(body)}
            case "POST", ["git", "commits"]:
                parents = [word for one in body["parents"] for word in ("-p", one)]
                return 201, {"sha": self.git("commit-tree", body["tree"], *parents, "-m", body["message"]).strip()}
            case "POST", ["git", "refs"]:
                self.git("update-ref", body["ref"], body["sha"], "0" * 40)
                return 201, body
            case "PATCH", ["git", "refs"] if name in self.refs:
                self.git("update-ref", f"refs/{name}", body["sha"])
                return 200, body
            case "DELETE", ["git", "refs"] if name in self.refs:
                self.git("update-ref", "-d", f"refs/{name}")
                return 204, b""
        return 404, {"message": "Not Found"}

    def _made_tree(self, body: dict[str, Any]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": f"{folder}/index"}
            if "base_tree" in body:
                self.git("read-tree", body["base_tree"], **index)
            for one in body["tree"]:
                blob = self.git("hash-object", "-w", "--stdin", sent=one["content"]).strip()
                self.git("update-index", "--add", "--cacheinfo", f"{one['mode']},{blob},{one['path']}", **index)
            return self.git("write-tree", **index).strip()
