"""The shelf as an awesome list: a table of contents and sections by topic or family, for a README. `shelf import` reads it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.model import Catalogue, NodeKind, Paper
from generator.problems import Problem, ShelfError
from generator.site.escapes import line, markdown, web
from generator.site.exports import markers
from generator.site.settings import Settings
from generator.site.views import publication
from generator.site.views.arrangement import Labels, Shelf, arrange
from generator.storage import files
from generator.taxonomy.tree import Tree
from generator.text.maths import pieces, plain
from generator.text.sections import counted

BADGES = "https://img.shields.io/badge/"
PAPER, CODE = f"{BADGES}paper-b31b1b", f"{BADGES}code-24579d"
SHOWN = 500 * 1024  # bytes of a README that GitHub shows
DEEPEST = 6  # level of a heading
INDENT = 4 * " "  # of nested entries, as all Markdown parsers read them
_NAMED = 2  # authors; of more, only the first is named
_LOOSE = {"topics": "No topic", "families": "No family"}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TEX = re.compile(r"[^<>&`\[\]]+")
_ENTITY = re.compile(r"&(?=#?\w+;)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading with its papers, newest first. ``count`` is the number of papers here and in the sections below."""

    name: str
    anchor: str
    depth: int
    keys: tuple[str, ...]
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """A README with the list of papers: its text before and after, and what its file is to hold."""

    before: str
    after: str
    content: bytes
    problems: tuple[Problem, ...]  # warnings


def update(
    path: Path, catalogue: Catalogue, labels: Labels, settings: Settings, *, kind: NodeKind, most: int | None = None
) -> Update:
    """Return a README with the list between its markers; all its other bytes are the same.

    Raises ShelfError if the file cannot be read or does not say where the list belongs (``readme.markers``), and with
    ``source.encoding`` if its other bytes would change. A file of which GitHub would show only a part is a warning.
    """
    found = files.read_source(path)
    part = markers.find(path, found.written)
    if found.encoded(found.written) != files.read(path):
        message = "the file is not UTF-8, and the text around the list would not stay the same"
        problem = Problem(path=files.shown(path), code="source.encoding", message=message, hint="save it as UTF-8")
        raise ShelfError(problem)
    block = text(arrange(catalogue, labels), settings, kind, most=most, level=max(part.level + 1, 2))
    after = markers.replaced(found, part, f"\n{block}\n")
    content = found.encoded(after)
    problems = () if len(content) <= SHOWN else (_too_long(path, len(content)),)
    return Update(before=found.written, after=after, content=content, problems=problems)


def _too_long(path: Path, size: int) -> Problem:
    message = f"the file has {size // 1024} kB, and GitHub shows only the first {SHOWN // 1024}"
    hint = "list fewer papers with --most"
    return Problem(path=files.shown(path), code="readme.length", message=message, hint=hint, severity="warning")


def text(shelf: Shelf, settings: Settings, kind: NodeKind, *, most: int | None = None, level: int = 2) -> str:
    """Return the list as Markdown, whose outermost headings have this level; with ``most``, of so many of the newest papers."""
    keys = shelf.newest(shelf.keys)[:most]
    parts = sections(shelf, kind, keys)
    rows = [f"{INDENT * part.depth}- [{markdown(part.name)}](#{part.anchor}) ({part.count})" for part in parts]
    rows = rows if len(parts) > 1 else []
    for part in parts:
        heading = "#" * min(level + part.depth, DEEPEST)
        rows += ["", f'{heading} <a id="{part.anchor}"></a>{markdown(part.name)}']
        rows += ["", *(_row(shelf, key, settings) for key in part.keys)] if part.keys else []
    rows += ["", *_end(shelf, settings, len(keys))]
    return "\n".join(rows).strip("\n") + "\n"


def sections(shelf: Shelf, kind: NodeKind, keys: Iterable[str]) -> list[Section]:
    """Return the families or topics that have some of the papers, branch by branch, and at last the papers without one.

    A paper stands under its most specific families or topics. One with several parents stands below the first.
    """
    tree = shelf.trees[kind]
    own: dict[str, list[str]] = {}
    loose: list[str] = []
    for key in keys:
        nodes = dict.fromkeys(
            one.node for one in shelf.labels.get(key, ()) if one.kind == kind and one.node in tree.nodes
        )
        above = {parent for node in nodes for parent in tree.ancestors(node) if node not in tree.ancestors(parent)}
        for node in nodes.keys() - above:
            own.setdefault(node, []).append(key)
        if not nodes:
            loose.append(key)
    branches = list(_branches(tree))
    inside = _inside(branches, own)
    noun = "topic" if kind == "topics" else "family"
    found = [
        Section(
            name=tree.nodes[node].name,
            anchor=f"shelf-{noun}-{node}",
            depth=depth,
            keys=tuple(own.get(node, ())),
            count=len(inside[node]),
        )
        for node, depth in branches
        if inside[node]
    ]
    if loose:
        name = _LOOSE[kind] if found else "Papers"
        found.append(Section(name=name, anchor=f"shelf-no-{noun}", depth=0, keys=tuple(loose), count=len(loose)))
    return found


