"""Readers that share nothing with what wrote the files: a page's head, and a shelf whose texts are as bad as they get."""

from __future__ import annotations

import dataclasses
import json
from html.parser import HTMLParser

from generator import site
from generator.model import Identifiers, Node, Paper, Result, Taxonomy
from tests.site import invented

NASTY = '</script><b>&amp; ]]> "quoted" \\begin{x} %2F {{ 7*7 }} $x$ @misc{y, } *b* [l](javascript:x) \u202egnp é 中文'
BELL = "\x07\x0b\x1bwith\x00controls"
HOME = "https://example.org/shelf/"


def nasty(root):
    """The invented shelf, with one more paper and family in which every text is nasty."""
    shelf = invented.shelf(root)
    paper = Paper(
        title=NASTY,
        aliases=(f"alias {NASTY}",),
        authors=(f"Ann {NASTY}", "=cmd()|calc", "Smith, Jones and others", "王伟"),
        date="2020-02-03",
        identifiers=Identifiers(arxiv=f"2002.1{NASTY}", doi=f"10.1/{NASTY}"),
        venue=f"Conference {NASTY}",
        volume=NASTY,
        number=NASTY,
        pages=NASTY,
        summary=f"{NASTY}{BELL}\n\nER  - \nTY  - JOUR\n{NASTY}",
        results=(Result(benchmark=NASTY, value=1, unit=NASTY, note=NASTY),),
        families=("nasty",),
        builds_on=("heron-1",),
    )
    taxonomy = Taxonomy(
        families={**shelf.taxonomy.families, "nasty": Node(name=NASTY, description=f"{NASTY}\n{BELL}")},
        topics=shelf.taxonomy.topics,
    )
    return dataclasses.replace(shelf, papers={**shelf.papers, "nasty": paper}, taxonomy=taxonomy)


def written(folder, *, make=invented.shelf, **settings):
    """Write a shelf's tree; return the shelf and the tree's docs folder."""
    found = dataclasses.replace(invented.project(folder / "project"), **settings)
    shelf = make(found.content)
    site.write(shelf, site.labels(shelf), found, folder / "out")
    return shelf, folder / "out" / "docs"


class Head(HTMLParser):
    """The metas, links and JSON-LD of a page, each as a list in order; ``names`` counts every element met."""

    def __init__(self, text):
        """Read it."""
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
        """What all metas of a name hold."""
        return [value for found, value in self.metas if found == name]

    def one(self, name):
        """What the only meta of a name holds; None without one."""
        found = self.every(name)
        assert len(found) <= 1
        return found[0] if found else None
