"""When each paper was added to the shelf, where that date comes from, and the page that lists papers by month."""

import os
import re
import subprocess
from dataclasses import replace

import pytest

from generator.site import labels
from generator.site.views import news, paging
from generator.site.views.arrangement import arrange
from tests.site import invented, reading


def came(shelf):
    return news.arrivals(arrange(shelf, labels(shelf)))


def git(folder, *arguments, day="2023-04-05"):
    environment = os.environ | {
        "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00",
        "GIT_AUTHOR_DATE": "2001-01-01T12:00:00+00:00",
    }
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)


@pytest.fixture
def repository(tmp_path):
    """The invented shelf on disk: all of it came in April 2023, otter's file anew in May, and one file is in no commit."""
    content = invented.project(tmp_path).content
    uncommitted = (content / "papers/untitled-wading-birds.yml").read_text()
    (content / "papers/untitled-wading-birds.yml").unlink()
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "All")
    (content / "papers/heron-2.yml").rename(content / "papers/heron-zwei.yml")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Rename", day="2023-05-06")
    (content / "papers/untitled-wading-birds.yml").write_text(uncommitted)
    return content


def test_the_first_listing_gives_the_date(tmp_path):
    """Later listings and the paper's own date do not matter."""
    found = came(invented.shelf(tmp_path))
    assert (found["heron-1"].iso, found["heron-1"].origin) == ("2021-05-01", "listing")
    assert (found["untitled-wading-birds"].iso, found["untitled-wading-birds"].origin) == ("2022-05-01", "listing")


def test_the_papers_own_date_is_the_last_resort(tmp_path):
    """Without a listing and git, the paper's own date is used; if there is none, the date is unknown."""
    shelf = replace(invented.shelf(tmp_path), ledgers={})
    found = came(shelf)
    assert (found["heron-2"].iso, found["heron-2"].origin) == ("2020-07-15", "paper")
    assert (found["untitled-wading-birds"].iso, found["untitled-wading-birds"].origin) == ("", "nothing")
    assert set(list(found)[-2:]) == {"untitled-wading-birds", "otter"}


def test_git_knows_when_a_file_was_added_by_hand(repository):
    """A paper without a listing was added when its file was committed, even under a former name; listings come first."""
    shelf = invented.shelf(repository)
    papers = {key: paper for key, paper in shelf.papers.items() if key != "heron-2"}
    papers["heron-zwei"] = shelf.papers["heron-2"].model_copy(update={"former_keys": ("heron-2",)})
    found = came(replace(shelf, papers=papers))
    assert (found["heron-zwei"].iso, found["heron-zwei"].origin) == ("2023-04-05", "history")
    assert (found["heron-vast"].iso, found["heron-vast"].origin) == ("2023-04-05", "history")
    assert found["heron-1"].origin == "listing"


def test_the_newest_are_first(repository):
    """Papers are sorted by the day they were added, then by their own date."""
    assert list(came(invented.shelf(repository))) == [
        "heron-vast",
        "heron-2",
        "untitled-wading-birds",
        "otter",
        "heron-1",
    ]


def test_a_shallow_clone_is_ignored(repository, tmp_path):
    """In a shallow clone all files seem to come from the last commit, which would make every paper new."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(clone))
    found = came(replace(invented.shelf(clone / "content"), ledgers={}))
    assert {arrival.origin for arrival in found.values()} == {"paper", "nothing"}
    assert repository.is_dir()


def test_the_page_is_grouped_by_month(tmp_path):
    """The newest month is first, each paper appears once, and the menu links to the page."""
    shelf, docs = reading.written(tmp_path)
    page = (docs / "new/index.md").read_text("utf-8")
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["February 2026", "May 2022", "May 2021", "July 2020"]
    links = re.findall(r'<h3><a href="../papers/([^/]*)/">', page)
    assert sorted(links) == sorted(shelf.papers)
    assert "Recently added: new/index.md" in (docs.parent / "mkdocs.yml").read_text("utf-8")


def added(tmp_path, *isos):
    """Return a shelf of papers with these own dates, which are all that is known."""
    otter = invented.shelf(tmp_path).papers["otter"]
    papers = {f"p-{number}": otter.model_copy(update={"date": iso}) for number, iso in enumerate(isos)}
    arranged = arrange(replace(invented.shelf(tmp_path), papers=papers, ledgers={}), {})
    return arranged, news.arrivals(arranged)


def test_a_long_page_is_cut_and_each_month_has_its_own(tmp_path):
    """The page shows the 200 newest papers and links to every month, by year; each paper is on the page of its month."""
    isos = [*["2024-02-03"] * 150, *["2024-01"] * 100, *["2023"] * 3, *[None] * 2]
    shelf, arrivals = added(tmp_path, *isos)
    view = news.new_view(shelf, arrivals)
    shown = [(group.name, group.path, len(group.cards)) for group in view.groups]
    assert shown == [("February 2024", "new/2024-02", 150), ("January 2024", "new/2024-01", 50)]
    assert [(year, [(chip.name, chip.path, chip.count) for chip in months]) for year, months in view.months] == [
        ("2024", [("February", "new/2024-02", 150), ("January", "new/2024-01", 100)]),
        ("2023", [("2023", "new/2023", 3)]),
        ("", [("Date unknown", "new/undated", 2)]),
    ]
    months = list(news.month_views(shelf, arrivals))
    assert [(month.path, month.count) for month in months] == [
        ("new/2024-02", 150),
        ("new/2024-01", 100),
        ("new/2023", 3),
        ("new/undated", 2),
    ]
    assert sorted(card.key for month in months for group in month.groups for card in group.cards) == sorted(shelf.keys)
    assert [month.older and month.older.path for month in months][:2] == ["new/2024-01", "new/2023"]


def test_a_month_may_be_longer_than_a_page(tmp_path):
    """An import of many papers in one month fills several pages, and no paper is lost or doubled."""
    shelf, arrivals = added(tmp_path, *["2024-02-03"] * 450)
    (month,) = news.month_views(shelf, arrivals)
    found = list(paging.pages(month))
    assert [page.path for page in found] == ["new/2024-02", "new/2024-02/2", "new/2024-02/3"]
    assert sum(len(group.cards) for page in found for group in page.groups) == 450
    assert sum(len(group.cards) for group in news.new_view(shelf, arrivals).groups) == paging.MOST


def test_a_short_page_needs_no_other(tmp_path):
    """While all papers fit on the page, months have no pages and no links."""
    shelf, arrivals = added(tmp_path, *["2024-02-03"] * paging.MOST)
    view = news.new_view(shelf, arrivals)
    assert (view.months, [group.path for group in view.groups]) == ((), [""])
    assert list(news.month_views(shelf, arrivals)) == []
