"""The theme: renders a page as MkDocs does, with its menu, styles and scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from generator.site import Article, Plan

_ELSEWHERE = re.compile(r"^INHERIT\s*:|!ENV\b", re.MULTILINE)  # in mkdocs.yml


class _Alone(Page):
    """A page that equals itself alone. MkDocs compares titles and contents, into which a page made from a frame must not look."""

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = Page.__hash__


class Theme:
    """Renders a page by the theme, as MkDocs does."""

    def __init__(
        self, env: Environment, config: MkDocsConfig, files: Files, nav: Navigation, wanted: Mapping[str, bool]
    ) -> None:
        """Take what MkDocs has when all hand-written pages are read.

        ``wanted`` has the paths of the pages that they link to, and whether the pages are generated.
        """
        self._env = env
        self._config = config
        self._files = files
        self._pages = files.documentation_pages()
        self._nav = nav
        self._wanted = wanted

    def html(self, article: Article) -> str:
        """Return the page of an article that is not in the menu."""
        file = File.generated(self._config, f"{article.path}/index.md", content="")
        page = _Alone(None, file, self._config)
        page.markdown, page.meta, page.content, page.toc = "", article.meta, article.block, get_toc([])
        page.active = True
        return self._env.get_template("main.html").render(get_context(self._nav, self._pages, self._config, page))

    def menu_page(self, article: Article) -> str | None:
        """Return the page of an article that MkDocs built because of the menu or a link; None if it is another one."""
        file = self._files.get_file_from_path(f"{article.path}/index.md" if article.path else "index.md")
        if file is None or file.page is None:
            return None
        file.content_string = article.markdown
        build._populate_page(file.page, self._config, self._files)  # noqa: SLF001, MkDocs has no other way to read one page
        file.page.active = True
        try:
            return self._env.get_template("main.html").render(
                get_context(self._nav, self._pages, self._config, file.page)
            )
        finally:
            file.page.active = False

    def fits(self, plan: Plan) -> bool:
        """Whether the links of hand-written pages to generated ones lead where they did."""
        return all((plan.page(path) is not None) == is_there for path, is_there in self._wanted.items())

    def is_known(self) -> bool:
        """Whether ``look`` sees all that the theme depends on: no other code, no other configuration."""
        text = Path(self._config.config_file_path).read_text("utf-8")
        return not self._config.hooks and len(self._config.plugins) == 1 and not _ELSEWHERE.search(text)

    def look(self) -> bytes:
        """Return a hash of what the theme's pages depend on, but the articles."""
        digest = blake2b(Path(self._config.config_file_path).read_bytes(), digest_size=16)
        own = Path(self._config.theme.custom_dir or "")
        for path in sorted(own.rglob("*")) if self._config.theme.custom_dir else ():
            name = path.relative_to(own).as_posix()
            if path.is_file() and not name.startswith("assets/"):  # a template may include any file, such as an icon
                digest.update(f"\0{name}\0".encode() + path.read_bytes())
        blank = Article(path="look/look", title="", description="", head="", empty=False, ready=True, block="<h1></h1>")
        digest.update(self.html(blank).encode())  # with the menu, and perhaps the day
        return digest.digest()
