"""The papers of a page while it is read: titles that wait for an abstract, drafts, and what belongs to no paper."""

from __future__ import annotations

from generator.formats.listings.blocks import DAY, Footer, Line, Source, entry_footer
from generator.formats.listings.heads import Head, names
from generator.formats.listings.shapes import Draft, Paragraph, Shape
from generator.model import Skipped
from generator.problems import Problem, Severity
from generator.text.folding import clean

NO_PAPER = "a line of the page, not of a paper"
FEW_WORDS = 4  # a shorter stray line belongs to the page, not to a paper
_SHOWN = 200  # characters of what is skipped


class Page:
    """The papers so far, and how lines with their ids, dates and authors change them."""

    def __init__(self, source: Source, shape: Shape) -> None:
        """Start with no lines read."""
        self.source = source
        self.shape = shape
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.skipped: list[Skipped] = []
        self._rows: list[Line] = []  # of the current paragraph
        self._waiting: list[Paragraph] = []  # titles still without an abstract
        self._links: list[str] = []  # between a title and its abstract
        self._upvotes: int | None = None
        self._open: Draft | None = None
        self._marked = False
        self._head = Head()
        self._below = False  # ids are below their papers
        self._over = False  # what follows on a paper's page is not about it
        self._before: Line | None = None

    def _known(self, row: Line) -> None:
        """Use a line that gives the id or the authors of a paper, or the last one of a paper's page."""
        if row.kind == "rest":
            self._skip(row, NO_PAPER)
            self._over = bool(self._open and self._open.arxiv)
        elif row.kind == "authors":
            self._head.authors = names(row.text, announced=True)
            self._head.listing = True
        elif row.kind == "identifier":
            self._identifier(row)
        elif row.kind == "day":
            if self._head.row and (found := DAY.fullmatch(row.text)):
                self._head.footer = self._with_date_check(row, entry_footer(self._head.row.arxiv, found))
        else:
            self._entry(row)

    def _identifier(self, row: Line) -> None:
        self._over = False
        if self._head.row:
            self._end_head()
            self._strays()
        if self._open and not self._waiting and (self._below or not any(draft.arxiv for draft in self.drafts)):
            self._below = True
            self._open.arxiv = row.arxiv
        else:
            self._head.row = row

    def _entry(self, row: Line) -> None:
        """Begin the paper of a line with its id and date; the title may be the line above."""
        self._over = False
        title = None if row.text else self._title()
        if title:
            self._waiting.pop()
        text = title.text if title else row.text
        self._strays()
        if not text:
            self._problem(row, "record.unreadable", "an id without a title", f"add it with: shelf add {row.arxiv}")
            return
        self._begin(draft_at(title.rows[0] if title else row, row.count, title=text, parts=[]))
        if self._open and row.footer:
            self._open.arxiv, self._open.footer = row.arxiv, self._with_date_check(row, row.footer)

    def _end_head(self) -> None:
        """Begin the paper of a title below an id if it has no abstract."""
        title = self._title()
        if self._head.row and title:
            self._waiting.pop()
            self._strays()
            self._begin(draft_at(title.rows[0], title.upvotes, title=title.text, parts=[]))
        self._head = Head()

    def _title(self) -> Paragraph | None:
        """Return the waiting paragraph that may be a title."""
        if self.shape.forced == "abstracts":
            return None
        return self._waiting[-1] if self._waiting and not self._waiting[-1].header else None

    def _begin(self, draft: Draft) -> None:
        if self._head.row:
            draft.arxiv = self._head.row.arxiv
        if not draft.run:
            draft.authors, draft.footer = self._head.authors, self._head.footer
        self._head = Head()
        self.drafts.append(draft)
        self._open = draft
        self._upvotes = None

    def _with_date_check(self, row: Line, footer: Footer) -> Footer:
        if footer.wrong_date:
            message = f"{footer.wrong_date!r} does not exist; the paper has no date"
            self._problem(row, "source.date", message, "correct the date in the source", "warning")
        return footer

    def _link(self, row: Line) -> None:
        (self._links if self._waiting else self._open.links if self._open else []).append(row.text)

    def _strays(self) -> None:
        """Report the texts that belong to no paper; above the first paper they are only warnings."""
        for paragraph in self._waiting:
            if not paragraph.header and len(paragraph.text.split()) >= FEW_WORDS:
                message = f"a text without an abstract or footer: {clean(paragraph.text)[:60]!r}"
                hint = "if it is a title, add its abstract; otherwise remove it"
                severity: Severity = "error" if self.drafts else "warning"
                self._problem(paragraph.rows[0], "record.unreadable", message, hint, severity)
            if paragraph.header or len(paragraph.text.split()) < FEW_WORDS or not self.drafts:
                self._skip(paragraph.rows[0], "a text of the page, without an abstract or footer")
        self._waiting, self._links = [], []

    def _skip(self, row: Line, reason: str) -> None:
        self.skipped.append(Skipped(source=self.source.name, line=row.number, text=row.text[:_SHOWN], reason=reason))

    def _problem(self, row: Line, code: str, message: str, hint: str, severity: Severity = "error") -> None:
        place = {"path": self.source.name, "line": row.number, "column": row.column, "code": code}
        self.problems.append(Problem(**place, message=message, hint=hint, severity=severity))  # type: ignore[arg-type]


def draft_at(row: Line, upvotes: int | None, *, title: str, parts: list[str]) -> Draft:
    """Return a draft that begins on a line."""
    return Draft(line=row.number, column=row.column, title=title, parts=parts, upvotes=upvotes)
