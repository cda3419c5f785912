"""News: what a look at the services found that neither the papers' files nor the ledgers nor watch.yml told before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

NewsKind: TypeAlias = Literal[
    "published", "status", "correction", "filled", "repository", "link", "contradiction", "proposal"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """One thing found. Not ``written``, it is for a person to decide; ``url`` is a page that says so."""

    key: str
    title: str
    kind: NewsKind
    field: str
    before: str = ""
    after: str
    sources: tuple[str, ...] = ()
    url: str = ""
    written: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return asdict(self) | {"sources": list(self.sources)}


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """What a run did not do: how many papers or links of a kind, or of a service, and why."""

    what: str
    count: int
    why: str

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return asdict(self)
