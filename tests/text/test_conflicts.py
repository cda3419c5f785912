"""Git's conflict markers in YAML and Markdown."""

import pytest

from generator.text import conflicts

OURS = "<<<<<<< HEAD\nvenue: V\n"
THEIRS = "=======\nvenue: W\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    "text",
    [
        OURS + THEIRS,
        (OURS + THEIRS).replace("\n", "\r\n"),
        OURS + "||||||| base\nvenue: X\n" + THEIRS,
        OURS + "||||||| base\n<<<<<<<<< a\nv: 1\n=========\nv: 2\n>>>>>>>>> b\n" + THEIRS,
    ],
)
def test_one_conflict_is_one(text: str) -> None:
    """Both styles of git, and conflicts inside the common ancestor, are one conflict; our version is left."""
    found = conflicts.in_yaml(f"title: T\n{text}date: D\n")
    assert [(one.complete, one.start) for one in found] == [(True, 9)]
    left = conflicts.ours(f"title: T\n{text}date: D\n", found)
    assert left.split() == ["title:", "T", "venue:", "V", "date:", "D"]
    assert len(left) == len(text) + 17


def test_each_conflict_is_found() -> None:
    """Two conflicts in one file are two."""
    assert [one.complete for one in conflicts.in_yaml((OURS + THEIRS) * 2)] == [True, True]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("venue: V\n" + THEIRS, 9),
        (OURS + "venue: W\n", 0),
        (OURS + "venue: W\n>>>>>>> branch\n", 0),
        ("a: b\n=======\n", 5),
        ("a: b\n>>>>>>> branch\n", 5),
    ],
)
def test_markers_that_were_left_are_one_incomplete_conflict(text: str, start: int) -> None:
    """What somebody forgot to delete is found at its first marker."""
    assert [(one.complete, one.start) for one in conflicts.in_yaml(text)] == [(False, start)]


@pytest.mark.parametrize("text", ["a: >-\n  <<<<<<< b\n  =======\n", "a: '======='\n", "<<<<<< a\n", "# =======\n"])
def test_other_lines_of_yaml_are_no_conflict(text: str) -> None:
    """Markers begin at the first column and have seven characters."""
    assert conflicts.in_yaml(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n\ntext\n",
        f"```\n{OURS}{THEIRS}```\n",
        f"~~~ text\n{OURS}{THEIRS}",
        ">>>>>>> a quotation\n",
        f"    {OURS}",
        "| a |\n|||||||\n",
    ],
)
def test_other_lines_of_markdown_are_no_conflict(text: str) -> None:
    """Headings, quotations and examples in code blocks are Markdown."""
    assert conflicts.in_markdown(text) == []


@pytest.mark.parametrize(
    "text", [OURS + THEIRS, f"Title\n=======\n\n{OURS}{THEIRS}", f"A long title\n============\n{OURS}{THEIRS}"]
)
def test_a_conflict_in_markdown_is_found(text: str) -> None:
    """A heading above it does not hide it."""
    (found,) = conflicts.in_markdown(text)
    assert found.complete
    assert text[found.start :].startswith(OURS)


def test_a_rest_in_markdown_is_found() -> None:
    """A conflict whose first line somebody deleted is still one."""
    assert [one.complete for one in conflicts.in_markdown(f"text\n{THEIRS}")] == [False]
