"""What the site consists of: each page and file by its site path, in parts that are made when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from generator import checks
from generator.checks import extensions
from generator.matching.merge import citation
from generator.model import Catalogue, Label, NodeKind, Record
from generator.site import metadata
from generator.site.exports import api, badge, bibliographies, embeds, facts, feeds, holdings, markdown
from generator.site.renderer import Page
from generator.site.search import index as search_index
from generator.site.settings import Settings
from generator.site.views import (
    authors,
    browse,
    citations,
    contribute,
    developers,
    leaderboards,
    map_page,
    news,
    nodes,
    paging,
    reading_paths,
    results,
    suggestion,
    unsorted,
    venue_pages,
    years,
)
from generator.site.views.arrangement import Labels, Shelf, arrange, lead
from generator.site.views.authors import AuthorView
from generator.site.views.cards import Chip, CodeGroup, CodesView, MovedView
from generator.site.views.compare import COMPARE_PATH, CompareView
from generator.site.views.home import charts_view, home_view
from generator.site.views.nodes import NodeView
from generator.site.views.paper_page import paper_view
from generator.site.views.reading_paths import PathView
from generator.site.views.related import Neighbours, related
from generator.site.views.unsorted import UnsortedView
from generator.site.views.venue_pages import VenueView
from generator.site.views.years import YearView
from generator.storage import cache, files
from generator.taxonomy import rules, subjects
from generator.text.keys import fits_windows

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_INTRO = Path("index.md")
CODES_PATH = "codes"  # About links to this page
_OWNERS = {"robots.txt", "llms.txt"}  # the owner's files in content/pages replace ours
_TOGETHER = 50  # papers in a part


@dataclass(frozen=True, kw_only=True, slots=True)
class DataFile:
    """A file of the site that is no page."""

    path: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Pages and files that are made together; all of their paths are ``folder`` or below it ("": any)."""

    folder: str
    make: Callable[[], Iterator[Page | DataFile]]


def labels(catalogue: Catalogue, before: Shelf | None = None) -> dict[str, tuple[Label, ...]]:
    """Classify every paper; one of which nothing changed since an earlier shelf keeps its labels under the same taxonomy."""
    kept: dict[str, tuple[Label, ...]] = {}
    if before and before.catalogue.taxonomy is catalogue.taxonomy:
        old, restated = before.catalogue, subjects.changed(catalogue, before.catalogue)
        kept = {
            key: before.labels[key]
            for key, paper in catalogue.papers.items()
            if key in before.labels and old.papers.get(key) is paper and key not in restated
        }
    new = rules.classified(catalogue, catalogue.papers.keys() - kept.keys())
    return {key: kept[key] if key in kept else new[key] for key in catalogue.papers}


DATA = (".bib", ".ris", ".json", ".csv", ".txt", ".xml", ".js", ".html", ".svg")  # suffixes of files


