"""shelf links from end to end: what is asked, remembered, reported, and when it fails."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.links import Answer, Link, Memory, Place, Report, problems, run
from generator.problems import ShelfError
from tests.conftest import Shelf
from tests.content import repository
from tests.content.repository import Repository
from tests.links import misbehaving
from tests.links.misbehaving import Clock, Server, status

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


class Scripted:
    """Gives scripted answers and records the requests; an unknown address is gone."""

    def __init__(self, answers: dict[str, Answer], *, online: bool = True) -> None:
        """Take the script."""
        self.answers, self.asked, self._online = answers, list[str](), online

    def ask(self, url: str) -> Answer:
        """Answer, or fail as the script says."""
        self.asked.append(url)
        return self.answers.get(url, Answer(verdict="gone", status=404, asked=NOON))

    def online(self) -> bool:
        """As the script says."""
        return self._online


def link(url: str, kind: str = "link") -> Link:
    """Return a link with one place."""
    return Link(url=url, places=(Place(path="content/papers/x.yml", line=3, column=9, kind=kind),))  # type: ignore[arg-type]


def ran(probe: object, memory: Memory, *urls: str | Link, now: dt.datetime = NOON) -> Report:
    """Run over addresses."""
    links = [link(url) if isinstance(url, str) else url for url in urls]
    return Report(checked=run(links, probe, memory, now))  # type: ignore[arg-type]


def ok(**more: object) -> Answer:
    """Return a good answer."""
    return Answer(verdict="ok", status=200, asked=NOON, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "kind", "holds", "ends"),
    [
        (ok(), "link", 5 * DAY, 7 * DAY),
        (Answer(verdict="moved", status=200, to="https://b.test/", asked=NOON), "link", 5 * DAY, 7 * DAY),
        (ok(), "identifier", 60 * DAY, 91 * DAY),
        (Answer(verdict="gone", status=404, asked=NOON), "identifier", DAY / 2, DAY),
        (Answer(verdict="blocked", status=403, asked=NOON), "link", DAY / 2, DAY),
        (Answer(verdict="slow", asked=NOON), "link", DAY / 2, DAY),
        (Answer(verdict="error", status=500, asked=NOON), "link", DAY / 2, DAY),
    ],
)  # fmt: skip
def test_answers_hold_as_long_as_they_are_good_for(
    tmp_path: Path, answer: Answer, kind: str, holds: dt.timedelta, ends: dt.timedelta
) -> None:
    """Good ones for days, so that a weekly run asks again; others for less than a day; identifiers for months."""
    path = tmp_path / "links.json"
    probe = Scripted({"https://a.test/": answer})
    one = link("https://a.test/", kind)
    first = ran(probe, Memory(path), one)
    second = ran(probe, Memory(path), one, now=NOON + holds)
    assert len(probe.asked) == 1
    assert second.checked[0].answer == first.checked[0].answer
    assert second.checked[0].remembered
    ran(probe, Memory(path), one, now=NOON + ends)
    assert len(probe.asked) == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"https://a.test/": 1}', '{"https://a.test/": {"verdict": "fine"}}', "\0"]
)
def test_a_broken_memory_is_an_empty_one(tmp_path: Path, text: str) -> None:
    """It is only a cache: the links are requested, and it is written again."""
    path = tmp_path / "links.json"
    path.write_text(text)
    probe = Scripted({"https://a.test/": ok()})
    ran(probe, Memory(path), "https://a.test/")
    assert probe.asked == ["https://a.test/"]
    assert Memory(path).answers["https://a.test/"].verdict == "ok"


def test_an_answer_from_the_future_does_not_hold(tmp_path: Path) -> None:
    """A clock that was wrong once does not silence a link forever."""
    path = tmp_path / "links.json"
    Memory(path).keep({"https://a.test/": ok()}, NOON)
    probe = Scripted({"https://a.test/": ok()})
    ran(probe, Memory(path), "https://a.test/", now=NOON - DAY)
    assert probe.asked


def test_a_link_that_was_not_asked_is_not_remembered(tmp_path: Path) -> None:
    """Links skipped because of a busy host are requested next time."""
    path = tmp_path / "links.json"
    skipped = Answer(verdict="blocked", note="not asked: the host wants fewer requests", asked=NOON)
    ran(Scripted({"https://a.test/": skipped}), Memory(path), "https://a.test/", "https://b.test/")
    assert list(Memory(path).answers) == ["https://b.test/"]


def test_without_a_network_nothing_is_called_dead(tmp_path: Path) -> None:
    """If no host answers and no name resolves, the command stops with one problem and stores nothing."""
    path = tmp_path / "links.json"
    silent = Answer(verdict="gone", note="there is no such host", asked=NOON)
    script = {"https://a.test/": silent, "https://b.test/": silent}
    with pytest.raises(ShelfError) as caught:
        ran(Scripted(script, online=False), Memory(path), *script)
    assert caught.value.problems[0].code == "links.offline"
    assert not path.exists()
    assert [one.answer.verdict for one in ran(Scripted(script), Memory(path), *script).checked] == ["gone", "gone"]


def test_answers_before_an_interrupt_are_kept(tmp_path: Path) -> None:
    """Ctrl-C loses the current requests, not the answers so far."""
    path = tmp_path / "links.json"
    probe = Scripted({"https://a.test/1": ok()})

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([link("https://a.test/1"), link("https://a.test/2")], probe, Memory(path), NOON, told=interrupted)  # type: ignore[arg-type]
    assert list(Memory(path).answers) == ["https://a.test/1"]


def killed(path: Path, number: int, online: Callable[[], bool]) -> None:
    """Ask for three links in a process that is killed at the given one."""

    class Deadly(Scripted):
        def ask(self, url: str) -> Answer:
            if len(self.asked) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().ask(url)

        def online(self) -> bool:
            return online()

    child = os.fork()
    if child == 0:
        urls = [f"https://a.test/{at}" for at in range(3)]
        silent = Answer(verdict="gone", note="there is no such host", asked=NOON)
        ran(Deadly({"https://a.test/0": silent, "https://a.test/1": ok()}), Memory(path), *urls)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_killed_run_loses_only_the_links_under_way(tmp_path: Path, number: int) -> None:
    """Each answer is on disk before the next request; a line that was cut off harms nothing."""
    path = tmp_path / "links.json"
    killed(path, number, online=lambda: True)
    memory = Memory(path)
    assert list(memory.answers) == [f"https://a.test/{at}" for at in range(number)]
    with memory.journal.open("ab") as stream:
        stream.write(b'{"https://b.test/": {"verd')
    probe = Scripted({})
    report = ran(probe, Memory(path), *(f"https://a.test/{at}" for at in range(3)))
    assert probe.asked == [f"https://a.test/{at}" for at in range(number, 3)]
    assert sum(one.remembered for one in report.checked) == number
    assert set(Memory(path).answers) == {f"https://a.test/{at}" for at in range(3)}
    assert not memory.journal.exists()


def test_silence_is_not_kept_before_an_answer(tmp_path: Path) -> None:
    """While no host has answered and no name resolves, this machine may be offline: a killed run calls nothing gone."""
    path = tmp_path / "links.json"
    killed(path, 1, online=lambda: False)
    assert Memory(path).answers == {}
    killed(path, 2, online=lambda: False)
    assert set(Memory(path).answers) == {"https://a.test/0", "https://a.test/1"}


def test_a_run_ends_in_time(tmp_path: Path) -> None:
    """What is left then is not checked, which is a warning and not remembered; the next run asks for it."""
    path = tmp_path / "links.json"
    stop = threading.Event()

    class Slow(Scripted):
        def ask(self, url: str) -> Answer:
            if self.asked:
                stop.wait(20)
            return super().ask(url)

    urls = [f"https://a.test/{at}" for at in range(4)]
    script = {url: ok() for url in urls}
    checked = run(list(map(link, urls)), Slow(script), Memory(path), NOON, stop=stop, seconds=0.2)  # type: ignore[arg-type]
    assert [one.answer.verdict for one in checked] == ["ok", "ok", "unchecked", "unchecked"]
    told = problems(Report(checked=checked))
    assert {(one.code, one.severity) for one in told} == {("link.unchecked", "warning")}
    assert "time" in told[0].message
    probe = Scripted(script)
    ran(probe, Memory(path), *urls)
    assert probe.asked == urls[2:]


def test_only_gone_is_an_error_and_identifiers_do_not_move(tmp_path: Path) -> None:
    """Each verdict has its code and a hint; if an identifier's page moves, the file need not change."""
    moved = Answer(verdict="moved", status=200, to="https://new.test/", asked=NOON)
    script = {"https://m.test/": moved, "https://i.test/": moved, "https://s.test/": Answer(verdict="slow", asked=NOON)}
    report = ran(
        Scripted(script), Memory(tmp_path / "x"), "https://g.test/", "https://m.test/", "https://s.test/",
        link("https://i.test/", "identifier"), link("https://gi.test/", "identifier"),
    )  # fmt: skip
    told = {(one.code, one.severity, one.hint) for one in problems(report)}
    assert told == {
        (
            "link.gone",
            "error",
            "look for a copy at https://web.archive.org/web/*/https://g.test/, or remove the link",
        ),
        ("link.gone", "error", "look the identifier up again"),
        ("link.moved", "warning", "change it to https://new.test/"),
        ("link.slow", "warning", "open it in a browser; if it is too slow to be useful, remove it"),
    }
    assert {(one.path, one.line, one.column) for one in problems(report)} == {("content/papers/x.yml", 3, 9)}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve locally, bypassing any proxy of this machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with misbehaving.serving(Clock()) as made:
        yield made


