"""What all commands share: the click group, printing of problems, progress bars, common options."""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from click.shell_completion import CompletionItem

from generator.cli.terminal import Escaped, say, say_json
from generator.problems import Problem, ShelfError

if TYPE_CHECKING:
    from generator.model import Catalogue

Command = TypeVar("Command", bound=Callable[..., None])
_MODULES = {  # of the commands, which are loaded when they are asked for: a shell starts one command at a time
    "add": "add",
    "build": "build",
    "bundle": "build",
    "check": "check",
    "citations": "citation_index",
    "dedupe": "dedupe",
    "diff": "diff",
    "digest": "build",
    "discover": "discover",
    "export": "export",
    "format": "format",
    "import": "import_",
    "labels": "labels",
    "links": "links",
    "new": "new",
    "pages": "build",
    "readme": "readme",
    "refresh": "refresh",
    "review": "review",
    "serve": "build",
    "suggest": "suggest",
}
CONTENT = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("content"),
    show_default=True,
    help="The folder of curated files.",
)
CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's configuration.",
)


class FormatName(click.ParamType[str]):
    """The name of a format, that of an extension included; the formats are loaded when they are asked for."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the list of all names, for the help."""
        return self._names().get_metavar(param, ctx)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name if there is such a format; otherwise tell what extensions are broken, too."""
        from generator import formats  # noqa: PLC0415, as slow to load as all commands together

        if value not in formats.known():
            report(formats.broken())
        return self._names().convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin with what was typed."""
        return self._names().shell_complete(ctx, param, incomplete)

    @staticmethod
    def _names() -> click.Choice[str]:
        from generator import formats  # noqa: PLC0415

        return click.Choice(sorted(formats.known()))


def guarded(command: Command) -> Command:
    """Print a ShelfError's problems, as JSON if that was asked for, and exit with code 1; every command uses this."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        def stop(problems: Sequence[Problem]) -> NoReturn:
            if options.get("as_json") or options.get("format_name") == "json":
                say_json({"problems": [one.as_json() for one in problems]})
            else:
                report(problems)
            sys.exit(1)

        try:
            command(*args, **options)
        except ShelfError as error:
            stop(error.problems)
        except BrokenPipeError:  # the reader of our output closed the pipe (`| head`): no fault
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            stop([Problem(path=str(error.filename or "."), code="file.access", message=str(error.strerror or error))])

    return run  # type: ignore[return-value]


def report(problems: Iterable[Problem]) -> None:
    """Print problems on standard error, each with its hint."""
    for problem in problems:
        say(str(problem), err=True)


def failed(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error (warnings do not fail a command)."""
    return any(problem.severity == "error" for problem in problems)


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[str, int], None]]:
    """Show a spinner with the elapsed time, and a bar if there is a total; on a terminal only.

    It yields a function that is told what goes on and how much is done.
    """
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415, takes as long to load as all of click
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    counted = [BarColumn(), MofNCompleteColumn()] if total and total > 1 else []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *counted, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda now, done: bar.update(task, description=escape(f"{title}: {now}"), completed=done)


def tell_waiting() -> None:
    """Say that another command is changing the same folder."""
    say("Waiting for another shelf command to finish …", err=True)


def today() -> str:
    """Return today's date in ISO form; SOURCE_DATE_EPOCH overrides it, for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return moment.date().isoformat()


def iso_date(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """Check ``--date``; it defaults to today."""
    try:
        return dt.date.fromisoformat(value).isoformat() if value is not None else today()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a date like 2026-02-26") from error


class Commands(Escaped):
    """The commands, in the order of their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, click's
        """Return the names of all commands."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of a command, which adds the command to the group."""
        if module := _MODULES.get(cmd_name):
            import_module(f"generator.cli.{module}")
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reading-shelf", prog_name="shelf")
def main() -> None:
    """Turn collected listings of papers into one YAML file per paper and a searchable site."""


def checked(content: Path) -> Catalogue:
    """Load the shelf, or stop with its problems: no site is built from faulty files."""
    shelf, problems = inspected(content)
    if failed(problems):
        raise ShelfError(*problems)
    return shelf


def inspected(content: Path) -> tuple[Catalogue, list[Problem]]:
    """Load and check a folder that must exist."""
    from generator.content import catalogue  # noqa: PLC0415, half of the commands need no content

    existing(content)
    return catalogue.inspect(content)


def existing(content: Path) -> None:
    """Stop if the folder does not exist: a mistyped path is not an empty shelf."""
    if not content.is_dir():
        message = "there is no such folder"
        hint = "run shelf in the folder that contains content/, or name it with --content"
        raise ShelfError(Problem(path=str(content), code="content.missing", message=message, hint=hint))
