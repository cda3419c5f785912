"""``shelf refresh --all`` from end to end, against servers on this machine: what is asked, told, written, and left out."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main, refresh_run
from generator.content import catalogue
from generator.links import Answer
from generator.model import FaultyLink
from generator.services import Client
from tests.services.answers import LIMPETS, TEXT, WHELKS, shoal
from tests.services.replaying import Replay, says

MONDAY = dt.datetime(2029, 7, 2, 5, tzinfo=dt.UTC)
CODE = "https://github.com/marsh/limpetnet"
PAGE = "https://shore.example/limpets"
EEL = shoal(1)[0]


class Links:
    """The link check, which knows what became of some addresses; all others are there."""

    def __init__(self) -> None:
        """Know nothing, on a Monday."""
        self.gone: set[str] = set()
        self.asked: list[str] = []
        self.now = MONDAY

    def __call__(self, *_: object, **__: object) -> Links:
        """Be one's own probe."""
        return self

    def ask(self, url: str) -> Answer:
        """Return the verdict."""
        self.asked.append(url)
        gone = url in self.gone
        return Answer(verdict="gone" if gone else "ok", status=404 if gone else 200, asked=self.now)

    def online(self) -> bool:
        """Whether this machine is."""
        return True


@pytest.fixture(autouse=True)
def replay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Replay]:
    """The services on this machine, knowing two papers and one repository; the folder is empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.services.client.BACK_OFF", (0.0, 0.0))
    server = Replay()
    server.papers += [LIMPETS, WHELKS]
    server.repositories["marsh/limpetnet"] = {"nameWithOwner": "marsh/limpetnet", "isArchived": False}
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SHELF_GITHUB_KEY", "ghp_77")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MONDAY.timestamp())))
    yield server
    server.close()


@pytest.fixture(autouse=True)
def links(monkeypatch: pytest.MonkeyPatch) -> Links:
    """A link check that requests nothing."""
    made = Links()
    monkeypatch.setattr(refresh_run.outgoing, "LinkProbe", made)
    return made


class Shelf:
    """A content folder, and the command."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``/content."""
        self.content = folder / "content"
        (self.content / "papers").mkdir(parents=True)

    def put(self, key: str, text: str) -> None:
        """Write a paper's file as a person does."""
        (self.content / "papers" / f"{key}.yml").write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        """Return what a file holds."""
        return (self.content / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, str]:
        """Return all files."""
        return {
            path.relative_to(self.content).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.content.rglob("*.yml"))
        }

    def run(self, *options: str) -> Result:
        """Run the command, and see that it ends as commands do."""
        done = CliRunner().invoke(main, ["refresh", "--content", str(self.content), *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def news(self, *options: str, code: int = 0) -> Any:
        """Run it as the workflow does, and return what it prints."""
        done = self.run("--all", "--yes", "--json", *options)
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    def week(self, monkeypatch: pytest.MonkeyPatch, links: Links, days: int = 7) -> None:
        """Let time pass: the answers that were kept are old."""
        links.now += dt.timedelta(days=days)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(links.now.timestamp())))
        shutil.rmtree(self.content.parent / ".cache" / "shelf" / "answers", ignore_errors=True)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with a preprint and a stub."""
    made = Shelf(tmp_path)
    made.put(
        "limpetnet",
        f"title: {LIMPETS.title!r}\nauthors:\n- Ada Marsh\n- Jürgen van der Berg\n- Li Wen\ndate: '2029-01-05'\n"
        f"identifiers:\n  arxiv: '2901.01234'\nlinks:\n  code: {CODE}\n  project: {PAGE}\nsummary: Counts limpets.\n",
    )
    made.put("whelks", f"title: {WHELKS.title!r}\nidentifiers:\n  acl: 2029.acl-long.7\n")
    return made


def test_a_week_with_news(shelf: Shelf):
    """The preprint was published, the stub is filled; papers, ledgers and watch.yml are written together, and stay sound."""
    found = shelf.news()
    assert {(one["key"], one["kind"]) for one in found["news"]} >= {("limpetnet", "published"), ("whelks", "filled")}
    assert all(one["written"] and one["sources"] and one["url"] for one in found["news"])
    assert found["written"] is True
    assert found["checked"] == {"arxiv": 1, "crossref": 2, "github": 1, "openalex": 2, "semantic-scholar": 2}
    assert {one["path"].partition("/")[0] for one in found["changes"]} == {"papers", "imports", "watch.yml"}
    loaded, problems = catalogue.inspect(shelf.content)
    assert problems == []
    paper = loaded.papers["limpetnet"]
    assert (paper.venue, paper.published, paper.pages) == (LIMPETS.venue, LIMPETS.published, "45-67")
    assert paper.summary == "Counts limpets."
    assert not any(TEXT[:30] in text for text in shelf.files().values())


def test_the_same_answers_again_change_nothing(
    shelf: Shelf, links: Links, monkeypatch: pytest.MonkeyPatch, replay: Replay
):
    """Right after, no file changes; on a later day, only the days of the checks do; no news, says the file."""
    shelf.news()
    before = shelf.files()
    again = shelf.news("--output", "news.md")
    assert (again["news"], again["changes"]) == ([], [])
    assert shelf.files() == before
    assert Path("news.md").read_text("utf-8").startswith("No news.\n")
    shelf.week(monkeypatch, links)
    replay.asked.clear()
    later = shelf.news()
    assert replay.asked
    assert later["news"] == []
    assert [one["path"] for one in later["changes"]] == ["watch.yml"]
    changed = [line for line in later["changes"][0]["diff"].splitlines()[2:] if line[0] in "+-"]
    assert set(changed) == {"-  - date: '2029-07-02'", "+  - date: '2029-07-09'"}


def test_a_run_that_was_killed_goes_on(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, replay: Replay):
    """Whatever request it stops at, the next run asks only for what is missing, and both together ask each thing once."""
    for at, paper in enumerate(shoal(8)):
        replay.papers.append(paper)
        shelf.put(f"shoal-{at}", f"title: {paper.title}\nidentifiers:\n  arxiv: '{paper.arxiv}'\n")
    shelf.run("--all", "--dry-run", "--saved", "whole")
    whole = sorted(replay.asked)
    ask = Client._attempts
    for stop in (1, len(whole) // 2, len(whole) - 1):
        replay.asked.clear()
        left = [stop]

        def limited(client: Client, question: Any, left: list[int] = left) -> Any:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return ask(client, question)

        monkeypatch.setattr(Client, "_attempts", limited)
        assert shelf.run("--all", "--yes", "--saved", f"answers-{stop}").exit_code == 1
        assert len(replay.asked) == stop
        assert sorted(shelf.files()) == sorted(f"papers/{key}.yml" for key in catalogue.load(shelf.content).papers)
        monkeypatch.setattr(Client, "_attempts", ask)
        assert shelf.run("--all", "--dry-run", "--saved", f"answers-{stop}").exit_code == 0
        assert sorted(replay.asked) == whole


def test_offline_reads_the_answers_that_were_kept(shelf: Shelf, replay: Replay, links: Links):
    """However old; the day of a check is that of the answer. Without answers, it says so and fails."""
    shelf.run("--all", "--dry-run")
    for path in Path(".cache/shelf/answers").rglob("*.json"):
        row = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(row | {"asked": "2029-05-06T07:08:09+00:00"}), "utf-8")
    replay.asked.clear()
    links.asked.clear()
    found = shelf.news("--offline")
    assert {one["kind"] for one in found["news"]} >= {"published", "filled"}
    assert (replay.asked, links.asked) == ([], [])
    assert {one.date for one in catalogue.load(shelf.content).watch.checks} == {"2029-05-06"}
    nothing = shelf.news("--offline", "--saved", "empty", code=1)
    assert {one["code"] for one in nothing["problems"]} == {"add.no-saved-answer"}


def test_a_service_that_fails_half_way(shelf: Shelf, replay: Replay):
    """One is busy for a moment, one breaks down: the others' news are written, and the report says what is missing."""
    replay.tricks["crossref"] = [says(429, "", Retry_After="0")]
    replay.always["semantic-scholar"] = says(500)
    found = shelf.news("--output", "news.md")
    assert {one["key"] for one in found["news"]} == {"limpetnet", "whelks"}
    assert "semantic-scholar" not in found["checked"]
    [left] = [one for one in found["left_out"] if one["what"] == "Semantic Scholar"]
    assert left["count"] == 2
    assert "has an error of its own" in left["why"]
    assert {one["severity"] for one in found["problems"]} == {"warning"}
    assert left["why"] in Path("news.md").read_text("utf-8")


