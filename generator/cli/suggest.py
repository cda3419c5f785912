"""`shelf suggest`: proposes families, topics and relations, asks about each on a terminal, and writes what is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from generator import load
from generator.cli import relation_questions
from generator.cli.group import CONTENT, existing, guarded, main, progress, tell_waiting
from generator.cli.terminal import choice, is_person, line, say, say_json
from generator.content import catalogue
from generator.model import Catalogue, Node, NodeKind
from generator.storage import transactions
from generator.storage.transactions import Change
from generator.taxonomy.rules import classified
from generator.taxonomy.suggestions import (
    THRESHOLD,
    Predecessor,
    Proposal,
    Suggestions,
    Verdict,
    accepted,
    amounts,
    applied,
    predecessors,
    suggest,
)
from generator.text.folding import clean, fold
from generator.text.sections import counted
from generator.text.similarity import did_you_mean

_ANSWERS = {"a": "accept", "r": "rename", "m": "merge", "x": "reject", "s": "skip", "l": "all", "q": "quit"}
_ASKED = "[a]ccept, [r]ename, [m]erge into another, reject [x], [s]kip, accept a[l]l that are left, [q]uit? "
_ONE: dict[NodeKind, str] = {"families": "family", "topics": "topic"}


@main.command(name="suggest")
@click.option("--write", is_flag=True, help="Take all suggestions with at least the threshold's score; do not ask.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=THRESHOLD,
    show_default=True,
    help="The least score of what is shown, asked and taken.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; do not ask.")
@CONTENT
@guarded
def command(content: Path, *, write: bool, threshold: float, as_json: bool) -> None:
    """Suggest families and topics for what the shelf holds, and what its papers build on.

    They come from the headings and keywords that the sources print, from arXiv's and OpenAlex's categories, and from names
    of models and phrases that recur in titles. On a terminal, each is shown with its rule, the papers that it would label
    and what it overlaps with, and you accept, rename, merge or reject it; each answer is saved in taxonomy.yml at once.
    What you reject is not suggested again. Without a terminal, the suggestions are only listed.

    What papers build on is suggested from what they cite, which `shelf citations` asks for. A yes writes it to the paper;
    --write leaves these out, since each is a statement about two papers.
    """
    existing(content)
    shelf = load(content)
    with progress("Looking for what papers have in common"):
        labels = classified(shelf, list(shelf.papers))
        found = suggest(shelf, labels)
        relations = predecessors(shelf, labels, threshold)
    proposals = found.at_least(threshold)
    if write:
        _save(content, accepted(proposals), {})
    if as_json:
        listed = [one.as_json() for one in relations]
        say_json({**found.as_json(proposals), "relations": listed, "written": write and bool(proposals)})
    elif write:
        say(_written(content, proposals, found))
    elif (proposals or relations) and is_person():
        if not proposals or _Session(content=content, proposals=proposals).run():
            relation_questions.ask(content, relations)
    else:
        for one in proposals:
            say("\n".join([*_shown(one), ""]))
        relation_questions.show(shelf, relations)
        say(_summary(proposals, found, relations))


def _save(content: Path, verdicts: Sequence[Verdict], became: dict[tuple[str, str], tuple[str, ...]]) -> Catalogue:
    """Write the verdicts to taxonomy.yml as it is now; ``became`` is that of ``applied``."""

    def plan() -> tuple[Catalogue, Sequence[Change]]:
        shelf = load(content)
        return shelf, catalogue.changes(shelf, {"taxonomy.yml": applied(shelf.taxonomy, verdicts, became)})

    return transactions.carry_out(content, plan, tell_waiting)


def _written(content: Path, proposals: Sequence[Proposal], found: Suggestions) -> str:
    """Return what was written, and how many papers are sorted now."""
    if not proposals:
        return "Nothing to add: there is no suggestion."
    shelf = load(content)
    now = sum(map(bool, classified(shelf, list(shelf.papers)).values()))
    return (
        f"{amounts(proposals)} added to {content / 'taxonomy.yml'}. {now} of {_papers(found)} in a family or"
        f" topic now (before: {found.sorted_before}). Look at them with `shelf labels`, and write your own descriptions."
    )


def _papers(found: Suggestions) -> str:
    return f"{counted(found.papers, 'paper')} {'is' if found.papers == 1 else 'are'}"


def _summary(proposals: Sequence[Proposal], found: Suggestions, relations: Sequence[Predecessor]) -> str:
    if not proposals:
        told = f"No {'families or topics to suggest' if relations else 'suggestions'}. {found.sorted_before} of {_papers(found)} in a family or topic."
        own = " For the others, write rules in taxonomy.yml."
        return told + own * (found.sorted_before < found.papers)
    return (
        f"{amounts(proposals)} suggested: {found.sorted_before} of {_papers(found)} in a family or topic now,"
        f" {found.sorted_after} would be with all suggestions. To answer them one by one, run `shelf suggest` on a terminal;"
        " to take them all, `shelf suggest --write`."
    )


def _shown(one: Proposal, place: str = "") -> list[str]:
    """Return a suggestion in lines."""
    head = f"{place or _ONE[one.kind]}: {one.node.name}  ({', '.join((one.key, *(f'below {key}' for key in one.node.parents)))})"
    papers = counted(len(one.papers), "paper")
    if one.total > len(one.papers):
        papers += f", {one.total} with those below it"
    if one.fresh < len(one.papers):
        papers += f"; {one.fresh} of them have no {_ONE[one.kind]} yet"
    lines = [head, f"  rule      {one.rule}", f"  labels    {papers}", f"  score     {one.score}"]
    lines += [f"  {'such as' if not number else '':<9} {title}" for number, title in enumerate(one.examples)]
    if one.overlaps:
        lines.append(f"  overlaps  {', '.join(f'{other.name} ({other.papers})' for other in one.overlaps)}")
    return lines


@dataclass(kw_only=True)
class _Session:
    """The questions about the suggestions, one by one; each answer is saved at once."""

    content: Path
    proposals: Sequence[Proposal]
    counts: Counter[str] = field(default_factory=Counter)
    became: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def run(self) -> bool:
        """Ask until no suggestion is left or the person stops, print what was done, and return whether to go on."""
        stopped = False
        try:
            for number, one in enumerate(self.proposals):
                say("\n".join(["", *_shown(one, f"{_ONE[one.kind]} {number + 1} of {len(self.proposals)}")]))
                answer = choice(_ASKED, _ANSWERS)
                if answer == "quit":
                    stopped = True
                    break
                if answer == "all":
                    self.save(*accepted(self.proposals[number:]))
                    break
                self.take(one, answer)
        except (KeyboardInterrupt, EOFError):
            stopped = True
            say()
        done = ", ".join(f"{self.counts[name]} {word}" for name, word in _DONE.items())
        say(f"{done}; the others come again the next time" if sum(self.counts.values()) < len(self.proposals) else done)
        return not stopped

    def take(self, one: Proposal, answer: str) -> None:
        """Carry out an answer to one suggestion."""
        if answer == "accept":
            self.save(Verdict(proposal=one, choice="accept"))
        elif answer == "reject":
            self.save(Verdict(proposal=one, choice="reject"))
        elif answer == "rename":
            if name := clean(line(f"Name [{one.node.name}] ")):
                self.save(Verdict(proposal=one, choice="accept", name=name))
            else:
                self.save(Verdict(proposal=one, choice="accept"))
        elif answer == "merge" and (into := self.target(one)):
            self.save(Verdict(proposal=one, choice="merge", into=into))

    def target(self, one: Proposal) -> str:
        """Return the key of the node that a suggestion is merged into; "" if there is none."""
        nodes: dict[str, Node] = getattr(load(self.content).taxonomy, one.kind)
        if not nodes:
            say(f"There is no {_ONE[one.kind]} yet that it could be merged into.")
            return ""
        names = {fold(text): key for key, node in nodes.items() for text in (node.name, key)}
        while typed := line(f"Into which {_ONE[one.kind]}, by its key or name (Enter for none)? ").strip():
            if found := names.get(fold(typed)):
                return found
            say(f"There is no such {_ONE[one.kind]}; {did_you_mean(typed, list(nodes))}")
        return ""

    def save(self, *verdicts: Verdict) -> None:
        """Save answers."""
        _save(self.content, verdicts, self.became)
        self.counts.update(one.choice for one in verdicts)


_DONE = {"accept": "accepted", "merge": "merged", "reject": "rejected"}
