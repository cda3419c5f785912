"""Scraped listings: one parser for all four shapes, so that pages may mix them.

A page is a sequence of blocks. A short block is the title of the long block after it; a footer completes the paper
above it; a line with title and abstract is split once the titles of all sources are known. Any other block becomes a
problem and does not affect the papers around it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from generator.formats.listings.blocks import (
    ABSTRACT,
    LONGEST_LINE,
    Footer,
    Line,
    Source,
    lines,
    without_prefix,
)
from generator.formats.listings.drafts import as_record, title_and_abstract
from generator.formats.listings.heads import names
from generator.formats.listings.page import FEW_WORDS, NO_PAPER, Page, draft_at
from generator.formats.listings.shapes import (
    LONG,
    Paragraph,
    Shape,
    is_abstract,
    is_short_abstract,
    wrapped_title,
)
from generator.model import Record, Skipped
from generator.problems import Problem

_SEPARATE = "put each paper on its own line or in its own paragraph"


class Reading(Page):
    """One source, read as far as possible without the titles of the others."""

    @property
    def format_name(self) -> str:
        """Return the name of the format, by the shape of the page."""
        if self.shape.forced:
            return self.shape.forced
        if self.shape.run:
            return "listing-lines"
        return "abstracts" if self.drafts and not any(d.title or d.run for d in self.drafts) else "listing"

    def titles(self) -> list[str]:
        """Return the titles that stand alone."""
        return [draft.title for draft in self.drafts if draft.title]

    def read(self, rows: list[Line]) -> None:
        """Read all rows and complete the last paper."""
        for row in rows:
            self._row(row)
            self._before = row
        self._flush()
        self._end_head()
        self._strays()

    def _row(self, row: Line) -> None:
        if self._over and row.kind not in {"identifier", "entry"}:
            if row.kind != "blank":
                self._skip(row, "below the paper on its page")
            return
        if self._head.listing and row.kind not in {"blank", "separator"}:
            more = names(row.text, announced=True) if row.kind == "text" else ()
            if more or row.text.strip() == ",":
                self._head.authors += more
                return
            self._head.listing = False
        if row.kind == "text":
            self._text(row)
            return
        self._flush()
        if row.kind in {"entry", "identifier", "authors", "day", "rest"}:
            self._known(row)
        elif row.kind == "too-long":
            self._problem(row, "record.too-long", f"a line of more than {LONGEST_LINE:,} characters", _SEPARATE)
            self._open = None
        elif row.kind == "control":
            self._skip(row, NO_PAPER)
        elif row.kind == "heading":
            self._skip(row, "a heading of the page")
            for paragraph in self._waiting:
                paragraph.header = not self.drafts
        elif row.kind == "mark":
            self._marked = True
        elif row.kind == "link":
            self._link(row)
        elif row.kind == "count":
            if self._before and self._before.kind in {"date", "footer"} and self._open and self._open.footer:
                self._open.footer = replace(self._open.footer, comments=row.count)
            else:
                self._upvotes = row.count
        elif row.kind in {"footer", "date"} and row.footer:
            self._footer(row, row.footer)

    def _text(self, row: Line) -> None:
        if self.shape.forced in {None, "listing-lines"} and self._is_run(row):
            self._flush()
            self._strays()
            self._run(row)
        elif self._continues(row) and self._open:
            self._open.parts.append(row.text)
            self._close_at(row)
        elif found := self._authors(row):
            self._flush()
            self._head.authors = found
        else:
            if self._rows and self._breaks(row):
                self._flush()
            self._rows.append(row)

    def _authors(self, row: Line) -> tuple[str, ...]:
        """Return the people in a line right below a title."""
        if self.shape.forced == "abstracts" or self.shape.run or self._head.authors or self._marked:
            return ()
        title = len(self._rows) == 1 if self._rows else self._title() is not None
        return names(row.text, announced=bool(self._rows and self._rows[0].titled)) if title else ()

    def _is_run(self, row: Line) -> bool:
        """Whether the line begins a paper whose title and abstract are run together."""
        if row.footer or self._continues(row):
            return not self._continues(row)
        if self.shape.forced or self.shape.prefixed:
            return self.shape.run and bool(self.shape.forced or row.prefixed) and len(row.text.split()) > FEW_WORDS
        return self.shape.run and len(row.text) >= LONG

    def _continues(self, row: Line) -> bool:
        """Whether the line continues the one before, on a page that prefixes each paper's line."""
        return bool(
            self.shape.run
            and self.shape.prefixed
            and not row.prefixed
            and self._open
            and self._open.run
            and not self._open.footer
            and self._before
            and self._before.kind == "text"
            and not self._rows
        )

    def _run(self, row: Line) -> None:
        upvotes, text = without_prefix(row.text) if self.shape.prefixed else (None, row.text)
        draft = draft_at(row, upvotes, title="", parts=[text])
        draft.run = True
        self._begin(draft)
        self._close_at(row)

    def _close_at(self, row: Line) -> None:
        if row.footer and self._open:
            self._open.footer = self._with_date_check(row, row.footer)

    def _breaks(self, row: Line) -> bool:
        """Whether a paragraph ends before this line even without a blank line."""
        last = self._rows[-1].text
        if ABSTRACT.match(row.text):
            return True
        if len(last) >= LONG and last[-1] in ".!?" and row.text[-1] != ".":
            return True
        one = len(self._rows) == 1
        return len(row.text) >= LONG and ((one and not is_abstract(last)) or len(last) >= LONG)

    def _flush(self) -> None:
        """Use the finished paragraph: an abstract begins a paper, a title waits for its abstract."""
        if not self._rows:
            return
        paragraph = Paragraph(rows=self._rows, upvotes=self._upvotes)
        self._rows, self._upvotes = [], None
        if sum(len(row.text) for row in paragraph.rows) > LONGEST_LINE:
            message = "the paragraph is too long for an abstract"
            self._problem(paragraph.rows[0], "record.unreadable", message, _SEPARATE)
            self._open = None
            return
        text = paragraph.text
        found = ABSTRACT.match(text)
        marked, self._marked = self._marked or found is not None, False
        title = self._title()
        if marked or is_abstract(text) or (title and is_short_abstract(text)):
            self._abstract(paragraph, text[found.end() :] if found else text, title, marked=marked)
        else:
            self._waiting.append(paragraph)

    def _abstract(self, paragraph: Paragraph, text: str, title: Paragraph | None, *, marked: bool) -> None:
        first = paragraph.rows[0]
        if title is None and not marked and self.shape.forced != "abstracts":
            if self._open and not self._open.footer and (self._open.title or self._open.marked) and not self._waiting:
                self._open.parts.append(text)
                return
            wrapped = wrapped_title(paragraph)
            if wrapped:
                self._strays()
                self._begin(draft_at(first, paragraph.upvotes, title=wrapped[0], parts=[wrapped[1]]))
                return
        if title:
            self._waiting.pop()
            first = title.rows[0]
        upvotes = title.upvotes if title and title.upvotes is not None else paragraph.upvotes
        links_between = self._links
        self._strays()
        draft = draft_at(first, upvotes, title=title.text if title else "", parts=[text])
        draft.marked, draft.links = marked, links_between
        self._begin(draft)

    def _footer(self, row: Line, footer: Footer) -> None:
        """Add a footer, or a date line that continues one, to its paper."""
        title = self._title()
        dated = row.kind == "date"
        if dated and self._head.row:
            self._head.footer = self._with_date_check(row, footer)
            return
        if dated and not (self._open and not self._waiting and self._awaits_date()):
            if self.shape.footers or not self._open or self._open.footer or self._waiting:
                if not self.drafts:  # the page's own date
                    for paragraph in self._waiting:
                        paragraph.header = True
                return
        elif title:  # a title without an abstract
            self._waiting.pop()
            first = title.rows[0]
            self._strays()
            self._begin(draft_at(first, title.upvotes, title=title.text, parts=[]))
        if self._open is None or (self._open.footer and not (dated and self._awaits_date())):
            hint = "add the paper's title and abstract above it"
            self._problem(row, "record.unreadable", "a footer without a paper", hint)
            self._open = None
            return
        footer = self._with_date_check(row, footer)
        before = self._open.footer
        self._open.footer = replace(footer, author_count=before.author_count) if before else footer

    def _awaits_date(self) -> bool:
        """Whether the last line was a number of authors without a date."""
        footer = self._open.footer if self._open else None
        return footer is not None and footer.author_count is not None and footer.date is None

    def finish(self, known: Collection[str]) -> tuple[list[Record], list[Problem], list[Skipped]]:
        """Return the records, with runs split, the problems and the rest; ``known``: folded titles, as for ``split``."""
        if not self.drafts:
            return [], [problem for problem in self.problems if problem.code == "record.too-long"], self.skipped
        untitled = not self.titles()
        parts = (title_and_abstract(draft, known, self.shape, untitled=untitled) for draft in self.drafts)
        records = [as_record(self.source.name, draft, each) for draft, each in zip(self.drafts, parts, strict=True)]
        return records, self.problems, self.skipped


def read(source: Source, forced: str | None = None) -> Reading:
    """Read a source in its detected or ``forced`` shape."""
    rows = list(lines(source.text))
    reading = Reading(source, Shape.of(rows, forced))
    reading.read(rows)
    return reading
