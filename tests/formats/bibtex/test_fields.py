"""BibTeX field by field: what each becomes, what is kept as it was, which problem is named where, and the limits."""

from __future__ import annotations

import pytest

from generator.formats import bibtex, field_values
from generator.model import Identifiers, Record
from tests.conftest import people


def one(fields: str, *, kind: str = "misc") -> Record:
    """Return the record of some fields."""
    (record,), _ = bibtex.parse("a.bib", f"@{kind}{{k, title = {{Kelp}}, {fields}}}")
    return record


def problems(text: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, code and severity of each problem."""
    return [(each.line, each.column, each.code, each.severity) for each in bibtex.parse("a.bib", text)[1]]


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ("journal={Kelp Letters}", "venue", "Kelp Letters"),
        ("journaltitle={Kelp Letters}", "venue", "Kelp Letters"),
        ("booktitle={Kelp 2020}", "venue", "Kelp 2020"),
        ("maintitle={Kelp}", "venue", "Kelp"),
        ("booktitle={Kelp 2020}, journal={Kelp Letters}", "venue", "Kelp Letters"),
        ("booktitle={Kelp 2020}, journal={}", "venue", "Kelp 2020"),
        ("volume={12}", "volume", "12"),
        ("number={3}", "number", "3"),
        ("issue={4}", "number", "4"),
        ("issue={4}, number={3}", "number", "3"),
        ("pages={5--9}", "pages", "5-9"),
        ("eid={e5}", "pages", "e5"),
        ("eid={e5}, pages={5--9}", "pages", "5-9"),
        ("abstract={We {\\'e}tude.}", "abstract", "We étude."),
        ("subtitle={At Night}", "title", "Kelp: At Night"),
        ("date={2020-05-03}, year={2019}", "date", "2020-05-03"),
        ("year=2020", "date", "2020"),
        ("year={2020}, month=5, day=3", "date", "2020-05-03"),
        ("year=2020, month=may", "date", "2020-05"),
        ('year=2020, month="3~" # may', "date", "2020-05-03"),
        ("year={in press}", "date", None),
        ("keywords={kelp, tides}", "keywords", ("kelp", "tides")),
        ("keywords={kelp; tides, and more}", "keywords", ("kelp", "tides, and more")),
        ("keyword={kelp,, }", "keywords", ("kelp",)),
        ("author={Jane Doe and others}", "et_al", True),
        ("author={Jane Doe}", "et_al", False),
        ("", "type", None),
        ("publisher={Otter Press}", "publisher", "Otter Press"),
        ("school={Otter University}", "publisher", "Otter University"),
        ("series={Tides}", "series", "Tides"),
        ("edition={2}", "edition", "2"),
        ("langid={german}", "language", "german"),
        ("note={See \\url{https://a.example/n}}", "note", "See https://a.example/n"),
        ("ids={old, older}", "citation_keys", ("k", "old", "older")),
        ("year={2005/06}", "date", "2005"),
        ("date={1907/1908}", "date", "1907"),
        ("", "id", "k"),
    ],
)
def test_fields(fields: str, name: str, value: object) -> None:
    """BibTeX's and biblatex's names of a field mean the same; the usual one goes first, a full one before an empty one."""
    assert getattr(one(fields), name) == value


@pytest.mark.parametrize("name", ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
def test_months(name: str) -> None:
    """Each month's abbreviation is known without a definition, and is written again."""
    record = one(f"year=2020, month={name}")
    assert problems(f"@misc{{k, title={{Kelp}}, month={name}}}") == []
    assert f"month = {name}," in bibtex.dump([record])
    assert bibtex.parse("a.bib", bibtex.dump([record]))[0][0].date == record.date != "2020"


@pytest.mark.parametrize("name", ["url", "ee", "pdf", "link", "howpublished", "bdsk-url-12"])
def test_links(name: str) -> None:
    """A URL is found wherever exports put one; a text in its place is kept."""
    assert one(f"{name}={{\\url{{https://a.example/a_b}}}}").links == ("https://a.example/a_b",)
    assert one(f"{name}={{\\url{{https://a.example/a_b}}}}").further == ()
    assert one(f"{name}={{at the beach}}").further == ((name, "at the beach"),)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ("doi={https://doi.org/10.5555/A\\_b}", {"doi": "10.5555/a_b"}),
        ("url={https://doi.org/10.5555/a}", {"doi": "10.5555/a"}),
        ("eprint={2101.00001}", {"arxiv": "2101.00001"}),
        ("eprint={arXiv:2101.00001v2}, archiveprefix={arXiv}", {"arxiv": "2101.00001"}),
        ("eprint={2101.00001}, eprinttype={arxiv}", {"arxiv": "2101.00001"}),
        ("eprint={31234567}, eprinttype={pubmed}", {"pmid": "31234567"}),
        ("eprint={2101.00001}, archiveprefix={HAL}", {}),
        ("note={PMID: 31234567}", {"pmid": "31234567"}),
        ("pmid={31234567}", {"pmid": "31234567"}),
        ("isbn={0-306-40615-2}", {"isbn": "0306406152"}),
        ("isbn={978-0-306-40615-7 (print)}", {"isbn": "9780306406157"}),
        ("isbn={978-0-306-40615-8}", {}),
        ("arxivid={2101.00001}", {"arxiv": "2101.00001"}),
        ("arxiv={2101.00001}", {"arxiv": "2101.00001"}),
        ("acl={P19-1001}", {"acl": "P19-1001"}),
        ("openreview={abcdefghij}", {"openreview": "abcdefghij"}),
        *((f"{name}={{arXiv:2101.00001}}", {"arxiv": "2101.00001"}) for name in ("note", "howpublished", "publisher", "series", "number", "pages", "volume", "booktitle", "journaltitle", "journal")),
    ],
)  # fmt: skip
def test_identifiers(fields: str, known: dict[str, str]) -> None:
    """Ids are found in the fields made for them and in the remarks where people put them."""
    assert one(fields).identifiers == Identifiers(**known)


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("annote={Otter  Press}, isbn={978}", {"annote": "Otter Press", "isbn": "978"}),
        ("publisher={Otter Press}, isbn={0-306-40615-2}", {}),
        ("publisher={Otter Press}, school={Otter University}", {"school": "Otter University"}),
        ("year={2005/06}", {"year": "2005/06"}),
        ("date={1907/1908}", {"date": "1907/1908"}),
        ("date={-0044-03-15}", {"date": "-0044-03-15"}),
        ("date={2020-05}, year=2020", {}),
        ("date={2020-05}, year=2019", {"year": "2019"}),
        ("journal={Kelp Letters}, booktitle={Kelp 2020}", {"booktitle": "Kelp 2020"}),
        ("number=3, issue=4", {"issue": "4"}),
        ("pages={5}, eid={e5}", {"eid": "e5"}),
        ("keywords={a}, keyword={b}", {"keyword": "b"}),
        ("year={in press}, month={spring}, day={3}", {"year": "in press", "month": "spring", "day": "3"}),
        ("year=2020, month={spring}", {"month": "spring"}),
        ("year=2020, month=may", {}),
        ("doi={none}", {"doi": "none"}),
        ("doi={10.5555/a}", {}),
        ("eprint={2101.00001}, archiveprefix={arXiv}", {}),
        ("eprint={123}, archiveprefix={PubMed}", {}),
        ("eprint={123}, archiveprefix={HAL}", {"eprint": "123", "archiveprefix": "HAL"}),
        ("arxivid={none}", {"arxivid": "none"}),
        ("note={arXiv:2101.00001}", {}),
        ("note={}, isbn={ }", {}),
    ],
)
def test_what_no_field_of_a_record_says_is_kept(fields: str, kept: dict[str, str]) -> None:
    """Nothing that a source states is lost: what is not in the record stands beside it as it was."""
    assert dict(one(fields).further) == kept


