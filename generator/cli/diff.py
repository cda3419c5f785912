"""The command that says what a change does to the site."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator import changes
from generator.cli.group import CONTENT, existing, failed, guarded, main, progress, report
from generator.text import sections

MARK = "shelf diff"


@main.command()
@click.argument("revision", metavar="REV")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
@CONTENT
@guarded
def diff(revision: str, format_name: str, content: Path) -> None:
    """Say what the change between the git revision REV and the working tree does to the site.

    A REV that begins with a hyphen stands after --. Markdown is for one comment on a pull request.
    """
    existing(content)
    with progress("Comparing"):
        found = changes.run(content, revision)
    if format_name == "json":
        click.echo(json.dumps(changes.as_json(found), ensure_ascii=False, indent=2))
    elif format_name == "markdown":
        told = sections.as_markdown(
            MARK, "What this changes on the shelf", changes.lead(found), changes.sections(found)
        )
        click.echo(told, nl=False)
    else:
        click.echo(sections.as_text(changes.lead(found), changes.sections(found)), nl=False)
    if format_name != "text":  # which says it all, with places
        report(found.problems)
    sys.exit(failed(found.problems))
