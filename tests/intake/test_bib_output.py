"""shelf dedupe writes .bib: what was not merged comes out byte for byte, and merged entries lose nothing unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import bibtexparser
import pytest

from generator.intake import bibliography
from generator.problems import Problem, ShelfError
from tests.conftest import ROOT, TOO_STEEP, Shelf, growth
from tests.formats.bibtex.shapes import JABREF, UNIQUE
from tests.intake.test_bibliography import BROKEN

TWO = """% Kelp
@article{{a,
  title   = {{Kelp forests of the northern {{DNA}} sea}},
  author  = {{Marsh, Ada and Reed, Bo}},
  journal = {{Kelp Letters}},
  year    = {{2020}},
  volume  = {{4}},
  pages   = {{1--9}},
  doi     = {{10.5555/kelp}},{one}
}}

% not Kelp
@article{{b, title={{Kelp forests of the northern DNA sea}}, author={{Marsh, A. and Reed, B.}}, year=2020, pages={{1-9}},
  volume=4, journal={{Kelp Lett.}}{two}}}
"""


def rewritten(folder: Path, *texts: str | bytes, name: str = "out.bib") -> tuple[str, list[Problem]]:
    """Return the output for some .bib files, and what could not be kept."""
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.bib")
        paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
    lost: list[Problem] = []
    bibliography.save(bibliography.run(paths), folder / name, lost.extend)
    return (folder / name).read_bytes().decode("utf-8", "surrogateescape"), lost


def fields(text: str, key: str = "a") -> dict[str, str]:
    """Return the fields of an entry as plain bibtexparser reads them."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {name: str(one.value) for name, one in library.entries_dict[key].fields_dict.items()}


