"""Coverage: which papers have no label, what each rule would label alone, and which nodes are empty or repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model import Catalogue, Ledger, LedgerRecord, Node, Paper, Rule, Taxonomy
from generator.taxonomy.coverage import Coverage, NodeCount, coverage
from tests.conftest import growth


def node(name: str, *rules: Rule, parents: tuple[str, ...] = ()) -> Node:
    """Build a node."""
    return Node(name=name, rules=rules, parents=parents)


def rule(*words: str, **others: tuple[str, ...]) -> Rule:
    """Build a rule."""
    return Rule(words=words, **others)  # type: ignore[arg-type]


def covered(
    taxonomy: Taxonomy, *titles: str, headings: tuple[str, ...] = (), topics: tuple[tuple[str, ...], ...] = ()
) -> Coverage:
    """Return the coverage of papers with these titles, of which the first ones stand under these headings or have these topics."""
    papers = {
        f"p{number}": Paper(title=title, topics=topics[number] if number < len(topics) else ())
        for number, title in enumerate(titles)
    }
    records = tuple(
        LedgerRecord(line=number + 1, paper=f"p{number}", headings=(text,)) for number, text in enumerate(headings)
    )
    ledger = Ledger(source="list.md", format="awesome", date="2026-01-02", sha256="0" * 64, records=records)
    return coverage(Catalogue(root=Path(), papers=papers, taxonomy=taxonomy, ledgers={"list": ledger}))


def counts(found: Coverage) -> dict[str, int]:
    """Return how many papers each rule and each used name matches."""
    return {one.path: one.papers for one in found.rules if one.rule or one.papers}


def paths(groups: tuple[tuple[NodeCount, ...], ...]) -> list[list[str]]:
    """Return the paths of groups of nodes."""
    return [[one.path for one in group] for group in groups]


def test_papers_without_labels_are_counted_once() -> None:
    """By kind, and those with neither; a curated label counts, one that names no node does not."""
    taxonomy = Taxonomy(families={"auk": node("Auk", rule("auk"))}, topics={"sea": node("Sea", rule("sea"))})
    found = covered(taxonomy, "Auk at sea", "Auk", "Bee", "Bee", topics=((), (), ("sea",), ("gone",)))
    assert (found.papers, found.unlabelled, found.neither) == (4, {"families": 2, "topics": 2}, 1)


def test_a_rule_counts_the_papers_that_it_alone_would_label() -> None:
    """Though an earlier rule, a curated label or a node below has labelled them; `unless` counts."""
    taxonomy = Taxonomy(
        topics={
            "sea": node("Sea", rule("sea"), rule("tide", "sea"), rule("tide", unless=("low",))),
            "shore": node("Shore", Rule(headings=("Sea > Shore",)), parents=("sea",)),
        }
    )
    found = covered(taxonomy, "Sea", "Tide", "Low tide", headings=("Sea > Shore",), topics=(("sea",),))
    assert counts(found) == {
        "topics.sea.rules[0]": 1,
        "topics.sea.rules[1]": 3,
        "topics.sea.rules[2]": 1,
        "topics.sea.name": 1,
        "topics.shore.rules[0]": 1,
    }


def test_rules_that_match_nothing_are_named() -> None:
    """In the order of the file; a name that no source uses is no fault, and words that fold to nothing match nothing."""
    taxonomy = Taxonomy(
        topics={
            "sea": node("Sea", rule("sea"), rule("ocean"), rule("?")),
            "moon": node("Moon", Rule(headings=("Sky > Moon",), keywords=("moons",))),
        }
    )
    found = covered(taxonomy, "Sea", headings=("Moon",))
    assert [one.path for one in found.idle] == ["topics.sea.rules[1]", "topics.sea.rules[2]", "topics.moon.rules[0]"]
    assert found.idle[0].rule == rule("ocean")


@pytest.mark.parametrize(("matched", "others", "wide"), [(10, 6, 1), (10, 7, 0), (9, 0, 0), (60, 40, 1)])
def test_a_rule_that_matches_most_papers_is_wide(matched: int, others: int, wide: int) -> None:
    """From 60 % of the papers and 10 papers on."""
    taxonomy = Taxonomy(topics={"sea": node("Water", rule("sea"))})
    found = covered(taxonomy, *["Sea"] * matched, *["Auk"] * others)
    assert [one.path for one in found.wide] == ["topics.sea.rules[0]"] * wide


def test_a_name_is_wide_only_where_no_rule_says_so() -> None:
    """A rule that lists its node's own name as a heading is one line, not two."""
    headings = ("Sea",) * 12
    named, listed = node("Sea"), node("Sea", Rule(headings=("Sea",)))
    for one, path in ((named, "topics.sea.name"), (listed, "topics.sea.rules[0]")):
        found = covered(Taxonomy(topics={"sea": one}), *["Auk"] * 12, headings=headings)
        assert [wide.path for wide in found.wide] == [path]


