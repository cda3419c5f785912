"""The exports, read again by programs that did not write them: the same facts, whatever stands in the fields."""

import csv
import html
import json

import bibtexparser
import invented
import jsonschema
import pytest
import reading
import rispy

NAME = {"type": "object", "minProperties": 1, "additionalProperties": False} | {
    "properties": {key: {"type": "string"} for key in ("family", "given", "non-dropping-particle", "suffix", "literal")}
}
CSL = {  # what CSL 1.0.2 says of the variables that stand in our files; a variable of another name is a fault
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article", "article-journal", "paper-conference"]},
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                    }
                },
            },
        }
        | {
            key: {"type": "string"}
            for key in ("id", "title", "container-title", "volume", "issue", "page", "DOI", "note", "URL")
        },
    },
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The nasty shelf and its written tree."""
    return reading.written(tmp_path_factory.mktemp("exports"), make=reading.nasty)


def plain(text):
    """A field of BibTeX without what protects it."""
    return " ".join(text.replace("{", "").replace("}", "").replace("\\", "").split())


def test_bibtex(exported):
    """Every paper is one entry under its key, none is faulty; what is plain text reads as it was."""
    shelf, docs = exported
    library = bibtexparser.parse_file(str(docs / "papers.bib"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [key for key in json_order(docs) if key in shelf.papers]
    found = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    heron = found["heron-2"]
    assert plain(heron["title"]) == "HERON 2: Deeper Water"
    assert (heron["journal"], heron["volume"], heron["number"], heron["pages"]) == (
        "Journal of Ponds",
        "34",
        "5",
        "896--912",
    )
    assert (heron["doi"], heron["eprint"], heron["year"], heron["month"]) == (
        "10.1234/ponds.34.5",
        "2007.00002",
        "2022",
        "mar",
    )
    assert len(heron["author"].split(" and ")) == 45
    assert found["heron-vast"].keys() >= {"title", "eprint"}
    assert "中文" in found["nasty"]["title"]


def json_order(docs):
    """The keys of all papers, in the order of the API."""
    return [paper["key"] for paper in json.loads((docs / "api/all.json").read_text("utf-8"))["papers"]]


def test_ris(exported):
    """Every paper is one reference, also where a summary imitates RIS; journals and conferences are told apart."""
    shelf, docs = exported
    found = {one["id"]: one for one in rispy.loads((docs / "papers.ris").read_text("utf-8"))}
    assert found.keys() == shelf.papers.keys()
    heron = found["heron-2"]
    assert (heron["type_of_reference"], heron["title"]) == ("JOUR", "HERON 2: Deeper Water")
    assert (heron["start_page"], heron["end_page"], heron["year"]) == ("896", "912", "2022")
    assert (heron["doi"], heron["journal_name"], len(heron["authors"])) == (
        "10.1234/ponds.34.5",
        "Journal of Ponds",
        45,
    )
    assert found["heron-1"]["type_of_reference"] == "CPAPER"
    assert found["heron-1"]["authors"] == ["Marsh, Ada", "Reed, Bo", "Sedge, Cai"]
    assert found["otter"]["type_of_reference"] == "UNPB"
    assert found["heron-1"]["secondary_title"] == "Pond Workshop 2019"
    assert html.unescape(found["nasty"]["title"]).startswith("</script><b>&")


def test_csl(exported):
    """The list follows CSL's schema, and names, dates and places are the papers'."""
    shelf, docs = exported
    listed = json.loads((docs / "papers.csl.json").read_text("utf-8"))
    jsonschema.validate(listed, CSL)
    found = {one["id"]: one for one in listed}
    assert found.keys() == shelf.papers.keys()
    heron = found["heron-1"]
    assert (heron["type"], heron["container-title"], heron["DOI"]) == (
        "paper-conference",
        "Pond Workshop 2019",
        "10.1234/heron.1",
    )
    assert heron["author"][0] == {"family": "Marsh", "given": "Ada"}
    assert heron["issued"] == {"date-parts": [[2019]]}  # as its venue says, not the first version of March
    assert found["heron-2"]["type"] == "article-journal"
    assert found["otter"]["type"] == "article"


def test_the_table(exported):
    """The CSV has a row a paper, and no cell begins as a formula."""
    shelf, docs = exported
    with (docs / "papers.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == shelf.papers.keys()
    assert (rows["heron-2"]["journal"], rows["heron-2"]["date"], rows["heron-2"]["arxiv"]) == (
        "Journal of Ponds",
        "2022-03",
        "2007.00002",
    )
    assert not [cell for row in rows.values() for cell in row.values() if cell[:1] in set("=+-@\t\r")]


def test_a_paper_is_cited_alike_everywhere(exported):
    """The BibTeX in its Markdown is its entry in the whole file, line by line."""
    shelf, docs = exported
    whole = (docs / "papers.bib").read_text("utf-8")
    for key in shelf.papers:
        twin = (docs / f"papers/{key}/paper.md.txt").read_text("utf-8").partition("## BibTeX\n\n")[2]
        alone = "\n".join(row.removeprefix("    ") for row in twin.splitlines())
        assert alone.startswith("@")
        assert alone in whole, key


def test_a_family_has_its_own_bibtex(exported):
    """With the papers of its branches, and no others; a topic without papers has an empty file."""
    _, docs = exported
    keys = [entry.key for entry in bibtexparser.parse_file(str(docs / "families/heron/papers.bib")).entries]
    assert keys == ["heron-1", "heron-2", "heron-vast"]
    assert (docs / "topics/flying/papers.bib").read_text() == ""


def test_an_empty_shelf_exports_nothing(tmp_path):
    """Files that readers accept, without a paper."""
    _, docs = reading.written(tmp_path, make=lambda root: type(invented.shelf(root))(root=root))
    assert bibtexparser.parse_file(str(docs / "papers.bib")).blocks == []
    assert rispy.loads((docs / "papers.ris").read_text()) == []
    assert json.loads((docs / "papers.csl.json").read_text()) == []
    assert len((docs / "papers.csv").read_text().splitlines()) == 1
