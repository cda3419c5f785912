"""What the site's scripts load: every paper in columns, the texts to search, and citations.

Papers are numbered oldest first, so that a new paper seldom changes the numbers of others. A column of texts is one string
with a line per paper, which a browser parses quickly; several values of a paper stand with tabs between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model import Name, Node, NodeKind, Paper
from generator.site import escapes
from generator.site.search.selection import FORMATS, citations
from generator.site.views import publication
from generator.site.views.arrangement import Shelf, lead
from generator.site.views.browse import PATH, upvotes
from generator.site.views.news import Arrival
from generator.site.views.venues import without_year
from generator.text import months, status_notes
from generator.text.maths import plain

BATCH = 500  # papers whose citations are loaded together
_YEAR_IN_NAME = re.compile(r"\b(?:19|20)\d\d\b")


def scripts(shelf: Shelf, arrivals: Mapping[str, Arrival], *, abstracts: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each data file. They are scripts because file:// pages can load nothing else.

    Abstracts are searched only where pages show them.
    """
    yield _script("papers", _papers(shelf, arrivals))
    yield _script("texts", _texts(shelf, abstracts=abstracts))
    papers = shelf.catalogue.papers
    for number, keys in enumerate(_batches(shelf.keys)):
        for name, texts in citations({key: papers[key] for key in keys}).items():
            yield _script(f"{name}-{number}", texts)


def _script(name: str, value: object) -> tuple[str, str]:
    return f"{PATH}/{name}.js", f'shelfData("{name}",{escapes.script(value)});\n'


