"""Pages as Markdown, llms.txt and robots.txt: complete, with working links, and without markup from values."""

import json
import re

import markdown
import pytest

from generator.site import escapes
from generator.site.escapes import line
from generator.site.exports import markdown as markdown_module
from tests.site import published, reading


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def made(request, tmp_path_factory):
    """Return the site's address, the hostile shelf and its written tree."""
    folder = tmp_path_factory.mktemp("copies")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def html(docs, path):
    """Return a file as HTML, and its text."""
    text = markdown.markdown((docs / path).read_text("utf-8"), extensions=["tables"])
    return text, " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_every_paper_has_a_markdown_file(made):
    """Its name is one that site generators copy unchanged; it has the title, authors, venue, summary and results."""
    _, shelf, docs = made
    for key, paper in shelf.papers.items():
        page, words = html(docs, f"papers/{key}/paper.md.txt")
        assert page.startswith("<h1>")
        assert page.count("<h1>") == 1
        for author in paper.authors:
            assert line(author).split()[0] in words
        if key != "nasty":
            assert " ".join((paper.summary or "").split()).replace("&", "&amp;") in words
    page, words = html(docs, "papers/heron-1/paper.md.txt")
    assert '<a href="https://doi.org/10.1234/heron.1">10.1234/heron.1</a>' in page
    assert "PondQA F1 test split score 71.5 % higher one model" in words
    assert "Pages read count 12000 pages higher" in words
    assert "Venue: Pond Workshop 2019" in words
    assert '<a href="../heron-2/paper.md.txt">HERON 2: Deeper Water</a>' in page
    assert "@inproceedings{heron-1," in words
    page, words = html(docs, "papers/heron-2/paper.md.txt")
    assert "Published: Pond Conference 2021: 7–12, 10.1234/pond.2021.7" in words
    assert "Published, the cited version: Journal of Ponds 34(5): 896–912, March 2022, 10.1234/ponds.34.5" in words


def test_relations_say_how_and_why(made):
    """Both papers' files have them, the hostile text as text."""
    _, _, docs = made
    _, words = html(docs, "papers/nasty/paper.md.txt")
    assert "Builds on HERON: Wading Through Shallow Text (extends): &lt;/script&gt;&lt;b&gt;" in words
    _, words = html(docs, "papers/heron-1/paper.md.txt")
    assert "(extended by): &lt;/script&gt;&lt;b&gt;" in words


def test_related_papers_are_listed(made):
    """They are listed with the reasons that the API gives, and each links to a Markdown file."""
    _, shelf, docs = made
    papers = {one["key"]: one for one in json.loads((docs / "api/all.json").read_text("utf-8"))["papers"]}
    for key in shelf.papers:
        related = papers[key]["related"]
        page = (docs / f"papers/{key}/paper.md.txt").read_text("utf-8")
        section = page.partition("\n## Related\n")[2].partition("\n## ")[0]
        assert [found[1] for found in re.finditer(r"<\.\./([^/]*)/paper", section)] == [one["key"] for one in related]
        assert [row.rpartition(">): ")[2] for row in section.split("\n") if row] == [
            escapes.markdown(one["reason"]) for one in related
        ]


@pytest.mark.parametrize("index_html", [False, True])
def test_every_link_of_a_markdown_file_works(tmp_path, index_html):
    """In the offline copy links to folders end with a file name."""
    shelf, docs = reading.written(tmp_path, index_html=index_html)
    count = 0
    for key in shelf.papers:
        path = docs / "papers" / key / "paper.md.txt"
        for link in re.findall(r"\]\(<(\.\.[^>]*)>\)", path.read_text("utf-8")):
            page = link.replace("index.html", "index.md") if index_html else re.sub("/$", "/index.md", link)
            assert (path.parent / page).is_file(), link
            count += 1
    assert count > len(shelf.papers)


def test_hostile_values_stay_text(made):
    """Rendered as HTML, the values add no elements, links or emphasis."""
    _, _, docs = made
    page, _ = html(docs, "papers/nasty/paper.md.txt")
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= {
        *("h1", "h2", "ul", "li", "p", "a", "table", "thead", "tbody", "tr", "th", "td", "pre", "code")
    }
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert all(link.startswith(("https://", "../")) for link in links)


