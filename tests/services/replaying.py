"""A server on this machine that plays the five services and GitHub, misbehaves on demand, and a clock that nobody waits for."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from generator.services.registry import GITHUB, SERVICES
from tests.services import answers
from tests.services.answers import Paper

Answer = tuple[int, str | bytes, dict[str, str]]
Trick = Callable[["_Handler"], None]


class Clock:
    """Time that passes only by sleeping; safe for threads."""

    def __init__(self) -> None:
        """Start at zero."""
        self.time = 0.0
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        with self._lock:
            self.time += seconds
            self.slept.append(seconds)


class Replay:
    """The services, which know some papers; ``tricks`` (by service) are played once each, before the right answer."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.repositories: dict[
            str, dict[str, object] | None
        ] = {}  # what GitHub knows, by owner/name; None: it says nothing
        self.tricks: dict[str, list[Trick]] = {}
        self.always: dict[str, Trick] = {}
        self.asked: list[tuple[str, str]] = []  # service, path with query
        self.agents: set[str] = set()
        self.heads: list[tuple[str, dict[str, str]]] = []  # service, headers
        self.server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"replay": self}))
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def environment(self) -> dict[str, str]:
        """The variables that lead here."""
        return {one.variable: f"http://127.0.0.1:{self.port}/{one.name}" for one in (*SERVICES.values(), GITHUB)}

    def services(self) -> list[str]:
        """Which services were asked, in order."""
        return [service for service, _ in self.asked]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, service: str, path: str, query: dict[str, str]) -> tuple[int, str]:
        """What the service says of the papers that it knows."""
        finder = getattr(self, "_" + service.replace("-", "_"))
        status, text = finder(path, query) or answers.UNKNOWN[service]
        return status, answers.selected(text, query["select"]) if "select" in query and status == 200 else text

    def _find(self, kind: str, value: str) -> Paper | None:
        return next((one for one in self.papers if value and getattr(one, kind).lower() == value.lower()), None)

    def _all(self, kind: str, values: Iterable[str]) -> list[Paper]:
        return [one for value in values if (one := self._find(kind, value))]

    def _titled(self, words: str) -> list[Paper]:
        """Like real searches: whatever has a word in common."""
        wanted = set(words.lower().replace('"', " ").replace(":", " ").split())
        return [one for one in self.papers if wanted & set(one.title.lower().replace(":", " ").split())]

    def _arxiv(self, path: str, query: dict[str, str]) -> tuple[int, str] | None:
        if path != "/api/query":
            return None
        if "id_list" in query:
            ids = query["id_list"].split(",")
            assert int(query["max_results"]) >= len(ids)  # it sends ten unless more are asked for
            return 200, answers.atom(*self._all("arxiv", reversed(ids)))  # in an order of its own
        words = query["search_query"].removeprefix("ti:")
        return 200, answers.atom(*(one for one in self._titled(words) if one.arxiv))

    def _crossref(self, path: str, query: dict[str, str]) -> tuple[int, str] | None:
        if "filter" in query:
            dois = [part.removeprefix("doi:") for part in query["filter"].split(",")]
            return 200, answers.crossref_list(*self._all("doi", sorted(dois))[: int(query["rows"])])
        if path == "/works":
            found = self._titled(query["query.bibliographic"])
            return 200, answers.crossref_list(*(one for one in found if one.doi))
        one = self._find("doi", path.removeprefix("/works/"))
        return (200, answers.crossref(one)) if one else None

    def _openalex(self, path: str, query: dict[str, str]) -> tuple[int, str] | None:
        if path == "/works":
            kind, _, value = query["filter"].partition(":")
            if kind == "title.search":
                return 200, answers.openalex_list(*self._titled(value))
            pages = value.split("|")
            assert len(pages) <= 100
            if kind in {"doi", "pmid"}:
                found = (self._openalex(f"/works/{kind}:{one}", {}) for one in sorted(pages))
                return 200, answers.openalex_list(*(json.loads(one[1]) for one in found if one))
            assert kind == "locations.landing_page_url"
            return 200, answers.openalex_list(*(one for one in self.papers if _pages(one) & set(pages)))
        name = path.removeprefix("/works/")
        one = self._find("doi", name.removeprefix("doi:")) or self._find("work", name)
        if name.startswith("pmid:"):
            one = self._find("pmid", name.removeprefix("pmid:"))
        if not one and name.startswith("doi:10.48550/arxiv."):
            one = self._find("arxiv", name.removeprefix("doi:10.48550/arxiv."))
            one = one if one and not one.doi else None  # merged with the published version, whose DOI it bears
        return (200, answers.openalex(one)) if one else None

    def _semantic_scholar(self, path: str, query: dict[str, str]) -> tuple[int, str] | None:
        assert "externalIds" in query["fields"]
        name = path.removeprefix("/graph/v1/paper/")
        if name == "search/match":
            found = [one for one in self.papers if one.title.lower() == query["query"].lower()]
            return (200, answers.scholar_match(found[0])) if found else None
        if name == "batch":
            found = [
                self._semantic_scholar(f"/graph/v1/paper/{one}", query) for one in json.loads(query["body"])["ids"]
            ]
            known = [one and json.loads(one[1]) for one in found]
            return (200, json.dumps(known)) if any(known) else (400, json.dumps({"error": "No valid paper ids given"}))
        kind, _, value = name.rpartition(":")
        one = self._find({"ARXIV": "arxiv", "DOI": "doi", "ACL": "acl", "PMID": "pmid", "": "number"}[kind], value)
        return (200, answers.scholar(one, abstract="abstract" in query["fields"].split(","))) if one else None

    def _github(self, path: str, query: dict[str, str]) -> tuple[int, str]:
        assert path == "/graphql"
        asked = json.loads(query["body"])["variables"]
        names = [f"{asked[f'o{at}']}/{asked[f'n{at}']}" for at in range(len(asked) // 2)]
        return 200, answers.graphql({f"r{at}": self.repositories.get(one, False) for at, one in enumerate(names)})

    def _hugging_face(self, path: str, _: dict[str, str]) -> tuple[int, str] | None:
        one = self._find("arxiv", path.removeprefix("/api/papers/"))
        return (200, answers.face(one)) if one else None


def _pages(paper: Paper) -> set[str]:
    found = {paper.page}
    if paper.arxiv:
        found.add(f"http://arxiv.org/abs/{paper.arxiv}")
    if paper.openreview:
        found.add(f"https://openreview.net/forum?id={paper.openreview}")
    return found


class _Server(ThreadingHTTPServer):
    """A server that does not report clients that hang up."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing."""


class _Handler(BaseHTTPRequestHandler):
    """One request to the server."""

    replay: Replay
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.do_GET(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_GET(self, body: str = "") -> None:
        self.body = body
        parts = urlsplit(self.path)
        service = parts.path.split("/")[1]
        self.replay.asked.append((service, self.path.removeprefix(f"/{service}")))
        self.replay.agents.add(self.headers["User-Agent"])
        self.replay.heads.append((service, dict(self.headers)))
        if tricks := self.replay.tricks.get(service):
            tricks.pop(0)(self)
        elif trick := self.replay.always.get(service):
            trick(self)
        else:
            self.answered(str)

    def answered(self, change: Callable[[str], str]) -> None:
        """Send the answer of the service, changed."""
        parts = urlsplit(self.path)
        service, _, path = parts.path.removeprefix("/").partition("/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        query |= {"body": self.body} if self.body else {}
        status, body = self.replay.answer(service, unquote(f"/{path}"), query)
        self.say(status, change(body))

    def say(self, status: int, body: str | bytes, **headers: str) -> None:
        """Send a whole answer."""
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        headers = {"Content_Type": "application/json", "Content_Length": str(len(raw))} | headers
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def says(status: int, body: str | bytes = "", **headers: str) -> Trick:
    """Answer with this, whatever was asked."""
    return lambda request: request.say(status, body, **headers)


def hangs(seconds: float) -> Trick:
    """Say nothing for so long, then hang up."""

    def trick(request: _Handler) -> None:
        threading.Event().wait(seconds)
        request.close_connection = True

    return trick


def drips(piece: bytes, times: int, pause: float) -> Trick:
    """Send a piece after a pause, again and again."""

    def trick(request: _Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(piece) * times))
        request.end_headers()
        try:
            for _ in range(times):
                request.wfile.write(piece)
                threading.Event().wait(pause)
        except OSError:  # the other side had enough
            request.close_connection = True

    return trick


def cuts(body: str, *, chunked: bool = False) -> Trick:
    """Promise a whole answer and send half of it."""

    def trick(request: _Handler) -> None:
        raw = body.encode()
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        if chunked:
            request.send_header("Transfer-Encoding", "chunked")
        else:
            request.send_header("Content-Length", str(len(raw)))
        request.end_headers()
        half = raw[: len(raw) // 2]
        request.wfile.write(b"%x\r\n%b\r\n" % (len(half), half) if chunked else half)
        request.wfile.flush()
        request.close_connection = True

    return trick


def hangs_up(request: _Handler) -> None:
    """Close the connection without a word."""
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True
