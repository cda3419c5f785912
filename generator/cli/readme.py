"""`shelf readme`: writes the list of papers into a README."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import site
from generator.cli.group import CONFIG, CONTENT, checked, guarded, main, progress, report
from generator.cli.terminal import say
from generator.storage import files
from generator.storage.transactions import Change

if TYPE_CHECKING:
    from generator.model import NodeKind

_KINDS: dict[str, NodeKind] = {"topic": "topics", "family": "families"}


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--by", type=click.Choice([*_KINDS]), default="topic", show_default=True, help="What the sections are.")
@click.option("--most", type=click.IntRange(min=1), metavar="N", help="List only the newest N papers.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; print what would change, and exit 1 if anything would."
)
@CONTENT
@CONFIG
@guarded
def readme(file: Path, by: str, most: int | None, content: Path, config: Path, *, only_check: bool) -> None:
    """Write the papers into FILE, between the lines <!-- shelf:start --> and <!-- shelf:end -->.

    Everything else in FILE stays as it is.
    """
    with progress("Listing the papers"):
        settings = site.settings(config)
        shelf = checked(content)
        found = site.awesome_list.update(file, shelf, site.labels(shelf), settings, kind=_KINDS[by], most=most)
    report(found.problems)
    change = Change(path=files.shown(file), before=found.before, after=found.after)
    if only_check and change.before != change.after:
        say(change.diff(), nl=False)
        say(f"would change: {change.path}")
        sys.exit(1)
    if not only_check:
        say(f"{'changed' if files.write(file, found.content) else 'unchanged'}: {change.path}")
