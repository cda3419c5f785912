"""The site of a shelf that somebody is editing: loaded once, brought up to date after an edit, and made page by page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, RLock
from typing import Protocol

from generator.content import catalogue
from generator.content.reader import Reader
from generator.problems import Problem, ShelfError
from generator.site import renderer
from generator.site.frames import Frames
from generator.site.plan import DataFile, Plan, labels
from generator.site.renderer import Article, Page
from generator.site.settings import settings
from generator.storage.files import shown


class Theme(Protocol):
    """What makes a page of an article."""

    def html(self, article: Article) -> str:
        """Return the page of an article that is not in the menu."""

    def menu_page(self, article: Article) -> str | None:
        """Return the page of an article that is in the menu; None if it is another one."""

    def fits(self, plan: Plan) -> bool:
        """Whether the hand-written pages can stay as they are."""


BuildTheme = Callable[[Plan, Path], tuple[Theme, list[str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is at a path: a page, or a file by its name."""

    content: bytes
    name: str


class Live:
    """The site as it is now. Its methods may be called from any thread.

    ``build_theme`` builds the hand-written pages and the theme's files in a folder, and returns the theme with what it warns of.
    """

    def __init__(self, config: Path, build_theme: BuildTheme) -> None:
        """Load nothing yet."""
        self._config = config
        self._build_theme = build_theme
        self._lock = RLock()
        self._changed = Condition()
        self._reader: Reader | None = None
        self._now: _State | None = None
        self._theme_is_old = True
        self.version = 0
        self.problems: tuple[Problem, ...] = ()

    def refresh(self, changed: Collection[Path] = ()) -> None:
        """Read what changed. With faults, the site stays as it was, and ``problems`` has them."""
        with self._lock:
            try:
                content = settings(self._config).content.resolve()
                of_theme = (not one.is_relative_to(content) or one.is_relative_to(content / "pages") for one in changed)
                self._theme_is_old |= any(of_theme)  # until it is built: an error may come before
                found, problems = self._loaded()
                self.problems = (*problems, *found)
            except ShelfError as error:
                self.problems = error.problems
        with self._changed:
            self.version += 1
            self._changed.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """Wait until the site has another version, at most ``seconds``, and return it."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
            return self.version

    def answer(self, path: str) -> Answer | None:
        """Return what is at a path of the site, such as ``papers/ernie-3-0/`` or ``papers.bib``; None if nothing is."""
        with self._lock:
            if (now := self._now) is None:
                return None
            end = "index.html"
            if path == "" or path.endswith(("/", f"/{end}")) or path == end:
                place = path.removesuffix(end).rstrip("/")
                if page := now.plan.page(place):
                    return Answer(content=now.html(renderer.render(page)), name=end)
                path = f"{place}/{end}" if place else end
            if (text := now.files.text(path)) is not None:
                return Answer(content=text.encode(), name=path)
            return _written(now.folder, path)

    def _loaded(self) -> tuple[list[Problem], list[Problem]]:
        """Bring everything up to date; return the problems of the content, and the warnings of the theme."""
        now = settings(self._config)
        self._reader = self._reader or Reader(now.content)
        shelf, problems = catalogue.inspect(now.content, reader=self._reader)
        if any(problem.severity == "error" for problem in problems):
            raise ShelfError(*problems)
        old = self._now
        before = old.plan.shelf if old else None
        plan = Plan(shelf, labels(shelf, before), now, before)
        said: list[str] = []
        if old is None or self._theme_is_old or plan.menu != old.plan.menu or not old.theme.fits(plan):
            folder = tempfile.TemporaryDirectory(prefix="shelf-")
            try:
                theme, said = self._build_theme(plan, Path(folder.name))
            except BaseException:
                folder.cleanup()
                raise
            frames = Frames(theme.html)
            self._theme_is_old = False
        else:
            theme, frames, folder = old.theme, old.frames, old.folder
        self._now = _State(plan=plan, theme=theme, frames=frames, folder=folder, files=_Files(plan))
        if old and old.folder is not folder:
            old.folder.cleanup()
        path = shown(self._config)
        return problems, [Problem(path=path, code="build.mkdocs", message=one, severity="warning") for one in said]


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """A plan, and what makes its pages and files."""

    plan: Plan
    theme: Theme
    frames: Frames
    folder: tempfile.TemporaryDirectory[str]  # with the hand-written pages and the theme's files
    files: _Files

    def html(self, article: Article) -> bytes:
        html = self.theme.menu_page(article) or self.frames.html(article)
        return html.encode("utf-8", "xmlcharrefreplace")


class _Files:
    """The files of a plan that are no pages. Those that are made together are kept as far as somebody asked for them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._begun: dict[str, Iterator[Page | DataFile]] = {}
        self._made: dict[str, str] = {}

    def text(self, name: str) -> str | None:
        """Return the text of a file, or None."""
        for part in self._plan.files(name):
            if name in self._made:
                break
            for one in self._begun.setdefault(part.folder, part.make()):
                if isinstance(one, DataFile):
                    self._made[one.path] = one.text
                    if one.path == name:
                        break
        return self._made.get(name)


def _written(folder: tempfile.TemporaryDirectory[str], name: str) -> Answer | None:
    """Return a file of a folder by its name; None if there is none in it."""
    root = Path(folder.name).resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return None
    except (OSError, ValueError):  # no file can have this name
        return None
    return Answer(content=path.read_bytes(), name=path.name)
