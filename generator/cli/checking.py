"""The command that checks the curated files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator import catalogue, classifying
from generator.cli.frame import CONTENT, failed, guarded, inspected, main, progress, report
from generator.problems import ShelfError


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
