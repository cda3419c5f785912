"""What commands print: no value can steer a terminal, hide words or turn them round."""

from __future__ import annotations

import ast
import json
import unicodedata
from pathlib import Path

import pytest

from generator.cli.terminal import json_text
from tests.conftest import ROOT, Shelf
from tests.content.repository import Repository
from tests.content.repository import shelf as small

# C1 controls, marks of the writing direction, characters without a width, and a tag.
HOSTILE = "".join(map(chr, (*range(0x80, 0xA0), 0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))) + (
    "\u2060\u2066\u2067\u2068\u2069\ufeff\U000e0041"
)
ESCAPED = "".join(f"\\U{ord(c):08x}" for c in HOSTILE)
PERSIAN = "می\u200cخواهم"


def bad(text: str) -> set[str]:
    """Return the characters of an output that must not reach a terminal."""
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n"}


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A committed shelf whose paper has hostile values, and a source with more of them."""
    found = small(tmp_path / "clone")
    found.paper("heron", f'title: "Herons {ESCAPED} Wade"\nvenue: "{PERSIAN} {ESCAPED}"\nsummary: "a {ESCAPED}"\n')
    found.commit()
    source = f"@article{{k,\n title = {{Otters {HOSTILE} Swim}},\n author = {{Reed{HOSTILE}, Bo}},\n journal = {{J{HOSTILE}}}\n}}\n"
    (found.folder / "a.bib").write_text(source + source.replace("{k,", "{l,") + f"@article{{{HOSTILE}\n", "utf-8")
    (found.folder / f"b{HOSTILE[32:]}.ris").write_text(f"TY  - JOUR\nTI  - {HOSTILE}\nER  - \n", "utf-8")
    return found


COMMANDS = [
    ["check"], ["check", "--explain", "heron"], ["check", "--format", "github"], ["check", "--format", "json"],
    ["import", "a.bib", "--dry-run"], ["import", "a.bib", "--dry-run", "--json"], ["import", "a.bib"], ["import", "."],
    ["dedupe", "a.bib"], ["dedupe", "a.bib", "--json"], ["dedupe", "a.bib", "--output", f"o{HOSTILE[33:40]}.bib"],
    ["format", "--check"], ["format"], ["diff", "HEAD"], ["diff", f"x{HOSTILE[32:]}"], ["review"], ["links"],
    ["diff", "HEAD", "--format", "json"], ["diff", "HEAD", "--format", "markdown"], ["links", "--json"],
    ["digest", "--since", "2000-01-01"], ["add", f"Ponds and {HOSTILE} Newts", "--offline", "--dry-run"],
    ["refresh", f"x{HOSTILE[32:]}"], [f"--x{HOSTILE[32:]}"], ["import", f"--x{HOSTILE[32:]}"], [f"x{HOSTILE[32:]}"],
    ["review", f"x{HOSTILE[32:]}"], ["import", "a.bib", "--date", HOSTILE[32:]], ["check", "--content", f"c{HOSTILE[32:]}"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda found: ascii(" ".join(found))[:60])
def test_no_command_sends_a_hidden_character(shelf: Shelf, made: Repository, arguments: list[str]) -> None:
    """Neither in messages, diffs and tables nor in JSON, whether a file, a name or the command line has it."""
    (made.content / "papers/heron.yml").write_text(
        f'title: "Herons {ESCAPED} Wade at Dusk"\nvenue: {PERSIAN}\n', "utf-8"
    )
    shown = [str(path.name) for path in made.folder.glob("*.ris")] if arguments == ["import", "."] else arguments[1:]
    done = shelf(arguments[0], *shown, cwd=made.folder)
    assert bad(done.stdout) == set()
    assert bad(done.stderr) == set()
    assert done.stdout or done.stderr
    assert "Traceback" not in done.stderr


def test_json_reads_back_the_same() -> None:
    """Escapes in JSON are JSON's own."""
    value = {HOSTILE: [f'"{HOSTILE}\\\U000e0041 é 海 {PERSIAN}\n\ud800', 1]}
    assert json.loads(json_text(value)) == value
    assert bad(json_text(value)) == set()
    assert "é 海" in json_text(value)


def test_all_output_goes_through_one_place() -> None:
    """No command prints by itself, except that review's console draws text that was escaped before."""
    found = set()
    for path in (ROOT / "generator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "print",
                "click.echo",
                "click.secho",
                "sys.stdout.write",
            }:
                found.add(path.relative_to(ROOT / "generator").as_posix())
    assert found == {"cli/terminal.py"}
