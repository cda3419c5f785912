"""Classifies the lines of a scraped page (text, footer, count, page heading …), and finds the links in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from generator.text import months
from generator.text.folding import clean

Kind: TypeAlias = Literal[
    "blank", "too-long", "footer", "date", "count", "mark", "heading", "control", "separator", "link", "text",
    "entry", "identifier", "authors", "day", "rest",
]  # fmt: skip

LONGEST_LINE = 50_000  # characters; the longest abstracts have about 5,000
SHORT = 160  # no footer is longer
_BULLETS = r"[\s•·∙‧●◦▪‣*|–—-]"
_COUNT = r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?[kK]?"
_MONTH = rf"{months.NAME}\.?"
_DATE = (
    rf"(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})|(?P<y3>\d{{4}})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}}))"
)
_DATED = rf"{_DATE}(?:{_BULLETS}+(?P<comments>{_COUNT})(?:\s+comments?)?)?"
_AUTHORS = rf"(?P<authors>{_COUNT})\s+authors?"
_FOOTER = re.compile(rf"{_BULLETS}*{_AUTHORS}(?:{_BULLETS}+{_DATED})?{_BULLETS}*", re.IGNORECASE)
_DATE_LINE = re.compile(rf"{_BULLETS}*(?:published\s+(?:on\s+)?)?{_DATED}{_BULLETS}*", re.IGNORECASE)
# At the end of a line of text, a number of authors counts only with a date or right after a full stop.
_INLINE = re.compile(
    rf"(?:^|\s){_AUTHORS}\s*{_BULLETS}+\s*{_DATED}\s*$|(?<=[.!?])\s+(?P<alone>{_COUNT})\s+authors?{_BULLETS}*$",
    re.IGNORECASE,
)
# A line of a Hugging Face collection, whose title may be on the line above; its date has a year only where that is another.
_ENTRY = re.compile(
    rf"(?:(?P<title>\S.*?)\s+)?Paper{_BULLETS}+(?P<arxiv>\d{{4}}\.\d{{4,5}})(?:v\d+)?"
    rf"(?:{_BULLETS}+Published\s+(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?)?"
    rf"(?:{_BULLETS}+(?P<upvotes>{_COUNT}))?(?:{_BULLETS}+(?P<comments>{_COUNT}))?",
    re.IGNORECASE,
)
# The id above a paper: of its page at Hugging Face, or in a listing of arXiv.
_IDENTIFIER = re.compile(
    r"(?:\[\d{1,4}\]\s*)?arxiv:\s*(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\s*[\[(].{0,80})?",
    re.IGNORECASE,
)
_AUTHORS_LINE = re.compile(r"(?:authors?|by)\s*:\s*(?P<names>.*)", re.IGNORECASE)
_TITLED = re.compile(r"title\s*:\s*(?=\S)", re.IGNORECASE)
_REST = re.compile(
    r"view arxiv page|add to collection|community|(?:models|datasets|spaces|collections) (?:citing|including) this paper.*",
    re.IGNORECASE,
)
_SPREAD = re.compile(  # the same on several lines
    r"^[ \t]*Paper\s+[•·]\s+\d{4}\.\d{4,5}(?:\s+[•·]\s+Published\s+[A-Za-z]+\s+\d{1,2}(?:,\s+\d{4})?)?(?:\s+[•·]\s+[\d.,]+k?)?$",
    re.MULTILINE,
)
DAY = re.compile(rf"published\s+(?:on\s+)?(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?P<year>(?!))?", re.IGNORECASE)
_HALF = 6  # months
_COUNT_LINE = re.compile(rf"(?P<count>{_COUNT})|-", re.IGNORECASE)
_PREFIX = re.compile(rf"(?:(?P<count>{_COUNT})|[-–—])\s+(?=\S)")
_MARK = re.compile(r"abstract\s*[:.]?", re.IGNORECASE)
_SEPARATOR = re.compile(rf"(?:{_BULLETS}|[=_~#])+")
ABSTRACT = re.compile(r"abstract\s*(?:[:.—–]|-\s)\s*(?=\S)", re.IGNORECASE)
_HEADINGS = (  # texts of the page itself
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})",  # without a year
    r"(?:the )?(?:daily|weekly|monthly|trending|latest|new(?:est)?|top|recent|hot)(?:\s+(?:papers?|articles?|posts?|reads?))?",
    r"(?:subscribe|sign (?:in|up)|log ?in|register|follow us|join us)\b.{0,60}",
    r".{0,60}\b(?:(?:email )?inbox|newsletter|mailing list)[.!]?",
)
_HEADING = re.compile("|".join(_HEADINGS), re.IGNORECASE)
_BYLINE = re.compile(r"by\s?[A-Z@].{0,60}")  # lower-case "by", as titles begin with a capital
_CONTROLS = (  # buttons between the parts of a paper, and page footers
    r"upvotes?|downvotes?|share|save|like|pdf|html|code|next|prev(?:ious)?|back(?: to top)?|home|about|contact|menu|search",
    r"view (?:all|more|pdf|arxiv|paper|abstract)|(?:show|load|read|see) (?:more|less|all)|\d+ comments?",
    r"(?:comments|subjects|journal-ref|report-no|acm-class|msc-class|cite as)\s*:.{0,140}|view (?:pdf|project page|github).{0,20}|\+\d+",
    rf"[\w.-]{{1,60}} on {_MONTH} \d{{1,2}}(?:, \d{{4}})?|[\w.-]{{1,60}}/[\w.-]{{1,90}}|.{{2,80}} • updated .{{0,60}}",
    r"·?\s*submitted by.{0,40}|terms.{0,30}|privacy.{0,30}|skip to .{0,30}|pages? \d+(?: (?:of|/) \d+)?",
    r"(?:©|\(c\)|copyright).{0,60}|all rights reserved\.?",
)
_CONTROL = re.compile("|".join(_CONTROLS), re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff\u200e\u200f\x00")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A document that lists papers: its name (for locations) and its text."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Footer:
    """What a listing prints below a paper; None: not printed. ``wrong_date``: a printed date that does not exist."""

    author_count: int | None = None
    date: str | None = None
    comments: int | None = None
    wrong_date: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A classified line; ``text`` is what remains of it, ``number`` and ``column`` count from 1."""

    number: int
    column: int
    kind: Kind
    text: str = ""
    footer: Footer | None = None  # of a footer or date line, or at the end of a text
    count: int | None = None
    prefixed: bool = False  # begins with upvotes or "-"; see without_prefix
    arxiv: str = ""  # of an entry or identifier
    titled: bool = False  # began with "Title:"


