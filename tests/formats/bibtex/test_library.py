"""Abbreviations and parents: found in all files of a command, a file's own first, and warned of if they are nowhere."""

from __future__ import annotations

import pytest

from generator.formats import Source, parse_all
from generator.model import Record
from tests.conftest import TOO_STEEP, growth


def read(*texts: str, parents: bool = False) -> tuple[list[Record], list[tuple[str, str]]]:
    """Return the records of some .bib files, and the file and code of each problem."""
    sources = [Source(name=f"{number}.bib", text=text) for number, text in enumerate(texts)]
    parsed = parse_all(sources, parents=parents)
    return list(parsed.records), [(one.path, one.code) for one in parsed.problems]


CHILD = "@inproceedings{k, title={Kelp}, author={Ada Marsh}, crossref={Vol}, xdata={press}}"
VOLUME = "@proceedings{vol, title={Kelp 2020}, year=2020, month=may, volume=vii, editor={Bo Reed}, xdata={press}}"
PRESS = "@xdata{press, publisher=pp, series={Tides}, xdata={more}}\n@xdata{more, number={4}, xdata={press}}"
STRINGS = "@string{vii = {7}}\n@string{pp = {Otter Press}}"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_parents_and_abbreviations_of_other_files(order: tuple[int, ...]) -> None:
    """Whatever the order of the files, an entry has what its parents have, and parents alone are no papers."""
    texts = [CHILD, VOLUME, PRESS, STRINGS]
    (record,), problems = read(*(texts[number] for number in order))
    assert problems == []
    assert (record.id, record.venue, record.date, record.volume, record.number) == (
        "k", "Kelp 2020", "2020-05", "7", "4",
    )  # fmt: skip


def test_a_files_own_words_go_first() -> None:
    """A file's own @string and parent win over another file's."""
    other = "@string{j = {Other}}\n@proceedings{v, title={Other}, year=1999, editor={Bo Reed}}"
    own = "@string{j = {Own}}\n@proceedings{v, title={Own}, year=2001}\n@inbook{a, title={A}, crossref={v}, series=j}"
    for texts in ((other, own, "@misc{z, title={Z}}"), (own, other), (other, own)):
        record = next(one for one in read(*texts)[0] if one.id == "a")
        assert (record.venue, record.date, record.series) == ("Own", "2001", "Own")


def test_the_last_other_file_defines() -> None:
    """As in a document's list of files, the abbreviations of the last file go before those of the first."""
    records, problems = read("@string{j={Short}}", "@string{J={Full}}", "@misc{a, title={A}, journal=j}")
    assert ([record.venue for record in records], problems) == (["Full"], [])


@pytest.mark.parametrize(
    ("fields", "own", "venue", "date"),
    [
        ("title={T}, year=2001", "", "T", "2001"),
        ("title={T}, booktitle={B}, year=2001", "", "B", "2001"),
        ("title={T}, date={2001-05}", "year=2003", "T", "2003"),
        ("title={T}, year=2001, month=may", "year=2001", "T", "2001-05"),
        ("title={T}, year=2001, month=may", "year=2003", "T", "2003"),
        ("title={T}, year=2001", "booktitle={Mine}", "Mine", "2001"),
        ("title={T}, journal={J}", "booktitle={Mine}", "Mine", None),
        ("booktitle={B}, year=2001", "", "B", "2001"),
    ],
)
def test_what_a_volume_passes_on(fields: str, own: str, venue: str, date: str | None) -> None:
    """The volume's title is its papers' booktitle; what a paper says of itself, and its own date, go first."""
    text = f"@inproceedings{{a, title={{A}}, {own}, crossref={{v}}}}\n@proceedings{{v, {fields}, doi={{10.5555/v}}}}"
    record = read(text)[0][0]
    assert (record.title, record.venue, record.date, record.identifiers.doi) == ("A", venue, date, None)


