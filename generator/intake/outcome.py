"""The result of an import: what became of each record, with totals that add up, as text and JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from generator.model import Record, Skipped
from generator.problems import Problem
from generator.storage.transactions import Change
from generator.text.sections import counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What became of one paper's records; ``key`` is None while a person has to decide."""

    key: str | None
    title: str
    verdict: Literal["new", "matched", "unsure"]
    records: tuple[Record, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an import found and changed (or would change)."""

    records: tuple[Record, ...]
    papers: tuple[Found, ...]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    unreadable: int = 0
    skipped: tuple[Skipped, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the changed paths, relative to the content folder."""
        return tuple(change.path for change in self.changes)

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of records and of each verdict; the verdicts add up to ``records``."""
        sizes: Counter[str] = Counter()
        for paper in self.papers:
            if paper.verdict == "new":
                sizes["new"] += 1
                sizes["matched"] += len(paper.records) - 1
            else:
                sizes[paper.verdict] += len(paper.records)
        parts = {name: sizes[name] for name in ("new", "matched", "unsure")} | {"unreadable": self.unreadable}
        total = len(self.records) + self.unreadable
        if sum(parts.values()) != total:
            raise AssertionError(f"{total} records became {parts}")  # a bug of ours: a record was lost
        return {"records": total} | parts

    @property
    def summary(self) -> str:
        """Return the last line that an import prints."""
        counts = self.counts
        rest = ", ".join(f"{counts[name]} {name}" for name in ("matched", "unsure", "unreadable"))
        return f"{counted(counts['records'], 'record')}: {counted(counts['new'], 'new paper')}, {rest}"

    def as_json(self) -> dict[str, Any]:
        """Return the one object that ``--json`` prints."""
        return {
            "records": [
                {
                    "source": record.source,
                    "line": record.line,
                    "id": record.id,
                    "title": record.title,
                    "abstract_words": len(record.abstract.split()),
                    "authors": [str(name) for name in record.authors],
                    "author_count": record.author_count,
                    "et_al": record.et_al,
                    "date": record.date,
                    "identifiers": record.identifiers.model_dump(exclude_none=True),
                    "venue": record.venue,
                    "volume": record.volume,
                    "number": record.number,
                    "pages": record.pages,
                    "hints": list(record.hints),
                    "upvotes": record.upvotes,
                    "comments": record.comments,
                    "links": list(record.links),
                }
                for record in self.records
            ],
            "papers": [
                {
                    "key": paper.key,
                    "title": paper.title,
                    "verdict": paper.verdict,
                    "records": [{"source": record.source, "line": record.line} for record in paper.records],
                    "evidence": list(paper.evidence),
                }
                for paper in self.papers
            ],
            "skipped": [asdict(each) for each in self.skipped],
            "problems": [problem.as_json() for problem in self.problems],
            "counts": self.counts,
            "changed": list(self.changed),
        }
