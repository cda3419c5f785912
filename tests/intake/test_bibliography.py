"""shelf dedupe: cleans up files; merging loses nothing, and whatever is left out is reported."""

from __future__ import annotations

import json
import random
import re
from itertools import permutations
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import formats
from generator.intake import bibliography
from generator.matching import clusters, union
from generator.model import Identifiers, Record
from generator.problems import ShelfError
from tests.cli.test_cli import tree
from tests.conftest import Shelf, people
from tests.formats.listings.pairs import PAIRS

NASTY = r"""% Kelp, kept by hand
@preamble{"\newcommand{\kelp}{Kelp}"}
@string{jo = "Journal of Otters"}
@article{kelp2020, title={{K}elp Forests at Night: {\'E}cole of the Sea}, author={Jane Doe and Erd{\H o}s, P{\'a}l},
  journal=jo, year=2020, volume=4, pages={123--130}, keywords={kelp, night}}
@comment{jabref-meta: databaseType:bibtex;}
@inproceedings{kelp:long, title={Kelp forests at night: {\'E}cole of the sea}, author={Doe, J. and Erd{\H o}s, P.},
  booktitle={Proceedings of Otters}, year=2020, doi={10.5555/kelp.1}, publisher={Otter Press}, isbn={978-3},
  volume=4, pages={123--130}, url={https://example.org/a_b}, keywords={otters}, abstract={We swim by night.}}
@book{müller, title={A Book of Tides}, editor={Mo Müller}, publisher={Sea Press}, year=2001, note={Out of \emph{print}}}
@phdthesis{smith--99, title={A Thesis of Currents}, author={Sam Smith}, school={University of Sea}, year=1999}
@incollection{child, title={One Current of Many}, author={Ann Lee}, crossref={kelp2020}, year=2005}
@misc{kelp2020, title={Another paper under the same key}, author={Zoe Zimmer}, year=2011, eprint={2107.02137},
  archiveprefix={arXiv}}
@misc{, title={No key at all}, author={Nia Noone}, year={in press}}
"""


