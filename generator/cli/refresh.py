"""`shelf refresh`: what the services know of papers: empty fields of some, and the news of all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import load, services
from generator.cli.add import WHERE, client, offer, saving, writing
from generator.cli.group import existing, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.refresh_run import findings
from generator.cli.terminal import is_person, say, say_json
from generator.content import catalogue
from generator.intake import news_report, refresh_plan, single
from generator.intake.offer import Offer, Plan, write, write_unasked
from generator.intake.refresh_plan import Outlook
from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.storage import files


@main.command(epilog=WHERE)
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "everything", is_flag=True, help="Ask about all papers; the same as naming no KEY.")
@saving
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the news to this file, as Markdown for a pull request.",
)
@writing
@guarded
def refresh(
    keys: tuple[str, ...],
    *,
    everything: bool,
    saved: Path | None,
    offline: bool,
    output: Path | None,
    content: Path,
    **how: bool,
) -> None:
    """Ask the services what is new about all papers, or fill the empty fields of those with the given KEYs.

    A run about all papers asks about many of them in one request, for at most 20 minutes; a run that was stopped goes on
    from the answers that it has. It reports preprints that were published, retractions and corrections, dates and venues
    that a service has corrected, code repositories that are gone, archived or moved (with a key in SHELF_GITHUB_KEY), and
    dead links. Hugging Face takes one paper at a time, so it is asked only about the papers with a KEY.

    What a person wrote is never changed. If the services say something else, that is printed.
    """
    existing(content)
    if not keys:
        _look(content, saved, offline=offline, output=output, **how)
    if everything or offline or saved or output:
        raise click.UsageError("--all, --saved, --offline and --output cannot be combined with a KEY")
    _fill(keys, content, **how)


def _look(
    content: Path,
    saved: Path | None,
    *,
    offline: bool,
    output: Path | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Ask about all papers, tell the news, and write them after a yes."""
    agreed = False
    try:
        found = findings(load(content), content, client(content, saved, offline=offline))
        date = today()

        def plan(shelf: Catalogue) -> Outlook:
            with progress("Comparing the answers with the shelf"):
                return refresh_plan.outlook(found, shelf, date=date)

        if yes and not dry_run:
            seen = write_unasked(content, plan, tell_waiting)
            agreed = bool(seen.changes)
            if not as_json:
                _show(seen)
        else:
            shelf = load(content)
            seen = plan(shelf)
            if not as_json:
                _show(seen)
                if dry_run:
                    say("\n".join(("", *(change.diff(files.shown(content)) for change in seen.changes))))
            agreed = bool(seen.changes) and not dry_run and not as_json and is_person() and click.confirm("Write this?")
            if agreed:
                write(content, seen, shelf, plan, tell_waiting)
    except ShelfError as error:
        if not as_json:
            raise
        seen = Outlook(problems=error.problems)
    if output:
        files.write(output, news_report.as_markdown(seen.news, seen.left_out, files.shown(content)))
    if as_json:
        say_json(seen.as_json() | {"written": agreed})
    elif agreed:
        say(f"Written: {len(seen.changes)} files in {content}")
    unasked = bool(seen.changes) and not (agreed or dry_run) and not is_person()
    if unasked:
        say("Nothing was written: no terminal to ask on. Use --yes to write.", err=True)
    sys.exit(failed(seen.problems) or unasked)


def _show(seen: Outlook) -> None:
    report(seen.problems)
    say(news_report.as_text(seen.news, seen.left_out))


def _fill(keys: tuple[str, ...], content: Path, **how: bool) -> None:
    """Fill the empty fields of papers after a yes."""

    def prepared() -> Plan[Offer]:
        shelf = load(content)
        if unknown := [key for key in keys if key not in shelf.papers]:
            raise ShelfError(*(catalogue.unknown_paper(content, key, shelf) for key in unknown))
        asked, silent = {}, []
        for key in dict.fromkeys(keys):
            paper = shelf.papers[key]
            if reference := services.of_paper(paper.identifiers, paper.title):
                asked[key] = reference
            else:
                silent.append(_unidentified(content, key))
        with progress("Asking the services", len(asked)) as tell:
            found = services.gather_all(list(asked.values()), services.Client(), tell)
        gatherings = dict(zip(asked, found, strict=True))
        date = today()

        def plan(shelf: Catalogue) -> Offer:
            there = {key: one for key, one in gatherings.items() if key in shelf.papers}
            return single.refresh(there, shelf, date=date, problems=silent)

        return plan

    offer(prepared, content, **how)


def _unidentified(content: Path, key: str) -> Problem:
    """Return the problem of a draft that has neither an identifier nor a title."""
    return Problem(
        path=catalogue.place(content, key),
        code="refresh.nothing-to-ask-by",
        message="this draft has neither a title nor an identifier: no service can be asked",
        hint="add one of the two",
        severity="warning",
    )
