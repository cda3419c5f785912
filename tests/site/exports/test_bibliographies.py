"""The exports, read back by independent parsers: the facts are the same, whatever the fields contain."""

import csv
import html
import json
import re
import typing

import bibtexparser
import jsonschema
import pytest
import rispy
from pylatexenc.latex2text import LatexNodes2Text

from generator.model import Catalogue, Identifiers, Paper, PaperType, Result
from generator.text.folding import clean
from tests.site import invented, reading

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAME = {"type": "object", "minProperties": 1, "additionalProperties": False} | {
    "properties": {
        key: {"type": "string"} for key in ("family", "given", "non-dropping-particle", "suffix", "literal", "ORCID")
    }
}
CSL = {  # the CSL 1.0.2 type of each variable in our files; other variables are errors
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": list(typing.get_args(PaperType))},
            "author": {"type": "array", "items": NAME},
            "editor": {"type": "array", "items": NAME},
            "custom": {"type": "object"},
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
            for key in (
                *("id", "title", "container-title", "volume", "issue", "page", "DOI", "note", "URL", "genre", "number"),
                *("collection-title", "publisher", "edition", "PMID", "ISBN", "language", "keyword", "status"),
            )
        },
    },
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the hostile shelf and its written tree."""
    return reading.written(tmp_path_factory.mktemp("exports"), make=reading.nasty)


def plain(text):
    """Return a BibTeX field without the braces and escapes that protect it."""
    return " ".join(text.replace("{", "").replace("}", "").replace("\\", "").split())


def test_bibtex(exported):
    """Every paper is a valid entry with its key, and plain text reads as it was."""
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
    """Return the keys of all papers, in the order of the API."""
    return [paper["key"] for paper in json.loads((docs / "api/all.json").read_text("utf-8"))["papers"]]


def test_ris(exported):
    """Every paper is one reference, even if a summary imitates RIS; journals and conferences have different types."""
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
    """The list is valid CSL-JSON, and names, dates and venues are those of the papers."""
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
    assert heron["issued"] == {"date-parts": [[2019]]}  # the year of its venue, not of the first version
    assert found["heron-2"]["type"] == "article-journal"
    assert found["otter"]["type"] == "article"


def test_csv(exported):
    """The CSV has one row per paper, and no cell starts like a formula."""
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


def test_results_are_a_table(exported):
    """One row for each figure with all of its fields, by paper; numbers stay numbers."""
    shelf, docs = exported
    with (docs / "results.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = {(key, clean(one.benchmark)): one for key, paper in shelf.papers.items() for one in paper.results}
    assert {(row["paper"], row["benchmark"]) for row in rows} == found.keys()
    for row in rows:
        one = found[row["paper"], row["benchmark"]]
        assert float(row["value"]) == one.value
        for name in ("metric", "unit", "kind", "better", "setting", "note"):
            assert row[name] == clean(getattr(one, name) or "")
    assert rows[0]["date"] == "2019-03-01"
    assert rows[0]["title"] == "HERON: Wading Through Shallow Text"


def test_no_cell_of_the_results_is_a_formula(tmp_path):
    """Text that a spreadsheet would run gets an apostrophe; a negative figure stays a number."""
    armed = Result(benchmark="=cmd()", metric="@x", value=-2.5, unit="+1", setting="-a", note="=1")
    make = lambda root: Catalogue(root=root, papers={"a": Paper(title="=A", results=(armed,))})  # noqa: E731
    _, docs = reading.written(tmp_path, make=make)
    with (docs / "results.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["value"] == "-2.5"
    assert [row[name] for name in ("title", "benchmark", "metric", "unit", "setting", "note")] == [
        "'=A", "'=cmd()", "'@x", "'+1", "'-a", "'=1",
    ]  # fmt: skip


ODD = {
    "accents": Paper(
        title="Über Ñandúes: 100% of «Łódź» & more_words #1",
        authors=("José Ángel Núñez", "Łukasz Żółć", "Mary-Jane van der Berg", "John Smith Jr.", "Søren Ø"),
        date="2021-05-06",
        identifiers=Identifiers(arxiv="2105.00001", doi="10.1234/abc.(x)[z];2-#_<a>&"),
        venue="Zeitschrift für Müßiggang",
        published="2022-11",
        volume="12",
        number="3",
        pages="e12-e34",
    ),
    "chinese": Paper(
        title="知识增强的预训练：综述",
        authors=("王伟", "李娜"),
        date="2020",
        identifiers=Identifiers(acl="2020.pond-main.7"),
        venue="第十九届池塘大会",
    ),
    "crowd": Paper(title="A Crowd", authors=tuple(f"Given{n} Family{n}" for n in range(300)), date="2023-01"),
    "nobody": Paper(title="Nobody Wrote This", date="2019"),
    "never": Paper(title="Never in $O(n^2)$", authors=("Ada Marsh",)),
    "going-on": Paper(title="Going On", authors=("Ada Marsh", "Bo Reed"), author_count=40),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Return the tree of a shelf with unusual papers, and the facts that each format should give back."""
    folder = tmp_path_factory.mktemp("odd")
    _, docs = reading.written(folder, make=lambda root: type(invented.shelf(root))(root=root, papers=ODD))
    return docs


def facts(key, *, names=None, day="", **given):
    """Return facts in one shape, whatever format they came from."""
    return {"key": key, "names": names or [], "day": day, **{name: value or "" for name, value in given.items()}}


