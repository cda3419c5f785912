"""Families and topics, the two kinds of taxonomy nodes, and the labels that give them to papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from generator.model.paper import Frozen, Key, Line, Text

NodeKind: TypeAlias = Literal["families", "topics"]


class Rule(Frozen):
    """Gives its node to each paper that has one of its words as a whole word, and none of the words of unless."""

    words: Annotated[tuple[Line, ...], Field(min_length=1, examples=[["ERNIE", "ERNIE-Doc"]])]
    """Any of these gives the label. Case, accents and hyphens do not count."""
    within: Annotated[tuple[Literal["title", "aliases", "summary", "venue", "authors"], ...], Field(min_length=1)] = (
        "title",
        "aliases",
        "summary",
    )
    """The fields searched; by default title, aliases and summary."""
    unless: tuple[Line, ...] = Field(default=(), examples=[["Bert and Ernie"]])
    """If any of these is in the same fields, the rule gives no label."""


class Node(Frozen):
    """A family or topic of content/taxonomy.yml."""

    name: Line = Field(examples=["ERNIE for text"])
    """The title of its page."""
    description: Text
    """What belongs here and what does not, in a few sentences; lists show the first one."""
    parents: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """Its parents, by their keys: nodes of the same kind, as in a family's lineage."""
    rules: tuple[Rule, ...] = ()
    """Rules that give papers this label; any one of them is enough."""


class Taxonomy(Frozen):
    """The two trees, in the order of the file."""

    families: dict[Key, Node] = Field(default_factory=dict)
    """Families by their keys: models that build on one another or come from one line of work."""
    topics: dict[Key, Node] = Field(default_factory=dict)
    """Topics by their keys: what papers are about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A paper's label: one node, with the evidence for it."""

    kind: NodeKind
    node: str
    rule: str  # "curated", or the rule's path in taxonomy.yml: "topics.code.rules[0]"
    within: str = ""  # the field that has the words
    words: str = ""  # the words that matched, as the paper prints them
