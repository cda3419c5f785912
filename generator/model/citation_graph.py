"""Who cites whom: content/citations.yml, written by the program from what services state. Facts only."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from generator.model.primitives import Count, Date, Frozen, Key, Line


class ReferenceList(Frozen):
    """The references of one paper, as far as services know them."""

    cites: tuple[Key, ...] = ()
    """The papers of this shelf among them, in key order."""
    outside: Count = 0
    """The number of the others."""
    common: dict[Key, Count] = Field(default_factory=dict)
    """How many of the others another paper has, too: by its key, which comes later in the alphabet."""


class CitationGraph(Frozen):
    """The citations among the papers of a shelf, and the day on which the services last stated something new."""

    date: Date | None = None
    services: tuple[Line, ...] = ()
    """The services that were asked, by name."""
    papers: dict[Key, ReferenceList] = Field(default_factory=dict)
    """By key; without the papers of which no service knows a reference."""

    def within(self, names: Mapping[str, Key]) -> CitationGraph:
        """Return what the graph says of the papers that are there now.

        ``names`` has the key of each by that key and by its former ones. A paper that is gone is left out, and a reference
        to it is one of the others; a paper does not cite itself.
        """
        mentioned = {key for one in self.papers.values() for key in (*one.cites, *one.common)} | self.papers.keys()
        if all(names.get(key) == key for key in mentioned) and not any(
            key in one.cites for key, one in self.papers.items()
        ):
            return self
        cites: dict[str, set[str]] = {}
        outside: dict[str, int] = {}
        common: dict[str, dict[str, int]] = {}
        for old, one in self.papers.items():
            if key := names.get(old):
                cites.setdefault(key, set()).update(names[other] for other in one.cites if other in names)
                outside[key] = max(outside.get(key, 0), one.outside + sum(other not in names for other in one.cites))
                for other in one.common.keys() & names.keys():
                    first, second = sorted((key, names[other]))
                    if first != second:
                        pairs = common.setdefault(first, {})
                        pairs[second] = max(pairs.get(second, 0), one.common[other])
        papers = {
            key: ReferenceList(
                cites=tuple(sorted(cites.get(key, set()) - {key})),
                outside=outside.get(key, 0),
                common=dict(sorted(common.get(key, {}).items())),
            )
            for key in sorted(cites.keys() | common.keys())
        }
        return self.model_copy(update={"papers": papers})
