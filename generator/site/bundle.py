"""Builds the offline copy of the site and packs it into a reproducible zip."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

from generator.content import catalogue
from generator.problems import Problem, ShelfError
from generator.site.settings import settings
from generator.site.writer import labels, write
from generator.storage.files import shown

NAME = "reading-shelf"  # the only top-level folder in the zip
_EPOCH = 315_532_800  # 1980, the earliest year that a zip can store
_NEEDS_SERVER = ("404.html", "sitemap.xml", "sitemap.xml.gz")


def build(config: Path, out: Path) -> None:
    """Build the site that ``config`` (mkdocs.yml) describes and write it to the zip ``out``, all or nothing.

    Raises ShelfError if the content has errors or MkDocs fails.
    """
    offline = replace(settings(config), index_html=True)
    shelf, problems = catalogue.inspect(offline.content)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ShelfError(*errors)
    folder = config.parent / ".cache" / "offline"
    write(shelf, labels(shelf), offline, folder)
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", _EPOCH))
    _run(folder / "mkdocs.yml", moment)
    _pack(folder / "site", out, max(moment, _EPOCH))


def _run(config: Path, moment: int) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean", "--config-file", str(config)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-600:]
        raise ShelfError(Problem(path=shown(config), code="bundle.build", message=f"MkDocs failed: {said}"))


def _pack(folder: Path, out: Path, moment: int) -> None:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".map")
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    for name in _NEEDS_SERVER:
        contents.pop(name, None)
    if index := contents.get("search/search_index.json"):  # file:// pages may not fetch(), but may load a script
        contents["search/search_index.js"] = b"var __index = " + index  # Material reads this variable
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_name(f".shelf-{secrets.token_hex(8)}")
    date = time.gmtime(moment)[:6]
    try:
        with zipfile.ZipFile(temporary, "x") as archive:
            for name in sorted(contents):
                _add(archive, name, contents[name], date)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, date: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = date
    info = zipfile.ZipInfo(f"{NAME}/{name}", (year, month, day, hour, minute, second))
    info.external_attr = 0o644 << 16
    info.create_system = 3  # Unix, whatever system builds it
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
