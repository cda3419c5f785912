"""Suggested families and topics, each with its node, the papers that it would label, examples, and what it overlaps with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import count
from typing import Any

from generator.model import Catalogue, Label, Node, NodeKind, Taxonomy
from generator.taxonomy import subjects
from generator.taxonomy.rules import classify
from generator.taxonomy.subject_rules import Place, SubjectRules
from generator.taxonomy.subjects import Subject
from generator.taxonomy.suggestions import ranking
from generator.taxonomy.suggestions.heading_terms import heading_terms
from generator.taxonomy.suggestions.keyword_terms import keyword_terms
from generator.taxonomy.suggestions.letter_case import LetterCase
from generator.taxonomy.suggestions.model_names import model_terms
from generator.taxonomy.suggestions.terms import Origin, Term, merged
from generator.taxonomy.suggestions.title_phrases import phrase_terms
from generator.text.folding import fold
from generator.text.keys import make_key, near_key

EXAMPLES = 3
THRESHOLD = 0.5  # the least score of a suggestion that is taken unasked
OVERLAPS = 3  # nodes that share papers, named with a suggestion
_KINDS: tuple[NodeKind, ...] = ("families", "topics")


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """A node, there or suggested, that has some of the same papers."""

    node: str
    name: str
    papers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A family or topic that the shelf could have.

    ``papers`` are those that its rule labels, ``fresh`` counts those of them without a family (topic) yet, and ``total`` also
    those of the suggestions below it.
    """

    kind: NodeKind
    key: str
    node: Node
    origin: Origin
    score: float
    papers: tuple[str, ...]
    fresh: int
    total: int
    examples: tuple[str, ...]  # titles
    overlaps: tuple[Overlap, ...]

    @property
    def rule(self) -> str:
        """Return its rule in words."""
        rule = self.node.rules[0]
        sought = (("heading", rule.headings), ("keyword", rule.keywords), ("words in title or other names", rule.words))
        return "; ".join(f"{name} {', '.join(f'“{text}”' for text in found)}" for name, found in sought if found)

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "kind": self.kind,
            "key": self.key,
            "name": self.node.name,
            "description": self.node.description,
            "parents": list(self.node.parents),
            "origin": self.origin,
            "score": self.score,
            "rule": self.node.rules[0].model_dump(mode="json", exclude_defaults=True),
            "papers": list(self.papers),
            "fresh": self.fresh,
            "total": self.total,
            "examples": list(self.examples),
            "overlaps": [{"node": one.node, "name": one.name, "papers": one.papers} for one in self.overlaps],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestions:
    """All suggestions, parents before their children; and how many papers have a family or topic, before and with all of them."""

    proposals: tuple[Proposal, ...]
    papers: int
    sorted_before: int
    sorted_after: int

    def at_least(self, threshold: float) -> tuple[Proposal, ...]:
        """Return the suggestions with at least this score."""
        return tuple(one for one in self.proposals if one.score >= threshold)

    def as_json(self, shown: Sequence[Proposal]) -> dict[str, Any]:
        """Return the object that ``--json`` prints, with those suggestions; the command adds ``written``."""
        return {
            "suggestions": [one.as_json() for one in shown],
            "papers": self.papers,
            "sorted": {"before": self.sorted_before, "after": self.sorted_after},
        }


def suggest(catalogue: Catalogue, labels: Mapping[str, Sequence[Label]]) -> Suggestions:
    """Return what could be added to the taxonomy of the shelf; ``labels`` are those that its papers have."""
    taxonomy, papers = catalogue.taxonomy, catalogue.papers
    stated = subjects.gather(catalogue)
    terms = [term for term in _terms(catalogue, stated) if not _is_known(term, taxonomy)]
    with_topic = {key for key, found in labels.items() if any(label.kind == "topics" for label in found)}
    nodes = dict(_nodes(ranking.choose(terms, len(papers), with_topic), taxonomy))
    longer = taxonomy.model_copy(
        update={
            kind: {**getattr(taxonomy, kind), **{key: node for (one, key), (node, _) in nodes.items() if one == kind}}
            for kind in _KINDS
        }
    )
    after = {key: classify(paper, longer, stated.get(key, ())) for key, paper in papers.items()}
    return Suggestions(
        proposals=tuple(_proposals(nodes, catalogue, labels, after)),
        papers=len(papers),
        sorted_before=sum(map(bool, labels.values())),
        sorted_after=sum(map(bool, after.values())),
    )


def amounts(proposals: Sequence[Proposal], word: str = "") -> str:
    """Return how many families and topics there are, each with the word: ``1 new family and 23 new topics``."""
    count = Counter(one.kind for one in proposals)
    names: tuple[tuple[NodeKind, str], ...] = (("families", "family"), ("topics", "topic"))
    return " and ".join(
        " ".join(filter(None, (str(count[kind]), word, one if count[kind] == 1 else kind)))
        for kind, one in names
        if count[kind]
    )


