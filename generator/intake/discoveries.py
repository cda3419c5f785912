"""Papers that a shelf lacks, ranked, each with its reasons in words; none that it has or that a person rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from generator.intake import discovery_ranking, ties
from generator.intake.co_citation import Company
from generator.intake.surroundings import TOGETHER, Neighbour, Surroundings, survey
from generator.matching import merge, statuses
from generator.model import Catalogue, Paper, Record
from generator.problems import Problem
from generator.services import Client
from generator.site.views.paper_card import byline, short_name
from generator.text import identifiers, keys, paper_names
from generator.text.folding import fold
from generator.text.paper_names import Name
from generator.text.sections import counted

MOST = 50  # papers that are shown
CITES = 3  # papers here that a work must cite, if it has no other tie
NAMED = 2  # papers that a reason names
AGAIN = "run the command again later: it goes on from the answers that it has"
_WORK = "work"  # begins the references of candidates


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """A paper that the shelf lacks, and why it may belong there."""

    names: tuple[Name, ...]  # identifiers and services' numbers, the best first
    paper: Paper
    cited_by: tuple[str, ...]  # short names of papers here, the newest first
    cites: tuple[str, ...]
    cited_with: tuple[str, ...]  # those with which several works cite it, most often first
    authors: tuple[tuple[str, int], ...]  # authors of the shelf, with their number of papers here
    is_recommended: bool
    citations: int | None  # by all works that a service knows
    score: float

    @property
    def references(self) -> tuple[str, ...]:
        """Return the names as ``shelf add`` and decisions.yml take them."""
        return tuple(map(paper_names.written, self.names))

    @property
    def title(self) -> str:
        """Return the title."""
        return self.paper.name

    @cached_property
    def about(self) -> str:
        """Return authors, year and venue on one line."""
        parts = (byline(self.paper), (self.paper.date or self.paper.published or "")[:4], self.paper.venue or "")
        return " · ".join(filter(None, parts))

    @property
    def address(self) -> str:
        """Return the address of the paper's page; "" if it has none."""
        found = [url for _, url, _ in identifiers.addresses(self.paper.identifiers)]
        own = (f"https://openalex.org/{value}" for kind, value in self.names if kind == paper_names.OPENALEX)
        return next(iter(found), "") or next(own, "") or self.references[0]

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Return the reasons in words, the strongest kind first."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[str]:
        if self.cited_by:
            yield f"cited by {_listed(self.cited_by)}"
        if self.cites:
            yield f"cites {counted(len(self.cites), 'paper')} here: {_listed(self.cites)}"
        if self.cited_with:
            yield f"often cited together with {_listed(self.cited_with)}"
        for name, count in self.authors[:NAMED]:
            yield f"by {name}, who wrote {count} papers here"
        if self.is_recommended:
            yield "recommended by Semantic Scholar"

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "references": list(self.references),
            "title": self.title,
            "authors": [str(name) for name in self.paper.authors],
            "date": self.paper.date or self.paper.published,
            "venue": self.paper.venue,
            "url": self.address,
            "score": round(self.score, 3),
            "citations": self.citations,
            "cited_by": list(self.cited_by),
            "cites": list(self.cites),
            "cited_with": list(self.cited_with),
            "people": [{"name": name, "papers": count} for name, count in self.authors],
            "recommended": self.is_recommended,
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """The papers, the best first, how many candidates were left out for which reason, and what went wrong."""

    papers: tuple[Discovery, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def told(self) -> str:
        """Return what was left out, on one line; "" if nothing was."""
        return ", ".join(f"{why} ({count})" for why, count in self.left_out.items() if count)


def discover(
    shelf: Catalogue,
    client: Client,
    *,
    date: str,
    least: int | None = None,
    most: int = MOST,
    tell: Callable[[str, int], object] = lambda *_: None,
) -> Discovered:
    """Return at most so many papers that the shelf lacks, the best first, asking the services what ``survey`` says.

    Problems are those of ``Client.ask``, as warnings if anything was found.
    """
    found = survey(shelf, client, date=date, least=least, tell=tell)
    tell("matching", 0)
    left_out: Counter[str] = Counter()
    wanted = list(_wanted(found, shelf, left_out))
    wording = discovery_ranking.wording((paper.name for paper in shelf.papers.values()), (one.title for one in wanted))
    scored = (replace(one, score=one.score + discovery_ranking.WORDING * wording(one.title)) for one in wanted)
    papers = sorted(scored, key=lambda one: (-one.score, fold(one.title), one.names))
    left_out["more with a lower score"] = max(0, len(papers) - most)
    left_out["cited works not looked up"] = found.unseen
    left_out["papers here without an identifier"] = found.unidentified
    left_out["papers here that no service knows"] = found.unknown
    problems = tuple(_told(one, lasting=not found.neighbours) for one in found.problems)
    return Discovered(papers=tuple(papers[:most]), left_out=dict(left_out), problems=problems)


def _told(problem: Problem, *, lasting: bool) -> Problem:
    """Return what went wrong with a service, with a hint for this command; a warning if there are candidates all the same."""
    hint = AGAIN if "shelf add" in problem.hint else problem.hint
    return replace(problem, hint=hint, severity="error" if lasting else "warning")


def _wanted(found: Surroundings, shelf: Catalogue, left_out: Counter[str]) -> Iterator[Discovery]:
    """Yield the papers that have enough ties, and are neither here nor rejected nor retracted."""
    here = {name for paper in shelf.papers.values() for name in _names_of(paper)}
    refused = [(paper_names.all_of(one.reject), fold(one.title or "")) for one in shelf.rejections.values()]
    rejected = frozenset(name for names, _ in refused for name in names)
    titles = {title for _, title in refused if title}
    for some, key in _merged(found.neighbours, shelf):
        records = [one.work.record for one in some if one.work.record]
        names = _names(some, records)
        if key in shelf.papers or not here.isdisjoint(names):
            left_out["here already"] += 1
        elif not key:
            left_out["perhaps the same as another paper"] += 1
        elif not rejected.isdisjoint(names) or not titles.isdisjoint(fold(record.title) for record in records):
            left_out["rejected before"] += 1
        elif any(one.work.is_off for one in some) or any(map(_is_notice, records)) or _is_off(records):
            left_out["retracted or no paper"] += 1
        elif names:
            company = found.co_citation.company((one.work.service.name, one.work.number) for one in some)
            if _is_tied(some, company, found.least):
                yield _discovery(some, records, names, shelf, company)


def _names_of(paper: Paper) -> Iterator[Name]:
    yield from paper_names.of(paper.identifiers)
    yield from (("doi", one.doi) for one in paper.other_versions if one.doi)


def _names(some: Sequence[Neighbour], records: Sequence[Record]) -> tuple[Name, ...]:
    """Return the identifiers of a paper, one of each kind, then its number at each service."""
    numbers = {one.work.service.name: one.work.number for one in reversed(some)}
    found = merge.merge(records)[0].identifiers
    own = [name for record in records for name in paper_names.of(record.identifiers)]
    first = paper_names.of(found, work=numbers.get("openalex", ""), paper=numbers.get("semantic-scholar", ""))
    return tuple(dict.fromkeys((*first, *own)))


def _is_notice(record: Record) -> bool:
    """Whether a title says that the paper was retracted, or that this is a notice about another one."""
    return keys.without_status(record.title) != record.title


def _is_off(records: Sequence[Record]) -> bool:
    return any(status.is_off for status in statuses.agreed(records))


def _is_tied(some: Sequence[Neighbour], company: Company, least: int) -> bool:
    """Whether one of the reasons is strong enough by itself, or a paper here cites it and it cites another one."""
    cited_by, cites = _union(one.cited_by for one in some), _union(one.cites for one in some)
    return (
        len(cited_by) >= least
        or len(cites) >= CITES
        or bool(cited_by and cites)
        or max(company.works.values(), default=0) >= TOGETHER
        or any(one.authors for one in some)
        or any(one.is_recommended for one in some)
    )


def _merged(neighbours: Sequence[Neighbour], shelf: Catalogue) -> Iterator[tuple[list[Neighbour], str | None]]:
    """Yield the works of each paper with its key, that of a new paper included; None if the matcher is unsure."""
    by_ref = {f"{_WORK}#{number}": one for number, one in enumerate(neighbours, start=1)}
    records = {ref: one.work.record for ref, one in by_ref.items() if one.work.record}
    tied = ties.tie(records, shelf)
    for group in tied.clusters.groups:
        refs = [tied.members[number].ref for number in group if tied.members[number].role == "new"]
        if refs:
            yield [by_ref[ref] for ref in refs], tied.papers.get(group[0])


def _discovery(
    some: Sequence[Neighbour], records: Sequence[Record], names: tuple[Name, ...], shelf: Catalogue, company: Company
) -> Discovery:
    cited_by, cites = _union(one.cited_by for one in some), _union(one.cites for one in some)
    authors = {author.name: count for one in some for author, count in one.authors.items()}
    citations = max((one.work.citations for one in some if one.work.citations is not None), default=None)
    is_recommended = any(one.is_recommended for one in some)
    return Discovery(
        names=names,
        paper=merge.merge(records)[0],
        cited_by=_short(cited_by, shelf),
        cites=_short(cites, shelf),
        cited_with=_with(company, shelf),
        authors=tuple(sorted(authors.items(), key=lambda one: (-one[1], one[0]))),
        is_recommended=is_recommended,
        citations=citations,
        score=discovery_ranking.ties(company.closeness, is_recommended=is_recommended),
    )


def _short(found: frozenset[str], shelf: Catalogue) -> tuple[str, ...]:
    """Return the short names of papers, the newest first."""
    ordered = sorted(found, key=lambda key: (shelf.papers[key].date or "", key), reverse=True)
    return tuple(short_name(shelf.papers[key]) for key in ordered)


def _with(company: Company, shelf: Catalogue) -> tuple[str, ...]:
    """Return the short names of the papers with which several works cite one, most often first."""
    often = sorted((-count, key) for key, count in company.works.items() if count >= TOGETHER)
    return tuple(short_name(shelf.papers[key]) for _, key in often)


def _listed(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - NAMED
    if more > 1:
        return f"{', '.join(names[:NAMED])} and {more} others"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
