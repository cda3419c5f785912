"""The MkDocs plugin: MkDocs builds hand-written pages and the theme, and the shelf fills the theme with all other pages."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from generator import site
from generator.content import catalogue
from generator.model import Catalogue
from generator.plugin.theme import Theme
from generator.problems import ShelfError
from generator.site import Edition, Frames, Plan, Press, Printed, bytecode, escapes

if TYPE_CHECKING:  # a build needs no web server
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.shelf")

_SEEING = (  # events in which another plugin or a hook may look at pages: then MkDocs has to build all of them
    "files",
    "nav",
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
)
_TARGET = re.compile(r"\]\(\s*<?([^)\s>#?]+)|^\s*\[[^\]]+\]:\s*<?([^\s>#?]+)", re.MULTILINE)  # of a link in Markdown
_LAST = -100  # after all other plugins and hooks


class ShelfConfig(Config):
    """The plugin has no options; settings are under ``extra.shelf`` (see site.settings)."""


class ShelfPlugin(BasePlugin[ShelfConfig]):
    """Adapts the site to MkDocs."""

    # Set by ``build``:
    direct = False  # a command of ours runs MkDocs
    offline = False  # for the zip
    given: Plan | None = None  # what to show, already loaded: then only hand-written pages and the theme are built
    before: Edition | None = None  # an earlier site, whose equal files are linked

    def __init__(self) -> None:
        """Start empty; ``on_config`` reads the configuration."""
        self._content: Path | None = None
        self._ready: dict[str, str] = {}  # pages that are already HTML, by source path
        self._plan: Plan | None = None  # None: MkDocs builds all pages from a written tree
        self._built: set[str] = set()  # paths of generated pages that MkDocs builds: in the menu, or linked to
        self._nav: Navigation | None = None
        self._linked: list[File] = []  # generated files that hand-written pages link to
        self._wanted: dict[str, bool] = {}  # pages that hand-written pages link to, by path: whether they are generated
        self.theme: Theme | None = None
        self.printed: list[Printed] = []

    def _failed(self, error: ShelfError, message: str = "") -> Exception:
        """Return what to raise: MkDocs prints a PluginError without a traceback, our commands print the problems."""
        return error if self.direct else PluginError(f"{message}{error}")

    def on_startup(self, **_: Any) -> None:
        """Keep the plugin between builds while serving."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load content/ and plan the site. Errors in content/ stop the build and are printed."""
        if any(name.rpartition("/")[2] == "search" for name in config.plugins):  # Material's is material/search
            log.info("the plugin search is not needed any more: remove it from mkdocs.yml")
        file = Path(config.config_file_path)
        try:
            settings = replace(
                site.settings(file),
                name=config.site_name,
                about=config.site_description or "",
                site_url=site.address(config.site_url or ""),
                index_html=not config.use_directory_urls,
                offline=self.offline,
            )
            self._content = settings.content
            shelf = self.given.shelf.catalogue if self.given else _checked(settings.content)
            plan = self.given or Plan(shelf, site.labels(shelf), settings)
            if self.is_seen(config):
                out = file.parent / ".cache" / "pages"
                site.write(shelf, plan.shelf.labels, settings, out)
                config.docs_dir = str(out.resolve() / "docs")
                self._plan = None
            else:
                self._plan = plan
                pages = (settings.content / "pages").resolve()
                config.docs_dir = str(pages) if pages.is_dir() else config.docs_dir
        except ShelfError as error:
            raise self._failed(error, "content/ has errors, so no page was written:\n") from error
        config.site_name = escapes.text(config.site_name)  # themes print it unescaped
        config.extra_css = site.foreign(config.extra_css)
        config.extra_javascript = site.foreign(config.extra_javascript)
        config.nav = site.pruned(config.nav, plan.absent)
        return config

    def is_seen(self, config: MkDocsConfig) -> bool:
        """Whether something else than this plugin may look at single pages, as the menu does that MkDocs makes of all pages."""
        methods = (method for event in _SEEING for method in config.plugins.events[event])
        return config.nav is None or any(getattr(method, "__self__", None) is not self for method in methods)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and files that MkDocs needs: those in the menu and those that hand-written pages link to."""
        if self._plan is None:
            return files
        if intro := files.get_file_from_path(site.INTRO):
            files.remove(intro)
        self._built, self._linked = set(), []
        for file in files.documentation_pages():
            path = file.dest_uri.removesuffix("index.html").rstrip("/")
            if file.dest_uri.endswith("index.html") and self._plan.page(path):
                raise self._failed(site.taken(Path(file.abs_src_path or file.src_uri)))
        targets = set(_targets(files))
        for name in sorted({*_leaves(config.nav), *targets}):
            if files.get_file_from_path(name):
                continue
            path = name.removesuffix("index.md").rstrip("/")
            if name.endswith("index.md") and (page := self._plan.page(path)):
                self._built.add(path)
                text = site.render(page, index_html=not config.use_directory_urls).markdown
                files.append(File.generated(config, name, content=text))
            elif name.endswith(site.DATA):
                self._linked.append(File.generated(config, name, content=""))
                files.append(self._linked[-1])
        wanted = (name.removesuffix("index.md").rstrip("/") for name in targets if name.endswith("index.md"))
        self._wanted = {path: path in self._built for path in wanted}
        return files

    def on_nav(self, nav: Navigation, /, **_: Any) -> Navigation:
        """Keep the menu, which all pages show."""
        self._nav = nav
        return nav

    def on_page_markdown(self, markdown: str, /, *, page: Page, **_: Any) -> str:
        """Skip Markdown for pages that are a single HTML block."""
        if page.meta.get("shelf") != "html":
            return markdown
        self._ready[page.file.src_uri] = markdown.strip()
        return ""

    def on_page_content(self, html: str, /, *, page: Page, **_: Any) -> str:
        """Return the HTML block of a page that skipped Markdown."""
        return self._ready.pop(page.file.src_uri, html)

    @event_priority(_LAST)
    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make all other generated pages and files. This is before MkDocs copies and builds the hand-written ones."""
        if self._plan is None or self._nav is None:
            return env
        for file in self._linked:
            files.remove(file)
        if (
            not env.bytecode_cache and not config.hooks and len(config.plugins) == 1
        ):  # nobody gave it options of its own
            # It stands beside the program's own bytecode: the folder .cache may come from elsewhere, and this is code.
            env.bytecode_cache = bytecode.Bytecode(bytecode.beside(bytecode.__file__), "theme")
        theme = self.theme = Theme(env, config, files, self._nav, self._wanted)
        if self.given:
            return env
        owned = {file.dest_uri: Path(file.abs_src_path or "") for file in files if file.src_dir == config.docs_dir}
        press = Press(Frames(theme.html).html, theme.look(), index_html=not config.use_directory_urls)
        before = self.before if theme.is_known() else None
        try:
            self.printed = press.print(
                self._plan, Path(config.site_dir), without=self._built, owned=owned, before=before
            )
        except ShelfError as error:
            raise self._failed(error) from error
        made = {one.name for one in self.printed}
        for file in self._linked:
            if file.src_uri not in made:
                log.log(
                    config.validation.links.not_found,
                    "a hand-written page contains a link to '%s', but there is no such file",
                    file.src_uri,
                )
        return env

    def on_template_context(self, context: Any, /, *, template_name: str, config: MkDocsConfig) -> Any:
        """List the generated pages in the sitemap, where MkDocs would list them."""
        if template_name == "sitemap.xml" and self._plan is not None:
            listed = [(file.src_uri, file) for file in context["pages"]]
            listed += [(f"{one.path}/index.md", _entry(one.path, config)) for one in self.printed if one.path]
            context["pages"] = [entry for _, entry in sorted(listed, key=lambda pair: _order(pair[0]))]
        return context

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Watch the content folder, not generated pages, which would trigger endless rebuilds."""
        log.info("every edit builds the whole site: `shelf serve` is faster")
        if self._content:
            server.unwatch(config.docs_dir)
            server.watch(str(self._content))
        return server


def _checked(content: Path) -> Catalogue:
    """Return the shelf. Raises ShelfError with its errors; warnings are logged as info, because they would fail a strict build."""
    shelf, problems = catalogue.inspect(content)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise ShelfError(*errors)
    for problem in problems:
        log.info(str(problem))
    return shelf


def _leaves(nav: object) -> Iterator[str]:
    """Yield the paths in the navigation of mkdocs.yml."""
    if isinstance(nav, str):
        yield nav
    for inner in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _leaves(inner)


def _targets(files: Files) -> Iterator[str]:
    """Yield what hand-written pages may link to, as paths of sources."""
    for file in files.documentation_pages():
        folder = posixpath.dirname(file.src_uri)
        for found in _TARGET.finditer(file.content_string):
            yield posixpath.normpath(posixpath.join(folder, unquote(found[1] or found[2])))


def _entry(path: str, config: MkDocsConfig) -> SimpleNamespace:
    """Return a page as the sitemap reads it."""
    name = f"{path}/" if config.use_directory_urls else f"{path}/index.html"
    url = urljoin(f"{(config.site_url or '').rstrip('/')}/", name) if config.site_url else None
    about = SimpleNamespace(
        is_link=False, canonical_url=url, abs_url=url and urlsplit(url).path, update_date=get_build_date()
    )
    return SimpleNamespace(page=about)


def _order(source: str) -> list[tuple[int, str]]:
    """Return the sort key of a source in MkDocs' order: a folder's index, its other files, then its folders."""
    *folders, name = source.split("/")
    return [*((2, folder) for folder in folders), (0 if name == "index.md" else 1, name)]
