"""Formats of other packages: part of detection, reading and writing; what is wrong with them costs nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from generator import formats
from generator.formats import FORMATS, WRITTEN, Format, Parsed, Source, extensions, parse_all
from generator.model import Record
from generator.problems import ShelfError
from generator.storage.entry_points import Extension
from tests.conftest import Shelf, people
from tests.formats.made_up import RECORDS
from tests.storage.packaged import Extend, install

HEAD = """
from generator.formats import Format
from generator.model import Identifiers, Links, Name, Record
from generator.problems import Problem

def record(**more):
    return Record(**{"source": "elsewhere", "line": 2, "title": "Kelp Counts Itself"} | more)

def form(parse=lambda name, text: ([record()], []), detect=lambda text: text.startswith("%tide"), **more):
    return Format(**{"title": "tides", "detect": detect, "parse": parse, "suffix": ".tide"} | more)

def gives(*records):
    return form(lambda name, text: (records, []))

"""
TIDE = "%tide\nKelp Counts Itself\n"
BIB = "@article{kelp, title={Where Newts Sleep}, author={Wender, Lina}, year={2020}}\n"
PAGE = "Tide Tables Without a Moon\n\n" + "We wait for the moon and count the waves until it comes. " * 5 + "\n"


def read(extend: Extend, text: str, *sources: tuple[str, str], format_name: str | None = None) -> Parsed:
    """Return what is read where a package has the format ``tide``."""
    extend({"tides.py": HEAD + text}, {"format": {"tide": "tides:TIDE"}})
    given = sources or (("a.txt", TIDE),)
    return parse_all([Source(name=name, text=text) for name, text in given], format_name=format_name)


def told(parsed: Parsed) -> list[tuple[str, str]]:
    """Return code and message of each problem."""
    return [(one.code, one.message) for one in parsed.problems]


def test_a_format_comes_before_ours(extend: Extend) -> None:
    """What it recognises is its own, even if ours would recognise it, too; the rest is read as ever."""
    text = "TIDE = form(detect=lambda text: 'Newts' in text)\n"
    parsed = read(extend, text, ("a.bib", BIB), ("b.bib", BIB.replace("Newts", "Frogs")), ("c.yml", "- Newts: 1\n"))
    assert parsed.formats == ("tide", "bibtex", "tide")
    assert [one.title for one in parsed.records] == ["Kelp Counts Itself", "Where Frogs Sleep", "Kelp Counts Itself"]
    assert [code for code, _ in told(parsed)] == ["source.suffix"]
    assert parsed.records[0].source == "a.bib"
    assert formats.detect(Source(name="a.bib", text=BIB)) == "tide"


def test_its_values_become_like_ours(extend: Extend) -> None:
    """Texts are on one line, lists are tuples, identifiers canonical, links addresses."""
    text = """
