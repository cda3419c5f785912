"""Authors: one person per full name, in whatever spelling; nobody is guessed from initials; pages are bounded."""

import pytest

from generator import site
from generator.model import Catalogue, Paper
from generator.site.views import arrangement, authors, authorship
from tests.site import invented


def gathered(*lists):
    papers = {f"p{number}": Paper(title=f"T{number}", authors=names) for number, names in enumerate(lists)}
    return authorship.gather(papers, list(papers))


def test_spellings_of_one_name_are_one_person():
    """Order, case and accents do not count; the most frequent spelling is shown."""
    found = gathered(("Zoë Brook",), ("Brook, Zoe",), ("ZOE BROOK",), ("Zoë Brook",))
    assert {person.key for person in found.values()} == {"zoe-brook"}
    assert {person.name for person in found.values()} == {"Zoë Brook"}
    assert found["Brook, Zoe"].papers == ("p0", "p1", "p2", "p3")


def test_initials_merge_nobody():
    """Y. Sun may be Yu Sun or another: both have their own papers."""
    found = gathered(("Yu Sun",), ("Y. Sun",), ("Yu Sun",), ("Ye Sun",))
    assert found["Yu Sun"].papers == ("p0", "p2")
    assert found["Y. Sun"].papers == ("p1",)
    assert found["Ye Sun"].papers == ("p3",)


def test_a_name_in_other_letters_has_a_page_too():
    """Its address is made of letters that every address may hold."""
    found = gathered(("孙宇", "Юрий Гагарин"), ("孙宇", "Юрий Гагарин"))
    keys = {person.key for person in found.values()}
    assert len(keys) == 2
    assert all(key.isascii() and key.startswith("name-") for key in keys)


@pytest.mark.parametrize("name", ["?", "123", "de", "-", "{{7*7}}", "<b>x</b>", "a/../b"])
def test_no_name_breaks_an_address(name):
    """Whatever stands where a name should be: a person with a plain key."""
    (person,) = gathered((name,), (name,)).values()
    assert person.key
    assert set(person.key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_one_paper_makes_no_page():
    """It is found by Browse; a name twice in one list is one paper."""
    assert {person.key for person in gathered(("Ada Marsh", "Ada Marsh")).values()} == {""}


def test_the_number_of_pages_is_bounded(monkeypatch):
    """With too many authors of two papers, it takes three."""
    monkeypatch.setattr(authorship, "PAGES", 2)
    found = gathered(("A Reed", "B Reed", "C Reed"), ("A Reed", "B Reed", "C Reed"), ("C Reed",))
    assert {name: person.key for name, person in found.items()} == {"A Reed": "", "B Reed": "", "C Reed": "c-reed"}


def test_an_authors_page_lists_papers_company_and_subjects(tmp_path):
    """By year, newest first; co-authors with a page of their own or several papers in common."""
    catalogue = invented.shelf(tmp_path)
    shelf = arrangement.arrange(catalogue, site.labels(catalogue))
    (view,) = authors.author_views(shelf)
    assert (view.name, view.path, view.count, view.span) == ("Ada Marsh", "authors/ada-marsh", 2, "2019–2021")
    assert [(group.name, [card.key for card in group.cards]) for group in view.groups] == [
        ("2021", ["otter"]),
        ("2019", ["heron-1"]),
    ]
    assert [chip.name for chip in view.topics] == ["Reading", "Swimming"]
    assert view.others == ()


def test_a_name_without_a_page_leads_to_browse(tmp_path):
    """As a search for the name as a whole, whatever signs it holds."""
    papers = {"p": Paper(title="T", authors=('O\'Brook "Bo" & Sons?',))}
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {})
    chip = authors.chip(*shelf.people.values())
    assert chip.path == "browse?find=author%3A%22O%27Brook%20%20Bo%20%20%26%20Sons%3F%22"


def test_the_list_of_authors_is_by_surname(tmp_path):
    """With how many papers each has, and how few make a page."""
    papers = {
        f"p{n}": Paper(title=f"T{n}", authors=("Zed Adder", "Ann Zebra", "孙宇", "Bo Reed")[: 4 - n]) for n in range(3)
    }
    view = authors.authors_view(arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {}))
    assert [(letter, [(chip.name, chip.count) for chip in chips]) for letter, chips in view.letters] == [
        ("A", [("Zed Adder", 3)]),
        ("Z", [("Ann Zebra", 3)]),
        ("…", [("孙宇", 2)]),
    ]
    assert (view.fewest, view.total) == (2, 4)
