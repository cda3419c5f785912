"""When papers were checked and which links fail, on their pages, the home page and in the API; nothing if nobody checked."""

import dataclasses
import json
import re

import pytest

from generator.model import Check, FaultyLink, Watch
from generator.site.views import dates, last_checked
from generator.site.views.last_checked import Overview
from tests.site import invented, reading

CODE = "https://example.org/heron"
WATCH = Watch(
    checks=(
        Check(date="2026-11-30", services=("arxiv", "crossref"), papers=("heron-1", "heron-two", "lost")),
        Check(date="2026-11-23", services=("openalex",), papers=("heron-1",)),
    ),
    links=(
        FaultyLink(paper="heron-1", url=CODE, fault="archived", since="2026-11-02"),
        FaultyLink(paper="heron-1", url=f"{CODE}/page", fault="gone", since="2026-11-16"),
        FaultyLink(paper="heron-1", url="https://example.org/no-longer-in-the-file", fault="gone", since="2026-11-16"),
        FaultyLink(paper="lost", url=CODE, fault="gone", since="2026-11-16"),
    ),
)


@pytest.fixture(scope="module", params=[True, False], ids=["watched", "unwatched"])
def made(request, tmp_path_factory):
    """Return whether the shelf is watched, and its tree."""

    def shelf(root):
        return dataclasses.replace(invented.shelf(root), watch=WATCH if request.param else Watch())

    return request.param, reading.written(tmp_path_factory.mktemp("watched"), make=shelf)[1]


def words(docs, path):
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", (docs / path / "index.md").read_text("utf-8")).split())


def test_a_paper_says_when_it_was_checked_by_whom(made):
    """Each service with the day on which it was last asked; a renamed paper keeps its days."""
    watched, docs = made
    said = "Last checked on 30 November 2026 against arXiv and Crossref; on 23 November 2026 against OpenAlex"
    assert (said in words(docs, "papers/heron-1")) == watched
    assert ("Last checked on 30 November 2026 against arXiv and Crossref" in words(docs, "papers/heron-2")) == watched
    assert "Last checked" not in words(docs, "papers/otter")


def test_the_markdown_of_a_paper_says_it_too(made):
    """With the same days and services as its page."""
    watched, docs = made
    said = "- Last checked: 2026-11-30 against arXiv and Crossref; 2026-11-23 against OpenAlex\n"
    assert (said in (docs / "papers/heron-1/paper.md.txt").read_text("utf-8")) == watched
    assert "Last checked" not in (docs / "papers/otter/paper.md.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-16", "2026-11-23", "16"),
        ("2026-10-05", "2026-11-23", "5 October"),
        ("2025-11-16", "2026-11-23", "16 November 2025"),
    ],
)
def test_two_days_share_month_and_year(first, last, said):
    """The first day leaves out what the last one says again."""
    assert Overview(papers=2, first=dates.of(first), last=dates.of(last)).between == said


def test_links_that_fail_are_marked(made):
    """The link stays; what is wrong with it stands beside its name."""
    watched, docs = made
    page = (docs / "papers/heron-1/index.md").read_text("utf-8")
    found = dict(re.findall(r'<a href="(https://example\.org/[^"]+)"[^>]*>[^<]*<small>([^<]+)</small></a>', page))
    assert found == ({CODE: "archived", f"{CODE}/page": "gone since 16 November 2026"} if watched else {})


def test_the_home_page_says_how_many_papers_were_checked(made):
    """With the day, or the first and the last one."""
    watched, docs = made
    assert ("2 of 5 papers were last checked on 30 November 2026" in words(docs, "")) == watched
    assert ("checked" in words(docs, "")) == watched


def test_the_api_has_the_days(made):
    """Of each paper by service, and of the shelf."""
    watched, docs = made
    index = json.loads((docs / "api/index.json").read_text("utf-8"))
    assert index["checked"] == ({"papers": 2, "first": "2026-11-30", "last": "2026-11-30"} if watched else None)
    papers = json.loads((docs / "api/all.json").read_text("utf-8"))["papers"]
    found = {paper["key"]: [(one["service"], one["date"]) for one in paper["checked"]] for paper in papers}
    assert found["heron-1"] == (
        [("arxiv", "2026-11-30"), ("crossref", "2026-11-30"), ("openalex", "2026-11-23")] if watched else []
    )
    assert found["otter"] == []


def test_the_overview_spans_the_last_days_of_all_papers():
    """Not the days on which a service was asked before."""
    papers = {key: invented.PAPERS[key] for key in ("heron-1", "otter")}
    checks = (
        Check(date="2026-11-30", services=("arxiv",), papers=("heron-1",)),
        Check(date="2026-11-09", services=("openalex",), papers=("heron-1", "otter")),
        Check(date="2026-10-05", services=("crossref",), papers=("heron-1",)),
    )
    found = last_checked.gather(Watch(checks=checks), papers).overview
    assert (found.papers, found.first.iso, found.last.iso) == (2, "2026-11-09", "2026-11-30")
    assert last_checked.gather(Watch(), papers).overview is None
