"""The answer to a link, and the answers kept between runs in .cache/shelf/links.json; each is written down as it comes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from generator.storage import files

Verdict: TypeAlias = Literal["ok", "moved", "gone", "blocked", "slow", "error", "refused", "unchecked"]
MEMORY = Path(".cache") / "shelf" / "links.json"
# A bit less than a week and a day, so that weekly and daily runs always ask again, whatever time they start.
FRESH = dt.timedelta(days=6)
FRESH_MADE = dt.timedelta(days=90)  # registries keep the page of an identifier
FRESH_BAD = dt.timedelta(hours=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The verdict on an address. ``status``: of HTTP, if any; ``to``: its new permanent address.

    ``since``: the first time in a row that it was so.
    """

    verdict: Verdict
    status: int | None = None
    to: str = ""
    note: str = ""
    asked: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    since: dt.datetime | None = None

    def fresh(self, now: dt.datetime, *, made: bool) -> bool:
        """Whether the answer is still valid; ``made``: the address was made from an identifier."""
        good = FRESH_MADE if made else FRESH
        return dt.timedelta() <= now - self.asked < (good if self.verdict in {"ok", "moved"} else FRESH_BAD)


_ADAPTER = TypeAdapter(dict[str, Answer])


class Memory:
    """The answers by address; safe for threads. An unreadable file counts as empty: it is only a cache.

    Answers of a run are added to a journal beside the file, one a line, so that a run that is killed loses none of them.
    """

    def __init__(self, path: Path = MEMORY) -> None:
        """Load the answers of earlier runs."""
        self.path, self.journal = path, path.with_suffix(".journal")
        self._lock = Lock()
        try:
            self.answers = _ADAPTER.validate_json(files.read(path))
        except (OSError, ValidationError):
            self.answers = {}
        try:
            rows = self.journal.read_bytes().splitlines()
        except OSError:
            rows = []
        for row in rows:
            with suppress(ValidationError):  # the last line of a run that was killed may be cut
                self.answers |= _ADAPTER.validate_json(row)

    def dated(self, url: str, answer: Answer) -> Answer:
        """Return a new answer with the time since when the verdict on the address has been the same."""
        last = self.answers.get(url)
        same = last and last.verdict == answer.verdict
        return replace(answer, since=(last.since or last.asked) if last and same else answer.asked)

    def note(self, answers: Mapping[str, Answer]) -> None:
        """Add answers to the journal. Raises OSError."""
        rows = "".join(f"{json.dumps({url: _row(one)}, ensure_ascii=False)}\n" for url, one in answers.items())
        with self._lock:
            self.journal.parent.mkdir(parents=True, exist_ok=True)
            with self.journal.open("ab") as stream:
                stream.write(rows.encode("utf-8", "replace"))

    def keep(self, answers: Mapping[str, Answer], now: dt.datetime) -> None:
        """Add answers, drop old ones, and write the file, which replaces the journal. Raises OSError."""
        self.answers |= answers
        kept = {url: one for url, one in sorted(self.answers.items()) if now - one.asked < FRESH_MADE}
        rows = {url: _row(one) for url, one in kept.items()}
        files.write(self.path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        self.journal.unlink(missing_ok=True)


def _row(answer: Answer) -> dict[str, Any]:
    return asdict(answer) | {"asked": answer.asked.isoformat(), "since": answer.since and answer.since.isoformat()}
