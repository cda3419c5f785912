"""Builds the offline copy of the site and packs it into a reproducible zip."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator.content import catalogue
from generator.problems import Problem, ShelfError
from generator.site import builders
from generator.site.plan import labels
from generator.site.settings import settings
from generator.site.writer import write
from generator.storage import files, transactions
from generator.storage.files import shown

NAME = "reading-shelf"  # the only top-level folder in the zip
_EPOCH = 315_532_800  # 1980, the earliest year that a zip can store
_NEEDS_SERVER = ("404.html", "assets/not-found.js", "sitemap.xml", "sitemap.xml.gz")


def build(config: Path, out: Path, waiting: Callable[[], None] = lambda: None) -> None:
    """Build the site that ``config`` (mkdocs.yml) describes and write it to the zip ``out``, all or nothing.

    Raises ShelfError if the content has errors or the builder fails.
    """
    offline = replace(settings(config), index_html=True, offline=True)
    shelf, problems = catalogue.inspect(offline.content)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ShelfError(*errors)
    cache = config.parent / ".cache"
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", _EPOCH))
    with transactions.replaced(cache / "offline-site", waiting) as built:
        write(shelf, labels(shelf), offline, cache / "offline")
        if offline.builder != "mkdocs":
            environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
            builders.run(offline, cache / "offline", built, environment)
        else:
            _run(cache / "offline" / "mkdocs.yml", built, moment)
        _pack(built, out, max(moment, _EPOCH))


def _run(config: Path, into: Path, moment: int) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--config-file", str(config), "--site-dir", str(into)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-600:]
        raise ShelfError(Problem(path=shown(config), code="bundle.build", message=f"MkDocs failed: {said}"))


def _pack(folder: Path, out: Path, moment: int) -> None:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".map")
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    for name in _NEEDS_SERVER:
        contents.pop(name, None)
    date = time.gmtime(moment)[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(contents):
            _add(archive, name, contents[name], date)
    for left in out.parent.glob(files.TEMPORARY):  # by a bundle that was killed
        left.unlink(missing_ok=True)
    files.write(out, packed.getvalue())


def _add(archive: zipfile.ZipFile, name: str, content: bytes, date: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = date
    info = zipfile.ZipInfo(f"{NAME}/{name}", (year, month, day, hour, minute, second))
    info.external_attr = 0o644 << 16
    info.create_system = 3  # Unix, whatever system builds it
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
