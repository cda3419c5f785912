"""References to a place in print: their many shapes, and what stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import journal_refs
from tests.conftest import TOO_STEEP, growth


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Phys. Pond Lett. 112, 102502 (2021)", ("Phys. Pond Lett.", "112", "", "102502", "2021")),
        ("J. Ponds 12 (2019) 34-56", ("J. Ponds", "12", "", "34-56", "2019")),
        ("Proc. of POND 2020, pp. 1-9", ("Proc. of POND 2020", "", "", "1-9", "2020")),
        ("Pond Rev. D 99, 123456", ("Pond Rev. D", "99", "", "123456", None)),
        ("Nature Ponds volume 5, pages 12–19 (2021)", ("Nature Ponds", "5", "", "12-19", "2021")),
        ("Eur.Pond.J. C31 (2003) 17-29", ("Eur.Pond.J.", "C31", "", "17-29", "2003")),
        ("Pond.Rev.D76:013009,2007", ("Pond.Rev.", "D76", "", "013009", "2007")),
        ("J. Pond. Soc. 66, 204 (1997).", ("J. Pond. Soc.", "66", "", "204", "1997")),
        ("J. Pond Spectr. 117-118, 203 (2001)", ("J. Pond Spectr.", "117-118", "", "203", "2001")),
        ("Ponds: Practice and Frogs 51 (8), 2021", ("Ponds: Practice and Frogs", "51", "8", "", "2021")),
        ("Journal of Ponds, 12(3):45-67, 2019", ("Journal of Ponds", "12", "3", "45-67", "2019")),
        ("J. Ponds 12:3 (2019) 45-67", ("J. Ponds", "12", "3", "45-67", "2019")),
        ("J. Ponds 12, 3, 45--67 (2019)", ("J. Ponds", "12", "3", "45-67", "2019")),
        ("Ponds 2019, 21(3), 123", ("Ponds", "21", "3", "123", "2019")),
        ("Ann. Ponds 36 (2008), no. 3, 1171–1220", ("Ann. Ponds", "36", "3", "1171-1220", "2008")),
        ("Trans. Ponds, vol. 12, no. 3, pp. 45-67, March 2020", ("Trans. Ponds", "12", "3", "45-67", "2020-03")),
        ("Ponds, Volume 12, Issue 3, March 2019, Pages 45-67", ("Ponds", "12", "3", "45-67", "2019-03")),
        ("Frogs 521, 436–444 (28 May 2015)", ("Frogs", "521", "", "436-444", "2015-05-28")),
        ("Frog Rep 9, Article number: 123 (2019)", ("Frog Rep", "9", "", "123", "2019")),
        ("POND ONE 15(3): e0231234 (2020)", ("POND ONE", "15", "3", "e0231234", "2020")),
        ("JPOND05(2019)123", ("JPOND", "05", "", "123", "2019")),
        ("JPON 1905:123,2019", ("JPON", "1905", "", "123", "2019")),
        ("Eur. Pond J. C (2019) 79: 123", ("Eur. Pond J. C", "79", "", "123", "2019")),
        ("J. Ponds (2020) 12:3 (34-56)", ("J. Ponds", "12", "3", "34-56", "2020")),
        ("J. Ponds (2020) 12:SUPPL 1 (S34)", ("J. Ponds", "12", "SUPPL 1", "S34", "2020")),
        ("Ann Ponds. 2021 May 5;12(3):45-67.", ("Ann Ponds", "12", "3", "45-67", "2021-05-05")),
        ("Frogs. 2015;521:436–444", ("Frogs", "521", "", "436-444", "2015")),
        ("Frogs and Health Care (2015) 185-203;", ("Frogs and Health Care", "", "", "185-203", "2015")),
        ("Advances in Ponds 30 (2017)", ("Advances in Ponds", "30", "", "", "2017")),
        ("Pond 2.0 Journal 12 (2019) 3", ("Pond 2.0 Journal", "12", "", "3", "2019")),
        ("Frog Rev. Lett. 86, 1999 (2001)", ("Frog Rev. Lett.", "86", "", "1999", "2001")),
        ("POND 2020, 1234-1243", ("POND 2020", "", "", "1234-1243", "2020")),
        ("Proc. 58th Meeting (POND 2020), pages 12-34", ("Proc. 58th Meeting (POND 2020)", "", "", "12-34", "2020")),
        ("POND 2017", ("POND 2017", "", "", "", "2017")),
    ],
)
def test_each_shape_is_taken_apart(printed, parts):
    """Venue, volume, number, pages and date are told apart where the shape leaves no doubt."""
    found = journal_refs.read(printed)
    assert (found.venue, found.volume, found.number, found.pages, found.date) == parts
    assert not found.rest


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("Frog Rev. Lett. 86, 1999", None),  # a page or a year
        ("J. Ponds (2019) 12", "2019"),  # a volume or a page
        ("Pond Letters 5", None),
        ("Pond Letters", None),
        ("PoS(POND2019)012", None),
        ("To appear in Proc. POND", None),
        ("In: Frog A. (eds) Ponds. LNPS, vol 12345. Springer, Cham (2020)", "2020"),
        ("Proc. Meeting (POND 2020), pages 12-34, Online, 2020", "2020"),
        ("J. Ponds 12 (2019) 3 and 13 (2020) 4", None),
    ],
)
def test_what_is_not_clear_stays_whole(printed, date):
    """A reference that can be read in two ways is the venue as a whole."""
    assert journal_refs.read(printed) == journal_refs.JournalRef(venue=printed, date=date)


@pytest.mark.parametrize("printed", ["arXiv:2901.01234", "CoRR abs/2901.01234", ""])
def test_a_preprint_is_no_place_in_print(printed):
    """The preprint's own number is no venue."""
    assert journal_refs.read(printed) == journal_refs.JournalRef(venue="")


@given(
    st.text() | st.lists(st.sampled_from(["Pond", " ", "12", "(2020)", ",", ":", "vol.", "pp. 1-9", "-"])).map("".join)
)
def test_any_text_gives_a_result(printed):
    """No text raises; a venue is never lost."""
    assert journal_refs.read(f"Pond {printed}").venue


@pytest.mark.parametrize("piece", ["1 ", "(2020", "vol. 1 ", "1-", "; ", "doi:10.1234/x "])
def test_a_long_text_costs_little(piece):
    """A reference of any length is read at a cost that is linear in it."""
    assert growth(journal_refs.read, "Pond " + piece * 400_000) < TOO_STEEP
    assert growth(lambda text: [journal_refs.read(text[:490]) for _ in range(20)], "Pond " + piece * 250) < TOO_STEEP
