"""Locators: the place of two records in print compared: volume, issue and pages."""

from __future__ import annotations

from generator.matching.traits import Traits
from generator.text.likeness import SAID, Likeness
from generator.text.pagination import ARTICLE

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FILE_PAGES = {"0", "1"}  # the first page of every paper that is a file of its own


def compare(a: Traits, b: Traits, title: Likeness, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare volume, issue and pages.

    Adds to ``agreements``: place (two numbers, such as volume and page), or else page, volume; range (three pages and
    more), issue. To ``contradictions``: pages, volume, number. Under one title, an issue that differs is a mistake where
    volume and page agree; under two titles, the pages may agree because of a journal's habits, and the issue counts.
    """
    same_page = bool(a.first_page) and _same_page(a, b)
    same_volume = a.volume == b.volume != ""
    if not same_page and _pages_contradict(a, b, same_volume=same_volume):
        contradictions["pages"] = _differ("pages", a.printed.pages, b.printed.pages)
    if a.volume and b.volume and not same_volume:
        contradictions["volume"] = _differ("volume", a.printed.volume, b.printed.volume)
    numbers_differ = a.number != b.number and bool(a.number and b.number) and not (a.report or b.report)
    if numbers_differ and not (same_page and same_volume and title in SAID):
        contradictions["number"] = _differ("issue", a.printed.number, b.printed.number)
    if same_page:
        _agree_on_page(a, b, same_volume=same_volume, agreements=agreements, against="volume" in contradictions)
    elif same_volume:
        agreements["volume"] = f"volume {a.volume}"
    if same_volume and a.number == b.number != "":
        agreements["issue"] = f"issue {a.number}"


def _pages_contradict(a: Traits, b: Traits, *, same_volume: bool) -> bool:
    """Whether pages that are not the same cannot be those of one paper.

    They can where one is a count of pages, an article number, or from before the paper had its place in print.
    """
    kinds = {a.pages.kind, b.pages.kind}
    if kinds == {"unreadable"}:
        return a.printed.pages.lower() != b.printed.pages.lower()
    if kinds & {"none", "count", "unreadable"} or len(kinds) > 1 or _counts(a, b) or _counts(b, a):
        return False
    if any(one.first_page in FILE_PAGES and not one.volume and other.volume for one, other in ((a, b), (b, a))):
        return False  # ahead of print, a journal's article has the pages of its file
    return not (same_volume and _overlap(a, b))


def _counts(one: Traits, other: Traits) -> bool:
    """Whether a number without a volume is how many pages the other side has."""
    return not one.volume and not one.last_page and one.first_page == str(other.pages.size)


def _overlap(a: Traits, b: Traits) -> bool:
    """Whether the pages of two records in one volume end together or overlap, or only one side has letters."""
    if a.last_page and a.last_page == b.last_page:
        return True
    if a.last_page.isdigit() != b.last_page.isdigit() and a.last_page.lstrip(LETTERS) == b.last_page.lstrip(LETTERS):
        return True  # the letter was dropped
    if a.first_page.isdigit() != b.first_page.isdigit():
        # A supplement's page does not contradict a page; but one person's notes repeat their titles.
        return min(len(a.surnames), len(b.surnames)) > 1
    if not a.first_page.isdigit():
        return False
    ends = [int(one.last_page) if one.last_page.isdigit() else int(one.first_page) for one in (a, b)]
    return max(int(a.first_page), int(b.first_page)) <= min(ends)


def _agree_on_page(a: Traits, b: Traits, *, same_volume: bool, agreements: dict[str, str], against: bool) -> None:
    """Say how far one first page identifies a place in print: with the volume, with the last page, or by itself."""
    page = min((a.first_page, b.first_page), key=lambda one: (len(one), one))  # the same either way round
    pages = f"pages {page}–{a.last_page}" if a.last_page and a.last_page == b.last_page else ""
    if same_volume:
        agreements["place"] = f"volume {a.volume}, {pages or f'page {page}'}"
    elif pages and not against:
        agreements["place"] = pages
    elif not against and a.pages.kind == b.pages.kind == "article" and len(page) > ARTICLE:
        agreements["place"] = f"article {page}"
    elif page not in FILE_PAGES:
        agreements["page"] = pages or f"page {page}"
    # Each issue begins with page 1; elsewhere, notes and abstracts share a page, and only a paper fills three.
    numeric = a.last_page.isdigit() and page.isdigit() and page not in FILE_PAGES
    if pages and not against and numeric and int(a.last_page) - int(page) > 1:
        agreements["range"] = "" if "place" in agreements else pages


def _same_page(a: Traits, b: Traits) -> bool:
    """Whether first pages are the same, even where a letter (``c37–c42``) or the dash (``433444``) was lost."""
    if a.first_page == b.first_page:
        return True
    if a.last_page and b.last_page:
        return [page.lstrip(LETTERS) for page in (a.first_page, a.last_page)] == [
            page.lstrip(LETTERS) for page in (b.first_page, b.last_page)
        ] and a.first_page.isdigit() != b.first_page.isdigit()
    return bool(a.first_page and b.first_page) and (
        a.first_page == b.first_page + b.last_page or b.first_page == a.first_page + a.last_page
    )


def _differ(what: str, one: str, other: str) -> str:
    """Return how two values differ; their order does not matter."""
    return f"{what} {' / '.join(sorted((one, other)))}"
