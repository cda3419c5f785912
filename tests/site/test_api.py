"""The JSON API: what it says is what the shelf holds, in the shape that it promises."""

import json

import invented
import jsonschema
import pytest
import reading

from generator.site import shapes


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def made(request, tmp_path_factory):
    """The site's address, the nasty shelf and its written tree."""
    folder = tmp_path_factory.mktemp("api")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def load(docs, path):
    """One file of the API."""
    return json.loads((docs / "api" / path).read_text("utf-8"))


def test_every_file_has_its_shape_and_version(made):
    """All of them validate against the schema that is handed out with them."""
    _, shelf, docs = made
    schema = load(docs, "schema.json")

    def check(found, name):
        jsonschema.validate(found, {**schema, "$ref": f"#/$defs/{name}"}, cls=jsonschema.Draft202012Validator)

    check(load(docs, "index.json"), "IndexShape")
    for paper in load(docs, "all.json")["papers"]:
        check(paper, "PaperShape")
    for kind, nodes in (("families", shelf.taxonomy.families), ("topics", shelf.taxonomy.topics)):
        for node in nodes:
            check(load(docs, f"{kind}/{node}.json"), "NodeShape")
    files = [path for path in (docs / "api").rglob("*.json") if path.name != "schema.json"]
    assert {json.loads(path.read_text("utf-8"))["version"] for path in files} == {shapes.VERSION}
    assert len(files) == 2 + len(shelf.papers) + len(shelf.taxonomy.families) + len(shelf.taxonomy.topics)


def test_a_papers_own_file_says_what_the_whole_one_does(made):
    """With the version added."""
    _, shelf, docs = made
    whole = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert whole.keys() == shelf.papers.keys()
    for key, paper in whole.items():
        assert load(docs, f"papers/{key}.json") == {"version": shapes.VERSION, **paper}


def test_the_facts_are_the_papers(made):
    """Field by field as they stand in the YAML files; nasty ones unchanged."""
    home, shelf, docs = made
    for key, paper in shelf.papers.items():
        found = load(docs, f"papers/{key}.json")
        for name in ("venue", "published", "volume", "number", "pages", "summary", "author_count", "et_al"):
            assert found[name] == getattr(paper, name), (key, name)
        assert found["title"] == paper.name
        assert tuple(found["authors"]) == paper.authors
        assert [found[name] for name in ("arxiv", "doi", "acl", "openreview")] == [
            value for _, value in paper.identifiers
        ]
        assert (found["code"], found["project"]) == (paper.links.code, paper.links.project)
        assert [(one["benchmark"], one["value"]) for one in found["results"]] == [
            (one.benchmark, one.value) for one in paper.results
        ]
        assert found["url"] == (f"{home}papers/{key}/" if home else None)


def test_ties_are_told_from_both_ends(made):
    """What one paper builds on or compares itself with is said on the other one, too."""
    _, _, docs = made
    papers = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert papers["heron-vast"]["builds_on"] == ["heron-2", "otter"]
    assert papers["otter"]["compared_in"] == ["heron-vast"]
    for key, paper in papers.items():
        assert all(key in papers[other]["built_on_by"] for other in paper["builds_on"])
        assert all(other in papers for other in (one["key"] for one in paper["related"]))


def test_the_counts_add_up(made):
    """The index counts what the other files list."""
    _, shelf, docs = made
    index = load(docs, "index.json")
    papers = load(docs, "all.json")["papers"]
    assert index["papers"] == len(papers) == len(shelf.papers)
    assert index["with_code"] == sum(bool(paper["code"]) for paper in papers) == 1
    assert index["with_results"] == sum(bool(paper["results"]) for paper in papers) == 2
    assert sum(index["years"].values()) == sum(bool(paper["date"]) for paper in papers)
    assert index["updated"] == max(paper["arrived"] for paper in papers if paper["arrived"])
    for kind in ("families", "topics"):
        for node in index[kind]:
            listed = load(docs, f"{kind}/{node['key']}.json")["papers"]
            assert node["papers"] == len(listed)
            curated = [paper["key"] for paper in papers if node["key"] in {one["key"] for one in paper[kind]}]
            assert set(curated) <= set(listed)


def test_what_sources_printed_is_told(made):
    """Earliest first; a figure that was not printed is null."""
    _, _, docs = made
    first, second = load(docs, "papers/heron-1.json")["seen"]
    assert (first["taken"], first["upvotes"], first["comments"], first["authors"]) == ("2021-05-01", 12, 0, 3)
    assert (second["taken"], second["upvotes"], second["comments"]) == ("2022-05-01", 40, None)


def test_every_field_is_on_the_page(made):
    """The documentation names each field of each shape, and only files that are there."""
    _, _, docs = made
    page = (docs / "api/index.md").read_text("utf-8")
    for shape in shapes.SHAPES:
        for name in shape.model_fields:
            assert f"<code>{name.replace('_', '&#95;')}</code>" in page, (shape, name)
    head = reading.Head(page)
    assert head.names.count("table") == len(shapes.SHAPES)
    links = list(page.split('href="')[1:])
    assert links
    for link in links:
        target = (docs / "api" / link.partition('"')[0]).resolve()
        assert target.is_file() or (target / "index.md").is_file(), link


def test_a_link_in_the_offline_copy_names_its_file(tmp_path):
    """As file:// needs it."""
    _, docs = reading.written(tmp_path, index_html=True)
    assert load(docs, "papers/otter.json")["path"] == "papers/otter/index.html"
    assert load(docs, "families/otter.json")["path"] == "families/otter/index.html"


def test_every_key_is_a_path(made):
    """Nobody needs a list of files: a paper's key leads to its file."""
    _, _, docs = made
    for paper in load(docs, "all.json")["papers"]:
        assert (docs / "api" / "papers" / f"{paper['key']}.json").is_file()
        assert paper["path"] == f"papers/{paper['key']}/"
    assert set(invented.PAPERS) <= {paper["key"] for paper in load(docs, "all.json")["papers"]}
