"""Known records: never compared with each other, and not even read unless a new record shares something with one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.matching import candidates, clusters
from generator.matching.candidates import Candidates
from generator.matching.clusters import Clusters, cluster
from generator.matching.signatures import packed, signature, unpacked
from generator.matching.traits import traits
from generator.model import Identifiers, Record
from generator.text import fingerprints
from tests.conftest import named

TITLES = (
    "",
    "Tides",
    "Tides at Sea",
    "Editorial",
    "Wind over the Sea of Finland",
    "Wind over the Sea of Finland: Kites",
)
TEXTS = ["", *(" ".join(f"word{(at * step) % 90}" for at in range(60)) for step in (1, 2, 7))]
TEXTS += [" ".join((*TEXTS[1].split()[:56], "and", "so", "on", str(number))) for number in range(4)]
RECORDS = st.builds(
    lambda title, authors, text, **fields: Record(
        source="a", line=1, title=title, abstract=text, **named({"authors": authors}), **fields
    ),
    title=st.sampled_from(TITLES),
    authors=st.sampled_from([(), ("Ada Quill",), ("Ada Quill", "Bo Li"), ("Bo Li", "Ada Quill"), ("Cy Nu",)]),
    text=st.sampled_from(TEXTS),
    date=st.sampled_from([None, "2020", "2020-05-03", "2021", "2024"]),
    identifiers=st.builds(Identifiers, doi=st.sampled_from([None, "10.5555/a", "10.5555/b", "10.1000/c"])),
    volume=st.sampled_from(["", "3", "4"]),
    pages=st.sampled_from(["", "5-9", "40-49"]),
)
SHELVES = st.lists(st.tuples(RECORDS, st.sampled_from([None, None, "a", "b", "c", "d"])), min_size=2, max_size=14)
DECIDED = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=2)


class Read(Sequence[Record]):
    """Records that remember which of them were read."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records, self.numbers = records, set[int]()

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, number):
        self.numbers.add(number)
        return self.records[number]


def compare_all(patch: pytest.MonkeyPatch) -> None:
    """Make the matcher compare known records with each other, too."""

    def asked(self: Candidates) -> set[int]:
        return {number for number, one in enumerate(self._signatures) if one.titled}

    by_block, by_text = Candidates.by_block, Candidates.by_text
    patch.setattr(Candidates, "by_block", lambda self, _: by_block(self, asked(self)))
    patch.setattr(Candidates, "by_text", lambda self, _: by_text(self, asked(self)))


def between(found: Clusters, known: Sequence[str | None]) -> dict:
    """Return the evidence of all pairs but those of two known records."""
    return {pair: match for pair, match in found.evidence.items() if not all(known[number] for number in pair)}


@settings(max_examples=150, deadline=None)
@given(shelf=SHELVES, same=DECIDED, different=DECIDED)
def test_comparing_known_records_changes_nothing(
    shelf: list[tuple[Record, str | None]], same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    """Groups, questions and evidence are those of a matcher that compares known records with each other, too.

    So are they where the known records are only read when they are needed, even with blocks of few records.
    """
    records = [replace(record, line=line) for line, (record, _) in enumerate(shelf, 1)]
    known = [key for _, key in shelf]
    decided = {
        name: [(a, b) for a, b in pairs if a != b and max(a, b) < len(shelf) and not (known[a] and known[b])]
        for name, pairs in (("same", same), ("different", different))
    }
    for block, likeliest, common in ((40, 12, 50), (3, 2, 4)):
        with pytest.MonkeyPatch.context() as patch:
            for module in (candidates, clusters):
                patch.setattr(module, "BLOCK", block)
            patch.setattr(fingerprints, "CANDIDATES", likeliest)
            patch.setattr(fingerprints, "COMMON", common)
            signatures = [
                signature(traits(record)) if key else None for record, key in zip(records, known, strict=True)
            ]
            found = cluster(records, known=known, signatures=signatures, **decided)
            every = {**found.explain(range(len(records))), **found.evidence}
            with pytest.MonkeyPatch.context() as all_pairs:
                compare_all(all_pairs)
                expected = cluster(records, known=known, **decided)
        assert (found.groups, found.unsure) == (expected.groups, expected.unsure)
        assert found.evidence == between(expected, known)
        assert every == expected.evidence


def test_what_shares_nothing_is_not_read() -> None:
    """Of the known records only those are read that share a block with a new one, and the others of their papers."""
    titles = ["Wind over the Sea of Finland", "Tides at Sea", "Kites of Greenland", "Wind over the Sea of Finland"]
    pages = ["5-9", "40-44", "60-66", "5-9"]
    records = [Record(source="a", line=1, title=t, volume="3", pages=p) for t, p in zip(titles, pages, strict=True)]
    known = ["wind", "tides", "kites", None]
    signatures = [signature(traits(record)) for record in records]
    read = Read(records)
    cluster(read, known=known, signatures=signatures)
    assert read.numbers == {0, 3}
    read = Read(records)
    found = cluster(read, known=["wind", "tides", "tides", "wind"], signatures=signatures)
    assert read.numbers == set()
    assert found.explain([3]).keys() == {(0, 3)}
    assert read.numbers == {0, 3}


@given(st.lists(RECORDS, max_size=4))
def test_signatures_are_kept_as_bytes(records: list[Record]) -> None:
    """Signatures come back from their bytes as they were."""
    made = tuple(signature(traits(record)) for record in records)
    assert unpacked(packed(made)) == made
