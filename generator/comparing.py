"""One pair of records compared, field by field: what agrees, what contradicts. What follows from it is matching's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from rapidfuzz.distance import Levenshtein

from generator import names, text
from generator.model import Identifiers, Record
from generator.sketches import Overlap
from generator.sketches import compare as overlap

Likeness: TypeAlias = Literal["equal", "close", "part", "other", "missing"]

AUTHOR_SHARE = 0.6  # of the shorter list's surnames: et al. and slips of the pen leave more than half
SPELLING = 0.75  # words as alike as this are one word with a slip; real pairs of words rarely are
SPECIFIC_WORDS = 3  # a title of fewer words (Editorial, Introduction, Reply) names many papers
UNRELATED = 0.40  # two texts in one language share about a third of their words in order by chance
COMPARABLE_WORDS = 40  # below, an abstract is a stub (a heading, a notice)

# Marks of a text about a paper, not the paper (English bibliographic terms, the same in all fields).
_MARK = re.compile(
    r"(?:^|\[|\()\W*(?:(?:authors?|in)\W*s?\W*)?(?P<start>errat(?:um|a)|corrigend(?:um|a)|corrections?|addendum|retract(?:ion|ed)|reply|repl(?:y|ies)"
    r"|response|comments?|commentary|re|letter)(?=\W*(?:to|on|of|for|by)\b|\W*[:\])]|\W*$)"
    r"|[:.\[(–—-]\s*(?P<end>errat(?:um|a)|corrigend(?:um|a)|correction|addendum|reply|(?:authors?\W+)?(?:reply|response)|comments?|commentary)\W*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_BRACKETED_WORDS = 3  # "[Review]", "[in German]", "[see comments]": notes of a database, not words of the title
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
# Function words, which databases drop, add or swap.
_SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"]
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:1101|21203|2139|31234|31219|31235|26434|20944|36227|32388|48550|5281|12688|7287|14293|35542|33774|22541)/"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """A record made ready for comparison; empty means not printed."""

    title: str  # folded, no blanks
    words: tuple[str, ...]  # of the title, folded
    numbers: tuple[str, ...]  # of the title, Roman ones too, in order of value
    mark: str  # "reply", "erratum", … where the title says that it is about another paper
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # one for each surname
    name_words: frozenset[str]
    author_count: int | None
    date: str
    identifiers: Identifiers
    volume: str
    number: str
    first_page: str
    last_page: str
    sketch: str
    text: tuple[int, ...]  # the sketch's numbers

    @property
    def year(self) -> int | None:
        """Return the year, if any."""
        return int(self.date[:4]) if self.date else None

    @property
    def specific(self) -> bool:
        """Whether the title can name one paper."""
        return len(self.words) >= SPECIFIC_WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What agrees and what contradicts between two records, each by field with words for a person."""

    title: Likeness
    agreements: dict[str, str]
    contradictions: dict[str, str]
    abstract: Overlap

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the lines for a person: what agrees, then what contradicts."""
        return (*self.agreements.values(), *self.contradictions.values())


def traits(record: Record) -> Traits:
    """Return what is compared of a record."""
    title = without_notes(record.title)
    people = [names.parse(name) for name in record.authors]
    people = [name for name in people if name.surname]
    first, last = _pages(record.pages)
    sketch = record.sketch or text.sketch(record.abstract)
    return Traits(
        title=text.fold(title).replace(" ", ""),
        words=tuple(text.words(title)),
        numbers=_numbers(title),
        mark=_mark(record.title),
        surnames=tuple(name.surname for name in people),
        initials=tuple(name.initials for name in people),
        name_words=frozenset(
            word for name in people for part in (name.surname, *name.given) for word in part.split() if len(word) > 2
        ),
        author_count=record.author_count or len(record.authors) or None,
        date=_date(record.date or ""),
        identifiers=record.identifiers,
        volume=_digits(record.volume),
        number=_digits(record.number),
        first_page=first,
        last_page=last,
        sketch=sketch,
        text=tuple(text.unsketch(sketch)),
    )


def compare(a: Traits, b: Traits) -> Comparison:
    """Compare two records; the outcome is the same either way round."""
    likeness = compare_titles(a, b)
    shared = overlap(a.text, b.text)
    agreements: dict[str, str] = {}
    contradictions: dict[str, str] = {}
    if likeness == "equal":
        agreements["title"] = "equal titles"
    elif likeness == "close":
        agreements["title"] = "titles equal but for spelling"
    elif likeness == "part":
        agreements["title"] = "one title begins with the other"
    if likeness in {"equal", "close", "part"} and a.numbers != b.numbers:
        contradictions["numbers"] = f"numbers differ in the titles: {_listed(a.numbers)} / {_listed(b.numbers)}"
    if a.title and b.title and a.mark != b.mark:
        contradictions["mark"] = (
            f"only one is a {a.mark or b.mark}" if not (a.mark and b.mark) else f"{a.mark} / {b.mark}"
        )
    _compare_identifiers(a, b, agreements, contradictions)
    _compare_people(a, b, agreements, contradictions)
    _compare_dates(a, b, agreements, contradictions)
    _compare_places(a, b, agreements, contradictions)
    if shared.same:
        agreements["abstract"] = str(shared)
    elif min(len(a.text), len(b.text)) >= COMPARABLE_WORDS and shared.share < UNRELATED:
        contradictions["abstract"] = f"the abstracts have little in common ({shared.share:.0%})"
    return Comparison(title=likeness, agreements=agreements, contradictions=contradictions, abstract=shared)


def without_notes(title: str) -> str:
    """Return a title without the notes of databases in square brackets; a title wholly in brackets keeps its words."""
    bare = _BRACKETED.sub(lambda found: "" if len(found[0].split()) <= _BRACKETED_WORDS else found[0], title)
    return bare if text.fold(bare) else title


def compare_titles(a: Traits, b: Traits) -> Likeness:
    """Return how alike two titles are; an empty one is like no other."""
    if not a.title or not b.title:
        return "missing"
    if a.title == b.title:
        return "equal"
    short, long = sorted((a.words, b.words), key=len)
    if len(short) > SPECIFIC_WORDS and long[: len(short)] == short:
        return "part"
    left, right = Counter(a.words), Counter(b.words)
    if sum((left & right).values()) * 2 < len(short):  # a shortcut: hardly a word in common
        return "close" if Levenshtein.normalized_similarity(a.title, b.title) >= 0.9 else "other"
    extra_a = sorted(word for word in (left - right).elements() if word not in _SMALL)
    extra_b = sorted(word for word in (right - left).elements() if word not in _SMALL)
    if len(short) >= SPECIFIC_WORDS and _spelled_alike(extra_a, extra_b):
        return "close"
    if Levenshtein.distance(a.title, b.title, score_cutoff=2) <= 2 and len(short) >= SPECIFIC_WORDS:
        return "close"  # blanks lost or won around a slip
    return "other"


def _spelled_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether each word of one list is a word of the other with a slip: none is left over."""
    if len(left) != len(right) or len(left) > 3:
        return False
    rest = list(right)
    for word in left:
        best = max(rest, key=lambda other: (Levenshtein.normalized_similarity(word, other), other))
        if Levenshtein.normalized_similarity(word, best) < SPELLING:
            return False
        rest.remove(best)
    return True


