"""`shelf add`: looks papers up at the services and adds them; also what add and refresh share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from generator import load, services
from generator.cli import reference_list
from generator.cli.group import CONTENT, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import say, say_json
from generator.intake import single
from generator.intake.offer import Offer, Plan, write, write_unasked
from generator.intake.outcome import Found
from generator.model import Node
from generator.problems import Problem, ShelfError
from generator.storage import cache, files
from generator.taxonomy.tree import find_node
from generator.text.similarity import did_you_mean

Command = TypeVar("Command", bound=Callable[..., None])
WHERE = (
    "\b\nThe services' addresses can be set in the environment:\n"
    + "\n".join(f"  {service.variable:<28}{service.base}" for service in services.SERVICES.values())
    + "\n\n\b\nSo can keys, which allow more requests, and an e-mail address for the services:\n"
    + "\n".join(f"  {one.key_variable}" for one in services.SERVICES.values() if one.key_variable)
    + "\n  SHELF_CONTACT"
)
ANSWERS = cache.FOLDER / "answers"  # of services, beside the content folder
SECONDS = 20 * 60.0  # for all requests of a command that asks about all papers
_STUB = "`shelf add --offline` makes a stub to fill in"
SHOWN = 10  # new papers that are shown whole


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


def saving(command: Command) -> Command:
    """Add the options of a command that asks about all papers and goes on from the answers that it has."""
    for option in (
        click.option("--offline", is_flag=True, help="Ask nobody: use saved answers of any age."),
        click.option(
            "--saved",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="Where answers of services are saved, so that a run that stopped goes on from them; "
            f"{ANSWERS.as_posix()} beside the content folder by default.",
        ),
    ):
        command = option(command)
    return command


def client(content: Path, saved: Path | None, *, offline: bool) -> services.Client:
    """Return a client that saves answers in a folder, and has a deadline. Raises ShelfError if the environment is wrong."""
    folder = saved or content.absolute().parent / ANSWERS
    answers = services.SavedAnswers(folder, fresh=None) if offline else services.SavedAnswers(folder)
    if not offline:
        answers.forget()
    return services.Client(saved=answers, offline=offline, seconds=SECONDS)


@main.command(epilog=WHERE)
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--file", "listed", metavar="FILE", help="Add the papers of a list, one reference a line; - is stdin.")
@click.option("--family", metavar="FAMILY", help="The family of new papers, by its name or key.")
@click.option("--offline", is_flag=True, help="Ask no service: make stubs to fill in.")
@writing
@guarded
def add(
    references: tuple[str, ...],
    *,
    listed: str | None,
    family: str | None,
    offline: bool,
    content: Path,
    **how: bool,
) -> None:
    """Ask arXiv, Crossref, OpenAlex, Semantic Scholar and Hugging Face about papers, and add them.

    REFERENCE is an arXiv id, a DOI, an ACL Anthology id, the address of the paper's page, or its title in quotes.
    An address is never opened: only the identifier in it is used. Without a REFERENCE, a list is read from standard
    input.
    """
    listed = listed or ("-" if not references and not _is_terminal() else None)
    if not references and not listed:
        raise click.UsageError("Name a paper, as in `shelf add 2107.02137`, or a list with --file.")

    def prepared() -> Plan[Offer]:
        wanted, problems = reference_list.read(references, listed)
        shelf = load(content)  # report a faulty shelf before asking any service
        key = _family(content, family, shelf.taxonomy.families) if family else None
        if not wanted:
            return lambda _: Offer(problems=problems)
        if offline:
            found = [one.reference for one in wanted]
            return lambda shelf: _with(problems, single.stubs(found, shelf, family=key))
        with progress("Asking the services", len(wanted)) as tell:
            client = services.Client(otherwise=_STUB)
            gatherings = services.gather_all([one.reference for one in wanted], client, tell)
        placed = [one.placed(gathering) for one, gathering in zip(wanted, gatherings, strict=True)]
        date = today()
        return lambda shelf: _with(problems, single.add(placed, shelf, date=date, family=key))

    offer(prepared, content, **how)


def _with(problems: tuple[Problem, ...], offer: Offer) -> Offer:
    """Return an offer with the problems of what was typed first."""
    return replace(offer, problems=(*problems, *offer.problems))


def _family(content: Path, named: str, known: Mapping[str, Node]) -> str:
    """Return the key of the family with this key or name. Raises ShelfError."""
    if key := find_node(known, named):
        return key
    hint = did_you_mean(named, [*known, *(node.name for node in known.values())])
    message = f"there is no family {named}"
    raise ShelfError(Problem(path=files.shown(content / "taxonomy.yml"), code="ref.family", message=message, hint=hint))


def offer(
    prepared: Callable[[], Plan[Offer]],
    content: Path,
    *,
    yes: bool = False,
    dry_run: bool = False,
    as_json: bool = False,
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
                _show(offer, content, whole=dry_run)
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


def _show(offer: Offer, content: Path, *, whole: bool = False) -> None:
    """Print what was found, what would be written and where the services disagree; of many papers, less of each."""
    report(offer.problems)
    whole = whole or len(offer.papers) <= SHOWN
    for paper in offer.papers:
        verdict = {"new": "New", "matched": "On the shelf", "unsure": "A person must decide"}[paper.verdict]
        say(f"{verdict}: {paper.key or '-'}  {paper.title}")
        for line in _evidence(paper) if whole or paper.verdict == "unsure" else ():
            say(f"  {line}")
        if paper.verdict == "unsure" and offer.changes:
            say("  It becomes an open question: after writing, answer it with `shelf review`.")
    for difference in offer.differences:
        say(f"Differs: {difference}")
    new, facts = [], []
    for change in offer.changes:
        if change.path.startswith("imports/"):
            facts.append(change.path)
        elif change.before is not None:
            say(f"\n{change.diff(files.shown(content))}")
        elif whole:
            say(f"\n{content / change.path}:\n{change.after}")
        else:
            new.append(change.path)
    _list(f"\n{len(new)} new files, which --dry-run shows whole:", new, content)
    _list("and what each service returned:", facts, content)
    if offer.papers and not offer.changes:
        say("There is nothing to write.")


def _list(title: str, paths: list[str], content: Path) -> None:
    if paths:
        say(title + "".join(f"\n  {content / path}" for path in paths))


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
    return bool(sys.stdin and sys.stdin.isatty())
