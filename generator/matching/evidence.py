"""Evidence: two records compared field by field, what agrees and what contradicts. The verdict follows in verdict.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from generator.matching import author_lists, locators
from generator.matching.traits import Traits
from generator.text import likeness as title_likeness
from generator.text.fingerprints import Overlap
from generator.text.fingerprints import compare as overlap
from generator.text.likeness import SAID, Likeness
from generator.text.preprint_servers import is_preprint_doi

UNRELATED = 0.40  # of the words, in order: two texts in one language share about a third by chance
FOREIGN = 0.06  # of two English texts, 999 of 1,000 share more, and of two in different languages 99 of 100 less
COMPARABLE_WORDS = 40  # a shorter abstract is only a heading or a notice
SLIP = 2  # characters in which two forms of one DOI may differ
LATER = 3  # years after a preprint in which it is published

IDENTIFIERS = frozenset({"identifier", "slip", "registrant"})  # the contradictions that are identifiers'
NAMES = {"arxiv": "arXiv id", "doi": "DOI", "pmid": "PMID", "acl": "ACL Anthology id", "openreview": "OpenReview id"}
_MADE_UP = re.compile(r"10\.5555/\d+(?:\.\d+)?")  # what the ACM Digital Library gives to papers that have no DOI
# What a kind of question is called, by the fields that agree (the first that does) and those that contradict.
_AGREED = {"abstract": "same abstract", "place": "same pages", "page": "same page", "volume": "same volume"}
_AGAINST = {
    "numbers": "other numbers in the titles", "tail": "one title is cut", "mark": "one is about the other",
    "kind": "one is a demonstration", "identifier": "identifiers differ", "slip": "identifiers nearly equal",
    "registrant": "DOIs of one publisher differ", "authors": "no author in common", "year": "years differ",
    "pages": "pages differ", "volume": "volumes differ", "number": "issues differ", "abstract": "abstracts differ",
}  # fmt: skip
_TITLES = {
    "equal": "titles equal", "noted": "one title has a note", "close": "titles spelled differently",
    "marked": "one title has a footnote mark or a section's name", "headed": "one title has a subtitle",
    "part": "one title is cut", "named": "titles similar", "similar": "titles similar", "other": "titles unlike",
    "missing": "one title is missing",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What agrees and what contradicts between two records: by field, a line for a person."""

    title: Likeness
    agreements: dict[str, str]
    contradictions: dict[str, str]
    abstract: Overlap
    all_authors: bool = False  # the two lists are the same
    sisters: bool = False  # the titles begin alike and end differently
    apart: bool = False  # both titles are in English, with few words in common
    # "preprint": one is a preprint or report, the other may be its publication; "body": one is signed by a body, the other
    # not; "everybody": the same authors, several.
    circumstances: frozenset[str] = frozenset()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the lines for a person: first what agrees, then what contradicts."""
        return tuple(filter(None, (*self.agreements.values(), *self.contradictions.values())))

    @property
    def kind(self) -> str:
        """Return what such pairs have in common, without their values: ``same DOI, volumes differ``."""
        title = _TITLES[self.title]
        main = self.agreements.get("identifier") or next(
            (_AGREED[name] for name in _AGREED if name in self.agreements), ""
        )
        if not main:
            main, title = title, ""
        if "authors" in self.agreements and "identifier" not in self.agreements:
            main += " and same authors"
        against = [text for name, text in _AGAINST.items() if name in self.contradictions]
        if title and self.title != "equal":
            against.insert(0, title)
        against = [one for one in dict.fromkeys(against) if one not in main]
        if not against:
            against = ["same year" if {"year", "day"} & self.agreements.keys() else "no common year"]
        return ", ".join([main, " and ".join(against)])


def compare(a: Traits, b: Traits) -> Comparison:
    """Compare two records; their order does not matter.

    Keys of the agreements: title, identifier, count, authors, surnames, day, year, volume, issue, place, page, range,
    abstract. Keys of the contradictions: numbers, tail (numbers after the end of the other title), mark, kind,
    identifier, slip (one DOI differs in a character or two), registrant (two DOIs of one publisher), authors, year,
    pages, volume, number, abstract.
    """
    found = title_likeness.compare(a.titles, b.titles, max(a.years & b.years, default=""))
    likeness = found.likeness
    shared = overlap(a.text, b.text)
    agreements: dict[str, str] = {}
    contradictions: dict[str, str] = {}
    _compare_identifiers(a, b, agreements, contradictions)
    if likeness in SAID:
        agreements["title"] = SAID[likeness]
        if found.numbers:
            name = "tail" if found.tail else "numbers"
            contradictions[name] = f"numbers in the titles: {found.numbers}"
    if a.title and b.title and a.mark != b.mark:
        contradictions["mark"] = " / ".join(sorted(one.mark or "the paper itself" for one in (a, b)))
    if likeness in SAID and a.shown != b.shown:
        contradictions["kind"] = "one is a demonstration or a poster"
    everybody = author_lists.compare(a, b, agreements, contradictions)
    _compare_dates(a, b, agreements, contradictions)
    locators.compare(a, b, likeness, agreements, contradictions)
    if shared.same:
        agreements["abstract"] = f"same abstract ({shared.words} words)"
    elif min(len(a.text), len(b.text)) >= COMPARABLE_WORDS and FOREIGN <= shared.share < UNRELATED:
        contradictions["abstract"] = f"abstracts differ ({shared.share:.0%} in common)"
    return Comparison(
        title=likeness,
        agreements=agreements,
        contradictions=contradictions,
        abstract=shared,
        all_authors=everybody,
        sisters=found.sisters,
        apart=found.apart,
        circumstances=frozenset(_circumstances(a, b, everybody=everybody)),
    )


def _circumstances(a: Traits, b: Traits, *, everybody: bool) -> list[str]:
    """Return what is known of two records beyond their fields, as in ``Comparison.circumstances``."""
    found = []
    preprint, publication = (a, b) if a.preprint else (b, a)
    if preprint.preprint and not publication.preprint:
        years = [int(one[:4]) for one in (preprint.posted or preprint.date, publication.date) if one]
        if len(years) < 2 or -1 <= years[1] - years[0] <= LATER:
            found.append("preprint")
    if a.bodies != b.bodies and a.surnames and b.surnames:
        found.append("body")
    if everybody and len(a.surnames) > 1:
        found.append("everybody")
    return found


def _compare_identifiers(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare identifiers of the same kind; the DOIs of a preprint and of a publisher do not contradict."""
    for kind, name in NAMES.items():
        left, right = getattr(a.identifiers, kind), getattr(b.identifiers, kind)
        if not left or not right:
            continue
        if left == right:
            agreements["identifier"] = f"same {name}"
        elif kind == "openreview" or (kind == "doi" and is_preprint_doi(left) != is_preprint_doi(right)):
            continue  # a paper is submitted more than once; a preprint is published
        elif kind == "doi" and bool(_MADE_UP.fullmatch(left)) != bool(_MADE_UP.fullmatch(right)):
            continue
        else:
            key = "identifier"
            if kind == "doi" and OSA.distance(left, right, score_cutoff=SLIP) <= SLIP:
                key = "slip"
            elif kind == "doi" and left.split("/")[0] == right.split("/")[0]:
                key = "registrant"
            contradictions[key] = _differ(name, left, right)


def _compare_dates(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare dates: days may differ by one (time zones), and so may years (online first, then in print).

    Where one side also knows when its preprint appeared, the dates that agree best count.
    """
    pairs = sorted(sorted((one, other)) for one in a.dates for other in b.dates)
    if not pairs:
        return
    if same_day := next((pair for pair in pairs if _same_day(*pair)), None):
        agreements["day"] = f"same day ({same_day[0]})"
    elif years := a.years & b.years:
        agreements["year"] = f"same year ({min(years)})"
    elif all(abs(int(one[:4]) - int(other[:4])) > 1 for one, other in pairs):
        contradictions["year"] = _differ("years", *(pairs[0][at][:4] for at in (0, 1)))


def _same_day(one: str, other: str) -> bool:
    """Whether two dates are days that differ by one at most."""
    if not len(one) == len(other) == len("2021-07-05"):
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1


def _differ(what: str, one: str, other: str) -> str:
    """Return how two values differ; their order does not matter."""
    return f"{what} {' / '.join(sorted((one, other)))}"
