"""Indexes content/citations.yml for the pages: who cites whom, in both directions, by the keys that papers have now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model import CitationGraph, Paper
from generator.site.views.mentions import service_title


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationNetwork:
    """The citations among the papers of a shelf; all lists are oldest first. Without citations.yml, it is empty.

    ``outside`` has the papers of which references are known, and the number of those that are not on the shelf.
    ``common`` has the number of these that two papers share, by both keys.
    """

    date: str = ""
    services: tuple[str, ...] = ()  # as readers call them
    cites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cited_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: Mapping[str, int] = field(default_factory=dict)
    common: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether references of any paper are known."""
        return bool(self.outside)

    def count(self, key: str) -> int:
        """Return how many papers of the shelf cite this one."""
        return len(self.cited_by.get(key, ()))

    def links(self, key: str) -> frozenset[str]:
        """Return the papers that cite this one or are cited by it."""
        return frozenset((*self.cites.get(key, ()), *self.cited_by.get(key, ())))

    def references(self, key: str) -> int:
        """Return the number of a paper's references that are known."""
        return len(self.cites.get(key, ())) + self.outside.get(key, 0)


def index(graph: CitationGraph, papers: Mapping[str, Paper], keys: Sequence[str]) -> CitationNetwork:
    """Return the citations among these papers; ``keys`` has them oldest first.

    The graph is older than the papers: a key may be a former one.
    """
    if not graph.papers:
        return CitationNetwork()
    former = {old: key for key in keys for old in papers[key].former_keys}
    stated = graph.within(former | {key: key for key in keys}).papers
    place = {key: number for number, key in enumerate(keys)}
    cites = {key: tuple(sorted(stated[key].cites, key=place.__getitem__)) for key in keys if key in stated}
    common: dict[str, dict[str, int]] = {}
    for key, listed in stated.items():
        for other, number in listed.common.items():
            common.setdefault(key, {})[other] = common.setdefault(other, {})[key] = number
    cited_by: dict[str, list[str]] = {}
    for key in keys:
        for other in cites.get(key, ()):
            cited_by.setdefault(other, []).append(key)
    return CitationNetwork(
        date=graph.date or "",
        services=tuple(map(service_title, graph.services)),
        cites=cites,
        cited_by={key: tuple(cited_by[key]) for key in keys if key in cited_by},
        outside={key: listed.outside for key, listed in stated.items()},
        common=common,
    )
