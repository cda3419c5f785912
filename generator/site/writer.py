"""Writes the whole site as plain Markdown and static files, a tree that MkDocs, ProperDocs and Zensical can all build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.site import renderer
from generator.site.folder import Written, fill
from generator.site.plan import Plan
from generator.site.renderer import Page
from generator.site.settings import Settings, resolved
from generator.site.views.arrangement import Labels
from generator.storage import files

INTRO = "index.md"  # in content/pages: the owner's Markdown on the home page


def write(catalogue: Catalogue, labels: Labels, settings: Settings, out: Path) -> Written:
    """Write docs/, overrides/ and mkdocs.yml into ``out``. Unchanged files are not touched, stale files are removed.

    Raises ShelfError if ``out`` holds other people's files, or if a hand-written page has the path of a generated one.
    """
    plan = Plan(catalogue, labels, settings)
    return fill(
        out,
        ((name, content.encode() if isinstance(content, str) else content) for name, content in _files(plan, settings)),
    )


def taken(source: Path) -> ShelfError:
    """Return the error for a hand-written file that has the path of a generated one."""
    message = "a generated page has the same address"
    return ShelfError(
        Problem(path=files.shown(source), code="pages.taken", message=message, hint="give the file another name")
    )


def _files(plan: Plan, settings: Settings) -> Iterator[tuple[str, str | bytes]]:
    plan.prepare()
    generated = set()
    for part in plan.parts():
        for one in part.make():
            if isinstance(one, Page):
                name = f"docs/{one.path}/index.md" if one.path else "docs/index.md"
                text = renderer.render(one, index_html=settings.index_html).markdown
            else:
                name, text = f"docs/{one.path}", one.text
            generated.add(name)
            yield name, text
    written = plan.shelf.catalogue.root / "pages"
    for name, source in _copies(written, "docs"):
        if source == written / INTRO:
            continue
        if name in generated:
            raise taken(source)
        yield name, source.read_bytes()
    if settings.overrides:
        for name, source in _copies(settings.overrides, "overrides"):
            yield name, source.read_bytes()
    text, _ = files.read_text(settings.config)
    yield "mkdocs.yml", resolved(text, name=settings.name, index_html=settings.index_html, absent=plan.absent)


def _copies(folder: Path, below: str) -> Iterator[tuple[str, Path]]:
    for source in sorted(folder.rglob("*")):
        name = source.relative_to(folder)
        if source.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in name.parts):
            yield f"{below}/{name.as_posix()}", source
