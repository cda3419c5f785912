"""Candidates: which pairs are compared at all, each by the one thing that the two records share."""

from dataclasses import replace

import pytest

from generator.matching.candidates import BLOCK, Candidates
from generator.matching.clusters import cluster
from generator.matching.signatures import blocks, signature
from generator.matching.traits import traits
from generator.model import Identifiers, Record
from tests.conftest import named

TITLE = "Wind over the Sea of Finland in Spring"
WORDS = " ".join(f"word{number}" for number in range(60))


def record(title: str = TITLE, authors: tuple[str, ...] = ("Ada Quill",), **fields: object) -> Record:
    """Return a record of one author."""
    return Record(source="a", line=1, title=title, **named({"authors": authors, **fields}))


# Pairs that share one block and are one paper, or worth a question, once they are compared.
PAIRS = {
    "title": (record("Tides at Sea"), record("Tides at Sea.", volume="3"), "unsure"),
    "title without a note": (record("Tides at Sea (in brief)"), record("Tides at Sea", volume="3"), "unsure"),
    "title in brackets": (
        record("Der Wind über dem Meer vor Finnland [Wind over the Sea of Finland in Spring]", pages="40-49"),
        record(pages="40-49"),
        "same",
    ),
    "id": (
        record("Tides", identifiers=Identifiers(doi="10.1000/x")),
        record("Kites", identifiers=Identifiers(doi="10.1000/x")),
        "unsure",
    ),
    "begin": (
        record("Wind over old seas", pages="40-49"),
        record("Wind over old seas: Considerations, Measurements, Recommendations", pages="40-49"),
        "same",
    ),
    "end": (
        record("Wind over old seas", pages="40-49"),
        record("Considerations, Measurements, Recommendations: Wind over old seas", pages="40-49"),
        "same",
    ),
    "middle": (
        record("A Wnid over northernmost archipelagos considered in old tmies", pages="40-49"),
        record("A Wind over northernmost archipelagos considered in old times", pages="40-49"),
        "same",
    ),
    "place": (record("Tides", volume="3", pages="5-9"), record("Kites", volume="3", pages="5-9"), "same"),
    "page": (
        record("Tides at Sea", ("Ada Quill", "Bo Li"), date="2020", pages="5-9"),
        record("Tides of Men", ("Bo Li", "Ada Quill", "Cy Nu"), date="2020", pages="5-9"),
        "unsure",
    ),
    "author": (
        record("Kites and Multiresolution over old seas", date="2020"),
        record("Kites and Mutliresolution over old seas", date="2020-05"),
        "same",
    ),
    "people": (
        record("Kites and Multiresolution over old seas", ("Ada Quill", "Bo Li"), date="2020"),
        record("Kites and Mutliresolution over old seas", ("Bo Li", "Ada Quill"), date="2020-05"),
        "same",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_brings_two_records_together(name: str) -> None:
    """One thing in common is enough for a pair to be compared, wherever the records stand in the list."""
    a, b, expected = PAIRS[name]
    shared = {block[0] for block in set(blocks(traits(a))) & set(blocks(traits(b)))}
    assert shared == {name.split(maxsplit=1)[0]}
    others = [record(f"{number} Limpets of {number * 7} Bays", ("Cy Nu",)) for number in range(3)]
    found = cluster([a, *others, b])
    assert ((0, 4) in found.groups) == (expected == "same")
    assert [pair[:2] for pair in found.unsure] == ([(0, 4)] if expected == "unsure" else [])


def test_a_text_brings_two_records_together() -> None:
    """A text in common is enough, too."""
    a, b = record("Tides", abstract=WORDS), record("Kites", abstract=f"Abstract: {WORDS} and more")
    assert not set(blocks(traits(a))) & set(blocks(traits(b)))
    assert [pair[:2] for pair in cluster([a, b]).unsure] == [(0, 1)]
    other = replace(b, abstract=" ".join(WORDS.split()[:30]) + " and so on" * 20)
    assert cluster([a, other]).unsure == ()


def test_what_is_common_to_too_many() -> None:
    """A block of more records than the limit brings nobody together, but a title does."""
    a, b, _ = PAIRS["place"]
    crowd = [record(f"{number} Limpets of {number * 7} Bays", (), volume="3", pages="5") for number in range(BLOCK)]
    assert (0, 1) in cluster([a, b, *crowd[: BLOCK - 2]]).groups
    assert (0, 1) not in cluster([a, b, *crowd[: BLOCK - 1]]).groups
    a, b = record(date="2021-03-04"), record(date="2021-03-04", authors=())
    crowd = [
        record(authors=(f"{chr(65 + number % 26)}{number} Nu",), date=str(1900 + number)) for number in range(BLOCK)
    ]
    assert len(cluster([replace(a, pages="5-9"), replace(b, pages="5-9"), *crowd]).groups) == BLOCK + 1


@pytest.mark.parametrize(
    ("one", "names"),
    [
        (record(), {"title", "begin", "end", "middle"}),
        (record("Three Short Words"), {"title"}),
        (record("Four Quite Short Words"), {"title", "begin", "end", "middle"}),
        (record("Kites", volume="3"), {"title"}),
        (record("Kites", pages="5"), {"title"}),
        (record("Kites", volume="3", pages="5"), {"title", "place"}),
        (record("Kites", date="2020", pages="5", authors=()), {"title", "page"}),
        (record("Kites", date="2020"), {"title", "author"}),
        (record("Kites", ("Ada Quill", "Bo Li"), date="2020"), {"title", "author", "people"}),
        (record("Kites", ("Ada Quill", "Bo Li")), {"title"}),
        (record("Kites", identifiers=Identifiers(acl="P19-1001")), {"title", "id"}),
    ],
)
def test_blocks(one: Record, names: set[str]) -> None:
    """A record is in a block only with all that the block is made of."""
    assert {block[0] for block in blocks(traits(one))} == names


def test_parts_of_a_title() -> None:
    """Four words begin and end a title, and its three longest words are in the middle, whatever their order."""
    found = set(blocks(traits(record("Kites of Greenland over northern archipelagos in spring", ()))))
    assert ("begin", "kites", "of", "greenland", "over") in found
    assert ("end", "northern", "archipelagos", "in", "spring") in found
    assert ("middle", "archipelagos", "greenland", "northern") in found


def test_a_stub_meets_those_with_its_identifier() -> None:
    """A record without title and text is offered what shares an identifier, itself and a collection's excepted."""
    known = Identifiers(doi="10.5555/a", arxiv="2901.01234")
    records = [
        record("", (), identifiers=known),
        record(identifiers=Identifiers(doi="10.5555/a")),
        record("Kites", identifiers=Identifiers(arxiv="2901.01234")),
        record("Tides", identifiers=Identifiers(arxiv="2901.09999")),
        record("", abstract=WORDS, identifiers=known),  # a text of its own: no stub
        record("", ()),
    ]
    for crowd, met in ((BLOCK - 3, {1, 2, 4}), (BLOCK - 2, {2, 4})):
        made = [traits(one) for one in (*records, *([record(identifiers=Identifiers(doi="10.5555/a"))] * crowd))]
        found = Candidates([signature(one) for one in made], dict(enumerate(made)), lambda number: number).stubs()
        assert [(number, set(others) - set(range(6, 50))) for number, others in found] == [(0, met), (5, set())]
