"""`shelf links`: checks outgoing links."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from generator import links as outgoing
from generator.cli.group import CONTENT, existing, failed, guarded, main, report
from generator.cli.terminal import json_text, say, say_json
from generator.links import Report
from generator.storage import files, git
from generator.text import sections

MARK = "shelf links"
TITLE = "Links of the shelf"


@main.command()
@click.option("--changed-since", metavar="REV", help="Check only links in files changed since a git revision.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: counts, links, problems.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the report to this file: Markdown for .md, JSON for .json, otherwise text.",
)
@click.option(
    "--allow-private", is_flag=True, help="Also request private addresses; use it only if you trust every link."
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    default=100,
    show_default=True,
    help="Send no more requests after so long; the next run checks the rest.",
)
@CONTENT
@guarded
def links(
    changed_since: str | None, output: Path | None, minutes: float, content: Path, *, as_json: bool, allow_private: bool
) -> None:
    """Request every outgoing link, politely, and report which are gone, moved, blocked or slow.

    The command fails if links are gone. Answers are kept in .cache/shelf/links.json: good ones for six days, others for
    less than one. A host that is too slow twice is left alone, and its other links are reported as not checked.
    """
    existing(content)
    only = git.changed(git.revision(content, changed_since)) if changed_since is not None else None
    found, faults = outgoing.collect(content, only)
    stop = threading.Event()
    network = outgoing.Network(permitted=outgoing.any_address) if allow_private else outgoing.Network()
    probe = outgoing.LinkProbe(outgoing.Throttle(sleep=stop.wait), network=network, stop=stop)
    with _counting(len(found)) as told:
        now = dt.datetime.now(dt.UTC)
        memory = outgoing.Memory()
        checked = outgoing.run(found, probe, memory, now, told=told, stop=stop, seconds=minutes * 60)
        made = Report(checked=checked, faults=tuple(faults))
    problems = outgoing.problems(made)
    whole = json_text(outgoing.as_json(made))
    if output:
        files.write(output, _written(made, whole, output.suffix.lower()))
    if as_json:
        say_json(outgoing.as_json(made))
    else:
        report(problems)
        say(sections.as_text(outgoing.lead(made), []), nl=False)
    sys.exit(failed(problems))


def _written(made: Report, whole: str, suffix: str) -> str:
    if suffix == ".json":
        return f"{whole}\n"
    if suffix == ".md":
        return sections.as_markdown(MARK, TITLE, outgoing.lead(made), outgoing.sections(made))
    return sections.as_text(outgoing.lead(made), outgoing.sections(made))


@contextmanager
def _counting(total: int) -> Iterator[Callable[[], object]]:
    """Show how many links are done, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Requesting links", total=total)
        yield lambda: bar.advance(task)
