"""Suggested families and topics: what they are made of, what they say of themselves, and what becomes of the answers."""

from pathlib import Path

import pytest

from generator.model import Catalogue, Ledger, LedgerRecord, Node, Paper, Rule, Taxonomy
from generator.model.taxonomy import Rejected
from generator.taxonomy.rules import classified
from generator.taxonomy.suggestions import THRESHOLD, Proposal, Suggestions, Verdict, applied, suggest
from generator.taxonomy.suggestions.terms import singular

SHA = "0" * 64


def shelf(
    papers: dict[str, Paper],
    *records: LedgerRecord,
    taxonomy: Taxonomy | None = None,
    **ledgers: tuple[LedgerRecord, ...],
) -> Catalogue:
    """Build a shelf with one source, or several by name."""
    sources = ledgers or {"list": records}
    return Catalogue(
        root=Path(),
        papers=dict(sorted(papers.items())),
        taxonomy=taxonomy or Taxonomy(),
        ledgers={
            stem: Ledger(source=f"{stem}.md", format="awesome", date="2026-01-02", sha256=SHA, records=listed)
            for stem, listed in sources.items()
        },
    )


def found(catalogue: Catalogue) -> Suggestions:
    """Return the suggestions for a shelf."""
    return suggest(catalogue, classified(catalogue, list(catalogue.papers)))


def by_key(catalogue: Catalogue) -> dict[str, Proposal]:
    """Return the suggestions by key."""
    return {one.key: one for one in found(catalogue).proposals}


def listed(**headings: str) -> tuple[dict[str, Paper], list[LedgerRecord]]:
    """Return a paper and a record for each key, under a heading."""
    papers = {key: Paper(title=f"{key.title()} at dusk") for key in headings}
    return papers, [
        LedgerRecord(line=number, paper=key, headings=(text,)) for number, (key, text) in enumerate(headings.items(), 1)
    ]


def titled(*titles: str) -> dict[str, Paper]:
    """Return papers with these titles."""
    return {f"p{number:03}": Paper(title=title) for number, title in enumerate(titles)}


def test_headings_become_topics_with_their_parents() -> None:
    """A heading under two others is two topics, each with its own papers; one paper alone makes no topic."""
    papers, records = listed(
        auk="Waves > Height",
        bee="Waves > Height",
        cod="Winds > Height",
        doe="Winds > Height",
        eel="Winds > Gusts",
        fox="Waves",
    )
    proposals = by_key(shelf(papers, *records))
    assert {key: (one.node.name, one.node.parents, one.papers) for key, one in proposals.items()} == {
        "waves": ("Waves", (), ("fox",)),
        "winds": ("Winds", (), ("eel",)),
        "height": ("Height", ("waves",), ("auk", "bee")),
        "winds-height": ("Height", ("winds",), ("cod", "doe")),
    }
    assert proposals["waves"].total == 3
    assert proposals["height"].rule == "heading “Waves > Height”"
    assert proposals["height"].examples == ("Auk at dusk", "Bee at dusk")


def test_a_name_has_no_markup_and_a_description_has_news() -> None:
    """The formula of a heading is plain in the name, while the rule has it as printed; what the name says is not said again."""
    papers, records = listed(
        a="Sea > $b$-waves",
        b="Sea > $b$-waves",
        c="Sea > $b$-waves > Low",
        d="Sea > $b$-waves > Low",
        e="cs.CL",
        f="cs.CL",
    )
    nodes = {key: one.node for key, one in by_key(shelf(papers, *records)).items()}
    waves = nodes["b-waves"]
    assert (waves.name, waves.rules[0].headings, waves.description) == ("b-waves", ("$b$-waves",), "")
    assert nodes["low"].parents == ("b-waves",)
    described = [node.description for node in nodes.values() if node.description]
    assert described == ["Papers in the arXiv category cs.CL."]


def test_a_heading_over_the_whole_list_and_leftovers_are_no_topics() -> None:
    """Neither "Papers" above all nor "Misc" says what a paper is about."""
    headings = {f"auk{number}": "Our list > Tides" for number in range(5)} | {
        f"bee{number}": "Our list > Misc" for number in range(5)
    }
    papers, records = listed(**headings)
    assert {key: one.node.parents for key, one in by_key(shelf(papers, *records)).items()} == {"tides": ()}


