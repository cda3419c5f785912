"""The commands that make the site: pages, build, serve, bundle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from generator import site
from generator.cli.frame import CONTENT, checked, guarded, main, progress


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
