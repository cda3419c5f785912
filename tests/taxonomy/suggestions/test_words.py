"""How words become suggestions: in other languages, with apostrophes, as abbreviations, and with the capitals of names."""

import pytest

from generator.model import Catalogue, LedgerRecord, Node, Paper
from generator.taxonomy.suggestions.letter_case import LetterCase
from generator.taxonomy.suggestions.word_forms import plain_forms
from tests.taxonomy.suggestions.test_suggestions import by_key, found, listed, shelf, titled

OTHERS = [f"On {one} and {two}" for one, two in zip("abcdefghijklmno", "ponmlkjihgfedcb", strict=True)]


def topics(*titles: str) -> dict[str, int]:
    """Return the names of the topics suggested for these titles among others, and how many papers each has."""
    return {one.node.name: len(one.papers) for one in found(shelf(titled(*OTHERS, *titles))).proposals}


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["L’île des marais", "À l’île des dunes", "D'une île à l'autre"], {"Île": 3}),
        (["Sous la dune", "Sous le marais", "Entre dune et mer", "Chez la dune"], {"Dune": 3}),
        (["Zwischen Watt und Meer", "Über das Watt", "Wie das Watt lebt"], {"Watt": 3}),
        (["Entre la duna y el mar", "Sobre la duna", "La duna como refugio"], {"Duna": 3}),
        (["What AUIs do", "An AUI for gulls", "Two AUIs"], {"AUIs": 3}),
        (["Marsh's law", "The law of Marsh", "Marsh's dunes"], {"Marsh's": 3}),
    ],
    ids=["elision", "French", "German", "Spanish", "abbreviations", "possessive"],
)
def test_words_of_other_languages_and_their_forms(titles: list[str], expected: dict[str, int]) -> None:
    """Function words name nothing; a word with an article, in the plural or in the genitive is the same word."""
    assert topics(*titles) == expected


def test_phrases_without_blanks() -> None:
    """In Chinese, phrases lie between the general words of titles."""
    titles = ["基于海浪预报的方法研究", "海浪预报综述", "面向海浪预报的系统", "潮汐系统研究", "沙丘系统"]
    assert topics(*titles) == {"海浪预报": 3}


def test_pieces_of_longer_phrases_are_no_topics() -> None:
    """A phrase of which one and the same word always follows ends too early."""
    titles = [f"{start} bird of the salt marsh fens" for start in ("Old", "Rare", "Grey")]
    assert not {"Marsh", "Salt marsh"} & topics(*titles).keys()


def test_nouns_that_end_as_adjectives_do() -> None:
    """The plural gives them away."""
    assert topics("An ornament", "Two ornaments", "The last ornament") == {"Ornament": 3}


def test_a_sentence_announces_no_model() -> None:
    """A name of a model has no "and" in it."""
    papers = titled("P300 and memory: a review", "P300 or not: a question", "More on P300", "The P300 again")
    assert [one for one in found(shelf(papers)).proposals if one.kind == "families"] == []


@pytest.mark.parametrize("text", ["x" * 1500, "!" * 2000 + "tides", "word " * 300])
def test_sentences_in_place_of_headings_and_keywords_are_left_out(text: str) -> None:
    """They are too long for the name of a topic; the others are suggested all the same."""
    papers, records = listed(auk=f"Sea > {text}", bee=f"Sea > {text}", cod="Tides", doe="Tides")
    papers |= {
        f"p{number}": Paper.model_construct(title=f"Eel {number}", keywords=(text[:1000], "kelp"))
        for number in range(3)
    }
    records += [LedgerRecord(line=9 + number, paper=f"p{number}", keywords=(text,)) for number in range(3)]
    papers |= {f"q{number}": Paper(title=f"On {number}") for number in range(3)}
    proposals = by_key(shelf(papers, *records))
    assert sorted(proposals) == ["kelp", "tides"]
    for one in proposals.values():
        Node.model_validate(one.node.model_dump(exclude_defaults=True))


def test_keywords_get_the_capitals_of_titles() -> None:
    """A keyword in small letters is written as titles write its words."""
    case = LetterCase(
        ["What AI did to Gaza today", "How AI and YouTube grew up", "THE AI OF DUNES", "Of Gaza and its dunes"]
    )
    assert [case.restored(text) for text in ("ai slop", "youtube", "gaza", "dunes", "Ai")] == [
        "AI slop",
        "YouTube",
        "Gaza",
        "dunes",
        "Ai",
    ]
    papers = {
        key: Paper(title=f"{key.title()} and AI", keywords=("ai_slop",)) for key in ("auk", "bee", "cod")
    } | titled(*OTHERS)
    assert "AI slop" in {one.node.name for one in found(shelf(papers)).proposals}


def test_what_indexers_add_to_every_record_is_no_topic() -> None:
    """Check tags of databases say how a study was made."""
    keywords = ("Priority Journal", "Humans", "Controlled study", "tides")
    papers = {key: Paper(title=f"{key.title()} at dusk", keywords=keywords) for key in ("auk", "bee", "cod")}
    papers |= titled(*OTHERS)
    assert [one.node.name for one in found(shelf(papers)).proposals] == ["Tides"]


def test_plain_forms() -> None:
    """English words with apostrophes inside stay as they are."""
    assert plain_forms(["l’Ancien Régime don't rock'n'roll O'Brien DMIs Bayes's"]) == {
        "lancien": "ancien",
        "dmis": "dmi",
        "bayess": "bayes",
    }


def test_many_topics_take_time_in_proportion() -> None:
    """Each topic counts those below it without looking at all others."""
    parents = [f"Part {letter}" for letter in "abcdefgh"]
    headings = {f"p{number:04}": f"{parents[number % 8]} > Term {number // 16:03}" for number in range(1600)}
    papers, records = listed(**headings)
    proposals: Catalogue = shelf(papers, *records)
    totals = [one.total for one in found(proposals).proposals if not one.node.parents]
    assert totals == [200] * 8
