"""The data that the scripts of Browse load: complete, in the same order, and safe in a script."""

import dataclasses
import json
import re

import pytest

from generator import formats, site
from generator.model import Catalogue, Paper
from generator.problems import ShelfError
from generator.site import escapes, renderer
from generator.site.search import index, selection
from generator.site.views import arrangement, browse, news
from generator.text.folding import fold
from tests.site import invented, published


def loaded(shelf):
    """Return the data by name, and the texts of the files."""
    texts = dict(index.scripts(shelf, news.arrivals(shelf)))
    calls = {name: re.fullmatch(r'shelfData\("([a-z0-9-]+)",(.*)\);\n', text) for name, text in texts.items()}
    assert all(name == f"browse/{call[1]}.js" for name, call in calls.items())
    return {call[1]: json.loads(call[2]) for call in calls.values()}, texts


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
    for name in ("titles", "by", "dates"):
        assert len(papers[name].split("\n")) == len(shelf.keys), name
    for name in ("venues", "places", "types", "since", "families", "topics"):
        assert len(papers[name]["of"]) == len(shelf.keys), name
    for name in ("upvotes", "code", "results"):
        assert len(papers[name]) == len(shelf.keys), name
    assert {name for name, text in data["words"].items() if not text} == {"editor", "keyword"}  # no paper has any
    for name, text in data["words"].items():
        if not text:
            continue
        rows = text.split("\n")
        assert len(rows) == len(shelf.keys), name
        assert all(row[0] == row[-1] == " " for row in rows), name
    heron = shelf.keys.index("heron-1")
    assert papers["venues"]["names"][papers["venues"]["of"][heron]] == "Pond Workshop 2019"
    assert papers["places"]["names"][papers["places"]["of"][heron]] == "Pond Workshop"
    assert papers["since"]["names"][papers["since"]["of"][heron]] == "2021-05-01"
    assert papers["since"]["names"][papers["since"]["of"][shelf.keys.index("heron-2")]] == "2020-07-15"
    assert papers["upvotes"][heron] == 40
    assert papers["former"] == {"heron-two": "heron-2"}


def test_searched_text_is_folded(tmp_path):
    """Names, aliases, authors, venues, summary, benchmarks and identifiers are folded by generator.text.folding."""
    shelf = arranged(tmp_path)
    words = loaded(shelf)[0]["words"]
    row = {name: text.split("\n")[shelf.keys.index("heron-2")] for name, text in words.items() if text}
    assert row["title"] == f" {fold('HERON 2: Deeper Water')} "
    assert row["author"].startswith(" author number1 ; author number2 ; ")
    assert "preprints of marshes" in row["venue"]
    assert "pond conference 2021" in row["venue"]
    assert "larger fish" in row["text"]
    assert " 2007 00002 " in row["id"]
    assert " 10 2139 ssrn 12345 " in row["id"]


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
    assert set(data) == {"papers", "words"}
    assert data["papers"]["count"] == 0
    assert data["papers"]["keys"] == ""


def test_papers_come_in_batches(tmp_path, monkeypatch):
    """The summary and citations of a paper are in the file of its batch."""
    monkeypatch.setattr(index, "BATCH", 2)
    shelf = arranged(tmp_path)
    data, _ = loaded(shelf)
    assert data["papers"]["batch"] == 2
    for number, key in enumerate(shelf.keys):
        for name in ("summaries", "bibtex", "ris", "csl", "markdown"):
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


def test_an_empty_shelf_has_a_browse_page(tmp_path):
    """The page says that there are no papers yet."""
    shelf = Catalogue(root=tmp_path)
    view = browse.browse_view(arrangement.arrange(shelf, {}))
    page = renderer.render(view, browse.PATH, title="Browse")
    assert "There are no papers yet" in page
    assert "browse-rows" not in page


def test_publications_are_found_by_all_their_words(tmp_path):
    """Editors, keywords, publishers, series, notes, genres, ISBNs, citation keys and other spellings have their columns."""
    shelf = arranged(tmp_path, published.PAPERS)
    data, _ = loaded(shelf)
    words = {name: dict(zip(shelf.keys, text.split("\n"), strict=True)) for name, text in data["words"].items()}
    assert words["editor"]["chapter"] == " bo reed ; cai sedge "
    assert words["keyword"]["book"] == " ponds ; field guides birds "
    assert words["author"]["chapter"] == f" wei wang ; {fold('王伟')} ; {fold('王伟')} "
    assert words["author"]["edited"] == "  "
    assert " pond university press ; marsh studies " in words["venue"]["book"]
    assert " errata are at " in words["text"]["book"]
    assert " phd thesis " in words["text"]["thesis"]
    assert " 9780262035613 ; garcia2019ponds ; ponds book " in words["id"]["book"]
    assert " 31234567 " in words["id"]["article"]
    types = data["papers"]["types"]
    shown = {key: types["names"][number] for key, number in zip(shelf.keys, types["of"], strict=True)}
    assert (shown["thesis"], shown["edited"], shown["pdf-only"]) == ("Thesis", "Book", "Preprint")
    venues = data["papers"]["venues"]
    assert venues["names"][venues["of"][shelf.keys.index("thesis")]] == "PhD thesis, University of the Marsh"
