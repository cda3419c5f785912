"""Runs shelf commands for the scripts that only read, and carries the files that they changed to the scripts that write."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BYTES = 30 << 20  # of all that a script leaves for the next one
FILES = 5_000
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOLDERS = re.compile(r"content/(?:papers/[a-z0-9-]{1,100}|imports/[A-Za-z0-9._-]{1,150})\.yml")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shelf command of this environment, without a shell."""
    return subprocess.run(
        [sys.executable, "-m", "generator.cli", *arguments], capture_output=True, encoding="utf-8", check=False
    )


def answer(*arguments: str) -> dict[str, Any]:
    """Return what a command prints with --json. Raises SystemExit with what it says instead."""
    done = run(*arguments)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        sys.exit(f"shelf {arguments[0]}: exit code {done.returncode}\n{done.stderr}")
    return found


def told(problems: list[dict[str, str]]) -> str:
    """Return problems as text, each with its hint."""
    return "\n".join(f"{one['path']}: {one['message']}\n  {one['hint']}".rstrip() for one in problems)


def changed() -> dict[str, str]:
    """Return the texts of the files in content/ that differ from the commit or are new, by path."""
    asked = ["git", "ls-files", "--modified", "--others", "--exclude-standard", "-z", "--", "content"]
    listed = subprocess.run(asked, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.split("\0")
    return {path: Path(path).read_text(encoding="utf-8") for path in sorted(set(filter(None, listed)))}


def leave(path: Path, found: Mapping[str, Any]) -> None:
    """Write what the next script takes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def left(path: Path, *single: str, most: int = FILES) -> dict[str, Any]:
    """Read what the first script left: texts, keys, and the files of papers, ledgers and ``single`` ones. Raises SystemExit."""
    if path.stat().st_size > BYTES:
        sys.exit("the first step left too much")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    files: dict[str, object] = found["files"]
    if len(files) > most or not all(name in single or _FOLDERS.fullmatch(name) for name in files):
        sys.exit(f"not files that this workflow writes: {sorted(files)[:most]}")
    if not all(isinstance(text, str) for text in files.values()):
        sys.exit("not texts of files")
    if not all(KEY.fullmatch(key) for key in found["keys"]):
        sys.exit("not keys")
    return found
