"""Renders each view as one Markdown page: front matter and a single block of HTML. A page is a pure function of its view."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.site import escapes
from generator.site.views import HomeView, IndexView, MovedView, NodeView, PaperView, YearsView, YearView

_INTRO = "<!-- intro -->"
View = HomeView | IndexView | MovedView | NodeView | PaperView | YearsView | YearView
_TEMPLATES = {
    HomeView: "home.jinja",
    IndexView: "index.jinja",
    MovedView: "moved.jinja",
    NodeView: "node.jinja",
    PaperView: "paper.jinja",
    YearsView: "years.jinja",
    YearView: "year.jinja",
}


def render(view: View, path: str, *, title: str, about: str = "", index_html: bool = False) -> str:
    """Return the page that stands at the site path ``path`` ("" is the home page).

    With ``index_html`` links name the file, as file:// needs it; without, they end at the folder.
    """
    body = _template(_TEMPLATES[type(view)]).render(view=view, to=_Links(path, index_html=index_html))
    block = "\n".join(row for row in map(str.strip, body.split("\n")) if row)  # a blank line would end the block
    if isinstance(view, HomeView):  # the owner's own Markdown: it is as trusted as mkdocs.yml
        block = block.replace(_INTRO, f"\n{view.intro.strip()}\n", 1)
    head = ["---", f"title: {escapes.front_matter(title)}"]
    if about:
        head.append(f"description: {escapes.front_matter(about)}")
    if not isinstance(view, HomeView):
        head.append("shelf: html")  # one block, with nothing in it for Markdown to do
    if isinstance(view, MovedView):
        head.append("search: {exclude: true}")
    return "\n".join([*head, "hide: [navigation, toc, footer, path]", "---", "", block, ""])


def searched(block: str) -> str:
    """Return the part of a page that search finds: templates put all else into one excluded section at its end."""
    return block.partition("<section")[0]


class _Links:
    """Turns site paths into links relative to one page."""

    def __init__(self, path: str, *, index_html: bool) -> None:
        self._up = "../" * len(path.split("/")) if path else ""
        self._end = "index.html" if index_html else ""

    def __call__(self, path: str) -> str:
        return f"{self._up}{path}/{self._end}" if path else f"{self._up}{self._end}" or "./"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.site"),
        autoescape=True,
        finalize=escapes.final,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(web=escapes.web, lines=escapes.lines)
    return environment


@cache
def _template(name: str) -> Any:
    return _environment().get_template(name)
