"""names.py: surnames with particles, and initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.name import parse
from generator.text import bylines, names


def folded(printed: str) -> names.FoldedName:
    """Return the folded name that a source prints."""
    return names.fold(bylines.read(printed))


@pytest.mark.parametrize(
    ("printed", "surname", "initials"),
    [
        ("Ada Quill", "quill", "a"),
        ("Quill, Ada", "quill", "a"),
        ("Quill A.", "quill", "a"),
        ("Quill, AB", "quill", "ab"),
        ("Laurens van der Aa", "van der aa", "l"),
        ("van der Aa, L.", "van der aa", "l"),
        ("van Aken", "van aken", ""),
        ("Jörg Müller", "muller", "j"),
        ("Jean-Pierre O'Hara", "ohara", "jp"),
        ("J. Quill Jr.", "quill", "j"),
        ("Wei Wang (王伟)", "wang", "w"),
        ("Wang, Wei (王伟)", "wang", "w"),
        ("(王伟)", "王伟", ""),
        ("D?llmann, Dirk", "d?llmann", "d"),
        ("k. quill", "quill", "k"),
        # initials behind the surname: one to four capitals, with or without dots
        ("Liu R.", "liu", "r"),
        ("LIU R", "liu", "r"),
        ("R M Liu", "liu", "rm"),
        ("Liu R M", "liu", "rm"),
        ("Le Quintrec M", "le quintrec", "m"),
        ("Le Quintrec M J", "le quintrec", "mj"),
        ("Quill J-P", "quill", "jp"),
        ("Quill A.B.C.", "quill", "abc"),
        ("Quill AB", "quill", "ab"),
        ("Quill A.B.C.D.", "quill", "abcd"),
        ("A. B. C. Quill", "quill", "abc"),
        ("Quill, AB C", "quill", "ac"),
        # particles belong to the surname, unless a capital makes them a name
        ("María de la Cruz", "de la cruz", "m"),
        ("de la Cruz, María J.", "de la cruz", "mj"),
        ("J. ten Brink", "ten brink", "j"),
        ("Jeanne d'Arc", "darc", "j"),
        ("Quill, Ada van", "quill", "a"),
        ("Van Morrison", "morrison", "v"),
        ("el Ghaoui", "el ghaoui", ""),
        ("van der", "van der", ""),
        ("Rami al-Rfou", "al rfou", "r"),
        ("Quill, van Ada", "quill", "a"),
        ("Jeanne d’ Arc", "d arc", "j"),
        # suffixes are no names
        ("Quill, Jr.", "quill", ""),
        ("Quill, John, III", "quill", "j"),
        ("John Quill III", "quill", "j"),
        ("Jean Paul Quill PhD", "quill", "jp"),
        ("Jr.", "", ""),
        # letters of other alphabets, apostrophes, signs and figures
        ("Łukasz Świątek", "swiatek", "l"),
        ("Straße, Ä.", "strasse", "a"),
        ("Ægir Øđıœðþ", "odioedth", "a"),
        ("O’Neil, Zoë", "oneil", "z"),
        ("Quill2, Ada*", "quill", "a"),
        ("D\ufffdllmann, Dirk", "d?llmann", "d"),
        ("Quill, ?", "quill", ""),
        ("Wei Wang（王伟）", "wang", "w"),
        ("", "", ""),
    ],
)
def test_parse(printed: str, surname: str, initials: str) -> None:
    """All the ways of printing a name give its surname and initials."""
    found = folded(printed)
    assert (found.surname, found.initials) == (surname, initials)


@pytest.mark.parametrize(
    "particle",
    [
        "af", "al", "ap", "ben", "bin", "d'", "da", "dal", "de", "degli", "dei", "del", "della", "der", "di", "do", "dos", "du",
        "e", "el", "la", "las", "le", "les", "lo", "los", "mac", "san", "st.", "ten", "ter", "van", "vande", "vander", "vem", "ven",
        "ver", "vom", "von", "vor", "y", "zu", "zum", "zur",
    ],
)  # fmt: skip
def test_particles(particle: str) -> None:
    """A small word before a surname belongs to it; after the given names it is no given name."""
    bare = particle.strip("'.")
    assert folded(f"Ada {particle} Quill") == names.FoldedName(surname=f"{bare} quill", given=("ada",))
    assert folded(f"Quill, Ada {particle}") == names.FoldedName(surname="quill", given=("ada",))


@pytest.mark.parametrize("suffix", ["Jr", "Jr.", "Sr", "junior", "Senior", "II", "III", "IV", "PhD", "MD"])
def test_suffixes(suffix: str) -> None:
    """A suffix is part of no name, with or without a comma."""
    for printed in (f"Ada Quill {suffix}", f"Quill, Ada, {suffix}"):
        assert folded(printed) == names.FoldedName(surname="quill", given=("ada",)), printed


@given(st.text())
def test_anything_may_be_a_name(printed: str) -> None:
    """No text raises."""
    assert folded(printed).surname == folded(printed.strip()).surname


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ab", "ac", True),
        ("a", "b", False),
        ("", "b", True),
        ("a", "", True),
        ("?b", "c", True),
        ("b?", "c", False),
        ("b", "b", True),
    ],
)
def test_same_initials(one: str, other: str, *, expected: bool) -> None:
    """The first letter decides, where both are known."""
    assert names.same_initials(one, other) is expected
    assert names.same_initials(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("quill", "quill", True),
        ("lindgren", "lindgrem", True),
        ("mullr", "muell", False),
        ("quill", "quilx", True),  # a slip in five letters
        ("haas", "haaz", False),  # but not in four
        ("haas", "haasz", False),
        ("quill", "hill", False),
        # a lost letter stands for none to two
        ("m?ller", "muller", True),
        ("m?ller", "mueller", True),
        ("m?ller", "mller", True),
        ("m?ller", "mulder", False),
        ("h?", "ha", True),
        ("h?", "hab", True),
        ("h?", "habe", False),
        ("h?", "h2", False),
        ("?o?s?", "rossi", True),
        ("?o?s?k?", "rossika", False),  # too little is left of it
        ("h?", "h?", True),
    ],
)
def test_same_surname(one: str, other: str, *, expected: bool) -> None:
    """Surnames are one but for a slip in a long one, or letters that a change of encodings lost."""
    assert names.same_surname(one, other) is expected
    assert names.same_surname(other, one) is expected


@pytest.mark.parametrize(
    ("text", "family", "given_names"), [("孙 宇", "孙", "宇"), ("김 철수", "김", "철수"), ("山田 太郎", "山田", "太郎")]
)
def test_an_eastern_name_in_two_words_begins_with_the_family(text, family, given_names):
    """It is shown in that order, without the space."""
    name = parse(text)
    assert (name.family, name.given, str(name)) == (family, given_names, text.replace(" ", ""))
    assert parse(name.written) == name


@pytest.mark.parametrize(
    ("printed", "surname"),
    [("김철수", "김철수"), ("김 철수", "김철수"), ("ガ 花", "ガ花"), ("王, 伟", "王伟"), ("Ёлкин", "елкин")],
)
def test_letters_of_other_scripts_stay_whole(printed: str, surname: str) -> None:
    """Accents go; the letters of a Korean syllable, and the marks of Japanese ones, stay together."""
    assert folded(printed).surname == surname
    assert folded(folded(printed).surname).surname == surname


@pytest.mark.parametrize(
    ("printed", "surname", "given"),
    [
        ("Иванов, Пётр", "ivanov", ("petr",)),
        ("Παππάς, Γιώργος", "pappas", ("giorgos",)),
        ("Quill, Ada", "quill", ("ada",)),
        ("Łukasz Świątek", "swiatek", ("lukasz",)),
        ("王, 伟", "王伟", ()),
        ("김철수", "김철수", ()),
        ("田中, 太郎", "田中太郎", ()),
    ],
)
def test_names_in_latin_letters(printed: str, surname: str, given: tuple[str, ...]) -> None:
    """Scripts of sounds have one reading; Chinese, Japanese and Korean names stay, as their order is not known."""
    found = names.romanised(folded(printed))
    assert (found.surname, found.given) == (surname, given)


@pytest.mark.parametrize(
    ("eastern", "surname", "given", "initials", "expected"),
    [
        ("王伟", "wang", "wei", "w", True),
        ("王伟", "wei", "wang", "w", True),
        ("王伟", "wang", "w", "w", True),
        ("王伟", "wang", "", "", False),
        ("王伟", "wang", "l", "l", False),
        ("王伟", "wei", "w", "w", False),
        ("王伟", "wang", "ming", "m", False),
        ("李小明", "li", "xiaoming", "x", True),
        ("李小明", "li", "xiaoming", "xm", True),
        ("李小明", "lixiao", "ming", "m", True),
        ("李小明", "li", "xm", "xm", True),
        ("李小明", "li", "xiao", "x", False),
        ("王", "wang", "", "", False),
    ],
)
def test_same_sound(eastern: str, surname: str, given: str, initials: str, *, expected: bool) -> None:
    """A name is read in either order, with the given name in full or as an initial."""
    assert names.same_sound(eastern, surname, given, initials) is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("{Office of Winds}", True),
        ("World Wind Organization", True),
        ("Wind Study Group", True),
        ("Ada Quill", False),
        ("Ada Grouper", False),
    ],
)
def test_bodies(printed: str, *, expected: bool) -> None:
    """A group is marked as one, or has a word for one in its name."""
    assert names.is_body(bylines.read(printed)) is expected


@pytest.mark.parametrize(
    ("printed", "expected"), [("Ada Quill", True), ("Łukasz Świątek", True), ("Иванов, Пётр", False), ("王, 伟", False)]
)
def test_what_is_latin(printed: str, *, expected: bool) -> None:
    """Accents make no other script."""
    assert names.is_latin(bylines.read(printed)) is expected
