"""The builders other than MkDocs: ProperDocs and Zensical make a site of the written tree, each as a program of its own."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.content import catalogue
from generator.problems import Problem, ShelfError
from generator.site.plan import labels
from generator.site.settings import Settings
from generator.site.writer import write
from generator.storage.files import shown

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CHATTER = re.compile(r"^INFO .*\n|^Traceback .*\n(?:[ \t].*\n)*", re.MULTILINE)  # a crash's last line says enough
_FRAMES = re.compile("[\u2500-\u257f]+")  # Zensical draws lines around what it quotes
_MOST = 600  # characters of the messages


def build(settings: Settings, into: Path) -> None:
    """Write the pages to .cache/pages, and have the builder of the settings make a site of them in the empty folder ``into``.

    Raises ShelfError if content/ has errors, or if the builder is not installed or fails; it stops at warnings, too.
    """
    shelf, problems = catalogue.inspect(settings.content)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ShelfError(*errors)
    tree = settings.config.parent / ".cache" / "pages"
    write(shelf, labels(shelf), settings, tree)
    run(settings, tree, into)


def run(settings: Settings, tree: Path, into: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Have the builder of the settings make a site of a tree that is already written. Raises ShelfError as ``build`` does."""
    builder = settings.builder
    if importlib.util.find_spec(builder) is None:
        message = f"extra.shelf.builder names {builder}, which is not installed"
        hint = f"pip install {builder}; for the workflows, add it to requirements/site.in and run make lock"
        raise ShelfError(Problem(path=shown(settings.config), code="build.missing", message=message, hint=hint))
    config = (tree / "mkdocs.yml").resolve()
    command = [sys.executable, "-m", builder, "build", "--strict", "--config-file", str(config)]
    own = config.parent / "site"  # Zensical builds below its configuration only
    if builder == "zensical":
        shutil.rmtree(own, ignore_errors=True)  # a killed build may have left half of a file
    else:
        command += ["--site-dir", str(into)]
    quiet = {"NO_MKDOCS_2_WARNING": "1"}  # Material's; not --quiet, with which --strict does not count warnings
    done = subprocess.run(
        command, env={**quiet, **environment}, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        message = f"{builder} failed: {_said(done.stderr) or _said(done.stdout)}"
        raise ShelfError(Problem(path=shown(settings.config), code="build.failed", message=message))
    if builder == "zensical":
        (own / "search.json").unlink(missing_ok=True)  # for its own search box, in whose place the header has ours
        for path in own.iterdir():
            shutil.move(path, into / path.name)


def serving(settings: Settings) -> str:
    """Return what to say before MkDocs serves the site of another builder, or ""."""
    if settings.builder == "mkdocs":
        return ""
    return (
        f"MkDocs serves the site here; shelf build has {settings.builder} build it, and its frame can look different."
    )


def _said(output: str) -> str:
    plain = _FRAMES.sub(" ", _CHATTER.sub("", _COLOUR.sub("", output)))
    return " ".join(plain.split())[-_MOST:]
