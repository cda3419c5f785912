"""Notices of retractions and corrections: the papers that they name get the status, whichever of the two came first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.intake import updates
from generator.matching import statuses
from generator.model import Catalogue, Identifiers, LedgerRecord, Paper, Record, Status, StatusKind
from generator.text import identifiers, retractions

_UPDATE = re.compile(
    r"([\w -]+): (10\.\S+?)(?: \((\d{4}(?:-\d\d){0,2})\))?(?:; |$)"
)  # as formats/crossref.py writes them
_CODES: dict[str, StatusKind] = {"ROF": "retracted", "ECF": "concern", "EFR": "corrected", "PROF": "corrected"}
_DOI = re.compile(r"\bdoi:\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"\bPMID:\s*(\d{1,8})")


def applied(
    new: Sequence[tuple[str | None, Record]],
    fresh: Collection[str],
    papers: Mapping[str, Paper],
    shelf: Catalogue,
) -> dict[str, Paper]:
    """Return the papers that change because a notice names them by DOI or PubMed id.

    ``new`` records, each with the key of its paper, are notices to all papers, those of the shelf's ledgers only to the
    papers that are ``fresh``: a status that a person removed does not come back. What a record of the paper denies is not
    applied.
    """
    owners = updates.owners({**shelf.papers, **papers})
    found: dict[str, list[Status]] = defaultdict(list)
    for _, record in new:
        for place, status in _named(record.further, record.identifiers, record.date):
            if key := owners.get(place):
                found[key].append(status)
    ledgers = [one for ledger in shelf.ledgers.values() for one in ledger.records]
    for one in ledgers if fresh else ():
        for place, status in _named(one.further.items(), one.identifiers, one.date):
            if (key := owners.get(place)) in fresh:
                found[key or ""].append(status)
    changed: dict[str, Paper] = {}
    for key, claims in found.items():
        paper = papers.get(key) or shelf.papers[key]
        added = statuses.added(paper.status, statuses.agreed([_record(claims), *_denials(key, new, ledgers)]))
        if added != paper.status:
            changed[key] = paper.model_copy(update={"status": added})
    return changed


def _denials(key: str, new: Iterable[tuple[str | None, Record]], ledgers: Iterable[LedgerRecord]) -> Iterator[Record]:
    """Yield a record for each that denies something of a paper."""
    denied = [record.denies for other, record in new if other == key]
    for denies in filter(None, (*denied, *(one.denies for one in ledgers if one.paper == key))):
        yield Record(source="", line=1, denies=denies)


def _record(claims: Iterable[Status]) -> Record:
    return Record(source="", line=1, status=tuple(claims))


def _named(
    further: Iterable[tuple[str, str]], own: Identifiers, date: str | None
) -> Iterator[tuple[tuple[str, str], Status]]:
    """Yield the identifier of each paper that a notice names, with the status; nothing for a paper itself."""
    for name, text in further:
        if name == "update-to":
            for word, named, day in _UPDATE.findall(text):
                kind, doi = retractions.meaning(word), identifiers.doi(named)
                if kind and doi and doi != own.doi:
                    yield ("doi", doi), _status(kind, day or date, own, "Crossref")
        elif name in _CODES:
            status = _status(_CODES[name], date, own, "PubMed")
            for number in _PMID.findall(text):
                yield ("pmid", number), status
            for doi in filter(None, map(identifiers.doi, _DOI.findall(text))):
                yield ("doi", doi), status


def _status(kind: StatusKind, date: str | None, own: Identifiers, by: str) -> Status:
    """Return the status that a notice with these identifiers gives."""
    notice = retractions.address(doi=own.doi or "", pmid=own.pmid or "") if own.doi or own.pmid else None
    return Status(kind=kind, date=date, notice=notice, by=(by,))
