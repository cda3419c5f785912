"""What came of asking for a link, and the memory of it between runs, .cache/shelf/links.json."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from generator.storage import files

Verdict: TypeAlias = Literal["ok", "moved", "gone", "blocked", "slow", "error", "refused"]
MEMORY = Path(".cache") / "shelf" / "links.json"
# Less than a week and a day, so that a weekly or daily run finds every answer too old, whenever it starts.
FRESH = dt.timedelta(days=6)
FRESH_MADE = dt.timedelta(days=90)  # a registry keeps the page of an identifier
FRESH_BAD = dt.timedelta(hours=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The verdict on an address. ``status`` is HTTP's, if there was one; ``to`` is where it has moved for good."""

    verdict: Verdict
    status: int | None = None
    to: str = ""
    note: str = ""
    asked: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def fresh(self, now: dt.datetime, *, made: bool) -> bool:
        """Whether the answer still holds; ``made``: of an address made from an identifier."""
        good = FRESH_MADE if made else FRESH
        return dt.timedelta() <= now - self.asked < (good if self.verdict in {"ok", "moved"} else FRESH_BAD)


_ADAPTER = TypeAdapter(dict[str, Answer])


class Memory:
    """The answers by address. A file that cannot be read is an empty memory: it is only a cache."""

    def __init__(self, path: Path = MEMORY) -> None:
        """Load what there is."""
        self.path = path
        try:
            self.answers = _ADAPTER.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            self.answers = {}

    def keep(self, answers: Mapping[str, Answer], now: dt.datetime) -> None:
        """Add answers, drop what nobody asked about for long, and write the file. Raises OSError."""
        self.answers |= answers
        kept = {url: one for url, one in sorted(self.answers.items()) if now - one.asked < FRESH_MADE}
        rows = {url: asdict(one) | {"asked": one.asked.isoformat()} for url, one in kept.items()}
        files.write(self.path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