def test_a_node_with_papers_below_it_is_not_empty() -> None:
    """A node counts the papers of those below it, each once; cycles and unknown parents do no harm."""
    taxonomy = Taxonomy(
        topics={
            "sea": node("Sea"),
            "ebb": node("Ebb", rule("ebb"), parents=("sea", "gone")),
            "flow": node("Flow", rule("flow"), parents=("sea",)),
            "moon": node("Moon", rule("moon")),
            "egg": node("Egg", parents=("hen",)),
            "hen": node("Hen", parents=("egg",)),
        }
    )
    found = covered(taxonomy, "Ebb and flow")
    assert {one.path: one.papers for one in found.nodes} == {
        "topics.sea": 1,
        "topics.ebb": 1,
        "topics.flow": 1,
        "topics.moon": 0,
        "topics.egg": 0,
        "topics.hen": 0,
    }
    assert [one.path for one in found.empty] == ["topics.moon", "topics.egg", "topics.hen"]


def test_nodes_with_the_same_papers_are_named() -> None:
    """From three papers on, of one kind only, and not a node with the one above it."""
    same = {"a": node("A", rule("sea")), "b": node("B", rule("sea")), "c": node("C", rule("sea", "auk"))}
    topics = {**same, "d": node("D", rule("sea"), parents=("c",))}
    titles = ("Sea 1", "Sea 2", "Sea 3")
    found = covered(Taxonomy(topics=topics, families={"a": node("F", rule("sea"))}), *titles)
    assert paths(found.together) == [["topics.a", "topics.b", "topics.c", "topics.d"]]
    found = covered(Taxonomy(topics={"c": same["c"], "d": topics["d"]}), *titles)
    assert paths(found.together) == []
    assert paths(covered(Taxonomy(topics=same), *titles[:2]).together) == []
    assert paths(covered(Taxonomy(topics=same), *titles, "Auk").together) == [["topics.a", "topics.b"]]


def test_nodes_with_the_same_name_are_named() -> None:
    """Case, accents and hyphens do not count, and a family can have the name of a topic."""
    taxonomy = Taxonomy(
        families={"tide": node("Ebb-Tide"), "x": node("X")}, topics={"a": node("ebb tidé"), "b": node("Ebbtide")}
    )
    assert paths(covered(taxonomy).namesakes) == [["families.tide", "topics.a"]]


def test_an_empty_shelf_has_a_coverage() -> None:
    """Without papers and without nodes."""
    found = covered(Taxonomy())
    assert (found.papers, found.neither, found.rules, found.nodes) == (0, 0, (), ())
    assert (found.idle, found.wide, found.empty, found.together, found.namesakes) == ((), (), (), (), ())


def test_the_cost_grows_with_the_papers() -> None:
    """A shelf of four times the size takes about four times as long."""
    taxonomy = Taxonomy(
        topics={
            f"t{number}": node(f"T{number}", rule(f"word{number}"), Rule(headings=(f"H{number}",)))
            for number in range(50)
        }
    )
    titles = [f"On word{number % 50} and word{number % 7} in {number} parts" for number in range(4000)]
    assert growth(lambda some: covered(taxonomy, *some), titles) < 8
