"""`shelf format`: puts curated files into canonical order and layout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.group import CONTENT, existing, failed, guarded, main, report
from generator.cli.terminal import say
from generator.content import layout
from generator.storage import files


@main.command("format")
@click.argument("chosen", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, exists=True))
@CONTENT
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Write nothing; print what would change as a diff, and exit 1 if anything would.",
)
@guarded
def format_(chosen: tuple[Path, ...], content: Path, *, only_check: bool) -> None:
    """Put papers, taxonomy and decisions into canonical order and layout; comments stay. Faulty files are left alone.

    Without FILEs, the JSON Schemas are updated as well.
    """
    existing(content)
    done = layout.run(content, chosen, dry_run=only_check)
    report(done.problems)
    if only_check:
        say("".join(change.diff(files.shown(content)) for change in done.changes), nl=False)
    for change in done.changes:
        say(f"{'would change' if only_check else 'changed'}: {content / change.path}")
    sys.exit(failed(done.problems) or (only_check and bool(done.changes)))
