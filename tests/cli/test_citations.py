"""`shelf citations` as a person and a workflow meet it: what is asked, said and written."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import citation_index, main
from generator.content import catalogue
from generator.model import CitationGraph, ReferenceList
from tests.services.answers import LIMPETS, WHELKS
from tests.services.replaying import Replay, says

CITED = {"paperId": "f" * 40, "externalIds": {"ArXiv": LIMPETS.arxiv}}
PAPERS = {
    "limpets": f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '{LIMPETS.arxiv}'\n",
    "whelks": f"title: {WHELKS.title!r}\nidentifiers:\n  doi: {WHELKS.doi}\n",
    "eels": "title: Eels at Night\n",
    "gulls": "title: Gulls by Day\nidentifiers:\n  arxiv: '2901.09999'\n",
}
GRAPH = CitationGraph(
    date="2029-03-05",
    services=("openalex", "semantic-scholar"),
    papers={"limpets": ReferenceList(outside=1), "whelks": ReferenceList(cites=("limpets",), outside=2)},
)


@pytest.fixture(autouse=True)
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """The services, which know two papers, one of which cites the other."""
    server = Replay()
    server.papers += [
        replace(LIMPETS, works=("W1",)),
        replace(WHELKS, works=(LIMPETS.work, "W1", "W2"), cited=(CITED, {"paperId": "e" * 40, "externalIds": {}})),
    ]
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1867363200")  # 5 March 2029
    monkeypatch.setattr("generator.services.client.BACK_OFF", (0.0, 0.0))
    yield server
    server.close()


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "papers").mkdir(parents=True)
    for key, text in PAPERS.items():
        (tmp_path / "content" / "papers" / f"{key}.yml").write_text(text, encoding="utf-8")
    return Path("content")


def run(*arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(main, ["citations", *arguments], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.usefixtures("content")
def test_who_cites_whom_is_written_and_said():
    """Facts alone: keys and counts; what was left out is named with its number."""
    done = run("--yes")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "1 citation inside the shelf (1 new, 0 gone), and 3 of other works. References are known of 2 of 4 papers.",
        "Not asked about, as they have no identifier: 1 paper (eels).",
        "No service knows references of 1 paper (gulls).",
        "Written: content/citations.yml",
    ]
    assert Path("content/citations.yml").read_text("utf-8") == (
        "date: '2029-03-05'\nservices:\n  - openalex\n  - semantic-scholar\npapers:\n"
        "  limpets:\n    outside: 1\n  whelks:\n    cites:\n      - limpets\n    outside: 2\n"
    )
    assert catalogue.load(Path("content")).citations == GRAPH


def test_a_second_run_asks_nobody_and_writes_nothing(content: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """Answers of the last hours are kept beside the content folder; a later day without news changes no byte."""
    run("--yes")
    before = (content / "citations.yml").read_bytes()
    replay.asked.clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1867968000")
    for more in ([], ["--offline"]):
        done = run("--yes", *more)
        assert done.exit_code == 0, done.output
        assert "There is nothing to write." in done.output
    assert not replay.asked
    assert (content / "citations.yml").read_bytes() == before
    assert list((Path(".cache") / "shelf" / "answers").rglob("*.json"))


def test_answers_may_be_kept_elsewhere(content: Path, replay: Replay, tmp_path: Path):
    """--saved names the folder; from there, the same graph is made without a network."""
    run("--yes", "--saved", str(tmp_path / "kept"))
    made = (content / "citations.yml").read_bytes()
    (content / "citations.yml").unlink()
    replay.close()
    done = run("--yes", "--offline", "--saved", str(tmp_path / "kept"))
    assert done.exit_code == 0, done.output
    assert (content / "citations.yml").read_bytes() == made
    for kept in (tmp_path / "kept").rglob("*.json"):
        assert LIMPETS.text[:20] not in kept.read_text("utf-8")


def test_nothing_is_written_unasked(content: Path):
    """Without --yes and without a terminal, and with --dry-run, there is no file; only the first is a failure."""
    done = run()
    assert done.exit_code == 1
    assert "Use --yes to write." in done.stderr
    assert run("--dry-run").exit_code == run("--dry-run", "--yes").exit_code == 0
    assert run("--json").exit_code == 0
    assert not (content / "citations.yml").exists()


@pytest.mark.parametrize(("typed", "count"), [("y\n", 1), ("n\n", 0)])
def test_a_person_is_asked(content: Path, monkeypatch: pytest.MonkeyPatch, typed: str, count: int):
    """On a terminal, only a yes writes."""
    monkeypatch.setattr(citation_index, "is_person", lambda: True)
    done = run(typed=typed)
    assert "Write this?" in done.output
    assert (done.exit_code, (content / "citations.yml").exists()) == (0, bool(count))


def test_json_says_all_of_it(content: Path):
    """One object, with what is new and what was left out."""
    found = json.loads(run("--json", "--yes").stdout)
    assert found == {
        "papers": 4,
        "known": 2,
        "citations": 1,
        "new": [{"paper": "whelks", "cites": "limpets"}],
        "gone": [],
        "unidentified": ["eels"],
        "unknown": ["gulls"],
        "unanswered": {"openalex": [], "semantic-scholar": []},
        "problems": [],
        "changed": True,
        "written": True,
    }
    assert (content / "citations.yml").exists()


def test_a_service_that_fails_is_a_warning_and_its_part_stays(content: Path, replay: Replay):
    """Semantic Scholar is down: what the file has stays, the other service's news is written, and it is said."""
    former = ReferenceList(cites=("whelks",), outside=8)
    catalogue.save(content, {"citations.yml": CitationGraph(date="2029-02-26", papers={"gulls": former})})
    replay.always["semantic-scholar"] = says(500, "")
    done = run("--yes")
    assert done.exit_code == 0, done.output
    assert "add.broken: warning: Semantic Scholar has an error of its own" in done.stderr
    assert "Semantic Scholar did not answer about 3 papers: what citations.yml has of them stays.\n" in done.stdout
    assert catalogue.load(content).citations.papers == {**GRAPH.papers, "gulls": former}


