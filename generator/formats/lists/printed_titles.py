"""Which words beside a link are the paper's title: in a bullet or in a table's cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.formats.lists import paper_links, printed_people
from generator.formats.lists.markdown import Piece, plain
from generator.text import fold

FULL = 3  # words from which on a text is more likely a title than a name or a kind of link

_QUOTED = re.compile(r"[\"“”]([^\"“”]{3,400})[\"“”](?!\s*:)")
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
    return neat(title), text.replace(raw, "\n", 1) if raw else text


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
    followed by a colon and more, or the first sentence. 5: a short label or bold text.
    """
    text = _text(pieces)
    runs = [piece for piece in pieces if not piece.url]
    candidates: list[tuple[int, str, str]] = []
    candidates += [
        (0, plain(found[1]), found[0])
        for found in _QUOTED.finditer(text)
        if paper_links.title_words(found[1]) >= (1 if _OPENING.fullmatch(text, 0, found.start()) else FULL)
        and not any(found[0] in piece.text for piece in runs if piece.bold)
    ]
    for kind, piece in links:
        if count := label_words(piece):
            candidates.append(((1 if kind == "paper" else 3) if count >= FULL else 5, piece.text, ""))
    candidates += [
        (2 if paper_links.title_words(piece.text) >= FULL else 5, plain(piece.text), piece.text)
        for piece in runs
        if piece.bold and paper_links.title_words(piece.text) and not printed_people.date_only(piece.text)
    ]
    first = next((at for at, piece in enumerate(pieces) if piece.url), len(pieces))
    lead = _lead("".join(piece.text for piece in pieces[:first]))
    if not lead and not candidates:  # the link stands before the title
        lead = next((found for piece in runs if (found := _lead(piece.text))), "")
    short = min(candidates, default=(9, "", ""))
    if lead and (not candidates or (short[0] == 5 and _continues(short[1], lead))):
        candidates.append((4, lead, lead))
    return candidates


def _continues(name: str, lead: str) -> bool:
    """Whether the leading text goes on after a short name: ``**Longformer**: The Long-Document Transformer``."""
    return fold(lead).startswith(fold(name)) and len(fold(lead).split()) >= len(fold(name).split()) + FULL


def _lead(text: str) -> str:
    """Return the title with which a text without links begins; authors behind a comma are cut off."""
    text = _without_front(plain(text.strip().split("\n")[0]))
    first = _SENTENCE.split(text)[0].strip()
    return printed_people.before_people(first) if paper_links.title_words(first) >= 2 else ""


def neat(text: str) -> str:
    """Return a title without the list's own signs around it; the text is plain already."""
    text = _without_front(text) or text
    text = re.sub(r"[\s,;:|.\[(–—-]+$", "", text)
    while len(text) > 2 and text[0] + text[-1] in _AROUND and not re.search(r"[\"“”\[\]]", text[1:-1]):
        text = text[1:-1].strip(",. ")
    return text


def _without_front(text: str) -> str:
    """Return the text without emoji, ranks, dates and bracketed venues before it; ``(Almost)`` and ``[Re]`` stay."""
    while text:
        found = _SIGNS.match(text) or _NUMBERED.match(text)
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


def of_cell(pieces: list[Piece]) -> str:
    """Return the title that a cell prints: its link's label, or its first line."""
    for piece in pieces:
        if piece.url and label_words(piece):
            return neat(piece.text)
    shown = "".join(" " if piece.url else piece.text for piece in pieces).strip()
    text = plain(re.split(r"\n| {2,}", shown, maxsplit=1)[0])
    bold = next((piece.text for piece in pieces if piece.bold and paper_links.title_words(piece.text)), "")
    if bold or len(text) > _CELL_LENGTH:  # the title with a description after it
        lead = _lead(text)
        text = (
            lead if lead and (not bold or _continues(bold, lead) or fold(bold) == fold(lead)) else plain(bold) or text
        )
    text = neat(text)
    return text if paper_links.title_words(text) else ""
