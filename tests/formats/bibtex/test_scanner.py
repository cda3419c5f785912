"""A .bib text is split into blocks: each span is where the block is, and no fault costs a neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import bibtex
from generator.formats.bibtex import scanner
from tests.formats.bibtex.shapes import UNIQUE
from tests.formats.bibtex.test_bibtex import hostile

LIMIT = 1_000


def split(text: str) -> list[scanner.Block]:
    """Return the blocks of a text."""
    return list(scanner.split(text, LIMIT))


@pytest.mark.parametrize("name", UNIQUE)
def test_spans_hold_what_they_name(name: str) -> None:
    """Blocks follow each other; keys, names and values are inside them, and as written."""
    text, at = UNIQUE[name], 0
    for block in split(text):
        assert at <= block.start < block.end
        at = block.end
        assert text[block.start] == "@"
        assert text[block.start + 1 :].lstrip().lower().startswith(block.entry_type)
        if block.fault:
            continue
        assert text[block.end - 1] in "})"
        if block.kind == "entry":
            assert text[block.key_start : block.key_end] == block.key
        for one in block.fields:
            assert block.start < one.start < one.value_start <= one.value_end < block.end
            assert text[one.start :].lower().startswith(one.name)
            assert text[one.value_start : one.value_end].strip() == text[one.value_start : one.value_end]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="@{}()\",=#%\\$ \nabstringcomment'~-", max_size=200))
def test_any_text_is_split(text: str) -> None:
    """Whatever the text, blocks lie inside it, in order, and do not overlap."""
    at = 0
    for block in split(text):
        assert at <= block.start < block.end <= len(text)
        at = block.end


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("@misc{a, title={One \\\nmore}}\n@misc{b, title={Two}}", [1, 3]),
        ("@misc{a, note={x\\\ny\\\nz}, title={One}}\n\n@misc{b, title={Two}}", [1, 5]),
        ("@comment{x\\\n}\n@misc{b, title={Two}}", [3]),
        ("free text \\\n\\\n@misc{b, title={Two}}", [3]),
        ('@string{s = "x\\\n"}\n@misc{b, title={Two}}', [3]),
        ("@misc{a, title={x\\\\\n}}\n@misc{b, title={Two}}", [1, 3]),
    ],
)
def test_a_backslash_at_the_end_of_a_line_moves_no_line(text: str, lines: list[int]) -> None:
    """Every line counts, whatever it ends with."""
    assert [record.line for record in bibtex.parse("a.bib", text)[0]] == lines


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("%@misc{a, title={A}}\n@misc{b, title={B}}", ["b"]),
        ("% @misc{a,\n%  title = {A},\n% }\n@misc{b, title={B}}", ["b"]),
        ("  %% old: @misc{a, title={A}}\n@misc{b, title={B}} % @misc{c, title={C}}", ["b"]),
        ("%@misc{a,\n  title={A}\n}\n@misc{b, title={B}}", ["b"]),
        ('@misc{b, % the {first, = "one\n title={B} % , year = {x\n , % year = 2001\n}', ["b"]),
        ("@misc{b, title={100% of @misc{a, title={A}}}}", ["b"]),
        ("@misc{b, title={B}} 100 @misc{c, title={C}}", ["b", "c"]),
        ("write to jane@example (home) or a@b{c}\n@misc{b, title={B}}", ["b"]),
    ],
)
def test_comments_are_no_entries(text: str, ids: list[str]) -> None:
    """A % outside values begins a comment; inside a value it is a percent sign, and an address begins no entry."""
    records, problems = bibtex.parse("a.bib", text)
    assert ([record.id for record in records], problems) == (ids, [])
    assert not records[0].further


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@misc{a, title={B \\\\}}", "B"),
        ("@misc{a, note={C:\\dir\\}, title={B}}", "B"),
        ('@misc{a, title="B {"} c"}', 'B " c'),
        ("@misc{a,, title={B},,}", "B"),
        ("@misc{a\n title={B}}", "B"),
        ('@misc(a, title={B (c)}, note="x)")', "B (c)"),
    ],
)
def test_what_people_write(text: str, title: str) -> None:
    """Backslashes before braces, quotes in braces, doubled and missing commas cost no field."""
    (record,), problems = bibtex.parse("a.bib", text)
    assert record.title.startswith(title)
    assert not [one for one in problems if one.severity == "error"]


@pytest.mark.parametrize("kind", ["collection", "proceedings", "mvproceedings", "book"])
def test_a_volume_with_a_booktitle_has_a_title(kind: str) -> None:
    """The booktitle of a volume is its title, not its venue, and no field is kept twice."""
    (record,), problems = bibtex.parse("a.bib", f"@{kind}{{v, booktitle={{Kelp 2020}}, year=2020}}")
    assert (record.title, record.venue, record.further, problems) == ("Kelp 2020", "", (), [])
    (record,), _ = bibtex.parse("a.bib", f"@{kind}{{v, title={{Kelp}}, booktitle={{Kelp 2020}}}}")
    assert record.title == "Kelp"


@pytest.mark.parametrize("kind", hostile(0))
def test_blocks_of_hostile_files_are_inside_them(kind: str) -> None:
    """What is made to hurt is split as well."""
    text = hostile(20_000)[kind]
    assert all(block.end <= len(text) for block in scanner.split(text, 10**6))