TIDE = gives(record(
    title=" Kelp \\n Counts\\x00 Itself", authors=[Name(family="Marsh\\n", given="Ada")], keywords=["a  b"],
    identifiers=Identifiers(doi="https://doi.org/10.1234/ABC", pmid="31234567", openreview="YicbFdNTTy"),
    links=("javascript:x", "https://tides.example.org/1"), further=(("raw", "as\\nit is"),), date="2021-07",
))
"""
    (record,) = read(extend, text).records
    assert record.title == "Kelp Counts Itself"
    assert record.authors == people("Ada Marsh")
    assert record.keywords == ("a b",)
    assert dict(record.identifiers) | {"doi": "10.1234/abc", "pmid": "31234567"} == dict(record.identifiers)
    assert record.identifiers.openreview == "YicbFdNTTy"
    assert record.links == ("https://tides.example.org/1",)
    assert record.further == (("raw", "as\nit is"),)


@given(RECORDS)
def test_a_sound_record_comes_through_as_it_is(record: Record) -> None:
    """What our own parsers could make is not changed."""
    form = Format(title="made up", detect=bool, parse=lambda _, __: ([record], []))
    extension = Extension(kind="format", name="made-up", package="tides 1.0", module="tides", thing=form)
    assert extensions.read(extension, "made-up", "") == ([record], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("'Kelp'", "a Record is expected, not str"),
        ("None", "a Record is expected, not NoneType"),
        ("record(title=None)", "title: "),
        ("record(authors=('Ada Marsh',))", "authors.0: "),
        ("record(authors=(Name(family=3),))", "authors.0.family: "),
        ("record(date='May 2021')", "date: "),
        ("record(line=0)", "line: "),
        ("record(line='x')", "line: "),
        ("record(author_count=-1)", "author_count: "),
        ("record(type='poem')", "type: "),
        ("record(identifiers=Identifiers(doi='none'))", "identifiers.doi: 'none' is not in the expected form"),
        ("record(keywords=3)", "keywords: "),
        ("record(further=(('a',),))", "further.0"),
    ],
)
def test_a_record_that_is_wrong_costs_only_itself(extend: Extend, row: str, reason: str) -> None:
    """It is counted as unreadable, at its line, and names the format; its neighbours are read."""
    parsed = read(extend, f"TIDE = gives(record(), {row}, record(title='Tides'))\n")
    assert [one.title for one in parsed.records] == ["Kelp Counts Itself", "Tides"]
    [(code, message)] = told(parsed)
    assert code == "record.unreadable"
    assert message.startswith("the format 'tide' of tides 1.0 gives a record that cannot be used: ")
    assert reason in message
    assert parsed.unreadable == 1
    assert parsed.problems[0].path == "a.txt"


def test_a_record_without_anything_is_refused_as_ours_are(extend: Extend) -> None:
    """Empty records, and titles without an end."""
    parsed = read(extend, "TIDE = gives(record(title=''), record(title='x' * 2000))\n")
    assert [code for code, _ in told(parsed)] == ["record.empty", "record.too-long"]


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("TIDE = form(lambda name, text: 1 / 0)", "extension.failed", "ZeroDivisionError"),
        ("TIDE = form(lambda name, text: None)", "extension.failed", "TypeError"),
        ("TIDE = form(lambda name: ([], []))", "extension.failed", "TypeError"),
        ("TIDE = form(lambda name, text: __import__('sys').exit())", "extension.failed", "SystemExit"),
        ("TIDE = form(lambda name, text: ([record()], ['x']))", "extension.refused", "a Problem is expected, not str"),
    ],
)
def test_a_format_that_fails_to_parse_is_one_problem(extend: Extend, text: str, code: str, reason: str) -> None:
    """The other sources are read; what was not read is said."""
    parsed = read(extend, text, ("a.txt", TIDE), ("b.bib", BIB))
    assert parsed.records[-1].title == "Where Newts Sleep"
    [(found, message)] = told(parsed)
    assert found == code
    assert message.startswith("the format 'tide' of tides 1.0 ")
    assert reason in message
    assert [(one.source, one.line) for one in parsed.skipped] == [("a.txt", 1)]


@pytest.mark.parametrize(
    "text", ["TIDE = form(detect=lambda text: 1 / 0)", "TIDE = nothing", "TIDE = 3", "TIDE = form(title='')"]
)
def test_no_text_is_guessed_while_a_format_is_broken(extend: Extend, text: str) -> None:
    """What ours recognise is read; a page, which is what nothing recognises, may be the broken format's."""
    sources = ("a.bib", BIB), ("b.txt", PAGE), ("c.txt", f"# Moons\n\n- {PAGE}")
    parsed = read(extend, text, *sources)
    assert [one.title for one in parsed.records] == ["Where Newts Sleep"]
    assert [code.partition(".")[0] for code, _ in told(parsed)] == ["extension", "source", "source"]
    assert [one.code for one in parsed.problems[1:]] == ["source.undecided"] * 2
    assert {one.source for one in parsed.skipped} == {"b.txt", "c.txt"}
    named = parse_all([Source(name="b.txt", text=PAGE)], format_name="listing")
    assert (len(named.records), named.problems) == (1, ())


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("bibtex", "TIDE = form()", "the name bibtex, which is taken"),
        ("tide", "TIDE = form(suffix='.bib')", "the name .bib, which is taken"),
        ("tide", "TIDE = form(suffix='.json')", "the name .json, which is taken"),
        ("tide", "TIDE = form(suffix='tide')", "not of the form .name"),
        ("Tide List", "TIDE = form()", "has a name that is not made of"),
        ("tide", "TIDE = form(suffix='', dump=str)", "has a dump, but no suffix"),
        ("tide", "TIDE = form(parse=None)", "has nothing to call"),
        ("tide", "TIDE = form(suffix=3)", "does not keep to its contract"),
    ],
)
def test_a_format_cannot_take_a_name_or_lack_a_part(extend: Extend, name: str, text: str, reason: str) -> None:
    """It is refused, and our own formats stay what they are."""
    extend({"tides.py": HEAD + text}, {"format": {name: "tides:TIDE"}})
    [problem] = formats.broken()
    assert problem.code == "extension.refused"
    assert reason in problem.message
    assert formats.known() == FORMATS
    assert formats.writers().keys() == WRITTEN.keys()


