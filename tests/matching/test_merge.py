"""Merge: a group becomes one paper, and an existing paper is filled, never overwritten."""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching.merge import DISPLAY_WORDS, as_record, as_records, citation, display, fill, merge
from generator.model import Identifiers, Links, Paper, Record, Version
from tests.conftest import people

ONE = Record(
    source="a", line=1, title="Kites  at Sea", author_count=2, date="2021-07-05", links=("https://github.com/o/kite",)
)
TWO = Record(
    source="b",
    line=9,
    title="Kites at Sea",
    authors=people("Ada Quill", "Jörg Müller"),
    date="2021-07-05",
    venue="WIND 2021",
)
THREE = Record(source="c", line=5, title="KITES AT SEA", date="2022", identifiers=Identifiers(arxiv="2107.02137"))


def test_merge_takes_what_most_print() -> None:
    """The usual title and date win, the other fields add up, and each choice is reported."""
    paper, choices = merge([ONE, TWO, THREE])
    assert paper == Paper(
        title="Kites at Sea",
        authors=people("Ada Quill", "Jörg Müller"),
        date="2021-07-05",
        identifiers=Identifiers(arxiv="2107.02137"),
        venue="WIND 2021",
        published="2021-07-05",
        links=Links(code="https://github.com/o/kite"),
    )
    assert [choice.split(":")[0] for choice in choices] == ["title", "date"]


def test_merge_has_no_order() -> None:
    """Any order of the records gives the same paper and the same choices."""
    assert len({merge(group) for group in map(tuple, permutations([ONE, TWO, THREE]))}) == 1


def test_a_draft_is_called_by_its_first_words() -> None:
    """Without a title, a draft is named after the first words of its abstract, too few to be a sentence."""
    paper, _ = merge(
        [Record(source="a", line=1, abstract="Abstract: Kites fly over the northern sea, where winds are steady.")]
    )
    assert (paper.title, paper.abstract) == (None, None)
    assert paper.display == "Kites fly over the northern sea, where …"
    assert len(str(paper.display).split()) == DISPLAY_WORDS + 1


def test_links() -> None:
    """A repository is the code link, a project page is the project link, and what tells nothing else is the paper's."""
    links = (
        "https://example.org/x",
        "https://github.com/o",
        "https://kite.github.io",
        "https://gitlab.com/o/kite/tree/x",
        "javascript:alert(1)//github.com/o/p",
    )
    paper, _ = merge([Record(source="a", line=1, title="Kites", links=links)])
    assert paper.links == Links(
        paper="https://example.org/x", code="https://gitlab.com/o/kite/tree/x", project="https://kite.github.io"
    )


def test_fill_keeps_what_a_person_wrote() -> None:
    """Only empty authors, identifiers and venue are filled; a listing's date and links are its own."""
    paper = Paper(title="Kites at Sea, Again", author_count=2, date="2020", identifiers=Identifiers(doi="10.1000/x"))
    filled = fill(paper, [ONE, TWO, THREE])
    assert filled == paper.model_copy(
        update={
            "authors": TWO.authors,
            "author_count": None,
            "venue": "WIND 2021",
            "published": "2021-07-05",
            "identifiers": Identifiers(doi="10.1000/x", arxiv="2107.02137"),
        }
    )
    assert fill(filled, [ONE, TWO, THREE]) is filled


def test_a_draft_gets_its_title() -> None:
    """A draft that meets a titled record becomes a paper, with the date that nobody had chosen yet."""
    filled = fill(Paper(display="Kites fly …"), [ONE])
    assert (filled.title, filled.display, filled.date, filled.author_count) == ("Kites at Sea", None, "2021-07-05", 2)
    assert filled == merge([ONE])[0]


@given(
    st.lists(
        st.builds(
            Record,
            source=st.just("a"),
            line=st.just(1),
            title=st.text(),
            abstract=st.text(),
            authors=st.tuples(st.text().map(lambda text: people(text)[0])),
            date=st.text(),
            venue=st.text(),
            links=st.tuples(st.text()),
        ),
        min_size=1,
    )
)
def test_any_record_makes_a_paper(group: list[Record]) -> None:
    """Whatever is in a source, the paper can be saved and read again."""
    paper, _ = merge(group)
    assert Paper.model_validate(paper.model_dump()) == paper
    assert paper.name


