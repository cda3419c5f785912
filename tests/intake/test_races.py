"""A person saves a file while a command is about to replace it: no command overwrites the edit, nor does finishing a killed one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.content import catalogue, layout
from generator.intake import bibliography, imports, questions, single
from generator.intake.offer import Offer, write, write_unasked
from generator.model import Catalogue, Decision, Paper, Question
from generator.problems import ShelfError
from generator.services import Client, gather, parse
from generator.services.throttle import Throttle
from generator.storage import files, transactions
from generator.storage.transactions import KEPT, READY, STAGED
from tests.conftest import ROOT, Shelf
from tests.services.answers import LIMPETS
from tests.services.replaying import Replay
from tests.storage.test_transactions import killed, tree

DAY = "2029-07-01"
KELP = "title: Kelp Forests of the Northern Sea\nidentifiers:\n  doi: 10.5555/kelp\n"
LISTED = "@article{a, title={Kelp Forests of the Northern Sea}, author={Marsh, Ada and Reed, Bo}, year=2020, doi={10.5555/kelp}}\n"
MINE = "# looked up\nsummary: Mine.\n"
SAME = "- pair:\n    - {}\n    - {}\n  verdict: different\n  reason: I looked.\n"
Race = tuple[
    Callable[[Path], object], str, str, str
]  # a command, the file, what the person adds, what the command adds


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "list.bib").write_text(LISTED, encoding="utf-8")
    put(tmp_path / "content" / "papers" / "kelp.yml", KELP)
    return tmp_path / "content"


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def importing(content: Path) -> object:
    """Import a record of the paper, which gives it authors."""
    return imports.run([content.parent / "list.bib"], content=content, date=DAY)


def formatting(content: Path) -> object:
    """Format the paper."""
    return layout.run(content, dry_run=False)


def answering(content: Path) -> object:
    """Answer a question, which adds a decision to those of a person."""
    return questions.answer(content, Question(pair=("kelp", "sea")), "same", "They agree.")


def applying(content: Path) -> object:
    """Apply a decision, which ties a record to the paper."""
    return questions.apply(content, date=DAY)


def adding(content: Path) -> object:
    """Add a paper that is on the shelf."""
    return write_unasked(content, _gathered())


def adding_asked(content: Path) -> object:
    """Add a paper that is on the shelf, after a yes."""
    shelf, plan = catalogue.load(content), _gathered()
    return write(content, plan(shelf), shelf, plan)


def refreshing(content: Path) -> object:
    """Refresh the paper."""
    gathering = gather(parse("2901.01234"), Client(throttle=Throttle(sleep=lambda _: None)))
    return write_unasked(content, lambda shelf: single.refresh({"limpets": gathering}, shelf, date=DAY))


def _gathered() -> Callable[[Catalogue], Offer]:
    gathering = gather(parse("2901.01234"), Client(throttle=Throttle(sleep=lambda _: None)))
    return lambda shelf: single.add([gathering], shelf, date=DAY)


RACES: dict[str, Race] = {
    "import": (importing, "papers/kelp.yml", MINE, "- Ada Marsh\n"),
    "format": (formatting, "papers/otter.yml", MINE, "venue: Otter Days\n"),
    "review, an answer": (answering, "decisions.yml", SAME.format("kelp", "reed"), "They agree."),
    "review, its effect": (applying, "papers/sedge.yml", MINE, "- Ada Marsh\n"),
    "add": (adding, "papers/limpets.yml", MINE, LIMPETS.authors[0]),
    "refresh": (refreshing, "papers/limpets.yml", MINE, LIMPETS.authors[0]),
}


@pytest.fixture
def shelved(content: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf in which each of the commands has one file to replace, and stand-ins for the services."""
    put(content / "papers" / "otter.yml", "venue:   Otter Days\ntitle: Otters at Dusk\n")
    put(content / "papers" / "limpets.yml", f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\n")
    put(content / "papers" / "sedge.yml", "title: Sedges by the Northern Sea\n")
    put(content.parent / "sedge.bib", "@misc{s, title={On Sedges and Rushes}, author={Marsh, Ada}}\n")
    imports.run([content.parent / "sedge.bib"], content=content, date=DAY)
    (content / "papers" / "on-sedges-and-rushes.yml").unlink()
    pair = f"- pair:\n    - sedge\n    - {DAY}-sedge#1\n  verdict: same\n  reason: I looked.\n"
    put(content / "decisions.yml", SAME.format("kelp", "otter") + pair)
    server = Replay()
    server.papers.append(LIMPETS)
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield content
    server.close()


class Editor:
    """Saves a person's text at a moment of a command: when the file was read, while new texts are staged, at the commit."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, save: Callable[[], None], *, times: int = 1) -> None:
        self.monkeypatch = monkeypatch
        self.save = save
        self.times = times

    def at(self, moment: str, path: Path) -> None:
        if moment == "read":
            self._around(files, "read", lambda *arguments: arguments[0] == path)
        elif moment == "staged":
            self._around(files, "write", lambda *arguments: STAGED in arguments[0].parts)
        else:
            self._around(Path, "rename", lambda *arguments: arguments[1].name == READY)

    def _around(self, owner: object, name: str, fits: Callable[..., bool]) -> None:
        real = getattr(owner, name)

        def step(*arguments: object, **named: object) -> object:
            done = real(*arguments, **named)
            if self.times and fits(*arguments):
                self.times -= 1
                self.save()
            return done

        self.monkeypatch.setattr(owner, name, step)


@pytest.mark.parametrize("moment", ["read", "staged"])
@pytest.mark.parametrize("command", RACES)
def test_an_edit_before_the_commit_is_planned_with(
    command: str, moment: str, shelved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command starts again from the person's text: the file has what the person and the command wrote."""
    run, name, mine, gained = RACES[command]
    path = shelved / name
    edited = path.read_text("utf-8") + mine
    Editor(monkeypatch, lambda: put(path, edited)).at(moment, path)
    run(shelved)
    text = path.read_text("utf-8")
    assert gained in text
    assert [line for line in mine.splitlines() if line not in text] == []
    assert [one for one in tree(shelved) if ".shelf-" in one] == []
    run(shelved) if "answer" not in command else None
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("command", RACES)
def test_an_edit_after_the_commit_is_kept_with_the_new_text_beside_it(
    command: str, shelved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's text stays byte for byte, the command's is named in the message, and its other files are in place."""
    run, name, mine, gained = RACES[command]
    path = shelved / name
    edited = path.read_text("utf-8") + mine
    before = tree(shelved)
    Editor(monkeypatch, lambda: put(path, edited)).at("committed", path)
    with pytest.raises(ShelfError) as caught:
        run(shelved)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("content.changed", files.shown(path))
    assert f"{path.name}{KEPT}" in problem.message
    after = tree(shelved)
    assert after.pop(name) == edited.encode()
    assert gained in after.pop(f"{name}{KEPT}").decode()
    assert [one for one in after if ".shelf-" in one] == []
    if command in {"import", "add", "refresh"}:
        assert [one for one in after.keys() - before.keys() if one.startswith("imports/")]
    assert "content.changed" in [one.code for one in catalogue.inspect(shelved)[1]]


def test_what_a_person_agreed_to_is_not_written_to_another_text(shelved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a yes nothing is planned anew: the person is asked to look again, and the edit stays, even a comment alone."""
    path = shelved / "papers" / "limpets.yml"
    for moment in ("read", "staged"):
        edited = f"{path.read_text('utf-8')}# {moment}\n"
        with monkeypatch.context() as patch:
            Editor(patch, lambda text=edited: put(path, text)).at(moment, path)
            with pytest.raises(ShelfError, match=r"content\.changed"):
                adding_asked(shelved)
        assert path.read_text("utf-8") == edited
    adding_asked(shelved)
    assert LIMPETS.authors[0] in path.read_text("utf-8")


@pytest.mark.parametrize("command", RACES)
def test_who_keeps_saving_wins(command: str, shelved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a few attempts the command gives up with a problem, and has written nothing."""
    run, name, mine, _ = RACES[command]
    path = shelved / name
    before = tree(shelved)
    texts = iter(before[name].decode() + mine + f"# {number}\n" for number in range(1_000))
    saved: list[str] = []
    Editor(monkeypatch, lambda: (saved.append(next(texts)), put(path, saved[-1]))[1], times=1_000).at("staged", path)
    with pytest.raises(ShelfError, match=r"content\.changed") as caught:
        run(shelved)
    assert [problem.path for problem in caught.value.problems] == [files.shown(path)]
    assert tree(shelved) == before | {name: saved[-1].encode()}


def test_a_file_that_is_created_meanwhile(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new paper does not replace a file of the same name that somebody saved meanwhile: it is matched or gets another key."""
    (content / "papers" / "kelp.yml").unlink()
    path = content / "papers" / "kelp-forests-of-the-northern-sea.yml"
    Editor(monkeypatch, lambda: put(path, KELP + MINE)).at("staged", path)
    importing(content)
    assert list(catalogue.load(content).papers) == [path.stem]
    assert "summary: Mine." in path.read_text("utf-8")
    assert "Ada Marsh" in path.read_text("utf-8")

    def stub(shelf: Catalogue) -> Offer:
        return single.stubs([parse("Reeds in Spring and Autumn")], shelf)

    path = content / "papers" / "reeds-in-spring-and-autumn.yml"
    Editor(monkeypatch, lambda: put(path, "title: Something Else\n")).at("staged", path)
    write_unasked(content, stub)
    assert path.read_text("utf-8") == "title: Something Else\n"
    assert "Reeds in Spring and Autumn" in {paper.title for paper in catalogue.load(content).papers.values()}


@pytest.mark.parametrize("moment", ["read", "staged"])
def test_a_file_that_is_deleted_meanwhile(content: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Format does not bring a file back that somebody deleted or renamed meanwhile."""
    path = content / "papers" / "kelp.yml"
    put(path, f"venue:   Sea\n{KELP}")
    Editor(monkeypatch, lambda: path.rename(path.with_name("kelp-forests.yml"))).at(moment, path)
    formatting(content)
    assert [one.name for one in (content / "papers").iterdir()] == ["kelp-forests.yml"]


def test_a_byte_order_mark_is_a_byte_too(content: Path) -> None:
    """A file is compared byte for byte: with a mark and Windows line ends it can be replaced, but not if only these changed."""
    path = content / "papers" / "kelp.yml"
    marked = b"\xef\xbb\xbf" + KELP.replace("\n", "\r\n").encode()
    path.write_bytes(marked)
    importing(content)
    assert "Ada Marsh" in path.read_text("utf-8")
    path.write_bytes(KELP.encode())
    change = transactions.Change(path="papers/kelp.yml", before=KELP, after="title: New\n")
    for raw in (marked, KELP.encode() + b" ", KELP.encode()[:-1], b"", b"\xff" + KELP.encode()):
        path.write_bytes(raw)
        with pytest.raises(ShelfError, match=r"content\.changed"):
            transactions.save(content, [change])
        assert path.read_bytes() == raw


def test_dedupe_does_not_replace_an_edited_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a list is deduplicated in place, an entry that somebody added meanwhile is not lost; elsewhere it does not matter."""
    path = tmp_path / "list.bib"
    put(path, LISTED + LISTED.replace("{a,", "{b,"))
    edited = path.read_text("utf-8") + "@misc{mine, title={Mine}}\n"
    Editor(monkeypatch, lambda: put(path, edited)).at("read", path)
    found = bibliography.run([path])
    with pytest.raises(ShelfError, match=r"content\.changed"):
        bibliography.save(found, path)
    assert path.read_text("utf-8") == edited
    assert bibliography.save(found, tmp_path / "other.bib")
    assert bibliography.save(bibliography.run([path]), path)
    assert "@misc{mine" in path.read_text("utf-8")


LATER = {
    "edited": lambda path: put(path, "title: Mine\n"),
    "deleted": Path.unlink,
    "a folder": lambda path: (path.unlink(), (path / "inside").mkdir(parents=True)),
}


@pytest.mark.parametrize("how", LATER)
def test_the_next_command_keeps_an_edit_made_after_a_kill(how: str, content: Path, shelf: Shelf) -> None:
    """It finishes the other files, keeps both texts of this one, says so, and only the next command does its own work."""
    put(content / "papers" / "sea.yml", "title: Sea\n")
    new = "title: Kelp\nsummary: New.\n"
    killed(content, {"papers/kelp.yml": (KELP, new), "papers/sea.yml": ("title: Sea\n", "title: The Sea\n")})
    path = content / "papers" / "kelp.yml"
    LATER[how](path)
    edited = sorted(path.parent.rglob("kelp.yml*"))
    done = shelf("import", "list.bib", "--date", DAY)
    assert done.returncode == 1
    assert "papers/kelp.yml:1:1: content.changed: " in done.stderr
    assert f"delete kelp.yml{KEPT}" in done.stderr
    assert "Traceback" not in done.stderr
    beside = path.with_name(f"kelp.yml{KEPT}")
    assert beside.read_text("utf-8") == new
    assert (content / "papers" / "sea.yml").read_text("utf-8") == "title: The Sea\n"
    assert sorted({*path.parent.rglob("kelp.yml*")} - {beside}) == edited
    assert how != "edited" or path.read_text("utf-8") == "title: Mine\n"
    assert [one for one in tree(content) if one.startswith(".shelf-")] == []
    if how != "a folder":
        again = shelf("import", "list.bib", "--date", DAY)
        assert (again.returncode, "1 record:" in again.stdout) == (0, True)
    checked = shelf("check")
    assert f"papers/kelp.yml{KEPT}:1:1: content.changed: warning: " in checked.stderr + checked.stdout


def test_finishing_keeps_both_texts_whatever_is_there(tmp_path: Path) -> None:
    """Created meanwhile, edited twice, edited to the same text, and left by a version that did not record what it replaced."""
    killed(tmp_path, {"new.yml": (None, "ours\n"), "same.yml": (None, "same\n"), "deep/free.yml": (None, "free\n")})
    put(tmp_path / "new.yml", "theirs\n")
    put(tmp_path / f"new.yml{KEPT}", "from an earlier kill\n")
    put(tmp_path / "same.yml", "same\n")
    with pytest.raises(ShelfError) as caught:
        transactions.finish(tmp_path)
    assert [problem.path for problem in caught.value.problems] == [files.shown(tmp_path / "new.yml")]
    assert tree(tmp_path) == {
        "new.yml": b"theirs\n", f"new.yml{KEPT}": b"from an earlier kill\n", f"new.yml{KEPT}2": b"ours\n",
        "same.yml": b"same\n", "deep/free.yml": b"free\n",
    }  # fmt: skip
    assert not transactions.finish(tmp_path)
    for record in ("", "{", "[1]", "null"):
        put(tmp_path / READY / "new.yml", "ours\n")
        put(tmp_path / READY / f"{len(record)}.yml", "free\n")
        put(tmp_path / READY / transactions.REPLACED, record)
        with pytest.raises(ShelfError, match=r"content\.changed"):
            transactions.finish(tmp_path)
        assert (tmp_path / "new.yml").read_text("utf-8") == "theirs\n"
        assert (tmp_path / f"{len(record)}.yml").read_text("utf-8") == "free\n"


STOPPED = """
import os, signal, sys
from generator.cli import main
stops = [signal.SIGSTOP]
def hook(event, arguments):
    if event == "os.rename" and {staged!r} in str(arguments[1]) and stops:
        os.kill(os.getpid(), stops.pop())
sys.addaudithook(hook)
main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_an_import_and_an_editor_in_two_processes(content: Path) -> None:
    """The import is stopped while it stages its files, somebody saves a paper, and the import goes on: both are in the file."""
    entries = (f"@misc{{k{n}, title={{Paper {n} about Kelp and its {n} Uses}}, year=2020}}\n" for n in range(9))
    (content.parent / "list.bib").write_text(LISTED + "".join(entries), encoding="utf-8")
    command = [sys.executable, "-c", STOPPED.format(staged=STAGED), "import", "list.bib", "--date", DAY]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(command, cwd=content.parent, env=environment, stdout=-1, stderr=-1, text=True)
    assert os.WIFSTOPPED(os.waitpid(running.pid, os.WUNTRACED)[1])
    assert (content / STAGED).exists()
    assert not (content / READY).exists()
    put(content / "papers" / "kelp.yml", KELP + MINE)
    running.send_signal(signal.SIGCONT)
    said, errors = running.communicate(timeout=120)
    assert running.returncode == 0, errors
    assert "10 records" in said
    text = (content / "papers" / "kelp.yml").read_text("utf-8")
    assert "Ada Marsh" in text
    assert text.endswith(MINE)
    assert len(list((content / "papers").iterdir())) == 10


def test_a_decision_is_never_lost_to_a_review(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever answers in the terminal and edits decisions.yml at the same time finds both decisions there."""
    catalogue.save(content, {"papers/sea.yml": Paper(title="Sea"), "papers/reed.yml": Paper(title="Reed")})
    path = content / "decisions.yml"
    Editor(monkeypatch, lambda: put(path, SAME.format("kelp", "reed"))).at("staged", path)
    answering(content)
    assert [one.pair for one in catalogue.load(content).decisions] == [("kelp", "reed"), ("kelp", "sea")]
    assert isinstance(catalogue.load(content).decisions[0], Decision)