def entries(path: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """Return kind and fields of each record by key, as plain bibtexparser reads them."""
    library = bibtexparser.parse_string(path.read_text(encoding="utf-8"))
    assert not library.failed_blocks
    return {one.key: (one.entry_type, {name: str(one[name]) for name in one.fields_dict}) for one in library.entries}


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def facts(record: Record) -> tuple[object, ...]:
    """Return what every written format keeps of a record."""
    return (record.title, record.authors, record.date, record.venue, record.volume, record.number, record.pages,
            record.identifiers, record.abstract)  # fmt: skip


def test_a_bib_is_cleaned_in_place(shelf: Shelf, tmp_path: Path) -> None:
    """Two records of one paper become one with the fields of both; all other text comes out as it was."""
    path = write(tmp_path, "refs.bib", NASTY)
    done = shelf("dedupe", "refs.bib", "--output", "refs.bib")
    assert done.returncode == 0
    assert done.stderr.startswith("refs.bib:13:1: dedupe.repeated-id: warning: 'kelp2020' is also")
    assert "7 records: 6 papers, 1 repeated, 0 unreadable; 0 pairs unsure" in done.stdout
    assert "2 records are one, kelp:long: Kelp forests at night" in done.stdout
    found = entries(path)
    assert list(found) == ["kelp:long", "müller", "smith--99", "child", "kelp2020", ""]
    kind, kelp = found["kelp:long"]
    assert kind == "inproceedings"
    assert kelp["author"] == r"Jane Doe and Erd{\H o}s, P{\'a}l"
    assert kelp["title"] == r"{K}elp Forests at Night: {\'E}cole of the Sea"
    assert kelp["journal"] == "Journal of Otters"
    assert found["child"][1]["crossref"] == "kelp:long"
    assert {
        name: kelp[name] for name in ("year", "volume", "pages", "doi", "publisher", "isbn", "url", "abstract")
    } == {
        "year": "2020",
        "volume": "4",
        "pages": "123--130",
        "doi": "10.5555/kelp.1",
        "publisher": "Otter Press",
        "isbn": "978-3",
        "url": "https://example.org/a_b",
        "abstract": "We swim by night.",
    }
    assert kelp["keywords"] == "otters, kelp, night"
    assert found["müller"] == (
        "book",
        {"title": "A Book of Tides", "editor": "Mo Müller", "publisher": "Sea Press", "year": "2001",
         "note": r"Out of \emph{print}"},
    )  # fmt: skip
    assert found["smith--99"][0] == "phdthesis"
    assert found["smith--99"][1]["school"] == "University of Sea"
    assert found["kelp2020"][1]["eprint"] == "2107.02137"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("% Kelp, kept by hand\n")
    assert r'@preamble{"\newcommand{\kelp}{Kelp}"}' in text
    assert "@comment{jabref-meta: databaseType:bibtex;}" in text
    for line in NASTY.split("\n")[9:11] + NASTY.split("\n")[12:]:
        assert line in text.split("\n")
    again = shelf("dedupe", "refs.bib", "--output", "refs.bib")
    assert "6 records: 6 papers, 0 repeated" in again.stdout
    assert path.read_text(encoding="utf-8") == text


def test_json_names_each_record_once(shelf: Shelf, tmp_path: Path) -> None:
    """Clusters list every record by its own id; records without a unique id are named by file and line."""
    write(tmp_path, "refs.bib", NASTY)
    done = shelf("dedupe", "refs.bib", "--json")
    found = json.loads(done.stdout)
    assert list(found) == ["clusters", "unsure", "problems", "counts", "timings"]
    assert found["clusters"] == [
        ["refs.bib:4", "kelp:long"], ["müller"], ["smith--99"], ["child"], ["refs.bib:13"], ["refs.bib:15"]
    ]  # fmt: skip
    assert found["counts"] == {"records": 7, "papers": 6, "repeated": 1, "unreadable": 0, "unsure": 0}
    assert set(found["timings"]) == {"read", "match"}


def test_records_in_one_line_have_names_of_their_own() -> None:
    """The second record on a line is named .2; an id that looks like another record's position is not used."""
    records = [Record(source="a.json", line=1, title=title) for title in "xyz"]
    records += [Record(source="b.json", line=7, id="a.json:1"), Record(source="b.json", line=8, id="kelp")]
    assert bibliography.names(records) == ("a.json:1", "a.json:1.2", "a.json:1.3", "b.json:7", "kelp")


def test_unsure_pairs_come_with_evidence(shelf: Shelf, tmp_path: Path) -> None:
    """A pair with little in common is not merged, and is reported with what agrees."""
    one = "@article{a, title={Kelp forests of the northern sea}, author={Jane Doe}, year=2020, pages={1--9}}\n"
    other = "@article{b, title={Kelp forests of the northern sea}, author={Jane Doe}, year=2020, pages={40--52}}\n"
    write(tmp_path, "refs.bib", one + other)
    found = json.loads(shelf("dedupe", "refs.bib", "--json").stdout)
    assert found["clusters"] == [["a"], ["b"]]
    assert [pair["pair"] for pair in found["unsure"]] == [["a", "b"]]
    assert "titles equal" in found["unsure"][0]["evidence"]
    said = shelf("dedupe", "refs.bib").stdout
    assert "unsure: titles equal" in said
    assert "2 records: 2 papers, 0 repeated, 0 unreadable; 1 pair unsure" in said


BROKEN = "@article{kelp, title={Kelp}, author={Jane Doe}}\n@article{tide, title={Tide\n@article{sand, title={Sand}}\n"


def test_what_cannot_be_read_is_counted_and_never_overwritten(shelf: Shelf, tmp_path: Path) -> None:
    """An unreadable record is reported and counted; it goes to another file as it is, but the input is not overwritten."""
    path = write(tmp_path, "refs.bib", BROKEN)
    done = shelf("dedupe", "refs.bib", "--output", "refs.bib")
    assert done.returncode == 1
    assert "3 records: 2 papers, 0 repeated, 1 unreadable" in done.stdout
    assert "refs.bib:2:1: record.syntax" in done.stderr
    assert "refs.bib:1:1: dedupe.not-written" in done.stderr
    assert path.read_text(encoding="utf-8") == BROKEN
    done = shelf("dedupe", "refs.bib", "--output", "clean.bib")
    assert done.returncode == 1
    assert (tmp_path / "clean.bib").read_text(encoding="utf-8") == BROKEN
    write(tmp_path, "refs.ris", "TY  - JOUR\nTI  - Newts\nER  - \n")
    done = shelf("dedupe", "refs.bib", "refs.ris", "--output", "clean.ris")
    assert done.returncode == 1
    assert "clean.ris:1:1: dedupe.incomplete: warning: unreadable records are missing: 1 of 4" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "arguments"),
    [
        ("refs.ris", "TY  - JOUR\nTI  - Kelp\nPB  - Otter Press\nER  - \n", ["refs.ris"]),
        ("refs.csv", "id,title,shelfmark\n1,Kelp,X 9\n", ["refs.csv"]),
        ("refs.bib", "TY  - JOUR\nTI  - Kelp\nPB  - Otter Press\nER  - \n", ["refs.bib"]),
        ("refs.bib", "@article{a, title={\0}}", ["good.bib", "refs.bib"]),
        ("refs.bib", BROKEN, ["copy.bib", "refs.bib"]),
        ("refs.bib", "", ["refs.bib"]),
    ],
)
def test_no_file_is_written_over_that_would_lose_something(
    shelf: Shelf, tmp_path: Path, name: str, text: str, arguments: list[str]
) -> None:
    """Unknown fields, faults, a copy read in its place: the file is not overwritten, and the message says why."""
    path = write(tmp_path, name, text)
    write(tmp_path, "copy.bib", text)
    write(tmp_path, "good.bib", "@article{a, title={Kelp}}")
    (tmp_path / "link.bib").symlink_to(path)
    for output in [name, "link.bib"] if name.endswith(".bib") else [name]:
        done = shelf("dedupe", *arguments, "--output", output)
        assert done.returncode == 1
        assert f"{output}:1:1: dedupe.not-written: " in done.stderr
        assert path.read_text(encoding="utf-8") == text