def merge(folder: Path, one: str, two: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields of the merged entry, and the names of the fields that could not be kept."""
    text, lost = rewritten(folder, TWO.format(one=one and f"\n  {one}", two=two and f", {two}"))
    assert text.startswith("% Kelp\n@article{a,\n  title   = {")
    assert "% not Kelp\n" in text
    return fields(text), [problem.message.partition(" = ")[0] for problem in lost]


ENCODED = {
    "CRLF": JABREF.replace("\n", "\r\n").encode("cp1252"),
    "mixed": JABREF.replace("\n", "\r\n", 9).replace("\n\n", "\n\r").encode("cp1252"),
    "BOM": b"\xef\xbb\xbf" + JABREF.encode(),
    "UTF-16": JABREF.encode("utf-16"),
    "latin": b"@misc{a, title={M\xfcller on Kelp}}",
    "strays": "@misc{a, title={Müller on Kelp, Łukasz on Tides}, note={".encode() + b"\xfc}}\n",
}


@pytest.mark.parametrize("name", [*UNIQUE, *ENCODED, *(str(path) for path in sorted((ROOT / "tests").rglob("*.bib")))])
def test_without_repeated_papers_the_output_is_the_input(tmp_path: Path, name: str) -> None:
    """Comments, abbreviations, sets, groups, broken entries, line ends and encodings: not a byte changes."""
    raw = ENCODED[name] if name in ENCODED else UNIQUE[name].encode() if name in UNIQUE else Path(name).read_bytes()
    (tmp_path / "in.bib").write_bytes(raw)
    found = bibliography.run([tmp_path / "in.bib"])
    assert not found.counts["repeated"]
    assert bibliography.save(found, tmp_path / "out.bib")
    assert (tmp_path / "out.bib").read_bytes() == raw


def test_only_the_merged_entries_change(tmp_path: Path) -> None:
    """An input with two records of one paper keeps all else, in its encoding and with its line ends."""
    raw = (JABREF + TWO.format(one="", two="")).replace("\n", "\r\n").encode("cp1252")
    (tmp_path / "in.bib").write_bytes(raw)
    bibliography.save(bibliography.run([tmp_path / "in.bib"]), tmp_path / "in.bib")
    expected = JABREF + TWO.partition("@article{{b")[0].format(one="\n  ids     = {b},")
    written = (tmp_path / "in.bib").read_bytes()
    assert written == expected.replace("\n", "\r\n").encode("cp1252")


@pytest.mark.parametrize(
    ("one", "two", "name", "value"),
    [
        ("note = {Read.},", "note={Cited}", "note", "Read. Cited"),
        ("note = {Read},", "note={Cited}", "note", "Read; Cited"),
        ("note = {Read},", "note={read}", "note", "Read"),
        ("", "note={Cited}", "note", "Cited"),
        ("annote = {One},", "annote={Two}", "annote", "One; Two"),
        ("keywords = {kelp, DNA},", "keywords={dna, tides}", "keywords", "kelp, DNA, tides"),
        ("keywords = {kelp,DNA},", "keywords={tides; DNA}", "keywords", "kelp,DNA,tides"),
        ("keywords = {kelp; DNA},", "keywords={tides, DNA}", "keywords", "kelp; DNA; tides"),
        ("keywords = {kelp},", "keywords={tides; sea, deep}", "keywords", "kelp; tides; sea, deep"),
        ("keywords = {kelp, sea},", "keywords={sea; deep, cold}", "keywords", "kelp, sea, {deep, cold}"),
        ("keywords = {C},", "keywords={C++, C}", "keywords", "C, C++"),
        ("groups = {Kelp},", "groups={Tides, Kelp}", "groups", "Kelp, Tides"),
        ("file = {:a.pdf:PDF},", "file={x:C\\:\\\\b.pdf:PDF;:a.pdf:PDF}", "file", ":a.pdf:PDF;x:C\\:\\\\b.pdf:PDF"),
        ("", "month=may", "month", "may"),
        ("", "publisher = {Otter}", "publisher", "Otter"),
        ("ids = {old},", "ids={older, a}", "ids", "old, b, older"),
        ("", "", "ids", "b"),
        ("url = {https://a.example/1},", "url={https://a.example/2}", "bdsk-url-1", "https://a.example/2"),
        ("abstract = {We swim.},", "abstract={We swim. By night.}", "abstract", "We swim. By night."),
    ],
)
def test_what_a_merged_entry_gains(tmp_path: Path, one: str, two: str, name: str, value: str) -> None:
    """Remarks, lists, files and keys are joined, each value once and with the field's own separator; gaps are filled."""
    found, lost = merge(tmp_path, one, two)
    assert (found.get(name), lost) == (value, [])
    assert found["title"] == "Kelp forests of the northern {DNA} sea"
    assert found["author"] == "Marsh, Ada and Reed, Bo"
    assert found["journal"] == "Kelp Letters"


def test_a_text_in_quotes_stays_whole(tmp_path: Path) -> None:
    """What contains a quote is joined to a text in quotes with #; an address that the DOI says already is not added."""
    one, two = 'note = "Read", isbn = {978}, issn = {1},', 'note={Cited {"}}, url={https://doi.org/10.5555/kelp}'
    text, lost = rewritten(tmp_path, TWO.format(one=f"\n  {one}", two=f", {two}"))
    assert 'note = "Read" # {; Cited {"}},' in text
    assert "doi.org" not in text
    assert not lost


@pytest.mark.parametrize(
    ("one", "two", "lost"),
    [
        ("publisher = {Otter},", "publisher={Heron}", "publisher"),
        ("timestamp = {2020-01-01},", "timestamp={2021-01-01}", "timestamp"),
        ("number = {1},", "number={2}, note={x}", "number"),
        ("eprint = {123}, archiveprefix={PubMed},", "eprint={124}", "eprint"),
        ("crossref = {v},", "crossref={w}", "crossref"),
        ("abstract = {We swim.},", "abstract={We sink.}", "abstract"),
        ("", 'note="open } brace"', "note"),
    ],
)
def test_what_cannot_be_kept_is_listed(tmp_path: Path, shelf: Shelf, one: str, two: str, lost: str) -> None:
    """A value that the kept entry has otherwise is listed with its place, and the input is not overwritten."""
    text = TWO.format(one=f"\n  {one}", two=f", {two}")
    path = tmp_path / "in.bib"
    path.write_text(text)
    done = shelf("dedupe", "in.bib", "--output", "out.bib")
    assert done.returncode == 0
    listed = re.findall(
        r"in\.bib:(\d+):(\d+): dedupe\.not-kept: warning: (\S+) = (.*) is not in in\.bib:2 \(a\)", done.stderr
    )
    assert [name for _, _, name, _ in listed] == [lost]
    line = text.split("\n")[int(listed[0][0]) - 1]
    assert line[int(listed[0][1]) - 1 :].startswith(lost)
    done = shelf("dedupe", "in.bib", "--output", "in.bib")
    assert done.returncode == 1
    assert "dedupe.not-kept" in done.stderr
    assert "in.bib:1:1: dedupe.not-written: not overwritten: 1 value could not be kept" in done.stderr
    assert path.read_text() == text


def test_names_of_a_removed_entry_follow_it(tmp_path: Path) -> None:
    """Fields that name the removed entry name the kept one, once, and never the entry itself."""
    rest = (
        '@set{s, entryset = {b , c,a}}\n@misc{c, title={Other}, related={c2,  b}, xref = "B"}\n'
        "@misc{c2, title={Yet another}, crossref={nobody}, related={a}, note={b}}\n"
    )
    text, lost = rewritten(tmp_path, rest + TWO.format(one="related = {b},", two="related={a}"))
    assert not lost
    assert text.startswith(rest.replace("{b , c,a}", "{a , c}").replace("c2,  b", "c2,  a").replace('"B"', '"a"'))
    assert "related" not in fields(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={b}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b}"),
        ("title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={b},", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b},"),
        ("related={b}, title={%s}, author={Ada Marsh}, year=2001, pages={1--9}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b}"),
        ("related={b}, xref={b}, title={%s}, author={Ada Marsh}, year=2001, pages={1--9}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b}"),
        ("title={%s}, xref={b}, related={b}, author={Ada Marsh}, year=2001, pages={1--9}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b}"),
        ("title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, xref={b}, related={b}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, ids={b}"),
        ("title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={b, z}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={z}, ids={b}"),
        ("title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={z,b}", "title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, related={z}, ids={b}"),
    ],
)  # fmt: skip
def test_an_entry_never_names_itself(tmp_path: Path, before: str, after: str) -> None:
    """A field that named only the removed entry goes, with its comma; what is added finds its place all the same."""
    title = "Kelp forests of the northern sea"
    start, end = "@article{a, journal={Kelp}, volume=1, isbn={1}, issn={2}, ", "}\n@misc{z, title={Z}}\n"
    other = "@article{b, title={%s}, author={Ada Marsh}, year=2001, pages={1--9}, volume=1, journal={Kelp}}\n" % title  # noqa: UP031
    text, lost = rewritten(tmp_path, start + before % title + end + other)
    assert (text, lost) == (start + after % title + end, [])


