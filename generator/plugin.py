"""The MkDocs plugin: it writes the pages, so that ``mkdocs build`` and ``mkdocs serve`` work without other commands."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound
from jinja2.runtime import Context
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator import site
from generator.content import catalogue
from generator.problems import ShelfError
from generator.site import escapes

log = logging.getLogger("mkdocs.plugins.shelf")

FRAME = ("tabs", "site_nav", "footer", "config", "styles", "scripts")  # blocks of Material's base.html


class ShelfConfig(Config):
    """The plugin has no options; settings are under ``extra.shelf`` (see site.settings)."""


class ShelfPlugin(BasePlugin[ShelfConfig]):
    """Adapts ``site.write`` to MkDocs."""

    def __init__(self) -> None:
        """Start empty; ``on_config`` reads the configuration."""
        self._content: Path | None = None
        self._written = False  # by this process; MkDocs keeps a plugin with on_startup between builds
        self._absent: Collection[str] = ()  # pages that the shelf does not have
        self._listed: set[str] = set()  # pages in the navigation, by source path
        self._ready: dict[str, str] = {}  # pages that are already HTML, by source path

    def on_startup(self, **_: Any) -> None:
        """Keep the plugin between builds while serving."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Write the pages below .cache and point MkDocs to them. Errors in content/ stop the build and are printed."""
        if any(name.rpartition("/")[2] == "search" for name in config.plugins):  # Material's is material/search
            log.info("the plugin search is not needed any more: remove it from mkdocs.yml")
        file = Path(config.config_file_path)
        out = file.parent / ".cache" / "pages"
        try:
            settings = replace(
                site.settings(file),
                name=config.site_name,
                about=config.site_description or "",
                site_url=site.address(config.site_url or ""),
                index_html=not config.use_directory_urls,
            )
            self._content = settings.content
            shelf, problems = catalogue.inspect(settings.content)
            if errors := [problem for problem in problems if problem.severity == "error"]:
                raise ShelfError(*errors)
            for problem in problems:
                log.info(str(problem))  # logged as info, because a warning would fail a strict build
            written = site.write(shelf, site.labels(shelf), settings, out)
            log.info(
                "%d pages: %d files written, %d removed", written.pages, len(written.changed), len(written.removed)
            )
            self._written = True
            self._absent = site.absent(shelf)
        except ShelfError as error:
            if not self._written:
                raise PluginError(f"content/ has errors, so no page was written:\n{error}") from error
            log.error("content/ has errors, so the pages were not updated:\n%s", error)  # noqa: TRY400, the locations are enough
        config.site_name = escapes.text(config.site_name)  # themes print it unescaped
        config.extra_css = site.foreign(config.extra_css)
        config.extra_javascript = site.foreign(config.extra_javascript)
        config.nav = site.pruned(config.nav, self._absent)
        config.docs_dir = str(out.resolve() / "docs")
        return config

    def on_page_markdown(self, markdown: str, /, *, page: Page, **_: Any) -> str:
        """Skip Markdown for pages that are a single HTML block, which saves a third of the build time."""
        if page.meta.get("shelf") != "html":
            return markdown
        self._ready[page.file.src_uri] = markdown
        return ""

    def on_page_content(self, html: str, /, *, page: Page, **_: Any) -> str:
        """Return the HTML block of a page that skipped Markdown."""
        return self._ready.pop(page.file.src_uri, html)

    def on_nav(self, nav: Navigation, /, **_: Any) -> Navigation:
        """Remember the pages in the navigation, which highlights the current one."""
        self._listed = {page.file.src_uri for page in nav.pages}
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render the blocks that all pages of a folder share only once; this saves an eighth of a build of 1,000 papers.

        Data files, of which each paper has several, are hard-linked into the site, at a twentieth of the cost of a copy. If
        the file system has no hard links, MkDocs copies them.
        """
        for file in files.media_files():
            source, target = Path(file.abs_src_path or ""), Path(file.abs_dest_path)
            if file.inclusion.is_included() and source.is_relative_to(config.docs_dir) and _linked(source, target):
                files.remove(file)
        try:
            blocks = env.get_template("base.html").blocks
        except TemplateNotFound:
            return env  # another theme
        for name in FRAME:
            if name in blocks:
                blocks[name] = self._cached(blocks[name])
        return env

    def _cached(self, block: Callable[[Context], Iterator[str]]) -> Callable[[Context], Iterator[str]]:
        """Cache a block per folder of generated pages; pages in the navigation and hand-written pages are not cached."""
        rendered: dict[str, str] = {}

        def render(context: Context) -> Iterator[str]:
            page = context.get("page")
            if page is None or page.meta.get("shelf") != "html" or page.file.src_uri in self._listed:
                yield from block(context)
                return
            folder = page.file.src_uri.rpartition("/")[0].rpartition("/")[0]  # links are relative to it
            if folder not in rendered:
                rendered[folder] = "".join(block(context))
            yield rendered[folder]

        return render

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Watch the content folder, not the generated pages, which would trigger endless rebuilds."""
        if self._content:
            server.unwatch(config.docs_dir)
            server.watch(str(self._content))
        return server


def _linked(source: Path, target: Path) -> bool:
    """Hard-link ``target`` to ``source`` and return whether that worked. Files are replaced, never changed in place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.hardlink_to(source)
    except (OSError, NotImplementedError):
        return False
    return True
