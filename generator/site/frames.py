"""Frames: a page of the theme with gaps where its own texts go, so that the theme is rendered once for all pages of a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.site.renderer import Article

_GAPS = {  # what stands in the frame for each text of a page; nothing in it is changed by escaping
    "path": "shelfgappath",
    "title": "shelfgaptitle",
    "description": "shelfgapdescription",
    "head": "shelfgaphead",
    "block": "<h1>shelfgapblock</h1>",  # themes add a heading to a page that has none
}
_FOUND = re.compile("|".join(f"(?P<{name}>{re.escape(gap)})" for name, gap in _GAPS.items()))
_PLAIN = re.compile(r"[\w-]+", re.ASCII)  # a name that is the same in every address
_HEADING = "<h1"


class _Gap(str):
    """The text of a gap, which notes it if a theme does more with it than print it, or ask whether it is there."""

    __slots__ = ("looked",)
    looked: bool

    def __getattribute__(self, name: str) -> Any:
        """Note the use of any method."""
        if not name.startswith("__") and name != "looked":
            self.looked = True
        return super().__getattribute__(name)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, part: Any) -> bool:
        self.looked |= part != _HEADING  # which is in all pages that are made from frames
        return super().__contains__(part)


def _noting(name: str) -> Callable[..., Any]:
    """Return the method of texts behind an operator, noting its use."""

    def method(gap: _Gap, *arguments: Any) -> Any:
        gap.looked = True
        return getattr(str, name)(gap, *arguments)

    return method


for _operator in ("eq", "ne", "lt", "le", "gt", "ge", "hash", "len", "iter", "getitem", "add", "mod"):
    setattr(_Gap, f"__{_operator}__", _noting(f"__{_operator}__"))


def _gap(name: str) -> _Gap:
    gap = _Gap(_GAPS[name])
    gap.looked = False
    return gap


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A rendered page cut at its gaps: texts, each but the last followed by the name of what fills the gap."""

    texts: tuple[str, ...]
    names: tuple[str, ...]

    def fill(self, article: Article) -> str:
        """Return the page of an article."""
        values = {
            "path": article.path.rpartition("/")[2],
            "title": article.title,
            "description": article.description,
            "head": article.head,
            "block": article.block,
        }
        filled = [self.texts[0]]
        for name, text in zip(self.names, self.texts[1:], strict=True):
            filled += (values[name], text)
        return "".join(filled)


class Frames:
    """The frames of a theme, made when the first page needs one. ``render`` makes a page of an article by the theme itself.

    A frame is used for pages in one folder that have a description and a head, or have none. If a theme looks into a title or
    the like, it makes all pages of that kind; also if the first page, which is made both ways, differs.
    """

    def __init__(self, render: Callable[[Article], str]) -> None:
        """Make no frame yet."""
        self._render = render
        self._frames: dict[tuple[str, bool, bool], Frame | None] = {}

    def html(self, article: Article) -> str:
        """Return the page of an article: what the theme would make of it."""
        folder, _, name = article.path.rpartition("/")
        if not folder or article.empty or _HEADING not in article.block or not _PLAIN.fullmatch(name):
            return self._render(article)
        kind = (folder, bool(article.description), bool(article.head))
        if kind not in self._frames:
            frame = self._made(kind)
            page = self._render(article)
            self._frames[kind] = frame if frame and frame.fill(article) == page else None
            return page
        known = self._frames[kind]
        return known.fill(article) if known else self._render(article)

    def _made(self, kind: tuple[str, bool, bool]) -> Frame | None:
        """Return a frame; None if the theme looked at what goes into it."""
        folder, described, headed = kind
        given = {name: _gap(name) for name in ("title", "block")}
        given |= {name: _gap(name) for name, there in (("description", described), ("head", headed)) if there}
        article = Article(
            path=f"{folder}/{_GAPS['path']}",
            title=given["title"],
            description=given.get("description", ""),
            head=given.get("head", ""),
            empty=False,
            ready=True,
            block=given["block"],
        )
        page = self._render(article)
        if any(gap.looked for gap in given.values()):
            return None
        texts, names, start = [], [], 0
        for found in _FOUND.finditer(page):
            texts.append(page[start : found.start()])
            names.append(str(found.lastgroup))
            start = found.end()
        return Frame(texts=(*texts, page[start:]), names=tuple(names))
