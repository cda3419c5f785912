"""The commands that build the site and its by-products: pages, build, serve, bundle, digest."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from generator import plugin, site
from generator.cli.group import CONFIG, CONTENT, checked, guarded, iso_date, main, progress, report, tell_waiting, today
from generator.cli.terminal import say
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.text.sections import counted


def host_and_port(_: click.Context, __: click.Parameter, value: str) -> tuple[str, int]:
    """Check ``--address``."""
    host, _colon, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise click.BadParameter(f"{value!r} is not a host and a port, such as 127.0.0.1:8000")
    return host.strip("[]"), int(port)


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@CONTENT
@CONFIG
@guarded
def pages(directory: Path, content: Path, config: Path) -> None:
    """Write the site as plain Markdown and static files to DIRECTORY, with a mkdocs.yml for any builder."""
    with progress("Writing pages"):
        shelf = checked(content)
        written = site.write(shelf, site.labels(shelf), site.settings(config), directory)
    say(
        f"{counted(written.pages, 'page')} in {directory}: {counted(len(written.changed), 'file')} written, {len(written.removed)} removed"
    )


@main.command()
@guarded
def build() -> None:
    """Build the site into site/, as ``mkdocs build --strict`` does; the old site stays until the new one is whole.

    ``extra.shelf.builder`` in mkdocs.yml may name properdocs or zensical instead.
    """
    settings = site.settings(Path("mkdocs.yml"))
    with progress("Building the site"):
        plugin.publish(settings, tell_waiting)
    say(f"The site is in {files.shown(settings.site_dir)}/")


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", callback=host_and_port)
@guarded
def serve(address: tuple[str, int]) -> None:
    """Serve the site on this computer; an edit of content/ is on the open page after about a second."""
    config = Path("mkdocs.yml")
    if told := site.builders.serving(site.settings(config)):
        say(told, err=True)
    if not plugin.is_alone(config):
        say(
            "Other plugins or hooks look at pages, so MkDocs serves the site, and builds all of it after each edit.",
            err=True,
        )
        mkdocs("serve", "--livereload", "--dev-addr", ":".join(map(str, address)))
        return
    live = site.Live(config, partial(plugin.build_theme, config, address))
    with progress("Reading the shelf"):
        live.refresh()
    report(problem for problem in live.problems if problem.severity == "error")
    if warnings := sum(problem.severity == "warning" for problem in live.problems):
        say(f"{counted(warnings, 'warning')}: shelf check lists them", err=True)
    try:
        served = site.Server(address, live)
    except OSError as error:
        message = f"nothing can be served at {address[0]}:{address[1]}: {error.strerror}"
        raise ShelfError(
            Problem(path="serve", code="serve.address", message=message, hint="name another one with --address")
        ) from error
    settings = site.settings(config)
    watch = site.Watch([path for path in (config, settings.content, settings.overrides) if path])
    say(f"The site is at http://{address[0]}:{served.server_port}/ (Ctrl+C to stop)")
    threading.Thread(target=served.serve_forever, daemon=True).start()
    with suppress(KeyboardInterrupt):
        while True:
            gc.freeze()  # what is loaded stays: no collection has to look through millions of objects during an edit
            changed = watch.changed()
            before = live.problems
            live.refresh(changed)
            report(problem for problem in live.problems if problem not in before)


@main.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("dist/reading-shelf-offline.zip"),
    show_default=True,
)
@guarded
def bundle(output: Path) -> None:
    """Build the site as a zip that works offline, from file://, search included."""
    with progress("Building the offline zip"):
        plugin.bundle(site.settings(Path("mkdocs.yml")), output, tell_waiting)
    say(f"The offline site is {output}")


@main.command()
@click.option("--since", required=True, metavar="DATE", callback=iso_date, help="The first day, such as 2026-11-01.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An e-mail (.eml) or Markdown (.md). [default: Markdown on standard output]",
)
@CONTENT
@CONFIG
@guarded
def digest(since: str, output: Path | None, content: Path, config: Path) -> None:
    """Write the papers that were added since a date, as an e-mail or as Markdown."""
    if output and output.suffix not in {".eml", ".md"}:
        raise click.BadParameter(f"{output.name!r} must end in .eml or .md", param_hint="--output")
    shelf = checked(content)
    found = site.digest.digest(shelf, site.labels(shelf), site.settings(config), since)
    if output is None:
        say(site.digest.as_markdown(found), nl=False)
        return
    if output.suffix == ".eml":
        files.write(output, site.digest.as_message(found, today()))
    else:
        files.write(output, site.digest.as_markdown(found))
    say(f"{found.title}: {output}")


def mkdocs(*arguments: str) -> None:
    """Run MkDocs in this environment; its messages go to the terminal, its exit code becomes ours."""
    quiet = {"NO_MKDOCS_2_WARNING": "1"}  # Material 9.8 announces its end of life at each start
    done = subprocess.run([sys.executable, "-m", "mkdocs", *arguments], check=False, env=quiet | os.environ)
    if done.returncode:
        sys.exit(done.returncode)
