"""A paper as its YAML file has it, and the value types that all curated files share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80), Field(examples=["ernie-3-0"])
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f]+$")
]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")]
Url = Annotated[
    str, StringConstraints(pattern=r'^https?://[^\s\x00-\x1f<>"]+$', max_length=2_000), Field(examples=["https://…"])
]
Count = Annotated[int, Field(ge=0)]


class Frozen(BaseModel):
    """Base of what stands in our YAML: frozen, strict, no unknown fields. Editors show the texts below fields (schema.py)."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)


class Identifiers(Frozen):
    """Names that a registry gave to a work, in canonical form. Quote them: 2107.02137 without quotes is a number."""

    arxiv: str | None = Field(default=None, examples=["2107.02137", "cs/0112017"])
    """The arXiv id, without a version."""
    doi: str | None = Field(default=None, examples=["10.18653/v1/n19-1423"])
    """The DOI of the cited version, in small letters; an arXiv DOI is an arXiv id."""
    acl: str | None = Field(default=None, examples=["2021.acl-long.1", "P19-1441"])
    """The ACL Anthology id: the last part of the page's address."""
    openreview: str | None = Field(default=None, examples=["YicbFdNTTy"])
    """The OpenReview id: what follows ?id= in the page's address."""


class Links(Frozen):
    """Pages about a paper that are not the paper."""

    code: Url | None = None
    """Where the authors' own code stands."""
    project: Url | None = None
    """The paper's own page elsewhere."""


class Result(Frozen):
    """One headline figure that the paper states of its own model."""

    benchmark: Line = Field(examples=["SuperGLUE"])
    """What it was measured on."""
    value: float | int = Field(examples=[90.6])
    """The figure: digits only, without quotes, unit or thousands mark."""
    unit: Line | None = Field(default=None, examples=["%", "BLEU"])
    """The unit in which it is given."""
    note: Line | None = Field(default=None, examples=["test set, one model"])
    """What one must know to read the figure."""


class Version(Frozen):
    """A version of a paper beside the cited one and the preprint on arXiv: published elsewhere, or on another server."""

    venue: Line | None = Field(default=None, examples=["ACL 2021"])
    """Where it appeared."""
    date: Date | None = None
    """When it appeared there, in quotes: '2021-07-05', '2021-07' or '2021'."""
    volume: Line | None = Field(default=None, examples=["34"])
    """The volume, in quotes."""
    number: Line | None = Field(default=None, examples=["5"])
    """The issue, in quotes."""
    pages: Line | None = Field(default=None, examples=["8968-8975"])
    """The pages, in quotes."""
    doi: str | None = Field(default=None, examples=["10.18653/v1/n19-1423"])
    """Its own DOI, in small letters."""


class Paper(Frozen):
    """A curated work, content/papers/<key>.yml; fields in the order in which they are written."""

    title: Line | None = Field(default=None, examples=["ERNIE-Doc: A Retrospective Long-Document Modeling Transformer"])
    """The title as the paper prints it; quote it where it holds a colon. Missing: a draft known by an untitled abstract."""
    display: Line | None = None
    """What a draft is called, made from its first words."""
    aliases: tuple[Line, ...] = Field(default=(), examples=[["ERNIE 3.0"]])
    """Other names by which people call the work or its model."""
    authors: tuple[Line, ...] = Field(default=(), examples=[["Yu Sun", "Shuohuan Wang"]])
    """The authors in the paper's order, given names first, one a line."""
    author_count: Annotated[int, Field(ge=1)] | None = None
    """How many authors there are; only where the list above is not the whole list."""
    et_al: bool = False
    """True where the list of authors goes on and nobody knows how far."""
    date: Date | None = None
    """When the first public version appeared, in quotes: '2021-07-05', '2021-07' or '2021'."""
    identifiers: Identifiers = Identifiers()
    """Names that a registry gave to the paper; the DOI is the cited version's."""
    venue: Line | None = Field(default=None, examples=["ACL 2021"])
    """Where the cited version appeared: the newest published one."""
    published: Date | None = None
    """When the cited version appeared there, in quotes: '2021-07-05', '2021-07' or '2021'."""
    volume: Line | None = Field(default=None, examples=["34"])
    """The cited version's volume, in quotes."""
    number: Line | None = Field(default=None, examples=["5"])
    """The cited version's issue, in quotes."""
    pages: Line | None = Field(default=None, examples=["8968-8975"])
    """The cited version's pages, in quotes."""
    other_versions: tuple[Version, ...] = ()
    """Versions beside the cited one and the preprint on arXiv, oldest first."""
    links: Links = Links()
    """Pages about the paper that are not the paper: http or https."""
    summary: Text | None = None
    """What it does and why it is worth a look, in a few sentences of your own; never a copy of the abstract."""
    results: tuple[Result, ...] = ()
    """Headline figures that the paper states of its own model."""
    families: tuple[Key, ...] = Field(default=(), examples=[["ernie"]])
    """Families given by hand, by their keys in taxonomy.yml; rules add more."""
    topics: tuple[Key, ...] = Field(default=(), examples=[["long-context"]])
    """Topics given by hand, by their keys in taxonomy.yml; rules add more."""
    builds_on: tuple[Key, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it says it builds on, by their keys: their files' names without .yml."""
    compared_with: tuple[Key, ...] = Field(default=(), examples=[["ernie-2-0"]])
    """Papers that it compares itself with, by their keys."""
    former_keys: tuple[Key, ...] = Field(default=(), examples=[["ernie-3"]])
    """Keys that this paper had before; their addresses lead here. Who renames the file adds the old name."""
    abstract: Text | None = None
    """The abstract, only where you may keep it; it is not shown."""

    @property
    def name(self) -> str:
        """Return the title, or a draft's display."""
        return self.title or self.display or "Untitled"
