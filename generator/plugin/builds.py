"""Runs MkDocs with the plugin: for `shelf build`, and for the theme of `shelf serve`."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator import site
from generator.plugin.shelf_plugin import ShelfPlugin
from generator.plugin.theme import Theme
from generator.problems import Problem, ShelfError
from generator.site import Edition, Plan, Settings
from generator.storage.files import shown


def build(
    config: Path,
    into: Path,
    *,
    before: Edition | None = None,
    given: Plan | None = None,
    offline: bool = False,
    **options: Any,
) -> tuple[ShelfPlugin, list[str]]:
    """Build the site that ``config`` (mkdocs.yml) describes as ``mkdocs build --strict`` does.

    Returns the plugin that did it, and what MkDocs warned of. Raises ShelfError if content/ has errors, or if MkDocs stops
    (with ``strict=False`` it does not stop at warnings).
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material 9.8 announces its end of life at each start
    noted = _Notes()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(noted)
    propagated, logger.propagate = logger.propagate, False
    pages = site.settings(config).content.resolve() / "pages"
    try:
        with _folder(pages) as docs:
            options = {"site_dir": str(into), "docs_dir": str(docs), "strict": True, **options}
            loaded = load_config(str(config), **options)
            loaded.plugins.on_startup(command="build", dirty=False)
            plugin = next((one for one in loaded.plugins.values() if isinstance(one, ShelfPlugin)), None)
            if plugin is None:
                plugin = loaded.plugins["shelf"] = ShelfPlugin()
            plugin.direct, plugin.before, plugin.given, plugin.offline = True, before, given, offline
            try:
                mkdocs_build.build(loaded)
            finally:
                loaded.plugins.on_shutdown()
    except (MkDocsException, Abort) as error:
        found = noted.messages or [str(error)]
        raise ShelfError(*(Problem(path=shown(config), code="build.mkdocs", message=one) for one in found)) from error
    except TemplateError as error:
        syntax = error if isinstance(error, TemplateSyntaxError) else None
        path = Path(syntax.filename) if syntax and syntax.filename else config
        message = f"a template of the theme cannot be used: {error.message or type(error).__name__}"
        line = syntax.lineno if syntax else 1
        raise ShelfError(Problem(path=shown(path), line=line, code="build.mkdocs", message=message)) from error
    finally:
        logger.removeHandler(noted)
        logger.propagate = propagated
    return plugin, noted.messages


@contextmanager
def _folder(pages: Path) -> Iterator[Path]:
    """Yield the folder of hand-written pages, or an empty one: MkDocs needs one, though nobody has to write pages."""
    if pages.is_dir():
        yield pages
    else:
        with tempfile.TemporaryDirectory(prefix="shelf-") as empty:
            yield Path(empty)


def bundle(settings: Settings, out: Path, waiting: Callable[[], None] = lambda: None) -> None:
    """Build the site for file:// and pack it into the zip ``out``. Raises ShelfError as ``build`` does."""

    def offline(_: Settings, into: Path) -> None:
        build(settings.config, into, offline=True, use_directory_urls=False)

    site.bundle.pack(settings, out, offline, waiting)


def is_alone(config: Path) -> bool:
    """Whether no other plugin or hook looks at single pages."""
    loaded = load_config(str(config))
    return not any(isinstance(one, ShelfPlugin) and one.is_seen(loaded) for one in loaded.plugins.values())


def build_theme(config: Path, address: tuple[str, int], plan: Plan, into: Path) -> tuple[Theme, list[str]]:
    """Build the hand-written pages and the theme's files; return the theme for all other pages, and MkDocs' warnings."""
    url = f"http://{address[0]}:{address[1]}/"
    built, warnings = build(config, into, given=plan, strict=False, site_url=url)
    if built.theme is None:
        raise RuntimeError("MkDocs did not ask for the theme")  # a plugin of the build stopped it in silence
    return built.theme, warnings


class _Notes(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(" ".join(record.getMessage().split()))
