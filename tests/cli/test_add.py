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
from generator.content import catalogue
from generator.services import SERVICES, Client
from tests.services.answers import LIMPETS, TEXT, shoal
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
    done = run(content, "refresh", "limpets", "--yes")
    assert done.exit_code == 0, done.output
    assert "Differs: limpets: venue: ours 'Tide Letters'" in done.output
    after = path.read_text(encoding="utf-8")
    assert "venue: Tide Letters\n" in after
    assert "  - Ada Marsh\n" in after
    replay.papers.clear()
    assert run(content, "refresh", "limpets", "--yes").exit_code == 1  # nobody knows it any more
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
    done = run(content, "refresh", "limpets", "--yes")
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


SHOAL = shoal(30)


def listed(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "ids.txt"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_list_is_added_in_few_requests(content: Path, replay: Replay, tmp_path: Path):
    """The ids of a file become papers with one ledger for each service; the same again writes nothing."""
    replay.papers[:] = SHOAL
    path = listed(tmp_path, "# seen at the shore", *(f"- {paper.arxiv}" for paper in SHOAL), "")
    done = run(content, "add", "--file", str(path), "--yes")
    assert done.exit_code == 0, done.output
    assert len([name for name in replay.services() if name != "hugging-face"]) == 5
    shelf, problems = catalogue.inspect(content)
    assert not problems
    assert {paper.identifiers.arxiv for paper in shelf.papers.values()} == {paper.arxiv for paper in SHOAL}
    assert {ledger.source: len(ledger.records) for ledger in shelf.ledgers.values()} == {
        "arxiv": 30,
        "crossref": 15,
        "openalex": 30,
        "semantic-scholar": 30,
        "hugging-face": 30,
    }
    assert "30 new files, which --dry-run shows whole:" in done.stdout
    assert SHOAL[0].authors[0] not in done.stdout
    before = {path: path.read_bytes() for path in content.rglob("*.yml")}
    again = run(content, "add", "--file", str(path), "--yes")
    assert again.exit_code == 0
    assert "There is nothing to write." in again.stdout
    assert {path: path.read_bytes() for path in content.rglob("*.yml")} == before


def test_faults_of_a_list_have_their_places(content: Path, replay: Replay, tmp_path: Path):
    """A faulty line, an unknown paper and a repeated one are told with their lines; the others are added; exit code 1."""
    replay.papers[:] = SHOAL[:3]
    lines = (SHOAL[0].arxiv, "nonsense", SHOAL[1].arxiv, "2909.00001", f"https://arxiv.org/abs/{SHOAL[0].arxiv}")
    path = listed(tmp_path, *lines)
    done = run(content, "add", SHOAL[2].arxiv, "no-paper", "--file", str(path), "--json", "--yes")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [(one["path"], one["line"], one["code"]) for one in found["problems"]] == [
        ("no-paper", 1, "add.reference"),
        (str(path), 2, "add.reference"),
        (str(path), 5, "add.repeated"),
        (str(path), 4, "add.unknown"),
    ]
    assert "2909.00001" in found["problems"][-1]["message"]
    assert [one["title"] for one in found["papers"]] == [SHOAL[2].title, SHOAL[0].title, SHOAL[1].title]
    assert found["written"] is True
    assert len(list((content / "papers").iterdir())) == 3


@pytest.mark.parametrize("arguments", [[], ["--file", "-"]])
def test_a_list_on_standard_input(content: Path, replay: Replay, arguments: list[str]):
    """Without a terminal and a reference, standard input is the list; only --yes writes."""
    replay.papers[:] = SHOAL[:2]
    typed = f"{SHOAL[0].arxiv}\r\n{SHOAL[1].doi}\r\nnonsense"
    done = run(content, "add", *arguments, typed=typed)
    assert "<stdin>:3:1: add.reference" in done.stderr
    assert "--yes" in done.stderr
    assert not written(content)
    done = run(content, "add", *arguments, "--yes", typed=typed)
    assert done.exit_code == 1
    assert len(list((content / "papers").iterdir())) == 2


def test_nothing_named_on_a_terminal_is_a_usage_error(content: Path, monkeypatch: pytest.MonkeyPatch):
    """`shelf add` alone says how to name a paper, and does not wait for a list."""
    monkeypatch.setattr(add, "_is_terminal", lambda: True)
    done = run(content, "add")
    assert done.exit_code == 2
    assert "shelf add 2107.02137" in done.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "add.empty"),
        (b"# only a comment\n", "add.empty"),
        (b"@article{limpets,\n  title = {Limpets},\n  doi = {10.5555/shore.2029.77}\n}\n", "add.bibliography"),
        (b"TY  - JOUR\nTI  - Limpets\nER  - \n", "add.bibliography"),
        (b"2901.01234\n\xff\xfe\n", "source.encoding"),
        (b"2901.%05d\n", "add.too-many"),
        (b"@article{limpets,\n  title = {Limpets}\n}\n" * 1_000, "add.bibliography"),
        ("é".encode() * 5_000_000, "add.too-many"),
    ],
)
def test_what_is_no_list_is_told(content: Path, replay: Replay, text: bytes, code: str):
    """Nothing is asked for an empty list, a bibliography, bytes that are no text, or more papers than are decent."""
    if b"%" in text:
        text = b"".join(b"2901.%05d\n" % at for at in range(3_000))
    done = CliRunner().invoke(main, ["add", "--content", str(content), "--yes"], input=text)
    assert done.exit_code == 1
    assert f": {code}: " in done.stderr
    assert done.stderr.startswith("<stdin>:")
    assert replay.asked == []
    assert not written(content)


