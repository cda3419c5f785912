"""The same texts built by others: a stock MkDocs + Material site, Zensical, Hugo, and a bare Jinja2 loop as the floor."""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from benchmarks.processes import Cost, FailedError, least, run

CONFIG = """site_name: Stock
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""
HUGO = """baseURL = "https://example.org/"
title = "Stock"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
"""
_ARTICLE = re.compile(r"(?s)(.*?<article[^>]*>)(.*)(</article>.*)")
_MARKED = re.compile(r"([\\`*_{}\[\]<>#+|~])")
_ROWS = "{{ head }}{% for row in rows %}{{ row }}\n{% endfor %}{{ tail }}"


def write(pages: Path, out: Path) -> None:
    """Write the text of each of our pages, which ``shelf pages`` wrote, as the plain Markdown of a stock site."""
    for page in sorted((pages / "docs").rglob("*.md")):
        head, _, body = page.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        found = next((row.removeprefix("title: ") for row in head.split("\n") if row.startswith("title: ")), '"About"')
        rows = (
            html.unescape(re.sub(r"<[^>]*>", " ", row)) for row in re.sub(r"(?s)<svg.*?</svg>", "", body).split("\n")
        )
        text = "\n\n".join(_MARKED.sub(r"\\\1", " ".join(row.split())) for row in rows if row.strip())
        target = out / "docs" / page.relative_to(pages / "docs")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {html.unescape(json.loads(found))}\n\n{text}\n", encoding="utf-8")
    (out / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")


def build(folder: Path) -> Cost:
    """Build the stock site from nothing."""
    return least(lambda: _fresh(folder, [sys.executable, "-m", "mkdocs", "build", "--quiet"]))


def zensical(folder: Path) -> Cost:
    """Build the tree of the stock site with Zensical, from nothing."""
    program = _installed("zensical")
    return least(lambda: _fresh(folder, [program, "build"]))


def hugo(folder: Path, frame: Path) -> Cost:
    """Build the texts of the stock site with Hugo; each page has the frame of ``frame``, a page that MkDocs built."""
    program, out = _installed("hugo"), folder / "hugo"
    found = _ARTICLE.match(frame.read_text(encoding="utf-8"))
    if not found:
        raise FailedError(f"no article in {frame}")
    (out / "layouts" / "_default").mkdir(parents=True)
    layout = f"{found[1]}{{{{ .Content }}}}{found[3]}"
    for name in ("single", "list"):
        (out / "layouts" / "_default" / f"{name}.html").write_text(layout, encoding="utf-8")
    (out / "layouts" / "index.html").write_text(layout, encoding="utf-8")
    (out / "hugo.toml").write_text(HUGO, encoding="utf-8")
    for page in (folder / "docs").rglob("*.md"):
        section = page.name == "index.md" and any(one.is_dir() for one in page.parent.iterdir())
        target = out / "content" / page.relative_to(folder / "docs").with_name("_index.md" if section else page.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = page.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        target.write_text(f"---\ntitle: {json.dumps(title)}\n---\n{text}", encoding="utf-8")
    return least(lambda: _fresh(out, [program, "--quiet"], ("public", "resources")))


def floor(site: Path, out: Path) -> Cost:
    """Write the pages of our site once more by a bare Jinja2 loop over the rows of each, as many pages and bytes.

    Reading and splitting the pages is not counted.
    """
    template = Environment(autoescape=False).from_string(_ROWS)  # noqa: S701, the rows are HTML
    wall = cpu = 0.0
    for path, head, rows, tail in _split(site):
        target = out / path
        start, used = time.perf_counter(), time.process_time()
        text = template.render(head=head, rows=rows, tail=tail)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        wall, cpu = wall + time.perf_counter() - start, cpu + time.process_time() - used
    return Cost(wall=wall, cpu=cpu)


def _split(site: Path) -> Iterator[tuple[Path, str, list[str], str]]:
    """Yield the path of each page of a site, with its frame and the rows of its article."""
    for page in sorted(site.rglob("*.html")):
        if found := _ARTICLE.match(page.read_text(encoding="utf-8")):
            yield page.relative_to(site), found[1], found[2].split("\n"), found[3]


def _installed(name: str) -> str:
    """Return the path of a program beside Python or on PATH."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if not found:
        raise FailedError(f"{name} is not installed")
    return found


def _fresh(folder: Path, command: list[str], built: tuple[str, ...] = ("site", ".cache")) -> Cost:
    for name in built:
        shutil.rmtree(folder / name, ignore_errors=True)
    return run(command, folder)
