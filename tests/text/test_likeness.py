"""Likeness: how alike two titles are, the numbers that differ in them, and titles of a series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import likeness, titles
from generator.text.likeness import TitleComparison


def compared(a: str, b: str, year: str = "") -> TitleComparison:
    """Return how alike two titles are, which has no direction."""
    found = likeness.compare(titles.forms(a), titles.forms(b), year)
    assert found == likeness.compare(titles.forms(b), titles.forms(a), year)
    return found


def alike(a: str, b: str) -> str:
    """Return the likeness alone."""
    return compared(a, b).likeness


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("Wind from Old Seas", "Kites from New Harbours", True),
        ("Wind of Old Seas", "Kites for New Harbours", True),
        ("Wind from Old Seas", "Drachen aus neuen Häfen", False),  # it may be a translation
        ("Wind over Old Seas", "Kites above New Harbours", False),
        # three of ten words and more are what two translators choose
        ("one two three four five six seven of eight nine ten", "one two three ab cd ef gh to ij kl mn", False),
        ("one two three four five six seven of eight nine ten", "one two op ab cd ef gh to ij kl mn", True),
    ],
)
def test_titles_that_are_no_translations(a: str, b: str, *, apart: bool) -> None:
    """Two titles in English with few words in common are those of two texts."""
    assert compared(a, b).apart is apart


@pytest.mark.parametrize(
    ("a", "b", "sisters"),
    [
        ("The Great Bay: birds and seals", "The Great Bay: climate and weather", True),
        ("The Great Bay: birds", "The Great Bay", False),
        ("BayNet: birds and seals", "BayNet: climate and weather", False),  # one word is a name
        ("A Survey of Boats and Harbours in Norway", "A Survey of Boats and Harbours in Iceland", True),
        ("A Survey of Boats and Harbours in Norway", "A Survey of Boats and Harbours in Nor", False),  # cut
        ("A Survey of Boats in Norway", "Another Survey of Boats in Iceland", False),
        ("The Great Bay: birds", "The Great Bay: bird", False),  # a slip
    ],
)
def test_titles_of_a_series(a: str, b: str, *, sisters: bool) -> None:
    """Two titles that begin alike and end differently are parts of a series."""
    assert compared(a, b).sisters is sisters


@pytest.mark.parametrize(
    ("a", "b", "numbers", "tail"),
    [
        ("Wind over old seas: 12 kites", "Wind over old seas", "12 / none", True),
        ("Wind over old seas (12 kites)", "Wind over old seas", "12 / none", True),
        ("Wind over 3 old seas: 12 kites", "Wind over 3 old seas", "12, 3 / 3", True),
        ("Wind over old northern seas 12", "Wind over old northern seas 13", "12 / 13", False),
        ("Wind over old northern seas 1", "Wind over old northern seas 10", "10 / none", True),  # the first one is cut
        ("Wind over old seas: kites", "Wind over old seas", "", False),
        ("Wind over old seas 1,2", "Wind over old seas", "", False),
    ],
)
def test_numbers_in_a_tail(a: str, b: str, numbers: str, *, tail: bool) -> None:
    """Numbers that only the longer title has may have been cut off; the number of a footnote is none."""
    found = compared(a, b)
    assert (found.numbers, found.tail) == (numbers, tail)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Wind over the Sea", "WIND OVER THE SEA.", "equal"),
        ("Multi-line wind", "Multiline wind", "equal"),
        ("Wind (Panel)", "Wind (panel session)", "equal"),
        ("Tutorial: Wind", "Wind - A Tutorial", "equal"),
        # a note on the kind or in parentheses, on one side
        ("Wind over the Sea", "Wind over the Sea (Extended Abstract)", "noted"),
        ("Wind over the Sea", "Wind over the Sea: A Survey", "noted"),
        ("Wind over the Sea", "Wind over the Sea (in mice)", "noted"),
        ("Wind over the Sea (Panel)", "Wind over the Sea (in mice)", "noted"),
        ("Wind (in mice)", "Wind (in rats)", "other"),
        ("Wind over the Sea: A Survey", "Wind over the Sea: A Tutorial", "similar"),
        # spelling
        ("Wind over the Sea of Finland", "Wind over the Sea of Finnland", "close"),
        ("Wind over seagulls", "Wind over seagull", "close"),
        ("Haemolytic anaemia in sheep", "Hemolytic anemia in sheep", "close"),
        ("Wind of the Sea", "Wind on the Sea", "close"),
        ("Wind over Seas and Lakes", "Wind over Seas, Lakes", "close"),
        ("Windoversea kites of Finland", "Wind oversea kitse of Finland", "close"),
        ("Wind seagulls", "Wind seagull", "other"),  # two words are too few to tell
        # a part of the other; a subtitle behind a break
        ("Wind over old seas", "Wind over old seas: a study", "headed"),
        ("Wind over old seas", "Wind over old seas – a study", "headed"),
        ("Wind over old seas", "Wind over old seas and lakes", "part"),
        ("Wind over old seas", "A study: Wind over old seas", "marked"),
        ("Wind over seas", "Wind over seas: a study", "other"),  # three words are too few
        # most of the longer title's words in common, after one name or not
        ("KiteNet: Wind over old northern seas", "KiteNet: Rain over old northern seas", "named"),
        ("KiteNet: Wind over old northern seas", "SeaNet: Wind over old northern seas", "similar"),
        ("Kites: Wind over old northern seas", "Kites: Rain over old northern seas", "similar"),
        ("one two three four five six seven ab cd ef", "one two three four five six seven gh jk mn", "similar"),
        ("one two three four five six ab cd ef gh", "one two three four five six jk mn op qr", "other"),
        ("Wind over the Sea", "Kites for Everybody", "other"),
        ("Wind", "", "missing"),
        ("", "", "missing"),
    ],
)
def test_likeness(a: str, b: str, expected: str) -> None:
    """Each likeness has its form; the most alike forms of two titles count."""
    assert alike(a, b) == expected


def test_the_most_alike_forms_count() -> None:
    """A translation in brackets may be the other title."""
    assert alike("Der Wind auf dem Meer [Wind over the cold Sea]", "Wind over the cold Sea") == "equal"
    found = compared("Der Wind 2 auf dem Meer [Wind over the 3 Seas]", "Wind over the 3 Seas")
    assert (found.likeness, found.numbers) == ("equal", "")


@pytest.mark.parametrize(
    ("a", "b", "numbers"),
    [
        ("Wind 2.0 over old northern seas", "Wind 3.0 over old northern seas", "2.0 / 3.0"),
        ("Wind over old seas", "Wind over old seas: 3 kites", "3 / none"),
        ("Wind over old seas II", "Wind over old seas", "ii / none"),
        ("3,000 kites over old seas", "3000 kites over old seas", ""),
        ("3.5 kites over 2 old seas", "3.5 kites over 2 old seas", ""),
        ("Wind over old northern seas of 2 and 1 kites", "Wind over old northern seas of 1 and 3 kites", "1, 2 / 1, 3"),
    ],
)
def test_numbers(a: str, b: str, numbers: str) -> None:
    """Numbers, Roman ones too, are compared as they are printed, thousands without commas."""
    assert compared(a, b).numbers == numbers


def test_the_year_is_no_number() -> None:
    """The year in which both appeared may stand in one title alone."""
    assert compared("Wind over old seas 2021", "Wind over old seas", "2021").numbers == ""
    assert compared("Wind over old seas 2021", "Wind over old seas", "2020").numbers == "2021 / none"


PARTS = {
    "begins": [
        ("hypo", "hyper"), ("macro", "micro"), ("inter", "intra"), ("pre", "peri"), ("pre", "post"), ("para", "pro"), ("post", "per"),
        ("ante", "anti"), ("mono", "multi"), ("ecto", "endo"), ("endo", "exo"), ("homo", "hetero"),
    ],
    "ends": [
        ("ate", "ite"), ("ide", "ine"), ("ane", "ene"), ("one", "ol"), ("yl", "ase"), ("ase", "ose"), ("itis", "osis"),
        ("oma", "emia"), ("emia", "uria"), ("ectomy", "otomy"), ("ostomy", "oscopy"), ("er", "ee"), ("or", "ee"), ("ful", "less"),
    ],
}  # fmt: skip


STEM = "stromatolitho"  # long enough for two such words to be alike but for the part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((f"{a}{STEM}", f"{b}{STEM}") for a, b in PARTS["begins"]),
        *((f"{STEM}{a}", f"{STEM}{b}") for a, b in PARTS["ends"]),
    ],
)
def test_parts_of_words_that_make_another_word(one: str, other: str) -> None:
    """Greek, Latin and chemical parts that oppose each other are no slip; another part of the same length is."""
    assert alike(f"Old {one} in sheep", f"Old {other} in sheep") not in {"equal", "close"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("seagulls", "seagull", True),
        ("colour", "color", True),
        ("modelling", "modeling", True),
        ("stromatolith", "stromatoliht", True),  # two letters changed places
        ("kiet", "kite", True),
        ("GlOSS", "GIOSS", True),  # a scanner's doing
        ("spring", "sprimg", True),
        ("kites", "kitos", False),
        ("cats", "rats", False),
        ("lung", "long", False),
        ("kites", "mites", False),
        ("kites", "kit", False),
        ("kites", "kite", True),
        ("male", "female", False),
        ("nitrate", "nitrite", False),
        ("wind", "kite", False),
    ],
)
def test_slips(one: str, other: str, *, expected: bool) -> None:
    """A long word with a slip is the same word; a short one with another letter, or another beginning, is another."""
    assert (alike(f"Old {one} in sheep", f"Old {other} in sheep") == "close") is expected


def test_slips_are_few() -> None:
    """Three words may have a slip, four may not."""
    words, slips = ["colour", "modelling", "seagulls", "finland"], ["color", "modeling", "seagull", "finnland"]
    base = "one two three four five six seven"
    assert alike(f"{base} {' '.join(words[:3])}", f"{base} {' '.join(slips[:3])}") == "close"
    assert alike(f"{base} {' '.join(words)}", f"{base} {' '.join(slips)}") != "close"


def test_a_word_is_the_slip_of_one_word() -> None:
    """Two words that are like one are not both its misspelling."""
    assert alike("one two three four colour colours", "one two three four color kite") != "close"
    assert alike("one two three four colour colours", "one two three four color colors") == "close"


WORDS = st.sampled_from(
    ["wind", "sea", "Kites", "colour", "color", "2", "20", "II", "of", "(panel)", "[Review]", ":", "-", "survey", "a"]
)


@given(st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map(" ".join))
def test_likeness_has_no_direction(a: str, b: str) -> None:
    """Either way round two titles are as alike, and each is equal to itself."""
    compared(a, b)
    found = compared(a, a)
    assert (found.likeness, found.numbers) == ("equal" if titles.forms(a) else "missing", "")
