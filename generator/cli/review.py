"""`shelf review`: asks a person about the pairs that the matcher could not decide."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from generator import load
from generator.cli.group import CONTENT, existing, guarded, main, progress, tell_waiting, today
from generator.cli.terminal import say
from generator.intake import questions as questions_module
from generator.intake.questions import COMPARED, FIELDS, Side
from generator.model import Catalogue, Question
from generator.problems import printable
from generator.text.folding import clean
from generator.text.sections import counted

NARROW = 80  # columns: on narrower terminals the sides are shown one below the other
MARK = "bold underline"  # no colour, so that it shows on any terminal

_ANSWERS = {"s": "same", "d": "different", "k": "skip", "q": "quit"}
_REASON_LIMIT = 1_000  # characters, model.Line
_MERGING = (
    "Both are already papers, and files are never deleted for you. To merge them: copy what {one} lacks from"
    " papers/{other}.yml to papers/{one}.yml, add {other} to its former_keys, delete papers/{other}.yml, and run"
    " shelf check."
)


@main.command()
@CONTENT
@guarded
def review(content: Path) -> None:
    """Go through the pairs in review.yml: same or different? Answers go to decisions.yml and take effect at once.

    Answer s(ame), d(ifferent), s(k)ip or q(uit). Each answer is saved at once: stop whenever you like, and run the
    command again to continue. Without a terminal, it prints the number of open pairs.
    """
    existing(content)
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        count = len(questions_module.waiting(load(content)))
        more = "; run shelf review on a terminal" if count else ""
        say(f"{_waiting(count)} for a person{more}")
        return
    session = _Session(content=content, console=Console(highlight=False, markup=False, emoji=False))
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
    settled: bool = True  # whether every answer has taken effect

    def run(self) -> None:
        """Ask, apply the answers, and ask what follows from them, until nothing is open or the person stops."""
        shelf = self.apply()
        while questions := [one for one in questions_module.waiting(shelf) if frozenset(one[0].pair) not in self.asked]:
            tied: set[str] = set()  # in this round: other questions about them may no longer be needed
            for number, (question, left, right) in enumerate(questions, start=1):
                if tied.isdisjoint(question.pair):
                    self.asked.add(frozenset(question.pair))
                    self.console.print(
                        shown(question, left, right, f"{number} of {len(questions)}", self.console.width)
                    )
                    verdict = self.ask(question, left, right)
                    if verdict == "quit":
                        return
                    if verdict == "same":
                        tied.update(question.pair)
            if self.settled:
                return
            shelf = self.apply()

    def ask(self, question: Question, left: Side, right: Side) -> str:
        """Ask about one pair until there is a valid answer, and save it."""
        verdict = ""
        while not verdict:
            typed = _line("[s]ame, [d]ifferent, s[k]ip, [q]uit? ").strip().lower()
            verdict = _ANSWERS.get(typed, typed if typed in _ANSWERS.values() else "")
        if verdict in {"same", "different"}:
            self.write(question, same=verdict == "same")
        if verdict == "same" and left.key and right.key:
            self.tell(_MERGING.format(one=left.key, other=right.key))
        self.counts[verdict] += 1
        return verdict

    def write(self, question: Question, *, same: bool) -> None:
        """Ask for the reason and save the answer."""
        default = questions_module.default_reason(question)
        self.tell(f"Reason [{default}]")
        reason = clean(_line("> "))[:_REASON_LIMIT].strip() or default
        self.settled = False
        questions_module.answer(self.content, question, "same" if same else "different", reason, tell_waiting)

    def tell(self, message: str) -> None:
        """Print a line; the terminal wraps it."""
        self.console.print(_plain(message), soft_wrap=True)

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
        done = ", ".join(f"{self.counts[name]} {name}" for name in ("same", "different"))
        self.tell(f"{done}, {self.counts['skip']} skipped; {_waiting(left)}")
        for place in questions_module.nameless(shelf):
            message = f"{place} has no title, and only a fingerprint of its text is kept: import its source again"
            self.tell(message)


def shown(question: Question, left: Side, right: Side, number: str, width: int) -> RenderableType:
    """Return both sides with their differing words marked: beside each other, or one below the other where it is narrow."""
    words: dict[str, tuple[Text, Text]] = {}
    for name in FIELDS:
        one, other = left.fields.get(name, ""), right.fields.get(name, "")
        if not (one or other):
            continue
        marked = questions_module.differing(one, other) if name in COMPARED and one and other else None
        words[name] = (_marked(marked[0]), _marked(marked[1])) if marked else (_plain(one), _plain(other))
    heads = _plain(left.ref), _plain(right.ref)
    grid = Table(show_header=False, box=None, padding=(0, 2, 0, 0), expand=width >= NARROW)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    if width >= NARROW:
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(number), *heads)
        for name, pair in words.items():
            grid.add_row(Text(name, style="dim"), *pair)
    else:
        for n, head in enumerate(heads):
            grid.add_row(Text(number if n == 0 else ""), head)
            for name, pair in words.items():
                if pair[n].plain:
                    grid.add_row(Text(name, style="dim"), pair[n])
    seen = "; ".join(question.evidence) or "nothing decisive"
    abstracts = questions_module.shared(left, right)
    lines = [f"The matcher found: {seen}", *([abstracts] if abstracts and abstracts not in seen else [])]
    return Group(Text(), grid, *map(_plain, lines))


def _marked(words: list[tuple[str, bool]]) -> Text:
    """Return the words, with the differing ones marked."""
    return Text(" ").join(Text(printable(word), style=MARK if differs else "") for word, differs in words)


def _plain(value: str) -> Text:
    """Return a source's text without markup or control characters."""
    return Text(printable(value))


def _line(prompt: str) -> str:
    """Return the line that the person types; "" if it is not text in the terminal's encoding."""
    try:
        return input(prompt).encode("utf-8", "replace").decode()
    except UnicodeDecodeError:
        return ""


def _waiting(count: int) -> str:
    return f"{counted(count, 'pair')} {'is' if count == 1 else 'are'} waiting"
