"""Crowds of records that hurt the matcher: those under one title are compared whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.model import Identifiers, Record
from generator.text import bylines

_PEOPLE = ("Ada", "Bo", "Lina", "Jan", "Mei", "Ivo", "Noor")


def _records(count: int, **fields: Callable[[int], object]) -> list[Record]:
    found = []
    for number in range(1, count + 1):
        values = {name: made(number) for name, made in fields.items()}
        values["authors"] = tuple(map(bylines.read, values.get("authors", ())))  # type: ignore[call-overload]
        found.append(Record(source="a", line=number, **values))  # type: ignore[arg-type]
    return found


def _title(_: int) -> str:
    return "Winds over the Quiet Ponds of the North Sea"


def _family(number: int) -> str:
    """Return a family name of its own for each number: matching drops digits."""
    return "M" + "".join("aeioubdfgk"[int(digit)] for digit in str(number))


def _people(number: int) -> Sequence[str]:
    return (f"{_PEOPLE[number % 7]} {_family(number)}", f"Bo {_family(number * 7)}")


def _year(number: int) -> str:
    return str(1900 + number % 120)


def _text(number: int) -> str:
    return " ".join(f"word{(number * 31 + at) % 5_000}" for at in range(60))


CROWDS: Mapping[str, Callable[[int], list[Record]]] = {
    "one title, all else distinct": lambda count: _records(count, title=_title, authors=_people, date=_year),
    "one title, all equal": lambda count: _records(
        count, title=_title, authors=lambda _: ("Ada Marsh", "Bo Reed"), date=lambda _: "2001"
    ),
    "one title, nothing else": lambda count: _records(count, title=_title),
    "one title, years": lambda count: _records(count, title=_title, date=_year),
    "one title, people, one year": lambda count: _records(count, title=_title, authors=_people, date=lambda _: "2001"),
    "one title, few people": lambda count: _records(
        count, title=_title, authors=lambda number: (f"Ada {_family(number % 9)}", "Bo Reed"), date=lambda _: "2001"
    ),
    "one title, texts": lambda count: _records(count, title=_title, abstract=_text, date=_year),
    "one title, one text": lambda count: _records(count, title=_title, abstract=lambda _: _text(1), date=_year),
    "one title, dois": lambda count: _records(
        count, title=_title, identifiers=lambda number: Identifiers(doi=f"10.1000/{number}"), authors=_people
    ),
    "one title, pages": lambda count: _records(
        count, title=_title, volume=lambda number: str(number % 50), pages=lambda number: f"{number}-{number + 9}"
    ),
    "one title, versions": lambda count: _records(
        count, title=lambda number: f"{_title(number)} {'(Preprint)' * (number % 2)}", authors=lambda _: ("Ada Marsh",),
        date=lambda number: str(1990 + number % 30), volume=lambda number: str(number % 30),
    ),
    "two titles in a chain": lambda count: _records(
        count, title=lambda number: f"{_title(number)} [Kites {number // 2}]", authors=lambda _: ("Ada Marsh",)
    ),
    "titles that differ in a number": lambda count: _records(
        count, title=lambda number: f"Report {number} on the Winds of the North Sea and its Quiet Ponds",
        authors=lambda _: ("Ada Marsh", "Bo Reed"), date=lambda _: "2001",
    ),
    "parts of a series": lambda count: _records(
        count, title=lambda number: f"{_title(number)}, Part {number}", authors=lambda _: ("Ada Marsh",), abstract=lambda _: _text(1)
    ),
    "one column": lambda count: _records(count, title=lambda _: "Editorial", date=_year, authors=_people),
    "one doi": lambda count: _records(
        count, title=lambda number: f"{number} {number * 7} Kites", identifiers=lambda _: Identifiers(doi="10.1000/1")
    ),
    "one text, no title": lambda count: _records(count, abstract=lambda _: _text(1)),
    "texts, no title": lambda count: _records(count, abstract=_text),
    "one group": lambda count: _records(
        count, title=lambda number: f"Kites {number}", authors=lambda _: ("Ada Marsh", "Bo Reed"), date=lambda _: "2001"
    ),
    "two papers, many authors": lambda count: _records(
        2, title=_title, authors=lambda number: [f"Ada {_family(at)}{_family(number)}" for at in range(count * 4)]
    ),
    "two records, many authors": lambda count: _records(
        2, title=_title, authors=lambda _: [f"Ada {_family(at % 9_999)}" for at in range(count * 4)]
    ),
    "two records, lost letters": lambda count: _records(
        2, title=_title, authors=lambda number: [f"Ada M?{_family(at * 7 + number)}" for at in range(count * 4)]
    ),
    "nothing": _records,
}  # fmt: skip