class Plan:
    """The generated pages and files of a shelf. Nothing is made before it is asked for."""

    def __init__(self, catalogue: Catalogue, labels: Labels, settings: Settings, before: Shelf | None = None) -> None:
        """Arrange the catalogue, as far as an earlier shelf does not have it; pages and files are made later."""
        self.shelf = arrange(catalogue, labels, before)
        self.settings = settings

    @property
    def menu(self) -> tuple[object, ...]:
        """What decides which pages have a place in the menu: those that list nothing have none."""
        shelf = self.shelf
        papers = shelf.catalogue.papers
        listed = (shelf.people, shelf.venues, shelf.boards, shelf.steps, *shelf.trees.values(), shelf.keys)
        dated = any(card.when.iso for card in shelf.cards.values())
        liked = any(record.upvotes for ledger in shelf.catalogue.ledgers.values() for record in ledger.records)
        related = any(shelf.stated.values())
        measured = any(paper.results for paper in papers.values())
        return (
            *map(bool, listed),
            dated,
            liked,
            related,
            measured,
            shelf.catalogue.taxonomy,
            self.absent,
            self.settings,
        )

    @cached_property
    def absent(self) -> frozenset[str]:
        """The generated pages, by their source files, that this shelf does not have: the navigation leaves them out."""
        there = {path: bool(unsorted.chip(self.shelf, kind)) for kind, (path, _) in unsorted.PATHS.items()}
        there |= {reading_paths.PATH: bool(self.shelf.catalogue.paths), suggestion.PATH: bool(self.repository.address)}
        there[map_page.PATH] = map_page.has_map(self.shelf)
        return frozenset(f"{path}/index.md" for path, exists in there.items() if not exists)

    def prepare(self) -> None:
        """Make what several parts need, before they are shared between processes."""
        self.near.find_all()
        citations.prepare(self.records.values(), cache.beside(self.shelf.catalogue.root))

    @cached_property
    def near(self) -> Neighbours:
        """Related papers by key."""
        return related(self.shelf)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The cited version of each paper, by key."""
        return _Records(self.shelf)

    @cached_property
    def arrivals(self) -> Mapping[str, news.Arrival]:
        """When each paper was added, newest first."""
        return news.arrivals(self.shelf)

    @cached_property
    def repository(self) -> contribute.Repository:
        """Where the files are edited."""
        return contribute.repository(self.settings, self.shelf.catalogue.root)

    @cached_property
    def _now(self) -> Mapping[str, str]:
        """The key that a paper has now, by each former key that has a page."""
        former = ((old, key) for key, paper in self.shelf.catalogue.papers.items() for old in paper.former_keys)
        return {old: key for old, key in former if old not in self.shelf.cards}

    def parts(self) -> Iterator[Part]:
        """Yield all parts, those that take longest first."""
        for make in (self._exports, self._api, self._markdown, self._search):
            yield Part(folder="", make=partial(_as_files, make))
        keys = self.shelf.keys
        lists = list(self._lists())
        yield from (part for part in lists if part.folder in {"authors", "venues"})
        for start in range(0, len(keys), _TOGETHER):
            yield Part(folder="papers", make=partial(self._papers, keys[start : start + _TOGETHER]))
        yield from (part for part in lists if part.folder not in {"authors", "venues"})
        yield Part(folder="", make=partial(_as_files, self._feeds))
        yield Part(folder=embeds.PATH, make=partial(_as_files, self._embeds))

    def _lists(self) -> Iterator[Part]:
        """Yield the parts with all pages but those of papers."""
        makes: dict[str, Callable[[], Iterator[Page]]] = {
            "": self._home,
            "pictures": self._charts,
            map_page.PATH: self._map,
            CODES_PATH: self._codes,
            browse.PATH: self._browse,
            browse.MY_LIST_PATH: self._my_list,
            COMPARE_PATH: self._compare,
            suggestion.PATH: self._suggestion,
            api.PATH: self._developers,
            **{path: partial(self._unsorted, kind) for kind, (path, _) in unsorted.PATHS.items()},
            **{kind: partial(self._indexes, kind) for kind in self.shelf.trees},
            **{f"{kind}/{node}": partial(self._node, kind, node) for kind, node in self.shelf.members},
            "years": self._years,
            "authors": self._authors,
            "venues": self._venues,
            leaderboards.PATH: self._results,
            reading_paths.PATH: self._paths,
            news.PATH: self._news,
        }
        yield from (Part(folder=folder, make=make) for folder, make in makes.items())

    def files(self, name: str) -> Iterator[Part]:
        """Yield the parts that may hold the file of a name that is no page's."""
        folder, _, rest = name.partition("/")
        if name.endswith(".html") and folder != embeds.PATH:
            return
        makes = [self._exports, self._markdown, self._feeds]
        if folder in {browse.PATH, api.PATH}:
            makes = [self._search] if folder == browse.PATH else [self._api]
        elif folder == embeds.PATH:
            makes = [self._embeds]
        elif folder == "papers":
            key = rest.partition("/")[0]
            yield Part(folder=f"papers/{key}", make=partial(self._papers, [key] if key in self.shelf.cards else []))
            makes = [self._markdown]
        yield from (Part(folder=make.__name__, make=partial(_as_files, make)) for make in makes)

    def page(self, path: str) -> Page | None:
        """Return the page at a site path, or None."""
        folder, _, name = path.partition("/")
        found: list[Callable[[], Iterator[Page | DataFile]]] = []
        if folder == "papers":
            key = name if name in self.shelf.cards else self._now.get(name)
            found = [partial(self._paper, key)] if key else []
        else:
            above = path.rpartition("/")[0]  # of the second and further pages of a list
            found += [partial(make, one) for one in (path, above) if (make := self._lone(folder, one))]
            parts = {part.folder: part for part in self._lists()}
            found += [parts[one].make for one in (path, above, folder) if one in parts]
        every = (one for make in found for one in make())
        return next((one for one in every if isinstance(one, Page) and one.path == path), None)

    def _lone(self, folder: str, path: str) -> Callable[[str], Iterator[Page]] | None:
        """Return what makes the list at a path alone, without all lists like it."""
        if folder == "authors" and path in authors.author_lists(self.shelf):
            return self._author
        if folder == "venues" and path in venue_pages.venue_lists(self.shelf):
            return self._venue
        return self._year if folder == "years" and path in years.year_lists(self.shelf) else None

    def _search(self) -> Iterator[tuple[str, str]]:
        yield from search_index.scripts(self.shelf, self.arrivals, abstracts=self.settings.abstracts)
        yield from facts.files(self.shelf)
        yield from holdings.files(self.shelf)

    def _exports(self) -> Iterator[tuple[str, str]]:
        return bibliographies.files(self.shelf, self.records)

    def _api(self) -> Iterator[tuple[str, str]]:
        return api.files(self.shelf, self.near, self.arrivals, self.settings)

    def _feeds(self) -> Iterator[tuple[str, str]]:
        yield from feeds.files(self.shelf, self.arrivals, self.settings)
        yield from badge.files(self.shelf, self.arrivals, self.settings)

    def _embeds(self) -> Iterator[tuple[str, str]]:
        return embeds.files(self.shelf, self.settings)

    def _markdown(self) -> Iterator[tuple[str, str]]:
        for path, text in markdown.files(self.shelf, self.near, self.arrivals, self.records, self.settings):
            if path not in _OWNERS or not (self.shelf.catalogue.root / "pages" / path).is_file():
                yield path, text

    def _home(self) -> Iterator[Page]:
        settings = self.settings
        intro = _intro(self.shelf.catalogue.root)
        view = home_view(self.shelf, name=settings.name, intro=intro, about=settings.about)
        head = metadata.of_list("", settings.name, settings.about, settings)
        yield Page(path="", view=view, title=settings.name, head=head)

    def _unsorted(self, kind: NodeKind) -> Iterator[Page]:
        if view := unsorted.unsorted_view(self.shelf, kind):
            yield from _list_pages(view)

    def _charts(self) -> Iterator[Page]:
        yield Page(path="pictures", view=charts_view(self.shelf), title="Charts")

    def _map(self) -> Iterator[Page]:
        if view := map_page.map_view(self.shelf):
            yield Page(path=map_page.PATH, view=view, title="Map")

    def _codes(self) -> Iterator[Page]:
        groups = tuple(CodeGroup(name=group, codes=known) for group, known in extensions.groups().items())
        view = CodesView(name="Error codes", groups=groups)
        yield Page(path=CODES_PATH, view=view, title=view.name)

    def _browse(self) -> Iterator[Page]:
        yield Page(path=browse.PATH, view=browse.browse_view(self.shelf), title="Browse")

    def _my_list(self) -> Iterator[Page]:
        yield Page(path=browse.MY_LIST_PATH, view=browse.my_list_view(), title="My list")

    def _compare(self) -> Iterator[Page]:
        view = CompareView(browse=browse.my_list_view().browse, batches=facts.batches(self.shelf))
        yield Page(path=COMPARE_PATH, view=view, title="Compare")

    def _suggestion(self) -> Iterator[Page]:
        if view := suggestion.suggestion_view(self.repository, offline=self.settings.offline):
            yield Page(path=suggestion.PATH, view=view, title="Suggest a paper")

    def _developers(self) -> Iterator[Page]:
        yield Page(
            path=api.PATH,
            view=developers.page(self.shelf, copies=not self.settings.offline, badge=badge.snippet(self.settings)),
            title="Data and API",
        )

    def _indexes(self, kind: NodeKind) -> Iterator[Page]:
        """Yield the list of families or topics."""
        for index in nodes.index_views(self.shelf, kind):
            yield Page(path=index.path, view=index, title=index.title, about=index.lead)

    def _node(self, kind: NodeKind, node: str) -> Iterator[Page]:
        """Yield the pages of a family or topic."""
        settings = self.settings
        embed = embeds.snippet(settings, f"{kind}/{node}", self.shelf.nodes(kind)[node].name)
        view = nodes.node_view(self.shelf, kind, node, self.repository, embed)
        about = lead(view.paragraphs[0]) if view.paragraphs else ""
        head = metadata.of_list(view.path, feeds.title(view.name, settings.name), about, settings)
        found = browse.search("family" if kind == "families" else "topic", node)
        yield from _list_pages(view, found, about=about, head=head)

    def _years(self) -> Iterator[Page]:
        yield Page(path="years", view=years.years_view(self.shelf), title="Years")
        for path in years.year_lists(self.shelf):
            yield from self._year(path)

    def _year(self, path: str) -> Iterator[Page]:
        year = years.year_view(self.shelf, path)
        yield from _list_pages(year, "" if year.name == years.UNDATED else browse.search("year", year.name))

    def _authors(self) -> Iterator[Page]:
        for view in authors.authors_views(self.shelf):
            yield Page(path=view.path, view=view, title=view.title)
        for author in authors.author_views(self.shelf):
            yield from self._author_pages(author)

    def _author(self, path: str) -> Iterator[Page]:
        return self._author_pages(authors.author_view(self.shelf, path))

    def _author_pages(self, author: AuthorView) -> Iterator[Page]:
        return _list_pages(author, browse.search("author", author.name))

    def _venues(self) -> Iterator[Page]:
        for view in venue_pages.venues_views(self.shelf):
            yield Page(path=view.path, view=view, title=view.title)
        for venue in venue_pages.venue_views(self.shelf):
            yield from self._venue_pages(venue)

    def _venue(self, path: str) -> Iterator[Page]:
        return self._venue_pages(venue_pages.venue_view(self.shelf, path))

    def _venue_pages(self, venue: VenueView) -> Iterator[Page]:
        return _list_pages(venue, browse.search("venue", venue.name))

    def _paths(self) -> Iterator[Page]:
        for index in reading_paths.paths_views(self.shelf):
            yield Page(path=index.path, view=index, title=index.title)
        for view in reading_paths.path_views(self.shelf, self.repository):
            yield from _list_pages(view, about=lead(view.audience))

    def _results(self) -> Iterator[Page]:
        for view in results.result_pages(self.shelf):
            yield Page(path=view.path, view=view, title=results.title(view))

    def _news(self) -> Iterator[Page]:
        fresh, head = news.new_view(self.shelf, self.arrivals), metadata.of_news(self.settings)
        yield Page(path=news.PATH, view=fresh, title="Recently added", head=head)
        for month in news.month_views(self.shelf, self.arrivals):
            yield from _list_pages(month)

    def _papers(self, keys: Sequence[str]) -> Iterator[Page | DataFile]:
        for key in keys:
            yield from self._paper(key)

    def _paper(self, key: str) -> Iterator[Page | DataFile]:
        """Yield a paper's page, the files of citations that are too long to show, and the pages at its former keys."""
        shelf, settings = self.shelf, self.settings
        view = paper_view(
            shelf, key, self.near, self.repository, abstracts=settings.abstracts, copy=not settings.offline
        )
        card = view.card
        about = lead(card.summary) or card.by or card.title  # without one the theme uses the shelf's description
        head = metadata.of_paper(shelf, key, self.records[key], self.near[key], settings)
        yield Page(path=card.path, view=view, title=card.headline, about=about, head=head)
        for form in view.citations:
            if form.long:
                yield DataFile(path=f"{card.path}/{form.file}", text=f"{form.text}\n")
        for former in shelf.catalogue.papers[key].former_keys:
            if former not in shelf.cards and (
                fits_windows(former) or not settings.index_html
            ):  # nobody links into a zip
                moved = MovedView(to=Chip(name=card.headline, path=card.path))
                yield Page(path=f"papers/{former}", view=moved, title=card.title)


class _Records(Mapping[str, Record]):
    """The cited version of each paper, made when it is asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._made: dict[str, Record] = {}

    def __getitem__(self, key: str) -> Record:
        if key not in self._made:
            self._made[key] = citation(key, self._shelf.catalogue.papers[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.keys)

    def __len__(self) -> int:
        return len(self._shelf.keys)


def _as_files(make: Callable[[], Iterator[tuple[str, str]]]) -> Iterator[DataFile]:
    return (DataFile(path=path, text=text) for path, text in make())


def _list_pages(
    view: NodeView | UnsortedView | YearView | AuthorView | VenueView | PathView,
    found: str = "",
    *,
    about: str = "",
    head: str = "",
) -> Iterator[Page]:
    """Yield the pages of a list; ``found`` is the path of the same papers in Browse, ``head`` is that of the first page."""
    for page in paging.pages(view, found):
        yield Page(path=page.path, view=page, title=page.title, about=about, head="" if page.further else head)


def _intro(content: Path) -> str:
    path = content / "pages" / _INTRO
    return checks.without_notice(_FRONT_MATTER.sub("", files.read_text(path)[0])) if path.is_file() else ""
