"""Checks of a single paper: references, author count, former keys, dates, and whether its summary was copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from generator.checks.chronology import doubts
from generator.checks.inventory import State
from generator.checks.quotation import copied
from generator.checks.retracted_references import unsound
from generator.model import Paper, Relation
from generator.problems import Problem
from generator.taxonomy.tree import cycles


def check(state: State, key: str, paper: Paper) -> Iterator[Problem]:
    """Yield what is wrong with a paper, except problems with a pair of papers."""
    if paper.title is None and key not in state.faulty:
        hint = "add title: … when you know it"
        yield state.problem(
            state.file(key), (), "paper.no-title", "this is a draft without a title", hint, severity="warning"
        )
    if state.has_taxonomy and (paper.families or paper.topics):
        path, nodes = state.file(key), state.taxonomy
        yield from _references(state, path, "families", paper.families, allowed=nodes.families, code="ref.family")
        yield from _references(state, path, "topics", paper.topics, allowed=nodes.topics, code="ref.topic")
    if paper.builds_on or paper.compared_with:
        yield from _relations(state, key, "builds_on", paper.builds_on)
        yield from _relations(state, key, "compared_with", paper.compared_with)
    for doubt in doubts(paper):
        path = state.file(key)
        yield state.problem(path, doubt.at, doubt.code, doubt.message, doubt.hint, severity=doubt.severity)
    if words := copied(state, key, paper):
        path = state.file(key)
        message = f"these words are also in the abstract: “{words}”"
        hint = "use your own words: what the paper does, and why it is worth reading"
        yield state.problem(path, ("summary",), "summary.copied", message, hint, severity="warning")


def former_keys(state: State) -> Iterator[Problem]:
    """Yield former keys that another paper has, or had."""
    for key, paper in state.papers.items():
        seen: set[str] = set()
        for number, former in enumerate(paper.former_keys):
            at = ("former_keys", number)
            if former in seen:
                message, hint = f"former_keys lists {former} twice", "delete one of the two lines"
                yield state.problem(state.file(key), at, "ref.twice", message, hint, severity="warning")
                continue
            seen.add(former)
            if former in state.keys:
                message = f"{former} is the key of {'this paper itself' if former == key else 'another paper'}"
                hint = "delete it here, or rename that paper"
            elif state.former[former] != key:
                message = f"{former} is also a former key of {state.former[former]}"
                hint = "an old address can lead to only one paper: delete it in one of the two"
            else:
                continue
            yield state.problem(state.file(key), at, "former-key.clash", message, hint)


def circles(state: State) -> Iterator[Problem]:
    """Yield papers that build on each other in a circle."""
    bases = {key: [basis.paper for basis in paper.builds_on] for key, paper in state.papers.items() if paper.builds_on}
    links = {key: [other for other in others if other != key] for key, others in bases.items()}
    for cycle in cycles(links):
        at = ("builds_on", bases[cycle[0]].index(cycle[1]), "paper")
        message = f"these build on each other in a circle: {' → '.join([*cycle, cycle[0]])}"
        yield state.problem(state.file(cycle[0]), at, "ref.cycle", message, "remove one of these from builds_on")


def _references(
    state: State, path: Path, field: str, names: Sequence[str], *, allowed: Collection[str], code: str
) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if not name:
            continue  # already reported
        if name not in allowed:
            yield state.unknown(path, (field, number), code, name, allowed=allowed)
        elif name in seen:
            message = f"{field} lists {name} twice"
            hint = "delete one of the two lines"
            yield state.problem(path, (field, number), "ref.twice", message, hint, severity="warning")
        seen.add(name)


def _relations(state: State, key: str, field: str, relations: Sequence[Relation]) -> Iterator[Problem]:
    """Yield relations to missing papers or to the paper itself, and those that are there twice in the same sense."""
    path = state.file(key)
    seen: dict[str, set[str | None]] = {}
    for number, relation in enumerate(relations):
        at, other = (field, number, "paper"), relation.paper
        if not other:
            continue  # already reported
        hows = seen.setdefault(other, set())
        if other == key:
            yield state.problem(path, at, "ref.self", f"{field} lists the paper itself", "delete it")
        elif other not in state.keys:
            yield state.unknown(path, at, "ref.paper", other, allowed=state.keys)
        elif hows and (relation.how is None or hows & {relation.how, None}):
            message = f"{field} lists {other} twice"
            yield state.problem(path, at, "ref.twice", message, "delete one of the two", severity="warning")
        hows.add(relation.how)
        if field == "builds_on" and other != key:
            yield from unsound(state, path, at, other, relation.why or "")
