"""Answers that are kept: asked once, read offline, without abstracts; a damaged or old file is asked again."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from generator.problems import ShelfError
from generator.services import Client, SavedAnswers
from generator.services.network import Network
from generator.services.queries import Question
from generator.services.registry import SERVICES
from generator.services.saved_answers import without_texts
from generator.services.throttle import Throttle
from tests.services.answers import LIMPETS
from tests.services.replaying import Clock, Replay, says

CROSSREF = Question(service=SERVICES["crossref"], path=f"/works/{LIMPETS.doi}")
ARXIV = Question(service=SERVICES["arxiv"], path="/api/query", query=(("id_list", LIMPETS.arxiv), ("max_results", "1")))
STRANGER = Question(service=SERVICES["crossref"], path="/works/10.9999/nobody")


@pytest.fixture(autouse=True)
def known(replay: Replay) -> None:
    """The services know one paper."""
    replay.papers.append(LIMPETS)


def saving(folder: Path, *, offline: bool = False, seconds: float | None = None) -> Client:
    """A client that keeps answers and does not really wait."""
    clock = Clock()
    return Client(
        throttle=Throttle(clock=clock.now, sleep=clock.sleep),
        network=Network(connect=1.0, read=1.0, whole=60.0),
        saved=SavedAnswers(folder),
        offline=offline,
        seconds=seconds,
    )


def fault(client: Client, question: Question) -> str:
    """The code of the problem that a question ends with."""
    with pytest.raises(ShelfError) as caught:
        client.ask(question)
    [problem] = caught.value.problems
    assert problem.hint
    return problem.code


def test_a_saved_answer_is_not_asked_for_again(replay: Replay, tmp_path: Path):
    """A second run gets the same text without a request; so it does for a paper that the service does not know."""
    first = saving(tmp_path)
    texts = [first.ask(one) for one in (CROSSREF, ARXIV, STRANGER)]
    count = len(replay.asked)
    second = saving(tmp_path)
    assert [second.ask(one) for one in (CROSSREF, ARXIV, STRANGER)] == texts
    assert texts[2] is None
    assert len(replay.asked) == count


def test_no_abstract_reaches_the_disk(tmp_path: Path):
    """The facts are there; the texts that services print of a paper are not."""
    client = saving(tmp_path)
    texts = [client.ask(CROSSREF) or "", client.ask(ARXIV) or ""]
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))
    assert LIMPETS.title in kept
    for part in (LIMPETS.text, LIMPETS.text.split(". ")[0]):
        assert part not in kept
        assert all(part not in text for text in texts)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"title": "T", "abstract": "A"}', '{"title": "T"}'),
        ('[{"paperId": "1", "tldr": {"text": "A"}}, null]', '[{"paperId": "1"}, null]'),
        ('{"results": [{"id": "W1", "abstract_inverted_index": {"A": [0]}}]}', '{"results": [{"id": "W1"}]}'),
        ('{"paper": {"Summary": "A", "upvotes": 3}}', '{"paper": {"upvotes": 3}}'),
        ("<feed><title>T</title><summary>\n A </summary></feed>\n", "<feed><title>T</title></feed>\n"),
        ('<feed><summary type="text">A</summary\n><id>1</id></feed>', "<feed><id>1</id></feed>"),
        ("not JSON: abstract", None),
        ('{"abstract": "A whole abstr', None),
        ("<feed><entry><title>T</title><summary>A whole abstr", None),
    ],
)
def test_which_texts_are_left_out(text: str, kept: str | None):
    """Abstracts and summaries of every service go, whatever else it says stays; of half an answer, nothing does."""
    assert without_texts(text) == kept


def test_offline_asks_nobody(replay: Replay, tmp_path: Path):
    """What is saved is answered; what is not is a problem, and costs the other questions nothing."""
    saving(tmp_path).ask(CROSSREF)
    count = len(replay.asked)
    client = saving(tmp_path, offline=True)
    assert fault(client, STRANGER) == "add.no-saved-answer"
    assert json.loads(client.ask(CROSSREF) or "")["message"]["DOI"].lower() == LIMPETS.doi
    assert len(replay.asked) == count


def test_when_the_time_is_over_nothing_is_asked(replay: Replay, tmp_path: Path):
    """Saved answers are still read after the deadline."""
    saving(tmp_path).ask(CROSSREF)
    count = len(replay.asked)
    client = saving(tmp_path, seconds=-1.0)
    assert fault(client, ARXIV) == "add.deadline"
    assert client.ask(CROSSREF)
    assert len(replay.asked) == count


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"asked": "soon", "answer": "x"}', '{"target": "/elsewhere"}']
)
def test_a_damaged_file_is_asked_again(replay: Replay, tmp_path: Path, damage: str):
    """Half a file, or another one's content, counts as no answer."""
    text = saving(tmp_path).ask(CROSSREF)
    [path] = tmp_path.rglob("*.json")
    path.write_text(damage, encoding="utf-8")
    assert saving(tmp_path).ask(CROSSREF) == text
    assert len(replay.asked) == 2
    assert json.loads(path.read_text(encoding="utf-8"))["answer"] == text


