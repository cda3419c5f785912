"""A bare repository, read with plain git, and a folder into which its trees are checked out one after the other."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from generator.content import catalogue
from generator.problems import printable
from tests.content.repository import QUIET

MAIN = "refs/heads/main"


@dataclass(frozen=True, kw_only=True, slots=True)
class Odd:
    """Entries of a git tree that are not files: a link with its target, or a submodule with its commit."""

    mode: Literal["120000", "160000"]
    target: str


Files: TypeAlias = Mapping[str, bytes | Odd | None]  # by path in the repository; None: deleted
Tree: TypeAlias = Mapping[str, tuple[str, str]]  # mode and object by path


class Bare:
    """The bare repository."""

    def __init__(self, folder: Path, files: Files) -> None:
        """Start with one commit."""
        self.folder = folder
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder), where=folder.parent)
        self.git("config", "core.fsync", "none")
        self.blobs: dict[str, bytes] = {}
        self.main = self.commit(files, message="Begin", branch=MAIN)

    def git(self, *arguments: str, sent: bytes = b"", where: Path | None = None) -> bytes:
        """Return what git prints; raises CalledProcessError."""
        command = ["git", "-C", str(where or self.folder), *arguments]
        return subprocess.run(command, env=QUIET, input=sent, capture_output=True, check=True).stdout

    def commit(self, files: Files, *, message: str, branch: str, onto: str = "") -> str:
        """Return a commit of these files on top of another commit."""
        told = message.encode()
        stream = [f"reset {branch}\ncommit {branch}\ncommitter A <a@example.org> 1790000000 +0000\n".encode()]
        stream.append(b"data %d\n%s\n" % (len(told), told))
        stream += [f"from {onto}\n".encode()] if onto else []
        for path, content in sorted(files.items()):
            name = '"' + "".join({"\n": "\\n", '"': '\\"', "\\": "\\\\"}.get(sign, sign) for sign in path) + '"'
            if content is None:
                stream.append(f"D {name}\n".encode())
            elif isinstance(content, Odd) and content.mode == "160000":
                stream.append(f"M 160000 {content.target} {name}\n".encode())
            else:
                mode, text = (
                    (content.mode, content.target.encode()) if isinstance(content, Odd) else ("100644", content)
                )
                stream.append(f"M {mode} inline {name}\n".encode() + b"data %d\n%s\n" % (len(text), text))
        self.git("fast-import", "--quiet", "--force", sent=b"".join(stream))
        return self.git("rev-parse", branch).decode().strip()

    def merged(self, main: str, branch: str) -> str | None:
        """Return the tree of a merge, or None if git finds a conflict."""
        command = ["git", "-C", str(self.folder), "merge-tree", "--write-tree", main, branch]
        done = subprocess.run(command, env=QUIET, capture_output=True, check=False)
        if done.returncode not in {0, 1}:
            raise AssertionError(done.stderr)
        return None if done.returncode else done.stdout.decode().strip()

    def join(self, tree: str, main: str, branch: str) -> str:
        """Return the merge commit."""
        asked = ("commit-tree", tree, "-p", main, "-p", branch, "-m", "Merge")
        return self.git(*asked).decode().strip()

    def tree(self, name: str) -> Tree:
        """Return the entries of a commit or tree."""
        rows = self.git("ls-tree", "-r", "-z", "--full-tree", name).decode().split("\0")[:-1]
        split = (row.partition("\t") for row in rows)
        return {path: (about.split()[0], about.split()[2]) for about, _, path in split}

    def read(self, tree: Tree) -> dict[str, bytes]:
        """Return the contents of the files and links, by path."""
        held = {path: blob for path, (mode, blob) in tree.items() if mode != "160000"}
        wanted = sorted({blob for blob in held.values() if blob not in self.blobs})
        output = (
            self.git("cat-file", "--batch", sent="".join(f"{blob}\n" for blob in wanted).encode()) if wanted else b""
        )
        at = 0
        for blob in wanted:
            start = output.index(b"\n", at) + 1
            at = start + int(output[at:start].split()[2])
            self.blobs[blob] = output[start:at]
            at += 1
        return {path: self.blobs[blob] for path, blob in held.items()}


class Checkout:
    """A folder into which trees are checked out one after the other."""

    def __init__(self, bare: Bare, folder: Path) -> None:
        """Begin empty."""
        self.bare, self.folder = bare, folder
        self.tree: Tree = {}
        folder.mkdir(parents=True)

    def switch(self, name: str) -> dict[str, bytes]:
        """Check out a commit or tree, and return its files."""
        wanted = self.bare.tree(name)
        contents = self.bare.read(wanted)
        for path in (path for path, kept in self.tree.items() if wanted.get(path) != kept):
            target = self.folder / path
            shutil.rmtree(target) if target.is_dir() and not target.is_symlink() else target.unlink()
            for parent in target.parents:
                if any(parent.iterdir()):
                    break
                parent.rmdir()
        for path in (path for path, kept in wanted.items() if self.tree.get(path) != kept):
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.parent.resolve().is_relative_to(self.folder.resolve()):
                raise AssertionError(path)
            mode = wanted[path][0]
            if mode == "160000":
                target.mkdir()
            elif mode == "120000":
                target.symlink_to(contents[path].decode())
            else:
                target.write_bytes(contents[path])
        self.tree = wanted
        return contents

    def faults(self) -> tuple[str, ...]:
        """Return the errors of ``shelf check``, which block a merge."""
        _, problems = catalogue.inspect(self.folder / "content")
        errors = [problem for problem in problems if problem.severity == "error"]
        paths = (printable(one.path).removeprefix(f"{self.folder}/") for one in errors)
        return tuple(f"{path}:{one.line}:{one.column}: {one.code}" for path, one in zip(paths, errors, strict=True))
