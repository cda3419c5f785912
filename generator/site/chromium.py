"""Prints a page to PDF by a Chromium without a window, if the machine has one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from generator.problems import Problem, ShelfError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing is asked of other machines, whatever a page holds
)
LONGEST = 300  # seconds: 5,000 papers, 400 pages, took 54


def printed(page: str) -> bytes:
    """Return a page as PDF. Raises ShelfError if there is no Chromium, if it fails, or if it takes too long."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        hint = "install one (on Debian: apt install chromium), or write .md or .tex"
        raise _problem("export.no-browser", f"no Chromium was found; looked for {', '.join(PROGRAMS)}", hint)
    with tempfile.TemporaryDirectory(prefix="shelf-", dir=_shared(program), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "list.html", folder / "list.pdf"
        source.write_text(page, encoding="utf-8")
        said = _run([program, *FLAGS, *_unboxed(), f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()])  # fmt: skip
        try:
            return target.read_bytes()
        except FileNotFoundError:
            told = next((row for row in reversed(said.splitlines()) if row.strip()), "it said nothing")
            raise _problem(
                "export.browser", f"{program} printed no file: {told}", "write .md or .tex instead"
            ) from None


def _run(command: list[str]) -> str:
    """Run a program and return what it says; it ends at the deadline, with all that it started."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        try:
            return run.communicate(timeout=LONGEST)[1].decode("utf-8", "replace")
        except BaseException as error:
            _end(run)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            raise _problem(
                "export.browser", f"{command[0]} took more than {LONGEST} seconds", "select fewer papers"
            ) from error


def _shared(program: str) -> Path | None:
    """Return a folder that the browser sees; None for the usual one. A snap has another /tmp than we have."""
    folder = Path.home() / "snap" / Path(program).name / "common"
    return folder if "snap" in Path(program).parts and folder.is_dir() else None


def _end(run: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()


def _unboxed() -> list[str]:
    """Return the flag without which Chromium refuses to run as root, as in a container."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _problem(code: str, message: str, hint: str) -> ShelfError:
    return ShelfError(Problem(path="chromium", code=code, message=message, hint=hint))
