"""Names that Windows does not allow, and merge conflicts in pages and mkdocs.yml."""

from pathlib import Path

import pytest

from generator.content import catalogue
from generator.model import Paper
from generator.problems import Problem, ShelfError
from generator.site import settings
from generator.site.views import authorship
from tests.checks.test_codes import NODE, spread
from tests.conftest import people
from tests.site import reading

CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n"


def found(root: Path, code: str) -> list[Problem]:
    return [problem for problem in catalogue.inspect(root)[1] if problem.code == code]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("papers/con.yml", "rename it: con-1.yml, and add to it: former_keys: [con]"),
        ("imports/nul.yml", "rename it: nul-1.yml"),
        ("pages/aux.md", "rename it: aux-1.md"),
        ("pages/COM1/index.md", "rename it: com1-1"),
        ("pages/lpt9.tar.gz", "rename it: lpt9-tar.gz"),
        ("pages/what?.md", "rename it: what.md"),
    ],
)
def test_names_that_windows_does_not_allow_are_warned_of(tmp_path: Path, name: str, hint: str) -> None:
    """Whatever people name: papers, imports, pages, folders and other files."""
    spread(tmp_path, {name: "title: T\n"})
    (problem,) = found(tmp_path, "key.windows")
    assert (problem.severity, problem.hint) == ("warning", hint)


def test_a_family_that_windows_does_not_allow_is_warned_of(tmp_path: Path) -> None:
    """Its page would be a folder of that name; the warning is at its key."""
    spread(tmp_path, {"taxonomy.yml": f"families:\n  tiny:\n{NODE}  prn:\n{NODE}"})
    (problem,) = found(tmp_path, "key.windows")
    assert (problem.line, problem.column, problem.hint) == (5, 3, "rename it here and in the papers: prn-1")


def test_other_names_are_allowed(tmp_path: Path) -> None:
    """Names that only resemble reserved ones are not warned of."""
    spread(tmp_path, {f"papers/{key}.yml": f"title: {key}\n" for key in ("con-1", "contra", "com10", "auxiliary")})
    assert catalogue.inspect(tmp_path)[1] == []


def test_an_author_has_a_folder_on_windows() -> None:
    """A name that Windows reserves gets a number."""
    (name,) = people("Con")
    found = authorship.gather({name: ["a", "b"]}, ["a", "b"])
    assert found[name].key.startswith("con-")


@pytest.mark.parametrize("offline", [False, True])
def test_a_former_key_that_windows_does_not_allow_is_no_page_of_the_zip(tmp_path: Path, *, offline: bool) -> None:
    """The old address still works online; in a zip, which nobody links into, the folder could not be unpacked."""

    def shelf(root: Path) -> catalogue.Catalogue:
        papers = {"con-1": Paper(title="Con", former_keys=("con", "cons"))}
        return catalogue.Catalogue(root=root, papers=papers)

    _, docs = reading.written(tmp_path, make=shelf, index_html=offline)
    assert (docs / "papers/cons/index.md").exists()
    assert (docs / "papers/con/index.md").exists() is not offline


def test_a_conflict_in_a_page_is_an_error(tmp_path: Path) -> None:
    """Nobody wants to publish both versions; an example in a code block is fine."""
    spread(tmp_path, {"pages/about.md": f"# About\n\n{CONFLICT}", "pages/git.md": f"```\n{CONFLICT}```\n"})
    (problem,) = found(tmp_path, "file.conflict")
    assert (Path(problem.path).name, problem.line, problem.severity) == ("about.md", 3, "error")


def test_a_conflict_in_the_configuration_is_reported(tmp_path: Path) -> None:
    """It is reported as such, before MkDocs stumbles on it."""
    config = tmp_path / "mkdocs.yml"
    config.write_text("<<<<<<< HEAD\nsite_name: A\n=======\nsite_name: B\n>>>>>>> branch\n", "utf-8")
    with pytest.raises(ShelfError, match=r"mkdocs\.yml:1:1: file\.conflict: "):
        settings(config)
