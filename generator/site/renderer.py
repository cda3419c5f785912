"""Renders each view as an article: front matter and one block of HTML. An article is a pure function of its page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.compiler import CodeGenerator

from generator.site import bytecode, escapes, mathml
from generator.site.views.authors import AuthorsView, AuthorView
from generator.site.views.browse import BrowseView, MyListView
from generator.site.views.cards import Card, CodesView, MovedView
from generator.site.views.compare import CompareView
from generator.site.views.developers import ApiView
from generator.site.views.home import ChartsView, HomeView
from generator.site.views.map_canvas import MapView
from generator.site.views.news import NewView
from generator.site.views.nodes import IndexView, NodeView
from generator.site.views.paper_page import PaperView
from generator.site.views.reading_paths import PathsView, PathView
from generator.site.views.results import BoardView, FiguresView, ResultsView
from generator.site.views.suggestion import SuggestionView
from generator.site.views.unsorted import UnsortedView
from generator.site.views.venue_pages import VenuesView, VenueView
from generator.site.views.years import YearsView, YearView
from generator.text import maths

_INTRO = "<!-- intro -->"
_HIDDEN = ("navigation", "toc", "footer", "path")
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
    | MapView
    | MyListView
    | ApiView
    | MovedView
    | NewView
    | UnsortedView
    | NodeView
    | PaperView
    | PathsView
    | PathView
    | ChartsView
    | ResultsView
    | SuggestionView
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
    MapView: "map.jinja",
    MyListView: "my-list.jinja",
    ApiView: "api.jinja",
    MovedView: "moved.jinja",
    NewView: "new.jinja",
    UnsortedView: "unsorted.jinja",
    NodeView: "node.jinja",
    PaperView: "paper.jinja",
    PathsView: "paths.jinja",
    PathView: "path.jinja",
    ChartsView: "charts.jinja",
    ResultsView: "results.jinja",
    SuggestionView: "suggestion.jinja",
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page to render: its site path ("" is the home page), its view, its title, and what its head says of it.

    ``about`` is a description in words, ``head`` one line of HTML (see metadata.py).
    """

    path: str
    view: View
    title: str
    about: str = ""
    head: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A rendered page: its front matter, escaped because themes print it as it is, and one block of HTML.

    Only the home page may have Markdown in its block: the owner's. An ``empty`` page is left out of the menu.
    """

    path: str
    title: str
    description: str
    head: str
    empty: bool
    ready: bool  # nothing in the block is Markdown
    block: str

    @property
    def meta(self) -> dict[str, Any]:
        """Return the front matter by name, as a theme reads it."""
        known: dict[str, Any] = {"title": self.title, "description": self.description, "head": self.head}
        known |= {"empty": self.empty, "shelf": "html" if self.ready else ""}
        return {name: value for name, value in known.items() if value} | {"hide": list(_HIDDEN)}

    @property
    def markdown(self) -> str:
        """Return the page as a Markdown file with front matter."""
        rows = ["---", f"title: {json.dumps(self.title, ensure_ascii=False)}"]
        rows += [f"description: {json.dumps(self.description, ensure_ascii=False)}"] if self.description else []
        rows += [f"head: {json.dumps(self.head, ensure_ascii=False)}"] if self.head else []
        rows += ["empty: true"] if self.empty else []
        rows += ["shelf: html"] if self.ready else []
        return "\n".join([*rows, f"hide: [{', '.join(_HIDDEN)}]", "---", "", self.block, ""])


def render(page: Page, *, index_html: bool = False) -> Article:
    """Render a page.

    With ``index_html`` links end with the file's name, as file:// requires; otherwise with the folder. The page of a moved
    paper gets a redirect as its head.
    """
    view = page.view
    to = _Links("../" * len(page.path.split("/")) if page.path else "", "index.html" if index_html else "")
    body = _template(_TEMPLATES[type(view)]).render(view=view, to=to)
    block = "\n".join(row for row in map(str.strip, body.split("\n")) if row)  # a blank line would end the block
    if isinstance(view, HomeView):  # the owner's Markdown, which is as trusted as mkdocs.yml
        block = block.replace(_INTRO, f"\n{view.intro.strip()}\n", 1)
    head = page.head
    if isinstance(view, MovedView):
        head = f'<meta http-equiv="refresh" content="0; url={escapes.text(to(view.to.path))}">'
    lists = _LISTS.get(type(view))
    return Article(
        path=page.path,
        title=escapes.xml(maths.plain(page.title)),
        description=escapes.xml(maths.plain(page.about)) if page.about else "",
        head=head,
        empty=bool(lists) and not any(getattr(view, name) for name in lists or ()),
        ready=not isinstance(view, HomeView),
        block=block,
    )


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


@lru_cache(maxsize=1 << 15)  # the same row is on the pages of all papers that cite a paper
def _row(card: Card, to: _Links) -> Any:
    """Render a paper as a row of a list."""
    return _template("cards.jinja").module.short(card, to)


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
        bytecode_cache=bytecode.Bytecode(bytecode.beside(__file__), "page"),
        auto_reload=False,  # it looks at the files of all templates for every page
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(paper_card=_card, paper_row=_row)
    environment.filters.update(web=escapes.web, lines=escapes.lines, maths=mathml.text, plain=maths.plain)
    return environment


@cache
def _template(name: str) -> Any:
    return _environment().get_template(name)
