"""The verdict on two records, from their evidence: same, different, or unsure. A wrong merge is worse than a missed one."""

from __future__ import annotations

from generator.matching import explanations
from generator.matching.evidence import IDENTIFIERS, Comparison
from generator.matching.explanations import CUT, EQUAL
from generator.matching.traits import Traits
from generator.model import Match, Verdict
from generator.text.fingerprints import ASK_SHARE, MATCHED_WORDS, Overlap
from generator.text.likeness import begins

ALIKE = frozenset({"named", "similar"})  # titles with most words in common
PARTLY = CUT | ALIKE | {"marked"}  # titles of which part is the same
HEAD_WORDS = 5  # fewer words before a colon may be the name of a column (Images in clinical medicine: …)


def decide(a: Traits, b: Traits, found: Comparison, *, recurring: bool = False) -> Match:
    """Return the verdict on two records with titles: same on two independent agreements and no veto.

    A wrong merge is worse than a missed one (DESIGN.md, Decisions): any doubt goes to a person, as "unsure".
    ``recurring`` says that several papers have this title; then only a place in print, an identifier or the abstract
    confirms it.
    """
    agreed, vetoes = found.agreements.keys(), explanations.contradictions(found)
    # Footnotes' marks and sections' names come and go; but a second part has a number, too.
    marked = found.title == "marked" and "mark" not in vetoes and bool(agreed & {"identifier", "issue"})
    equal = found.title in EQUAL or marked
    if equal:
        verdict = _by_equal_title(a, b, found, vetoes, recurring=recurring)
    elif "identifier" in agreed:
        verdict = _by_identifier(a, b, found, vetoes)
    elif {"authors", "range"} <= agreed and not vetoes and _placed(a, b, found):
        verdict = "same"  # a database translated the title or changed its words
    elif found.title in PARTLY:
        verdict = _by_similar_title(a, b, found, vetoes, recurring=recurring)
    else:
        verdict = _by_other_title(a, b, found, vetoes)
    return Match(verdict=verdict, evidence=found.evidence, kind=found.kind)


def _placed(a: Traits, b: Traits, found: Comparison) -> bool:
    """Whether three equal pages, and authors, identify a paper though its titles differ.

    Without a volume, one name in two scripts is too little: it may be two people's.
    """
    if a.volume == b.volume != "" or found.title in CUT | {"marked"}:
        return True
    return found.title in ALIKE and (a.latin == b.latin or min(len(a.surnames), len(b.surnames)) > 1)


def _by_identifier(a: Traits, b: Traits, found: Comparison, vetoes: set[str]) -> Verdict:
    """Return the verdict on two unequal titles with one identifier.

    The parts of a supplement share a DOI, and reference managers put the identifiers of papers on books.
    """
    if found.title not in CUT | {"marked"} and "abstract" in vetoes:
        return "different"
    agreed = found.agreements.keys()
    if found.title == "other" and (
        "authors" in vetoes or (a.surnames and b.surnames and not agreed & {"authors", "surnames"})
    ):
        return "different"
    if found.title in PARTLY and not vetoes and (not found.sisters or {"authors", "place"} <= agreed):
        return "same"
    return "unsure"


def _by_equal_title(a: Traits, b: Traits, found: Comparison, vetoes: set[str], *, recurring: bool) -> Verdict:
    """Return the verdict on two equal titles: a second agreement must confirm that they are one paper's."""
    agreed = found.agreements.keys()
    if not agreed & {"identifier", "place"} and _yearly(a, b):  # one text may introduce each of the reports
        return "different"
    if a.mark and vetoes & IDENTIFIERS:
        return "different"  # a paper has many comments and reviews, each with an identifier of its own
    if _confirmed(a, b, found, vetoes, recurring=recurring):
        return "same" if not vetoes else "different" if recurring else "unsure"
    return "different" if _unlikely(a, b, found, recurring=recurring) else "unsure"


def _yearly(a: Traits, b: Traits) -> bool:
    """Whether two records may be of the reports of a body, which have one title each year."""
    by_bodies = a.bodies and b.bodies
    unsigned = not a.surnames and not b.surnames and (a.report or b.report)
    return bool(a.years and b.years) and a.years.isdisjoint(b.years) and (by_bodies or unsigned)


def _by_similar_title(a: Traits, b: Traits, found: Comparison, vetoes: set[str], *, recurring: bool) -> Verdict:
    """Return the verdict on two titles of which part is the same: authors and place, year or abstract must agree."""
    agreed = found.agreements.keys()
    if "abstract" in agreed:
        return _by_similar_text(a, b, found, vetoes)
    if {"authors", "place"} <= agreed and not vetoes - {"numbers"}:
        # A subtitle is left out, with its numbers; two notes on one page differ in theirs, but have no article number.
        article = a.pages.kind == b.pages.kind == "article" and "place" in agreed
        return "same" if found.title in CUT | {"marked"} or (article and not vetoes) else "unsure"
    if "authors" in agreed and {"year", "day"} & agreed and not vetoes:
        return "same" if not recurring and _reprinted(a, b, found) else "unsure"
    if "authors" in agreed and "preprint" in found.circumstances and not found.sisters:
        # An article often has a longer title than its preprint, and another abstract.
        return "different" if vetoes - {"year", "abstract"} else "unsure"
    return "different"


