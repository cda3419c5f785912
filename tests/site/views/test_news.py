"""When each paper was added to the shelf, where that date comes from, and the page that lists papers by month."""

import os
import re
import subprocess
from dataclasses import replace

import pytest

from generator.site import labels
from generator.site.views import news
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


def test_a_long_page_is_limited(tmp_path):
    """It shows 200 papers and the number of papers that are left out."""
    shelf = invented.shelf(tmp_path)
    many = {f"p-{number}": shelf.papers["otter"] for number in range(news.MOST + 3)}
    arranged = arrange(replace(shelf, papers=many, ledgers={}), {})
    view = news.new_view(arranged, news.arrivals(arranged))
    assert (sum(len(group.cards) for group in view.groups), view.left) == (news.MOST, 3)
    assert [group.name for group in view.groups] == [news.UNDATED]
