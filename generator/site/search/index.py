"""What the scripts of Browse load: every paper in columns, folded words to search, summaries and citations.

Papers are numbered oldest first, so that a new paper seldom changes the numbers of others. A column of texts is one string
with a line per paper: a browser parses it quickly and can search it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model import Name, NodeKind, Paper
from generator.site import escapes
from generator.site.search.selection import FORMATS, citations
from generator.site.views import publication
from generator.site.views.arrangement import Shelf
from generator.site.views.browse import PATH, upvotes
from generator.site.views.news import Arrival
from generator.site.views.venues import without_year
from generator.text import identifiers, months
from generator.text.folding import fold
from generator.text.maths import plain

BATCH = 500  # papers whose summaries or citations are loaded together


def scripts(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each data file. They are scripts because file:// pages can load nothing else."""
    yield _script("papers", _papers(shelf, arrivals))
    yield _script("words", _words(shelf))
    papers = shelf.catalogue.papers
    for number, keys in enumerate(_batches(shelf.keys)):
        yield _script(f"summaries-{number}", {key: escapes.line(plain(shelf.cards[key].summary)) for key in keys})
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
        "code": "".join(str(int(bool(papers[key].links.code))) for key in shelf.keys),
        "results": "".join(str(int(bool(papers[key].results))) for key in shelf.keys),
        "families": _nodes(shelf, "families"),
        "topics": _nodes(shelf, "topics"),
        "former": former,
    }


def _words(shelf: Shelf) -> dict[str, str]:
    """Return the folded texts of each paper by field, with a space around each text and a semicolon between two texts.

    A field that no paper has is empty.
    """
    papers = shelf.catalogue.papers

    def column(texts: Callable[[str, Paper], Iterable[str]]) -> str:
        rows = (" ; ".join(filter(None, (fold(plain(text)) for text in texts(key, papers[key])))) for key in shelf.keys)
        text = "\n".join(f" {row} " for row in rows)
        return text if text.strip() else ""

    return {
        "title": column(lambda _, paper: (paper.name, *paper.aliases)),
        "author": column(lambda _, paper: _spelled(paper.authors)),
        "editor": column(lambda _, paper: _spelled(paper.editors)),
        "venue": column(lambda _, paper: filter(None, _places(paper))),
        "keyword": column(lambda _, paper: paper.keywords),
        "text": column(
            lambda _, paper: (
                paper.summary or "",
                paper.note or "",
                paper.genre or "",
                *(one.benchmark for one in paper.results),
            )
        ),
        "id": column(lambda key, paper: (key, *_identifiers(paper))),
    }


def _spelled(people: Iterable[Name]) -> Iterator[str]:
    """Yield each name, and its other spellings."""
    for name in people:
        yield str(name)
        yield from name.also


def _places(paper: Paper) -> Iterator[str | None]:
    """Yield where the versions of a paper appeared, with publisher and series."""
    yield from (paper.venue, paper.publisher, paper.series, *(one.venue for one in paper.other_versions))


def _identifiers(paper: Paper) -> Iterator[str]:
    yield from (text for _, _, text in identifiers.addresses(paper.identifiers))
    yield from (one.doi for one in paper.other_versions if one.doi)
    yield from filter(None, (paper.identifiers.isbn, *paper.citation_keys))


def _nodes(shelf: Shelf, kind: NodeKind) -> dict[str, object]:
    """Return the keys and names of all nodes with papers, and for each paper the numbers of its nodes."""
    nodes = [node for node in shelf.trees[kind].order() if shelf.members[kind, node]]
    of: dict[str, list[int]] = {key: [] for key in shelf.keys}
    for number, node in enumerate(nodes):
        for key in shelf.members[kind, node]:
            of[key].append(number)
    names = [escapes.line(shelf.nodes(kind)[node].name) for node in nodes]
    return {"keys": nodes, "names": names, "folded": [fold(name) for name in names], "of": list(of.values())}


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(escapes.line, texts))


def _shared(texts: Iterable[str]) -> dict[str, object]:
    """Return the distinct texts, and for each paper the number of its text."""
    numbers: dict[str, int] = {"": -1}
    of = [numbers.setdefault(text, len(numbers) - 1) for text in texts]
    return {"names": list(numbers)[1:], "of": of}
