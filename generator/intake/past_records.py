"""What sources and services said of each paper before: the records of all ledgers, by paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.content import known_records
from generator.intake.paper_fields import fields
from generator.intake.service_ledgers import is_of
from generator.matching import merge, versions
from generator.model import Catalogue, Record, Version


@dataclass(frozen=True, kw_only=True)
class PastRecords:
    """The records of one paper: those of each service, oldest first, and those of all other sources."""

    services: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    others: tuple[Record, ...] = ()

    def newest(self, service: str) -> Record | None:
        """Return what a service said last."""
        return next(iter(self.services.get(service, ())[::-1]), None)

    @cached_property
    def stated(self) -> list[dict[str, Any]]:
        """Return the fields of each record of a service."""
        return [stated(one) for records in self.services.values() for one in records]

    @cached_property
    def printed(self) -> set[tuple[str, str]]:
        """Return each value that any record prints, with its field: a value of a paper's file that is not here is a person's."""
        every = [*self.others, *(one for records in self.services.values() for one in records)]
        return {(name, str(value)) for one in every for name, value in stated(one).items()}

    def knows(self, name: str, value: Any) -> bool:
        """Whether a service stated this value before; of a list, any: a person who emptied it wants none."""
        return any(name in one and (isinstance(value, tuple) or one[name] == value) for one in self.stated)

    def knows_version(self, one: Version) -> bool:
        """Whether a service stated this version before."""
        records = [record for some in self.services.values() for record in some]
        known = [version for record in records for version in versions.every(merge.merge([record])[0])]
        return any(versions.compare(one, other) == "same" for other in known)


def stated(record: Record) -> dict[str, Any]:
    """Return the fields that a record gives a paper."""
    return fields(merge.merge([record])[0])


def by_paper(shelf: Catalogue, services: Iterator[str] | tuple[str, ...]) -> dict[str, PastRecords]:
    """Return the past records of each paper of the shelf, by its key; ``services`` are the names of all services."""
    names = tuple(services)
    current = {former: key for key, paper in shelf.papers.items() for former in paper.former_keys}
    own: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for ledger in shelf.ledgers.values():
        service = next((name for name in names if is_of(ledger, name)), "")
        for one in ledger.records:
            if one.paper and not one.gone:
                own[current.get(one.paper, one.paper)][service].append(known_records.of_ledger(ledger, one))
    found = {}
    for key, some in own.items():
        others = tuple(some.pop("", ()))
        found[key] = PastRecords(services={name: tuple(records) for name, records in some.items()}, others=others)
    return found
