"""benchmarks.discover: takes a third of a list away, asks the command itself, and counts what comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.intake.around import AROUND, OWN


def test_what_was_taken_away_is_counted(tmp_path: Path) -> None:
    """One of three works is taken away, and both others cite it or are cited by it; a list that is not there is refused."""
    folder = tmp_path / "waders"
    folder.mkdir()
    (folder / "works_1.json").write_text(json.dumps([*OWN, *AROUND]), "utf-8")
    listed = ("W1001", "W2001", "W2002")
    rows = [f"https://openalex.org/{one},1" for one in listed] + ["https://openalex.org/W2006,0"]
    (folder / "labels.csv").write_text("openalex_id,label_included\n" + "\n".join(rows), "utf-8")

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "benchmarks.discover", str(tmp_path), *more, "--seeds", "1"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    done = run()
    assert done.returncode == 0, done.stderr
    first, _, ours, here, everywhere, search = done.stdout.splitlines()
    assert first == "13 works in 1 lists; a third taken away, 1 times"
    assert ours.split()[:3] == ["waders", "3", "1"]
    assert [row.split()[0] for row in (here, everywhere, search)] == ["cited", "all", "search"]
    assert run("gulls").returncode == 2