VOLUME = (
    "@proceedings{Vol, title={Kelp 2020}, year=2020, month=may, volume=7, number=2, series={Tides}, publisher={Otter}, "
    "editor={Bo Li}, date={2020-05}}"
)


@pytest.mark.parametrize(
    ("fields", "venue", "date", "volume"),
    [
        ("crossref={Vol}", "Kelp 2020", "2020-05", "7"),
        ("crossref={ vol }", "Kelp 2020", "2020-05", "7"),
        ("crossref={Vol}, volume=8", "Kelp 2020", "2020-05", "8"),
        ("crossref={Vol}, volume={}", "Kelp 2020", "2020-05", "7"),
        ("crossref={Vol}, booktitle={Mine}", "Mine", "2020-05", "7"),
        ("crossref={Vol}, journal={Mine}", "Mine", "2020-05", "7"),
        ("crossref={none}", "", None, ""),
    ],
)
def test_a_record_says_what_its_volume_says(fields: str, venue: str, date: str | None, volume: str) -> None:
    """BibTeX's crossref fills what a record leaves empty, wherever the volume stands in the file, and is written again."""
    for text in (
        f"@inproceedings{{k, title={{Kelp}}, {fields}}}\n{VOLUME}",
        f"{VOLUME}\n@inproceedings{{k, title={{Kelp}}, {fields}}}",
    ):
        record = next(each for each in bibtex.parse("a.bib", text)[0] if each.id == "k")
        assert (record.title, record.venue, record.date, record.volume) == ("Kelp", venue, date, volume)
        assert [name for name, _ in record.further] == ["crossref"]


