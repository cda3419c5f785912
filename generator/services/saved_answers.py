"""Answers of services, saved in a folder: a run that stopped goes on from them, and a run without a network reads them.

Each is a file of JSON below the service's name: what was asked, when, and the answer's text, without abstracts.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.problems import Problem, ShelfError
from generator.services.queries import Question
from generator.storage import files

FRESH = dt.timedelta(hours=20)  # an answer that a run takes instead of asking again; weekly and daily runs always ask
KEPT = dt.timedelta(days=60)  # requests change with the shelf, so that most answers are never asked for again
# What services call the texts that we neither keep nor show.
_TEXTS = frozenset({"abstract", "abstract_inverted_index", "tldr", "summary", "ai_summary"})
_NAME = re.compile(r"[0-9a-f]{32}\.json")
_SUMMARY = re.compile(r"<summary\b[^>]*>.*?</summary\s*>", re.DOTALL | re.IGNORECASE)
_END = "</feed>"  # of arXiv's answers


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """The text of an answer, and the day on which it was given; None: the service does not know the paper."""

    text: str | None
    day: str


class SavedAnswers:
    """The folder. ``fresh`` is how old an answer may be; None: of any age. What cannot be written is asked again."""

    def __init__(self, folder: Path, *, fresh: dt.timedelta | None = FRESH) -> None:
        """Use ``folder``, which is made at the first answer."""
        self.folder, self._fresh = folder, fresh

    def get(self, question: Question) -> Saved | None:
        """Return the saved answer, or None; a file that is damaged or too old counts as none."""
        try:
            found: Any = json.loads(files.read(self._file(question)))
            asked, text = dt.datetime.fromisoformat(found["asked"]), found["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if found.get("target") != question.target or found.get("body", "") != question.body:
            return None
        age = dt.datetime.now(dt.UTC) - asked.astimezone(dt.UTC)
        if (self._fresh is not None and age > self._fresh) or not isinstance(text, str | None):
            return None
        return Saved(text=text, day=asked.astimezone(dt.UTC).date().isoformat())

    def put(self, question: Question, text: str | None) -> None:
        """Save an answer, from which ``without_texts`` took the abstracts. Raises ShelfError with ``add.not-saved``."""
        row = {"target": question.target, "body": question.body} if question.body else {"target": question.target}
        row |= {"asked": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
        path = self._file(question)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, json.dumps({**row, "answer": text}, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            message = f"the answer cannot be saved: {error.strerror or error}"
            hint = "make it a folder that you can write to"
            raise ShelfError(
                Problem(path=files.shown(self.folder), code="add.not-saved", message=message, hint=hint)
            ) from error

    def forget(self) -> None:
        """Delete the answers that are older than ``KEPT``."""
        oldest = time.time() - KEPT.total_seconds()
        for path in self.folder.glob("*/*.json"):
            with suppress(OSError):
                if _NAME.fullmatch(path.name) and path.stat().st_mtime < oldest:
                    path.unlink()

    def _file(self, question: Question) -> Path:
        asked = f"{question.target}\n{question.body}"
        return self.folder / question.service.name / f"{sha256(asked.encode()).hexdigest()[:32]}.json"


def without_texts(text: str) -> str | None:
    """Return an answer without the abstracts and summaries in it; every other fact stays. None if it is cut or broken."""
    if text.lstrip().startswith("<"):
        return _SUMMARY.sub("", text) if text.rstrip().endswith(_END) else None
    try:
        value = json.loads(text)
        return json.dumps(_stripped(value), ensure_ascii=False)
    except (ValueError, RecursionError):
        return None


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(one) for name, one in value.items() if name.lower() not in _TEXTS}
    return [_stripped(one) for one in value] if isinstance(value, list) else value
