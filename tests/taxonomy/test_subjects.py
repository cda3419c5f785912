"""Headings and keywords of sources label papers whenever they are looked at, and the label names the source."""

from pathlib import Path

import pytest

from generator.model import Catalogue, Ledger, LedgerRecord, Node, Paper, Rule, Taxonomy
from generator.taxonomy import subjects
from generator.taxonomy.rules import classified, classify, explain
from generator.taxonomy.subjects import Subject

SHA = "0" * 64


def node(name: str, *rules: Rule, parents: tuple[str, ...] = ()) -> Node:
    """Build a node."""
    return Node(name=name, description="d", rules=rules, parents=parents)


def shelf(taxonomy: Taxonomy, *records: LedgerRecord, **papers: Paper) -> Catalogue:
    """Build a shelf with one source."""
    ledger = Ledger(source="list.md", format="awesome", date="2026-01-02", sha256=SHA, records=records)
    return Catalogue(root=Path(), papers=papers, taxonomy=taxonomy, ledgers={"2026-01-02-list": ledger})


def nodes(taxonomy: Taxonomy, *headings: str, keywords: tuple[str, ...] = ()) -> list[str]:
    """Return the topics of a paper that stands under these headings."""
    stated = [Subject(kind="headings", text=text) for text in headings]
    stated += [Subject(kind="keywords", text=text) for text in keywords]
    return [label.node for label in classify(Paper(title="P"), taxonomy, stated)]


def test_the_evidence_names_the_source() -> None:
    """It has the rule, what the source prints, and the file in imports/; a keyword of the paper itself is in its file."""
    taxonomy = Taxonomy(
        topics={
            "tides": node("Tides", Rule(headings=("Ebb and flow",))),
            "moon": node("Moon"),
            "kelp": node("Kelp", Rule(keywords=("brown algae",))),
        }
    )
    paper = Paper(title="P", keywords=("Brown Algae",))
    catalogue = shelf(
        taxonomy, LedgerRecord(line=3, paper="p", headings=("Sea > Ebb & Flow",), keywords=("moon",)), p=paper
    )
    labels = classified(catalogue, ["p"])["p"]
    source = "list.md (imports/2026-01-02-list.yml)"
    assert explain("p", labels, catalogue) == [
        "p",
        f'  topic tides: topics.tides.rules[0] of taxonomy.yml matches the heading "Sea > Ebb & Flow" in {source}',
        f'  topic moon: topics.moon.name of taxonomy.yml matches the keyword "moon" in {source}',
        '  topic kelp: topics.kelp.rules[0] of taxonomy.yml matches the keyword "Brown Algae" in its file',
    ]


def test_the_order_of_import_and_taxonomy_does_not_matter() -> None:
    """A node that is written after the import labels the papers that are there, those with a new key included."""
    records = (
        LedgerRecord(line=1, paper="a", headings=("Tides",)),
        LedgerRecord(line=2, paper="old", headings=("Tides",)),
        LedgerRecord(line=3, headings=("Tides",)),
    )
    papers = {"a": Paper(title="A"), "b": Paper(title="B", former_keys=("old",)), "c": Paper(title="C")}
    before, after = (shelf(Taxonomy(topics=topics), *records, **papers) for topics in ({}, {"tides": node("Tides")}))
    assert classified(before, [*papers]) == {"a": (), "b": (), "c": ()}
    assert {key: [one.node for one in found] for key, found in classified(after, [*papers]).items()} == {
        "a": ["tides"],
        "b": ["tides"],
        "c": [],
    }


@pytest.mark.parametrize("heading", ["TIDES", "tides (12)", "Tidés", "Coasts > Tides [3 papers]", "ti-des > tides"])
def test_a_node_has_its_own_name(heading: str) -> None:
    """Case, accents and a count do not matter."""
    assert nodes(Taxonomy(topics={"t": node("Tides")}), heading) == ["t"]
    assert nodes(Taxonomy(topics={"tides": node("Ebb and flow")}), heading) == ["tides"]


@pytest.mark.parametrize("heading", ["Tidesmen", "Low tides", "", ">", "Tides and moons"])
def test_another_heading_gives_no_label(heading: str) -> None:
    """A heading must be the name as a whole."""
    assert nodes(Taxonomy(topics={"t": node("Tides")}), heading) == []


