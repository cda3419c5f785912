"""Names of people in the orders that sources print."""

from __future__ import annotations

import pytest

from generator.text import bylines


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Wei Wang (王伟)", "Wei Wang (王伟)"),
        ("Wang, Wei (王伟)", "Wei Wang (王伟)"),
        ("Wang (王伟), Wei", "Wei Wang (王伟)"),
        ("Wang, Wei, (王伟)", "Wei Wang (王伟)"),
        ("(王伟)", "(王伟)"),
        ("Smith, John (Jack)", "John (Jack) Smith"),
        ("Doe, Jr., John", "John Doe Jr."),
    ],
)
def test_a_name_in_another_script_stays_last(printed: str, shown: str) -> None:
    """It comes last, is not the family name, and the inverted form reads back as the same name."""
    assert bylines.display(printed) == shown
    assert bylines.display(bylines.inverted(shown)) == shown
    if "Wang" in shown:
        assert bylines.split_name(shown).family == "Wang"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Quill, Ada", "Ada Quill"),
        ("van der Aa, Jan", "Jan van der Aa"),
        ("Quill, Ada, Jr.", "Ada Quill Jr."),
        ("Quill, III, Ada", "Ada Quill III"),
        ("Quill,", "Quill"),
        ("", ""),
        # initials behind the family name; not a suffix, and not where all is in capitals
        ("Liu R.", "R. Liu"),
        ("Le Quintrec M", "M Le Quintrec"),
        ("Quill JP", "JP Quill"),
        ("Quill J P", "J P Quill"),
        ("Quill J.-P.", "J.-P. Quill"),
        ("Quill JPX", "Quill JPX"),
        ("Quill II", "Quill II"),
        ("R. Liu", "R. Liu"),
        ("A. Liu R.", "A. Liu R."),
        ("LIU R", "LIU R"),
        # braces, a doubled comma and a company's legal form keep a name
        ("{van der Aa, Jan}", "van der Aa, Jan"),
        ("{Quill, Ada", "Ada {Quill"),
        ("The Kite Group,, Tides", "The Kite Group, Tides"),
        ("OpenThings, Inc.", "OpenThings, Inc."),
        ("OpenThings, GmbH", "OpenThings, GmbH"),
        ("Incas, Ada", "Ada Incas"),
        # what a converter left
        ("and Ada Quill", "Ada Quill"),
        ("Ada Quill and", "Ada Quill"),
        ("Andy Quill", "Andy Quill"),
    ],
)
def test_the_order_of_speech(printed: str, shown: str) -> None:
    """A name is shown as Given Family Suffix, whatever order a source prints."""
    assert bylines.display(printed) == shown


@pytest.mark.parametrize("suffix", ["Jr", "Jr.", "Sr.", "Junior", "Senior", "II", "III", "IV", "jr."])
def test_suffixes(suffix: str) -> None:
    """A suffix comes last, wherever a source puts it."""
    for printed in (f"Quill, Ada, {suffix}", f"Quill, {suffix}, Ada"):
        assert bylines.display(printed) == f"Ada Quill {suffix}"
    assert bylines.split_name(f"Ada Quill {suffix}").suffix == suffix


@pytest.mark.parametrize("form", ["Inc", "Inc.", "Ltd.", "LLC", "GmbH", "Corp.", "Co.", "PLC"])
def test_companies(form: str) -> None:
    """A legal form after a comma is not a given name."""
    assert bylines.display(f"Kites and Tides, {form}") == f"Kites and Tides, {form}"