def test_an_unknown_suffix_names_the_known_ones(shelf: Shelf, tmp_path: Path) -> None:
    """An unknown output suffix stops the command before it reads, and nothing is written."""
    write(tmp_path, "refs.bib", NASTY)
    before = tree(tmp_path)
    done = shelf("dedupe", "refs.bib", "--output", "refs.docx")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("refs.docx:1:1: dedupe.suffix: ")
    assert ".bib, .csv, .json, .ris" in done.stderr
    assert tree(tmp_path) == before


def test_a_missing_file_costs_no_neighbour(shelf: Shelf, tmp_path: Path) -> None:
    """A missing file is a problem; the others are read, and content/ is neither needed nor created."""
    write(tmp_path, "refs.bib", NASTY)
    write(tmp_path, "copy.bib", NASTY)
    done = shelf("dedupe", "refs.bib", "none.bib", "copy.bib")
    assert done.returncode == 1
    assert "none.bib:1:1: source.unreadable" in done.stderr
    assert "copy.bib:1:1: source.repeated: warning" in done.stderr
    assert "7 records: 6 papers" in done.stdout
    assert sorted(tree(tmp_path)) == ["copy.bib", "refs.bib"]


def test_hostile_text_stays_on_its_line(shelf: Shelf, tmp_path: Path) -> None:
    """Escape sequences in titles and ids reach the terminal as text."""
    records = [
        {"id": f"a\x1b[2J{n}", "type": "article", "title": "Kelp \x1b]0;owned\x07 [red]\u202enight"} for n in (1, 2)
    ]
    write(tmp_path, "refs.json", json.dumps(records))
    done = shelf("dedupe", "refs.json", "--format", "csl-json")
    assert "2 records: " in done.stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", done.stdout + done.stderr)


