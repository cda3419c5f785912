"""Vetoes: what keeps two papers apart whatever else agrees; and hostile input."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.matching import evidence
from generator.matching.clusters import Clusters, cluster, match
from generator.matching.traits import traits
from generator.model import Identifiers, Record
from tests.conftest import TOO_STEEP, growth, named, people

TITLE = "Wind over the Sea of Finland in Spring"
FIELDS: dict[str, object] = {"authors": people("Ada Quill", "Bo Li", "Cy Nu"), "date": "2021"}


def record(title: str = TITLE, line: int = 1, **fields: object) -> Record:
    """Return a record that agrees with every other one except for what is given."""
    return Record(source="a", line=line, title=title, **named({**FIELDS, **fields}))


def verdict(a: Record, b: Record) -> str:
    """Return the verdict on a pair, the same in both orders, and check that the clusters agree with it."""
    found = match(a, b)
    assert match(b, a) == found
    assert (len(cluster([a, b]).groups) == 1) == (found.verdict == "same")
    return found.verdict


CONFLICTS = {
    "identifier": [
        ({"identifiers": Identifiers(doi="10.1000/x")}, {"identifiers": Identifiers(doi="10.1000/y")}),
        ({"identifiers": Identifiers(arxiv="2101.00001")}, {"identifiers": Identifiers(arxiv="2101.00002")}),
        ({"identifiers": Identifiers(acl="P19-1001")}, {"identifiers": Identifiers(acl="P19-1002")}),
        (
            {"identifiers": Identifiers(doi="10.1101/2020.01.01.1234")},
            {"identifiers": Identifiers(doi="10.1101/2020.02.02.4321")},
        ),
    ],
    "pages": [
        ({"pages": "1-9"}, {"pages": "40-49"}),
        ({"volume": "3", "pages": "S12"}, {"volume": "3", "pages": "S45"}),
        ({"volume": "3", "pages": "101-110"}, {"volume": "3", "pages": "111-120"}),
    ],
    "volume": [({"volume": "3"}, {"volume": "4"}), ({"volume": "3", "pages": "1-9"}, {"volume": "13", "pages": "1-9"})],
    "issue": [
        ({"volume": "3", "number": "1"}, {"volume": "3", "number": "2"}),
        ({"number": "1", "pages": "5-9"}, {"number": "4", "pages": "5-9"}),
    ],
    "year": [({"date": "2018"}, {"date": "2020"}), ({"date": "2018-12-31"}, {"date": "2021-01-01"})],
    "authors": [
        ({}, {"authors": people("Noor Haas", "Per Dahl")}),
        ({"authors": people("Ada Quill")}, {"authors": people("Noor Haas")}),
        (
            {"identifiers": Identifiers(doi="10.1000/x")},
            {"identifiers": Identifiers(doi="10.1000/x"), "authors": people("Noor Haas", "Per Dahl")},
        ),
    ],
}


@pytest.mark.parametrize(
    ("a", "b"), [pytest.param(*pair, id=veto) for veto, pairs in CONFLICTS.items() for pair in pairs]
)
def test_a_conflict_is_never_merged(a: dict[str, object], b: dict[str, object]) -> None:
    """Identifiers of one kind, pages, volume, issue, year and people may not contradict; two records stay two."""
    assert verdict(record(**a), record(**b)) != "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ERNIE 2.0: A Continual Pre-training Framework", "ERNIE 3.0: A Continual Pre-training Framework"),
        ("ERNIE 3.0: Large-scale Pre-training", "ERNIE 3.0 Titan: Large-scale Pre-training"),
        ("Qwen2 Technical Report", "Qwen2.5 Technical Report"),
        ("GPT-4 Technical Report", "GPT-4V Technical Report"),
        ("Wind over the Sea. Part I", "Wind over the Sea. Part II"),
        ("Wind over the Sea, III", "Wind over the Sea, IV"),
        ("Wind over the Sea. Part one: methods", "Wind over the Sea. Part two: methods"),
        ("First results of the kite trial in Finland", "Third results of the kite trial in Finland"),
        ("International Multifoods - Case A", "International Multifoods - Case B"),
        ("Vitamin B6 and bone health in women", "Vitamin B12 and bone health in women"),
        ("Kite trial 2019-2020 report", "Kite trial 2020-2021 report"),
    ],
)
def test_numbers_tell_versions_and_parts_apart(a: str, b: str) -> None:
    """Numbers, Roman numerals, letters and number words that differ are two papers of one series."""
    assert verdict(record(a), record(b)) != "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Risk of stroke in male smokers of Finland", "Risk of stroke in female smokers of Finland"),
        ("Hepatitis B vaccination in young children", "Hepatitis C vaccination in young children"),
        ("Hepatitis A in young children of Finland", "Hepatitis in young children of Finland"),
        ("Toxicity of nickel in rats and its causes", "Toxicity of nickel in cats and its causes"),
        ("Toxicity of nickel (in rats)", "Toxicity of nickel (in mice)"),
        ("Hypotension after surgery of the heart", "Hypertension after surgery of the heart"),
        ("Microvascular injury in diabetic feet", "Macrovascular injury in diabetic feet"),
        ("Effect of nitrate on growing tomato plants", "Effect of nitrite on growing tomato plants"),
        ("Intracellular calcium in growing plants", "Extracellular calcium in growing plants"),
        ("Pain in older adults with arthritis of the knee", "Pain in adults with arthritis of the knee"),
        ("Kites with Strings: A Survey", "Kites with Strings: A Tutorial"),
        ("KiteNet: Control of Drones (Demonstration)", "KiteNet: Control of Drones"),
    ],
)
def test_a_word_of_another_meaning_is_no_slip(a: str, b: str) -> None:
    """Companion papers by the same people in one year differ in a word, however similar the two words are."""
    assert verdict(record(a), record(b)) != "same"


MARKED = [
    f"Erratum: {TITLE}", f"{TITLE} (Erratum)", f"Erratum to: {TITLE}", f"Corrigendum to “{TITLE}”", f"Correction: {TITLE}",
    f"Author Correction: {TITLE}", f"Reply to: {TITLE}", f"{TITLE}: reply", f"{TITLE} - Authors' reply", f"Comment on “{TITLE}”",
    f"{TITLE}: A Rejoinder", f"Retraction: {TITLE}", f"Expression of concern: {TITLE}", f"Response to Quill: {TITLE}",
    f"“{TITLE}”: Correction to Quill et al. (2021)",
]  # fmt: skip


@pytest.mark.parametrize("marked", MARKED)
def test_a_text_about_a_paper_is_not_the_paper(marked: str) -> None:
    """An erratum, a reply or a comment is never merged with its paper, even with the same people or the same DOI."""
    assert verdict(record(marked), record()) != "same"
    shared = {"identifiers": Identifiers(doi="10.1000/x")}
    assert verdict(record(marked, **shared), record(**shared)) != "same"


@pytest.mark.parametrize(
    "title",
    ["Editorial", "Introduction", "Preface", "Reply", "Book Reviews", "Editor's Notes", "Guest Editorial", "In this Issue",
     "Letter to the Editor", "News and Views", "Foreword to the Special Issue", "", "…"],
)  # fmt: skip
def test_a_section_is_not_a_paper(title: str) -> None:
    """Generic titles need a full place; an empty one never equals another."""
    assert verdict(record(title), record(title)) != "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({"identifiers": Identifiers(arxiv="2101.00001")}, {"identifiers": Identifiers(doi="10.1000/x")}),
        ({"identifiers": Identifiers(doi="10.1101/2020.01.01.1234")}, {"identifiers": Identifiers(doi="10.1000/x")}),
        (
            {"identifiers": Identifiers(arxiv="2101.00001"), "date": "2020"},
            {"identifiers": Identifiers(doi="10.18653/v1/p19-1", acl="P19-1001"), "date": "2021"},
        ),
        (
            {"identifiers": Identifiers(doi="10.2139/ssrn.1"), "date": "2020-11"},
            {"identifiers": Identifiers(doi="10.1000/x"), "date": "2021", "volume": "3", "pages": "1-9"},
        ),
        ({"identifiers": Identifiers(openreview="abcdefghij")}, {"identifiers": Identifiers(openreview="klmnopqrst")}),
        ({"date": "2020-12-31"}, {"date": "2021-01-01"}),
        ({"authors": people("Quill A", "Li B", "Nu C")}, {"authors": people("Nu, Cy", "Quill, Ada", "Li, Bo")}),
        ({"authors": people("D?rte M?ller", "?ke ?zsu")}, {"authors": people("Dörte Müller", "Åke Özsu")}),
        ({"authors": people("Bob Quill")}, {"authors": people("Robert Quill")}),
        ({"date": "2020", "pages": "40-49"}, {"date": "2021", "pages": "40-9"}),
    ],
)
def test_what_is_no_conflict(a: dict[str, object], b: dict[str, object]) -> None:
    """Preprint and publication, time zones, the order and the spelling of names keep no records apart."""
    assert verdict(record(**a), record(**b)) == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TITLE, f"{TITLE} (Extended Abstract)"),
        (f"{TITLE} (panel session)", f"{TITLE} (Panel)"),
        (f"Tutorial: {TITLE}", f"{TITLE} - A Tutorial"),
        (TITLE, f"{TITLE}: What Kites Make of It"),
        (TITLE, f"{TITLE} (2021)"),
        ("Multi-resolution Document Transmission at Sea", "Mutli-Resolution Document Transmision at Sea"),
        ("Haemolytic anaemia of old sheep in Wales", "Hemolytic anemia of old sheep in Wales"),
        ("FlowBack: Backward Recovery for Workflow Systems", "FlowBack: Backward Recovery for All Workflow Systems"),
    ],
)
def test_titles_of_one_paper(a: str, b: str) -> None:
    """Notes on the kind of text, subtitles, misspellings and other words after a coined name do not make another paper."""
    assert verdict(record(a), record(b)) == "same"


def test_a_union_brings_no_conflict_together() -> None:
    """Two records that contradict each other are never joined through others that match both."""
    for a, b in (pair for pairs in CONFLICTS.values() for pair in pairs):
        bridge = [record(line=3, authors=()), record(line=4), record(line=5, date=None), record(line=6, volume="")]
        groups = cluster([record(line=1, **a), record(line=2, **b), *bridge]).groups
        assert not any({0, 1} <= set(group) for group in groups)


WORDS = ["wind", "sea", "kite", "storm", "part", "ii", "2.0", "study", "of", "the", "in", "finland", "spring", "reply"]
RECORDS = st.builds(
    record,
    title=st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
    | st.sampled_from([TITLE, *MARKED[:3], "Editorial"]),
    line=st.integers(1, 999),
    authors=st.lists(st.sampled_from(["Ada Quill", "Quill, A", "Bo Li", "Noor Haas", "?"]), max_size=3).map(
        lambda some: people(*some)
    ),
    date=st.sampled_from([None, "2020", "2021", "2021-07-05", "2023"]),
    identifiers=st.sampled_from([Identifiers(), Identifiers(doi="10.1000/x"), Identifiers(arxiv="2101.00001")]),
    pages=st.sampled_from(["", "1-9", "12-18", "e5"]),
    volume=st.sampled_from(["", "4", "5"]),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(RECORDS, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_order_changes_nothing(records: list[Record], chance: random.Random) -> None:
    """Shuffled records give the same groups and questions, and no group has a pair of records that was vetoed."""
    found = cluster(records)
    order = list(range(len(records)))
    chance.shuffle(order)
    again = cluster([records[n] for n in order])
    assert {frozenset(order[n] for n in group) for group in again.groups} == set(map(frozenset, found.groups))
    assert {frozenset((order[a], order[b])) for a, b, _ in again.unsure} == {
        frozenset((a, b)) for a, b, _ in found.unsure
    }


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.text(max_size=40), max_size=4))
def test_no_text_raises(title: str, other: str, people: list[str]) -> None:
    """Matching answers whatever is in a record."""
    a, b = record(title, authors=tuple(people)), record(other, pages=title[:60], volume=other[:9])
    assert match(a, b) == match(b, a)


MANY = {"years": 10_000}  # the others are fewer; of one year, up to a limit, each is compared with each
BARE = Record(source="a", line=1, title=TITLE)
COSTLY: dict[str, Callable[[int], Record]] = {  # by number, from 1
    "title": lambda n: replace(BARE, line=n),
    "copies": lambda n: record(line=n),
    "years": lambda n: replace(BARE, line=n, date=str(1850 + n % 150), authors=people("Ada Quill")),
    "pages": lambda n: record(line=n, volume=str(n % 50), pages=f"{n}-{n + 9}"),
    "dois": lambda n: record(line=n, identifiers=Identifiers(doi=f"10.1000/{n}")),
    "one doi": lambda n: record(f"{n} {n * 7} kites", line=n, identifiers=Identifiers(doi="10.1000/1")),
    "people": lambda n: record(f"kites {n} {n * 7} {n * 11} sea", line=n),
    "empty": lambda n: replace(BARE, line=n, title=""),
    "signs": lambda n: replace(BARE, line=n, title="?!… (", authors=people("?", "…")),
}


@pytest.mark.parametrize("name", COSTLY)
def test_thousands_of_a_kind(name: str) -> None:
    """Thousands of records with one title, one DOI, the same people or nothing at all cost no square of their number."""
    many = MANY.get(name, 4_000)
    records = list(map(COSTLY[name], range(1, many + 1)))
    runs: list[Clusters] = []
    assert growth(lambda part: runs.append(cluster(part)), records) < TOO_STEEP
    found = runs[-1]
    assert len(found.groups) == (1 if name == "copies" else many)
    assert len(found.unsure) < many


def lettered(number: int) -> str:
    """Return a word for each number: names have no digits."""
    return "".join("aeioubdfgk"[int(digit)] for digit in f"{number:04}")


@pytest.mark.parametrize("form", ["Ada M{0}", "Ada M{0}{1}", "Ada M?rsh{0}{1}", "Ada Marsh"])
def test_lists_of_thousands_of_authors(form: str) -> None:
    """Two records of a collaboration cost what their lists weigh, whether the lists agree or not."""

    def run(count: int) -> None:
        for one in ("a", "b"):
            people = [[form.format(lettered(at), side) for at in range(count)] for side in ("c", one)]
            cluster([record(line=line, authors=tuple(names)) for line, names in enumerate(people, 1)])

    assert growth(run, 6_000, 1_500) < TOO_STEEP


def test_long_lists_of_authors_agree_by_their_names() -> None:
    """Where there are too many names to compare letter by letter, equal names count, each once."""
    people = [f"Ada M{lettered(at)}" for at in range(600)]
    others = [f"Bo R{lettered(at)}" for at in range(600)]
    for mine, theirs, share in (
        (people, people[::-1], 1.0),
        (people, [*people[:450], *others[:150]], 0.75),
        (people, people[:1] * 600, 1.0),  # the words of the names are the same: the names may have been split wrongly
        (people, others, 0.0),
    ):
        found = evidence.compare(*(traits(record(authors=tuple(one))) for one in (mine, theirs)))
        assert found.agreements.get("authors") == ({1.0: "authors agree", 0.75: "most authors agree (75%)"}.get(share))
        assert ("authors" in found.contradictions) == (share == 0)


@pytest.mark.parametrize(
    "piece", ["wind ", "a", "(", "[", "[a] ", ": ", " - ", "— panel ", "é", "海", "\u0301", "reply to "]
)
def test_titles_of_twenty_thousand_characters(piece: str) -> None:
    """The cost of a title as long as a book, or hard for the patterns, grows far less than the square of its length."""

    def run(title: str) -> None:
        cluster([record(title + str(n), line=n, authors=(piece * 400,)) for n in range(1, 21)])

    assert growth(run, piece * (20_000 // len(piece))) < TOO_STEEP
