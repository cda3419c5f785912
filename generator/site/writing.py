"""Writes the whole site as plain Markdown and static files: a tree that MkDocs, ProperDocs and Zensical build alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator import classifying, codes, files
from generator.model import Catalogue, Label
from generator.problems import Problem, ShelfError
from generator.site import authors, browsing, mending, pages, results, shelves
from generator.site.configuring import Settings, resolved
from generator.site.folder import Written, fill
from generator.site.papers import paper_view
from generator.site.relating import related
from generator.site.shelving import Labels, Shelf, arrange, lead
from generator.site.views import Chip, CodeGroup, CodesView, MovedView

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_INTRO = Path("index.md")
_FILES = (".bib", ".ris", ".json", ".txt")  # a page's path holds no dot
CODES = "codes"  # the page that About leads to


def labels(catalogue: Catalogue) -> dict[str, tuple[Label, ...]]:
    """Classify every paper."""
    return {key: classifying.classify(paper, catalogue.taxonomy) for key, paper in catalogue.papers.items()}


def write(catalogue: Catalogue, labels: Labels, settings: Settings, out: Path) -> Written:
    """Write docs/, overrides/ and mkdocs.yml into ``out``; only files whose bytes change are touched, stale ones go.

    Raises ShelfError where ``out`` holds somebody else's files, or a hand-written page stands where a generated one must.
    """
    shelf = arrange(catalogue, labels)
    return fill(
        out,
        (
            (name, content.encode() if isinstance(content, str) else content)
            for name, content in _files(shelf, settings)
        ),
    )


def _files(shelf: Shelf, settings: Settings) -> Iterator[tuple[str, str | bytes]]:
    taken = set()
    for path, page in _pages(shelf, settings):
        name = f"docs/{path}" if path.endswith(_FILES) else f"docs/{path}/index.md" if path else "docs/index.md"
        taken.add(name)
        yield name, page
    for path, script in browsing.scripts(shelf):
        taken.add(f"docs/{path}")
        yield f"docs/{path}", script
    written = shelf.catalogue.root / "pages"
    for name, source in _copies(written, "docs"):
        if source == written / _INTRO:
            continue
        if name in taken:
            message = "a generated page has this address"
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
    yield "mkdocs.yml", resolved(text, name=settings.name, index_html=settings.index_html)


def _pages(shelf: Shelf, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield site path and Markdown of each generated page, and beside papers' pages the citations too long to show."""
    index_html = settings.index_html
    repository = mending.repository(settings, shelf.catalogue.root)
    home = shelves.home_view(shelf, name=settings.name, intro=_intro(shelf.catalogue.root))
    yield "", pages.render(home, "", title=settings.name, index_html=index_html)
    for kind in shelf.trees:
        index = shelves.index_view(shelf, kind)
        yield index.path, pages.render(index, index.path, title=index.name, about=index.lead, index_html=index_html)
        for node in shelf.trees[kind].nodes:
            view = shelves.node_view(shelf, kind, node, repository)
            about = lead(view.paragraphs[0])
            yield view.path, pages.render(view, view.path, title=view.name, about=about, index_html=index_html)
    yield "years", pages.render(shelves.years_view(shelf), "years", title="Years", index_html=index_html)
    for year in shelves.year_views(shelf):
        yield year.path, pages.render(year, year.path, title=year.name, index_html=index_html)
    pictures = shelves.pictures_view(shelf)
    yield "pictures", pages.render(pictures, "pictures", title="The shelf in pictures", index_html=index_html)
    yield from _people_pages(shelf, index_html=index_html)
    yield from _result_pages(shelf, index_html=index_html)
    groups = tuple(CodeGroup(name=group, codes=known) for group, known in codes.GROUPS.items())
    explained = CodesView(name="What the check says", groups=groups)
    yield CODES, pages.render(explained, CODES, title=explained.name, index_html=index_html)
    browse = browsing.browse_view(shelf)
    yield browsing.PATH, pages.render(browse, browsing.PATH, title="Browse", index_html=index_html)
    kept = browsing.kept_view()
    yield browsing.KEPT_PATH, pages.render(kept, browsing.KEPT_PATH, title="My list", index_html=index_html)
    yield from _paper_pages(shelf, repository, index_html=index_html)


def _people_pages(shelf: Shelf, *, index_html: bool) -> Iterator[tuple[str, str]]:
    yield "authors", pages.render(authors.authors_view(shelf), "authors", title="Authors", index_html=index_html)
    for view in authors.author_views(shelf):
        yield view.path, pages.render(view, view.path, title=view.name, index_html=index_html)


def _result_pages(shelf: Shelf, *, index_html: bool) -> Iterator[tuple[str, str]]:
    yield "results", pages.render(results.results_view(shelf), "results", title="Results", index_html=index_html)
    for view in results.board_views(shelf):
        yield view.path, pages.render(view, view.path, title=f"{view.name}: results", index_html=index_html)


def _paper_pages(shelf: Shelf, repository: mending.Repository, *, index_html: bool) -> Iterator[tuple[str, str]]:
    neighbours = related(shelf)
    for key in shelf.keys:
        view = paper_view(shelf, key, neighbours, repository)
        card = view.card
        yield (
            card.path,
            pages.render(view, card.path, title=card.title, about=lead(card.summary), index_html=index_html),
        )
        for citation in view.citations:
            if citation.long:
                yield f"{card.path}/{citation.file}", f"{citation.text}\n"
        for former in shelf.catalogue.papers[key].former_keys:
            if former not in shelf.cards:
                path = f"papers/{former}"
                moved = MovedView(to=Chip(name=card.title, path=card.path))
                yield path, pages.render(moved, path, title=card.title, index_html=index_html)


def _intro(content: Path) -> str:
    path = content / "pages" / _INTRO
    return _FRONT_MATTER.sub("", files.read_text(path)[0]) if path.is_file() else ""


def _copies(folder: Path, below: str) -> Iterator[tuple[str, Path]]:
    for source in sorted(folder.rglob("*")):
        name = source.relative_to(folder)
        if source.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            yield f"{below}/{name.as_posix()}", source
