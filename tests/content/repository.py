"""A small shelf in its own git repository, for testing commands that call git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

QUIET = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}
TAXONOMY = """\
families:
  heron:
    name: Heron
    description: Wading models.
    rules:
      - words:
          - HERON
topics:
  flying:
    name: Flying
    description: Models that fly.
    rules:
      - words:
          - flight
"""
PAPERS = {
    "heron": "title: 'HERON: Wading Through Shallow Text'\nauthors:\n  - Ada Marsh\n  - Bo Reed\ndate: '2019-03-01'\n"
    "identifiers:\n  arxiv: '1903.00001'\nsummary: Skips what is shallow.\n",
    "otter": "title: Otters Swim Far\nauthors:\n  - Dee Brook\ndate: '2020-05'\n",
}


class Repository:
    """A folder with content/ under git."""

    def __init__(self, folder: Path) -> None:
        """Start with an empty repository."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    @property
    def content(self) -> Path:
        """Return the content folder."""
        return self.folder / "content"

    def git(self, *arguments: str) -> str:
        """Run git; return what it prints."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=QUIET, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of content/."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def paper(self, key: str, text: str) -> None:
        """Write a paper."""
        self.write(f"papers/{key}.yml", text)

    def commit(self) -> str:
        """Commit everything; return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")
        return self.git("rev-parse", "HEAD").strip()


def shelf(folder: Path) -> Repository:
    """Return a committed shelf of two papers, one family and one topic."""
    made = Repository(folder)
    made.write("taxonomy.yml", TAXONOMY)
    for key, text in PAPERS.items():
        made.paper(key, text)
    made.commit()
    return made
