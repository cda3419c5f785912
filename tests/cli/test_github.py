"""`shelf check --format github`: annotations and a summary, in which people's text is never a command or markup."""

import html
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import github
from generator.problems import Problem
from tests.conftest import Shelf
from tests.content.repository import shelf as small

HOSTILE = [
    "::set-output name=x::y",
    "a\n::set-output name=x::y",
    "a\r::add-path::/tmp",
    "%0A::set-output name=x::y",
    "%25%0D%0A##[add-path]/tmp",
    "a,title=other::b",
    "a:b,line=7",
    "x | y | z",
    "`x` | \\| **b** _i_ ~~s~~ [l](javascript:x) <img src=x onerror=y> @someone #1 www.example.org https://example.org",
    "</td></table><script>x</script>",
    "\u2028\u202e\x1b[31m\x85",
]
_COMMAND = re.compile(r"::(error|warning) file=([^,:\r\n]*),line=(\d+),col=(\d+),title=([^,:\r\n]*)::([^\r\n]*)")


def problem(text: str, number: int = 1, **more: str) -> Problem:
    """Return a problem with the text in every text field."""
    return Problem(path=text, line=number, column=2, code="yaml.syntax", message=text, hint=text, **more)  # type: ignore[arg-type]


def read(command: str) -> tuple[str, str]:
    """Return file and message as GitHub's runner decodes them (actions/runner, ActionCommand.cs)."""
    found = _COMMAND.fullmatch(command)
    assert found, command
    values = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
    file, message = found[2], found[6]
    for code, sign in values:
        file = file.replace(code, sign)
        message = message.replace(code, sign) if code not in {"%3A", "%2C"} else message
    return file, message


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_leaves_its_place_in_a_command(text: str) -> None:
    """One line, one command, the same file; what was quoted comes out as it went in, but for signs that nobody sees."""
    [command] = github.commands([problem(text)])
    assert len(command.splitlines()) == 1
    file, message = read(command)
    assert file == (text if not {"\x1b"} & set(text) else text.encode("unicode_escape").decode())
    shown = problem(text).message.encode("unicode_escape").decode() if not text.isprintable() else text
    assert message.split("\nhint: ") == [shown, shown]


@given(st.text(min_size=1), st.text())
def test_no_text_at_all_begins_a_line(path: str, message: str) -> None:
    """Whatever it holds."""
    one = Problem(path=path, code="field.value", message=message)
    [command] = github.commands([one])
    assert _COMMAND.fullmatch(command)
    rows = github.summary([one]).split("\n")
    assert [row for row in rows if row][-1].count("|") == 6


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_leaves_its_cell_in_the_summary(text: str) -> None:
    """Each row has its five cells, and signs that mean something to Markdown or HTML are character references."""
    table = github.summary([problem(text)])
    row = table.rstrip("\n").split("\n")[-1]
    cells = row.removeprefix("| ").removesuffix(" |").split(" | ")
    assert len(cells) == 5
    assert all(re.fullmatch(r"(?:[\w ./,-]|&#\d+;)*", cell) for cell in cells)
    assert not re.search(r"_|www\.|https?:", table.split("\n", 4)[4])
    assert html.unescape(cells[3]) == (text if text.isprintable() else text.encode("unicode_escape").decode())


def test_errors_first_and_ten_of_a_kind() -> None:
    """GitHub shows no more; the rest is counted and listed in the summary, errors first as well."""
    found = [problem("w", n, severity="warning") for n in range(1, 13)] + [problem("e", n) for n in range(1, 15)]
    commands = github.commands(found)
    assert [command.split(" ")[0] for command in commands] == ["::error"] * 10 + ["::warning"] * 10
    assert github.left_out(found) == 6
    rows = github.summary(found).split("\n")[4:-2]
    assert [row.split(" ")[1] for row in rows] == ["error"] * 14 + ["warning"] * 12


def test_a_summary_stays_below_githubs_limit() -> None:
    """What does not fit is counted."""
    table = github.summary([problem("日" * 1_000, n) for n in range(1, 400)])
    assert len(table.encode()) < 1 << 20
    told = re.search(r"… and (\d+) more: run `shelf check`", table)
    assert told
    assert table.count("\n| error") + int(told[1]) == 399
    assert github.summary([]) == ""


def test_the_command_prints_annotations_and_adds_to_the_summary(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Problems of changed files come first among the ten; what stood in the summary stays; the exit code is that of check."""
    repository = small(tmp_path / "repository")
    for number in range(12):
        repository.paper(f"old-{number:02}", f"title: Number {number}\nbuilds_on: [nothing]\n")
    repository.commit()
    repository.paper("zebra", "titel: '::set-output name=x::y'\n")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    done = shelf("check", "--changed-since", "HEAD", "--format", "github", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::error file=content/papers/zebra.yml,line=1,col=1,title=field.unknown::")
    assert len([line for line in lines if line.startswith("::")]) == 10
    assert lines[-2:] == ["3 more in the summary of this step", "14 papers: 13 errors, 0 warnings"]
    assert summary.read_text().startswith("before\n### What")
    assert summary.read_text().count("\n| error") == 13
    shutil.rmtree(repository.content / "papers")
    assert shelf("check", "--format", "github", cwd=repository.folder).returncode == 0