def test_llms_txt_leads_everywhere(made):
    """It has a heading, a quoted sentence and sections of links to files of the site, including every paper.

    Simple parsers, which only know “[”, a name without brackets, “](”, an address and “)”, read it too.
    """
    home, shelf, docs = made
    text = (docs / "llms.txt").read_text("utf-8")
    assert text.startswith("# Reading Shelf\n\n> Papers about")
    rows = [row for row in text.splitlines() if row.startswith("- ")]
    found = [re.fullmatch(r"- \[([^\[\]]+)\]\(([^()<>\s]+)\)(?:: (.+))?", row) for row in rows]
    assert None not in found, rows
    links = [each[2] for each in found]
    assert links == re.findall('href="([^"]*)"', markdown.markdown(text))
    assert all(link.startswith(home) for link in links)
    paths = [link.removeprefix(home) for link in links]
    assert all((docs / path).is_file() for path in paths)
    assert {f"papers/{key}/paper.md.txt" for key in shelf.papers} <= set(paths)
    assert [row for row in text.splitlines() if row.startswith("## ")] == [
        "## Data",
        "## Families",
        "## Topics",
        "## Reading paths",
        "## Papers",
    ]


def test_parentheses_in_the_address_do_not_end_a_link(tmp_path):
    """The site's own address may contain parentheses."""
    _, docs = reading.written(tmp_path, site_url="https://example.org/a(b)/")
    assert "](https://example.org/a%28b%29/papers/otter/paper.md.txt): " in (docs / "llms.txt").read_text("utf-8")


def test_llms_txt_is_limited(monkeypatch, tmp_path):
    """On a large shelf it says where the other papers are listed."""
    monkeypatch.setattr(markdown_module, "LISTED", 2)
    _, docs = reading.written(tmp_path)
    text = (docs / "llms.txt").read_text("utf-8")
    assert text.count("paper.md.txt") == 2
    assert "the newest 2 of 5" in text


def test_robots_txt_names_the_sitemap(made):
    """Only if the address is known; everything is allowed."""
    home, _, docs = made
    expected = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {home}sitemap.xml\n" if home else "")
    assert (docs / "robots.txt").read_text() == expected


def test_the_owners_robots_txt_replaces_ours(tmp_path):
    """So does an llms.txt in content/pages."""

    def own(root):
        (root / "pages" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
        return reading.nasty(root)

    _, docs = reading.written(tmp_path, make=own)
    assert (docs / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (docs / "llms.txt").read_text().startswith("# Reading Shelf")


def test_every_type_of_publication_has_its_facts(tmp_path):
    """Editors, type, publisher, series, ISBN, language, note and all links are listed; a report's number is no issue."""
    _, docs = reading.written(tmp_path, make=published.shelf)
    text = {key: (docs / f"papers/{key}/paper.md.txt").read_text("utf-8") for key in published.PAPERS}
    for row in (
        "- Type: Book",
        "- Publisher: Pond University Press",
        "- Series: Marsh Studies",
        "- Edition: 2",
        "- ISBN: 9780262035613",
        "- Language: Spanish",
        "- Paper: [https://press.example.org/ponds/2nd?from=shelf](<https://press.example.org/ponds/2nd?from=shelf>)",
        "- Keywords: ponds; field guides; birds",
        "- Note: Errata are at [{0}](<{0}>), and with the author.".format("https://press.example.org/ponds/errata(2)"),
    ):
        assert row in text["book"].splitlines()
    assert "- Editors: Bo Reed, Cai Sedge" in text["chapter"]
    assert "- Venue: The Handbook of Wading, volume 12345, pages 12–34" in text["chapter"]
    assert "- Venue: Technical report 17\n" in text["report"]
    assert "- Venue: Journal of Ponds, 5(2), article e1204" in text["article"]
    assert "- Type:" not in text["article"]
    for name in ("Code", "Dataset", "Model", "Demo", "Video", "Blog post"):
        assert f"- {name}: [https://" in text["dataset"]


def test_citations_are_listed_with_their_source(made):
    """All of them, as links to the copies of the papers; a paper without any has no such list."""
    _, _, docs = made
    page, words = html(docs, "papers/otter/paper.md.txt")
    assert "<h2>Cited by 2 papers here</h2>" in page
    assert '<a href="../heron-2/paper.md.txt">HERON 2: Deeper Water</a>' in page
    assert "Citations according to OpenAlex and service &lt;/script&gt;" in words
    page, words = html(docs, "papers/nasty/paper.md.txt")
    assert "Cited by 1 paper here" in words
    assert "<h2>Cites 2 papers here and 1 other</h2>" in page
    for key in ("heron-vast", "untitled-wading-birds"):
        assert "cite" not in html(docs, f"papers/{key}/paper.md.txt")[1].partition("BibTeX")[0].lower()