def _compare_identifiers(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare ids of a kind with ids of that kind; a preprint's DOI says nothing against a publisher's."""
    for kind in ("arxiv", "doi", "acl", "openreview"):
        left, right = getattr(a.identifiers, kind), getattr(b.identifiers, kind)
        if not left or not right:
            continue
        if left == right:
            agreements["identifier"] = f"{kind} {left}"
        elif kind == "openreview" or (
            kind == "doi" and bool(_PREPRINT_DOI.match(left)) != bool(_PREPRINT_DOI.match(right))
        ):
            continue  # a paper is submitted more than once; a preprint is published
        else:
            contradictions["identifier"] = f"{kind} differs: {left} / {right}"


def _compare_people(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare authors by surname and initials; where a list is not taken apart well, by the words of the names."""
    if not a.surnames or not b.surnames:
        if a.author_count and a.author_count == b.author_count:
            agreements["count"] = f"{a.author_count} authors"
        return
    share = max(_people_share(a, b), _word_share(a, b))
    if share >= AUTHOR_SHARE:
        agreements["authors"] = f"authors agree ({share:.0%})"
    elif share == 0 and not _any_alike(a.surnames, b.surnames):
        contradictions["authors"] = "no author in common"


def _people_share(a: Traits, b: Traits) -> float:
    """Return the share of the shorter author list that the other list has, with initials that do not conflict."""
    short, long = sorted((a, b), key=lambda one: len(one.surnames))
    rest = list(zip(long.surnames, long.initials, strict=True))
    found = 0
    for surname, initials in zip(short.surnames, short.initials, strict=True):
        for one in rest:
            if one[0] == surname and (not one[1] or not initials or one[1][0] == initials[0]):
                rest.remove(one)
                found += 1
                break
    return found / len(short.surnames)


def _word_share(a: Traits, b: Traits) -> float:
    """Return the share of name words in common: tells ``Sun Yu`` from nobody else than ``Yu Sun``."""
    smaller = min(len(a.name_words), len(b.name_words))
    return len(a.name_words & b.name_words) / smaller if smaller else 0.0


def _any_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether any two surnames differ by spelling only (transliteration, a slip, a particle)."""
    return any(
        Levenshtein.normalized_similarity(one, other) >= SPELLING or one in other.split() or other in one.split()
        for one in left
        for other in right
    )


def _compare_dates(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare dates: days may be off by one (time zones), years by one (online first, then in print)."""
    if a.year is None or b.year is None:
        return
    if abs(a.year - b.year) > 1:
        contradictions["year"] = f"years differ: {a.year} / {b.year}"
    elif (
        len(a.date) == len(b.date) == len("2021-07-05")
        and abs((date.fromisoformat(a.date) - date.fromisoformat(b.date)).days) <= 1
    ):
        agreements["day"] = f"same day: {min(a.date, b.date)}"
    elif a.year == b.year:
        agreements["year"] = f"same year: {a.year}"


def _compare_places(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare volume, issue and pages: volume and first page are a place in print, the issue only repeats it."""
    same_page = bool(a.first_page) and a.first_page == b.first_page
    same_volume = bool(a.volume) and a.volume == b.volume
    if a.first_page and b.first_page and not same_page:
        contradictions["pages"] = f"pages differ: {a.first_page} / {b.first_page}"
    if a.volume and b.volume and not same_volume:
        contradictions["volume"] = f"volumes differ: {a.volume} / {b.volume}"
    if a.number and b.number and a.number != b.number and not (same_page and same_volume):
        contradictions["number"] = f"issues differ: {a.number} / {b.number}"
    if same_page and same_volume:
        agreements["place"] = f"volume {a.volume}, page {a.first_page}"
    elif same_page and a.last_page and a.last_page == b.last_page:
        agreements["place"] = f"pages {a.first_page}–{a.last_page}"


def _numbers(title: str) -> tuple[str, ...]:
    """Return the numbers of a title, sorted; Roman ones as they are, thousands without commas."""
    digits = [re.sub(r",(?=\d{3})", "", found) for found in _NUMBER.findall(title)]
    roman = [word for word in text.words(title) if _ROMAN.fullmatch(word)]
    return tuple(sorted(digits + roman))


def _mark(title: str) -> str:
    """Return the mark of a text about another text, "" for a paper itself."""
    found = _MARK.search(title)
    return (found["start"] or found["end"]).lower() if found else ""


def _date(value: str) -> str:
    """Return an ISO date that exists, else its year, else ""."""
    try:
        if len(value) == len("2021-07-05"):
            date.fromisoformat(value)
    except ValueError:
        value = value[:4]
    return value if re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value) else ""


def _digits(value: str) -> str:
    """Return a volume's or issue's number; words like "unknown" or "in press" hold none."""
    found = re.search(r"\d+", value)
    return found[0].lstrip("0") if found else ""


def _pages(value: str) -> tuple[str, str]:
    """Return first and last page, ``288-97`` as 288 and 297; "" where not printed."""
    found = re.findall(r"[a-z]?\d+[a-z]?", value.lower().replace(" ", ""))
    if not found:
        return "", ""
    first = found[0].lstrip("0") or "0"
    last = found[1].lstrip("0") if len(found) > 1 else ""
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def _listed(values: Sequence[str]) -> str:
    """Return values for a person."""
    return ", ".join(values) or "none"


def with_title(one: Traits, title: str) -> Traits:
    """Return the traits under another title of the same paper."""
    bare = without_notes(title)
    return replace(
        one,
        title=text.fold(bare).replace(" ", ""),
        words=tuple(text.words(bare)),
        numbers=_numbers(bare),
        mark=_mark(title),
    )
