"""A selection as one file: equal to the site's own files, or a list to read whose texts are escaped."""

import json
import re

import bibtexparser
import pytest
import rispy
from markdown_it import MarkdownIt

from generator import site
from generator.model import Catalogue, Identifiers, Links, Paper
from generator.site.exports import selected
from generator.site.views.arrangement import arrange
from tests.site import invented, reading
from tests.site.exports.test_bibliographies import ODD


def chosen(shelf, settings, keys=None, query=""):
    """Return some papers of a shelf, or all, as if a query had found them."""
    arranged = arrange(shelf, site.labels(shelf))
    return selected.Selected(shelf=arranged, keys=keys or arranged.keys[::-1], settings=settings, query=query)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Return the settings of an invented project."""
    return invented.project(tmp_path_factory.mktemp("project"))


def test_without_a_query_a_file_equals_that_of_the_site(tmp_path):
    """Byte for byte, in all formats for programs, on a shelf in which every text is hostile."""
    shelf, docs = reading.written(tmp_path, make=reading.nasty)
    every = chosen(shelf, None)
    for suffix, name in {
        ".bib": "papers.bib",
        ".ris": "papers.ris",
        ".json": "papers.csl.json",
        ".csv": "papers.csv",
    }.items():
        assert selected.content(every, suffix) == (docs / name).read_bytes().decode()


def test_a_selection_has_the_chosen_papers_in_the_order_of_the_site(settings):
    """Oldest first in files for programs, so that a new paper changes none of the lines above it."""
    some = chosen(invented.shelf(settings.content), settings, ["heron-2", "heron-1"], "heron")
    entries = bibtexparser.parse_string(selected.content(some, ".bib")).entries
    assert [entry.key for entry in entries] == ["heron-1", "heron-2"]
    assert [one["id"] for one in rispy.loads(selected.content(some, ".ris"))] == ["heron-1", "heron-2"]
    assert [one["id"] for one in json.loads(selected.content(some, ".json"))] == ["heron-1", "heron-2"]
    assert [row.split(",")[0] for row in selected.content(some, ".csv").splitlines()[1:]] == ["heron-1", "heron-2"]


PAPERS = {
    "new": Paper(
        title="Newts [again]",
        authors=("Ada Marsh",),
        date="2022-03",
        venue="Pond 2022",
        identifiers=Identifiers(arxiv="2203.00001", doi="10.1234/a_b"),
        links=Links(code="https://example.org/newts"),
    ),
    "old": Paper(title="Otters", authors=("Bo Reed", "Cai Sedge"), date="2020"),
    "twin": Paper(title="Owls", date="2022-01"),
    "undated": Paper(title="Reeds"),
}  # fmt: skip


def test_markdown_is_a_list_by_year(settings):
    """The newest first, undated papers last; each line is the one that Browse saves, with the other links at its end."""
    shelf = Catalogue(root=settings.content, papers=PAPERS)
    text = selected.content(chosen(shelf, settings, ["new", "twin", "old", "undated"], "reeds OR *"), ".md")
    assert text == (
        "# Reading Shelf\n\n4 papers for the query reeds OR \\*\n\n"
        "## 2022\n\n"
        "- [Newts \\[again\\]](<https://arxiv.org/abs/2203.00001>). Ada Marsh. *Pond 2022*. "
        "[DOI](<https://doi.org/10.1234/a_b>), [PDF](<https://arxiv.org/pdf/2203.00001>), [Code](<https://example.org/newts>)\n"
        "- Owls. 2022\n\n"
        "## 2020\n\n"
        "- Otters. Bo Reed and Cai Sedge. 2020\n\n"
        "## Undated\n\n"
        "- Reeds\n"
    )  # fmt: skip


def test_hostile_texts_stay_text_in_markdown(settings):
    """They make no heading, link, HTML or emphasis of their own, whatever the fields contain."""
    shelf = reading.nasty(settings.content)
    parsed = MarkdownIt().parse(selected.content(chosen(shelf, settings, query=reading.NASTY), ".md"))
    assert not [token for token in parsed if token.type == "html_block"]
    inline = [each for token in parsed for each in token.children or ()]
    assert not [token for token in inline if token.type == "html_inline"]
    assert all(re.match("https?://", token.attrs["href"]) for token in inline if token.type == "link_open")
    assert len([token for token in parsed if token.type == "list_item_open"]) == len(shelf.papers)


def test_odd_papers_are_all_listed(settings):
    """Chinese titles, 300 authors, formulas and missing authors, in Markdown and in LaTeX."""
    shelf = Catalogue(root=settings.content, papers=ODD)
    for suffix, mark in ((".md", "\n- "), (".tex", "\n\\item ")):
        text = selected.content(chosen(shelf, settings), suffix)
        assert text.count(mark) == len(ODD)
        assert "知识增强的预训练：综述" in text
        assert "Given0 Family0" in text
