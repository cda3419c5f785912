"""Runs MkDocs with the plugin: for `shelf build`, and for the theme of `shelf serve`."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator.plugin.shelf_plugin import ShelfPlugin
from generator.plugin.theme import Theme
from generator.problems import Problem, ShelfError
from generator.site import Edition, Plan
from generator.storage.files import shown


def build(
    config: Path, into: Path, *, before: Edition | None = None, given: Plan | None = None, **options: Any
) -> tuple[ShelfPlugin, list[str]]:
    """Build the site that ``config`` (mkdocs.yml) describes as ``mkdocs build --strict`` does.

    Returns the plugin that did it, and what MkDocs warned of. Raises ShelfError if content/ has errors, or if MkDocs stops
    (with ``strict=False`` it does not stop at warnings).
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material 9.8 announces its end of life at each start
    noted = _Notes()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(noted)
    logger.propagate = False
    try:
        loaded = load_config(str(config), site_dir=str(into), **{"strict": True, **options})
        loaded.plugins.on_startup(command="build", dirty=False)
        plugin = next((one for one in loaded.plugins.values() if isinstance(one, ShelfPlugin)), ShelfPlugin())
        plugin.direct, plugin.before, plugin.given = True, before, given
        try:
            mkdocs_build.build(loaded)
        finally:
            loaded.plugins.on_shutdown()
    except (MkDocsException, Abort) as error:
        found = noted.messages or [str(error)]
        raise ShelfError(*(Problem(path=shown(config), code="build.mkdocs", message=one) for one in found)) from error
    finally:
        logger.removeHandler(noted)
    return plugin, noted.messages


def is_alone(config: Path) -> bool:
    """Whether no other plugin or hook looks at single pages."""
    loaded = load_config(str(config))
    return not any(isinstance(one, ShelfPlugin) and one.is_seen(loaded) for one in loaded.plugins.values())


def theme(config: Path, address: tuple[str, int], plan: Plan, into: Path) -> tuple[Theme, list[str]]:
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
