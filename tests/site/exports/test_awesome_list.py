"""The list of papers in a README: its sections, what a reader sees of it, and that it can be imported again."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from generator import site
from generator.content import catalogue
from generator.model import Catalogue, Identifiers, Links, Name, Node, Paper, Taxonomy
from generator.site import Settings
from generator.site.exports import awesome_list
from generator.site.views.arrangement import arrange
from tests.cli import forking
from tests.conftest import people
from tests.site import invented, reading

BULLET = re.compile(r"- \*\*\[?(.*?)(?:\]\(|\*\*)")


def listed(
    shelf: Catalogue, kind: str = "topics", *, site_url: str = "", most: int | None = None, level: int = 2
) -> str:
    """Return the list of a shelf."""
    settings = Settings(config=Path("mkdocs.yml"), site_url=site_url)
    return awesome_list.text(arrange(shelf, site.labels(shelf)), settings, kind, most=most, level=level)


def outline(text: str) -> list[str]:
    """Return the headings and the titles of the papers below them."""
    found = []
    for row in text.splitlines():
        if row.startswith("#"):
            found.append(re.sub(r'<a id="[a-z0-9-]+"></a>', "", row))
        elif row.startswith("- **"):
            found.append(BULLET.match(row)[1])
    return found


def shelf_of(*papers: Paper, topics: dict[str, Node] | None = None) -> Catalogue:
    """Return a shelf of some papers."""
    return Catalogue(
        root=Path(), papers={f"p{n}": one for n, one in enumerate(papers)}, taxonomy=Taxonomy(topics=topics or {})
    )


def test_a_paper_stands_under_its_most_specific_families_newest_first() -> None:
    """Subfamilies are nested headings; what is in none comes last; undated papers are below all others."""
    assert outline(listed(invented.shelf(Path()), "families")) == [
        "## Heron",
        "HERON 2: Deeper Water",
        "HERON: Wading Through Shallow Text",
        "### Large herons",
        "HERON Vast Technical Report",
        "## Otter",
        "Otters Swim: A Study &amp; Its Limits",
        "## No family",
        "Untitled: wading birds in a row",
    ]


def test_a_paper_of_two_topics_is_in_both_sections() -> None:
    """A topic without papers has no section."""
    assert outline(listed(invented.shelf(Path()), level=3)) == [
        "### Reading",
        "HERON Vast Technical Report",
        "HERON: Wading Through Shallow Text",
        "### Swimming",
        "HERON Vast Technical Report",
        "Otters Swim: A Study &amp; Its Limits",
        "### No topic",
        "HERON 2: Deeper Water",
        "Untitled: wading birds in a row",
    ]


def test_topics_in_a_circle_or_with_two_parents_lose_no_paper() -> None:
    """A topic stands below its first parent; each heading is there once; no heading is deeper than six."""
    topics = {
        "a": Node(name="A", description="A.", parents=("b",)),
        "b": Node(name="B", description="B.", parents=("a",)),
    }
    topics |= {f"n{n}": Node(name=f"N{n}", description="N.", parents=(f"n{n - 1}",) if n else ()) for n in range(9)}
    topics["two"] = Node(name="Two", description="T.", parents=("n1", "n0"))
    papers = [Paper(title=f"Paper of {topic}", topics=(topic,)) for topic in topics]
    found = outline(listed(shelf_of(*papers, topics=topics)))
    for topic in topics:
        assert found.count(f"Paper of {topic}") == 1
    headings = [row for row in found if row.startswith("#")]
    assert {row.lstrip("# ") for row in headings} == {node.name for node in topics.values()}
    assert max(len(row.split()[0]) for row in headings) == 6
    assert found.index("#### Two") > found.index("### N1")


def test_the_table_of_contents_leads_to_every_heading() -> None:
    """Each entry has the number of papers in its section and those below it."""
    text = listed(invented.shelf(Path()), "families")
    entries = re.findall(r"^ *- \[(.*?)\]\(#(.*?)\) \((\d+)\)$", text, re.MULTILINE)
    assert [(name, int(count)) for name, _, count in entries] == [
        ("Heron", 3),
        ("Large herons", 1),
        ("Otter", 1),
        ("No family", 1),
    ]
    assert '<li><a href="#shelf-family-heron">Heron</a> (3)<ul>' in markdown.markdown(text).replace("\n", "")
    assert [anchor for _, anchor, _ in entries] == re.findall(r'<a id="(.*?)"></a>', text)


def test_most_takes_the_newest_papers_and_links_to_the_others() -> None:
    """Without the site's address the last line only says that there are more."""
    shelf = invented.shelf(Path())
    text = listed(shelf, most=2, site_url=reading.HOME)
    assert {*BULLET.findall(text)} == {"HERON Vast Technical Report", "Otters Swim: A Study &amp; Its Limits"}
    assert text.endswith(f"\n\nThese are the newest 2 of 5 papers; all are on [Reading Shelf]({reading.HOME}).\n")
    assert listed(shelf, most=2).endswith("\n\nThese are the newest 2 of 5 papers.\n")
    assert listed(shelf, most=9) == listed(shelf)