def test_arxiv_codes_get_their_names() -> None:
    """A category is named as arXiv names it, and its rule looks for the code."""
    papers, records = listed(auk="cs.CL", bee="cs.CL", cod="no.SUCH", doe="no.SUCH")
    proposals = by_key(shelf(papers, *records))
    assert (proposals["computation-and-language"].node.name, proposals["computation-and-language"].papers) == (
        "Computation and Language",
        ("auk", "bee"),
    )
    assert proposals["no-such"].origin == "heading"


def test_keywords_are_counted_with_their_spellings() -> None:
    """Singular and plural are one topic, whose rule lists both; what nearly all papers have is none."""
    papers = {
        f"p{number}": Paper(title=f"{word} {number}", keywords=("Animals of all kinds", keyword))
        for number, (word, keyword) in enumerate(
            [
                ("Auk", "salt marsh"),
                ("Bee", "Salt Marshes"),
                ("Cod", "salt marshes"),
                ("Doe", "salt marshes"),
                ("Eel", "fen"),
            ]
        )
    }
    papers |= {f"q{number}": Paper(title=f"Fox {number}", keywords=("Animals of all kinds",)) for number in range(6)}
    (one,) = found(shelf(papers)).proposals
    assert (one.node.name, one.papers, one.fresh) == ("Salt marshes", ("p0", "p1", "p2", "p3"), 4)
    assert set(one.node.rules[0].keywords) == {"salt marshes", "salt marsh"}


def test_names_of_models_become_a_line_with_branches() -> None:
    """The line finds each title with its name; a branch needs two papers; kinds of models are no names."""
    papers = titled(
        "HERON: wading in text",
        "HERON 2.0: deeper water",
        "HERON-Nest: pictures of eggs",
        "HERON-Nest 2: more eggs",
        "What HERON knows of fish",
        "GAN: a first look",
        "GAN-2: a second look",
        "GANs and GAN: a third look",
        "Once: a tale",
        "Once: another tale",
        "Once: a third tale",
    )
    proposals = [one for one in found(shelf(papers)).proposals if one.kind == "families"]
    assert [(one.key, one.node.parents, len(one.papers)) for one in proposals] == [
        ("heron", (), 5),
        ("heron-nest", ("heron",), 2),
    ]
    assert proposals[0].overlaps[0].node == "heron-nest"


@pytest.mark.parametrize("words", ["salt marsh", "self-supervised learning", "language models"])
def test_phrases_of_titles_become_topics(words: str) -> None:
    """Those that recur and hold together; the words around them do not."""
    others = [f"On {one} and {two}" for one, two in zip("abcdefghijklmno", "ponmlkjihgfedcb", strict=True)]
    papers = titled(
        *others, *(f"{start} {words} {end}" for start, end in [("A", ""), ("Old", "again"), ("New", "by night")])
    )
    (one,) = found(shelf(papers)).proposals
    assert (one.node.name.lower(), len(one.papers), one.origin) == (words, 3, "phrase")


def test_phrases_of_every_title_say_nothing() -> None:
    """Neither what most titles have, nor verbs and general words."""
    papers = titled(*(f"Improving deep tides using novel approach {number}" for number in range(20)))
    assert found(shelf(papers)).proposals == ()


def test_nothing_is_suggested_twice() -> None:
    """Not what a node finds already, by its name, its key or its rules, nor what a person rejected."""
    papers, records = listed(
        auk="Tides", bee="Tides", cod="Moons", doe="Moons", eel="Waves", fox="Waves", gnu="Kelp", hen="Kelp"
    )
    taxonomy = Taxonomy(
        topics={
            "tides": Node(name="Ebb", description="x"),
            "moon": Node(name="Moon", description="x", rules=(Rule(headings=("Moons",)),)),
        },
        rejected=Rejected(topics=("waves",)),
    )
    assert list(by_key(shelf(papers, *records, taxonomy=taxonomy))) == ["kelp"]


