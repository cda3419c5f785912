"""Asks on a terminal what papers build on; a yes goes to the paper, a no to what taxonomy.yml remembers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import load
from generator.cli.group import tell_waiting
from generator.cli.terminal import choice, say
from generator.content import catalogue
from generator.model import Basis, Catalogue, Paper, Refused
from generator.storage import transactions
from generator.storage.transactions import Change
from generator.taxonomy.suggestions import Predecessor
from generator.text.sections import counted

_ANSWERS = {"y": "yes", "n": "no", "s": "skip", "q": "quit"}
_ASKED = "[y]es, [n]o, [s]kip, [q]uit? "


def show(shelf: Catalogue, relations: Sequence[Predecessor]) -> None:
    """Print the suggestions, and how to answer them."""
    for one in relations:
        say("\n".join([*_lines(one, shelf.papers), ""]))
    if relations:
        say(f"{counted(len(relations), 'relation')} suggested: run `shelf suggest` on a terminal to answer them.")


def ask(content: Path, relations: Sequence[Predecessor]) -> None:
    """Ask about each suggestion until the person stops, save each answer at once, and print what was done."""
    if not relations:
        return
    papers = load(content).papers
    counts: Counter[str] = Counter()
    try:
        for number, one in enumerate(relations, start=1):
            say("\n".join(["", f"relation {number} of {len(relations)}", *_lines(one, papers)]))
            answer = choice(_ASKED, _ANSWERS)
            if answer == "quit":
                break
            if answer in {"yes", "no"}:
                _save(content, one, agreed=answer == "yes")
                counts[answer] += 1
    except (KeyboardInterrupt, EOFError):
        say()
    left = len(relations) - counts.total()
    later = "; the others come again the next time" if left else ""
    say(f"{counted(counts['yes'], 'relation')} written, {counts['no']} rejected{later}")


def _lines(one: Predecessor, papers: Mapping[str, Paper]) -> Iterator[str]:
    yield f"{one.paper} builds on {one.basis}?"
    for key in (one.paper, one.basis):
        date = papers[key].date
        yield f"  {'paper' if key == one.paper else 'basis':<8}  {papers[key].name}{f' ({date[:4]})' if date else ''}"
    yield f"  because   {'; '.join(one.reasons)}"
    yield f"  score     {one.score}"


def _save(content: Path, one: Predecessor, *, agreed: bool) -> None:
    """Write an answer to the files as they are now."""

    def plan() -> tuple[None, Sequence[Change]]:
        shelf = load(content)
        taxonomy, paper = shelf.taxonomy, shelf.papers.get(one.paper)
        if not agreed:
            refused = Refused(paper=one.paper, builds_on=one.basis)
            known = dict.fromkeys((*taxonomy.rejected.builds_on, refused))
            rejected = taxonomy.rejected.model_copy(update={"builds_on": tuple(known)})
            changed = taxonomy.model_copy(update={"rejected": rejected})
            return None, catalogue.changes(shelf, {"taxonomy.yml": changed})
        if paper is None or one.basis not in shelf.papers or one.basis in {each.paper for each in paper.builds_on}:
            return None, []
        changed_paper = paper.model_copy(update={"builds_on": (*paper.builds_on, Basis(paper=one.basis))})
        return None, catalogue.changes(shelf, {f"papers/{one.paper}.yml": changed_paper})

    transactions.carry_out(content, plan, tell_waiting)
