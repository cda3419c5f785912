"""Venues: one page for a venue of all years, at an address that its name alone decides."""

import re

import pytest

from generator.model import Catalogue, Paper
from generator.site import addresses
from generator.site.views import arrangement, venue_pages, venues
from generator.text.keys import fits_windows
from tests.site import reading


def shelf(tmp_path, *names):
    """Return a shelf with a paper in each venue, one a year."""
    papers = {
        f"p{number:03}": Paper(title=f"T{number}", date=str(1950 + number % 70), venue=name)
        for number, name in enumerate(names)
    }
    return arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {})


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("AAAI 2021", "AAAI"),
        ("2021 CVPR", "CVPR"),
        ("ICML2021", "ICML"),
        ("ACL-2021", "ACL"),
        ("ACL'2021", "ACL"),
        ("EMNLP 2022 Findings", "EMNLP Findings"),
        ("Findings (EMNLP 2020)", "Findings (EMNLP)"),
        ("ACL 2021 (Findings)", "ACL (Findings)"),
        ("Proceedings (2019)", "Proceedings"),
        ("Proceedings of the 2019 Conference on Ponds", "Proceedings of the Conference on Ponds"),
        ("ACL 2021, Online", "ACL, Online"),
        ("Pond Days 2020-2021", "Pond Days"),
        ("计算机学报 2020", "计算机学报"),
        ("中国计算机大会2020", "中国计算机大会"),
        ("2020", "2020"),
        ("(2020)", "(2020)"),
        ("Room 101", "Room 101"),
        ("Report 12020", "Report 12020"),
        ("Journal of Ponds", "Journal of Ponds"),
        ("", ""),
    ],
)
def test_a_venue_is_named_without_its_year(name, bare):
    """The year goes, with the brackets and signs that it leaves empty; a venue that is only a year keeps it."""
    assert venues.without_year(name) == bare


def test_years_case_and_accents_make_no_other_venue(tmp_path):
    """The page has the papers of all years, newest first, under the most frequent spelling."""
    found = shelf(tmp_path, "ACL 2020", "acl 2021", "ACL", "2019 ACL", "Pond Çonf", "Pond Conf 2001")
    views = venue_pages.venue_views(found)
    assert [(view.name, view.path, view.count) for view in views] == [
        ("ACL", "venues/acl", 4),
        ("Pond Conf", "venues/pond-conf", 2),
    ]
    assert [(group.name, [card.key for card in group.cards]) for group in views[0].groups] == [
        ("1953", ["p003"]),
        ("1952", ["p002"]),
        ("1951", ["p001"]),
        ("1950", ["p000"]),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "计算机学报",
        "Журнал",
        "con",
        "COM1",
        "aux.",
        "a/../b",
        "{{7*7}}",
        "<b>x</b>",
        "—",
        "x" * 300,
        "C++ & D#",
        "مجلة",
        ".",
    ],
)
def test_any_name_has_a_safe_address(tmp_path, name):
    """Whatever a name contains, its page has plain characters, a length and a name that Windows allows."""
    (view,) = venue_pages.venue_views(shelf(tmp_path, name))
    key = view.path.removeprefix("venues/")
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key)
    assert fits_windows(key)
    assert len(key) <= 70
    assert view.name == name


def test_an_address_does_not_depend_on_other_venues(tmp_path):
    """Names that are spelled alike in Latin letters have addresses of their own, alone or together."""
    names = ("计算机", "計算機", "Ji Suan Ji", "ji-suan-ji", "x" * 70 + "a", "x" * 70 + "b")
    together = {view.name: view.path for view in venue_pages.venue_views(shelf(tmp_path, *names))}
    alone = {name: venue_pages.venue_views(shelf(tmp_path, name))[0].path for name in names}
    assert len(set(together.values())) == len(together) == 5  # the hyphens make no other name
    assert all(alone[name] == path for name, path in together.items())


def test_a_long_list_is_cut_into_pages(tmp_path):
    """At most 200 papers are on a page, the newest first, and each page leads to all of them in Browse."""
    papers = {
        f"p{number:03}": Paper(title=f"T{number}", date=str(1990 + number % 30), venue=f"ACL {1990 + number % 30}")
        for number in range(230)
    }
    _, docs = reading.written(tmp_path, make=lambda root: Catalogue(root=root, papers=papers))
    first, second = ((docs / f"venues/acl{page}/index.md").read_text("utf-8") for page in ("", "/2"))
    assert (first.count('<li class="shelf-card"'), second.count('<li class="shelf-card"')) == (200, 30)
    assert first.index("<h2>2019</h2>") < first.index("<h2>2018</h2>")
    assert all("browse/?find=venue%3A%22ACL%22" in page for page in (first, second))
    assert "230 papers, 1990–2019" in first


def test_the_number_of_pages_is_limited(tmp_path, monkeypatch):
    """With too many venues, those with the fewest papers have no page, and the paper's page leads to Browse."""
    monkeypatch.setattr(venues, "PAGES", 1)
    found = shelf(tmp_path, "ACL 2020", "ACL 2021", 'Pond "Days" 2020')
    assert [view.name for view in venue_pages.venue_views(found)] == ["ACL"]
    (view,) = venue_pages.venues_views(found)
    assert (view.listed, view.total) == (1, 2)
    assert venue_pages.venue_path(found, found.cards["p002"]) == "browse?find=venue%3A%22Pond%20%20Days%20%202020%22"


def test_papers_without_a_venue_have_no_link(tmp_path):
    """There is no page for nothing."""
    found = arrangement.arrange(Catalogue(root=tmp_path, papers={"p": Paper(title="T")}), {})
    assert venue_pages.venue_path(found, found.cards["p"]) == ""
    assert venue_pages.venue_views(found) == ()


def test_pages_of_venues_are_linked_and_listed(tmp_path):
    """A paper's page leads to its venue, the list to every venue, and `shelf diff` knows the addresses."""
    invented, docs = reading.written(tmp_path)
    assert 'href="../../venues/journal-of-ponds/"' in (docs / "papers/heron-2/index.md").read_text("utf-8")
    assert 'href="../venues/pond-workshop/"' in (docs / "venues/index.md").read_text("utf-8")
    assert 'href="../../papers/heron-1/"' in (docs / "venues/pond-workshop/index.md").read_text("utf-8")
    known = addresses.addresses(invented, {})
    assert known["venues/journal-of-ponds"].kind == "venue"
