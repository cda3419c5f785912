"""Checks the references between files: to papers and records (decisions, questions, ledgers) and to taxonomy parents."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.inventory import State
from generator.problems import Problem
from generator.taxonomy.tree import Tree
from generator.text.keys import fits_windows, near_key


def decisions(state: State) -> Iterator[Problem]:
    """Yield decisions that name something missing, name one thing twice, were not carried out, or contradict another."""
    path = state.root / "decisions.yml"
    verdicts: dict[frozenset[str], str] = {}
    for number, decision in state.decisions.items():
        for side, name in enumerate(decision.pair):
            if not _is_side(state, name):
                message = f"there is no paper or record {name}"
                yield state.problem(path, (number, "pair", side), "ref.paper", message, _hint(state, name))
        if decision.pair[0] == decision.pair[1]:
            message = "this decision names the same thing twice"
            yield state.problem(path, (number, "pair"), "decision.self", message, "name two things, or delete it")
        elif decision.verdict == "same" and state.keys >= set(decision.pair):
            message = "{} and {} are one paper, but still two files".format(*decision.pair)
            hint = "copy what the first lacks into it, add the second to its former_keys, and delete the second's file"
            yield state.problem(path, (number, "pair"), "decision.two-papers", message, hint, severity="warning")
        if verdicts.setdefault(frozenset(decision.pair), decision.verdict) != decision.verdict:
            message = "another decision about this pair says the opposite"
            yield state.problem(path, (number, "verdict"), "decision.clash", message, "delete one of the two")


def questions(state: State) -> Iterator[Problem]:
    """Yield questions about something missing; the next import removes them."""
    path = state.root / "review.yml"
    for number, question in enumerate(state.catalogue.review):
        for side, name in enumerate(question.pair):
            if not _is_side(state, name):
                message = f"there is no paper or record {name} to ask about"
                hint = "delete the question; the next import does so, too"
                at = (number, "pair", side)
                yield state.problem(path, at, "ref.paper", message, hint, severity="warning")


def ledgers(state: State) -> Iterator[Problem]:
    """Yield records tied to a paper that is gone, so that whoever deleted or renamed it learns what is missing."""
    for stem, ledger in state.catalogue.ledgers.items():
        path = state.root / "imports" / f"{stem}.yml"
        for number, record in enumerate(ledger.records):
            if record.paper and record.paper not in state.keys and record.paper not in state.former:
                hint = state.meant(record.paper)
                if record.paper not in state.moved:
                    hint = f"if a paper was deleted or renamed, its key belongs in another paper's former_keys; {hint}"
                at = ("records", number, "paper")
                yield state.problem(path, at, "ref.paper", f"there is no paper {record.paper}", hint)


def _hint(state: State, name: str) -> str:
    return "write <ledger>#<line>, the ledger without its folder and .yml" if "#" in name else state.meant(name)


def _is_side(state: State, name: str) -> bool:
    if name in state.keys or name in state.former:
        return True
    return name in state.records_of(name.rpartition("#")[0])


def taxonomy(state: State) -> Iterator[Problem]:
    """Yield unknown parents, cycles, and keys whose pages Windows cannot store."""
    path = state.root / "taxonomy.yml"
    for kind, nodes in (("families", state.taxonomy.families), ("topics", state.taxonomy.topics)):
        code = "ref.family" if kind == "families" else "ref.topic"
        for key, node in nodes.items():
            if not fits_windows(key):
                message = f"Windows allows no folder with the name {key}, so nobody can unpack the site there"
                hint = f"rename it here and in the papers: {near_key(key)}"
                yield state.problem(path, (kind, key), "key.windows", message, hint, severity="warning", of_key=True)
            for number, parent in enumerate(node.parents):
                if parent and parent not in nodes:
                    yield state.unknown(path, (kind, key, "parents", number), code, parent, allowed=nodes)
        for cycle in Tree(nodes).cycles():
            at = (kind, cycle[0], "parents", nodes[cycle[0]].parents.index(cycle[1 % len(cycle)]))
            message = f"these are their own ancestors: {' → '.join([*cycle, cycle[0]])}"
            yield state.problem(path, at, "taxonomy.cycle", message, "remove one of these parents")
