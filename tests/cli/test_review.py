"""shelf review by kind on a terminal, as a page, and from a file of answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import questions
from generator.model import Paper, Question
from tests.cli.test_cli import tree
from tests.conftest import Shelf
from tests.intake.test_questions import on_terminal, plain

KIND = "equal titles, years differ"
FEW = "one of them is cut"
BIRDS = ("gull", "heron", "kite", "owl", "smew")
YES = ("s\n", "\n")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Five pairs of one kind, one of another, one of none; they are papers, so that no import asks otherwise."""
    things: dict[str, catalogue.Thing] = {}
    review = [Question(pair=("auk", "eel"), evidence=("a hunch",)), Question(pair=("auk", "tern"), kind=FEW)]
    for name in ("auk", "eel", "tern"):
        things[f"papers/{name}.yml"] = Paper(title=f"On the {name}")
    for name in BIRDS:
        things |= {f"papers/{name}-{year}.yml": Paper(title=f"{name} at night", date=year) for year in ("2001", "2009")}
        review.append(Question(pair=(f"{name}-2001", f"{name}-2009"), kind=KIND, evidence=(f"seen: {name}",)))
    catalogue.save(tmp_path / "content", {**things, "review.yml": tuple(review)})
    return tmp_path / "content"


def answered(content: Path) -> dict[str, str]:
    """Return the verdict on each pair, by its first side."""
    return {one.pair[0]: one.verdict for one in catalogue.load(content).decisions}


def test_a_kind_is_answered_at_once_after_three(content: Path) -> None:
    """The largest kind comes first, with its count; after three answers the rest gets one answer, each pair its reason."""
    typed = [*YES * 3, "a\n", "yes\n", "d\n", "\n", "q\n"]
    said, code = on_terminal(content.parent, typed)
    said = plain(said)
    assert code == 0
    heads = [f"{KIND}: 5 pairs", f"{FEW}: 1 pair\n", "other: 1 pair\n"]
    assert sorted(heads, key=said.index) == heads
    assert "You have answered 3 pairs of this kind: 3 same, 0 different." in said
    assert "not all alike" not in said
    assert "2 more pairs: [a]ll same" in said
    assert "Answer 2 pairs with “same” without seeing them?" in said
    assert "owl at night" not in said
    assert said.count("copy what") == 4  # once for each of three, once for the rest
    assert re.search(
        r"In 2 pairs both sides are already papers.*\n +owl-2001 +owl-2009\n +smew-2001 +smew-2009\n", said
    )
    assert "5 same, 1 different, 0 skipped; 1 pair is waiting" in said
    assert answered(content) == {f"{name}-2001": "same" for name in BIRDS} | {"auk": "different"}
    last = catalogue.load(content).decisions[4]
    assert "seen: smew" in last.reason
    assert f"of the kind “{KIND}”, after seeing three" in last.reason


def test_nothing_is_answered_at_once_by_accident(content: Path) -> None:
    """Enter repeats the question, anything but yes goes back, and continue asks one by one."""
    typed = [*YES * 2, "d\n", "\n", "\n", "s\n", "a\n", "\n", "d\n", "no\n", "c\n", "k\n", "q\n"]
    said, _ = on_terminal(content.parent, typed)
    said = plain(said)
    assert "2 same, 1 different. They are not all alike, so look at the rest" in said
    assert "owl at night" in said
    assert len(answered(content)) == 3
    assert "2 same, 1 different, 1 skipped; 4 pairs are waiting" in said


@pytest.mark.parametrize("end", ["q\n", "\x03", "\x04"])
def test_quitting_at_the_offer_keeps_the_answers(content: Path, end: str) -> None:
    """The three answers count, and nothing else is answered."""
    said, code = on_terminal(content.parent, [*YES * 3, end])
    assert (code, "3 same, 0 different, 0 skipped; 4 pairs are waiting" in said) == (0, True)
    assert len(answered(content)) == 3


def test_all_different_needs_no_merging(content: Path) -> None:
    """The rest of a kind can be different as well; then there is nothing to merge."""
    said, _ = on_terminal(content.parent, [*("d\n", "\n") * 3, "d\n", "y\n", "q\n"])
    assert "copy what" not in said
    assert set(answered(content).values()) == {"different"}
    assert len(answered(content)) == 5


def test_skipped_pairs_are_no_answers(content: Path) -> None:
    """After two answers and skips nothing is offered; a kind of none never is."""
    said, _ = on_terminal(content.parent, [*YES * 2, "k\n", "k\n", "k\n", "k\n", "k\n"])
    assert "[a]ll same" not in said
    review = tuple(one.model_copy(update={"kind": None}) for one in catalogue.load(content).review)
    catalogue.save(content, {"review.yml": review})
    said, _ = on_terminal(content.parent, [*("d\n", "\n") * 4, "q\n"])
    assert "[a]ll same" not in said
    assert "other:" not in said


def test_pairs_that_share_a_side_are_not_all_the_same_at_once(tmp_path: Path) -> None:
    """Of two pairs with a common side one is answered at once; the other is asked later."""
    names = ("auk", "eel", "gull", "heron", "kite", "owl", "smew", "tern", "wren", "yak")
    things: dict[str, catalogue.Thing] = {f"papers/{name}.yml": Paper(title=f"On the {name}") for name in names}
    pairs = [("auk", "eel"), ("gull", "heron"), ("kite", "owl"), ("smew", "tern"), ("smew", "wren"), ("kite", "yak")]
    review = tuple(Question(pair=pair, kind=KIND) for pair in pairs)
    catalogue.save(tmp_path / "content", {**things, "review.yml": review})
    said, _ = on_terminal(tmp_path, [*YES * 3, "a\n", "yes\n", "q\n"])
    said = plain(said)
    assert "Answer 1 pair with “same”" in said
    assert "left for later" in said
    assert "4 same, 0 different, 0 skipped; 2 pairs are waiting" in said


