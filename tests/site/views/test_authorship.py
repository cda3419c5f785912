"""Authors: each full name is one person in any spelling, initials are never expanded, and the number of pages is limited."""

import pytest

from generator import site
from generator.model import Catalogue, Paper
from generator.site.views import arrangement, authors, authorship
from tests.site import invented


def gathered(*lists):
    papers = {f"p{number}": Paper(title=f"T{number}", authors=names) for number, names in enumerate(lists)}
    return authorship.gather(papers, list(papers))


def test_spellings_of_one_name_are_one_person():
    """Word order, case and accents are ignored; the most frequent spelling is shown."""
    found = gathered(("Zoë Brook",), ("Brook, Zoe",), ("ZOE BROOK",), ("Zoë Brook",))
    assert {person.key for person in found.values()} == {"zoe-brook"}
    assert {person.name for person in found.values()} == {"Zoë Brook"}
    assert found["Brook, Zoe"].papers == ("p0", "p1", "p2", "p3")


def test_initials_are_not_merged():
    """Y. Sun may be Yu Sun or somebody else, so the two have separate papers."""
    found = gathered(("Yu Sun",), ("Y. Sun",), ("Yu Sun",), ("Ye Sun",))
    assert found["Yu Sun"].papers == ("p0", "p2")
    assert found["Y. Sun"].papers == ("p1",)
    assert found["Ye Sun"].papers == ("p3",)


def test_a_name_in_another_script_has_a_page():
    """Its address uses only characters that are safe in every address."""
    found = gathered(("孙宇", "Юрий Гагарин"), ("孙宇", "Юрий Гагарин"))
    keys = {person.key for person in found.values()}
    assert len(keys) == 2
    assert all(key.isascii() and key.startswith("name-") for key in keys)


@pytest.mark.parametrize("name", ["?", "123", "de", "-", "{{7*7}}", "<b>x</b>", "a/../b"])
def test_any_name_has_a_safe_key(name):
    """Whatever the name contains, the person has a key with plain characters."""
    (person,) = gathered((name,), (name,)).values()
    assert person.key
    assert set(person.key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_author_of_one_paper_has_no_page():
    """Browse finds the paper; a name listed twice in a paper counts once."""
    assert {person.key for person in gathered(("Ada Marsh", "Ada Marsh")).values()} == {""}


def test_the_number_of_pages_is_limited(monkeypatch):
    """If too many authors have two papers, a page needs three."""
    monkeypatch.setattr(authorship, "PAGES", 2)
    found = gathered(("A Reed", "B Reed", "C Reed"), ("A Reed", "B Reed", "C Reed"), ("C Reed",))
    assert {name: person.key for name, person in found.items()} == {"A Reed": "", "B Reed": "", "C Reed": "c-reed"}


def test_an_authors_page_lists_papers_coauthors_and_labels(tmp_path):
    """Papers are by year, newest first; co-authors have a page or share several papers with the author."""
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
    """The link searches for the exact name, whatever characters it contains."""
    papers = {"p": Paper(title="T", authors=('O\'Brook "Bo" & Sons?',))}
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {})
    chip = authors.chip(*shelf.people.values())
    assert chip.path == "browse?find=author%3A%22O%27Brook%20%20Bo%20%20%26%20Sons%3F%22"


def test_the_list_of_authors_is_by_surname(tmp_path):
    """The list has the number of papers of each author, and the number needed for a page."""
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
