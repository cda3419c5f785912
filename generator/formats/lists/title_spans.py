"""Which words next to a link are the paper's title, in a bullet or in a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generator.formats.lists import paper_links, prose
from generator.formats.lists.inline import Piece
from generator.formats.lists.paper_links import FULL
from generator.text.folding import clean, fold

_QUOTED = re.compile(r"[\"“”]([^\"“”]{3,400})[\"“”](?!\s*:)|《([^《》]{3,400})》")
_ANNOUNCED = re.compile(
    r"(?:^|\n)\W*(?:(?:paper )?title|(?:论文)?(?:标题|名称|题目))\s*[:：]\s*([^\n]{3,400})", re.IGNORECASE
)
_COLON = re.compile(r"\s*[:：]\s*\w")
_FRONT = re.compile(r"\W*(?:[(\[][^()\[\]]{0,40}[)\]]|\d{1,4}[.)])?\W*")  # a rank or a venue before the title
_DATED_TAIL = re.compile(r",\s+(?:[A-Za-z]{3,9}\.?\s+)?(?:19|20)\d\d\b.*$")
_LONGEST = 350  # characters; anything longer is not a title
_NICKNAME = re.compile(r"[(\[]\s*([^()\[\]\s]{2,40})\s*[)\]][\s:,|-]*")  # "[OH-Former] OH-Former: …"
_BRACKETS = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
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
_CITED = re.compile(r"\bal\.[,\s]*$|[a-z]\.\s*$|[A-Z]\.,\s*$")  # authors come before a short title in quotation marks
_OPENING = re.compile(r"[^\n]{0,60}:\s*|\W*")  # a name and a colon, or nothing
_SIGNS = re.compile(r"[^\w(\[$\\\"“'‘¿¡]+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{0,40})[)\]][\s:,|-]*")
_NUMBERED = re.compile(
    r"(?:\d{1,3}[.)]\s+|(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}[\s:,.|-]+|(?:19|20)\d\d\s*[:,.|-]\s+)(?=\S)"
)
_CELL_LENGTH = 150  # characters; a longer cell contains more than a title
_AROUND = frozenset({'""', "“”", "''", "‘’", "[]"})
_DASH_FIRST = re.compile(r"[-–—]\s")  # "**PondFold**- releases …"
_DESCRIBED = re.compile(
    r"\s[-–—]\s(?=[a-z]+s\s+(?:an?|the|that|how|new|and|on|to)\b)"
)  # "PondFold - releases a model that …"
_KIND_TAIL = re.compile(  # ", Paper:" before a link
    r"(?:\s*[,;|(\[–—][\s(\[]*|\s)(?:paper|papers|code|pdf|links?|arxiv|abs|project|preprint|page)\s*[:：]\s*$"
    r"|\s*[,;|(\[–—][\s(\[]*(?:paper|code|pdf|link|arxiv)\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_JOURNAL_LABEL = re.compile(
    r"(?:(?:[A-Z][\w&.-]*|of|on|in|and|the|for)[ ,]+){1,8}(?:19|20)\d\d"
)  # "ACM Computing Surveys 2024"
# Text around a link that says something of the paper, rather than its title.
_REMARK = re.compile(  # text around a link that says something about the paper
    r"""
    (?: and | also | as | but | here | it | its | more | or | our | see | so | their | these | this | we | which | with | you )\b (?!\s*:)
    | (?: an? | at | by | for | from | in | of | on | the | to | via )\ .{0,80}
      \b(?: authors? | good | great | here | interesting | list | nice | ones? | papers? | read | works? )\b
    | (?i: (?:please\ )? (?:see|check|read|find|refer|click)\ (?:also|out|our|the|this|here|more|for|to|it)\b
      | (?:our|their|his|her|my)\ (?:\w+\ )? (?:paper|work|survey|preprint|report)\b
      | we\ (?:thank|also|release|released|provide|list|collect|recommend|include|have|would|hope)\b
      | here\ (?:is|are)\b | thanks\b | more\ (?:details|in)\b | for\ (?:more|details)\b )
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"\s*\((?:19|20)\d\d\)|(?<!\b[A-Z])[.?!]\s+(?=[A-Z\"“(\[])|\s+[|•·—–]\s+|\s+-\s+|\n")

_Candidate: TypeAlias = tuple[int, str, str]  # rank, title, and the title as the text prints it


def label_words(piece: Piece) -> int:
    """Return the number of words if a link's label could be a title."""
    return 0 if not piece.url or piece.badge or piece.url.startswith("#") else paper_links.title_words(piece.text)


