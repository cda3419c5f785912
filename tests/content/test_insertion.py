"""A field that a program adds goes where git can merge it with what a person edits: not beside title or summary."""

from __future__ import annotations

import pytest

from generator import yaml_files
from generator.content import catalogue
from generator.model import Identifiers, Links, Paper

TEXT = "title: Kelp\nauthors:\n  - Ada Marsh\ndate: '2029'\nidentifiers:\n  arxiv: '2901.01234'\nsummary: Of kelp.\n"


def added(text: str, **change: object) -> list[str]:
    """Return the lines after the change; the paper means what it should."""
    before, _ = yaml_files.parse("x", text, Paper)
    assert before
    after = before.model_copy(update=change)
    found = catalogue.edited(text, before, after, apart=True)
    assert yaml_files.parse("x", found, Paper) == (after, [])
    return found.splitlines()


@pytest.mark.parametrize("field", ["venue", "type", "publisher", "language"])
def test_a_new_field_is_apart_from_what_people_edit(field: str):
    """The lines around title and summary stay as they are."""
    lines = added(TEXT, **{field: "article-journal"})
    assert lines[:2] == ["title: Kelp", "authors:"]
    assert lines[-2:] == ["  arxiv: '2901.01234'", "summary: Of kelp."]


def test_a_new_identifier_goes_first_where_the_last_line_is_beside_the_summary():
    """And to its usual end where it is not."""
    ids = Identifiers(arxiv="2901.01234", doi="10.5555/a")
    lines = added(TEXT, identifiers=ids)
    assert lines[lines.index("identifiers:") + 1 :] == [
        "  doi: '10.5555/a'",
        "  arxiv: '2901.01234'",
        "summary: Of kelp.",
    ]
    more = TEXT.replace("summary", "venue: V\nsummary")
    assert added(more, identifiers=ids)[-4:] == [
        "  arxiv: '2901.01234'",
        "  doi: '10.5555/a'",
        "venue: V",
        "summary: Of kelp.",
    ]


def test_a_whole_new_mapping_is_apart_too():
    """Links, of which the file has none."""
    lines = added(TEXT, links=Links(code="https://example.org/c"))
    assert lines[-2:] == ["  arxiv: '2901.01234'", "summary: Of kelp."]


@pytest.mark.parametrize(
    "text", ["title: Kelp\nsummary: Of kelp.\n", "title: Kelp\n", "identifiers:\n  arxiv: '2901.01234'\n"]
)
def test_without_another_place_the_usual_one(text: str):
    """Nothing is lost where there is no such place."""
    before, _ = yaml_files.parse("x", text, Paper)
    assert before
    usual = catalogue.edited(text, before, before.model_copy(update={"venue": "Shores"}))
    assert added(text, venue="Shores") == usual.splitlines()
