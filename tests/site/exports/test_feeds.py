"""Feeds, read by feedparser and as XML and JSON: they are valid with and without an address, and the same on every day."""

import json
from dataclasses import replace
from pathlib import PurePosixPath

import feedparser
import pytest
from lxml import etree

from generator.site.escapes import line
from generator.site.exports import feeds
from generator.text.maths import plain
from tests.site import invented, published, reading

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def fed(request, tmp_path_factory):
    """Return the site's address, the hostile shelf and its written tree."""
    folder = tmp_path_factory.mktemp("feeds")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def every(docs, name):
    """Return each feed of a kind, by site path."""
    return {path.relative_to(docs).parent.as_posix(): path for path in docs.rglob(name)}


def test_the_shelf_and_each_family_and_topic_have_a_feed(fed):
    """Each has both kinds of feed, even without papers."""
    _, shelf, docs = fed
    nodes = {f"families/{node}" for node in shelf.taxonomy.families} | {
        f"topics/{node}" for node in shelf.taxonomy.topics
    }
    assert every(docs, "feed.xml").keys() == every(docs, "feed.json").keys() == {".", *nodes}


def test_atom_meets_rfc_4287(fed):
    """Each feed and entry has one ID, title and date, an author, and links; no two share an ID."""
    home, _, docs = fed
    for path, file in every(docs, "feed.xml").items():
        root = etree.fromstring(file.read_bytes())
        members = root.findall("a:entry", ATOM)
        ids = [found.findtext("a:id", namespaces=ATOM) for found in (root, *members)]
        assert len(set(ids)) == len(ids)
        for element in (root, *members):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"a:{name}", ATOM)) == 1, (path, name)
            assert element.find("a:id", ATOM).text.startswith("urn:uuid:")
            alternate = element.findall("a:link[@rel='alternate']", ATOM)
            assert len(alternate) == 1
            assert alternate[0].get("href").startswith(home)
        assert root.find("a:author/a:name", ATOM).text
        assert len(root.findall("a:link[@rel='self']", ATOM)) == bool(home)


def test_a_reader_sees_the_papers(fed):
    """The papers have the shelf's titles, authors, dates and addresses; the most recently added is first."""
    home, shelf, docs = fed
    base = home or "http://127.0.0.1/some/where/"
    headers = {
        "content-location": f"{base}families/heron/feed.xml",
        "content-type": "application/atom+xml; charset=utf-8",
    }
    found = feedparser.parse((docs / "families/heron/feed.xml").read_bytes(), response_headers=headers)
    assert not found.bozo
    assert found.feed.title == "Heron – Reading Shelf"
    assert found.feed.link == f"{base}families/heron/"
    assert [each.title for each in found.entries] == [
        shelf.papers[key].title for key in ("heron-vast", "heron-1", "heron-2")
    ]
    heron = found.entries[1]
    assert heron.link == f"{base}papers/heron-1/"
    assert [author.name for author in heron.authors] == ["Ada Marsh", "Bo Reed", "Cai Sedge"]
    assert heron.published == "2021-05-01T00:00:00Z"  # the day of the first listing that named it
    assert {each.label for each in heron.tags} == {"Heron", "Reading"}
    assert "Teaches a small model" in heron.summary