@pytest.mark.parametrize(
    ("shown", "parts", "turned"),
    [
        ("Quill", ("", "", "Quill", ""), "Quill"),
        ("Ada B. Quill", ("Ada B.", "", "Quill", ""), "Quill, Ada B."),
        ("Ludwig van Beethoven", ("Ludwig", "van", "Beethoven", ""), "van Beethoven, Ludwig"),
        ("María de la Cruz", ("María", "de la", "Cruz", ""), "de la Cruz, María"),
        ("Louis de la Vallée Poussin", ("Louis", "de la", "Vallée Poussin", ""), "de la Vallée Poussin, Louis"),
        ("Ana Costa e Silva", ("Ana Costa", "e", "Silva", ""), "e Silva, Ana Costa"),
        ("Ada von Quill zu Aa", ("Ada", "von Quill zu", "Aa", ""), "von Quill zu Aa, Ada"),
        ("Ada Quill Jr.", ("Ada", "", "Quill", "Jr."), "Quill, Ada, Jr."),
        ("Jan van Aken III", ("Jan", "van", "Aken", "III"), "van Aken, Jan, III"),
        ("John II", ("John", "", "II", ""), "II, John"),
        ("Wei Wang (王伟)", ("Wei", "", "Wang", "(王伟)"), "Wang, Wei, (王伟)"),
    ],
)
def test_a_shown_name_is_taken_apart(shown: str, parts: tuple[str, ...], turned: str) -> None:
    """The last word is the family name, with the small words before it; its turned form is shown as the same name."""
    found = bylines.split_name(shown)
    assert (found.given, found.particle, found.family, found.suffix) == parts
    assert found.display == shown
    assert bylines.inverted(shown) == turned
    assert bylines.display(turned) == shown


@pytest.mark.parametrize(
    ("shown", "turned"),
    [
        ("Kites, Inc.", "Kites, Inc."),
        ("Tides, Kites and Winds", "Tides,, Kites and Winds"),
        ("and Quill", "{and Quill}"),
    ],
)
def test_what_has_no_turned_form(shown: str, turned: str) -> None:
    """A name that would be read otherwise is written so that it is shown as it was."""
    assert bylines.inverted(shown) == turned
    assert bylines.display(turned) == shown


@pytest.mark.parametrize(
    ("names", "shown", "more"),
    [
        (["Quill, Ada", "Bo Li"], ("Ada Quill", "Bo Li"), False),
        (["Quill, Ada", "", " "], ("Ada Quill",), False),
        (["Ada Quill", "et al."], ("Ada Quill",), True),
        (["Ada Quill", "and others"], ("Ada Quill",), True),
        (["Ada Quill", "…"], ("Ada Quill",), True),
        (["..."], (), True),
        (["Ada Othersen"], ("Ada Othersen",), False),
        # names that an export ran together, but for particles within a name
        (["Ada BeldonJan C. Roe"], ("Ada Beldon", "Jan C. Roe"), False),
        (["Ada BeldonJan C. RoelofsElla Tveit"], ("Ada Beldon", "Jan C. Roelofs", "Ella Tveit"), False),
        (["{Ada BeldonJan C. Roe}"], ("Ada Beldon", "Jan C. Roe"), False),
        (["Ada BeldonJan"], ("Ada BeldonJan",), False),
        (["Ada MacDonald Roe"], ("Ada MacDonald Roe",), False),
        (["Ada FitzGerald Roe"], ("Ada FitzGerald Roe",), False),
        (["Ada DellaRovere Roe"], ("Ada DellaRovere Roe",), False),
        (["Ada SaintClair Roe"], ("Ada SaintClair Roe",), False),
        (["Ada MacFitz RoelofsElla Tveit"], ("Ada MacFitz Roelofs", "Ella Tveit"), False),
        (["Ada VanDyke Roe"], ("Ada VanDyke Roe",), False),
        (["BeldonJan C. Roe"], ("BeldonJan C. Roe",), False),
    ],
)
def test_a_list_of_names(names: list[str], shown: tuple[str, ...], *, more: bool) -> None:
    """Blanks and "et al." are nobody, and "et al." says that there are more."""
    assert bylines.people(names) == bylines.People(names=shown, et_al=more)


