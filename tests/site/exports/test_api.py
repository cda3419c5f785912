"""The JSON API holds the shelf's data in the shapes that it documents."""

import dataclasses
import json
import re

import jsonschema
import pytest

from generator.model import Basis, Comparison, Name, Paper
from generator.site.exports import api_schema
from tests.site import invented, published, reading


@pytest.fixture(scope="module", params=["", reading.HOME], ids=["nowhere", "hosted"])
def made(request, tmp_path_factory):
    """Return the site's address, the hostile shelf and its written tree."""
    folder = tmp_path_factory.mktemp("api")
    return request.param, *reading.written(folder, make=reading.nasty, site_url=request.param)


def load(docs, path):
    """Return one file of the API."""
    return json.loads((docs / "api" / path).read_text("utf-8"))


def test_every_file_has_its_shape_and_version(made):
    """Each file validates against the published schema, and against its own shape in it."""
    _, shelf, docs = made
    schema = load(docs, "schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    names = {"index.json": "IndexShape", "all.json": "AllShape"}
    names |= {f"families/{node}.json": "NodeShape" for node in shelf.taxonomy.families}
    names |= {f"topics/{node}.json": "NodeShape" for node in shelf.taxonomy.topics}
    names |= {f"paths/{key}.json": "PathShape" for key in shelf.paths}
    files = {path.relative_to(docs / "api").as_posix() for path in (docs / "api").rglob("*.json")}
    assert files == names.keys() | {"schema.json"}
    for path, name in names.items():
        found = load(docs, path)
        assert found["version"] == api_schema.VERSION
        jsonschema.Draft202012Validator(schema).validate(found)
        shaped(schema, name).validate(found)


def shaped(schema, name):
    """Return a validator for one shape of the schema."""
    return jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]})


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("index.json", "IndexShape"),
        ("all.json", "AllShape"),
        ("topics/flying.json", "NodeShape"),
    ],
)
def test_the_schema_allows_new_fields_but_needs_the_old_ones(made, path, name):
    """Within a version fields may be added, but none may be removed or change its type."""
    _, _, docs = made
    validator, found = shaped(load(docs, "schema.json"), name), load(docs, path)
    assert validator.is_valid({**found, "later": 1})
    for field in found:
        assert not validator.is_valid({key: value for key, value in found.items() if key != field}), field
        assert not validator.is_valid({**found, field: {"x": {}}}), field


def test_files_have_exactly_the_documented_fields(made):
    """Every object has exactly the fields of its shape."""
    _, _, docs = made
    for paper in load(docs, "all.json")["papers"]:
        assert paper.keys() == api_schema.PaperShape.model_fields.keys()
        assert all(one.keys() == api_schema.Sighting.model_fields.keys() for one in paper["seen"])
        assert all(one.keys() == api_schema.Person.model_fields.keys() for one in paper["people"])
        assert paper["links"].keys() == api_schema.Addresses.model_fields.keys()
        assert all(one.keys() == api_schema.OtherVersion.model_fields.keys() for one in paper["other_versions"])
    assert load(docs, "index.json").keys() == api_schema.IndexShape.model_fields.keys()
    assert load(docs, "all.json").keys() == api_schema.AllShape.model_fields.keys()
    assert load(docs, "families/heron.json").keys() == api_schema.NodeShape.model_fields.keys()
    assert load(docs, "paths/first-steps.json").keys() == api_schema.PathShape.model_fields.keys()


def test_values_equal_those_in_the_yaml_files(made):
    """Every value, hostile ones included, is as in the YAML file."""
    home, shelf, docs = made
    whole = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert whole.keys() == shelf.papers.keys()
    for key, paper in shelf.papers.items():
        found = whole[key]
        for name in ("venue", "published", "volume", "number", "pages", "summary", "author_count", "et_al", "genre"):
            assert found[name] == getattr(paper, name), (key, name)
        for name in ("publisher", "series", "edition", "language", "note"):
            assert found[name] == getattr(paper, name), (key, name)
        assert found["title"] == paper.name
        for role in ("author", "editor"):
            names = getattr(paper, f"{role}s")
            assert found[f"{role}s"] == [str(name) for name in names]
            people = [person for person in found["people"] if person["role"] == role]
            assert [
                Name(**{part: value for part, value in each.items() if part != "role" and value}) for each in people
            ] == [dataclasses.replace(name, also=list(name.also) or ()) for name in names]
        assert {name: found[name] for name, _ in paper.identifiers} == dict(paper.identifiers)
        assert found["links"] == dict(paper.links)
        assert (found["keywords"], found["citation_keys"]) == (list(paper.keywords), list(paper.citation_keys))
        assert (found["code"], found["project"]) == (paper.links.code, paper.links.project)
        assert found["results"] == [one.model_dump() for one in paper.results]
        assert found["url"] == (f"{home}papers/{key}/" if home else None)


