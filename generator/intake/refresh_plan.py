"""`shelf refresh --all`: from the answers of the services to news, and to what of it is written: papers, ledgers, watch.yml."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.content import catalogue
from generator.content.catalogue import Thing
from generator.intake import attribution, faulty_links
from generator.intake.accession import printed
from generator.intake.completion import without_foreign
from generator.intake.developments import development
from generator.intake.faulty_links import LinkState
from generator.intake.news_items import LeftOut, News
from generator.intake.offer import source_of
from generator.intake.past_records import PastRecords, by_paper
from generator.intake.service_ledgers import places, with_record
from generator.intake.updates import owners
from generator.model import Catalogue, Check, Ledger, Watch
from generator.problems import Problem
from generator.services import Fetched, Gathering, extensions
from generator.services.registry import GITHUB
from generator.services.repositories import Repository
from generator.storage.transactions import Change
from generator.text import identifiers

SUFFIX = "-refresh"  # ends the names of these ledgers: a person who adds papers on the same day writes to others
_UNKNOWN = "add.unknown"
_NOBODY = 5  # papers that no service knows, named in a line
_DECIDED = frozenset({"add.ambiguous", "add.wrong-paper", "add.disagrees"})  # said of a paper, not of a service


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What the services and links were asked, and what they answered, before anything is compared with the shelf."""

    gatherings: Mapping[str, Gathering] = field(default_factory=dict)  # by the key of the paper
    repositories: Mapping[str, Repository] = field(default_factory=dict)
    links: Mapping[str, LinkState] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What is new, what would be written, and what was left out."""

    news: tuple[News, ...] = ()
    changes: tuple[Change, ...] = ()
    checked: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints; the command adds ``written``."""
        return {
            "news": [one.as_json() for one in self.news],
            "left_out": [one.as_json() for one in self.left_out],
            "checked": dict(self.checked),
            "changes": [{"path": change.path, "diff": change.diff()} for change in self.changes],
            "problems": [problem.as_json() for problem in self.problems],
        }


def outlook(findings: Findings, shelf: Catalogue, *, date: str) -> Outlook:
    """Return the news for the shelf as it is now, and the changes that one transaction writes."""
    gatherings = {key: one for key, one in findings.gatherings.items() if key in shelf.papers}
    left_out, problems = _left_out(gatherings)
    answers, foreign = attribution.attributed(gatherings, shelf, date)
    problems += foreign
    past = by_paper(shelf, tuple(extensions.services()))
    used = owners(shelf.papers)
    things: dict[str, Thing] = {}
    news: list[News] = []
    kept: list[tuple[str, Fetched]] = []
    for key, own in sorted(answers.items()):
        found = development(key, shelf.papers[key], own, past.get(key, PastRecords()))
        paper, shared = without_foreign(key, shelf.papers[key], found.paper, used, shelf.root)
        used |= dict.fromkeys(identifiers.unique(paper.identifiers), key)
        problems += shared
        lost = {
            f"identifiers.{kind}"
            for kind, value in found.paper.identifiers
            if getattr(paper.identifiers, kind) != value
        }
        news += [replace(one, kind="proposal", written=False) if one.field in lost else one for one in found.news]
        things[f"papers/{key}.yml"] = paper
        kept += [(key, one) for one in found.used]
    things |= {f"imports/{stem}.yml": ledger for stem, ledger in _ledgers(kept, shelf, date).items()}
    links, faults = faulty_links.judged(shelf, findings.links, findings.repositories, date)
    days = _days(answers, findings.repositories, shelf, date)
    things["watch.yml"] = Watch(checks=_checks(days, shelf), links=links)
    return Outlook(
        news=tuple(sorted((*news, *faults), key=lambda one: (one.key, one.kind))),
        changes=tuple(catalogue.changes(shelf, things, apart=True)),
        checked=dict(sorted(Counter(service for _, service in days).items())),
        left_out=(*findings.left_out, *left_out),
        problems=tuple(dict.fromkeys(problems)),
    )


