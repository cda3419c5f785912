"""Invented papers that have no two words in common, so that none looks like a duplicate by chance."""

from __future__ import annotations

from generator.content import schema
from generator.text import keys

PAPERS = "content/papers"
_SYLLABLES = "ba ke li mo nu ra si to vu za pe dri fla gor hin".split()  # noqa: SIM905
_SHAPES = ("{0}: {1} {2} for {3} {4}", "{0}: {1} of {2} {3} without {4}", "{0}: {1} {2}, {3} and {4}")


def word(number: int) -> str:
    """Return a different word for each number below 3375; words of consecutive numbers are not similar."""
    mixed = number * 1009 % 3375
    return "".join(_SYLLABLES[mixed // place % 15] for place in (225, 15, 1)).capitalize()


def title(number: int) -> str:
    """Return the title of an invented paper."""
    return _SHAPES[number % 3].format(*(word(5 * number + place) for place in range(5)))


def people(number: int) -> tuple[str, str, str]:
    """Return its authors."""
    return tuple(f"{word(2000 + 3 * number + n)} {word(1000 + 3 * number + n)}" for n in range(3))  # type: ignore[return-value]


def key(number: int) -> str:
    """Return its key."""
    return keys.make_key(title(number))


def date(number: int) -> str:
    """Return its date."""
    return f"{2015 + number % 10}-{number % 12 + 1:02}-{number % 27 + 1:02}"


def arxiv(number: int) -> str:
    """Return its arXiv ID."""
    return f"{date(number)[2:4]}{date(number)[5:7]}.{10_000 + number}"


def paper(number: int, *, builds_on: str = "") -> str:
    """Return the text of its file."""
    authors = "".join(f"  - {name}\n" for name in people(number))
    return (
        f"{schema.line('papers/x.yml')}title: '{title(number)}'\naliases:\n  - {word(5 * number)}\nauthors:\n{authors}"
        f"date: '{date(number)}'\nidentifiers:\n  arxiv: '{arxiv(number)}'\nvenue: Journal of {word(3000 + number)}\n"
        f"links:\n  project: https://example.org/{number}\nsummary: >-\n  Shows {word(5 * number + 1)} to work.\n"
        f"  It is worth a look.\nresults:\n  - benchmark: PondQA\n    value: {number}\n    unit: '%'\ntopics:\n  - reading\n"
    ) + (f"builds_on:\n  - {builds_on}\n" if builds_on else "")


# Base papers, by what happens to them.
EDITED = range(31)
TOGETHER = range(45, 48)  # edited by six writers each, in different fields
DISPUTED = range(48, 51)  # edited by two writers each, on the same line
RENAMED = range(51, 61)
ASKED = range(61, 67)
FILLED = range(67, 71)
FAULTY = range(71, 79)
FOUNDATIONS = range(79, 82)  # the papers after these build on them
BASE = range(85)
NEW = 100  # the number of the first paper that is added


def base() -> dict[str, str]:
    """Return the papers at the start of the year, by path."""
    return {f"{PAPERS}/{key(n)}.yml": paper(n, builds_on=key(n - 3) if n - 3 in FOUNDATIONS else "") for n in BASE}
