"""`shelf check`: reports every problem in content/, as text, JSON or GitHub annotations."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.checks import extensions
from generator.cli import github
from generator.cli.group import CONTENT, existing, failed, guarded, main, progress, report
from generator.cli.terminal import say, say_json
from generator.content import catalogue, recent
from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.taxonomy import rules
from generator.text.sections import counted


@main.command()
@CONTENT
@click.option(
    "--changed-since", "since", metavar="REV", help="List problems in files changed since a git revision first."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="github: annotations for a workflow, with the full list in the step summary.",
)
@click.option("--explain", metavar="KEY", help="Print why a paper has its labels, and exit.")
@click.option("--list", "listed", is_flag=True, help="Print every code, what it means and how to fix it, and exit.")
@guarded
def check(content: Path, since: str | None, format_name: str, explain: str | None, *, listed: bool) -> None:
    """Check every file of the shelf; report all problems at once, each with its position."""
    if listed:
        _list(as_json=format_name == "json")
        broken = extensions.installed().problems
        report(broken)
        sys.exit(failed(broken))
    with progress("Checking"):
        existing(content)
        shelf, problems = catalogue.inspect(content) if since is None else recent.inspect(content, since)
    if explain is not None:
        _explain(shelf, problems, explain)
        return
    if format_name == "json":
        say_json({"problems": [p.as_json() for p in problems]})
    else:
        if format_name == "github":
            _annotate(problems)
        else:
            report(problems)
        errors = sum(p.severity == "error" for p in problems)
        found = f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"
        say(f"{counted(len(shelf.papers), 'paper')}: {found}")
    sys.exit(failed(problems))


def _list(*, as_json: bool) -> None:
    groups = extensions.groups()
    if as_json:
        found = {group: [one.as_json() for one in known] for group, known in groups.items()}
        say_json({"groups": found})
        return
    for number, (group, known) in enumerate(groups.items()):
        say(("\n" if number else "") + group)
        for one in known:
            say(f"  {one.code}\n    {one.meaning}\n    {one.fix}")


def _explain(shelf: Catalogue, problems: Sequence[Problem], key: str) -> None:
    paper = shelf.papers.get(key)
    if paper is None:
        report(p for p in problems if Path(p.path).stem == key)
        raise ShelfError(catalogue.unknown_paper(shelf.root, key, shelf))
    say("\n".join(rules.explain(key, rules.classified(shelf, [key])[key], shelf)))


def _annotate(problems: Sequence[Problem]) -> None:
    """Print annotations, and write all problems to the step summary if there is one."""
    for line in github.commands(problems):
        say(line)
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(github.summary(problems))
    if rest := github.left_out(problems):
        say(f"{rest} more {'in the summary of this step' if path else 'without an annotation: run shelf check'}")
