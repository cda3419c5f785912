"""The four functions of the package: a shelf is loaded, files are read, records matched, papers dumped."""

from importlib import import_module
from pathlib import Path

import pytest

from generator import ShelfError, dump, load, match, read
from tests.conftest import people

BIB = """
@article{pond, title={Counting Frogs by their Song at Night}, author={Marsh, Ada and Reed, Bo}, year={2021}, doi={10.1234/frogs}}
@article{again, title={Counting frogs by their song at night}, author={Ada Marsh and Bo Reed}, year={2021}, doi={10.1234/frogs}}
@article{other, title={Where Newts Sleep}, author={Wender, Lina}, year={2020}}
@article{broken, title={
"""


def test_read_and_match(tmp_path: Path) -> None:
    """What can be read is matched; what cannot is a problem and costs no neighbour."""
    (tmp_path / "a.bib").write_text(BIB)
    found = read(tmp_path / "a.bib", tmp_path / "none.bib")
    assert [record.id for record in found.records] == ["pond", "again", "other"]
    assert {problem.code for problem in found.problems} >= {"source.unreadable"}
    assert len(found.problems) == 2
    assert match(found.records).groups == ((0, 1), (2,))


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """Only the caller's own mistake is an exception."""
    (tmp_path / "a.bib").write_text(BIB)
    with pytest.raises(ShelfError):
        read(tmp_path / "a.bib", format_name="wax tablet")


def test_load_and_dump(tmp_path: Path) -> None:
    """Papers come out under their keys and read back; a faulty file ends the loading with its place."""
    papers = tmp_path / "content" / "papers"
    papers.mkdir(parents=True)
    (papers / "frogs.yml").write_text(
        "title: Counting Frogs\nauthors:\n  - Ada Marsh\nidentifiers:\n  doi: 10.1234/frogs\n"
    )
    shelf = load(tmp_path / "content")
    for suffix in (".bib", ".ris", ".json", ".csv"):
        (tmp_path / f"out{suffix}").write_text(dump(shelf.papers, suffix), encoding="utf-8")
        (record,) = read(tmp_path / f"out{suffix}").records
        assert (record.title, record.authors, record.identifiers.doi) == (
            "Counting Frogs",
            people("Ada Marsh"),
            "10.1234/frogs",
        )
        assert dump([record], suffix)
    (papers / "newts.yml").write_text("titel: Newts\n")
    with pytest.raises(ShelfError) as caught:
        load(tmp_path / "content")
    assert caught.value.problems[0].code == "field.unknown"


@pytest.mark.parametrize("name", ["generator", "generator.formats", "generator.plugin", "generator.site"])
def test_a_package_has_what_it_promises(name: str) -> None:
    """What is imported only when it is asked for is there all the same; anything else is an ordinary AttributeError."""
    package = import_module(name)
    assert [one for one in package.__all__ if not hasattr(package, one)] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018
