"""The data of Compare and of what is new: complete, found by the hash of a key, and only from the shelf."""

import json
import re

from generator import site
from generator.model import Basis, Catalogue, Comparison, Links, Paper, Result
from generator.site.exports import facts, holdings
from generator.site.views import arrangement
from tests.site import invented


def arranged(tmp_path, **more):
    shelf = invented.shelf(tmp_path)
    shelf.papers.update(more)
    return arrangement.arrange(shelf, site.labels(shelf))


def loaded(files):
    """Return the data by name."""
    found = {}
    for path, text in files:
        call = re.fullmatch(r'shelfData\("([a-z0-9-]+)",(.*)\);\n', text)
        assert path == f"browse/{call[1]}.js"
        found[call[1]] = json.loads(call[2])
    return found


def of(shelf, key):
    """Return what the page finds under a key."""
    batches = loaded(facts.files(shelf))
    return batches[f"facts-{holdings.number(key) % facts.batches(shelf)}"][key]


def test_every_paper_is_found_by_its_key_and_former_keys(tmp_path):
    """Each is in the file that its hash names, in files of about a hundred papers; a former key names the present one."""
    many = {f"reed-{number}": Paper(title=f"Reed {number}") for number in range(250)}
    shelf = arranged(tmp_path, **many)
    assert facts.batches(shelf) == len(loaded(facts.files(shelf))) == 3
    assert [of(shelf, key)["title"] for key in many] == [paper.title for paper in many.values()]
    assert of(shelf, "heron-two") == "heron-2"
    assert max(map(len, loaded(facts.files(shelf)).values())) < 130


def test_the_facts_of_a_paper(tmp_path):
    """Facts are as on the paper's page, in plain text; what is not known is left out."""
    found = of(arranged(tmp_path), "heron-1")
    assert found["authors"] == "Ada Marsh, Bo Reed and Cai Sedge"
    assert found["upvotes"] == "40"
    assert found["links"][-1] == ["Project page", "https://example.org/heron/page"]
    assert found["families"] == [["Heron", "families/heron"]]
    assert found["topics"] == [["Reading", "topics/reading"]]
    assert of(arranged(tmp_path), "heron-vast")["relations"] == [
        ["builds on", "heron-2", ""],
        ["builds on", "otter", ""],
        ["is compared with", "otter", ""],
    ]
    assert set(of(arranged(tmp_path), "untitled-wading-birds")) == {"title", "short", "type"}


def test_only_web_links_and_known_papers_are_in_the_data(tmp_path):
    """A relation to a paper that is not on the shelf, or to itself, and an address that is none are left out; markup is text."""
    odd = Paper(
        title="</script><b>$x^2$",
        builds_on=("gone", "odd"),
        links=Links.model_construct(code="javascript:alert(1)", pdf='https://a.example/"x'),
    )
    shelf = arranged(tmp_path, odd=odd)
    found = of(shelf, "odd")
    assert "relations" not in found
    assert "links" not in found
    assert found["title"].startswith("</script><b>")
    assert all("</script>" not in text for _, text in facts.files(shelf))


def test_results_with_one_row_can_stand_side_by_side():
    """Spelling does not matter; benchmark, metric, setting, unit and kind do. What a result does not say is left out."""
    one = facts._result(Result(benchmark="Pond-QA", value=71.5, unit="%", note="test split"))
    assert one == {
        "value": 71.5,
        "row": "pondqa|||%|score",
        "benchmark": "Pond-QA",
        "unit": "%",
        "kind": "score",
        "better": "higher",
        "shown": "71.5%",
        "note": "test split",
    }
    full = {"benchmark": "PondQA", "value": 3, "metric": "F1", "setting": "zero-shot"}
    rows = {
        facts._result(Result(**{**full, **more}))["row"]
        for more in (
            {},
            {"metric": "EM"},
            {"setting": "5-shot"},
            {"unit": "%"},
            {"kind": "gain"},
            {"benchmark": "Pond QA"},
            {"unit": "F1"},
        )
    }
    assert len(rows) == 5
    told = facts._result(Result(**full, better="lower"))
    assert (told["metric"], told["setting"], told["better"]) == ("F1", "zero-shot", "lower")


def test_typed_relations_have_their_verb_and_reason(tmp_path):
    """A relation says how it is one, and why; without a type, the list that it is in says it."""
    heron = invented.PAPERS["heron-1"].model_copy(
        update={
            "builds_on": (Basis(paper="otter", how="distils", why="a <b> teacher"), Basis(paper="heron-2")),
            "compared_with": (Comparison(paper="heron-2"), Comparison(paper="nowhere")),
        }
    )
    shelf = arranged(tmp_path, **{"heron-1": heron})
    assert list(facts._relations(shelf, "heron-1")) == [
        ("distils", "otter", "a <b> teacher"),
        ("builds on", "heron-2", ""),
        ("is compared with", "heron-2", ""),
    ]


def test_holdings_know_each_paper_and_its_former_keys(tmp_path):
    """Every paper has four characters, in the order of the keys; a renamed one is found by its old hash."""
    shelf = arranged(tmp_path)
    data = loaded(holdings.files(shelf))["holdings"]
    assert data["papers"] == "".join(map(holdings.short, shelf.keys))
    assert data["former"] == {holdings.short("heron-2"): [holdings.short("heron-two")]}
    hashes = {holdings.short(f"paper-{number}") for number in range(10_000)}
    assert len(hashes) > 9_990
    assert all(re.fullmatch(r"[\w-]{4}", one) for one in hashes)


def test_an_empty_shelf_has_empty_files(tmp_path):
    """There is one file of facts without papers."""
    shelf = arrangement.arrange(Catalogue(root=tmp_path), {})
    assert loaded([*facts.files(shelf), *holdings.files(shelf)]) == {
        "facts-0": {},
        "holdings": {"papers": "", "former": {}},
    }
