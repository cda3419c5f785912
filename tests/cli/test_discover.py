"""``shelf discover`` as a person meets it: the list, the questions, the page, the issue, and what their answers write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator import load
from generator.cli import discover, main
from generator.model import Rejection
from generator.services import client
from tests.intake.around import DAY, EVIL, Around, shelf

GUIDE = "A Field Guide to Long Legs"


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Around]:
    """The services on this machine, and a shelf in the current folder."""
    found = Around()
    shelf(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    monkeypatch.setattr(client, "BACK_OFF", (0.0, 0.0))
    with found.served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield found


def run(*arguments: str, typed: str | None = None) -> Result:
    done = CliRunner().invoke(main, ["discover", *arguments], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def keys() -> set[str]:
    return {path.stem for path in Path("content/papers").iterdir()}


def asked(monkeypatch: pytest.MonkeyPatch, typed: str) -> Result:
    """Answer on a terminal."""
    monkeypatch.setattr(discover, "is_person", lambda: True)
    return run(typed=typed)


def test_without_a_terminal_the_list_is_printed() -> None:
    """Each paper with its reasons, and what was left out; nothing of a service can steer the terminal."""
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith(
        f"1. {GUIDE}\n   Di Dune · 2020 · Journal of Waders\n   https://doi.org/10.5555/w2001\n"
    )
    assert "   cited by Storks Clatter in Pairs, Herons Wade by Night and 2 others\n" in done.stdout
    assert "Left out: " in done.stdout
    assert "\u202e" not in done.stdout
    assert "Secret" not in done.output
    assert keys() == {"heron", "egret", "stork", "crane", "nameless"}


def test_yes_no_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Yes writes the paper at once, no is remembered with its reason, later is asked again, and so is what was not reached."""
    listed = [(one["references"], one["title"]) for one in json.loads(run("--json").stdout)["papers"]]
    done = asked(monkeypatch, "y\nn\nBirds of other shores\nl\nq\n")
    assert done.stdout.endswith(
        "Left out: retracted or no paper (1), perhaps the same as another paper (1), papers here without an identifier (1).\n"
    )
    assert "1 added, 1 rejected, 1 left for later" in done.stdout
    assert "a-field-guide-to-long-legs" in keys()
    written = load(Path("content"))
    [(number, rejection)] = written.rejections.items()
    assert number == 0
    assert rejection == Rejection(reject=tuple(listed[1][0]), title=listed[1][1], reason="Birds of other shores")
    again = json.loads(run("--json").stdout)
    assert listed[0][1] == GUIDE
    assert {one["title"] for one in again["papers"]} == {title for _, title in listed[2:]}
    assert {"why": "rejected before", "count": 1} in again["left_out"]