def test_a_periodical_is_a_journal() -> None:
    """The title of a periodical is its articles' journal, and a multi-volume work's title is no title of a chapter."""
    text = "@article{a, title={A}, crossref={p}}\n@periodical{p, title={Tide Letters}, volume=3, editor={Bo Reed}}"
    (record,), _ = read(text)
    assert (record.venue, record.volume) == ("Tide Letters", "3")
    text = "@inbook{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={m}, author={Bo Reed}}\n@mvbook{m, title={M}}"
    record = read(text)[0][0]
    assert (record.title, record.venue) == ("A", "B")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"{CHILD}\n{VOLUME}\n{PRESS}", ["k"]),
        (VOLUME, ["vol"]),
        (PRESS, []),
        (f"{CHILD}\n@proceedings{{vol, title={{T}}, author={{Ada Marsh}}}}", ["k", "vol"]),
        (f"{CHILD}\n@book{{vol, title={{T}}, editor={{Ada Marsh}}}}", ["k", "vol"]),
        ("@misc{a, title={A}}\n@set{s, entryset={a}}", ["a"]),
        ("@IEEEtranBSTCTL{c, title={x}}\n@misc{a, title={A}}", ["a"]),
        ("@misc{a, title={A}, related={v}}\n@collection{v, title={V}}", ["a", "v"]),
    ],
)
def test_which_entries_are_papers(text: str, ids: list[str]) -> None:
    """Volumes without authors that others name as parents, data for other entries, sets and settings are no papers."""
    assert [record.id for record in read(text)[0]] == ids


def test_parents_are_records_where_they_are_wanted() -> None:
    """`shelf dedupe` compares volumes, too."""
    assert [record.id for record in read(f"{CHILD}\n{VOLUME}", parents=True)[0]] == ["k", "vol"]


def test_what_is_nowhere_is_warned_of_once() -> None:
    """Each unknown parent and abbreviation is named once for all files."""
    text = "@inbook{a%d, title={A}, crossref={nowhere}, xdata={nothing}, series=abc}\n"
    _, problems = read(text % 1 + text % 2, text % 3)
    assert problems == [("0.bib", "bibtex.unknown-parent")] * 2 + [("0.bib", "bibtex.unknown-string")]


def test_files_of_abbreviations_alone() -> None:
    """A file that only serves the others is no fault; alone, it is one."""
    assert read(STRINGS, "@misc{a, title={A}, volume=vii}")[1] == []
    assert read(STRINGS)[1] == [("0.bib", "bibtex.no-record")]
    assert read("Prose.", "@misc{a, title={A}}")[1][0] in [("0.bib", "source.suffix"), ("0.bib", "bibtex.no-record")]


def test_cycles_and_long_chains_end() -> None:
    """Parents that name each other, themselves, or thousands of others, end."""
    text = "@inbook{a, title={A}, crossref={b}}\n@inbook{b, title={B}, crossref={a}, year=2001}\n@inbook{c, title={C}, crossref={c}}"
    assert [record.date for record in read(text)[0]] == ["2001", "2001", None]
    chain = "".join(f"@xdata{{x{n}, xdata={{x{n + 1}}}, f{n}={{y}}}}\n" for n in range(3_000))
    assert [
        record.id for record in read(f"@misc{{a, title={{A}}, xdata={{x0}}}}\n{chain}@misc{{b, title={{B}}}}")[0]
    ] == ["a", "b"]


def families(size: int) -> str:
    """Return a file in which every entry inherits a long text."""
    return f"@proceedings{{v, title={{{'x' * (size // 4)}}}}}\n" + "@inbook{a, title={A}, crossref={v}}\n" * (
        size // 50
    )


def test_inheriting_costs_what_it_weighs() -> None:
    """A long text that many entries inherit does not multiply."""
    assert growth(read, families(400_000), families(100_000)) < TOO_STEEP
    assert ("0.bib", "bibtex.string-bomb") in read(families(400_000))[1]  # the rest is dropped