def test_what_is_taken_labels_the_papers_that_were_announced() -> None:
    """For each suggestion, with all of them in the taxonomy; and the numbers before and after are true."""
    papers, records = listed(
        auk="Sea > Tides", bee="Sea > Tides", cod="Sea", doe="Sea", eel="Land > Tides", fox="Land > Tides"
    )
    papers |= {"gnu": Paper(title="Gnus")}
    before = shelf(papers, *records)
    result = found(before)
    taxonomy = applied(Taxonomy(), [Verdict(proposal=one, choice="accept") for one in result.proposals])
    after = classified(shelf(papers, *records, taxonomy=taxonomy), list(papers))
    labelled = {
        one.key: tuple(key for key, labels in after.items() if one.key in {label.node for label in labels})
        for one in result.proposals
    }
    assert labelled == {one.key: one.papers for one in result.proposals}
    assert (result.papers, result.sorted_before, result.sorted_after) == (7, 0, 6)
    assert found(shelf(papers, *records, taxonomy=taxonomy)).proposals == ()


def test_answers_change_the_taxonomy() -> None:
    """A new name gives a new key; a child follows its parent's new name, and goes up where the parent was rejected."""
    papers, records = listed(
        auk="Sea > Tides",
        bee="Sea > Tides",
        cod="Sea",
        doe="Sea",
        eel="Land > Hills",
        fox="Land > Hills",
        gnu="Land",
        hen="Land",
    )
    proposals = by_key(shelf(papers, *records))
    taxonomy = applied(
        Taxonomy(topics={"water": Node(name="Water", description="x")}),
        [
            Verdict(proposal=proposals["sea"], choice="accept", name="The ocean"),
            Verdict(proposal=proposals["land"], choice="reject"),
            Verdict(proposal=proposals["tides"], choice="accept"),
            Verdict(proposal=proposals["hills"], choice="merge", into="water"),
        ],
    )
    assert {
        key: (node.name, node.parents, [one.headings for one in node.rules]) for key, node in taxonomy.topics.items()
    } == {
        "water": ("Water", (), [("Hills",)]),
        "the-ocean": ("The ocean", (), [("Sea",)]),
        "tides": ("Tides", ("the-ocean",), [("Tides",)]),
    }
    assert taxonomy.rejected.topics == ("Land",)


def test_a_node_of_the_same_key_is_not_replaced() -> None:
    """Somebody may have written it meanwhile: it keeps its text and gains the rule, once."""
    papers, records = listed(auk="Tides", bee="Tides")
    verdict = Verdict(proposal=by_key(shelf(papers, *records))["tides"], choice="accept")
    mine = Taxonomy(topics={"tides": Node(name="Tides", description="Mine.", rules=(Rule(words=("tide",)),))})
    once = applied(mine, [verdict])
    assert once.topics["tides"].description == "Mine."
    assert [rule.headings for rule in once.topics["tides"].rules] == [(), ("Tides",)]
    assert applied(once, [verdict]) == once


def test_scores_say_how_sure_a_suggestion_is() -> None:
    """A heading is surer than a phrase, many papers surer than few; a heading is always above the threshold."""
    papers, records = listed(auk="Tides", bee="Tides", **{f"cod{number}": "Waves" for number in range(9)})
    proposals = by_key(shelf(papers, *records))
    assert THRESHOLD < proposals["tides"].score < proposals["waves"].score <= 1


@pytest.mark.parametrize(
    "title", ["", "<script>alert(1)</script>" * 30, "\u202e\u0000", "$\\sqrt{s}$ " * 40, "- " * 200, "🐦" * 300]
)
def test_odd_titles_do_no_harm(title: str) -> None:
    """Neither empty, hostile nor endless ones."""
    catalogue = shelf({f"p{number}": Paper.model_construct(title=title) for number in range(5)})
    for one in found(catalogue).proposals:
        Node.model_validate(one.node.model_dump())


def test_singular() -> None:
    """Endings that mark a plural go, others stay."""
    pairs = {
        "networks": "network",
        "studies": "study",
        "glasses": "glass",
        "bus": "bus",
        "analysis": "analysis",
        "marshes": "marsh",
    }
    assert {word: singular(word) for word in pairs} == pairs
