"""Clusters and the verdicts behind them: no group ever has a contradiction."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.matching.clusters import BLOCK, WAYS, cluster, match
from generator.model import Identifiers, Record
from generator.text.fingerprints import fingerprint
from tests.conftest import named, people

TITLE = "KiteNet 2.0: Wind-Aware Control of Tethered Drones"
WORDS = (
    "tethered drones waste power on late corrections while gusts announce themselves in the hum of four rotors so we "
    "train spiking controllers that listen before the wind arrives they need twelve kilobytes of memory win seven of "
    "nine courses and keep flying after two sensors fail which no earlier controller of that size has managed at sea"
)
OTHER = (
    "quilts of local edits replace stale examples inside a large model without another training run each patch keeps a "
    "signed receipt and can be taken back on demand we measure what remains after a thousand patches and find neither "
    "drift nor forgetting although patches that touch one fact from two sides still need a person to settle them"
)


def record(title: str = TITLE, line: int = 1, **fields: object) -> Record:
    """Return a record of one source."""
    return Record(source="a", line=line, title=title, **named(fields))


BOTH = people("Ada Quill", "Jörg Müller")
SAME = [
    ({"date": "2021-07-05"}, {"date": "2021-07-06"}),  # time zones
    ({"author_count": 7}, {"author_count": 7}),
    ({"abstract": WORDS}, {"sketch": fingerprint(WORDS)}),
    ({"authors": BOTH, "date": "2021"}, {"authors": people("Quill, A.", "Mueller, J"), "date": "2021-03"}),
    ({"identifiers": Identifiers(arxiv="2107.02137")}, {"identifiers": Identifiers(arxiv="2107.02137")}),
    ({"volume": "12", "pages": "288-297"}, {"volume": "12", "pages": "288-97"}),
    (
        {"authors": BOTH, "date": "2020", "identifiers": Identifiers(arxiv="2012.00001")},
        {"authors": BOTH, "date": "2021", "identifiers": Identifiers(doi="10.1000/x")},
    ),  # a preprint and its published version
    (
        {"authors": BOTH, "date": "2020", "identifiers": Identifiers(doi="10.1101/2020.12.01.123456")},
        {"authors": BOTH, "date": "2021", "identifiers": Identifiers(doi="10.1000/x")},
    ),  # the same, from another server than arXiv
    (
        {"authors": BOTH, "date": "2019", "identifiers": Identifiers(arxiv="1912.00001")},
        {"authors": BOTH, "date": "2022", "identifiers": Identifiers(arxiv="1912.00001"), "volume": "3"},
    ),  # its published version came late, and names it
]
NOT_SAME = [
    ({}, {}),  # an equal title alone
    ({"authors": BOTH, "date": "2015"}, {"authors": BOTH, "date": "2019"}),
    ({"authors": BOTH, "date": "2019"}, {"authors": people("Noor Haas"), "date": "2019"}),
    (
        {"identifiers": Identifiers(doi="10.1000/x"), "date": "2019-01-01"},
        {"identifiers": Identifiers(doi="10.1000/y"), "date": "2019-01-01"},
    ),
    (
        {"authors": BOTH, "date": "2019", "volume": "1", "pages": "1-9"},
        {"authors": BOTH, "date": "2019", "volume": "2", "pages": "40-50"},
    ),
    ({"date": "2021-07-05", "abstract": WORDS}, {"date": "2021-07-05", "abstract": OTHER}),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_two_agreements_are_one_paper(a: dict[str, object], b: dict[str, object]) -> None:
    """An equal title and one independent agreement merge, and say why."""
    found = match(record(**a), record(**b))
    assert found.verdict == "same"
    assert len(found.evidence) >= 2
    assert match(record(**b), record(**a)) == found


@pytest.mark.parametrize(("a", "b"), NOT_SAME)
def test_less_or_a_contradiction_is_not(a: dict[str, object], b: dict[str, object]) -> None:
    """An equal title alone, or with a contradiction, never merges by itself."""
    assert match(record(**a), record(**b)).verdict != "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TITLE, "KiteNet 3.0: Wind-Aware Control of Tethered Drones"),
        (TITLE, "KiteNet 2.0 Titan: Wind-Aware Control of Tethered Drones"),
        ("Wind over the Sea. Part I", "Wind over the Sea. Part II"),
        (TITLE, f"Erratum: {TITLE}"),
        (TITLE, f"Reply to {TITLE}"),
        ("", ""),
        ("Editorial", "Editorial"),
    ],
)
def test_titles_that_keep_papers_apart(a: str, b: str) -> None:
    """Versions, parts, errata, section names and empty titles are not merged on authors and year."""
    fields = {"authors": people("Ada Quill"), "date": "2021"}
    assert match(record(a, **fields), record(b, **fields)).verdict != "same"


@pytest.mark.parametrize(
    "printed",
    [
        "KITENET 2.0 – wind aware control of tethered drones",
        "KiteNet 2.0: Wind-Aware Control of Tethered Drones. [Review] [33 refs]",
        "[KiteNet 2.0: Wind-Aware Control of Tethered Drones].",
        r"{KiteNet} 2.0: Wind-Aware Control of \emph{Tethered} Drones",
        "KiteNet 2.0: Wind-Aware Controll of Tethered Drones",
    ],
)
def test_titles_as_databases_print_them(printed: str) -> None:
    """Case, punctuation, LaTeX, notes in brackets and a misspelling do not make another paper."""
    fields = {"authors": BOTH, "date": "2021"}
    assert match(record(**fields), record(printed, **fields)).verdict == "same"


def test_a_title_run_into_its_abstract() -> None:
    """A listing with a wrongly cut title is still matched by its abstract."""
    assert match(record(abstract=WORDS), record(f"{TITLE} tethered drones waste", abstract=WORDS)).verdict == "same"


def test_untitled_meets_its_paper_and_not_a_neighbour() -> None:
    """An abstract without a title goes to the paper with that text, also where another paper shares sentences."""
    near = " ".join(WORDS.split()[:18]) + " " + OTHER
    records = [
        record(abstract=WORDS),
        record(TITLE.replace("2.0", "3.0"), 2, abstract=near),
        record("", 3, abstract=f"Abstract: {WORDS}"),
    ]
    found = cluster(records)
    assert found.groups == ((0, 2), (1,))
    assert not found.unsure
    assert found.evidence[0, 2].verdict == "same"


def test_untitled_copies_are_one_paper() -> None:
    """Three sources print one abstract without a title: they do not compete for the paper."""
    assert cluster([record("", line, abstract=WORDS) for line in (1, 2, 3)]).groups == ((0, 1, 2),)


def test_twins_are_a_persons_business() -> None:
    """Where two papers have nearly the same abstract, an untitled copy is given to neither."""
    words = WORDS.split()
    twin = " ".join([*words[:-2], "on", "land"])
    records = [
        record(abstract=WORDS),
        record("Another Kite of the Same Authors", 2, abstract=twin),
        record("", 3, abstract=" ".join(words[:-2])),
    ]
    found = cluster(records)
    assert (2,) in found.groups
    assert len(found.unsure) == 1


def test_a_short_text_never_merges_by_itself() -> None:
    """An abstract below about 250 characters is a question at most."""
    short = " ".join(WORDS.split()[:30])
    assert match(record(abstract=WORDS), record("", abstract=short)).verdict == "unsure"
    assert match(record(abstract=WORDS), record("", abstract=OTHER)).verdict == "different"


def test_no_union_across_a_contradiction() -> None:
    """A record between two papers that contradict each other joins one of them at most."""
    records = [
        record(line=1, authors=BOTH, date="2019", identifiers=Identifiers(doi="10.1000/x")),
        record(line=2, authors=BOTH, date="2019"),
        record(line=3, authors=BOTH, date="2019", identifiers=Identifiers(doi="10.1000/y")),
    ]
    groups = cluster(records).groups
    assert not any({0, 2} <= set(group) for group in groups)


def test_a_column_is_not_a_paper() -> None:
    """A title that comes back every year identifies no paper, without a list of such titles."""
    column = [
        record("Notes on the Wind", line, authors=people("Ada Quill"), date=f"20{line:02}") for line in (17, 18, 19)
    ]
    again = replace(column[0], source="b")
    assert len(cluster([*column, again]).groups) == 4


def test_known_papers_and_decisions() -> None:
    """Records of one known paper are together, two known papers stay apart, and a person's decision comes first."""
    records = [record(line=1, date="2021-07-05"), record(line=2, date="2021-07-05"), record("Wind", 3)]
    assert cluster(records, known=["a", "b", None]).groups == ((0,), (1,), (2,))
    assert cluster(records, known=["a", None, "a"]).groups == ((0, 1, 2),)
    assert cluster(records, different=[(0, 1)]).groups == ((0,), (1,), (2,))
    assert not cluster(records, different=[(0, 1)]).unsure
    assert cluster(records, same=[(1, 2)]).groups == ((0, 1, 2),)


