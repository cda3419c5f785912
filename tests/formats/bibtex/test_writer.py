"""BibTeX as it is written: kinds, keys, names, and values that cannot leave their field."""

from __future__ import annotations

import pytest

from generator.formats import bibtex
from generator.model import Identifiers, Record
from tests.conftest import people


def record(**fields: object) -> Record:
    """Return a record with a title."""
    return Record(**{"source": "a", "line": 1, "title": "Kelp at Night", **fields})  # type: ignore[arg-type]


def written(**fields: object) -> str:
    """Return the record as BibTeX, which reads back with the same fields."""
    text = bibtex.dump([record(**fields)])
    (again,), problems = bibtex.parse("a.bib", text)
    assert not problems
    assert {name: getattr(again, name) for name in fields} == fields
    return text


def test_a_whole_record() -> None:
    """Every field that a record has is written, in the order in which people write them."""
    text = written(
        id="doe2020",
        type="article-journal",
        authors=people("Jane Doe", "Ludwig van Beethoven", "{The Kelp Group, Inc.}"),
        venue="Kelp & Tides",
        date="2020-05-03",
        volume="12",
        number="3",
        pages="5-9",
        identifiers=Identifiers(doi="10.5555/a", arxiv="2101.00001", acl="P19-1001", openreview="abcdefghij"),
        links=("https://a.example/x", "https://b.example/%7Ey", "https://c.example"),
        keywords=("kelp", "tides, too"),
        abstract="We swim.",
        further=(("annote", "Otter Press"),),
    )
    assert (
        text.strip()
        == r"""@article{doe2020,
  title = {{Kelp at Night}},
  author = {Doe, Jane and van Beethoven, Ludwig and {The Kelp Group, Inc.}},
  journal = {Kelp \& Tides},
  year = {2020},
  month = may,
  day = {3},
  volume = {12},
  number = {3},
  pages = {5--9},
  doi = {10.5555/a},
  eprint = {2101.00001},
  archiveprefix = {arXiv},
  acl = {P19-1001},
  openreview = {abcdefghij},
  url = {https://a.example/x},
  bdsk-url-1 = {https://b.example/%7Ey},
  bdsk-url-2 = {https://c.example},
  keywords = {kelp; tides, too},
  abstract = {We swim.},
  annote = {Otter Press},
}"""
    )


@pytest.mark.parametrize(
    ("fields", "kind", "place"),
    [
        ({}, "misc", None),
        ({"venue": "Kelp Letters", "volume": "3"}, "article", "journal"),
        ({"venue": "Proceedings of Kelp 2020"}, "inproceedings", "booktitle"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "paper-conference"}, "inproceedings", "booktitle"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "chapter"}, "incollection", "booktitle"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "chapter", "genre": "Part of a book"}, "inbook", "booktitle"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "book", "genre": "Proceedings"}, "proceedings", "booktitle"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "book"}, "book", "booktitle"),
        ({"venue": "Proceedings of Kelp 2020", "type": "article-journal"}, "article", "journal"),
        ({"venue": "Kelp Letters", "volume": "3", "type": "webpage"}, "online", "booktitle"),
        ({"further": (("entrytype", "my-kind_2"),)}, "my-kind_2", None),
        ({"further": (("entrytype", "comment"),)}, "misc", None),
        ({"further": (("entrytype", "string"),)}, "misc", None),
        ({"further": (("entrytype", "preamble"),)}, "misc", None),
        ({"further": (("entrytype", "Bad Kind"),)}, "misc", None),
        ({"further": (("entrytype", "commentary"),)}, "commentary", None),
    ],
)
def test_kinds(fields: dict[str, object], kind: str, place: str | None) -> None:
    """A record keeps its kind if BibTeX can have it; a journal's is an article, and what is in a book has a booktitle."""
    text = bibtex.dump([record(**fields)])
    assert text.startswith(f"@{kind}{{kelp-at-night,")
    assert {name for name in ("journal", "booktitle") if f"  {name} = " in text} == ({place} if place else set())


