"""Volume, issue and pages as numbers, from what databases and spreadsheets make of them."""

from __future__ import annotations

import re

ISSUES = 60  # in a volume, at most: a year of a weekly
# "288-97", "S12–S19", "e43268"; but not "Suppl-61" or "01-Jun" (made by a spreadsheet).
_PAGES = re.compile(r"(?P<first>[a-z]?\d++[a-z]?)(?![a-z]|[-–—]+[a-z]{2})(?:[-–—]+(?P<last>[a-z]?\d+[a-z]?))?")


def digits(value: str) -> str:
    """Return the number of a volume or issue without leading zeros, "" for none ("unknown", "in press")."""
    found = re.search(r"\d{1,9}", value)
    return found[0].lstrip("0") if found else ""


def issue(value: str) -> str:
    """Return the number of an issue within its volume; "" for running numbers (above ``ISSUES``), which say nothing."""
    number = digits(value)
    return number if number and int(number) <= ISSUES else ""


def pages(value: str) -> tuple[str, str]:
    """Return the first and last page, ``288-97`` as 288 and 297; "" where there is none."""
    plain = re.sub(r"\b(?:pages?|pp?)\b\.?|[\s()\"']", "", value[:60].lower())
    found = _PAGES.match(plain)
    if not found:
        return "", ""
    first, last = found["first"].lstrip("0") or "0", (found["last"] or "").lstrip("0")
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last
