"""Classification: the labels of a paper with their evidence, added by hand or by the rules of the taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from generator.model import Label, Name, Node, NodeKind, Paper, Taxonomy
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


def classify(paper: Paper, taxonomy: Taxonomy) -> tuple[Label, ...]:
    """Return a label for each node that the paper belongs to: curated ones in its own order, then those by rules.

    Nodes that are not in the taxonomy are left out. A node has one label, from the first rule in the file that matches.
    """
    return _rules_of(_ById(taxonomy)).classify(paper)


def hinted(paper: Paper, hints: Iterable[str], taxonomy: Taxonomy) -> Paper:
    """Return the paper with the families and topics whose key or name is one of the hints (headings and keywords)."""
    words = {fold(hint) for hint in hints} - {""}
    named: dict[str, tuple[str, ...]] = {
        kind: tuple(
            key
            for key, node in getattr(taxonomy, kind).items()
            if key in getattr(paper, kind) or words & {fold(key), fold(node.name)}
        )
        for kind in ("families", "topics")
    }
    return paper.model_copy(update=named)


def explain(key: str, labels: Sequence[Label]) -> list[str]:
    """Return lines for a terminal that say why the paper ``key`` has its labels."""
    if not labels:
        return [f"{key} has no labels: none is curated, and no rule of taxonomy.yml matches"]
    return [key, *(f"  {_KINDS[label.kind]} {label.node}: {_because(label)}" for label in labels)]


_KINDS: dict[NodeKind, str] = {"families": "family", "topics": "topic"}


def _because(label: Label) -> str:
    if label.rule == "curated":
        return f"curated, under {label.kind} in its file"
    return f'rule {label.rule} of taxonomy.yml found "{label.words}" in its {label.within}'


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
            _Rule(
                kind,
                key,
                f"{kind}.{key}.rules[{number}]",
                rule.within,
                tuple(padded for words in rule.words if (padded := _padded(words)) != "  "),
                tuple(padded for words in rule.unless if (padded := _padded(words)) != "  "),
            )
            for kind, nodes in self.nodes.items()
            for key, node in nodes.items()
            for number, rule in enumerate(node.rules)
        ]
        self.found_by: dict[
            str, dict[str, list[int]]
        ] = {}  # the numbers of rules, by field and by the first word of a phrase
        for number, rule in enumerate(self.rules):
            for field, words in product(rule.within, rule.words):
                self.found_by.setdefault(field, {}).setdefault(words.split()[0], []).append(number)
        self.fields = sorted({name for rule in self.rules for name in rule.within})

    def classify(self, paper: Paper) -> tuple[Label, ...]:
        labels = {(label.kind, label.node): label for label in self._curated(paper)}
        texts = {name: _texts(paper, name) for name in self.fields}
        for number in self._asked(texts):
            rule = self.rules[number]
            if (rule.kind, rule.node) not in labels and (label := _apply(rule, texts)):
                labels[rule.kind, rule.node] = label
        return tuple(labels.values())

    def _asked(self, texts: Mapping[str, Sequence[_Text]]) -> list[int]:
        """Return the rules of which a text has the first word, in the order of the file: a paper concerns few of them."""
        found = set()
        for field, by_word in self.found_by.items():
            for text in texts[field]:
                for word in by_word.keys() & set(text.folded.split()):
                    found.update(by_word[word])
        return sorted(found)

    def _curated(self, paper: Paper) -> Iterator[Label]:
        curated: dict[NodeKind, tuple[str, ...]] = {"families": paper.families, "topics": paper.topics}
        for kind, keys in curated.items():
            for key in keys:
                if key in self.nodes[kind]:
                    yield Label(kind=kind, node=key, rule="curated")


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


def _apply(rule: _Rule, texts: dict[str, list[_Text]]) -> Label | None:
    if rule.unless and any(
        words in text.folded for name in rule.within for text in texts[name] for words in rule.unless
    ):
        return None
    for name in rule.within:
        for text in texts[name]:
            for words in rule.words:
                if words in text.folded:
                    return Label(
                        kind=rule.kind, node=rule.node, rule=rule.path, within=name, words=text.as_written(words)
                    )
    return None
