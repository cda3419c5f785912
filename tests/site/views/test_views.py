"""The views: dates from the best source, names, groups, relations in both directions, related papers with reasons."""

import pytest

from generator import site
from generator.formats import FORMATS
from generator.model import Catalogue, Identifiers, Ledger, LedgerRecord, Node, Paper, Taxonomy
from generator.site.views import arrangement, contribute, dates, mentions, paper_page
from generator.site.views import related as related_module
from generator.site.views.nodes import node_view
from generator.site.views.years import year_views
from tests.site import invented

NOWHERE = contribute.Repository(address="", branch="main", folder="content", lines={})


@pytest.fixture
def shelf(tmp_path):
    """Return the invented shelf, arranged."""
    catalogue = invented.shelf(tmp_path)
    return arrangement.arrange(catalogue, site.labels(catalogue))


def view(shelf, key):
    return paper_page.paper_view(shelf, key, related_module.related(shelf), NOWHERE)


def test_a_date_comes_from_the_best_source(shelf):
    """The paper's own date comes first, then the earliest listed one, then the arXiv ID's month; the last two have a note."""
    assert (shelf.cards["heron-1"].when.shown, shelf.cards["heron-1"].when.note) == ("1 March 2019", "")
    assert (shelf.cards["otter"].when.shown, shelf.cards["otter"].when.note) == (
        "30 April 2021",
        "date from a source",
    )
    assert (shelf.cards["heron-vast"].when.shown, shelf.cards["heron-vast"].when.note) == (
        "February 2026",
        "month from the arXiv ID",
    )
    assert shelf.cards["untitled-wading-birds"].when.shown == "undated"


@pytest.mark.parametrize(
    ("arxiv", "iso"),
    [("2107.02137", "2021-07"), ("cs/0112017", "2001-12"), ("hep-th/9901001", "1999-01"), ("oddity", "")],
)
def test_an_arxiv_id_states_a_month(arxiv, iso):
    """Both forms of the ID are read, in both centuries."""
    assert dates.when(Paper(title="T", identifiers=Identifiers(arxiv=arxiv)), []).iso == iso


def test_papers_are_sorted_by_date_with_undated_last(shelf):
    """The order does not depend on keys or files."""
    assert shelf.keys == ("heron-1", "heron-2", "otter", "heron-vast", "untitled-wading-birds")


def test_a_family_has_the_papers_of_its_subfamilies(shelf):
    """A paper of a subfamily is on the family's page too, with the label of the subfamily."""
    assert shelf.members["families", "heron"] == ("heron-1", "heron-2", "heron-vast")
    assert [chip.name for chip in shelf.cards["heron-vast"].families] == ["Large herons"]


def test_relations_are_shown_on_both_papers(shelf):
    """A relation in one paper's file is also shown on the other paper's page."""
    told = {one.name: [card.key for card, _ in one.papers] for one in view(shelf, "otter").relations}
    assert told == {"Basis for": ["heron-vast"], "Compared in": ["heron-vast"]}
    told = {one.name: [card.key for card, _ in one.papers] for one in view(shelf, "heron-vast").relations}
    assert told == {"Builds on": ["heron-2", "otter"], "Compared with": ["otter"]}


def test_sources_are_listed_by_day_with_their_values(shelf):
    """Counts are shown per day; 0 is a count, and a missing count is empty."""
    first, second = view(shelf, "heron-1").mentions
    assert (first.taken, first.upvotes, first.comments, first.authors, first.date) == (
        "2021-05-01",
        "12",
        "0",
        "3",
        "2019-03-02",
    )
    assert (second.taken, second.upvotes, second.comments) == ("2022-05-01", "40", "")
    assert (first.name, first.when.shown) == ("Paper listing pond.txt", "1 May 2021")
    assert first.facts == ("dated 2 March 2019", "3 authors", "12 upvotes", "0 comments")
    assert second.facts == ("40 upvotes",)


def test_a_library_is_listed_from_the_day_on_which_it_had_the_paper():
    """An update makes no paper of a library new again; an item that came later has its own day."""
    records = tuple(LedgerRecord(line=n, paper=f"p{n}", since=day) for n, day in ((1, None), (2, "2026-02-02")))
    dates = {"date": "2026-01-01", "updated": "2026-03-03", "sha256": "0" * 64}
    ledger = Ledger(source="zotero.bib", format="bibtex", records=records, **dates)
    found = mentions.gather([ledger], {"p1", "p2"})
    assert {key: mentions.mentions(some)[0].taken for key, some in found.items()} == {
        "p1": "2026-01-01",
        "p2": "2026-02-02",
    }


