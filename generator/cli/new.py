"""`shelf new`: creates a new shelf."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.group import failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import say
from generator.content import catalogue
from generator.site import escapes
from generator.starter import project
from generator.starter.first_steps import first_steps


@main.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="")
@click.option("--name", help="The site's name; otherwise DIRECTORY's, as in: my-birds, My birds.")
@click.option(
    "--from",
    "sources",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE...",
    help="Import the papers in these files, and add the families and topics that they suggest.",
)
@guarded
def new(directory: Path, more: tuple[Path, ...], name: str | None, sources: tuple[Path, ...]) -> None:
    """Create a new shelf in DIRECTORY, which must be new or empty: a project that can build and test its site."""
    if more and not sources:
        raise click.UsageError(f"write --from before the files: shelf new {directory} --from {more[0]}")
    title = _title(name, directory)
    project.refuse(directory)
    with progress("Creating the shelf"):
        shelf = project.fresh(title, sources=(*sources, *more), date=today())
        project.put(shelf.contents, directory, tell_waiting)
    found = shelf.collection
    if found is None:
        say(f"The new shelf is in {directory}; see its README.md for the next steps. To build its site: make site")
        return
    report(found.outcome.problems)
    say(found.outcome.summary)
    say(f"The new shelf is in {directory}. What to do next, in that folder:")
    _, problems = catalogue.inspect(directory / "content")
    errors = sum(problem.severity == "error" for problem in problems)
    for number, step in enumerate(first_steps(found, errors), start=1):
        say(f"  {number}. {step}")
    sys.exit(failed(found.outcome.problems))


def _title(name: str | None, directory: Path) -> str:
    """Return the visible characters of a shelf's name, on one line; without a name, it is named after its folder."""
    written = directory.resolve().name.replace("-", " ").replace("_", " ") if name is None else name
    title = escapes.line(written)
    if not title:
        raise click.BadParameter("a shelf needs a visible name", param_hint="--name")
    return title if name is not None else title[:1].upper() + title[1:]
