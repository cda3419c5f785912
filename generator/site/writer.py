"""Writes the whole site as plain Markdown and static files, a tree that MkDocs, ProperDocs and Zensical can all build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.matching.merge import citation
from generator.model import Catalogue, Label, Record
from generator.problems import GROUPS, Problem, ShelfError
from generator.site import metadata, renderer
from generator.site.exports import api, bibliographies, facts, feeds, holdings, markdown
from generator.site.folder import Written, fill
from generator.site.search import index as search_index
from generator.site.settings import Settings, resolved
from generator.site.views import (
    authors,
    browse,
    contribute,
    developers,
    news,
    no_family,
    nodes,
    paging,
    reading_paths,
    results,
    venue_pages,
    years,
)
from generator.site.views.arrangement import Labels, Shelf, arrange, lead
from generator.site.views.authors import AuthorView
from generator.site.views.cards import Chip, CodeGroup, CodesView, MovedView
from generator.site.views.compare import COMPARE_PATH, CompareView
from generator.site.views.home import charts_view, home_view
from generator.site.views.no_family import NoFamilyView
from generator.site.views.nodes import NodeView
from generator.site.views.paper_page import paper_view
from generator.site.views.reading_paths import PathView
from generator.site.views.related import Related, related
from generator.site.views.venue_pages import VenueView
from generator.site.views.years import YearView
from generator.storage import files
from generator.taxonomy import rules
from generator.text.keys import fits_windows

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_INTRO = Path("index.md")
_FILES = (".bib", ".ris", ".json", ".txt")  # the path of a page has no suffix
CODES_PATH = "codes"  # About links to this page
_OWNERS = {"robots.txt", "llms.txt"}  # the owner's files in content/pages replace ours


def labels(catalogue: Catalogue) -> dict[str, tuple[Label, ...]]:
    """Classify every paper."""
    return {key: rules.classify(paper, catalogue.taxonomy) for key, paper in catalogue.papers.items()}


def absent(catalogue: Catalogue) -> frozenset[str]:
    """Return the generated pages that this shelf does not have, so that the navigation can leave them out."""
    return frozenset() if catalogue.paths else frozenset({f"{reading_paths.PATH}/index.md"})


def write(catalogue: Catalogue, labels: Labels, settings: Settings, out: Path) -> Written:
    """Write docs/, overrides/ and mkdocs.yml into ``out``. Unchanged files are not touched, stale files are removed.

    Raises ShelfError if ``out`` holds other people's files, or if a hand-written page has the path of a generated one.
    """
    shelf = arrange(catalogue, labels)
    return fill(
        out,
        (
            (name, content.encode() if isinstance(content, str) else content)
            for name, content in _files(shelf, settings)
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _SiteData:
    """Data that several pages and files need, computed once."""

    shelf: Shelf
    settings: Settings
    near: Mapping[str, tuple[Related, ...]]
    records: Mapping[str, Record]  # the cited version of each paper
    arrivals: Mapping[str, news.Arrival]  # when each paper was added, newest first


def _files(shelf: Shelf, settings: Settings) -> Iterator[tuple[str, str | bytes]]:
    data = _SiteData(
        shelf=shelf,
        settings=settings,
        near=related(shelf),
        records={key: citation(key, shelf.catalogue.papers[key]) for key in shelf.keys},
        arrivals=news.arrivals(shelf),
    )
    taken = set()
    for path, page in _pages(data):
        name = f"docs/{path}" if path.endswith(_FILES) else f"docs/{path}/index.md" if path else "docs/index.md"
        taken.add(name)
        yield name, page
    for path, text in _data_files(data):
        if path in _OWNERS and (shelf.catalogue.root / "pages" / path).is_file():
            continue
        taken.add(f"docs/{path}")
        yield f"docs/{path}", text
    written = shelf.catalogue.root / "pages"
    for name, source in _copies(written, "docs"):
        if source == written / _INTRO:
            continue
        if name in taken:
            message = "a generated page has the same address"
            raise ShelfError(
                Problem(
                    path=files.shown(source), code="pages.taken", message=message, hint="give the file another name"
                )
            )
        yield name, source.read_bytes()
    if settings.overrides:
        for name, source in _copies(settings.overrides, "overrides"):
            yield name, source.read_bytes()
    text, _ = files.read_text(settings.config)
    yield (
        "mkdocs.yml",
        resolved(text, name=settings.name, index_html=settings.index_html, absent=absent(shelf.catalogue)),
    )


def _data_files(data: _SiteData) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of each data file, including those that the scripts of Browse load."""
    yield from search_index.scripts(data.shelf, data.arrivals, abstracts=data.settings.abstracts)
    yield from facts.files(data.shelf)
    yield from holdings.files(data.shelf)
    yield from bibliographies.files(data.shelf, data.records)
    yield from feeds.files(data.shelf, data.arrivals, data.settings)
    yield from api.files(data.shelf, data.near, data.arrivals, data.settings)
    yield from markdown.files(data.shelf, data.near, data.arrivals, data.records, data.settings)


