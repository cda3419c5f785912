"""The settings in mkdocs.yml: what is not understood is reported at its line, and nothing is shown by mistake."""

import pytest

from generator import site
from generator.problems import ShelfError


def read(folder, value):
    """Return the settings of a mkdocs.yml with a line in ``extra.shelf``."""
    config = folder / "mkdocs.yml"
    config.write_text(f"site_name: Ponds\nextra:\n  shelf:\n    repo: ''\n{value}", "utf-8")
    return site.settings(config)


@pytest.mark.parametrize(
    ("value", "shown"), [("", False), ("    abstracts: hide\n", False), ("    abstracts: show\n", True)]
)
def test_abstracts_are_hidden_unless_shown(tmp_path, value, shown):
    """The default is to hide them."""
    assert read(tmp_path, value).abstracts is shown


@pytest.mark.parametrize("value", ["Show", "true", "1", "[show]", "{a: b}", "''", "null"])
def test_any_other_value_is_reported_where_it_stands(tmp_path, value):
    """The error names line, column and the two values."""
    with pytest.raises(ShelfError) as caught:
        read(tmp_path, f"    abstracts: {value}\n")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (5, 16, "config.value")
    assert "neither show nor hide" in problem.message


@pytest.mark.parametrize("name", ["mkdocs", "properdocs", "zensical"])
def test_the_builder_is_mkdocs_unless_another_is_named(tmp_path, name):
    """Three are known."""
    assert read(tmp_path, f"    builder: {name}\n").builder == name
    assert read(tmp_path, "").builder == "mkdocs"


@pytest.mark.parametrize("value", ["Zensical", "hugo", "[zensical]", "''", "null"])
def test_an_unknown_builder_is_reported_where_it_stands(tmp_path, value):
    """The error names line, column and the three values."""
    with pytest.raises(ShelfError) as caught:
        read(tmp_path, f"    builder: {value}\n")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (5, 14, "config.value")
    assert "neither mkdocs nor properdocs nor zensical" in problem.message


def test_embeds_are_named_queries(tmp_path):
    """Without them there are none; a query may be any text that Browse takes."""
    assert read(tmp_path, "").embeds == {}
    assert read(tmp_path, "    embeds:\n").embeds == {}
    text = "    embeds:\n      recent-code: has:code year:2023..\n      two: '\"deep ponds\" -topic:audio'\n"
    assert read(tmp_path, text).embeds == {"recent-code": "has:code year:2023..", "two": '"deep ponds" -topic:audio'}


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("[has:code]", [(5, 13, "config.value", "embeds does not map keys to queries")]),
        ("has:code", [(5, 13, "config.value", "embeds does not map keys to queries")]),
        ("{Recent: a, a/b: a, ok: ''}", [(5, 14, "config.value", "Recent cannot be a key"), (5, 25, "config.value", "a/b cannot be a key"), (5, 37, "config.value", "ok has no query")]),
        ("{a: 2023}", [(5, 17, "config.value", "a has no query")]),
        ("\n      mine: is:starred\n      odd: ponds has:wings", [(6, 13, "query.reader", "column 1 of the query: "), (7, 12, "query.value", "column 7 of the query: ")]),
    ],
)  # fmt: skip
def test_faulty_embeds_are_all_reported_where_they_stand(tmp_path, value, faults):
    """Each with a hint."""
    with pytest.raises(ShelfError) as caught:
        read(tmp_path, f"    embeds: {value}\n")
    problems = caught.value.problems
    assert [(one.line, one.column, one.code) for one in problems] == [fault[:3] for fault in faults]
    for problem, fault in zip(problems, faults, strict=True):
        assert problem.message.startswith(fault[3])
        assert problem.hint
