"""The shape of a scraped page, and which of its paragraphs are abstracts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.formats.listings.blocks import Footer, Line
from generator.formats.listings.splitter import best_end

LONG = 200  # characters: longer than any title and any hand-wrapped line

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?:\s|$)|。")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A paper, as far as it has been read."""

    line: int
    column: int
    title: str = ""
    parts: list[str] = field(default_factory=list)
    run: bool = False  # title and abstract are run together in parts
    marked: bool = False  # came after "Abstract:"
    upvotes: int | None = None
    footer: Footer | None = None
    links: list[str] = field(default_factory=list)
    arxiv: str = ""
    authors: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """A block of text; ``header``: a heading of the page came after it."""

    rows: list[Line]
    upvotes: int | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """Return its lines joined."""
        return " ".join(row.text for row in self.rows)


@dataclass(slots=True, kw_only=True)
class Shape:
    """How a page prints its papers."""

    run: bool  # one paper per line
    prefixed: bool  # lines begin with upvotes or "-"
    footers: bool  # some footers have their own lines
    forced: str | None = None

    @classmethod
    def of(cls, rows: list[Line], forced: str | None) -> Shape:
        """Return the shape of the rows, or the forced one."""
        texts = [row for row in rows if row.kind == "text"]
        inline = [row for row in texts if row.footer]
        own = sum(row.kind == "footer" for row in rows)
        long = [row for row in texts if len(row.text) >= LONG]
        run = len(inline) > own or (not own and len(long) > 1 and sum(row.prefixed for row in long) >= 0.6 * len(long))
        sample = inline or long
        prefixed = bool(sample) and sum(row.prefixed for row in sample) >= 0.5 * len(sample)
        if forced is not None:
            run = forced == "listing-lines"
        return cls(run=run, prefixed=prefixed, footers=own > 0, forced=forced)


def is_abstract(text: str) -> bool:
    """Whether the paragraph is running text: long or of several sentences."""
    count = len(text.split())
    ends = len(_SENTENCE_END.findall(text))
    return (
        (len(text) >= LONG and (count >= 30 or "。" in text))
        or (ends > 1 and count >= 20)
        or (count >= 25 and text.endswith("."))
    )


def is_short_abstract(text: str) -> bool:
    """Whether the text can be an abstract if there is a title above it."""
    return len(text.split()) >= 8 and bool(_SENTENCE_END.search(text[-3:]))


def wrapped_title(paragraph: Paragraph) -> tuple[str, str] | None:
    """Return title and abstract of hand-wrapped lines if the features end the title at a line break.

    The line before it must be so short that wrapping alone does not explain the break.
    """
    rows = [row.text for row in paragraph.rows]
    if len(rows) < 3:
        return None
    tokens = " ".join(rows).split()
    end, width = best_end(tokens), max(len(row) for row in rows)
    for place in range(1, min(5, len(rows))):
        count = sum(len(row.split()) for row in rows[:place])
        if count == end and len(rows[place - 1]) + 1 + len(rows[place].split()[0]) <= width:
            return " ".join(tokens[:end]), " ".join(tokens[end:])
    return None
