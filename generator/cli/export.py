"""`shelf export`: writes papers that fit a query as one file, for reference managers or to read."""

from __future__ import annotations

import re
from pathlib import Path

import click

from generator import site
from generator.cli.group import CONFIG, CONTENT, checked, guarded, main, progress
from generator.cli.terminal import say
from generator.problems import Problem, ShelfError
from generator.site.exports import selected
from generator.site.search.query import Search
from generator.site.views.arrangement import arrange
from generator.storage import files
from generator.text.sections import counted


class _Query(click.Command):
    """A command whose arguments may begin with a minus: -topic:audio excludes a topic, and is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put a blank before what would be read as a short option; there is only -h, and a query may have blanks."""
        return super().parse_args(ctx, [re.sub("^-(?!-|h$)", " -", arg) for arg in args])


@main.command(cls=_Query)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("query", nargs=-1)
@CONTENT
@CONFIG
@guarded
def export(file: Path, query: tuple[str, ...], content: Path, config: Path) -> None:
    """Write the papers that fit a QUERY, or all papers, to FILE: .bib, .ris, .json (CSL-JSON), .csv, .md, .tex or .pdf.

    The query is in the language of Browse. Put it in single quotes: 'author:sun year:2020.. "exact phrase" -topic:audio'.
    A paper must fit all of it; near misses, which Browse lists below, are left out. .pdf needs Chromium or Google Chrome.
    """
    suffix = file.suffix.lower()
    if suffix not in selected.SUFFIXES:
        message = f"cannot write a file whose name ends in '{file.suffix}'"
        hint = f"use one of {', '.join(selected.SUFFIXES)}"
        raise ShelfError(Problem(path=files.shown(file), code="export.suffix", message=message, hint=hint))
    asked = " ".join(query)
    with progress("Exporting"):
        catalogue, settings = checked(content), site.settings(config)
        shelf = arrange(catalogue, site.labels(catalogue))
        search = Search(shelf, abstracts=settings.abstracts)
        keys = search.select(asked)
        if not keys:
            raise ShelfError(*search.unmet(asked) or _nothing(asked))
        chosen = selected.Selected(shelf=shelf, keys=keys, settings=settings, query=asked)
        changed = files.write(file, selected.content(chosen, suffix))
    say(f"{file} {'now has' if changed else 'already had'} {counted(len(keys), 'paper')}")


def _nothing(asked: str) -> list[Problem]:
    """Return the problem that no part of the query explains."""
    message = "no paper fits all of the query" if asked.strip() else "the shelf has no papers"
    return [
        Problem(
            path="query", code="query.nothing", message=message, hint="leave out a part of it" if asked.strip() else ""
        )
    ]
