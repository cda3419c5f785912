"""Statuses as sentences of a note: the one form in which exports write them and formats read them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic import TypeAdapter, ValidationError

from generator.model.primitives import Date, Line, Url
from generator.model.status import Status, StatusKind

WORDS: dict[StatusKind, str] = {
    "retracted": "Retracted",
    "withdrawn": "Withdrawn",
    "concern": "Expression of concern",
    "corrected": "Corrected",
}
_KINDS = {word: kind for kind, word in WORDS.items()}
_PLAIN = r"(?!and\b)\w(?:[\w-]|\ (?!and\b)){0,100}"  # a name that needs no quotation marks
_BARE = re.compile(_PLAIN)
_NAME = rf"(?:“[^“”]{{1,1000}}”|{_PLAIN})"
_SENTENCE = re.compile(
    rf"""
    (?: ^ | (?<=\s) ) (?P<word> {"|".join(map(re.escape, WORDS.values()))} )
    (?: \ \( (?P<date> \d{{4}} (?: -\d\d ){{0,2}} ) \) )?
    (?: ,\ (?P<notice> https?://[^\s<>"]{{1,2000}}? ) (?= ,\ according\ to\ | \.? (?: \s | $ ) ) )?
    (?: ,\ according\ to\ (?P<by> {_NAME} (?: ,\ {_NAME} ){{0,20}} (?: \ and\ {_NAME} )? ) )?
    \. (?: \s+ | $ )
    """,
    re.VERBOSE,
)
_NAMES = re.compile(rf"“([^“”]{{1,1000}})”|\b({_PLAIN})")
_CHECKED = {"date": TypeAdapter(Date), "notice": TypeAdapter(Url)}
_NAMED: TypeAdapter[str] = TypeAdapter(Line)


def sentence(kind: StatusKind, date: str | None = None, notice: str | None = None, by: Sequence[str] = ()) -> str:
    """Return a status as a sentence: ``Retracted (2021-07-05), https://doi.org/…, according to Crossref.``, with its full stop."""
    names = [name if _BARE.fullmatch(name) else f"“{re.sub('[“”]', '’', name)}”" for name in by]
    *first, last = names or [""]
    who = f"{', '.join(first)} and {last}" if first else last
    parts = [WORDS[kind] + (f" ({date})" if date else ""), notice, f"according to {who}" if who else ""]
    return ", ".join(filter(None, parts)) + "."


def noted(statuses: Iterable[Status], note: str = "") -> str:
    """Return a note that begins with the statuses, a sentence for each."""
    return " ".join([*(sentence(one.kind, one.date, one.notice, one.by) for one in statuses), note]).strip()


def parse(note: str) -> tuple[tuple[Status, ...], str]:
    """Return the statuses whose sentences stand in a note, and the note without these sentences."""
    found: list[Status] = []

    def taken(match: re.Match[str]) -> str:
        values = {name: match[name] for name in ("date", "notice")}
        names = tuple(quoted or bare for quoted, bare in _NAMES.findall(match["by"] or ""))
        try:
            checked = {name: _CHECKED[name].validate_python(value) for name, value in values.items() if value}
            names = tuple(map(_NAMED.validate_python, names))
        except ValidationError:
            return match[0]
        found.append(Status(kind=_KINDS[match["word"]], by=names, **checked))
        return ""

    rest = _SENTENCE.sub(taken, note)
    return tuple(found), rest.strip() if found else note