def test_a_parent_stays_behind_its_children(tmp_path: Path) -> None:
    """BibTeX wants a volume behind its papers, so that a merged volume takes the last place."""
    volume = "@proceedings{{{0}, title={{Proceedings of the Kelp Conference}}, year=2001, editor={{Bo Reed}}, volume=7, pages={{1--99}}, isbn={{978}}{1}}}\n"
    first, second = volume.format("p1", ", publisher={Otter}"), volume.format("p2", "")
    child = "@inproceedings{{c{0}, title={{Child {1}}}, crossref={{p{0}}}}}\n"
    one, two = child.format(1, "of the sea"), child.format(2, "by the moor")
    text, lost = rewritten(tmp_path, one + first + two + second)
    assert not lost
    assert text == one + two.replace("p2", "p1") + first.replace("}}\n", "}, ids={p2}}\n").replace("Otter}}", "Otter}")


def test_several_files_become_one(tmp_path: Path) -> None:
    """Files follow each other; what a later one repeats word for word is left out, and foreign abbreviations expand."""
    shared = '@string{jo = "Kelp Letters"}\n@comment{jabref-meta: x;}\n'
    first = (
        shared
        + "@article{a, title={Kelp forests of the north}, author={Marsh, Ada}, journal=jo, volume=1, pages={1--9}, year=2020}"
    )
    second = (
        shared
        + "@string{pp = {Otter}}\n@article{b, title={Kelp forests of the north}, author={Marsh, Ada}, journal=jo, volume=1, pages={1--9}, year=2020, month=may, address=pp # {s}, doi={10.5555/1}}\n@misc{c, title={Other}, year=1999, author={Reed, Bo}}"
    )
    text, lost = rewritten(tmp_path, second, first)
    assert not lost
    assert text.count(shared) == 1
    assert text.startswith(second.replace("doi={10.5555/1}", "doi={10.5555/1}, ids={a}"))
    text, lost = rewritten(
        tmp_path,
        first.replace("year=2020", "year=2020, abstract={x}, isbn=1, issn=2, keywords={k}, url={https://a.example}"),
        second,
    )
    assert fields(text)["address"] == "Otters"