@pytest.mark.parametrize("name", ["booktitle", "journal", "journaltitle"])
def test_a_volume_has_a_venue_of_its_own(name: str) -> None:
    """A venue that the volume names goes before the volume's title."""
    text = f"@inbook{{k, title={{Kelp}}, crossref={{v}}}}\n@book{{v, title={{Volume}}, {name}={{Kelp Letters}}}}"
    assert bibtex.parse("a.bib", text)[0][0].venue == "Kelp Letters"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Doe, Jane and Bo Li", ("Jane Doe", "Bo Li")),
        ("Doe, Jr., Jane", ("Jane Doe Jr.",)),
        ("{Kelp and Tides, Inc.} and Bo Li", ("{Kelp and Tides, Inc.}", "Bo Li")),
        ("{Kelp} Otter", ("Kelp Otter",)),
        ("{Kelp} and {Otter}", ("{Kelp}", "{Otter}")),
        ("García López, María and {Delgado de Marsh}, A.", ("García López, María", "Delgado de Marsh, A.")),
        ("Alves, A.A., Jr. and van der Berg, Jan Jr", ("Alves, A.A., Jr.", "van der Berg, Jan, Jr")),
        ("Wei Wang 0012 and 王, 伟", ("Wei Wang", "王, 伟")),
        ("family=Moor, given=Hans, prefix=van der", ("van der Moor, Hans",)),
        ("Ada Marsh, Bo Reed, Jan Lee", ("Ada Marsh", "Bo Reed", "Jan Lee")),
        ("Marsh A, Reed B, Lee J", ("Marsh, A", "Reed, B", "Lee, J")),
        ("Ada Marsh, Bo Reed, Jan Lee and Li Wu", ("Ada Marsh", "Bo Reed", "Jan Lee", "Li Wu")),
        ("{Simon \\& Schuster}", ("{Simon & Schuster}",)),
        ("Jane Doe and \\'Eva Li", ("Jane Doe", "Éva Li")),
        ("Jane Doe; Bo Li", ("Jane Doe", "Bo Li")),
        ("Doe, J., Roe, R., Poe, P.", ("J. Doe", "R. Roe", "P. Poe")),
        ("{Doe; Jane}", ("{Doe; Jane}",)),
    ],
)
def test_authors(written: str, read: tuple[str, ...]) -> None:
    """Names are separated by "and" outside braces, and by semicolons or commas where there is none."""
    assert one(f"author={{{written}}}").authors == people(*read)


