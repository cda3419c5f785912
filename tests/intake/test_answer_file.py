"""Files of answers: what is sound is taken, everything else is named at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import answer_file, questions
from generator.intake.answer_file import Answer
from generator.model import Ledger, LedgerRecord, Paper, Question
from generator.problems import ShelfError
from tests.cli.test_cli import tree

HEAD = "format: shelf-answers\nversion: 1\nanswers:\n"
KIND = "equal titles, years differ"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Four pairs of papers in question, and one of a paper and a record."""
    record = LedgerRecord(line=7, title="Kelp by Night", date="2021")
    ledger = Ledger(source="more.bib", format="bibtex", date="2026-03-01", sha256="0" * 64, records=(record,))
    things: dict[str, catalogue.Thing] = {"papers/kelp.yml": Paper(title="Kelp at Night")}
    pairs = [("2026-03-01-more#7", "kelp")]
    for name in ("gull", "heron", "otter", "tern"):
        things |= {f"papers/{name}-{year}.yml": Paper(title=f"{name.title()}s", date=year) for year in ("2001", "2009")}
        pairs.append((f"{name}-2001", f"{name}-2009"))
    review = tuple(Question(pair=pair, kind=KIND, evidence=("equal titles", f"seen: {pair[1]}")) for pair in pairs)
    catalogue.save(tmp_path / "content", {**things, "imports/2026-03-01-more.yml": ledger, "review.yml": review})
    return tmp_path / "content"


def written(folder: Path, text: str) -> Path:
    """Return a file with this text."""
    (folder / "a.yml").write_text(text, encoding="utf-8")
    return folder / "a.yml"


def faults(path: Path) -> list[tuple[int, int, str]]:
    """Return line, column and code of the problems of a file; each has a hint and the file's name."""
    try:
        problems = answer_file.read(path).problems
    except ShelfError as error:
        problems = error.problems
    assert all(one.hint and one.path.endswith("a.yml") for one in problems), problems
    return [(one.line, one.column, one.code) for one in problems]


def one(pair: str, verdict: str = "same") -> str:
    """Return an answer as the file holds it."""
    return f"  - pair: [{pair}]\n    verdict: {verdict}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (1, 1, "answers.format")),
        ("null\n", (1, 1, "answers.format")),
        ("- 1\n", (1, 1, "answers.format")),
        ("Dear shelf, they are all the same.\n", (1, 1, "answers.format")),
        ("format: other\nversion: 1\nanswers: []\n", (1, 9, "answers.format")),
        ("format: [shelf-answers]\nversion: 1\nanswers: []\n", (1, 9, "answers.format")),
        ("{", (1, 1, "yaml.syntax")),
        ("format: shelf-answers\nversion: 2\nanswers: []\n", (2, 10, "answers.version")),
        ("format: shelf-answers\nversion: '1'\nanswers: []\n", (2, 10, "field.type")),
        ("format: shelf-answers\nversion: true\nanswers: []\n", (2, 10, "field.type")),
        ("format: shelf-answers\nanswers: []\n", (1, 1, "field.missing")),
        ("format: shelf-answers\nversion: 1\n", (1, 1, "field.missing")),
        ("format: shelf-answers\nversion: 1\nanswers: {}\n", (3, 10, "field.type")),
        ("format: shelf-answers\nversion: 1\nanswers: []\nmore: 1\n", (4, 1, "field.unknown")),
        ("format: shelf-answers\nversion: 1\nversion: 1\nanswers: []\n", (3, 1, "yaml.duplicate-key")),
        (HEAD + one("a, b").replace("[", "&x ["), (4, 11, "yaml.anchor")),
    ],
)
def test_what_is_no_file_of_answers_is_refused(tmp_path: Path, text: str, found: tuple[int, int, str]) -> None:
    """Nothing is guessed from another file, another version or another shape; the place is named."""
    assert found in faults(written(tmp_path, text))


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """A missing file, stray bytes and a folder are problems of their own."""
    for name, code in (("none", "file.unreadable"), ("a.yml", "yaml.encoding"), (".", "file.unreadable")):
        (tmp_path / "a.yml").write_bytes(b"format: \xe9\n")
        with pytest.raises(ShelfError) as caught:
            answer_file.read(tmp_path / name)
        assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("  - pair: [a, b]\n    verdict: sme\n", (4, 14, "field.value")),
        ("  - pair: [a, b]\n    verdict: skip\n", (4, 14, "field.value")),
        ("  - pair: [a, b]\n    verdict:\n", (4, 13, "field.value")),
        ("  - pair: [a, b]\n", (3, 5, "field.missing")),
        ("  - pair: [a]\n    verdict: same\n", (3, 11, "field.value")),
        ("  - pair: [a, b, c]\n    verdict: same\n", (3, 11, "field.value")),
        ("  - pair: [a, 7]\n    verdict: same\n", (3, 15, "yaml.unquoted")),
        ("  - pair: a and b\n    verdict: same\n", (3, 11, "field.type")),
        ("  - pair: [a, '']\n    verdict: same\n", (3, 15, "field.value")),
        ("  - pair: [a, b]\n    verdict: same\n    verdict: different\n", (5, 5, "yaml.duplicate-key")),
        ("  - pair: [a, b]\n    verdict: same\n    why: so\n", (5, 5, "field.unknown")),
        ("  - pair: [a, b]\n    verdict: same\n    reason: 7\n", (5, 13, "yaml.unquoted")),
        (f"  - pair: [a, b]\n    verdict: same\n    reason: {'x' * 1_001}\n", (5, 13, "field.value")),
        ('  - pair: [a, b]\n    verdict: same\n    reason: "x\\ny"\n', (5, 13, "field.value")),
        ("  - pair: [a, b]\n    verdict: same\n    at_once: 'yes'\n", (5, 14, "field.type")),
        ("  - same\n", (3, 5, "field.type")),
        ("  - null\n", (3, 5, "field.type")),
        ("  - []\n", (3, 5, "field.type")),
    ],
)
def test_a_faulty_answer_costs_no_other(tmp_path: Path, answer: str, found: tuple[int, int, str]) -> None:
    """The fault is named at its line and column, and both neighbours are read."""
    path = written(tmp_path, HEAD + one("c, d") + answer + one("e, f", "different"))
    line, column, code = found
    assert (line + 3, column, code) in faults(path)
    assert [sound.pair for sound in answer_file.read(path).answers] == [("c", "d"), ("e", "f")]