def test_json_feeds_say_the_same(fed):
    """They are version 1.1, with the same papers in the same order as the Atom feeds; addresses appear only if absolute."""
    home, _, docs = fed
    for path, file in every(docs, "feed.json").items():
        feed = json.loads(file.read_text("utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        atom = etree.fromstring((file.parent / "feed.xml").read_bytes()).findall("a:entry", ATOM)
        assert [one["id"] for one in feed["items"]] == [one.findtext("a:id", namespaces=ATOM) for one in atom], path
        assert all(one["content_text"] and one["date_published"] for one in feed["items"])
        assert ("feed_url" in feed) == bool(home)
        assert [one for one in feed["items"] if not one.get("url", "https://").startswith(home or "https://")] == []


def test_hostile_values_stay_text(fed):
    """Markup, control characters and closing brackets read the same as on the page, in both kinds of feed."""
    _, shelf, docs = fed
    root = etree.fromstring((docs / "families/nasty/feed.xml").read_bytes())
    (paper,) = root.findall("a:entry", ATOM)
    assert paper.findtext("a:title", namespaces=ATOM) == line(plain(shelf.papers["nasty"].title))
    assert line(reading.BELL) in paper.findtext("a:summary", namespaces=ATOM)
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
        *(
            "feed",
            "id",
            "title",
            "subtitle",
            "link",
            "updated",
            "published",
            "author",
            "name",
            "entry",
            "category",
            "summary",
        )
    }
    (item,) = json.loads((docs / "families/nasty/feed.json").read_text("utf-8"))["items"]
    assert item["title"] == line(plain(shelf.papers["nasty"].title))


def test_ids_are_stable(tmp_path):
    """A new title, summary or date keeps the ID, so that no reader shows the paper again; no two shelves share an ID."""
    _, docs = reading.written(tmp_path / "a", site_url=reading.HOME)
    ids = {one["id"] for one in json.loads((docs / "feed.json").read_text())["items"]}

    def changed(root):
        shelf = invented.shelf(root)
        again = {
            key: paper.model_copy(update={"title": f"New {key}", "date": "2018"}) for key, paper in shelf.papers.items()
        }
        return replace(shelf, papers=again)

    _, docs = reading.written(tmp_path / "b", make=changed, site_url=reading.HOME, name="Renamed")
    assert {one["id"] for one in json.loads((docs / "feed.json").read_text())["items"]} == ids
    _, docs = reading.written(tmp_path / "c", site_url="https://example.com/")
    assert ids.isdisjoint(one["id"] for one in json.loads((docs / "feed.json").read_text())["items"])


def test_a_feed_is_as_new_as_its_newest_paper(fed):
    """The date does not depend on the day of the build; a feed without papers has one too, because Atom requires it."""
    _, _, docs = fed

    def updated(path):
        return etree.fromstring((docs / path / "feed.xml").read_bytes()).findtext("a:updated", namespaces=ATOM)

    assert updated("families/heron") == "2026-02-01T00:00:00Z"  # heron-vast: no listing, the month of its arXiv id
    assert updated("families/otter") == "2021-05-01T00:00:00Z"  # the day of its listing
    assert updated("topics/flying") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("iso", "moment"), [("2021", "2021-01-01"), ("2021-07", "2021-07-01"), ("2021-02-30", "1970-01-01")]
)
def test_part_of_a_date_is_its_first_day(iso, moment):
    """Atom allows only full dates and times."""
    assert feeds.moment(iso) == f"{moment}T00:00:00Z"


def test_a_feed_has_the_newest_papers(tmp_path):
    """A feed lists at most 50 papers."""

    def many(root):
        shelf = invented.shelf(root)
        one = shelf.papers["otter"]
        papers = {f"p-{number}": one.model_copy(update={"date": f"20{number:02}-01-01"}) for number in range(10, 90)}
        return replace(shelf, papers=papers, ledgers={})

    _, docs = reading.written(tmp_path, make=many, site_url=reading.HOME)
    urls = [one["url"] for one in json.loads((docs / "feed.json").read_text())["items"]]
    assert len(urls) == feeds.MOST
    assert PurePosixPath(urls[0]).name == "p-89"


def test_a_paper_without_identifiers_has_its_link(tmp_path):
    """Its own page or PDF is the item's link to the paper; a type that is no paper is named."""
    _, docs = reading.written(tmp_path, make=published.shelf)
    items = {item["title"]: item for item in json.loads((docs / "feed.json").read_text("utf-8"))["items"]}
    assert items["Algae at Night"]["external_url"] == "https://algae.example.org/night.pdf"
    assert items["Measuring Mud"]["external_url"] == "https://mud.example.org/17"
    assert items["On Reeds"]["content_text"] == "Bo Reed. PhD thesis, University of the Marsh. June 2018."
    entries = feedparser.parse((docs / "feed.xml").read_text("utf-8")).entries
    related = {entry.title: [link.href for link in entry.links if link.rel == "related"] for entry in entries}
    assert related["On Reeds"] == ["https://marsh.example.edu/theses/reed.pdf"]