@pytest.mark.parametrize(
    "second",
    ["@string{jo = {Tides}}\n@misc{x, title={X}, series=jo}", "@misc{x, title={X}, xdata={d}}\n@xdata{d, series={Y}}"],
)
def test_names_that_two_files_use_otherwise_are_listed(tmp_path: Path, second: str) -> None:
    """In one file, an abbreviation or a key can mean only one thing: the clash is listed, and no input is overwritten."""
    first = "@string{jo = {Kelp}}\n@misc{a, title={A}, series=jo, xdata={d}}\n@xdata{d, series={Z}}"
    text, lost = rewritten(tmp_path, first, second)
    assert text == f"{first}\n\n{second}"
    assert [(one.path, one.code) for one in lost] == [((tmp_path / "1.bib").as_posix(), "dedupe.not-kept")]
    with pytest.raises(ShelfError, match="not overwritten"):
        rewritten(tmp_path, first, second, name="0.bib")


def test_other_formats_add_to_a_bib(tmp_path: Path) -> None:
    """A record of another format completes the entry of its paper, or becomes an entry of its own at the end."""
    bib = TWO.format(one="", two="")
    (tmp_path / "b.ris").write_text(
        "TY  - JOUR\nTI  - Kelp forests of the northern DNA sea\nAU  - Marsh, Ada\nAU  - Reed, Bo\nT2  - Kelp Letters\n"
        "PY  - 2020\nVL  - 4\nSP  - 1\nEP  - 9\nDO  - 10.5555/kelp\nKW  - tides\nER  - \n\n"
        "TY  - JOUR\nTI  - Quite another thing\nAU  - Marsh, Ada\nPY  - 1999\nER  - \n"
    )
    (tmp_path / "a.bib").write_text(bib)
    found = bibliography.run([tmp_path / "b.ris", tmp_path / "a.bib"])
    lost: list[Problem] = []
    bibliography.save(found, tmp_path / "out.bib", lost.extend)
    text = (tmp_path / "out.bib").read_text()
    assert "tides" in fields(text)["keywords"]
    assert fields(text)["ids"] == "b"  # the record of the other format has no key of its own
    assert "Quite another thing" in text[text.index("% not Kelp") :]
    assert len(bibtexparser.parse_string(text).entries) == 2


def test_what_could_not_be_read_is_written_as_it_was(tmp_path: Path) -> None:
    """A broken entry goes to another file with its neighbours."""
    text, lost = rewritten(tmp_path, BROKEN)
    assert (text, lost) == (BROKEN, [])


def test_the_cost_grows_with_the_text(tmp_path: Path) -> None:
    """Writing many merged entries costs what they weigh."""

    def run(count: int) -> None:
        pair = TWO.format(one="keywords = {a, b},\n  related = {b0},", two="keywords={c}, note={x}")
        words = ("kelp", "newt", "frog", "pond", "moor", "tide", "wave", "sand", "reed", "heron")
        text = "".join(
            pair.replace("forests", " ".join(words[int(digit)] for digit in f"{number:04}"))
            .replace("{a,", f"{{a{number},")
            .replace("{b,", f"{{b{number},")
            .replace("10.5555/kelp", f"10.5555/{number}")
            for number in range(count)
        )
        found = (
            bibliography.run([Path(tmp_path / f"{count}.bib")])
            if (tmp_path / f"{count}.bib").write_text(text)
            else None
        )
        assert found
        assert found.counts["papers"] == count
        bibliography.save(found, tmp_path / "out.bib")

    assert growth(run, 400, 100) < TOO_STEEP
