"""Explanations: differences that mean nothing because of what agrees. Each has the habit of databases that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from generator.matching.evidence import Comparison
from generator.text.likeness import Likeness

# Titles that are the same except for spelling or a note; titles of which one begins or ends with the other; like titles.
EQUAL: frozenset[Likeness] = frozenset({"equal", "noted", "close"})
CUT: frozenset[Likeness] = frozenset({"headed", "part"})
LIKE: frozenset[Likeness] = EQUAL | CUT | {"named", "similar"}

# The fields and circumstances of a comparison, as a person reads them.
WORDS = {
    "identifier": "identifier", "abstract": "abstract", "authors": "authors", "everybody": "several authors, all the same",
    "body": "a body on one side", "preprint": "a preprint or report on one side", "year": "year", "place": "volume and page",
    "range": "three pages or more", "page": "first page", "pages": "pages", "volume": "volume", "number": "issue",
    "slip": "a DOI, in one or two characters", "registrant": "two DOIs of one publisher", "numbers": "numbers in the titles",
    "tail": "numbers at the end of the longer title", "kind": "demonstration or poster",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """If all of ``agree`` do, under titles this much alike, then the contradictions in ``explains`` do not count."""

    titles: frozenset[Likeness]
    agree: frozenset[str]  # of Comparison.agreements and Comparison.circumstances
    explains: frozenset[str]  # of Comparison.contradictions
    why: str


def _explanation(titles: frozenset[Likeness], agree: str, explains: str, why: str) -> Explanation:
    return Explanation(titles=titles, agree=frozenset(agree.split()), explains=frozenset(explains.split()), why=why)


EXPLANATIONS = (
    _explanation(
        EQUAL | CUT, "identifier authors", "volume number",
        'Databases write "1)" for "57 (Suppl. 1)", and the year for the volume; one identifier, title and author list are'
        " surer than any of these.",
    ),
    _explanation(
        EQUAL, "identifier abstract", "volume number pages year",
        "The same holds for all numbers where a database leaves out the authors but has the text.",
    ),
    _explanation(
        LIKE, "identifier authors", "pages year",
        "An article number or a count stands for pages; a preprint has the year before its publication.",
    ),
    *(
        _explanation(
            EQUAL, f"abstract authors year {where}", "volume number registrant",
            "Nobody prints one text under one title on the same page of two volumes in a year: one volume is misread, or the"
            " publisher registered it both as a book and in a series.",
        )
        for where in ("page", "place")
    ),
    _explanation(
        EQUAL, "abstract authors year volume", "pages",
        'Within a volume, a text is printed once: "1524" and "215 p", "e3" and "e8-e9" are two ways to say where.',
    ),
    _explanation(
        EQUAL, "abstract authors place", "slip",
        "A DOI is typed or read by machine: one or two characters that differ are a slip where all else agrees.",
    ),
    _explanation(
        EQUAL, "authors year range", "slip registrant",
        "A publisher registers some volumes twice, as a book and as a series; three pages and more hold one paper.",
    ),
    _explanation(
        EQUAL, "identifier place abstract", "authors",
        "Some databases take given names for family names, throughout a list.",
    ),
    _explanation(
        EQUAL, "body place range", "authors",
        "A group signs a paper, and its first member does; databases name the one or the other.",
    ),
    _explanation(
        LIKE, "preprint authors abstract", "year",
        "A preprint or report is published up to some years later, often under a longer title.",
    ),
    _explanation(
        frozenset({"equal"}), "preprint everybody", "year",
        "As above: the same several people give one title to one work.",
    ),
    _explanation(
        LIKE, "range", "numbers tail",
        "Three pages and a title agree: a number in the title is a misprint, or its subtitle's.",
    ),
    _explanation(LIKE, "identifier", "tail", "A listing cut the title, and with it the number at its end."),
    _explanation(LIKE, "abstract authors", "tail", "A listing cut the title, or added a subject's number at its end."),
    _explanation(LIKE, "place authors", "tail", "A database leaves out the subtitle, with its numbers."),
    *(
        _explanation(LIKE, agreed, "kind", "A demonstration or poster is the paper itself where the place or text is one.")
        for agreed in ("identifier", "place", "abstract")
    ),
)  # fmt: skip


def contradictions(found: Comparison) -> set[str]:
    """Return the fields that contradict, except where what agrees explains the difference."""
    agreed = found.agreements.keys() | found.circumstances
    if "day" in agreed:
        agreed = agreed | {"year"}
    left = set(found.contradictions)
    for one in EXPLANATIONS:
        if not left.isdisjoint(one.explains) and found.title in one.titles and one.agree <= agreed:
            left -= one.explains
    return left
