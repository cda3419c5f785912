"""BibTeX and biblatex: common cases, nasty cases, and properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import bibtex
from generator.model import Record
from tests.conftest import TOO_STEEP, growth, people
from tests.formats.made_up import NASTY, RECORDS, facts

SAMPLE = r"""% exported by hand
@string{jmt = "Journal of Made-up " # {Things}}
@Article {doe2020, Title="{GPU}s and the $\alpha_{x}$ of {\'E}cole: 50\% of $O(n)$",
  author="Jane Q. Doe and Ludwig van Beethoven and {Lab of Brooks and Rivers} and Doe, Jr., John and de la Cruz, Mar{\'\i}a and others",
  journal = jmt, year=2021, month="10~" # jul, pages={123--130}, volume=4, number={2}, keywords={graphs, trees}}
@article(smith, title={A thesis in (nested) parentheses}, author={Smith, J.}, year={in press})
@article{, title={An empty key}, eprint={2107.02137}, archiveprefix={arXiv}}
@misc{title={No key at all}, journal = {arXiv preprint arXiv:2107.02137}}
@frobnicate{odd, title = {An invented kind}
  author = {Comma, Missing} year = 2001, journal = nowhere }
@article{doe2020, title={A repeated key}, title={Again}, journal={CoRR}, volume={abs/2107.02137}}
@article{broken, title={never closed
@online{last, title={After the broken one}, subtitle={A Word}, date={2021-07-05}, journaltitle={Annals}, doi={https://doi.org/10.1234/x\_y},
  url={\url{https://example.org/~jane/a_b}}}
"""


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """Return the sample's records by the first part of their titles."""
    return {record.title.split(":")[0]: record for record in bibtex.parse("a.bib", SAMPLE)[0]}


def one(text: str) -> Record:
    """Return the only record of the text."""
    found, _ = bibtex.parse("a.bib", text)
    assert len(found) == 1
    return found[0]


def test_everyday_fields(records):
    """Abbreviations, concatenation, accents, maths and months are read as expected."""
    record = next(iter(records.values()))
    assert record.title == r"GPUs and the $\alpha_{x}$ of École: 50% of $O(n)$"
    assert (record.venue, record.volume, record.number, record.pages) == (
        "Journal of Made-up Things",
        "4",
        "2",
        "123-130",
    )
    assert (record.date, record.id, record.line, record.keywords) == ("2021-07-10", "doe2020", 3, ("graphs", "trees"))


def test_names_keep_particles_suffixes_order_and_organisations(records):
    """Authors are Given Family, in order; "and others" sets et_al."""
    record = next(iter(records.values()))
    assert record.authors == people(
        "Doe, Jane Q.",
        "van Beethoven, Ludwig",
        "{Lab of Brooks and Rivers}",
        "Doe, John, Jr.",
        "de la Cruz, María",
    )
    assert record.et_al


def test_nasty_records_are_read_each(records):
    """Parentheses, missing, empty and repeated keys, unknown types and missing commas lose no record."""
    assert [records[title].id for title in ("A thesis in (nested) parentheses", "An empty key", "No key at all")] == [
        "smith",
        "",
        "",
    ]
    assert records["An invented kind"].authors == people("Missing Comma")
    assert records["An invented kind"].date == "2001"
    assert records["A repeated key"].id == "doe2020"
    assert records["A thesis in (nested) parentheses"].date is None


def test_identifiers(records):
    """Finds arXiv ids in eprint, journal names and CoRR volumes, which are not venues, and DOIs in URLs."""
    for title in ("An empty key", "No key at all", "A repeated key"):
        assert (records[title].identifiers.arxiv, records[title].venue, records[title].volume) == ("2107.02137", "", "")
    assert records["After the broken one"].identifiers.doi == "10.1234/x_y"
    assert records["After the broken one"].links == ("https://example.org/~jane/a_b",)
    assert records["After the broken one"].title == "After the broken one: A Word"


def test_a_broken_record_is_a_problem_and_keeps_its_neighbours():
    """The problem has a line and column; warnings say what was guessed."""
    _, problems = bibtex.parse("a.bib", SAMPLE)
    codes = [(problem.line, problem.code, problem.severity) for problem in problems]
    assert (12, "record.syntax", "error") in codes
    assert {code for _, code, severity in codes if severity == "warning"} == {
        "bibtex.missing-comma",
        "bibtex.unknown-string",
        "bibtex.repeated-field",
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Erd{\H o}s, P{\'a}l", "Pál Erdős"),
        (r"{\L}ukasz {\'S}wi{\k{a}}tek", "Łukasz Świątek"),
        (r"\v{S}tefan M\"uller", "Štefan Müller"),
        (r"Gar{\c c}on, \AA se", "Åse Garçon"),
        ("von der Aa, Jan", "Jan von der Aa"),
        ("{OpenThings, Inc.}", "{OpenThings, Inc.}"),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", "Charles Louis Xavier Joseph de la Vallée Poussin"),
    ],
)
def test_single_names(written, read):
    """LaTeX accents become letters, and names are in display form."""
    assert one(f"@misc{{k, author = {{{written}}}}}").authors == people(read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"{A {Nested {Title}}}", "A Nested Title"),
        (r"\emph{Deep} \& {\bf wide} \texttt{code}", "Deep & wide code"),
        (r"H$_2$O at 5\,\% ---  {``}so{''}", "H$_2$O at 5 % — “so”"),
        (r"Costs 50% more", "Costs 50% more"),
        (r"Using \(x^2\) twice", "Using $x^2$ twice"),
        (r"\'Etude na{\"\i}ve \ss\ \o{}", "Étude naïve ß ø"),
        (r"A rare \mathring{a} thing", "A rare"),
    ],
)
def test_titles(written, read):
    """Protective braces are removed, maths is kept, commands are decoded, and rare ones never break the title."""
    assert one(f"@misc{{k, title = {{{written}}}}}").title.startswith(read)


def test_authors_without_and():
    """Names separated by semicolons or commas are split where it is unambiguous."""
    assert one("@misc{k, author = {Doe, Jane; Roe, R.}}").authors == people("Jane Doe", "R. Roe")
    assert one("@misc{k, author = {Doe, J., Roe, R., Poe, P.}}").authors == people("J. Doe", "R. Roe", "P. Poe")


@pytest.mark.parametrize("text", ["", "prose only", "TY  - JOUR\nER  - \n", "jane@example.org"])
def test_a_file_without_entries_is_reported(text):
    """A file without entries is a problem, not an empty import."""
    found, problems = bibtex.parse("a.bib", text)
    assert not found
    assert [problem.code for problem in problems] == ["bibtex.no-record"]
    assert not bibtex.detect(text)


def test_detect():
    """BibTeX is recognised by an entry at the start of a line."""
    assert bibtex.detect(SAMPLE)
    assert bibtex.detect("\n  @ARTICLE(x,\n title = {y})")


@pytest.mark.parametrize("title", NASTY)
def test_dump_is_safe_against_injection(title):
    """Nothing in a title can end its entry or begin another."""
    record = Record(source="x", line=1, title=title, abstract=title, venue=title)
    again = one(bibtex.dump([record]))
    assert again.title == " ".join(title.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, max_size=3))
def test_parse_after_dump_keeps_the_facts(records):
    """Written records read back with the same facts."""
    again, problems = bibtex.parse("a.bib", bibtex.dump(records))
    assert [facts(record) for record in again] == [facts(record) for record in records]
    assert not problems or not records


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.text(alphabet="@{}()\",=#%\\$ \nabarticlestring'~-", max_size=200),
        st.text(max_size=60).map(lambda t: f"@article{{k, title = {t}, author = {{{t}}}}}"),
    )
)
def test_any_text_gives_a_result(text):
    """No text raises, and every reported line exists."""
    records, problems = bibtex.parse("a.bib", text)
    bibtex.detect(text)
    last = text.count("\n") + 1
    assert all(1 <= each.line <= last for each in (*records, *problems))


def hostile(size: int) -> dict[str, str]:
    """Return files made to hurt, of some ``size`` characters each."""
    return {
        "deep": "@a{k,title={" + "{" * (size // 2) + "}" * (size // 2) + "}}",
        "open": "@a{k,title=" + "{" * size,
        "starts": "@a{\n" * (size // 4),
        "small": "@a{k,}\n" * (size // 7),
        "strings": '@string{a="'
        + "x" * 1000
        + '"}\n'
        + "".join(f"@string{{a{at} = a{at - 1 if at else ''} # a{at - 1 if at else ''}}}\n" for at in range(60))
        + "@a{k,title=a59}",
        "many strings": '@string{a="' + "x" * (size // 10) + '"}\n' + "@a{k,title=a # a # a}\n" * (size // 25),
        "joined": "@a{k,title=" + "a#" * (size // 2) + "a}",
        "no commas": "@a{k," + "a={x} " * (size // 6) + "}",
        "braces in a name": '@a{k,author="' + "}" * size + '"}',
        "commands": "@a{k,title={" + "\\foo " * (size // 5) + "}}",
        "commands spread": "@a{k,title={\\foo{\\bar{x}} \\^{zz}}}\n" * (size // 36),
        "names": "@a{k,author={" + "a and " * (size // 6) + "}}",
        "maths": "@a{k,title={" + "$a\\$ \\( " * (size // 8) + "}}",
        "open maths": "@a{k,title={" + "\\( " * (size // 3) + "}}",
        "one parent": "@a{p,title={" + "a " * (size // 4) + "}}\n" + "@a{k,crossref={p}}\n" * (size // 40),
        "blanks": "@a" + " " * size + "\n@" + "\n" * size,
    }


@pytest.mark.parametrize("kind", hostile(0))
def test_hostile_files_cost_what_they_weigh(kind):
    """What is made to hurt is read or refused at a cost that is linear in its length."""
    whole, quarter = hostile(200_000)[kind], hostile(50_000)[kind]
    read = []
    assert growth(lambda text: read.append(bibtex.parse("a.bib", text)), whole, quarter) < TOO_STEEP
    assert any(read[-1])


KEPT = r"""
@book{müller2020, title={A Book of Kelp}, publisher = {Otter Press}, isbn={978-3}, editor={Jane Doe}, year=2020}
@phdthesis{smith--2020, title={Thesis of Tides}, school=sea # { of Otters}, note={Some \emph{note} with {Braces}}, year=2021}
@misc{o'neil'20, title={Kelp Talk}, howpublished={Talk at the beach}, year={in press}}
@inproceedings{a&b, title={Kelp and Co}, booktitle={Journal Club}, crossref={müller2020}, doi={not yet}, month={spring}, year=2022}
@string{sea = "University"}
"""


def test_kinds_keys_and_further_fields_are_written_back():
    """Reading and writing a file keeps its types, its keys and the fields that records lack, each time."""
    records, _ = bibtex.parse("a.bib", KEPT)
    written = bibtex.dump(records)
    again, problems = bibtex.parse("a.bib", written)
    assert not problems
    assert [(record.type, record.genre, record.id) for record in again] == [
        ("book", "", "müller2020"),
        ("thesis", "PhD thesis", "smith--2020"),
        (None, "", "o'neil'20"),
        ("paper-conference", "", "a&b"),
    ]
    assert [line.partition("{")[0] for line in written.splitlines() if line.startswith("@")] == [
        "@book", "@phdthesis", "@misc", "@inproceedings",
    ]  # fmt: skip
    assert [(record.editors, record.publisher, record.note) for record in again[:2]] == [
        (people("Jane Doe"), "Otter Press", ""),
        ((), "University of Otters", "Some note with Braces"),
    ]
    assert [dict(record.further) for record in again] == [
        {"isbn": "978-3"},
        {},
        {"howpublished": "Talk at the beach", "year": "in press"},
        {"crossref": "müller2020", "doi": "not yet", "month": "spring"},
    ]
    assert bibtex.dump(again) == written


@pytest.mark.parametrize(
    "raw", ["}} @article{trap, title={x}", "a \\", "{open", r"a \} \{ {", "x\n@article{trap,\n}", '"']
)
def test_raw_fields_cannot_leave_their_field(raw):
    """Raw fields are written so that the file reads back as one record with the same fields."""
    record = Record(source="x", line=1, title="Kelp", type="book", further=(("annote", raw), ("isbn", "978")))
    again = one(bibtex.dump([record]))
    assert (again.title, [name for name, _ in again.further]) == ("Kelp", ["annote", "isbn"])
