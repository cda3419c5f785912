"""`shelf readme`: what it writes into a README, what it leaves alone, and what it says."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.cli import forking
from tests.site import invented

START, END = "<!-- shelf:start -->", "<!-- shelf:end -->"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf, which no test changes."""
    folder = tmp_path_factory.mktemp("project")
    invented.project(folder)
    return folder


def run(project: Path, *arguments: object) -> tuple[int, str, str]:
    """Run the command; return the exit code, and what it printed."""
    done = forking.run("generator.cli", "readme", *arguments, cwd=project)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("mark", "encoding", "newline"),
    [
        (b"", "utf-8", "\n"),
        (codecs.BOM_UTF8, "utf-8", "\r\n"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "\r\n"),
        (b"", "latin-1", "\r"),
    ],
)
def test_all_else_stays_byte_for_byte(project: Path, tmp_path: Path, mark: bytes, encoding: str, newline: str) -> None:
    """Line ends, byte order mark, encoding, and a last line without an end; the list has the line ends of the file."""
    word = "Teiche für Frösche und Störche, Brücken über Flüsse"
    above = f"# {word}\n\n \t odd  \n{START}\n".replace("\n", newline).encode(encoding)
    below = f"{END}\n\n\n{word}".replace("\n", newline).encode(encoding)
    file = tmp_path / "README.md"
    file.write_bytes(mark + above + "old".encode(encoding) + newline.encode(encoding) + below)
    assert run(project, file) == (0, f"changed: {file}\n", "")
    written = file.read_bytes()
    assert written.startswith(mark + above)
    assert written.endswith(below)
    inside = written[len(mark + above) : -len(below)].decode(encoding)
    assert "HERON: Wading" in inside
    assert newline in inside
    assert not {"\r", "\n"} & {*inside.replace(newline, "")}
    assert run(project, file) == (0, f"unchanged: {file}\n", "")


def test_a_character_that_the_encoding_lacks_becomes_a_reference(project: Path, tmp_path: Path) -> None:
    """The list never turns a file into another encoding."""
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Ponds ✓ 中\nsite_url: https://example.org/\n", "utf-8")
    file = tmp_path / "README.md"
    above = "Teiche für Frösche und Störche, Brücken über Flüsse\n".encode("latin-1")
    file.write_bytes(above + f"{START}\n{END}\n".encode())
    assert run(project, file, "--config", config)[0] == 0
    assert file.read_bytes().startswith(above)
    assert b"Ponds &#10003; &#20013;" in file.read_bytes()


def test_check_writes_nothing_and_fails_only_if_something_would_change(project: Path, tmp_path: Path) -> None:
    """It takes the same options as the command that wrote the list."""
    file = tmp_path / "README.md"
    file.write_text(f"{START}\n{END}\n", "utf-8")
    before = file.read_bytes()
    code, said, complaint = run(project, file, "--check")
    assert (code, complaint) == (1, "")
    assert "\n+- **[HERON 2: Deeper Water]" in said
    assert said.endswith(f"\nwould change: {file}\n")
    assert file.read_bytes() == before
    assert run(project, file, "--by", "family", "--most", "2")[0] == 0
    written = file.read_text("utf-8")
    assert written.count("- **[") == 2
    assert '<a id="shelf-family-' in written
    assert run(project, file, "--check", "--by", "family", "--most", "2") == (0, "", "")
    assert run(project, file, "--check")[0] == 1
    assert file.read_text("utf-8") == written


def test_a_readme_without_a_place_for_the_list_is_not_touched(project: Path, tmp_path: Path) -> None:
    """The message has the two lines to paste; so it is for a file that is not there, and for faulty content."""
    file = tmp_path / "README.md"
    file.write_text("# Mine\n", "utf-8")
    code, said, complaint = run(project, file)
    assert (code, said) == (1, "")
    assert complaint.startswith(f"{file}:1:1: readme.markers: ")
    assert START in complaint.splitlines()[1]
    assert END in complaint.splitlines()[1]
    assert file.read_text("utf-8") == "# Mine\n"
    code, said, complaint = run(project, tmp_path / "none.md")
    assert (code, said) == (1, "")
    assert complaint.startswith(f"{tmp_path / 'none.md'}:1:1: source.unreadable: ")
    file.write_text(f"{START}\n{END}\n", "utf-8")
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "content" / "papers" / "a.yml").write_text("titel: A\n", "utf-8")
    code, said, complaint = run(project, file, "--content", tmp_path / "content")
    assert (code, said) == (1, "")
    assert "field.unknown" in complaint
    assert file.read_text("utf-8") == f"{START}\n{END}\n"


def test_a_readme_of_which_github_would_show_a_part_is_written_with_a_warning(project: Path, tmp_path: Path) -> None:
    """It is written all the same: GitHub is not the only reader."""
    file = tmp_path / "README.md"
    file.write_text(f"{START}\n{END}\n{'x' * 512_000}", "utf-8")
    code, said, complaint = run(project, file)
    assert (code, said) == (0, f"changed: {file}\n")
    assert complaint.startswith(f"{file}:1:1: readme.length: warning: ")
    assert "--most" in complaint
