"""benchmarks.search: the kept queries fit the shelf, and the table counts what it says."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks import packages, search
from benchmarks.chromium import served

ROOT = Path(__file__).resolve().parents[2]


def test_the_kept_queries_fit_the_shelf() -> None:
    """There are 60 different queries, and every paper that may come first is on the shelf."""
    kept = search.queries(search.QUERIES)
    keys = {path.stem for path in (ROOT / "content" / "papers").glob("*.yml")}
    assert len(kept) == 60
    assert [find for find, times in Counter(one.find for one in kept).items() if times > 1] == []
    assert {key for one in kept for key in one.first} - keys == set()
    assert all(one.first for one in kept)


def test_the_table_of_queries() -> None:
    """Each query and each kind has the reciprocal rank of the first right paper; none found counts as nothing."""
    asked = [
        search.Query(kind="title", find="wind", first=frozenset({"a", "b"})),
        search.Query(kind="title", find="kites", first=frozenset({"c"})),
        search.Query(kind="name", find="gulls", first=frozenset({"d"})),
    ]
    found = {"wind": ["x", "b", "a"], "kites": ["c"], "gulls": ["x", "y"]}
    lines = [line.split() for line in search.table(asked, {"ours": lambda query: found[query], "other": lambda _: []})]
    assert lines == [
        ["query", "ours", "other"],
        ["wind", "0.50", "0.00"],
        ["kites", "1.00", "0.00"],
        ["gulls", "0.00", "0.00"],
        [],
        ["title", "(2)", "0.750", "0.000"],
        ["name", "(1)", "0.000", "0.000"],
        ["MRR", "(3)", "0.500", "0.000"],
    ]


def test_browse_is_asked(chromium: Browser, tmp_path: Path) -> None:
    """The built site lists its papers for a query in the address; nothing that is hidden counts."""
    search.build(tmp_path)
    with chromium.new_context() as context, served(tmp_path) as base:
        find = search.browse(context.new_page(), base)
        assert find("mixture of diffusion paths")[0] == "raphael"
        assert find("title:zxqvzxqv") == []


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    """A wrong path is named."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.search", str(tmp_path / "nowhere.yml")],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "nowhere.yml" in done.stderr


def test_only_what_is_pinned_is_fetched() -> None:
    """A package without a pinned hash is refused before anything is asked for."""
    with pytest.raises(packages.MissingError, match="left-pad"):
        packages.fetched("left-pad@1.3.0")
