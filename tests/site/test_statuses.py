"""A retracted paper says so wherever it is shown, on every page and in every file; what else was said is told, too."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from generator import site
from generator.formats import registry
from generator.formats.sources import Source
from generator.matching.merge import citation, merge
from generator.model import (
    Basis,
    Catalogue,
    Identifiers,
    Ledger,
    LedgerRecord,
    Links,
    Node,
    Paper,
    ReadingPath,
    Result,
    Rule,
    Status,
    Step,
    Taxonomy,
)
from generator.site.exports import annex, awesome_list, digest, selected
from generator.site.plan import DataFile, Plan
from generator.site.renderer import render
from generator.site.settings import Settings

NOTICE = "https://doi.org/10.1234/notice?a=1&b=2"
RETRACTED = Status(kind="retracted", date="2021-07-05", notice=NOTICE, by=("Crossref", "Retraction <b>Watch</b>"))
OTTERS = Paper(
    title="OTTERS: Swim & Dive",
    aliases=("OTTERS",),
    authors=("Ada Marsh",),
    date="2019-03-01",
    venue="Ponds",
    identifiers=Identifiers(doi="10.1234/otters"),
    links=Links(code="https://example.org/otters"),
    summary="They swim.",
    note="In two parts.",
    results=(Result(benchmark="PondQA", value=80, unit="%"),),
    status=(Status(kind="corrected"), RETRACTED),
)
PAPERS = {
    "otters": OTTERS,
    "otters-2": Paper(
        title="OTTERS 2: Deeper",
        authors=("Ada Marsh", "Bo Reed"),
        date="2020",
        builds_on=(Basis(paper="otters", how="extends"), Basis(paper="toads")),
        former_keys=("otters-two",),
        results=(Result(benchmark="PondQA", value=70, unit="%"),),
    ),
    "toads": Paper(
        title="Toads of the Otters",
        date="2018-02",
        status=(Status(kind="withdrawn", date="2022-03", by=("arXiv",)),),
        former_keys=("toad",),
    ),
    "frogs": Paper(title="Frogs and Otters", date="2018", compared_with=("otters",), status=(Status(kind="concern"),)),
}
OFF = {"otters": "retracted", "toads": "withdrawn"}
RULE = (Rule(words=("otters",)),)
SHELF = Catalogue(
    root=Path("content"),
    papers=PAPERS,
    taxonomy=Taxonomy(
        families={"otter": Node(name="Otters", description="All otters.", rules=RULE)},
        topics={"swimming": Node(name="Swimming", description="What swims.", rules=RULE)},
    ),
    paths={
        "river": ReadingPath(
            title="The river",
            audience="All.",
            steps=(Step(paper="otters", why="First."), Step(paper="toads", why="Then.")),
        )
    },
    ledgers={
        "2021-01-01-list": Ledger(
            source="list.txt",
            format="listing",
            date="2021-01-01",
            sha256="0" * 64,
            records=tuple(
                LedgerRecord(line=number, paper=key, title=paper.title, upvotes=number)
                for number, (key, paper) in enumerate(PAPERS.items(), start=1)
            ),
        )
    },
)
SETTINGS = Settings(config=Path("mkdocs.yml"), name="Ponds", site_url="https://example.org/ponds/")
LINK = re.compile(r'<a [^>]*href="[^"]*papers/(otters|toads)/(?:index\.html)?"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture(scope="module")
def plan():
    """Return the plan of the shelf."""
    return Plan(SHELF, site.labels(SHELF), SETTINGS)


@pytest.fixture(scope="module")
def made(plan):
    """Return the text of every page and file by its path."""
    every = (one for part in plan.parts() for one in part.make())
    return {one.path: one.text if isinstance(one, DataFile) else render(one).block for one in every}


def read(text, name):
    """Return the records of a file with this text."""
    return registry.parse_all([Source(name=name, text=text)]).records


def test_every_link_to_a_paper_that_no_longer_stands_says_so(made):
    """On cards, in relations, pictures, leaderboards, embeds, reading paths and at former addresses: inside the link, as readers of screens hear it."""
    links = {(path, key, shown) for path, text in made.items() for key, shown in LINK.findall(text)}
    assert len({path for path, *_ in links}) > 15
    assert {one for one in links if OFF[one[1]] not in one[2].lower()} == set()


def test_the_page_has_a_band_with_a_line_for_each_status(made):
    """The gravest is first; the words are text, and the notice is a link that tells the other site nothing."""
    page = made["papers/otters"]
    band = re.search(r'<div class="shelf-status" role="note"[^>]*>(.*?)</div>', page, re.DOTALL)[1]
    lines = [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<p .*?</p>", band)]
    assert lines == [
        "Retracted on 5 July 2021, according to Crossref and Retraction <b>Watch</b>. Read the notice",
        "Corrected",
    ]
    assert f'<a href="{NOTICE.replace("&", "&amp;")}" rel="noopener noreferrer">Read the notice</a>' in band
    assert page.index("<h1") < page.index(band) < page.index('class="shelf-outs"')
    assert "Withdrawn</strong> in <time" in made["papers/toads"]
    assert "shelf-status" not in made["papers/otters-2"]


def test_pictures_mark_a_retracted_paper_by_its_shape_and_name(made):
    """A cross stands for the dot, and the words below the picture say what the picture says."""
    lineage, charts = made["families/otter"], made["pictures"]
    assert lineage.count('class="shelf-dot shelf-dot--off"') == charts.count('class="shelf-dot shelf-dot--off"') == 2
    assert ">OTTERS (retracted)</a>" in lineage
    assert re.search(r">OTTERS 2</a> extends <a [^>]*>OTTERS \(retracted\)</a>", charts)
    assert "<title>Retracted: OTTERS: Swim &amp; Dive, 1 March 2019</title>" in charts


@pytest.mark.parametrize(("name", "field"), [("bib", "note = {"), ("ris", "N1  - "), ("csl.json", '"note": "')])
def test_reference_managers_read_it_in_the_note(made, name, field):
    """Before what the note holds anyway; a program that shows the note shows it."""
    text = made[f"papers.{name}"]
    noted = "Retracted (2021-07-05), " in text.partition(field)[2]
    assert noted
    for word in ("according to arXiv.", "In two parts.", "Expression of concern.", "Corrected."):
        assert word in text


def test_a_variable_of_csl_and_a_column_of_csv_hold_it(made):
    """CSL knows the status of a publication; a table has a column of its own."""
    elements = {one["id"]: one.get("status") for one in json.loads(made["papers.csl.json"])}
    assert elements == {"otters": "retracted", "otters-2": None, "toads": "withdrawn", "frogs": None}
    rows = {row["id"]: row["status"] for row in csv.DictReader(io.StringIO(made["papers.csv"]))}
    assert rows["otters"] == "corrected; retracted"
    assert rows["otters-2"] == ""


def test_citations_say_behind_them_that_the_paper_is_retracted(made):
    """APA has a form of its own. A correction or a concern is no part of a citation."""
    page = unescape(made["papers/otters"])
    assert re.search(r'id="cite-apa"[^>]*>[^<]*\(Retraction published 2021\)<', page)
    assert re.search(r'id="cite-mla"[^>]*>[^<]*\[Retracted 2021\]<', page)
    assert re.search(r'id="cite-apa"[^>]*>[^<]*\[Withdrawn 2022\]<', unescape(made["papers/toads"]))
    assert not re.search(r'id="cite-apa"[^>]*>[^<]*[Cc]oncern', made["papers/frogs"])


def test_the_api_has_what_was_said_the_gravest_first(made):
    """All of it: kind, date, notice, and who said so."""
    papers = {one["key"]: one["status"] for one in json.loads(made["api/all.json"])["papers"]}
    assert papers["otters"] == [
        {"kind": "retracted", "date": "2021-07-05", "notice": NOTICE, "by": ["Crossref", "Retraction <b>Watch</b>"]},
        {"kind": "corrected", "date": None, "notice": None, "by": []},
    ]
    assert papers["otters-2"] == []


def test_feeds_show_a_paper_again_when_something_was_said_of_it(made):
    """It counts as of that day, in the order, too; its title and text begin with what was said."""
    feed = made["families/otter/feed.xml"]
    titles = [unescape(title) for title in re.findall(r"<title>(.*?)</title>", feed)[1:]]
    assert titles == [
        "Withdrawn: Toads of the Otters",
        "Retracted: OTTERS: Swim & Dive",
        "OTTERS 2: Deeper",
        "Frogs and Otters",
    ]
    assert re.findall(r"<updated>(.*?)T", feed) == [
        "2022-03-01",
        "2022-03-01",
        "2021-07-05",
        "2021-01-01",
        "2021-01-01",
    ]
    assert set(re.findall(r"<published>(.*?)T", feed)) == {"2021-01-01"}
    assert '<category term="status/retracted" label="Retracted"/>' in feed
    items = json.loads(made["families/otter/feed.json"])["items"]
    assert items[1]["date_modified"] == "2021-07-05T00:00:00Z"
    assert items[1]["content_text"].startswith("Retracted on 5 July 2021, according to Crossref")
    assert items[1]["tags"][:2] == ["Retracted", "Corrected"]
    assert "date_modified" not in items[2]


def test_texts_for_programs_and_lists_say_it_before_the_title(made, plan):
    """Markdown of pages and of lists, llms.txt, the digest, LaTeX, a list to print, downloads."""
    page = made["papers/otters/paper.md.txt"]
    assert page.startswith("# Retracted: OTTERS: Swim")
    assert "- Status: Retracted on 5 July 2021, according to Crossref" in page
    assert "[Retracted: OTTERS: Swim &amp; Dive](<../otters/paper.md.txt>)" in made["papers/otters-2/paper.md.txt"]
    assert "[Withdrawn: Toads of the Otters](" in made["llms.txt"]
    readme = awesome_list.text(plan.shelf, SETTINGS, "topics")
    mail = digest.as_message(digest.digest(SHELF, plan.shelf.labels, SETTINGS, "2020-01-01"), "2026-01-01").decode()
    chosen = selected.Selected(shelf=plan.shelf, keys=["otters", "toads"], settings=SETTINGS, query="")
    for text in (readme, mail, annex.text(chosen.listed), selected.page(chosen), selected.content(chosen, ".md")):
        assert "Retracted: OTTERS: Swim" in text
        assert "Withdrawn: Toads of the Otters" in text
    assert (
        "- [Retracted: OTTERS: Swim"
        in json.loads(made["browse/markdown-0.js"].partition(",")[2].removesuffix(");\n"))["otters"]
    )


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".json", ".csv"])
def test_every_export_reads_back_with_the_same_statuses(suffix):
    """Kind, date, notice and who said so come out again, and the note without them; nothing is left over."""
    records = [citation(key, paper) for key, paper in PAPERS.items()]
    found = read(registry.WRITTEN[suffix](records), f"papers{suffix}")
    assert [(one.status, one.note, one.further) for one in found] == [(one.status, one.note, ()) for one in records]


def test_a_readme_reads_back_with_the_title_alone(plan):
    """Importing our own list gives the paper its title and status, not the mark in its title."""
    readme = awesome_list.text(plan.shelf, SETTINGS, "topics")
    papers = {paper.title: paper.status for paper, _ in (merge([one]) for one in read(readme, "README.md"))}
    assert papers.keys() == {paper.title for paper in PAPERS.values()}
    assert [one.kind for one in papers["OTTERS: Swim & Dive"]] == ["retracted"]


def test_metadata_tell_programs(plan):
    """schema.org has the status of a work; the title of the page says it, the title in the citation does not."""
    page = plan.page("papers/otters")
    assert page.title == "Retracted: OTTERS: Swim & Dive"
    assert '"creativeWorkStatus":"Retracted"' in page.head
    assert '<meta name="citation_title" content="OTTERS: Swim &amp; Dive">' in page.head
    assert '<meta property="og:title" content="Retracted: OTTERS: Swim &amp; Dive">' in page.head
    assert "creativeWorkStatus" not in plan.page("papers/otters-2").head


def test_scripts_know_each_kind_with_its_papers(made, plan):
    """Few papers have a status: their numbers take less than a column. Compare shows the gravest."""
    papers = json.loads(made["browse/papers.js"].partition(",")[2].removesuffix(");\n"))
    found = {one["name"]: [plan.shelf.keys[number] for number in one["of"]] for one in papers["statuses"]}
    assert found == {"retracted": ["otters"], "withdrawn": ["toads"], "concern": ["frogs"], "corrected": ["otters"]}
    assert [one["shown"] for one in papers["statuses"]][2] == "Expression of concern"
    facts = "".join(text for path, text in made.items() if "facts-" in path)
    assert '"status":["retracted","Retracted"]' in facts


def test_a_shelf_without_statuses_has_no_trace_of_them(plan):
    """No page or file of such a shelf says anything of retractions, but the help of Browse and the documentation."""
    bare = replace(SHELF, papers={key: paper.model_copy(update={"status": ()}) for key, paper in PAPERS.items()})
    every = (one for part in Plan(bare, plan.shelf.labels, SETTINGS).parts() for one in part.make())
    told = [
        one.path
        for one in every
        if re.search("retracted|shelf-stamp|shelf-status", one.text if isinstance(one, DataFile) else render(one).block)
    ]
    assert sorted(told) == ["api", "api/schema.json", "browse", "codes"]