def test_authors_with_a_stray_brace() -> None:
    """A brace without a partner is dropped from the list."""
    assert one('author="Jane } Doe and Bo Li"').authors == people("Jane Doe", "Bo Li")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("{A {nested {one}} here}", "A nested one here"),
        ('"A {"}quoted{"} one"', "A “quoted“ one".replace("“", '"')),
        ('"Kelp" # { and } # "tides"', "Kelp and tides"),
        ("jkl # { 2}", "Journal of Kelp Letters 2"),
        ("JKL", "Journal of Kelp Letters"),
        ("kelp", "kelp"),
        ("2020", "2020"),
        ("kelp in press", "kelp in press"),
        ("{A\\} b}", "A} b"),
    ],
)
def test_values(value: str, read: str) -> None:
    """A value is braces, quotes, a number or an abbreviation, or several joined; braces nest, an escaped one does not count."""
    text = f'@string{{jkl = "Journal of " # {{Kelp Letters}}}}\n@misc{{k, title = {value}, year = 2020}}'
    (record,), _ = bibtex.parse("a.bib", text)
    assert (record.title, record.date) == (read, "2020")


def test_a_later_abbreviation_wins() -> None:
    """Of two definitions the last one counts, wherever the records stand."""
    (record,), found = bibtex.parse("a.bib", "@string{x={One}}\n@misc{k, title=x}\n@string{X={Two}}")
    assert (record.title, found) == ("Two", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@misc{k, title={A}, title={B}, year=1}", [(1, 1, "bibtex.repeated-field", "warning")]),
        ("\n  @misc{k, title={A}, title={B}}", [(2, 3, "bibtex.repeated-field", "warning")]),
        ("\n @string{a = foo # {x}}\n@misc{k, title=a}", [(2, 2, "bibtex.unknown-string", "warning")]),
        (
            "@inbook{k, title={A}, crossref={v}}\n\n @book{v, title=foo # {x}}",
            [(3, 2, "bibtex.unknown-string", "warning")],
        ),
        ("\n  @misc{k, title={A} year=2020 month=may}", [(2, 3, "bibtex.missing-comma", "warning")]),
        (
            "@misc{k, title={A} year=2020}\n@misc{l, title={B} year=2020}",
            [(1, 1, "bibtex.missing-comma", "warning"), (2, 1, "bibtex.missing-comma", "warning")],
        ),
        ("@misc{k, title=foo}\n@misc{l, title=foo # { x}}", [(1, 1, "bibtex.unknown-string", "warning")]),
        (
            "@misc{k, title=foo # bar}",
            [(1, 1, "bibtex.unknown-string", "warning"), (1, 1, "bibtex.unknown-string", "warning")],
        ),
        ("@misc{k, title={A}, year={in press}}", []),
        ("@misc{k, title={A}, year=in press}", []),
        ("@string{a={x}\n@misc{k,title={A}}", [(1, 1, "bibtex.syntax", "error")]),
        ("@comment{x\n@misc{k,title={A}}", [(1, 1, "bibtex.syntax", "error")]),
        ("\n @misc{k,title={A\n@misc{l,title={B}}", [(2, 2, "record.syntax", "error")]),
        ("\n @misc{k}", [(2, 2, "record.empty", "error")]),
        ("@misc{k, year=2020}", [(1, 1, "record.empty", "error")]),
        ("Prose.", [(1, 1, "bibtex.no-record", "error")]),
        ("@comment{x}", [(1, 1, "bibtex.no-record", "error")]),
        ("@misc{k, title={A}}\n@misc{k, title={B}}", []),
    ],
)
def test_problems_name_the_record(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    """Each fault has its code, and the line and column of the @ of its record; it is told once."""
    assert problems(text) == expected


def test_what_problems_say() -> None:
    """The fields, the abbreviation and the kind of block are named."""
    text = "@misc{k, title={A}, title={B}, note={x}, note={y}}\n@misc{l, note={x} year=foo}\n@string{a={x}\n@misc{m, title={A}}"
    messages = " / ".join(each.message for each in bibtex.parse("a.bib", text)[1])
    for said in (
        "repeated fields: note, title",
        "missing after note",
        "abbreviation foo",
        "@string cannot be read: Unexpected block",
    ):
        assert said in messages


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("@ misc{k, title={A}}", [1]),
        ("@misc {k, title={A}}\n@misc (l, title={B})", [1, 2]),
        ("\n@misc\n\n{k, title={A}}\n@misc{l, title={B}}", [2, 5]),
        ("@misc{title={A}}\n@misc{ title={B}}", [1, 2]),
        ("x @misc{k, title={A}}", [1]),
        ("% @misc{k\n@misc{l, title={B}}", [2]),
    ],
)
def test_where_records_begin(text: str, lines: list[int]) -> None:
    """Blanks and line breaks behind the @ or the kind, and a missing key, lose no record and no line."""
    records, _ = bibtex.parse("a.bib", text)
    assert [record.line for record in records] == lines