def test_no_service_answers(shelf: Shelf, replay: Replay):
    """Nothing is written, and the command fails."""
    replay.always |= dict.fromkeys(("arxiv", "crossref", "openalex", "semantic-scholar"), says(503))
    before = shelf.files()
    found = shelf.news(code=1)
    assert found["news"] == []
    assert {one["severity"] for one in found["problems"]} == {"error"}
    assert not any("stub" in one["hint"] for one in found["problems"])  # that is what `shelf add` offers
    assert {path: text for path, text in shelf.files().items() if path != "watch.yml"} == before


def test_the_time_is_over(shelf: Shelf, replay: Replay, monkeypatch: pytest.MonkeyPatch):
    """A run ends, says what it left out, and asks nothing more."""
    monkeypatch.setattr("generator.cli.add.SECONDS", -1.0)
    found = shelf.news(code=1)
    assert replay.asked == []
    assert any("the time for this run is over" in one["message"] for one in found["problems"])


def test_papers_that_nobody_knows_are_counted(shelf: Shelf):
    """They fail no run: the line names them."""
    shelf.put("gulls", "title: Gulls\nidentifiers:\n  arxiv: '2901.09999'\n")
    found = shelf.news()
    [left] = [one for one in found["left_out"] if one["what"] == "papers"]
    assert (left["count"], "gulls" in left["why"]) == (1, True)


