"""Parsers that do not share code with the writer: a page's head, and a shelf whose texts are as hostile as possible."""

from __future__ import annotations

import dataclasses
import json
from html.parser import HTMLParser

from generator import site
from generator.model import (
    Basis,
    CitationGraph,
    Comparison,
    Identifiers,
    Name,
    Node,
    Paper,
    ReadingPath,
    ReferenceList,
    Result,
    Status,
    Step,
    Taxonomy,
)
from tests.site import invented

NASTY = '</script><b>&amp; ]]> "quoted" \\begin{x} %2F {{ 7*7 }} $x$ @misc{y, } *b* [l](javascript:x) \u202egnp é 中文'
BELL = "\x07\x0b\x1bwith\x00controls"
HOME = "https://example.org/shelf/"


def nasty(root):
    """The invented shelf with one more paper and family, in which every text is hostile."""
    shelf = invented.shelf(root)
    paper = Paper(
        title=NASTY,
        aliases=(f"alias {NASTY}",),
        genre=NASTY,
        authors=(f"Ann {NASTY}", "=cmd()|calc", "Smith, Jones and others", "王伟"),
        editors=(Name(literal=NASTY), Name(family=NASTY, given=NASTY, orcid=NASTY, also=(NASTY,))),
        date="2020-02-03",
        identifiers=Identifiers(arxiv=f"2002.1{NASTY}", doi=f"10.1/{NASTY}", pmid=NASTY, isbn=NASTY),
        venue=f"Conference {NASTY}",
        volume=NASTY,
        number=NASTY,
        pages=NASTY,
        publisher=NASTY,
        series=NASTY,
        edition=NASTY,
        language=NASTY,
        citation_keys=(NASTY,),
        keywords=(NASTY, f"word {NASTY}"),
        note=f"{NASTY} https://example.org/{NASTY}",
        status=(
            Status.model_construct(
                kind="concern", date="2021-02", notice=f"https://example.org/{NASTY}", by=(NASTY, NASTY)
            ),
        ),
        summary=f"{NASTY}{BELL}\n\nER  - \nTY  - JOUR\n{NASTY}",
        results=(Result(benchmark=NASTY, metric=NASTY, value=1, unit=NASTY, setting=NASTY, note=NASTY),),
        families=("nasty",),
        builds_on=(Basis.model_construct(paper="heron-1", how="extends", why=f"{NASTY}{BELL}"),),
        compared_with=(Comparison.model_construct(paper="otter", how="evaluates", why=f"{NASTY}{BELL}"),),
    )
    taxonomy = Taxonomy(
        families={**shelf.taxonomy.families, "nasty": Node(name=NASTY, description=f"{NASTY}\n{BELL}")},
        topics=shelf.taxonomy.topics,
    )
    steps = (Step(paper="nasty", why=NASTY), Step(paper="heron-1", why="<script>alert(1)</script>"))
    paths = {**shelf.paths, "nasty": ReadingPath(title=NASTY, audience=f"{NASTY}\n\n{NASTY}", steps=steps)}
    cites = {
        "heron-2": ReferenceList(cites=("heron-1", "nasty", "otter"), outside=30),
        "heron-vast": ReferenceList(outside=9),
        "nasty": ReferenceList(cites=("heron-1", "otter"), outside=1),
    }
    citations = CitationGraph(date="2026-03-02", services=("openalex", f"service {NASTY}"), papers=cites)
    papers = {**shelf.papers, "nasty": paper}
    return dataclasses.replace(shelf, papers=papers, taxonomy=taxonomy, paths=paths, citations=citations)


def written(folder, *, make=invented.shelf, **settings):
    """Write a shelf's tree. Return the shelf and the tree's docs folder."""
    found = dataclasses.replace(invented.project(folder / "project"), **settings)
    shelf = make(found.content)
    site.write(shelf, site.labels(shelf), found, folder / "out")
    return shelf, folder / "out" / "docs"


class Head(HTMLParser):
    """The meta tags, links and JSON-LD of a page, each as a list in order. ``names`` counts the elements."""

    def __init__(self, text):
        """Parse the page."""
        super().__init__()
        self.metas, self.links, self.linked, self.names, self._inside = [], [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.names.append(tag)
        if tag == "meta" and (name := found.get("name") or found.get("property")):
            self.metas.append((name, found.get("content")))
        elif tag == "link":
            self.links.append(found)
        self._inside = tag == "script" and found.get("type") == "application/ld+json"

    def handle_endtag(self, tag):  # noqa: ARG002
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.linked.append(json.loads(data))

    def every(self, name):
        """Return the content of all meta tags with a name."""
        return [value for found, value in self.metas if found == name]

    def one(self, name):
        """Return the content of the only meta tag with a name; None if there is none."""
        found = self.every(name)
        assert len(found) <= 1
        return found[0] if found else None
