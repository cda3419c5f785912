"""The site: turns the catalogue into a tree of pages that each of the three builders accepts, and into the offline zip."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from generator.site.settings import Settings, address, foreign, pruned, settings

if TYPE_CHECKING:
    from generator.site import builders, bundle, edition
    from generator.site.edition import Edition, Printed
    from generator.site.exports import awesome_list, digest
    from generator.site.folder import Written, rebuilt
    from generator.site.frames import Frames
    from generator.site.live import Live
    from generator.site.plan import DATA, Plan, labels
    from generator.site.press import Press
    from generator.site.renderer import Article, render
    from generator.site.server import Server, Watch
    from generator.site.writer import INTRO, taken, write

__all__ = [
    "DATA",
    "INTRO",
    "Article",
    "Edition",
    "Frames",
    "Live",
    "Plan",
    "Press",
    "Printed",
    "Server",
    "Settings",
    "Watch",
    "Written",
    "address",
    "awesome_list",
    "builders",
    "bundle",
    "digest",
    "edition",
    "foreign",
    "labels",
    "pruned",
    "rebuilt",
    "render",
    "settings",
    "taken",
    "write",
]
# Most callers need a few of these, and all of them together import every view, export and template filter.
_MODULES = {
    "builders": "builders",
    "bundle": "bundle",
    "digest": "exports.digest",
    "edition": "edition",
    "awesome_list": "exports.awesome_list",
}
_PLACES = {
    "DATA": "plan",
    "INTRO": "writer",
    "Article": "renderer",
    "Edition": "edition",
    "Frames": "frames",
    "Live": "live",
    "Plan": "plan",
    "Press": "press",
    "Printed": "edition",
    "Server": "server",
    "Watch": "server",
    "Written": "folder",
    "labels": "plan",
    "rebuilt": "folder",
    "render": "renderer",
    "taken": "writer",
    "write": "writer",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import what is asked for."""
        if name in _MODULES:
            return import_module(f"{__name__}.{_MODULES[name]}")
        if name in _PLACES:
            return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