def test_when_nobody_answers_it_fails_and_nothing_changes(content: Path, replay: Replay):
    """An outage of all is an error, and no file is made."""
    replay.always |= {"openalex": says(500, ""), "semantic-scholar": says(500, "")}
    done = run("--yes")
    assert done.exit_code == 1
    assert "OpenAlex has an error of its own" in done.stderr
    assert done.stdout == "No service answered.\nThere is nothing to write.\n"
    assert not (content / "citations.yml").exists()


def test_a_file_that_git_could_not_merge_is_made_anew(content: Path):
    """The check names the command that settles a conflict; the command does not mind it."""
    file = content / "citations.yml"
    file.write_text(
        "date: '2029-02-26'\n<<<<<<< HEAD\npapers: {}\n=======\nservices: 7\n>>>>>>> other\n", encoding="utf-8"
    )
    _, problems = catalogue.inspect(content)
    (found,) = (one for one in problems if one.severity == "error")
    assert (found.path, found.line, found.code) == ("content/citations.yml", 2, "file.conflict")
    assert found.hint == "`shelf citations` writes this file anew: you need not fix it"
    assert run("--yes").exit_code == 0
    assert catalogue.load(content).citations == GRAPH


def test_a_faulty_paper_is_told_before_anybody_is_asked(content: Path, replay: Replay):
    """Another faulty file stops the command."""
    (content / "papers" / "eels.yml").write_text("title: [", encoding="utf-8")
    done = run("--yes")
    assert done.exit_code == 1
    assert "content/papers/eels.yml:1:8: yaml.syntax" in done.stderr
    assert not replay.asked


def test_papers_that_are_gone_or_renamed_break_nothing(content: Path):
    """Between two runs a person deletes one paper and renames another: no problem, and the rest still holds."""
    graph = CitationGraph(
        date="2029-03-05",
        services=("openalex",),
        papers={
            "gulls": ReferenceList(cites=("limpets", "whelks"), outside=3, common={"limpets": 4}),
            "whelks": ReferenceList(cites=("limpets",)),
        },
    )
    catalogue.save(content, {"citations.yml": graph})
    (content / "papers" / "whelks.yml").unlink()
    (content / "papers" / "limpets.yml").rename(content / "papers" / "limpets-2.yml")
    with (content / "papers" / "limpets-2.yml").open("a", encoding="utf-8") as file:
        file.write("former_keys:\n  - limpets\n")
    shelf, problems = catalogue.inspect(content)
    assert not [one for one in problems if "citations" in one.path]
    assert shelf.citations.papers == {"gulls": ReferenceList(cites=("limpets-2",), outside=4, common={"limpets-2": 4})}


def test_two_runs_and_edits_of_papers_merge(content: Path, tmp_path: Path):
    """Two branches with runs of their own change different blocks of the file: Git merges them in either order."""
    many = {f"p{at:02}": ReferenceList(outside=at + 1, cites=("whelks",)) for at in range(20)}
    for key in many:
        (content / "papers" / f"{key}.yml").write_text(f"title: {key}\n", encoding="utf-8")

    def git(*arguments: str) -> None:
        name = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def save(**papers: ReferenceList) -> None:
        catalogue.save(content, {"citations.yml": GRAPH.model_copy(update={"papers": {**many, **papers}})})
        git("add", "content")
        git("commit", "-m", "x")

    git("init", "-b", "main")
    save()
    git("switch", "-c", "one")
    save(p03=ReferenceList(outside=5, cites=("limpets", "whelks")))
    git("switch", "-c", "two", "main")
    save(p12=ReferenceList(outside=50, cites=("whelks",)))
    for first, second in (("one", "two"), ("two", "one")):
        git("switch", "-c", f"{first}-{second}", "main")
        git("merge", first)
        git("merge", second)
        papers = catalogue.load(content).citations.papers
        assert (papers["p03"].outside, papers["p12"].outside) == (5, 50)


def test_a_paper_that_comes_while_the_services_are_asked_is_not_lost(content: Path, monkeypatch: pytest.MonkeyPatch):
    """What is written fits the papers of that moment: one that was renamed meanwhile is named by its new key."""
    find = citation_index.cited_references.find

    def slow(*arguments: object) -> object:
        found = find(*arguments)  # type: ignore[arg-type]
        (content / "papers" / "limpets.yml").rename(content / "papers" / "limpetnet.yml")
        return found

    monkeypatch.setattr(citation_index.cited_references, "find", slow)
    done = run("--yes")
    assert done.exit_code == 0, done.output
    papers = catalogue.load(content).citations.papers
    assert papers["whelks"].cites == ("limpetnet",)
    assert set(papers) == {"whelks"}
