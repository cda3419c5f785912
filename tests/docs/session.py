"""A page's console blocks, run in order as a person would: the page with what is really printed comes out."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.cli import forking

NOON = "1795867200"  # 2026-11-28, the day of everything that the session writes
_STEP = re.compile(
    r"\sas\s`(?P<path>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$|^```console\n(?P<lines>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ASKED = r"^(?:.*\[q\]uit\? |.*\[y/N\]: |> )"
_PROMPT = re.compile(rf"{_ASKED}(.*)$", re.MULTILINE)


def run(page: str, folder: Path, services: Mapping[str, str]) -> str:
    """Return the page with each command's output as it is, run in ``folder``; the page's files are saved there first.

    A command that asks is given the answers that the page shows. ``services`` are the variables that lead to the services.
    """
    environment = _environment(folder) | {"NO_PROXY": "127.0.0.1", **services}
    here = work = folder / "work"
    work.mkdir()

    def step(found: re.Match[str]) -> str:
        nonlocal here
        if found["path"]:
            (here / found["path"]).write_text(found["text"], encoding="utf-8")
        if found["lines"] is None:
            return found[0]
        shown = []
        for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", found["lines"], re.MULTILINE):
            if command.startswith("cd "):
                here = here / command.removeprefix("cd ")
                output = ""
            else:
                output = _printed(command, _PROMPT.findall(printed), here, environment)
            shown.append(f"$ {command}\n{output}")
        return f"```console\n{''.join(shown)}```"

    return _STEP.sub(step, page)


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment with the command ``shelf``, one day, and nobody's settings."""
    programs = folder / "bin"
    programs.mkdir()
    forking.program(programs / "shelf", "generator.cli")
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "COLUMNS": "100",
        "PYTHONSAFEPATH": "1",  # the new shelf has a generator of its own
        "SOURCE_DATE_EPOCH": NOON,
        **{f"GIT_{who}_DATE": f"@{NOON} +0000" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_NAME": "Ada Marsh" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }


def _printed(command: str, answers: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Return what a command prints, on both streams; blanks at the ends of lines are nobody's."""
    words = ["sh", "-c", command]
    if answers:
        output = _asked(words, answers, folder, environment)
    else:
        output = subprocess.run(
            words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        ).stdout
    lines = "\n".join(line.rstrip() for line in output.strip("\n").splitlines())
    return f"{lines}\n" if lines else ""


def _asked(words: list[str], answers: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Return what stands on a terminal after a command has asked and been answered."""
    import pty  # noqa: PLC0415, absent on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(words, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        output, waiting = "", list(answers)
        while True:
            try:
                piece = os.read(ours, 4096).decode()
            except OSError:  # Linux: the other end was closed
                piece = ""
            if not piece:
                break
            output += piece
            if waiting and re.search(rf"{_ASKED}$", output, re.MULTILINE):
                os.write(ours, f"{waiting.pop(0)}\n".encode())
    os.close(ours)
    return output.replace("\r\n", "\n")