Links = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def made(tmp_path: Path, server: Server) -> Repository:
    """A committed shelf without identifiers, of two papers with a link each: one good, one gone."""
    found = repository.shelf(tmp_path / "clone")
    for key, path in (("heron", "/well"), ("otter", "/gone")):
        found.paper(key, f"title: {key}\nlinks:\n  code: {server.url(path)}\n")
    server.add("/well", status(200))
    found.commit()
    return found


@pytest.fixture
def links(shelf: Shelf, made: Repository) -> Links:
    """Run ``shelf links`` in the clone, on this machine's own addresses."""
    return lambda *options: shelf("links", "--allow-private", *options, cwd=made.folder)


def test_a_gone_link_fails_with_its_place(links: Links, server: Server) -> None:
    """The position in the YAML, the verdict and a hint; the other link is fine; no progress bar on a pipe."""
    done = links()
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"content/papers/otter.yml:3:9: link.gone: {server.url('/gone')} is gone (404)",
        f"  hint: look for a copy at https://web.archive.org/web/*/{server.url('/gone')}, or remove the link",
    ]
    assert done.stdout == "2 links: 1 ok, 1 gone\n"


def test_a_second_run_asks_nobody(links: Links, server: Server, made: Repository) -> None:
    """Answers are kept in .cache/shelf/links.json, where git ignores them, and count as if they were new."""
    links()
    asked = len(server.asked)
    again = links()
    assert len(server.asked) == asked
    assert again.returncode == 1
    assert again.stdout == "2 links: 1 ok, 1 gone; 2 answers from an earlier run\n"
    assert (made.folder / ".cache/shelf/links.json").is_file()


