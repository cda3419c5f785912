"""Packs the offline copy of the site into a reproducible zip."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.content import catalogue
from generator.problems import ShelfError
from generator.site import builders
from generator.site.plan import labels
from generator.site.settings import Settings
from generator.site.writer import write
from generator.storage import files, transactions

NAME = "reading-shelf"  # the only top-level folder in the zip
LEVEL = 6  # of deflate; 9 takes three times as long for 1 % less
_EPOCH = 315_532_800  # 1980, the earliest year that a zip can store
_NEEDS_SERVER = ("404.html", "assets/not-found.js", "sitemap.xml", "sitemap.xml.gz")
Build = Callable[[Settings, Path], None]


def pack(settings: Settings, out: Path, build: Build, waiting: Callable[[], None] = lambda: None) -> None:
    """Build the offline site and write it to the zip ``out``, all or nothing.

    ``build`` makes a site for file:// in an empty folder; a builder that mkdocs.yml names in its place makes it of the
    written tree. Raises ShelfError if the content has errors or the builder fails.
    """
    offline = replace(settings, index_html=True, offline=True)
    cache = settings.config.parent / ".cache"
    moment = max(int(os.environ.get("SOURCE_DATE_EPOCH", _EPOCH)), _EPOCH)
    for left in out.parent.glob(files.TEMPORARY):  # by a bundle that was killed
        left.unlink(missing_ok=True)
    with files.replacing(out) as stream, transactions.replaced(cache / "offline-site", waiting) as built:
        if offline.builder == "mkdocs":
            build(offline, built)
        else:
            shelf, problems = catalogue.inspect(offline.content)
            if errors := [problem for problem in problems if problem.severity == "error"]:
                raise ShelfError(*errors)
            write(shelf, labels(shelf), offline, cache / "offline")
            builders.run(offline, cache / "offline", built, {**os.environ, "SOURCE_DATE_EPOCH": str(moment)})
        with zipfile.ZipFile(stream, "w") as archive:
            for name in sorted(_names(built)):
                _add(archive, name, built / name, time.gmtime(moment)[:6])


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name not in _NEEDS_SERVER and path.suffix != ".map" and path.is_file():
            yield name


def _add(archive: zipfile.ZipFile, name: str, path: Path, date: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = date
    info = zipfile.ZipInfo(f"{NAME}/{name}", (year, month, day, hour, minute, second))
    info.external_attr = 0o644 << 16
    info.create_system = 3  # Unix, whatever system builds it
    archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, LEVEL)