def invented(count: int, seed: int = 1) -> list[Record]:
    """Return records of invented papers, all different."""
    chance = random.Random(seed)
    words = [w for title, abstract in PAIRS for w in re.findall(r"[a-z]{4,}", f"{title} {abstract}".lower())]
    return [
        Record(
            source="made-up.csv",
            line=n + 2,
            id=f"p{n}",
            title=" ".join(chance.sample(words, 7)).capitalize(),
            authors=people(*(f"{chance.choice('ABCDEF')}. {chance.choice(words).capitalize()}son" for _ in range(3))),
            date=str(chance.randint(1990, 2024)),
            venue=f"Journal of {chance.choice(words)}",
            volume=str(chance.randint(1, 90)),
            pages=f"{(first := chance.randint(1, 900))}-{first + 9}",
        )
        for n in range(count)
    ]


def copied(record: Record, chance: random.Random) -> Record:
    """Return the record as another database would print it."""
    return Record(
        source="other.csv",
        line=record.line,
        id=f"{record.id}-copy",
        title=record.title.title(),
        authors=record.authors if chance.random() < 0.7 else record.authors[:1],
        et_al=False,
        date=record.date,
        volume=record.volume,
        pages=record.pages,
        identifiers=Identifiers(doi=f"10.5555/{record.id}"),
        headings=("copied",),
    )


@pytest.mark.parametrize("suffix", sorted(formats.WRITTEN))
def test_a_cleaned_list_reads_back_and_is_clean(tmp_path: Path, suffix: str) -> None:
    """In each format, the merged list reads back the same, with nothing left to merge."""
    chance = random.Random(2)
    records = invented(60)
    source = write(tmp_path, "in.csv", formats.dump([*records, *(copied(one, chance) for one in records[::3])], ".csv"))
    found = bibliography.run([source])
    assert found.counts == {"records": 80, "papers": 60, "repeated": 20, "unreadable": 0}
    output = tmp_path / f"out{suffix}"
    assert bibliography.save(found, output)
    assert not bibliography.save(found, output)
    again = bibliography.run([output])
    assert [facts(one) for one in again.records] == [facts(one) for one in bibliography.merged(found)]
    assert again.counts == {"records": 60, "papers": 60, "repeated": 0, "unreadable": 0}
    assert [one.id for one in again.records] == [one.id for one in bibliography.merged(found)]
    assert sum(one.keywords == ("copied",) for one in again.records) == 20
    assert bibliography.merged(again) == again.records


def test_the_order_of_files_changes_no_cluster(tmp_path: Path) -> None:
    """Whatever the order of the files, the clusters are the same, and each record is in one."""
    chance = random.Random(3)
    records = invented(40)
    parts = [records[:20], [copied(one, chance) for one in records[::2]], records[20:]]
    paths = [write(tmp_path, f"{n}.csv", formats.dump(part, ".csv")) for n, part in enumerate(parts)]
    seen = set()
    for order in permutations(paths):
        found = bibliography.run(order).as_json()
        assert sum(map(len, found["clusters"])) == found["counts"]["records"] == 60
        seen.add(frozenset(frozenset(cluster) for cluster in found["clusters"]))
    assert len(seen) == 1
    assert sum(len(cluster) == 2 for cluster in next(iter(seen))) == 20


