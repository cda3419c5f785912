"""The data that the scripts of Browse load: complete, in the same order, and safe in a script."""

import dataclasses
import json
import re

import pytest

from generator import formats, site
from generator.model import Catalogue, CitationGraph, Paper, ReferenceList
from generator.problems import ShelfError
from generator.site import escapes, renderer
from generator.site.search import index, selection
from generator.site.views import arrangement, browse, news
from tests.site import invented, published


def loaded(shelf):
    """Return the data by name, and the texts of the files."""
    texts = dict(index.scripts(shelf, news.arrivals(shelf)))
    calls = {name: re.fullmatch(r'shelfData\("([a-z0-9-]+)",(.*)\);\n', text) for name, text in texts.items()}
    assert all(name == f"browse/{call[1]}.js" for name, call in calls.items())
    return {call[1]: json.loads(call[2]) for call in calls.values()}, texts


def line(texts, name, paper):
    """Return the texts of a paper in a column."""
    return texts[name].split("\n")[paper] if texts[name] else ""


def arranged(tmp_path, papers=None):
    """Return the invented shelf, or one with other papers."""
    shelf = invented.shelf(tmp_path)
    shelf = dataclasses.replace(shelf, papers=shelf.papers if papers is None else papers)
    return arrangement.arrange(shelf, site.labels(shelf))


def test_every_column_has_a_line_for_each_paper(tmp_path):
    """All columns are in the order of the keys, oldest first."""
    shelf = arranged(tmp_path)
    data, _ = loaded(shelf)
    papers = data["papers"]
    assert papers["keys"].split("\n") == list(shelf.keys)
    for name in ("titles", "by", "dates", "pdf", "code"):
        assert len(papers[name].split("\n")) == len(shelf.keys), name
    for name in ("venues", "places", "types", "since", "families", "topics"):
        assert len(papers[name]["of"]) == len(shelf.keys), name
    for name in ("upvotes", "results"):
        assert len(papers[name]) == len(shelf.keys), name
    texts = data["texts"]
    assert list(texts) == [
        "alias",
        "author",
        "editor",
        "venue",
        "keyword",
        "benchmark",
        "summary",
        "note",
        "abstract",
        "id",
        "years",
    ]
    assert {name for name, text in texts.items() if not text} == {
        "abstract",
        "editor",
        "keyword",
        "note",
    }  # no paper has any, or shows it
    assert {len(text.split("\n")) for text in texts.values() if text} == {len(shelf.keys)}
    heron = shelf.keys.index("heron-1")
    assert papers["venues"]["names"][papers["venues"]["of"][heron]] == "Pond Workshop 2019"
    assert papers["places"]["names"][papers["places"]["of"][heron]] == "Pond Workshop"
    assert papers["since"]["names"][papers["since"]["of"][heron]] == "2021-05-01"
    assert papers["since"]["names"][papers["since"]["of"][shelf.keys.index("heron-2")]] == "2020-07-15"
    assert papers["upvotes"][heron] == 40
    assert papers["former"] == {"heron-two": "heron-2"}


def test_searched_text_is_as_it_is_shown(tmp_path):
    """Names, authors, venues, summaries, benchmarks and identifiers stand as they are, several of a paper with tabs between."""
    shelf = arranged(tmp_path)
    data, _ = loaded(shelf)
    row = {name: line(data["texts"], name, shelf.keys.index("heron-2")) for name in data["texts"]}
    assert data["papers"]["titles"].split("\n")[shelf.keys.index("heron-2")] == "HERON 2: Deeper Water"
    assert row["author"].split("\t")[:2] == ["Author Number1", "Author Number2"]
    assert row["venue"].split("\t") == ["Journal of Ponds", "Preprints of Marshes", "Pond Conference 2021"]
    assert row["summary"] == "The second model wades further and catches larger fish."
    ids = ["2007.00002", "10.1234/ponds.34.5", "abcDEF123_4", "10.2139/ssrn.12345", "10.1234/pond.2021.7"]
    assert row["id"].split("\t") == ids
    assert row["years"].split("\t") == ["2020", "2022", "2021"]
    heron = shelf.keys.index("heron-1")
    assert line(data["texts"], "alias", heron).split("\t") == ["HERON", "Heron One"]
    assert line(data["texts"], "benchmark", heron).split("\t") == ["PondQA", "Pages read"]
    assert data["papers"]["code"].split("\n")[heron] == "https://example.org/heron"


