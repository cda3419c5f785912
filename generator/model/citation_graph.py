"""Who cites whom: content/citations.yml, written by the program from what services state. Facts only."""

from __future__ import annotations

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
