"""The plugin that lets ``mkdocs build`` and ``mkdocs serve`` work by themselves: it writes the pages, and MkDocs reads them."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin

from generator import catalogue, site
from generator.problems import ShelfError

log = logging.getLogger("mkdocs.plugins.shelf")


class ShelfConfig(Config):
    """The plugin has no options: what a shelf sets stands under ``extra.shelf`` (see site.settings)."""


class ShelfPlugin(BasePlugin[ShelfConfig]):
    """Adapts ``site.write`` to MkDocs."""

    def __init__(self) -> None:
        """Know nothing until the configuration is read."""
        self._content: Path | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Write the pages below .cache and point MkDocs at them. Faults in content/ end the build with their places."""
        file = Path(config.config_file_path)
        try:
            settings = replace(site.settings(file), name=config.site_name, index_html=not config.use_directory_urls)
            self._content = settings.content
            shelf, problems = catalogue.inspect(settings.content)
            if any(problem.severity == "error" for problem in problems):
                raise ShelfError(*problems)
            for problem in problems:
                log.info(str(problem))  # a warning of ours does not fail a strict build
            out = file.parent / ".cache" / "pages"
            written = site.write(shelf, site.labels(shelf), settings, out)
        except ShelfError as error:
            raise PluginError(f"the shelf has faults, no page was written:\n{error}") from error
        log.info("%d pages: %d files written, %d removed", written.pages, len(written.changed), len(written.removed))
        config.docs_dir = str(out.resolve() / "docs")
        return config

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Watch what people edit, not what we write (that would rebuild for ever)."""
        if self._content:
            server.unwatch(config.docs_dir)
            server.watch(str(self._content))
        return server
