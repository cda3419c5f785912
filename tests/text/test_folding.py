"""Folding, fingerprints of abstracts, and the keys of titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import fingerprints, folding


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Pre-Training  of\nGRAPHS!", "pre training of graphs"),
        (r"M\"uller's {L}attice \textbf{Theory}", "mullers lattice theory"),
        ("Łódź — Øresund, Straße", "lodz oresund strasse"),
        ("a distil-\nlation step", "a distillation step"),
        ("β-carotene", "beta carotene"),
        (r"\alpha-stable", "alpha stable"),
        (r"\AA kermark na\"{\i}ve d{\v\i}n \emph{caf\'e}", "akermark naive din cafe"),
        ("bread &amp; butter", "bread butter"),
        ("ﬁne print", "fine print"),
        ("", ""),
    ],
)
def test_fold(printed: str, folded: str) -> None:
    """What databases spell differently folds to one form."""
    assert folding.fold(printed) == folded


@given(st.text())
def test_fold_is_done_at_once(printed: str) -> None:
    """Folding what is folded changes nothing, whatever the text."""
    folded = folding.fold(printed)
    assert folding.fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_chinese_is_counted_by_character() -> None:
    """A language without blanks has words too."""
    assert folding.words("模型 GLM") == ["模", "型", "glm"]


def test_clean_keeps_one_line() -> None:
    """Controls, direction marks and line breaks cannot leave a source."""
    assert folding.clean(" a\u202e\tb\x1b\n c ") == "a b c"


def test_fingerprint_is_the_same_for_the_same_words() -> None:
    """Prefix, case, accents and line breaks do not change a fingerprint; another order of words does."""
    found = fingerprints.fingerprint("Kites fly. Wind lifts the café.")
    assert found == fingerprints.fingerprint("Abstract:  kites FLY; wind\nlifts the cafe")
    assert found != fingerprints.fingerprint("wind lifts the cafe kites fly")
    assert len(found) == 12


def test_fingerprint_is_the_same_on_every_machine() -> None:
    """Ledgers hold fingerprints: they must not change between versions."""
    assert fingerprints.fingerprint("the quick brown-fox") == "L1J86FHB"
    assert fingerprints.word_hashes("L1J86FHB") == [757, 636, 3717, 449]


def test_no_fingerprint() -> None:
    """A ledger may have been edited: an odd character is a ValueError, not a number."""
    with pytest.raises(ValueError, match="cannot be part of a fingerprint"):
        fingerprints.word_hashes("a!")
