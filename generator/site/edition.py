"""A built site, remembered: what each file was made from, so that equal files are linked, and an equal site is left alone."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.site.settings import Settings
from generator.storage import cache, entry_points, git
from generator.storage.cache import Cache

_OURS = re.compile(r"^plugins:\s*(?:#.*)?\n\s*-\s*shelf\s*:?\s*(?:#.*)?(?=\n\S|\n*\Z)", re.MULTILINE)
_ELSEWHERE = re.compile(  # decided by more than the file; extensions of Markdown may include other files
    r"^(?:INHERIT|hooks)\s*:|!ENV\b|!!python|snippets|include|_path\b|_file\b", re.MULTILINE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A file of the site: its name in the site's folder, the hash of what it was made from, and what the disk says of it.

    ``path`` is that of a generated page, None for other files.
    """

    name: str
    source: str
    size: int
    time: int  # of its last change, nanoseconds
    path: str | None = None

    def is_at(self, folder: Path) -> bool:
        """Whether the file is there and nobody changed it."""
        with suppress(OSError):
            about = (folder / self.name).stat()
            return (about.st_size, about.st_mtime_ns) == (self.size, self.time)
        return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A site in its folder: its files by name, and the hash of all that the build read ("" if that is not known)."""

    folder: Path
    files: Mapping[str, Printed]
    inputs: str = ""

    def link(self, name: str, source: str, target: Path) -> Printed | None:
        """Link a file to ``target`` if it was made from ``source`` and nobody changed it since."""
        known = self.files.get(name)
        if known is None or known.source != source or not known.is_at(self.folder):
            return None
        with suppress(OSError):  # a file system without hard links, or another one
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(self.folder / name)
            return known
        return None

    @property
    def is_whole(self) -> bool:
        """Whether the folder holds exactly these files, as they were."""
        return set(_names(self.folder)) == self.files.keys() and all(
            one.is_at(self.folder) for one in self.files.values()
        )


def of_site(kept: Cache, folder: Path) -> Edition:
    """Return what is known of the site in a folder; without files if nothing is."""
    key = cache.key("edition", str(folder.resolve()))
    raw = kept.get([key]).get(key)
    found: dict[str, Any] = json.loads(raw) if raw else {"inputs": "", "files": []}
    files = (Printed(name=n, source=s, size=size, time=time, path=path) for n, s, size, time, path in found["files"])
    return Edition(folder=folder, files={one.name: one for one in files}, inputs=found["inputs"])


def keep(kept: Cache, folder: Path, staged: Path, printed: Iterable[Printed], inputs: str) -> None:
    """Remember the site that is in ``staged`` and about to take its place in ``folder``.

    Files that are not in ``printed`` were copied or made by MkDocs. After a kill before the exchange they tell that another
    site is in the folder, because each build writes them anew.
    """
    files = {one.name: one for one in printed}
    rows = []
    for name in _names(staged):
        if known := files.get(name):
            rows.append((name, known.source, known.size, known.time, known.path))
        else:
            about = (staged / name).stat()
            rows.append((name, "", about.st_size, about.st_mtime_ns, None))
    kept.put({cache.key("edition", str(folder.resolve())): json.dumps({"inputs": inputs, "files": rows}).encode()})


def inputs(settings: Settings) -> str:
    """Return a hash of all that a build reads: content, theme, configuration, the history of git, and the day.

    Returns "" if mkdocs.yml names plugins, hooks or files whose work nobody can know, if extensions check the shelf, or if a
    file cannot be read, which MkDocs then complains of.
    """
    raw = settings.config.read_bytes()
    text = raw.decode("utf-8", "replace")
    if not _OURS.search(text) or _ELSEWHERE.search(text) or entry_points.listed("check"):
        return ""
    day = os.environ.get("SOURCE_DATE_EPOCH") or dt.datetime.now(dt.UTC).date().isoformat()
    digest = blake2b(cache.key("inputs", raw, day, str(Path.cwd()), git.head(settings.content)), digest_size=16)
    for root in filter(None, (settings.content, settings.overrides)):
        for name in sorted(_names(root, hidden=True)):  # mkdocs.yml and templates can name hidden files
            try:
                held = (root / name).read_bytes()
            except OSError:  # or a link to a folder
                return ""
            digest.update(f"\0{name}\0{len(held)}\0".encode(errors="surrogateescape"))
            digest.update(held)
    return digest.hexdigest()


def _names(folder: Path, *, hidden: bool = False) -> Iterator[str]:
    """Yield the names of all files below a folder, with slashes; of hidden ones only if asked, and never git's or ours."""
    waiting = [("", str(folder))]
    while waiting:
        below, place = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith((".git", ".shelf") if hidden else "."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{below}{entry.name}/", entry.path))
                else:
                    yield f"{below}{entry.name}"
