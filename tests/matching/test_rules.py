"""The rules of matching, each with made-up pairs on both sides of its border, through the whole of matching."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.matching import explanations
from generator.matching.clusters import cluster, match
from generator.model import Identifiers, Match, Record
from tests.conftest import named, people

TITLE = "Wind over the Sea of Finland in Spring and in Autumn"
PEOPLE = ("Ada Quill", "Bo Lindgren", "Cy Nurmi")
STRANGERS = ("Noor Haas", "Per Dahl")
TEXT = " ".join(f"word{number}" for number in range(90))
OTHER_TEXT = " ".join(f"word{number}" for number in (*range(20), *range(100, 170)))


def record(title: str = TITLE, **fields: object) -> Record:
    """Return a record of the paper with other fields, by its own authors of 2020."""
    known = {name: fields.pop(name) for name in ("doi", "arxiv", "pmid") if name in fields}
    known_fields = {"authors": PEOPLE, "date": "2020", "identifiers": Identifiers(**known)} | fields
    return Record(source="a", line=1, title=title, **named(known_fields))


def decided(a: Record, b: Record) -> Match:
    """Return the verdict on two records, which has no direction and is what clustering does with them."""
    found = match(a, b)
    assert match(b, a) == found
    groups = cluster([a, b])
    assert (len(groups.groups) == 1) == (found.verdict == "same")
    return found


PLACE = {"volume": "57", "number": "3", "pages": "105-109"}
EJECTED = {"volume": "Conference: 22nd Meeting. 143", "number": "Suppl 1", "pages": "105"}
NOTES = {"authors": ("Ada Quill",)}
BODY = {"authors": ("{Office of Winds}",)}
CJK = ("王, 伟", "李, 小明")

PAIRS = [
    # 1. a volume or issue that differs does not outweigh an identifier
    ("same", record(doi="10.1000/x", **PLACE), record(doi="10.1000/x", **EJECTED)),
    ("same", record(pmid="123", **PLACE), record(pmid="123", **EJECTED)),
    ("same", record(doi="10.1000/x", volume="57"), record(doi="10.1000/x", volume="2020")),
    ("same", record(doi="10.1000/x", abstract=TEXT, **PLACE), record(doi="10.1000/x", abstract=TEXT, authors=(), **EJECTED)),
    ("unsure", record(doi="10.1000/x", **PLACE), record(doi="10.1000/x", authors=(), **EJECTED)),
    ("unsure", record(doi="10.1000/x", **PLACE), record(doi="10.1000/x", authors=STRANGERS, **EJECTED)),
    ("unsure", record(**PLACE), record(**PLACE | {"volume": "143"})),
    ("same", record(doi="10.1000/x", volume="57 SUPPL. 1"), record(doi="10.1000/x", volume="1)")),
    ("unsure", record(doi="10.1000/x", abstract=TEXT, **PLACE), record(doi="10.1000/x", abstract=OTHER_TEXT, authors=STRANGERS, **EJECTED)),
    ("unsure", record(doi="10.1000/x", abstract=TEXT, **PLACE), record(doi="10.1000/x", abstract=OTHER_TEXT, **EJECTED)),
    # 2. nor the text itself
    ("same", record(abstract=TEXT, **PLACE), record(abstract=TEXT, **PLACE | {"volume": "143", "number": "9"})),
    ("same", record(abstract=TEXT, volume="57", pages="1524"), record(abstract=TEXT, volume="57", pages="215")),
    ("same", record(abstract=TEXT, volume="57", pages="RA25-43"), record(abstract=TEXT, volume="57", pages="RA25-RA43")),
    ("same", record(abstract=TEXT, volume="57", pages="e3"), record(abstract=TEXT, volume="57", pages="e8-e9")),
    ("unsure", record(abstract=TEXT, volume="57", pages="105"), record(abstract=TEXT, volume="143", pages="215")),
    ("unsure", record(volume="57", pages="1524"), record(volume="57", pages="215")),
    ("unsure", record(abstract=TEXT, date="2017", volume="57"), record(abstract=TEXT, volume="143")),
    ("unsure", record(abstract=TEXT, **PLACE), record(abstract=TEXT, authors=STRANGERS, **PLACE | {"volume": "143"})),
    ("unsure", record(abstract=TEXT, date=None, **PLACE), record(abstract=TEXT, **PLACE | {"volume": "143"})),
    # 3. a slip in a DOI, where all else agrees
    ("same", record(doi="10.1000/wind.57.12", abstract=TEXT, **PLACE), record(doi="10.1000/wind.57.21", abstract=TEXT, **PLACE)),
    ("same", record(doi="10.1000/wind", abstract=TEXT, volume="57", pages="105"), record(doi="10.1008/wind", abstract=TEXT, volume="57", pages="105")),
    ("unsure", record(doi="10.1000/wind", abstract=TEXT, **PLACE), record(doi="10.2345/kites", abstract=TEXT, **PLACE)),
    ("unsure", record(doi="10.1000/wind.57.12", abstract=TEXT), record(doi="10.1000/wind.57.21", abstract=TEXT)),
    ("unsure", record(doi="10.1000/wind.57.12", volume="57", pages="105"), record(doi="10.1000/wind.57.21", volume="57", pages="105")),
    ("unsure", record(doi="10.1000/wind.57.12", abstract=TEXT, **PLACE), record(doi="10.1000/wind.57.21", abstract=TEXT, authors=STRANGERS, **PLACE)),
    ("unsure", record(doi="10.1000/wind", abstract=TEXT, volume="57", pages="105"), record(doi="10.2345/wind", abstract=TEXT, volume="57", pages="105")),
    ("unsure", record(pmid="123", abstract=TEXT, **PLACE), record(pmid="124", abstract=TEXT, **PLACE)),
    # … or two of one publisher, where three pages agree
    ("same", record(doi="10.1000/978-wind", **PLACE), record(doi="10.1000/57-kites", **PLACE)),
    ("unsure", record(doi="10.1000/978-wind", volume="57", pages="1-9"), record(doi="10.1000/57-kites", volume="57", pages="1-9")),
    ("unsure", record(doi="10.1000/978-wind"), record(doi="10.1000/57-kites")),
    # 4. ahead of print
    ("same", record(pages="1-9"), record(**PLACE)),
    ("same", record(pages="5"), record(**PLACE)),
    ("same", record(pages="9 p"), record(**PLACE)),
    ("same", record(pages="e43268"), record(**PLACE)),
    ("unsure", record(pages="2-9"), record(**PLACE)),
    ("unsure", record(pages="1-9"), record(pages="105-109")),
    ("unsure", record(pages="e43268"), record(pages="e43269")),
    ("same", record(pages="215 p"), record(**PLACE)),
    ("same", record(pages="16"), record(volume="57", pages="105-120")),
    ("unsure", record(pages="16"), record(volume="57", pages="105-119")),
    ("unsure", record(volume="57", pages="105-109"), record(volume="58", pages="1-9")),
    # 5. a footnote mark is no number
    *(("same", record(TITLE + mark, **PLACE | {"pages": ""}), record(**PLACE | {"pages": ""})) for mark in (" 1", " 1,2", "*", "†", "1", "¹")),
    *(("same", record(TITLE + mark, doi="10.1000/x"), record(doi="10.1000/x", **PLACE)) for mark in (" 1", " 1, 2", "*")),
    ("same", record(f"Research Note: {TITLE}", **PLACE | {"pages": ""}), record(**PLACE | {"pages": ""})),
    ("same", record(f"Wind Competition Paper - {TITLE}", doi="10.1000/x"), record(doi="10.1000/x")),
    ("different", record(f"{TITLE} 2", **PLACE), record(**PLACE | {"pages": "110-119"})),
    ("different", record(f"{TITLE} 2", date="2021"), record()),
    ("different", record(f"Erratum: {TITLE}", **PLACE | {"pages": ""}), record(**PLACE | {"pages": ""})),
    ("same", record("Wind and Kites in mice1", volume="57", number="3"), record("Wind and Kites in mice", volume="57", number="3")),
    *(("different", record(TITLE + mark, volume="57", number="3"), record(volume="57", number="4")) for mark in (" 1", "1", " 1,2", " 2")),
    *(("different", record(TITLE + mark, volume="57", number="3"), record(volume="57", number="3")) for mark in (" 2", " 3,4", " II")),
    ("different", record(f"Research Note: {TITLE}", volume="57", number="3", authors=STRANGERS), record(volume="57", number="3")),
    # a title that is cut, and with it its numbers
    ("same", record(f"{TITLE}: 12 Kites in 3 Seasons", arxiv="2101.00001"), record(arxiv="2101.00001")),
    ("same", record(f"{TITLE}: 12 Kites in 3 Seasons", doi="10.1000/x"), record(f"{TITLE}: 12 Ki", doi="10.1000/x")),
    ("same", record(f"{TITLE}: 12 Kites in 3 Seasons", doi="10.1000/x", authors=()), record(f"{TITLE}: 12 …", doi="10.1000/x", authors=())),
    ("unsure", record(f"{TITLE}: 12 Kites", arxiv="2101.00001", authors=()), record(f"{TITLE}: 13 Kites", arxiv="2101.00001", authors=())),
    ("same", record(f"{TITLE}: 12 Kites", arxiv="2101.00001"), record(f"{TITLE}...", arxiv="2101.00001")),
    ("same", record(f"{TITLE}: 12 Kites", arxiv="2101.00001"), record(f"{TITLE}: 12 Ki…", arxiv="2101.00001")),
    ("different", record(f"{TITLE}: 12 Kites"), record()),
    ("same", record(f"{TITLE}: 125 Kites", arxiv="2101.00001", authors=()), record(f"{TITLE}: 12", arxiv="2101.00001", authors=())),
    ("unsure", record(f"{TITLE}: 125 Kites", arxiv="2101.00001", authors=()), record(f"{TITLE}: 35", arxiv="2101.00001", authors=())),
    # 6. a shared identifier under unlike titles
    ("different", record(doi="10.1000/x"), record("Kites for Everybody and Their Strings", doi="10.1000/x", authors=STRANGERS)),
    ("different", record(doi="10.1000/x", abstract=TEXT), record("Kites for Everybody and Their Strings", doi="10.1000/x", abstract=OTHER_TEXT)),
    ("unsure", record(doi="10.1000/x"), record("Kites for Everybody and Their Strings", doi="10.1000/x")),
    ("unsure", record(doi="10.1000/x"), record("Kites for Everybody and Their Strings", doi="10.1000/x", authors=())),
    ("different", record(doi="10.1000/x", abstract=TEXT), record("Kites for Everybody and Their Strings", doi="10.1000/x", abstract=TEXT, authors=STRANGERS)),
    ("different", record(doi="10.1000/x", type="book"), record("Kites for Everybody and Their Strings", doi="10.1000/x", authors=STRANGERS)),
    # 7. the parts of a series
    ("different", record("Assessment of the Great Bay: birds and seals", abstract=TEXT), record("Assessment of the Great Bay: climate and weather", abstract=TEXT)),
    ("different", record("A Survey of Fishing Boats and Harbours in Norway", abstract=TEXT), record("A Survey of Fishing Boats and Harbours in Iceland", abstract=TEXT)),
    ("different", record('Comment on "Wind over the Sea of Finland"', doi="10.1000/x-rc1"), record('Comment on "Wind over the Sea of Finland"', doi="10.1000/x-rc2")),
    ("different", record('Review for "Wind over the Sea of Finland"', doi="10.1000/x/review1", authors=()), record('Review for "Wind over the Sea of Finland"', doi="10.1000/x/review2", authors=())),
    ("unsure", record("Wind over Old Northern Seas and Lakes", abstract=TEXT), record("Rain over Old Northern Seas and Lakes", abstract=TEXT)),
    ("same", record("Wind over Old Northern Seas and Lakes", abstract=TEXT, **PLACE), record("Rain over Old Northern Seas and Lakes", abstract=TEXT, **PLACE)),
    ("unsure", record("Winds of the Great Bay", abstract=TEXT), record("Old Kites and New Harbours", abstract=TEXT)),
    ("different", record("Winds of the Great Bay", abstract=TEXT, **BODY), record("Old Kites and New Harbours", abstract=TEXT, **BODY)),
    ("different", record("Winds of the Great Bay", abstract=TEXT, doi="10.1000/x"), record("Old Kites and New Harbours", abstract=TEXT, doi="10.1000/y")),
    ("different", record('Referee comment on "Wind over the Sea"', doi="10.1000/rc1"), record('Referee comment on "Wind over the Sea"', doi="10.1000/rc2", authors=STRANGERS)),
    ("same", record('Review for "Wind over the Sea of Finland"', doi="10.1000/x/review1"), record('Review for "Wind over the Sea of Finland"', doi="10.1000/x/review1")),
    ("different", record('Review for "Wind over the Sea of Finland"', doi="10.1000/x/review1"), record("Wind over the Sea of Finland", doi="10.1000/x")),
    # 8. names in two scripts and orders
    *(("same", record(authors=one), record(authors=other)) for one, other in pairwise((CJK, ("王伟", "李小明"), ("Wang Wei", "Li Xiaoming"), CJK, ("Wang, W.", "Li, X."), ("王伟", "李小明")))),
    ("same", record(authors=("Иванов, Пётр", "Азов, Н.")), record(authors=("Ivanov, Petr", "Azov, N."))),
    ("unsure", record(authors=("田中, 太郎",)), record(authors=("Tanaka, Taro",))),  # this reading is not known
    ("different", record(authors=("田中, 太郎",)), record(authors=("鈴木, 花子",))),
    ("same", record(authors=("Παππάς, Γιώργος",)), record(authors=("Pappas, Giorgos",))),
    ("unsure", record(authors=("김철수", "이영희")), record(authors=("Kim Cheolsu", "Lee Younghee"))),
    ("same", record(authors=("김철수", "이영희")), record(authors=("김 철수", "이 영희"))),
    ("unsure", record(authors=CJK), record(authors=("Zhao Yun", "Sun Li"))),
    # a translated title
    ("unsure", record("Wind und Wetter an der Nordsee", volume="57", pages="105"), record(volume="57", pages="105")),
    ("unsure", record("Wind und Wetter an der Nordsee", volume="57", pages="105", date=None), record(volume="57", pages="105")),
    ("different", record("Wind und Wetter an der Nordsee", volume="57", pages="105"), record(volume="57", pages="105", authors=STRANGERS)),
    ("different", record("Kites for the Children of the North", volume="57", pages="105"), record(volume="57", pages="105")),
    ("different", record("Wind und Wetter an der Nordsee", volume="57", pages="105"), record(volume="57", pages="205")),
    ("same", record("Wind und Wetter an der Nordsee", volume="57", pages="105-109"), record(volume="57", pages="105-109")),
    # a preprint and its article
    *(("same", record(f"{TITLE}: A Study of Kites", date="2022", abstract=TEXT, **PLACE), record(abstract=TEXT, **server))
      for server in ({"doi": "10.2139/ssrn.123"}, {"doi": "10.1101/2020.01.01.1"}, {"doi": "10.31219/osf.io/x"}, {"doi": "10.21203/rs.3.rs-1"}, {"arxiv": "2001.00001"}, {"venue": "SSRN Electronic Journal"}, {"venue": "Research Square"}, {"venue": "OSF"}, {"doi": "10.32942/x2"})),
    ("unsure", record(f"{TITLE}: A Study of Kites", date="2022", abstract=TEXT, **PLACE), record(abstract=OTHER_TEXT, doi="10.2139/ssrn.123")),
    ("different", record(f"{TITLE}: A Study of Kites", date="2022", abstract=TEXT, **PLACE), record(abstract=OTHER_TEXT)),
    ("unsure", record(f"{TITLE}: A Study of Kites", date="2022", **PLACE), record(doi="10.2139/ssrn.123")),
    ("different", record(f"{TITLE}: A Study of Kites", date="2026", **PLACE), record(doi="10.2139/ssrn.123")),
    ("same", record(date="2022", **PLACE), record(type="report")),
    ("unsure", record(date="2022", **PLACE, **NOTES), record(type="report", **NOTES)),
    ("unsure", record(date="2022", **PLACE), record(type="report", authors=PEOPLE[:2])),
    ("unsure", record(date="2022", **PLACE), record()),
    *(("same", record(f"{TITLE}: A Study of Kites", date="2022", abstract=TEXT, **PLACE), record(abstract=TEXT, venue=server)) for server in ("bioRxiv", "medRxiv", "OSF Preprints", "SSRN")),
    ("unsure", record(f"{TITLE}: A Study of Kites", date="2022", abstract=TEXT, **PLACE), record(abstract=TEXT, venue="Journal of Winds")),
    ("different", record(f"{TITLE}: A Study of Kites", date="2022", authors=STRANGERS, **PLACE), record(doi="10.2139/ssrn.123")),
    *(("same", record(date=year, **PLACE), record(doi="10.2139/ssrn.123")) for year in ("2019", "2021", "2022", "2023")),
    *(("unsure", record(date=year, **PLACE), record(doi="10.2139/ssrn.123")) for year in ("2018", "2024")),
    ("unsure", record(date="2022", **PLACE, **NOTES), record(doi="10.2139/ssrn.123", **NOTES)),
    # 9. the annual reports of one body
    ("different", record(date="2019", **BODY), record(date="2020", **BODY)),
    ("different", record(date="2019", type="report", authors=()), record(date="2020", type="report", authors=())),
    ("different", record(date="2019", abstract=TEXT, **BODY), record(date="2020", abstract=TEXT, **BODY)),
    ("same", record(date="2020", **BODY), record(date="2020", **BODY)),
    ("unsure", record(date="2019"), record(date="2020")),
    ("different", record(date="2019", doi="10.1000/a1", **BODY), record(date="2020", doi="10.1000/b7", **BODY)),
    ("unsure", record(date="2020", **BODY), record(date=None, **BODY)),
    # a group, or its first member
    ("same", record(**PLACE, **BODY), record(**PLACE, **NOTES)),
    ("unsure", record(**PLACE, authors=STRANGERS), record(**PLACE)),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "a", "b"), PAIRS)
def test_both_sides_of_each_border(expected: str, a: Record, b: Record) -> None:
    """What a rule covers is settled; its neighbour on the other side of the border is not."""
    assert decided(a, b).verdict == expected


@pytest.mark.parametrize("at", range(len(explanations.EXPLANATIONS)))
def test_each_explanation_is_needed(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any of the explanations, some pair is decided in another way."""
    rows = explanations.EXPLANATIONS
    monkeypatch.setattr(explanations, "EXPLANATIONS", rows[:at] + rows[at + 1 :])
    assert any(match(a, b).verdict != expected for expected, a, b in (*PAIRS, *EXPLAINED)), rows[at]