def _by_similar_text(a: Traits, b: Traits, found: Comparison, vetoes: set[str]) -> Verdict:
    """Return the verdict on two similar titles with one abstract: the parts of a series of reports share one, too."""
    agreed = found.agreements.keys()
    if found.title in CUT | {"marked"}:
        return "unsure" if vetoes else "same"  # a listing cut the title, or ran it into the abstract
    placed = "place" in agreed and a.volume == b.volume != ""
    if placed or ("authors" in agreed and "preprint" in found.circumstances and not found.sisters):
        return "unsure" if vetoes else "same"
    series = found.sisters or (a.bodies and b.bodies) or "authors" in vetoes
    return "unsure" if "place" in agreed or not series else "different"


def _by_other_title(a: Traits, b: Traits, found: Comparison, vetoes: set[str]) -> Verdict:
    """Return the verdict on two different titles: never the same without a person."""
    agreed = found.agreements.keys()
    other_ids = vetoes & IDENTIFIERS and "place" not in agreed
    series = found.sisters or (a.bodies and b.bodies) or other_ids
    if "abstract" in agreed and agreed & {"authors", "count", "day"} and "authors" not in vetoes and not series:
        return "unsure"  # a paper under a new title
    if {"place", "authors"} <= agreed and not vetoes & {"abstract", "year"} and not found.apart:
        return "unsure"  # a translated title, or two notes on one page
    return "different"


def _reprinted(a: Traits, b: Traits, found: Comparison) -> bool:
    """Whether one title is a form of the other, given that authors and year agree."""
    short, long = sorted((a.words, b.words), key=lambda words: (len(words), "".join(words)))
    head = begins(long, short)
    long_head = head and len(short) >= HEAD_WORDS
    if found.title == "headed" and long_head:
        return True  # databases leave out subtitles
    if not found.all_authors:
        return False  # a database may have cut the list, but companion papers have other co-authors
    if found.title in {"named", "marked"}:
        return True  # the coined name belongs to one work; before a long title, it is a section's
    # A subtitle left out with its colon; but one author may also write an introduction to a paper, with a short title.
    return found.title == "part" and head and (long_head or len(a.surnames) > 1)


def _confirmed(a: Traits, b: Traits, found: Comparison, vetoes: set[str], *, recurring: bool) -> bool:
    """Whether an equal title has a second, independent agreement."""
    agreed = found.agreements.keys()
    if agreed & {"identifier", "place", "abstract"}:
        return True
    if recurring:
        return False
    if "authors" in agreed:
        several = min(len(a.surnames), len(b.surnames)) > 1 or (found.all_authors and found.title == "equal")
        if not (_specific(a, b) or (several and _specific(a, b, people=True)) or _books(a, b)):
            return False  # Editorial, Introduction: the title of many papers, even by one author in one year
        if found.title == "noted" and not found.all_authors:
            return False  # a demonstration and the paper about it share authors
        if "page" in agreed or ("volume" in agreed and "pages" not in found.contradictions):
            return True  # the versions of a conference and of a journal differ in volume and pages
        # Two printed versions a year apart may be two papers; a preprint and its publication are one.
        return bool(agreed & {"year", "day"}) or ("year" not in vetoes and a.preprint != b.preprint)
    if "surnames" in agreed and "year" in agreed and _specific(a, b) and found.title == "equal":
        return True  # Bob is Robert; given names change with the language and the order of names
    return _specific(a, b) and bool(agreed & {"day", "count"}) and found.title == "equal"


def _specific(a: Traits, b: Traits, *, people: bool = False) -> bool:
    """Whether both titles can identify a paper: by themselves, or together with several ``people``."""
    return all((one.titles[0].somewhat_specific if people else one.titles[0].specific) for one in (a, b))


def _books(a: Traits, b: Traits) -> bool:
    """Whether both are books, whose titles may be short."""
    return a.book and b.book and not (a.titles[0].section or b.titles[0].section)


def _unlikely(a: Traits, b: Traits, found: Comparison, *, recurring: bool) -> bool:
    """Whether an equal title without a second agreement is not even worth a question."""
    against = found.contradictions.keys()
    if not _specific(a, b) and not ("authors" in found.agreements and found.agreements.keys() & {"year", "day"}):
        return True  # Editorial, Book reviews: of another year, or without authors
    if recurring or len(against) > 1 or {"authors", "numbers", "tail"} & against:
        return True
    return bool(against) and (found.title == "close" or not _specific(a, b))


def decide_untitled(found: Comparison) -> Match:
    """Return the verdict on two records of which one has no title, by abstract and identifier alone.

    Whether another paper is as similar (``LEAD``) is checked in clusters.py.
    """
    evidence = found.evidence
    if IDENTIFIERS & found.contradictions.keys():
        verdict: Verdict = "different"
    elif found.abstract.same or ("identifier" in found.agreements and not found.contradictions):
        verdict = "same"
    elif _worth_asking(found.abstract) or "identifier" in found.agreements:
        verdict = "unsure"
        evidence = (*evidence, str(found.abstract))
    else:
        verdict = "different"
    return Match(verdict=verdict, evidence=evidence, kind=found.kind)


def _worth_asking(found: Overlap) -> bool:
    """Whether a person may find more: two texts in one language share a third of their words anyway."""
    floor = ASK_SHARE if found.words >= MATCHED_WORDS else (1 + ASK_SHARE) / 2
    return found.share >= floor and found.words >= MATCHED_WORDS // 2
