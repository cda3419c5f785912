"""The page of a paper: links, editors, details and other spellings, whatever type of publication it is."""

import pytest

from generator import site
from generator.site.views import arrangement, paper_page, related
from generator.site.views.contribute import repository
from generator.site.views.details import Passage
from tests.site import published, reading


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Return the shelf of publications of every type."""
    catalogue = published.shelf(tmp_path_factory.mktemp("published"))
    return arrangement.arrange(catalogue, site.labels(catalogue))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the generated pages of the same shelf, by key."""
    _, docs = reading.written(tmp_path_factory.mktemp("pages"), make=published.shelf)
    return {key: (docs / f"papers/{key}/index.md").read_text("utf-8") for key in published.PAPERS}


@pytest.fixture
def view(shelf, tmp_path):
    """Return a function that makes the view of a paper."""
    settings = reading.invented.project(tmp_path / "project")
    repo = repository(settings, shelf.catalogue.root)
    return lambda key: paper_page.paper_view(shelf, key, related.related(shelf), repo)


def test_every_kind_of_link_is_on_the_page(pages):
    """Each link of the file leads out of the page under its own name, identifiers or not."""
    for key, paper in published.PAPERS.items():
        for kind, url in paper.links:
            if url:
                shown = pages[key].partition('<p class="shelf-outs">')[2].partition("</p>")[0]
                assert f'href="{site.escapes.text(url)}"' in shown, (key, kind)
                assert f"<b>{paper_page.LINK_NAMES[kind]}</b>" in shown, (key, kind)
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/31234567"' in pages["article"]


def test_editors_are_named_with_and_without_authors(view, pages):
    """An editor leads to the papers that this person wrote, else to those that this person edited."""
    assert [(one.name, one.path) for one in view("edited").editors][:2] == [
        ("Cai Sedge", "browse?find=editor%3A%22Cai%20Sedge%22"),
        ("Ralph Vaughan Williams", "browse?find=editor%3A%22Ralph%20Vaughan%20Williams%22"),
    ]
    assert view("edited").editors[3].path == "authors/ada-marsh"
    assert not view("edited").authors
    assert "Edited by <a" in pages["edited"]
    assert "Edited by" in pages["chapter"]
    assert not any("Edited by" in pages[key] for key, paper in published.PAPERS.items() if not paper.editors)
    assert view("edited").card.by == "Cai Sedge and 3 others (eds.)"
    assert view("chapter").card.by == "Wei Wang and 王伟"


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("book", "Book, Pond University Press"),
        ("chapter", "Chapter, The Handbook of Wading"),
        ("thesis", "PhD thesis, University of the Marsh"),
        ("report", "Technical report, Mud Institute"),
        ("dataset", "Dataset, Zenodo"),
        ("software", "Software"),
        ("webpage", "Web page, Pond Weather"),
        ("edited", "Proceedings, Pond Society"),
        ("article", "Journal of Ponds"),
        ("talk", "Pond Conference 2016"),
        ("pdf-only", ""),
    ],
)
def test_cards_say_what_is_no_paper(shelf, key, where):
    """Journal and conference papers and preprints are shown as before."""
    assert shelf.cards[key].where == where


def test_details_are_readable(view):
    """A code becomes the name of a language; the publisher is not repeated; the address in a note ends where it ends."""
    book, chapter = view("book").details, view("chapter").details
    assert book.facts == (
        ("Series", "Marsh Studies"),
        ("Edition", "2"),
        ("ISBN", "9780262035613"),
        ("Language", "Spanish"),
    )
    assert ("Publisher", "Springer") in chapter.facts
    assert view("dataset").details.facts == (("Version", "1.2"),)
    assert [(chip.name, chip.path) for chip in book.keywords] == [
        ("ponds", "browse?find=keyword%3A%22ponds%22"),
        ("field guides; birds", "browse?find=keyword%3A%22field%20guides%3B%20birds%22"),
    ]
    address = "https://press.example.org/ponds/errata(2)"
    assert book.note == (
        Passage(text="Errata are at ", url=""),
        Passage(text=address, url=address),
        Passage(text=", and with the author.", url=""),
    )
    assert not view("pdf-only").details


def test_names_are_shown_with_spelling_and_orcid(view, pages):
    """A Chinese name has no space; another spelling stands in brackets, and the iD leads to ORCID."""
    first, second = view("chapter").authors
    assert (first.name, first.also, first.orcid) == ("Wei Wang", ("王伟",), "https://orcid.org/0000-0002-1825-0097")
    assert (second.name, second.path) == ("王伟", first.path)
    assert '</a> (王伟) <a class="shelf-orcid" href="https://orcid.org/0000-0002-1825-0097"' in pages["chapter"]
    assert [one.name for one in view("report").authors] == ["ATLAS Collaboration"]


def test_citation_keys_are_named(view, pages):
    """The keys by which people already cite a paper are in its Cite section, without its own key."""
    assert view("book").citation_keys == ("garcia2019ponds", "ponds:book")
    assert "<code>garcia2019ponds</code>" in pages["book"].partition('id="cite"')[2]
    assert "Also cited as" not in pages["thesis"]


def test_versions_call_numbers_by_their_names(view):
    """A report's number is no issue, and an article number no page."""
    assert [one.place for one in view("report").versions] == ["Technical report 17, Mud Institute"]
    assert [one.place for one in view("article").versions] == [
        "Frog Letters 3(1): article 102502",
        "Journal of Ponds 5(2): article e1204",
    ]
    assert [one.place for one in view("book").versions] == ["Volume 7 of Marsh Studies, Pond University Press"]