EXPLAINED = [
    ("same", record(f"{TITLE}: 12 Kites", doi="10.1000/x", date="2015"), record(doi="10.1000/x")),
    ("same", record(f"KiteNet: {TITLE} and Winter", doi="10.1000/x", date="2015"), record(f"KiteNet: {TITLE} and Summer", doi="10.1000/x", authors=PEOPLE, **PLACE)),
]  # fmt: skip


def test_why_each_explanation_is_general() -> None:
    """Each explanation says which habit of databases it comes from, in a sentence."""
    for one in explanations.EXPLANATIONS:
        assert one.why[0].isupper()
        assert one.why.endswith(".")
        assert one.agree
        assert one.explains


def test_kinds_have_no_values() -> None:
    """Pairs with other values but the same fields are of one kind; it names what agrees and what stands in the way."""
    for number in (1, 2):
        one = record(f"{TITLE}: 12 Kites", arxiv=f"2101.0000{number}", authors=())
        other = record(f"{TITLE}: {12 + number} Kites", arxiv=f"2101.0000{number}", authors=())
        assert decided(one, other).kind == "same arXiv id, titles similar and other numbers in the titles"
    assert decided(record(volume="3"), record(volume="4")).kind == "titles equal and same authors, volumes differ"
    assert decided(record(date="2018"), record()).kind == "titles equal and same authors, years differ"
    assert match(record(f"{TITLE} 2", arxiv="2101.00001", volume="3", authors=()), record(arxiv="2101.00001", authors=(), volume="4")).kind == (
        "same arXiv id, one title is cut and volumes differ"
    )  # fmt: skip
    assert (
        match(record(f"{TITLE}: 12 Kites"), record()).kind
        == "one title has a subtitle and same authors, one title is cut"
    )
    assert match(record(f"{TITLE} 12"), record()).kind == "one title is cut and same authors, same year"


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ({"doi": "10.1000/x"}, {"doi": "10.1000/x", "authors": ()}, "same DOI, same year"),
        ({"pmid": "1", "date": None}, {"pmid": "1"}, "same PMID, no common year"),
        ({}, {"authors": (), "title": f"{TITLE}: Kites"}, "one title has a subtitle, same year"),
        ({}, {"authors": (), "title": f"{TITLE} (in mice)"}, "one title has a note, same year"),
        ({}, {"title": f"{TITLE} 1"}, "one title has a footnote mark or a section's name and same authors, same year"),
        ({}, {"title": "Kites for Everybody"}, "titles unlike and same authors, same year"),
        ({}, {"title": f"{TITLE} and Lakes"}, "one title is cut and same authors, same year"),
        ({}, {"title": TITLE.replace("Finland", "Finnland")}, "titles spelled differently and same authors, same year"),
        ({}, {"title": TITLE.replace("Wind", "Kites")}, "titles similar and same authors, same year"),
        ({"doi": "10.1000/x"}, {"doi": "10.1000/x", "title": ""}, "same DOI, one title is missing"),
        ({"title": f"Erratum: {TITLE}", "pages": "5"}, {"pages": "5"}, "same page and same authors, one title has a footnote mark or a section's name and one is about the other"),
        ({"title": f"{TITLE} (Poster)", "volume": "3"}, {"volume": "3"}, "same volume and same authors, one title has a note and one is a demonstration"),
        ({"doi": "10.1000/x"}, {"doi": "10.2345/wind"}, "titles equal and same authors, identifiers differ"),
        ({"doi": "10.1000/x"}, {"doi": "10.1000/y"}, "titles equal and same authors, identifiers nearly equal"),
        ({"doi": "10.1000/wind"}, {"doi": "10.1000/kite"}, "titles equal and same authors, DOIs of one publisher differ"),
        (PLACE, {**PLACE, "authors": STRANGERS, "date": "2023"}, "same pages, no author in common and years differ"),
        ({"pages": "5-9", "number": "1"}, {"pages": "15-19", "number": "2"}, "titles equal and same authors, pages differ and issues differ"),
        ({"abstract": TEXT, **PLACE}, {"abstract": TEXT, "volume": "4"}, "same abstract and same authors, volumes differ"),
        ({"abstract": TEXT}, {"abstract": OTHER_TEXT}, "titles equal and same authors, abstracts differ"),
    ],
)  # fmt: skip
def test_each_kind_names_what_agrees_and_the_obstacle(a: dict[str, object], b: dict[str, object], kind: str) -> None:
    """A kind has a word for each field, and is the same in both orders."""
    one, other = record(**a), record(**b)  # type: ignore[arg-type]
    assert match(one, other).kind == match(other, one).kind == kind


