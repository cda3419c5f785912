"""Families and topics, and the labels that tie papers to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from generator.model.paper import Frozen, Key, Line, Text

NodeKind: TypeAlias = Literal["families", "topics"]


class Rule(Frozen):
    """Assigns a node to each paper in which one of its words stands as a whole word, unless one of unless does."""

    words: Annotated[tuple[Line, ...], Field(min_length=1, examples=[["ERNIE", "ERNIE-Doc"]])]
    """Any of these gives the label. They are compared folded: case, accents and hyphens do not count."""
    within: Annotated[tuple[Literal["title", "aliases", "summary", "venue", "authors"], ...], Field(min_length=1)] = (
        "title",
        "aliases",
        "summary",
    )
    """The fields searched. Where the line is missing: title, aliases and summary."""
    unless: tuple[Line, ...] = Field(default=(), examples=[["Bert and Ernie"]])
    """Any of these in the same fields, and the rule gives no label."""


class Node(Frozen):
    """A family or topic of content/taxonomy.yml."""

    name: Line = Field(examples=["ERNIE for text"])
    """What its page is called."""
    description: Text
    """What belongs here and what does not, in a few sentences; the first one stands in lists."""
    parents: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """The nodes of the same kind under which it stands, by their keys: a family's lineage."""
    rules: tuple[Rule, ...] = ()
    """What gives papers this label by itself; any one of the rules is enough."""


class Taxonomy(Frozen):
    """The two trees, in the order of the file."""

    families: dict[Key, Node] = Field(default_factory=dict)
    """Models that descend from one another or come out of one line of work, by their keys."""
    topics: dict[Key, Node] = Field(default_factory=dict)
    """What papers are about, by their keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A paper's tie to a node, with its evidence."""

    kind: NodeKind
    node: str
    rule: str  # "curated", or where the rule stands: "topics.code.rules[0]"
    within: str = ""  # the field in which the words stood
    words: str = ""  # the words that matched, as they stand in the paper