def _terms(catalogue: Catalogue, stated: Mapping[str, Sequence[Subject]]) -> list[Term]:
    """Return all terms of the shelf that no node looks for yet."""
    rules = SubjectRules(catalogue.taxonomy)
    left = {key: [one for one in found if not rules.labels([one])] for key, found in stated.items()}
    names = model_terms(catalogue.papers)
    case = LetterCase(paper.title or "" for paper in catalogue.papers.values())
    keywords = keyword_terms(left, len(catalogue.papers), case)
    phrases = phrase_terms(catalogue.papers, case, {fold(term.name) for term in names})
    return merged((*heading_terms(left), *keywords, *names, *phrases))


def _is_known(term: Term, taxonomy: Taxonomy) -> bool:
    """Whether there is such a node, or a person rejected it."""
    name = fold(term.name)
    if any(name == fold(one) for one in getattr(taxonomy.rejected, term.kind)):
        return True
    nodes = ((key, node) for kind in _KINDS for key, node in getattr(taxonomy, kind).items())
    return not term.above and any(name in {fold(node.name), fold(key)} for key, node in nodes)


def _nodes(terms: Sequence[Term], taxonomy: Taxonomy) -> Iterator[tuple[Place, tuple[Node, Term]]]:
    """Yield kind and key, node and term of each term, parents first."""
    keys: dict[tuple[NodeKind, tuple[str, ...]], str] = {
        (kind, (node.name,)): key for kind in _KINDS for key, node in getattr(taxonomy, kind).items()
    }
    taken: dict[NodeKind, set[str]] = {kind: set(getattr(taxonomy, kind)) for kind in _KINDS}
    for term in sorted(terms, key=lambda one: (one.kind, len(one.above), -len(one.papers), one.name)):
        place = (*term.above, term.name)
        key = next(one for one in _keys(place) if one not in taken[term.kind])
        taken[term.kind].add(key)
        keys[term.kind, place] = key
        parent = keys.get((term.kind, term.above)) or keys.get((term.kind, term.above[-1:]))
        yield (
            (term.kind, key),
            (
                Node(
                    name=term.name,
                    parents=(parent,) if parent else (),
                    rules=(term.rule,),
                    **_described(term),
                ),
                term,
            ),
        )


def _keys(place: tuple[str, ...]) -> Iterator[str]:
    """Yield keys for a node: from its name, then with the names above it, then with a number."""
    own = near_key(place[-1]) or make_key(place[-1])
    yield own
    for start in range(len(place) - 2, -1, -1):
        yield near_key(" ".join(place[start:])) or own
    yield from (f"{own}-{number}" for number in count(2))


def _described(term: Term) -> dict[str, str]:
    """Return a node's description where there is something that its name does not say: a list of empty phrases helps nobody."""
    if term.origin != "category":
        return {}
    return {"description": f"Papers in the arXiv category {', '.join(term.rule.headings)}."}


def _proposals(
    nodes: Mapping[Place, tuple[Node, Term]],
    catalogue: Catalogue,
    before: Mapping[str, Sequence[Label]],
    after: Mapping[str, Sequence[Label]],
) -> Iterator[Proposal]:
    """Yield a proposal for each node that labels a paper, or has such a node below it."""
    papers: dict[Place, list[str]] = {}
    for key, found in after.items():
        for label in found:
            papers.setdefault((label.kind, label.node), []).append(key)
    names = {(kind, key): node.name for kind in _KINDS for key, node in getattr(catalogue.taxonomy, kind).items()}
    names |= {place: node.name for place, (node, _) in nodes.items()}
    had = {kind: {key for key, found in before.items() if any(one.kind == kind for one in found)} for kind in _KINDS}
    below: dict[Place, list[Place]] = {}
    for place, (node, _) in nodes.items():
        for parent in node.parents:
            below.setdefault((place[0], parent), []).append(place)
    for place, (node, term) in nodes.items():
        kind, key = place
        own = papers.get(place, [])
        if not own and place not in below:
            continue
        shared: Counter[Place] = Counter(
            (label.kind, label.node) for one in own for label in after[one] if label.kind == kind and label.node != key
        )
        yield Proposal(
            kind=kind,
            key=key,
            node=node,
            origin=term.origin,
            score=ranking.score(term),
            papers=tuple(own),
            fresh=len(set(own) - had[kind]),
            total=len(_with_below(place, below, papers)),
            examples=tuple(catalogue.papers[one].name for one in own[:EXAMPLES]),
            overlaps=tuple(
                Overlap(node=other[1], name=names[other], papers=common)
                for other, common in shared.most_common(OVERLAPS)
            ),
        )


def _with_below(
    place: Place, below: Mapping[Place, Sequence[Place]], papers: Mapping[Place, Sequence[str]]
) -> AbstractSet[str]:
    """Return the papers of a suggestion and of those below it."""
    return set(papers.get(place, ())).union(*(_with_below(one, below, papers) for one in below.get(place, ())))
