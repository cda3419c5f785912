"""Relations between papers: what each paper's file says of others, and how the pages of both papers put it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from generator.model import Paper, Relation

Kind = Literal["builds_on", "compared_with"]
Side = Literal["builds_on", "built_on_by", "compared_with", "compared_in"]
SIDES: Mapping[Side, str] = {  # as headings, in the order of the page
    "builds_on": "Builds on",
    "built_on_by": "Basis for",
    "compared_with": "Compared with",
    "compared_in": "Compared in",
}
_OTHER_SIDE: Mapping[Kind, Side] = {"builds_on": "built_on_by", "compared_with": "compared_in"}
_HOWS = {  # on the page of the paper whose file says it, and on the other one's
    "extends": ("Extends", "Extended by"),
    "initialises-from": ("Initialised from", "Initialises"),
    "distils": ("Distils", "Distilled by"),
    "uses": ("Uses", "Used by"),
    "evaluates": ("Evaluates", "Evaluated by"),
}
CITES = "cites"  # the style of a line for which no file states a relation
LINES = {  # the styles of lines in pictures, and what they mean
    "extends": "extends",
    "initialises-from": "initialised from",
    "distils": "distils",
    "uses": "uses",
    "builds": "builds on",
    "compared": "compared with",
    CITES: "cites",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What the file of ``paper`` says about ``other``; ``how`` and ``why`` are "" if it does not say."""

    paper: str
    other: str
    kind: Kind
    how: str
    why: str

    @property
    def line(self) -> str:
        """Return the style of the line that draws it."""
        return "compared" if self.kind == "compared_with" else self.how or "builds"

    @property
    def verb(self) -> str:
        """Return what stands between the names of the two papers: ``extends``, ``is compared with``."""
        if self.how:
            return _HOWS[self.how][0].lower()
        return "builds on" if self.kind == "builds_on" else "is compared with"


@dataclass(frozen=True, kw_only=True, slots=True)
class Relative:
    """Another paper in a list of relations, with what is said: at least one statement."""

    key: str
    said: tuple[Statement, ...]

    @property
    def how(self) -> str:
        """Return how it is related, such as ``Extends`` or ``Extended by``; "" if no file says how."""
        found = [_HOWS[one.how][one.paper == self.key] for one in self.said if one.how]
        return joined(found)

    @property
    def why(self) -> str:
        """Return what it takes over or changes."""
        return "; ".join(dict.fromkeys(one.why for one in self.said if one.why))


def joined(words: Sequence[str]) -> str:
    """Return words as one phrase: ``Extends and uses``."""
    first, *rest = words or [""]
    return " and ".join([first, *(one[:1].lower() + one[1:] for one in rest)])


def statements(
    papers: Mapping[str, Paper], keys: Iterable[str], known: Mapping[str, tuple[Statement, ...]] = MappingProxyType({})
) -> dict[str, tuple[Statement, ...]]:
    """Return what each paper says about others of the shelf, by the keys that these have now, nothing twice.

    ``known`` has the statements of papers that need not be read again.
    """
    now = {former: key for key in papers for former in papers[key].former_keys if former not in papers}
    found = {}
    for key in keys:
        if key in known:
            found[key] = known[key]
            continue
        by_sense: dict[tuple[str, Kind, str], Statement] = {}
        for kind, relation in _listed(papers[key]):
            other, how = now.get(relation.paper, relation.paper), relation.how or ""
            if other in papers and other != key:
                one = Statement(paper=key, other=other, kind=kind, how=how, why=relation.why or "")
                by_sense.setdefault((other, kind, how), one)
        found[key] = tuple(by_sense.values())
    return found


def inverse(stated: Mapping[str, Sequence[Statement]]) -> dict[str, tuple[Statement, ...]]:
    """Return what other papers say about each paper, in the order of ``stated``."""
    found: dict[str, list[Statement]] = {}
    for own in stated.values():
        for one in own:
            found.setdefault(one.other, []).append(one)
    return {key: tuple(found.get(key, ())) for key in stated}


def relatives(own: Sequence[Statement], others: Sequence[Statement]) -> Iterator[tuple[Side, tuple[Relative, ...]]]:
    """Yield the papers on each side of a paper: ``own`` is what it says, ``others`` what is said about it.

    Two papers that compare themselves with each other are in only one list.
    """
    found: dict[Side, dict[str, list[Statement]]] = {side: {} for side in SIDES}
    for one in own:
        found[one.kind].setdefault(one.other, []).append(one)
    for one in others:
        if one.kind == "builds_on" or one.paper not in found["compared_with"]:
            found[_OTHER_SIDE[one.kind]].setdefault(one.paper, []).append(one)
    for side, by_key in found.items():
        if by_key:
            yield side, tuple(Relative(key=key, said=tuple(said)) for key, said in by_key.items())


def _listed(paper: Paper) -> Iterator[tuple[Kind, Relation]]:
    yield from (("builds_on", relation) for relation in paper.builds_on)
    yield from (("compared_with", relation) for relation in paper.compared_with)
