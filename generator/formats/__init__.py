"""The formats that can be read and written: sources in, records out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.formats.extensions import Format
    from generator.formats.listings import Source
    from generator.formats.registry import FORMATS, WRITTEN, Parsed, broken, detect, dump, known, parse_all, writers

__all__ = [
    "FORMATS",
    "WRITTEN",
    "Format",
    "Parsed",
    "Source",
    "broken",
    "detect",
    "dump",
    "known",
    "parse_all",
    "writers",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import the registry when it is asked for: it needs all formats, and most modules need one."""
        if name in __all__:
            from generator.formats import registry  # noqa: PLC0415

            return getattr(registry, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
