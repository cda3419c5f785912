"""``shelf add`` and ``shelf refresh`` as a person meets them: what is shown, what is asked, what is written."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import add, main
from generator.services import SERVICES
from tests.services.answers import LIMPETS, TEXT
from tests.services.replaying import Replay, says


@pytest.fixture(autouse=True)
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """The five services on this machine, knowing one paper."""
    server = Replay()
    server.papers.append(LIMPETS)
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield server
    server.close()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def run(content: Path, command: str, *arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(main, [command, "--content", str(content), *arguments], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def written(content: Path) -> set[str]:
    return {path.relative_to(content).as_posix() for path in content.rglob("*.yml")}


def limpets(content: Path, text: str = "") -> Path:
    path = content / "papers" / "limpets.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text or f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\n", encoding="utf-8")
    return path


TAXONOMY = "families:\n  molluscs:\n    name: Molluscs\n    description: Shells.\n"


@pytest.mark.parametrize("offline", [[], ["--offline"]])
def test_a_new_paper_gets_the_family_that_is_named(content: Path, offline: list[str]):
    """--family puts the paper, or its stub, into a family of the taxonomy; an unknown one is reported with the closest."""
    content.mkdir()
    (content / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    wrong = run(content, "add", "2901.01234", "--family", "mollusks", "--yes", *offline)
    assert wrong.exit_code == 1
    assert "ref.family: there is no family mollusks\n  hint: did you mean molluscs?" in wrong.output
    assert written(content) == {"taxonomy.yml"}
    done = run(content, "add", "2901.01234", "--family", "mOLLUSCS", "--yes", *offline)
    assert done.exit_code == 0, done.output
    (paper,) = (content / "papers").iterdir()
    assert "families:\n  - molluscs\n" in paper.read_text(encoding="utf-8")


def test_yes_writes_what_is_shown(content: Path):
    """The new file is printed whole, then written; the ledgers are named; no sentence of the abstract is printed."""
    done = run(content, "add", "2901.01234", "--yes")
    assert done.exit_code == 0, done.output
    assert "New: limpetnet" in done.output
    assert (content / "papers/limpetnet.yml").read_text(encoding="utf-8") in done.output
    assert "Written:" in done.output
    assert len(written(content)) == 6
    assert TEXT[:30] not in done.output


def test_without_a_terminal_and_without_yes_nothing_is_written(content: Path):
    """It shows what would be written, writes nothing, and the exit code says so."""
    done = run(content, "add", "2901.01234")
    assert done.exit_code == 1
    assert "arxiv: '2901.01234'" in done.stdout
    assert "--yes" in done.stderr
    assert not written(content)


@pytest.mark.parametrize(("answer", "count", "code"), [("y\n", 6, 0), ("n\n", 0, 0), ("\n", 0, 0), ("", 0, 1)])
def test_a_person_is_asked(content: Path, monkeypatch: pytest.MonkeyPatch, answer: str, count: int, code: int):
    """On a terminal only a yes writes; no answer at all ends the command."""
    monkeypatch.setattr(add, "_is_terminal", lambda: True)
    done = run(content, "add", "2901.01234", typed=answer)
    assert "Write this?" in done.output
    assert (len(written(content)), done.exit_code) == (count, code)


def test_dry_run_shows_and_writes_nothing(content: Path):
    """--dry-run ends well with nothing written, --yes or not."""
    for more in ([], ["--yes"]):
        done = run(content, "add", "2901.01234", "--dry-run", *more)
        assert done.exit_code == 0, done.output
        assert "title: 'LimpetNet" in done.output
        assert not written(content)


def test_json_is_one_object(content: Path):
    """--json prints papers, differences, changes with diffs, problems and whether anything was written."""
    done = run(content, "add", "2901.01234", "--json", "--yes")
    found = json.loads(done.stdout)
    assert set(found) == {"papers", "differences", "changes", "problems", "written"}
    assert found["written"] is True
    assert found["papers"][0]["key"] == "limpetnet"
    assert found["papers"][0]["verdict"] == "new"
    assert len(found["papers"][0]["sources"]) == len(SERVICES)
    assert "+title: 'LimpetNet" in next(one["diff"] for one in found["changes"] if one["path"].startswith("papers/"))
    again = json.loads(run(content, "add", LIMPETS.doi, "--json").stdout)
    assert (again["papers"][0]["verdict"], again["changes"], again["written"]) == ("matched", [], False)


@pytest.mark.parametrize("typed", ["2901.09999", "https://evil.example/", "no-paper"])
def test_json_also_of_what_failed(content: Path, typed: str):
    """A reference that leads nowhere is a problem in the object, exit code 1."""
    done = run(content, "add", typed, "--json", "--yes")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (found["written"], found["papers"], len(found["problems"])) == (False, [], 1)


def test_an_old_paper_gains_and_the_diff_is_shown(content: Path):
    """Which paper is there already, why it is the same and what it would gain is printed as a diff."""
    limpets(content)
    done = run(content, "add", "2901.01234", "--yes")
    assert "On the shelf: limpets  LimpetNet" in done.output
    assert "same arXiv id" in done.output
    assert "+authors:" in done.output
    assert "--- a/papers/limpets.yml" in done.output
    again = run(content, "add", "2901.01234")
    assert again.exit_code == 0
    assert "There is nothing to write." in again.output


def test_offline_makes_a_stub_and_asks_nobody(content: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """--offline opens no connection; the stub is a file that shelf check accepts, with a warning about what is missing."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("looked up"))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("connected"))
    done = run(content, "add", "2901.01234", "--offline", "--yes")
    assert done.exit_code == 0, done.output
    assert written(content) == {"papers/arxiv-2901-01234.yml"}
    assert replay.asked == []
    checked = run(content, "check")
    assert checked.exit_code == 0
    assert "paper.no-title: warning" in checked.output