@pytest.mark.parametrize(
    ("text", "shown", "more"),
    [
        ("Ada Quill; Bo Li", ("Ada Quill", "Bo Li"), False),
        ("Quill, Ada; Li, Bo", ("Ada Quill", "Bo Li"), False),
        (";; Ada Quill ;", ("Ada Quill",), False),
        ("Ada Quill and Bo Li", ("Ada Quill", "Bo Li"), False),
        ("Ada Quill & Bo Li", ("Ada Quill", "Bo Li"), False),
        ("Ada Quill, Bo Li, and Cy Nu", ("Ada Quill", "Bo Li", "Cy Nu"), False),
        ("Ada Quill, Bo Li, Cy Nu", ("Ada Quill", "Bo Li", "Cy Nu"), False),
        ("Ada Quill, Jr., Bo Li, Cy Nu", ("Ada Quill Jr.", "Bo Li", "Cy Nu"), False),
        ("Ada Quill, Bo Li, Jr., Cy Nu", ("Ada Quill", "Bo Li Jr.", "Cy Nu"), False),
        ("A. Quill, B. Li", ("A. Quill", "B. Li"), False),
        ("Quill A., Li B.", ("A. Quill", "B. Li"), False),
        # a comma within the name
        ("Quill, Ada", ("Ada Quill",), False),
        ("Quill, A.", ("A. Quill",), False),
        ("Zuna, R E", ("R E Zuna",), False),
        ("Quill, Ada and Li, Bo", ("Ada Quill", "Bo Li"), False),
        ("De Vries, Jan Piet and Van Dam, An Els", ("Jan Piet De Vries", "An Els Van Dam"), False),
        ("Quill, A., Li, B., & Nu, C.", ("A. Quill", "B. Li", "C. Nu"), False),
        ("Quill, A., Li, B.", ("A. Quill", "B. Li"), False),
        ("Quill, a, Li, b", ("a Quill", "b Li"), False),
        ("Kites,, Inc. and Bo Li", ("Kites, Inc.", "Bo Li"), False),
        # groups in braces
        ("{The Kite Group} and Bo Li", ("The Kite Group", "Bo Li"), False),
        ("{Kites; Tides and Sons}; Bo Li", ("Kites; Tides and Sons", "Bo Li"), False),
        ("Bo Li AND {The {Kite} Group}", ("Bo Li", "The {Kite} Group"), False),
        ("Bo Li and {Kites and Tides", ("Bo Li", "{Kites and Tides"), False),
        ("Bo Li and Kites} Tides", ("Bo Li", "Kites} Tides"), False),
        # the end of a list and of a sentence
        ("Ada Quill and others", ("Ada Quill",), True),
        ("Ada Quill, et al.", ("Ada Quill",), True),
        ("Ada Quill; Bo Li; et al", ("Ada Quill", "Bo Li"), True),
        ("Ada Quill and Bo Lindgren.", ("Ada Quill", "Bo Lindgren"), False),
        ("Ada Quill and Bo L.", ("Ada Quill", "L. Bo"), False),
        ("Ada Quill and Bo Li Jr.", ("Ada Quill", "Bo Li Jr."), False),
        ("", (), False),
    ],
)
def test_names_in_one_text(text: str, shown: tuple[str, ...], *, more: bool) -> None:
    """Semicolons and "and" stand between names; commas do where the text makes it clear."""
    assert bylines.split_names(text) == bylines.People(names=shown, et_al=more)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Quill, Bo Li", ("Ada Quill", "Bo Li")),
        ("Ada Quill, Jr., Bo Li", ("Ada Quill Jr.", "Bo Li")),
        ("Quill, A., Bo Li", ("A. Quill", "Bo Li")),
        ("Bo Li, Quill, A.", ("Bo Li", "A. Quill")),
        ("Ada Quill, B.", ("Ada Quill", "B.")),
    ],
)
def test_commas_that_stand_between_names(text: str, shown: tuple[str, ...]) -> None:
    """Where a source says so each comma ends a name, but for suffixes and for initials behind a single word."""
    assert bylines.split_names(text, commas=True).names == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill, Bo Li, Cy Nu", True),
        ("Ada Quill, Bo Li", False),
        ("A. Quill, B. Li", True),
        ("A. Quill, Bo Li", False),
        ("Ada Quill, Bo Li and Cy Nu", True),
        ("Quill A, Li B", True),
        ("Quill, Ada", False),
        ("Zuna, R E, Li, B", False),
        ("Ada Quill; Bo Li, Cy Nu, Di Oh", False),
        ("{Ada Quill}, Bo Li, Cy Nu", False),
        ("De Vries, Jan Piet and Van Dam, An Els", False),
        ("Ada Quill and Bo Li and Cy Nu", False),
        ("Ada Quill, Jr., Bo Li", False),
    ],
)
def test_whether_commas_stand_between_names(text: str, *, expected: bool) -> None:
    """Each piece is a name of two words, and there are three of them or all have initials."""
    assert bylines.lists_by_comma(text) is expected


def test_a_list_without_an_end() -> None:
    """A text that no list of authors is as long as is one name."""
    text = "Ada Quill; " + "B" * 199_989
    assert len(bylines.split_names(text).names) == 2
    assert bylines.split_names(f"{text}B") == bylines.People(names=(f"{text}B",), et_al=False)
