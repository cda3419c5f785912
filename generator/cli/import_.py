"""`shelf import`: imports sources into the shelf."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.group import CONTENT, FormatName, failed, guarded, iso_date, main, progress, report, tell_waiting
from generator.cli.terminal import say, say_json
from generator.intake import imports
from generator.storage import files
from generator.text.sections import counted


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
@click.option("--dry-run", is_flag=True, help="Print what would change, as a diff; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: records, papers, problems, counts.")
@guarded
def import_(
    sources: tuple[Path, ...], format_name: str | None, date: str, content: Path, *, dry_run: bool, as_json: bool
) -> None:
    """Read SOURCES, match their records with the shelf, and write what is new."""
    with progress("Importing"):
        outcome = imports.run(
            sources, content=content, format_name=format_name, date=date, dry_run=dry_run, waiting=tell_waiting
        )
    if as_json:
        say_json(outcome.as_json())
    else:
        report(outcome.problems)
        for paper in outcome.papers:
            if paper.verdict != "matched":
                say(f"{paper.verdict:>7}  {paper.key or '-'}  {paper.title}")
        if outcome.kept:
            say(outcome.kept)
        say(outcome.summary)
        if outcome.counts["unsure"] and not dry_run:
            say("run `shelf review` to decide about unsure records")
        verb = "would change" if dry_run else "changed"
        say(
            f"{counted(len(outcome.changed), 'file')} {verb}"
            + "".join(f"\n  {content / path}" for path in outcome.changed)
        )
        if dry_run:
            say("".join(change.diff(files.shown(content)) for change in outcome.changes), nl=False)
    sys.exit(failed(outcome.problems))
