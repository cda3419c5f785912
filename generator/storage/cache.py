"""What was computed before, by the hash of all that went into it; it may be deleted at any time."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache as once
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(".cache") / "shelf"  # beside the content folder
NAME = "cache.sqlite"
KEPT = 30  # days that an entry stays without being used
_REFRESHED = 7  # days after which the use of an entry is written down again
_WAIT = 30.0  # seconds for another process that writes
_ASKED = 500  # keys in a query
_SUM = 8  # bytes of the checksum before each value
_TABLE = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, day INTEGER NOT NULL, value BLOB NOT NULL)"
_SOURCES = {".py", ".jinja", ".csl"}
_PACKAGES = {".dist-info", ".egg-info"}


class Cache:
    """Values by key, in one SQLite file. What is lost, damaged or cannot be written is computed again.

    A connection lasts for one call, so that processes that were forked and threads may share the object.
    """

    def __init__(self, folder: Path) -> None:
        """Use the file in ``folder``, which is made at the first write."""
        self._file = folder / NAME
        self._swept = False

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that have one."""
        wanted = list(dict.fromkeys(keys))
        if not wanted or not self._file.is_file():
            return {}
        today = _today()
        found: dict[bytes, bytes] = {}
        stale = []
        try:
            with closing(self._opened()) as opened:
                for some in _parts(wanted):
                    asked = f"SELECT key, day, value FROM entries WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608, only marks
                    for key, day, value in opened.execute(asked, some):
                        if value[:_SUM] == _sum(key, value[_SUM:]):
                            found[key] = value[_SUM:]
                            stale += [key] if day + _REFRESHED < today else []
                if stale:
                    with opened:
                        opened.executemany("UPDATE entries SET day = ? WHERE key = ?", [(today, key) for key in stale])
        except sqlite3.Error as error:
            self._drop(error)
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values by their keys; the first call also removes what was not used for ``KEPT`` days."""
        if not values:
            return
        today = _today()
        rows = ((key, today, _sum(key, value) + value) for key, value in values.items())
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as opened, opened:
                opened.execute(_TABLE)
                opened.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
                if not self._swept:
                    opened.execute("DELETE FROM entries WHERE day < ?", (today - KEPT,))
                    self._swept = True
        except sqlite3.Error as error:
            self._drop(error)
        except OSError:
            return  # a folder that cannot be written: nothing is kept

    def _opened(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self._file, timeout=_WAIT)
        opened.execute("PRAGMA synchronous = OFF")  # a crash of the system may damage it; checksums tell
        return opened

    def _drop(self, error: sqlite3.Error) -> None:
        """Remove a damaged file; one that is only busy or cannot be written stays."""
        if not isinstance(error, sqlite3.OperationalError) or "no such" in str(error):
            with suppress(OSError):
                self._file.unlink()


def beside(content: Path) -> Cache:
    """Return the cache of a content folder."""
    return Cache(content.absolute().parent / FOLDER)


def key(kind: str, *parts: str | bytes) -> bytes:
    """Return the key of what this version of the program makes of ``parts``; ``kind`` says what is made."""
    digest = blake2b(program(), digest_size=16)
    for part in (kind, *parts):
        raw = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.digest()


@once
def program() -> bytes:
    """Return a hash of the program: its sources, and the versions of Python and of all packages."""
    digest = blake2b(sys.version.encode(), digest_size=16)
    root = Path(__file__).parent.parent
    for path in sorted(path for path in root.rglob("*") if path.suffix in _SOURCES):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(blake2b(path.read_bytes()).digest())
    packages: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            packages.update(path.name for path in Path(folder or ".").iterdir() if path.suffix in _PACKAGES)
    digest.update("\0".join(sorted(packages)).encode())
    return digest.digest()


def _sum(key: bytes, value: bytes) -> bytes:
    return blake2b(value, digest_size=_SUM, key=key).digest()


def _parts(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _ASKED] for start in range(0, len(keys), _ASKED))


def _today() -> int:
    return dt.datetime.now(dt.UTC).date().toordinal()
