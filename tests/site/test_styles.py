"""The style sheets use the six type sizes and the spacing scale, and nothing else."""

import re

import pytest

from tests.site.invented import REPOSITORY

SHEETS = sorted((REPOSITORY / "overrides" / "assets").glob("*.css"))
DECLARATION = re.compile(r"(?:^|[;{\s])([a-z-]+):\s*([^;{}]+)(?=[;}])")
SIZE = re.compile(r"inherit|var\(--shelf-size-[1-6]\)")
SPACES = ("margin", "padding", "gap", "row-gap", "column-gap")
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:rem|pt)\b")  # px belong to targets for fingers, em to what lies in a line


def declarations(sheet):
    """Return each property with its value, without comments and without the size of the root, which the others multiply."""
    return DECLARATION.findall(re.sub(r"/\*.*?\*/|\bhtml \{[^}]*\}", "", sheet.read_text("utf-8"), flags=re.DOTALL))


def test_there_are_style_sheets():
    """The tests below read something."""
    assert len(SHEETS) > 1
    assert all(len(declarations(sheet)) > 50 for sheet in SHEETS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_type_has_one_of_six_sizes(sheet):
    """``font-size`` is one of the six variables or inherited, and ``font`` sets no size."""
    found = declarations(sheet)
    assert [value for name, value in found if name == "font-size" and not SIZE.fullmatch(value.strip())] == []
    assert [value for name, value in found if name == "font" and value.strip() != "inherit"] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_space_comes_from_the_scale(sheet):
    """Margins, paddings and gaps are multiples of the scale's steps."""
    found = declarations(sheet)
    assert [(name, value) for name, value in found if name.startswith(SPACES) and LENGTH.search(value)] == []
