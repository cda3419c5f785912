"""What GitHub says of repositories: asked together, with names that can change no query, and no guess where it is silent."""

from __future__ import annotations

import json

import pytest

from generator.services import Client, repositories
from generator.services.repositories import Repository
from tests.services.replaying import Replay, says

KEY = "ghp_Limpet77"


@pytest.fixture(autouse=True)
def known(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub knows three repositories, one of which moved."""
    monkeypatch.setenv("SHELF_GITHUB_KEY", KEY)
    replay.repositories |= {
        "marsh/limpetnet": {"nameWithOwner": "Marsh/LimpetNet", "isArchived": False},
        "marsh/whelks": {"nameWithOwner": "marsh/whelks", "isArchived": True},
        "marsh/old-name": {"nameWithOwner": "shore-lab/new-name", "isArchived": False},
        "marsh/secret": None,
    }


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/Marsh/LimpetNet", "marsh/limpetnet"),
        ("http://www.github.com/marsh/limpetnet.git", "marsh/limpetnet"),
        ("https://github.com/marsh/limpetnet/tree/main/code?x=1#readme", "marsh/limpetnet"),
        ("https://github.com/marsh", ""),
        ("https://github.com/orgs/marsh", ""),
        ("https://github.com/marsh/..", ""),
        ("https://github.com/marsh/limpet%22net", ""),
        ('https://github.com/marsh/a"){x}', ""),
        ("https://gist.github.com/marsh/1234", ""),
        ("https://gitlab.com/marsh/limpetnet", ""),
        ("https://github.com.evil.example/marsh/limpetnet", ""),
        ("https://[::1", ""),
    ],
)
def test_the_repository_of_an_address(url: str, name: str):
    """Only pages of repositories on GitHub have one."""
    assert repositories.name(url) == name


def test_what_became_of_repositories(replay: Replay, client: Client):
    """One request tells which are there, archived, moved or gone; it says nothing of one that may not be seen."""
    names = [*replay.repositories, "marsh/never"]
    found, problems = repositories.ask(names, client)
    assert found == {
        "marsh/limpetnet": Repository(),
        "marsh/whelks": Repository(archived=True),
        "marsh/old-name": Repository(to="shore-lab/new-name"),
        "marsh/never": Repository(gone=True),
    }
    assert problems == ()
    assert replay.asked == [("github", "/graphql")]
    assert replay.heads[0][1]["Authorization"] == f"Bearer {KEY}"


def test_many_are_asked_in_requests_of_a_hundred(replay: Replay, client: Client):
    """250 repositories take three requests."""
    names = [f"marsh/r{number}" for number in range(250)]
    replay.repositories |= {name: {"nameWithOwner": name, "isArchived": False} for name in names}
    found, _ = repositories.ask(names, client)
    assert (len(found), len(replay.asked)) == (250, 3)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"data": null, "errors": [{"type": "RATE_LIMITED", "message": "x"}]}', "RATE_LIMITED"),
        ('{"errors": [{"message": "Something went wrong"}]}', "no data"),
        ('{"message": "Bad credentials"}', "no data"),
        ("[]", "no data"),
        ("nonsense", "not JSON"),
        ('{"data": {"r0": {"nameWithOwner": 7, "isArchived": "yes"}}, "errors": {"r0": 1}}', ""),
        ('{"data": {"r0": null}, "errors": [{"type": "NOT_FOUND", "path": [["r0"]]}, 7]}', ""),
        ('{"data": {"r0": null}}', ""),
    ],
)
def test_odd_answers_call_no_repository_dead(replay: Replay, client: Client, body: str, said: str):
    """Limits, errors and other shapes are reported, or say nothing."""
    replay.always["github"] = says(200, body)
    found, problems = repositories.ask(["marsh/limpetnet"], client)
    assert not any(one.gone or one.archived or one.to for one in found.values())
    assert [said in one.message for one in problems] == ([True] if said else [])
    assert json.dumps([one.as_json() for one in problems]).count(KEY) == 0


def test_a_wrong_key_is_said_once(replay: Replay, client: Client):
    """GitHub refuses it; nothing else is asked, and the key is in no message."""
    replay.always["github"] = says(401, '{"message": "Bad credentials"}')
    found, problems = repositories.ask([f"marsh/r{number}" for number in range(250)], client)
    assert found == {}
    [problem] = problems
    assert problem.code == "add.key"
    assert KEY not in str(problem)
    assert len(replay.asked) == 1