def test_the_fullest_value_of_each_field_is_kept() -> None:
    """The most frequent value wins, then the fullest; a value that only one record has is kept."""
    short = Record(
        source="a", line=1, title="KELP AT NIGHT", authors=people("J. Doe"), et_al=True, date="2020", headings=("x",)
    )
    full = Record(
        source="a", line=2, id="kelp", title="Kelp at Night", authors=people("Jane Doe", "Bo Li"), date="2020-05-01",
        venue="Kelp Letters", links=("https://example.org/1",), identifiers=Identifiers(doi="10.5555/1"),
        type="article-journal", further=(("translator", "Otter"),),
    )  # fmt: skip
    early = Record(
        source="a", line=3, id="pre", title="Kelp at Night", authors=people("J. Doe", "B. Li"), date="2019-12-30",
        identifiers=Identifiers(doi="10.1101/2", arxiv="1912.00001"), abstract="We swim.", headings=("y", "x"),
        type=None, further=(("translator", "Preprints"), ("annote", "draft")),
    )  # fmt: skip
    for group in permutations([short, full, early]):
        one = union.join(group)
        assert (one.id, one.line, one.title, one.authors, one.et_al) == (
            "kelp", 2, "Kelp at Night", people("Jane Doe", "Bo Li"), False,
        )  # fmt: skip
        assert (one.date, one.venue, one.abstract, one.type) == (
            "2020-05-01", "Kelp Letters", "We swim.", "article-journal",
        )  # fmt: skip
        assert one.identifiers == Identifiers(doi="10.5555/1", arxiv="1912.00001")
        assert set(one.links) == {"https://example.org/1", "https://doi.org/10.1101/2"}
        assert set(one.headings) == {"x", "y"}
        assert dict(one.further) == {"translator": "Otter", "annote": "draft"}


_TEXTS = st.sampled_from(["", "Kelp", "KELP", "Kelp at night", "Tides"])
GROUPS = st.lists(
    st.builds(
        Record,
        source=st.just("a"),
        line=st.integers(1, 9),
        id=_TEXTS,
        title=_TEXTS,
        abstract=_TEXTS,
        authors=st.lists(_TEXTS.filter(bool), max_size=2).map(lambda some: people(*some)),
        et_al=st.booleans(),
        date=st.sampled_from([None, "2020", "2020-05", "2021"]),
        venue=_TEXTS,
        links=st.sets(st.sampled_from(["https://a.example/", "https://b.example/"])).map(sorted).map(tuple),
        headings=st.sets(_TEXTS.filter(bool), max_size=2).map(sorted).map(tuple),
    ).filter(lambda record: record.authors or not record.et_al),
    min_size=1,
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(GROUPS)
def test_a_merged_record_says_what_its_records_said(group: list[Record]) -> None:
    """Every value comes from a record, no filled field becomes empty, and merging again changes nothing."""
    one = union.join(group)
    for name in ("id", "title", "abstract", "authors", "date", "venue"):
        said = {getattr(record, name) for record in group} - {"", (), None}
        assert (getattr(one, name) in said) if said else not getattr(one, name)
    assert set(one.headings) == {hint for record in group for hint in record.headings}
    assert set(one.links) == {link for record in group for link in record.links}
    assert union.join([one, one]) == one


def test_the_cost_grows_with_the_number_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as many records (2,500 and 5,000) need about twice as many comparisons."""
    counts = []
    compare = clusters.compare
    for count in (2_500, 5_000):
        calls = [0]

        def counting(a: clusters.Traits, b: clusters.Traits, calls: list[int] = calls) -> clusters.Comparison:
            calls[0] += 1
            return compare(a, b)

        monkeypatch.setattr(clusters, "compare", counting)
        records = invented(count // 2)
        chance = random.Random(4)
        found = clusters.cluster([*records, *(copied(one, chance) for one in records)])
        assert len(found.groups) == count // 2
        counts.append(calls[0])
    assert counts[1] < 3 * counts[0]
    assert counts[1] < 5_000 * 40


def test_writing_stops_before_it_begins(tmp_path: Path) -> None:
    """An empty list does not overwrite a file with content."""
    empty = write(tmp_path, "in.bib", "% nothing here\n")
    output = write(tmp_path, "out.bib", NASTY)
    with pytest.raises(ShelfError, match="no record was read"):
        bibliography.save(bibliography.run([empty]), output)
    assert output.read_text(encoding="utf-8") == NASTY
