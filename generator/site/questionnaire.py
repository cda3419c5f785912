"""The page on which a person answers open questions: one file that requests nothing, also from file://."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby

from generator.site import standalone


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Words in a row of which all or none differ from the other side."""

    text: str
    differs: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of both sides; a side without it is empty."""

    name: str
    sides: tuple[tuple[Passage, ...], tuple[Passage, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """An open question: how the answers file names its two sides, what to compare, and what the matcher found."""

    refs: tuple[str, str]
    fields: tuple[Field, ...]
    addresses: tuple[tuple[str, ...], tuple[str, ...]]
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The pairs of one kind; those without a name are not answered at once."""

    name: str
    pairs: tuple[Pair, ...]


def passages(words: Iterable[tuple[str, bool]]) -> tuple[Passage, ...]:
    """Return words, each with whether it differs, as passages."""
    runs = groupby(words, key=lambda one: one[1])
    return tuple(Passage(text=" ".join(word for word, _ in run), differs=differs) for differs, run in runs)


def render(groups: tuple[Group, ...], *, name: str, version: int, file: str, seen_first: int) -> str:
    """Return the page. It saves the answers as ``file`` in the format ``name``, version ``version``.

    After ``seen_first`` answers to a kind it offers to answer the rest of the kind at once.
    """
    pairs = [pair.refs for group in groups for pair in group.pairs]
    data = {"pairs": pairs, "format": name, "version": version, "file": file, "seenFirst": seen_first}
    content = [asdict(group) for group in groups]
    shown = {"groups": groups, "count": len(pairs), "file": file}
    return standalone.answer_page("questionnaire.jinja", "questionnaire.js", content, data, **shown)