def test_a_missing_list_is_told(content: Path, tmp_path: Path):
    """A list that does not exist, or is a folder, is a problem with its path."""
    for path in (tmp_path / "none.txt", tmp_path):
        done = run(content, "add", "--file", str(path), "--yes")
        assert done.exit_code == 1
        assert f"{path}:1:1: source.unreadable" in done.stderr


def test_two_names_of_one_paper_are_one(content: Path):
    """An arXiv id, the DOI and the title of one paper make one file, whichever comes first."""
    for number, order in enumerate(((0, 1, 2), (2, 1, 0))):
        names = (LIMPETS.arxiv, LIMPETS.doi, LIMPETS.title)
        folder = content / str(number)
        done = run(folder, "add", *(names[at] for at in order), "--yes", "--json")
        assert [one["key"] for one in json.loads(done.stdout)["papers"]] == ["limpetnet"]
        assert len(written(folder)) == 6


def test_a_new_paper_beside_one_on_the_shelf(content: Path, replay: Replay):
    """Of two papers, one new and one there already, each gets what it would get alone."""
    replay.papers += SHOAL[:1]
    limpets(content)
    done = run(content, "add", SHOAL[0].arxiv, LIMPETS.arxiv, "--yes", "--json")
    found = json.loads(done.stdout)
    assert [(one["verdict"], bool(one["filled"])) for one in found["papers"]] == [("new", False), ("matched", True)]
    papers = catalogue.load(content).papers
    assert papers["limpets"].links.code == LIMPETS.code
    assert {one.title for one in papers.values()} == {LIMPETS.title, SHOAL[0].title}


def test_many_stubs(content: Path, replay: Replay, tmp_path: Path):
    """--offline makes a stub for each line, one for two lines of one paper, and tells of what no file can hold."""
    path = listed(tmp_path, "2901.01234", "10.5555/shore.2029.77", "W4200000001", LIMPETS.title)
    done = run(content, "add", "2901.01234", "--file", str(path), "--offline", "--yes")
    assert done.exit_code == 1
    assert "W4200000001:1:1: add.stub" in done.stderr or f"{path}:3:1: add.stub" in done.stderr
    assert len(written(content)) == 3
    assert replay.asked == []


def test_an_outage_is_told_once(content: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A service that is down is one warning for all papers; without any net there is one problem."""
    replay.papers[:] = SHOAL[:20]
    path = listed(tmp_path, *(paper.arxiv for paper in SHOAL[:20]))
    replay.always["openalex"] = says(429, "", Retry_After="3600")
    done = run(content, "add", "--file", str(path), "--yes")
    assert done.exit_code == 0
    assert done.stderr.count("add.busy") == 1
    assert len(list((content / "papers").iterdir())) == 20
    for service in SERVICES.values():
        monkeypatch.setenv(service.variable, "http://127.0.0.1:9")
    done = run(content, "add", "--file", str(path), "--yes")
    assert done.exit_code == 1
    assert done.stderr.count("add.offline") == 1


def test_the_ledgers_of_a_day_grow(content: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """A later run of the day adds to the ledgers; numbers and records that are there stay as they are, on any day."""
    replay.papers[:] = SHOAL[:4]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # 17 March 2030
    run(content, "add", SHOAL[1].arxiv, "--yes")
    first = (content / "imports/2030-03-17-arxiv.yml").read_text(encoding="utf-8")
    run(content, "add", SHOAL[0].arxiv, SHOAL[1].arxiv, SHOAL[2].arxiv, "--yes")
    ledger = catalogue.load(content).ledgers["2030-03-17-arxiv"]
    assert (content / "imports/2030-03-17-arxiv.yml").read_text(encoding="utf-8").startswith(first)
    assert [(one.line, one.title) for one in ledger.records] == [
        (1, SHOAL[1].title),
        (2, SHOAL[0].title),
        (3, SHOAL[2].title),
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900100000")  # the day after
    run(content, "add", SHOAL[1].arxiv, SHOAL[3].arxiv, "--yes")
    ledgers = catalogue.load(content).ledgers
    assert ledgers["2030-03-17-arxiv"] == ledger
    assert [one.title for one in ledgers["2030-03-18-arxiv"].records] == [SHOAL[3].title]
    assert len(ledgers) == 10


def test_an_interrupted_look_up_writes_nothing(content: Path, monkeypatch: pytest.MonkeyPatch):
    """Ctrl-C while services are asked leaves the folder as it was."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    limpets(content)
    before = written(content)
    monkeypatch.setattr(Client, "ask", interrupt)
    for command in (["add", "2901.01234", LIMPETS.doi], ["refresh"]):
        assert run(content, *command, "--yes").exit_code == 1
        assert written(content) == before


def test_only_shelf_add_offers_a_stub(content: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """Its hint says how to go on without an answer; `shelf refresh`, which has the paper, does not say so."""
    monkeypatch.setattr("generator.services.client.BACK_OFF", (0.0, 0.0))
    replay.papers.clear()
    assert "`shelf add --offline` makes a stub to fill in" in run(content, "add", "2901.01234").stderr
    replay.always |= dict.fromkeys(SERVICES, says(500))
    assert "`shelf add --offline` makes a stub to fill in" in run(content, "add", "2901.01234").stderr
    limpets(content)
    told = run(content, "refresh", "limpets").stderr
    assert "500" in told
    assert "stub" not in told
