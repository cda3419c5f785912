"""The group of commands: each is loaded when it is asked for, and nothing that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli import main
from tests.conftest import ROOT, Shelf
from tests.site import invented

_TOLD = (
    "import sys\nfrom generator.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
)


def test_help_lists_every_command(shelf: Shelf) -> None:
    """Each command that a module of the package defines has its line and its summary."""
    defined = sum(path.read_text("utf-8").count("@main.command") for path in (ROOT / "generator/cli").glob("*.py"))
    names = main.list_commands(click.Context(main))
    assert len(names) == defined
    rows = [row.split(maxsplit=1) for row in shelf("--help").stdout.partition("Commands:\n")[2].splitlines()]
    assert [name for name, _ in rows] == names == sorted(names)


def test_an_unknown_command_is_refused(shelf: Shelf) -> None:
    """Its name is no module's, either."""
    for name in ("group", "import_", "nothing"):
        done = shelf(name)
        assert done.returncode == 2
        assert "No such command" in done.stderr


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("--version", {"pydantic", "rich", "yaml"}),
        ("check", {"citeproc", "generator.formats.registry", "jinja2", "mkdocs", "requests", "rich"}),
        ("build", {"generator.formats.registry", "http.server", "requests", "rich", "watchdog"}),
    ],
)
def test_a_command_loads_only_what_it_needs(tmp_path: Path, command: str, unneeded: set[str]) -> None:
    """Imports are most of what a command costs on a small shelf."""
    invented.project(tmp_path)
    started = [sys.executable, "-c", _TOLD, command]
    done = subprocess.run(started, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.split())
    assert "generator.cli.group" in loaded
    assert not loaded & unneeded


@pytest.mark.parametrize(
    "command",
    [
        ["refresh", "--all", "--json"],
        ["citations", "--json"],
        ["discover", "--json"],
        ["labels", "--json"],
        ["suggest", "--json"],
        ["check", "--format", "json"],
        ["diff", "HEAD", "--format", "json"],
    ],
    ids=lambda words: words[0],
)
def test_json_holds_the_problems_of_a_faulty_shelf(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """A program always gets one JSON object, whatever stops the command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/papers/kite.yml").write_text("<<<<<<< ours\ntitle: Kite\n", encoding="utf-8")
    done = shelf(*command)
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"][0]["code"]
    assert "Traceback" not in done.stderr
