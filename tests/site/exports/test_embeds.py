"""Pages that other sites show in a frame: what is on them, what is not, and the HTML that shows them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator import site
from generator.model import Catalogue, Node, Paper, Taxonomy
from generator.site import Settings, plan, render
from generator.site.exports import embeds
from generator.site.plan import Plan
from generator.site.views.arrangement import arrange
from tests.site import invented, reading

SETTINGS = Settings(config=Path("mkdocs.yml"), name="Ponds & more", site_url=reading.HOME)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of a kind."""
        return [attributes for name, attributes in self.found if name == tag]


def made(shelf: Catalogue, **settings: object) -> dict[str, str]:
    """Return the files by path."""
    return dict(embeds.files(arrange(shelf, site.labels(shelf)), replace(SETTINGS, **settings)))


def test_each_family_and_topic_has_a_page_also_in_an_offline_copy() -> None:
    """Also those without papers; all share one style sheet."""
    shelf = invented.shelf(Path())
    pages = {
        f"embed/{kind}/{node}/index.html"
        for kind, nodes in (("families", shelf.taxonomy.families), ("topics", shelf.taxonomy.topics))
        for node in nodes
    }
    assert made(shelf).keys() == pages | {"embed/style.css"}
    assert made(shelf, offline=True) == made(shelf)


@pytest.mark.parametrize("end", ["", "index.html"])
def test_a_page_lists_the_newest_papers_with_links_that_leave_the_frame(end: str) -> None:
    """It has no script and no style of its own; search engines read the real page in its place."""
    index_html = bool(end)
    text = made(invented.shelf(Path()), index_html=index_html)["embed/families/heron/index.html"]
    page = Elements(text)
    home = "../../../"
    targets = [
        f"{home}{path}/{end}"
        for path in ("families/heron", "papers/heron-vast", "papers/heron-2", "papers/heron-1", "families/heron")
    ]
    assert [one["href"] for one in page.all("a")] == targets
    assert {(one["target"], one["rel"]) for one in page.all("a")} == {("_blank", "noopener")}
    assert "Author Number1 and 44 others, 15 July 2020" in page.text
    assert not {"script", "style", "img", "base", "form"} & {tag for tag, _ in page.found}
    assert not any(name == "style" or name.startswith("on") for _, attributes in page.found for name in attributes)
    links = {one["rel"]: one["href"] for one in page.all("link")}
    assert links == {"canonical": f"{reading.HOME}families/heron/{end}", "stylesheet": f"{home}embed/style.css"}
    policies = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policies == (
        [] if index_html else ["default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"]
    )
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


def test_a_long_list_is_cut_and_links_to_the_whole_one() -> None:
    """Its newest papers are shown; undated ones come last."""
    papers = {
        f"p{n:02}": Paper(title=f"Paper {n}", date=f"20{n:02}" if n else None, topics=("t",))
        for n in range(embeds.SHOWN + 1)
    }
    shelf = Catalogue(root=Path(), papers=papers, taxonomy=Taxonomy(topics={"t": Node(name="T", description="T.")}))
    page = Elements(made(shelf)["embed/topics/t/index.html"])
    assert re.findall(r"Paper \d+", page.text) == [f"Paper {n}" for n in range(embeds.SHOWN, 0, -1)]
    assert f"All {embeds.SHOWN + 1} papers on Ponds & more" in page.text
    assert "canonical" not in {
        one["rel"] for one in Elements(made(shelf, site_url="")["embed/topics/t/index.html"]).all("link")
    }
    nothing = Elements(made(replace(shelf, papers={}))["embed/topics/t/index.html"])
    assert "No papers yet." in nothing.text


@pytest.mark.parametrize("end", ["", "index.html"])
def test_a_named_query_has_a_page(end: str) -> None:
    """It is called after its key, and leads to the same papers in Browse."""
    queries = {"recent-code": "has:code year:2019..", "nothing": "zzzz & <b>"}
    found = made(invented.shelf(Path()), embeds=queries, index_html=bool(end))
    page = Elements(found["embed/queries/recent-code/index.html"])
    browse = f"browse/{end}?find=has%3Acode%20year%3A2019.."
    assert [one["href"] for one in page.all("a")] == [
        f"../../../{path}" for path in (browse, f"papers/heron-1/{end}", browse)
    ]
    assert page.text.split()[:2] == ["Recent", "code"]
    assert {one["rel"]: one["href"] for one in page.all("link")}["canonical"] == f"{reading.HOME}{browse}"
    nothing = Elements(found["embed/queries/nothing/index.html"])
    assert "No papers yet." in nothing.text
    assert nothing.all("a")[0]["href"] == f"../../../browse/{end}?find=zzzz%20%26%20%3Cb%3E"


def test_hostile_texts_stay_texts() -> None:
    """Names of topics and titles make no element."""
    sound, nasty = (
        Elements(made(make(Path()))[f"embed/families/{node}/index.html"])
        for make, node in ((invented.shelf, "otter"), (reading.nasty, "nasty"))
    )
    tags = {tag for tag, _ in nasty.found} - {"strong", "math", "mi", "mrow", "semantics", "annotation"}
    assert tags <= {tag for tag, _ in sound.found}
    assert "</script><b>&amp; ]]>" in nasty.text


def test_the_list_s_page_shows_the_html_to_paste_if_the_site_has_an_address() -> None:
    """The frame may open links and nothing else. Further pages of the list and offline copies do not show it."""
    shelf = invented.shelf(Path())
    views = {}
    for name, settings in (
        ("online", SETTINGS),
        ("without address", replace(SETTINGS, site_url="")),
        ("offline", replace(SETTINGS, offline=True)),
    ):
        page = Plan(shelf, plan.labels(shelf), settings).page("families/heron")
        assert page
        views[name] = render(page).block
    assert "Embed this list" not in views["without address"] + views["offline"]
    pasted = Elements(Elements(views["online"]).text).all("iframe")
    assert pasted == [
        {
            "src": f"{reading.HOME}embed/families/heron/",
            "title": "Heron – Ponds & more",
            "width": "100%",
            "height": "480",
            "loading": "lazy",
            "sandbox": "allow-popups allow-popups-to-escape-sandbox",
            "style": "border: 1px solid #8888",
        }
    ]
    (frame,) = Elements(embeds.snippet(replace(SETTINGS, name=reading.NASTY), "topics/a", reading.NASTY)).found
    assert frame[0] == "iframe"
    assert frame[1]["title"].count("</script><b>&amp; ]]>") == 2
