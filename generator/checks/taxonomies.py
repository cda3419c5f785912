"""What is wrong between the nodes of the taxonomy: parents that are not there, and nodes that are their own ancestors."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.inventory import State
from generator.problems import Problem
from generator.taxonomy.tree import Tree


def check(state: State) -> Iterator[Problem]:
    """Yield unknown parents and cycles."""
    path = state.root / "taxonomy.yml"
    for kind, nodes in (("families", state.taxonomy.families), ("topics", state.taxonomy.topics)):
        code = "ref.family" if kind == "families" else "ref.topic"
        for key, node in nodes.items():
            for number, parent in enumerate(node.parents):
                if parent and parent not in nodes:
                    yield state.unknown(path, (kind, key, "parents", number), code, parent, allowed=nodes)
        for cycle in Tree(nodes).cycles():
            at = (kind, cycle[0], "parents", nodes[cycle[0]].parents.index(cycle[1 % len(cycle)]))
            message = f"these are their own ancestors: {' → '.join([*cycle, cycle[0]])}"
            yield state.problem(path, at, "taxonomy.cycle", message, "take one of these parents out")