def _ledgers(kept: Sequence[tuple[str, Fetched]], shelf: Catalogue, date: str) -> dict[str, Ledger]:
    """Return the ledgers of the services that grow by the records that brought something."""
    rows = [(source_of(one), key) for key, one in kept]
    rows.sort(key=lambda row: (row[0].service, row[0].name, row[1]))
    records = [(source, printed(source.records[0], key)) for source, key in rows]
    facts = ((source.service, source.format, printed(source.records[0])) for source, _ in rows)
    ledgers: dict[str, Ledger] = {}
    for (source, record), place in zip(records, places(facts, shelf, date, SUFFIX), strict=True):
        if place.line:
            ledgers[place.stem] = with_record(
                ledgers.get(place.stem) or shelf.ledgers.get(place.stem),
                record.model_copy(update={"line": place.line}),
                service=source.service,
                format_name=source.format,
                date=date,
            )
    return ledgers


def _days(
    answers: Mapping[str, Sequence[Fetched]], repos: Mapping[str, Repository], shelf: Catalogue, date: str
) -> dict[tuple[str, str], str]:
    """Return the day on which each service said something of each paper, by key and service, as far as this run knows."""
    days = {(key, one.service.name): one.day or date for key, own in answers.items() for one in own}
    for name, keys in faulty_links.checked(repos, shelf).items():
        for key in keys:
            day = repos[name].day or date
            days[key, GITHUB.name] = min(day, days.get((key, GITHUB.name), day))
    return days


def _checks(days: Mapping[tuple[str, str], str], shelf: Catalogue) -> tuple[Check, ...]:
    """Return when each paper was last checked by each service: what is known now, and before."""
    last: dict[tuple[str, str], str] = {}
    for one in shelf.watch.checks:
        last |= {(key, service): one.date for key in one.papers for service in one.services if key in shelf.papers}
    for pair, day in days.items():
        last[pair] = max(day, last.get(pair, day))
    services: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (key, service), day in sorted(last.items()):
        services[day, key].append(service)
    papers: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (day, key), names in sorted(services.items()):
        papers[day, tuple(names)].append(key)
    found = sorted(papers.items(), key=lambda one: one[0][1])
    found.sort(key=lambda one: one[0][0], reverse=True)
    return tuple(Check(date=day, services=names, papers=tuple(keys)) for (day, names), keys in found)


def _left_out(gatherings: Mapping[str, Gathering]) -> tuple[list[LeftOut], list[Problem]]:
    """Return what went wrong, counted where it is a service's fault, and the problems: errors if no service answered."""
    every = [problem for one in gatherings.values() for problem in one.problems]
    answered = any(one.found for one in gatherings.values()) or not all(map(_is_fault, every))
    told = _told(gatherings.values())
    if every and not answered:
        return [], told
    counts: Counter[str] = Counter()
    for one in gatherings.values():
        counts.update({problem.message for problem in one.problems if _is_fault(problem)})
    found = [LeftOut(what=_service(message), count=count, why=message) for message, count in counts.items()]
    nobody = [key for key, one in gatherings.items() if any(problem.code == _UNKNOWN for problem in one.problems)]
    if nobody:
        named = ", ".join(nobody[:_NOBODY]) + (" …" if len(nobody) > _NOBODY else "")
        found.append(LeftOut(what="papers", count=len(nobody), why=f"no service that answered knows them: {named}"))
    return found, [replace(one, severity="warning") for one in told if one.code != _UNKNOWN]


def _told(gatherings: Iterable[Gathering]) -> list[Problem]:
    """Return what went wrong; what a service does wrong again and again is told once, with the first paper as its example."""
    found: dict[tuple[str, ...], Problem] = {}
    for one in attribution.told(gatherings):
        found.setdefault((one.path, one.message) if _is_fault(one) else (one.path, one.message, one.hint), one)
    return list(found.values())


def _is_fault(problem: Problem) -> bool:
    return problem.code not in _DECIDED and problem.code != _UNKNOWN and problem.code.startswith("add.")


def _service(message: str) -> str:
    """Return the service that a fault is about, which its message names first."""
    return next((one.title for one in extensions.services().values() if message.startswith(one.title)), "services")


def due(shelf: Catalogue, keys: Iterable[str], most: int) -> tuple[list[str], list[str]]:
    """Return the papers among these that were not checked for longest, at most so many, and the others."""
    last: dict[str, str] = {}
    for one in shelf.watch.checks:
        for key in one.papers:
            last[key] = max(one.date, last.get(key, ""))
    ordered = sorted(keys, key=lambda key: (last.get(key, ""), key))
    return ordered[:most], ordered[most:]
