"""Weeks of a shelf on GitHub: each runs both jobs of refresh.yml on what main is by then, and people push in between."""

from __future__ import annotations

import calendar
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.services.replaying import Replay
from tests.workflows.fake_github import TOKEN
from tests.workflows.real_git import RealGitHub
from tests.workflows.running import IDENTITY, Clone, Ran


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """A repository on the fake GitHub, the runner's checkout, the checkout of a person, and the services."""

    github: RealGitHub
    runner: Clone
    person: Path
    services: Replay

    @classmethod
    def begin(cls, clone: Clone, github: RealGitHub, services: Replay, papers: Mapping[str, str]) -> Weeks:
        """Start with these papers on main; ``github.origin`` is the folder to be."""
        shutil.rmtree(clone.folder / "content")
        shutil.copytree(ROOT / "generator/starter/fresh/shelf/content", clone.folder / "content")
        (clone.folder / "content/papers").mkdir()
        for key, text in papers.items():
            (clone.folder / f"content/papers/{key}.yml").write_text(text, encoding="utf-8")
        clone.commit("Some papers")
        clone.git("clone", "--quiet", "--bare", ".", str(github.origin))
        clone.git("remote", "add", "origin", str(github.origin))
        person = clone.folder.parent / "person"
        clone.git("clone", "--quiet", str(github.origin), str(person))
        return cls(github=github, runner=clone, person=person, services=services)

    def run(self, day: str, *jobs: str, workflow: str = "refresh", but: tuple[str, ...] = ()) -> dict[str, Ran]:
        """Run the jobs on a day, on a fresh checkout of main; those of refresh.yml if none are named. All have to succeed."""
        git = self.runner.git
        git("fetch", "--quiet", "origin", "main")
        git("checkout", "--quiet", "--force", "-B", "main", "FETCH_HEAD")
        git("clean", "-fdxq", "content", "dist", ".cache")
        moment = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
        around = self.services.environment() | self.github.environment() | {"SOURCE_DATE_EPOCH": str(moment)}
        ran = {}
        for job in jobs or ("find", "propose"):
            ran[job] = self.runner.run(workflow, job, {"github.token": TOKEN}, {}, but=but, environment=around)
            assert ran[job].failed == [], ran[job].words
        return ran

    def edit(self, path: str, *replaced: tuple[str, str], branch: str = "main") -> None:
        """Have a person replace text in a file of a branch, and push the commit."""
        self.take(branch)
        file = self.person / path
        text = file.read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, (old, text)
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        self.git("commit", "--quiet", "--all", "--message", "By hand")
        self.git("push", "--quiet", "origin", branch)

    def merge(self, branch: str) -> None:
        """Have a person merge a branch into main, which fails on a conflict, and say so in its pull request."""
        self.take("main")
        self.git("merge", "--quiet", "--no-ff", "--message", "Merge", f"origin/{branch}")
        self.git("push", "--quiet", "origin", "main")
        for pull in self.github.pulls.values():
            if pull["head"] == branch and pull["state"] == "open":
                pull |= {"state": "closed", "merged_at": "2029-01-20T00:00:00Z"}

    def take(self, branch: str) -> None:
        """Bring the person's checkout to a branch as it is on GitHub."""
        self.git("fetch", "--quiet", "--prune", "origin")
        self.git("checkout", "--quiet", "--force", "-B", branch, f"origin/{branch}")

    def git(self, *arguments: str) -> str:
        """Return what git prints in the person's checkout."""
        return subprocess.run(
            ["git", *IDENTITY, *arguments], cwd=self.person, capture_output=True, encoding="utf-8", check=True
        ).stdout
