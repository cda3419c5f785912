"""`shelf review`: asks a person about the pairs that the matcher could not decide."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from generator import load
from generator.cli.group import CONTENT, existing, failed, guarded, main, progress, report, tell_waiting, today
from generator.cli.sides import plain, shown
from generator.cli.terminal import choice, is_person, line, say
from generator.intake import answer_file, review_page
from generator.intake import questions as questions_module
from generator.intake.answer_file import Answer
from generator.intake.questions import Kind, Open, Side
from generator.model import Catalogue, Question
from generator.storage import files
from generator.text.folding import clean
from generator.text.sections import counted

_ANSWERS = {"s": "same", "d": "different", "k": "skip", "q": "quit"}
_REST = {"a": "same", "d": "different", "c": "continue", "q": "quit"}  # for the rest of a kind
_OTHER = "other"  # heads the pairs for which the matcher names no kind
_MERGING = (
    "Both are already papers, and files are never deleted for you. To merge them: copy what {one} lacks from"
    " papers/{other}.yml to papers/{one}.yml, add {other} to its former_keys, delete papers/{other}.yml, and run"
    " shelf check."
)

_MERGING_MANY = (
    "Files are never deleted for you. To merge a pair: copy what the first lacks from the second's file, add the"
    " second's key to the first's former_keys, delete the second's file. shelf check lists those that are left."
)


@main.command()
@CONTENT
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page for a browser on which to answer the pairs; it saves the answers as a file.",
)
@click.option(
    "--answers", type=click.Path(path_type=Path, dir_okay=False), help="Take in a file that such a page has saved."
)
@guarded
def review(content: Path, page: Path | None, answers: Path | None) -> None:
    """Go through the pairs in review.yml: same or different? Answers go to decisions.yml and take effect at once.

    Answer s(ame), d(ifferent), s(k)ip or q(uit). Each answer is saved at once: stop whenever you like, and run the
    command again to continue. Pairs come by kind; after three answers to one kind you can answer all the rest of it at
    once. Without a terminal, it prints the number of open pairs.

    With --html FILE it writes all pairs to one page instead, to be answered in a browser, here or elsewhere. The page
    saves the answers as a file, which --answers FILE takes in.
    """
    existing(content)
    if page and answers:
        raise click.UsageError("--html writes a page and --answers reads what it saved: use one at a time")
    console = Console(highlight=False, markup=False, emoji=False)
    if page:
        pairs = questions_module.waiting(load(content))
        files.write(page, review_page.page(questions_module.kinds(pairs)))
        say(f"{_waiting(len(pairs))}; to answer them, open {files.shown(page)} in a browser")
    elif answers:
        sys.exit(not _Session(content=content, console=console).take_in(answers))
    elif not is_person():
        count = len(questions_module.waiting(load(content)))
        more = "; run shelf review on a terminal" if count else ""
        say(f"{_waiting(count)} for a person{more}")
    else:
        session = _Session(content=content, console=console)
        try:
            session.run()
        except (KeyboardInterrupt, EOFError):
            session.console.print()
        session.close()


@dataclass(kw_only=True)
class _Session:
    """One run of the command: what was asked and what was answered."""

    content: Path
    console: Console
    counts: Counter[str] = field(default_factory=Counter)
    asked: set[frozenset[str]] = field(default_factory=set)
    tied: set[str] = field(default_factory=set)  # in this round: other questions about them may no longer be needed
    given: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # answers, by kind
    offers: dict[str, int] = field(default_factory=dict)  # by kind: after so many answers the rest is offered
    settled: bool = True  # whether every answer has taken effect

    def run(self) -> None:
        """Ask, apply the answers, and ask what follows from them, until nothing is open or the person stops."""
        shelf = self.apply()
        while pairs := [one for one in questions_module.waiting(shelf) if frozenset(one[0].pair) not in self.asked]:
            self.tied.clear()
            kinds = questions_module.kinds(pairs)
            for kind in kinds:
                if (kind.name or len(kinds) > 1) and self.independent(kind.pairs, same=False):
                    self.console.print()
                    self.console.print(plain(f"{kind.name or _OTHER}: {counted(len(kind.pairs), 'pair')}"))
                if not self.go_through(kind):
                    return
            if self.settled:
                return
            shelf = self.apply()

    def go_through(self, kind: Kind) -> bool:
        """Ask about each pair of a kind, and after a few of them about the rest at once; return False to quit."""
        given = self.given[kind.name]
        for number, (question, left, right) in enumerate(kind.pairs):
            if not self.tied.isdisjoint(question.pair):
                continue
            due = self.offers.setdefault(kind.name, questions_module.SEEN_FIRST)
            if kind.name and given.total() >= due:
                self.offers[kind.name] = 2 * given.total()
                choice = self.offer(kind, kind.pairs[number:])
                if choice != "continue":
                    return choice != "quit"
            self.asked.add(frozenset(question.pair))
            self.console.print(shown(question, left, right, f"{number + 1} of {len(kind.pairs)}", self.console.width))
            verdict = self.ask(question, left, right)
            if verdict == "quit":
                return False
            if verdict == "same":
                self.tied.update(question.pair)
            if verdict != "skip":
                given[verdict] += 1
        return True

    def ask(self, question: Question, left: Side, right: Side) -> str:
        """Ask about one pair until there is a valid answer, and save it."""
        verdict = choice("[s]ame, [d]ifferent, s[k]ip, [q]uit? ", _ANSWERS)
        if verdict in {"same", "different"}:
            self.write(question, same=verdict == "same")
        if verdict == "same" and left.key and right.key:
            self.tell(_MERGING.format(one=left.key, other=right.key))
        self.counts[verdict] += 1
        return verdict

    def offer(self, kind: Kind, rest: Sequence[Open]) -> str:
        """Ask whether to answer the rest of a kind at once, and do it; return the verdict, "continue" or "quit"."""
        given = self.given[kind.name]
        said = _verdicts(given)
        if len(given) > 1:
            said += ". They are not all alike, so look at the rest before you answer it at once"
        self.tell(f"\nYou have answered {counted(given.total(), 'pair')} of this kind: {said}.")
        while True:
            left = counted(len(self.independent(rest, same=False)), "more pair")
            verdict = choice(f"{left}: [a]ll same, all [d]ifferent, [c]ontinue one by one, [q]uit? ", _REST)
            if verdict not in {"same", "different"}:
                return verdict
            pairs = self.independent(rest, same=verdict == "same")
            self.tell(
                f"Answer {counted(len(pairs), 'pair')} with “{verdict}” without seeing them? Type yes or {len(pairs)} to do so."
            )
            if line("> ").strip().lower() in {"y", "yes", str(len(pairs))}:
                self.answer_rest(pairs, same=verdict == "same")
                if later := len(rest) - len(pairs):
                    self.tell(
                        f"{counted(later, 'pair')} left for later: a side is in a pair that you answered with “same”."
                    )
                return verdict

    def independent(self, rest: Sequence[Open], *, same: bool) -> list[Open]:
        """Return the pairs that can be answered together: where the answer is same, no side is in two of them."""
        tied, found = set(self.tied), []
        for one in rest:
            if tied.isdisjoint(one[0].pair):
                found.append(one)
                tied.update(one[0].pair if same else ())
        return found

    def answer_rest(self, pairs: Sequence[Open], *, same: bool) -> None:
        """Save one answer to many pairs, and say which of them could not be taken or need a person's hand."""
        verdict: Literal["same", "different"] = "same" if same else "different"
        answers = [Answer(pair=question.pair, verdict=verdict, at_once=True) for question, _, _ in pairs]
        self.asked.update(frozenset(question.pair) for question, _, _ in pairs)
        taken = answer_file.take(self.content, answers, tell_waiting)
        self.settled = False
        self.counts[verdict] += len(taken.decisions)
        if same:
            self.tied.update(ref for one in taken.decisions for ref in one.pair)
        self.tell(f"{counted(len(taken.decisions), 'pair')} answered with “{verdict}”.")
        for refusal in taken.refusals:
            self.tell(f"Not answered: {refusal.message}")
        keys = {side.key for _, *sides in pairs for side in sides if side.key}
        self.tell_merging([one.pair for one in taken.decisions if same and keys.issuperset(one.pair)])

    def take_in(self, path: Path) -> bool:
        """Take in a file of answers and apply them; return whether all could be taken."""
        read = answer_file.read(path)
        taken = answer_file.take(self.content, read.answers, tell_waiting)
        problems = sorted([*read.problems, *map(read.refused, taken.refusals)])
        self.counts.update(one.verdict for one in taken.decisions)
        report(problems)
        shelf = self.apply()
        self.tell_merging(questions_module.unmerged(shelf, taken.decisions))
        known = f", {taken.known} known already" if taken.known else ""
        count = read.count - len(taken.decisions) - taken.known
        lost = f", {count} not taken" if count else ""
        left = _waiting(len(questions_module.waiting(shelf)))
        self.tell(f"{counted(len(taken.decisions), 'answer')} taken: {_verdicts(self.counts)}{known}{lost}; {left}")
        self.tell_nameless(shelf)
        return not failed(problems)

    def tell_merging(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Say once how to merge the papers of these pairs."""
        if len(pairs) == 1:
            self.tell(_MERGING.format(one=pairs[0][0], other=pairs[0][1]))
        elif pairs:
            self.tell(f"In {len(pairs)} pairs both sides are already papers. {_MERGING_MANY}")
            for one, other in pairs:
                self.tell(f"  {one}  {other}")

    def write(self, question: Question, *, same: bool) -> None:
        """Ask for the reason and save the answer."""
        default = questions_module.default_reason(question)
        self.tell(f"Reason [{default}]")
        reason = clean(line("> "))[: answer_file.REASON_LIMIT].strip() or default
        self.settled = False
        questions_module.answer(self.content, question, "same" if same else "different", reason, tell_waiting)

    def tell(self, message: str) -> None:
        """Print lines; the terminal wraps them."""
        for row in message.split("\n"):
            self.console.print(plain(row), soft_wrap=True)

    def apply(self) -> Catalogue:
        """Apply the answers and print which files changed."""
        with progress("Applying the answers"):
            shelf, outcome = questions_module.apply(self.content, date=today(), waiting=tell_waiting)
        self.settled = True
        for path in outcome.changed:
            self.tell(f"changed: {self.content / path}")
        return shelf

    def close(self) -> None:
        """Apply the last answers and print what was done and what is left."""
        shelf = load(self.content) if self.settled else self.apply()
        left = len(questions_module.waiting(shelf))
        self.tell(f"{_verdicts(self.counts)}, {self.counts['skip']} skipped; {_waiting(left)}")
        self.tell_nameless(shelf)

    def tell_nameless(self, shelf: Catalogue) -> None:
        """Say which records became nobody's."""
        for place in questions_module.nameless(shelf):
            message = f"{place} has no title, and only a fingerprint of its text is kept: import its source again"
            self.tell(message)


def _verdicts(counts: Mapping[str, int]) -> str:
    return f"{counts.get('same', 0)} same, {counts.get('different', 0)} different"


def _waiting(count: int) -> str:
    return f"{counted(count, 'pair')} {'is' if count == 1 else 'are'} waiting"
