"""Keys made from titles: short, readable in any script, without a publisher's notices, and fit for Windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Paper
from generator.text.keys import fits_windows, longer_keys, make_key, near_key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("KITE 2.0: Large-scale Wind Models", "kite-2-0"),
        ("Kite-Tiny : A Small Kite", "kite-tiny"),
        ("A Study of Wind", "a-study-of-wind"),
        ("This Head Has More Than Five Words: So It Counts", "this-head-has-more-than-five-words-so-it-counts"),
        ("Über den Wind", "uber-den-wind"),
        ("风的研究", "feng-de-yan-jiu"),
        ("", ""),
    ],
)
def test_make_key(title: str, key: str) -> None:
    """The name before the colon is the key, else the title's words."""
    assert make_key(title) == key


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=200))
def test_keys_are_keys(title: str) -> None:
    """Every key offered is one that the model accepts, and each is longer than the one before."""
    keys = list(longer_keys(title))
    Paper(title="x", builds_on=tuple(keys))
    assert [len(key) for key in keys] == sorted({len(key) for key in keys})


def test_a_key_does_not_end_on_a_function_word() -> None:
    """A cut title ends on a word with a meaning."""
    assert make_key("Wind " * 10 + "for the kites of a long northern coast").endswith("wind-wind")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Глубокое обучение для распознавания жаб", "glubokoe-obuchenie-dlya-raspoznavaniya-zhab"),
        ("Йога: новый обзор", "yoga"),
        ("Вивчення об'єктів", "vivchennya-obiektiv"),
        ("Μελέτη του ανέμου", "meleti-toy-anemoy"),
        ("文心：池塘模型", "wen-xin"),
        ("カエルの歌", "kaeruno-ge"),
        ("바람 연구", "balam-yeongu"),
        ("دراسة الريح", "drash-alryh"),
        ("Nghiên cứu về gió", "nghien-cuu-ve-gio"),
        ("A Survey of 中文 Frogs", "a-survey-of-zhong-wen-frogs"),
        ("α-synuclein in β-cells", "alpha-synuclein-in-beta-cells"),
        ("٣ kites", "3-kites"),
        ("ลมแรง" * 30, "lmaerng" * 8 + "lmae"),
    ],
)
def test_other_scripts_are_written_in_latin_letters(title: str, key: str) -> None:
    """A title in any script has a readable key; Greek letters between Latin ones are named."""
    assert make_key(title) == key


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Frogs of the Pond",
        "Retracted article: Frogs of the Pond",
        "WITHDRAWN: Frogs of the Pond",
        "REMOVED: Frogs of the Pond",
        "***RETRACTED***: Frogs of the Pond",
        "[Retracted] Frogs of the Pond",
        "Frogs of the Pond (Retracted Article)",
        "Frogs of the Pond [WITHDRAWN]",
        "Frogs of the Pond (Retraction of vol 5, pg 3, 2011)",
        "Frogs of the Pond (vol 360, pg 542, 2009)",
        "Correction to: Frogs of the Pond",
        "Correction: Frogs of the Pond",
        "Author Correction: Frogs of the Pond",
        "Publisher’s Correction: Frogs of the Pond",
        "Erratum: Frogs of the Pond",
        "Erratum to “Frogs of the Pond” [Pond J. 12 (2020) 34–56]",
        "Corrigendum to Frogs of the Pond",
        "Retraction Note to: Frogs of the Pond",
        "Retraction notice to “Frogs of the Pond”",
        "Editorial Expression of Concern: Frogs of the Pond",
        "Retraction: Erratum to: Frogs of the Pond",
    ],
)
def test_notices_are_no_part_of_a_key(title: str) -> None:
    """What a publisher prints before or after the title of a corrected or withdrawn paper is left out."""
    assert make_key(title) == "frogs-of-the-pond"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Erratum", "erratum"),
        ("Retracted", "retracted"),
        ("Corrections to the Speed of Frogs", "corrections-to-the-speed-of-frogs"),
        ("Withdrawal of Kites", "withdrawal-of-kites"),
        ("Error Correction: A Study", "error-correction"),
    ],
)
def test_titles_about_corrections_keep_their_words(title: str, key: str) -> None:
    """Words that belong to the title itself, and a notice without a title, stay."""
    assert make_key(title) == key


@pytest.mark.parametrize(
    "name", ["con", "AUX", "nul.md", "prn.tar.gz", "com1.yml", "lpt9", "COM¹", "a:b.md", "a.", "a "]
)
def test_windows_has_no_such_files(name: str) -> None:
    """Reserved names are reserved with any ending, and some characters are forbidden."""
    assert not fits_windows(name)


@pytest.mark.parametrize("name", ["con-1", "contra.yml", "com10", "com", "nuls.md", "a.b", ".gitkeep"])
def test_windows_has_such_files(name: str) -> None:
    """Names that only resemble reserved ones are allowed."""
    assert fits_windows(name)


@pytest.mark.parametrize(
    ("title", "key"), [("CON: a Kite", "con-a-kite"), ("Aux", "aux-1"), ("COM1", "com1-1"), ("Com10", "com10")]
)
def test_a_key_is_a_name_for_a_file_anywhere(title: str, key: str) -> None:
    """A key that Windows reserves gets another word of the title, or a number."""
    assert make_key(title) == key
    assert all(fits_windows(one) for one in longer_keys(title))


def test_a_suggested_name_is_allowed_on_windows() -> None:
    """The hint for a wrong file name does not name a reserved one."""
    assert near_key("Con!") == "con-1"
