"""The verdict on two records, from their evidence: same, different, or unsure. A wrong merge is worse than a missed one."""

from __future__ import annotations

from generator.matching.evidence import Comparison, Traits
from generator.model import Match, Verdict
from generator.text.fingerprints import ASK_SHARE, MATCHED_WORDS, Overlap

EQUAL = frozenset({"equal", "noted", "close"})  # titles that are the same except for spelling or a note
PARTLY = frozenset({"headed", "part", "named", "similar"})  # titles of which part is the same
HEAD_WORDS = 5  # fewer words before a colon may be the name of a column (Images in clinical medicine: …)


def decide(a: Traits, b: Traits, found: Comparison, *, recurring: bool = False) -> Match:
    """Return the verdict on two records with titles: same on two independent agreements and no veto.

    A wrong merge is worse than a missed one (DESIGN.md, Decisions): any doubt goes to a person, as "unsure".
    ``recurring`` says that several papers have this title; then only a place in print, an identifier or the abstract
    confirms it.
    """
    agreed, vetoes = found.agreements.keys(), _vetoes(found)
    if found.title in EQUAL:
        verdict = _by_equal_title(a, b, found, vetoes, recurring=recurring)
    elif "identifier" in agreed:
        # The parts of a supplement share a DOI: without the title, it is a question.
        verdict = "same" if found.title in PARTLY and not vetoes else "unsure"
    elif {"authors", "range"} <= agreed and not vetoes and (a.volume == b.volume != "" or found.title != "other"):
        verdict = "same"  # a database translated the title or changed its words
    elif found.title in PARTLY:
        verdict = _by_similar_title(a, b, found, vetoes, recurring=recurring)
    else:
        verdict = _by_other_title(found, vetoes)
    return Match(verdict=verdict, evidence=found.evidence)


def _vetoes(found: Comparison) -> set[str]:
    """Return the fields that contradict, except where what agrees explains the difference."""
    agreed, vetoes = set(found.agreements), set(found.contradictions)
    if "range" in agreed:
        vetoes -= {"numbers"}  # three pages and a title agree: a number in the title is a mistake or a subtitle's
    if {"identifier", "authors", "title"} <= agreed:
        vetoes -= {"pages", "year"}  # an article number, or a count of pages; a preprint and its late publication
    if agreed & {"identifier", "place", "abstract"}:
        vetoes -= {"kind"}
    return vetoes


def _by_equal_title(a: Traits, b: Traits, found: Comparison, vetoes: set[str], *, recurring: bool) -> Verdict:
    """Return the verdict on two equal titles: a second agreement must confirm that they are one paper's."""
    if _confirmed(a, b, found, recurring=recurring):
        return "same" if not vetoes else "different" if recurring else "unsure"
    return "different" if _unlikely(a, b, found, recurring=recurring) else "unsure"


def _by_similar_title(a: Traits, b: Traits, found: Comparison, vetoes: set[str], *, recurring: bool) -> Verdict:
    """Return the verdict on two titles of which part is the same: authors and place, year or abstract must agree."""
    agreed = found.agreements.keys()
    if "abstract" in agreed:  # a listing cut the title, or ran it into the abstract
        return "unsure" if vetoes else "same"
    if {"authors", "place"} <= agreed and not vetoes - {"numbers"}:
        # A subtitle is left out, with its numbers; two notes on one page differ in theirs.
        return "same" if found.title in {"headed", "part"} else "unsure"
    if "authors" in agreed and {"year", "day"} & agreed and not vetoes:
        return "same" if not recurring and _reprinted(a, b, found) else "unsure"
    return "different"


def _by_other_title(found: Comparison, vetoes: set[str]) -> Verdict:
    """Return the verdict on two different titles: never the same without a person."""
    agreed = found.agreements.keys()
    if "abstract" in agreed and agreed & {"authors", "count", "day"} and "authors" not in vetoes:
        return "unsure"  # a paper under a new title, or a series of reports
    if {"place", "authors"} <= agreed and "abstract" not in vetoes and {"year", "day"} & agreed:
        return "unsure"  # a translated title, or two notes on one page
    return "different"


