"""`shelf refresh`: fills empty fields of papers from the services."""

from __future__ import annotations

from pathlib import Path

import click

from generator import load, services
from generator.cli.add import WHERE, offer, writing
from generator.cli.group import guarded, main, progress, today
from generator.content import catalogue
from generator.intake import single
from generator.intake.offer import Offer, Plan
from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.storage import files


@main.command(epilog=WHERE)
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@writing
@guarded
def refresh(keys: tuple[str, ...], *, content: Path, **how: bool) -> None:
    """Fill empty fields from the services, in all papers or those with the given KEYs.

    Existing values are never changed; if a service disagrees with one, that is printed.
    """

    def prepared() -> Plan:
        shelf = load(content)
        if unknown := [key for key in keys if key not in shelf.papers]:
            raise ShelfError(*(catalogue.unknown_paper(content, key, shelf) for key in unknown))
        asked, silent = {}, []
        for key in dict.fromkeys(keys or shelf.papers):
            paper = shelf.papers[key]
            if reference := services.of_paper(paper.identifiers, paper.title):
                asked[key] = reference
            else:
                silent.append(_unidentified(content, key))
        with progress("Asking the services", len(asked)) as tell:
            found = services.gather_all(list(asked.values()), services.Client(), tell)
        gatherings = dict(zip(asked, found, strict=True))
        date = today()

        def plan(shelf: Catalogue) -> Offer:
            there = {key: one for key, one in gatherings.items() if key in shelf.papers}
            return single.refresh(there, shelf, date=date, problems=silent)

        return plan

    offer(prepared, content, **how)


def _unidentified(content: Path, key: str) -> Problem:
    """Return the problem of a draft that has neither an identifier nor a title."""
    return Problem(
        path=files.shown(content / "papers" / f"{key}.yml"),
        code="refresh.nothing-to-ask-by",
        message="this draft has neither a title nor an identifier: no service can be asked",
        hint="add one of the two",
        severity="warning",
    )