def test_versions_of_a_known_paper() -> None:
    """The published version joins its paper even if the preprint is many years older; other identifiers keep it out."""
    ids = Identifiers(arxiv="1907.00001")
    preprint = record(line=1, authors=BOTH, date="2019-07", identifiers=ids)
    conference = record(line=2, authors=BOTH, date="2021", identifiers=Identifiers(doi="10.1000/a"), pages="7-12")
    journal = record(
        line=3, authors=BOTH, date="2024", identifiers=Identifiers(doi="10.1000/b"), volume="3", pages="1-9"
    )
    paper, known = [preprint, conference, journal], ["kite", "kite", "kite", None]
    for again in (replace(journal, source="b"), replace(conference, source="b"), replace(preprint, source="b")):
        found = cluster([*paper, again], known=known)
        assert (found.groups, found.unsure) == (((0, 1, 2, 3),), ())
    foreign = replace(journal, source="b", identifiers=Identifiers(arxiv="2001.00009", doi="10.1000/b"))
    assert len(cluster([*paper, foreign], known=known).groups) == 2
    elsewhere = replace(journal, source="b", identifiers=Identifiers(), volume="9", pages="300-310")
    assert len(cluster([*paper, elsewhere], known=known).groups) == 2  # of no known version
    assert len(cluster([preprint, replace(journal, source="b")]).groups) == 2  # by itself it is a person's business


