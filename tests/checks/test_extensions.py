"""Checks of other packages: what they find is a problem like ours, and what is wrong with them costs nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import site
from generator.checks import extensions
from generator.content import catalogue
from generator.model import Catalogue
from generator.problems import CODES, GROUPS, Problem
from generator.site import edition
from generator.storage import cache
from tests.conftest import Shelf
from tests.site import invented
from tests.storage.packaged import Extend, install

HEAD = """
from generator.checks import Check, State
from generator.problems import Code, Problem

def code(name):
    return Code(code=name, meaning="m.", fix="f.")

def found(**more):
    return Problem(**{"path": "content/papers/a.yml", "code": "tides.low", "message": "low"} | more)

def check(run, *codes):
    return Check(title="Tides", codes=[code(one) for one in codes or ["tides.low"]], run=run)

"""
GOOD = "GOOD = check(lambda shelf: [found(line=2)])\n"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf with one draft, below the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "content" / "papers" / "a.yml").write_text("display: Words …\n", encoding="utf-8")
    return Path("content")


def inspected(content: Path, extend: Extend, text: str, **more: str) -> list[Problem]:
    """Return the problems where a package has the check ``good``, and ``bad``, which is named like the last line."""
    points = {"check": {"bad": "tides:BAD", "good": "tides:GOOD"} | more}
    extend({"tides.py": HEAD + GOOD + text}, points)
    return catalogue.inspect(content)[1]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", "extension.missing", "AttributeError: module 'tides' has no attribute 'BAD'"),
        ("BAD = lambda shelf: []", "extension.refused", "is of type function, not Check"),
        ("BAD = check(lambda shelf: 1 / 0, 'x.y')", "extension.failed", "ZeroDivisionError: division by zero"),
        ("BAD = check(lambda shelf: __import__('sys').exit(3), 'x.y')", "extension.failed", "SystemExit: 3"),
        ("BAD = check(lambda shelf: None, 'x.y')", "extension.failed", "'NoneType' object is not iterable"),
        ("BAD = check(lambda shelf: ['low'], 'x.y')", "extension.refused", "a Problem is expected, not str"),
        (
            "BAD = check(lambda shelf: [found(path=shelf.root, code='x.y')], 'x.y')",
            "extension.refused",
            "path is of type ",
        ),
        (
            "BAD = check(lambda shelf: [found(line='2', message=None)], 'x.y')",
            "extension.refused",
            "line is of type str",
        ),
        ("BAD = check(lambda shelf: [found(severity='fatal')], 'x.y')", "extension.refused", "severity is 'fatal'"),
        ("BAD = check(lambda shelf: [found(column=0)], 'x.y')", "extension.refused", "count from 1"),
        ("BAD = check(None, 'x.y')", "extension.refused", "has nothing to run"),
        ("BAD = check(print, 'id.doi')", "extension.refused", "id.doi, which belongs to Reading Shelf"),
        ("BAD = check(print, 'x.y', 'x.y')", "extension.refused", "x.y, which belongs to it already"),
        ("BAD = check(print, 'Low Tide')", "extension.refused", "'Low Tide', which is not of the form group.name"),
        ("BAD = check(print, None)", "extension.refused", "does not keep to its contract: TypeError"),
        ("BAD = Check(title=' ', codes=[], run=print)", "extension.refused", "has no title"),
        ("BAD = Check(title='T', codes=None, run=print)", "extension.refused", "does not keep to its contract"),
        (
            "BAD = Check(title='T', codes=[Code(code='x.y', meaning='', fix='f')], run=print)",
            "extension.refused",
            "does not explain its code x.y",
        ),
    ],
)
def test_a_broken_check_is_one_problem(content: Path, extend: Extend, text: str, code: str, told: str) -> None:
    """It names the check and its package; our problems and those of the other check are there as well."""
    problems = inspected(content, extend, text)
    codes = ("paper.no-title", "tides.low")
    [problem] = [one for one in problems if one.code not in codes]
    assert problem.code == code
    assert told in problem.message
    assert "the check 'bad' of tides 1.0" in problem.message
    assert [one.code for one in problems if one is not problem] == list(codes)


def test_a_package_that_cannot_be_imported_is_named(content: Path, extend: Extend) -> None:
    """A missing module, and one with a mistake in its syntax, at the line of the mistake."""
    folder = extend({"bad.py": "x = 1\ndef f(:\n"}, {"check": {"gone": "gone.deep:X", "torn": "bad:X", "odd": "a b"}})
    problems = {one.message.split("'")[1]: one for one in extensions.problems(catalogue.inspect(content)[0])}
    assert problems.keys() == {"gone", "torn", "odd"}
    assert problems["gone"].path == "tides 1.0"
    assert "ModuleNotFoundError: No module named 'gone'" in problems["gone"].message
    assert (problems["torn"].path, problems["torn"].line) == (f"{folder}/bad.py", 2)
    assert {one.code for one in problems.values()} == {"extension.missing"}


def test_an_exception_without_words_is_told(content: Path, extend: Extend) -> None:
    """Even one whose text cannot be made, or steers a terminal."""
    text = """
class Silent(Exception):
    def __str__(self):
        raise self

def run(shelf):
    yield found(code="x.y")
    raise Silent

def loud(shelf):
    raise ValueError("a\\n\\x1b[2Jb" * 1000)

