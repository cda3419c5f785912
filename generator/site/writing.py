"""Writes the whole site as plain Markdown and static files: a tree that MkDocs, ProperDocs and Zensical build alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator import classifying, files
from generator.model import Catalogue, Label
from generator.problems import Problem, ShelfError
from generator.site import pages, shelves
from generator.site.configuring import Settings, resolved
from generator.site.folder import Written, fill
from generator.site.papers import paper_view
from generator.site.relating import related
from generator.site.shelving import Labels, Shelf, arrange, lead
from generator.site.views import Chip, MovedView

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_INTRO = Path("index.md")


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
        name = f"docs/{path}/index.md" if path else "docs/index.md"
        taken.add(name)
        yield name, page
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
    """Yield site path and Markdown of each generated page."""
    index_html = settings.index_html
    home = shelves.home_view(shelf, name=settings.name, intro=_intro(shelf.catalogue.root))
    yield "", pages.render(home, "", title=settings.name, index_html=index_html)
    for kind in shelf.trees:
        index = shelves.index_view(shelf, kind)
        yield index.path, pages.render(index, index.path, title=index.name, about=index.lead, index_html=index_html)
        for node in shelf.trees[kind].nodes:
            view = shelves.node_view(shelf, kind, node)
            about = lead(view.paragraphs[0])
            yield view.path, pages.render(view, view.path, title=view.name, about=about, index_html=index_html)
    yield "years", pages.render(shelves.years_view(shelf), "years", title="Years", index_html=index_html)
    for year in shelves.year_views(shelf):
        yield year.path, pages.render(year, year.path, title=year.name, index_html=index_html)
    yield from _paper_pages(shelf, settings)


def _paper_pages(shelf: Shelf, settings: Settings) -> Iterator[tuple[str, str]]:
    neighbours = related(shelf)
    folder = _folder(shelf.catalogue.root, settings.config.parent)
    for key in shelf.keys:
        file = f"{folder}/papers/{key}.yml"
        edit = f"{settings.repo}/edit/{settings.branch}/{file}" if settings.repo else ""
        view = paper_view(shelf, key, neighbours, file=file, edit=edit)
        card = view.card
        yield (
            card.path,
            pages.render(view, card.path, title=card.title, about=lead(card.summary), index_html=settings.index_html),
        )
        for former in shelf.catalogue.papers[key].former_keys:
            if former not in shelf.cards:
                path = f"papers/{former}"
                moved = MovedView(to=Chip(name=card.title, path=card.path))
                yield path, pages.render(moved, path, title=card.title, index_html=settings.index_html)


def _folder(content: Path, base: Path) -> str:
    """Return the content folder as the repository names it."""
    content, base = content.resolve(), base.resolve()
    return content.relative_to(base).as_posix() if content.is_relative_to(base) else content.name


def _intro(content: Path) -> str:
    path = content / "pages" / _INTRO
    return _FRONT_MATTER.sub("", files.read_text(path)[0]) if path.is_file() else ""


def _copies(folder: Path, below: str) -> Iterator[tuple[str, Path]]:
    for source in sorted(folder.rglob("*")):
        name = source.relative_to(folder)
        if source.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            yield f"{below}/{name.as_posix()}", source
