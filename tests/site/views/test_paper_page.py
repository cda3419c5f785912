"""The page of a paper: links, editors, details and other spellings, whatever type of publication it is."""

import re

import pytest

from generator import site
from generator.model import Catalogue, Identifiers, Links, Paper
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
                shown = pages[key].partition('<div class="shelf-outs"')[2].partition("</div>")[0]
                link = f'<a href="{site.escapes.text(url)}" rel="noopener noreferrer"'
                assert shown.partition(link)[2].partition(">")[2].startswith(f"{paper_page.LINK_NAMES[kind]}</a>"), (
                    key,
                    kind,
                )
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


def written(folder, paper, **settings):
    """Return the page of one paper."""
    _, docs = reading.written(folder, make=lambda root: Catalogue(root=root, papers={"one": paper}), **settings)
    return (docs / "papers/one/index.md").read_text("utf-8")


def links(page):
    """Return the names in a page's row of links and actions, in order."""
    row = page.partition('<div class="shelf-outs"')[2].partition('<div class="shelf-keep"')[0]
    return re.findall(r"<a [^>]*>([^<]*)</a>", row)


def test_the_head_has_title_authors_venue_links_and_summary_in_this_order(pages):
    """What a reader looks for first comes first: the row of links stands above the summary."""
    page = pages["article"]
    parts = ('<h1 id="top"', 'class="shelf-authors"', "Journal of Ponds</a>", 'class="shelf-outs"', '"shelf-path"')
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_links_come_in_one_order_and_each_address_once(tmp_path):
    """PDF, the registries' pages, the paper's page, code, the others, Cite; a page that is the DOI's is no second link."""
    everything = Links(
        **{kind: f"https://example.org/{kind}" for kind in paper_page.LINK_NAMES} | {"paper": "https://doi.org/10.1/x"}
    )
    ids = Identifiers(arxiv="2107.00001", doi="10.1/x", acl="2021.pond-main.7", pmid="123", openreview="abcDEF12345")
    page = written(tmp_path, Paper(title="T", identifiers=ids, links=everything))
    assert links(page) == [
        *("PDF", "arXiv", "DOI", "PubMed", "ACL Anthology", "OpenReview"),
        *("Code", "Project page", "Dataset", "Model", "Demo", "Video", "Slides", "Blog post", "Cite"),
    ]
    assert 'href="https://example.org/pdf"' in page


def test_a_preprint_without_a_stated_pdf_has_one(tmp_path):
    """ArXiv's PDF is linked on the paper's page and on its card."""
    paper = Paper(title="T", date="2021", identifiers=Identifiers(arxiv="2107.00001"))
    assert links(written(tmp_path, paper)) == ["PDF", "arXiv", "Cite"]
    year = (tmp_path / "out/docs/years/2021/index.md").read_text("utf-8")
    assert '<a class="shelf-icon shelf-icon--pdf" href="https://arxiv.org/pdf/2107.00001"' in year
    assert 'aria-label="PDF of T"' in year
    assert "shelf-icon--code" not in year


def test_a_paper_with_only_a_title_has_no_empty_part(tmp_path):
    """No heading, list, label or fold without content; it can be cited and starred."""
    page = written(tmp_path, Paper(title="Only a Title"))
    assert links(page) == ["Cite"]
    assert re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page) == ["Cite"]
    assert 'class="shelf-keep" data-key="one"' in page
    assert not re.search(r"<(p|ul|ol|dl|dd|details|section)\b[^>]*>\s*</\1>", page)
    year = (tmp_path / "out/docs/years/undated/index.md").read_text("utf-8")
    assert "shelf-card__foot" not in year
    assert "shelf-card__text" not in year


@pytest.mark.parametrize(("length", "size"), [(20, ""), (60, ""), (61, "long"), (201, "longer"), (401, "longest")])
def test_a_long_title_is_marked(tmp_path, length, size):
    """The styles make it smaller on a phone, so that the links stay on the first screen."""
    page = written(tmp_path, Paper(title="T" * length))
    marked = f' class="shelf-title--{size}"' if size else ""
    assert f'<h1 id="top"{marked}>' in page


@pytest.mark.parametrize("shown", [False, True])
def test_an_abstract_is_shown_only_where_the_shelf_says_so(tmp_path, shown):
    """It is folded, in paragraphs, and escaped; otherwise no page and no data file holds a word of it."""
    abstract = "Quokkas <b>jump</b>.\n\nThey smile."
    page = written(tmp_path, Paper(title="T", abstract=abstract), abstracts=shown)
    folded = '<details class="shelf-drawer"><summary>Abstract</summary>\n<p>Quokkas &lt;b&gt;jump&lt;/b&gt;.</p>'
    assert (f"{folded}\n<p>They smile.</p>\n</details>" in page) == shown
    assert ("Quokkas" in page) == shown


def test_provenance_is_folded_at_the_end(tmp_path):
    """Sources, reasons for labels and disagreements come last, and the fold says how many there are."""
    _, docs = reading.written(tmp_path)
    page = (docs / "papers/heron-1/index.md").read_text("utf-8")
    fold = page.index('<details class="shelf-drawer shelf-provenance"><summary>')
    assert "<small>2 sources, 2 labels, 2 disagreements</small></summary>" in page
    assert all(page.index(f'id="{part}"') > fold for part in ("seen", "labels", "disagreements"))
    assert all(page.index(f'id="{part}"') < fold for part in ("cite", "details", "versions", "results"))


def test_no_half_tag_announces_a_picture(pages):
    """There is no picture for social networks, so no tag speaks of one."""
    assert not any("og:image" in page or "twitter:" in page for page in pages.values())


def test_the_date_beside_a_venue_says_whose_it_is(tmp_path):
    """Where a preprint came years before the venue, the date is that of the first public version, and says so."""
    paper = Paper(title="T", date="2020-12-31", venue="ACL 2021", identifiers=Identifiers(arxiv="2012.15688"))
    early = written(tmp_path / "early", paper)
    assert 'ACL 2021</a> <span>first public <time datetime="2020-12-31">' in early
    same = written(tmp_path / "same", paper.model_copy(update={"date": "2021-02-01"}))
    assert 'ACL 2021</a> <span><time datetime="2021-02-01">' in same
