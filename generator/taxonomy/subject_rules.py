"""Finds the nodes that headings and keywords of sources name: by the lists of a rule, or by the node's own name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import Label, Node, NodeKind, Rule, Taxonomy
from generator.taxonomy.subjects import Kind, Subject
from generator.taxonomy.tree import Tree
from generator.text import headings

Place = tuple[NodeKind, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sought:
    """A heading or keyword that gives a label, folded, with those that must stand directly above it."""

    place: Place
    rule: str  # its path in taxonomy.yml
    parts: tuple[str, ...]
    below: frozenset[str] | None = None  # one of these must stand somewhere above it


class SubjectRules:
    """The headings and keywords that a taxonomy names."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Index them by their last part."""
        nodes: dict[NodeKind, dict[str, Node]] = {"families": taxonomy.families, "topics": taxonomy.topics}
        self._trees: dict[NodeKind, Tree] = {kind: Tree(one) for kind, one in nodes.items()}
        self._sought: dict[tuple[Kind, str], list[_Sought]] = defaultdict(list)
        for kind, tree in self._trees.items():
            for number, one in (*_listed(kind, tree), *_named(kind, tree)):
                self._sought[number, one.parts[-1]].append(one)

    def labels(self, subjects: Sequence[Subject]) -> dict[str, Label]:
        """Return the first label that each rule gives to a paper with these subjects, by the rule's path."""
        found: dict[str, Label] = {}
        for subject in subjects:
            for one in self._matches(subject):
                kind, node = one.place
                label = Label(
                    kind=kind, node=node, rule=one.rule, within=subject.kind, words=subject.text, ledger=subject.ledger
                )
                found.setdefault(one.rule, label)
        return found

    def _matches(self, subject: Subject) -> list[_Sought]:
        """Return what a subject names; a node above another one that it names is left out, as the label of both says so."""
        parts = headings.folded(subject.text)
        found = [
            one
            for end, last in enumerate(parts, start=1)
            for one in self._sought.get((subject.kind, last), ())
            if parts[:end][-len(one.parts) :] == one.parts
            and (one.below is None or one.below.intersection(parts[: end - 1]))
        ]
        if len(found) > 1:
            above = {
                (kind, node) for kind, key in (one.place for one in found) for node in self._trees[kind].ancestors(key)
            }
            found = [one for one in found if one.place not in above]
        return found


def _listed(kind: NodeKind, tree: Tree) -> Iterator[tuple[Kind, _Sought]]:
    for key, node in tree.nodes.items():
        for number, rule in enumerate(node.rules):
            for name, texts in _lists(rule):
                for text in texts:
                    if parts := headings.folded(text):
                        yield name, _Sought(place=(kind, key), rule=f"{kind}.{key}.rules[{number}]", parts=parts)


def _named(kind: NodeKind, tree: Tree) -> Iterator[tuple[Kind, _Sought]]:
    """Yield the names and keys of the nodes.

    Several nodes with one name are told apart by the headings above. A node that lists its own name below another heading
    has no other place.
    """
    names = {
        key: {one for text in (node.name, key) for one in headings.folded(text)[-1:]}
        for key, node in tree.nodes.items()
    }
    count = Counter(name for one in names.values() for name in one)
    for key, node in tree.nodes.items():
        placed = {parts[-1] for rule in node.rules for text in rule.headings if len(parts := headings.folded(text)) > 1}
        above = frozenset(name for parent in tree.ancestors(key) for name in names[parent])
        for name in sorted(names[key]):
            one = _Sought(
                place=(kind, key), rule=f"{kind}.{key}.name", parts=(name,), below=above if count[name] > 1 else None
            )
            yield "keywords", one
            if name not in placed:
                yield "headings", one


def _lists(rule: Rule) -> Iterator[tuple[Kind, Sequence[str]]]:
    yield "headings", rule.headings
    yield "keywords", rule.keywords