def _pages(data: _SiteData) -> Iterator[tuple[str, str]]:
    """Yield the site path and Markdown of each generated page, and the files of citations that are too long to show."""
    shelf, settings = data.shelf, data.settings
    index_html = settings.index_html
    repository = contribute.repository(settings, shelf.catalogue.root)
    home = home_view(shelf, name=settings.name, intro=_intro(shelf.catalogue.root), about=settings.about)
    head = metadata.of_list("", settings.name, settings.about, settings)
    yield "", renderer.render(home, "", title=settings.name, head=head, index_html=index_html)
    for kind in shelf.trees:
        for index in nodes.index_views(shelf, kind):
            yield (
                index.path,
                renderer.render(index, index.path, title=index.title, about=index.lead, index_html=index_html),
            )
        for node in shelf.trees[kind].nodes:
            view = nodes.node_view(shelf, kind, node, repository)
            about = lead(view.paragraphs[0])
            head = metadata.of_list(view.path, feeds.title(view.name, settings.name), about, settings)
            found = browse.search("family" if kind == "families" else "topic", node)
            yield from _list_pages(view, found, about=about, head=head, index_html=index_html)
    if loose := no_family.no_family_view(shelf):
        yield from _list_pages(loose, index_html=index_html)
    yield "years", renderer.render(years.years_view(shelf), "years", title="Years", index_html=index_html)
    for year in years.year_views(shelf):
        found = "" if year.name == years.UNDATED else browse.search("year", year.name)
        yield from _list_pages(year, found, index_html=index_html)
    charts = charts_view(shelf)
    yield "pictures", renderer.render(charts, "pictures", title="Charts", index_html=index_html)
    yield from _author_pages(shelf, index_html=index_html)
    yield from _venue_pages(shelf, index_html=index_html)
    yield from _path_pages(shelf, repository, index_html=index_html)
    yield from _result_pages(shelf, index_html=index_html)
    groups = tuple(CodeGroup(name=group, codes=known) for group, known in GROUPS.items())
    explained = CodesView(name="Error codes", groups=groups)
    yield CODES_PATH, renderer.render(explained, CODES_PATH, title=explained.name, index_html=index_html)
    first = browse.browse_view(shelf)
    yield browse.PATH, renderer.render(first, browse.PATH, title="Browse", index_html=index_html)
    my_list = browse.my_list_view()
    yield browse.MY_LIST_PATH, renderer.render(my_list, browse.MY_LIST_PATH, title="My list", index_html=index_html)
    compared = CompareView(browse=my_list.browse, batches=facts.batches(shelf))
    yield COMPARE_PATH, renderer.render(compared, COMPARE_PATH, title="Compare", index_html=index_html)
    fresh, head = news.new_view(shelf, data.arrivals), metadata.of_news(settings)
    yield news.PATH, renderer.render(fresh, news.PATH, title="Recently added", head=head, index_html=index_html)
    for month in news.month_views(shelf, data.arrivals):
        yield from _list_pages(month, index_html=index_html)
    yield (
        api.PATH,
        renderer.render(
            developers.page(shelf, copies=not settings.offline), api.PATH, title="Data and API", index_html=index_html
        ),
    )
    yield from _paper_pages(data, repository)


