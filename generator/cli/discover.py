"""`shelf discover`: papers that are not on the shelf and may belong there; a person adds or rejects them."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click

from generator import load, services
from generator.cli.add import WHERE, offer, saving, writing
from generator.cli.add import client as saving_client
from generator.cli.group import existing, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.terminal import choice, is_person, line, say, say_json
from generator.intake import discoveries, discovery_answers, discovery_issue, discovery_page
from generator.intake.discoveries import Discovered, Discovery
from generator.intake.discovery_answers import REASON, REASON_LIMIT, Answer
from generator.intake.offer import Offer, Plan, write_unasked
from generator.problems import ShelfError
from generator.storage import files
from generator.text.folding import clean
from generator.text.sections import counted

_ANSWERS = {"y": "yes", "n": "no", "l": "later", "q": "quit"}
_FILE = click.Path(path_type=Path, dir_okay=False)


@main.command(epilog=WHERE)
@click.option(
    "--cited-by",
    "least",
    type=click.IntRange(1),
    help="How many papers here must cite a paper; default: 2, more on a large shelf.",
)
@click.option(
    "--limit",
    "most",
    type=click.IntRange(1, 500),
    default=discoveries.MOST,
    show_default=True,
    help="The most papers to show.",
)
@saving
@click.option(
    "--html", "page", type=_FILE, help="Write a page for a browser on which to answer; it saves the answers as a file."
)
@click.option("--markdown", "issue", type=_FILE, help="Write the body of an issue with a box for each answer.")
@click.option(
    "--answers", type=_FILE, help="Take in the answers that such a page saved, or such an issue with its ticks."
)
@writing
@guarded
def discover(
    *,
    least: int | None,
    most: int,
    saved: Path | None,
    offline: bool,
    page: Path | None,
    issue: Path | None,
    answers: Path | None,
    content: Path,
    **how: bool,
) -> None:
    """Find papers that are not on the shelf and may belong there, and add or reject them.

    A paper is offered if several papers here cite it, if it cites several papers here, if it is new and by an author with
    several papers here, or if Semantic Scholar recommends it. Each paper is shown with the reasons. Answer y(es) to add it
    as shelf add does, n(o) to reject it for good, with a reason that decisions.yml keeps, l(ater) to be asked again, or
    q(uit).

    Without a terminal, the list is printed. With --html or --markdown it is written to a file, to be answered elsewhere;
    --answers FILE takes such answers in, and asks before it writes.
    """
    existing(content)
    client = saving_client(content, saved, offline=offline)
    if answers:
        if page or issue:
            raise click.UsageError(
                "--answers cannot be combined with --html or --markdown: one reads answers, the others write questions"
            )
        offer(lambda: _taken(answers, content, client), content, **how)
        return
    if how["yes"] or how["dry_run"]:
        raise click.UsageError("--yes and --dry-run need --answers: a person judges each paper")
    shelf = load(content)
    with progress("Looking around") as tell:
        found = discoveries.discover(shelf, client, date=today(), least=least, most=most, tell=tell)
    if page:
        files.write(page, discovery_page.page(found))
    if issue:
        files.write(issue, discovery_issue.body(found))
    if how["as_json"]:
        say_json(_as_json(found))
    else:
        report(found.problems)
        _tell(found, content, client, written=[path for path in (page, issue) if path])
    sys.exit(failed(found.problems))


def _taken(path: Path, content: Path, client: services.Client) -> Plan[Offer]:
    """Look the papers to add up, and return the plan that writes them and the rejections."""
    given = discovery_answers.read(path)
    load(content)  # report a faulty shelf before asking any service
    wanted = list(discovery_answers.wanted(given.answers))
    with progress("Asking the services", len(wanted)) as tell:
        gatherings = services.gather_all(wanted, client, tell)
    date = today()
    return lambda shelf: discovery_answers.plan(given.answers, gatherings, shelf, date=date, problems=given.problems)


def _as_json(found: Discovered) -> dict[str, object]:
    return {
        "papers": [one.as_json() for one in found.papers],
        "left_out": [{"why": why, "count": count} for why, count in found.left_out.items() if count],
        "problems": [one.as_json() for one in found.problems],
    }


def _tell(found: Discovered, content: Path, client: services.Client, *, written: list[Path]) -> None:
    """Say what was found: by a file, by questions, or by a list."""
    count = counted(len(found.papers), "paper")
    for path in written:
        say(f"{count} written to {files.shown(path)}")
    if not written and found.papers and is_person():
        session = _Session(content=content, client=client)
        try:
            session.run(found.papers)
        except (KeyboardInterrupt, EOFError):
            say()
        say(session.told)
    elif not written:
        for number, one in enumerate(found.papers, start=1):
            _show(f"{number}. ", one)
        say(count if found.papers else "There is nothing to propose.")
    if found.told:
        say(f"Left out: {found.told}.")


def _show(head: str, one: Discovery) -> None:
    say(f"{head}{one.title}")
    for row in (one.about, one.address, *one.reasons):
        if row:
            say(f"   {row}")


@dataclass(kw_only=True)
class _Session:
    """One run on a terminal: what was answered."""

    content: Path
    client: services.Client
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, papers: tuple[Discovery, ...]) -> None:
        """Ask about each paper until the person stops; each answer is written at once."""
        for number, one in enumerate(papers, start=1):
            say()
            _show(f"{number} of {len(papers)}: ", one)
            verdict = choice("Add it? [y]es, [n]o, [l]ater, [q]uit? ", _ANSWERS)
            if verdict == "quit":
                return
            done = verdict == "later" or (self.add(one) if verdict == "yes" else self.reject(one))
            self.counts[verdict if done else "later"] += 1

    def add(self, one: Discovery) -> bool:
        """Look a paper up and write it; return whether it is on the shelf now."""
        answer = Answer(references=one.references, verdict="add", title=one.title)
        try:
            with progress("Asking the services", 1) as tell:
                gatherings = services.gather_all([answer.reference], self.client, tell)
            date = today()
            written = write_unasked(
                self.content, lambda shelf: discovery_answers.plan([answer], gatherings, shelf, date=date), tell_waiting
            )
        except ShelfError as error:
            report(error.problems)
            return False
        report(written.problems)
        for change in written.changes:
            say(f"   written: {self.content / change.path}")
        return bool(written.changes)

    def reject(self, one: Discovery) -> bool:
        """Ask for the reason and remember that the paper is not wanted."""
        say(f"   Reason [{REASON}]")
        reason = clean(line("   > "))[:REASON_LIMIT].strip()
        answer = Answer(references=one.references, verdict="reject", title=one.title, reason=reason)
        discovery_answers.reject(self.content, answer, tell_waiting)
        return True

    @property
    def told(self) -> str:
        """Return what was answered, on one line."""
        return f"{self.counts['yes']} added, {self.counts['no']} rejected, {self.counts['later']} left for later"