def test_a_row_has_authors_venue_and_badges() -> None:
    """The title leads to the paper's page on the site, or without an address of the site to the paper itself."""
    paper = Paper(
        title="Deep Ponds",
        authors=people("Ada Marsh", "Bo Reed", "Cai Sedge"),
        date="2020-01",
        published="2021-03",
        venue="Journal of Ponds",
        identifiers=Identifiers(arxiv="2001.00001"),
        links=Links(code="https://github.com/example/ponds"),
    )
    row = "- **[Deep Ponds]({})**, {}, {}. [![paper]({})](https://arxiv.org/abs/2001.00001) [![code]({})](https://github.com/example/ponds)\n"
    badges = (awesome_list.PAPER, awesome_list.CODE)
    by, place = "Ada Marsh et al.", "Journal of Ponds 2021"
    assert row.format("https://arxiv.org/abs/2001.00001", by, place, *badges) in listed(shelf_of(paper))
    assert row.format(f"{reading.HOME}papers/p0/", by, place, *badges) in listed(shelf_of(paper), site_url=reading.HOME)
    other = paper.model_copy(update={"authors": people("Ada Marsh", "Bo Reed"), "venue": "ACL 2021"})
    assert "**, Ada Marsh, Bo Reed, ACL 2021. [!" in listed(shelf_of(other))
    bare = Paper(title="Nothing Else")
    assert listed(shelf_of(bare)) == '## <a id="shelf-no-topic"></a>Papers\n\n- **Nothing Else**.\n'
    assert listed(shelf_of()) == "No papers yet.\n"


@pytest.mark.parametrize(
    "title",
    [
        reading.NASTY,
        "<!-- shelf:end --> <script>alert(1)</script> <img src=x onerror=alert(1)>",
        "# @ana [x](javascript:alert(1)) ![y](https://example.org/y.png) `z` | ~~w~~ <https://example.org>",
        "$<!--$ and $a&amp;b$",
        "first\n\n## second\n- third",
    ],
)
def test_a_text_stays_text(title: str) -> None:
    """Whatever it contains, a Markdown parser finds one heading, one item, and no link or element of its making."""
    paper = Paper.model_construct(
        title=title, topics=("t",), identifiers=Identifiers(), links=Links(paper="https://example.org/a_(b)")
    )
    shelf = shelf_of(paper, topics={"t": Node.model_construct(name=title, description=title)})
    html = markdown.markdown(listed(shelf))
    assert html.count("<h2>") == html.count("<li>") == 1
    assert re.findall(r'<(?:a|img|script)\b[^>]*?(?:href|src|id)="(.*?)"', html) == [
        "shelf-topic-t",
        "https://example.org/a_(b)",
        "https://example.org/a_(b)",
        awesome_list.PAPER,
    ]
    assert "<!--" not in html


def test_a_formula_is_drawn_by_github_and_read_again() -> None:
    """It keeps its TeX."""
    assert r"[Sorting \$5 in $O(n_1^2)$ Time]" in listed(
        shelf_of(Paper(title="Sorting $5 in $O(n_1^2)$ Time", links=Links(paper="https://example.org/a")))
    )


@pytest.mark.parametrize("site_url", ["", "https://me.github.io/shelf/"])
def test_the_list_can_be_imported_again(tmp_path: Path, site_url: str) -> None:
    """Every paper with a link is matched, none is new or unsure, and none gains a link to the shelf itself."""
    invented.project(tmp_path)
    more = {
        "one-author": Paper(
            title="Sorting Ponds in $O(n^2)$ Time",
            authors=people("Ada Marsh"),
            date="2022",
            identifiers=Identifiers(doi="10.1234/a(1)2"),
        ),
        "no-identifier": Paper(
            title="A Page of One's Own & Other [Stories] about C*",
            authors=people("Ada Marsh", "Bo Reed", "Cai Sedge"),
            date="2020",
            links=Links(paper="https://lab.example.org/page_(1)?a=1&copy;=2", code="https://github.com/x/y"),
        ),
        "chinese": Paper(
            title="基于知识增强的语义表示模型",
            authors=(Name(literal="孙宇"),),
            date="2019",
            identifiers=Identifiers(doi="10.1234/cn"),
        ),
    }
    content = tmp_path / "content"
    catalogue.save(content, {f"papers/{key}.yml": paper for key, paper in more.items()})
    (content / "papers" / "untitled-wading-birds.yml").unlink()  # it has no link
    before = catalogue.load(content).papers
    (tmp_path / "LIST.md").write_text(listed(catalogue.load(content), site_url=site_url), "utf-8")
    done = forking.run("generator.cli", "import", "LIST.md", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 records: 0 new papers, 7 matched, 0 unsure, 0 unreadable" in done.stdout
    after = catalogue.load(content).papers
    assert {key: (one.title, one.links, one.identifiers) for key, one in after.items()} == {
        key: (one.title, one.links, one.identifiers) for key, one in before.items()
    }
