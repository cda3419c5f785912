"""A shelf whose hand-written pages a builder could publish alone is warned about, and the notice on them is left out by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks
from generator.checks.notice import NOTICE
from tests.conftest import ROOT

PLUGIN = "plugins: [shelf]\n"
WRAPPED = NOTICE.replace(". ", ".\n")


def shelf(folder: Path, files: dict[str, str]) -> Path:
    """Write files, and return the folder of curated ones among them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "content"


def codes(root: Path) -> list[str]:
    """Return the codes of the warnings."""
    found = list(checks.unguarded(root))
    assert {problem.severity for problem in found} <= {"warning"}
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("plugins", "expected"),
    [
        (PLUGIN, []),
        ("plugins:\n  - search\n  - shelf\n", []),
        ("plugins:\n  - shelf: {}\n", []),
        ("plugins:\n  shelf: {}\n", []),
        ("", []),
        ("site_name: Ponds\n", ["config.plugin"]),
        ("plugins:\n", ["config.plugin"]),
        ("plugins: []\n", ["config.plugin"]),
        ("plugins:\n  - search: {shelf: 1}\n  - 3\n", ["config.plugin"]),
        ("plugins: shelf\n", ["config.plugin"]),
        ("docs_dir: content/pages\n", ["config.plugin"]),
        ("docs_dir: docs\n", []),
        ("- a list\n", []),
        ("a: b: c\n  d\n", []),
    ],
)
def test_the_plugin_must_be_listed(tmp_path: Path, plugins: str, expected: list[str]) -> None:
    """In each form that MkDocs knows; an mkdocs.yml that cannot be read, or is of other pages, is none of our business."""
    assert codes(shelf(tmp_path, {"mkdocs.yml": plugins})) == expected


def test_without_an_mkdocs_yml_there_is_nothing_to_publish(tmp_path: Path) -> None:
    """A folder of papers alone has no warning."""
    assert codes(shelf(tmp_path, {"content/pages/index.md": "Ponds.\n"})) == []


@pytest.mark.parametrize("name", ["zensical.toml", "properdocs.yml", "properdocs.yaml"])
def test_a_file_that_a_builder_prefers_is_named(tmp_path: Path, name: str) -> None:
    """The builder would not see mkdocs.yml, in which the plugin is."""
    root = shelf(tmp_path, {"mkdocs.yml": PLUGIN, name: ""})
    (problem,) = checks.unguarded(root)
    assert (problem.code, Path(problem.path).name) == ("config.other", name)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (NOTICE, []),
        (f"---\ntitle: T\n---\n\nPonds.\n\n{NOTICE}\n", []),
        (WRAPPED, []),
        ('<p class="unbuilt">In the owner\'s words.</p>\n', []),
        ("Ponds.\n", ["pages.notice"]),
        (f"<!-- {NOTICE.replace('<!--', '').replace('-->', '')} -->\n", ["pages.notice"]),
    ],
)
def test_the_first_page_says_that_the_papers_are_missing(tmp_path: Path, page: str, expected: list[str]) -> None:
    """In words that a reader sees; the hint holds the line to add."""
    root = shelf(tmp_path, {"mkdocs.yml": PLUGIN, "content/pages/index.md": page})
    assert codes(root) == expected
    assert all(NOTICE in problem.hint for problem in checks.unguarded(root))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{NOTICE}\n\nPonds.\n", "Ponds.\n"),
        (f"Ponds.\n\n{NOTICE}\n", "Ponds.\n\n"),
        (f"{WRAPPED}\nPonds.\n", "Ponds.\n"),
        (f"{NOTICE.removesuffix('</p>')}\n\nPonds.\n", "Ponds.\n"),
        (NOTICE.removesuffix("</p>"), ""),
        ("<p class='unbuilt'>A\n</p>Ponds.\n", "Ponds.\n"),
        ('<p class="built">Ponds.</p>\n', '<p class="built">Ponds.</p>\n'),
    ],
)
def test_the_notice_is_left_out_and_nothing_else(page: str, expected: str) -> None:
    """However it is wrapped, and if its end is missing."""
    assert checks.without_notice(page) == expected


@pytest.mark.parametrize("folder", ["content/pages", "generator/starter/fresh/shelf/content/pages"])
def test_this_shelf_and_a_new_one_have_the_notice(folder: str) -> None:
    """As the hint has it."""
    assert NOTICE in (ROOT / folder / "index.md").read_text("utf-8")
