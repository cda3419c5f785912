"""References to a place in print, as in ``Phys. Pond Lett. 112, 102502 (2021)``: venue, volume, number, pages and date.

Authors write them by hand (arXiv's ``journal_ref``), databases in shapes of their own (Embase's ``Source``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.formats import field_values
from generator.text.folding import clean

_LONGEST = 500  # characters; a longer text stays whole
_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_MOMENT = (
    rf"(?:\d\d?[ ])?{_MONTH}\.?(?:[ ]\d\d?)?,?[ ]{_YEAR}|{_YEAR}[ -]{_MONTH}\.?(?:[ -]\d\d?)?|{_YEAR}[-/]\d\d[-/]\d\d"
)
_NUMERAL = r"(?:[A-Z]{1,3}-?|e[a-z]{0,3})?\d[\d.]{0,11}(?<!\.)[A-Za-z]?"  # 12, 5A, L5, D76, 012345
_RANGE = rf"{_NUMERAL}(?:[ ]?[-–—/]{{1,3}}[ ]?{_NUMERAL})?(?:\(R\))?"
_TOKEN = re.compile(
    rf"""(?P<volume>\b(?i:vol(?:umes?|s?\.)?|v\.)\s*(?=\d|[A-Z]\d))
    | (?P<number>\b(?i:no\.?|nr\.?|num(?:ber|\.)?|iss(?:ue|\.)?|n\.)\s*(?=[A-Z]?\d))
    | (?P<pages>\b(?i:pp?\.?|pages?|pgs?\.?|art(?:icle|\.)?(?:\s(?:numbers?|no|id)\b\.?)?|eid|paper(?:\sno\.?)?)[\s:]*(?=(?:[A-Z]{{0,3}}-?|e[a-z]{{0,3}})\d))
    | \(\s*(?P<moment>{_MOMENT}|{_YEAR})\s*\)
    | (?P<loose>(?:{_MOMENT})(?![\w]))
    | \(\s*(?:(?i:no\.?|issue)\s*)?(?P<paren>{_RANGE})\s*\)
    | :\s*(?P<colon>(?:(?i:suppl)\w*\.?[ ]?)?{_RANGE})(?![\w])
    | (?P<bare>(?<!\d){_RANGE})(?![\w.]\w|\w)""",
    re.VERBOSE,
)
_VALUE = re.compile(rf"{_RANGE}(?!\w)")
_BETWEEN = re.compile(r"[\s,;.]*")
_GLUED = re.compile(r"(?<=[A-Z]{3})(?=\d{2,4}(?:\(|:\d))")  # JHEP05(2019)123
_STARTS = re.compile(r"(?<=[\s.,(:])(?=[A-Za-z(\d])|(?=\()|(?<=[a-z])(?=:\d)")
_ADDRESS = re.compile(r"[\s;,.(\[]*(?:https?://\S+|(?:doi\b\s*:?\s*)+10\.\d{4,9}/\S+)\s*$", re.IGNORECASE)
_MORE = re.compile(r";\s|[;,.]?\s*\(?\[?\b(?:erratum|publisher's note|addendum|corrigendum)\b", re.IGNORECASE)
_ANY_YEAR = re.compile(rf"(?<![\w.:/-]){_YEAR}(?![\w/:–-]|\.\d)")
_SURE_YEAR = re.compile(rf"\((?:[^\W\d][\w&.'-]{{0,20}} |\d\d? ){{0,3}}({_YEAR})\)")
_IN = re.compile(r"in:? +(?=Proc)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_CUT = re.compile(r"(?:\b(?:vol|no|pp?|in|of|the|and|for|on)|[(\[&:])\.?$", re.IGNORECASE)
_SPAN = re.compile(r"\w ?[-–—]{1,3} ?\w")


_NLM = re.compile(  # PubMed's: Ann Ponds. 2021 May 5;12(3):45-67
    rf"(?P<venue>[^\d;:][^;:]{{1,150}})\. (?P<date>{_YEAR}(?: {_MONTH}\.?(?: \d\d?)?)?);\s*(?P<volume>[\w-]{{1,12}})?"
    rf"(?: ?\((?P<number>[\w .-]{{1,20}})\))?(?::\s*(?P<pages>{_RANGE}))?(?=$|[.;\s])"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalRef:
    """A place in print; what cannot be told apart safely is all in ``venue``."""

    venue: str
    volume: str = ""
    number: str = ""
    pages: str = ""
    date: str | None = None
    rest: str = ""  # what is left out above: an erratum, an address


def read(text: str) -> JournalRef:
    """Return the parts of a reference."""
    whole = clean(text)
    if len(whole) > _LONGEST or not field_values.venue(whole):
        return JournalRef(venue=field_values.venue(whole))
    if nlm := _NLM.match(whole):
        rest = whole if len(whole) > nlm.end() + 1 else ""
        date, pages = field_values.date(nlm["date"]), field_values.pages(nlm["pages"] or "")
        number, volume = (nlm[key] or "" for key in ("number", "volume"))
        return JournalRef(venue=nlm["venue"], volume=volume, number=number, pages=pages, date=date, rest=rest)
    first = _without_address(whole)
    if more := _MORE.search(first, 1):
        first = first[: more.start()]
    first = first.rstrip(" ,;.")
    for start in _possible_starts(first):
        if tokens := _tokens(first, start):
            if found := _from(first[:start], tokens):
                return replace(found, rest=whole if first != whole.rstrip(" ,;.") else "")
            break
    return JournalRef(venue=whole.rstrip(" ;"), date=_only_year(whole))


def _without_address(text: str) -> str:
    """Return a reference without the addresses and DOIs at its end."""
    while (shorter := _ADDRESS.sub("", text)) != text:
        text = shorter
    return text


def _possible_starts(text: str) -> Iterator[int]:
    """Yield where the volume, year or pages may begin, from left to right."""
    starts = {found.start() for pattern in (_STARTS, _GLUED) for found in pattern.finditer(text)}
    yield from sorted(start for start in starts if start > 1)


def _tokens(text: str, start: int) -> list[tuple[str, str]] | None:
    """Return kind and text of all parts from ``start`` on; None if anything else is among them."""
    found: list[tuple[str, str]] = []
    at = start
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token or len(found) > 8:
            return None
        kind = str(token.lastgroup)
        value, at = token[kind], token.end()
        if kind in {"volume", "number", "pages"}:
            number = _VALUE.match(text, at)
            if not number:
                return None
            value, at = number[0], number.end()
        found.append((kind, value))
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    return found


def _from(before: str, tokens: Sequence[tuple[str, str]]) -> JournalRef | None:
    """Return the parts of a reference: the text before the first token, and the tokens; None where they are not clear."""
    venue = before.rstrip(" ,;:–-")
    if not _is_venue(venue):
        return None
    named = {kind: value for kind, value in tokens if kind in {"volume", "number", "pages"}}
    moments = [value for kind, value in tokens if kind in {"moment", "loose"}]
    plain = [(kind, value) for kind, value in tokens if kind in {"bare", "paren", "colon"}]
    if len(named) + len(moments) + len(plain) < len(tokens) or len(set(moments)) > 1:
        return None  # one of them twice
    moment = next(iter(moments), "")
    year_first = tokens[0][0] in {"moment", "loose"}
    if not moment:
        moment, plain, year_first = _bare_year(plain, named)
        if year_first and (not plain or (not named and len(plain) == 1)):  # POND 2020, pp. 1-9; POND 2020, 12-34
            venue = f"{before}{moment}"
    if plain and plain[0][0] == "bare" and "volume" not in named:
        alone = len(plain) == 1 and not named
        if alone and year_first and _SPAN.search(plain[0][1]):
            named["pages"] = plain.pop(0)[1]
        elif (alone and year_first) or (not moment and re.fullmatch(_YEAR, plain[0][1])):
            return None  # "Ponds (2019) 12": a volume or a page
        else:
            named["volume"] = plain.pop(0)[1]
    found = _place(plain, named)
    if not found:
        return None
    moment = moment or next(iter(_SURE_YEAR.findall(venue)), "")
    if not moment and (len(found) < 2 or re.fullmatch(_YEAR, found.get("pages", ""))):
        return None  # "Pond Letters 5"; "Pond Rev. 86, 1999": a page or a year
    return JournalRef(
        venue=_IN.sub("", venue, count=1) if _IN.match(venue) else venue,
        volume=field_values.volume(found.get("volume", "")),
        number=found.get("number", ""),
        pages=field_values.pages(found.get("pages", "")),
        date=field_values.date(moment),
    )


def _place(plain: Sequence[tuple[str, str]], named: dict[str, str]) -> dict[str, str] | None:
    """Return the parts with the issue and pages that follow the volume without a word; None where they do not fit."""
    found = dict(named)
    rest = list(plain)
    if rest and rest[0][0] == "paren" and "number" not in found and (len(rest) > 1 or not _SPAN.search(rest[0][1])):
        found["number"] = rest.pop(0)[1]
    if rest and len(rest) > 1 and rest[0][0] in {"colon", "bare"} and "number" not in found:
        found["number"] = rest.pop(0)[1]
    if rest and "pages" not in found:
        found["pages"] = rest.pop(0)[1]
    elif rest and "number" not in found:
        found["number"] = rest.pop(0)[1]
    return None if rest or ("volume" not in found and "number" in found and "pages" not in found) else found


def _bare_year(plain: list[tuple[str, str]], named: dict[str, str]) -> tuple[str, list[tuple[str, str]], bool]:
    """Return a year that is a number among others, the others, and whether it comes first."""
    places = [at for at, (kind, value) in enumerate(plain) if kind == "bare" and re.fullmatch(_YEAR, value)]
    if len(places) > 1 and plain[places[-1] - 1][0] == "colon":  # 1905:123,2019
        places = places[-1:]
    if len(places) != 1:
        return "", plain, False
    (at,) = places
    others = plain[:at] + plain[at + 1 :]
    if at == 0 and "volume" not in named:
        clear = len(others) > 1 or bool(others and _SPAN.search(others[0][1])) or (not others and bool(named))
    elif at == len(plain) - 1:
        clear = bool(named) or len(others) > 1
    else:
        clear = at > 1 and bool(_SPAN.search(plain[-1][1]))  # 12 (3), 2019, 45-67
    return (plain[at][1], others, at == 0) if clear else ("", plain, False)


def _is_venue(text: str) -> bool:
    """Whether a text can be a venue's whole name."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 and text.count("(") == text.count(")") and not _CUT.search(text)


def _only_year(text: str) -> str | None:
    """Return the year of a reference that stays whole: one in brackets, or the only number that can be one."""
    sure = set(_SURE_YEAR.findall(text))
    if len(sure) == 1:
        return field_values.date(sure.pop())
    found = set(_ANY_YEAR.findall(text))
    others = [number for number in _NUMBERS.findall(text) if number not in found]
    return field_values.date(found.pop()) if len(found) == 1 and not others else None
