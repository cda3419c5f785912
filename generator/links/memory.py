"""The answer to a link, and the answers kept between runs in .cache/shelf/links.json."""

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
# A bit less than a week and a day, so that weekly and daily runs always ask again, whatever time they start.
FRESH = dt.timedelta(days=6)
FRESH_MADE = dt.timedelta(days=90)  # registries keep the page of an identifier
FRESH_BAD = dt.timedelta(hours=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The verdict on an address. ``status``: of HTTP, if any; ``to``: its new permanent address."""

    verdict: Verdict
    status: int | None = None
    to: str = ""
    note: str = ""
    asked: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    def fresh(self, now: dt.datetime, *, made: bool) -> bool:
        """Whether the answer is still valid; ``made``: the address was made from an identifier."""
        good = FRESH_MADE if made else FRESH
        return dt.timedelta() <= now - self.asked < (good if self.verdict in {"ok", "moved"} else FRESH_BAD)


_ADAPTER = TypeAdapter(dict[str, Answer])


class Memory:
    """The answers by address. An unreadable file counts as empty: it is only a cache."""

    def __init__(self, path: Path = MEMORY) -> None:
        """Load the answers of earlier runs."""
        self.path = path
        try:
            self.answers = _ADAPTER.validate_json(files.read(path))
        except (OSError, ValidationError):
            self.answers = {}

    def keep(self, answers: Mapping[str, Answer], now: dt.datetime) -> None:
        """Add answers, drop old ones, and write the file. Raises OSError."""
        self.answers |= answers
        kept = {url: one for url, one in sorted(self.answers.items()) if now - one.asked < FRESH_MADE}
        rows = {url: asdict(one) | {"asked": one.asked.isoformat()} for url, one in kept.items()}
        files.write(self.path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