def lines(text: str) -> Iterator[Line]:
    """Yield the classified lines; linear in the text."""
    text = _SPREAD.sub(_on_one_line, text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, raw in enumerate(text.split("\n"), 1):
        if len(raw) > LONGEST_LINE:
            yield Line(number=number, column=1, kind="too-long")
            continue
        stripped = raw.translate(_INVISIBLE).strip()
        if not stripped.isprintable() and not clean(stripped):  # nothing but control characters
            stripped = ""
        column = len(raw) - len(raw.lstrip()) + 1
        yield _line(number, column, stripped) if stripped else Line(number=number, column=1, kind="blank")


def _on_one_line(found: re.Match[str]) -> str:
    """Return the words on the first line; the line breaks stay, so that line numbers do."""
    return " ".join(found[0].split()) + "\n" * found[0].count("\n")


def _line(number: int, column: int, text: str) -> Line:
    if len(text) <= SHORT:
        found = _FOOTER.fullmatch(text)
        if found:
            return Line(number=number, column=column, kind="footer", footer=_footer(found))
        found = _DATE_LINE.fullmatch(text)
        if found:
            return Line(number=number, column=column, kind="date", footer=_footer(found))
        found = _COUNT_LINE.fullmatch(text)
        if found:
            return Line(number=number, column=column, kind="count", count=_number(found["count"]))
        if _SEPARATOR.fullmatch(text):
            return Line(number=number, column=column, kind="separator")
        if _MARK.fullmatch(text):
            return Line(number=number, column=column, kind="mark")
        if found := _IDENTIFIER.fullmatch(text):
            return Line(number=number, column=column, kind="identifier", arxiv=found["arxiv"])
        if found := _AUTHORS_LINE.fullmatch(text):
            return Line(number=number, column=column, kind="authors", text=found["names"])
        if DAY.fullmatch(text):
            return Line(number=number, column=column, kind="day", text=text)
        if _REST.fullmatch(text):
            return Line(number=number, column=column, kind="rest", text=text)
        if _HEADING.fullmatch(text) or _BYLINE.fullmatch(text):
            return Line(number=number, column=column, kind="heading", text=text)
        if _CONTROL.fullmatch(text):
            return Line(number=number, column=column, kind="control", text=text)
    if len(text) <= 2 * SHORT and (found := _ENTRY.fullmatch(text)):
        return Line(
            number=number,
            column=column,
            kind="entry",
            text=found["title"] or "",
            footer=entry_footer(found["arxiv"], found, found["comments"]),
            count=_number(found["upvotes"]),
            arxiv=found["arxiv"],
        )
    titled = _TITLED.match(text)
    text = text[titled.end() :] if titled else text
    if _LINK.fullmatch(text):
        return Line(number=number, column=column, kind="link", text=text)
    footer = None
    tail = max(0, len(text) - SHORT)
    found = _INLINE.search(text, tail)
    if found and found.start() > 0:
        footer, text = _footer(found), text[: found.start()].rstrip()
    return Line(
        number=number,
        column=column,
        kind="text",
        text=text,
        footer=footer,
        prefixed=bool(_PREFIX.match(text)),
        titled=titled is not None,
    )


def without_prefix(text: str) -> tuple[int | None, str]:
    """Return the upvotes at the start of a ``prefixed`` line (None for "-") and the rest of it."""
    found = _PREFIX.match(text)
    return (_number(found["count"]), text[found.end() :]) if found else (None, text)


def _number(text: str | None) -> int | None:
    """Return the value of "7", "1,234" or "1.2k"."""
    if text is None:
        return None
    text = text.replace(",", "").lower()
    return round(float(text[:-1]) * 1000) if text.endswith("k") else int(float(text))


def _footer(found: re.Match[str]) -> Footer:
    parts = found.groupdict()
    year, month, day = (next((parts[f"{p}{i}"] for i in "123" if parts[f"{p}{i}"]), None) for p in "ymd")
    date, wrong = None, ""
    if year and month and day:
        try:
            date = dt.date(int(year), months.number(month), int(day)).isoformat()
        except ValueError:
            wrong = f"{month} {day}, {year}"
    return Footer(
        author_count=_number(parts.get("authors") or parts.get("alone")),
        date=date,
        comments=_number(parts.get("comments")),
        wrong_date=wrong,
    )


def entry_footer(arxiv: str, found: re.Match[str], comments: str | None = None) -> Footer:
    """Return the date of a paper with an arXiv id; without a year, it is in the year nearest to the id's month."""
    if not found["month"]:
        return Footer(comments=_number(comments))
    month = months.number(found["month"])
    away = month - int(arxiv[2:4]) if arxiv[:4].isdigit() else 0
    printed = found["year"] or (
        str(2000 + int(arxiv[:2]) + (away < -_HALF) - (away > _HALF)) if arxiv[:4].isdigit() else ""
    )
    try:
        return Footer(date=dt.date(int(printed), month, int(found["day"])).isoformat(), comments=_number(comments))
    except ValueError:
        return Footer(comments=_number(comments), wrong_date=f"{found['month']} {found['day']}, {printed}")


def links(text: str) -> tuple[str, ...]:
    """Return the http(s) links of a text in order, each once, without the punctuation around them."""
    found: dict[str, None] = {}
    for match in _LINK.finditer(text):
        link = _balanced(match[0]).rstrip(".,;:!?'’`*\\")
        if re.match(r"https?://[\w\[]", link, re.IGNORECASE) and len(link) <= 2_000:
            found[link] = None
    return tuple(found)


def _balanced(link: str) -> str:
    """Return the link up to the first closing bracket that it did not open."""
    opened: list[str] = []
    for at, character in enumerate(link):
        if character in "([{":
            opened.append(character)
        elif character in _PAIRS and (not opened or opened.pop() != _PAIRS[character]):
            return link[:at]
    return link
