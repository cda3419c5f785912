"""Reads the files of a content folder: each text is parsed and checked once, and what it holds is kept in the cache."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator import checks, yaml_files
from generator.model import Ledger, Paper
from generator.problems import Problem, ShelfError
from generator.storage import cache, processes
from generator.storage.cache import Cache
from generator.storage.files import shown
from generator.yaml_files import Loaded

MANY = 300  # texts that are worth a second process to parse them
_SETTLED = 50_000_000  # nanoseconds after which a file that is changed again has another time


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a file holds. ``text`` is None if it cannot be read, ``thing`` if it is faulty; ``loaded`` has its sound parts."""

    text: str | None
    thing: Any = None
    problems: tuple[Problem, ...] = ()
    loaded: Loaded | None = None


class Reader:
    """Reads files of one content folder, and remembers them: a file that did not change gives the same objects again."""

    def __init__(self, root: Path, kept: Cache | None = None) -> None:
        """Read below ``root``. Without ``kept``, the cache is the one beside the folder."""
        self._root = root
        self._cache = kept or cache.beside(root)
        self._known: dict[Path, tuple[tuple[int, ...], Reading]] = {}

    def read(self, kinds: Mapping[Path, Any]) -> dict[Path, Reading]:
        """Return what each file holds, as the kind that it should be; links, and files that do not exist, are left out."""
        found: dict[Path, Reading] = {}
        texts: dict[Path, str] = {}
        signatures = {path: sign for path in kinds if (sign := _signature(path)) is not None}
        for path, sign in signatures.items():
            if (known := self._known.get(path)) and known[0] == sign:
                found[path] = known[1]
                continue
            try:
                texts[path] = yaml_files.read(path)
            except ShelfError as error:
                found[path] = Reading(text=None, problems=error.problems)
        found |= self.parse({path: (text, kinds[path]) for path, text in texts.items()})
        now = time.time_ns()
        self._known = {
            path: (sign, found[path])
            for path, sign in signatures.items()
            if sign[0] + _SETTLED < now or self._is_known(path, sign)
        }
        return {path: found[path] for path in kinds if path in found}

    def _is_known(self, path: Path, sign: tuple[int, ...]) -> bool:
        known = self._known.get(path)
        return known is not None and known[0] == sign

    def parse(self, texts: Mapping[Path, tuple[str, Any]]) -> dict[Path, Reading]:
        """Return what each text holds, which is the text of a file and the kind that it should be."""
        start = len((self._root / "_").as_posix()) - 1
        keys = {
            path: cache.key("reading", str(kind), path.as_posix()[start:], text) for path, (text, kind) in texts.items()
        }
        kept = self._cache.get(keys.values())
        new = [(path, *texts[path]) for path, key in keys.items() if key not in kept]
        if len(new) >= MANY:
            shares = processes.shared(_parsed_share, [(self._root, share) for share in processes.shares(new)])
            parsed = {keys[path]: raw for share in shares for path, raw in share}
            kept |= parsed
            self._cache.put(parsed)
        found: dict[Path, Reading] = {}
        fresh: dict[bytes, bytes] = {}
        for path, (text, kind) in texts.items():
            reading = _decoded(kept.get(keys[path]), shown(path), text, kind)
            if reading is None:
                reading = _parsed(path, text, kind)
                if raw := _encoded(reading, self._root, kind):
                    fresh[keys[path]] = raw
            found[path] = reading
        self._cache.put(fresh)
        return found


def _signature(path: Path) -> tuple[int, ...] | None:
    """Return what changes with a file: its time first. None for links, which are reported elsewhere, and missing files."""
    try:
        about = os.lstat(path)
    except OSError:
        return None
    if stat.S_ISLNK(about.st_mode):
        return None
    return about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino, about.st_mode


def _parsed_share(share: tuple[Path, Sequence[tuple[Path, str, Any]]]) -> list[tuple[Path, bytes]]:
    root, texts = share
    parsed = ((path, _encoded(_parsed(path, text, kind), root, kind)) for path, text, kind in texts)
    return [(path, raw) for path, raw in parsed if raw]


def _parsed(path: Path, text: str, kind: Any) -> Reading:
    loaded = yaml_files.load(text, shown(path))
    thing, problems = yaml_files.validate(loaded, kind)
    if kind is Paper:
        problems = [*problems, *checks.of_paper(loaded), *checks.of_people(loaded)]
    elif kind is Ledger:
        problems = [*problems, *checks.of_ledger(loaded)]
    return Reading(text=text, thing=thing, problems=tuple(problems), loaded=loaded if thing is None else None)


def _encoded(reading: Reading, root: Path, kind: Any) -> bytes | None:
    """Return a reading as bytes: its problems, then the thing as JSON. None if the bytes would not say the same.

    Problems are kept without the file's path, which depends on where the command runs.
    """
    if reading.thing is None:
        return None
    if any(shown(root) in f"{one.message} {one.hint}" for one in reading.problems):
        return None
    try:
        thing = _adapter(kind).dump_json(reading.thing, exclude_unset=True)
        if _adapter(kind).validate_json(thing) != reading.thing:
            return None
    except (ValidationError, ValueError):
        return None
    problems = [asdict(replace(one, path="")) for one in reading.problems]
    return json.dumps(problems).encode() + b"\n" + thing


def _decoded(raw: bytes | None, name: str, text: str, kind: Any) -> Reading | None:
    """Return the reading that bytes describe, or None."""
    if raw is None:
        return None
    problems, _, thing = raw.partition(b"\n")
    listed: Iterable[dict[str, Any]] = json.loads(problems) if problems != b"[]" else ()
    return Reading(
        text=text,
        thing=_adapter(kind).validate_json(thing),
        problems=tuple(Problem(**{**one, "path": name}) for one in listed),
    )


@lru_cache(maxsize=16)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
