"""Coverage of the taxonomy: papers without labels, rules that find nothing or nearly everything, and nodes to merge or drop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Catalogue, Node, NodeKind, Rule
from generator.taxonomy import rules, subjects
from generator.taxonomy.tree import Tree
from generator.text.folding import fold

WIDE = 0.6  # share of the papers from which on a rule tells little
WIDE_FROM = 10  # papers that such a rule labels, at least: of three papers, two are no sign
TOGETHER_FROM = 3  # papers of nodes that always come together, at least
_KINDS: tuple[NodeKind, ...] = ("families", "topics")


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleCount:
    """How many papers a rule would label if it were the only one; the name of a node is its last rule."""

    path: str  # in taxonomy.yml: "topics.code.rules[0]", "topics.code.name"
    papers: int
    rule: Rule | None = None  # None: the node's name


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeCount:
    """How many papers a node has, those of the nodes below it included."""

    kind: NodeKind
    path: str  # in taxonomy.yml: "topics.code"
    name: str
    papers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """What the taxonomy does for the papers. Groups of nodes are in the order of the file."""

    papers: int
    unlabelled: Mapping[NodeKind, int]
    neither: int
    rules: tuple[RuleCount, ...]
    nodes: tuple[NodeCount, ...]
    together: tuple[tuple[NodeCount, ...], ...]  # of one kind, with the same papers, not all above one another
    namesakes: tuple[tuple[NodeCount, ...], ...]

    @property
    def idle(self) -> tuple[RuleCount, ...]:
        """Return the rules that match nothing. A name that no source uses is no fault."""
        return tuple(one for one in self.rules if not one.papers and one.rule)

    @property
    def wide(self) -> tuple[RuleCount, ...]:
        """Return the rules that match nearly every paper; a name that one of its node's rules repeats is left out."""
        found = [one for one in self.rules if one.papers >= max(WIDE_FROM, WIDE * self.papers)]
        nodes = {one.path.rpartition(".")[0] for one in found if one.rule}
        return tuple(one for one in found if one.rule or one.path.rpartition(".")[0] not in nodes)

    @property
    def empty(self) -> tuple[NodeCount, ...]:
        """Return the nodes that have no paper."""
        return tuple(one for one in self.nodes if not one.papers)

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "counts": {
                "papers": self.papers,
                **{f"without_{kind}": count for kind, count in self.unlabelled.items()},
                "without_both": self.neither,
            },
            "rules": [
                {
                    "path": one.path,
                    "papers": one.papers,
                    "rule": one.rule and one.rule.model_dump(mode="json", exclude_defaults=True),
                }
                for one in self.rules
            ],
            "nodes": [{"path": one.path, "name": one.name, "papers": one.papers} for one in self.nodes],
            "idle": [one.path for one in self.idle],
            "wide": [one.path for one in self.wide],
            "empty": [one.path for one in self.empty],
            "together": [[one.path for one in group] for group in self.together],
            "namesakes": [[one.path for one in group] for group in self.namesakes],
        }


def coverage(catalogue: Catalogue) -> Coverage:
    """Return what the taxonomy of the shelf does for its papers."""
    taxonomy, stated = catalogue.taxonomy, subjects.gather(catalogue)
    labelled: dict[NodeKind, set[str]] = {kind: set() for kind in _KINDS}
    members: dict[NodeKind, dict[str, set[str]]] = {
        kind: {key: set() for key in _nodes(catalogue, kind)} for kind in _KINDS
    }
    trees = {kind: Tree(_nodes(catalogue, kind)) for kind in _KINDS}
    counts: Counter[str] = Counter()
    for key, paper in catalogue.papers.items():
        for label in rules.classify(paper, taxonomy, stated.get(key, ())):
            labelled[label.kind].add(key)
            for node in (label.node, *trees[label.kind].ancestors(label.node)):
                members[label.kind][node].add(key)
        counts.update(rules.matching(paper, taxonomy, stated.get(key, ())))
    nodes = {
        (kind, key): NodeCount(kind=kind, path=f"{kind}.{key}", name=node.name, papers=len(members[kind][key]))
        for kind in _KINDS
        for key, node in _nodes(catalogue, kind).items()
    }
    return Coverage(
        papers=len(catalogue.papers),
        unlabelled={kind: len(catalogue.papers) - len(found) for kind, found in labelled.items()},
        neither=len(catalogue.papers) - len(set().union(*labelled.values())),
        rules=tuple(
            RuleCount(path=path, papers=counts[path], rule=rule)
            for (kind, key) in nodes
            for path, rule in _rules(kind, key, _nodes(catalogue, kind)[key])
        ),
        nodes=tuple(nodes.values()),
        together=tuple(
            tuple(nodes[kind, key] for key in group)
            for kind in _KINDS
            for group in _together(members[kind], trees[kind])
        ),
        namesakes=tuple(_namesakes(nodes.values())),
    )


def _nodes(catalogue: Catalogue, kind: NodeKind) -> Mapping[str, Node]:
    return catalogue.taxonomy.families if kind == "families" else catalogue.taxonomy.topics


def _rules(kind: NodeKind, key: str, node: Node) -> Iterator[tuple[str, Rule | None]]:
    for number, rule in enumerate(node.rules):
        yield f"{kind}.{key}.rules[{number}]", rule
    yield f"{kind}.{key}.name", None


def _together(members: Mapping[str, set[str]], tree: Tree) -> Iterator[Sequence[str]]:
    """Yield the nodes that have the same papers, without those that are above or below all others of them."""
    groups: dict[frozenset[str], list[str]] = {}
    for key, papers in members.items():
        if len(papers) >= TOGETHER_FROM:
            groups.setdefault(frozenset(papers), []).append(key)
    for group in groups.values():
        lines = {key: {key, *tree.ancestors(key)} for key in group}
        apart = [key for key in group if any(key not in lines[other] and other not in lines[key] for other in group)]
        if apart:
            yield apart


def _namesakes(nodes: Iterable[NodeCount]) -> Iterator[tuple[NodeCount, ...]]:
    groups: dict[str, list[NodeCount]] = {}
    for node in nodes:
        groups.setdefault(fold(node.name), []).append(node)
    return (tuple(group) for group in groups.values() if len(group) > 1)
