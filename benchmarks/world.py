"""A server on this machine that answers as OpenAlex does, from works that are given whole; Semantic Scholar knows nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from generator.services import SERVICES

Work: TypeAlias = dict[str, Any]  # as OpenAlex prints it
Query: TypeAlias = dict[str, str]

_UNKNOWN = 404, "{}"
_PAGE = 100  # works, at most, as OpenAlex sends them
_NO_IDS = 400, json.dumps({"error": "No valid paper ids given"})


class World:
    """Works, and what a request brings of them."""

    def __init__(self, works: Iterable[Work]) -> None:
        """Know these works and no others."""
        self.works = {number(one["id"]): one for one in works}
        self.asked: list[tuple[str, str]] = []  # service, path with query
        self._by: dict[str, defaultdict[str, list[str]]] = {
            name: defaultdict(list) for name in ("doi", "pmid", "cites", "author.id", "locations.landing_page_url")
        }
        for key, one in self.works.items():
            for name, value in _terms(one):
                self._by[name][value].append(key)

    def answer(self, service: str, path: str, query: Query) -> tuple[int, str]:
        """Return status and text of an answer."""
        if service == "semantic-scholar":
            return _NO_IDS if path.endswith("/batch") else _UNKNOWN
        if service != "openalex" or not path.startswith("/works"):
            return _UNKNOWN
        if path == "/works":
            return 200, json.dumps(self._list(query))
        name = path.removeprefix("/works/")
        kind, _, value = name.rpartition(":") if ":" in name else ("openalex_id", "", name)
        kind, value = name.split(":", 1) if ":" in name else (kind, value)
        found = self._having(kind, value)
        return (200, json.dumps(_selected(found[0], query))) if found else _UNKNOWN

    def _list(self, query: Query) -> dict[str, Any]:
        """Return the works that pass all filters, in the order that was asked for, one page of them."""
        found: dict[str, Work] | None = None
        since = ""
        for part in query["filter"].split(","):
            name, _, values = part.partition(":")
            if name == "from_publication_date":
                since = values
                continue
            some = [one for value in values.split("|") for one in self._having(name, value)]
            mine = {number(one["id"]): one for one in some}
            found = mine if found is None else {key: one for key, one in found.items() if key in mine}
        works = [one for one in (found or {}).values() if (one.get("publication_date") or "") >= since]
        works.sort(key=lambda one: one["id"])
        if sort := query.get("sort", "").removesuffix(":desc"):
            works.sort(
                key=lambda one: one.get(sort) or 0 if sort == "cited_by_count" else one.get(sort) or "", reverse=True
            )
        page = works[: min(_PAGE, int(query.get("per_page", "25")))]
        return {"meta": {"count": len(works)}, "results": [_selected(one, query) for one in page], "group_by": []}

    def _having(self, name: str, value: str) -> list[Work]:
        if name == "openalex_id":
            return [self.works[value]] if value in self.works else []
        return [self.works[key] for key in self._by[name].get(value.lower(), ())] if name in self._by else []

    @contextmanager
    def served(self) -> Iterator[dict[str, str]]:
        """Serve the answers, and yield the environment that leads to them."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": self}))
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield {one.variable: f"{base}/{name}" for name, one in SERVICES.items()} | {"NO_PROXY": "127.0.0.1"}
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def number(address: str) -> str:
    """Return OpenAlex's own number, which ends an address."""
    return address.rpartition("/")[2]


def _terms(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the filters that find a work, with their values in lower case."""
    if work.get("doi"):
        yield "doi", work["doi"].lower().removeprefix("https://doi.org/")
    if pmid := (work.get("ids") or {}).get("pmid"):
        yield "pmid", number(pmid)
    yield from (("cites", number(one).lower()) for one in work.get("referenced_works") or ())
    people = (one.get("author") or {} for one in work.get("authorships") or ())
    yield from (("author.id", number(one["id"]).lower()) for one in people if one.get("id"))
    pages = (one.get("landing_page_url") for one in work.get("locations") or ())
    yield from (("locations.landing_page_url", one.lower()) for one in pages if one)


def _selected(work: Work, query: Query) -> Work:
    wanted = query.get("select")
    return {name: work[name] for name in wanted.split(",") if name in work} if wanted else work


class _Handler(BaseHTTPRequestHandler):
    """One request to the server."""

    world: World
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer a question with a body."""
        self._say(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_GET(self) -> None:
        """Answer a question."""
        self._say("")

    def _say(self, body: str) -> None:
        parts = urlsplit(self.path)
        service, _, path = parts.path.removeprefix("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | ({"body": body} if body else {})
        self.world.asked.append((service, self.path.removeprefix(f"/{service}")))
        status, text = self.world.answer(service, unquote(f"/{path}"), query)
        raw = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Print nothing."""
