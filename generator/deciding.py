"""The verdict on a pair, from what agrees and what contradicts: a wrong merge is worse than a missed one."""

from __future__ import annotations

from generator.comparing import Comparison, Traits
from generator.model import Match, Verdict
from generator.sketches import ASK_SHARE, MATCHED_WORDS, Overlap


def decide(a: Traits, b: Traits, found: Comparison, *, recurring: bool = False) -> Match:
    """Return the verdict on two titled records: same on two independent agreements and no contradiction.

    ``recurring`` says that several papers bear this title; then only a place, an identifier or the text confirms it.
    """
    agreed, against = set(found.agreements), set(found.contradictions)
    verdict: Verdict = "different"
    if "range" in agreed:
        against -= {"numbers"}  # where three pages and a title agree, a number in it is a slip or a subtitle's
    if {"identifier", "authors", "title"} <= agreed:
        against -= {"pages"}  # an article's number, or how many pages it has
    if found.title in {"equal", "close", "noted"}:
        if _confirmed(a, b, found, recurring=recurring):
            verdict = "unsure" if against else "same"
        elif not _unlikely(a, b, found, recurring=recurring):
            verdict = "unsure"
    elif "identifier" in agreed:
        # A DOI is shared by the parts of a supplement: without the title it needs a person.
        verdict = "same" if found.title in {"part", "similar"} and not against else "unsure"
    elif {"authors", "range"} <= agreed and not against and (a.volume == b.volume != "" or found.title != "other"):
        verdict = "same"  # a title translated, or put otherwise by a database
    elif found.title in {"part", "similar"}:
        if "abstract" in agreed:  # a listing cut the title, or ran it into the abstract
            verdict = "unsure" if against else "same"
        elif {"authors", "place"} <= agreed and not against - {"numbers"}:
            # A subtitle left out, with its numbers; two notes on one page differ in theirs.
            verdict = "same" if found.title == "part" else "unsure"
        elif "authors" in agreed and {"year", "day"} & agreed and not against:
            # The whole list of authors: a subtitle left out. One author writes an introduction beside the paper.
            short, long = sorted((a.words, b.words), key=len)
            begins = found.title == "part" and short == long[: len(short)]
            whole = len(a.surnames) > 1 and found.all_authors and begins and not recurring
            verdict = "same" if whole else "unsure"
    elif "abstract" in agreed and agreed & {"authors", "count", "day"} and "authors" not in against:
        verdict = "unsure"  # a paper under a new title, or a series of reports
    elif {"place", "authors"} <= agreed and "abstract" not in against and {"year", "day"} & agreed:
        verdict = "unsure"  # a title translated, or two notes on one page
    return Match(verdict=verdict, evidence=found.evidence)


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
        # Versions in print, at a conference and in a journal, are a year apart at times; a preprint is the same paper.
        return bool(agreed & {"year", "day"}) or (
            "year" not in found.contradictions and _is_preprint(a) != _is_preprint(b)
        )
    return _specific(a, b) and bool(agreed & {"day", "count"}) and found.title == "equal"


def _specific(a: Traits, b: Traits, *, people: bool = False) -> bool:
    """Whether both titles can name one paper: by themselves, or with several ``people``."""
    return all((one.titles[0].somewhat_specific if people else one.titles[0].specific) for one in (a, b))


def _is_preprint(one: Traits) -> bool:
    """Whether all that is known of where it appeared is arXiv."""
    return bool(one.identifiers.arxiv) and not one.volume and not one.identifiers.doi


def _unlikely(a: Traits, b: Traits, found: Comparison, *, recurring: bool) -> bool:
    """Whether an unconfirmed equal title is not even worth a question."""
    against = found.contradictions.keys()
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