def test_relations_appear_on_both_papers(made):
    """If one paper builds on another or is compared with it, both papers say so."""
    _, _, docs = made
    papers = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert papers["heron-vast"]["builds_on"] == ["heron-2", "otter"]
    assert papers["otter"]["compared_in"] == ["nasty", "heron-vast"]
    for key, paper in papers.items():
        assert all(key in papers[other]["built_on_by"] for other in paper["builds_on"])
        assert all(other in papers for other in (one["key"] for one in paper["related"]))


def test_how_and_why_are_told_on_both_sides(tmp_path):
    """Each statement of a file is listed once for each of the two papers; what it does not say is null."""

    def related(root):
        shelf = invented.shelf(root)
        new = Paper(
            title="New",
            builds_on=(
                "otter",
                Basis(paper="heron-1", how="extends", why="deeper"),
                Basis(paper="heron-1", how="uses"),
            ),
            compared_with=(Comparison(paper="heron-two", how="evaluates"),),
        )
        return dataclasses.replace(shelf, papers={**shelf.papers, "new": new})

    _, docs = reading.written(tmp_path, make=related)
    papers = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert papers["new"]["builds_on"] == ["heron-1", "otter"]
    assert papers["new"]["relations"] == [
        {"relation": "builds_on", "key": "heron-1", "how": "extends", "why": "deeper"},
        {"relation": "builds_on", "key": "heron-1", "how": "uses", "why": None},
        {"relation": "builds_on", "key": "otter", "how": None, "why": None},
        {"relation": "compared_with", "key": "heron-2", "how": "evaluates", "why": None},
    ]
    assert [one for one in papers["heron-1"]["relations"] if one["key"] == "new"] == [
        {"relation": "built_on_by", "key": "new", "how": "extends", "why": "deeper"},
        {"relation": "built_on_by", "key": "new", "how": "uses", "why": None},
    ]
    for paper in papers.values():
        for side in ("builds_on", "built_on_by", "compared_with", "compared_in"):
            told = dict.fromkeys(one["key"] for one in paper["relations"] if one["relation"] == side)
            assert list(told) == paper[side]


def test_the_counts_add_up(made):
    """The index counts what the other files list."""
    _, shelf, docs = made
    index = load(docs, "index.json")
    papers = load(docs, "all.json")["papers"]
    assert index["papers"] == len(papers) == len(shelf.papers)
    assert index["with_code"] == sum(bool(paper["code"]) for paper in papers) == 1
    assert index["with_results"] == sum(bool(paper["results"]) for paper in papers) == 3
    assert sum(index["years"].values()) == sum(bool(paper["date"]) for paper in papers)
    assert index["updated"] == max(paper["arrived"] for paper in papers if paper["arrived"])
    for kind in ("families", "topics"):
        for node in index[kind]:
            listed = load(docs, f"{kind}/{node['key']}.json")["papers"]
            assert node["papers"] == len(listed)
            curated = [paper["key"] for paper in papers if node["key"] in {one["key"] for one in paper[kind]}]
            assert set(curated) <= set(listed)


def test_sources_are_listed_with_their_values(made):
    """They are listed earliest first; a value that a source does not state is null."""
    _, _, docs = made
    first, second = next(one for one in load(docs, "all.json")["papers"] if one["key"] == "heron-1")["seen"]
    assert (first["taken"], first["upvotes"], first["comments"], first["authors"]) == ("2021-05-01", 12, 0, 3)
    assert (second["taken"], second["upvotes"], second["comments"]) == ("2022-05-01", 40, None)


def test_every_field_is_on_the_page(made):
    """The page documents every field of each shape, and names only files that exist."""
    _, _, docs = made
    page = (docs / "api/index.md").read_text("utf-8")
    for shape in api_schema.DOCUMENTED:
        for name in shape.model_fields:
            assert f"<code>{name.replace('_', '&#95;')}</code>" in page, (shape, name)
    head = reading.Head(page)
    assert head.names.count("table") == len(api_schema.DOCUMENTED)
    links = list(page.split('href="')[1:])
    assert links
    for link in links:
        target = (docs / "api" / link.partition('"')[0]).resolve()
        assert target.is_file() or (target / "index.md").is_file(), link


