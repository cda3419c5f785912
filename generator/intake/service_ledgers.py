"""The ledgers of services: one a day and service, which grows; a record that any of them has is not kept twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import Catalogue, Identifiers, Ledger, LedgerRecord, references

_CHANGING = {"line": 1, "paper": None, "upvotes": None, "comments": None}  # what is no fact about the paper
_ABSTRACT = {"abstract_words": 0, "sketch": None}  # unknown where a service was asked for facts alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The ledger that has or gets a service's record; ``ref`` names the record in questions and decisions."""

    stem: str
    ref: str
    line: int | None = None  # of a new record


def places(
    answers: Iterable[tuple[str, str, LedgerRecord]], shelf: Catalogue, date: str, suffix: str = ""
) -> Iterator[Place]:
    """Yield the place of each record, given with its service and format.

    A record with the same facts is the same one, whenever the service stated them. Changed facts are a new record: the
    old one stays, as questions and decisions may name it. The ``suffix`` ends the names of new ledgers.
    """
    known = _Known(shelf)
    last: dict[str, int] = {}
    for service, format_name, record in answers:
        facts = record.model_copy(update=_CHANGING)
        if ref := known.ref(service, format_name, facts):
            yield Place(stem=ref.partition("#")[0], ref=ref)
            continue
        stem = _stem(service, format_name, shelf, f"{date}-{service}{suffix}")
        if stem not in last:
            ledger = shelf.ledgers.get(stem)
            last[stem] = max((one.line for one in ledger.records), default=0) if ledger else 0
        last[stem] += 1
        yield Place(stem=stem, ref=f"{stem}#{last[stem]}", line=last[stem])


def with_record(ledger: Ledger | None, record: LedgerRecord, *, service: str, format_name: str, date: str) -> Ledger:
    """Return the service's ledger of the day with one more record at its end."""
    if ledger is None:
        return Ledger(source=service, format=format_name, date=date, records=(record,))
    return ledger.model_copy(update={"records": (*ledger.records, record)})


def is_of(ledger: Ledger, service: str) -> bool:
    """Whether a ledger holds a service's answers; before there was one a day, each answer had its own."""
    named = ledger.source == service and ledger.sha256 is None
    return named or (ledger.source.startswith(f"{service}-") and "." not in ledger.source)


def _stem(service: str, format_name: str, shelf: Catalogue, name: str) -> str:
    """Return the name of the service's ledger of the day; a file of the same name may have taken the first choice."""
    stem = name
    count = 1
    while (ledger := shelf.ledgers.get(stem)) and (ledger.source, ledger.format, ledger.sha256) != (
        service,
        format_name,
        None,
    ):
        count += 1
        stem = f"{name}-{count}"
    return stem


class _Known:
    """The records that the services' ledgers have."""

    def __init__(self, shelf: Catalogue) -> None:
        self._shelf = shelf
        self._found: dict[tuple[str, str], dict[tuple[Identifiers, str | None], list[tuple[str, LedgerRecord]]]] = {}

    def ref(self, service: str, format_name: str, facts: LedgerRecord) -> str | None:
        """Return the reference of the record that states these facts."""
        if (service, format_name) not in self._found:
            self._found[service, format_name] = self._of(service, format_name)
        alike = self._found[service, format_name].get((facts.identifiers, facts.title), ())
        changing = _CHANGING if facts.sketch else _CHANGING | _ABSTRACT
        facts = facts.model_copy(update=changing)
        return next((ref for ref, one in alike if one.model_copy(update=changing) == facts), None)

    def _of(
        self, service: str, format_name: str
    ) -> dict[tuple[Identifiers, str | None], list[tuple[str, LedgerRecord]]]:
        found = defaultdict(list)
        for stem, ledger in self._shelf.ledgers.items():
            if ledger.format == format_name and is_of(ledger, service):
                for ref, record in zip(references(stem, ledger.records), ledger.records, strict=True):
                    found[record.identifiers, record.title].append((ref, record))
        return dict(found)