def ids(**known: str) -> Identifiers:
    return Identifiers(**known)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (record(authors=BOTH, date="2021"), record(authors=BOTH, date="2021", volume="3")),
        (record(abstract=WORDS), record("", abstract=WORDS)),
        (record("", abstract=WORDS), record("", abstract=f"Abstract: {WORDS}")),
    ],
)
def test_a_union_keeps_its_evidence(a: Record, b: Record) -> None:
    """The evidence of a match is kept under the numbers of the two records, the lower first."""
    for pair in ([a, b], [b, a]):
        assert dict(cluster(pair).evidence) == {(0, 1): match(a, b)}


def test_the_question_is_the_pair_that_contradicts_least() -> None:
    """There is one question about two groups, and it shows what the pair has in common."""
    group = [
        record(line=1, identifiers=ids(doi="10.1000/x"), volume="3"),
        record(line=2, identifiers=ids(doi="10.1000/x")),
    ]
    other = record(line=3, volume="4")
    for records, asked in (([*group, other], (1, 2)), ([other, *group], (0, 2))):
        found = cluster(records)
        assert [pair[:2] for pair in found.unsure] == [asked]
        assert found.unsure[0][2].evidence == ("titles equal",)


def test_the_question_does_not_depend_on_the_order_of_records() -> None:
    """The pair with fewer contradictions is asked about though another one comes first in every order."""
    first = record(line=1, identifiers=ids(doi="10.1000/x"), volume="3")
    second = record(line=2, identifiers=ids(doi="10.1000/x"), authors=BOTH)
    found = cluster([first, second, record(line=3, volume="4")])
    assert [pair[:2] for pair in found.unsure] == [(1, 2)]


def test_the_best_evidenced_pair_is_joined_first() -> None:
    """Of two records that contradict each other, the one with more in common with a third is its paper."""
    third = record(line=1, authors=BOTH, date="2021", volume="3", pages="5-9")
    less = record(line=2, authors=BOTH, date="2021", identifiers=ids(doi="10.1000/x"))
    more = record(line=3, authors=BOTH, date="2021", identifiers=ids(doi="10.1000/y"), volume="3", pages="5-9")
    for records in ([third, less, more], [more, less, third]):
        found = cluster(records)
        assert found.groups == ((0, 2), (1,))
        assert [(match.verdict, 1 in pair) for *pair, match in found.unsure] == [("unsure", True)]


def test_too_many_of_one_title_are_not_asked_about() -> None:
    """A few records under one title are a question; nobody can answer it for more records than a block."""
    few = [record(line=line) for line in range(1, BLOCK + 1)]
    assert len(cluster(few[:3]).unsure) == 3
    assert cluster(few).unsure
    assert cluster([*few, record(line=99)]).unsure == ()