def _batches(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _papers(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> dict[str, object]:
    """Return the data that is shown and counted for each paper; -1 means none."""
    papers, cards = shelf.catalogue.papers, [shelf.cards[key] for key in shelf.keys]
    former = {old: key for key in shelf.keys for old in papers[key].former_keys if old not in shelf.cards}
    return {
        "count": len(cards),
        "batch": BATCH,
        "months": months.NAMES,
        "formats": FORMATS,
        "keys": "\n".join(shelf.keys),
        "titles": _lines(plain(card.title) for card in cards),
        "by": _lines(card.by for card in cards),
        "dates": _lines(card.when.iso for card in cards),
        "venues": _shared(escapes.line(card.where) for card in cards),
        "places": _shared(without_year(escapes.line(card.venue)) for card in cards),
        "types": _shared(publication.type_of(papers[key]) for key in shelf.keys),
        "since": _shared(arrivals[key].iso for key in shelf.keys),
        "upvotes": [int(upvotes(shelf, key) or -1) for key in shelf.keys],
        "cited": [shelf.citations.count(key) for key in shelf.keys] if shelf.citations else [],
        "pdf": _lines(card.pdf for card in cards),
        "code": _lines(card.code for card in cards),
        "results": "".join(str(int(bool(papers[key].results))) for key in shelf.keys),
        "statuses": _statuses(shelf),
        "families": _nodes(shelf, "families"),
        "topics": _nodes(shelf, "topics"),
        "former": former,
    }


def _statuses(shelf: Shelf) -> list[dict[str, object]]:
    """Return the kinds of status that papers have, the gravest first, each with its papers; most papers have none."""
    papers = [shelf.catalogue.papers[key] for key in shelf.keys]
    of: dict[str, list[int]] = {}
    for number, paper in enumerate(papers):
        for one in paper.status:
            of.setdefault(one.kind, []).append(number)
    return [{"name": kind, "shown": word, "of": of[kind]} for kind, word in status_notes.WORDS.items() if kind in of]


def _texts(shelf: Shelf, *, abstracts: bool) -> dict[str, str]:
    """Return the searchable texts of each paper by field, as they are.

    A field that no paper has is empty.
    """
    columns = zip(*(row(key, shelf.catalogue.papers[key]) for key in shelf.keys), strict=True)
    texts = dict(zip(FIELDS, map("\n".join, columns), strict=True)) if shelf.keys else dict.fromkeys(FIELDS, "")
    if not abstracts:
        texts["abstract"] = ""
    return {name: text if text.strip("\n") else "" for name, text in texts.items()}


def row(key: str, paper: Paper) -> tuple[str, ...]:
    """Return the texts of a paper in the order of ``FIELDS``; several of a field stand with tabs between them."""
    known = _ROWS.get(key)
    if known is None or known[0] is not paper:
        found = ("\t".join(escapes.line(plain(text)) for text in texts(paper) if text) for texts in FIELDS.values())
        known = _ROWS[key] = (paper, tuple(found))
    return known[1]


def _spelled(people: Iterable[Name]) -> Iterator[str]:
    """Yield each name, and its other spellings."""
    for name in people:
        yield str(name)
        yield from name.also


def _places(paper: Paper) -> Iterator[str | None]:
    """Yield where the versions of a paper appeared, with publisher and series."""
    yield from (paper.venue, paper.publisher, paper.series, *(one.venue for one in paper.other_versions))


def _identifiers(paper: Paper) -> Iterator[str | None]:
    ids = paper.identifiers
    yield from (ids.arxiv, ids.doi, ids.pmid, ids.acl, ids.openreview, ids.isbn)
    yield from (one.doi for one in paper.other_versions)
    yield from paper.citation_keys


def _years(paper: Paper) -> Iterator[str]:
    """Yield the years in which a version of a paper appeared, each once."""
    dates = (paper.date, paper.published, *(one.date for one in paper.other_versions))
    named = (found[0] for place in _places(paper) if place for found in _YEAR_IN_NAME.finditer(place))
    yield from dict.fromkeys([*(date[:4] for date in dates if date), *named])


FIELDS: dict[
    str, Callable[[Paper], Iterable[str | None]]
] = {  # what is searched of a paper; titles are in the other file
    "alias": lambda paper: paper.aliases,
    "author": lambda paper: _spelled(paper.authors),
    "editor": lambda paper: _spelled(paper.editors),
    "venue": _places,
    "keyword": lambda paper: paper.keywords,
    "benchmark": lambda paper: dict.fromkeys(one.benchmark for one in paper.results),
    "summary": lambda paper: (paper.summary,),
    "note": lambda paper: (paper.note, paper.genre),
    "abstract": lambda paper: (paper.abstract,),
    "id": _identifiers,
    "years": _years,
}
_ROWS: dict[str, tuple[Paper, tuple[str, ...]]] = {}  # by key: a process that stays makes those of changed papers only


def _nodes(shelf: Shelf, kind: NodeKind) -> dict[str, object]:
    """Return the keys and names of all nodes with papers, what they are about in words, and each paper's nodes by number."""
    nodes = [node for node in shelf.trees[kind].order() if shelf.members[kind, node]]
    of: dict[str, list[int]] = {key: [] for key in shelf.keys}
    for number, node in enumerate(nodes):
        for key in shelf.members[kind, node]:
            of[key].append(number)
    names = [escapes.line(shelf.nodes(kind)[node].name) for node in nodes]
    words = [about(shelf.nodes(kind)[node]) for node in nodes]
    numbers = {node: number for number, node in enumerate(nodes)}
    below = [[numbers[child] for child in shelf.trees[kind].children(node) if child in numbers] for node in nodes]
    return {"keys": nodes, "names": names, "words": words, "below": below, "of": list(of.values())}


def about(node: Node) -> list[str]:
    """Return what a family or topic is about in words, beside its name: the first sentence on it, and the words of its rules."""
    words = dict.fromkeys(escapes.line(word) for rule in node.rules for word in rule.words)
    return [escapes.line(lead(node.description)), *words]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(escapes.line, texts))


def _shared(texts: Iterable[str]) -> dict[str, object]:
    """Return the distinct texts, and for each paper the number of its text."""
    numbers: dict[str, int] = {"": -1}
    of = [numbers.setdefault(text, len(numbers) - 1) for text in texts]
    return {"names": list(numbers)[1:], "of": of}
