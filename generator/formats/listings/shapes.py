"""The shape of a scraped page, and which of its paragraphs are abstracts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.formats.listings.blocks import Footer, Line
from generator.formats.listings.splitter import best_end

LONG = 200  # characters: no title, and no line of a text wrapped by hand

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?:\s|$)|。")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A paper as far as it has been read."""

    line: int
    column: int
    title: str = ""
    parts: list[str] = field(default_factory=list)
    run: bool = False  # title and abstract are run together in parts
    marked: bool = False  # stood behind "Abstract:"
    upvotes: int | None = None
    footer: Footer | None = None
    links: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """A block of text; ``header``: the page's own heading came after it."""

    rows: list[Line]
    upvotes: int | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """Return its lines as one."""
        return " ".join(row.text for row in self.rows)


@dataclass(slots=True, kw_only=True)
class Shape:
    """How the page prints its papers."""

    run: bool  # one paper a line
    prefixed: bool  # lines begin with upvotes or "-"
    footers: bool  # some footers stand in lines of their own
    forced: str | None = None

    @classmethod
    def of(cls, rows: list[Line], forced: str | None) -> Shape:
        """Tell the shape from the rows, or take the one that is forced."""
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
    """Whether the paragraph is running text: long, or several sentences."""
    count = len(text.split())
    ends = len(_SENTENCE_END.findall(text))
    return (
        (len(text) >= LONG and (count >= 30 or "。" in text))
        or (ends > 1 and count >= 20)
        or (count >= 25 and text.endswith("."))
    )


def is_short_abstract(text: str) -> bool:
    """Whether it can be an abstract where a title stands above it."""
    return len(text.split()) >= 8 and bool(_SENTENCE_END.search(text[-3:]))


def wrapped_title(paragraph: Paragraph) -> tuple[str, str] | None:
    """Return title and abstract of lines wrapped by hand, where cues end the title at the end of a line.

    That line must be short enough that the wrapping alone did not end it.
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
