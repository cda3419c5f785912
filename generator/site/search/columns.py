"""What queries ask of a shelf: years, flags, families, topics, names, identifiers and texts, by the number of each paper.

The twin of columns.js and filters.js, over the data that Browse loads. Papers are numbered oldest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator.model import Node, NodeKind
from generator.site import escapes
from generator.site.search import index
from generator.site.search.fields import STATUSES, WORD_FIELDS
from generator.site.search.lexicon import Lexicon, Text
from generator.site.search.tokens import fold, squeezed, tokens
from generator.site.views import publication
from generator.site.views.arrangement import Shelf
from generator.text.maths import plain

_SHORT_TITLE = re.compile(r":\s|\s[–—-]\s")
_KINDS: Mapping[str, NodeKind] = {"family": "families", "topic": "topics"}


class Columns:
    """The columns of a shelf, each made when it is first asked for."""

    def __init__(self, shelf: Shelf, *, abstracts: bool) -> None:
        """Keep the shelf. Abstracts are searched where the site shows them."""
        self.keys = shelf.keys
        self._shelf = shelf
        self._abstracts = abstracts

    @cached_property
    def years(self) -> list[str]:
        """The year of each paper, "" for undated ones."""
        return [self._shelf.cards[key].when.iso[:4] for key in self._shelf.keys]

    @cached_property
    def _titles(self) -> list[str]:
        return [escapes.line(plain(self._shelf.cards[key].title)) for key in self._shelf.keys]

    @cached_property
    def texts(self) -> list[dict[str, list[str]]]:
        """The texts of each paper by field."""
        papers = self._shelf.catalogue.papers
        rows = (zip(index.FIELDS, index.row(key, papers[key]), strict=True) for key in self._shelf.keys)
        return [{name: text.split("\t") if text else [] for name, text in row} for row in rows]

    @cached_property
    def flagged(self) -> dict[str, set[int]]:
        """The papers that have code, those that have results, and those of each kind of status."""
        keys = list(enumerate(self._shelf.keys))
        papers, cards = self._shelf.catalogue.papers, self._shelf.cards
        return {
            "code": {paper for paper, key in keys if cards[key].code},
            "results": {paper for paper, key in keys if papers[key].results},
            **{
                kind: {paper for paper, key in keys if any(one.kind == kind for one in papers[key].status)}
                for kind in STATUSES
            },
        }

    @cached_property
    def _nodes(self) -> dict[str, list[tuple[str, Node, list[int]]]]:
        """The families and topics with papers, by field: key, node and papers."""
        numbers = {key: paper for paper, key in enumerate(self._shelf.keys)}
        return {
            name: [
                (node, self._shelf.nodes(kind)[node], [numbers[key] for key in members])
                for (each, node), members in self._shelf.members.items()
                if each == kind and members
            ]
            for name, kind in _KINDS.items()
        }

    @cached_property
    def named(self) -> dict[str, list[tuple[str, Sequence[int]]]]:
        """The families, topics and types by field: each folded name, and the papers; a key is a name, too."""
        types: dict[str, list[int]] = {}
        for paper, key in enumerate(self._shelf.keys):
            types.setdefault(publication.type_of(self._shelf.catalogue.papers[key]), []).append(paper)
        found = {
            name: [(text, papers) for key, node, papers in nodes for text in (key, node.name)]
            for name, nodes in self._nodes.items()
        } | {"type": list(types.items())}
        return {
            name: [(" ".join(tokens(fold(escapes.line(text)))), papers) for text, papers in pairs]
            for name, pairs in found.items()
        }

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of all searched texts."""
        return Lexicon(self._all_texts())

    def _all_texts(self) -> Iterator[Text]:
        searched = {name for fields in WORD_FIELDS.values() for name in fields} - {"title", "label"}
        searched -= set() if self._abstracts else {"abstract"}
        for paper, texts in enumerate(self.texts):
            yield Text(field="title", text=self._titles[paper], papers=[paper])
            for name in sorted(searched):
                yield from (Text(field=name, text=text, papers=[paper]) for text in texts[name])
        for nodes in self._nodes.values():
            for _, node, papers in nodes:
                yield Text(field="label", text=escapes.line(node.name), papers=papers)
                yield from (Text(field="label", text=text, papers=papers, name=False) for text in index.about(node))

    @cached_property
    def names(self) -> dict[str, set[int]]:
        """Papers by their names, without blanks: key, title, title up to a colon or dash, aliases."""
        found: dict[str, set[int]] = {}
        for paper, key in enumerate(self._shelf.keys):
            title = self._titles[paper]
            short = _SHORT_TITLE.search(title)
            names = [key, title, title[: short.start()] if short else "", *self.texts[paper]["alias"]]
            for name in filter(None, map(squeezed, names)):
                found.setdefault(name, set()).add(paper)
        return found

    @cached_property
    def identifiers(self) -> dict[str, list[int]]:
        """Papers by identifiers and citation keys, in lower case."""
        found: dict[str, list[int]] = {}
        for paper, texts in enumerate(self.texts):
            for identifier in texts["id"]:
                found.setdefault(identifier.lower(), []).append(paper)
        return found

    @cached_property
    def sorted_identifiers(self) -> list[str]:
        """All identifiers in order."""
        return sorted(self.identifiers)