def _reprinted(a: Traits, b: Traits, found: Comparison) -> bool:
    """Whether one title is a form of the other, given that authors and year agree."""
    short, long = sorted((a.words, b.words), key=len)
    long_head = short == long[: len(short)] and len(short) >= HEAD_WORDS
    if found.title == "headed" and long_head:
        return True  # databases leave out subtitles
    if not found.all_authors:
        return False  # a database may have cut the list, but companion papers have other co-authors
    if found.title == "named":
        return True  # the coined name belongs to one work
    # A subtitle left out with its colon; but one author may also write an introduction to a paper, with a short title.
    return found.title == "part" and short == long[: len(short)] and (long_head or len(a.surnames) > 1)


def _confirmed(a: Traits, b: Traits, found: Comparison, *, recurring: bool) -> bool:
    """Whether an equal title has a second, independent agreement."""
    agreed = found.agreements.keys()
    if agreed & {"identifier", "place", "abstract"}:
        return True
    if recurring:
        return False
    if "authors" in agreed:
        several = min(len(a.surnames), len(b.surnames)) > 1
        if not (_specific(a, b) or (several and _specific(a, b, people=True))):
            return False  # Editorial, Introduction: the title of many papers, even by one author in one year
        if found.title == "noted" and not found.all_authors:
            return False  # a demonstration and the paper about it share authors
        if agreed & {"page", "volume"}:
            return True  # the versions of a conference and of a journal differ in volume and pages
        # Two printed versions a year apart may be two papers; a preprint and its publication are one.
        return bool(agreed & {"year", "day"}) or ("year" not in found.contradictions and a.preprint != b.preprint)
    if "surnames" in agreed and "year" in agreed and _specific(a, b) and found.title == "equal":
        return True  # Bob is Robert; given names change with the language and the order of names
    return _specific(a, b) and bool(agreed & {"day", "count"}) and found.title == "equal"


def _specific(a: Traits, b: Traits, *, people: bool = False) -> bool:
    """Whether both titles can identify a paper: by themselves, or together with several ``people``."""
    return all((one.titles[0].somewhat_specific if people else one.titles[0].specific) for one in (a, b))


def _unlikely(a: Traits, b: Traits, found: Comparison, *, recurring: bool) -> bool:
    """Whether an equal title without a second agreement is not even worth a question."""
    against = found.contradictions.keys()
    if not _specific(a, b) and not ("authors" in found.agreements and found.agreements.keys() & {"year", "day"}):
        return True  # Editorial, Book reviews: of another year, or without authors
    if recurring or len(against) > 1 or {"authors", "numbers"} & against:
        return True
    return bool(against) and (found.title == "close" or not _specific(a, b))


def decide_untitled(found: Comparison) -> Match:
    """Return the verdict on two records of which one has no title, by abstract and identifier alone.

    Whether another paper is as similar (``LEAD``) is checked in clusters.py.
    """
    if "identifier" in found.contradictions:
        return Match(verdict="different", evidence=found.evidence)
    if found.abstract.same or ("identifier" in found.agreements and not found.contradictions):
        return Match(verdict="same", evidence=found.evidence)
    if _worth_asking(found.abstract) or "identifier" in found.agreements:
        return Match(verdict="unsure", evidence=(*found.evidence, str(found.abstract)))
    return Match(verdict="different", evidence=found.evidence)


def _worth_asking(found: Overlap) -> bool:
    """Whether a person may find more: two texts in one language share a third of their words anyway."""
    floor = ASK_SHARE if found.words >= MATCHED_WORDS else (1 + ASK_SHARE) / 2
    return found.share >= floor and found.words >= MATCHED_WORDS // 2
