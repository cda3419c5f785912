"""What the JSON API hands out, and the words in which its page tells it.

The models are the documentation: the page's tables and api/schema.json are made from them. What is in them stays; a field
may be added; anything else makes the next version.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.site.views.news import Witness

VERSION = 1


class Shape(BaseModel):
    """Base of what the API hands out."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        json_schema_extra={"additionalProperties": True},  # readers must bear fields that a later program adds
    )


class Place(Shape):
    """A family or topic of a paper, with the reason."""

    key: str = Field(description="of api/families/ or api/topics/")
    name: str
    rule: str = Field(description="“curated”, or the rule of content/taxonomy.yml that matched")
    words: str = Field(description="the words that matched")


class Figure(Shape):
    """A headline figure."""

    benchmark: str
    value: float | int
    unit: str | None
    note: str | None


class OtherVersion(Shape):
    """A version beside the cited one."""

    venue: str | None
    date: str | None
    volume: str | None
    number: str | None
    pages: str | None
    doi: str | None


class Neighbour(Shape):
    """A paper worth a look."""

    key: str
    reason: str


class Sighting(Shape):
    """What one source printed; a figure that it did not print is null."""

    source: str
    taken: str
    title: str
    date: str | None
    authors: int | None
    upvotes: int | None
    comments: int | None


class PaperShape(Shape):
    """A paper: each of papers in api/all.json; its own file, api/papers/KEY.json, states the version besides."""

    key: str = Field(description="the paper's name here and its citation key; it never changes")
    path: str = Field(description="its page, from the site's address")
    url: str | None = Field(description="its page; null while the site's address is not known")
    title: str = Field(description="of a draft: its first words")
    draft: bool = Field(description="known only by an abstract without a title")
    aliases: list[str]
    authors: list[str] = Field(description="in order")
    author_count: int | None = Field(description="only where authors is not the whole list")
    et_al: bool = Field(description="authors goes on, nobody knows how far")
    date: str | None = Field(description="first public version: YYYY, YYYY-MM or YYYY-MM-DD")
    date_note: str = Field(description="where the date comes from, if the paper itself states none")
    venue: str | None = Field(description="with the four below: the cited version")
    published: str | None
    volume: str | None
    number: str | None
    pages: str | None
    arxiv: str | None
    doi: str | None
    acl: str | None = Field(description="ACL Anthology")
    openreview: str | None
    addresses: list[str] = Field(description="the pages of these identifiers")
    code: str | None = Field(description="address of the code")
    project: str | None = Field(description="address of the project page")
    summary: str | None = Field(description="the shelf's own words")
    results: list[Figure] = Field(description="figures that the paper states of its own model")
    other_versions: list[OtherVersion] = Field(description="oldest first")
    families: list[Place]
    topics: list[Place]
    builds_on: list[str] = Field(description="keys, as in the next three")
    built_on_by: list[str]
    compared_with: list[str]
    compared_in: list[str]
    related: list[Neighbour] = Field(description="others worth a look, none of them among the four above")
    seen: list[Sighting] = Field(description="what sources printed, oldest first")
    arrived: str | None = Field(description="when it came onto the shelf")
    arrived_by: Witness = Field(
        description="who says so: the first listing that named it, git's history of its file, or only its own date"
    )
    former_keys: list[str]


class PaperFileShape(PaperShape):
    """A paper's own file: api/papers/KEY.json."""

    version: int


class AllShape(Shape):
    """Every paper: api/all.json."""

    version: int
    papers: list[PaperShape] = Field(description="oldest first")


class NodeShape(Shape):
    """A family or topic: api/families/KEY.json, api/topics/KEY.json."""

    version: int
    kind: Literal["families", "topics"]
    key: str
    path: str = Field(description="its page, from the site's address")
    name: str
    description: str
    parents: list[str] = Field(description="keys of the same kind")
    children: list[str]
    papers: list[str] = Field(description="keys, oldest first; also those of its children")


class NodeCount(Shape):
    """A family or topic, counted."""

    key: str
    name: str
    papers: int


class IndexShape(Shape):
    """The shelf: api/index.json."""

    version: int = Field(description="of this API; the same in every file")
    name: str
    description: str
    url: str | None = Field(description="where the site stands; null while that is not known")
    updated: str | None = Field(description="when the newest paper came onto the shelf")
    papers: int
    sources: int = Field(description="listings from which papers came")
    with_code: int
    with_results: int
    years: dict[str, int] = Field(description="papers by year; those without a date are in none")
    families: list[NodeCount]
    topics: list[NodeCount]


FILES: tuple[type[Shape], ...] = (IndexShape, AllShape, PaperFileShape, NodeShape)
TOLD: tuple[type[Shape], ...] = (  # on the page
    *(IndexShape, AllShape, PaperShape, NodeShape),
    *(NodeCount, Place, Figure, OtherVersion, Neighbour, Sighting),
)
