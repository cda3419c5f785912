"""Runs the ``run:`` steps of a workflow as a runner does, in a temporary clone with a simulated pull request."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.cli import forking
from tests.conftest import ROOT
from tests.workflows.fake_github import zipped

WORKFLOWS = ROOT / ".github" / "workflows"
IDENTITY = ("-c", "user.name=A Writer", "-c", "user.email=writer@example.org")


def workflow(name: str) -> dict[str, Any]:
    """Return a workflow as GitHub reads it, with ``on`` as a word, not as true."""
    found: dict[Any, Any] = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"))
    found["on"] = found.pop(True)
    return found


@dataclass
class Ran:
    """The result of a job: exit code and printed text of each step by name, the outputs of all steps, and the artifacts."""

    codes: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, bytes] = field(default_factory=dict)
    summary: str = ""

    @property
    def failed(self) -> list[str]:
        return [name for name, code in self.codes.items() if code]


@dataclass(frozen=True, kw_only=True)
class Clone:
    """A temporary clone with a working environment."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Clone:
        """Copy what is committed or would be, as the first commit on main."""
        listed = _git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0")
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes((ROOT / name).read_bytes())
        clone = cls(folder=folder)
        clone.git("init", "--quiet", "--initial-branch=main")
        clone.commit("Start")
        environment = folder / ".venv"
        (environment / "bin").mkdir(parents=True)
        programs = (f"bin/{path.name}" for path in (Path(sys.prefix) / "bin").iterdir())
        for name in (*programs, "lib", "pyvenv.cfg"):
            (environment / name).symlink_to(Path(sys.prefix) / name)
        for name in ("site.stamp", "test.stamp"):
            (environment / name).touch()
        return clone

    def fork(self) -> None:
        """Have the program ``shelf`` run this checkout's code, which is the same, in forks: they have nothing to import."""
        program = self.folder / ".venv" / "bin" / "shelf"
        program.unlink()
        forking.program(program, "generator.cli")

    def git(self, *arguments: str) -> str:
        return _git(self.folder, *arguments)

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def pull_request(self, name: str, files: Mapping[str, str | None]) -> None:
        """Merge a change of files (None removes one) into main as GitHub does for a test merge: HEAD^1 is main."""
        self.git("checkout", "--quiet", "-B", name, "main")
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                (self.folder / path).unlink()
            else:
                (self.folder / path).write_text(text, encoding="utf-8")
        self.commit(name)
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--message", f"Merge {name}", name)

    def run(
        self, of: str, job: str, context: Mapping[str, str], event: Mapping[str, Any], *, but: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> Ran:  # fmt: skip
        """Run a job's steps in order; ``context`` has the values of ``${{ }}``, ``but`` the names of steps to skip."""
        ran, runner = Ran(), self.folder.parent / f"runner-{job}"
        runner.mkdir(exist_ok=True)
        (runner / "event.json").write_text(json.dumps(event), encoding="utf-8")
        (runner / "summary.md").touch()
        (runner / "output.txt").write_bytes(b"")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTEST_"))}
        runners = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_PATH": str(runner / "event.json"),
            "GITHUB_OUTPUT": str(runner / "output.txt"),
            "GITHUB_STEP_SUMMARY": str(runner / "summary.md"),
            "PYTHONPATH": str(self.folder),
        }
        for step in workflow(of)["jobs"][job]["steps"]:
            if step["name"] in but or (ran.failed and "!cancelled()" not in step.get("if", "")):
                continue
            if "run" in step:
                given = {name: _resolved(str(value), context) for name, value in step.get("env", {}).items()}
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
                    cwd=self.folder,
                    env=kept | runners | dict(environment or {}) | given,
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                    timeout=300,
                )
                ran.codes[step["name"]] = done.returncode
                ran.words[step["name"]] = done.stdout + done.stderr
            elif "actions/upload-artifact" in step["uses"]:
                ran.artifacts |= self._artifact(step["with"])
        lines = (runner / "output.txt").read_text(encoding="utf-8").splitlines()
        ran.outputs = {name: value for name, _, value in (line.partition("=") for line in lines)}
        ran.summary = (runner / "summary.md").read_text(encoding="utf-8")
        return ran

    def _artifact(self, settings: dict[str, Any]) -> dict[str, bytes]:
        path = self.folder / settings["path"]
        if settings.get("archive") is False:
            return {path.name: path.read_bytes()}
        return {settings["name"]: zipped({one.name: one.read_bytes() for one in sorted(path.iterdir())})}


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    ).stdout


def _resolved(text: str, context: Mapping[str, str]) -> str:
    """Insert the values of expressions as a runner does; a context that the test does not give is a KeyError.

    Secrets and variables are settings of a repository: where there is none, a runner inserts nothing.
    """

    def value(found: re.Match[str]) -> str:
        return context.get(found[1], "") if found[1].startswith(("secrets.", "vars.")) else context[found[1]]

    return re.sub(r"\$\{\{ ([\w.]+) \}\}", value, text)
