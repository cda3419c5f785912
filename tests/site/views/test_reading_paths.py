"""Reading paths on the site: their pages, their place on a paper's page, and what exports say of them."""

import dataclasses
import json
import re

from generator import site
from generator.model import ReadingPath, Step
from generator.site.views import arrangement, contribute, reading_paths
from tests.site import invented, reading


def arranged(root, paths, **papers):
    """Return the invented shelf with these paths; papers are replaced as given."""
    shelf = invented.shelf(root)
    shelf = dataclasses.replace(shelf, paths=paths, papers={**shelf.papers, **papers})
    return arrangement.arrange(shelf, site.labels(shelf))


def path(*papers, title="T"):
    return ReadingPath(title=title, audience="All.", steps=tuple(Step(paper=paper, why="w") for paper in papers))


def test_a_step_follows_a_renamed_paper(tmp_path):
    """A former key leads to the paper, a paper that comes twice is shown once, a step without a paper is left out."""
    shelf = arranged(tmp_path, {"p": path("heron-two", "otter", "heron-2", "nowhere")})
    (view,) = reading_paths.path_views(shelf, contribute.repository(site.Settings(config=tmp_path / "m"), tmp_path))
    assert view.keys == ("heron-2", "otter")
    (place,) = reading_paths.places(shelf, "otter")
    assert (place.path, place.number, place.of) == ("paths/p", 2, 2)


def test_a_path_without_papers_is_not_shown(tmp_path):
    """Where no step leads to a paper there is nothing to read."""
    assert arranged(tmp_path, {"p": path("nowhere")}).steps == {}


def test_a_paper_in_many_paths_names_a_few(tmp_path):
    """A paper's page stays small, however many paths it is in; paths come by title."""
    shelf = arranged(tmp_path, {f"p-{n}": path("otter", title=f"Number {n:02}") for n in range(40)})
    found = reading_paths.places(shelf, "otter")
    assert [place.name for place in found] == [f"Number {n:02}" for n in range(reading_paths.NAMED)]
    assert [card.name for card in reading_paths.path_cards(shelf)][:2] == ["Number 00", "Number 01"]


def test_pages_and_exports_tell_of_a_path(tmp_path):
    """Its page has lines and cards in order, papers name their step, and so do the API, the copies and llms.txt."""
    _, docs = reading.written(tmp_path)
    page = (docs / "paths/first-steps/index.md").read_text("utf-8")
    assert re.findall(r'data-step="([^"]*)" value="(\d)"', page) == [
        ("heron-1", "1"),
        ("otter", "2"),
        ("heron-vast", "3"),
    ]
    assert page.index("Stands where it is shallow") < page.index("HERON: Wading") < page.index("Swims: look")
    paper = (docs / "papers/otter/index.md").read_text("utf-8")
    assert re.search(r'href="\.\./\.\./paths/first-steps/#step-2">First steps .*</a>, step 2 of 3</p>', paper)
    found = json.loads((docs / "api/paths/first-steps.json").read_text("utf-8"))
    assert [step["paper"] for step in found["steps"]] == ["heron-1", "otter", "heron-vast"]
    papers = {one["key"]: one for one in json.loads((docs / "api/all.json").read_text("utf-8"))["papers"]}
    assert papers["otter"]["paths"] == ["first-steps"]
    assert papers["heron-2"]["paths"] == []
    index = json.loads((docs / "api/index.json").read_text("utf-8"))
    assert index["paths"] == [{"key": "first-steps", "name": "First steps into $O(n)$ water", "papers": 3}]
    copy = (docs / "papers/otter/paper.md.txt").read_text("utf-8")
    assert "- [First steps into O(n) water](<../../paths/first-steps/>), step 2 of 3\n" in copy
    assert "(api/paths/first-steps.json): For tadpoles" in (docs / "llms.txt").read_text("utf-8")


def test_no_text_of_a_path_becomes_markup(tmp_path):
    """Hostile titles and lines stay text on every page that shows them."""
    _, docs = reading.written(tmp_path, make=reading.nasty)
    names = ("paths", "paths/nasty", "papers/nasty", "papers/heron-1", "")
    for text in ((docs / name / "index.md").read_text("utf-8") for name in names):
        body = text.partition("\n---\n")[2]
        assert "<script" not in body
        assert "<b>&amp;amp;" not in body
        assert "javascript:x" not in re.findall(r'href="([^"]*)"', body)
        assert "\u202e" not in text
    page = (docs / "paths/nasty/index.md").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert len(page.partition("\n---\n\n")[2].split("\n\n")) == 1  # one block: no blank line ends it


def test_the_data_page_does_not_speak_to_the_owner(tmp_path):
    """No page for readers mentions the setting of the site's address, whether it is set or not."""
    for number, address in enumerate(("", reading.HOME)):
        (tmp_path / str(number)).mkdir()
        _, docs = reading.written(tmp_path / str(number), site_url=address)
        found = [page for page in docs.rglob("*") if page.is_file() and "site_url" in page.read_text("utf-8")]
        assert found == []