@pytest.mark.parametrize(
    ("ids", "titles", "keys"),
    [
        (["a", "b"], ["X", "X"], ["a", "b"]),
        (["a", "A", "a"], ["X", "X", "X"], ["a", "A-2", "a-3"]),
        (["", ""], ["Kelp", "Kelp"], ["kelp", "kelp-2"]),
        (["has space", "has{brace", "x" * 101], ["Kelp", "Tides", "Otters"], ["kelp", "tides", "otters"]),
        (["x" * 100], ["Kelp"], ["x" * 100]),
        ([""], ["学"], ["xue"]),
        ([""], ["?!"], ["record"]),
        (["müller:2020/a"], ["Kelp"], ["müller:2020/a"]),
    ],
)
def test_keys(ids: list[str], titles: list[str], keys: list[str]) -> None:
    """A citation key is kept where BibTeX can have it, and is unique in any case of letters."""
    text = bibtex.dump([record(id=key, title=title) for key, title in zip(ids, titles, strict=True)])
    assert [line.partition("{")[2].rstrip(",") for line in text.splitlines() if line.startswith("@")] == keys


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Jane Doe", "Doe, Jane"),
        ("Jane Doe Jr.", "Doe, Jr., Jane"),
        ("Jan von der Aa", "von der Aa, Jan"),
        ("Plato", "Plato"),
        ("Zoë Kelp", "Kelp, Zoë"),
        ("The Kelp & Tides Group", r"Group, The Kelp \& Tides"),
        ("{Kelp and Tides}", "{Kelp and Tides}"),
        ("Kelp, Inc.", "{Kelp, Inc.}"),
        ("{Kelp $x$ Group}", "{Kelp $x$ Group}"),
        ("García López, María", "García López, María"),
        ("王, 伟", "王, 伟"),
    ],
)
def test_names(name: str, form: str) -> None:
    """A name is written Family, Suffix, Given where that reads back as the same name, else in braces."""
    assert f"  author = {{{form}}},\n" in written(authors=people(name))


@pytest.mark.parametrize(
    ("fields", "others"),
    [
        ({"authors": people("Jane Doe"), "et_al": True}, True),
        ({"authors": people("Jane Doe"), "author_count": 2}, True),
        ({"authors": people("Jane Doe"), "author_count": 1}, False),
        ({"authors": people("Jane Doe")}, False),
        ({"author_count": 7}, False),
    ],
)
def test_others(fields: dict[str, object], *, others: bool) -> None:
    """A list that goes on ends in "and others"."""
    assert (" and others}" in bibtex.dump([record(**fields)])) is others


@pytest.mark.parametrize(
    ("date", "lines"),
    [
        ("2020", ["year = {2020},"]),
        ("2020-01", ["year = {2020},", "month = jan,"]),
        ("2020-12-31", ["year = {2020},", "month = dec,", "day = {31},"]),
        ("2020-10-01", ["year = {2020},", "month = oct,", "day = {1},"]),
    ],
)
def test_dates(date: str, lines: list[str]) -> None:
    """A month is BibTeX's abbreviation, which styles print in their language."""
    text = written(date=date)
    assert [line.strip() for line in text.splitlines() if line.strip().startswith(("year", "month", "day"))] == lines


def test_keywords() -> None:
    """A single keyword ends in a semicolon, so that a comma within it is none between keywords."""
    assert "keywords = {kelp, dried;}," in written(keywords=("kelp, dried",))
    assert "keywords = {a, b; c}," in bibtex.dump([record(keywords=("a; b", "c"))])
    assert "keywords" not in written(keywords=())


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Some {nested {braces}}", "Some {nested {braces}}"),
        ("two\n  lines", "two lines"),
        ("open {", "open"),
        ("close } open {", "close  open"),
        (r"a \{ b", "a  b"),
        (r"a \{ b \}", r"a \{ b \}"),
        (r"{a \} b}", "a  b"),
        ("ends in a \\", "ends in a"),
        ("}", ""),
    ],
)
def test_raw_fields(raw: str, kept: str) -> None:
    """A raw text keeps its braces where each has its partner; else all of them go, and what would escape the end, too."""
    text = bibtex.dump([record(further=(("annote", raw),))])
    assert ("  annote = {" in text) == bool(kept)
    assert not kept or f"  annote = {{{kept}}},\n" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("annote", True),
        ("my-field_2", True),
        ("Annote", False),
        ("a b", False),
        ("x" * 40, True),
        ("x" * 41, False),
        ("title", False),
    ],
)
def test_names_of_raw_fields(name: str, *, expected: bool) -> None:
    """A further field is written if BibTeX can have its name and the record has none of that name."""
    assert (f"  {name} = {{raw}}" in bibtex.dump([record(further=((name, "raw"),))])) is expected


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/{x}", "https://a.example/%7Bx%7D"),
        ('https://a.example/"\\', "https://a.example/%22%5C"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%7Ex", "https://a.example/%7Ex"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/ø_~", "https://a.example/ø_~"),
    ],
)
def test_addresses(url: str, kept: str) -> None:
    """What would end a field is percent-encoded in a URL, and nothing else."""
    assert f"  url = {{{kept}}},\n" in bibtex.dump([record(links=(url,))])