def test_formats_that_are_not_asked_are_not_loaded(extend: Extend) -> None:
    """With a format of ours that is named, as for a service's answer, no extension is looked for."""
    parsed = read(extend, "1 / 0\n", ("a.txt", BIB), format_name="bibtex")
    assert (len(parsed.records), parsed.problems) == (1, ())


def test_a_broken_format_that_is_named_is_told(extend: Extend, shelf: Shelf, tmp_path: Path) -> None:
    """In Python and on the command line it is not merely unknown."""
    with pytest.raises(ShelfError) as caught:
        read(extend, "1 / 0\n", format_name="tide")
    assert [one.code for one in caught.value.problems] == ["source.unknown-format", "extension.missing"]
    install(tmp_path, {"tides.py": "1 / 0\n"}, {"format": {"tide": "tides:TIDE"}})
    (tmp_path / "a.txt").write_text(TIDE, encoding="utf-8")
    done = shelf("dedupe", "a.txt", "--format", "tide")
    assert done.returncode == 2
    assert "tides.py:1:1: extension.missing: the format 'tide' of tides 1.0" in done.stderr
    assert "'tide' is not one of" in done.stderr


WRITER = "TIDE = form(dump=lambda records: '%tide\\n' + ''.join(f'{one.title}\\n' for one in records))\n"


def test_files_are_written_in_a_format(shelf: Shelf, tmp_path: Path) -> None:
    """`shelf dedupe --output` takes its suffix, names it among those that it knows, and writes nothing if it fails."""
    install(tmp_path, {"tides.py": HEAD + WRITER}, {"format": {"tide": "tides:TIDE"}})
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    assert shelf("dedupe", "a.bib", "--output", "out.tide").returncode == 0
    assert (tmp_path / "out.tide").read_text("utf-8") == "%tide\nWhere Newts Sleep\n"
    assert "use one of .bib, .csv, .json, .ris, .tide" in shelf("dedupe", "a.bib", "--output", "out.doc").stderr
    for fault, code in (("1 / 0", "extension.failed"), ("b'x'", "extension.refused")):
        (tmp_path / "tides.py").write_text(f"{HEAD}TIDE = form(dump=lambda records: {fault})\n", encoding="utf-8")
        done = shelf("dedupe", "a.bib", "--output", "more.tide")
        assert done.returncode == 1
        assert f": {code}: the format 'tide' of tides 1.0 " in done.stderr
        assert not (tmp_path / "more.tide").exists()


def test_an_import_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    """One broken format: the other sources are imported, the sum adds up, the exit code is 1."""
    install(
        tmp_path, {"tides.py": f"{HEAD}TIDE = form(lambda name, text: 1 / 0)\n"}, {"format": {"tide": "tides:TIDE"}}
    )
    (tmp_path / "content").mkdir()
    (tmp_path / "a.tide").write_text(TIDE, encoding="utf-8")
    (tmp_path / "b.bib").write_text(BIB, encoding="utf-8")
    done = shelf("import", "a.tide", "b.bib", "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [one["title"] for one in found["papers"]] == ["Where Newts Sleep"]
    assert [one["code"] for one in found["problems"]] == ["extension.failed"]
    assert [(one["source"], one["line"]) for one in found["skipped"]] == [("a.tide", 1)]
