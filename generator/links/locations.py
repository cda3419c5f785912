"""Finds outgoing links: in papers' links, identifiers and summaries, and in hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urldefrag

from generator import yaml_files
from generator.model import Identifiers, Paper
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.text import identifiers
from generator.text.entities import unescape
from generator.yaml_files.positions import spot

Kind: TypeAlias = Literal["link", "identifier", "text"]

_URL = re.compile(r"https?://[^\s<>\"`\\\[\]|]+", re.IGNORECASE)
_CODE = re.compile(r"^(```+|~~~+).*?^\1[`~]*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
_FIELDS = {"arXiv": "arxiv", "DOI": "doi", "ACL Anthology": "acl", "OpenReview": "openreview"}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Place:
    """The position of a link; lines and columns count from 1. ``identifier``: the address was made from one."""

    path: str
    line: int
    column: int
    kind: Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An http or https address, without its fragment, with all its positions in order."""

    url: str
    places: tuple[Place, ...]

    @property
    def made(self) -> bool:
        """Whether the address is always made from an identifier, never written out."""
        return all(place.kind == "identifier" for place in self.places)


def collect(content: Path, only: Collection[Path] | None = None) -> tuple[list[Link], list[Problem]]:
    """Return the links of a content folder, by address, and the problems of files that cannot be read.

    ``only``: only these files, as resolved paths.
    """
    found: dict[str, list[Place]] = {}
    problems: list[Problem] = []
    for path in [*sorted((content / "papers").glob("*.yml")), *sorted((content / "pages").rglob("*.md"))]:
        if path.name.startswith(".") or (only is not None and path.resolve() not in only):
            continue
        try:
            links = list(_in_paper(path, problems) if path.suffix == ".yml" else _in_page(path))
        except ShelfError as error:
            problems += error.problems
            continue
        for url, place in links:
            found.setdefault(urldefrag(url).url, []).append(place)
    return [Link(url=url, places=tuple(sorted(places))) for url, places in sorted(found.items())], problems


def _in_paper(path: Path, problems: list[Problem]) -> Iterator[tuple[str, Place]]:
    loaded = yaml_files.load(path)
    paper, faults = yaml_files.validate(loaded, Paper)
    if paper is None:
        problems += faults
        return
    for name, url in paper.links:
        if url:
            yield url, _place(loaded.name, loaded.place(("links", name)), "link")
    for name, url, _ in identifiers.addresses(paper.identifiers):
        yield url, _place(loaded.name, loaded.place(("identifiers", _FIELDS.get(name, ""))), "identifier")
    for number, version in enumerate(paper.other_versions):
        for _, url, _ in identifiers.addresses(Identifiers(doi=version.doi)):
            yield url, _place(loaded.name, loaded.place(("other_versions", number, "doi")), "identifier")
    line, column = loaded.place(("summary",))
    start = sum(map(len, loaded.text.splitlines(keepends=True)[: line - 1])) + column - 1
    for url in _urls(paper.summary or ""):
        at = loaded.text.find(url, start)  # if folded or escaped: the position of the field is close enough
        yield url, _place(loaded.name, spot(loaded.text, at) if at >= 0 else (line, column), "text")


def _in_page(path: Path) -> Iterator[tuple[str, Place]]:
    """Yield the links of a Markdown page, except those in code."""
    text, _ = files.read_text(path)
    blank = _CODE.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    for found in _URL.finditer(blank):
        yield unescape(_trimmed(found[0])), _place(files.shown(path), spot(text, found.start()), "text")


def _place(path: str, at: tuple[int, int], kind: Kind) -> Place:
    return Place(path=path, line=at[0], column=at[1], kind=kind)


def _urls(text: str) -> list[str]:
    return list(dict.fromkeys(_trimmed(url) for url in _URL.findall(text)))


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence; a bracket that it opens itself belongs to it."""
    while url[-1] in ".,;:!?'*_)" and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    return url