def test_papers_known_by_title_have_their_turn(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, replay: Replay):
    """Only so many are searched for in one run, those first that were not checked for longest."""
    monkeypatch.setattr(refresh_run, "TITLES", 1)
    replay.papers += (fish := shoal(2))
    shelf.put("a-fish", f"title: {fish[0].title}\n")
    shelf.put("b-fish", f"title: {fish[1].title}\n")
    first = shelf.news()
    assert any("only their title is known" in one["why"] and one["count"] == 1 for one in first["left_out"])
    assert "arxiv" in shelf.text("papers/a-fish.yml")
    assert "arxiv" not in shelf.text("papers/b-fish.yml")
    shelf.news()
    assert "arxiv" in shelf.text("papers/b-fish.yml")


def test_what_became_of_repositories(shelf: Shelf, replay: Replay, links: Links, monkeypatch: pytest.MonkeyPatch):
    """Archived, gone, and back again: each is told once and kept in watch.yml; the paper's file stays as it is."""
    shelf.news()
    paper = shelf.text("papers/limpetnet.yml")
    states: list[tuple[Any, str | None, str]] = [
        ({"nameWithOwner": "marsh/limpetnet", "isArchived": True}, "archived", "archived"),
        ({"nameWithOwner": "shore/limpets", "isArchived": False}, "moved", "moved to https://github.com/shore/limpets"),
        (False, "gone", "gone"),
        ({"nameWithOwner": "marsh/limpetnet", "isArchived": False}, None, "works again"),
    ]
    for state, fault, said in states:
        replay.repositories["marsh/limpetnet"] = state
        shelf.week(monkeypatch, links)
        [news] = shelf.news()["news"]
        assert (news["kind"], news["field"], news["after"], news["sources"]) == (
            "repository",
            "links.code",
            said,
            ["GitHub"],
        )
        faults = catalogue.load(shelf.content).watch.links
        assert [one.fault for one in faults] == ([fault] if fault else [])
        assert all(one.since == links.now.date().isoformat() for one in faults)
        shelf.week(monkeypatch, links)
        assert shelf.news()["news"] == []
        assert catalogue.load(shelf.content).watch.links == faults
    assert shelf.text("papers/limpetnet.yml") == paper


def test_without_a_key_repositories_are_left_to_the_link_check(
    shelf: Shelf, replay: Replay, links: Links, monkeypatch: pytest.MonkeyPatch
):
    """GitHub's API is not asked, and the report says so; with a key, the page of a repository is not requested."""
    shelf.news()
    assert links.asked == [PAGE]
    monkeypatch.delenv("SHELF_GITHUB_KEY")
    shelf.week(monkeypatch, links)
    replay.asked.clear()
    found = shelf.news()
    assert "github" not in replay.services()
    assert any("SHELF_GITHUB_KEY" in one["why"] and one["count"] == 1 for one in found["left_out"])
    assert CODE in links.asked


