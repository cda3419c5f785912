"""The command line, ``shelf``: reads options, calls one function a command, prints what came of it."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from generator import catalogue, classifying, formats, importing, site
from generator.model import Catalogue
from generator.problems import Problem, ShelfError

Command = TypeVar("Command", bound=Callable[..., None])
CONTENT = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("content"),
    show_default=True,
    help="The folder of the curated files.",
)


def guarded(command: Command) -> Command:
    """Print a ShelfError's problems and exit 1, for every command alike."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except ShelfError as error:
            report(error.problems)
            sys.exit(1)
        except BrokenPipeError:  # the reader of our output left (`| head`): not a fault
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            report([Problem(path=str(error.filename or "."), code="file.access", message=str(error.strerror or error))])
            sys.exit(1)

    return run  # type: ignore[return-value]


def report(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, one a line, each with its hint."""
    for problem in problems:
        click.echo(str(problem), err=True)


def failed(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error (warnings do not fail a command)."""
    return any(problem.severity == "error" for problem in problems)


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that work goes on, and for how long: on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        bar.add_task(title, total=None)
        yield


def today() -> str:
    """Return the day, ISO; SOURCE_DATE_EPOCH wins, for builds that can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return moment.date().isoformat()


def iso_date(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """Check ``--date``; it defaults to today."""
    try:
        return dt.date.fromisoformat(value).isoformat() if value else today()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day like 2026-02-26") from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reading-shelf", prog_name="shelf")
def main() -> None:
    """Turn collected listings of papers into one YAML file per paper and a searchable site."""


@main.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", type=click.Choice(sorted(formats.FORMATS)), help="Do not detect the format.")
@click.option("--date", callback=iso_date, help="The day on which the sources were taken [default: today].")
@CONTENT
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: records, papers, problems, counts.")
@guarded
def import_(
    sources: tuple[Path, ...], format_name: str | None, date: str, content: Path, *, dry_run: bool, as_json: bool
) -> None:
    """Read SOURCES, match them with the papers at hand, and write what is new."""
    with progress("Importing"):
        outcome = importing.run(sources, content=content, format_name=format_name, date=date, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        report(outcome.problems)
        for paper in outcome.papers:
            if paper.verdict != "matched":
                click.echo(f"{paper.verdict:>7}  {paper.key or '-'}  {paper.title}")
        click.echo(outcome.summary)
        verb = "would change" if dry_run else "changed"
        click.echo(
            f"{len(outcome.changed)} files {verb}" + "".join(f"\n  {content / path}" for path in outcome.changed)
        )
    sys.exit(failed(outcome.problems))


@main.command()
@CONTENT
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--explain", metavar="KEY", help="Print why a paper carries its labels, and stop.")
@guarded
def check(content: Path, format_name: str, explain: str | None) -> None:
    """Check every file of the shelf; all faults at once, each with its place."""
    with progress("Checking"):
        shelf, problems = inspected(content)
    if explain is not None:
        paper = shelf.papers.get(explain)
        if paper is None:
            report(p for p in problems if Path(p.path).stem == explain)
            raise ShelfError(catalogue.unknown_paper(content, explain, shelf))
        click.echo("\n".join(classifying.explain(explain, classifying.classify(paper, shelf.taxonomy))))
        return
    if format_name == "json":
        click.echo(json.dumps({"problems": [p.as_json() for p in problems]}, ensure_ascii=False, indent=2))
    else:
        report(problems)
        errors = sum(p.severity == "error" for p in problems)
        click.echo(f"{len(shelf.papers)} papers: {errors} errors, {len(problems) - errors} warnings")
    sys.exit(failed(problems))


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@CONTENT
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's configuration.",
)
@guarded
def pages(directory: Path, content: Path, config: Path) -> None:
    """Write the site as plain Markdown and static files to DIRECTORY, with a mkdocs.yml beside them."""
    with progress("Writing pages"):
        shelf = checked(content)
        written = site.write(shelf, site.labels(shelf), site.settings(config), directory)
    click.echo(
        f"{written.pages} pages in {directory}: {len(written.changed)} files written, {len(written.removed)} removed"
    )


def checked(content: Path) -> Catalogue:
    """Load the shelf, or stop with its problems: no site is built from faulty files."""
    shelf, problems = inspected(content)
    if failed(problems):
        raise ShelfError(*problems)
    return shelf


def inspected(content: Path) -> tuple[Catalogue, list[Problem]]:
    """Load and check a folder that must be there: a mistyped path is not an empty shelf."""
    if not content.is_dir():
        message = "there is no such folder"
        hint = "run shelf where content/ is, or name the folder with --content"
        raise ShelfError(Problem(path=str(content), code="content.missing", message=message, hint=hint))
    return catalogue.inspect(content)


@main.command()
@guarded
def build() -> None:
    """Build the site into site/ (the same as ``mkdocs build --strict``)."""
    with progress("Building the site"):
        mkdocs("build", "--strict", "--quiet")
    click.echo("The site is in site/")


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@guarded
def serve(address: str) -> None:
    """Serve the site here, rebuilt and reloaded at each edit of content/."""
    mkdocs("serve", "--livereload", "--dev-addr", address)


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("dist/reading-shelf-offline.zip"),
    show_default=True,
)
@guarded
def bundle(output: Path) -> None:
    """Build the site as a zip that works from file://, search included."""
    with progress("Building the offline zip"):
        site.bundle.build(Path("mkdocs.yml"), output)
    click.echo(f"The offline site is {output}")


def mkdocs(*arguments: str) -> None:
    """Run MkDocs in this environment; its messages go to the terminal, its exit code is ours."""
    quiet = {"NO_MKDOCS_2_WARNING": "1"}  # Material 9.8 prints its own end of life at each start
    done = subprocess.run([sys.executable, "-m", "mkdocs", *arguments], check=False, env=quiet | os.environ)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
