"""Answers to suggestions: a suggestion becomes a node, joins another one, or is remembered as rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.model import Node, Taxonomy
from generator.taxonomy.suggestions.proposals import Proposal
from generator.text.keys import near_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What to do with a suggestion. ``name`` replaces its name, ``into`` is the key of the node that it joins."""

    proposal: Proposal
    choice: Literal["accept", "merge", "reject"]
    name: str = ""
    into: str = ""


def applied(taxonomy: Taxonomy, verdicts: Iterable[Verdict]) -> Taxonomy:
    """Return the taxonomy with the verdicts carried out, in their order, parents before their children.

    A suggestion that is accepted under another name gets that name's key, if no node has it. What stood below a suggestion
    that was rejected goes to the nearest node above it.
    """
    nodes: dict[str, dict[str, Node]] = {kind: dict(getattr(taxonomy, kind)) for kind in ("families", "topics")}
    rejected: dict[str, dict[str, None]] = {kind: dict.fromkeys(getattr(taxonomy.rejected, kind)) for kind in nodes}
    became: dict[tuple[str, str], tuple[str, ...]] = {}  # the nodes in place of a suggested parent
    for verdict in verdicts:
        proposal, now = verdict.proposal, nodes[verdict.proposal.kind]
        node, place = proposal.node, (proposal.kind, proposal.key)
        above = (one for parent in node.parents for one in became.get((proposal.kind, parent), (parent,)))
        parents = tuple(dict.fromkeys(one for one in above if one in now))
        if verdict.choice == "accept":
            key = proposal.key
            if verdict.name:
                node = node.model_copy(update={"name": verdict.name})
                key = next(one for one in (near_key(verdict.name), proposal.key) if one and one not in now)
            now[key] = node.model_copy(update={"parents": parents})
            became[place] = (key,)
        elif verdict.choice == "merge":
            into = now[verdict.into]
            now[verdict.into] = into.model_copy(update={"rules": (*into.rules, *node.rules)})
            became[place] = (verdict.into,)
        else:
            rejected[proposal.kind][node.name] = None
            became[place] = parents
    known = {kind: tuple(names) for kind, names in rejected.items()}
    return taxonomy.model_copy(update={**nodes, "rejected": taxonomy.rejected.model_copy(update=known)})