def test_evidence_is_written_for_a_person() -> None:
    """A person reads values as the sources have them."""
    found = match(
        record(doi="10.1000/x", volume="57", authors=()), record(doi="10.1000/x", volume="48 (Suppl. 1)", authors=())
    )
    assert found.evidence == ("same DOI", "titles equal", "same year (2020)", "volume 48 (Suppl. 1) / 57")


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(
            ["", TITLE, f"{TITLE} 1", f"Note: {TITLE}", "<script>alert(1)</script>", "\u202e[x", "王"]
        ),
        "authors": st.sampled_from([(), PEOPLE, CJK, ("<b>",), ("Office of Winds",)]),
        "date": st.sampled_from([None, "2019", "2020-02-30", "x"]),
        "volume": st.sampled_from(["", "1)", "57", "<i>"]),
        "number": st.sampled_from(["", "3", "Suppl. 1"]),
        "pages": st.sampled_from(["", "1-9", "e3", "215 p", "21-Aug", "-", "RA25–RA43", "99999999999-1"]),
        "venue": st.sampled_from(["", "SSRN", "Wind"]),
        "abstract": st.sampled_from(["", TEXT, OTHER_TEXT]),
        "doi": st.sampled_from(["10.1000/x", "10.1000/y", "10.2139/ssrn.1"]),
    },
)


