"""Families and topics, the two kinds of taxonomy nodes, and the labels that give them to papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.model.primitives import Frozen, Key, Line, Text

NodeKind: TypeAlias = Literal["families", "topics"]


_SOUGHT = ("words", "headings", "keywords")


class Rule(Frozen):
    """Gives its node to each paper that has one of its words, headings or keywords, and none of the words of unless."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [name]} for name in _SOUGHT]})

    words: tuple[Line, ...] = Field(default=(), min_length=1, examples=[["ERNIE", "ERNIE-Doc"]])
    """Any of these as whole words gives the label. Case, accents and hyphens do not count."""
    headings: tuple[Line, ...] = Field(
        default=(), min_length=1, examples=[["Speech", "Inference > Parameter estimation"]]
    )
    """So does a heading or category of a source under which the paper stands; “A > B” is B below A."""
    keywords: tuple[Line, ...] = Field(default=(), min_length=1, examples=[["speech recognition"]])
    """So does a keyword of the paper. The node's own name need not be listed as a heading or keyword."""
    within: Annotated[tuple[Literal["title", "aliases", "summary", "venue", "authors"], ...], Field(min_length=1)] = (
        "title",
        "aliases",
        "summary",
    )
    """The fields in which words are searched; by default title, aliases and summary."""
    unless: tuple[Line, ...] = Field(default=(), examples=[["Bert and Ernie"]])
    """If any of these is in the same fields, the rule gives no label."""

    @model_validator(mode="after")
    def _finds_something(self) -> Self:
        if not (self.words or self.headings or self.keywords):
            raise PydanticCustomError("rule", "a rule needs words, headings or keywords")
        return self


class Node(Frozen):
    """A family or topic of content/taxonomy.yml."""

    name: Line = Field(examples=["ERNIE for text"])
    """The title of its page."""
    description: Text = ""
    """What belongs here and what does not, in a few sentences; lists show the first one. Leave it out if the name says it all."""
    parents: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """Its parents, by their keys: nodes of the same kind, as in a family's lineage."""
    rules: tuple[Rule, ...] = ()
    """Rules that give papers this label; any one of them is enough."""


class Refused(Frozen):
    """A paper, and another one that it does not build on, as a curator said."""

    paper: Key = Field(examples=["ernie-m"])
    """The paper, by its key."""
    builds_on: Key = Field(examples=["ernie-gen"])
    """The other one."""


class Rejected(Frozen):
    """What `shelf suggest` does not suggest again."""

    families: tuple[Line, ...] = ()
    """Names of families."""
    topics: tuple[Line, ...] = Field(default=(), examples=[["Datasets"]])
    """Names of topics."""
    builds_on: tuple[Refused, ...] = ()
    """Papers that do not build on each other."""


class Taxonomy(Frozen):
    """The two trees, in the order of the file."""

    families: dict[Key, Node] = Field(default_factory=dict)
    """Families by their keys: models that build on one another or come from one line of work."""
    topics: dict[Key, Node] = Field(default_factory=dict)
    """Topics by their keys: what papers are about."""
    rejected: Rejected = Rejected()
    """Suggestions that a curator turned down, by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A paper's label: one node, with the evidence for it."""

    kind: NodeKind
    node: str
    rule: str  # "curated", or the path in taxonomy.yml of the rule or name that matched: "topics.code.rules[0]"
    within: str = ""  # the field that has the words, "headings" or "keywords"
    words: str = ""  # what matched, as the paper or the source prints it
    ledger: str = ""  # the file stem of the source that states the heading or keyword
