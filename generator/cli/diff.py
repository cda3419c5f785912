"""`shelf diff`: shows what a change does to the site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import changes
from generator.cli.group import CONTENT, existing, failed, guarded, main, progress, report
from generator.cli.terminal import say, say_json
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
    """Show what the change from git revision REV to the working tree does to the site.

    Put -- before a REV that begins with a hyphen. The Markdown is meant for a comment on a pull request.
    """
    existing(content)
    with progress("Comparing"):
        found = changes.run(content, revision)
    if format_name == "json":
        say_json(changes.as_json(found))
    elif format_name == "markdown":
        text = sections.as_markdown(
            MARK, "What this changes on the shelf", changes.lead(found), changes.sections(found)
        )
        say(text, nl=False)
    else:
        say(sections.as_text(changes.lead(found), changes.sections(found)), nl=False)
    if format_name != "text":  # text output already has the problems
        report(found.problems)
    sys.exit(failed(found.problems))
