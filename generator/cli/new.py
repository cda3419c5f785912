"""`shelf new`: creates a new shelf."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.group import failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import say
from generator.site import escapes
from generator.starter import project


def _one_line(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return the visible characters of a name, on one line."""
    name = escapes.line(value)
    if not name:
        raise click.BadParameter("a shelf needs a visible name")
    return name


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--name", required=True, callback=_one_line, help="The site's name.")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="Import the papers in this file."
)
@guarded
def new(directory: Path, name: str, source: Path | None) -> None:
    """Create a new shelf in DIRECTORY, which must be new or empty: a project that can build and test its site."""
    project.refuse(directory)
    with progress("Creating the shelf"):
        shelf = project.fresh(name, source=source, date=today())
        project.put(shelf.contents, directory, tell_waiting)
    problems = shelf.outcome.problems if shelf.outcome else ()
    report(problems)
    if shelf.outcome:
        say(shelf.outcome.summary)
    say(f"The new shelf is in {directory}; see its README.md for the next steps. To build its site: make site")
    sys.exit(failed(problems))