def test_no_net_is_one_clear_message(content: Path, monkeypatch: pytest.MonkeyPatch):
    """Without a net nothing is written and the way to go on is named."""
    for service in SERVICES.values():
        monkeypatch.setenv(service.variable, "http://127.0.0.1:9")
    done = run(content, "add", "2901.01234", "--yes")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 2
    assert "2901.01234:1:1: add.offline: no service can be reached" in done.stderr
    assert "--offline" in done.stderr
    assert not written(content)


def test_a_faulty_shelf_is_told_of_before_anybody_is_asked(content: Path, replay: Replay):
    """A paper's file that cannot be read stops the command with its place."""
    limpets(content, "title: 'never closed\n")
    for command in (["add", "2901.01234"], ["refresh"]):
        done = run(content, *command, "--yes")
        assert done.exit_code == 1
        assert "limpets.yml:1:" in done.stderr
    assert replay.asked == []


def test_refresh_fills_and_reports(content: Path, replay: Replay):
    """Named papers gain what lacks; where a service disagrees there is a line with ours and theirs, and JSON with them."""
    path = limpets(content, f"title: {LIMPETS.title!r}\nvenue: Tide Letters\nidentifiers:\n  arxiv: '2901.01234'\n")
    shown = json.loads(run(content, "refresh", "limpets", "--json").stdout)
    assert shown["written"] is False
    assert {"field": "venue", "ours": "Tide Letters", "theirs": LIMPETS.venue}.items() <= shown["differences"][
        0
    ].items()
    assert set(shown["papers"][0]["filled"]) == {"authors", "date", "links.code"}
    done = run(content, "refresh", "--yes")
    assert done.exit_code == 0, done.output
    assert "Differs: limpets: venue: ours 'Tide Letters'" in done.output
    after = path.read_text(encoding="utf-8")
    assert "venue: Tide Letters\n" in after
    assert "  - Ada Marsh\n" in after
    replay.papers.clear()
    assert run(content, "refresh", "--yes").exit_code == 1  # nobody knows it any more
    assert path.read_text(encoding="utf-8") == after


def test_refresh_of_an_unknown_key_suggests_one(content: Path, replay: Replay):
    """A key that no paper has is a problem, and nobody is asked."""
    limpets(content)
    done = run(content, "refresh", "limpet", "--yes")
    assert done.exit_code == 1
    assert "did you mean" in done.stderr
    assert replay.asked == []


def test_refresh_names_drafts_that_cannot_be_asked_for(content: Path):
    """A draft without title and identifier gives a warning and does not fail the command."""
    limpets(content, "display: Some words of a text …\n")
    done = run(content, "refresh", "--yes")
    assert done.exit_code == 0
    assert "limpets.yml:1:1: refresh.nothing-to-ask-by: warning" in done.stderr


def test_what_services_say_cannot_steer_the_terminal(content: Path, replay: Replay):
    """Control characters of a title or a fault are not printed."""
    replay.papers[:] = [replace(LIMPETS, title="Limpets \x1b[31mand\x1b[0m Tides \x07 of the Sea", arxiv="")]
    replay.always["crossref"] = says(302, "", Location="http://evil.example/\x1b[31m")
    done = run(content, "add", LIMPETS.doi, "--dry-run")
    assert done.stdout.startswith("New: ")
    assert "Limpets" in done.stdout
    assert "\x1b" not in done.output
    assert "\x07" not in done.output


def test_help_names_the_variables():
    """--help lists the services' addresses and how to change them."""
    done = CliRunner().invoke(main, ["add", "--help"])
    for service in SERVICES.values():
        assert service.variable in done.output
        assert service.base in done.output
