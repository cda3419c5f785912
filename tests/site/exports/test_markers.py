"""Where in a README the list goes: between two comments, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import ShelfError
from generator.site.exports import markers

START, END = markers.START, markers.END
LINES = {
    "neither": ("# Mine\n", "1:1", "does not say where the list belongs"),
    "an empty file": ("", "1:1", "does not say where the list belongs"),
    "no end": (f"# Mine\n\n  {START}\nlist\n", "3:3", f"{START} is there, but {END} is not"),
    "no start": (f"# Mine\n{END}\n", "2:1", f"{END} is there, but {START} is not"),
    "two pairs": (f"{START}\n{END}\n\n{START}\n{END}\n", "4:1", f"{START} is also on line 1"),
    "two ends": (f"{START}\n{END}\n{END}\n", "3:1", f"{END} is also on line 2"),
    "the wrong order": (f"\n{END}\n{START}\n", "2:1", f"{END} is above {START}"),
    "in a fence": (f"```html\n{START}\n{END}\n```\n", "2:1", f"{START} is in code"),
    "the end in a fence": (f"{START}\n~~~~\n~~~\n{END}\n~~~~\n", "4:1", f"{END} is in code"),
    "after a fence that is never closed": (f"- ```\n\n{START}\n{END}\n", "3:1", f"{START} is in code"),
    "indented as code": (f"{START}\n\n\t{END}\n", "3:2", f"{END} is in code"),
    "beside text": (f"| {START} | {END} |\n", "1:3", f"{START} shares its line with other text"),
    "on one line": (f"{START}{END}\n", "1:1", f"{START} shares its line with other text"),
}


@pytest.mark.parametrize("name", list(LINES))
def test_a_file_without_one_pair_of_markers_is_a_problem(name: str) -> None:
    """It is reported where it is, with what to do about it."""
    text, place, message = LINES[name]
    for newline in ("\n", "\r\n", "\r"):
        with pytest.raises(ShelfError) as caught:
            markers.find(Path("README.md"), text.replace("\n", newline))
        (problem,) = caught.value.problems
        assert (f"{problem.line}:{problem.column}", problem.code) == (place, "readme.markers")
        assert message in problem.message
        assert problem.hint
    if "not say" in message:
        assert START in problem.hint
        assert END in problem.hint


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (f"{START}\n{END}", 0),
        (
            f"Put `{START}` and `{END}` into it:\n\n```\n# No heading\n{START}\n{END}\n```\n## Papers\n{START}\nold\n{END}\n",
            2,
        ),
        ("# Mine\n### Papers ###\n   <!--shelf:start-->  \n### Old\n\n<!--   shelf:end -->\n# After\n", 3),
        (f"````\n```\n````\n# Mine\n#hash\n{START}\n{END}\n```\n{START}\n```\n", 1),
    ],
)
def test_markers_that_are_text_do_not_count(text: str, level: int) -> None:
    """A README may explain the markers. The heading above decides how deep the list's own headings are."""
    part = markers.find(Path("README.md"), text)
    assert part.level == level
    before, after = text[: part.start], text[part.end :]
    assert before.rstrip().endswith("shelf:start -->") or before.rstrip().endswith("shelf:start-->")
    assert after.startswith("<!--")
    assert text[part.start : part.end].strip() in {"", "old", "### Old"}
