"""What `shelf add` and `shelf refresh` would write: shown to a person first, written after a yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from generator.content import catalogue
from generator.intake.accession import Gathered
from generator.intake.discrepancies import Difference
from generator.intake.outcome import Found
from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.services import Fetched
from generator.storage import files, transactions
from generator.storage.transactions import Change
from generator.text import keys

NAME_LENGTH = 60  # characters of an identifier in a source's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What became of the papers, and what would be written."""

    papers: tuple[Found, ...] = ()
    changes: tuple[Change, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()  # key and field of each empty field that would be filled
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints; the command adds ``written``."""
        return {
            "papers": [
                {
                    "key": one.key,
                    "title": one.title,
                    "verdict": one.verdict,
                    "sources": [record.source for record in one.records],
                    "evidence": list(one.evidence),
                    "filled": [field for key, field in self.filled if key == one.key],
                }
                for one in self.papers
            ],
            "differences": [one.as_json() for one in self.differences],
            "changes": [{"path": change.path, "diff": change.diff()} for change in self.changes],
            "problems": [problem.as_json() for problem in self.problems],
        }


class Planned(Protocol):
    """What would be written."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changes."""


T = TypeVar("T", bound=Planned)
Plan: TypeAlias = Callable[[Catalogue], T]


def write(content: Path, shown: T, shelf: Catalogue, plan: Plan[T], waiting: Callable[[], None] = lambda: None) -> None:
    """Write the offer that was shown. Raises ShelfError (``content.changed``) if another one would be made by now.

    Only the ledgers may differ, of which nothing was shown: somebody who adds other papers adds to them, too.
    """

    def again() -> tuple[None, Sequence[Change]]:
        now = catalogue.load(content)
        changes = shown.changes if now == shelf else plan(now).changes
        if _seen(changes) != _seen(shown.changes):
            message = "the folder changed while the question was open"
            hint = "run the command again"
            raise ShelfError(Problem(path=files.shown(content), code="content.changed", message=message, hint=hint))
        return None, changes

    transactions.carry_out(content, again, waiting)


def write_unasked(content: Path, plan: Plan[T], waiting: Callable[[], None] = lambda: None) -> T:
    """Write what the plan offers for the shelf as it is now, and return it."""

    def again() -> tuple[T, Sequence[Change]]:
        offer = plan(catalogue.load(content))
        return offer, offer.changes

    return transactions.carry_out(content, again, waiting)


def _seen(changes: Sequence[Change]) -> list[Change]:
    """Return the changes that a person was shown whole."""
    return [change for change in changes if not change.path.startswith("imports/")]


def source_of(fetched: Fetched) -> Gathered:
    """Return a service's record as a source, identified by the facts in it.

    The text of the answer cannot identify it: it contains time stamps and counts, and differs every day.
    """
    record = fetched.record
    ident = next((value for _, value in record.identifiers if value), "") or record.id or keys.make_key(record.title)
    plain = "-".join(re.findall(r"[a-z0-9]+", ident.lower()))[:NAME_LENGTH].strip("-")
    service = fetched.service
    record = replace(record, source=f"{service.name}-{plain}", line=1, upvotes=None, comments=None)
    return Gathered(name=record.source, format=service.format, service=service.name, records=(record,))
