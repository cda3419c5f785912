"""Names of people in the orders that sources print."""

from __future__ import annotations

import pytest

from generator.text import bylines


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Wei Wang (王伟)", ("Wang", "Wei", "", ("王伟",))),
        ("Wang, Wei (王伟)", ("Wang", "Wei", "", ("王伟",))),
        ("Wang (王伟), Wei", ("Wang", "Wei", "", ("王伟",))),
        ("Wang, Wei, (王伟)", ("Wang", "Wei", "", ("王伟",))),
        ("(王伟)", ("(王伟)", "", "", ())),
        ("Smith, John (Jack)", ("Smith", "John (Jack)", "", ())),
        ("Doe, Jr., John", ("Doe", "John", "Jr.", ())),
        ("Wei Wang 0012", ("Wang", "Wei", "", ())),
        ("Wang 0012, Wei", ("Wang", "Wei", "", ())),
        ("Alves, A.A., Jr.", ("Alves", "A.A.", "Jr.", ())),
        ("van der Berg, Jan Jr", ("van der Berg", "Jan", "Jr", ())),
        ("García López, María", ("García López", "María", "", ())),
        ("王, 伟", ("王", "伟", "", ())),
    ],
)
def test_the_parts_of_a_name(printed: str, parts: tuple[object, ...]) -> None:
    """The boundary that a source prints is kept; a name in another script is another spelling; DBLP's numbers go."""
    found = bylines.read(printed)
    assert (found.family, found.given, found.suffix, found.also) == parts


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Quill, Ada", "Ada Quill"),
        ("van der Aa, Jan", "Jan van der Aa"),
        ("Quill, Ada, Jr.", "Ada Quill Jr."),
        ("Quill, III, Ada", "Ada Quill III"),
        ("Quill,", "Quill"),
        ("", ""),
        # initials behind the family name; not a suffix, and in capitals only single letters
        ("Liu R.", "R. Liu"),
        ("Le Quintrec M", "M Le Quintrec"),
        ("Quill JP", "JP Quill"),
        ("Quill J P", "J P Quill"),
        ("Quill J.-P.", "J.-P. Quill"),
        ("Quill JPX", "Quill JPX"),
        ("Quill II", "Quill II"),
        ("R. Liu", "R. Liu"),
        ("A. Liu R.", "A. Liu R."),
        ("LIU R", "R LIU"),
        ("YU LI", "YU LI"),
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
        ("王, 伟", "王伟"),
    ],
)
def test_reading_order(printed: str, shown: str) -> None:
    """A name is shown as Given Family Suffix, whatever order a source prints; Chinese without a space."""
    assert str(bylines.read(printed)) == shown


@pytest.mark.parametrize("printed", ["{van der Aa, Jan}", "The Kite Group,, Tides", "Tide Group,", "Kites, Inc."])
def test_groups(printed: str) -> None:
    """Braces, EndNote's commas and a company's legal form make a group, which has no parts."""
    found = bylines.read(printed)
    assert found == bylines.group(str(found))


@pytest.mark.parametrize("suffix", ["Jr", "Jr.", "Sr.", "Junior", "Senior", "II", "III", "IV", "jr."])
def test_suffixes(suffix: str) -> None:
    """A suffix comes last, wherever a source puts it."""
    for printed in (f"Quill, Ada, {suffix}", f"Quill, {suffix}, Ada", f"Quill, Ada {suffix}", f"Ada Quill {suffix}"):
        found = bylines.read(printed)
        assert (str(found), found.suffix) == (f"Ada Quill {suffix}", suffix)


@pytest.mark.parametrize("form", ["Inc", "Inc.", "Ltd.", "LLC", "GmbH", "Corp.", "Co.", "PLC"])
def test_companies(form: str) -> None:
    """A legal form after a comma is not a given name."""
    assert str(bylines.read(f"Kites and Tides, {form}")) == f"Kites and Tides, {form}"


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
    assert (tuple(map(str, (found := bylines.people(names)).names)), found.et_al) == (shown, more)


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
    assert (tuple(map(str, (found := bylines.split_names(text)).names)), found.et_al) == (shown, more)


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
    assert tuple(map(str, bylines.split_names(text, commas=True).names)) == shown


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
    assert bylines.split_names(f"{text}B") == bylines.People(names=(bylines.group(f"{text}B"),), et_al=False)