def find(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> tuple[str, str]:
    """Return the title and the text around it; the title is "" if there is none."""
    whole = text(pieces)
    candidates = _candidates(pieces, links)
    if not candidates:
        return "", whole
    _, title, raw = min(candidates, key=lambda each: each[0])
    shown = neat(title)
    around = clean(title).replace(shown, "\n", 1) if shown else ""
    beside = whole.replace(raw, "\n", 1) if raw else text(pieces, title)
    return shown, f"{beside}\n{around}"


def fuller(first: str, second: str) -> str:
    """Return the first of two titles of one paper; the second if the first is only a short name or its beginning."""
    short = paper_links.title_words(first) < FULL or fold(second).startswith(f"{fold(first)} ")
    return second if short and paper_links.title_words(second) >= FULL and len(second) > len(first) else first


def is_announced(text: str) -> bool:
    """Whether a line announces a title: "Title: …"."""
    return _ANNOUNCED.search(text) is not None


def weigh(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> tuple[str, bool]:
    """Return the title, and whether quotation marks, a link or bold type mark it as one."""
    candidates = _candidates(pieces, links)
    trust, title, _ = min(candidates, key=lambda each: each[0], default=(9, "", ""))
    return title, trust < 4


def text(pieces: Sequence[Piece], title: str = "") -> str:
    """Return the text without links; with a ``title``, without that, and with the people that are links."""
    shown = "".join(
        piece.text if not piece.url or (title and title not in piece.text and prose.are_people(piece.text)) else "\n"
        for piece in pieces
    )
    return shown.replace(title, "\n", 1) if title else shown


def _candidates(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> list[_Candidate]:
    """Return what may be the title; the lowest rank is the best.

    Rank 0: a full title in quotation marks. 1: a paper link's label. 2: bold text. 3: another link's label. 4: a name
    followed by a colon and more, or the first sentence. 5: a short label or bold text. 6: a short label of another link.
    """
    candidates = [*_quoted(pieces), *_labels(links), *_bold(pieces)]
    candidates += _leading(pieces, min(candidates, key=lambda each: each[0], default=None))
    return [each for each in candidates if len(each[1]) <= _LONGEST]


def _quoted(pieces: Sequence[Piece]) -> Iterator[_Candidate]:
    """Yield titles that are announced or in quotation marks."""
    whole = text(pieces)
    for found in _ANNOUNCED.finditer(whole):
        yield 0, clean(found[1]).strip('《》“”"'), found[1]
    for found in _QUOTED.finditer(whole):
        opening = _OPENING.fullmatch(whole, 0, found.start()) or _CITED.search(whole, 0, found.start())
        full = paper_links.title_words(found[1] or found[2]) >= (1 if opening else FULL)
        if full and not any(found[0] in piece.text for piece in pieces if piece.bold and not piece.url):
            yield 0, clean(found[1] or found[2]), found[0]


def _labels(links: Sequence[tuple[str, Piece]]) -> Iterator[_Candidate]:
    """Yield the labels of links."""
    for kind, piece in links:
        count, paper = label_words(piece), kind == "paper"
        if count and (paper or not paper_links.is_kind(piece.text)):
            full = count >= FULL and not _JOURNAL_LABEL.fullmatch(piece.text)
            yield (1 if paper else 3) if full else 5 if paper else 6, piece.text, ""


def _bold(pieces: Sequence[Piece]) -> Iterator[_Candidate]:
    """Yield the bold texts."""
    for piece in pieces:
        count = 0 if piece.url or not piece.bold else paper_links.title_words(piece.text)
        if count and not prose.date_only(piece.text):
            yield 2 if count >= FULL else 5, clean(piece.text), piece.text


def _leading(pieces: Sequence[Piece], best: _Candidate | None) -> Iterator[_Candidate]:
    """Yield the title at the start of the text, if there is no better candidate or it continues the best one."""
    first = next((at for at, piece in enumerate(pieces) if piece.url), len(pieces))
    # A nickname in bold brackets, "**[VT-UNet]** A Robust …", is the list's own.
    shown = [piece for piece in pieces[:first] if not (piece.bold and _BRACKETS.fullmatch(piece.text))]
    front = _KIND_TAIL.sub("", _spaced(shown).lstrip(" *"))
    italics = [title for piece in pieces[:first] for title in piece.italics]
    lead = _lead(front, italics, whole=best is None)
    if best is None:
        if not lead:  # the link comes before the title
            runs = (piece for piece in pieces if not piece.url)
            lead = next((found for piece in runs if (found := _lead(piece.text, piece.italics))), "")
        if lead:
            yield 4, lead, lead
        return
    rank, name, _ = best
    if rank in {2, 5} and (named := _continued(front, name)):  # "**Tune-A-Video**: One-Shot Tuning of …"
        yield 1, named, named
    elif rank >= 5 and lead and _outdoes(lead, name):
        yield 4, lead, lead
    elif rank >= 5 and (following := _next_line(front, name)):
        yield 4, following, following


def _spaced(pieces: Sequence[Piece]) -> str:
    """Return the text without links; a dash right behind a bold name is the list's own and gets its space."""
    texts = [" " if piece.url else piece.text for piece in pieces]
    bold = [False, *(piece.bold for piece in pieces)]
    return "".join(
        f" {text}" if before and _DASH_FIRST.match(text) else text for before, text in zip(bold, texts, strict=False)
    )


def _outdoes(lead: str, name: str) -> bool:
    """Whether the leading text, rather than a short name, is the title."""
    if fold(lead).startswith(fold(name)):
        return _continues(name, lead)
    return paper_links.title_words(lead) >= FULL


def _continued(front: str, name: str) -> str:
    """Return the leading text if it starts with this name and a colon; else ""."""
    at = front.find(name)
    before = front[front.rfind("\n", 0, at) + 1 : at]
    if at < 0 or not _FRONT.fullmatch(before) or not _COLON.match(front, at + len(name)):
        return ""
    lead = _lead(front[at:], whole=False)
    return lead if _continues(name, lead) else ""


def _next_line(front: str, name: str) -> str:
    """Return the title on the line below a name that is alone on the first line."""
    lines = [line for line in map(clean, front.split("\n")) if line]
    if len(lines) < 2 or fold(lines[0]) != fold(name):
        return ""
    lead = "" if prose.are_people(lines[1].rstrip("\\ ")) else _lead(lines[1])
    return lead if paper_links.title_words(lead) >= FULL else ""


def _continues(name: str, lead: str) -> bool:
    """Whether the leading text continues after a short name: ``**Longformer**: The Long-Document Transformer``."""
    return fold(lead).startswith(fold(name)) and len(fold(lead).split()) >= len(fold(name).split()) + FULL


def _lead(text: str, italics: Sequence[str] = (), *, whole: bool = True) -> str:
    """Return the title at the start of a text without links, without the people before or after it.

    ``whole``: a short name and the words after a dash are one title, because nothing else could be the title.
    """
    line = text.strip().split("\n")[0]
    for title in italics:
        before, found, _ = line.partition(title)
        if found and paper_links.title_words(title) and prose.are_people(clean(before)):
            return clean(title)
    for venue in italics:  # "Title, *NeurIPS, 2023*"
        before, found, _ = line.partition(venue)
        if found and _YEAR.search(venue) and before.rstrip().endswith((",", ".", "(")):
            line = before
    shown = _without_front(clean(line))
    if _REMARK.match(shown):
        return ""
    shown = shown[prose.people_before_year(shown) :]
    shown = _DESCRIBED.split(shown, maxsplit=1)[0]
    parts = [part.strip() for part in _SENTENCE.split(shown)]
    first = parts[0]
    if (
        whole and len(parts) > 1 and 0 < paper_links.title_words(first) < FULL and " - " in shown
    ):  # "MATrIX - Modality-Aware …"
        first = f"{first} - {parts[1]}" if shown.startswith(f"{first} - {parts[1]}") else first
    title = prose.after_people(first) or prose.before_people(_undated(first))
    return title if paper_links.title_words(title) >= 2 else ""


def _undated(text: str) -> str:
    """Return the text without a date after a comma and all that follows, unless the comma is in brackets."""
    cut = _DATED_TAIL.sub("", text)
    return cut if cut.count("(") == cut.count(")") else text


def neat(text: str) -> str:
    """Return a title without what the list prints around it: emoji, ranks, venues, dates, quotation marks."""
    text = _without_front(text) or text
    text = _TRAILING.sub("", text)
    cut = _VENUE_TAIL.sub("", _TAIL.sub("", text))
    text = _TRAILING.sub("", cut if paper_links.title_words(cut) else text)
    while len(text) > 2 and text[0] + text[-1] in _AROUND and not re.search(r"[\"“”\[\]]", text[1:-1]):
        text = text[1:-1].strip(",. ")
    return text


def _without_front(text: str) -> str:
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


def of_cell(pieces: Sequence[Piece]) -> str:
    """Return the title in a cell: its link's label, or its first line."""
    front = 0
    for piece in pieces:
        if piece.url and label_words(piece) and (not front or paper_links.kind(piece.url, piece.text) == "paper"):
            return neat(piece.text)
        front += 0 if piece.url else paper_links.title_words(piece.text)
    shown = _spaced(pieces).strip()
    text = _DESCRIBED.split(clean(re.split(r"\n| {2,}", shown, maxsplit=1)[0]), maxsplit=1)[0]
    bold = next((piece.text for piece in pieces if piece.bold and paper_links.title_words(piece.text)), "")
    if bold or len(text) > _CELL_LENGTH:  # a title followed by a description
        lead = _lead(text, whole=False)
        text = (
            lead if lead and (not bold or _continues(bold, lead) or fold(bold) == fold(lead)) else clean(bold) or text
        )
    text = neat(text)
    return text if paper_links.title_words(text) else ""
