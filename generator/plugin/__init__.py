"""The MkDocs plugin, and the runs of MkDocs that our commands need; the only package that imports mkdocs."""

from generator.plugin.builds import build, bundle, is_alone, publish, theme
from generator.plugin.shelf_plugin import ShelfPlugin

__all__ = ["ShelfPlugin", "build", "bundle", "is_alone", "publish", "theme"]
