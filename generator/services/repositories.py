"""What became of code repositories, as GitHub's GraphQL API states it: gone, archived or moved; many in one request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from generator.problems import Problem, ShelfError
from generator.services.client import Client
from generator.services.queries import Question
from generator.services.registry import GITHUB

MOST = 100  # repositories in one request
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")
_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
_FULL_NAME = re.compile(rf"{_OWNER.pattern}/{_NAME.pattern}")
_NO_OWNERS = {
    "about",
    "apps",
    "collections",
    "features",
    "marketplace",
    "orgs",
    "search",
    "settings",
    "sponsors",
    "topics",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """What GitHub says of a repository; ``to`` is its new name if it moved. ``day``: of a saved answer."""

    gone: bool = False
    archived: bool = False
    to: str = ""
    day: str = ""


def name(url: str) -> str:
    """Return the repository in which a page of GitHub is, as ``owner/name`` in lower case; "" for any other address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    owner, _, rest = parts.path.strip("/").partition("/")
    own = rest.partition("/")[0].removesuffix(".git")
    known = host in {"github.com", "www.github.com"} and owner.lower() not in _NO_OWNERS
    return f"{owner}/{own}".lower() if known and _OWNER.fullmatch(owner) and _NAME.fullmatch(own) else ""


def is_front(url: str) -> bool:
    """Whether an address is that of a whole repository, not of a page in it."""
    return bool(name(url)) and urlsplit(url).path.strip("/").count("/") == 1


def ask(
    names: Iterable[str], client: Client, tell: Callable[[str, int], object] = lambda *_: None
) -> tuple[dict[str, Repository], tuple[Problem, ...]]:
    """Return what GitHub says of repositories, by ``owner/name``, and what went wrong.

    A repository of which it says nothing clear is left out.
    """
    wanted = sorted(set(names))
    found: dict[str, Repository] = {}
    problems: list[Problem] = []
    for start in range(0, len(wanted), MOST):
        some = wanted[start : start + MOST]
        tell(GITHUB.title, start)
        question = _question(some)
        try:
            text = client.ask(question)
            found |= _read(text or "", some, client.day(question))
        except ShelfError as error:
            problems += [one for one in error.problems if one not in problems]
        except ValueError as error:
            message = f"{GITHUB.title} sends an answer that cannot be used: {error}"
            problems.append(Problem(path=client.host(GITHUB), code="add.no-answer", message=message))
    return found, tuple(problems)


def _question(names: Sequence[str]) -> Question:
    """Return the request for repositories; their names are variables, so that none can change the query."""
    variables: dict[str, str] = {}
    for number, one in enumerate(names):
        owner, _, own = one.partition("/")
        variables |= {f"o{number}": owner, f"n{number}": own}
    declared = ",".join(f"${variable}:String!" for variable in variables)
    asked = " ".join(
        f"r{number}:repository(owner:$o{number},name:$n{number}){{nameWithOwner isArchived}}"
        for number in range(len(names))
    )
    body = json.dumps({"query": f"query({declared}){{{asked}}}", "variables": variables})
    return Question(service=GITHUB, path="/graphql", body=body)


def _read(text: str, names: Sequence[str], day: str) -> dict[str, Repository]:
    """Return what an answer says. Raises ValueError."""
    try:
        answer: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    answer = answer if isinstance(answer, dict) else {}
    data: dict[str, Any] = answer["data"] if isinstance(answer.get("data"), dict) else {}
    listed = answer.get("errors")
    faults = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not data:
        kinds = ", ".join(sorted({str(one.get("type"))[:40] for one in faults if one.get("type")}))
        raise ValueError(f"it says {kinds}" if kinds else "it has no data")
    lost = {one["path"][0] for one in faults if one.get("type") == "NOT_FOUND" and _is_path(one.get("path"))}
    found = {}
    for number, asked in enumerate(names):
        one = data.get(alias := f"r{number}")
        if isinstance(one, dict):
            now = one.get("nameWithOwner")
            to = now if isinstance(now, str) and _FULL_NAME.fullmatch(now) and now.lower() != asked else ""
            found[asked] = Repository(archived=one.get("isArchived") is True, to=to, day=day)
        elif one is None and alias in lost:
            found[asked] = Repository(gone=True, day=day)
    return found


def _is_path(path: object) -> bool:
    return isinstance(path, list) and len(path) == 1 and isinstance(path[0], str)