@pytest.mark.parametrize(
    ("source", "format_name", "name"),
    [
        ("zotero.bib", "bibtex", "BibTeX file zotero.bib"),
        ("crossref-10-1234-heron-1", "csl-json", "Crossref"),
        ("crossref", "csl-json", "Crossref"),
        ("hugging-face", "hf-papers", "Hugging Face"),
        ("crossref-2026.json", "csl-json", "CSL-JSON file crossref-2026.json"),
        ("pond.txt", "a format of next year", "pond.txt"),
    ],
)
def test_a_source_has_a_readable_name(source, format_name, name):
    """The name is the service, or the kind of file with its name; for an unknown kind only the file's name."""
    ledger = Ledger(source=source, format=format_name, date="2026-01-01", sha256="0" * 64)
    assert mentions.source_name(ledger) == name
    assert mentions.source_name(ledger.model_copy(update={"title": "Ponds of May"})) == "Ponds of May"


def test_every_format_has_a_readable_name():
    """No source in a known format is shown by its file name only."""
    for format_name in FORMATS:
        ledger = Ledger(source="a.txt", format=format_name, date="2026-01-01", sha256="0" * 64)
        assert mentions.source_name(ledger) != "a.txt", format_name


def test_authors_without_names_are_counted(shelf):
    """438 authors without names are counted in lists and on the page."""
    assert shelf.cards["heron-vast"].by == "438 authors"
    assert view(shelf, "heron-vast").unlisted == 438
    assert shelf.cards["heron-2"].by == "Author Number1 and 44 others"


def test_related_papers_have_reasons_and_exclude_relations(shelf):
    """A shared author is a reason; a paper that this one builds on is already listed above."""
    keys = {related.card.key: related.reason for related in view(shelf, "heron-1").related}
    assert keys["heron-vast"] == "same topic: Reading"
    assert "heron-2" not in keys


def test_a_topic_is_grouped_by_family_in_the_order_of_the_taxonomy(shelf):
    """Each paper is listed once in a topic, under its own subfamily."""
    page = node_view(shelf, "topics", "swimming", NOWHERE)
    assert [(group.name, [card.key for card in group.cards]) for group in page.groups] == [
        ("Large herons", ["heron-vast"]),
        ("Otter", ["otter"]),
    ]


def test_an_invalid_month_is_ignored(tmp_path):
    """Something that only looks like a date is shown as its year."""
    catalogue = Catalogue(root=tmp_path, papers={"a": Paper(title="A", date="2020-13-45")})
    years = year_views(arrangement.arrange(catalogue, {}))
    assert years[0].groups[0].cards[0].when.shown == "2020"


def test_a_faulty_taxonomy_breaks_no_page(tmp_path):
    """Cycles and missing parents, which the check reports, do not hang the site."""
    nodes = {
        "a": Node(name="A", description="A.", parents=("b",)),
        "b": Node(name="B", description="B.", parents=("a", "gone")),
    }
    paper = Paper(title="P", families=("a",), builds_on=("gone", "p"))
    catalogue = Catalogue(root=tmp_path, papers={"p": paper}, taxonomy=Taxonomy(families=nodes))
    arranged = arrangement.arrange(catalogue, site.labels(catalogue))
    assert [node_view(arranged, "families", node, NOWHERE).count for node in nodes] == [1, 1]
    assert not view(arranged, "p").relations


def test_versions_are_shown_with_their_venues(shelf):
    """Preprints come first and the cited version last; a year that the venue's name includes is shown once."""
    shown = [(one.kind, one.when.shown, one.place, one.link.text, one.cited) for one in view(shelf, "heron-2").versions]
    assert shown == [
        ("Preprint", "15 July 2020", "", "2007.00002", False),
        ("Preprint", "20 July 2020", "Preprints of Marshes", "10.2139/ssrn.12345", False),
        ("Published", "", "Pond Conference 2021: 7–12", "10.1234/pond.2021.7", False),
        ("Published", "March 2022", "Journal of Ponds 34(5): 896–912", "10.1234/ponds.34.5", True),
    ]


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        (Paper(title="T", date="2020", identifiers=Identifiers(arxiv="2007.00002")), []),  # only a preprint
        (Paper(title="T", date="2020", venue="Pond Conference"), []),  # only a venue, shown at the top
        (Paper(title="T", venue="J", volume="3", published="2021"), [("Published", "2021", "J 3")]),
        (
            Paper(title="T", date="2021", venue="J", published="2021", identifiers=Identifiers(arxiv="2007.00002")),
            [("Preprint", "July 2020", ""), ("Published", "2021", "J")],  # the journal's date
        ),
        (
            Paper(title="T", date="2019-03", venue="J", published="2021"),
            [("Preprint", "March 2019", ""), ("Published", "2021", "J")],
        ),
        (Paper(title="T", pages="7", volume="3", identifiers=Identifiers(doi="10.1/x")), [("Published", "", "3: 7")]),
        (
            Paper(
                title="T", date="2020", venue="bioRxiv", identifiers=Identifiers(arxiv="2007.00002", doi="10.1101/1")
            ),
            [("Preprint", "2020", ""), ("Preprint", "", "bioRxiv")],
        ),
    ],
)
def test_which_versions_are_listed(tmp_path, paper, shown):
    """A paper with one version has no list; a preprint's date is never shown as the publication date."""
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers={"k": paper}), {})
    assert [(one.kind, one.when.shown, one.place) for one in view(shelf, "k").versions] == shown
