"""Authors: each full name is one person in any spelling, initials are never expanded, and the number of pages is limited."""

import pytest

from generator import site
from generator.model import Catalogue, Name, Paper
from generator.model.name import parse
from generator.site.views import arrangement, authors, authorship
from tests.site import invented


def gathered(*lists):
    papers = {f"p{number}": Paper(title=f"T{number}", authors=names) for number, names in enumerate(lists)}
    people = authorship.gather(authorship.signatures(papers, list(papers)), list(papers))
    return {text: people[parse(text)] for names in lists for text in names}


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
    (view,) = authors.authors_views(arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {}))
    assert [(letter, [(chip.name, chip.count) for chip in chips]) for letter, chips in view.letters] == [
        ("A", [("Zed Adder", 3)]),
        ("Z", [("Ann Zebra", 3)]),
        ("…", [("孙宇", 2)]),
    ]
    assert (view.fewest, view.total) == (2, 4)


def people(*names):
    """Return the person of each name, each on a paper of its own."""
    papers = {f"p{number}": Paper(title="T", authors=(name,)) for number, name in enumerate(names)}
    found = authorship.gather(authorship.signatures(papers, list(papers)), list(papers))
    return [found[name] for name in names]


def test_two_orcids_are_two_people():
    """Namesakes with different iDs are apart, and who has none is neither of them."""
    one, other = "0000-0002-1825-0097", "0000-0001-5109-3700"
    found = people(*(Name(family="Wang", given="Wei", orcid=orcid) for orcid in (one, other, "")))
    assert len({person.sort for person in found}) == 3
    assert [person.papers for person in found] == [("p0",), ("p1",), ("p2",)]
    assert [person.orcid for person in found] == [one, other, ""]


def test_one_orcid_is_one_person():
    """A name with initials and the full name with the same iD are one person; without the iD they stay apart."""
    orcid = "0000-0002-1825-0097"
    full, short = Name(family="Sun", given="Yu", orcid=orcid), Name(family="Sun", given="Y.", orcid=orcid)
    first, second, bare = people(full, short, Name(family="Sun", given="Y."))
    assert first == second
    assert first.papers == ("p0", "p1")
    assert (first.name, first.orcid) == ("Yu Sun", orcid)
    assert bare.papers == ("p2",)


def test_namesakes_with_pages_have_safe_addresses():
    """Each of two namesakes has an own page, whose address begins with the name."""
    papers = {}
    for number, orcid in enumerate(("0000-0002-1825-0097", "0000-0001-5109-3700") * 2):
        papers[f"p{number}"] = Paper(title="T", authors=(Name(family="Wang", given="Wei", orcid=orcid),))
    keys = {
        person.key for person in authorship.gather(authorship.signatures(papers, list(papers)), list(papers)).values()
    }
    assert len(keys) == 2
    assert "wei-wang" in keys
    assert all(key.startswith("wei-wang") and set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for key in keys)


def test_another_spelling_is_the_same_person():
    """王伟 is Wei Wang where a paper says so; the page names the other spelling."""
    stated, alone, inverted = people(
        Name(family="Wang", given="Wei", also=("王伟",)), Name(family="王伟"), Name(family="王", given="伟")
    )
    assert stated == alone == inverted
    assert (stated.papers, stated.name, stated.also) == (("p0", "p1", "p2"), "王伟", ("Wei Wang",))
    assert stated.sort == "wang, wei"


def test_another_spelling_of_two_people_joins_nobody():
    """王伟 alone may be either of them."""
    found = people(
        Name(family="Wang", given="Wei", also=("王伟",)),
        Name(family="Wang", given="Weiwei", also=("王伟",)),
        Name(family="王", given="伟"),
    )
    assert len({person.sort for person in found}) == 3


def test_a_family_name_of_several_words_is_listed_under_its_first():
    """García López is under G, a group under its first word."""
    names = [Name(family="García López", given="María"), Name(family="Lopez", given="Ann"), Name(literal="ATLAS Team")]
    assert [person.sort for person in people(*names)] == ["garcia lopez, maria", "lopez, ann", "atlas team"]


ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def test_other_spellings_join_step_by_step():
    """A is another spelling of B, and B of C: all three are one person, whichever paper says it in which direction."""
    there = (
        Name(family="Wang", given="Wei", also=("王伟",)),
        Name(family="王伟", also=("Wei Wang",)),
        Name(family="Ван", given="Вэй", also=("王伟",)),
        Name(family="Wang", given="Wei"),
        Name(family="Ван", given="Вэй"),
    )
    for names in (there, there[::-1]):
        found = people(*names)
        assert len({person.sort for person in found}) == 1
        assert found[0].papers == ("p0", "p1", "p2", "p3", "p4")
        assert {found[0].name, *found[0].also} == {"Wei Wang", "王伟", "Вэй Ван"}


def test_one_orcid_joins_names_that_differ_wholly():
    """A new surname, initials and another script with one iD are one page, which shows them all and the iD."""
    names = (
        Name(family="Marsh", given="Ada", orcid=ORCID),
        Name(family="Reed-Marsh", given="A.", orcid=ORCID),
        Name(family="Болотова", given="Ада", orcid=ORCID),
        Name(family="Marsh", given="Ada"),
    )
    found = people(*names)
    assert len({person.sort for person in found}) == 1
    assert (found[3].name, found[3].orcid) == ("Ada Marsh", ORCID)
    assert set(found[3].also) == {"A. Reed-Marsh", "Ада Болотова"}


def test_other_spellings_never_join_two_orcids():
    """Two people with iDs stay two, even where each is stated as a spelling of the other."""
    one = Name(family="Wang", given="Wei", orcid=ORCID, also=("王伟", "Weiwei Wang"))
    other = Name(family="Wang", given="Weiwei", orcid=OTHER, also=("Wei Wang",))
    found = people(one, other, Name(family="王伟"))
    assert [person.papers for person in found] == [("p0", "p2"), ("p1",), ("p0", "p2")]
    assert [person.orcid for person in found] == [ORCID, OTHER, ORCID]


def test_initials_join_only_where_a_paper_says_so():
    """A. Marsh is Ada Marsh where a paper states that spelling of one person, and nobody where it does of two."""
    ada = Name(family="Marsh", given="Ada", also=("A. Marsh",))
    short, alan = Name(family="Marsh", given="A."), Name(family="Marsh", given="Alan", also=("A. Marsh",))
    assert len({person.sort for person in people(ada, short)}) == 1
    assert len({person.sort for person in people(ada, short, alan)}) == 3
    with_orcid = Name(family="Marsh", given="A.", orcid=ORCID)
    assert len({person.sort for person in people(with_orcid, short)}) == 2


def test_an_authors_page_shows_spellings_and_orcid(tmp_path):
    """Every spelling on a paper's page leads to the one page; spellings that differ only in capitals are not repeated."""
    spellings = (
        Name(family="Brook", given="Zoë", orcid=ORCID, also=("佐伊",)),
        Name(family="BROOK", given="ZOË"),
        Name(family="Brook", given="Zoe"),
        Name(family="佐伊"),
    )
    papers = {f"p{number}": Paper(title="T", authors=(name,)) for number, name in enumerate(spellings)}
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {})
    (view,) = authors.author_views(shelf)
    assert (view.path, view.orcid, view.count) == ("authors/zoe-brook", f"https://orcid.org/{ORCID}", 4)
    assert {name.casefold() for name in (view.name, *view.also)} == {"zoë brook", "zoe brook", "佐伊"}
    assert {authors.chip(shelf.people[name]).path for name in spellings} == {"authors/zoe-brook"}
