"""The pages under test, and their parts that are made from the code: ``SHELF_DOCS=write pytest tests/docs`` writes them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.conftest import ROOT

DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]
WRITE = os.environ.get("SHELF_DOCS") == "write"


def same(path: Path, text: str) -> None:
    """Expect a page to be ``text``; write it where that was asked for."""
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert path.read_text("utf-8") == text, f"{path.name} is out of date: SHELF_DOCS=write pytest tests/docs"


def expect(path: Path, source: str, text: str) -> None:
    """Expect the part of a page between ``<!-- made from SOURCE -->`` and ``<!-- end -->`` to be ``text``."""
    page = path.read_text("utf-8")
    part = re.search(rf"(?<=<!-- made from {re.escape(source)} -->\n).*?(?=<!-- end -->)", page, re.DOTALL)
    assert part, f"{path.name} has no part made from {source}"
    same(path, page[: part.start()] + f"\n{text}\n" + page[part.end() :])
