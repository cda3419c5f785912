"""`shelf import`: imports sources into the shelf, and asks about what a library says otherwise than before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from generator.cli.group import CONTENT, FormatName, failed, guarded, iso_date, main, progress, report, tell_waiting
from generator.cli.terminal import choice, is_person, say, say_json
from generator.intake import imports
from generator.intake.amendments import Amendment
from generator.intake.outcome import Outcome
from generator.storage import files
from generator.text.sections import counted

_ANSWERS = {"y": "yes", "n": "no", "a": "all", "q": "quit"}


@main.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=FormatName(),
    help="The format of the sources, instead of detecting it.",
)
@click.option("--date", callback=iso_date, help="The date of the sources [default: today].")
@CONTENT
@click.option("--yes", is_flag=True, help="Take over what a library has changed, without asking.")
@click.option("--dry-run", is_flag=True, help="Print what would change, as a diff; write nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: records, papers, problems, counts; do not ask."
)
@guarded
def import_(
    sources: tuple[Path, ...],
    format_name: str | None,
    date: str,
    content: Path,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read SOURCES, match their records with the shelf, and write what is new.

    A library that was imported before, such as Better BibTeX's export of one, is known again. What it says otherwise than
    before is shown as a diff of each paper, and written after a yes.
    """
    texts = imports.read(sources)
    take = partial(
        imports.take, texts, content=content, format_name=format_name, date=date, dry_run=dry_run, waiting=tell_waiting
    )
    with progress("Importing"):
        outcome = take(verdict=lambda _: yes or None)
    if as_json:
        say_json(outcome.as_json())
        sys.exit(failed(outcome.problems))
    asking = bool(outcome.waiting) and not dry_run and is_person()
    _show(outcome, hinted=not dry_run, listed=not asking)
    if asking:
        answers = _answers(outcome.waiting, content)
        if answers:
            with progress("Importing"):
                then = take(verdict=imports.decided(outcome.waiting, answers))
            outcome = replace(outcome, changes=(*outcome.changes, *then.changes), amendments=then.amendments)
        if outcome.waiting:
            say(f"{counted(len(outcome.waiting), 'paper')} left for later: the next import of this file asks again")
    elif outcome.waiting and not dry_run:
        say("The waiting changes were not written: there is no terminal to ask on. Use --yes to write them.", err=True)
    verb = "would change" if dry_run else "changed"
    say(
        f"{counted(len(outcome.changed), 'file')} {verb}" + "".join(f"\n  {content / path}" for path in outcome.changed)
    )
    if dry_run:
        say("".join(change.diff(files.shown(content)) for change in outcome.changes), nl=False)
        if outcome.waiting:
            say("after a yes:")
            say("".join(one.change.diff(files.shown(content)) for one in outcome.waiting), nl=False)
    sys.exit(failed(outcome.problems))


def _show(outcome: Outcome, *, hinted: bool, listed: bool) -> None:
    """Print what became of the records; ``listed``: with the changes that wait for a person, who is not asked next."""
    report(outcome.problems)
    for paper in outcome.papers:
        if paper.verdict != "matched":
            say(f"{paper.verdict:>7}  {paper.key or '-'}  {paper.title}")
    for library in outcome.libraries:
        for record in library.gone:
            say(f"   gone  {record.paper or '-'}  {record.title or record.id}")
    for one in outcome.amendments:
        for line in one.lines if one.accepted or listed else ():
            say(f"{'changed' if one.accepted else 'waiting'}  {line}")
    for difference in outcome.differences:
        say(f"differs  {difference}")
    if outcome.kept:
        say(outcome.kept)
    for library in outcome.libraries:
        say(library.summary)
    say(outcome.summary)
    if outcome.counts["unsure"] and hinted:
        say("run `shelf review` to decide about unsure records")


def _answers(waiting: Sequence[Amendment], content: Path) -> dict[str, bool]:
    """Show the changes of each paper and return what the person says about them, by key; quitting leaves the rest open."""
    answers: dict[str, bool] = {}
    say("A library says something else than before. What you refuse stays as it is, and is not asked again.")
    for number, one in enumerate(waiting):
        say(f"\n{one.key}, {number + 1} of {len(waiting)}, in {', '.join(one.sources)}:")
        say(one.change.diff(files.shown(content)), nl=False)
        try:
            answer = choice("Write this: [y]es, [n]o, [a]ll the rest, [q]uit? ", _ANSWERS)
        except (KeyboardInterrupt, EOFError):
            say()
            answer = "quit"
        if answer == "quit":
            break
        if answer == "all":
            return answers | {rest.key: True for rest in waiting[number:]}
        answers[one.key] = answer == "yes"
    return answers