def test_families_and_topics_come_with_their_words(tmp_path):
    """Each has the first sentence on it and the words of its rules, and tells which others lie below it."""
    shelf = arranged(tmp_path)
    families = loaded(shelf)[0]["papers"]["families"]
    words = dict(zip(families["keys"], families["words"], strict=True))
    assert words["heron"] == ["Wading models.", "HERON"]
    below = dict(zip(families["keys"], families["below"], strict=True))
    assert [families["keys"][number] for number in below["heron"]] == ["heron-large"]
    assert below["heron-large"] == below["otter"] == []


def test_a_family_counts_the_papers_of_its_subfamilies(tmp_path):
    """The count is the same as on its page."""
    shelf = arranged(tmp_path)
    families = loaded(shelf)[0]["papers"]["families"]
    for number, node in enumerate(families["keys"]):
        members = [key for key, numbers in zip(shelf.keys, families["of"], strict=True) if number in numbers]
        assert members == list(shelf.members["families", node])


def test_values_cannot_end_a_line_or_script(tmp_path):
    """Line breaks, ends of scripts and comments, and Unicode line separators stay inside their value."""
    hostile = "a</script><!--\u2028b\u2029c\x85d"
    papers = {
        f"paper-{number}": Paper(title=hostile, authors=(hostile,), venue=hostile, summary=f"{hostile}\n\n{hostile}\re")
        for number in range(3)
    }
    data, texts = loaded(arranged(tmp_path, papers))
    assert data["papers"]["titles"].count("\n") == 2
    for name, text in texts.items():
        assert not re.search("[<>\u2028\u2029\ud800]", text), name
        assert text.count("\n") == 1, name
    assert json.loads(escapes.script(f"{hostile}\ud800")) == f"{hostile}\ud800"


def test_an_empty_shelf_has_empty_columns(tmp_path):
    """A shelf without papers is valid."""
    data, _ = loaded(arranged(tmp_path, {}))
    assert set(data) == {"papers", "texts"}
    assert set(data["texts"].values()) == {""}
    assert data["papers"]["count"] == 0
    assert data["papers"]["keys"] == ""


def test_papers_come_in_batches(tmp_path, monkeypatch):
    """The citations of a paper are in the file of its batch."""
    monkeypatch.setattr(index, "BATCH", 2)
    shelf = arranged(tmp_path)
    data, _ = loaded(shelf)
    assert data["papers"]["batch"] == 2
    for number, key in enumerate(shelf.keys):
        for name in ("bibtex", "ris", "csl", "markdown"):
            assert key in data[f"{name}-{number // 2}"]


def test_first_rows_are_the_newest(tmp_path, monkeypatch):
    """Dated papers come newest first, then undated ones, in the same order as in the script."""
    monkeypatch.setattr(browse, "FIRST", 4)
    view = browse.browse_view(arranged(tmp_path))
    assert view.count == 5
    assert [row.card.key for row in view.rows] == ["heron-vast", "otter", "heron-2", "heron-1"]
    assert [row.upvotes for row in view.rows] == ["", "", "", "40"]


def test_joined_records_are_valid_files():
    """In each format the parser reads back all papers from records joined as the page joins them."""
    texts = selection.citations(invented.PAPERS)
    for form in selection.FORMATS:
        records = list(texts[form["name"]].values())
        whole = form.get("before", "") + form["between"].join(records) + form.get("after", "")
        if form["name"] == "markdown":
            assert whole.count("\n") == len(records)
            continue
        parsed = formats.parse_all([formats.Source(name=f"papers{form['suffix']}", text=whole)])
        assert [record.id for record in parsed.records] == list(invented.PAPERS)
        assert [record.title for record in parsed.records] == [paper.name for paper in invented.PAPERS.values()]


def test_a_line_of_markdown_links_the_title():
    """The line has the title, authors, venue and year; the year appears once, even if the venue includes it."""
    lines = selection.citations(invented.PAPERS)["markdown"]
    assert lines["heron-1"] == (
        "- [HERON: Wading Through Shallow Text](<https://arxiv.org/abs/1903.00001>)."
        " Ada Marsh, Bo Reed and Cai Sedge. *Pond Workshop 2019*\n"
    )
    assert lines["otter"].endswith("Ada Marsh and Dee Brook\n")
    hostile = Paper(title="a](javascript:x) <b> *c* `d` [e]", authors=("_f_",))
    assert selection.citations({"x": hostile})["markdown"]["x"] == (
        "- a\\](javascript:x) &lt;b&gt; \\*c\\* \\`d\\` \\[e\\]. \\_f\\_\n"
    )