def test_too_many_faults_to_tell_are_refused(tmp_path: Path) -> None:
    """Where not every field that stands twice can be reported, no answer of the file is taken."""
    text = "".join(one(f"a-{n}, b-{n}") + "    verdict: different\n" for n in range(300)) + one("e, f")
    with pytest.raises(ShelfError) as caught:
        answer_file.read(written(tmp_path, HEAD + text))
    assert {problem.code for problem in caught.value.problems} == {"yaml.duplicate-key"}


def test_a_pair_has_one_answer(tmp_path: Path) -> None:
    """Of two equal answers the first counts; of two that contradict, none, in whatever order they name the sides."""
    text = HEAD + one("a, b") + one("b, a") + one("c, d") + one("d, c", "different") + one("e, f")
    read = answer_file.read(written(tmp_path, text))
    assert [sound.pair for sound in read.answers] == [("a", "b"), ("e", "f")]
    assert [(problem.line, problem.code) for problem in read.problems] == [(6, "answers.twice"), (10, "answers.clash")]
    assert "line 4" in read.problems[0].message
    assert "line 8" in read.problems[1].message


def test_json_is_read_as_well(tmp_path: Path) -> None:
    """JSON is YAML: programs can write the file without a library for YAML."""
    answers = [{"pair": ["a", "b"], "verdict": "different", "reason": 'Two "ponds": é, 鴨 #1'}]
    text = json.dumps({"format": "shelf-answers", "version": 1, "answers": answers}, ensure_ascii=False)
    (answer,) = answer_file.read(written(tmp_path, text)).answers
    assert answer == Answer(pair=("a", "b"), verdict="different", reason='Two "ponds": é, 鴨 #1')


def test_each_answer_is_one_decision_with_its_own_reason(content: Path) -> None:
    """A reason is kept on one clean line; without one, the pair's own evidence is, and that its kind was answered at once."""
    review = catalogue.load(content).review
    answers = [
        Answer(pair=review[0].pair, verdict="different", reason="  Seen\u202e by me. "),
        Answer(pair=review[1].pair, verdict="same"),
        Answer(pair=(review[2].pair[1], review[2].pair[0]), verdict="same", at_once=True),
    ]
    before = tree(content)
    taken = answer_file.take(content, answers)
    shelf = catalogue.load(content)
    assert {problem.code for problem in catalogue.inspect(content)[1]} <= {"decision.two-papers", "paper.similar-title"}
    assert (taken.decisions, taken.known, taken.refusals) == (shelf.decisions, 0, ())
    assert [(one.pair, one.verdict) for one in shelf.decisions] == [
        (review[0].pair, "different"),
        (review[1].pair, "same"),
        (review[2].pair, "same"),
    ]
    assert shelf.decisions[0].reason == "Seen by me."
    assert shelf.decisions[1].reason == questions.default_reason(review[1])
    assert "seen: heron-2009" in shelf.decisions[2].reason
    assert (
        "at once with others of the kind “equal titles, years differ”, after seeing three" in shelf.decisions[2].reason
    )
    assert shelf.review == review[3:]
    after = tree(content)
    assert {name for name in after if after[name] != before.get(name)} == {"decisions.yml", "review.yml"}


