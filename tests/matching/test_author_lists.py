"""Author lists: when two records name the same people."""

import pytest

from tests.matching.comparing import PEOPLE, compared, names, record


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (PEOPLE, PEOPLE, {"authors"}, set()),
        (PEOPLE, PEOPLE[:1], {"authors"}, set()),
        (PEOPLE[:2], PEOPLE[2:], set(), {"authors"}),
        (PEOPLE, (), set(), set()),
        (PEOPLE, ("?",), set(), set()),
        # three of five agree, two do not; nothing contradicts while somebody is in both
        (PEOPLE, (*PEOPLE[:3], "Fi Quist", "Gus Rautio"), {"authors"}, set()),
        (PEOPLE, (*PEOPLE[:2], "Fi Quist", "Gus Rautio", "Hal Sato"), set(), set()),
        # initials, and given names that follow the language
        (("Ada Quill",), ("Quill, A.",), {"authors"}, set()),
        (("Ada Quill",), ("Quill",), {"authors"}, set()),
        (("Bob Quill",), ("Robert Quill",), {"surnames"}, set()),
        (("Bob Quill",), ("Robert Quill", "Bo Lindgren"), set(), set()),
        (("Li", "Li", "Li"), ("Li", "Wu", "Xu"), set(), set()),  # each counts once
        # a slip in a long surname, and in one too short for a slip
        (("Ada Lindgren",), ("Ada Lindgrem",), {"authors"}, set()),
        (("Di Haas",), ("Di Haaz",), set(), set()),
        (("Di van Aken",), ("Di Aken",), {"authors"}, set()),
        (("Xu van Ek",), ("Di Ek",), set(), set()),
        (("Di Haas",), ("Di Hood",), set(), {"authors"}),
        # lists that are not taken apart well
        (("Sun Yuliang",), ("Yuliang Sun",), {"authors"}, set()),
        (("Dörte Müller",), ("D?rte M?ller",), {"authors"}, set()),
        (("Dörte Müller",), ("M?ller D?rte",), {"authors"}, set()),
    ],
)
def test_people(a: tuple[str, ...], b: tuple[str, ...], agreed: set[str], against: set[str]) -> None:
    """Lists of authors agree from three fifths of the shorter one on, and contradict where nobody could be one."""
    assert names(compared(record(authors=a), record(authors=b))) == (agreed, against)


@pytest.mark.parametrize(
    ("a", "b", "whole"),
    [
        (PEOPLE, tuple(reversed(PEOPLE)), True),
        (PEOPLE, PEOPLE[:4], False),
        (PEOPLE, (*PEOPLE[:4], "Fi Quist"), False),
        (("Ada Quill", "?"), ("Ada Quill",), True),  # what is no name is nobody
        ((), (), False),
    ],
)
def test_all_authors(a: tuple[str, ...], b: tuple[str, ...], *, whole: bool) -> None:
    """Two lists are one where everybody is in both."""
    assert compared(record(authors=a), record(authors=b)).all_authors is whole


@pytest.mark.parametrize(
    ("a", "b", "agreed"),
    [
        ({"author_count": 7}, {"author_count": 7}, {"count"}),
        ({"author_count": 7}, {"author_count": 8}, set()),
        ({"author_count": 2}, {"authors": PEOPLE[:2]}, {"count"}),
        ({"author_count": 7}, {"authors": PEOPLE[:2], "author_count": 7}, {"count"}),
        ({}, {}, set()),
        ({"author_count": 2}, {}, set()),
    ],
)
def test_how_many_wrote(a: dict[str, object], b: dict[str, object], agreed: set[str]) -> None:
    """Where names are missing, their number agrees; another number says nothing, as lists are cut."""
    assert names(compared(record(**a), record(**b))) == (agreed, set())


CJK, PINYIN = ("王, 伟", "李, 小明", "张, 强"), ("Wang Wei", "Li Xiaoming", "Zhang Qiang")


@pytest.mark.parametrize(
    ("a", "b", "agreed", "against"),
    [
        (CJK, PINYIN, {"authors"}, set()),
        (CJK, tuple(reversed(PINYIN)), {"authors"}, set()),
        (CJK, ("Wei Wang", "Xiaoming Li", "Qiang Zhang"), {"authors"}, set()),
        (CJK, ("Wang, W.", "Li, X."), {"authors"}, set()),
        (CJK, ("Wang, W.", "Li, X.", "Haas, N."), {"authors"}, set()),
        (CJK, ("Wang, W.", "Haas, N.", "Dahl, P."), set(), set()),
        (("王, 伟", "王, 伟", "王, 伟"), ("Wang, W.", "Haas, N.", "Dahl, P."), set(), set()),  # each counts once
        # what does not sound alike says nothing: the reading may be another
        (CJK, ("Noor Haas", "Per Dahl"), set(), set()),
        (("田中, 太郎",), ("Tanaka, Taro",), set(), set()),
        (("김철수", "이영희"), ("Kim Cheolsu", "Lee Younghee"), set(), set()),
        (("김철수",), ("Gim Cheolsu",), {"authors"}, set()),
        (("さとう, 花",), ("Sato, Hana",), set(), set()),
        # in one script, other people are other people
        (CJK, ("田中, 太郎",), set(), {"authors"}),
        (("김철수",), ("박영희",), set(), {"authors"}),
        (("김철수",), ("김 철수",), {"authors"}, set()),
        # letters for sounds have one reading
        (("Иванов, Пётр",), ("Ivanov, P.",), {"authors"}, set()),
        (("Иванов, Пётр",), ("Noor Haas",), set(), {"authors"}),
        (("Παππάς, Γιώργος",), ("Pappas, Giorgos",), {"authors"}, set()),
    ],
)
def test_names_in_two_scripts(a: tuple[str, ...], b: tuple[str, ...], agreed: set[str], against: set[str]) -> None:
    """A name agrees with its reading, in any order; where it does not, names in two scripts contradict nothing."""
    assert names(compared(record(authors=a), record(authors=b))) == (agreed, against)


@pytest.mark.parametrize(
    ("a", "b", "agreed"),
    [
        (("Wei Wang (王伟)",), ("王伟",), {"authors"}),
        (("Bob Quill (王伟)",), ("王伟",), {"authors"}),
        (("Bob Quill (王伟)", "Di Haas"), ("李小明", "王伟"), set()),
        (("Bob Quill (王伟)",), ("王伟", "李小明"), {"authors"}),
    ],
)
def test_other_spellings(a: tuple[str, ...], b: tuple[str, ...], agreed: set[str]) -> None:
    """A name agrees by any of its spellings, and each name of the other list counts once."""
    assert names(compared(record(authors=a), record(authors=b)))[0] == agreed


def test_what_is_said_of_people() -> None:
    """A person reads how many agree."""
    assert compared(record(authors=PEOPLE), record(authors=PEOPLE)).agreements["authors"] == "authors agree"
    some = (*PEOPLE[:3], "Fi Quist", "Gus Rautio")
    assert compared(record(authors=PEOPLE), record(authors=some)).agreements["authors"] == "most authors agree (67%)"