def test_a_hand_written_file_cannot_replace_data(tmp_path):
    """The conflict is reported as a problem with the file's name, as for pages."""
    settings = invented.project(tmp_path / "project")
    shelf = invented.shelf(settings.content)
    (settings.content / "pages" / "browse").mkdir()
    (settings.content / "pages" / "browse" / "papers.js").write_text("mine")
    with pytest.raises(ShelfError) as caught:
        site.write(shelf, site.labels(shelf), settings, tmp_path / "out")
    assert caught.value.problems[0].code == "pages.taken"


def test_browse_sorts_by_citations_where_they_are_known(tmp_path):
    """Each paper has its number; without citations there is neither the number nor the choice."""
    shelf = invented.shelf(tmp_path)
    stated = CitationGraph(
        papers={"heron-2": ReferenceList(cites=("heron-1", "otter")), "otter": ReferenceList(cites=("heron-1",))}
    )
    for citations in (stated, CitationGraph()):
        known = arrangement.arrange(dataclasses.replace(shelf, citations=citations), {})
        page = renderer.render(renderer.Page(path=browse.PATH, view=browse.browse_view(known), title="Browse")).markdown
        assert ('<option value="cited">Most cited here</option>' in page) == bool(citations.papers)
        cited = loaded(known)[0]["papers"]["cited"]
        assert dict(zip(known.keys, cited, strict=False)) == (
            {"heron-1": 2, "heron-2": 0, "otter": 1, "heron-vast": 0, "untitled-wading-birds": 0}
            if citations.papers
            else {}
        )


def test_an_empty_shelf_has_a_browse_page(tmp_path):
    """The page says that there are no papers yet."""
    shelf = Catalogue(root=tmp_path)
    view = browse.browse_view(arrangement.arrange(shelf, {}))
    page = renderer.render(renderer.Page(path=browse.PATH, view=view, title="Browse")).markdown
    assert "There are no papers yet" in page
    assert "browse-rows" not in page


def test_publications_are_found_by_all_their_words(tmp_path):
    """Editors, keywords, publishers, series, notes, genres, ISBNs, citation keys and other spellings have their columns."""
    shelf = arranged(tmp_path, published.PAPERS)
    data, _ = loaded(shelf)
    texts = {name: dict(zip(shelf.keys, text.split("\n"), strict=True)) for name, text in data["texts"].items() if text}
    assert texts["editor"]["chapter"].split("\t") == ["Bo Reed", "Cai Sedge"]
    assert texts["keyword"]["book"].split("\t") == ["ponds", "field guides; birds"]
    assert texts["author"]["chapter"].split("\t") == ["Wei Wang", "王伟", "王伟"]
    assert texts["author"]["edited"] == ""
    assert texts["venue"]["book"].split("\t") == ["Pond University Press", "Marsh Studies"]
    assert texts["note"]["book"].startswith("Errata are at ")
    assert texts["note"]["thesis"] == "PhD thesis"
    assert texts["id"]["book"].split("\t") == ["9780262035613", "garcia2019ponds", "ponds:book"]
    assert texts["id"]["article"].split("\t")[:2] == ["10.1234/jp.5.2.e1204", "31234567"]
    types = data["papers"]["types"]
    shown = {key: types["names"][number] for key, number in zip(shelf.keys, types["of"], strict=True)}
    assert (shown["thesis"], shown["edited"], shown["pdf-only"]) == ("Thesis", "Book", "Preprint")
    venues = data["papers"]["venues"]
    assert venues["names"][venues["of"][shelf.keys.index("thesis")]] == "PhD thesis, University of the Marsh"


def test_abstracts_are_searched_only_where_they_are_shown(tmp_path):
    """What no page shows, no search finds either."""
    shelf = arranged(tmp_path, {"reed": Paper(title="Reeds", abstract="Unseen words on reeds.")})
    arrivals = news.arrivals(shelf)
    for shown in (True, False):
        texts = dict(index.scripts(shelf, arrivals, abstracts=shown))
        assert ("Unseen words" in texts["browse/texts.js"]) is shown