PREPRINT = Record(source="a", line=1, title="Kites at Sea", date="2019-03", identifiers=Identifiers(arxiv="1903.00001"))
SERVER = Record(
    source="b",
    line=1,
    title="Kites at Sea",
    date="2019-04-02",
    venue="bioRxiv",
    identifiers=Identifiers(doi="10.1101/2019.04.02.123456"),
)
CONFERENCE = Record(source="c", line=1, title="Kites at Sea", date="2020", venue="Wind Conference", pages="7-12")
JOURNAL = Record(
    source="d",
    line=1,
    title="Kites at Sea",
    date="2021-05-04",
    venue="Journal of Wind",
    volume="34",
    number="2",
    pages="100-117",
    identifiers=Identifiers(doi="10.1000/wind.34"),
)
WHOLE = Paper(
    title="Kites at Sea",
    date="2019-03",
    identifiers=Identifiers(arxiv="1903.00001", doi="10.1000/wind.34"),
    venue="Journal of Wind",
    published="2021-05-04",
    volume="34",
    number="2",
    pages="100-117",
    other_versions=(
        Version(venue="bioRxiv", date="2019-04-02", doi="10.1101/2019.04.02.123456"),
        Version(venue="Wind Conference", date="2020", pages="7-12"),
    ),
)


def test_all_versions_are_one_paper() -> None:
    """The newest published version is cited with its own numbers, the date is the first preprint's, nothing is lost."""
    assert merge([PREPRINT, SERVER, CONFERENCE, JOURNAL])[0] == WHOLE


def test_versions_are_no_choice() -> None:
    """A DOI, a date or a venue of another version is not told as a value that was not taken."""
    assert merge([PREPRINT, SERVER, CONFERENCE, JOURNAL])[1] == ()
    other = replace(JOURNAL, venue="Wind Journal", identifiers=Identifiers())
    assert [choice.split(":")[0] for choice in merge([JOURNAL, JOURNAL, other])[1]] == ["venue"]


@pytest.mark.parametrize("order", list(permutations([PREPRINT, SERVER, CONFERENCE, JOURNAL])))
def test_versions_arrive_in_any_order(order: tuple[Record, ...]) -> None:
    """Several imports, in any order, give the same paper as a single one."""
    paper = merge(order[:1])[0]
    for record in order[1:]:
        paper = fill(paper, [record])
    assert paper == WHOLE


def test_a_person_s_version_is_not_mixed_with_another() -> None:
    """A venue of an unknown year may be the record's or not: its numbers and DOI stay in the ledger."""
    paper = Paper(title="Kites at Sea", date="2019-03", venue="Wind Conference")
    assert fill(paper, [JOURNAL]) is paper
    assert fill(paper, [CONFERENCE]) == paper.model_copy(update={"published": "2020", "pages": "7-12"})


def test_numbers_belong_together() -> None:
    """Where a volume is contradicted, number and pages come from the records that print it; a person's are not added to."""
    other = replace(JOURNAL, volume="35", number="9", pages="")
    paper, _ = merge([JOURNAL, JOURNAL, other])
    assert (paper.volume, paper.number, paper.pages) == ("34", "2", "100-117")
    person = WHOLE.model_copy(update={"volume": "35", "number": None, "pages": None})
    assert fill(person, [JOURNAL]) == person


def test_a_citation_copied_by_hand_stays_the_cited_one() -> None:
    """A source that prints only what is known of the older version changes nothing."""
    assert fill(WHOLE, [CONFERENCE]) is WHOLE
    assert fill(WHOLE, [replace(JOURNAL, venue="J. Wind", number="", identifiers=Identifiers())]) is WHOLE