def test_a_link_is_gone_on_two_days(shelf: Shelf, links: Links, monkeypatch: pytest.MonkeyPatch):
    """One bad day is only counted; a week later it is news, once; it is news again when it works."""
    shelf.news()
    links.gone.add(PAGE)
    shelf.week(monkeypatch, links)
    first = shelf.news()
    assert first["news"] == []
    assert any(one["what"] == "links" and one["count"] == 1 for one in first["left_out"])
    shelf.week(monkeypatch, links)
    [news] = shelf.news()["news"]
    assert (news["kind"], news["field"], news["before"], news["after"]) == ("link", "links.project", PAGE, "gone")
    gone = FaultyLink(paper="limpetnet", url=PAGE, fault="gone", since="2029-07-09")
    assert catalogue.load(shelf.content).watch.links == (gone,)
    shelf.week(monkeypatch, links)
    assert shelf.news()["news"] == []
    links.gone.clear()
    shelf.week(monkeypatch, links)
    [news] = shelf.news()["news"]
    assert (news["kind"], news["after"]) == ("link", "works again")
    assert catalogue.load(shelf.content).watch.links == ()


def test_a_link_that_a_person_removed_is_forgotten(shelf: Shelf, links: Links, monkeypatch: pytest.MonkeyPatch):
    """Without news."""
    links.gone.add(PAGE)
    for _ in range(2):
        shelf.news()
        shelf.week(monkeypatch, links)
    assert catalogue.load(shelf.content).watch.links
    shelf.put("limpetnet", shelf.text("papers/limpetnet.yml").replace(f"  project: {PAGE}\n", ""))
    assert shelf.news()["news"] == []
    assert catalogue.load(shelf.content).watch.links == ()


def test_hostile_answers_stay_text(shelf: Shelf, replay: Replay):
    """A title of a service cannot mention people, link issues, break the table or the terminal."""
    evil = "Whelks @everyone #1 | <img src=x> `code` [x](http://evil.example) \x1b[31m"
    replay.papers[:] = [replace(LIMPETS, venue=evil)]
    found = shelf.news("--output", "news.md")
    assert any(one["field"] == "venue" for one in found["news"])
    text = Path("news.md").read_text("utf-8")
    [row] = [line for line in text.splitlines() if "published" in line and line.startswith("| `limpetnet`")]
    assert "\\|" in row
    outside = "".join(part for number, part in enumerate(row.split("``")) if number % 2 == 0)
    assert "@everyone" not in outside
    assert "\x1b" not in text
    assert "\x1b" not in shelf.run("--all", "--dry-run").output


def test_a_person_is_shown_the_news_first(shelf: Shelf):
    """Without --yes nothing is written where there is nobody to ask; --dry-run shows the files."""
    before = shelf.files()
    done = shelf.run()
    assert done.exit_code == 1
    assert (
        "limpetnet: published: venue: Journal of Shore Counting [OpenAlex, Crossref, Semantic Scholar]" in done.stdout
    )
    assert "Nothing was written" in done.stderr
    dry = shelf.run("--dry-run")
    assert (dry.exit_code, "+venue: Journal of Shore Counting" in dry.stdout) == (0, True)
    assert shelf.files() == before


@pytest.mark.parametrize("option", ["--all", "--offline", "--saved=x", "--output=x.md"])
def test_what_goes_without_a_key(shelf: Shelf, option: str, replay: Replay):
    """The options of a whole shelf do not go with a paper."""
    done = shelf.run("limpetnet", option)
    assert (done.exit_code, replay.asked) == (2, [])


RETRACTION = {
    "DOI": "10.5555/shore.2030.1",
    "type": "retraction",
    "label": "Retraction",
    "source": "retraction-watch",
    "updated": {"date-parts": [[2030, 2, 3]], "date-time": "2030-02-03T00:00:00Z", "timestamp": 1},
    "record-id": 4711,
}


