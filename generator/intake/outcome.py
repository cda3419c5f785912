"""The result of an import: what became of each record, with totals that add up, as text and JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from generator.intake.amendments import Amendment
from generator.intake.discrepancies import Difference
from generator.intake.libraries import Library
from generator.model import Record, Skipped
from generator.problems import Problem
from generator.storage.transactions import Change
from generator.text.sections import counted

_SHOWN = 10  # names of fields in the line about what only the ledger keeps


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What became of one paper's records; ``key`` is None while a person has to decide."""

    key: str | None
    title: str
    verdict: Literal["new", "matched", "unsure"]
    records: tuple[Record, ...]
    explain: Callable[[], tuple[str, ...]] = field(compare=False, repr=False)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return lines that say why; they are found when they are asked for, as most imports show few of them."""
        return self.explain()


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an import found and changed (or would change)."""

    records: tuple[Record, ...]
    papers: tuple[Found, ...]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    unreadable: int = 0
    skipped: tuple[Skipped, ...] = ()
    libraries: tuple[Library, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def waiting(self) -> tuple[Amendment, ...]:
        """Return the changes of libraries' items about which nobody has decided."""
        return tuple(one for one in self.amendments if one.accepted is None)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the changed paths, relative to the content folder."""
        return tuple(dict.fromkeys(change.path for change in self.changes))

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
    def ledger_only(self) -> dict[str, int]:
        """Return how often each field was found that only the ledger keeps, the most frequent first."""
        found = Counter(name for record in self.records for name, _ in record.further)
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def kept(self) -> str:
        """Return the line that says what only the ledger keeps; "" for nothing."""
        found = self.ledger_only
        if not found:
            return ""
        shown = ", ".join(list(found)[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        return f"{counted(sum(found.values()), 'field')} kept in the ledger only: {shown}"

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
                    "type": record.type,
                    "genre": record.genre,
                    "authors": [str(name) for name in record.authors],
                    "people": [name.parts for name in record.authors],
                    "editors": [name.parts for name in record.editors],
                    "author_count": record.author_count,
                    "et_al": record.et_al,
                    "date": record.date,
                    "identifiers": record.identifiers.model_dump(exclude_none=True),
                    "venue": record.venue,
                    "volume": record.volume,
                    "number": record.number,
                    "pages": record.pages,
                    "publisher": record.publisher,
                    "series": record.series,
                    "edition": record.edition,
                    "language": record.language,
                    "citation_keys": list(record.citation_keys),
                    "keywords": list(record.keywords),
                    "note": record.note,
                    "further": joined_fields(record.further),
                    "headings": list(record.headings),
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
            "ledger_only": self.ledger_only,
            "libraries": [one.as_json() for one in self.libraries],
            "amendments": [one.as_json() for one in self.amendments],
            "differences": [
                {"key": one.key, "field": one.field, "ours": one.ours, "theirs": one.theirs, "source": one.service}
                for one in self.differences
            ],
            "changed": list(self.changed),
        }


def joined_fields(further: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the further fields of a record by name; a field that is printed more than once has all of its texts."""
    texts: dict[str, list[str]] = defaultdict(list)
    for name, text in further:
        texts[name].append(text)
    return {name: "; ".join(some) for name, some in texts.items()}