@given(
    st.lists(
        st.builds(
            Record,
            source=st.just("a"),
            line=st.just(1),
            title=st.just("Kites at Sea"),
            date=st.sampled_from([None, "2019", "2019-03", "2020", "2021-05-04"]),
            venue=st.sampled_from(["", "Wind Conference", "Wind Conference 2020", "Journal of Wind", "bioRxiv"]),
            volume=st.sampled_from(["", "3", "34"]),
            number=st.sampled_from(["", "2"]),
            pages=st.sampled_from(["", "7-12", "100-117"]),
            identifiers=st.builds(
                Identifiers,
                arxiv=st.sampled_from([None, "1903.00001"]),
                doi=st.sampled_from([None, "10.1000/a", "10.1000/b", "10.1101/2019.04.02.123456"]),
            ),
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_merging_versions_has_no_order_and_an_end(group: list[Record], chance: random.Random) -> None:
    """Any order gives the same paper, filling it from its own records changes nothing, and it can be saved."""
    paper, choices = merge(group)
    assert (paper, choices) == merge(chance.sample(group, len(group)))
    assert fill(paper, group) is paper
    assert Paper.model_validate(paper.model_dump()) == paper
    assert all(one.doi or one.venue or one.volume for one in paper.other_versions)


@given(
    st.sampled_from([PREPRINT, SERVER, CONFERENCE, JOURNAL]), st.sampled_from([WHOLE, Paper(title="Kites", venue="X")])
)
def test_a_paper_is_a_record_of_each_version(record: Record, paper: Paper) -> None:
    """Each version is matched by its own date and numbers: no record carries those of another."""
    records = list(as_records(paper))
    printed = [(one.date or "", one.venue, one.volume, one.pages, one.identifiers.doi) for one in records]
    assert ((record.date, record.venue, record.volume, record.pages, record.identifiers.doi) in printed) == (
        paper is WHOLE
    )


def printed(**fields: object) -> Record:
    """Return a record under one title."""
    return Record(**{"source": "a", "line": 1, "title": "Kites at Sea", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("title", ["Kites", "Kites at Sea", "Kites"], "Kites"),
        ("title", ["Kites", "Kites at Sea"], "Kites at Sea"),  # of titles printed as often the longest
        ("title", ["KITES AT ALL THE SEAS", "Kites at Sea"], "Kites at Sea"),  # that is not in capitals
        ("title", ["Kites at Sea", "Kites at Bay"], "Kites at Bay"),
        ("title", ["", "Kites"], "Kites"),
        ("authors", [people("A. Quill"), people("Ada Quill")], people("Ada Quill")),
        ("authors", [people("A. Quill"), people("Ada Quill"), people("A. Quill")], people("A. Quill")),
        ("authors", [people("Ada Quill", ""), ()], people("Ada Quill")),
        ("author_count", [7, 3], 3),
        ("author_count", [7, 7, 3], 7),
        ("author_count", [None, None], None),
        ("date", ["2020", "2020-05-03"], "2020-05-03"),
        ("date", ["2020", "2020-05-03", "2020"], "2020"),
        ("date", ["2021", "2020"], "2020"),
        ("date", ["spring", None], None),
    ],
)
def test_each_field(name: str, values: list[object], expected: object) -> None:
    """A field is what most of the records print; of values printed as often, the fuller one."""
    paper, choices = merge([printed(**{name: value}) for value in values])
    assert getattr(paper, name) == expected
    told = [choice for choice in choices if choice.startswith(f"{name}: ")]
    assert len(told) == (len({value for value in values if value and value != "spring"}) > 1)
    shown = ", ".join(map(str, expected)) if isinstance(expected, tuple) else expected
    assert all(repr(shown) in choice.partition(";")[0] for choice in told)


def test_what_was_chosen_is_told() -> None:
    """The line names the value, by how many it is printed, and the others in order."""
    _, choices = merge([printed(title=title) for title in ("Kites", "Kite", "Kites", "A Kite")])
    assert choices == ("title: 'Kites', printed by 2 of 4; not 'A Kite', 'Kite'",)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (
            [{"authors": people("Ada Quill"), "et_al": True}, {"authors": people("A Quill", "B Li")}],
            (people("A Quill", "B Li"), False, None),
        ),
        ([{"authors": people("Ada Quill"), "et_al": True}], (people("Ada Quill"), True, None)),
        ([{"authors": people("Ada Quill"), "et_al": True, "author_count": 1}], (people("Ada Quill"), True, None)),
        ([{"authors": people("Ada Quill"), "et_al": True, "author_count": 7}], (people("Ada Quill"), False, 7)),
        ([{"authors": people("Ada Quill")}, {"author_count": 7}], (people("Ada Quill"), False, 7)),
        ([{"authors": people("Ada Quill"), "author_count": 1}], (people("Ada Quill"), False, None)),
        ([{"et_al": True}], ((), False, None)),
    ],
)
def test_a_list_that_is_cut(group: list[dict[str, object]], expected: tuple[tuple[str, ...], bool, int | None]) -> None:
    """A whole list is taken before one that ends in "et al."; a number above the names printed says how many wrote."""
    paper, _ = merge([printed(**fields) for fields in group])
    assert (paper.authors, paper.et_al, paper.author_count) == expected


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("https://github.com/o/kite", "code"),
        ("https://www.github.com/o/kite/", "code"),
        ("https://gitlab.example.org/o/kite", "code"),
        ("https://git.example.org/o/kite", "code"),
        ("https://codeberg.org/o/kite", "code"),
        ("https://github.com/o", None),
        ("https://github.com/o/", None),
        ("https://digit.example.org/o/kite", "paper"),
        ("https://kite.github.io", "project"),
        ("https://kite.gitlab.io/sea", "project"),
        ("https://sites.google.com/view/kite", "project"),
        ("https://example.org/o/kite", "paper"),
        ("https://[::1/o/kite", None),
    ],
)
def test_which_link_is_whose(link: str, kind: str | None) -> None:
    """A repository is an owner's and has a name; a page of its own stands on a host of such pages."""
    paper, _ = merge([printed(links=(link,))])
    assert paper.links == (Links(**{kind: link}) if kind else Links())