def test_a_long_kind_or_evidence_makes_no_invalid_decision(content: Path) -> None:
    """Reasons that are made from them stay short, whatever the matcher says; so do those that Unicode makes longer."""
    review = catalogue.load(content).review
    long = review[0].model_copy(update={"kind": "k" * 1_000, "evidence": ("e" * 1_000,) * 9})
    catalogue.save(content, {"review.yml": (long, *review[1:])})
    answer_file.take(content, [Answer(pair=long.pair, verdict="same", at_once=True)])
    answer_file.take(content, [Answer(pair=review[1].pair, verdict="same", reason="\ufb2c" * 1_000)])
    made, typed = catalogue.load(content).decisions
    assert len(made.reason) <= questions.REASON_LIMIT
    assert len(typed.reason) == 1_000


def test_the_same_answers_again_change_nothing(content: Path) -> None:
    """They are counted as known, also after the decisions were applied."""
    answers = [Answer(pair=question.pair, verdict="same") for question in catalogue.load(content).review]
    assert len(answer_file.take(content, answers).decisions) == 5
    before = tree(content)
    again = answer_file.take(content, answers)
    assert (again.decisions, again.known, again.refusals) == ((), 5, ())
    assert tree(content) == before
    questions.apply(content, date="2026-03-02")
    before = tree(content)
    assert answer_file.take(content, answers).known == 5
    assert tree(content) == before


def test_answers_that_come_too_late_are_refused_by_name(content: Path) -> None:
    """A decision, a merge or a deletion that came first stays; the answer beside it is taken."""
    shelf = catalogue.load(content)
    heron, otter = shelf.review[2], shelf.review[3]
    answer_file.take(content, [Answer(pair=heron.pair, verdict="different", reason="Two birds.")])
    (content / "papers/otter-2009.yml").unlink()
    merged = Paper(title="Gulls", date="2001", former_keys=("gull-2009",))
    (content / "papers/gull-2009.yml").unlink()
    catalogue.save(content, {"papers/gull-2001.yml": merged})
    pairs = [heron.pair, otter.pair, ("gull-2001", "gull-2009"), ("kelp", "tern-2001"), ("kelp", "whale")]
    answers = [Answer(pair=pair, verdict="same") for pair in pairs]
    answers += [Answer(pair=("gull-2001", "gull-2009"), verdict="different"), Answer(pair=("tern-2001", "tern-2009"), verdict="same")]  # fmt: skip
    taken = answer_file.take(content, answers)
    assert [one.pair for one in taken.decisions] == [("tern-2001", "tern-2009")]
    assert taken.known == 1  # the two gulls are one paper
    assert [(one.number, one.code) for one in taken.refusals] == [
        (0, "answers.decided"),
        (1, "answers.unknown"),
        (3, "answers.closed"),
        (4, "answers.unknown"),
        (5, "answers.merged"),
    ]
    assert "heron-2001 and heron-2009" in taken.refusals[0].message
    assert "Two birds." in taken.refusals[0].hint
    assert "otter-2009" in taken.refusals[1].message


def test_an_answer_follows_a_paper_to_its_new_key(content: Path) -> None:
    """A paper renamed since the page was written is still meant."""
    tern = Paper(title="Terns", date="2009", former_keys=("tern-2009",))
    (content / "papers/tern-2009.yml").unlink()
    catalogue.save(content, {"papers/arctic-tern.yml": tern})
    taken = answer_file.take(content, [Answer(pair=("tern-2001", "tern-2009"), verdict="different")])
    assert [one.pair for one in taken.decisions] == [("tern-2001", "arctic-tern")]
    assert ("tern-2001", "tern-2009") not in [one.pair for one in catalogue.load(content).review]


def test_a_faulty_shelf_takes_nothing(content: Path) -> None:
    """Nothing is written while a file of the shelf cannot be read."""
    (content / "papers/kelp.yml").write_text("titel: Kelp\n", encoding="utf-8")
    before = tree(content)
    with pytest.raises(ShelfError):
        answer_file.take(content, [Answer(pair=("tern-2001", "tern-2009"), verdict="same")])
    assert tree(content) == before


def test_papers_that_answers_make_one_are_named(content: Path) -> None:
    """Two papers are to be merged by hand if a decision, or a record tied to one of them, says that they are the same."""
    pair = ("2026-03-01-more#7", "kelp")
    extra = Question(pair=("2026-03-01-more#7", "tern-2001"), evidence=("?",))
    shelf = catalogue.load(content)
    catalogue.save(content, {"review.yml": (*shelf.review, extra)})
    answers = [Answer(pair=one, verdict="same") for one in (pair, extra.pair, ("gull-2001", "gull-2009"))]
    answers.append(Answer(pair=("heron-2001", "heron-2009"), verdict="different"))
    taken = answer_file.take(content, answers)
    shelf, _ = questions.apply(content, date="2026-03-02")
    found = questions.unmerged(shelf, taken.decisions)
    assert {frozenset(one) for one in found} == {
        frozenset({"kelp", "tern-2001"}),
        frozenset({"gull-2001", "gull-2009"}),
    }