def test_what_services_say_of_statuses(shelf: Shelf, replay: Replay, links: Links, monkeypatch: pytest.MonkeyPatch):
    """A retraction that another service denies is a contradiction, told once; when that one agrees, it is written.

    A preprint that its authors withdrew says so in its comment.
    """
    shelf.put("eel", f"title: {EEL.title}\nidentifiers:\n  arxiv: '{EEL.arxiv}'\n")
    replay.papers.append(EEL)
    shelf.news()
    shelf.week(monkeypatch, links)
    replay.papers[0] = replace(LIMPETS, other={"updated-by": [RETRACTION]}, retracted=False)
    replay.papers[2] = replace(
        EEL, comment="This paper has been withdrawn by the authors due to an error in the counts"
    )
    found = shelf.news("--output", "news.md")
    [off, withdrawn] = sorted((one for one in found["news"] if one["field"] == "status"), key=lambda one: one["kind"])
    assert (off["key"], off["kind"], off["written"]) == ("limpetnet", "contradiction", False)
    assert off["url"] == "https://doi.org/10.5555/shore.2030.1"
    assert {"Retraction Watch", "OpenAlex"} <= set(off["sources"])
    assert (withdrawn["key"], withdrawn["kind"], withdrawn["sources"]) == ("eel", "status", ["arXiv"])
    assert "**Contradictions**" in Path("news.md").read_text("utf-8")
    papers = catalogue.load(shelf.content).papers
    assert [one.kind for one in papers["eel"].status] == ["withdrawn"]
    assert papers["limpetnet"].status == ()
    assert shelf.news()["news"] == []
    shelf.week(monkeypatch, links)
    replay.papers[0] = replace(LIMPETS, other={"updated-by": [RETRACTION]}, retracted=True)
    [news] = shelf.news()["news"]
    assert (news["kind"], news["after"], news["written"]) == ("status", "retracted (2030-02-03)", True)
    [status] = catalogue.load(shelf.content).papers["limpetnet"].status
    assert (status.kind, status.date, status.notice) == ("retracted", "2030-02-03", off["url"])
    assert set(status.by) >= {"Retraction Watch"}
    assert catalogue.inspect(shelf.content)[1] == []
    assert shelf.news()["news"] == []


def test_another_paper_is_not_taken_for_ours(shelf: Shelf):
    """A file with a wrong identifier gains nothing; the warning names what the services returned, and the run goes on."""
    shelf.put("gulls", f"title: Gulls Return in Spring\nauthors:\n- Bo Reed\nidentifiers:\n  doi: {LIMPETS.doi}\n")
    before = shelf.text("papers/gulls.yml")
    found = shelf.news()
    assert shelf.text("papers/gulls.yml") == before
    assert "gulls" not in {one["key"] for one in found["news"]}
    assert ("content/papers/gulls.yml", "refresh.other-paper") in {
        (one["path"], one["code"]) for one in found["problems"]
    }
    assert not any("gulls" in one.papers for one in catalogue.load(shelf.content).watch.checks)


def test_an_identifier_of_another_paper_is_not_written_twice(shelf: Shelf):
    """Two files of one paper: the DOI stays in the one that has it, and the other one is reported."""
    shelf.put(
        "limpets-again", shelf.text("papers/limpetnet.yml").replace("  arxiv: '2901.01234'", f"  doi: {LIMPETS.doi}")
    )
    found = shelf.news()
    dois = [paper.identifiers.doi for paper in catalogue.load(shelf.content).papers.values()]
    assert dois.count(LIMPETS.doi) == 1
    assert {one["code"] for one in found["problems"]} == {"add.shared-identifier", "refresh.other-paper"}
    dois = [(one["key"], one["kind"], one["written"]) for one in found["news"] if one["field"] == "identifiers.doi"]
    assert set(dois) == {("limpetnet", "proposal", False), ("whelks", "filled", True)}


def test_a_missing_folder_is_no_empty_shelf(shelf: Shelf, replay: Replay):
    """A mistyped path is said, and nobody is asked."""
    done = CliRunner().invoke(main, ["refresh", "--all", "--content", str(shelf.content / "nowhere")])
    assert (done.exit_code, replay.asked) == (1, [])
    assert "content.missing" in done.output


def test_a_faulty_file_stops_the_run(shelf: Shelf, replay: Replay):
    """A paper that cannot be read would be lost: its place is said, as JSON, too, and nobody is asked."""
    shelf.put("broken", "title: 'never closed\n")
    found = shelf.news(code=1)
    assert [one["path"].endswith("broken.yml") for one in found["problems"]] == [True]
    assert replay.asked == []
