"""Serves a live site on this computer: open pages reload after an edit, and show the faults of content/."""

from __future__ import annotations

import html
import mimetypes
import re
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.problems import Problem
from generator.site.live import Answer, Live

CHANGES, SCRIPT = "shelf-live/changes", "shelf-live/reload.js"
_WAIT = 25.0  # seconds after which a browser asks again
_SETTLE = 0.05  # seconds without another change, because editors write in several steps
_RELOAD = """"use strict";
(function wait(version) {
  fetch("/%s?since=" + version).then((answer) => answer.text()).then((now) => {
    if (now !== version) location.reload(); else wait(version);
  }).catch(() => setTimeout(wait, 1000, version));
})(document.currentScript.dataset.version);
"""
_FAULTS = (
    '<div role="alert" style="position:fixed;inset:auto 0 0;z-index:9;max-height:50vh;overflow:auto;padding:1em;'
    'background:#fff;color:#611;border-top:4px solid #b00;font:14px/1.5 monospace;white-space:pre-wrap">{}</div>'
)
_END = re.compile(rb"</body>\s*(?:</html>\s*)?\Z", re.IGNORECASE)


class Server(ThreadingHTTPServer):
    """Answers requests from a live site."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], live: Live) -> None:
        """Take the address, and raise OSError if that is not possible."""
        self.live = live
        super().__init__(address, _Request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


class _Request(BaseHTTPRequestHandler):
    """A request of a browser."""

    server: Server

    def do_GET(self) -> None:
        """Answer with a page, a file, or the number of the next version."""
        asked = urlsplit(self.path)
        path = unquote(asked.path).lstrip("/")
        live = self.server.live
        if path == CHANGES:
            since = parse_qs(asked.query).get("since", ["0"])[0]
            now = live.wait(int(since) if since.isdecimal() else 0, _WAIT)
            self._send(HTTPStatus.OK, "text/plain", str(now).encode())
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript", (_RELOAD % CHANGES).encode())
        elif found := live.answer(path):
            self._found(found)
        elif "." not in path.rpartition("/")[2] and live.answer(f"{path}/"):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{quote(path)}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            missing = live.answer("404.html") or Answer(content=b"<body><h1>Not found</h1></body>", name="404.html")
            self._found(missing, HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        self.do_GET()

    def _found(self, found: Answer, status: HTTPStatus = HTTPStatus.OK) -> None:
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        content = found.content
        if kind == "text/html":
            live = self.server.live
            content = _END.sub(lambda end: _added(live.version, live.problems).encode() + end[0], content)
        self._send(status, kind, content)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing: requests are of no interest to an author."""


def _added(version: int, problems: tuple[Problem, ...]) -> str:
    """Return what is put into each page: the script that reloads it, and the faults."""
    script = f'<script src="/{SCRIPT}" data-version="{version}"></script>'
    errors = [str(one) for one in problems if one.severity == "error"]
    if not errors:
        return script
    shown = html.escape("\n".join(["The site could not be updated:", *errors]))
    return _FAULTS.format(shown) + script


class Watch(FileSystemEventHandler):
    """Notes which files change below some folders; a thread of watchdog calls it."""

    def __init__(self, paths: list[Path]) -> None:
        """Watch folders, and files by way of their folders."""
        self._paths = [path.resolve() for path in paths]
        self._changed: set[Path] = set()
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._observer = Observer()
        for folder in {path if path.is_dir() else path.parent for path in self._paths}:
            self._observer.schedule(self, str(folder), recursive=folder in self._paths)
        self._observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change; opening and closing a file is none."""
        if event.event_type in {"opened", "closed_no_write"}:
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name)).resolve()
            if any(path.is_relative_to(one) for one in self._paths):
                with self._lock:
                    self._changed.add(path)
                    self._event.set()

    def changed(self) -> set[Path]:
        """Wait for changes, until there are no more for a moment, and return the paths."""
        self._event.wait()
        while self._event.is_set():
            self._event.clear()
            time.sleep(_SETTLE)
        with self._lock:
            self._event.clear()
            found, self._changed = self._changed, set()
        return found
