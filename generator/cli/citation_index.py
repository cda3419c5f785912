"""`shelf citations`: asks the services who cites whom inside the shelf, and writes content/citations.yml."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from generator.cli.add import WHERE, saving, writing
from generator.cli.add import client as saving_client
from generator.cli.group import existing, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import is_person, say, say_json
from generator.content import catalogue
from generator.intake import citation_links
from generator.model import Catalogue, CitationGraph
from generator.problems import Problem
from generator.services import cited_references
from generator.services.cited_references import Found
from generator.storage import transactions
from generator.storage.transactions import Change
from generator.text.sections import counted

FILE = "citations.yml"
_NAMED = 6  # papers that a message names


@main.command(epilog=WHERE)
@saving
@writing
@guarded
def citations(*, saved: Path | None, offline: bool, content: Path, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Ask OpenAlex and Semantic Scholar who cites whom inside the shelf, and write citations.yml.

    The file says which papers of the shelf cite each other, how many other works each paper cites, and how many of those
    works two papers have in common. Where a service fails, the file keeps what it has of those papers.
    """
    existing(content)
    shelf = catalogue.load(content)
    asked = {key: ids for key, paper in shelf.papers.items() if (ids := citation_links.single_identifiers(paper))}
    client = saving_client(content, saved, offline=offline)
    with progress("Asking who cites whom", len(asked)) as tell:
        found = cited_references.find(asked, client, tell)
    date = today()
    result = _Result(shelf=shelf, found=found, now=citation_links.made(shelf, found, date), asked=tuple(asked))
    problems = result.problems()
    if not as_json:
        report(problems)
        say(result.told())
    changed = bool(catalogue.changes(shelf, {FILE: result.now}))
    wanted = changed and not dry_run
    agreed = wanted and (yes or (not as_json and is_person() and click.confirm("Write this?")))
    if agreed:
        _write(content, result, date)
    if as_json:
        say_json(
            {
                **result.as_json(),
                "problems": [one.as_json() for one in problems],
                "changed": changed,
                "written": agreed,
            }
        )
    elif agreed:
        say(f"Written: {content / FILE}")
    elif not changed:
        say("There is nothing to write.")
    unasked = wanted and not agreed and not as_json and not is_person()
    if unasked:
        say("Nothing was written: no terminal to ask on. Use --yes to write.", err=True)
    sys.exit(failed(problems) or unasked)


def _write(content: Path, result: _Result, date: str) -> None:
    """Write the graph for the shelf as it is now."""

    def plan() -> tuple[None, Sequence[Change]]:
        shelf = catalogue.load(content)
        graph = result.now if shelf == result.shelf else citation_links.made(shelf, result.found, date)
        return None, catalogue.changes(shelf, {FILE: graph})

    transactions.carry_out(content, plan, tell_waiting)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Result:
    """What came of the questions."""

    shelf: Catalogue
    found: Sequence[Found]
    now: CitationGraph
    asked: tuple[str, ...]

    def problems(self) -> list[Problem]:
        """Return what went wrong: a warning, unless no service answered about any paper."""
        problems = [problem for one in self.found for problem in one.problems]
        return problems if self.is_unanswered else [replace(one, severity="warning") for one in problems]

    @property
    def is_unanswered(self) -> bool:
        """Whether no service answered about any paper."""
        return all(one.unanswered.issuperset(self.asked) for one in self.found)

    @property
    def unidentified(self) -> list[str]:
        """Return the papers that have no identifier to ask by."""
        return [key for key in self.shelf.papers if key not in self.asked]

    @property
    def unknown(self) -> list[str]:
        """Return the papers of which no service knows a reference, though all answered."""
        open_ = frozenset().union(*(one.unanswered for one in self.found))
        return [key for key in self.asked if key not in open_ and key not in self.now.papers]

    def pairs(self, graph: CitationGraph) -> set[tuple[str, str]]:
        """Return who cites whom."""
        return {(key, other) for key, one in graph.papers.items() for other in one.cites}

    def as_json(self) -> dict[str, Any]:
        """Return what ``--json`` prints of it."""
        before, now = self.pairs(self.shelf.citations), self.pairs(self.now)
        return {
            "papers": len(self.shelf.papers),
            "known": len(self.now.papers),
            "citations": len(now),
            "new": [{"paper": key, "cites": other} for key, other in sorted(now - before)],
            "gone": [{"paper": key, "cites": other} for key, other in sorted(before - now)],
            "unidentified": self.unidentified,
            "unknown": self.unknown,
            "unanswered": {one.service.name: sorted(one.unanswered) for one in self.found},
        }

    def told(self) -> str:
        """Return the lines for a person."""
        if self.asked and self.is_unanswered:
            return "No service answered."
        before, now = self.pairs(self.shelf.citations), self.pairs(self.now)
        outside = sum(one.outside for one in self.now.papers.values())
        inside = f"{counted(len(now), 'citation')} inside the shelf ({len(now - before)} new, {len(before - now)} gone)"
        known = f"{len(self.now.papers)} of {counted(len(self.shelf.papers), 'paper')}"
        lines = [f"{inside}, and {outside} of other works. References are known of {known}."]
        lines += [
            f"{one.service.title} did not answer about {_listed(sorted(one.unanswered), len(self.asked))}:"
            " what citations.yml has of them stays."
            for one in self.found
            if one.unanswered
        ]
        if self.unidentified:
            lines.append(f"Not asked about, as they have no identifier: {_listed(self.unidentified)}.")
        if self.unknown:
            lines.append(f"No service knows references of {_listed(self.unknown)}.")
        return "\n".join(lines)


def _listed(keys: Sequence[str], of: int = 0) -> str:
    """Return the number of papers, and some of them by key, unless they are all ``of`` them."""
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    named = "" if len(keys) == of else f" ({', '.join(keys[:_NAMED])}{more})"
    return f"{counted(len(keys), 'paper')}{named}"
