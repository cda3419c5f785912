"""Volume, issue and pages as numbers, from what databases and spreadsheets make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ISSUES = 60  # in a volume, at most: a year of a weekly
ARTICLE = 5  # digits: a lone number as long as this is an article number, no page
# "288-97", "S12–S19", "e43268", "RA25–43"; but not "Suppl-61".
_PAGES = re.compile(
    r"(?P<first>[a-z]{0,2}\d++[a-z]?)(?![a-z]|[-–—]+[a-z]{3})(?:[-–—]+(?P<last>[a-z]{0,2}\d+[a-z]?)(?![a-z]))?"
)
_COUNT = re.compile(r"\d+ ?(?:p|pp|pages?|pgs?|s|seiten|páginas)\.?")  # "215 p", "343 pages"; "p. 215" is a page
_ARTICLE = re.compile(r"(?:article|art\.?)\W*(?:no\.?|number|id)?\W*(?=\w*\d)")
_CUT_OFF = re.compile(r"\d*[^\d(]*\d*\)")  # "1)": the end of "57 (Suppl. 1)", cut off by a database
# "01-Jun", "Oct-15": what a spreadsheet makes of 1-6 and 10-15.
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = re.compile("|".join(_MONTHS))
_DAY = re.compile(rf"\d{{1,2}}-(?:{_MONTH.pattern})|(?:{_MONTH.pattern})-\d{{1,2}}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """Where a text stands: ``first`` and ``last`` page, "" for none; and what kind of number it is.

    A ``count`` says how many pages there are, an ``article`` number stands for pages in an online journal, ``unreadable``
    is anything else that has a digit. Only of ``pages`` and ``article`` is the first page known.
    """

    kind: Literal["none", "pages", "article", "count", "unreadable"] = "none"
    first: str = ""
    last: str = ""

    @property
    def size(self) -> int:
        """Return how many pages there are, 0 if that is not known."""
        if self.first.isdigit() and self.last.isdigit():
            return max(int(self.last) - int(self.first) + 1, 0)
        return 0


def digits(value: str) -> str:
    """Return the number of a volume or issue without leading zeros, "" for none ("unknown", "in press")."""
    found = re.search(r"\d{1,9}", value)
    return found[0].lstrip("0") if found else ""


def volume(value: str, year: str = "") -> str:
    """Return the number of a volume, "" for none; nor is the ``year`` a volume, or the tail of "57 (Suppl. 1)"."""
    if _CUT_OFF.fullmatch(value.strip()):
        return ""
    number = digits(value)
    return "" if number == year and _YEAR.fullmatch(number) else number


def issue(value: str) -> str:
    """Return the number of an issue within its volume; "" for running numbers (above ``ISSUES``), which say nothing."""
    number = digits(value)
    return number if number and int(number) <= ISSUES else ""


def pages(value: str) -> tuple[str, str]:
    """Return the first and last page, ``288-97`` as 288 and 297; "" where there is none."""
    found = read(value)
    return found.first, found.last


def read(value: str) -> Pages:
    """Return what a field of pages says; ``000-000`` and words without a digit say nothing."""
    text = value[:60].lower().strip()
    if not re.search(r"[1-9]", text):
        return Pages()
    if _COUNT.fullmatch(text):
        return Pages(kind="count")
    if _DAY.fullmatch(text):
        text = _MONTH.sub(lambda month: str(_MONTHS.index(month[0]) + 1), text)
    named = _ARTICLE.match(text)
    if named:
        text = text[named.end() :]
    plain = re.sub(r"\b(?:pages?|pp?)\b\.?|[\s()\"']", "", text)
    found = _PAGES.match(plain)
    if not found:
        return Pages(kind="unreadable")
    first, last = found["first"].lstrip("0") or "0", (found["last"] or "").lstrip("0")
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    lone = not last and found.end() == len(plain)
    article = named or (lone and (not first.isdigit() or len(first) >= ARTICLE))
    return Pages(kind="article" if article else "pages", first=first, last=last)
