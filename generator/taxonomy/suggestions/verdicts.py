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


def applied(
    taxonomy: Taxonomy, verdicts: Iterable[Verdict], became: dict[tuple[str, str], tuple[str, ...]] | None = None
) -> Taxonomy:
    """Return the taxonomy with the verdicts carried out, in their order, parents before their children.

    A suggestion that is accepted under another name gets that name's key. It joins a node that has its key already. What
    stood below a suggestion that was rejected goes to the nearest node above it. ``became`` has the nodes in place of
    suggestions of earlier verdicts, by kind and key, and is added to.
    """
    nodes: dict[str, dict[str, Node]] = {kind: dict(getattr(taxonomy, kind)) for kind in ("families", "topics")}
    rejected: dict[str, dict[str, None]] = {kind: dict.fromkeys(getattr(taxonomy.rejected, kind)) for kind in nodes}
    became = {} if became is None else became
    for verdict in verdicts:
        proposal, now = verdict.proposal, nodes[verdict.proposal.kind]
        node, place = proposal.node, (proposal.kind, proposal.key)
        above = (one for parent in node.parents for one in became.get((proposal.kind, parent), (parent,)))
        parents = tuple(dict.fromkeys(one for one in above if one in now))
        if verdict.choice == "reject":
            rejected[proposal.kind][node.name] = None
            became[place] = parents
            continue
        name = verdict.name or node.name
        key = verdict.into or (near_key(name) if verdict.name else "") or proposal.key
        if into := now.get(key):
            new = tuple(rule for rule in node.rules if rule not in into.rules)
            now[key] = into.model_copy(update={"rules": (*into.rules, *new)})
        else:
            now[key] = node.model_copy(update={"name": name, "parents": parents})
        became[place] = (key,)
    known = {kind: tuple(names) for kind, names in rejected.items()}
    return taxonomy.model_copy(update={**nodes, "rejected": taxonomy.rejected.model_copy(update=known)})