def expected():
    """Return the facts of the shelf."""
    return [
        facts(
            key,
            names=[*map(str, paper.authors), *(["…"] if paper.author_count else [])],
            day=paper.published or paper.date or "",
            title=paper.title,
            venue=paper.venue,
            volume=paper.volume,
            number=paper.number,
            pages=paper.pages,
            doi=paper.identifiers.doi,
        )
        for key, paper in sorted(ODD.items())
    ]


def natural(name):
    """Return a name in natural order from “Family, Suffix, Given” or “Family, Given, Suffix”."""
    parts = name.split(", ")
    suffix = next((part for part in parts[1:] if part.endswith(".")), "")
    given = " ".join(part for part in parts[1:] if part != suffix)
    return "…" if name in {"others", "et al."} else " ".join(filter(None, (given, parts[0], suffix)))


def decoded(text):
    """Return the text that LaTeX prints: formulas as written, without braces around the whole."""
    return LatexNodes2Text(math_mode="verbatim").latex_to_text(text.removeprefix("{").removesuffix("}"))


def test_facts_of_unusual_papers_round_trip(odd):
    """Independent parsers read the same key, title, names, date, venue, volume, issue, pages and DOI from all four formats."""
    found = [
        facts(
            entry.key,
            names=[natural(decoded(name)) for name in get("author").split(" and ") if name],
            day="-".join(filter(None, (get("year"), month and f"{MONTHS.index(month) + 1:02}", get("day")))),
            title=decoded(get("title")),
            venue=decoded(get("journal") or get("booktitle")),
            volume=get("volume"),
            number=get("number"),
            pages=get("pages").replace("--", "-"),
            doi=get("doi"),
        )
        for entry in bibtexparser.parse_file(str(odd / "papers.bib")).entries
        for get in [lambda name, entry=entry: entry[name] if name in entry.fields_dict else ""]
        for month in [get("month")]
    ]
    assert sorted(found, key=lambda one: one["key"]) == expected()

    found = [
        facts(
            one["id"],
            names=[natural(name) for name in one.get("authors", [])],
            day=one.get("date", one.get("year", "")).replace("/", "-"),
            title=one["title"],
            venue=one.get("journal_name") or one.get("secondary_title"),
            volume=one.get("volume"),
            number=one.get("number"),
            pages="-".join(filter(None, (one.get("start_page"), one.get("end_page")))),
            doi=one.get("doi"),
        )
        for one in rispy.loads((odd / "papers.ris").read_text("utf-8"))
    ]
    assert sorted(found, key=lambda one: one["key"]) == expected()

    listed = json.loads((odd / "papers.csl.json").read_text("utf-8"))
    jsonschema.validate(listed, CSL)
    order = ("given", "non-dropping-particle", "family", "suffix", "literal")
    found = [
        facts(
            one["id"],
            names=[natural(" ".join(name[part] for part in order if part in name)) for name in one.get("author", [])],
            day="-".join(f"{part:02}" for part in one.get("issued", {"date-parts": [[]]})["date-parts"][0]),
            title=one["title"],
            venue=one.get("container-title"),
            volume=one.get("volume"),
            number=one.get("issue"),
            pages=one.get("page"),
            doi=one.get("DOI"),
        )
        for one in listed
    ]
    assert sorted(found, key=lambda one: one["key"]) == expected()

    with (odd / "papers.csv").open(encoding="utf-8", newline="") as stream:
        found = [
            facts(
                row["id"],
                names=[natural(name) for name in re.split(r" and | (?=others$)", row["author"]) if name],
                day=row["date"],
                title=row["title"],
                venue=row["journal"],
                volume=row["volume"],
                number=row["number"],
                pages=row["pages"],
                doi=row["doi"],
            )
            for row in csv.DictReader(stream)
        ]
    assert sorted(found, key=lambda one: one["key"]) == expected()


def test_a_paper_has_the_same_bibtex_everywhere(exported):
    """The BibTeX in its Markdown file equals its entry in the whole file, line by line."""
    shelf, docs = exported
    whole = (docs / "papers.bib").read_text("utf-8")
    for key in shelf.papers:
        twin = (docs / f"papers/{key}/paper.md.txt").read_text("utf-8").partition("## BibTeX\n\n")[2]
        alone = "\n".join(row.removeprefix("    ") for row in twin.splitlines())
        assert alone.startswith("@")
        assert alone in whole, key


def test_a_family_has_its_own_bibtex(exported):
    """The file has only the papers of the family and its subfamilies; a topic without papers has an empty file."""
    _, docs = exported
    keys = [entry.key for entry in bibtexparser.parse_file(str(docs / "families/heron/papers.bib")).entries]
    assert keys == ["heron-1", "heron-2", "heron-vast"]
    assert (docs / "topics/flying/papers.bib").read_text() == ""


def test_an_empty_shelf_exports_nothing(tmp_path):
    """The files have no papers and are still valid."""
    _, docs = reading.written(tmp_path, make=lambda root: type(invented.shelf(root))(root=root))
    assert bibtexparser.parse_file(str(docs / "papers.bib")).blocks == []
    assert rispy.loads((docs / "papers.ris").read_text()) == []
    assert json.loads((docs / "papers.csl.json").read_text()) == []
    assert len((docs / "papers.csv").read_text().splitlines()) == 1
