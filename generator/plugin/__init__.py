"""The MkDocs plugin, and the runs of MkDocs that our commands need; the only package that imports mkdocs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from generator.plugin.renewal import publish

if TYPE_CHECKING:
    from generator.plugin.builds import build, build_theme, bundle, is_alone
    from generator.plugin.shelf_plugin import ShelfPlugin

__all__ = ["ShelfPlugin", "build", "build_theme", "bundle", "is_alone", "publish"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import what runs MkDocs when it is asked for: a site that is up to date does not need MkDocs."""
        if name in __all__:
            module = "shelf_plugin" if name == "ShelfPlugin" else "builds"
            return getattr(import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