def test_one_name_under_two_headings_is_two_topics() -> None:
    """They are told apart by their parents, or by the headings that they list; alone the name says nothing."""
    by_parents = Taxonomy(
        topics={
            "waves": node("Waves"),
            "winds": node("Winds"),
            "wave-height": node("Height", parents=("waves",)),
            "wind-height": node("Height", parents=("winds",)),
        }
    )
    listed = Taxonomy(
        topics={
            "wave-height": node("Height", Rule(headings=("Waves > Height",))),
            "wind-height": node("Height", Rule(headings=("Winds > Height",))),
        }
    )
    for taxonomy in (by_parents, listed):
        assert nodes(taxonomy, "Waves > Height") == ["wave-height"]
        assert nodes(taxonomy, "Sea > Winds > Height") == ["wind-height"]
        assert nodes(taxonomy, "Height") == []
        assert nodes(taxonomy, "Kites > Height") == []
    assert nodes(listed, "Waves > Large > Height") == []


def test_a_topic_above_another_one_is_not_named_twice() -> None:
    """A paper of a subtopic is in the topic already; two topics that are not related are both given."""
    related = Taxonomy(topics={"sea": node("Sea"), "tides": node("Tides", parents=("sea",))})
    assert nodes(related, "Sea > Tides") == ["tides"]
    assert nodes(related, "Sea > Kites") == ["sea"]
    assert nodes(related, "Sea > Tides", "Sea") == ["sea", "tides"]
    assert nodes(Taxonomy(topics={"sea": node("Sea"), "tides": node("Tides")}), "Sea > Tides") == ["sea", "tides"]


def test_unless_holds_for_headings_and_keywords_too() -> None:
    """A word of unless in the paper's title keeps the label away."""
    taxonomy = Taxonomy(topics={"t": node("Tides", Rule(headings=("Sea",), keywords=("ebb",), unless=("soap",)))})
    stated = [Subject(kind="headings", text="Sea"), Subject(kind="keywords", text="ebb")]
    assert classify(Paper(title="Soap tides"), taxonomy, stated) == ()
    (label,) = classify(Paper(title="High tides"), taxonomy, stated)
    assert (label.rule, label.within, label.words) == ("topics.t.rules[0]", "headings", "Sea")


def test_headings_are_no_keywords() -> None:
    """What a rule lists under headings matches no keyword, and the other way round."""
    taxonomy = Taxonomy(topics={"t": node("T", Rule(headings=("Sea",))), "u": node("U", Rule(keywords=("Ebb",)))})
    assert nodes(taxonomy, "Ebb", keywords=("Sea",)) == []
    assert nodes(taxonomy, "Sea", keywords=("Ebb",)) == ["t", "u"]


def test_the_classes_and_groups_of_bibtex_are_headings() -> None:
    """ArXiv's primary class, and the groups of JabRef and Mendeley, stand in fields of their own."""
    further = {"primaryclass": "cs.CL", "groups": "To read, Kelp \\& sea", "file": "a.pdf"}
    catalogue = shelf(Taxonomy(), LedgerRecord(line=1, paper="p", further=further), p=Paper(title="P"))
    assert [(one.kind, one.text) for one in subjects.gather(catalogue)["p"]] == [
        ("headings", "cs.CL"),
        ("headings", "To read"),
        ("headings", "Kelp & sea"),
    ]


def test_ledgers_of_version_1_are_read() -> None:
    """They call headings hints."""
    assert LedgerRecord.model_validate_json('{"line": 1, "hints": ["Tides"]}').headings == ("Tides",)


def test_a_label_changes_with_its_source() -> None:
    """Only the papers of sources that changed are classified again."""
    taxonomy = Taxonomy(topics={"tides": node("Tides")})
    before = shelf(taxonomy, LedgerRecord(line=1, paper="a"), a=Paper(title="A"), b=Paper(title="B"))
    after = shelf(
        taxonomy, LedgerRecord(line=1, paper="a", headings=("Tides",)), a=Paper(title="A"), b=Paper(title="B")
    )
    assert subjects.changed(after, before) == {"a"}
    assert subjects.changed(after, after) == set()
