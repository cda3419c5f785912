"""A fake GitHub: it stores comments, issues, branches and pull requests, and serves artifacts from another host."""

from __future__ import annotations

import base64
import io
import json
import re
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "someone/shelf"
TOKEN = "a-token-that-may-write"  # noqa: S105 - not a secret
ROBOT = {"login": "github-actions[bot]", "type": "Bot"}
ROBOT_EMAIL = "41898282+github-actions[bot]@users.noreply.github.com"
MAIN = "c" * 40  # the commit that the run has checked out


def zipped(files: dict[str, bytes | str]) -> bytes:
    """Return an artifact's archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


@dataclass
class FakeGitHub:
    """The state of the fake, and the method and path of every request."""

    artifacts: dict[str, bytes] = field(default_factory=dict)
    claimed_sizes: dict[str, int] = field(default_factory=dict)
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)
    trees: list[dict[str, Any]] = field(default_factory=list)
    commits: list[dict[str, Any]] = field(default_factory=list)
    may_open_pulls: bool = True
    permissions: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Any] | None = None
    off: bool = False  # pages.yml is
    protected: set[str] = field(default_factory=set)  # branches that a rule keeps workflows from
    compared: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    dispatched: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens_at_the_store: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start both servers: the API, and the artifact store to which the API redirects."""
        self._store = _serving(self._serve_store)
        self._api = _serving(self._serve_api)
        self.address = f"http://127.0.0.1:{self._api.server_port}"

    def close(self) -> None:
        """Stop both servers."""
        for server in (self._api, self._store):
            server.shutdown()
            server.server_close()

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Return the requests that were not only reads."""
        return [one for one in self.asked if one[0] != "GET"]

    def push(self, branch: str, files: dict[str, str], email: str = "ada@example.org") -> None:
        """Have a person add a commit to a branch."""
        before = self.refs.get(f"heads/{branch}")
        who = {"author": {"email": email}, "committer": {"email": email}}
        self.refs[f"heads/{branch}"] = self._committed(
            {"message": "By hand", "tree": self._treed(files), "parents": [before] if before else []} | who
        )

    def files(self, branch: str) -> dict[str, str]:
        """Return the files that a branch's newest commit changes, or has if it has no history."""
        commit = self.commits[_number(self.refs[f"heads/{branch}"])]
        return {one["path"]: one["content"] for one in self.trees[_number(commit["tree"])]["tree"]}

    def history(self, sha: str) -> list[dict[str, Any]]:
        """Return a commit and those below it that are not on main, the newest first."""
        found = []
        while sha != MAIN:
            found.append(self.commits[_number(sha)])
            if not found[-1]["parents"]:
                break
            (sha,) = found[-1]["parents"]
        return found

    def environment(self) -> dict[str, str]:
        """Return the variables that a runner sets."""
        return {
            "GITHUB_API_URL": self.address,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SHA": MAIN,
            "GITHUB_REF_NAME": "main",
            "NO_PROXY": "127.0.0.1",
        }

    def _serve_store(self, asking: BaseHTTPRequestHandler) -> None:
        self.tokens_at_the_store += [asking.headers["Authorization"]] if asking.headers["Authorization"] else []
        _answer(asking, 200, self.artifacts[asking.path.strip("/")])

    def _serve_api(self, asking: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(asking.path)
        path = parts.path.removeprefix(f"/repos/{REPOSITORY}").removeprefix("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append((asking.command, path))
        length = int(asking.headers["Content-Length"] or 0)
        body = json.loads(asking.rfile.read(length)) if length else {}
        if asking.headers["Authorization"] != f"Bearer {TOKEN}":
            _answer(asking, 401, {"message": "Bad credentials"})
            return
        if found := re.fullmatch(r"actions/artifacts/(\d+)/zip", path):
            name = list(self.artifacts)[int(found[1])]
            asking.send_response(302)
            asking.send_header("Location", f"http://127.0.0.1:{self._store.server_port}/{name}")
            asking.end_headers()
            return
        _answer(asking, *self._reply(asking.command, path, query, body))

    def _reply(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        numbers = [int(part) for part in re.findall(r"(?<=/)\d+(?=/|$)", path)]
        page = slice((int(query.get("page", 1)) - 1) * 100, int(query.get("page", 1)) * 100)
        match method, re.sub(r"(?<=/)\d+(?=/|$)", "N", path):
            case "GET", "actions/runs/N/artifacts":
                listed = [
                    {
                        "id": n,
                        "name": name,
                        "expired": False,
                        "size_in_bytes": self.claimed_sizes.get(name, len(packed)),
                    }
                    for n, (name, packed) in enumerate(self.artifacts.items())
                ]
                return 200, {"total_count": len(listed), "artifacts": listed}
            case "GET", "pulls/N" if numbers[0] in self.pulls:
                return 200, self.pulls[numbers[0]]
            case "GET", "":
                return 200, {"default_branch": "main"}
            case "GET", "pulls" if "head" in query:
                named = [one for one in self.pulls.values() if f"someone:{one['head']}" == query["head"]]
                listed = [
                    one | {"head": {"ref": one["head"], "sha": self.refs.get(f"heads/{one['head']}", "")}}
                    for one in reversed(named)
                    if one["base"] == query["base"]
                ]
                return 200, listed[: int(query["per_page"])]
            case "PATCH", "pulls/N":
                self.pulls[numbers[0]].update(body)
                return 200, self.pulls[numbers[0]]
            case "GET", asked if asked.startswith("collaborators/"):
                known = self.permissions.get(asked.split("/")[1])
                return (200, {"permission": known}) if known else (404, {"message": "Not Found"})
            case "GET", "pulls":
                return 200, [one for one in self.pulls.values() if one["state"] == query["state"]][page]
            case "GET", "pages" if self.pages:
                return 200, self.pages
            case "GET", compare if compare in self.compared:
                return 200, {"files": self.compared[compare]}
            case "POST", "actions/workflows/pages.yml/dispatches" if self.off:
                return 422, {"message": "Cannot trigger a 'workflow_dispatch' on a disabled workflow"}
            case "POST", "actions/workflows/pages.yml/dispatches":
                self.dispatched.append(("pages.yml", body["ref"]))
                return 204, b""
            case "GET", "issues/N/comments":
                return 200, self.comments.get(numbers[0], [])[page]
            case "POST", "issues/N/comments":
                new = {"id": sum(map(len, self.comments.values())) + 1, "user": ROBOT, "body": body["body"]}
                self.comments.setdefault(numbers[0], []).append(new)
                return 201, new
            case "PATCH", "issues/comments/N":
                (old,) = [one for of in self.comments.values() for one in of if one["id"] == numbers[0]]
                return 200, old | {"body": old.update(body) or body["body"]}
            case "GET", "issues":
                mine = [one for one in self.issues if one["user"]["login"] == query["creator"]]
                return 200, [one for one in mine if query["state"] in {"all", one["state"]}][page]
            case "POST", "issues":
                self.issues.append(body | {"number": len(self.issues) + 1, "state": "open", "user": ROBOT})
                return 201, self.issues[-1]
            case "PATCH", "issues/N":
                self.issues[numbers[0] - 1].update(body)
                return 200, self.issues[numbers[0] - 1]
            case "POST", "pulls" if not self.may_open_pulls:
                return 403, {"message": "GitHub Actions is not permitted to create or approve pull requests."}
            case "POST", "pulls":
                number = len(self.pulls) + 100
                self.pulls[number] = body | {"number": number, "state": "open", "merged_at": None}
                return 201, self.pulls[number]
            case _ if method != "GET" and body.get("ref", path).partition("heads/")[2] in self.protected:
                return 422, {"message": "Repository rule violations found\n\nCannot update this protected ref.\n\n"}
            case _:
                return self._reply_of_git(method, path, body)

    def _reply_of_git(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        name = path.removeprefix("git/ref/").removeprefix("git/refs/")
        match method, path.split("/")[:2]:
            case "GET", ["git", "ref"] if name in self.refs:
                return 200, {"ref": f"refs/{name}", "object": {"sha": self.refs[name]}}
            case "GET", ["git", "commits"]:
                return 200, {"tree": {"sha": "t" * 40}}
            case "GET", ["git", "trees"]:
                tree = self.trees[_number(self.commits[_number(path.split("/")[2])]["tree"])]["tree"]
                listed = [
                    {"size": len(one["content"]), "sha": base64.b16encode(one["content"].encode()).decode()} | one
                    for one in tree
                ]
                return 200, {"tree": listed}
            case "GET", ["git", "blobs"]:
                return 200, {"content": base64.encodebytes(base64.b16decode(path.split("/")[2])).decode()}
            case "GET", ["compare", span]:
                found = self.history(span.partition("...")[2])
                return 200, {"total_commits": len(found), "commits": [{"commit": one} for one in found[-2:]]}
            case "POST", ["git", "trees"]:
                return 201, {"sha": self._treed({}, body)}
            case "POST", ["git", "commits"]:
                who = {role: {"email": ROBOT_EMAIL} for role in ("author", "committer")}
                return 201, {"sha": self._committed(body | who)}
            case "POST", ["git", "refs"]:
                self.refs[body["ref"].removeprefix("refs/")] = body["sha"]
                return 201, body
            case "PATCH", ["git", "refs"] if name in self.refs:
                if not body["force"]:
                    return 422, {"message": "Update is not a fast forward"}
                self.refs[name] = body["sha"]
                return 200, body
            case "DELETE", ["git", "refs"] if self.refs.pop(name, None):
                return 204, b""
        return 404, {"message": "Not Found"}

    def _treed(self, files: dict[str, str], body: dict[str, Any] | None = None) -> str:
        self.trees.append(
            body or {"tree": [{"path": path, "mode": "100644", "content": text} for path, text in files.items()]}
        )
        return f"{len(self.trees) - 1:040}"

    def _committed(self, body: dict[str, Any]) -> str:
        self.commits.append(body)
        return f"{len(self.commits) - 1:040}"


def _number(sha: str) -> int:
    """Return which tree or commit it is."""
    return int(sha)


def _serving(serve: Any) -> ThreadingHTTPServer:
    """A server whose one function answers everything."""

    class Asking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            serve(self)

        do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names that http.server expects

        def log_message(self, *_: object) -> None:
            """Do not log requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asking)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def _answer(asking: BaseHTTPRequestHandler, status: int, body: bytes | dict[str, Any] | list[Any]) -> None:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    asking.send_response(status)
    asking.send_header("Content-Length", str(len(sent)))
    asking.end_headers()
    asking.wfile.write(sent)
