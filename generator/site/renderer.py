"""Renders each view as a Markdown page with front matter and a single HTML block. A page is a pure function of its view."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.compiler import CodeGenerator

from generator.site import escapes, mathml
from generator.site.views.authors import AuthorsView, AuthorView
from generator.site.views.browse import BrowseView, MyListView
from generator.site.views.cards import Card, CodesView, MovedView
from generator.site.views.compare import CompareView
from generator.site.views.developers import ApiView
from generator.site.views.home import ChartsView, HomeView
from generator.site.views.news import NewView
from generator.site.views.no_family import NoFamilyView
from generator.site.views.nodes import IndexView, NodeView
from generator.site.views.paper_page import PaperView
from generator.site.views.reading_paths import PathsView, PathView
from generator.site.views.results import BoardView, FiguresView, ResultsView
from generator.site.views.venue_pages import VenuesView, VenueView
from generator.site.views.years import YearsView, YearView
from generator.text import maths

_INTRO = "<!-- intro -->"
_QUERY = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)
View = (
    AuthorsView
    | AuthorView
    | BoardView
    | BrowseView
    | CodesView
    | FiguresView
    | CompareView
    | HomeView
    | IndexView
    | MyListView
    | ApiView
    | MovedView
    | NewView
    | NoFamilyView
    | NodeView
    | PaperView
    | PathsView
    | PathView
    | ChartsView
    | ResultsView
    | VenuesView
    | VenueView
    | YearsView
    | YearView
)
_TEMPLATES = {
    AuthorsView: "authors.jinja",
    AuthorView: "author.jinja",
    BoardView: "board.jinja",
    BrowseView: "browse.jinja",
    CodesView: "codes.jinja",
    FiguresView: "figures.jinja",
    CompareView: "compare.jinja",
    HomeView: "home.jinja",
    IndexView: "index.jinja",
    MyListView: "my-list.jinja",
    ApiView: "api.jinja",
    MovedView: "moved.jinja",
    NewView: "new.jinja",
    NoFamilyView: "no-family.jinja",
    NodeView: "node.jinja",
    PaperView: "paper.jinja",
    PathsView: "paths.jinja",
    PathView: "path.jinja",
    ChartsView: "charts.jinja",
    ResultsView: "results.jinja",
    VenuesView: "venues.jinja",
    VenueView: "venue.jinja",
    YearsView: "years.jinja",
    YearView: "year.jinja",
}
_LISTS = {  # what makes a page worth a place in the menu: it is left out if all of these are empty
    AuthorsView: ("letters",),
    ChartsView: ("canvas", "rising"),
    IndexView: ("nodes",),
    PathsView: ("paths",),
    ResultsView: ("boards", "figures", "links", "lists"),
    VenuesView: ("letters",),
    YearsView: ("years",),
}


def render(view: View, path: str, *, title: str, about: str = "", head: str = "", index_html: bool = False) -> str:
    """Return the page at the site path ``path`` ("" is the home page).

    With ``index_html`` links end with the file's name, as file:// requires; otherwise with the folder. ``head`` is one line of
    HTML for the page's head (see metadata.py). The page of a moved paper gets a redirect in its place.
    """
    to = _Links("../" * len(path.split("/")) if path else "", "index.html" if index_html else "")
    body = _template(_TEMPLATES[type(view)]).render(view=view, to=to)
    block = "\n".join(row for row in map(str.strip, body.split("\n")) if row)  # a blank line would end the block
    if isinstance(view, HomeView):  # the owner's Markdown, which is as trusted as mkdocs.yml
        block = block.replace(_INTRO, f"\n{view.intro.strip()}\n", 1)
    rows = ["---", f"title: {escapes.front_matter(maths.plain(title))}"]
    if about:
        rows.append(f"description: {escapes.front_matter(maths.plain(about))}")
    if isinstance(view, MovedView):
        head = f'<meta http-equiv="refresh" content="0; url={escapes.text(to(view.to.path))}">'
    if head:
        rows.append(f"head: {json.dumps(head, ensure_ascii=False)}")
    lists = _LISTS.get(type(view))
    if lists and not any(getattr(view, name) for name in lists):
        rows.append("empty: true")  # for partials/nav.html and tabs.html
    if not isinstance(view, HomeView):
        rows.append("shelf: html")  # a single HTML block; nothing to do for Markdown
    return "\n".join([*rows, "hide: [navigation, toc, footer, path]", "---", "", block, ""])


def filled(name: str, **values: object) -> str:
    """Return a template filled in, for what is no page of the site."""
    return str(_template(name).render(**values))


@dataclass(frozen=True)
class _Links:
    """Turns site paths into links relative to a page. ``up`` leads to the root; ``end`` is appended to links to folders."""

    up: str
    end: str

    def __call__(self, path: str) -> str:
        folder, sign, more = _QUERY.match(path).groups()  # type: ignore[union-attr]
        return (f"{self.up}{folder}/{self.end}" if folder else f"{self.up}{self.end}" or "./") + sign + more

    def file(self, path: str) -> str:
        """Return the link to a file that is not a page."""
        return f"{self.up}{path}"


@lru_cache(maxsize=1 << 15)  # the same card is on the pages of a paper's families and year
def _card(card: Card, to: _Links, *, families: bool = True, without: str = "") -> Any:
    """Render a paper in a list, without the chip of the topic that the list is about."""
    return _template("cards.jinja").module.paper(card, to, families, without)


class _Generator(CodeGenerator):
    """Prints what ``escapes.final`` returns as it is; Jinja would escape it once more, which takes a quarter of a page's time."""

    def _output_child_pre(self, _node: object, _frame: object, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, _node: object, _frame: object, _finalize: object) -> None:
        self.write(")")


class _Environment(Environment):
    """Templates whose every value passes through ``escapes.final``."""

    code_generator_class = _Generator


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=PackageLoader("generator.site"),
        autoescape=True,
        finalize=escapes.final,
        undefined=StrictUndefined,
        auto_reload=False,  # it looks at the files of all templates for every page
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["paper_card"] = _card
    environment.filters.update(web=escapes.web, lines=escapes.lines, maths=mathml.text, plain=maths.plain)
    return environment


@cache
def _template(name: str) -> Any:
    return _environment().get_template(name)
