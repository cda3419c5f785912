"""Links the references that services state to the papers of the shelf: its citation graph. What one did not answer stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from generator.formats.answers.citing_works import Name
from generator.intake.bibliographic_coupling import coupled
from generator.intake.service_ledgers import is_of
from generator.model import Catalogue, CitationGraph, Identifiers, Paper, ReferenceList
from generator.services import SERVICES
from generator.services.cited_references import ASKED, Found
from generator.text import identifiers

_ASKED_BY = ("arxiv", "doi", "acl", "pmid", "openreview")  # the best known first


def single_identifiers(paper: Paper) -> tuple[Identifiers, ...]:
    """Return the identifiers by which services know a paper, one in each, those of its other versions included."""
    own = [(kind, getattr(paper.identifiers, kind)) for kind in _ASKED_BY]
    others = [("doi", one.doi) for one in paper.other_versions]
    return tuple(Identifiers(**{kind: value}) for kind, value in dict.fromkeys([*own, *others]) if value)


def made(shelf: Catalogue, found: Sequence[Found], date: str) -> CitationGraph:
    """Return the graph of what services found, which keeps its date if nothing else changed.

    The order of the answers does not matter. What the former graph has of papers that a service did not answer about
    stays, and joins what the others state. Answers about papers that are gone by now are left out.
    """
    found = [_of_now(one, shelf) for one in found]
    owners = _owners(shelf, found)
    stated = [_Statement.of(one, owners) for one in found]
    former = shelf.citations
    unanswered = frozenset().union(*(one.unanswered for one in found))
    cites: dict[str, set[str]] = {key: set() for key in shelf.papers}
    outside: dict[str, int] = dict.fromkeys(shelf.papers, 0)
    for one in stated:
        for key, others in one.cites.items():
            cites[key] |= others
            outside[key] = max(outside[key], len(one.outside[key]))
    for key in unanswered & former.papers.keys():
        cites[key].update(former.papers[key].cites)
        outside[key] = max(outside[key], former.papers[key].outside)
    common = _common(stated, former, unanswered)
    papers = {
        key: ReferenceList(cites=tuple(sorted(cites[key])), outside=outside[key], common=common.get(key, {}))
        for key in sorted(shelf.papers)
        if cites[key] or outside[key] or key in common
    }
    services = {one.service.name for one in found if one.works} | (set(former.services) if unanswered else set())
    now = CitationGraph(
        date=date, services=tuple(name for name in SERVICES if name in services), papers=papers if services else {}
    )
    return former if now.model_copy(update={"date": former.date}) == former else now


def _of_now(found: Found, shelf: Catalogue) -> Found:
    works = {key: works for key, works in found.works.items() if key in shelf.papers}
    return replace(found, works=works, unanswered=found.unanswered & shelf.papers.keys())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Statement:
    """What one service says that papers cite: papers of the shelf, and others by its numbers."""

    cites: dict[str, set[str]] = field(default_factory=dict)
    outside: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Found, owners: Mapping[Name, str | None]) -> _Statement:
        service = found.service.name
        made = cls()
        for key, works in found.works.items():
            cited, others = made.cites.setdefault(key, set()), made.outside.setdefault(key, set())
            for reference in (one for work in works for one in work.references):
                here = {owners[name] for name in reference if name in owners}
                if not here:
                    others.update(value for kind, value in reference if kind == service)
                elif len(here) == 1:  # else its names are those of several papers
                    cited.update(one for one in here if one and one != key)
        return made


def _owners(shelf: Catalogue, found: Sequence[Found]) -> dict[Name, str | None]:
    """Return the paper that has each name; None if several have it, as conference abstracts share a DOI."""
    owners: dict[Name, str | None] = {}
    for key, name in _names(shelf, found):
        owners[name] = key if owners.get(name, key) == key else None
    return owners


def _names(shelf: Catalogue, found: Sequence[Found]) -> Iterator[tuple[str, Name]]:
    for key, paper in shelf.papers.items():
        for one in single_identifiers(paper):
            yield from ((key, name) for name in identifiers.unique(one))
            yield from ((key, name) for name in identifiers.unique(identifiers.of_url(one.doi or "")))  # the ACL's too
    for ledger in shelf.ledgers.values():
        for service in ASKED:
            if is_of(ledger, service):
                yield from ((one.paper, (service, one.id)) for one in ledger.records if one.paper and one.id)
    for one_service in found:
        for key, works in one_service.works.items():
            yield from ((key, name) for work in works for name in work.names)


def _common(
    stated: Sequence[_Statement], former: CitationGraph, unanswered: AbstractSet[str]
) -> dict[str, dict[str, int]]:
    """Return the outside references that pairs have in common; those of unanswered papers do not become fewer."""
    joined = coupled([one.outside for one in stated])
    for key, one in former.papers.items():
        for other, number in one.common.items():
            if {key, other} & unanswered:
                pairs = joined.setdefault(key, {})
                pairs[other] = max(pairs.get(other, 0), number)
    return {key: dict(sorted(others.items())) for key, others in joined.items()}
