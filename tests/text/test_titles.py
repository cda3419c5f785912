"""Titles: their forms, how alike two are, the numbers in them, and marks of a text about another text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import likeness as title_likeness
from generator.text import titles
from generator.text.titles import LENGTH


def compared(a: str, b: str, year: str = "") -> tuple[str, str]:
    """Return likeness and differing numbers of two titles, which have no direction."""
    found = title_likeness.compare(titles.forms(a), titles.forms(b), year)
    assert found == title_likeness.compare(titles.forms(b), titles.forms(a), year)
    return found.likeness, found.numbers


def likeness(a: str, b: str) -> str:
    """Return how alike two titles are."""
    return compared(a, b)[0]


@pytest.mark.parametrize(
    ("printed", "forms"),
    [
        ("Wind over the Sea.", ["wind over the sea"]),
        ("“Wind over the Sea”", ["wind over the sea"]),
        ("Wind over the Sea [Review]", ["wind over the sea"]),
        ("Wind over the Sea [in German] [33 refs]", ["wind over the sea"]),
        ("Wind over the Sea [see all comments]", ["wind over the sea"]),
        ("[see comments]. Wind over the Sea", ["wind over the sea"]),
        ("[Wind over the Sea].", ["wind over the sea"]),
        ("[Review]", ["review"]),
        ("Wind over the Sea [in German] [Wind auf dem Meer]", ["wind over the sea", "wind auf dem meer"]),
        # four words in brackets may be a title
        ("Wind over the Sea [Wind auf dem Meer]", ["wind over the sea", "wind auf dem meer"]),
        ("[Wind auf dem Meer]. Wind over the Sea", ["wind over the sea", "wind auf dem meer"]),
        ("Learning [MASK] tokens", ["learning mask tokens"]),
        ("", []),
        ("?!…", []),
    ],
)
def test_forms(printed: str, forms: list[str]) -> None:
    """Notes of databases go, brackets around a whole title go, and a translation is a form of its own."""
    assert [" ".join(form.words) for form in titles.forms(printed)] == forms


def test_a_title_without_an_end() -> None:
    """What stands beyond the longest title is not looked at."""
    long = "a" * LENGTH
    assert titles.forms(f"{long}b") == titles.forms(long)
    assert titles.forms(long[1:]) != titles.forms(long)
    assert titles.mark(f"{long} (Erratum)") == ""
    assert not titles.shown(f"{long} (Poster)")


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
    assert likeness(a, b) == expected


def test_the_most_alike_forms_count() -> None:
    """A translation in brackets may be the other title."""
    assert likeness("Der Wind auf dem Meer [Wind over the cold Sea]", "Wind over the cold Sea") == "equal"
    assert compared("Der Wind 2 auf dem Meer [Wind over the 3 Seas]", "Wind over the 3 Seas") == ("equal", "")


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
    assert compared(a, b)[1] == numbers


def test_the_year_is_no_number() -> None:
    """The year in which both appeared may stand in one title alone."""
    assert compared("Wind over old seas 2021", "Wind over old seas", "2021")[1] == ""
    assert compared("Wind over old seas 2021", "Wind over old seas", "2020")[1] == "2021 / none"


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
    assert likeness(f"Old {one} in sheep", f"Old {other} in sheep") not in {"equal", "close"}


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
    assert (likeness(f"Old {one} in sheep", f"Old {other} in sheep") == "close") is expected


def test_slips_are_few() -> None:
    """Three words may have a slip, four may not."""
    words, slips = ["colour", "modelling", "seagulls", "finland"], ["color", "modeling", "seagull", "finnland"]
    base = "one two three four five six seven"
    assert likeness(f"{base} {' '.join(words[:3])}", f"{base} {' '.join(slips[:3])}") == "close"
    assert likeness(f"{base} {' '.join(words)}", f"{base} {' '.join(slips)}") != "close"


def test_a_word_is_the_slip_of_one_word() -> None:
    """Two words that are like one are not both its misspelling."""
    assert likeness("one two three four colour colours", "one two three four color kite") != "close"
    assert likeness("one two three four colour colours", "one two three four color colors") == "close"


@pytest.mark.parametrize(
    ("title", "specific", "somewhat"),
    [
        ("Wind over Seas", True, True),
        ("Wind over", False, True),
        ("Wind", False, False),
        ("Book Reviews", False, False),
        ("Wind Reviews", False, False),
        ("Letters to the Editor", False, False),
        ("This Special Issue", False, False),
        ("Notes on the Wind", True, True),
        ("News and Views", False, False),
        ("Guest Editorial Introduction", False, False),
        ("Reply to the Comments", False, False),
    ],
)
def test_titles_that_can_name_one_paper(title: str, *, specific: bool, somewhat: bool) -> None:
    """Three words can, unless all are names of sections; two can where no word is one."""
    (form,) = titles.forms(title)
    assert (form.specific, form.somewhat_specific) == (specific, somewhat)


@pytest.mark.parametrize(
    "section",
    [
        "Editor", "Editors", "Editorial", "Editorials", "Introduction", "Introductory", "Preface", "Prefaces", "Foreword",
        "Forewords", "Review", "Reviews", "Note", "Notes", "Message", "Messages", "Report", "Reports", "Column", "Columns", "News",
        "Comment", "Comments", "Commentary", "Letter", "Letters", "Contents", "Index", "Announcement", "Announcements", "Guest",
        "Reply", "Replies", "Response", "Discussion", "Abstract", "Abstracts", "Author", "Authors", "Book", "Books", "Brief",
        "Call", "Calls", "Correspondence", "Highlight", "Highlights", "Issue", "Issues", "Obituary", "Obituaries", "Papers",
        "Personal", "Private", "Special", "This", "View", "Views",
    ],
)  # fmt: skip
def test_sections(section: str) -> None:
    """What journals call their sections names no paper, however often it is said."""
    (form,) = titles.forms(f"{section} and {section} of {section}")
    assert not form.specific


@pytest.mark.parametrize(
    "word",
    [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with", "der", "die", "das",
        "und", "le", "la", "les", "et", "el", "los", "las", "y",
    ],
)  # fmt: skip
def test_function_words(word: str) -> None:
    """A function word more or less, or another one, is no other title."""
    assert titles.forms(f"Wind {word} old Seas")[0].weighty == ("wind", "old", "seas")
    assert likeness(f"Wind {word} old Seas", "Wind old Seas") == "close"


@pytest.mark.parametrize(
    ("title", "weighty"),
    [
        ("A Wind over the Sea", "wind over sea"),
        ("Hepatitis A in Children", "hepatitis a children"),
        ("Hepatitis A", "hepatitis a"),
        ("Der Wind und die See", "wind see"),
        ("Le vent et la mer", "vent mer"),
        ("El viento y los mares", "viento mares"),
    ],
)
def test_words_that_weigh(title: str, weighty: str) -> None:
    """Function words do not count; an a before one of them is a name."""
    assert " ".join(titles.forms(title)[0].weighty) == weighty


@pytest.mark.parametrize(
    ("title", "name", "breaks"),
    [
        ("KiteNet: Wind", "kitenet", (1,)),
        ("GPT4All - Wind", "gpt4all", (1,)),
        ("GPT-4: Wind", "gpt 4", (2,)),
        ("kite-Net: Wind", "", (2,)),
        ("Kite: Wind", "", (1,)),
        ("Two Kites: Wind", "", (2,)),
        ("KiteNet over the Sea", "", ()),
        ("Wind: Sea – Kites (and Strings)", "", (1, 2, 3)),
        ("Wind? Sea. Kites! And; more", "", (1, 2, 3, 4)),
        ("Wind--Sea", "", (1,)),
        ("Wind-Sea 2.0", "", ()),
    ],
)
def test_names_and_breaks(title: str, name: str, breaks: tuple[int, ...]) -> None:
    """The parts of a title end at colons, dashes and the like; a coined word before the first is a work's name."""
    (form,) = titles.forms(title)
    assert (form.name, form.breaks) == (name, breaks)


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Erratum: Wind", "correction"),
        ("Errata", "correction"),
        ("Wind (Erratum)", "correction"),
        ("[Erratum] Wind", "correction"),
        ("Erratum on page 3", "correction"),
        ("Corrigendum to “Wind”", "correction"),
        ("Corrigenda: Wind", "correction"),
        ("Corrections of Wind", "correction"),
        ("Author Correction: Wind", "correction"),
        ("Authors' reply: Wind", "reply"),
        ("Addendum: Wind", "addendum"),
        ("Retraction: Wind", "retraction"),
        ("Retracted: Wind", "retracted"),
        ("Replies to Wind", "reply"),
        ("In reply to Wind", "reply"),
        ("Rejoinder", "reply"),
        ("Response to Wind", "reply"),
        ("Comments on Wind", "comment"),
        ("Commentary: Wind", "comment"),
        ("Re: Wind", "re"),
        ("Letter to Wind", "letter"),
        ("Expression of concern: Wind", "expression of concern"),
        ("Wind: Correction to Sea", "correction"),
        ("Wind – Comment on Sea", "comment"),
        ("Wind: a rejoinder", "reply"),
        ("Wind - Authors' reply", "reply"),
        ("Wind. Commentary", "comment"),
        ("Wind (vol 360, pg 542, 2009)", "correction"),
        ("Wind over the Sea", ""),
        ("Error correction in kites", ""),
        ("Responses of kites", ""),
        ("Replying machines", ""),
        ("The response", ""),
        ("", ""),
    ],
)
def test_marks(title: str, mark: str) -> None:
    """The word that says that a text is about another one, wherever databases put it."""
    assert titles.mark(title) == mark


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Wind (Demonstration)", True),
        ("Wind (demo)", True),
        ("Poster: Wind", True),
        ("Wind - System Demo", True),
        ("Wind: A Poster Session", True),
        ("Wind – demonstrations", True),
        ("What Many Posters Say of the Wind", False),
        ("Wind over the Sea", False),
    ],
)
def test_what_is_shown(title: str, *, expected: bool) -> None:
    """A note, not a word of the title, says that there may be a paper, too."""
    assert titles.shown(title) is expected


WORDS = st.sampled_from(
    ["wind", "sea", "Kites", "colour", "color", "2", "II", "of", "(panel)", "[Review]", ":", "-", "survey", "a"]
)


@given(st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map(" ".join))
def test_likeness_has_no_direction(a: str, b: str) -> None:
    """Either way round two titles are as alike, and each is equal to itself."""
    compared(a, b)
    assert compared(a, a) == (("equal", "") if titles.forms(a) else ("missing", ""))
