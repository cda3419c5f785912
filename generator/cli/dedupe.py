"""`shelf dedupe`: merges repeated records in bibliographies, without touching the shelf."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import formats
from generator.cli.group import FormatName, failed, guarded, main, progress, report
from generator.cli.terminal import say, say_json
from generator.intake import bibliography
from generator.problems import Problem
from generator.storage import files
from generator.text.sections import counted


@main.command()
@click.argument("sources", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=FormatName(),
    help="The format of the files, instead of detecting it.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"Write the merged list to this file; its suffix sets the format: {', '.join(sorted(formats.WRITTEN))}.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: clusters, unsure, problems, counts, timings."
)
@guarded
def dedupe(sources: tuple[Path, ...], format_name: str | None, output: Path | None, *, as_json: bool) -> None:
    """Find records in FILEs that are the same paper, and merge them; content/ is not touched.

    The output names a record by its own id (a citation key); if it has none, or several share it, by <file>:<line>.
    The second of several records on one line is <file>:<line>.2.
    """
    if output:
        bibliography.check_suffix(output)
    with progress("Comparing"):
        found = bibliography.run(sources, format_name=format_name)
    report(found.problems)
    if as_json:
        say_json(found.as_json())
    else:
        say("\n".join(found.report()))
    if output:
        lost: list[Problem] = []
        try:
            with progress("Writing"):
                changed = bibliography.save(found, output, lost.extend)
        finally:
            report(lost)
        if found.unreadable and not bibliography.keeps_all(found, output):
            message = f"unreadable records are missing: {found.unreadable} of {found.counts['records']}"
            report([Problem(path=files.shown(output), code="dedupe.incomplete", message=message, severity="warning")])
        if not as_json:
            say(f"{output} {'now has' if changed else 'already had'} {counted(found.counts['papers'], 'record')}")
    sys.exit(failed(found.problems))
