"""`shelf add`: looks one paper up at the services and adds it; also what add and refresh share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from generator import load, services
from generator.cli.group import CONTENT, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import say, say_json
from generator.intake import single
from generator.intake.offer import Offer, Plan, write, write_unasked
from generator.intake.outcome import Found
from generator.model import Node
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.taxonomy.tree import find_node
from generator.text.similarity import did_you_mean

Command = TypeVar("Command", bound=Callable[..., None])
WHERE = "\b\nThe services' addresses can be set in the environment:\n" + "\n".join(
    f"  {service.variable:<28}{service.base}" for service in services.SERVICES.values()
)


def writing(command: Command) -> Command:
    """Add the options of a command that shows what it would write, and writes after a yes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object; do not ask."),
        click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing."),
        click.option("--yes", is_flag=True, help="Write without asking."),
        CONTENT,
    ):
        command = option(command)
    return command


@main.command(epilog=WHERE)
@click.argument("reference")
@click.option("--family", metavar="FAMILY", help="The family of a new paper, by its name or key.")
@click.option("--offline", is_flag=True, help="Ask no service: make a stub to fill in.")
@writing
@guarded
def add(reference: str, *, family: str | None, offline: bool, content: Path, **how: bool) -> None:
    """Ask arXiv, Crossref, OpenAlex, Semantic Scholar and Hugging Face about one paper, and add it.

    REFERENCE is an arXiv id, a DOI, an ACL Anthology id, the address of the paper's page, or its title in quotes.
    An address is never opened: only the identifier in it is used.
    """

    def prepared() -> Plan:
        wanted = services.parse(reference)
        shelf = load(content)  # report a faulty shelf before asking any service
        nonlocal family
        family = _family(content, family, shelf.taxonomy.families) if family else None
        if offline:
            return lambda shelf: single.stub(wanted, shelf, family=family)
        with progress("Asking the services"):
            gathering = services.gather(wanted, services.Client())
        date = today()
        return lambda shelf: single.add(gathering, shelf, date=date, family=family)

    offer(prepared, content, **how)


def _family(content: Path, named: str, known: Mapping[str, Node]) -> str:
    """Return the key of the family with this key or name. Raises ShelfError."""
    if key := find_node(known, named):
        return key
    hint = did_you_mean(named, [*known, *(node.name for node in known.values())])
    message = f"there is no family {named}"
    raise ShelfError(Problem(path=files.shown(content / "taxonomy.yml"), code="ref.family", message=message, hint=hint))


def offer(
    prepared: Callable[[], Plan], content: Path, *, yes: bool = False, dry_run: bool = False, as_json: bool = False
) -> None:
    """Show what would be written, and write it after a yes."""
    try:
        plan = prepared()
        if yes and not dry_run:
            offer = write_unasked(content, plan, tell_waiting)
            agreed = bool(offer.changes)
            if not as_json:
                _show(offer, content)
        else:
            shelf = load(content)
            offer = plan(shelf)
            if not as_json:
                _show(offer, content)
            agreed = bool(offer.changes) and not dry_run and not as_json and _agreed()
            if agreed:
                write(content, offer, shelf, plan, tell_waiting)
    except ShelfError as error:
        if not as_json:
            raise
        offer, agreed = Offer(problems=error.problems), False
    if as_json:
        say_json(offer.as_json() | {"written": agreed})
    elif agreed:
        say("Written:" + "".join(f"\n  {content / change.path}" for change in offer.changes))
    unasked = bool(offer.changes) and not (agreed or dry_run) and not _is_terminal()
    if unasked:
        say("Nothing was written: no terminal to ask on. Use --yes to write.", err=True)
    sys.exit(failed(offer.problems) or unasked)


def _show(offer: Offer, content: Path) -> None:
    """Print what was found, what would be written and where the services disagree."""
    report(offer.problems)
    for paper in offer.papers:
        verdict = {"new": "New", "matched": "On the shelf", "unsure": "A person must decide"}[paper.verdict]
        say(f"{verdict}: {paper.key or '-'}  {paper.title}")
        for line in _evidence(paper):
            say(f"  {line}")
        if paper.verdict == "unsure" and offer.changes:
            say("  It becomes an open question: after writing, answer it with `shelf review`.")
    for difference in offer.differences:
        say(f"Differs: {difference}")
    facts = []
    for change in offer.changes:
        if change.path.startswith("imports/"):
            facts.append(change.path)
        elif change.before is None:
            say(f"\n{content / change.path}:\n{change.after}")
        else:
            say(f"\n{change.diff(files.shown(content))}")
    if facts:
        say("and what each service returned:" + "".join(f"\n  {content / path}" for path in facts))
    if offer.papers and not offer.changes:
        say("There is nothing to write.")


def _evidence(paper: Found) -> list[str]:
    """Return the evidence that ties the services' records to the shelf, not to each other."""
    sides = (f"{paper.key} = ", f" = {paper.key}: ") if paper.key else ()
    lines = [
        line
        for line in dict.fromkeys(paper.evidence)
        if " ? " in line or sum(line.count(side) for side in sides) == 1  # not between two versions on the shelf
    ]
    return [] if paper.verdict == "new" else lines or list(paper.evidence[:1])


def _agreed() -> bool:
    """Whether a person at the terminal says yes."""
    return _is_terminal() and click.confirm("Write this?")


def _is_terminal() -> bool:
    return sys.stdin.isatty()