def test_a_link_in_the_offline_copy_names_its_file(tmp_path):
    """Links end with a file name, as file:// requires."""
    _, docs = reading.written(tmp_path, index_html=True)
    assert "papers/otter/index.html" in {one["path"] for one in load(docs, "all.json")["papers"]}
    assert load(docs, "families/otter.json")["path"] == "families/otter/index.html"


def test_the_offline_copy_has_no_files_that_nobody_reads(tmp_path):
    """Scripts and crawlers do not read file://: no Markdown for each paper, no llms.txt, and no link to them."""
    _, docs = reading.written(tmp_path, index_html=True, offline=True)
    assert len(load(docs, "all.json")["papers"]) == len(invented.PAPERS)
    assert not [*docs.rglob("paper.md.txt"), *docs.glob("*.txt")]
    for page in docs.rglob("*.md"):
        assert not re.search(r"md\.txt|llms\.txt|robots\.txt", page.read_text("utf-8")), page


def test_every_key_is_a_path(made):
    """A paper's key is enough to find its page, and the page as Markdown."""
    _, _, docs = made
    for paper in load(docs, "all.json")["papers"]:
        assert (docs / "papers" / paper["key"] / "index.md").is_file()
        assert (docs / "papers" / paper["key"] / "paper.md.txt").is_file()
        assert paper["path"] == f"papers/{paper['key']}/"
    assert set(invented.PAPERS) <= {paper["key"] for paper in load(docs, "all.json")["papers"]}


def test_publications_of_every_type_have_their_fields(tmp_path):
    """A stated type stays, another is worked out; people have the parts of their names, and links their kinds."""
    _, docs = reading.written(tmp_path, make=published.shelf)
    papers = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    jsonschema.Draft202012Validator(load(docs, "schema.json")).validate(load(docs, "all.json"))
    assert {key: paper["type"] for key, paper in papers.items()} == {
        **{key: paper.type for key, paper in published.PAPERS.items()},
        "pdf-only": "article",
        "talk": "paper-conference",
    }
    assert papers["chapter"]["editors"] == ["Bo Reed", "Cai Sedge"]
    assert papers["chapter"]["people"][0] == {
        "role": "author",
        "family": "Wang",
        "given": "Wei",
        "suffix": None,
        "literal": None,
        "orcid": "0000-0002-1825-0097",
        "also": ["王伟"],
    }
    assert [(one["role"], one["family"]) for one in papers["chapter"]["people"]][1:] == [
        ("author", "王"),
        ("editor", "Reed"),
        ("editor", "Sedge"),
    ]
    assert papers["report"]["people"][0]["literal"] == papers["report"]["authors"][0] == "ATLAS Collaboration"
    assert papers["dataset"]["links"]["demo"] == "https://frogs.example.org/demo"
    assert papers["dataset"]["links"]["code"] == papers["dataset"]["code"]
    assert (papers["article"]["pmid"], papers["book"]["isbn"]) == ("31234567", "9780262035613")


def test_citations_are_listed_at_both_ends(made):
    """With the number of references that are not here, null where none are known, and who states all this."""
    _, shelf, docs = made
    papers = {paper["key"]: paper for paper in load(docs, "all.json")["papers"]}
    assert papers["heron-2"]["cites"] == ["heron-1", "nasty", "otter"]
    assert papers["otter"]["cited_by"] == ["nasty", "heron-2"]
    for key, paper in papers.items():
        assert all(key in papers[other]["cited_by"] for other in paper["cites"])
        assert all(key in papers[other]["cites"] for other in paper["cited_by"])
    known = {
        key: paper["references_outside"] for key, paper in papers.items() if paper["references_outside"] is not None
    }
    assert known == {"heron-2": 30, "heron-vast": 9, "nasty": 1}
    assert load(docs, "index.json")["citations"] == {
        "date": "2026-03-02",
        "services": ["OpenAlex", shelf.citations.services[1]],
        "papers": 3,
        "links": 5,
    }


def test_without_citations_the_lists_are_empty(tmp_path):
    """And nobody is named; the number of references is unknown, not zero."""
    _, docs = reading.written(tmp_path)
    assert load(docs, "index.json")["citations"] is None
    for paper in load(docs, "all.json")["papers"]:
        assert (paper["cites"], paper["cited_by"], paper["references_outside"]) == ([], [], None)
