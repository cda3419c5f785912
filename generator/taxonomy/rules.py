"""Classification: the labels of a paper with their evidence: curated, by rules, or by headings and keywords of sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from generator.model import Catalogue, Label, Name, Node, NodeKind, Paper, Taxonomy
from generator.taxonomy import subjects
from generator.taxonomy.subject_rules import SubjectRules
from generator.taxonomy.subjects import Subject
from generator.text.folding import fold

_WORDS = re.compile(r"\w+(?:['’ʼ`]\w+)*")  # fold drops these characters inside a word


class _Rule(NamedTuple):
    """A rule with its words folded and padded with spaces, so that a plain search finds whole words."""

    kind: NodeKind
    node: str
    path: str
    within: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]


def classify(paper: Paper, taxonomy: Taxonomy, stated: Sequence[Subject] = ()) -> tuple[Label, ...]:
    """Return a label for each node that the paper belongs to: curated ones in its own order, then those by rules.

    ``stated`` are the paper's headings and keywords, see subjects.py. Nodes that are not in the taxonomy are left out. A
    node has one label, from the first rule in the file that matches, else from a heading or keyword with its name.
    """
    return _rules_of(_ById(taxonomy)).classify(paper, stated)


def classified(catalogue: Catalogue, keys: Collection[str]) -> dict[str, tuple[Label, ...]]:
    """Return the labels of these papers."""
    stated = subjects.gather(catalogue, keys)
    return {key: classify(catalogue.papers[key], catalogue.taxonomy, stated.get(key, ())) for key in keys}


def explain(key: str, labels: Sequence[Label], catalogue: Catalogue) -> list[str]:
    """Return lines for a terminal that say why the paper ``key`` has its labels."""
    if not labels:
        return [f"{key} has no labels: none is curated, and no rule of taxonomy.yml matches"]
    return [key, *(f"  {_KINDS[label.kind]} {label.node}: {_because(label, catalogue)}" for label in labels)]


_KINDS: dict[NodeKind, str] = {"families": "family", "topics": "topic"}


def _because(label: Label, catalogue: Catalogue) -> str:
    if label.rule == "curated":
        return f"curated, under {label.kind} in its file"
    place = "its file"
    if label.ledger:
        place = f"{catalogue.ledgers[label.ledger].source} (imports/{label.ledger}.yml)"
    if label.within in _STATED:
        return f'{label.rule} of taxonomy.yml matches the {_STATED[label.within]} "{label.words}" in {place}'
    return f'rule {label.rule} of taxonomy.yml found "{label.words}" in its {label.within}'


_STATED = {"headings": "heading", "keywords": "keyword"}


class _ById:
    """A taxonomy as the key of a cache: hashing all of it for each paper would cost more than the search."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy

    def __hash__(self) -> int:
        return id(self.taxonomy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.taxonomy is self.taxonomy


class _Rules:
    """The rules of a taxonomy, prepared once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.nodes: dict[NodeKind, dict[str, Node]] = {"families": taxonomy.families, "topics": taxonomy.topics}
        self.rules = [
            rule
            for kind, nodes in self.nodes.items()
            for key, node in nodes.items()
            for rule in _of_node(kind, key, node)
        ]
        self.number = {rule.path: number for number, rule in enumerate(self.rules)}
        self.found_by: dict[
            str, dict[str, list[int]]
        ] = {}  # the numbers of rules, by field and by the first word of a phrase
        for number, rule in enumerate(self.rules):
            for field, words in product(rule.within, rule.words):
                self.found_by.setdefault(field, {}).setdefault(words.split()[0], []).append(number)
        self.fields = sorted({name for rule in self.rules for name in rule.within})
        self.stated = SubjectRules(taxonomy)

    def classify(self, paper: Paper, subjects: Sequence[Subject]) -> tuple[Label, ...]:
        labels = {(label.kind, label.node): label for label in self._curated(paper)}
        texts = {name: _texts(paper, name) for name in self.fields}
        stated = self.stated.labels(subjects) if subjects else {}
        for number in sorted({*self._asked(texts), *map(self.number.__getitem__, stated)}):
            rule = self.rules[number]
            if (rule.kind, rule.node) in labels or _refused(rule, texts):
                continue
            if label := _apply(rule, texts) or stated.get(rule.path):
                labels[rule.kind, rule.node] = label
        return tuple(labels.values())

    def _asked(self, texts: Mapping[str, Sequence[_Text]]) -> set[int]:
        """Return the rules of which a text has the first word: a paper concerns few of them."""
        found: set[int] = set()
        for field, by_word in self.found_by.items():
            for text in texts[field]:
                for word in by_word.keys() & set(text.folded.split()):
                    found.update(by_word[word])
        return found

    def _curated(self, paper: Paper) -> Iterator[Label]:
        curated: dict[NodeKind, tuple[str, ...]] = {"families": paper.families, "topics": paper.topics}
        for kind, keys in curated.items():
            for key in keys:
                if key in self.nodes[kind]:
                    yield Label(kind=kind, node=key, rule="curated")


def _of_node(kind: NodeKind, key: str, node: Node) -> Iterator[_Rule]:
    """Yield the rules of a node, the last of which is its name."""
    for number, rule in enumerate(node.rules):
        words, unless = (
            tuple(padded for text in texts if (padded := _padded(text)) != "  ") for texts in (rule.words, rule.unless)
        )
        yield _Rule(kind, key, f"{kind}.{key}.rules[{number}]", rule.within, words, unless)
    yield _Rule(kind, key, f"{kind}.{key}.name", (), (), ())


@lru_cache(maxsize=8)
def _rules_of(by_id: _ById) -> _Rules:
    return _Rules(by_id.taxonomy)


def _padded(text: str) -> str:
    return f" {fold(text)} "


_padded_again = lru_cache(maxsize=1 << 14)(_padded)  # evidence is the same words on many papers


@lru_cache(maxsize=1 << 15)
def _count(word: str) -> int:
    return len(fold(word).split())


class _Text:
    """A text of a paper: folded for the search, as written for the evidence."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.folded = _padded(written)

    @cached_property
    def _words(self) -> list[re.Match[str]]:
        """The word in the text behind each folded one; none where they do not line up (LaTeX, a word broken at a line end)."""
        found = list(_WORDS.finditer(self.written))
        if not self.written.isascii() or "_" in self.written:  # else each word is one when folded, too
            found = [word for word in found for _ in range(_count(word[0]))]
        return found if len(found) == self.folded.count(" ") - 1 else []

    def as_written(self, words: str) -> str:
        """Return the part of the text that became these folded words, which it must have."""
        first = self.folded.count(" ", 0, self.folded.index(words))
        last = first + words.count(" ") - 2
        written = self.written[self._words[first].start() : self._words[last].end()] if self._words else ""
        return " ".join(written.split()) if _padded_again(written) == words else words.strip()


def _texts(paper: Paper, field: str) -> list[_Text]:
    """Return the texts of a field; names are searched one by one."""
    value: str | tuple[str | Name, ...] | None = getattr(paper, field)
    return [_Text(str(text)) for text in ((value,) if isinstance(value, str) else value or ())]


def _refused(rule: _Rule, texts: Mapping[str, Sequence[_Text]]) -> bool:
    return any(words in text.folded for words in rule.unless for name in rule.within for text in texts[name])


def _apply(rule: _Rule, texts: Mapping[str, Sequence[_Text]]) -> Label | None:
    for name in rule.within:
        for text in texts[name]:
            for words in rule.words:
                if words in text.folded:
                    return Label(
                        kind=rule.kind, node=rule.node, rule=rule.path, within=name, words=text.as_written(words)
                    )
    return None