def test_an_old_answer_is_asked_again(tmp_path: Path):
    """A weekly run asks again; a reader of any age takes it."""
    saving(tmp_path).ask(CROSSREF)
    [path] = tmp_path.rglob("*.json")
    row = json.loads(path.read_text(encoding="utf-8"))
    row["asked"] = (dt.datetime.now(dt.UTC) - dt.timedelta(days=6)).isoformat()
    path.write_text(json.dumps(row), encoding="utf-8")
    assert SavedAnswers(tmp_path).get(CROSSREF) is None
    assert SavedAnswers(tmp_path, fresh=None).get(CROSSREF) is not None


def test_a_failure_is_not_saved(replay: Replay, tmp_path: Path):
    """A service that is down today is asked again the next time."""
    replay.tricks["crossref"] = [says(500)] * 3
    assert fault(saving(tmp_path), CROSSREF) == "add.broken"
    assert not list(tmp_path.rglob("*.json"))
    assert saving(tmp_path).ask(CROSSREF)


@pytest.mark.parametrize("question", [CROSSREF, ARXIV])
def test_half_an_answer_is_not_saved(replay: Replay, tmp_path: Path, question: Question):
    """It may have half an abstract, and the next run would go on from it."""
    replay.tricks[question.service.name] = [lambda request: request.answered(lambda text: text[: len(text) // 2])]
    assert saving(tmp_path).ask(question)
    assert not list(tmp_path.rglob("*.json"))
    assert saving(tmp_path).ask(question) == saving(tmp_path, offline=True).ask(question)


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    """A file in the folder's place is a problem with a hint, not a traceback."""
    (tmp_path / "answers").write_text("", encoding="utf-8")
    assert fault(saving(tmp_path / "answers"), CROSSREF) == "add.not-saved"


def test_the_day_of_an_answer_is_known(tmp_path: Path):
    """A client that takes a kept answer says of what day it is; a new one has none."""
    first = saving(tmp_path)
    first.ask(CROSSREF)
    assert first.day(CROSSREF) == ""
    [path] = tmp_path.rglob("*.json")
    row = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(row | {"asked": "2020-02-03T23:30:00-02:00"}), "utf-8")
    late = Client(saved=SavedAnswers(tmp_path, fresh=None), offline=True)
    late.ask(CROSSREF)
    assert late.day(CROSSREF) == "2020-02-04"  # of UTC


def test_old_answers_are_deleted(tmp_path: Path):
    """Those that nobody asked for in two months; no other file in the folder."""
    client = saving(tmp_path)
    client.ask(CROSSREF)
    client.ask(ARXIV)
    [old] = (tmp_path / "crossref").iterdir()
    other = tmp_path / "crossref" / "notes.json"
    other.write_text("{}", "utf-8")
    for path in (old, other):
        os.utime(path, (1e9, 1e9))
    SavedAnswers(tmp_path).forget()
    assert not old.exists()
    assert other.exists()
    assert list((tmp_path / "arxiv").iterdir())
