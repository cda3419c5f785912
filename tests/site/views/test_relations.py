"""Relations as pages state them: on both papers, in words, by the keys that papers have now."""

import pytest

from generator.model import Basis, Catalogue, Comparison, Paper
from generator.site.views import arrangement, related
from generator.site.views.contribute import repository
from generator.site.views.paper_page import paper_view
from tests.site import invented


def arranged(root, **papers):
    """Return a shelf of these papers without a taxonomy."""
    return arrangement.arrange(Catalogue(root=root, papers=papers), {})


def told(shelf, key):
    """Return what a paper's page says: per heading, the papers with how and why."""
    return {str(side): [(one.key, one.how, one.why) for one in found] for side, found in shelf.relatives(key)}


def test_each_kind_reads_well_on_both_pages(tmp_path):
    """The page of the other paper puts it from its own side; a plain key has neither how nor why."""
    hows = ("extends", "initialises-from", "distils", "uses", None)
    shelf = arranged(
        tmp_path,
        new=Paper(
            title="New",
            builds_on=tuple(Basis(paper=f"old-{number}", how=how) for number, how in enumerate(hows)),
            compared_with=(Comparison(paper="old-0", how="evaluates", why="on four ponds"),),
        ),
        **{f"old-{number}": Paper(title=f"Old {number}") for number in range(len(hows))},
    )
    assert told(shelf, "new") == {
        "builds_on": [
            ("old-0", "Extends", ""),
            ("old-1", "Initialised from", ""),
            ("old-2", "Distils", ""),
            ("old-3", "Uses", ""),
            ("old-4", "", ""),
        ],
        "compared_with": [("old-0", "Evaluates", "on four ponds")],
    }
    assert told(shelf, "old-0") == {
        "built_on_by": [("new", "Extended by", "")],
        "compared_in": [("new", "Evaluated by", "on four ponds")],
    }
    others = [told(shelf, f"old-{number}")["built_on_by"][0][1] for number in range(1, 5)]
    assert others == ["Initialises", "Distilled by", "Used by", ""]


def test_two_senses_of_one_relation_are_one_row(tmp_path):
    """A paper that extends another and uses its data is listed once, with both; what is there twice is said once."""
    twice = (
        Basis(paper="old", how="extends", why="deeper water"),
        Basis(paper="old", how="uses", why="its reeds"),
        Basis(paper="old", how="uses", why="its reeds, again"),
    )
    shelf = arranged(tmp_path, new=Paper(title="New", builds_on=twice), old=Paper(title="Old"))
    assert told(shelf, "new") == {"builds_on": [("old", "Extends and uses", "deeper water; its reeds")]}
    assert told(shelf, "old") == {"built_on_by": [("new", "Extended by and used by", "deeper water; its reeds")]}


def test_a_relation_to_a_former_key_leads_to_the_paper_that_has_it_now(tmp_path):
    """Missing papers and the paper itself are left out."""
    shelf = arranged(
        tmp_path,
        new=Paper(title="New", builds_on=("old", "gone", "new", "was-new"), former_keys=("was-new",)),
        renamed=Paper(title="Renamed", former_keys=("old",)),
    )
    assert told(shelf, "new") == {"builds_on": [("renamed", "", "")]}
    assert told(shelf, "renamed") == {"built_on_by": [("new", "", "")]}


def test_papers_compared_with_each_other_are_in_one_list(tmp_path):
    """If both files say so, each page says it once; in a circle both pages say that they build on each other."""
    shelf = arranged(
        tmp_path,
        a=Paper(title="A", builds_on=("b",), compared_with=("b",)),
        b=Paper(title="B", builds_on=("a",), compared_with=("a",)),
    )
    assert told(shelf, "a") == {
        "builds_on": [("b", "", "")],
        "built_on_by": [("b", "", "")],
        "compared_with": [("b", "", "")],
    }


@pytest.mark.parametrize("kind", ["builds_on", "compared_with"])
def test_stated_relations_are_not_proposed_as_related(tmp_path, kind):
    """The page's list of related papers has only what no file says."""
    relation = {kind: ({"paper": "old", "why": "by hand"},)}
    shelf = arranged(
        tmp_path,
        new=Paper(title="New", authors=("Ada Marsh", "Bo Reed"), **relation),
        old=Paper(title="Old", authors=("Ada Marsh", "Bo Reed")),
        other=Paper(title="Other", authors=("Ada Marsh", "Bo Reed")),
    )
    near = related.related(shelf)
    assert [one.card.key for one in near["new"]] == ["other"]
    assert [one.card.key for one in near["old"]] == ["other"]


def test_a_shared_base_is_a_reason_however_it_is_written(tmp_path):
    """Two papers that build on one paper are related, with a key in one file and a block of fields in the other."""
    shelf = arranged(
        tmp_path,
        a=Paper(title="A", builds_on=("base",)),
        b=Paper(title="B", builds_on=(Basis(paper="base", how="uses"),)),
        base=Paper(title="Base"),
    )
    (one,) = related.related(shelf)["a"]
    assert (one.card.key, one.reason) == ("b", "both build on Base")


def test_the_page_shows_how_and_why(tmp_path):
    """The view of a page has them beside the paper's card."""
    shelf = arranged(
        tmp_path,
        new=Paper(title="New", builds_on=(Basis(paper="old", how="extends", why="deeper water"),)),
        old=Paper(title="Old"),
    )
    settings = invented.project(tmp_path / "project")
    (group,) = paper_view(shelf, "old", {}, repository(settings, shelf.catalogue.root)).relations
    assert group.name == "Basis for"
    assert [(card.title, said.how, said.why) for card, said in group.papers] == [("New", "Extended by", "deeper water")]