def _author_pages(shelf: Shelf, *, index_html: bool) -> Iterator[tuple[str, str]]:
    for view in authors.authors_views(shelf):
        yield view.path, renderer.render(view, view.path, title=view.title, index_html=index_html)
    for author in authors.author_views(shelf):
        yield from _list_pages(author, browse.search("author", author.name), index_html=index_html)


def _path_pages(shelf: Shelf, repository: contribute.Repository, *, index_html: bool) -> Iterator[tuple[str, str]]:
    for index in reading_paths.paths_views(shelf):
        yield index.path, renderer.render(index, index.path, title=index.title, index_html=index_html)
    for view in reading_paths.path_views(shelf, repository):
        yield from _list_pages(view, about=lead(view.audience), index_html=index_html)


def _list_pages(
    view: NodeView | NoFamilyView | YearView | AuthorView | VenueView | PathView,
    found: str = "",
    *,
    about: str = "",
    head: str = "",
    index_html: bool,
) -> Iterator[tuple[str, str]]:
    """Yield the pages of a list; ``found`` is the path of the same papers in Browse, ``head`` is that of the first page."""
    for page in paging.pages(view, found):
        page_head = "" if page.further else head
        yield (
            page.path,
            renderer.render(page, page.path, title=page.title, about=about, head=page_head, index_html=index_html),
        )


def _venue_pages(shelf: Shelf, *, index_html: bool) -> Iterator[tuple[str, str]]:
    for view in venue_pages.venues_views(shelf):
        yield view.path, renderer.render(view, view.path, title=view.title, index_html=index_html)
    for venue in venue_pages.venue_views(shelf):
        yield from _list_pages(venue, browse.search("venue", venue.name), index_html=index_html)


def _result_pages(shelf: Shelf, *, index_html: bool) -> Iterator[tuple[str, str]]:
    for view in results.result_pages(shelf):
        yield view.path, renderer.render(view, view.path, title=results.title(view), index_html=index_html)


def _paper_pages(data: _SiteData, repository: contribute.Repository) -> Iterator[tuple[str, str]]:
    shelf, settings = data.shelf, data.settings
    for key in shelf.keys:
        view = paper_view(shelf, key, data.near, repository, abstracts=settings.abstracts, copy=not settings.offline)
        card = view.card
        about = lead(card.summary) or card.by or card.title  # without one the theme uses the shelf's description
        head = metadata.of_paper(shelf, key, data.records[key], data.near[key], settings)
        yield (
            card.path,
            renderer.render(view, card.path, title=card.title, about=about, head=head, index_html=settings.index_html),
        )
        for form in view.citations:
            if form.long:
                yield f"{card.path}/{form.file}", f"{form.text}\n"
        for former in shelf.catalogue.papers[key].former_keys:
            if former not in shelf.cards and (
                fits_windows(former) or not settings.index_html
            ):  # nobody links into a zip
                path = f"papers/{former}"
                moved = MovedView(to=Chip(name=card.title, path=card.path))
                yield path, renderer.render(moved, path, title=card.title, index_html=settings.index_html)


def _intro(content: Path) -> str:
    path = content / "pages" / _INTRO
    return _FRONT_MATTER.sub("", files.read_text(path)[0]) if path.is_file() else ""


def _copies(folder: Path, below: str) -> Iterator[tuple[str, Path]]:
    for source in sorted(folder.rglob("*")):
        name = source.relative_to(folder)
        if source.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            yield f"{below}/{name.as_posix()}", source
