"""Makes the files of the site, on several processes; a file that is equal in the site before is linked, not made again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic_core import to_json

from generator.site import renderer
from generator.site.edition import Edition, Printed
from generator.site.plan import DataFile, Part, Plan
from generator.site.renderer import Article, Page
from generator.site.writer import taken
from generator.storage import cache, processes

MANY = 300  # papers that are worth a second process


class Press:
    """Makes pages and files. ``html`` makes a page of an article, ``look`` is a hash of all that decides how."""

    def __init__(self, html: Callable[[Article], str], look: bytes, *, index_html: bool) -> None:
        """Make nothing yet."""
        self._html = html
        self._look = look
        self._index_html = index_html

    def page(self, page: Page) -> bytes:
        """Return a page as HTML."""
        return self._html(renderer.render(page, index_html=self._index_html)).encode("utf-8", "xmlcharrefreplace")

    def source(self, page: Page) -> bytes:
        """Return a hash of all that a page is made from."""
        return cache.key("page", self._look, type(page.view).__name__, to_json(page))

    def print(
        self,
        plan: Plan,
        folder: Path,
        *,
        without: Collection[str] = (),
        owned: Mapping[str, Path] | None = None,
        before: Edition | None = None,
    ) -> list[Printed]:
        """Make all files of a plan in a folder, and return them; pages at paths in ``without`` are made elsewhere.

        Raises ShelfError if a file has the name of one that the owner wrote, by name in ``owned``.
        """
        plan.prepare()
        parts = list(plan.parts())
        job = _Job(press=self, parts=parts, folder=folder, without=without, owned=owned or {}, before=before)
        number = processes.count() if len(plan.shelf.keys) >= MANY else 1
        turns = processes.Turns(len(parts))
        found = processes.shared(lambda _: {turn: list(job.done(turn)) for turn in turns}, range(number))
        done = {turn: files for share in found for turn, files in share.items()}
        left = (job.done(turn) for turn in range(len(parts)) if turn not in done)  # by a fork that failed
        return [*(one for files in done.values() for one in files), *(one for files in left for one in files)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    """What ``Press.print`` was asked for."""

    press: Press
    parts: Sequence[Part]
    folder: Path
    without: Collection[str]
    owned: Mapping[str, Path]
    before: Edition | None

    def done(self, turn: int) -> Iterator[Printed]:
        """Make the files of a part."""
        for one in self.parts[turn].make():
            if isinstance(one, DataFile):
                content = one.text.encode()
                yield self._printed(one.path, None, cache.key("file", content), partial(bytes, content))
            elif one.path not in self.without:
                name = f"{one.path}/index.html" if one.path else "index.html"
                yield self._printed(name, one.path, self.press.source(one), partial(self.press.page, one))

    def _printed(self, name: str, path: str | None, source: bytes, make: Callable[[], bytes]) -> Printed:
        if name in self.owned:
            raise taken(self.owned[name])
        target = self.folder / name
        if self.before and (linked := self.before.link(name, source.hex(), target)):
            return linked
        content = make()
        try:
            target.write_bytes(content)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        about = target.stat()
        return Printed(name=name, source=source.hex(), size=about.st_size, time=about.st_mtime_ns, path=path)