def test_each_record_has_one_link_of_a_kind() -> None:
    """A record's first repository counts, of several records' the one that most print, then the shortest."""
    one = ("https://github.com/o/kite-two", "https://github.com/o/kite")
    assert merge([printed(links=one)])[0].links.code == one[0]
    assert merge([printed(links=one), printed(links=one[1:])])[0].links.code == one[1]
    assert merge([printed(links=one), printed(links=one[1:]), printed(links=one)])[0].links.code == one[0]


@pytest.mark.parametrize(
    ("existing", "record", "changes"),
    [
        ({"authors": people("Ada Quill")}, {"authors": people("Bo Li")}, {}),
        (
            {"author_count": 1},
            {"authors": people("Ada Quill", "Bo Li")},
            {"authors": people("Ada Quill", "Bo Li"), "author_count": None},
        ),
        ({"author_count": 7}, {"authors": people("Ada Quill")}, {"authors": people("Ada Quill")}),
        ({}, {"authors": people("Ada Quill"), "et_al": True}, {"authors": people("Ada Quill"), "et_al": True}),
        ({}, {"author_count": 7, "date": "2020", "links": ("https://github.com/o/kite",)}, {}),
        (
            {"identifiers": Identifiers(arxiv="1903.00001")},
            {"identifiers": Identifiers(arxiv="1903.00002", acl="P19-1001")},
            {"identifiers": Identifiers(arxiv="1903.00001", acl="P19-1001")},
        ),
        ({"venue": "Wind Journal"}, {"venue": "Sea Journal"}, {}),
    ],
)
def test_what_fills_a_paper(existing: dict[str, object], record: dict[str, object], changes: dict[str, object]) -> None:
    """A field that is empty is filled, one that a person wrote is not; a listing's date and links stay in the ledger."""
    paper = Paper(**{"title": "Kites at Sea", **existing})  # type: ignore[arg-type]
    assert fill(paper, [printed(**record)]) == paper.model_copy(update=changes)


def test_a_draft_keeps_what_a_person_wrote() -> None:
    """With its title a draft takes date, number of authors and links, each unless somebody wrote one."""
    record = printed(date="2020", author_count=7, links=("https://github.com/o/kite",))
    draft = Paper(display="Kites fly …", date="2019", author_count=8, links=Links(project="https://a.example"))
    filled = fill(draft, [record])
    assert filled == draft.model_copy(update={"title": "Kites at Sea", "display": None})
    untitled = printed(title="", abstract="Kites fly over the sea.", date="2020")
    assert fill(draft, [untitled]) is draft


