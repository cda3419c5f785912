"""Which words beside a link are the paper's title: in a bullet or in a table's cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.formats.lists import paper_links, prose
from generator.formats.lists.inline import Piece
from generator.text.folding import clean, fold

FULL = 3  # words from which on a text is more likely a title than a name or a kind of link

_QUOTED = re.compile(r"[\"“”]([^\"“”]{3,400})[\"“”](?!\s*:)|《([^《》]{3,400})》")
_ANNOUNCED = re.compile(
    r"(?:^|\n)\W*(?:(?:paper )?title|(?:论文)?(?:标题|名称|题目))\s*[:：]\s*([^\n]{3,400})", re.IGNORECASE
)
_COLON = re.compile(r"\s*[:：]\s*\w")
_FRONT = re.compile(r"\W*(?:[(\[][^()\[\]]{0,40}[)\]]|\d{1,4}[.)])?\W*")  # a rank or a venue before a title
_DATED_TAIL = re.compile(r",\s+(?:[A-Za-z]{3,9}\.?\s+)?(?:19|20)\d\d\b.*$")
_LONGEST = 350  # characters; what is longer is no title
_NICKNAME = re.compile(r"[(\[]\s*([^()\[\]\s]{2,40})\s*[)\]][\s:,|-]*")  # "[OH-Former] OH-Former: …"
_BRACKETS = re.compile(r"\s*\[[^\[\]]{1,60}\]\s*")
_VENUE_TAIL = re.compile(
    r"[,.]\s+(?:in\s+)?[A-Z][A-Za-z&+-]{0,14}[A-Z][A-Za-z&+-]{0,14}(?:[ -](?:[A-Z][a-z]+|[A-Z]+))?[ ,]*(?:['’]\d\d|(?:19|20)\d\d)$"
)
_TRAILING = re.compile(r"[\s,;:|.\[(–—\\-]+$")
_VENUE_FRONT = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*[ -]?['’]\d\d[\s:,.|-]+(?=[A-Z\[(\"“])")
_TAIL = re.compile(
    r"\s*[(\[](?![^()\[\]]*\d{4}\s*[-–—]\s*(?:19|20)?\d\d)(?=[^()\[\]]*(?:\b(?:19|20)\d\d\b|\bcitations?\b|[A-Z]['’]\d\d\b))[^()\[\]]{2,60}[)\]]\s*$"
)
_CITED = re.compile(r"\bal\.[,\s]*$|[a-z]\.\s*$|[A-Z]\.,\s*$")  # authors stand before a short title in quotes
_OPENING = re.compile(r"[^\n]{0,60}:\s*|\W*")  # a name and a colon, or nothing
_SIGNS = re.compile(r"[^\w(\[$\\\"“'‘¿¡]+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{0,40})[)\]][\s:,|-]*")
_NUMBERED = re.compile(
    r"(?:\d{1,3}[.)]\s+|(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}[\s:,.|-]+|(?:19|20)\d\d\s*[:,.|-]\s+)(?=\S)"
)
_CELL_LENGTH = 150  # characters; a cell with more holds more than a title
_AROUND = frozenset({'""', "“”", "''", "‘’", "[]"})
_SENTENCE = re.compile(r"\s*\((?:19|20)\d\d\)|(?<!\b[A-Z])[.?!]\s+(?=[A-Z\"“(\[])|\s+[|•·—–]\s+|\s+-\s+|\n")


def label_words(piece: Piece) -> int:
    """Return how many words a link's label has that could be a title's."""
    return 0 if not piece.url or piece.badge or piece.url.startswith("#") else paper_links.title_words(piece.text)


def find(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> tuple[str, str]:
    """Return the title and the text beside it; "" where none is printed."""
    text = _text(pieces)
    candidates = _candidates(pieces, links)
    if not candidates:
        return "", text
    _, title, raw = min(candidates, key=lambda each: each[0])
    shown = neat(title)
    around = clean(title).replace(shown, "\n", 1) if shown else ""
    return shown, (text.replace(raw, "\n", 1) if raw else text) + f"\n{around}"


def fuller(first: str, second: str) -> str:
    """Return the first of two titles of one paper, unless it is only the name with which the second begins, or a shorter one."""
    short = paper_links.title_words(first) < FULL or fold(second).startswith(f"{fold(first)} ")
    return second if short and paper_links.title_words(second) >= FULL and len(second) > len(first) else first


def is_announced(text: str) -> bool:
    """Whether a line says "Title:" before the title: of the paper whose links stand around it."""
    return _ANNOUNCED.search(text) is not None


def weigh(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> tuple[str, bool]:
    """Return the title, and whether quotation marks, a link or bold letters mark it as one."""
    candidates = _candidates(pieces, links)
    trust, title, _ = min(candidates, key=lambda each: each[0], default=(9, "", ""))
    return title, trust < 4


def _text(pieces: Sequence[Piece]) -> str:
    return "".join("\n" if piece.url else piece.text for piece in pieces)


def _candidates(pieces: Sequence[Piece], links: Sequence[tuple[str, Piece]]) -> list[tuple[int, str, str]]:
    """Return what may be the title: its rank, its words, and how they stand in the text.

    Rank 0: a full title in quotation marks. 1: a paper link's label. 2: bold text. 3: another link's label. 4: a name
    followed by a colon and more, or the first sentence. 5: a short label or bold text. 6: a short label of another link.
    """
    text = _text(pieces)
    runs = [piece for piece in pieces if not piece.url]
    candidates: list[tuple[int, str, str]] = []
    candidates += [(0, clean(found[1]).strip('《》“”"'), found[1]) for found in _ANNOUNCED.finditer(text)]
    candidates += [
        (0, clean(found[1] or found[2]), found[0])
        for found in _QUOTED.finditer(text)
        if paper_links.title_words(found[1] or found[2])
        >= (1 if _OPENING.fullmatch(text, 0, found.start()) or _CITED.search(text, 0, found.start()) else FULL)
        and not any(found[0] in piece.text for piece in runs if piece.bold)
    ]
    for kind, piece in links:
        if (count := label_words(piece)) and (kind == "paper" or not paper_links.is_kind(piece.text)):
            paper = kind == "paper"
            candidates.append(((1 if paper else 3) if count >= FULL else 5 if paper else 6, piece.text, ""))
    candidates += [
        (2 if paper_links.title_words(piece.text) >= FULL else 5, clean(piece.text), piece.text)
        for piece in runs
        if piece.bold and paper_links.title_words(piece.text) and not prose.date_only(piece.text)
    ]
    first = next((at for at, piece in enumerate(pieces) if piece.url), len(pieces))
    # A nickname in bold brackets, "**[VT-UNet]** A Robust …", is the list's own.
    shown = (piece.text for piece in pieces[:first] if not (piece.bold and _BRACKETS.fullmatch(piece.text)))
    front = "".join(shown).lstrip(" *")
    italics = [title for piece in pieces[:first] for title in piece.italics]
    lead = _lead(front, italics, whole=not candidates)
    if not lead and not candidates:  # the link comes before the title
        lead = next((found for piece in runs if (found := _lead(piece.text, piece.italics))), "")
    short = min(candidates, key=lambda each: each[0], default=(9, "", ""))
    if short[0] in {2, 5} and (named := _continued(front, short[1])):  # "**Tune-A-Video**: One-Shot Tuning of …"
        candidates.append((1, named, named))
    elif lead and (not candidates or (short[0] >= 5 and _outdoes(lead, short[1]))):
        candidates.append((4, lead, lead))
    elif short[0] >= 5 and (following := _next_line(front, short[1])):
        candidates.append((4, following, following))
    return [each for each in candidates if len(each[1]) <= _LONGEST]


def _outdoes(lead: str, name: str) -> bool:
    """Whether the leading text is the title rather than a short name or bold word: it is longer, and more than a name."""
    if fold(lead).startswith(fold(name)):
        return _continues(name, lead)
    return paper_links.title_words(lead) >= FULL


def _continued(front: str, name: str) -> str:
    """Return the leading text where it begins with a bold name and a colon; "" elsewhere."""
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
    """Whether the leading text goes on after a short name: ``**Longformer**: The Long-Document Transformer``."""
    return fold(lead).startswith(fold(name)) and len(fold(lead).split()) >= len(fold(name).split()) + FULL


def _lead(text: str, italics: Sequence[str] = (), *, whole: bool = True) -> str:
    """Return the title with which a text without links begins; people before or behind it are cut off.

    ``whole``: a short name and the words behind a dash are one title, where nothing else could be it.
    """
    line = text.strip().split("\n")[0]
    for title in italics:
        before, found, _ = line.partition(title)
        if found and paper_links.title_words(title) and prose.are_people(clean(before)):
            return clean(title)
    shown = _without_front(clean(line))
    parts = [part.strip() for part in _SENTENCE.split(shown)]
    first = parts[0]
    if (
        whole and len(parts) > 1 and 0 < paper_links.title_words(first) < FULL and " - " in shown
    ):  # "MATrIX - Modality-Aware …"
        first = f"{first} - {parts[1]}" if shown.startswith(f"{first} - {parts[1]}") else first
    title = prose.after_people(first) or prose.before_people(_undated(first))
    return title if paper_links.title_words(title) >= 2 else ""


def _undated(text: str) -> str:
    """Return the text without a date behind a comma and what follows it; one in brackets stays with them."""
    cut = _DATED_TAIL.sub("", text)
    return cut if cut.count("(") == cut.count(")") else text


def neat(text: str) -> str:
    """Return a title without the list's own signs around it; the text is plain already."""
    text = _without_front(text) or text
    text = _TRAILING.sub("", text)
    cut = _VENUE_TAIL.sub("", _TAIL.sub("", text))
    text = _TRAILING.sub("", cut if paper_links.title_words(cut) else text)
    while len(text) > 2 and text[0] + text[-1] in _AROUND and not re.search(r"[\"“”\[\]]", text[1:-1]):
        text = text[1:-1].strip(",. ")
    return text


def _without_front(text: str) -> str:
    """Return the text without emoji, ranks, dates and bracketed venues before it; ``(Almost)`` and ``[Re]`` stay."""
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
    """Return the short name that a list puts in brackets before a title that begins with it."""
    found = _NICKNAME.match(text)
    if not found or not paper_links.title_words(text[found.end() :]):
        return None
    return found if fold(text[found.end() :]).startswith(f"{fold(found[1])} ") else None


def of_cell(pieces: Sequence[Piece]) -> str:
    """Return the title that a cell prints: its link's label, or its first line."""
    for piece in pieces:
        if piece.url and label_words(piece):
            return neat(piece.text)
    shown = "".join(" " if piece.url else piece.text for piece in pieces).strip()
    text = clean(re.split(r"\n| {2,}", shown, maxsplit=1)[0])
    bold = next((piece.text for piece in pieces if piece.bold and paper_links.title_words(piece.text)), "")
    if bold or len(text) > _CELL_LENGTH:  # the title with a description after it
        lead = _lead(text, whole=False)
        text = (
            lead if lead and (not bold or _continues(bold, lead) or fold(bold) == fold(lead)) else clean(bold) or text
        )
    text = neat(text)
    return text if paper_links.title_words(text) else ""