@pytest.mark.parametrize(
    ("text", "expected", "count"),
    [
        ("@misc{k, title={A}}", True, 1),
        ("@misc{k,\n@misc{l, title={B}}", True, 2),
        ("\t@Misc (k, title={A}", True, 1),
        ("@misc{k}", False, 1),
        ("@comment{k, title={A}}", False, 0),
        ("@string{k = {A}}", False, 0),
        ("x @misc{k, title={A}}", False, 0),
        ("@misc{" + "k" * 4_990 + "= {A}}", True, 1),
        ("@misc{" + "k" * 5_010 + "= {A}}", False, 1),
    ],
)
def test_what_looks_like_bibtex(text: str, count: int, *, expected: bool) -> None:
    """A record begins a line and has a field; abbreviations and comments alone are none."""
    assert bibtex.detect(text) is expected
    assert bibtex.count(text) == count


def test_too_many_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records above the limit are left out, and the line of the first of them is named."""
    monkeypatch.setattr(field_values, "RECORD_LIMIT", 2)
    text = "@misc{a, title={A}}\n@misc{b, title={B}}\n"
    assert problems(text) == []
    records, (problem,) = bibtex.parse("a.bib", f"{text} @misc{{c, title={{C}}}}")
    assert [record.id for record in records] == ["a", "b"]
    assert (problem.line, problem.column, problem.code, problem.severity) == (3, 2, "bibtex.too-many-records", "error")
    assert problem.message == "only the first 2 records were read"


def test_abbreviations_that_expand_without_end() -> None:
    """A file may say what twice its length and a megabyte more says; then abbreviations are empty, and that is told."""
    record = "@misc{k, title={A}, annote=a}\n"
    text = f'@string{{a="{"x" * 950}"}}\n{record * 1_050}'
    assert problems(text) == []
    records, (problem,) = bibtex.parse("a.bib", text + record * 250 + "@misc{l, title=a # {Kelp}}")
    assert (problem.line, problem.column, problem.code, problem.severity) == (1, 1, "bibtex.string-bomb", "error")
    assert (records[0].further, records[-2].further, records[-1].title) == ((("annote", "x" * 950),), (), "Kelp")


def test_unknown_commands() -> None:
    """LaTeX commands that nobody knows are reported once, with the first entry that uses one; their text is kept."""
    text = "@misc{a, title={A}}\n @misc{k, title={\\foo{Kelp} \\bar{o}}}\n@misc{l, title={\\foo{x}}, journal={\\baz x}}"
    assert problems(text) == [(2, 2, "bibtex.unknown-command", "warning")]
    (problem,) = bibtex.parse("a.bib", text)[1]
    assert r"\foo, \baz;" in problem.message
    assert [record.title for record in bibtex.parse("a.bib", text)[0]] == ["A", "Kelp ō", "x"]
    many = "".join(f"\\foo{chr(97 + number)}{{x}}" for number in range(14))
    (problem,) = bibtex.parse("a.bib", f"@misc{{k, title={{{many}}}}}")[1]
    assert r"\fooj and 4 more;" in problem.message


def test_commands_of_the_preamble() -> None:
    """A file's own commands are read wherever they are defined."""
    text = (
        "@misc{k, title={The \\PU{} of {\\noopsort{a}}Kelp}, year={{\\noopsort{1973c}}1981}}\n"
        '@preamble{"\\newcommand{\\noopsort}[1]{} " # {\\newcommand{\\PU}{Pond University}}}'
    )
    (record,), found = bibtex.parse("a.bib", text)
    assert (record.title, record.date, found) == ("The Pond University of Kelp", "1981", [])