def test_two_years_are_no_column_yet() -> None:
    """A title of two years may be a conference's and a journal's; a third makes it a column."""
    works = [record("Notes on the Wind", line, authors=people("Ada Quill"), date=f"20{line}") for line in (11, 14, 17)]
    again = replace(works[0], source="b")
    assert (0, 2) in cluster([*works[:2], again]).groups
    assert (0, 3) not in cluster([*works, again]).groups


def test_versions_of_a_known_paper_are_no_column() -> None:
    """Three years of one known paper leave its title a paper's; those of three papers make it a column."""
    years = [record("Notes on the Wind", n, authors=people("Ada Quill"), date=f"20{n}") for n in (11, 14, 17)]
    again = replace(years[0], source="b")
    assert cluster([*years, again], known=["kite"] * 3 + [None]).groups == ((0, 1, 2, 3),)
    assert (3,) in cluster([*years, again], known=["a", "b", "c", None]).groups


@pytest.mark.parametrize(
    "between", [[], [record("Wind over the Sea", 9, pages="105-110", authors=people("Ada Quill"))]]
)
def test_neighbours_under_a_common_title(between: list[Record]) -> None:
    """Under a title of more than a block, each record is compared with the two that come next by date and authors."""
    title = "Wind over the Sea"
    pair = [
        record(title, line, pages=pages, authors=people("Ada Quill")) for line, pages in ((1, "105-109"), (2, "105-9"))
    ]
    crowd = [record(title, 100 + n, authors=(f"{chr(66 + n % 24)}{n} Nu",), date=str(1900 + n)) for n in range(BLOCK)]
    for records in ([*pair, *between, *crowd], [*crowd, *between, *pair[::-1]]):
        numbers = tuple(sorted(records.index(one) for one in pair))
        assert numbers in cluster(records).groups


def test_a_draft_of_the_shelf_gets_its_title() -> None:
    """A titled record with the text of a known draft is that paper, and an untitled one, too; a part of it is not."""
    draft = record("", 1, abstract=WORDS)
    for text, groups in ((WORDS, ((0, 1),)), (OTHER, ((0,), (1,)))):
        for title in (TITLE, ""):
            found = cluster([draft, record(title, 2, abstract=text)], known=["kite", None])
            assert (found.groups, found.unsure) == (groups, ())
    part = " ".join(WORDS.split()[:24]) + " " + " ".join(OTHER.split()[:12])
    found = cluster([draft, record(TITLE, 2, abstract=part)], known=["kite", None])
    assert (found.groups, len(found.unsure)) == (((0,), (1,)), 0)


@pytest.mark.parametrize(("lead", "groups"), [(6, ((0, 2), (1,))), (4, ((0,), (1,), (2,)))])
def test_the_second_best_paper_must_be_a_tenth_behind(lead: int, groups: tuple[tuple[int, ...], ...]) -> None:
    """An untitled text of fifty words goes to a paper with which it has more than five words more in common than with others."""
    words = WORDS.split()[:50]
    near = [*words[: 50 - lead], *OTHER.split()[:lead]]
    records = [
        record(abstract=" ".join(words)),
        record("Another Kite of the Same Authors", 2, abstract=" ".join(near)),
        record("", 3, abstract=" ".join(words)),
    ]
    found = cluster(records)
    assert found.groups == groups
    assert [pair[:2] for pair in found.unsure] == ([] if lead > 5 else [(0, 2)])


def test_what_a_person_keeps_apart_stays_so_in_groups() -> None:
    """Two different records keep all that match either of them apart, whatever was joined first."""
    same = [record(line=line, authors=BOTH, date="2021") for line in (1, 2, 3, 4)]
    for pair in ((0, 1), (1, 0)):
        for decided in ([(0, 2), (1, 3)], [(2, 0), (3, 1)]):
            found = cluster(same, same=decided, different=[pair])
            assert (found.groups, found.unsure) == (((0, 2), (1, 3)), ())


def test_two_papers_of_the_shelf_stay_two() -> None:
    """Records that a person gave to a paper keep out of another one, however alike they are."""
    same = [record(line=line, authors=BOTH, date="2021") for line in (1, 2, 3, 4)]
    for known in (["a", None, None, "b"], [None, "a", None, "b"], [None, None, "a", "b"]):
        found = cluster(same, known=known, same=[(0, 1), (1, 2)])
        assert (found.groups, found.unsure) == (((0, 1, 2), (3,)), ())