def test_a_reason_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter takes the default, the end of the input stops; comments in decisions.yml stay."""
    path = Path("content/decisions.yml")
    path.write_text("# ours\n- reject: doi:10.5555/old  # seen\n  reason: r\n", "utf-8")
    asked(monkeypatch, "n\n\n")
    text = path.read_text("utf-8")
    assert text.startswith(
        "# ours\n- reject: doi:10.5555/old  # seen\n  reason: r\n- reject:\n    - doi:10.5555/w2001\n"
    )
    assert text.endswith("  reason: Not for this shelf.\n")


def test_yes_to_what_no_service_knows_is_told(monkeypatch: pytest.MonkeyPatch, world: Around) -> None:
    """The paper is left for later, and nothing is written."""
    look_up = discover.services.gather_all

    def later(*arguments: Any) -> Any:
        world.down = dict.fromkeys(("openalex", "semantic-scholar"), (404, "{}"))
        return look_up(*arguments)

    monkeypatch.setattr(discover.services, "gather_all", later)
    done = asked(monkeypatch, "y\nq\n")
    assert "add.unknown: no service knows this paper" in done.stderr
    assert "0 added, 0 rejected, 1 left for later" in done.stdout
    assert keys() == {"heron", "egret", "stork", "crane", "nameless"}


def ticked(text: str, verdict: str, title: str, reason: str = "") -> str:
    """Return an issue with one box ticked."""
    head, mark, rest = text.partition(title)
    box = re.compile(rf"- \[ \] ({verdict} <!-- .* -->)")
    return head + mark + box.sub(lambda found: f"- [x] {found[1]}{reason}", rest, count=1)


def test_an_issue_is_answered_with_ticks() -> None:
    """The ticked boxes are taken in, both kinds in one go; a second time there is nothing to do; no tick, no change."""
    assert run("--markdown", "issue.md").exit_code == 0
    path = Path("issue.md")
    text = path.read_text("utf-8")
    assert text.startswith("<!-- shelf discover -->\n6 papers that this shelf may lack")
    assert run("--answers", "issue.md", "--yes").exit_code == 0
    assert keys() == {"heron", "egret", "stork", "crane", "nameless"}
    text = ticked(ticked(text, "add", GUIDE), "reject", "Ibises", " too muddy  ")
    path.write_text(text.replace("\n", "\r\n"), "utf-8", newline="")
    done = run("--answers", "issue.md", "--json", "--yes")
    found = json.loads(done.stdout)
    assert found["written"] is True
    assert {"decisions.yml", "papers/a-field-guide-to-long-legs.yml"} <= {one["path"] for one in found["changes"]}
    [rejection] = load(Path("content")).rejections.values()
    assert (rejection.title, rejection.reason) == ("Ibises Probe the Mud", "too muddy")
    again = json.loads(run("--answers", "issue.md", "--json", "--yes").stdout)
    assert (again["changes"], again["problems"]) == ([], [])


def test_nothing_in_an_issue_but_our_comments_counts() -> None:
    """A title with markup, a comment or a direction mark is text; what is not ours is not read."""
    run("--markdown", "issue.md")
    text = Path("issue.md").read_text("utf-8")
    assert "<script" not in text
    assert text.count("<!-- shelf add") == text.count("<!-- shelf reject") == 6
    assert "\u202e" not in text
    assert "10.5555/evil --&gt;" in text
    foreign = (
        "\n- [x] <!-- add doi:10.5555/w3001 -->\n- [x] add doi:10.5555/w3001\n<!-- shelf add doi:10.5555/w3001 -->\n"
        "- [ ] <!-- shelf add doi:10.5555/w3001 -->\n* [x]<!-- shelf add doi:10.5555/w3001 -->\n"
    )
    Path("issue.md").write_text(text + foreign, "utf-8")
    found = json.loads(run("--answers", "issue.md", "--json", "--yes").stdout)
    assert (found["papers"], found["changes"]) == ([], [])


def test_both_boxes_of_a_paper_are_a_problem_at_its_line() -> None:
    """Neither is taken, the others are, and the exit code says so."""
    run("--markdown", "issue.md")
    text = Path("issue.md").read_text("utf-8")
    text = ticked(ticked(ticked(text, "add", GUIDE), "reject", GUIDE), "reject", "Ibises")
    Path("issue.md").write_text(text, "utf-8")
    done = run("--answers", "issue.md", "--yes")
    assert done.exit_code == 1
    line = 1 + next(number for number, row in enumerate(text.split("\n")) if row.startswith("- [x] reject"))
    assert (
        f"issue.md:{line}:14: answers.clash: this paper is to be added and rejected, see line {line - 1}" in done.stderr
    )
    assert [one.title for one in load(Path("content")).rejections.values()] == ["Ibises Probe the Mud"]
    assert "a-field-guide-to-long-legs" not in keys()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# An issue of somebody else\n", "answers.format"),
        ("format: shelf-answers\nversion: 1\nanswers: []\n", "answers.format"),
        ("format: shelf-discoveries\nversion: 2\nanswers: []\n", "answers.version"),
        ("<!-- shelf discover -->\n- [x] add <!-- shelf add nonsense -->\n", "answers.reference"),
        ("<!-- shelf discover -->\n- [x] <!-- shelf add pmid:1 --> <!-- shelf add pmid:2 -->\n", "answers.reference"),
        ('<!-- shelf discover -->\n- [x] add <!-- shelf add pmid:1 "a\\q" -->\n', "answers.reference"),
        ("format: shelf-discoveries\nversion: 1\nanswers:\n  - paper: [x]\n    verdict: add\n", "answers.reference"),
        ("format: shelf-discoveries\nversion: 1\nanswers:\n  - paper: []\n    verdict: add\n", "answers.reference"),
        (
            "format: shelf-discoveries\nversion: 1\nanswers:\n  - paper: ['doi:10.5/x']\n    verdict: yes\n",
            "field.value",
        ),
        ("format: shelf-discoveries\nversion: 1\nanswers: [5]\n", "field.type"),
    ],
)
def test_a_file_that_is_not_ours_is_a_problem_with_a_place(text: str, problem: str) -> None:
    """Never a traceback; nothing is written."""
    Path("answers").write_text(text, "utf-8")
    done = run("--answers", "answers", "--yes")
    assert done.exit_code == 1
    assert re.search(rf"^answers:\d+:\d+: {problem}: .*\n  hint: .", done.stderr, re.MULTILINE), done.stderr
    assert not Path("content/decisions.yml").exists()


def test_a_page_asks_and_its_file_is_taken_in() -> None:
    """The page requests nothing, and no title is markup in it; its file is YAML."""
    assert run("--html", "page.html").stdout.startswith("6 papers written to page.html\n")
    page = Path("page.html").read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
    assert "<script>alert" not in page
    assert EVIL not in page
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])
    rows = [
        {
            "paper": data["papers"][at]["references"],
            "verdict": verdict,
            "title": data["papers"][at]["title"],
            "reason": why,
        }
        for at, (verdict, why) in enumerate([("add", ""), ("reject", "no: 'never'\u2028")])
    ]
    answers = {"format": data["format"], "version": data["version"], "answers": rows}
    Path(data["file"]).write_text(json.dumps(answers), "utf-8")
    assert run("--answers", data["file"], "--yes").exit_code == 0
    [rejection] = load(Path("content")).rejections.values()
    assert rejection.reason == "no: 'never'"
    assert "a-field-guide-to-long-legs" in keys()


def test_a_shelf_that_lacks_nothing(tmp_path: Path) -> None:
    """An empty shelf has no surroundings: an issue and a page say so."""
    (tmp_path / "empty").mkdir()
    done = run("--content", "empty", "--markdown", "i.md", "--html", "p.html", "--json")
    assert json.loads(done.stdout) == {"papers": [], "left_out": [], "problems": []}
    assert "No paper was found that this shelf may lack." in Path("i.md").read_text("utf-8")
    assert "No paper was found that this shelf may lack." in Path("p.html").read_text("utf-8")
    assert run("--content", "empty").stdout == "There is nothing to propose.\n"


@pytest.mark.parametrize("wrong", [["--yes"], ["--dry-run"], ["--answers", "a", "--html", "b"]])
def test_options_that_do_not_go_together(wrong: list[str]) -> None:
    """Whoever wants all that is found added has to say so paper by paper."""
    assert run(*wrong).exit_code == 2


def test_offline_without_saved_answers() -> None:
    """Nothing is known, which is an error with a hint; after a run online, the same is found without a network."""
    done = run("--offline", "--saved", "kept")
    assert done.exit_code == 1
    assert "add.no-saved-answer" in done.stderr
    assert "that no service knows" not in done.output  # none was asked
    whole = run("--saved", "kept").stdout
    assert run("--offline", "--saved", "kept").stdout == whole
