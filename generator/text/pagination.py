"""Places in print: volume, issue and pages out of what databases and spreadsheets make of them."""

from __future__ import annotations

import re

ISSUES = 60  # of a volume at most: a weekly's year
# "288-97", "S12–S19", "e43268"; neither "Suppl-61" nor "01-Jun" (a spreadsheet's doing) is a page.
_PAGES = re.compile(r"(?P<first>[a-z]?\d++[a-z]?)(?![a-z]|[-–—]+[a-z]{2})(?:[-–—]+(?P<last>[a-z]?\d+[a-z]?))?")


def digits(value: str) -> str:
    """Return a volume's or issue's number; words like "unknown" or "in press" hold none."""
    found = re.search(r"\d{1,9}", value)
    return found[0].lstrip("0") if found else ""


def issue(value: str) -> str:
    """Return an issue's number within its volume; running numbers, of issues or of a database, tell nothing."""
    number = digits(value)
    return number if number and int(number) <= ISSUES else ""


def pages(value: str) -> tuple[str, str]:
    """Return first and last page, ``288-97`` as 288 and 297; "" where not printed."""
    plain = re.sub(r"\b(?:pages?|pp?)\b\.?|[\s()\"']", "", value[:60].lower())
    found = _PAGES.match(plain)
    if not found:
        return "", ""
    first, last = found["first"].lstrip("0") or "0", (found["last"] or "").lstrip("0")
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last
