"""Titles: their forms, the words and names in them, and marks of a text about another text."""

import pytest

from generator.text import likeness, titles
from generator.text.titles import LENGTH


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
    assert likeness.compare(titles.forms(f"Wind {word} old Seas"), titles.forms("Wind old Seas")).likeness == "close"


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
        ("Retraction note to: Wind", "retraction"),
        ("Notice of retraction: Wind", "retraction"),
        ("Withdrawal: Wind", "retraction"),
        ("Editorial expression of concern: Wind", "expression of concern"),
        ("Publisher Correction: Wind", "correction"),
        ("Retracted: Wind", ""),
        ("Withdrawal of kites", ""),
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