def _branches(tree: Tree) -> Iterator[tuple[str, int]]:
    """Yield each node once with its depth, after its first parent."""
    done: set[str] = set()
    for start in (*tree.roots(), *tree.nodes):  # those of cycles are reached in the second round
        waiting = [(start, 0)]
        while waiting:
            node, depth = waiting.pop()
            if node not in done:
                done.add(node)
                yield node, depth
                below = (child for child in tree.children(node) if tree.parents(child)[0] == node)
                waiting.extend((child, depth + 1) for child in reversed(tuple(below)))


def _inside(branches: Sequence[tuple[str, int]], own: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return the papers in each node's section and in those below it."""
    inside = {node: set(own.get(node, ())) for node, _ in branches}
    line_up: list[tuple[str, int]] = []
    for node, depth in branches:
        while line_up and line_up[-1][1] >= depth:
            line_up.pop()
        for above, _ in line_up:
            inside[above].update(own.get(node, ()))
        line_up.append((node, depth))
    return inside


def _row(shelf: Shelf, key: str, settings: Settings) -> str:
    """Return a paper as a bullet: title, authors, venue and year, and badges for the paper and its code."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    page = next(iter(publication.addresses(paper.identifiers, paper.links)), "")
    own = f"{settings.site_url}{card.path}/" if settings.site_url else ""
    facts = (
        f"**{_link(_title(card.headline), own or page)}**",
        markdown(_authors(paper)),
        markdown(_place(shelf, key)),
    )
    badges = (("paper", PAPER, page), ("code", CODE, card.code))
    shown = (f" {_link(f'![{name}]({image})', url)}" for name, image, url in badges if url)
    return f"- {', '.join(filter(None, facts))}.{''.join(shown)}"


def _authors(paper: Paper) -> str:
    """Return one or two names, or the first one with ``et al.`` behind it."""
    names = [line(str(name)) for name in paper.authors]
    more = paper.et_al or (paper.author_count or 0) > len(names)
    if len(names) > _NAMED or (names and more):
        return f"{names[0]} et al."
    return ", ".join(names)


def _place(shelf: Shelf, key: str) -> str:
    """Return the venue with the year in which the paper appeared there, or the year alone."""
    venue, year = line(shelf.cards[key].venue), shelf.cards[key].when.year
    published = (shelf.catalogue.papers[key].published or "")[:4] or year
    return (venue if _YEAR.search(venue) else f"{venue} {published}".strip()) if venue else year


def _title(title: str) -> str:
    """Return a title with its formulas in TeX, which GitHub draws; one that could be markup becomes plain text."""
    parts = []
    for piece, is_formula in pieces(line(title)):
        if is_formula and _TEX.fullmatch(piece):
            parts.append(f"${piece}$")
        elif is_formula:
            parts.append(markdown(plain(f"${piece}$")))
        else:
            before, after = (" " * edge.isspace() for edge in (piece[:1], piece[-1:]))
            parts.append(f"{before}{markdown(piece)}{after}")
    return " ".join("".join(parts).split())


def _link(shown: str, url: str) -> str:
    """Return a link, or only what it shows if there is no address."""
    target = _ENTITY.sub("&amp;", url)
    return (f"[{shown}](<{target}>)" if re.search(r"[()]", target) else f"[{shown}]({target})") if web(url) else shown


def _end(shelf: Shelf, settings: Settings, shown: int) -> Iterator[str]:
    """Yield the last line: how many papers are listed, and where all of them are."""
    every = len(shelf.keys)
    name = _link(markdown(settings.name), settings.site_url)
    if shown < every:
        yield f"These are the newest {shown} of {counted(every, 'paper')}" + (
            f"; all are on {name}." if settings.site_url else "."
        )
    elif not every:
        yield "No papers yet."
    elif settings.site_url:
        yield f"{counted(every, 'paper')}; search them on {name}."
