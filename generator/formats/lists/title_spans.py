"""Which words next to a link are the paper's title, in a bullet or in a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generator.formats.lists import paper_links, prose, title_edges
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
_BRACKETS = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
_CITED = re.compile(r"\bal\.[,\s]*$|[a-z]\.\s*$|[A-Z]\.,\s*$")  # authors come before a short title in quotation marks
_OPENING = re.compile(r"[^\n]{0,60}:\s*|\W*")  # a name and a colon, or nothing
_CELL_LENGTH = 150  # characters; a longer cell contains more than a title
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_JOURNAL_LABEL = re.compile(
    r"(?:(?:[A-Z][\w&.-]*|of|on|in|and|the|for)[ ,]+){1,8}(?:19|20)\d\d"
)  # "ACM Computing Surveys 2024"
# Text around a link that says something of the paper, rather than its title.
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
    shown = title_edges.neat(title)
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
    """Yield the bold texts; one that is bold again on the next line is one text."""
    shown: list[str] = []
    for at, piece in enumerate(pieces):
        between = bool(shown) and not piece.url and not piece.text.strip()
        if not piece.url and (piece.bold or between):
            shown.append(piece.text)
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if shown and not (following and not following.url and (following.bold or not following.text.strip())):
            raw = "".join(shown).rstrip()
            count = paper_links.title_words(raw)
            if count and not prose.date_only(raw):
                yield 2 if count >= FULL else 5, clean(raw), raw
            shown = []


def _leading(pieces: Sequence[Piece], best: _Candidate | None) -> Iterator[_Candidate]:
    """Yield the title at the start of the text, if there is no better candidate or it continues the best one."""
    first = next((at for at, piece in enumerate(pieces) if piece.url), len(pieces))
    # A nickname in bold brackets, "**[VT-UNet]** A Robust …", is the list's own.
    shown = [piece for piece in pieces[:first] if not (piece.bold and _BRACKETS.fullmatch(piece.text))]
    front = title_edges.KIND_TAIL.sub("", _spaced(shown).lstrip(" *"))
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
        f" {text}" if before and title_edges.DASH_FIRST.match(text) else text
        for before, text in zip(bold, texts, strict=False)
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
        if found and paper_links.title_words(title) and prose.names_people(clean(before)):
            return clean(title)
    for venue in italics:  # "Title, *NeurIPS, 2023*"
        before, found, _ = line.partition(venue)
        if (
            found
            and (_YEAR.search(venue) or paper_links.is_venue(f"{venue} 2000"))
            and before.rstrip().endswith((",", ".", "("))
        ):
            line = before
    shown = title_edges.without_front(clean(line))
    if title_edges.REMARK.match(shown):
        return ""
    shown = shown[prose.people_before_year(shown) :]
    shown = title_edges.DESCRIBED.split(shown, maxsplit=1)[0]
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


def of_cell(pieces: Sequence[Piece]) -> str:
    """Return the title in a cell: its link's label, or its first line."""
    front = 0
    for piece in pieces:
        if piece.url and label_words(piece) and (not front or paper_links.kind(piece.url, piece.text) == "paper"):
            return title_edges.neat(piece.text)
        front += 0 if piece.url else paper_links.title_words(piece.text)
    shown = _spaced(pieces).strip()
    text = title_edges.DESCRIBED.split(clean(re.split(r"\n| {2,}", shown, maxsplit=1)[0]), maxsplit=1)[0]
    bold = next((piece.text for piece in pieces if piece.bold and paper_links.title_words(piece.text)), "")
    if bold or len(text) > _CELL_LENGTH:  # a title followed by a description
        lead = _lead(text, whole=False)
        text = (
            lead if lead and (not bold or _continues(bold, lead) or fold(bold) == fold(lead)) else clean(bold) or text
        )
    text = title_edges.neat(text)
    return text if paper_links.title_words(text) else ""
