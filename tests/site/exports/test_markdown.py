"""Pages as Markdown, llms.txt and robots.txt: whole, linked, and without markup that a value smuggled in."""

import json
import re

import markdown
import pytest

from generator.site import escapes
from generator.site.escapes import line
from generator.site.exports import markdown as markdown_module
from tests.site import reading


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def made(request, tmp_path_factory):
    """The site's address, the nasty shelf and its written tree."""
    folder = tmp_path_factory.mktemp("twins")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def html(docs, path):
    """A file as a Markdown program shows it, and the words in it."""
    text = markdown.markdown((docs / path).read_text("utf-8"), extensions=["tables"])
    return text, " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_every_paper_has_its_twin(made):
    """Under a name that site generators copy as it is; title, authors, venue, summary and figures are in it."""
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
    assert "PondQA 71.5 % test split" in words
    assert "Venue: Pond Workshop 2019" in words
    assert '<a href="../heron-2/paper.md.txt">HERON 2: Deeper Water</a>' in page
    assert "@inproceedings{heron-1," in words
    page, words = html(docs, "papers/heron-2/paper.md.txt")
    assert "Published: Pond Conference 2021: 7–12, 10.1234/pond.2021.7" in words
    assert "Published, the cited version: Journal of Ponds 34(5): 896–912, March 2022, 10.1234/ponds.34.5" in words


def test_it_names_the_papers_worth_a_look(made):
    """With the reason, as the API has them, and each link leads to a twin."""
    _, shelf, docs = made
    for key in shelf.papers:
        related = json.loads((docs / f"api/papers/{key}.json").read_text("utf-8"))["related"]
        page = (docs / f"papers/{key}/paper.md.txt").read_text("utf-8")
        section = page.partition("\n## Related\n")[2].partition("\n## ")[0]
        assert [found[1] for found in re.finditer(r"<\.\./([^/]*)/paper", section)] == [one["key"] for one in related]
        assert [row.rpartition(">): ")[2] for row in section.split("\n") if row] == [
            escapes.markdown(one["reason"]) for one in related
        ]


@pytest.mark.parametrize("index_html", [False, True])
def test_every_link_of_a_twin_leads_somewhere(tmp_path, index_html):
    """In the offline copy, too, where a link to a folder names its page."""
    shelf, docs = reading.written(tmp_path, index_html=index_html)
    count = 0
    for key in shelf.papers:
        path = docs / "papers" / key / "paper.md.txt"
        for link in re.findall(r"\]\(<(\.\.[^>]*)>\)", path.read_text("utf-8")):
            page = link.replace("index.html", "index.md") if index_html else re.sub("/$", "/index.md", link)
            assert (path.parent / page).is_file(), link
            count += 1
    assert count > len(shelf.papers)


def test_nasty_texts_stay_texts(made):
    """No element, link or emphasis of the values' own stands on the page that Markdown makes of it."""
    _, _, docs = made
    page, _ = html(docs, "papers/nasty/paper.md.txt")
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= {
        *("h1", "h2", "ul", "li", "p", "a", "table", "thead", "tbody", "tr", "th", "td", "pre", "code")
    }
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert all(link.startswith(("https://", "../")) for link in links)


def test_llms_txt_leads_everywhere(made):
    """A heading, a quoted sentence and sections of links, each to a file of the site; every paper is among them.

    Also for readers that know no Markdown, but only “[”, a name without brackets, “](”, an address and “)”.
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
        "## Papers",
    ]


def test_an_address_in_parentheses_does_not_end_a_link(tmp_path):
    """The site's own may hold some."""
    _, docs = reading.written(tmp_path, site_url="https://example.org/a(b)/")
    assert "](https://example.org/a%28b%29/papers/otter/paper.md.txt): " in (docs / "llms.txt").read_text("utf-8")


def test_llms_txt_ends(monkeypatch, tmp_path):
    """A large shelf's says where the rest stands."""
    monkeypatch.setattr(markdown_module, "LISTED", 2)
    _, docs = reading.written(tmp_path)
    text = (docs / "llms.txt").read_text("utf-8")
    assert text.count("paper.md.txt") == 2
    assert "the newest 2 of 5" in text


def test_robots_txt_names_the_site_map_of_a_known_address(made):
    """An address is not invented; everything is allowed."""
    home, _, docs = made
    expected = "User-agent: *\nAllow: /\n" + (f"\nSitemap: {home}sitemap.xml\n" if home else "")
    assert (docs / "robots.txt").read_text() == expected


def test_the_owners_own_robots_txt_stands_in_for_ours(tmp_path):
    """As does an llms.txt in content/pages."""

    def own(root):
        (root / "pages" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
        return reading.nasty(root)

    _, docs = reading.written(tmp_path, make=own)
    assert (docs / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert (docs / "llms.txt").read_text().startswith("# Reading Shelf")
