"""What a built site weighs: its files, its largest page, and all that its home page loads in Chromium."""

from __future__ import annotations

import gzip
import re
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html
from playwright.sync_api import Response

from benchmarks.chromium import served, started
from benchmarks.processes import Cost

LOOKED_AT = 5  # pages with the most bytes, and with the most tags, whose nodes are counted
QUIET = 1500  # ms after the last request
_TAG = re.compile(rb"<[A-Za-z]")


@dataclass(frozen=True, kw_only=True)
class Weight:
    """Bytes and numbers of a site; nodes are elements and texts, as a browser keeps them."""

    files: int
    size: int
    pages: int
    average: int  # bytes of a page
    largest: int  # bytes
    largest_page: str
    nodes: int
    elements: int
    fullest_page: str  # the page with the most nodes


def weigh(site: Path) -> Weight:
    """Count the files of a site, and look at its largest pages."""
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    pages = {path: size for path, size in files.items() if path.suffix == ".html"}
    tags = {path: len(_TAG.findall(path.read_bytes())) for path in pages}
    candidates = {path for by in (pages, tags) for path in sorted(by, key=by.__getitem__)[-LOOKED_AT:]}
    counted = {path: _nodes(path) for path in candidates}
    largest = max(pages, key=pages.__getitem__)
    fullest = max(counted, key=counted.__getitem__)
    return Weight(
        files=len(files), size=sum(files.values()), pages=len(pages), average=sum(pages.values()) // len(pages),
        largest=pages[largest], largest_page=largest.relative_to(site).as_posix(),
        nodes=counted[fullest][0], elements=counted[fullest][1], fullest_page=fullest.relative_to(site).as_posix(),
    )  # fmt: skip


def beyond(folder: Path, site: Path) -> tuple[int, int]:
    """Return the number and bytes of a folder's files that are not those of the site: a hard link costs nothing."""
    known = {path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    others = {found.st_ino: found.st_size for path in folder.rglob("*") if (found := path.lstat()).st_ino not in known}
    return len(others), sum(others.values())


def home(site: Path) -> tuple[int, int]:
    """Return the requests of the home page, and the bytes of all answers, each gzipped as a web server does."""
    sizes: dict[str, int] = {}

    def answered(response: Response) -> None:
        if response.ok:
            sizes[response.url] = len(gzip.compress(response.body(), 6, mtime=0))

    with served(site) as base, started() as browser:
        page = browser.new_page()
        page.on("requestfinished", lambda request: answered(found) if (found := request.response()) else None)
        page.goto(base, wait_until="networkidle")
        page.wait_for_timeout(QUIET)
    return len(sizes), sum(sizes.values())


def compression(zipped: Path) -> Cost:
    """Return what it costs to compress the files of a zip, and nothing else."""
    wall = cpu = 0.0
    with zipfile.ZipFile(zipped) as archive:
        for member in archive.infolist():
            content = archive.read(member)
            start, used = time.perf_counter(), time.process_time()
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)  # as site/bundle.py packs
            packer.compress(content)
            packer.flush()
            wall, cpu = wall + time.perf_counter() - start, cpu + time.process_time() - used
    return Cost(wall=wall, cpu=cpu)


def _nodes(path: Path) -> tuple[int, int]:
    """Return the number of nodes and of elements of a page."""
    elements = texts = 0
    for one in html.fromstring(path.read_bytes()).iter():
        if isinstance(one, etree._Comment):  # noqa: SLF001, the type has no other name
            continue
        elements += 1
        texts += bool(one.text) + bool(one.tail)
    return elements + texts, elements
