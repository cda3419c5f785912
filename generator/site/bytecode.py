"""Compiled templates, kept as Python keeps compiled modules: compiling one takes longer than filling it in for many pages."""

from __future__ import annotations

import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.storage import cache
from generator.storage.cache import Cache


class Bytecode(BytecodeCache):
    """Keeps the bytecode of an environment's templates in a cache; ``kind`` tells environments with other options apart."""

    def __init__(self, kept: Cache, kind: str) -> None:
        """Read nothing yet."""
        self._kept = kept
        self._kind = kind

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what names a template: also its file, which its bytecode tells in tracebacks."""
        return f"{name}\0{filename or ''}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the bytecode of a template, if there is any."""
        key = self._key(bucket)
        if raw := self._kept.get([key]).get(key):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bytecode of a template."""
        if not sys.dont_write_bytecode:
            self._kept.put({self._key(bucket): bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> bytes:
        return cache.key("template", self._kind, bucket.key, bucket.checksum)


def beside(module: str) -> Cache:
    """Return the cache of a module's package, given the module's file: where Python keeps the bytecode of the package."""
    return Cache(Path(cache_from_source(module)).parent)
