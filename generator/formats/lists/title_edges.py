"""What lists print around a title: emoji, ranks, venues, dates, kinds of links, descriptions; and how to take it off."""

from __future__ import annotations

import re

from generator.formats.lists import paper_links
from generator.text.folding import fold

_NICKNAME = re.compile(r"[(\[]\s*([^()\[\]\s]{2,40})\s*[)\]][\s:,|-]*")  # "[OH-Former] OH-Former: …"
_VENUE_TAIL = re.compile(
    r"""
    [,.]\s+ (?: in\s+ )?
    [A-Z][A-Za-z&+-]{0,14} [A-Z][A-Za-z&+-]{0,14}  # two capitals: ICLR, NeurIPS
    (?: [ -] (?: [A-Z][a-z]+ | [A-Z]+ ) )?
    [ ,]* (?: ['’]\d\d | (?:19|20)\d\d ) $
    """,
    re.VERBOSE,
)
_TRAILING = re.compile(r"[\s,;:|.\[(–—\\-]+$")
_VENUE_FRONT = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*[ -]?['’]\d\d[\s:,.|-]+(?=[A-Z\[(\"“])")
_TAIL = re.compile(
    r"""
    \s* [(\[]
    (?! [^()\[\]]* \d{4} \s*[-–—]\s* (?:19|20)?\d\d )  # a span of years is part of the title
    (?= [^()\[\]]* (?: \b(?:19|20)\d\d\b | \bcitations?\b | [A-Z]['’]\d\d\b ) )
    [^()\[\]]{2,60} [)\]] \s* $
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"[^\w(\[$\\\"“'‘¿¡]+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{0,40})[)\]][\s:,|-]*")
_NUMBERED = re.compile(
    r"(?:\d{1,3}[.)]\s+|(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}[\s:,.|-]+|(?:19|20)\d\d\s*[:,.|-]\s+)(?=\S)"
)
_AROUND = frozenset({'""', "“”", "''", "‘’", "[]"})
REMARK = re.compile(  # text around a link that says something about the paper
    r"""
    (?: and | also | as | but | here | it | its | more | or | our | see | so | their | these | this | we | which | with | you )\b (?!\s*:)
    | (?: an? | at | by | for | from | in | of | on | the | to | via )\ .{0,80}
      \b(?: authors? | good | great | here | interesting | list | nice | ones? | papers? | read | works? )\b
    | (?i: (?:please\ )? (?:see|check|read|find|refer|click)\ (?:also|out|our|the|this|here|more|for|to|it)\b
      | (?:our|their|his|her|my)\ (?:\w+\ )? (?:paper|work|survey|preprint|report)\b
      | we\ (?:introduce|present|propose|show|study|thank|also|release|released|provide|list|collect|recommend|include|have|would|hope)\b
      | here\ (?:is|are)\b | thanks\b | more\ (?:details|in)\b | for\ (?:more|details)\b )
    """,
    re.VERBOSE,
)
DESCRIBED = re.compile(
    r"\s[-–—]\s(?=[a-z]+s\s+(?:an?|the|that|how|new|and|on|to)\b)"
)  # "PondFold - releases a model that …"
KIND_TAIL = re.compile(  # ", Paper:" before a link
    r"(?:\s*[,;|(\[–—][\s(\[]*|\s)(?:paper|papers|code|pdf|links?|arxiv|abs|project|preprint|page)\s*[:：]\s*$"
    r"|\s*[,;|(\[–—][\s(\[]*(?:paper|code|pdf|link|arxiv)\s*$",
    re.IGNORECASE,
)
DASH_FIRST = re.compile(r"[-–—]\s")  # "**PondFold**- releases …"


def neat(text: str) -> str:
    """Return a title without what the list prints around it: emoji, ranks, venues, dates, quotation marks."""
    text = without_front(text) or text
    text = _TRAILING.sub("", text)
    cut = _VENUE_TAIL.sub("", _TAIL.sub("", text))
    text = _TRAILING.sub("", cut if paper_links.title_words(cut) else text)
    while len(text) > 2 and text[0] + text[-1] in _AROUND and not re.search(r"[\"“”\[\]]", text[1:-1]):
        text = text[1:-1].strip(",. ")
    return text


def without_front(text: str) -> str:
    """Return the text without the emoji, ranks, dates and bracketed venues at its start; ``(Almost)`` and ``[Re]`` stay."""
    while text:
        found = _SIGNS.match(text) or _NUMBERED.match(text) or _VENUE_FRONT.match(text) or _nickname(text)
        if (
            not found
            and (found := _BRACKETED.match(text))
            and paper_links.title_words(found[1])
            and not re.search(r"\d\d", found[1])
        ):
            break
        if not found or found.end() == len(text):
            break
        text = text[found.end() :]
    return text


def _nickname(text: str) -> re.Match[str] | None:
    """Match a short name in brackets before a title that starts with it."""
    found = _NICKNAME.match(text)
    if not found or not paper_links.title_words(text[found.end() :]):
        return None
    return found if fold(text[found.end() :]).startswith(f"{fold(found[1])} ") else None