def test_a_paper_known_by_a_version_takes_the_preprints_date() -> None:
    """Where the paper's date is only its version's day, an older preprint or version gives the date; a person's stays."""
    paper = Paper(title="Kites at Sea", venue="Journal of Wind", date="2021", published="2021")
    assert fill(paper, [PREPRINT]).date == "2019-03"
    assert fill(paper, [CONFERENCE]).date == "2020"
    later = printed(venue="Journal of Wind", date="2021-05-04", volume="34")
    assert fill(paper, [later]).date == "2021"
    assert fill(paper.model_copy(update={"date": "2018"}), [PREPRINT]).date == "2018"


def test_as_a_record() -> None:
    """A paper is a record with its own words, numbers and day, under its name or another of its titles."""
    paper = WHOLE.model_copy(
        update={"authors": people("Ada Quill"), "author_count": 7, "et_al": True, "abstract": "Kites fly."}
    )
    one = as_record(paper, key="kites")
    assert (one.id, one.title, one.authors, one.author_count, one.et_al) == (
        "kites",
        "Kites at Sea",
        people("Ada Quill"),
        7,
        True,
    )
    assert (one.date, one.venue, one.volume, one.number, one.pages) == (
        "2021-05-04", "Journal of Wind", "34", "2", "100-117",
    )  # fmt: skip
    assert (one.abstract, one.identifiers, one.source) == ("Kites fly.", paper.identifiers, "")
    assert as_record(paper, title="Drachen").title == "Drachen"
    assert as_record(paper, title="").title == ""
    assert as_record(Paper(display="Kites fly …")).venue == ""


def test_as_records_of_its_versions() -> None:
    """The cited version comes first, then the first public one without a place, then the others with their own numbers."""
    cited, first, server, conference = as_records(WHOLE, title="Drachen")
    assert {one.title for one in (cited, first, server, conference)} == {"Drachen"}
    assert (cited.date, cited.venue, cited.identifiers) == ("2021-05-04", "Journal of Wind", WHOLE.identifiers)
    assert (first.date, first.venue, first.volume, first.pages) == ("2019-03", "", "", "")
    assert first.identifiers == Identifiers(arxiv="1903.00001")
    assert (server.venue, server.identifiers.doi) == ("bioRxiv", "10.1101/2019.04.02.123456")
    assert (conference.date, conference.pages, conference.volume, conference.identifiers.doi) == (
        "2020",
        "7-12",
        "",
        None,
    )
    assert len(list(as_records(Paper(title="Kites", date="2020")))) == 1


def test_what_is_cited() -> None:
    """The cited version with one address beside its DOI, and the month of the arXiv id where no date is known."""
    one = citation("kites", WHOLE)
    assert (one.id, one.date, one.venue, one.links) == (
        "kites", "2021-05-04", "Journal of Wind", ("https://arxiv.org/abs/1903.00001",),
    )  # fmt: skip
    assert citation("kites", Paper(title="Kites", identifiers=Identifiers(doi="10.1000/x"))).links == ()
    assert citation("kites", Paper(title="Kites", identifiers=Identifiers(arxiv="1903.00001"))).date == "2019-03"
    assert citation("kites", Paper(title="Kites", date="2020", abstract="Kites fly.")).abstract == ""


@pytest.mark.parametrize(
    ("abstracts", "name"),
    [
        (["Kites fly."], "Kites fly …"),
        (["Abstract: Kites fly over all the seas of Finland."], "Kites fly over all the seas of …"),
        (["Kites fly. — "], "Kites fly …"),
        (["Wind blows.", "Kites fly.", "Wind blows."], "Wind blows …"),
        (["Wind blows.", "Kites fly."], "Kites fly …"),
        (["", "Kites fly."], "Kites fly …"),
        ([""], "Untitled"),
        (["a" * 300], "a" * 200 + " …"),
    ],
)
def test_what_an_untitled_paper_is_called(abstracts: list[str], name: str) -> None:
    """By the first words of the abstract that most print, short, and without the signs at their end."""
    assert display([printed(title="", abstract=abstract) for abstract in abstracts]) == name