BAD = check(run, "x.y")
LOUD = check(loud, "x.z")
"""
    problems = inspected(content, extend, text, loud="tides:LOUD")
    silent, loud = (one for one in problems if one.code == "extension.failed")
    assert silent.message.endswith("failed: Silent")
    assert "x.y" in {one.code for one in problems}  # what it found before
    assert len(loud.message) < 400
    assert "\x1b" not in str(loud)


def test_a_code_that_is_not_explained_is_told(content: Path, extend: Extend) -> None:
    """The problem stays, also under a code of ours, and its check is reported once."""
    text = "BAD = check(lambda shelf: [found(code='id.doi'), found(code='x.z'), found(code='x.z', line=3)], 'x.y')"
    problems = inspected(content, extend, text)
    assert [one.code for one in problems if one.code in {"id.doi", "x.z"}] == ["id.doi", "x.z", "x.z"]
    [refused] = [one for one in problems if one.code == "extension.refused"]
    assert refused.message.endswith("has problems with codes that it does not explain: id.doi, x.z")


def test_names_and_codes_are_taken_once(content: Path, extend: Extend) -> None:
    """Of two checks with one name, or one code, the first in the alphabet is used."""
    extend({"ebb.py": HEAD + GOOD}, {"check": {"good": "ebb:GOOD"}}, name="ebb")
    problems = inspected(content, extend, "BAD = check(lambda shelf: [found()], 'tides.low')")
    told = [one.message for one in problems if one.code == "extension.refused"]
    assert len(told) == 2
    assert any("has the code tides.low, which belongs to the check 'bad' of tides 1.0" in one for one in told)
    assert [one.line for one in problems if one.code == "tides.low"] == [1]


def test_codes_are_listed_under_their_titles(extend: Extend) -> None:
    """A title of ours is not replaced, but gets more."""
    text = HEAD + "A = Check(title='Papers', codes=[code('tides.low')], run=print)\n"
    extend({"tides.py": text}, {"check": {"a": "tides:A"}})
    groups = extensions.groups()
    assert groups.keys() == GROUPS.keys()
    assert [one.code for one in groups["Papers"]] == [*(one.code for one in GROUPS["Papers"]), "tides.low"]
    assert sum(map(len, groups.values())) == len(CODES) + 1


def test_the_command_ends_with_an_error(shelf: Shelf, tmp_path: Path) -> None:
    """A check that fails costs exit code 1 and no other problem; --list still lists, and says what is missing."""
    (tmp_path / "content").mkdir()
    points = {"check": {"bad": "tides:BAD", "gone": "nowhere:X", "good": "tides:GOOD"}}
    text = HEAD + GOOD + "BAD = check(lambda shelf: shelf.nothing, 'x.y')\n"
    install(tmp_path, {"tides.py": text}, points)
    done = shelf("check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    place = f"tides.py:{len(text.splitlines())}:1"
    assert f"{place}: extension.failed: the check 'bad' of tides 1.0 failed: AttributeError: " in done.stderr
    assert "content/papers/a.yml:2:1: tides.low: low" in done.stderr
    assert done.stdout == "0 papers: 3 errors, 0 warnings\n"
    listed = shelf("check", "--list")
    assert listed.returncode == 1
    assert "\nTides\n  x.y\n" in listed.stdout
    assert "extension.missing: the check 'gone' of tides 1.0" in listed.stderr


def test_help_loads_no_extension(shelf: Shelf, tmp_path: Path) -> None:
    """What is broken is told where it is used."""
    install(tmp_path, {}, {"check": {"gone": "nowhere:X"}, "format": {"gone": "nowhere:X"}, "service": {"a": "b:C"}})
    for arguments in (("--help",), ("--version",), ("check", "--help"), ("add", "--help"), ("format", "--help")):
        done = shelf(*arguments)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_site_is_built_again_where_others_check_it(tmp_path: Path, extend: Extend) -> None:
    """Nobody knows what they read: the hash of all that a build reads is not known."""
    shelf = invented.project(tmp_path)
    assert edition.inputs(shelf)
    extend({"tides.py": HEAD + GOOD}, {"check": {"good": "tides:GOOD"}})
    assert edition.inputs(shelf) == ""


def test_the_page_of_codes_has_them(extend: Extend, tmp_path: Path) -> None:
    """The site explains the codes of other checks; what they say is text."""
    text = HEAD + "A = Check(title='<b>', codes=[Code(code='tides.low', meaning='<i>', fix='f.')], run=print)\n"
    extend({"tides.py": text}, {"check": {"a": "tides:A"}})
    settings = invented.project(tmp_path)
    site.write(Catalogue(root=settings.content), {}, settings, tmp_path / "out")
    page = (tmp_path / "out" / "docs" / "codes" / "index.md").read_text("utf-8")
    assert "tides.low" in page
    assert "&lt;b&gt;" in page
    assert "&lt;i&gt;" in page
    assert not {"<b>", "<i>"} & set(re.findall("<.>", page))


def test_a_version_of_a_package_is_part_of_each_key(extend: Extend) -> None:
    """What is kept in the cache was made with the packages that were there."""
    known = set()
    for version in ("1.0", "1.1"):
        extend({}, {}, version=version)
        cache.program.cache_clear()
        known.add(cache.key("kind", "text"))
    cache.program.cache_clear()
    assert len(known) == 2
