"""The parts of a query, each with its place in what was typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a query: ``text`` is what was typed from ``start`` to ``end``; ``without``: the papers that have it are excluded."""

    start: int
    end: int
    text: str
    without: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Word(Part):
    """One word, perhaps of several tokens; ``open``: more letters may follow. ``year``: what the word says if it is a year."""

    tokens: tuple[str, ...]
    open: bool = False
    year: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase(Part):
    """Words in this order, of a field or of any text; ``whole``: in this form, without other endings."""

    tokens: tuple[str, ...]
    field: str = ""
    open: bool = False
    whole: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Years(Part):
    """The years from the first to the last; "" means undated."""

    first: str
    last: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value(Part):
    """A family, topic or type: its name begins with these tokens, or is made of them (``whole``)."""

    field: str
    tokens: tuple[str, ...]
    whole: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag(Part):
    """What a paper has or is: code, results, retracted."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier(Part):
    """An identifier in one of these forms."""

    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternatives(Part):
    """What stands around OR, or in a bracket that is excluded: a paper fits one of them, and each part of it."""

    choices: tuple[tuple[Part, ...], ...]
