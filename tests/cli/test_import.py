"""shelf import of a library that is kept up to date elsewhere: what it prints, asks and writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.content import catalogue
from tests.cli.test_cli import tree
from tests.conftest import Shelf
from tests.intake.exports import GAUGE, ITEMS, KELP, REED, TIDE, bib
from tests.intake.test_questions import on_terminal, plain

FIRST, LATER = ("--date", "2026-11-01"), ("--date", "2026-11-08")
CHANGED = ({**KELP, "title": "Sonar Lets {{Kelp Count}} Itself"}, {**REED, "journaltitle": "Notes on Shores"}, GAUGE)
KELPS, REEDS = "kelp-counts-itself-by-sonar", "salt-marshes-remember-their-storms"


@pytest.fixture
def content(tmp_path: Path, shelf: Shelf) -> Path:
    """A shelf with a library, whose file has been changed since: two items, a new one, and one is gone."""
    path = tmp_path / "library.bib"
    path.write_text(bib(*ITEMS), encoding="utf-8")
    shelf("import", "library.bib", *FIRST)
    rest = [one for one in ITEMS if one not in (KELP, REED, TIDE)]
    path.write_text(bib(*rest, *CHANGED), encoding="utf-8")
    return tmp_path / "content"


def facts(content: Path) -> tuple[str | None, str | None]:
    """Return the two values that the library has changed, as the shelf has them."""
    papers = catalogue.load(content).papers
    return papers[KELPS].title, papers[REEDS].venue


def test_without_a_terminal_additions_are_written_and_changes_wait(content: Path, shelf: Shelf) -> None:
    """The message says so; the same import with --yes writes them, and once more has nothing to do."""
    done = shelf("import", "library.bib", *LATER)
    assert done.returncode == 0
    assert f"waiting  {KELPS}: title: 'Kelp Counts Itself by Sonar' → 'Sonar Lets Kelp Count Itself'\n" in done.stdout
    assert f"waiting  {REEDS}: venue: 'Letters on Shores' → 'Notes on Shores'\n" in done.stdout
    assert "   gone  tide-tables-without-a-moon  Tide Tables Without a Moon\n" in done.stdout
    assert (
        "library.bib goes on from imports/2026-11-01-library.yml: 1 new item, 2 changed, 1 unchanged, 1 item "
        in done.stdout
    )
    assert "2 files changed\n" in done.stdout
    assert "The waiting changes were not written" in done.stderr
    assert facts(content) == ("Kelp Counts Itself by Sonar", "Letters on Shores")
    done = shelf("import", "library.bib", "--yes", *LATER)
    assert f"changed  {KELPS}: title: " in done.stdout
    assert "3 files changed\n" in done.stdout
    assert done.stderr == ""
    assert facts(content) == ("Sonar Lets Kelp Count Itself", "Notes on Shores")
    assert "0 files changed\n" in shelf("import", "library.bib", "--yes").stdout


def test_a_dry_run_shows_both_and_writes_nothing(content: Path, shelf: Shelf) -> None:
    """What would be written at once comes first, then what a yes would write."""
    before = tree(content)
    done = shelf("import", "library.bib", "--dry-run", *LATER)
    at_once, _, after = done.stdout.partition("\nafter a yes:\n")
    assert "+title: A Tide Gauge for Everyone on the Coast\n" in at_once
    assert "-venue: Letters on Shores\n+venue: Notes on Shores\n" not in at_once
    assert "-venue: Letters on Shores\n+venue: Notes on Shores\n" in after
    assert done.stderr == ""
    assert tree(content) == before


def test_on_a_terminal_each_paper_is_asked_about(content: Path) -> None:
    """A diff for each; a no is final, and both answers are written together."""
    said, code = on_terminal(content.parent, ["maybe\n", "n\n", "yes\n"], "import", "library.bib", *LATER)
    said = plain(said)
    assert code == 0
    assert said.count("Write this: [y]es, [n]o, [a]ll the rest, [q]uit? ") == 3
    assert f"\n{KELPS}, 1 of 2, in library.bib:\n--- a/content/papers/{KELPS}.yml\n" in said
    assert "\n-venue: Letters on Shores\n+venue: Notes on Shores\n" in said
    assert "waiting  " not in said
    assert "3 files changed\n" in said
    assert facts(content) == ("Kelp Counts Itself by Sonar", "Notes on Shores")
    said, _ = on_terminal(content.parent, [], "import", "library.bib")
    assert "0 files changed\n" in plain(said)


@pytest.mark.parametrize("end", ["q\n", "\x03", "\x04"])
def test_who_leaves_is_asked_again(end: str, content: Path) -> None:
    """Quitting, Ctrl-C and Ctrl-D keep the answers given, and leave the rest for the next import; all takes the rest."""
    said, code = on_terminal(content.parent, ["y\n", end], "import", "library.bib", *LATER)
    assert code == 0
    assert "1 paper left for later: the next import of this file asks again\n" in plain(said)
    assert facts(content) == ("Sonar Lets Kelp Count Itself", "Letters on Shores")
    said, _ = on_terminal(content.parent, ["a\n"], "import", "library.bib", *LATER)
    assert f"\n{REEDS}, 1 of 1, in library.bib:\n" in plain(said)
    assert facts(content) == ("Sonar Lets Kelp Count Itself", "Notes on Shores")


def test_json_has_the_changes_and_asks_nothing(content: Path, shelf: Shelf) -> None:
    """Each field with both values; whether it was accepted: null while nobody has decided."""
    found = json.loads(shelf("import", "library.bib", "--json", *LATER).stdout)
    assert found["libraries"] == [
        {
            "source": "library.bib",
            "ledger": "imports/2026-11-01-library.yml",
            "counts": {"new": 1, "changed": 2, "unchanged": 1, "gone": 1},
            "gone": [{"id": TIDE["key"], "title": "Tide Tables Without a Moon", "paper": "tide-tables-without-a-moon"}],
        }
    ]
    first, second = found["amendments"]
    assert (first["key"], first["sources"], first["accepted"]) == (KELPS, ["library.bib"], None)
    assert second["fields"] == [{"field": "venue", "before": "Letters on Shores", "after": "Notes on Shores"}]
    assert "\n+venue: Notes on Shores\n" in second["diff"]
    accepted = json.loads(shelf("import", "library.bib", "--json", "--yes", *LATER).stdout)["amendments"]
    assert [one["accepted"] for one in accepted] == [True, True]
    assert facts(content) == ("Sonar Lets Kelp Count Itself", "Notes on Shores")


def test_hostile_values_cannot_steer_the_terminal(content: Path, shelf: Shelf) -> None:
    """Control characters and marks of the writing direction of a library are escaped in lines and diffs."""
    path = content.parent / "library.bib"
    path.write_text(bib(*ITEMS).replace("Letters on Shores", "Notes \u202e\x1b[2J on Shores"), encoding="utf-8")
    for words in ((), ("--dry-run",), ("--yes",)):
        done = shelf("import", "library.bib", *words, *LATER)
        assert "Notes " in done.stdout
        assert not {"\x1b", "\u202e"} & {*done.stdout, *done.stderr}