def test_a_page_and_its_answers(content: Path, shelf: Shelf) -> None:
    """The page is written whole and changes nothing else; a file of answers is taken in, and again without effect."""
    before = tree(content)
    done = shelf("review", "--html", "out/pairs.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "7 pairs are waiting; to answer them, open out/pairs.html in a browser\n"
    assert tree(content) == before
    page = (content.parent / "out/pairs.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert page.count("<article") == 7
    answers = content.parent / "shelf-answers.yml"
    answers.write_text(
        "format: shelf-answers\nversion: 1\nanswers:\n"
        "  - pair: [gull-2001, gull-2009]\n    verdict: same\n    reason: One bird.\n"
        "  - pair: [eel, auk]\n    verdict: different\n",
        encoding="utf-8",
    )
    done = shelf("review", "--answers", answers.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "add gull-2009 to its former_keys" in done.stdout
    assert done.stdout.endswith("2 answers taken: 1 same, 1 different; 5 pairs are waiting\n")
    assert [one.reason for one in catalogue.load(content).decisions] == ["One bird.", "Judged by a person; the matcher found: a hunch"]  # fmt: skip
    before = tree(content)
    done = shelf("review", "--answers", answers.name)
    assert done.returncode == 0
    assert done.stdout == "0 answers taken: 0 same, 0 different, 2 known already; 5 pairs are waiting\n"
    assert tree(content) == before


def test_what_cannot_be_taken_is_said_and_the_rest_is_taken(content: Path, shelf: Shelf) -> None:
    """Exit 1, a problem at its place on standard error for each, and the sound answers are applied."""
    answers = content.parent / "a.yml"
    answers.write_text(
        "format: shelf-answers\nversion: 1\nanswers:\n"
        "  - pair: [gull-2001, gull-2009]\n    verdict: perhaps\n"
        "  - pair: [auk, whale]\n    verdict: same\n"
        "  - pair: [auk, eel]\n    verdict: different\n",
        encoding="utf-8",
    )
    done = shelf("review", "--answers", "a.yml")
    assert done.returncode == 1
    assert re.findall(r"^a\.yml:(\S+): (\S+): ", done.stderr, re.MULTILINE) == [("5:14", "field.value"), ("6:5", "answers.unknown")]  # fmt: skip
    assert done.stderr.count("\n  hint: ") == 2
    assert done.stdout.endswith("1 answer taken: 0 same, 1 different, 2 not taken; 6 pairs are waiting\n")
    assert answered(content) == {"auk": "different"}


def test_no_file_of_answers_writes_nothing(content: Path, shelf: Shelf) -> None:
    """Garbage, a missing file, and both options at once end with a message."""
    before = tree(content)
    (content.parent / "a.yml").write_text("<html>\x1b]0;x\x07", encoding="utf-8")
    for arguments, code in ((("--answers", "a.yml"), 1), (("--answers", "none.yml"), 1), (("--answers", "a.yml", "--html", "b.html"), 2), (("--html", "."), 2)):  # fmt: skip
        done = shelf("review", *arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stderr
    assert tree(content) == before
    assert not (content.parent / "b.html").exists()


def test_a_page_without_pairs_says_so(tmp_path: Path, shelf: Shelf) -> None:
    """There is a page, but nothing to answer on it."""
    catalogue.save(tmp_path / "content", {"papers/auk.yml": Paper(title="Auks")})
    assert shelf("review", "--html", "p.html").stdout.startswith("0 pairs are waiting")
    assert "No pair is waiting" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_killed_command_loses_no_answer(content: Path) -> None:
    """Killed between saving and applying, the next one applies what was saved."""
    answers = content.parent / "a.yml"
    rows = "".join(f"  - {{pair: [{one}-2001, {one}-2009], verdict: different}}\n" for one in BIRDS)
    answers.write_text(f"format: shelf-answers\nversion: 1\nanswers:\n{rows}", encoding="utf-8")
    killing = (
        "import os\nfrom generator.intake import questions\nfrom generator.cli import main\n"
        "questions.apply = lambda *_, **__: os._exit(9)\nmain(['review', '--answers', 'a.yml'])"
    )
    done = subprocess.run([sys.executable, "-c", killing], cwd=content.parent, env=os.environ, check=False)
    assert done.returncode == 9
    assert len(answered(content)) == 5
    shelf, _ = questions.apply(content, date="2026-03-02")
    assert len(questions.waiting(shelf)) == 2


def test_kinds_come_by_size(content: Path) -> None:
    """The largest first, equal ones by name, those without a kind last, whatever their number."""
    pairs = questions.waiting(catalogue.load(content))
    assert [(kind.name, len(kind.pairs)) for kind in questions.kinds(pairs)] == [(KIND, 5), (FEW, 1), ("", 1)]
    loose = [(one[0].model_copy(update={"kind": None}), *one[1:]) for one in pairs[2:]]
    assert [(kind.name, len(kind.pairs)) for kind in questions.kinds([*loose, pairs[1]])] == [(FEW, 1), ("", 5)]
    assert questions.kinds([]) == []