@settings(deadline=None, max_examples=150)
@given(FIELDS, FIELDS, FIELDS, st.permutations(range(3)))
def test_the_order_of_records_does_not_matter(
    one: dict[str, object], two: dict[str, object], three: dict[str, object], order: list[int]
) -> None:
    """Whatever is in the fields, nothing fails, and the groups are the same in any order."""
    records = [replace(record(**dict(fields)), line=line) for line, fields in enumerate((one, two, three), 1)]
    assert match(records[0], records[1]) == match(records[1], records[0])
    groups = {frozenset(group) for group in cluster(records).groups}
    moved = cluster([records[at] for at in order]).groups
    assert {frozenset(order[at] for at in group) for group in moved} == groups


ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(deadline=None, max_examples=100)
@given(
    FIELDS,
    ODD,
    st.sampled_from(["<script>alert(1)</script>", "\u0000", "\u202e", "]]>", "${x}", "\ud7ff", "👩‍🔬", "ﷺ", "?" * 20]),
)
def test_odd_characters_change_nothing_but_the_text(fields: dict[str, object], odd: str, mark: str) -> None:
    """No field may hold a text that raises, in either order; what is odd on one side is compared as it is."""
    one = record(**dict(fields))
    text = f"{odd}{mark}"
    other = replace(
        one,
        title=f"{one.title}{text}",
        venue=text,
        volume=text,
        number=text,
        pages=text,
        abstract=f"{one.abstract} {text}",
    )
    for authors in (one.authors, named({"authors": (f"Quill{text}", text)})["authors"]):
        changed = replace(other, authors=authors)
        assert match(one, changed) == match(changed, one)
        assert match(changed, changed).verdict in {"same", "unsure", "different"}


@settings(deadline=None, max_examples=100)
@given(FIELDS, FIELDS)
def test_a_kind_has_no_values(one: dict[str, object], other: dict[str, object]) -> None:
    """No kind has a digit, a name or a word of the titles of its records."""
    kind = match(record(**dict(one)), record(**dict(other))).kind
    assert not any(letter.isdigit() for letter in kind)
    assert not {"quill", "finland", "script", "wind", "ssrn"} & set(kind.lower().replace(",", "").split())
    assert ", " in kind


def test_the_month_of_an_arxiv_id_dates_a_record_without_a_date() -> None:
    """A preprint of 2023 is no article of 2020 with the same title and lone author; one of 2024 may be its publication."""
    title, author = "Nightingale: A Generator of Birdsong", people("Gil Heron")
    listed = Record(source="a", line=1, title=title, authors=author, identifiers=Identifiers(arxiv="2305.04321"))
    article = Record(source="b", line=1, title=title, authors=author, venue="Notes on Birdsong", date="2020")
    assert match(listed, article).verdict == "unsure"
    assert match(listed, replace(article, date="2024")).verdict == "same"