def test_a_paper_is_printed_in_so_many_ways() -> None:
    """A group takes no record above its limit of distinct records; then a person is asked."""
    ways = [record(line=1, authors=BOTH, date="2021", pages=f"{n}-{n + 9}") for n in range(1, WAYS + 1)]
    again = replace(ways[0], authors=(*BOTH, *people("Noor Haas")))
    found = cluster([*ways[:-1], again], known=["kite"] * (WAYS - 1) + [None])
    assert (len(found.groups), len(found.unsure)) == (1, 0)
    found = cluster([*ways, again], known=["kite"] * WAYS + [None])
    assert (len(found.groups), len(found.unsure)) == (2, 1)


RECORDS = st.builds(
    Record,
    source=st.sampled_from(["a", "b"]),
    line=st.integers(1, 99),
    title=st.sampled_from(
        ["", TITLE, TITLE.replace("2", "3"), "Wind over the Sea", "Wind over the Sea: Part II", "Editorial"]
    ),
    abstract=st.sampled_from(["", WORDS, OTHER, " ".join(WORDS.split()[:45])]),
    authors=st.sampled_from([(), BOTH, people("Quill, A"), people("Noor Haas")]),
    date=st.sampled_from([None, "2020", "2021-07-05", "2021-07-06"]),
    pages=st.sampled_from(["", "1-9", "12-18"]),
    volume=st.sampled_from(["", "4"]),
)


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=9, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records: list[Record], chance: random.Random) -> None:
    """Any order gives the same groups and the same questions; every record is in one group."""
    found = cluster(records)
    assert sorted(n for group in found.groups for n in group) == list(range(len(records)))
    assert list(found.groups) == sorted(tuple(sorted(group)) for group in found.groups)
    assert [pair[:2] for pair in found.unsure] == sorted((min(a, b), max(a, b)) for a, b, _ in found.unsure)
    assert all(match.verdict == "unsure" for _, _, match in found.unsure)
    order = list(range(len(records)))
    chance.shuffle(order)
    again = cluster([records[n] for n in order])
    assert {frozenset(order[n] for n in group) for group in again.groups} == set(map(frozenset, found.groups))
    assert {frozenset((order[a], order[b])) for a, b, _ in again.unsure} == {
        frozenset((a, b)) for a, b, _ in found.unsure
    }


@given(RECORDS, RECORDS)
def test_a_pair_has_no_direction(a: Record, b: Record) -> None:
    """The verdict is the same in both orders."""
    assert match(a, b) == match(b, a)


def _stub(known: Identifiers) -> Record:
    return Record(source="", line=1, identifiers=known)


@pytest.mark.parametrize(
    "known", [Identifiers(arxiv="2901.01234"), Identifiers(doi="10.5555/a"), Identifiers(acl="P29-1441")]
)
def test_a_stub_is_known_by_its_identifier(known: Identifiers):
    """A paper of the shelf with nothing but an identifier matches a record with that identifier."""
    record = Record(source="s", line=1, title="Counting Limpets Between Two Tides", identifiers=known)
    other = Record(
        source="s", line=2, title="Counting Whelks Between Two Tides", identifiers=Identifiers(arxiv="2901.09999")
    )
    for records, keys in (
        ((_stub(known), record, other), ("stub", None, None)),
        ((other, record, _stub(known)), (None, None, "stub")),
    ):
        found = cluster(records, known=keys)
        group = next(group for group in found.groups if keys.index("stub") in group)
        assert group == tuple(sorted((keys.index("stub"), 1)))
        assert found.unsure == ()


def test_a_stub_that_two_papers_claim_is_a_question():
    """A DOI that the parts of a supplement share does not say which of them a stub is."""
    known = Identifiers(doi="10.5555/supplement")
    records = (
        _stub(known),
        Record(
            source="s",
            line=1,
            title="Counting Limpets Between Two Tides",
            authors=people("Ada Marsh"),
            identifiers=known,
        ),
        Record(source="s", line=2, title="What Whelks Want at Night", authors=people("Cy Dall"), identifiers=known),
    )
    found = cluster(records, known=("stub", None, None))
    assert (0,) in found.groups
    assert {frozenset(pair[:2]) for pair in found.unsure} >= {frozenset({0, 1})}