def test_only_changed_files_are_asked_for(links: Links, server: Server, made: Repository) -> None:
    """--changed-since REV: the links of other files are not even looked at."""
    made.paper("third", f"title: Third\nlinks:\n  code: {server.url('/well')}\n")
    done = links("--changed-since", "HEAD")
    assert (done.returncode, done.stdout) == (0, "1 link: 1 ok\n")
    assert {path for _, path in server.asked} == {"/well"}
    unknown = links("--changed-since", "nope")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "git.unknown-revision" in unknown.stderr


def test_private_addresses_are_refused_unless_allowed(shelf: Shelf, made: Repository, server: Server) -> None:
    """A pull request cannot make the check connect to an inner network; that is a separate warning."""
    done = shelf("links", cwd=made.folder)
    assert done.returncode == 0
    assert done.stderr.count("link.refused: warning: ") == 2
    assert server.asked == []


def test_the_object_for_programs(links: Links, server: Server) -> None:
    """--json prints counts, every link with its positions, and the problems."""
    found = json.loads(links("--json").stdout)
    assert (found["counts"]["links"], found["counts"]["ok"], found["counts"]["gone"]) == (2, 1, 1)
    gone = next(one for one in found["links"] if one["verdict"] == "gone")
    assert (gone["url"], gone["status"], gone["remembered"]) == (server.url("/gone"), 404, False)
    assert gone["places"] == [{"path": "content/papers/otter.yml", "line": 3, "column": 9, "kind": "link"}]
    assert [one["code"] for one in found["problems"]] == ["link.gone"]


