"""Classification: each label comes with its evidence."""

from pathlib import Path

import pytest

from generator.model import Catalogue, Node, Paper, Rule, Taxonomy
from generator.taxonomy.rules import classify, explain
from tests.conftest import people


def node(*rules: Rule, parents: tuple[str, ...] = ()) -> Node:
    """Build a node that has only rules."""
    return Node(name="N", description="d", rules=rules, parents=parents)


def rule(*words: str, **others: tuple[str, ...]) -> Rule:
    """Build a rule."""
    return Rule(words=words, **others)  # type: ignore[arg-type]


def found(paper: Paper, *rules: Rule) -> list[tuple[str, str, str]]:
    """Return field, words and rule of each label that one topic with these rules gives."""
    labels = classify(paper, Taxonomy(topics={"code": node(*rules)}))
    return [(label.within, label.words, label.rule) for label in labels]


@pytest.mark.parametrize(
    ("title", "words", "evidence"),
    [
        ("A Vision-Language Model", "vision language", "Vision-Language"),
        ("A vision language model", "Vision-Language", "vision language"),
        ("Pré-Training, again", "pre training", "Pré-Training"),
        ("Fast (GPT-4) chat", "gpt 4", "GPT-4"),
        ("Lärning by D'Souza's rule", "d'souza's rule", "D'Souza's rule"),
        ("Encoders", "code", None),
        ("Coder", "code", None),
        ("What?", "?", None),
    ],
)
def test_words_are_whole_folded_and_quoted_as_they_stand(title: str, words: str, evidence: str | None) -> None:
    """Case, accents, hyphens and line ends do not count; the evidence is the paper's own spelling."""
    expected = [("title", evidence, "topics.code.rules[0]")] if evidence else []
    assert found(Paper(title=title), rule(words)) == expected


def test_only_the_named_fields_are_searched() -> None:
    """A rule looks into title, aliases and summary unless it says otherwise; two names are not one text."""
    paper = Paper(title="T", aliases=("one two", "three"), authors=people("A Code"), venue="Code Days")
    assert found(paper, rule("code")) == []
    assert found(paper, rule("two three")) == []
    assert found(paper, rule("code", within=("authors", "venue"))) == [("authors", "Code", "topics.code.rules[0]")]
    assert found(paper, rule("none"), rule("three")) == [("aliases", "three", "topics.code.rules[1]")]


def test_unless_withholds_the_label() -> None:
    """One of the words of unless in a searched field is enough to give no label."""
    assert found(Paper(title="Code of conduct"), rule("code", unless=("code of conduct",))) == []
    assert found(Paper(title="Code", venue="Code of conduct"), rule("code", unless=("code of conduct",))) != []


def test_curated_labels_come_first_and_once() -> None:
    """Curated labels come first, in the paper's order, then those by rules in the taxonomy's order; unknown nodes are left out."""
    taxonomy = Taxonomy(
        families={"base": node(), "child": node(rule("tiny"), parents=("base",))},
        topics={"b": node(rule("tiny")), "a": node(rule("tiny")), "c": node()},
    )
    labels = classify(Paper(title="Tiny", topics=("c", "a", "gone")), taxonomy)
    assert [(label.kind, label.node, label.rule) for label in labels] == [
        ("topics", "c", "curated"),
        ("topics", "a", "curated"),
        ("families", "child", "families.child.rules[0]"),
        ("topics", "b", "topics.b.rules[0]"),
    ]
    assert explain("tiny", labels, Catalogue(root=Path())) == [
        "tiny",
        "  topic c: curated, under topics in its file",
        "  topic a: curated, under topics in its file",
        '  family child: rule families.child.rules[0] of taxonomy.yml found "Tiny" in its title',
        '  topic b: rule topics.b.rules[0] of taxonomy.yml found "Tiny" in its title',
    ]


def test_a_paper_that_no_rule_meets_has_no_label() -> None:
    """A paper needs no family."""
    assert classify(Paper(title="Else"), Taxonomy(families={"f": node(rule("tiny"))})) == ()
    assert "no labels" in explain("else", (), Catalogue(root=Path()))[0]
