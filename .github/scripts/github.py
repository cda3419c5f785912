"""Shared by the workflow scripts: GitHub's API, using only the standard library, and defusing of untrusted text."""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

ROBOT = "github-actions[bot]"  # the author of what a workflow's token posts
BODY_LENGTH = 60_000  # characters; GitHub accepts up to 65,536 in a body
PAGE = 100
PAGES = 50
TIMEOUT = 60  # seconds
_LIVE = re.compile(
    r"(?P<address>(?<![^\s(<|])https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[^\s<>()\[\]`|]*)?)"  # as GitHub links them
    r"|<(?!/?(?:details|summary)>|br>|https?://)|!(?=\[)|@(?=\w)|#(?=\d)|\bGH(?=-\d)"
)
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Refused(Exception):  # noqa: N818 - GitHub's answer, not always a fault
    """GitHub's answer is not what was asked for; ``status`` is 0 if it exceeds one of our limits."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        """Keep the HTTP status for callers."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, kw_only=True, slots=True)
class Api:
    """One repository on GitHub; paths are relative to it."""

    address: str
    repository: str
    token: str

    @classmethod
    def from_environment(cls) -> Api:
        """Read the variables that a runner sets, and GITHUB_TOKEN, which the workflow passes."""
        return cls(
            address=os.environ["GITHUB_API_URL"],
            repository=os.environ["GITHUB_REPOSITORY"],
            token=os.environ["GITHUB_TOKEN"],
        )

    def get(self, path: str) -> Any:
        """Return the parsed answer. Raises Refused."""
        return json.loads(self._ask("GET", path, None, limit=1 << 24))

    def send(self, method: str, path: str, **body: object) -> Any:
        """Return the parsed answer to a change, None if it is empty. Raises Refused."""
        return json.loads(self._ask(method, path, json.dumps(body).encode(), limit=1 << 24) or b"null")

    def download(self, path: str, *, limit: int) -> bytes:
        """Return the bytes at a path, at most ``limit`` of them. Raises Refused."""
        return self._ask("GET", path, None, limit=limit)

    def each(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Yield the items of a list, page by page."""
        for page in range(1, PAGES + 1):
            found = self.get(f"{path}?{urlencode(query | {'per_page': PAGE, 'page': page})}")
            yield from found
            if len(found) < PAGE:
                return

    def _ask(self, method: str, path: str, body: bytes | None, *, limit: int) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the address is the runner's
            f"{self.address}/repos/{self.repository}/{path}".rstrip("/"),
            data=body,
            method=method,
            headers={
                "Accept": "application/vnd.github+json",
                "Content-Type": "application/json",
                "User-Agent": "reading-shelf",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        # unredirected: an artifact's address redirects to another host, which must not see the token
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the same address
                found: bytes = answer.read(limit + 1)
        except urllib.error.HTTPError as error:
            with error:
                answer_text = error.read(500).decode(errors="replace")
            raise Refused(f"{method} {path}: {error.code} {answer_text}", status=error.code) from None
        if len(found) > limit:
            raise Refused(f"{method} {path}: more than {limit} bytes")
        return found


def event() -> dict[str, Any]:
    """Return the event that triggered the workflow, as GitHub wrote it."""
    found: dict[str, Any] = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    return found


def comment_once(api: Api, number: int, marker: str, body: str) -> None:
    """Write our comment on an issue or a pull request, or update the existing one.

    Only our own comment is updated: anybody can write the marker.
    """
    body = f"{marker}\n{body}"
    for comment in api.each(f"issues/{number}/comments"):
        if comment["user"]["login"] == ROBOT and comment["body"].startswith(marker):
            if comment["body"] != body:
                api.send("PATCH", f"issues/comments/{comment['id']}", body=body)
            return
    api.send("POST", f"issues/{number}/comments", body=body)


def tamed(text: str) -> str:
    """Return untrusted Markdown, changed so that it notifies nobody, links no issue, loads no image and hides nothing.

    A zero-width space breaks up what GitHub would act on; addresses, ``<details>``, ``<summary>`` and ``<br>`` stay. What does
    not fit into a body is cut.
    """
    return cut(defused(text))


def defused(text: str) -> str:
    """Return untrusted Markdown as ``tamed`` does, whatever its length."""
    shown = _HIDDEN.sub("", text.replace("\r\n", "\n"))
    return _LIVE.sub(lambda found: found[0] if found["address"] else f"{found[0]}\u200b", shown)


def cut(text: str) -> str:
    """Return the whole lines that fit into a body, with a note if some do not; nothing after it is folded away."""
    if len(text) <= BODY_LENGTH:
        return text
    kept = text[:BODY_LENGTH].rpartition("\n")[0]
    folded = min(max(kept.count("<details>") - kept.count("</details>"), 0), 100)
    return f"{kept}\n\n… and more, which does not fit here.\n" + "\n</details>\n" * folded


def quoted(text: str) -> str:
    """Return untrusted text as a Markdown quotation."""
    return "\n".join(f"> {line}" for line in tamed(text).splitlines())


def fenced(text: str) -> str:
    """Return text in a code fence that it cannot close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def notice(message: str, level: str = "notice") -> None:
    """Show a message on the run's page."""
    print(f"::{level}::" + message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"), flush=True)


def fail(message: str) -> NoReturn:
    """Show a message on the run's page, and end the run as failed."""
    notice(message, "error")
    sys.exit(1)
