"""Builds the view of Compare, the page of two to four papers side by side; its script loads exports/facts.py."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.views.cards import Chip

COMPARE_PATH = "compare"


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareView:
    """The page; ``batches`` is the number of files that hold the facts."""

    browse: Chip
    batches: int
