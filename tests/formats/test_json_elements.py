"""JSON from unknown sources is read element by element, with lines, and no text makes it crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats import json_elements
from generator.problems import Problem
from tests.conftest import TOO_STEEP, growth


def _read(text: str, *lists: str) -> tuple[list[json_elements.Element], list[Problem]]:
    problems: list[Problem] = []
    return list(json_elements.objects("x.json", text, lists=lists, problems=problems)), problems


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('[{"a": 1}, {"a": 2}]', [1, 1]),
        ('[\n  {"a": 1},\n\n  {"a": 2}\n]\n', [2, 4]),
        ('{"meta": {"count": 2},\n "results": [\n  {"a": 1},\n  {"a": 2}], "next": null}', [3, 4]),
        ('\ufeff{"a": 1}\n{"a": 2}\n', [1, 2]),
        ('{"results": [{"a": 1}]}\n{"results": [{"a": 2}]}\n', [1, 2]),
    ],
)
def test_every_arrangement_yields_its_objects_with_their_lines(text, lines):
    """A list, a list inside an object, JSON Lines and one page per line give the same objects, each with its own line."""
    found, problems = _read(text, "results")
    assert [(each.value, each.line) for each in found] == [({"a": 1}, lines[0]), ({"a": 2}, lines[1])]
    assert problems == []


def test_an_object_without_the_list_is_itself_the_record():
    """A single answer is one element with the position of its brace."""
    [found], problems = _read('\n  {"id": 1, "other": [{"a": 1}]}', "results")
    assert (found.value["id"], found.line, found.column) == (1, 2, 3)
    assert problems == []


def test_null_and_other_values_are_counted_and_neighbours_kept():
    """Elements and problems add up to the length of the list."""
    found, problems = _read('[{"a": 1},\nnull,\n"text",\n[1],\n{"a": 2}]')
    assert [each.line for each in found] == [1, 5]
    assert [(each.code, each.line, each.severity) for each in problems] == [
        ("record.null", 2, "warning"),
        ("record.unreadable", 3, "error"),
        ("record.unreadable", 4, "error"),
    ]


def test_a_broken_element_does_not_affect_its_neighbours():
    """Parsing goes on at the next line that begins like the broken element's line."""
    found, problems = _read('[\n  {"a": 1},\n  {"a": oops},\n  {"a": 3}\n]')
    assert [each.value["a"] for each in found] == [1, 3]
    assert [(each.code, each.line, each.column) for each in problems] == [("record.syntax", 3, 9)]


def test_an_answer_that_is_cut_off_says_so():
    """The elements before the cut are kept, and the hint says what to do."""
    found, problems = _read('{"results": [{"a": 1}, {"a": 2}, {"a"', "results")
    assert [each.value["a"] for each in found] == [1, 2]
    assert [each.code for each in problems] == ["record.syntax"]
    found, problems = _read('{"results": [{"a": 1},', "results")
    assert len(found) == 1
    assert "cut off" in problems[0].hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"error": "Paper not found"}', "Paper not found"),
        ('{"error": "Invalid query parameters error.", "message": "title is no field"}', "title is no field"),
        ('{"message": "Too Many Requests", "code": "429"}', "429: Too Many Requests"),
        ('{"error": {"message": "quota", "code": 403}}', "quota"),
        ('{"error": "late", "results": []}', "late"),
        ('{"error": true}', "no message"),
    ],
)
def test_an_error_body_is_a_problem_and_no_record(text, message):
    """The message of the service is shown."""
    found, problems = _read(text, "results")
    assert found == []
    assert [each.code for each in problems] == ["source.error-answer"]
    assert message in problems[0].message


@pytest.mark.parametrize("text", ["[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000, "[" * 1_000_000])
def test_deep_nesting_is_answered_quickly(text):
    """10,000 levels and more are one problem, in both ways of reading."""
    value, problems = json_elements.load("x.json", text)
    found, more = _read(text)
    assert growth(_read, text) < TOO_STEEP
    assert growth(lambda part: json_elements.load("x.json", part), text) < TOO_STEEP
    assert value is None
    assert found == []
    assert [each.code for each in problems] == ["json.too-deep"]
    assert {each.code for each in more} == {"json.too-deep"}


def test_the_limit_of_depth_is_ours_and_not_the_interpreters():
    """DEPTH levels are read, one more is refused."""
    limit = json_elements.DEPTH
    assert json_elements.load("x", "[" * limit + "]" * limit)[1] == []
    assert [each.code for each in json_elements.load("x", "[" * (limit + 1) + "]" * (limit + 1))[1]] == [
        "json.too-deep"
    ]


def test_load_returns_the_value_or_the_place_of_the_fault():
    """A whole value is returned; text after it, a syntax error and a huge number are problems with a position."""
    assert json_elements.load("x", ' {"a": [1, null]} \n') == ({"a": [1, None]}, [])
    for text, place in (('{"a": 1}\n!', (2, 1)), ('{\n "a" 1}', (2, 6)), ("", (1, 1)), ("9" * 5_000, (1, 1))):
        value, [problem] = json_elements.load("x", text)
        assert value is None
        assert (problem.code, problem.line, problem.column) == ("json.syntax", *place)


@pytest.mark.parametrize("piece", ["null,", "{},", '{"a":1},'])
def test_millions_of_elements_end_in_a_problem(piece):
    """The rest of a source beyond all measure is not read, and that is said; the cost is linear."""

    def read(text: str) -> list[Problem]:
        problems: list[Problem] = []
        for _ in json_elements.objects("x", text, lists=(), problems=problems):
            pass
        return problems

    assert read("[" + piece * 1_000_000)[-1].code == "source.too-large"
    assert growth(read, "[" + piece * 1_000_000) < TOO_STEEP


@given(st.text() | st.lists(st.sampled_from(['{"a":', "[", "]", "}", ",", '"x"', "1", "null", "\n", " "])).map("".join))
def test_any_text_gives_elements_and_problems(text):
    """Any text gives a result, and both ways of parsing agree on what is JSON."""
    found, problems = _read(text, "a", "x")
    try:
        value: Any = json.loads(text.lstrip("\ufeff \t\n\r"))
    except ValueError:
        assert problems or len(found) != 1 or text.strip()
    else:
        assert json_elements.load("x", text) == (value, [])
        assert not any(each.code == "json.syntax" for each in problems)