def test_the_report_is_written_as_its_name_says(links: Links, made: Repository, server: Server) -> None:
    """Markdown for an issue, marked and inert; JSON; text."""
    for name in ("report.md", "report.json", "report.txt"):
        assert links("--output", name).returncode == 1
    markdown = (made.folder / "report.md").read_text()
    assert markdown.startswith("<!-- shelf links -->\n")
    assert f"- `{server.url('/gone')}` `is gone (404)`\n" in markdown
    assert "  - at `content/papers/otter.yml:3:9`\n" in markdown
    assert json.loads((made.folder / "report.json").read_text())["counts"]["gone"] == 1
    assert "Gone (1):\n  " in (made.folder / "report.txt").read_text()


def test_a_faulty_paper_fails_and_the_rest_is_asked(links: Links, made: Repository) -> None:
    """The problem is reported at its position, and the links of the other files are checked."""
    (made.content / "papers/otter.yml").write_text("title: Otter\nlinks:\n  code: javascript:alert(1)\n")
    done = links()
    assert done.returncode == 1
    assert done.stderr.startswith("content/papers/otter.yml:3:9: ")
    assert done.stdout == "1 link: 1 ok\n"


def test_the_time_of_a_run_is_an_option(links: Links, server: Server) -> None:
    """--minutes ends the run, and what was not checked is counted."""
    done = links("--minutes", "0.0000001")
    assert done.returncode == 0
    assert done.stdout == "2 links: 2 unchecked\n"
    assert len(server.asked) <= 1  # the one under way
    assert links("--minutes", "0").returncode == 2


def test_warnings_do_not_fail(links: Links, made: Repository, server: Server) -> None:
    """A link that moved or refuses programs is reported, and the exit code is 0."""
    server.add("/gone", status(301, Location="/well"))
    done = links()
    assert done.returncode == 0
    assert f"link.moved: warning: {server.url('/gone')} has moved to {server.url('/well')}" in done.stderr
    assert made.git("status", "--porcelain").split() == ["??", ".cache/"]


def test_it_remembers_since_when_a_link_is_gone(tmp_path: Path) -> None:
    """The first time in a row; a run that was killed forgets nothing; a good answer in between begins anew."""
    path = tmp_path / "links.json"
    url = "https://a.test/"

    def seen(verdict: str, days: int) -> dt.datetime | None:
        when = NOON + days * DAY
        answer = Answer(verdict=verdict, asked=when)  # type: ignore[arg-type]
        report = ran(Scripted({url: answer}), Memory(path), url, now=when)
        return report.checked[0].answer.since

    assert seen("gone", 0) == NOON
    assert seen("gone", 7) == NOON
    Memory(path).note({url: Memory(path).answers[url]})
    assert seen("gone", 14) == NOON
    assert seen("ok", 21) == NOON + 21 * DAY
    assert seen("gone", 28) == NOON + 28 * DAY
