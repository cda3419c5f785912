"""shelf review: a person on a terminal answers open questions, and the answers take effect."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from generator.cli.review import shown
from generator.content import catalogue
from generator.intake import imports, questions
from generator.intake.questions import Side
from generator.model import Decision, Identifiers, Ledger, LedgerRecord, Paper, Question
from tests.cli import forking
from tests.cli.test_cli import tree
from tests.conftest import Shelf, people
from tests.formats.listings.pages import PLAIN, UNTITLED

KELP = "@article{a, title={Kelp Forests of the Northern Sea}, author={Jane Doe and Bo Li}, year=2020, pages={1--9}}\n"
SEAS = "@article{b, title={Kelp forests of the northern seas}, author={Jane Doe}, year=2020, pages={40--52}, doi={10.5555/kelp}}\n"
TIDE = "@article{t, title={Tides without a Moon}, author={Ann Lee}, year=2011, pages={1--9}}\n"
EBBS = "@article{u, title={Tides without a Moon}, author={Ann Lee}, year=2015, pages={31--49}}\n"
PROMPTS = ("[q]uit? ", "\n> ", "] ", "(Enter for none)? ")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A shelf with two papers and two records in question with them."""
    for name, text in {"first.bib": KELP + TIDE, "second.bib": SEAS + EBBS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        imports.run([tmp_path / name], content=tmp_path / "content", date="2026-03-01")
    assert len(catalogue.load_sound(tmp_path / "content")[0].review) == 2
    return tmp_path / "content"


def on_terminal(folder: Path, answers: list[str], *words: str, columns: int = 100) -> tuple[str, int]:
    """Run ``shelf review``, or the command of these words, on a terminal, type an answer at each prompt, and return the output and the exit code."""
    terminal, theirs = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    environment["TERM"] = "xterm-256color"
    called, streams = ["generator.cli", *(words or ("review",))], (theirs, theirs, theirs)
    with ThreadPoolExecutor() as threads:
        ended = threads.submit(forking.ask, called, folder, environment, streams, 120, forking.address())
        ended.add_done_callback(lambda _: os.close(theirs))
        said, left = _answered(terminal, answers)
        code = ended.result()
    assert not left, f"never asked for: {left} after {said}"
    return said, code


def _answered(terminal: int, answers: list[str]) -> tuple[str, list[str]]:
    """Type an answer at each prompt; return all that was printed, and the answers that nobody asked for."""
    said, answered, left = "", 0, list(answers)
    while select.select([terminal], [], [], 60)[0]:
        try:
            got = os.read(terminal, 65_536)
        except OSError:  # Linux: the other side is closed
            break
        if not got:
            break
        said = (said + got.decode()).replace("\r\n", "\n")
        if said[answered:].endswith(PROMPTS) and left:
            answered = len(said)
            if left[0] == "\x03":
                time.sleep(0.2)  # between the prompt and the reading of the answer, it would be noticed by neither
            os.write(terminal, left.pop(0).encode())
    os.close(terminal)
    return said, left


def plain(said: str) -> str:
    """Return what a person sees: no colours and cursor movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said)


def test_answers_take_effect_at_once(content: Path) -> None:
    """The answer same ties the record and fills the paper; different creates a new paper; nothing is left to ask."""
    said, code = on_terminal(content.parent, ["s\n", "one slip\n", "different\n", "\n"])
    assert code == 0
    assert "1 same, 1 different, 0 skipped; 0 pairs are waiting" in plain(said)
    shelf, problems = catalogue.inspect(content)
    assert problems == []
    assert shelf.review == ()
    assert [(one.verdict, one.reason) for one in shelf.decisions] == [
        ("same", "one slip"),
        (
            "different",
            "Judged by a person; the matcher found: titles equal; authors agree; years 2011 / 2015",
        ),
    ]
    ties = [record.paper for record in shelf.ledgers["2026-03-01-second"].records]
    assert ties == ["kelp-forests-of-the-northern-sea", "tides-without-a-moon-2015"]
    assert shelf.papers["kelp-forests-of-the-northern-sea"].identifiers.doi == "10.5555/kelp"
    assert shelf.papers["tides-without-a-moon-2015"].date == "2015"
    before = tree(content)
    again, code = on_terminal(content.parent, [])
    assert (code, "0 pairs are waiting" in again) == (0, True)
    assert tree(content) == before


@pytest.mark.parametrize("end", ["q\n", "quit\n", "\x03", "\x04"])
def test_a_session_is_stopped_and_taken_up_again(content: Path, end: str) -> None:
    """After quit, Ctrl-C or the end of input, given answers count, and the next session asks the rest."""
    said, code = on_terminal(content.parent, ["same\n", "\n", end])
    assert code == 0
    assert "1 same, 0 different, 0 skipped; 1 pair is waiting" in plain(said)
    shelf, _ = catalogue.load_sound(content)
    assert len(shelf.decisions) == len(shelf.review) == 1
    assert shelf.ledgers["2026-03-01-second"].records[0].paper == "kelp-forests-of-the-northern-sea"
    said, code = on_terminal(content.parent, ["d\n", "\n"])
    assert "1 of 1" in said
    assert "Kelp" not in said
    assert catalogue.load_sound(content)[0].review == ()


@pytest.mark.parametrize("end", ["\x03", "\x04"])
def test_an_answer_without_its_reason_is_none(content: Path, end: str) -> None:
    """Stopping at the question for the reason is not an answer."""
    before = tree(content)
    said, code = on_terminal(content.parent, ["s\n", end])
    assert (code, "0 same, 0 different, 0 skipped; 2 pairs are waiting" in said) == (0, True)
    assert tree(content) == before


def test_skipped_pairs_wait_on(content: Path) -> None:
    """Skip goes to the next pair and writes nothing; after an invalid answer the question is repeated."""
    before = tree(content)
    said, code = on_terminal(content.parent, ["k\n", "what?\n", "\n", "skip\n"])
    assert (code, "0 same, 0 different, 2 skipped; 2 pairs are waiting" in said) == (0, True)
    assert tree(content) == before


def test_without_a_terminal_it_says_how_many_wait(content: Path, shelf: Shelf) -> None:
    """In a pipe nothing is asked and nothing written; a missing folder is an error."""
    before = tree(content)
    done = shelf("review")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 pairs are waiting for a person; run shelf review on a terminal\n"
    assert tree(content) == before
    assert "content.missing" in shelf("review", "--content", "nowhere").stderr


def test_the_sides_stand_beside_or_below_each_other(content: Path) -> None:
    """From 80 columns on both titles are in one line, below they are in two; differing words are underlined."""
    wide, _ = on_terminal(content.parent, ["q\n"], columns=100)
    assert re.search(r"title +Kelp forests of the northern seas +Kelp Forests of the Northern Sea\b", plain(wide))
    assert re.search(r"\x1b\[1;4mseas\x1b", wide)
    assert re.search(r"\x1b\[1;4mSea\x1b", wide)
    assert not re.search(r"\x1b\[1;4m(Kelp|forests|Forests)\x1b", wide)
    narrow, _ = on_terminal(content.parent, ["q\n"], columns=60)
    assert len(re.findall(r"(?m)^title +Kelp [Ff]orests of the [Nn]orthern [Ss]eas? *$", plain(narrow))) == 2
    assert all(len(line) <= 60 for line in plain(narrow).splitlines() if not line.startswith(("[s]ame", "Reason")))


def test_hostile_records_do_not_steer_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and markup of a ledger, and those typed as a reason, are text."""
    record = LedgerRecord(
        line=1, title="Kelp \x1b]0;owned\x07\u202e[red]x[/red] [link=file:///x]y", authors=people("\x1b[2J")
    )
    ledger = Ledger(source="evil.txt", format="listing", date="2026-01-01", sha256="0" * 64, records=(record,))
    question = Question(pair=("2026-01-01-evil#1", "kelp"), evidence=("[bold]equal titles",))
    shelf = catalogue.Catalogue(root=tmp_path, papers={"kelp": Paper(title="Kelp [red]")}, ledgers={"2026-01-01-evil": ledger},
                                review=(question,))  # fmt: skip
    console = Console(width=100, force_terminal=True, color_system="standard", highlight=False)
    for width in (100, 50):
        with console.capture() as capture:
            console.print(shown(*questions.waiting(shelf)[0], "1 of 1", width))
        said = re.sub(r"\x1b\[(?:[01234;]*)m", "", capture.get())
        assert "[red]x[/red]" in said
        assert "[bold]equal titles" in said
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", said)


def test_a_typed_reason_is_one_clean_line(content: Path) -> None:
    """Arrow keys and over-long reasons do not break decisions.yml."""
    on_terminal(content.parent, ["s\n", "\x1b[Aup: # - 'and' " + "y" * 1_500 + "\n", "q\n"])
    shelf, problems = catalogue.load_sound(content)
    assert problems == []
    assert shelf.decisions[0].reason.startswith("[Aup: # - 'and' yyy")
    assert len(shelf.decisions[0].reason) == 1_000


def test_two_papers_are_decided_and_a_person_is_told_how_to_merge_them(tmp_path: Path) -> None:
    """No file is deleted; the output explains how to merge, and check repeats it until it is done."""
    content = tmp_path / "content"
    kelp = Paper(title="Kelp at Night", builds_on=("sea",))
    things = {"papers/kelp.yml": kelp, "papers/sea.yml": Paper(title="Forests of the Sea")}
    question = Question(pair=("kelp", "sea"), evidence=("same year: 2020",))
    catalogue.save(content, {**things, "review.yml": (question,)})
    said, _ = on_terminal(tmp_path, ["s\n", "\n"])
    assert "add sea to its former_keys, delete papers/sea.yml, and run shelf check" in plain(said).replace("\n", " ")
    shelf, problems = catalogue.inspect(content)
    assert set(shelf.papers) == {"kelp", "sea"}
    assert shelf.review == ()
    assert [problem.code for problem in problems] == ["decision.two-papers"]
    (content / "papers/sea.yml").unlink()
    catalogue.save(content, {"papers/kelp.yml": Paper(title="Kelp at Night", former_keys=("sea",))})
    assert catalogue.inspect(content)[1] == []


def test_a_nameless_record_is_told_to_be_imported_again(tmp_path: Path) -> None:
    """An untitled text that is not the paper asked about has only a fingerprint: its source must be imported again."""
    content, source = tmp_path / "content", tmp_path / "untitled.txt"
    source.write_text(UNTITLED, encoding="utf-8")
    sign = "ab" * 60
    records = (LedgerRecord(line=3, abstract_words=60, sketch=sign),)
    ledger = Ledger(source="notes.txt", format="abstracts", date="2026-01-01", sha256="0" * 64, records=records)
    question = Question(pair=("2026-01-01-notes#3", "kelp"), evidence=("30 words",))
    catalogue.save(
        content,
        {"papers/kelp.yml": Paper(title="Kelp"), "imports/2026-01-01-notes.yml": ledger, "review.yml": (question,)},
    )
    questions.answer(content, question, "different", "No.")
    shelf, _ = questions.apply(content, date="2026-02-02")
    assert list(questions.nameless(shelf)) == ["notes.txt:3"]


def test_a_question_that_another_answer_settles_is_not_asked(tmp_path: Path) -> None:
    """After an answer about a record its other questions are asked only if they are still open then."""
    content = tmp_path / "content"
    papers = {f"papers/tides-{year}.yml": Paper(title="Tides without a Moon", date=year) for year in ("2005", "2009")}
    catalogue.save(content, papers)
    (tmp_path / "first.bib").write_text("@misc{t, title={Tides without a Moon}}", encoding="utf-8")
    imports.run([tmp_path / "first.bib"], content=content, date="2026-03-01")
    assert [one.pair[1] for one in catalogue.load_sound(content)[0].review] == ["tides-2005", "tides-2009"]
    said, code = on_terminal(tmp_path, ["s\n", "\n"])
    assert code == 0
    assert "0 pairs are waiting" in said


def test_what_is_shown_of_each_side(content: Path) -> None:
    """A paper shows its own facts and the volume, number and pages of its records; a record shows its position."""
    shelf, _ = catalogue.load_sound(content)
    (_, record, paper), _ = questions.waiting(shelf)
    assert record.fields == {
        "title": "Kelp forests of the northern seas",
        "authors": "Jane Doe",
        "date": "2020",
        "pages": "40-52",
        "identifiers": "doi 10.5555/kelp",
        "where": "second.bib:1, 2026-03-01, b",
    }
    assert (record.key, paper.key) == (None, "kelp-forests-of-the-northern-sea")
    assert paper.fields["pages"] == "1-9"
    assert paper.fields["where"] == "papers/kelp-forests-of-the-northern-sea.yml; first.bib:1, 2026-03-01"


def test_fingerprints_say_how_much_two_abstracts_share(tmp_path: Path) -> None:
    """Without abstracts, the fingerprints of a record and of a paper's records are compared."""
    (tmp_path / "plain.txt").write_text(PLAIN, encoding="utf-8")
    content = tmp_path / "content"
    imports.run([tmp_path / "plain.txt"], content=content, date="2026-03-01")
    shelf, _ = catalogue.load_sound(content)
    (stem,) = shelf.ledgers
    key = shelf.ledgers[stem].records[0].paper or ""
    found = questions.sides(shelf, {f"{stem}#{shelf.ledgers[stem].records[0].line}", key})
    record, paper = found[f"{stem}#{shelf.ledgers[stem].records[0].line}"], found[key]
    assert questions.shared(record, paper).endswith("(100% of the shorter text)")
    assert questions.shared(record, Side(ref="x", key="x", fields={})) == ""


def test_answers_keep_what_stands_in_the_files(content: Path) -> None:
    """Comments in decisions.yml stay, and an answer changes nothing but the two files."""
    decisions = content / "decisions.yml"
    catalogue.save(content, {"decisions.yml": (Decision(pair=("kelp-forests-of-the-northern-sea", "tides-without-a-moon"),
                                                         verdict="different", reason="Seen."),)})  # fmt: skip
    decisions.write_text("# ours\n" + decisions.read_text(encoding="utf-8"), encoding="utf-8")
    before = tree(content)
    question = catalogue.load_sound(content)[0].review[0]
    questions.answer(content, question, "same", "I looked.")
    after = tree(content)
    assert {name for name in after if after[name] != before.get(name)} == {"decisions.yml", "review.yml"}
    assert after["decisions.yml"].startswith(before["decisions.yml"])
    assert question not in catalogue.load_sound(content)[0].review


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("Kelp at Night", "Kelp at night", ([], [])),
        ("École of the Sea", "Ecole of the Seas", (["Sea"], ["Seas"])),
        ("A Part I of it", "A Part II of it", (["I"], ["II"])),
        ("one two", "two one three", (["two"], ["two", "three"])),
        ("", "new", ([], ["new"])),
    ],
)
def test_differing_words_are_marked(left: str, right: str, marked: tuple[list[str], list[str]]) -> None:
    """A word is marked if the other side lacks it at that place; case and accents are ignored."""
    found = questions.differing(left, right)
    assert tuple([word for word, differs in side if differs] for side in found) == marked


@given(st.text(max_size=60), st.text(max_size=60))
def test_marking_loses_no_word(left: str, right: str) -> None:
    """Whatever the texts, both keep their words in order; equal texts have no mark."""
    one, other = questions.differing(left, right)
    assert [word for word, _ in one] == left.split()
    assert [word for word, _ in other] == right.split()
    assert not any(differs for _, differs in questions.differing(left, left)[0])


def test_a_paper_of_many_authors_stays_readable() -> None:
    """Long fields are cut, so that a list of thousands is neither printed nor compared whole."""
    paper = Paper(
        title="Kelp", authors=tuple(f"Author {n}" for n in range(5_000)), identifiers=Identifiers(arxiv="2107.02137")
    )
    side = questions.sides(catalogue.Catalogue(root=Path(), papers={"kelp": paper}), {"kelp"})["kelp"]
    assert len(side.fields["authors"]) <= questions.SHOWN + 2
    assert side.fields["identifiers"] == "arxiv 2107.02137"
