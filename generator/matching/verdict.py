"""The verdict on a pair, from what agrees and what contradicts: a wrong merge is worse than a missed one."""

from __future__ import annotations

from generator.matching.evidence import Comparison, Traits
from generator.model import Match, Verdict
from generator.text.fingerprints import ASK_SHARE, MATCHED_WORDS, Overlap

PARTLY = frozenset({"headed", "part", "named", "similar"})  # titles of which part is the same
HEAD_WORDS = 5  # a shorter head before a colon may be a column's name (Images in clinical medicine: …)


def decide(a: Traits, b: Traits, found: Comparison, *, recurring: bool = False) -> Match:
    """Return the verdict on two titled records: same on two independent agreements and no contradiction.

    ``recurring`` says that several papers bear this title; then only a place, an identifier or the text confirms it.
    """
    agreed, against = set(found.agreements), set(found.contradictions)
    verdict: Verdict = "different"
    if "range" in agreed:
        against -= {"numbers"}  # where three pages and a title agree, a number in it is a slip or a subtitle's
    if {"identifier", "authors", "title"} <= agreed:
        against -= {"pages", "year"}  # an article's number, or how many pages it has; a preprint and its late version
    if agreed & {"identifier", "place", "abstract"}:
        against -= {"kind"}
    if found.title in {"equal", "close", "noted"}:
        if _confirmed(a, b, found, recurring=recurring):
            verdict = "same" if not against else "different" if recurring else "unsure"
        elif not _unlikely(a, b, found, recurring=recurring):
            verdict = "unsure"
    elif "identifier" in agreed:
        # A DOI is shared by the parts of a supplement: without the title it needs a person.
        verdict = "same" if found.title in PARTLY and not against else "unsure"
    elif {"authors", "range"} <= agreed and not against and (a.volume == b.volume != "" or found.title != "other"):
        verdict = "same"  # a title translated, or put otherwise by a database
    elif found.title in PARTLY:
        if "abstract" in agreed:  # a listing cut the title, or ran it into the abstract
            verdict = "unsure" if against else "same"
        elif {"authors", "place"} <= agreed and not against - {"numbers"}:
            # A subtitle left out, with its numbers; two notes on one page differ in theirs.
            verdict = "same" if found.title in {"headed", "part"} else "unsure"
        elif "authors" in agreed and {"year", "day"} & agreed and not against:
            verdict = "same" if not recurring and _reprinted(a, b, found) else "unsure"
    elif "abstract" in agreed and agreed & {"authors", "count", "day"} and "authors" not in against:
        verdict = "unsure"  # a paper under a new title, or a series of reports
    elif {"place", "authors"} <= agreed and "abstract" not in against and {"year", "day"} & agreed:
        verdict = "unsure"  # a title translated, or two notes on one page
    return Match(verdict=verdict, evidence=found.evidence)


def _reprinted(a: Traits, b: Traits, found: Comparison) -> bool:
    """Whether a title is another's by its form, where authors and year agree."""
    short, long = sorted((a.words, b.words), key=len)
    long_head = short == long[: len(short)] and len(short) >= HEAD_WORDS
    if found.title == "headed" and long_head:
        return True  # databases leave subtitles out
    if not found.all_authors:
        return False  # a database may cut the list; sister papers have other co-authors
    if found.title == "named":
        return True  # the name of a work stands for one work
    # A subtitle left out with its colon. One author writes an introduction beside the paper: its title is short.
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
            return False  # Editorial, Introduction: many papers, also by one author in one year
        if found.title == "noted" and not found.all_authors:
            return False  # a demonstration and the paper about it have authors in common
        if agreed & {"page", "volume"}:
            return True  # versions of a paper, at a conference and in a journal, stand in other volumes, on other pages
        # Versions in print, at a conference and in a journal, are a year apart at times; a preprint is the same paper.
        return bool(agreed & {"year", "day"}) or ("year" not in found.contradictions and a.preprint != b.preprint)
    if "surnames" in agreed and "year" in agreed and _specific(a, b) and found.title == "equal":
        return True  # Bob is Robert; given names follow the language and the order of the day
    return _specific(a, b) and bool(agreed & {"day", "count"}) and found.title == "equal"


def _specific(a: Traits, b: Traits, *, people: bool = False) -> bool:
    """Whether both titles can name one paper: by themselves, or with several ``people``."""
    return all((one.titles[0].somewhat_specific if people else one.titles[0].specific) for one in (a, b))


def _unlikely(a: Traits, b: Traits, found: Comparison, *, recurring: bool) -> bool:
    """Whether an unconfirmed equal title is not even worth a question."""
    against = found.contradictions.keys()
    if not _specific(a, b) and not ("authors" in found.agreements and found.agreements.keys() & {"year", "day"}):
        return True  # Editorial, Book reviews: of another year, or by nobody named
    if recurring or len(against) > 1 or {"authors", "numbers"} & against:
        return True
    return bool(against) and (found.title == "close" or not _specific(a, b))


def decide_untitled(found: Comparison) -> Match:
    """Return the verdict on a pair of which one has no title, by its abstract alone; the lead is the cluster's to check."""
    if "identifier" in found.contradictions:
        return Match(verdict="different", evidence=found.evidence)
    if found.abstract.same or ("identifier" in found.agreements and not found.contradictions):
        return Match(verdict="same", evidence=found.evidence)
    if _worth_asking(found.abstract) or "identifier" in found.agreements:
        return Match(verdict="unsure", evidence=(*found.evidence, str(found.abstract)))
    return Match(verdict="different", evidence=found.evidence)


def _worth_asking(found: Overlap) -> bool:
    """Whether a person could see more: two texts in one language share a third of their words anyway."""
    floor = ASK_SHARE if found.words >= MATCHED_WORDS else (1 + ASK_SHARE) / 2
    return found.share >= floor and found.words >= MATCHED_WORDS // 2
